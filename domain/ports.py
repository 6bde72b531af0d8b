"""What the conversation needs of the outside, and the two errors an edge may raise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.model import (
    Decision,
    Delivery,
    DueAct,
    Extraction,
    Known,
    Mention,
    OwedReply,
    OwnPost,
    Page,
    Quota,
    Reply,
    Report,
    Utterance,
    Via,
    Visibility,
)


class Unavailable(Exception):
    """The outside cannot do it now. ``maybe_done`` says that it may have done it all the same."""

    def __init__(
        self, why: str, *, retry_at: datetime | None = None, maybe_done: bool = False
    ) -> None:
        super().__init__(why)
        self.why = why
        self.retry_at = retry_at
        self.maybe_done = maybe_done


class Refusal(StrEnum):
    CREDENTIALS = "credentials"  # 401: an operator must act, no debt is to blame
    PAYMENT = "payment"  # 402: credits used up, likewise
    DUPLICATE = "duplicate"  # X says we posted this text already: perhaps we did
    NOT_ALLOWED = "not_allowed"  # 403: this act on this post, for good
    UNCLEAR = "unclear"  # 403 without a reason we know: perhaps our account is locked
    GONE = "gone"  # the post or person is no longer there
    BAD_REQUEST = "bad_request"  # X does not understand us: a bug of ours, or a change of theirs


class Refused(Exception):
    """The outside has understood and will not do it; asking again will not help by itself."""

    def __init__(self, refusal: Refusal, why: str) -> None:
        super().__init__(f"{refusal}: {why}")
        self.refusal = refusal
        self.why = why


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class WorkingDays(Protocol):
    """The days on which offices work."""

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on a day, as well as is known."""
        ...

    def knows(self, year: int) -> bool:
        """Say whether the holidays of a year are decided; if not, its days are a guess."""
        ...


class Extract(Protocol):
    """Understanding, in batches (one belief for each utterance, in order). Never raises on text."""

    def __call__(self, utterances: Sequence[Utterance], /) -> list[Extraction]: ...


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can do; the flow asks before it owes."""

    can_reply: bool
    can_dm: bool
    max_length: int  # weighted characters of a public reply
    max_dm_length: int


class Channel(Protocol):
    """A place where people write to us. Every method may raise Unavailable or Refused, no more."""

    @property
    def name(self) -> str: ...

    @property
    def abilities(self) -> Abilities: ...

    def own_author_id(self) -> str:
        """Return the id of our own account."""
        ...

    def mentions_since(self, cursor: str | None) -> Page:
        """Read all that is new, every page of it, oldest first. Stores nothing."""
        ...

    def direct_messages_since(self, cursor: str | None) -> Page:
        """Read all new direct messages to us, oldest first."""
        ...

    def reply(self, post_id: str, text: str) -> str:
        """Reply in public to a post; return the id of our reply."""
        ...

    def direct_message(self, author_id: str, text: str) -> str:
        """Write to a person; return the id of the message."""
        ...

    def own_posts_since(self, since: datetime) -> tuple[OwnPost, ...]:
        """Return our own replies since then, to learn what became of an unknown one."""
        ...

    def own_messages_since(self, since: datetime) -> tuple[OwnPost, ...]:
        """Return the direct messages we sent since then."""
        ...

    def lookup(self, post_ids: Sequence[str]) -> frozenset[str]:
        """Return those of the posts that are still public."""
        ...

    def quotas(self) -> tuple[Quota, ...]:
        """Return what the channel last said about our limits."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """A decision on one mention with all that follows from it, ready to be kept."""

    mention: Mention
    extraction: Extraction
    decision: Decision
    report: Report | None = None  # the report to open
    adds_to: str | None = None  # code of the report that the mention adds to
    hides: Visibility | None = None  # how that report must be hidden from now on, at least
    reply: Reply | None = None


class Store(Protocol):
    """The memory of the service. Each method is one transaction."""

    def cursor(self, stream: str) -> str | None:
        """Return how far a stream (``x:mentions``, ``x:messages`` ...) has been read."""
        ...

    def receive(self, stream: str, page: Page, now: datetime) -> int:
        """Keep a page and move its cursor, together. Return how many mentions were new."""
        ...

    def waiting(self, channel: str, limit: int) -> list[Mention]:
        """Return received mentions that nobody has decided on, oldest first."""
        ...

    def known(self, mention: Mention, own_author_id: str) -> Known: ...

    def carry_out(self, step: Step, now: datetime) -> None:
        """Keep a decision with all that follows from it: report, thread, debts. All or nothing."""
        ...

    def park(self, mention: Mention, problem: str, now: datetime) -> None:
        """Set a mention aside for a moderator."""
        ...

    def acts_due(self, channel: str, now: datetime, limit: int) -> list[DueAct]:
        """Return the acts of moderators whose citizens must be told now, oldest first.

        None that can still be undone. Of those that wait for the citizen to write to us, only
        those whose citizen has.
        """
        ...

    def settle_act(self, act_id: int, reply: Reply | None, invites: bool, now: datetime) -> None:
        """Owe the reply of an act, once. With ``invites`` it only asks the citizen to write."""
        ...

    def due(self, channel: str, via: Via, now: datetime, limit: int) -> list[OwedReply]:
        """Return pending debts of one way, urgent ones first, then oldest first."""
        ...

    def mark_sending(self, key: str, text: str, now: datetime) -> bool:
        """Commit the intent to send, in these words. False when the debt is not pending."""
        ...

    def record(self, key: str, delivery: Delivery, now: datetime) -> None: ...

    def doubtful(self, channel: str, now: datetime, lease: timedelta) -> list[OwedReply]:
        """Return debts in ``unknown``, and those left in ``sending`` by a process that died."""
        ...

    def claimed_posts(self, post_ids: Sequence[str]) -> frozenset[str]:
        """Return those of our posts that already settle a debt."""
        ...

    def keep_quotas(self, channel: str, seen: Sequence[Quota], /) -> None: ...

    def pause(self, stream: str, until: datetime | None, why: str) -> None:
        """Remember that a stream must not be asked before ``until``."""
        ...

    def paused_until(self, stream: str) -> datetime | None: ...
