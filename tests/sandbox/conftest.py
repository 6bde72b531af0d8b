"""A sandbox to talk to: in this process for shapes, over real HTTP for broken connections."""

import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import tweepy
import uvicorn
from fastapi import FastAPI

from sandbox.app import (
    ACCESS_TOKEN,
    ACCESS_TOKEN_SECRET,
    BEARER_TOKEN,
    CONSUMER_KEY,
    CONSUMER_SECRET,
    create_app,
)

with warnings.catch_warnings():
    # starlette advises another HTTP client for its TestClient; ours is the one that is installed.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient as TestClient

Json = dict[str, Any]

START = datetime(2026, 8, 17, 3, 0, tzinfo=UTC)
US = "1708170817081708000"


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self._now = START

    def __call__(self) -> datetime:
        return self._now

    def advance(self, **duration: float) -> None:
        self._now += timedelta(**duration)


class World:
    """A sandbox in this process: what tests order, and what a bot would ask."""

    def __init__(self, journal: Path | None = None) -> None:
        self.clock = Clock()
        self.journal = journal
        self.start()

    def start(self) -> None:
        """Start the sandbox, again if need be: only the journal connects the two."""
        self.app = create_app(journal=self.journal, now=self.clock)
        self.http = TestClient(self.app)

    # ------------------------------------------------------------ what people do

    def post(
        self, username: str = "sari_contoh", text: str = "@lapor1708 halo", **more: str
    ) -> str:
        return str(self.admin("POST", "/posts", username=username, text=text, **more)["id"])

    def edit(self, post_id: str, text: str) -> str:
        return str(self.admin("POST", f"/posts/{post_id}/edit", text=text)["id"])

    def delete(self, post_id: str) -> None:
        self.admin("DELETE", f"/posts/{post_id}")

    def dm(self, username: str = "sari_contoh", text: str = "halo min") -> str:
        return str(self.admin("POST", "/dms", username=username, text=text)["id"])

    def state(self) -> Json:
        return self.admin("GET", "/state")

    def admin(self, method: str, path: str, /, **body: object) -> Json:
        answer = self.http.request(method, f"/sandbox{path}", json=body or None)
        assert answer.is_success, answer.text
        result: Json = answer.json()
        return result

    # ------------------------------------------------------------ what a bot does

    def ask(self, path: str, /, **query: object) -> "Answer":
        """GET from the API; an underscore pair in a parameter's name stands for a dot."""
        params = {name.replace("__", "."): str(value) for name, value in query.items()}
        answer = self.http.get(f"/2{path}", params=params, headers=bearer())
        return Answer(answer.status_code, answer.json(), dict(answer.headers))

    def send(self, path: str, body: object) -> "Answer":
        """POST to the API."""
        answer = self.http.post(f"/2{path}", json=body, headers=bearer())
        return Answer(answer.status_code, answer.json(), dict(answer.headers))

    def reply(self, to: str, text: str) -> "Answer":
        return self.send("/tweets", {"text": text, "reply": {"in_reply_to_tweet_id": to}})

    def mentions(self, **query: object) -> Json:
        answer = self.ask(f"/users/{US}/mentions", **query)
        assert answer.status == 200, answer.body
        return answer.body


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json
    headers: dict[str, str]


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {BEARER_TOKEN}"}


@pytest.fixture
def world() -> World:
    return World()


# ---------------------------------------------------------------- over real HTTP


class _ToSandbox(requests.adapters.HTTPAdapter):
    """Sends what tweepy means for X to the sandbox, and gives up after a while."""

    def __init__(self, base: str, timeout: float) -> None:
        super().__init__()
        self._base = base
        self._timeout = timeout

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        assert request.url is not None
        request.url = request.url.replace("https://api.twitter.com", self._base)
        return super().send(request, **{**options, "timeout": self._timeout})


@dataclass(frozen=True)
class Live:
    """A sandbox served by uvicorn."""

    base: str
    server: uvicorn.Server

    def client(self, *, timeout: float = 5, consumer_key: str = CONSUMER_KEY) -> tweepy.Client:
        """Return the real tweepy client, as the bot uses it."""
        client = tweepy.Client(
            consumer_key=consumer_key,
            consumer_secret=CONSUMER_SECRET,
            access_token=ACCESS_TOKEN,
            access_token_secret=ACCESS_TOKEN_SECRET,
            return_type=dict,
        )
        client.session.mount("https://", _ToSandbox(self.base, timeout))
        return client

    def admin(self, method: str, path: str, /, **body: object) -> Json:
        answer = requests.request(method, f"{self.base}/sandbox{path}", json=body, timeout=5)
        answer.raise_for_status()
        result: Json = answer.json()
        return result

    def texts(self) -> list[str]:
        return [post["text"] for post in self.admin("GET", "/state")["posts"]]


@contextmanager
def serving(app: FastAPI) -> Iterator[Live]:
    """Serve an app on a free port of loopback while the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield Live(f"http://127.0.0.1:{listener.getsockname()[1]}", server)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
    assert not thread.is_alive()


def wait_until(condition: Callable[[], bool], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.005)


@pytest.fixture(scope="session")
def server() -> Iterator[Live]:
    with serving(create_app()) as live:
        yield live


@pytest.fixture
def live(server: Live) -> Live:
    """Return a sandbox over HTTP with nothing in it."""
    server.admin("POST", "/reset")
    return server
