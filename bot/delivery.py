"""What a failed or doubtful sending means: pure rules, so that they can be read as a table."""

from datetime import datetime, timedelta

from domain.model import Delivery, GiveUp, OwedReply, OwnPost, RetryAt, Sent, Unknown, Via
from domain.ports import Refusal, Refused, Unavailable

MAX_ATTEMPTS = 8  # with the waits below about half a day; then a human must look
_FIRST_WAIT = timedelta(seconds=30)
_OPERATOR_WAIT = timedelta(minutes=5)  # credentials, credits: only an operator can mend them

# X shortens links, escapes & < >, and may trim spaces: texts are compared by reply target, and
# direct messages by their words alone.
_CLOCK_SKEW = timedelta(seconds=60)  # between X's clock and ours


def after_unavailable(error: Unavailable, owed: OwedReply, now: datetime) -> Delivery:
    """Return what becomes of a debt when the channel could not be asked."""
    if error.maybe_done:
        return Unknown(error.why)
    if owed.attempts >= MAX_ATTEMPTS:
        return GiveUp(f"{error.why} ({owed.attempts} attempts)")
    backoff = now + _FIRST_WAIT * 2 ** max(0, owed.attempts - 1)
    return RetryAt(max(error.retry_at or backoff, now), error.why)


def after_refusal(error: Refused, owed: OwedReply, now: datetime) -> Delivery:
    """Return what becomes of a debt when the channel will not pay it."""
    match error.refusal:
        case Refusal.CREDENTIALS | Refusal.PAYMENT:
            return RetryAt(now + _OPERATOR_WAIT, str(error))  # the debt is not to blame
        case Refusal.DUPLICATE if owed.reply.kind.is_generic and owed.attempts < MAX_ATTEMPTS:
            # Somebody else was told the same words; the next attempt finds other ones.
            return RetryAt(now, str(error))
        case Refusal.DUPLICATE:
            return Unknown(str(error))  # perhaps the very reply of ours that we lost sight of
        case _:
            return GiveUp(str(error))


def settle(
    owed: OwedReply,
    own: tuple[OwnPost, ...],
    claimed: frozenset[str],
    now: datetime,
    grace: timedelta,
) -> Delivery:
    """Return what became of a doubtful debt, given our own posts (or messages) since it was sent.

    Found: sent. Absent although ``grace`` has passed (timelines lag): surely not sent, pay again.
    ``claimed`` are the posts that settle other debts.
    """
    since = owed.sending_since or now
    for post in own:
        if post.id in claimed or post.created_at < since - _CLOCK_SKEW:
            continue
        if _answers(owed, post):
            return Sent(post.id)
    if now - since < grace:
        return Unknown("not seen on our timeline yet")
    if owed.attempts >= MAX_ATTEMPTS:
        return GiveUp(f"never seen on our timeline ({owed.attempts} attempts)")
    return RetryAt(now, "absent from our timeline after the grace period")


def _answers(owed: OwedReply, post: OwnPost) -> bool:
    if owed.reply.via is Via.DM:
        same_words = post.text.split() == owed.reply.text.split()
        return post.to_author_id == owed.reply.to_author_id and same_words
    return post.in_reply_to == owed.reply.to_post_id
