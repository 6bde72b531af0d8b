"""What the review pages say, in Indonesian, wherever it depends on a value."""

from dataclasses import dataclass

from domain.clock import TIMELINESS_NAMES, Stage, Standing, calendar_warning
from domain.model import Reason
from domain.moves import ArchiveReason
from domain.review import Fields, Missing, ReviewAct
from domain.topics import TOPIC_NAMES
from domain.zones import Zone
from web.localtime import write_moment
from web.wording import TYPE_NAMES

DONE_NAMES: dict[ReviewAct, str] = {
    ReviewAct.ACCEPT: "Disetujui dan diteruskan",
    ReviewAct.CHANGE: "Isian diubah",
    ReviewAct.ASK: "Pertanyaan disiapkan untuk pelapor",
    ReviewAct.NOT_A_REPORT: "Ditandai bukan laporan",
    ReviewAct.NOT_COMPETENT: "Dinyatakan bukan kewenangan",
    ReviewAct.MERGE: "Digabung",
    ReviewAct.SEND_BACK: "Dikembalikan ke antrean",
    ReviewAct.SKIP: "Dilewati",
    ReviewAct.REDACT: "Kata disamarkan",
    ReviewAct.LIFT: "Samaran dibuka",
    ReviewAct.PUBLISH: "Teks publik disimpan",
}

MISSING_NAMES: dict[Missing, str] = {
    Missing.PLACE: "Tempat",
    Missing.TIME: "Waktu",
    Missing.WHO: "Kantor atau layanan",
    Missing.WHAT: "Uraian",
    Missing.OTHER: "Lainnya, tulis sendiri",
}

# Those that a moderator may give; the others follow from acts of their own.
NOT_A_REPORT_REASONS: tuple[ArchiveReason, ...] = (
    ArchiveReason.TERLALU_UMUM,
    ArchiveReason.BUKAN_KINERJA_PEMERINTAH,
    ArchiveReason.SPAM,
    ArchiveReason.FORMAT,
    ArchiveReason.DUPLIKAT,
    ArchiveReason.DICABUT,
)

# Why matters come to the queue: what it can be filtered by.
QUEUE_REASONS: tuple[Reason, ...] = (
    Reason.EMERGENCY,
    Reason.UNSURE,
    Reason.MAYBE_A_REPORT,
    Reason.FOLLOW_UP,
    Reason.HIDE_AFTERWARDS,
    Reason.UNREADABLE,
    Reason.FAILED,
)

AGES: dict[str, str] = {
    "4": "lebih dari 4 jam",
    "24": "lebih dari 1 hari",
    "72": "lebih dari 3 hari",
}

_STAGE_NAMES: dict[Stage, str] = {
    Stage.VERIFIKASI: "Batas verifikasi",
    Stage.TINDAK_LANJUT: "Batas tindak lanjut instansi",
    Stage.PENYELESAIAN: "Batas penyelesaian instansi",
    Stage.PENUTUPAN: "Ditutup otomatis",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The deadline in words. ``tone`` is on_time, due_soon or overdue."""

    name: str
    due: str
    left: str
    tone: str
    warning: str | None


def clock_of(standing: Standing, zone: Zone) -> Clock:
    """Return what a standing says."""
    days = standing.days_left
    if standing.paused:
        left = "berhenti selama menunggu pelapor"
    elif days < 0 or standing.left.total_seconds() < 0:
        left = f"lewat {-days} hari kerja" if days else "lewat hari ini"
    else:
        left = f"sisa {days} hari kerja" if days else "hari terakhir"
    return Clock(
        name=_STAGE_NAMES[standing.stage],
        due=write_moment(standing.due_at, zone),
        left=f"{TIMELINESS_NAMES[standing.timeliness]}: {left}",
        tone=standing.timeliness.name.lower(),
        warning=calendar_warning(standing.unknown_years),
    )


def subtopic_name(code: str | None) -> str:
    """Write a subtopic's code for people: ``pekerjaan_umum.jalan_rusak`` -> ``jalan rusak``."""
    return (code or "").partition(".")[2].replace("_", " ")


def summary(fields: Fields) -> str:
    """Return a first draft of what may be said of an anonymous report: only what fields hold."""
    kind = TYPE_NAMES[fields.type].lower() if fields.type else "laporan"
    topic = TOPIC_NAMES[fields.topic] if fields.topic else "hal yang belum digolongkan"
    detail = f" ({subtopic_name(fields.subtopic)})" if fields.subtopic else ""
    place = fields.location
    names = (place.district, place.regency, place.province) if place else ()
    where = ", ".join(name for name in names if name)
    to = f" Instansi yang dituju: {fields.agency.name}." if fields.agency else ""
    return (
        f"Pelapor menyampaikan {kind} tentang {topic}{detail}{f' di {where}' if where else ''}.{to}"
    )
