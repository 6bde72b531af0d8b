"""The moderators' work: what waits, in which order, and what an act on it means. Pure.

``plan`` is the heart: a matter and a wish in, the whole change out (or one sentence that says why
not). Whoever keeps a plan does so in one transaction, and nothing of it reaches a citizen before
``UNDO`` has passed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.clock import Standing
from domain.model import (
    Agency,
    Confidence,
    Extraction,
    Level,
    Location,
    Reason,
    ReplyKind,
    ReplyState,
    ReportType,
    Visibility,
)
from domain.moves import (
    NOTE_AT_MOST,
    Actor,
    ArchiveReason,
    Move,
    State,
    Unlawful,
    after,
    lawful,
)
from domain.redaction import (
    PUBLIC_TEXT_AT_MOST,
    Redaction,
    names_somebody,
    shared_run,
    shows,
)
from domain.status import Status
from domain.text import safe_text
from domain.topics import Topic

LEASE = timedelta(minutes=3)  # the page renews it every minute; a closed laptop frees its matter
UNDO = timedelta(seconds=10)
SKIPPED_FOR = timedelta(hours=1)  # then somebody who skipped a matter may be given it again
SIMILAR_WITHIN = timedelta(days=30)
TOLD_AT_MOST = 200  # characters that we say to a citizen in a public reply of 280

# ---------------------------------------------------------------- the order of the queue

# Matters of these topics hurt somebody when they wait.
_RISKS: Mapping[Topic, float] = {
    Topic.KEKERASAN_PENDIDIKAN: 2.0,
    Topic.KESETARAAN_GENDER: 2.0,
    Topic.KESEHATAN: 1.5,
    Topic.MAKAN_BERGIZI: 1.5,
    Topic.NARKOTIKA: 1.5,
    Topic.KETERTIBAN_UMUM: 1.4,
    Topic.SOSIAL: 1.3,
    Topic.POLITIK_HUKUM: 1.2,
}
_NOBODY_UNDERSTOOD = 1.5  # the risk of a message that our code failed on: it may be anything
_SECRET_TOPICS = (Topic.KEKERASAN_PENDIDIKAN, Topic.KESETARAAN_GENDER)
_TIER = 10**11  # seconds; more than any clock shows


@dataclass(frozen=True, slots=True)
class Concern:
    """What the place of a matter in the queue depends on."""

    reason: Reason
    emergency: bool
    visibility: Visibility | None
    topic: Topic | None
    confidence: Confidence | None
    opened_at: datetime
    due_at: datetime


def priority(concern: Concern) -> int:
    """Return a number to sort by, smallest first: emergencies, secrecy, then all else.

    Within each: by when the matter should be looked at. That is its deadline, brought nearer by
    risk and doubt: the time it has is divided by both. Since every clock runs alike, the order of
    two matters never changes while they wait, so the number can be stored and indexed.
    """
    risk = _RISKS.get(concern.topic, 1.0) if concern.topic else 1.0
    if concern.reason in (Reason.FAILED, Reason.UNREADABLE):
        risk = _NOBODY_UNDERSTOOD
    patience = (concern.due_at - concern.opened_at) / (risk * _doubt(concern.confidence))
    look_at = concern.opened_at + patience
    return _tier(concern) * _TIER + int(look_at.timestamp())


def _tier(concern: Concern) -> int:
    if concern.emergency:
        return 0
    hidden = concern.visibility is not None and concern.visibility.is_private
    asked = concern.reason is Reason.HIDE_AFTERWARDS
    return 1 if hidden or asked or concern.topic in _SECRET_TOPICS else 2


def _doubt(confidence: Confidence | None) -> float:
    """Return 1 (sure of all) to 2 (the weakest field is a guess)."""
    if confidence is None:
        return 2.0
    return 2.0 - min(
        confidence.is_report,
        confidence.type,
        confidence.topic,
        confidence.location,
        confidence.agency,
        confidence.visibility,
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What part of the queue somebody looks at. ``region`` is the code of any place."""

    topic: Topic | None = None
    region: str | None = None
    agency_id: str | None = None
    reason: Reason | None = None
    older_than: timedelta | None = None


# ---------------------------------------------------------------- what a moderator sees


@dataclass(frozen=True, slots=True)
class Fields:
    """What is held of a matter; a moderator's change returns a new one."""

    type: ReportType | None
    topic: Topic | None
    subtopic: str | None
    location: Location | None
    agency: Agency | None
    visibility: Visibility
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a matter open, and until when nobody else gets it."""

    person_id: int
    person_name: str
    until: datetime


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue, without the citizen's words."""

    id: int
    number: int | None
    reason: Reason
    problem: str | None
    status: Status | None
    topic: Topic | None
    visibility: Visibility | None
    emergency: bool
    place: str | None
    agency_name: str | None
    opened_at: datetime
    due_at: datetime
    lease: Lease | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some lines of the queue; ``following`` is the cursor of the next ones, None at the end."""

    rows: tuple[QueueRow, ...]
    following: str | None
    total: int


@dataclass(frozen=True, slots=True)
class PlaceHit:
    code: str
    level: Level
    path: str  # the name with its parents, nearest first


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the thread: what the citizen wrote, what we answered, or what was done."""

    at: datetime
    who: str  # citizen, us, or staff
    text: str
    status: Status | None = None  # of an event that moved the report
    act: str | None = None  # of an event
    state: ReplyState | None = None  # of an answer of ours
    is_shown: bool = False  # it is the text that the screen is about


@dataclass(frozen=True, slots=True)
class Similar:
    """A report of the same topic and regency, of the last days."""

    number: int
    status: Status
    place: str | None
    agency_name: str | None
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """All that one screen shows of one matter. ``number`` is None while it is no report."""

    id: int
    version: int
    is_open: bool
    reason: Reason
    problem: str | None
    opened_at: datetime
    number: int | None
    status: Status | None
    fields: Fields
    text: str | None  # the citizen's words; None when they could not be read
    direct: bool
    belief: Extraction | None
    places: tuple[PlaceHit, ...]  # the candidates of the belief, with their names
    redactions: tuple[Redaction, ...]
    public_text: str | None
    thread: tuple[Said, ...]
    similar: tuple[Similar, ...]
    standing: Standing | None
    lease: Lease | None
    closed_by: str | None = None


# ---------------------------------------------------------------- what a moderator wants


class ReviewAct(StrEnum):
    ACCEPT = "setujui"
    CHANGE = "ubah"
    ASK = "tanya"
    NOT_A_REPORT = "bukan_laporan"
    NOT_COMPETENT = "bukan_kewenangan"
    MERGE = "gabung"
    SEND_BACK = "kembalikan"
    SKIP = "lewati"
    REDACT = "samarkan"
    LIFT = "buka_samaran"
    PUBLISH = "teks_publik"


class FieldName(StrEnum):
    """The fields that a moderator may change, by the name of their form field."""

    TOPIC = "topik"
    PLACE = "tempat"
    AGENCY = "instansi"
    TYPE = "jenis"
    VISIBILITY = "sifat"


class Missing(StrEnum):
    """The one thing that a citizen is asked for."""

    PLACE = "tempat"
    TIME = "waktu"
    WHO = "unit"
    WHAT = "uraian"
    OTHER = "lain"


QUESTIONS: dict[Missing, str] = {
    Missing.PLACE: "Di desa/kelurahan, kecamatan, dan kabupaten/kota mana kejadiannya?",
    Missing.TIME: "Kapan kejadiannya (tanggal dan kira-kira jam berapa)?",
    Missing.WHO: "Di kantor, sekolah, atau layanan mana kejadiannya?",
    Missing.WHAT: "Apa tepatnya yang terjadi, dan apa yang Anda harapkan?",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One form, as a moderator sent it. What an act does not use is ignored.

    ``form_key`` makes the act happen once, however often the form arrives; ``version`` is that of
    the matter the moderator saw.
    """

    act: ReviewAct
    form_key: str
    version: int
    field: FieldName | None = None
    value: str = ""
    note: str = ""
    reason: ArchiveReason | None = None
    missing: Missing | None = None
    into: int | None = None
    redaction: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is kept. It can be undone until ``undo_until``; nobody is told before."""

    act_id: int
    act: ReviewAct
    review_id: int
    leaves: bool  # the moderator goes on to the next matter
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class Denied:
    """Why an act did not happen, in one sentence for whoever tried; nothing has changed."""

    sentence: str
    is_stale: bool = False  # the matter is not any more what the moderator saw


# ---------------------------------------------------------------- what an act means


@dataclass(frozen=True, slots=True)
class Case:
    """What must be known of a matter to judge a wish. ``state`` is None while it is no report.

    ``said`` are the texts of all its messages, ``marked`` the words in them that must not be shown.
    """

    state: State | None
    fields: Fields
    text: str | None
    other: Status | None = None  # of the report that a merge names, None when there is none
    own_number: int | None = None
    said: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of an act. ``opens``: it makes a report first, since it treats it as one."""

    moves: tuple[Move, ...] = ()
    fields: Fields | None = None  # new ones
    opens: bool = False
    closes: bool = False  # nobody has to look at it any more
    leaves: bool = False  # this moderator is done with it for now
    tells: ReplyKind | None = None
    note: str = ""
    public_text: str | None = None


_DESK = (
    Status.BARU,
    Status.PERLU_TINJAUAN,
    Status.TERVERIFIKASI,
    Status.DIBUKA_KEMBALI,
)


def plan(
    case: Case, wish: Wish, changed: Fields | None, by: Actor, at: datetime
) -> Plan | Unlawful:
    """Return all that a wish means, or why it must not happen. Never raises.

    ``changed`` are the fields as they would be after a CHANGE, None when its value names nothing.
    """
    if len(wish.note) > NOTE_AT_MOST:
        return Unlawful(
            f"Catatan terlalu panjang; ringkas menjadi paling banyak {NOTE_AT_MOST} karakter."
        )
    if case.text is None and wish.act not in (ReviewAct.NOT_A_REPORT, ReviewAct.SKIP):
        return Unlawful("Isi kiriman ini tidak terbaca; tandai bukan laporan, atau lewati.")
    state = case.state or State(Status.BARU, case.fields.agency.id if case.fields.agency else None)
    note = safe_text(wish.note).strip()
    if wish.act is ReviewAct.CHANGE:
        return _change(case, wish, changed, note)
    return _PLANS[wish.act](case, wish, _Work(state, by, at), note)


@dataclass
class _Work:
    """A report while one act moves it, perhaps twice."""

    state: State
    by: Actor
    at: datetime
    moves: tuple[Move, ...] = field(default=())

    def to(
        self,
        status: Status,
        note: str = "",
        *,
        reason: ArchiveReason | None = None,
        into: int | None = None,
    ) -> Unlawful | None:
        """Move to a status; return why not, None when it was done."""
        move = lawful(self.state, status, self.by, self.at, note, reason=reason, into=into)
        if isinstance(move, Unlawful):
            return move
        self.state, self.moves = after(self.state, move), (*self.moves, move)
        return None

    def forwarded(self, note: str) -> Unlawful | None:
        """Verify and forward what is at the desk; elsewhere there is nothing to forward."""
        if self.state.status not in _DESK:
            return None
        if self.state.status in (Status.BARU, Status.PERLU_TINJAUAN):
            unlawful = self.to(Status.TERVERIFIKASI, note)
            if unlawful is not None:
                return unlawful
        return self.to(Status.DITERUSKAN, note)


def _accept(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    unlawful = work.forwarded(note)
    if unlawful is not None:
        return unlawful
    return _decided(case, work, note, ReplyKind.FORWARDED if work.moves else None)


def _ask(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    question = note or QUESTIONS.get(wish.missing or Missing.OTHER, "")
    unlawful = _too_long(question) or work.to(Status.MENUNGGU_PELAPOR, question)
    return unlawful or _decided(case, work, question, ReplyKind.ASK)


def _not_competent(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    unlawful = _too_long(note) or work.to(Status.BUKAN_KEWENANGAN, note)
    return unlawful or _decided(case, work, note, ReplyKind.NOT_COMPETENT)


def _merge(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    unlawful = _cannot_merge(case, wish) or work.to(Status.DIGABUNG, note, into=wish.into)
    return unlawful or _decided(case, work, note, None)


def _decided(case: Case, work: _Work, note: str, tells: ReplyKind | None) -> Plan:
    return Plan(work.moves, None, case.state is None, True, True, tells, note)


def _skip(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    return Plan(leaves=True, note=note)


def _change(case: Case, wish: Wish, changed: Fields | None, note: str) -> Plan | Unlawful:
    if wish.field is None or changed is None:
        return Unlawful("Pilihan itu tidak dikenal; pilih dari daftar, lalu coba lagi.")
    order = list(Visibility)
    opened = order.index(changed.visibility) - order.index(case.fields.visibility)
    # Whoever must be hidden is hidden at once, whoever has the report.
    hides = opened > 0 and wish.field is FieldName.VISIBILITY
    if case.state is not None and case.state.status not in _DESK and not hides:
        return Unlawful(
            "Isi laporan hanya dapat diubah selagi di meja moderator; kembalikan dulu laporannya."
        )
    if opened < 0 and not note:
        return Unlawful(
            "Membuka laporan yang tertutup memerlukan alasan; tulis alasannya dengan singkat."
        )
    return Plan(fields=changed, opens=case.state is None, note=note)


def _not_a_report(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    if wish.reason is None:
        return Unlawful("“Bukan laporan” memerlukan alasan; pilih salah satu alasan.")
    if case.state is not None:
        unlawful = work.to(Status.DIARSIPKAN, note, reason=wish.reason)
        if unlawful is not None:
            return unlawful
    return Plan(work.moves, None, False, True, True, None, note)


def _cannot_merge(case: Case, wish: Wish) -> Unlawful | None:
    if wish.into is None:
        return Unlawful("“Gabungkan” memerlukan laporan utama; tulis nomor laporan utamanya.")
    if wish.into == case.own_number:
        return Unlawful("Laporan tidak dapat digabung dengan dirinya sendiri; periksa nomornya.")
    if case.other is None:
        return Unlawful(f"Laporan #{wish.into} tidak ada; periksa nomornya.")
    if case.other is Status.DIGABUNG:
        return Unlawful(f"Laporan #{wish.into} sudah digabung; pilih laporan utamanya.")
    return None


# Where each status goes when a moderator gives a report back.
_BACK: Mapping[Status, Status] = {
    Status.BARU: Status.PERLU_TINJAUAN,
    Status.TERVERIFIKASI: Status.PERLU_TINJAUAN,
    Status.PERLU_TINJAUAN: Status.PERLU_TINJAUAN,
    Status.DIBUKA_KEMBALI: Status.DIBUKA_KEMBALI,
    Status.DITERUSKAN: Status.TERVERIFIKASI,
    Status.DIPROSES: Status.TERVERIFIKASI,
    Status.DITANGGAPI: Status.DIBUKA_KEMBALI,
    Status.SELESAI: Status.DIBUKA_KEMBALI,
    Status.DIARSIPKAN: Status.DIBUKA_KEMBALI,
    Status.BUKAN_KEWENANGAN: Status.DIBUKA_KEMBALI,
    Status.DIGABUNG: Status.DIBUKA_KEMBALI,
}


def _send_back(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    """Give a report back to the queue, with a note for whoever takes it next."""
    if case.state is None:
        return Unlawful("Kiriman ini belum menjadi laporan; lewati saja jika Anda ragu.")
    if work.state.status is Status.MENUNGGU_PELAPOR:
        target = work.state.came_from or Status.PERLU_TINJAUAN
    else:
        target = _BACK[work.state.status]
    return work.to(target, note) or Plan(work.moves, leaves=True, note=note)


def _redaction(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    if wish.act is ReviewAct.LIFT and not note:
        return Unlawful("Membuka samaran memerlukan alasan; tulis alasannya dengan singkat.")
    if wish.act is ReviewAct.REDACT and not wish.value.strip():
        return Unlawful("Tulis kata yang disamarkan, persis seperti dalam laporan.")
    # What was released may hold the word as well: it is withdrawn, to be released anew.
    return Plan(note=note, public_text="" if wish.act is ReviewAct.REDACT else None)


def _publish(case: Case, wish: Wish, work: _Work, note: str) -> Plan | Unlawful:
    text = safe_text(wish.value).strip()
    if case.state is None:
        return Unlawful("Kiriman ini belum menjadi laporan; setujui dulu sebelum diterbitkan.")
    if case.fields.visibility is Visibility.RAHASIA:
        return Unlawful("Isi laporan rahasia tidak boleh diterbitkan.")
    if len(text) > PUBLIC_TEXT_AT_MOST:
        return Unlawful(
            f"Teks publik terlalu panjang; ringkas menjadi paling banyak {PUBLIC_TEXT_AT_MOST}"
            " karakter."
        )
    shown = next((words for words in case.marked if shows(text, words)), None)
    if shown is not None or names_somebody(text):
        return Unlawful(
            "Teks masih memuat data pribadi yang disamarkan atau nama akun; hapus dulu, atau buka"
            " samarannya dengan alasan."
        )
    run = next(filter(None, (shared_run(text, said) for said in case.said)), "")
    if case.fields.visibility is Visibility.ANONIM and run and not note:
        return Unlawful(
            f"Ringkasan masih memakai kata-kata pelapor: “{run}”; tulis ulang, atau centang"
            " “sudah diperiksa” bila itu hanya nama tempat atau instansi."
        )
    return Plan(public_text=text)


def _too_long(told: str) -> Unlawful | None:
    if len(told) > TOLD_AT_MOST:
        return Unlawful(
            f"Kalimat untuk pelapor terlalu panjang; ringkas menjadi paling banyak {TOLD_AT_MOST}"
            " karakter."
        )
    return None


_PLANS: Mapping[ReviewAct, Callable[[Case, Wish, _Work, str], Plan | Unlawful]] = {
    ReviewAct.ACCEPT: _accept,
    ReviewAct.ASK: _ask,
    ReviewAct.NOT_A_REPORT: _not_a_report,
    ReviewAct.NOT_COMPETENT: _not_competent,
    ReviewAct.MERGE: _merge,
    ReviewAct.SEND_BACK: _send_back,
    ReviewAct.SKIP: _skip,
    ReviewAct.REDACT: _redaction,
    ReviewAct.LIFT: _redaction,
    ReviewAct.PUBLISH: _publish,
}
