"""Start-up and memory of the processes that a host runs: `make bench`.

Each is started three times, and waits for its first poll (worker) or its first answer (web); then
it is stopped. Printed are medians of the seconds until then, and of the peak of resident memory as
/usr/bin/time -v reports it.
"""

import os
import re
import signal
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.service import LAPORBOT, environment, free_port

ROUNDS = 3
TIME = "/usr/bin/time"  # GNU time, Debian's package "time"
_PATIENCE_SECONDS = 60  # then it is broken, not slow


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        web, sandbox = free_port(), free_port()
        settings = environment(folder, PORT=web, SANDBOX_PORT=sandbox, POLL_SECONDS="1")
        report("migrate, first", [measure(settings, "migrate")])
        report("migrate, again", [measure(settings, "migrate")])
        quiet = subprocess.DEVNULL
        sandbox_command = [str(LAPORBOT), "run", "sandbox"]
        with subprocess.Popen(sandbox_command, env=settings, stdout=quiet) as x:  # noqa: S603
            wait_until(lambda: answers(sandbox))
            for part, ready in (
                ("worker", lambda: polled(folder)),
                ("web", lambda: answers(web)),
            ):
                rounds = []
                for _ in range(ROUNDS):
                    forget_polls(folder)
                    rounds.append(measure(settings, "run", part, until=ready))
                report(f"run {part}", rounds)
            x.send_signal(signal.SIGTERM)


def measure(
    settings: dict[str, str], *arguments: str, until: Callable[[], bool] | None = None
) -> tuple[float, float]:
    """Return seconds until ready (or until the end), and peak megabytes."""
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603
        [TIME, "-v", LAPORBOT, *arguments],
        env=settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    if until is not None:
        wait_until(until)
        seconds = time.monotonic() - began
        time.sleep(3)  # let it work a little: memory grows with the first requests
        os.killpg(process.pid, signal.SIGINT)
    said = process.communicate()[1]
    if until is None:
        seconds = time.monotonic() - began
    peak = re.search(r"Maximum resident set size \(kbytes\): (\d+)", said)
    if peak is None:
        raise SystemExit(f"no figures from {TIME}:\n{said}")
    return seconds, int(peak.group(1)) / 1024


def report(what: str, rounds: list[tuple[float, float]]) -> None:
    seconds, megabytes = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{what:16} {seconds:5.1f} s {megabytes:6.0f} MB", flush=True)


def wait_until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise SystemExit("it did not start; run it by hand to see why")
        time.sleep(0.02)


def answers(port: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError):
        return False


def polled(folder: Path) -> bool:
    with sqlite3.connect(folder / "lapor.sqlite3") as database:
        found = database.execute("SELECT 1 FROM streams WHERE read_at IS NOT NULL").fetchone()
        return found is not None


def forget_polls(folder: Path) -> None:
    with sqlite3.connect(folder / "lapor.sqlite3") as database:
        database.execute("UPDATE streams SET read_at = NULL, paused_until = NULL")


if __name__ == "__main__":
    main()
