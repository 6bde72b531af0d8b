"""What the pages need to read. The storage room has classes of these shapes; tests have small ones.

Every method may raise ``domain.ports.Unavailable`` when the database cannot be asked now.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.audit import AuditEvent, AuditPage, AuditSearch
from domain.dashboard import DailyTally, Dashboard, Measure, Present, Tally
from domain.model import Agency, Overview, ReviewItem, TrackedReport
from domain.people import Person
from domain.review import (
    Denied,
    Done,
    Filters,
    Lease,
    Matter,
    PlaceHit,
    QueuePage,
    Wish,
)


class Tracking(Protocol):
    """Reports, as the holder of a code may see them."""

    def report(self, code: str, /) -> TrackedReport | None:
        """Return the report of a canonical code, None when it is absent or must stay unseen."""
        ...


class Console(Protocol):
    """The state of the service, as moderators may see it."""

    def overview(self) -> Overview:
        """Return counts and limits, never contents."""
        ...

    def review_items(self, limit: int, /) -> list[ReviewItem]:
        """Return at most ``limit`` matters that wait for a moderator."""
        ...


class Dashboards(Protocol):
    """Counts over days, as moderators may see them."""

    def dashboard(self, days: int, /) -> Dashboard | None:
        """Return the last ``days`` days, None when nothing was counted yet."""
        ...

    def daily(self, measure: Measure, days: int, /) -> list[DailyTally]:
        """Return all counts of one measure, oldest day first."""
        ...

    def present(self, measure: Present, /) -> list[Tally]:
        """Return all counts of now, largest first."""
        ...


class Journal(Protocol):
    """The audit log, as those may see it who may read it."""

    def page(self, search: AuditSearch, limit: int, /) -> AuditPage:
        """Return at most ``limit`` rows, newest first, and whether the log's end is whole."""
        ...

    def note(self, event: AuditEvent, /) -> None:
        """Append an act that changes nothing else, such as taking a file away."""
        ...


class Review(Protocol):
    """The moderators' desk. What changes something does so in one transaction, or not at all."""

    def queue(
        self, filters: Filters, cursor: str | None, limit: int, now: datetime, /
    ) -> QueuePage:
        """Return a page of what waits, the most urgent first, behind an opaque cursor."""
        ...

    def take_next(self, filters: Filters, person: Person, now: datetime, /) -> int | None:
        """Lease the most urgent matter that nobody has and this person has not just skipped."""
        ...

    def look(
        self, review_id: int, person: Person, now: datetime, /, *, take: bool
    ) -> Matter | None:
        """Return a matter, None when there is none.

        With ``take`` lease it when nobody else has, and note that this person has read it.
        """
        ...

    def renew(self, review_id: int, person: Person, now: datetime, /) -> Lease | None:
        """Prolong one's lease, and return the one that holds now, whoever has it."""
        ...

    def release(self, review_id: int, person: Person, /) -> None:
        """Give up one's lease; somebody else's stays."""
        ...

    def act(
        self, review_id: int, wish: Wish, person: Person, now: datetime, /
    ) -> Done | Denied | None:
        """Carry out a wish, once for each form key. None when there is no such matter."""
        ...

    def undoable(self, act_id: int, person: Person, now: datetime, /) -> Done | None:
        """Return an act that this person can still undo."""
        ...

    def undo(self, act_id: int, person: Person, now: datetime, /) -> Done | Denied | None:
        """Take an act back. None when this person has no such act."""
        ...


class Search(Protocol):
    """Places and agencies by a few letters."""

    def places(self, query: str, limit: int, /) -> list[PlaceHit]: ...

    def agencies(self, query: str, near: str | None, limit: int, /) -> list[Agency]: ...


@dataclass(frozen=True, slots=True)
class Readers:
    """All that the application reads through, and what moderators act through."""

    tracking: Tracking
    console: Console
    dashboards: Dashboards
    journal: Journal
    review: Review
    search: Search
