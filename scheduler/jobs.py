"""What runs on the clock."""

import logging

from bot.flow import Desk, run_cycle
from domain.ports import Refused, Unavailable

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
