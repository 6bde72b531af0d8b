"""Values for tables: a mention and a belief, with what a row says changed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.model import (
    Agency,
    Confidence,
    Extraction,
    Intent,
    Level,
    Location,
    Mention,
    ReportType,
    Visibility,
)
from domain.topics import Topic

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

MENTION = Mention(
    channel="twitter",
    id="100",
    post_id="100",
    text="@lapor1708 jalan rusak di Kec. Bajo Kab. Luwu",
    author_id="7",
    username="warga_contoh",
    created_at=NOON,
    conversation_id="100",
)

LUWU = Location(
    code="73.17.04",
    level=Level.DISTRICT,
    province="Sulawesi Selatan",
    regency="Kabupaten Luwu",
    district="Bajo",
)

BELIEF = Extraction(
    is_report=True,
    type=ReportType.PENGADUAN,
    topic=Topic.PEKERJAAN_UMUM,
    subtopic="pekerjaan_umum.jalan_rusak",
    location=LUWU,
    agency=Agency("73.17:pupr", "Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Luwu"),
    visibility=Visibility.PUBLIK,
    emergency=False,
    pii=(),
    confidence=Confidence(0.9, 0.9, 0.9, 0.9, 0.9, 0.9),
    needs_review=False,
    reasons=(),
    intent=Intent.REPORT,
)


def mention(**changes: Any) -> Mention:
    return replace(MENTION, **changes)


def belief(**changes: Any) -> Extraction:
    return replace(BELIEF, **changes)


def no_report(intent: Intent, **changes: Any) -> Extraction:
    nothing: dict[str, Any] = {
        "is_report": False,
        "type": None,
        "topic": None,
        "subtopic": None,
        "agency": None,
    }
    return replace(BELIEF, **nothing, location=None, intent=intent, **changes)
