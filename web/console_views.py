"""The state of the service -> exactly what the moderators' page shows. Pure, like ``views``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from domain.model import Confidence, Overview, Quota, Reason, ReviewItem, StreamState, Visibility
from domain.status import STATUS_NAMES
from domain.topics import TOPIC_NAMES
from domain.zones import WIB
from web.localtime import write_moment
from web.numbers import write_number
from web.wording import NOT_DETERMINED, REPLY_STATE_NAMES

REASON_NAMES: dict[Reason, str] = {
    Reason.UNDERSTOOD: "Terbaca jelas",
    Reason.UNSURE: "Ada bagian yang belum pasti",
    Reason.EMERGENCY: "Keadaan darurat",
    Reason.FOLLOW_UP: "Tambahan untuk laporan",
    Reason.HIDE_AFTERWARDS: "Tambahan dari pelapor, minta disembunyikan",
    Reason.CODE_ASKED: "Meminta kode",
    Reason.NO_REPORT_TO_SHOW: "Meminta kode, tidak punya laporan tertutup",
    Reason.HOW_TO_ASKED: "Menanyakan cara melapor",
    Reason.MAYBE_A_REPORT: "Mungkin laporan",
    Reason.THANKS: "Ucapan terima kasih",
    Reason.CHATTER: "Percakapan biasa",
    Reason.SPAM: "Spam",
    Reason.RETWEET: "Kiriman ulang",
    Reason.OWN_POST: "Kiriman kita sendiri",
    Reason.EMPTY: "Tanpa isi",
    Reason.UNREADABLE: "Data dari saluran tidak terbaca",
    Reason.FAILED: "Gagal diproses",
}

VISIBILITY_NAMES: dict[Visibility, str] = {
    Visibility.PUBLIK: "Publik",
    Visibility.ANONIM: "Anonim",
    Visibility.RAHASIA: "Rahasia",
}

# The words in which the understanding says what it is unsure of (``Extraction.reasons``).
DOUBT_NAMES: dict[str, str] = {
    "maybe_a_report": "belum tentu laporan",
    "report_uncertain": "belum tentu laporan",
    "no_place": "tempat tidak disebut",
    "place_ambiguous": "nama tempat ada di beberapa daerah",
    "place_uncertain": "tempat belum pasti",
    "place_from_profile": "tempat dari profil penulis",
    "no_topic": "topik tidak dikenali",
    "topic_uncertain": "topik belum pasti",
    "type_uncertain": "jenis laporan belum pasti",
    "agency_uncertain": "instansi belum pasti",
    "visibility_uncertain": "permintaan dirahasiakan belum pasti",
    "reply_not_sent": "balasan tidak terkirim",
}

K = TypeVar("K", bound=str)

# The fields of Confidence, in the order in which a moderator would correct them.
_CONFIDENCE_NAMES: tuple[tuple[str, str], ...] = (
    ("is_report", "Laporan"),
    ("visibility", "Sifat"),
    ("type", "Jenis"),
    ("topic", "Topik"),
    ("location", "Tempat"),
    ("agency", "Instansi"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things; ``value`` is written the Indonesian way: ``1.204``."""

    key: str
    name: str
    value: str
    is_zero: bool


@dataclass(frozen=True, slots=True)
class StreamRow:
    name: str
    read: str
    pause: str
    gaps: int


@dataclass(frozen=True, slots=True)
class QuotaRow:
    endpoint: str
    remaining: str
    resets: str


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure we are of one field: ``82%``."""

    name: str
    percent: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    number: str
    received: str
    reason: str
    emergency: bool
    visibility: str
    status: str
    topic: str
    place: str
    agency: str
    sureness: tuple[Sureness, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class ConsoleView:
    """Everything the console says, in Indonesian; times are WIB, the service's own."""

    waiting: str
    parked: str
    reports: tuple[Count, ...]
    replies: tuple[Count, ...]
    streams: tuple[StreamRow, ...]
    quotas: tuple[QuotaRow, ...]
    items: tuple[ItemRow, ...]


def console_view(overview: Overview, items: Sequence[ReviewItem]) -> ConsoleView:
    """Return what the console shows: emergencies first, the rest in the order it was given."""
    return ConsoleView(
        waiting=write_number(overview.waiting),
        parked=write_number(overview.parked),
        reports=_counts(STATUS_NAMES, overview.reports),
        replies=_counts(REPLY_STATE_NAMES, overview.replies),
        streams=tuple(_stream_row(stream) for stream in overview.streams),
        quotas=tuple(_quota_row(quota) for quota in overview.quotas),
        items=tuple(_item_row(item) for item in sorted(items, key=lambda item: not item.emergency)),
    )


def _counts(names: Mapping[K, str], counts: Mapping[K, int]) -> tuple[Count, ...]:
    values = {key: counts.get(key, 0) for key in names}  # zeros too: their absence would puzzle
    return tuple(
        Count(str(key), name, write_number(values[key]), values[key] == 0)
        for key, name in names.items()
    )


def _stream_row(stream: StreamState) -> StreamRow:
    pause = "Tidak"
    if stream.paused_until:
        why = f" ({stream.pause_reason})" if stream.pause_reason else ""
        pause = f"Sampai {write_moment(stream.paused_until, WIB)}{why}"
    return StreamRow(stream.name, _moment(stream.read_at, "Belum pernah"), pause, stream.gaps)


def _quota_row(quota: Quota) -> QuotaRow:
    return QuotaRow(
        quota.endpoint,
        f"{write_number(quota.remaining)} dari {write_number(quota.limit)}",
        write_moment(quota.resets_at, WIB),
    )


def _item_row(item: ReviewItem) -> ItemRow:
    return ItemRow(
        number="Belum bernomor" if item.number is None else f"#{item.number}",
        received=write_moment(item.received_at, WIB),
        reason=REASON_NAMES[item.reason],
        emergency=item.emergency,
        visibility=VISIBILITY_NAMES[item.visibility] if item.visibility else NOT_DETERMINED,
        status=STATUS_NAMES[item.status] if item.status else "Belum menjadi laporan",
        topic=TOPIC_NAMES[item.topic] if item.topic else NOT_DETERMINED,
        place=item.place or NOT_DETERMINED,
        agency=item.agency_name or NOT_DETERMINED,
        sureness=_sureness(item.confidence) if item.confidence else (),
        problem=None if item.problem is None else in_words(item.problem),
    )


def _sureness(confidence: Confidence) -> tuple[Sureness, ...]:
    return tuple(
        Sureness(name, f"{round(getattr(confidence, field) * 100)}%")
        for field, name in _CONFIDENCE_NAMES
    )


def _moment(at: datetime | None, missing: str) -> str:
    return write_moment(at, WIB) if at else missing


def in_words(problem: str) -> str:
    """Return what is wrong in Indonesian; a technical cause without such words stays as it is."""
    code, colon, cause = problem.partition(": ")
    if colon and code in DOUBT_NAMES:
        return f"{DOUBT_NAMES[code]} ({cause})"
    return ", ".join(dict.fromkeys(DOUBT_NAMES.get(word, word) for word in problem.split(", ")))
