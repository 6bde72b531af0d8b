"""How the service is doing, in counts: what came in, what waits, what is late. Never contents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from heapq import nsmallest

from domain.model import ReplyState
from domain.status import Status

_WIB = timezone(timedelta(hours=7))


class Measure(StrEnum):
    """What is counted by day: reports by the day they came in, replies by the day they were owed.

    Statuses and states are those of now: of what came in on that day, so much is finished.
    """

    STATUS = "status"
    TOPIC = "topic"
    PROVINCE = "province"
    AGENCY = "agency"
    ACCEPTANCE = "acceptance"
    REPLY = "reply"


class Acceptance(StrEnum):
    """Whether a report was understood well enough to be accepted with no moderator looking."""

    UNSEEN = "unseen"
    SEEN = "seen"


class Present(StrEnum):
    """What is counted as of now, without a day."""

    QUEUE = "queue"
    OVERDUE = "overdue"


class QueueAge(StrEnum):
    """For how long something has waited for a moderator."""

    UNDER_1_DAY = "under_1_day"
    UNDER_3_DAYS = "under_3_days"
    UNDER_7_DAYS = "under_7_days"
    OLDER = "older"

    @property
    def limit(self) -> timedelta | None:
        """The age at which the next one begins; None for the last."""
        days = {self.UNDER_1_DAY: 1, self.UNDER_3_DAYS: 3, self.UNDER_7_DAYS: 7}.get(self)
        return None if days is None else timedelta(days=days)


# With whom a report can be late. Elsewhere nothing is due: it is answered, closed, or waits for
# the reporter.
AT_OUR_DESK = (Status.BARU, Status.PERLU_TINJAUAN, Status.TERVERIFIKASI)
AT_THE_AGENCY = (Status.DITERUSKAN, Status.DIPROSES, Status.DIBUKA_KEMBALI)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of one kind. ``key`` is "" for what is not determined.

    ``name`` is that of an agency in the directory; None where the key speaks for itself.
    """

    key: str
    count: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class DailyTally:
    day: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class Ranking:
    """The largest of many kinds, largest first, and what the others have together."""

    top: tuple[Tally, ...]
    other_kinds: int = 0
    other_count: int = 0

    @property
    def total(self) -> int:
        return self.other_count + sum(tally.count for tally in self.top)


@dataclass(frozen=True, slots=True)
class DayIntake:
    """What came in on one day."""

    day: date
    by_status: Mapping[Status, int]
    unseen: int

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A period of whole days that ends with the day of ``as_of``, every day of it, oldest first.

    ``queue`` and ``overdue`` are as of then, whatever the period.
    """

    as_of: datetime
    days: tuple[DayIntake, ...]
    topics: Ranking
    provinces: Ranking
    agencies: Ranking
    replies: Mapping[ReplyState, int]
    queue: Mapping[QueueAge, int]
    overdue: Ranking


def rank(counts: Collection[tuple[str, int]], most: int) -> Ranking:
    """Return the ``most`` largest, what is not determined last among equals."""
    top = nsmallest(most, counts, key=lambda pair: (-pair[1], pair[0] == "", pair[0]))
    shown = tuple(Tally(key, count) for key, count in top)
    others = sum(count for _, count in counts) - sum(tally.count for tally in shown)
    return Ranking(shown, len(counts) - len(shown), others)


def day_of(at: datetime) -> date:
    """Return the service's day (WIB) of an aware moment."""
    return at.astimezone(_WIB).date()


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of a day of the service, and that of the next day, in UTC."""
    start = datetime.combine(day, time(), _WIB).astimezone(UTC)
    return start, start + timedelta(days=1)


def days_until(last: date, count: int) -> list[date]:
    """Return so many days up to ``last``, oldest first."""
    return [last - timedelta(days=back) for back in range(count - 1, -1, -1)]
