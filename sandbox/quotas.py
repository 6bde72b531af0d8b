"""Rate limits: how often each endpoint may be asked, and what X tells about it.

Source: https://docs.x.com/x-api/fundamentals/rate-limits (per user, windows of 15 minutes and of
24 hours). A window begins with the first request in it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sandbox.values import Endpoint

QUARTER = timedelta(minutes=15)
DAY = timedelta(hours=24)

PER_QUARTER: dict[Endpoint, int] = {
    Endpoint.ME: 75,
    Endpoint.USERS: 900,
    Endpoint.MENTIONS: 300,
    Endpoint.TIMELINE: 900,
    Endpoint.LOOKUP: 900,
    Endpoint.POST: 100,
    Endpoint.DM_READ: 15,
    Endpoint.DM_SEND: 15,
}
PER_DAY: dict[Endpoint, int] = {Endpoint.POST: 10_000, Endpoint.DM_SEND: 1_440}


@dataclass(frozen=True, slots=True)
class Window:
    limit: int
    remaining: int
    resets_at: datetime

    def headers(self, prefix: str) -> dict[str, str]:
        """Return X's three headers; the reset is in whole seconds since 1970."""
        return {
            f"{prefix}-limit": str(self.limit),
            f"{prefix}-remaining": str(self.remaining),
            f"{prefix}-reset": str(int(self.resets_at.timestamp())),
        }


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request may go on, and the windows it was counted in."""

    allowed: bool
    quarter: Window
    day: Window | None

    def headers(self) -> dict[str, str]:
        daily = self.day.headers("x-app-limit-24hour") if self.day else {}
        return {**self.quarter.headers("x-rate-limit"), **daily}


class Quotas:
    """Counts requests. Not safe for threads by itself: Platform holds the lock."""

    def __init__(self) -> None:
        self._quarters: dict[Endpoint, Window] = {}
        self._days: dict[Endpoint, Window] = {}

    def spend(self, endpoint: Endpoint, now: datetime) -> Allowance:
        """Count one request. One that is refused is not counted again."""
        quarter = _current(self._quarters.get(endpoint), PER_QUARTER[endpoint], QUARTER, now)
        day = None
        if endpoint in PER_DAY:
            day = _current(self._days.get(endpoint), PER_DAY[endpoint], DAY, now)
        allowed = quarter.remaining > 0 and (day is None or day.remaining > 0)
        if allowed:
            quarter = replace(quarter, remaining=quarter.remaining - 1)
            day = replace(day, remaining=day.remaining - 1) if day else None
        self._quarters[endpoint] = quarter
        if day:
            self._days[endpoint] = day
        return Allowance(allowed, quarter, day)


def _current(window: Window | None, limit: int, length: timedelta, now: datetime) -> Window:
    if window is not None and now < window.resets_at:
        return window
    # X speaks in whole seconds; rounding up keeps the told reset from lying in the window.
    start = now if now.microsecond == 0 else now.replace(microsecond=0) + timedelta(seconds=1)
    return Window(limit, limit, start + length)
