"""What the pages need to read. The storage room has classes of these shapes; tests have small ones.

Every method may raise ``domain.ports.Unavailable`` when the database cannot be asked now.
"""

from typing import Protocol

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
