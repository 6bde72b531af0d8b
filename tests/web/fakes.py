"""Small twins of what the pages read, and a browser without a network.

The browser speaks ASGI through httpx itself: the test client of Starlette warns about httpx, and
here a warning is an error.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import anyio
import httpx
from fastapi import FastAPI

from domain.codes import format_code
from domain.model import (
    Confidence,
    Overview,
    Quota,
    Reason,
    ReplyState,
    ReportType,
    ReviewItem,
    StreamState,
    TimelineEntry,
    TrackedReport,
    Visibility,
)
from domain.status import Status
from domain.topics import Topic
from web.app import WebOptions, create_app

PUBLIC_URL = "https://lacak.contoh.example"
LOCAL_URL = "http://127.0.0.1:8000"  # where the browser stands
CODE = "7K4M29QXA3BCWXYZJ"
ABSENT_CODE = "11111111111111111"
ADDRESS = f"/lacak/{format_code(CODE)}"
MOMENT = datetime(2026, 11, 24, 18, 4, tzinfo=UTC)  # already the 25th in all of Indonesia

# Every field holds a word that occurs nowhere else, so that a page can be searched for it.
REPORT = TrackedReport(
    code=CODE,
    visibility=Visibility.PUBLIK,
    status=Status.DITERUSKAN,
    timeline=(
        TimelineEntry(Status.BARU, MOMENT),
        TimelineEntry(Status.DITERUSKAN, MOMENT + timedelta(days=2, minutes=7)),
    ),
    reported_at=MOMENT,
    emergency=False,
    type=ReportType.ASPIRASI,
    topic=Topic.NARKOTIKA,
    agency_name="Dinas Katakunci Instansi",
    province="Maluku Utara",
    regency="Kabupaten Katakunci Regensi",
    district="Katakunci Distrik",
    village="Katakunci Desa",
)

# Where each word of REPORT shows on its page, and the times of Maluku Utara (WIT, UTC+9).
TRACES = {
    "topic": "Narkotika",
    "type": "Aspirasi",
    "agency": "Dinas Katakunci Instansi",
    "province": "Maluku Utara",
    "regency": "Katakunci Regensi",
    "district": "Katakunci Distrik",
    "village": "Katakunci Desa",
    "reported_time": "03.04 WIT",
    "forwarded_time": "03.11 WIT",
    "machine_time": "T03:04",
}

ITEM = ReviewItem(
    number=17,
    received_at=MOMENT,
    reason=Reason.UNSURE,
    emergency=False,
    visibility=Visibility.PUBLIK,
    status=Status.PERLU_TINJAUAN,
    topic=Topic.KESEHATAN,
    place="Kota Depok, Jawa Barat",
    agency_name="Dinas Kesehatan Kota Depok",
    confidence=Confidence(0.98, 0.91, 0.424, 0.3, 0.0, 1.0),
    problem=None,
)

OVERVIEW = Overview(
    reports={Status.BARU: 12, Status.SELESAI: 1204},
    replies={ReplyState.SENT: 1377, ReplyState.UNKNOWN: 3},
    waiting=41,
    parked=6,
    streams=(
        StreamState("x:mentions", MOMENT, None, None, 2),
        StreamState("x:messages", None, MOMENT + timedelta(minutes=9), "batas X", 0),
    ),
    quotas=(Quota("POST /2/tweets", 10000, 88, MOMENT),),
)


@dataclass
class FakeTracking:
    """Holds reports by code, and counts how often it was asked."""

    reports: dict[str, TrackedReport] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def report(self, code: str, /) -> TrackedReport | None:
        self.asked.append(code)
        return self.reports.get(code)


@dataclass(frozen=True)
class FakeConsole:
    """Shows what it was given."""

    shown: Overview = OVERVIEW
    items: tuple[ReviewItem, ...] = (ITEM,)

    def overview(self) -> Overview:
        return self.shown

    def review_items(self, limit: int, /) -> list[ReviewItem]:
        return list(self.items[:limit])


@dataclass(frozen=True)
class Broken:
    """A tracking and a console whose every method fails with ``error``."""

    error: Exception

    def report(self, code: str, /) -> TrackedReport | None:
        raise self.error

    def overview(self) -> Overview:
        raise self.error

    def review_items(self, limit: int, /) -> list[ReviewItem]:
        raise self.error


class Browser:
    """Asks an application for pages; follows no redirect, and sees what a visitor would."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", address, headers)

    def ask(
        self, method: str, address: str, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=LOCAL_URL) as client:
                return await client.request(method, address, headers=headers)

        return anyio.run(answer)


def browser_for(*reports: TrackedReport, options: WebOptions | None = None) -> Browser:
    """Return a browser on a service that knows ``reports``."""
    tracking = FakeTracking({report.code: report for report in reports})
    return Browser(create_app(tracking, FakeConsole(), options or WebOptions(PUBLIC_URL)))


def page_of(report: TrackedReport) -> str:
    """Return the tracking page of a report."""
    answer = browser_for(report).get(f"/lacak/{format_code(report.code)}")
    assert answer.status_code == 200
    return answer.text


def report_like(**changes: object) -> TrackedReport:
    """Return REPORT with some fields changed."""
    return replace(REPORT, **changes)  # type: ignore[arg-type]  # the fields are the caller's
