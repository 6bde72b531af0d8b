"""Rows of the audit log -> exactly what its page shows, in Indonesian. Pure, like ``views``.

A row may be forged: what is none of our codes is shown as it stands there.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from domain.audit import (
    GUEST,
    OPERATOR,
    AuditAct,
    AuditPage,
    AuditRow,
    AuditSearch,
    Detail,
    Flaw,
    ObjectKind,
    Verdict,
)
from domain.people import ROLE_NAMES
from domain.zones import WIB
from web.localtime import write_moment
from web.numbers import write_number

PATH = "/konsol/jejak"
UNREADABLE = "Tidak terbaca"

ACT_NAMES: dict[AuditAct, str] = {
    AuditAct.SIGN_IN: "Masuk ke konsol",
    AuditAct.SIGN_IN_FAILED: "Gagal masuk",
    AuditAct.SIGN_OUT: "Keluar dari konsol",
    AuditAct.VIEW_REPORT: "Melihat laporan",
    AuditAct.VIEW_WORDS: "Membaca tulisan pelapor",
    AuditAct.VIEW_IDENTITY: "Melihat identitas pelapor",
    AuditAct.CORRECT: "Membetulkan isi laporan",
    AuditAct.HIDE: "Membuat laporan lebih tertutup",
    AuditAct.VERIFY: "Memverifikasi laporan",
    AuditAct.FORWARD: "Meneruskan ke instansi",
    AuditAct.ASK_REPORTER: "Bertanya kepada pelapor",
    AuditAct.POSTPONE: "Menunda laporan",
    AuditAct.DECLINE: "Menyatakan bukan kewenangan",
    AuditAct.ARCHIVE: "Mengarsipkan laporan",
    AuditAct.MERGE: "Menggabungkan laporan",
    AuditAct.ANSWER: "Menanggapi laporan",
    AuditAct.CLOSE: "Menutup laporan",
    AuditAct.REOPEN: "Membuka kembali laporan",
    AuditAct.OPEN_REPORT: "Membuat laporan dari pesan",
    AuditAct.DISMISS: "Menyatakan pesan bukan laporan",
    AuditAct.SEND_BACK: "Mengembalikan ke antrean",
    AuditAct.SKIP: "Melewati",
    AuditAct.REDACT: "Menyamarkan kata",
    AuditAct.LIFT_REDACTION: "Membuka samaran",
    AuditAct.RELEASE_TEXT: "Menyimpan teks publik",
    AuditAct.UNDO: "Mengurungkan tindakan",
    AuditAct.RETRY_REPLY: "Mengirim ulang balasan",
    AuditAct.CANCEL_REPLY: "Membatalkan balasan",
    AuditAct.EXPORT: "Mengunduh berkas",
    AuditAct.ERASE: "Menghapus data pribadi",
    AuditAct.ADD_PERSON: "Membuat akun",
    AuditAct.CHANGE_PERSON: "Mengubah akun",
    AuditAct.REMOVE_PERSON: "Menutup akun",
    AuditAct.CHANGE_SETTING: "Mengubah pengaturan",
}
OBJECT_NAMES: dict[ObjectKind, str] = {
    ObjectKind.REPORT: "Laporan",
    ObjectKind.MENTION: "Pesan",
    ObjectKind.REPLY: "Balasan",
    ObjectKind.PERSON: "Akun",
    ObjectKind.EXPORT: "Berkas",
    ObjectKind.SETTING: "Pengaturan",
    ObjectKind.CONSOLE: "Konsol",
}
FLAW_NAMES: dict[Flaw, str] = {
    Flaw.CHANGED: "baris terakhir diubah setelah ditulis",
    Flaw.MISSING: "ada baris yang hilang",
    Flaw.OUT_OF_ORDER: "baris terakhir tidak menyambung dengan baris sebelumnya",
    Flaw.TRUNCATED: "baris terakhir hilang",
    Flaw.TOO_LONG: "ada baris yang ditambahkan dengan cara lain",
    Flaw.HEAD_CHANGED: "baris terakhir bukan yang diingat sebagai ujung",
    Flaw.HEAD_LOST: "catatan tentang ujungnya hilang",
    Flaw.NOT_AS_NOTED: "ujungnya bukan yang pernah dicatat",
}

_ACTOR_NAMES = {OPERATOR[0]: "Operator, lewat baris perintah", GUEST[0]: "Orang yang belum masuk"}
_ROLES: dict[str, str] = {role.value: name for role, name in ROLE_NAMES.items()}
_NOTHING = "–"
_WAYS = {"password": "kata sandi", "openid": "akun instansi"}
_DETAIL_NAMES = {
    "way": "dengan",
    "role": "peran",
    "agency": "instansi",
    "first": "admin pertama",
    "is_first": "untuk pertama kali",
    "what": "yang diubah",
    "from": "dari",
    "to": "menjadi",
    "reason": "alasan",
    "into": "ke laporan",
    "mark": "tanda",
    "matter": "hal",
    "number": "tindakan",
    "days": "hari terakhir",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. ``account`` is the id of who did it, empty when nobody had signed in."""

    number: str
    act: str
    at: str
    who: str
    account: str
    role: str
    about: str
    details: str


@dataclass(frozen=True, slots=True)
class End:
    """How the chain ends. ``says`` is one sentence, ``note`` what to write down elsewhere."""

    is_whole: bool
    says: str
    note: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """Everything the page says. Links are empty where there is nothing to go to."""

    act: str
    kind: str
    object_id: str
    entries: tuple[Entry, ...]
    end: End
    newest: str
    older: str


def audit_view(page: AuditPage, search: AuditSearch) -> AuditView:
    """Return what the page of a search shows."""
    older = _address(search, page.rows[-1].number) if page.has_older else ""
    return AuditView(
        act=search.act or "",
        kind=search.kind or "",
        object_id=search.object_id,
        entries=tuple(_entry(row) for row in page.rows),
        end=_end(page.end),
        newest=_address(search, None) if search.before is not None else "",
        older=older,
    )


def _address(search: AuditSearch, before: int | None) -> str:
    asked = {
        "tindakan": search.act,
        "objek": search.kind,
        "nomor": search.object_id,
        "sebelum": before,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{PATH}?{query}" if query else PATH


def _entry(row: AuditRow) -> Entry:
    return Entry(
        number=write_number(row.number),
        act=_act_name(row.act),
        at=UNREADABLE if row.at is None else write_moment(row.at, WIB),
        who=row.actor_name or _ACTOR_NAMES.get(row.actor, row.actor),
        account="" if row.actor in _ACTOR_NAMES else row.actor,
        role=_ROLES.get(row.role, _NOTHING),
        about=_about(row),
        details=_write_details(row),
    )


def _act_name(act: str) -> str:
    return ACT_NAMES[AuditAct(act)] if act in set(AuditAct) else act


def _about(row: AuditRow) -> str:
    if row.object_kind == ObjectKind.CONSOLE:
        return OBJECT_NAMES[ObjectKind.CONSOLE]  # there is one only
    known = row.object_kind in set(ObjectKind)
    kind = OBJECT_NAMES[ObjectKind(row.object_kind)] if known else row.object_kind
    name = f", {row.object_name}" if row.object_name else ""
    return f"{kind} {row.object_id}{name}"


def _write_details(row: AuditRow) -> str:
    if row.details is None:
        return UNREADABLE
    # What was not for the first time needs no words.
    told = [(name, value) for name, value in row.details if (name, value) != ("is_first", False)]
    return ", ".join(_write_detail(name, value) for name, value in told) or _NOTHING


def _write_detail(name: str, value: Detail) -> str:
    said = _DETAIL_NAMES.get(name, name)
    if value is True:
        return said
    if name == "days":
        return f"{value} {said}"
    return f"{said} {_write_value(value)}"


def _write_value(value: Detail) -> str:
    if value is None or value is False:
        return "tidak"
    text = str(value)
    return _WAYS.get(text) or _ROLES.get(text, text)


def _end(verdict: Verdict) -> End:
    if verdict.problems:
        says = "; ".join(FLAW_NAMES[problem.flaw] for problem in verdict.problems)
        return End(False, f"Ujung jejak tidak cocok: {says}.", str(verdict.head))
    if verdict.head.number == 0:
        return End(True, "Jejak masih kosong.", str(verdict.head))
    says = f"Ujung jejak cocok: baris {write_number(verdict.head.number)}."
    return End(True, says, str(verdict.head))
