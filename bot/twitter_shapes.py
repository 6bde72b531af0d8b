"""The shapes of X's API v2, read with suspicion: JSON in, our values out. Knows no tweepy.

Source: X's API documentation, August 2026. A value of the wrong shape raises one of ``MALFORMED``:
it is X's mistake, and never a crash.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from typing import Any

from domain.model import Mention, OwnPost, Reference, Relation, Unreadable
from domain.text import safe_text

CHANNEL = "twitter"
Json = dict[str, Any]
MALFORMED = (KeyError, TypeError, ValueError, OverflowError)

# X is renaming tweet.* to post.*: the names live here and nowhere else.
TWEET_FIELDS = [
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "note_tweet",
    "referenced_tweets",
]
USER_FIELDS = ["location", "username"]
MENTION_EXPANSIONS = ["author_id"]
DM_FIELDS = ["created_at", "dm_conversation_id", "event_type", "sender_id"]

# X's ids ("snowflakes") begin with milliseconds since this moment; the last 22 bits tell posts of
# the same millisecond apart. So a time can stand for an id.
_EPOCH_MS = 1_288_834_974_657
_BITS = 22

_ID_DIGITS = 20  # 64 bits


def id_at(moment: datetime) -> int:
    """Return the smallest id that X could give at that time."""
    return max(1, (int(moment.timestamp() * 1000) - _EPOCH_MS) << _BITS)


def numeric_id(item: Json) -> int | None:
    """Return the id of a post or event, None when it has none that could be one."""
    try:
        return int(_id(item.get("id")))
    except ValueError:
        return None


def objects_in(answer: Json, name: str) -> list[Json]:
    """Return the objects in a list of an answer; what is no object or no list is not there."""
    found = answer.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def users_in(answer: Json) -> dict[str, Json]:
    """Return the users that came along, by their ids."""
    includes = answer.get("includes")
    users = objects_in(includes, "users") if isinstance(includes, dict) else []
    return {str(user.get("id")): user for user in users}


def next_token(answer: Json) -> str | None:
    """Return where the next page begins, None on the last one."""
    meta = answer.get("meta")
    token = meta.get("next_token") if isinstance(meta, dict) else None
    return None if token is None else str(token)


def moment(value: object) -> datetime:
    """Read a time of X, such as ``2026-11-24T08:00:00.000Z``."""
    return datetime.fromisoformat(_string(value)).astimezone(UTC)


def mention(post: Json, users: dict[str, Json]) -> Mention:
    """Read one post."""
    id_, author_id = _id(post["id"]), _id(post["author_id"])
    note = post.get("note_tweet")
    text = note["text"] if isinstance(note, dict) else post["text"]
    versions = [_id(version) for version in post.get("edit_history_tweet_ids") or [id_]]
    references = _references(post)
    user = users.get(author_id, {})
    return Mention(
        channel=CHANNEL,
        id=min(versions, key=int),
        post_id=id_,
        text=_words(text),
        author_id=author_id,
        username=safe_text(str(user.get("username", ""))),
        created_at=moment(post["created_at"]),
        conversation_id=_optional(post.get("conversation_id")),
        in_reply_to=next((r.id for r in references if r.type is Relation.REPLIED_TO), None),
        author_location=_optional(user.get("location")),
        referenced=references,
    )


def is_retweet(said: Mention) -> bool:
    """Say whether a post only passes on somebody else's words."""
    return any(reference.type is Relation.RETWEETED for reference in said.referenced)


def direct_message(event: Json, users: dict[str, Json]) -> Mention:
    """Read one direct message to us."""
    id_, sender_id = _id(event["id"]), _id(event["sender_id"])
    user = users.get(sender_id, {})
    return Mention(
        channel=CHANNEL,
        id=id_,
        post_id=id_,
        text=_words(event["text"]),
        author_id=sender_id,
        username=safe_text(str(user.get("username", ""))),
        created_at=moment(event["created_at"]),
        direct=True,
        conversation_id=_optional(event.get("dm_conversation_id")),
        author_location=_optional(user.get("location")),
    )


def own_post(post: Json) -> OwnPost:
    """Read a post of ours; its text is as X shows it (names in front, links shortened)."""
    replied = [ref.id for ref in _references(post) if ref.type is Relation.REPLIED_TO]
    return OwnPost(
        id=_id(post["id"]),
        text=safe_text(_string(post["text"])),
        created_at=moment(post["created_at"]),
        in_reply_to=replied[0] if replied else None,
    )


def own_message(event: Json, own_id: str) -> OwnPost:
    """Read a direct message of ours."""
    # A one-to-one conversation is named after its two people; X lists participants only for groups.
    people = str(event.get("dm_conversation_id", "")).split("-")
    others = [id_ for id_ in people if id_ != own_id]
    return OwnPost(
        id=_id(event["id"]),
        text=safe_text(_string(event["text"])),
        created_at=moment(event["created_at"]),
        to_author_id=others[0] if others else None,
    )


def unreadable(item: Json, error: Exception, *, direct: bool) -> Unreadable:
    """Return what is kept of an item that could not be read: its id, or a name from its content."""
    known = numeric_id(item)
    content = json.dumps(item, sort_keys=True, default=str).encode(errors="replace")
    id_ = str(known) if known is not None else f"?{sha256(content).hexdigest()[:16]}"
    return Unreadable(CHANNEL, id_, direct, f"{type(error).__name__} while reading a post of X")


def _references(post: Json) -> tuple[Reference, ...]:
    """Read what a post refers to. X may invent new relations; those we do not know do not count."""
    known = {relation.value for relation in Relation}
    found = post.get("referenced_tweets") or []
    return tuple(
        Reference(Relation(item["type"]), _id(item["id"]))
        for item in found
        if item["type"] in known
    )


def _id(value: object) -> str:
    """Read an id: digits and nothing else, or a query or a key could be led astray."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= _ID_DIGITS):
        raise ValueError("no id")
    return text


def _words(text: object) -> str:
    return safe_text(unescape(_string(text)))  # X sends & < > as entities


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _optional(value: object) -> str | None:
    return safe_text(str(value)) if value else None
