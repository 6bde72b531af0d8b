"""The engine runs jobs again and again, one at a time, in real but short time."""

import threading
from collections.abc import Iterator

import pytest

from scheduler.engine import InlineEngine

PATIENCE = 20  # seconds until a test gives up; none takes nearly as long


@pytest.fixture
def engine() -> Iterator[InlineEngine]:
    engine = InlineEngine()
    engine.start()
    yield engine
    engine.stop()


class Job:
    """A job that tells when it runs, and ends when it may."""

    def __init__(self, *, held: bool = False) -> None:
        self.may_end = threading.Event()
        if not held:
            self.may_end.set()
        self.began = threading.Semaphore(0)
        self.begun = 0
        self.ended = 0
        self.most_at_once = 0

    def __call__(self) -> None:
        self.begun += 1
        self.most_at_once = max(self.most_at_once, self.begun - self.ended)
        self.began.release()
        self.may_end.wait(PATIENCE)
        self.ended += 1

    def is_seen_running(self) -> bool:
        """Wait for the next run to begin."""
        return self.began.acquire(timeout=PATIENCE)


def test_a_job_runs_at_once(engine: InlineEngine) -> None:
    job = Job()
    engine.every(3600, job, name="job")
    assert job.is_seen_running()


def test_a_job_runs_again_after_its_interval(engine: InlineEngine) -> None:
    job = Job()
    engine.every(1, job, name="job")
    assert job.is_seen_running()
    assert job.is_seen_running()


def test_a_job_that_takes_longer_than_its_interval_never_runs_twice_at_once(
    engine: InlineEngine,
) -> None:
    slow, quick = Job(held=True), Job()
    engine.every(1, slow, name="slow")
    assert slow.is_seen_running()
    engine.every(1, quick, name="quick")
    assert not slow.began.acquire(timeout=1.5)  # its time has come again by now
    assert quick.begun == 0  # one at a time, whichever they are
    slow.may_end.set()
    assert slow.is_seen_running()
    assert quick.is_seen_running()
    assert slow.most_at_once == 1


def test_a_job_that_fails_runs_again(engine: InlineEngine) -> None:
    job = Job()

    def failing() -> None:
        job()
        raise RuntimeError("jalan rusak di depan rumah saya")

    engine.every(1, failing, name="job")
    assert job.is_seen_running()
    assert job.is_seen_running()


def test_stopping_waits_for_the_running_job_and_starts_no_other() -> None:
    engine, job = InlineEngine(), Job(held=True)
    engine.start()
    engine.every(1, job, name="job")
    assert job.is_seen_running()
    stopper = threading.Thread(target=engine.stop)
    stopper.start()
    stopper.join(0.2)
    assert stopper.is_alive()
    job.may_end.set()
    stopper.join(PATIENCE)
    assert not stopper.is_alive()
    assert (job.begun, job.ended) == (1, 1)
