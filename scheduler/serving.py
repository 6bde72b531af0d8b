"""Running the parts in one process, until somebody says stop."""

import os
import signal
import socket
import threading
import time
from types import FrameType

import uvicorn
from fastapi import FastAPI

_KILLED = 130  # what shells report after a Ctrl-C
_STOP_SECONDS = 10  # for open connections to end; then they are cut


class CannotServe(Exception):
    """A server cannot listen (another program does) or did not come up."""


class Server:
    """One ASGI app on one port, in a thread of its own.

    ``proxies`` (addresses or networks, with commas) are believed when they say whose request it is.
    """

    def __init__(self, app: FastAPI, host: str, port: int, proxies: str = "") -> None:
        """Raises CannotServe at once, so that nothing is half started."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
        except OSError as error:
            self._socket.close()
            raise CannotServe(f"cannot listen on {host}:{port}: {error.strerror}") from error
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    @property
    def port(self) -> int:
        """The port that is listened on; the system's choice where 0 was asked for."""
        return int(self._socket.getsockname()[1])

    def start(self) -> None:
        """Start, and return when requests are answered. Raises CannotServe."""
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise CannotServe("the web server ended at its start; the log says why")
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)
        self._socket.close()


def wait_for_stop() -> None:
    """Block until SIGINT (Ctrl-C) or SIGTERM. A second one ends the process on the spot.

    That is as safe as any crash: what was begun is found unfinished by the next start.
    """
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if stopped.is_set():
            os._exit(_KILLED)
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    stopped.wait()
