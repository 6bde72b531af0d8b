"""What a failed or doubtful sending means, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import MAX_ATTEMPTS, after_refusal, after_unavailable, settle
from domain.model import (
    Delivery,
    GiveUp,
    OwedReply,
    OwnPost,
    Reply,
    ReplyKind,
    ReplyState,
    RetryAt,
    Sent,
    Unknown,
    Via,
)
from domain.ports import Refusal, Refused, Unavailable

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
GRACE = timedelta(minutes=15)


def owed(attempts: int = 1, via: Via = Via.REPLY, kind: ReplyKind = ReplyKind.ACK) -> OwedReply:
    reply = Reply("k", kind, via, "100", "7", "Terima kasih &  sudah melapor")
    return OwedReply(reply, ReplyState.UNKNOWN, attempts, NOON, NOON)


def test_a_call_that_surely_failed_is_tried_again_when_x_says_so() -> None:
    at = NOON + timedelta(minutes=9)
    error = Unavailable("429", retry_at=at)
    assert after_unavailable(error, owed(), NOON) == RetryAt(at, "429")


def test_waits_grow_when_x_does_not_say_when() -> None:
    error = Unavailable("down")
    waits = [after_unavailable(error, owed(attempts=n), NOON) for n in (1, 2, 3)]
    assert [w.at - NOON for w in waits if isinstance(w, RetryAt)] == [
        timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120),
    ]  # fmt: skip


def test_a_call_that_may_have_worked_is_never_simply_repeated() -> None:
    error = Unavailable("timeout", maybe_done=True)
    assert after_unavailable(error, owed(attempts=MAX_ATTEMPTS), NOON) == Unknown("timeout")


def test_after_too_many_attempts_a_human_must_look() -> None:
    assert isinstance(after_unavailable(Unavailable("x"), owed(MAX_ATTEMPTS), NOON), GiveUp)


@pytest.mark.parametrize(
    ("refusal", "becomes"),
    [
        (Refusal.CREDENTIALS, RetryAt),  # an operator's matter: the debt stays
        (Refusal.PAYMENT, RetryAt),
        (Refusal.DUPLICATE, Unknown),  # perhaps our own reply, so look first
        (Refusal.NOT_ALLOWED, GiveUp),
        (Refusal.GONE, GiveUp),
        (Refusal.BAD_REQUEST, GiveUp),
    ],
)
def test_a_refusal_means(refusal: Refusal, becomes: type[Delivery]) -> None:
    assert isinstance(after_refusal(Refused(refusal, "no"), owed(), NOON), becomes)


def test_a_duplicate_of_what_all_are_told_is_said_in_other_words_at_once() -> None:
    duplicate = Refused(Refusal.DUPLICATE, "no")
    assert after_refusal(duplicate, owed(kind=ReplyKind.ACK_PRIVATE), NOON) == RetryAt(
        NOON, "duplicate: no"
    )


POST = OwnPost("900", "Terima kasih &amp; ... https://t.co/x", NOON, in_reply_to="100")


@pytest.mark.parametrize(
    ("own", "claimed", "minutes_later", "becomes"),
    [
        ((POST,), frozenset(), 1, Sent("900")),
        ((POST,), frozenset({"900"}), 1, "unknown"),  # it settles another debt
        ((), frozenset(), 14, "unknown"),  # the timeline may lag
        ((), frozenset(), 15, "retry"),
        ((OwnPost("9", "", NOON, in_reply_to="101"),), frozenset(), 15, "retry"),
        ((OwnPost("9", "", NOON - GRACE, in_reply_to="100"),), frozenset(), 15, "retry"),
    ],
)
def test_our_timeline_decides_about_a_doubtful_reply(
    own: tuple[OwnPost, ...], claimed: frozenset[str], minutes_later: int, becomes: object
) -> None:
    later = NOON + timedelta(minutes=minutes_later)
    outcome = settle(owed(), own, claimed, later, GRACE)
    names = {Unknown: "unknown", RetryAt: "retry"}
    assert names.get(type(outcome), outcome) == becomes


def test_a_direct_message_is_known_by_its_words_and_its_reader() -> None:
    same = OwnPost("5", "Terima kasih & sudah  melapor", NOON, to_author_id="7")
    other = OwnPost("6", "Terima kasih & sudah melapor", NOON, to_author_id="8")
    debt = owed(via=Via.DM)
    assert settle(debt, (other, same), frozenset(), NOON, GRACE) == Sent("5")


def test_a_reply_that_never_shows_up_ends_with_a_human() -> None:
    later = NOON + GRACE
    assert isinstance(settle(owed(MAX_ATTEMPTS), (), frozenset(), later, GRACE), GiveUp)
