"""Small twins of what the pages read, and a browser without a network.

The browser speaks ASGI through httpx itself: the test client of Starlette warns about httpx, and
here a warning is an error.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import anyio
import httpx
from fastapi import FastAPI

from domain.audit import NOTHING_YET, AuditEvent, AuditPage, AuditSearch, Verdict
from domain.codes import format_code
from domain.dashboard import (
    DailyTally,
    Dashboard,
    DayIntake,
    Measure,
    Present,
    QueueAge,
    Ranking,
    Tally,
    days_until,
)
from domain.model import (
    Agency,
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
from domain.ports import Unavailable
from domain.review import Denied, Done, Lease, Matter, PlaceHit, QueuePage
from domain.status import Status
from domain.topics import Topic
from web.app import WebOptions, create_app
from web.readers import Readers, Tracking

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


LATE = (Tally("73.17:pupr", 1204, "Dinas Pekerjaan Umum <Luwu>"), Tally("", 7))

DASHBOARD = Dashboard(
    as_of=MOMENT,
    days=tuple(
        DayIntake(day, {Status.BARU: 3, Status.SELESAI: 1000 + day.day}, unseen=800)
        for day in days_until(date(2026, 11, 25), 7)
    ),
    topics=Ranking((Tally("kesehatan", 5012), Tally("", 40))),
    provinces=Ranking((Tally("Jawa Barat", 4000), Tally("", 3)), 28, 1049),
    agencies=Ranking((Tally("73.17:pupr", 90, "Dinas Pekerjaan Umum <Luwu>"), Tally("hilang", 4))),
    replies={ReplyState.SENT: 5050, ReplyState.DEAD: 2},
    queue={QueueAge.UNDER_1_DAY: 12, QueueAge.OLDER: 1},
    overdue=Ranking(LATE, 3, 5),
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
class FakeDashboards:
    """Shows what it was given, whatever the period."""

    shown: Dashboard | None = DASHBOARD
    tallies: tuple[Tally, ...] = LATE

    def dashboard(self, days: int, /) -> Dashboard | None:
        return self.shown

    def daily(self, measure: Measure, days: int, /) -> list[DailyTally]:
        return [DailyTally(date(2026, 11, 25), tally) for tally in self.tallies]

    def present(self, measure: Present, /) -> list[Tally]:
        return list(self.tallies)


@dataclass(frozen=True)
class FakeJournal:
    """Shows no rows, and forgets what it is told."""

    def page(self, search: AuditSearch, limit: int, /) -> AuditPage:
        return AuditPage((), has_older=False, end=Verdict(NOTHING_YET, (), 0))

    def note(self, event: AuditEvent, /) -> None:
        pass


@dataclass(frozen=True)
class Broken:
    """Every reader there is, whose every method fails with ``error``."""

    error: Exception

    def report(self, code: str, /) -> TrackedReport | None:
        raise self.error

    def overview(self) -> Overview:
        raise self.error

    def review_items(self, limit: int, /) -> list[ReviewItem]:
        raise self.error

    def dashboard(self, days: int, /) -> Dashboard | None:
        raise self.error

    def daily(self, measure: Measure, days: int, /) -> list[DailyTally]:
        raise self.error

    def present(self, measure: Present, /) -> list[Tally]:
        raise self.error

    def page(self, search: AuditSearch, limit: int, /) -> AuditPage:
        raise self.error

    def note(self, event: AuditEvent, /) -> None:
        raise self.error

    def queue(self, *asked: object) -> QueuePage:
        raise self.error

    def take_next(self, *asked: object) -> int | None:
        raise self.error

    def look(self, *asked: object, take: bool) -> Matter | None:
        raise self.error

    def renew(self, *asked: object) -> Lease | None:
        raise self.error

    def release(self, *asked: object) -> None:
        raise self.error

    def act(self, *asked: object) -> Done | Denied | None:
        raise self.error

    def undoable(self, *asked: object) -> Done | None:
        raise self.error

    def undo(self, *asked: object) -> Done | Denied | None:
        raise self.error

    def places(self, *asked: object) -> list[PlaceHit]:
        raise self.error

    def agencies(self, *asked: object) -> list[Agency]:
        raise self.error


class Browser:
    """Asks an application for pages; follows no redirect, and sees what a visitor would.

    Like a real one it keeps cookies, and says of each form that it comes from our own page.
    """

    def __init__(self, app: FastAPI, site: str = LOCAL_URL) -> None:
        self.app = app
        self._site = site
        self.cookies = httpx.Cookies()

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", address, headers)

    def post(
        self, address: str, fields: dict[str, str], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        own = {"Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", address, own if headers is None else headers, fields)

    def ask(
        self,
        method: str,
        address: str,
        headers: dict[str, str] | None = None,
        fields: dict[str, str] | None = None,
    ) -> httpx.Response:
        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=self._site, cookies=self.cookies
            ) as client:
                response = await client.request(method, address, headers=headers, data=fields)
                self.cookies = client.cookies
                return response

        return anyio.run(answer)


def browser_for(*reports: TrackedReport, options: WebOptions | None = None) -> Browser:
    """Return a browser on a service that knows ``reports``."""
    tracking = FakeTracking({report.code: report for report in reports})
    return browser_reading(tracking, options)


def browser_reading(tracking: Tracking, options: WebOptions | None = None) -> Browser:
    """Return a browser on a service without a console, which reads reports through ``tracking``."""
    nobody = Broken(Unavailable("without a console nobody moderates"))
    readers = Readers(tracking, FakeConsole(), FakeDashboards(), FakeJournal(), nobody, nobody)
    return Browser(create_app(readers, options or WebOptions(PUBLIC_URL)))


def page_of(report: TrackedReport) -> str:
    """Return the tracking page of a report."""
    answer = browser_for(report).get(f"/lacak/{format_code(report.code)}")
    assert answer.status_code == 200
    return answer.text


def report_like(**changes: object) -> TrackedReport:
    """Return REPORT with some fields changed."""
    return replace(REPORT, **changes)  # type: ignore[arg-type]  # the fields are the caller's
