"""Who may ask, and how often."""

from datetime import timedelta

import pytest

from sandbox.quotas import Quotas
from sandbox.values import Endpoint
from tests.sandbox.conftest import START, US, World, bearer

OAUTH = 'OAuth oauth_nonce="1", oauth_consumer_key="{}", oauth_token="{}", oauth_signature="s"'


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (OAUTH.format("sandbox-key", "sandbox-token"), 200),
        ("Bearer sandbox-bearer", 200),
        (OAUTH.format("other-key", "sandbox-token"), 401),
        (OAUTH.format("sandbox-key", "other-token"), 401),
        ("Bearer other", 401),
        ("Basic c2FuZGJveA==", 401),
        ("", 401),
    ],
)
def test_only_the_known_credentials_open(world: World, header: str, status: int) -> None:
    headers = {"Authorization": header} if header else {}
    answer = world.http.get("/2/users/me", headers=headers)
    assert answer.status_code == status
    if status == 401:
        assert answer.json() == {
            "title": "Unauthorized",
            "type": "about:blank",
            "status": 401,
            "detail": "Unauthorized",
        }


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/2/tweets/search/recent"),
        ("DELETE", "/2/tweets/1"),
        ("POST", "/2/dm_conversations"),
        ("GET", "/2"),
    ],
)
def test_other_endpoints_do_not_exist(world: World, method: str, path: str) -> None:
    assert world.http.request(method, path, headers=bearer()).status_code == 404


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/users/me", 75),
        (f"/users/{US}/mentions", 300),
        (f"/users/{US}/tweets", 900),
        ("/tweets?ids=1", 900),
        ("/dm_events", 15),
    ],
)
def test_every_answer_tells_its_quota(world: World, path: str, limit: int) -> None:
    headers = world.http.get(f"/2{path}", headers=bearer()).headers
    assert headers["x-rate-limit-limit"] == str(limit)
    assert headers["x-rate-limit-remaining"] == str(limit - 1)
    reset = START + timedelta(minutes=15)
    assert headers["x-rate-limit-reset"] == str(int(reset.timestamp()))


def test_refusals_tell_the_quota_too(world: World) -> None:
    answer = world.send("/tweets", {"text": ""})
    assert answer.status == 400
    assert answer.headers["x-rate-limit-remaining"] == "99"
    assert answer.headers["x-app-limit-24hour-remaining"] == "9999"


def test_a_used_up_quota_is_a_429_until_its_window_is_over(world: World) -> None:
    for _ in range(15):
        assert world.ask("/dm_events").status == 200
    answer = world.ask("/dm_events")
    assert answer.status == 429
    assert answer.body["title"] == "Too Many Requests"
    assert answer.headers["x-rate-limit-remaining"] == "0"
    assert world.ask("/users/me").status == 200  # each endpoint has its own
    world.clock.advance(minutes=14, seconds=59)
    assert world.ask("/dm_events").status == 429
    world.clock.advance(seconds=1)
    assert world.ask("/dm_events").status == 200


def test_a_window_begins_with_its_first_request(world: World) -> None:
    world.clock.advance(minutes=7)
    headers = world.ask("/users/me").headers
    assert headers["x-rate-limit-reset"] == str(int((START + timedelta(minutes=22)).timestamp()))


def test_messages_are_limited_by_the_day_as_well() -> None:
    quotas = Quotas()
    for quarter in range(96):
        now = START + quarter * timedelta(minutes=15)
        assert all(quotas.spend(Endpoint.DM_SEND, now).allowed for _ in range(15))
    refused = quotas.spend(Endpoint.DM_SEND, START + timedelta(hours=24, seconds=-1))
    assert not refused.allowed
    assert refused.headers()["x-app-limit-24hour-remaining"] == "0"
    assert quotas.spend(Endpoint.DM_SEND, START + timedelta(hours=24)).allowed
