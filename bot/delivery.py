"""What a failed or doubtful sending means: pure rules, so that they can be read as a table."""

import re
from datetime import datetime, timedelta
from html import unescape

from domain.model import Delivery, GiveUp, OwedReply, OwnPost, RetryAt, Sent, Unknown, Via
from domain.ports import Refusal, Refused, Unavailable

MAX_ATTEMPTS = 8  # on one debt; then a human must look
CLOCK_SKEW = timedelta(minutes=10)  # between X's clock and ours; OAuth itself forgives minutes

_OPERATOR_WAIT = timedelta(minutes=5)  # credentials, credits: only an operator can mend them
_UNCLEAR_WAIT = timedelta(minutes=15)  # a locked account is often unlocked within the hour
_DOWN_WAIT = timedelta(seconds=60)  # when nobody says when to come back

# What X changes in a text: links become t.co, a reply gets the names of its thread in front.
_LINK = re.compile(r"https?://\S+")
_LEADING_NAMES = re.compile(r"^(?:@\w+\s+)+")


def after_unavailable(error: Unavailable, now: datetime) -> Delivery:
    """Return what becomes of a debt when the channel could not be asked."""
    if error.maybe_done:
        return Unknown(error.why)
    return RetryAt(max(error.retry_at or now + _DOWN_WAIT, now), error.why, counts=False)


def after_refusal(error: Refused, owed: OwedReply, now: datetime) -> Delivery:
    """Return what becomes of a debt when the channel will not pay it."""
    match error.refusal:
        case Refusal.CREDENTIALS | Refusal.PAYMENT:
            return RetryAt(now + _OPERATOR_WAIT, str(error), counts=False)
        case Refusal.DUPLICATE if owed.reply.kind.is_generic and owed.attempts < MAX_ATTEMPTS:
            # Somebody else was told the same words; the next attempt finds other ones.
            return RetryAt(now, str(error))
        case Refusal.DUPLICATE:
            return Unknown(str(error))  # perhaps the very reply of ours that we lost sight of
        case Refusal.UNCLEAR if owed.attempts < MAX_ATTEMPTS:
            return RetryAt(now + _UNCLEAR_WAIT, str(error))
        case _:
            return GiveUp(str(error))


def pause_after(error: Unavailable | Refused, now: datetime) -> datetime | None:
    """Return until when nothing more should be sent this way; None when only this debt failed.

    What concerns the channel and not the debt would fail for the next debt as well: asking on costs
    time (a hanging X: seconds each) and angers X.
    """
    if isinstance(error, Unavailable):
        return max(error.retry_at or now + _DOWN_WAIT, now)
    if error.refusal in (Refusal.CREDENTIALS, Refusal.PAYMENT):
        return now + _OPERATOR_WAIT
    return now + _DOWN_WAIT if error.refusal is Refusal.UNCLEAR else None


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
        if post.id not in claimed and _is_this(owed, post, since):
            return Sent(post.id)
    if now - since < grace:
        return Unknown("not seen on our timeline yet")
    if owed.attempts >= MAX_ATTEMPTS:
        return GiveUp(f"never seen on our timeline ({owed.attempts} attempts)")
    return RetryAt(now, "absent from our timeline after the grace period")


def _is_this(owed: OwedReply, post: OwnPost, since: datetime) -> bool:
    """Compare target and words: somebody may also have answered by hand from our account."""
    if words_of(post.text) != words_of(owed.reply.text):
        return False
    if owed.reply.via is Via.DM:
        # The same person may have been told the same before; time tells the messages apart.
        same_person = post.to_author_id == owed.reply.to_author_id
        return same_person and post.created_at >= since - CLOCK_SKEW
    return post.in_reply_to == owed.reply.to_post_id


def words_of(text: str) -> list[str]:
    """Return the words of a text without what X changes in it: links, entities, leading names."""
    return _LINK.sub(" ", _LEADING_NAMES.sub("", unescape(text))).split()
