"""The queue -> exactly what its page shows, and its filters -> a query string and back. Pure."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from domain.review import Filters, QueuePage, QueueRow
from domain.topics import TOPIC_NAMES
from domain.zones import WIB
from web.console_views import REASON_NAMES, VISIBILITY_NAMES
from web.localtime import write_moment
from web.review_views import Option, doubts_in, topic_options
from web.review_wording import AGES, QUEUE_REASONS
from web.wording import NOT_DETERMINED


@dataclass(frozen=True, slots=True)
class QueueLine:
    id: int
    heading: str
    emergency: bool
    hidden: str
    reason: str
    doubts: str
    topic: str
    place: str
    agency: str
    opened: str
    due: str
    is_late: bool
    lease: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """Everything the page of the queue says. ``saring`` is the query string of its filters."""

    total: str
    lines: tuple[QueueLine, ...]
    following: str | None
    saring: str
    topics: tuple[Option, ...]
    reasons: tuple[Option, ...]
    ages: tuple[Option, ...]
    region: str
    agency: str
    is_filtered: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Filters with the names in which people wrote them, and what of it named nothing."""

    filters: Filters
    region_name: str = ""
    agency_name: str = ""
    problems: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Return the filters as a query string that means the same again."""
        own = self.filters
        hours = int(own.older_than.total_seconds() // 3600) if own.older_than else None
        parts = {
            "topik": own.topic,
            "wilayah": own.region,
            "instansi": own.agency_id,
            "alasan": own.reason,
            "umur": hours,
        }
        return urlencode({name: str(value) for name, value in parts.items() if value})


def queue_view(page: QueuePage, narrowed: Narrowed, now: datetime) -> QueueView:
    """Return the page of the queue."""
    filters, query = narrowed.filters, narrowed.query
    hours = str(int(filters.older_than.total_seconds() // 3600)) if filters.older_than else ""
    following = None
    if page.following is not None:
        following = f"?{query}&setelah={page.following}" if query else f"?setelah={page.following}"
    return QueueView(
        total=f"{page.total:,}".replace(",", "."),
        lines=tuple(_line(row, now) for row in page.rows),
        following=following,
        saring=query,
        topics=topic_options(filters.topic),
        reasons=tuple(
            Option(reason.value, REASON_NAMES[reason], reason is filters.reason)
            for reason in QUEUE_REASONS
        ),
        ages=tuple(Option(value, name, value == hours) for value, name in AGES.items()),
        region=narrowed.region_name,
        agency=narrowed.agency_name,
        is_filtered=bool(query),
        problems=narrowed.problems,
    )


def _line(row: QueueRow, now: datetime) -> QueueLine:
    private = row.visibility is not None and row.visibility.is_private
    return QueueLine(
        id=row.id,
        heading=f"#{row.number}" if row.number else "Belum bernomor",
        emergency=row.emergency,
        hidden=VISIBILITY_NAMES[row.visibility] if private and row.visibility else "",
        reason=REASON_NAMES[row.reason],
        doubts=", ".join(doubts_in(row.problem)),
        topic=TOPIC_NAMES[row.topic] if row.topic else NOT_DETERMINED,
        place=row.place or NOT_DETERMINED,
        agency=row.agency_name or NOT_DETERMINED,
        opened=write_moment(row.opened_at, WIB),
        due=write_moment(row.due_at, WIB),
        is_late=row.due_at <= now,
        lease=f"Sedang dibuka oleh {row.lease.person_name}" if row.lease else "",
    )
