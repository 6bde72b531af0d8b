"""Who is taken to ask: the other end of the connection, or whom a trusted proxy speaks for."""

from urllib.request import Request as Asked
from urllib.request import urlopen

import pytest
from fastapi import FastAPI, Request

from scheduler.serving import Server


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        ("", "203.0.113.9", "127.0.0.1"),
        ("10.0.0.1", "203.0.113.9", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.0/8, 10.0.0.0/8", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        # What a guesser writes himself stands to the left of what the proxy has seen.
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_trusted_proxies_are_believed(proxies: str, forwarded: str, seen: str) -> None:
    app = FastAPI()

    @app.get("/")
    def who(request: Request) -> str:
        return request.client.host if request.client else ""

    server = Server(app, "127.0.0.1", 0, proxies)
    server.start()
    asked = Asked(f"http://127.0.0.1:{server.port}/", headers={"X-Forwarded-For": forwarded})
    with urlopen(asked) as answer:  # noqa: S310
        assert answer.read().decode() == f'"{seen}"'
    server.stop()
