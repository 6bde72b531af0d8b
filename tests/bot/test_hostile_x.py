"""An X that answers anything at all: only our own two errors come out, and nothing is believed."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.twitter import TwitterChannel
from domain.ports import Refused, Unavailable
from tests.clock import SetClock

ME = b'{"data": {"id": "1", "username": "lapor1708"}}'


class HostileX:
    """Answers every request, but the one about who we are, with the same status, headers, body."""

    def __init__(self) -> None:
        self.status, self.body = 200, b"{}"
        self.headers: dict[str, str] = {}
        hostile = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                about_us = self.path.startswith("/2/users/me")
                self._answer(200 if about_us else hostile.status, ME if about_us else hostile.body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                self._answer(hostile.status, hostile.body)

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                for name, value in hostile.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def hostile() -> Iterator[HostileX]:
    x = HostileX()
    yield x
    x.stop()


@pytest.fixture
def channel(hostile: HostileX, clock: SetClock) -> TwitterChannel:
    return TwitterChannel(
        consumer_key="k", consumer_secret="s", access_token="t", access_token_secret="u",
        clock=clock, first_read=timedelta(hours=24), host=hostile.url, timeout_seconds=2,
    )  # fmt: skip


def post(**changes: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "id": "5",
        "author_id": "7",
        "text": "halo",
        "created_at": "2026-11-24T05:00:00Z",
    }
    return usual | changes


ODD_FIELDS: list[tuple[str, object]] = [
    ("id", None), ("id", "9" * 5000), ("id", "\ud800"), ("id", "5\n6"), ("id", -1), ("id", "٣"),
    ("author_id", "\ud800"), ("author_id", None), ("author_id", "7' OR 1=1"),
    ("text", None), ("text", ["a"]), ("text", "\ud800\x00"),
    ("created_at", "kemarin"), ("created_at", "0001-01-01T00:00:00+14:00"), ("created_at", 5),
    ("edit_history_tweet_ids", "x"), ("edit_history_tweet_ids", [None]),
    ("referenced_tweets", [{}]), ("referenced_tweets", [{"type": "liked", "id": "1"}]),
    ("referenced_tweets", [{"type": "replied_to", "id": "\ud800"}]), ("note_tweet", {}),
    ("conversation_id", "\ud800"), ("sender_id", "\ud800"),
]  # fmt: skip

BODIES: list[object] = [
    None, [], "halo", 17, {"data": None}, {"data": {}}, {"data": [None, 1, "x", []]},
    {"data": "halo"}, {"data": [{}], "includes": []}, {"data": [post()], "includes": {"users": 3}},
    {"data": [post()], "meta": []}, {"data": [post()], "meta": {"next_token": {}}},
    {"errors": "none"}, {"data": {"id": None}},
    *({"data": [post(**{name: value})]} for name, value in ODD_FIELDS),
]  # fmt: skip
RAW = [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"data": ' + b"9" * 5000 + b"}", b"<html>"]
ANSWERS = [json.dumps(body).encode() for body in BODIES] + RAW

CALLS: dict[str, Callable[[TwitterChannel, SetClock], object]] = {
    "mentions": lambda x, _: x.mentions_since("4"),
    "messages": lambda x, _: x.direct_messages_since("4"),
    "reply": lambda x, _: x.reply("5", "halo"),
    "message": lambda x, _: x.direct_message("5", "halo"),
    "own posts": lambda x, clock: x.own_posts_since(clock.now()),
    "own messages": lambda x, clock: x.own_messages_since(clock.now()),
    "lookup": lambda x, _: x.lookup(["5"]),
}


@pytest.mark.parametrize("call", CALLS)
def test_whatever_x_answers_only_our_own_errors_come_out(
    call: str, hostile: HostileX, channel: TwitterChannel, clock: SetClock
) -> None:
    for body in ANSWERS:
        for status in (200, 403, 429, 503):
            hostile.status, hostile.body = status, body
            try:
                result = CALLS[call](channel, clock)
            except (Unavailable, Refused):
                continue
            for text in texts_in(result):
                text.encode()  # what is believed can be stored: no surrogate came through


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from texts_in(item)


@pytest.mark.parametrize(
    ("says", "refusal"),
    [
        ({"detail": "You are not allowed to create a Tweet with duplicate content."}, "duplicate"),
        ({"detail": "You are not permitted to reply to this conversation"}, "not_allowed"),
        ({"detail": "This Tweet has been deleted."}, "not_allowed"),
        ({"type": "https://api.twitter.com/2/problems/client-forbidden"}, "credentials"),
        ({"type": "https://api.twitter.com/2/problems/oauth1-permissions"}, "credentials"),
        ({"detail": "To protect our users from spam, this looks automated."}, "unclear"),
        ({"detail": "Your account is temporarily locked."}, "unclear"),
    ],
)
def test_a_403_means_what_x_says_with_it(
    says: dict[str, str], refusal: str, hostile: HostileX, channel: TwitterChannel
) -> None:
    hostile.status, hostile.body = 403, json.dumps(says).encode()
    with pytest.raises(Refused) as caught:
        channel.reply("5", "halo")
    assert caught.value.refusal == refusal


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_nothing_counts_as_sent(
    status: int, hostile: HostileX, channel: TwitterChannel
) -> None:
    hostile.status, hostile.body = status, b'{"data": {"id": "99"}}'
    hostile.headers = {"location": "http://127.0.0.1:9/elsewhere"}
    with pytest.raises(Unavailable) as caught:
        channel.reply("5", "halo")
    assert caught.value.maybe_done


@pytest.mark.parametrize("value", ["9" * 30, "-5", "soon", "1.5", "", "99999999999999"])
def test_a_nonsense_quota_is_bounded(
    value: str, hostile: HostileX, channel: TwitterChannel, clock: SetClock
) -> None:
    names = ("x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset")
    hostile.headers = dict.fromkeys(names, value)
    channel.lookup([])
    hostile.status, hostile.body = 429, b"{}"
    with pytest.raises(Unavailable) as caught:
        channel.mentions_since("4")
    assert caught.value.retry_at is not None
    assert clock.now() < caught.value.retry_at <= clock.now() + timedelta(days=1)
    assert all(quota.limit <= 2**32 for quota in channel.quotas())


def test_pages_without_an_end_are_given_up(hostile: HostileX, channel: TwitterChannel) -> None:
    hostile.body = json.dumps({"data": [post()], "meta": {"next_token": "again"}}).encode()
    with pytest.raises(Unavailable, match="without an end"):
        channel.mentions_since("4")
