"""The clock of the worker: runs a job again and again. The only file that imports APScheduler."""

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler


class InlineEngine:
    """Runs jobs in this process, one at a time.

    A job that is still running when its time comes again is not started twice, and missed times
    are made up for by one run.
    """

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

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
