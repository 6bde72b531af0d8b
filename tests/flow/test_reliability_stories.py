"""What happens when X, the database or our own code fails in the middle of a conversation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.flow import run_cycle
from domain.model import Extraction, Reason, ReplyState, Utterance
from domain.ports import Step, Unavailable
from storage.store import SqlStore
from tests.clock import SetClock
from tests.flow.story import Story

COMPLAINT = "#lapor jalan rusak parah di Kabupaten Luwu"


def test_a_quiet_cycle_changes_nothing(story: Story) -> None:
    story.poll()
    assert story.reports() == []


def test_ten_cycles_answer_once(story: Story) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    for _ in range(10):
        story.poll()
    assert len(story.reports()) == 1
    assert len(story.town.answers_to(post)) == 1


@pytest.mark.parametrize(
    "kind",
    ["bad_request", "unauthorized", "payment_required", "forbidden", "rate_limited",
     "server_error", "unavailable", "hang", "drop", "commit_then_drop", "malformed_json"],
)  # fmt: skip
def test_a_failing_poll_delays_and_loses_nothing(story: Story, kind: str) -> None:
    story.poll()  # knows who we are
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.town.breaks("mentions", kind, seconds=60 if kind == "rate_limited" else 3)
    story.poll()
    assert story.reports() == []
    story.poll(after_minutes=10)
    assert len(story.town.answers_to(post)) == 1


@pytest.mark.parametrize(
    "kind",
    ["unauthorized", "payment_required", "rate_limited", "server_error", "unavailable", "hang",
     "drop", "commit_then_drop", "malformed_json"],
)  # fmt: skip
def test_a_failing_reply_is_paid_exactly_once_in_the_end(story: Story, kind: str) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.town.breaks("post", kind, seconds=3)
    for _ in range(12):
        story.poll(after_minutes=5)
    assert len(story.town.answers_to(post)) == 1
    assert story.debts() == {ReplyState.SENT: 1}


@pytest.mark.parametrize("kind", ["hang", "drop", "commit_then_drop", "unavailable"])
def test_a_failing_dm_is_paid_exactly_once_in_the_end(story: Story, kind: str) -> None:
    story.town.writes("warga_satu", f"lapor, {COMPLAINT}")
    story.town.breaks("dm_send", kind, seconds=3)
    for _ in range(12):
        story.poll(after_minutes=5)
    assert len(story.town.messages_to("warga_satu")) == 1
    assert story.debts() == {ReplyState.SENT: 1}


def test_an_unknown_reply_is_not_sent_again_before_the_grace_period(story: Story) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.town.breaks("post", "drop")
    story.poll()
    for _ in range(6):
        story.poll()
        assert story.town.answers_to(post) == []
        assert story.debts() == {ReplyState.UNKNOWN: 1}
    story.poll(after_minutes=15)
    story.poll()
    assert len(story.town.answers_to(post)) == 1


def test_a_reply_that_x_will_never_take_is_dead_and_counted(story: Story) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.town.breaks("post", "bad_request", times=1)
    for _ in range(4):
        story.poll(after_minutes=10)
    assert story.town.answers_to(post) == []
    assert story.debts() == {ReplyState.DEAD: 1}


def test_a_deleted_tweet_keeps_its_report(story: Story) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.town.breaks("post", "rate_limited", seconds=300)
    story.poll()
    story.town.platform.delete(post.id)
    story.poll(after_minutes=10)
    assert len(story.reports()) == 1
    assert story.debts() == {ReplyState.DEAD: 1}


class DyingStore(SqlStore):
    """A store whose process dies right after a debt was marked as being sent."""

    def mark_sending(self, key: str, text: str, now: datetime) -> bool:
        super().mark_sending(key, text, now)
        raise SystemExit


def test_a_process_that_died_while_sending_is_cleared_up_by_the_next(
    story: Story, engine: Engine
) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.clock.advance(minutes=2)
    with pytest.raises(SystemExit):
        run_cycle(replace(story.desk, store=DyingStore(engine)))
    assert story.town.answers_to(post) == []
    for _ in range(10):
        story.poll(after_minutes=3)
    assert len(story.town.answers_to(post)) == 1


class Stumbling:
    """An understanding that fails on one word."""

    def __init__(self, story: Story) -> None:
        self._real = story.desk.extract

    def __call__(self, utterances: Sequence[Utterance], /) -> list[Extraction]:
        if any("batu" in utterance.text for utterance in utterances):
            raise ZeroDivisionError
        return self._real(utterances)


def test_one_bad_mention_is_parked_and_stops_nobody_else(story: Story) -> None:
    before = story.town.tweets("warga_satu", COMPLAINT)
    stone = story.town.tweets("warga_dua", "#lapor batu sandungan di Kota Bekasi")
    after = story.town.tweets("warga_tiga", COMPLAINT)
    story.clock.advance(minutes=2)
    run_cycle(replace(story.desk, extract=Stumbling(story)))
    assert len(story.town.answers_to(before)) == len(story.town.answers_to(after)) == 1
    assert story.town.answers_to(stone) == []
    parked = [i for i in story.console.review_items(10) if i.reason is Reason.FAILED]
    (item,) = parked
    assert str(item.problem).startswith("ZeroDivisionError at test_reliability_stories.py:")
    assert story.console.overview().waiting == 0


class LockedStore(SqlStore):
    """A database that locks up when the second decision is to be kept."""

    kept = 0

    def carry_out(self, step: Step, now: datetime) -> None:
        if self.kept == 1:
            raise Unavailable("the database cannot be used: locked")
        self.kept += 1
        super().carry_out(step, now)


def test_a_database_that_locks_up_half_way_parks_nothing(story: Story, engine: Engine) -> None:
    posts = [story.town.tweets(name, COMPLAINT) for name in ("warga_satu", "warga_dua")]
    story.clock.advance(minutes=2)
    with pytest.raises(Unavailable):
        run_cycle(replace(story.desk, store=LockedStore(engine)))
    assert story.console.overview().parked == 0
    story.poll()
    assert [len(story.town.answers_to(post)) for post in posts] == [1, 1]


def test_reading_rests_so_that_the_quota_lasts(story: Story) -> None:
    """DMs may be read 15 times in 15 minutes: polling every 10 seconds must not use that up."""
    for _ in range(90):
        story.poll(after_minutes=10 / 60)
    quota = {quota.endpoint: quota.remaining for quota in story.desk.channel.quotas()}
    assert quota["messages"] >= 1
    assert quota["mentions"] >= 1


def test_an_unreadable_post_is_parked_and_the_cursor_moves_on(story: Story) -> None:
    good = story.town.tweets("warga_satu", COMPLAINT)
    story.town.tweets("warga_dua", COMPLAINT)
    story.town.breaks("mentions", "malformed_post")
    story.poll()
    story.poll()
    assert len(story.town.answers_to(good)) == 1
    assert story.console.overview().parked == 1
    assert len(story.reports()) == 1


def test_a_neutral_answer_that_x_has_seen_is_said_in_other_words(story: Story) -> None:
    """Private reports are answered with no words of their own, and X takes no text twice."""
    posts = [
        story.town.tweets("warga_satu", f"#lapor pungli di kantor camat Brebes loket {n}, anonim")
        for n in range(80)
    ]
    for _ in range(4):
        story.poll()
    answers = [story.town.answers_to(post) for post in posts]
    assert [len(answer) for answer in answers] == [1] * len(posts)
    assert story.debts() == {ReplyState.SENT: len(posts)}


def test_a_flood_larger_than_every_quota_is_answered_in_the_end(story: Story) -> None:
    """X takes 100 posts and 15 messages in 15 minutes; what waits for that is no failure."""
    posts = [story.town.tweets("warga_satu", f"{COMPLAINT} gang {n}") for n in range(130)]
    for number in range(20):
        story.town.platform.join(f"warga_{number}", f"Warga {number}")
        story.town.writes(f"warga_{number}", "KODE")
    for _ in range(10):
        story.poll(after_minutes=10)
    assert story.debts() == {ReplyState.SENT: 150}
    assert all(len(story.town.answers_to(post)) == 1 for post in posts)


def test_a_hanging_x_is_asked_once_a_cycle_not_once_a_debt(story: Story) -> None:
    for number in range(30):
        story.town.tweets("warga_satu", f"{COMPLAINT} gang {number}")
    story.town.breaks("post", "hang", times=2, seconds=3)
    story.poll()
    assert story.debts() == {ReplyState.UNKNOWN: 1, ReplyState.PENDING: 29}
    for _ in range(12):
        story.poll(after_minutes=5)
    assert story.debts() == {ReplyState.SENT: 30}


def test_a_locked_account_delays_replies_and_kills_none(story: Story) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.town.breaks("post", "forbidden", times=3)
    for _ in range(6):
        story.poll(after_minutes=16)
    assert len(story.town.answers_to(post)) == 1


def test_two_clocks_that_differ_make_no_second_reply(story: Story) -> None:
    post = story.town.tweets("warga_satu", f"{COMPLAINT}, tolong anonim")
    story.desk = replace(story.desk, clock=Ahead(story.clock, minutes=4))
    story.town.breaks("post", "commit_then_drop")
    for _ in range(12):
        story.poll(after_minutes=5)
    assert len(story.town.answers_to(post)) == 1
    assert story.debts() == {ReplyState.SENT: 1}


class Ahead:
    """A clock that is ahead of another."""

    def __init__(self, other: SetClock, minutes: float) -> None:
        self._other = other
        self._ahead = timedelta(minutes=minutes)

    def now(self) -> datetime:
        return self._other.now() + self._ahead


def test_an_answer_by_hand_does_not_settle_the_debt(story: Story) -> None:
    post = story.town.tweets("warga_satu", COMPLAINT)
    story.town.breaks("post", "drop")
    story.poll()
    story.town.platform.publish_as_account("Kami cek dulu ya.", post.id)
    for _ in range(6):
        story.poll(after_minutes=5)
    assert len(story.town.answers_to(post)) == 2
