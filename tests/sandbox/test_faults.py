"""X on a bad day, over real HTTP, seen by the real client."""

import threading
import time

import pytest
import requests
import tweepy

from sandbox.app import create_app
from tests.sandbox.conftest import US, Live, World, bearer, serving


def order(live: Live, on: str, kind: str, **more: float) -> None:
    live.admin("POST", "/faults", on=on, kind=kind, **more)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("bad_request", tweepy.BadRequest),
        ("unauthorized", tweepy.Unauthorized),
        ("payment_required", tweepy.HTTPException),
        ("forbidden", tweepy.Forbidden),
        ("rate_limited", tweepy.TooManyRequests),
        ("server_error", tweepy.TwitterServerError),
        ("unavailable", tweepy.TwitterServerError),
        ("drop", requests.ConnectionError),
        ("malformed_json", requests.JSONDecodeError),
    ],
)
def test_a_fault_reaches_the_client_once(live: Live, kind: str, error: type[Exception]) -> None:
    order(live, "me", kind)
    client = live.client()
    with pytest.raises(error):
        client.get_me()
    assert client.get_me()["data"]["id"] == US


def test_credits_used_up_is_a_402_that_tweepy_has_no_name_for(live: Live) -> None:
    order(live, "any", "payment_required")
    with pytest.raises(tweepy.HTTPException) as caught:
        live.client().get_me()
    assert type(caught.value) is tweepy.HTTPException
    assert caught.value.response.status_code == 402
    assert caught.value.response.json()["title"] == "CreditsDepleted"


def test_a_rate_limit_says_when_it_is_over(live: Live) -> None:
    order(live, "mentions", "rate_limited", seconds=120)
    with pytest.raises(tweepy.TooManyRequests) as caught:
        live.client().get_users_mentions(US, user_auth=True)
    assert caught.value.reset_time == pytest.approx(time.time() + 120, abs=5)
    assert caught.value.response.headers["x-rate-limit-remaining"] == "0"


def test_dropped_before_the_post_is_made(live: Live) -> None:
    order(live, "post", "drop")
    with pytest.raises(requests.ConnectionError):
        live.client().create_tweet(text="hilang")
    assert live.texts() == []


def test_dropped_after_the_post_is_made(live: Live) -> None:
    order(live, "post", "commit_then_drop")
    with pytest.raises(requests.ConnectionError):
        live.client().create_tweet(text="ada")
    assert live.texts() == ["ada"]


def test_dropped_after_the_message_is_sent(live: Live) -> None:
    live.admin("POST", "/dms", username="sari_contoh", text="halo")
    order(live, "dm_send", "commit_then_drop")
    with pytest.raises(requests.ConnectionError):
        live.client().create_direct_message(participant_id="1000000000000000001", text="ada")
    assert [dm["text"] for dm in live.admin("GET", "/state")["dms"]] == ["halo", "ada"]


def test_a_slow_answer_comes_after_the_deed(live: Live) -> None:
    order(live, "post", "slow", seconds=0.6)
    with pytest.raises(requests.ReadTimeout):
        live.client(timeout=0.2).create_tweet(text="ada")
    assert live.texts() == ["ada"]


def test_a_slow_answer_is_an_answer(live: Live) -> None:
    order(live, "me", "slow", seconds=0.2)
    started = time.monotonic()
    assert live.client().get_me()["data"]["id"] == US
    assert time.monotonic() - started >= 0.2


def test_hanging_does_nothing_and_holds_up_nobody_else(live: Live) -> None:
    order(live, "post", "hang")
    waiting = threading.Thread(target=_post_in_vain, args=(live,))
    waiting.start()
    time.sleep(0.1)
    assert live.client().get_me()["data"]["id"] == US
    waiting.join(timeout=5)
    assert live.texts() == []


def _post_in_vain(live: Live) -> None:
    with pytest.raises(requests.ReadTimeout):
        live.client(timeout=0.5).create_tweet(text="hilang")


def test_hanging_ends_when_its_time_is_over(live: Live) -> None:
    order(live, "me", "hang", seconds=0.2)
    with pytest.raises(requests.ConnectionError):
        live.client().get_me()


def test_a_hanging_request_does_not_keep_the_server_from_stopping() -> None:
    failures: list[Exception] = []

    def ask(live: Live) -> None:
        try:
            live.client(timeout=20).get_me()
        except requests.ConnectionError as error:
            failures.append(error)

    with serving(create_app()) as live:
        order(live, "me", "hang")
        waiting = threading.Thread(target=ask, args=(live,))
        waiting.start()
        time.sleep(0.2)
    waiting.join(timeout=5)
    assert len(failures) == 1


def test_one_broken_post_among_good_ones(world: World) -> None:
    for n in range(3):
        world.post(text=f"@lapor1708 {n}")
    world.admin("POST", "/faults", on="mentions", kind="malformed_post")
    page = world.mentions(tweet__fields="created_at,author_id")
    assert "text" not in page["data"][0]
    assert page["data"][0]["created_at"] == "kemarin sore"
    assert [post["text"] for post in page["data"][1:]] == ["@lapor1708 1", "@lapor1708 0"]
    assert page["meta"]["result_count"] == 3


class TestOrder:
    def statuses(self, world: World, count: int) -> list[int]:
        return [world.ask("/users/me").status for _ in range(count)]

    def test_faults_come_in_the_order_they_were_given(self, world: World) -> None:
        world.admin("POST", "/faults", on="me", kind="unavailable", times=2)
        world.admin("POST", "/faults", on="any", kind="server_error")
        assert self.statuses(world, 4) == [503, 503, 500, 200]

    def test_some_requests_may_pass_first(self, world: World) -> None:
        world.admin("POST", "/faults", on="me", kind="unavailable", after=2)
        assert self.statuses(world, 4) == [200, 200, 503, 200]

    def test_other_endpoints_are_left_alone(self, world: World) -> None:
        world.admin("POST", "/faults", on="post", kind="unavailable")
        assert self.statuses(world, 2) == [200, 200]
        assert len(world.state()["faults"]) == 1

    def test_faults_can_be_called_off(self, world: World) -> None:
        world.admin("POST", "/faults", on="any", kind="unavailable", times=9)
        world.admin("DELETE", "/faults")
        assert self.statuses(world, 1) == [200]

    def test_a_faulty_answer_tells_its_quota(self, world: World) -> None:
        world.admin("POST", "/faults", on="me", kind="server_error")
        assert world.ask("/users/me").headers["x-rate-limit-remaining"] == "74"

    def test_a_stranger_uses_no_fault_up(self, world: World) -> None:
        world.admin("POST", "/faults", on="me", kind="server_error")
        assert world.http.get("/2/users/me").status_code == 401
        assert world.http.get("/2/users/me", headers=bearer()).status_code == 500


@pytest.mark.parametrize(
    "fault", [{"on": "all", "kind": "drop"}, {"on": "me", "kind": "burn"}, {"on": "me"}]
)
def test_a_fault_that_does_not_exist_is_refused(world: World, fault: dict[str, str]) -> None:
    assert world.http.post("/sandbox/faults", json=fault).status_code == 422
