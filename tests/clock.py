"""Time for tests."""

from datetime import datetime, timedelta


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **passed: float) -> None:
        """Move on, as in ``clock.advance(minutes=15)``."""
        self._now += timedelta(**passed)
