"""A file of mentions as a channel: the harmless twin of X, and the second channel there is.

It sends nothing; it remembers what it would have sent. The format is JSON lines:
``{"id", "text", "author_id", "username", "created_at"}`` with optional ``conversation_id``,
``in_reply_to``, ``author_location``, ``direct`` and ``referenced: [{"type", "id"}]``.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from domain.model import Mention, OwnPost, Page, Quota, Reference, Relation
from domain.ports import Abilities, Clock
from domain.text import safe_text

CHUNK = 200  # mentions a page: as many as a cycle can answer, so no debt is left at the end
_ID_LENGTH = 40  # as wide as the store keeps ids


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no mention, with its number (from 1) and what to do about it."""

    number: int
    problem: str


def read_mentions(lines: Iterable[str]) -> tuple[list[Mention], list[BadLine]]:
    """Parse JSON lines; a malformed one is named and the rest goes on. Blank lines are skipped.

    An id is that of the first line that has it. A post and a direct message may share one.
    """
    good: list[Mention] = []
    bad: list[BadLine] = []
    seen: dict[tuple[str, bool], int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            mention = _mention(line)
            first = seen.setdefault((mention.id, mention.direct), number)
            if first != number:
                raise ValueError(f"id {mention.id} stands in line {first} already")
        except ValueError as error:
            bad.append(BadLine(number, str(error)))
        else:
            good.append(mention)
    return good, bad


class ReplayChannel:
    """See ``domain.ports.Channel``.

    A cursor says how many mentions of which file were handed out; that of another file means
    nothing here, and reading starts at the top.
    """

    name = "replay"
    abilities = Abilities(can_reply=True, can_dm=True, max_length=280, max_dm_length=10_000)

    def __init__(self, mentions: Sequence[Mention], account: str, clock: Clock) -> None:
        self._mentions = sorted(mentions, key=lambda mention: mention.created_at)
        self._clock = clock
        own = (m.author_id for m in mentions if m.username.lower() == account.lower())
        self._own_author_id = next(own, f"@{account}")
        ids = "\n".join(mention.key for mention in self._mentions)
        self._file = sha256(ids.encode()).hexdigest()[:16]
        self._posts: list[OwnPost] = []
        self._messages: list[OwnPost] = []

    def own_author_id(self) -> str:
        return self._own_author_id

    def mentions_since(self, cursor: str | None) -> Page:
        return self._page(cursor, direct=False)

    def direct_messages_since(self, cursor: str | None) -> Page:
        return self._page(cursor, direct=True)

    def reply(self, post_id: str, text: str) -> str:
        id_ = f"reply-{len(self._posts) + 1}"
        self._posts.append(OwnPost(id_, text, self._clock.now(), in_reply_to=post_id))
        return id_

    def direct_message(self, author_id: str, text: str) -> str:
        id_ = f"dm-{len(self._messages) + 1}"
        self._messages.append(OwnPost(id_, text, self._clock.now(), to_author_id=author_id))
        return id_

    def own_posts_since(self, since: datetime) -> tuple[OwnPost, ...]:
        return tuple(post for post in self._posts if post.created_at >= since)

    def own_messages_since(self, since: datetime) -> tuple[OwnPost, ...]:
        return tuple(post for post in self._messages if post.created_at >= since)

    def lookup(self, post_ids: Sequence[str]) -> frozenset[str]:
        return frozenset(post_ids) & {mention.post_id for mention in self._mentions}

    def quotas(self) -> tuple[Quota, ...]:
        return ()

    def _page(self, cursor: str | None, *, direct: bool) -> Page:
        """Both streams walk through the file in the same chunks, so their order is kept."""
        file, _, handed_out = (cursor or "").partition(":")
        start = int(handed_out) if file == self._file else 0
        chunk = self._mentions[start : start + CHUNK]
        wanted = tuple(mention for mention in chunk if mention.direct is direct)
        return Page(wanted, (), cursor=f"{self._file}:{start + len(chunk)}")


def _mention(line: str) -> Mention:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("this is not JSON") from error
    if not isinstance(data, dict):
        raise ValueError('a mention is an object: {"id": ..., "text": ...}')
    id_ = _string(data, "id")
    if not id_ or len(id_) > _ID_LENGTH:
        raise ValueError(f'"id" must have 1 to {_ID_LENGTH} characters')
    direct = data.get("direct") is True
    author_id, in_reply_to = _string(data, "author_id"), _optional(data, "in_reply_to")
    # As on X: a post that answers nothing starts a conversation named after itself.
    own_conversation = f"dm-{author_id}" if direct else id_ if in_reply_to is None else None
    return Mention(
        channel=ReplayChannel.name,
        id=id_,
        post_id=id_,
        text=_string(data, "text"),
        author_id=author_id,
        username=_string(data, "username"),
        created_at=_moment(data),
        direct=direct,
        conversation_id=_optional(data, "conversation_id") or own_conversation,
        in_reply_to=in_reply_to,
        author_location=_optional(data, "author_location"),
        referenced=_references(data),
    )


def _string(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # ids are often written as numbers
    if not isinstance(value, str):
        raise ValueError(f'"{name}" is missing or is no text')
    return safe_text(value)


def _optional(data: dict[str, Any], name: str) -> str | None:
    return None if data.get(name) is None else _string(data, name)


def _moment(data: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(_string(data, "created_at"))
        # Without an offset it is taken as UTC, X's own zone.
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # the first and last hours of all are in no zone
        raise ValueError(
            '"created_at" is no ISO 8601 time, such as 2026-11-24T08:00:00Z'
        ) from error


def _references(data: dict[str, Any]) -> tuple[Reference, ...]:
    found = data.get("referenced") or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ValueError('"referenced" is a list of {"type", "id"}')
    try:
        return tuple(Reference(Relation(_string(i, "type")), _string(i, "id")) for i in found)
    except ValueError as error:
        raise ValueError(
            '"referenced" has the types replied_to, quoted and retweeted, each with an id'
        ) from error
