"""What runs on the clock."""

import logging

from bot.flow import Desk, run_cycle
from domain.ports import Clock, Refused, Unavailable
from storage.rollups import SqlRollups

log = logging.getLogger(__name__)


def poll(desk: Desk) -> None:
    """Run one cycle. The outside or the database being down ends the cycle, not the worker."""
    try:
        received = run_cycle(desk)
    except Unavailable as error:
        log.warning("cycle broken off", extra={"why": error.why})
    except Refused as error:
        log.error("cycle refused", extra={"why": str(error)})
    else:
        if received:
            log.info("cycle done", extra={"received": received})


def refresh_rollups(rollups: SqlRollups, clock: Clock) -> None:
    """Bring the dashboard's counts up to date. The database being busy leaves them for later."""
    try:
        rollups.refresh(clock.now())
    except Unavailable as error:
        log.warning("rollups not refreshed", extra={"why": error.why})
