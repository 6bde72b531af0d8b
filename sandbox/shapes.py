"""Values of the network -> X's JSON objects.

Source: https://docs.x.com/x-api/fundamentals/data-dictionary. Three habits of X are kept because a
client must cope with them: ``&``, ``<`` and ``>`` in a text arrive HTML-escaped; every link is
replaced by a t.co address (``entities.urls`` tells the true one); and a reply begins with the names
of those it addresses, which its author did not type.
"""

import hashlib
import html
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox import text as texts
from sandbox.parameters import Wanted
from sandbox.platform import NotFound, Platform
from sandbox.problems import Json, hidden_post, missing
from sandbox.values import MAX_EDITS, DirectMessage, Post, Sight, User, Version

_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TCO_SYMBOLS = 10


def timestamp(moment: datetime) -> str:
    """Return ``2026-08-17T03:00:00.000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tco(text_id: str, url: str) -> str:
    """Return the short address for a link in a post or message: 23 characters, always the same."""
    number = int.from_bytes(hashlib.sha256(f"{text_id} {url}".encode()).digest()[:10], "big")
    symbols = ""
    for _ in range(_TCO_SYMBOLS):
        number, index = divmod(number, len(_BASE62))
        symbols += _BASE62[index]
    return f"https://t.co/{symbols}"


def user_object(user: User, fields: frozenset[str] = frozenset()) -> Json:
    """A user: id, name and username always; the rest when asked for and known."""
    shown: Json = {"id": user.id, "name": user.name, "username": user.username}
    extras: Json = {
        "created_at": timestamp(user.created_at),
        "description": "",
        "location": user.location,
        "protected": user.protected,
        "public_metrics": {
            "followers_count": 0,
            "following_count": 0,
            "tweet_count": 0,
            "listed_count": 0,
            "like_count": 0,
        },
        "verified": False,
        "verified_type": "none",
    }
    shown |= {k: v for k, v in extras.items() if k in fields and v is not None}
    return shown


@dataclass(frozen=True, slots=True)
class _Shown:
    """A text as X delivers it, with what it found in it."""

    text: str
    entities: Json


class Shapes:
    """Builds objects for one request: the network, and the fields that were asked for."""

    def __init__(self, platform: Platform, wanted: Wanted) -> None:
        self._platform = platform
        self._wanted = wanted

    # ---------------------------------------------------------------- posts

    def post(self, post: Post, version: Version | None = None) -> Json:
        """A post (its latest version unless told otherwise): three fields, and those asked for."""
        version = version or post.latest
        text = self._whole_text(post, version)
        is_long = texts.weighted_length(version.text) > texts.MAX_WEIGHT
        shown = self._shown(version.id, texts.shorten(text, texts.MAX_WEIGHT) if is_long else text)
        result: Json = {
            "id": version.id,
            "text": shown.text,
            "edit_history_tweet_ids": [v.id for v in post.versions],
        }
        extras = self._extras(post, version)
        extras["entities"] = shown.entities or None
        if is_long:
            whole = self._shown(version.id, text)
            extras["note_tweet"] = {"text": whole.text} | (
                {"entities": whole.entities} if whole.entities else {}
            )
        fields = self._tweet_fields()
        return result | {k: v for k, v in extras.items() if k in fields and v is not None}

    def page(self, posts: list[Post]) -> Json:
        """``data`` with ``includes`` and ``errors`` as far as there are any."""
        body: Json = {"data": [self.post(post) for post in posts]} if posts else {}
        return body | self.around([(post, post.latest) for post in posts])

    def around(self, seen: list[tuple[Post, Version]]) -> Json:
        """``includes`` and ``errors`` that go with these posts."""
        referenced, errors = self._referenced([post for post, _ in seen])
        users = self._users_around([post for post, _ in seen], referenced)
        includes: Json = {}
        if users:
            includes["users"] = [user_object(user, self._wanted.user) for user in users]
        if referenced:
            includes["tweets"] = [self.post(post, version) for post, version in referenced]
        return ({"includes": includes} if includes else {}) | ({"errors": errors} if errors else {})

    def _tweet_fields(self) -> frozenset[str]:
        # An expansion brings the field that it expands.
        brought = {
            "author_id": "author_id",
            "referenced_tweets.id": "referenced_tweets",
            "referenced_tweets.id.author_id": "referenced_tweets",
            "in_reply_to_user_id": "in_reply_to_user_id",
            "entities.mentions.username": "entities",
        }
        expansions = self._wanted.expansions
        return self._wanted.tweet | {brought[name] for name in expansions if name in brought}

    def _extras(self, post: Post, version: Version) -> Json:
        parent = self._platform.find(post.in_reply_to) if post.in_reply_to else None
        return {
            "author_id": post.author_id,
            "conversation_id": post.conversation_id,
            "created_at": timestamp(version.created_at),
            "edit_controls": {
                "edits_remaining": MAX_EDITS + 1 - len(post.versions),
                "is_edit_eligible": post.retweets is None,
                "editable_until": timestamp(post.editable_until),
            },
            "in_reply_to_user_id": parent.author_id if parent else None,
            "lang": "in",  # X writes Indonesian with its old code
            "possibly_sensitive": False,
            "public_metrics": {
                "retweet_count": 0,
                "reply_count": 0,
                "like_count": 0,
                "quote_count": 0,
                "bookmark_count": 0,
                "impression_count": 0,
            },
            "referenced_tweets": _references(post) or None,
            "reply_settings": "everyone",
        }

    def _whole_text(self, post: Post, version: Version) -> str:
        return " ".join([*(f"@{name}" for name in post.addressed), version.text])

    def _shown(self, text_id: str, text: str) -> _Shown:
        """Escape a text and replace its links; entities are counted in what is delivered."""
        out, urls, place = "", [], 0
        for link in texts.links(text):
            out += html.escape(text[place : link.start], quote=False)
            short = tco(text_id, link.value)
            urls.append(
                {
                    "start": len(out),
                    "end": len(out) + len(short),
                    "url": short,
                    "expanded_url": texts.absolute(link.value),
                    "display_url": texts.absolute(link.value).split("://", 1)[1],
                }
            )
            out += short
            place = link.end
        out += html.escape(text[place:], quote=False)
        return _Shown(out, self._entities(out, urls))

    def _entities(self, text: str, urls: list[Json]) -> Json:
        names = []
        for span in texts.mentions(text):
            try:
                user = self._platform.user_named(span.value)
            except NotFound:
                continue
            names.append(
                {"start": span.start, "end": span.end, "username": user.username, "id": user.id}
            )
        tags = [{"start": s.start, "end": s.end, "tag": s.value} for s in texts.hashtags(text)]
        found: Json = {"mentions": names, "hashtags": tags, "urls": urls}
        return {kind: entries for kind, entries in found.items() if entries}

    def _referenced(self, posts: list[Post]) -> tuple[list[tuple[Post, Version]], list[Json]]:
        """Return the posts that these refer to, each once, and an error for each unseen one."""
        if not self._wanted.expansions & {"referenced_tweets.id", "referenced_tweets.id.author_id"}:
            return [], []
        ids = dict.fromkeys(entry["id"] for post in posts for entry in _references(post))
        found, errors = [], []
        for post_id in ids:
            post = self._platform.find(post_id)
            sight = self._platform.sight(post)
            if post is not None and sight is Sight.PUBLIC:
                found.append((post, post.version(post_id)))
            elif sight is Sight.HIDDEN:
                errors.append(hidden_post(post_id, "referenced_tweets.id"))
            else:
                errors.append(missing("tweet", post_id, "referenced_tweets.id"))
        return found, errors

    def _users_around(
        self, posts: list[Post], referenced: list[tuple[Post, Version]]
    ) -> list[User]:
        expansions, ids = self._wanted.expansions, []
        if "author_id" in expansions:
            ids += [post.author_id for post in posts]
        if "in_reply_to_user_id" in expansions:
            parents = (self._platform.find(post.in_reply_to or "") for post in posts)
            ids += [parent.author_id for parent in parents if parent]
        if "referenced_tweets.id.author_id" in expansions:
            ids += [post.author_id for post, _ in referenced]
        if "entities.mentions.username" in expansions:
            ids += [
                entry["id"]
                for post in posts
                for entry in self.post(post).get("entities", {}).get("mentions", [])
            ]
        return [self._platform.user(user_id) for user_id in dict.fromkeys(ids)]

    # ---------------------------------------------------------------- direct messages

    def message(self, message: DirectMessage) -> Json:
        """A DM event: id, event_type and text always; the rest when asked for.

        ``participant_ids`` never comes: X gives it for people who join or leave a group only.
        """
        shown = self._shown(message.id, message.text)
        result: Json = {"id": message.id, "event_type": "MessageCreate", "text": shown.text}
        extras: Json = {
            "created_at": timestamp(message.created_at),
            "dm_conversation_id": message.conversation_id,
            "entities": shown.entities or None,
            "sender_id": message.sender_id,
        }
        fields = self._wanted.dm | (self._wanted.expansions & {"sender_id"})
        return result | {k: v for k, v in extras.items() if k in fields and v is not None}

    def messages(self, messages: list[DirectMessage]) -> Json:
        """``data`` with ``includes`` as far as there are any."""
        if not messages:
            return {}
        body: Json = {"data": [self.message(message) for message in messages]}
        ids: list[str] = []
        if "sender_id" in self._wanted.expansions:
            ids += [message.sender_id for message in messages]
        if ids:
            users = [self._platform.user(user_id) for user_id in dict.fromkeys(ids)]
            body["includes"] = {"users": [user_object(u, self._wanted.user) for u in users]}
        return body


def _references(post: Post) -> list[Json]:
    kinds = {
        "retweeted": post.retweets,
        "quoted": post.quotes,
        "replied_to": post.in_reply_to,
    }
    return [{"type": kind, "id": post_id} for kind, post_id in kinds.items() if post_id]
