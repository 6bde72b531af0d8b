"""What the pages need to read. The storage room has classes of these shapes; tests have small ones.

Every method may raise ``domain.ports.Unavailable`` when the database cannot be asked now.
"""

from dataclasses import dataclass
from typing import Protocol

from domain.audit import AuditEvent, AuditPage, AuditSearch
from domain.dashboard import DailyTally, Dashboard, Measure, Present, Tally
from domain.model import Overview, ReviewItem, TrackedReport


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


@dataclass(frozen=True, slots=True)
class Readers:
    """All that the application reads through."""

    tracking: Tracking
    console: Console
    dashboards: Dashboards
    journal: Journal
