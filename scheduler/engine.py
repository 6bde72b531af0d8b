"""The clock of the worker: runs a job again and again. The only file that imports APScheduler."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from traceback import extract_tb

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)


class InlineEngine:
    """Runs jobs in this process, one at a time.

    A job that is still running when its time comes again is not started twice, and missed times
    are made up for by one run. A job that fails is logged, and runs again at its next time.
    """

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        # APScheduler would log the exception with its words, which may quote a citizen's.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._scheduler.add_listener(_log_failure, EVENT_JOB_ERROR)

    def every(self, seconds: int, job: Callable[[], None], name: str) -> None:
        """Run ``job`` now, and then every so many seconds."""
        self._scheduler.add_job(
            job, "interval", seconds=seconds, id=name, next_run_time=datetime.now(UTC)
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Let the running job end, and start no other."""
        self._scheduler.shutdown(wait=True)


def _log_failure(event: JobExecutionEvent) -> None:
    place = extract_tb(event.exception.__traceback__)[-1]
    where = f"{place.filename}:{place.lineno}"
    kind = type(event.exception).__name__
    log.error("job failed", extra={"job": event.job_id, "problem": kind, "where": where})
