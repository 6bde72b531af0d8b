"""The lawful moves of a report: who may take it from which status to which, and what they owe.

Everything stands in one table, ``RULES``. ``lawful`` looks a wish up there and returns either the
Move, ready to be kept as an event, or one sentence that says what is wrong and what to do. Nothing
here reads or writes: whoever keeps a Move must see to it that the report still has the status
``status_from`` at that moment.

Source: the work of SP4N-LAPOR! administrators (verify, postpone, declare out of competence with the
right address, archive with a reason) and of the agencies they forward to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.status import STATUS_NAMES, Status
from domain.text import safe_text

BOUNCES_AT_MOST = 2  # two agencies have said "not ours": a third guess is not the machine's to make
NOTE_AT_MOST = 4000  # characters: an official answer fits, a pasted document does not

# ---------------------------------------------------------------- who acts


class ActorKind(StrEnum):
    """Who can change a report. The first four sign in; the others never do."""

    ADMIN = "admin"
    MODERATOR = "moderator"
    INSTANSI = "instansi"
    AUDITOR = "auditor"  # reads everything, changes nothing
    BOT = "bot"  # the reading of mentions
    PELAPOR = "pelapor"  # the citizen, through any channel
    SISTEM = "sistem"  # a job of the clock

    @property
    def signs_in(self) -> bool:
        return self in (ActorKind.ADMIN, ActorKind.MODERATOR, ActorKind.INSTANSI, ActorKind.AUDITOR)


ACTOR_NAMES: dict[ActorKind, str] = {
    ActorKind.ADMIN: "admin",
    ActorKind.MODERATOR: "moderator",
    ActorKind.INSTANSI: "petugas instansi",
    ActorKind.AUDITOR: "auditor",
    ActorKind.BOT: "bot",
    ActorKind.PELAPOR: "pelapor",
    ActorKind.SISTEM: "sistem",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a move. Raises ValueError for an account without an id, or the other way round.

    ``id`` is the account of whoever signs in, and None for all others: an event must not know who
    the citizen is. ``agency_id`` is the agency that an ``instansi`` account speaks for.
    """

    kind: ActorKind
    id: str | None = None
    agency_id: str | None = None

    def __post_init__(self) -> None:
        if self.kind.signs_in != bool(self.id):
            raise ValueError(f"an actor of kind {self.kind} and an id do not fit")


# ---------------------------------------------------------------- what a move carries


class ArchiveReason(StrEnum):
    FORMAT = "format"
    TERLALU_UMUM = "terlalu_umum"
    BUKAN_KINERJA_PEMERINTAH = "bukan_kinerja_pemerintah"
    DUPLIKAT = "duplikat"
    SPAM = "spam"
    DICABUT = "dicabut"
    TIDAK_DIJAWAB = "tidak_dijawab"


ARCHIVE_REASON_NAMES: dict[ArchiveReason, str] = {
    ArchiveReason.FORMAT: "Isi atau format laporan tidak lengkap",
    ArchiveReason.TERLALU_UMUM: "Terlalu umum",
    ArchiveReason.BUKAN_KINERJA_PEMERINTAH: "Bukan tentang kinerja pemerintah",
    ArchiveReason.DUPLIKAT: "Sudah pernah dilaporkan",
    ArchiveReason.SPAM: "Spam",
    ArchiveReason.DICABUT: "Dicabut oleh pelapor",
    ArchiveReason.TIDAK_DIJAWAB: "Pelapor tidak menjawab permintaan keterangan",
}


class Note(StrEnum):
    """What a move asks to be written, and who reads it."""

    FREE = "boleh"  # may be empty; only staff read it
    FOR_STAFF = "untuk_petugas"  # required; only staff read it
    FOR_CITIZEN = "untuk_pelapor"  # required; the citizen reads it


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a report, complete: it becomes one event. ``at`` is aware, in UTC."""

    status_from: Status
    status_to: Status
    actor: Actor
    note: str
    at: datetime
    reason: ArchiveReason | None = None  # of an archived report
    into: int | None = None  # number of the report that this one was merged into


@dataclass(frozen=True, slots=True)
class Unlawful:
    """A move that must not happen. ``sentence`` is for whoever tried: what is wrong, what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class State:
    """What must be known of a report to judge a move."""

    status: Status
    agency_id: str | None = None  # whom the report is, or would be, forwarded to
    came_from: Status | None = None  # while waiting for the citizen: where it goes back to
    bounces: int = 0  # how often an agency has said that it is not theirs


# ---------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: ``roles`` may do ``act``, which leads from ``start`` to ``end``.

    A rule that ends where it starts is an event without a change of status.
    """

    start: Status
    end: Status
    roles: frozenset[ActorKind]
    act: str
    note: Note = Note.FREE
    reasons: frozenset[ArchiveReason] = frozenset()  # one of these must be given
    merges: bool = False  # the other report must be named

    @property
    def is_bounce(self) -> bool:
        """Say whether an agency gives the report back by this rule."""
        return ActorKind.INSTANSI in self.roles and self.end in (
            Status.TERVERIFIKASI,
            Status.PERLU_TINJAUAN,
        )


_DESK = frozenset({ActorKind.ADMIN, ActorKind.MODERATOR})
_INSTANSI = frozenset({ActorKind.INSTANSI})
_PELAPOR = frozenset({ActorKind.PELAPOR})
_BOT = frozenset({ActorKind.BOT})
_SISTEM = frozenset({ActorKind.SISTEM})

# With the moderators, and with an agency: from either a report may have to wait for its citizen.
_AT_DESK = (Status.BARU, Status.PERLU_TINJAUAN, Status.TERVERIFIKASI, Status.DIBUKA_KEMBALI)
_AT_AGENCY = (Status.DITERUSKAN, Status.DIPROSES)
_CAN_WAIT = (*_AT_DESK, *_AT_AGENCY)
_WAITING = Status.MENUNGGU_PELAPOR


def _each(
    starts: tuple[Status, ...],
    end: Status | None,  # None: it stays where it is
    roles: frozenset[ActorKind],
    act: str,
    note: Note = Note.FREE,
    reasons: frozenset[ArchiveReason] = frozenset(),
    merges: bool = False,
) -> tuple[Rule, ...]:
    return tuple(Rule(start, end or start, roles, act, note, reasons, merges) for start in starts)


RULES: tuple[Rule, ...] = (
    # The moderators' desk.
    *_each((Status.BARU, Status.PERLU_TINJAUAN), Status.TERVERIFIKASI, _DESK, "Verifikasi"),
    *_each((Status.DIBUKA_KEMBALI,), Status.TERVERIFIKASI, _DESK, "Verifikasi kembali"),
    *_each(
        (Status.BARU, Status.TERVERIFIKASI),
        Status.PERLU_TINJAUAN,
        _DESK,
        "Minta pemeriksaan ulang",
        Note.FOR_STAFF,
    ),
    *_each((Status.BARU,), Status.PERLU_TINJAUAN, _BOT, "Serahkan kepada petugas"),
    *_each(
        (Status.TERVERIFIKASI, Status.DIBUKA_KEMBALI),
        Status.DITERUSKAN,
        _DESK,
        "Teruskan ke instansi",
    ),
    *_each(_AT_AGENCY, Status.TERVERIFIKASI, _DESK, "Tarik dari instansi", Note.FOR_STAFF),
    *_each(_AT_DESK, None, _DESK, "Tunda", Note.FOR_STAFF),
    *_each(
        _AT_DESK,
        Status.BUKAN_KEWENANGAN,
        _DESK,
        "Nyatakan bukan kewenangan",
        Note.FOR_CITIZEN,
    ),
    *_each(
        (*_AT_DESK, _WAITING),
        Status.DIARSIPKAN,
        _DESK,
        "Arsipkan",
        reasons=frozenset(ArchiveReason),
    ),
    *_each((*_CAN_WAIT, _WAITING), Status.DIGABUNG, _DESK, "Gabungkan", merges=True),
    # The agency's desk.
    *_each((Status.DITERUSKAN,), Status.DIPROSES, _INSTANSI, "Mulai tindak lanjut"),
    *_each((Status.DIPROSES,), None, _INSTANSI, "Kabarkan perkembangan", Note.FOR_CITIZEN),
    *_each(_AT_AGENCY, Status.DITANGGAPI, _INSTANSI, "Tanggapi", Note.FOR_CITIZEN),
    *_each((Status.DITANGGAPI,), None, _INSTANSI, "Lengkapi tanggapan", Note.FOR_CITIZEN),
    *_each((Status.DITERUSKAN,), Status.TERVERIFIKASI, _INSTANSI, "Kembalikan", Note.FOR_STAFF),
    *_each((Status.DITERUSKAN,), Status.PERLU_TINJAUAN, _INSTANSI, "Kembalikan", Note.FOR_STAFF),
    # Waiting for the citizen, and back to where it was.
    *_each(_AT_DESK, _WAITING, _DESK, "Minta keterangan pelapor", Note.FOR_CITIZEN),
    *_each(_AT_AGENCY, _WAITING, _DESK | _INSTANSI, "Minta keterangan pelapor", Note.FOR_CITIZEN),
    *(Rule(_WAITING, back, _PELAPOR, "Jawab pertanyaan petugas") for back in _CAN_WAIT),
    *(Rule(_WAITING, back, _DESK, "Lanjutkan tanpa jawaban", Note.FOR_STAFF) for back in _CAN_WAIT),
    # The end. Only the citizen says that it is solved, also before the agency has answered. The
    # clock closes without saying so, when ``domain.clock.duties`` asks for it.
    *_each((*_AT_AGENCY, Status.DITANGGAPI), Status.SELESAI, _PELAPOR, "Nyatakan selesai"),
    *_each((Status.DITANGGAPI,), Status.SELESAI, _SISTEM, "Tutup otomatis"),
    *_each(
        (*_CAN_WAIT, _WAITING),
        Status.DIARSIPKAN,
        _PELAPOR,
        "Cabut laporan",
        reasons=frozenset({ArchiveReason.DICABUT}),
    ),
    # And back from it.
    *_each((Status.DITANGGAPI, Status.SELESAI), Status.DIBUKA_KEMBALI, _PELAPOR, "Buka kembali"),
    *_each(
        (Status.DITANGGAPI, Status.SELESAI, Status.DIARSIPKAN, Status.BUKAN_KEWENANGAN),
        Status.DIBUKA_KEMBALI,
        _DESK,
        "Buka kembali",
        Note.FOR_STAFF,
    ),
    *_each((Status.DIGABUNG,), Status.DIBUKA_KEMBALI, _DESK, "Pisahkan kembali", Note.FOR_STAFF),
)

_LOOKUP = {(rule.start, rule.end, role): rule for rule in RULES for role in rule.roles}

# ---------------------------------------------------------------- judging


def lawful(
    state: State,
    to: Status,
    by: Actor,
    at: datetime,
    note: str = "",
    *,
    reason: ArchiveReason | None = None,
    into: int | None = None,
) -> Move | Unlawful:
    """Return the move of a report to ``to``, or why it must not happen. Never raises."""
    rule = _LOOKUP.get((state.status, to, by.kind))
    if rule is None:
        return Unlawful(_not_in_table(state, to, by))
    written = safe_text(note).strip()
    problem = _out_of_place(rule, state, by) or _incomplete(rule, written, reason, into)
    if problem is not None:
        return Unlawful(problem)
    return Move(
        status_from=state.status,
        status_to=to,
        actor=by,
        note=written,
        at=at,
        reason=reason if rule.reasons else None,
        into=into if rule.merges else None,
    )


def possible(state: State, by: Actor) -> tuple[Rule, ...]:
    """Return what an actor can do with a report now, in the table's order: one button each."""
    return tuple(
        rule
        for rule in RULES
        if rule.start is state.status
        and by.kind in rule.roles
        and _out_of_place(rule, state, by) is None
    )


def rule_of(move: Move) -> Rule:
    """Return the rule of a move: its act's name, who reads its note. KeyError when unlawful."""
    return _LOOKUP[move.status_from, move.status_to, move.actor.kind]


def bounced_to(bounces: int) -> Status:
    """Return where a report goes that an agency gives back, after so many earlier bounces."""
    return Status.PERLU_TINJAUAN if bounces + 1 >= BOUNCES_AT_MOST else Status.TERVERIFIKASI


def after(state: State, move: Move) -> State:
    """Return what a report is after a lawful move from ``state``.

    An agency that gives a report back is not its agency any more: the next must be chosen.
    """
    bounced = rule_of(move).is_bounce
    return State(
        status=move.status_to,
        agency_id=None if bounced else state.agency_id,
        came_from=state.status if move.status_to is _WAITING else None,
        bounces=state.bounces + bounced,
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """Who says that the matter is settled, and since when: two facts, neither implies the other."""

    by_agency: datetime | None = None
    by_citizen: datetime | None = None  # a citizen's silence is never taken for a yes


def settled(moves: Iterable[Move]) -> Settled:
    """Read from a report's moves, oldest first, who calls it settled. Reopening voids both."""
    facts = Settled()
    for move in moves:
        if move.status_to is Status.DITANGGAPI:
            facts = replace(facts, by_agency=move.at)
        elif move.status_to is Status.SELESAI and move.actor.kind is ActorKind.PELAPOR:
            facts = replace(facts, by_citizen=move.at)
        elif move.status_to is Status.DIBUKA_KEMBALI:
            facts = Settled()
    return facts


# ---------------------------------------------------------------- saying no


def _out_of_place(rule: Rule, state: State, by: Actor) -> str | None:
    """Say why this report does not allow what the table allows in general."""
    if by.kind is ActorKind.INSTANSI and (by.agency_id is None or by.agency_id != state.agency_id):
        return (
            "Laporan ini tidak ditujukan ke instansi Anda; hubungi moderator jika seharusnya"
            " ditangani instansi Anda."
        )
    back = state.came_from or Status.PERLU_TINJAUAN  # nobody knows: then a human looks
    if state.status is _WAITING and rule.end in _CAN_WAIT and rule.end is not back:
        return (
            "Laporan yang menunggu pelapor hanya dapat kembali ke tahap sebelumnya;"
            f" lanjutkan ke “{STATUS_NAMES[back]}”."
        )
    if rule.is_bounce and rule.end is not (right := bounced_to(state.bounces)):
        why = "sudah berulang kali" if right is Status.PERLU_TINJAUAN else "baru satu kali"
        return (
            f"Laporan ini {why} dinyatakan bukan kewenangan oleh instansi;"
            f" kembalikan ke “{STATUS_NAMES[right]}”."
        )
    if rule.end is Status.DITERUSKAN and rule.start is not _WAITING and state.agency_id is None:
        return "Instansi tujuan belum dipilih; pilih instansinya, lalu teruskan laporan."
    return None


def _incomplete(
    rule: Rule, note: str, reason: ArchiveReason | None, into: int | None
) -> str | None:
    """Say what the actor still has to give."""
    if rule.reasons and reason not in rule.reasons:
        names = _either(
            [f"“{ARCHIVE_REASON_NAMES[r]}”" for r in ArchiveReason if r in rule.reasons]
        )
        return f"“{rule.act}” memerlukan alasan; pilih {names}."
    if rule.merges and into is None:
        return f"“{rule.act}” memerlukan laporan utama; tulis nomor laporan utamanya."
    if rule.note is not Note.FREE and not note:
        return f"“{rule.act}” memerlukan catatan; {_WHAT_TO_WRITE.get(rule.act, _WHY)}."
    if len(note) > NOTE_AT_MOST:
        return f"Catatan terlalu panjang; ringkas menjadi paling banyak {NOTE_AT_MOST} karakter."
    return None


_WHY = "tulis sebabnya dengan singkat"
_WHAT_TO_WRITE: dict[str, str] = {
    "Minta keterangan pelapor": "tulis pertanyaan untuk pelapor",
    "Tanggapi": "tulis tanggapan untuk pelapor",
    "Lengkapi tanggapan": "tulis tambahan tanggapan untuk pelapor",
    "Kabarkan perkembangan": "tulis apa yang sudah dilakukan dan langkah berikutnya",
    "Kembalikan": "tulis sebabnya dan, jika Anda tahu, instansi yang berwenang",
    "Tunda": "tulis sebabnya dan sampai kapan",
    "Nyatakan bukan kewenangan": "tulis lembaga yang berwenang beserta alamatnya untuk pelapor",
}

# What to do when nothing can be done.
_ASK: dict[ActorKind, str] = {
    ActorKind.PELAPOR: "balas kiriman kami supaya petugas membantu Anda",
    ActorKind.BOT: "serahkan kepada moderator",
    ActorKind.SISTEM: "serahkan kepada moderator",
}


def _not_in_table(state: State, to: Status, by: Actor) -> str:
    """Say why the table has no such move for this actor, and what the actor can do instead."""
    if by.kind is ActorKind.AUDITOR:
        return "Auditor hanya dapat membaca; hubungi moderator jika laporan ini perlu diubah."
    acts = list(dict.fromkeys(rule.act for rule in possible(state, by)))
    ask = _ASK.get(by.kind, "hubungi moderator jika laporan ini perlu diubah")
    instead = f"yang dapat Anda lakukan sekarang: {_either(acts)}" if acts else ask
    theirs = next((r for r in RULES if r.start is state.status and r.end is to), None)
    if theirs is not None:
        who = _either([ACTOR_NAMES[role] for role in ActorKind if role in theirs.roles])
        return f"“{theirs.act}” hanya dapat dilakukan oleh {who}; {instead}."
    if to is state.status:
        return f"Status laporan ini sudah “{STATUS_NAMES[to]}”; {instead}."
    return (
        f"Laporan tidak dapat dipindahkan dari “{STATUS_NAMES[state.status]}” ke"
        f" “{STATUS_NAMES[to]}”; {instead}."
    )


def _either(names: list[str]) -> str:
    """Write a choice in Indonesian: ``A``, ``A atau B``, ``A, B, atau C``."""
    if len(names) < 3:
        return " atau ".join(names)
    return f"{', '.join(names[:-1])}, atau {names[-1]}"
