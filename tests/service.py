"""The whole service as a process, the way `make run` starts it."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

LAPORBOT = Path(sys.executable).with_name("laporbot")


def free_port() -> str:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return the settings of a test: nothing of the developer's own comes in.

    A process reads the ``.env`` of the folder it runs in, so it runs in one that a test has made.
    """
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{folder}/lapor.sqlite3",
        "SANDBOX_JOURNAL": str(folder / "sandbox.jsonl"),
        **settings,
    }


class Service:
    """`laporbot run` in a folder of its own, polling every second."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        port, sandbox_port = free_port(), free_port()
        self.site = f"http://127.0.0.1:{port}"
        self.timeline = f"http://127.0.0.1:{sandbox_port}"
        self._settings = {
            "PORT": port,
            "SANDBOX_PORT": sandbox_port,
            "PUBLIC_URL": self.site,
            "POLL_SECONDS": "1",
        }
        self.announced: list[str] = []

    def __enter__(self) -> Self:
        self._log = (self._folder / "log.txt").open("ab")
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [LAPORBOT, "run"],
            cwd=self._folder,
            env=environment(self._folder, **self._settings),
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout is not None
        while line := self._process.stdout.readline():
            self.announced.append(line.strip())
            if line.startswith("polling"):
                return self
        raise RuntimeError(f"the service did not start; see {self._folder}/log.txt")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        self.status = self._process.wait(timeout=20)
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._log.close()

    def password_of(self, email: str) -> str:
        """Return the password that was announced for a demo account."""
        (line,) = [line for line in self.announced if f" {email} " in line]
        return line.split()[-1]

    def log(self) -> str:
        """Return all that was logged so far."""
        return (self._folder / "log.txt").read_text()
