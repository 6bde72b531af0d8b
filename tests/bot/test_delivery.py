"""What a failed or doubtful sending means, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import (
    CLOCK_SKEW,
    MAX_ATTEMPTS,
    after_refusal,
    after_unavailable,
    pause_after,
    settle,
    words_of,
)
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
    reply = Reply("k", kind, via, "100", "7", "Terima kasih & sudah melapor")
    return OwedReply(reply, ReplyState.UNKNOWN, attempts, NOON, NOON)


def test_a_call_that_surely_failed_is_made_again_when_x_says_so_and_does_not_count() -> None:
    at = NOON + timedelta(minutes=9)
    error = Unavailable("429", retry_at=at)
    assert after_unavailable(error, NOON) == RetryAt(at, "429", counts=False)
    assert pause_after(error, NOON) == at


def test_when_x_does_not_say_when_a_minute_is_waited() -> None:
    again = after_unavailable(Unavailable("down"), NOON)
    assert again == RetryAt(NOON + timedelta(minutes=1), "down", counts=False)


def test_a_call_that_may_have_worked_is_never_simply_repeated() -> None:
    error = Unavailable("timeout", maybe_done=True)
    assert after_unavailable(error, NOON) == Unknown("timeout")
    assert pause_after(error, NOON) is not None  # a hanging X would hang for the next one as well


@pytest.mark.parametrize(
    ("refusal", "becomes"),
    [
        (Refusal.CREDENTIALS, RetryAt),  # an operator's matter: the debt stays
        (Refusal.PAYMENT, RetryAt),
        (Refusal.DUPLICATE, Unknown),  # perhaps our own reply, so look first
        (Refusal.UNCLEAR, RetryAt),  # perhaps our account is locked, and will be unlocked
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


@pytest.mark.parametrize(
    ("refusal", "minutes"),
    [
        (Refusal.CREDENTIALS, 5),
        (Refusal.PAYMENT, 5),
        (Refusal.UNCLEAR, 1),
        (Refusal.DUPLICATE, None),
        (Refusal.NOT_ALLOWED, None),
        (Refusal.GONE, None),
    ],
)
def test_only_what_concerns_x_and_not_the_debt_stops_the_others(
    refusal: Refusal, minutes: int | None
) -> None:
    until = None if minutes is None else NOON + timedelta(minutes=minutes)
    assert pause_after(Refused(refusal, "no"), NOON) == until


TEXT = "@warga_satu Terima kasih &amp; sudah melapor https://t.co/x"


def post(id_: str = "900", text: str = TEXT, to: str = "100", at: datetime = NOON) -> OwnPost:
    return OwnPost(id_, text, at, in_reply_to=to)


@pytest.mark.parametrize(
    ("own", "claimed", "minutes_later", "becomes"),
    [
        ((post(),), frozenset(), 1, Sent("900")),
        ((post(at=NOON - timedelta(hours=1)),), frozenset(), 1, Sent("900")),  # clocks may differ
        ((post(),), frozenset({"900"}), 1, "unknown"),  # it settles another debt
        ((post(text="@warga_satu Maaf, salah kirim."),), frozenset(), 1, "unknown"),  # by hand
        ((), frozenset(), 14, "unknown"),  # the timeline may lag
        ((), frozenset(), 15, "retry"),
        ((post(to="101"),), frozenset(), 15, "retry"),
    ],
)
def test_our_timeline_decides_about_a_doubtful_reply(
    own: tuple[OwnPost, ...], claimed: frozenset[str], minutes_later: int, becomes: object
) -> None:
    later = NOON + timedelta(minutes=minutes_later)
    outcome = settle(owed(), own, claimed, later, GRACE)
    names = {Unknown: "unknown", RetryAt: "retry"}
    assert names.get(type(outcome), outcome) == becomes


def test_a_direct_message_is_known_by_its_words_its_reader_and_its_time() -> None:
    def message(id_: str, to: str, at: datetime = NOON) -> OwnPost:
        words = "Terima kasih & sudah  melapor http://t.co/abc"
        return OwnPost(id_, words, at, to_author_id=to)

    before = message("4", "7", NOON - CLOCK_SKEW - timedelta(seconds=1))
    debt = owed(via=Via.DM)
    found = settle(debt, (before, message("6", "8"), message("5", "7")), frozenset(), NOON, GRACE)
    assert found == Sent("5")


def test_a_reply_that_never_shows_up_ends_with_a_human() -> None:
    later = NOON + GRACE
    assert isinstance(settle(owed(MAX_ATTEMPTS), (), frozenset(), later, GRACE), GiveUp)


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("@a @b_1 Halo, terima kasih", "Halo, terima kasih"),
        ("Pantau di: https://t.co/abc", "Pantau di: https://lapor.example.go.id/lacak/LPR-X"),
        ("tulis @lapor1708 &lt;di sini&gt;", "tulis @lapor1708 <di sini>"),
    ],
)
def test_what_x_changes_in_a_text_does_not_count(shown: str, written: str) -> None:
    assert words_of(shown) == words_of(written)
