"""X (Twitter) as a channel. The only file that imports tweepy; its errors end here.

Source of paths, fields, limits and shapes: X's API documentation, August 2026. tweepy builds and
signs the requests; the answers we read ourselves, one post at a time, because tweepy's own models
fail on a whole page when a single post in it is malformed.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import requests
import tweepy
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from domain.model import Gap, Mention, OwnPost, Page, Quota, Reference, Relation, Unreadable
from domain.ports import Abilities, Clock, Refusal, Refused, Unavailable
from domain.text import safe_text

TIMEOUT_SECONDS = 10  # tweepy sets none: a hanging X would hang us for ever
DEFAULT_WAIT = timedelta(seconds=60)  # when X does not say when to come back
NEWEST_SERVED = 800  # X keeps no more mentions than these for anybody
_PAGE = 100
_MAX_PAGES = 2 * NEWEST_SERVED // _PAGE  # a server that pages for ever must not hold us
_LOOKUP = 100  # ids a request

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

# The endpoints whose quotas we watch, by the end of their path.
_ENDPOINTS = {
    "/mentions": "mentions",
    "/dm_events": "messages",
    "/messages": "send_message",
    "/users/me": "me",
}

Json = dict[str, Any]
# What reading a value of the wrong shape raises; such a value is X's mistake, never a crash.
_MALFORMED = (KeyError, TypeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Probe:
    """What one harmless read of one endpoint has shown."""

    endpoint: str
    problem: str | None
    fields: tuple[str, ...]
    quota: Quota | None


class Wire(HTTPAdapter):
    """The last step before the network: sends to another host, never waits for ever, keeps quotas.

    tweepy hard-wires its host. A signature covers the address that tweepy believes in, so a real X
    must not be reached through ``host``; it is for look-alikes.
    """

    def __init__(self, host: str | None, timeout_seconds: float) -> None:
        super().__init__(max_retries=0)  # a POST that is tried twice may be two posts
        self._host = host
        self._timeout_seconds = timeout_seconds
        self.quotas: dict[str, Quota] = {}
        self.access_level: str | None = None  # "read-write-directmessages", as X names it

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        path = request.path_url
        if self._host is not None:
            request.url = self._host + path
        kwargs["timeout"] = self._timeout_seconds
        kwargs["proxies"] = None if self._host is not None else kwargs.get("proxies")
        response = super().send(request, *args, **kwargs)
        self.access_level = response.headers.get("x-access-level", self.access_level)
        self._keep_quota(str(request.method), path.partition("?")[0], response)
        return response

    def _keep_quota(self, method: str, path: str, response: requests.Response) -> None:
        try:
            limit, remaining, reset = (
                int(response.headers[f"x-rate-limit-{name}"])
                for name in ("limit", "remaining", "reset")
            )
            resets_at = datetime.fromtimestamp(reset, UTC)
        except (KeyError, ValueError, OverflowError, OSError):
            return  # X does not send them everywhere
        name = endpoint_name(method, path)
        self.quotas[name] = Quota(name, limit, remaining, resets_at)


def endpoint_name(method: str, path: str) -> str:
    """Return our short name of an endpoint, such as ``mentions`` or ``post``."""
    if path.endswith("/tweets"):
        if method == "POST":
            return "post"
        return "timeline" if "/users/" in path else "lookup"
    return next((name for end, name in _ENDPOINTS.items() if path.endswith(end)), path)


class TwitterChannel:
    """See ``domain.ports.Channel`` for what each method promises."""

    name = "twitter"
    abilities = Abilities(can_reply=True, can_dm=True, max_length=280, max_dm_length=10_000)

    def __init__(
        self,
        *,
        consumer_key: str,
        consumer_secret: str,
        access_token: str,
        access_token_secret: str,
        clock: Clock,
        host: str | None = None,
        first_read: timedelta | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        """``first_read`` is how far back to look when there is no cursor yet; None: all of it."""
        self._wire = Wire(host, timeout_seconds)
        self._client = tweepy.Client(
            consumer_key=consumer_key,
            consumer_secret=consumer_secret,
            access_token=access_token,
            access_token_secret=access_token_secret,
            return_type=requests.Response,
            wait_on_rate_limit=False,  # it would sleep inside the call, for minutes
        )
        self._client.session.mount("https://", self._wire)
        self._clock = clock
        self._first_read = first_read
        self._own_id: str | None = None
        # tweepy logs whole requests and answers at DEBUG: citizens' words and our keys.
        logging.getLogger("tweepy").setLevel(logging.WARNING)
        logging.getLogger("oauthlib").setLevel(logging.WARNING)
        logging.getLogger("requests_oauthlib").setLevel(logging.WARNING)

    # ------------------------------------------------------------ reading

    def own_author_id(self) -> str:
        if self._own_id is None:
            answer = self._ask(self._client.get_me, user_auth=True)
            self._own_id = str(_object(answer, "data", self._clock)["id"])
        return self._own_id

    def mentions_since(self, cursor: str | None) -> Page:
        mentions: list[Mention] = []
        unreadable: list[Unreadable] = []
        ids: list[int] = []
        for answer in self._mention_pages(cursor):
            users = _users(answer)
            for post in _objects(answer, "data"):
                ids += _numeric_id(post)
                try:
                    mention = _mention(post, users)
                except _MALFORMED as error:
                    unreadable.append(_unreadable(post, error, direct=False))
                    continue
                if mention.author_id != self.own_author_id() and not _is_retweet(mention):
                    mentions.append(mention)
        newest = str(max(ids, default=int(cursor or 0))) if ids or cursor else None
        mentions.sort(key=lambda mention: int(mention.post_id))
        return Page(tuple(mentions), tuple(unreadable), newest, _gap(cursor, ids))

    def direct_messages_since(self, cursor: str | None) -> Page:
        mentions: list[Mention] = []
        unreadable: list[Unreadable] = []
        ids: list[int] = []
        first = self._first_moment() if cursor is None else None
        for event, users in self._message_events(after=int(cursor or 0), since=first):
            ids += _numeric_id(event)
            try:
                if str(event["sender_id"]) != self.own_author_id():
                    mentions.append(_direct_message(event, users))
            except _MALFORMED as error:
                unreadable.append(_unreadable(event, error, direct=True))
        newest = str(max(ids, default=int(cursor or 0))) if ids or cursor else None
        mentions.sort(key=lambda mention: int(mention.id))
        return Page(tuple(mentions), tuple(unreadable), newest)

    def lookup(self, post_ids: Sequence[str]) -> frozenset[str]:
        alive: set[str] = set()
        for start in range(0, len(post_ids), _LOOKUP):
            ids = list(post_ids[start : start + _LOOKUP])
            answer = self._ask(self._client.get_tweets, ids, user_auth=True)
            alive |= {str(post["id"]) for post in _objects(answer, "data") if "id" in post}
        return frozenset(alive & set(post_ids))

    # ------------------------------------------------------------ writing

    def reply(self, post_id: str, text: str) -> str:
        answer = self._tell(
            self._client.create_tweet, text=text, in_reply_to_tweet_id=post_id, user_auth=True
        )
        return self._id_of(answer, "id")

    def direct_message(self, author_id: str, text: str) -> str:
        answer = self._tell(
            self._client.create_direct_message,
            participant_id=author_id,
            text=text,
            user_auth=True,
        )
        return self._id_of(answer, "dm_event_id")

    # ------------------------------------------------------------ our own traces

    def own_posts_since(self, since: datetime) -> tuple[OwnPost, ...]:
        found = []
        for answer in self._pages(
            self._client.get_users_tweets,
            id=self.own_author_id(),
            start_time=since,
            tweet_fields=TWEET_FIELDS,
        ):
            found += self._all_read(_own_post, _objects(answer, "data"))
        return tuple(found)

    def own_messages_since(self, since: datetime) -> tuple[OwnPost, ...]:
        own_id = self.own_author_id()
        events = [event for event, _ in self._message_events(after=0, since=since)]
        sent = [event for event in events if str(event.get("sender_id")) == own_id]
        return tuple(self._all_read(lambda event: _own_message(event, own_id), sent))

    def _all_read(self, read: Callable[[Json], OwnPost], items: list[Json]) -> list[OwnPost]:
        """Read our own posts, all or none: to overlook one could mean to send it twice."""
        try:
            return [read(item) for item in items]
        except _MALFORMED as error:
            raise self._unavailable("X's answer makes no sense", maybe_done=False) from error

    def quotas(self) -> tuple[Quota, ...]:
        return tuple(self._wire.quotas.values())

    # ------------------------------------------------------------ looking around

    def probe(self) -> Iterator[Probe]:
        """Make one harmless read per endpoint, and say what each has shown."""
        own_id = self.own_author_id()
        tweets = {"tweet_fields": TWEET_FIELDS, "max_results": 5}
        reads: dict[str, Callable[[], Json]] = {
            "me": lambda: self._ask(self._client.get_me, user_fields=USER_FIELDS, user_auth=True),
            "mentions": lambda: self._ask(
                self._client.get_users_mentions, own_id, user_auth=True, **tweets
            ),
            "timeline": lambda: self._ask(
                self._client.get_users_tweets, own_id, user_auth=True, **tweets
            ),
            "lookup": lambda: self._ask(self._client.get_tweets, ["20"], user_auth=True),
            "messages": lambda: self._ask(
                self._client.get_direct_message_events,
                dm_event_fields=DM_FIELDS,
                max_results=5,
                user_auth=True,
            ),
        }
        for endpoint, read in reads.items():
            yield self._probe(endpoint, read)

    def access_level(self) -> str | None:
        """Return the permission X last granted, in X's words."""
        return self._wire.access_level

    def _probe(self, endpoint: str, read: Callable[[], Json]) -> Probe:
        try:
            answer = read()
        except Unavailable as error:
            return Probe(endpoint, error.why, (), self._wire.quotas.get(endpoint))
        except Refused as error:
            return Probe(endpoint, str(error), (), self._wire.quotas.get(endpoint))
        data = answer.get("data")
        items = [data] if isinstance(data, dict) else _objects(answer, "data")
        fields = sorted({name for item in items for name in item})
        return Probe(endpoint, None, tuple(fields), self._wire.quotas.get(endpoint))

    # ------------------------------------------------------------ paging

    def _mention_pages(self, cursor: str | None) -> Iterator[Json]:
        return self._pages(
            self._client.get_users_mentions,
            id=self.own_author_id(),
            since_id=cursor,
            start_time=self._first_moment() if cursor is None else None,
            tweet_fields=TWEET_FIELDS,
            user_fields=USER_FIELDS,
            expansions=MENTION_EXPANSIONS,
        )

    def _first_moment(self) -> datetime | None:
        if self._first_read is None:
            return None
        # X refuses a window that has no length yet.
        return self._clock.now() - max(self._first_read, timedelta(minutes=1))

    def _message_events(
        self, *, after: int, since: datetime | None = None
    ) -> Iterator[tuple[Json, dict[str, Json]]]:
        """Yield messages, newest first, down to an id or a time: X has no since_id for them."""
        for answer in self._pages(
            self._client.get_direct_message_events,
            event_types="MessageCreate",
            dm_event_fields=DM_FIELDS,
            user_fields=USER_FIELDS,
            expansions=["sender_id"],
        ):
            users = _users(answer)
            for event in _objects(answer, "data"):
                if any(id_ <= after for id_ in _numeric_id(event)):
                    return
                if since is not None and _moment(event.get("created_at"), since) < since:
                    return
                yield event, users

    def _pages(self, method: Callable[..., requests.Response], **params: Any) -> Iterator[Json]:
        token: str | None = None
        for _ in range(_MAX_PAGES):
            answer = self._ask(
                method, max_results=_PAGE, pagination_token=token, user_auth=True, **params
            )
            yield answer
            meta = answer.get("meta")
            following = meta.get("next_token") if isinstance(meta, dict) else None
            if following is None:
                return
            if following == token:
                break
            token = following
        raise Unavailable("X pages without an end", retry_at=self._clock.now() + DEFAULT_WAIT)

    # ------------------------------------------------------------ asking, and what errors mean

    def _ask(self, method: Callable[..., requests.Response], *args: Any, **params: Any) -> Json:
        """Call an endpoint that changes nothing."""
        return self._call(method, *args, writes=False, **params)

    def _tell(self, method: Callable[..., requests.Response], **params: Any) -> Json:
        """Call an endpoint that sends something: when its answer is lost, it may have happened."""
        return self._call(method, writes=True, **params)

    def _call(
        self, method: Callable[..., requests.Response], *args: Any, writes: bool, **params: Any
    ) -> Json:
        try:
            answer = method(*args, **params).json()
        except tweepy.TooManyRequests as error:
            raise Unavailable("X's rate limit is used up", retry_at=self._reset(error)) from error
        except tweepy.TwitterServerError as error:
            raise self._unavailable(f"X has a problem: {_status(error)}", writes) from error
        except tweepy.HTTPException as error:
            raise refused(error) from error
        except requests.JSONDecodeError as error:
            raise self._unavailable("X's answer is no JSON", writes) from error
        except requests.RequestException as error:
            doubtful = writes and not _never_reached(error)
            raise self._unavailable(f"X: {type(error).__name__}", doubtful) from error
        except (AttributeError, TypeError) as error:  # tweepy, on an error body of another shape
            raise self._unavailable("X's answer makes no sense", writes) from error
        if not isinstance(answer, dict):
            raise self._unavailable("X's answer is no object", writes)
        return answer

    def _unavailable(self, why: str, maybe_done: bool) -> Unavailable:
        retry_at = self._clock.now() + DEFAULT_WAIT
        return Unavailable(why, retry_at=retry_at, maybe_done=maybe_done)

    def _reset(self, error: tweepy.TooManyRequests) -> datetime:
        now = self._clock.now()
        if error.reset_time is None:
            return now + DEFAULT_WAIT
        # A reset in the past, or far away, is X's mistake: stay between a second and a day.
        seconds = min(max(error.reset_time - now.timestamp(), 1), 86_400)
        return now + timedelta(seconds=seconds)

    def _id_of(self, answer: Json, field: str) -> str:
        data = answer.get("data")
        if not isinstance(data, dict) or field not in data:
            raise self._unavailable("X does not say what it has posted", maybe_done=True)
        return str(data[field])


def refused(error: tweepy.HTTPException) -> Refused:
    """Say what an error status means for us."""
    status = _status(error)
    words = " ".join(str(message) for message in error.api_messages)
    match status:
        case 401:
            return Refused(Refusal.CREDENTIALS, "X does not accept the credentials (401)")
        case 402:
            return Refused(Refusal.PAYMENT, "the X account has no credits left (402)")
        case 403 if "duplicate" in words.lower():
            return Refused(Refusal.DUPLICATE, "X has seen this text before (403)")
        case 403 if _is_about_the_app(error):
            return Refused(Refusal.CREDENTIALS, "the X app lacks a permission (403)")
        case 403:
            return Refused(Refusal.NOT_ALLOWED, "X does not allow this (403)")
        case 404 | 410:
            return Refused(Refusal.GONE, f"X does not know it any more ({status})")
        case _:
            return Refused(Refusal.BAD_REQUEST, f"X does not accept the request ({status})")


def _is_about_the_app(error: tweepy.HTTPException) -> bool:
    """Tell "your app may not do this at all" from "not this post": the debt is not to blame."""
    problems = ("client-forbidden", "oauth1-permissions", "unsupported-authentication")
    return any(problem in error.response.text for problem in problems)


def _status(error: tweepy.HTTPException) -> int:
    return int(error.response.status_code)


def _never_reached(error: requests.RequestException) -> bool:
    """Say whether a request surely did not arrive: no connection was made."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


# ---------------------------------------------------------------- X's shapes, read with suspicion


def _object(answer: Json, name: str, clock: Clock) -> Json:
    found = answer.get(name)
    if not isinstance(found, dict) or "id" not in found:
        raise Unavailable("X's answer makes no sense", retry_at=clock.now() + DEFAULT_WAIT)
    return found


def _objects(answer: Json, name: str) -> list[Json]:
    found = answer.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _users(answer: Json) -> dict[str, Json]:
    includes = answer.get("includes")
    users = _objects(includes, "users") if isinstance(includes, dict) else []
    return {str(user.get("id")): user for user in users}


def _numeric_id(item: Json) -> list[int]:
    id_ = str(item.get("id", ""))
    return [int(id_)] if id_.isascii() and id_.isdigit() and len(id_) <= 20 else []


def _moment(value: object, otherwise: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except ValueError:
        return otherwise


def _mention(post: Json, users: dict[str, Json]) -> Mention:
    """Read one post. Raises KeyError, TypeError or ValueError when it is none."""
    id_, author_id = str(post["id"]), str(post["author_id"])
    int(id_)
    note = post.get("note_tweet")
    text = note["text"] if isinstance(note, dict) else post["text"]
    versions = [str(int(version)) for version in post.get("edit_history_tweet_ids") or [id_]]
    references = _references(post)
    user = users.get(author_id, {})
    return Mention(
        channel=TwitterChannel.name,
        id=min(versions, key=int),
        post_id=id_,
        text=safe_text(unescape(_text(text))),  # X sends & < > as entities
        author_id=author_id,
        username=safe_text(str(user.get("username", ""))),
        created_at=datetime.fromisoformat(_text(post["created_at"])).astimezone(UTC),
        conversation_id=_optional(post.get("conversation_id")),
        in_reply_to=next((r.id for r in references if r.type is Relation.REPLIED_TO), None),
        author_location=_optional(user.get("location")),
        referenced=references,
    )


def _references(post: Json) -> tuple[Reference, ...]:
    found = post.get("referenced_tweets") or []
    return tuple(Reference(Relation(item["type"]), str(item["id"])) for item in found)


def _direct_message(event: Json, users: dict[str, Json]) -> Mention:
    sender_id = str(event["sender_id"])
    user = users.get(sender_id, {})
    return Mention(
        channel=TwitterChannel.name,
        id=str(int(event["id"])),
        post_id=str(event["id"]),
        text=safe_text(_text(event["text"])),
        author_id=sender_id,
        username=safe_text(str(user.get("username", ""))),
        created_at=datetime.fromisoformat(_text(event["created_at"])).astimezone(UTC),
        direct=True,
        conversation_id=_optional(event.get("dm_conversation_id")),
        author_location=_optional(user.get("location")),
    )


def _own_post(post: Json) -> OwnPost:
    replied = [r["id"] for r in post.get("referenced_tweets") or [] if r["type"] == "replied_to"]
    return OwnPost(
        id=str(post["id"]),
        text=str(post.get("text", "")),
        created_at=datetime.fromisoformat(_text(post["created_at"])).astimezone(UTC),
        in_reply_to=str(replied[0]) if replied else None,
    )


def _own_message(event: Json, own_id: str) -> OwnPost:
    # A one-to-one conversation is named after its two people; X lists participants only for groups.
    people = str(event.get("dm_conversation_id", "")).split("-")
    others = [id_ for id_ in people if id_ != own_id]
    return OwnPost(
        id=str(event["id"]),
        text=str(event.get("text", "")),
        created_at=datetime.fromisoformat(_text(event["created_at"])).astimezone(UTC),
        to_author_id=others[0] if others else None,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _optional(value: object) -> str | None:
    return safe_text(str(value)) if value else None


def _is_retweet(mention: Mention) -> bool:
    return any(reference.type is Relation.RETWEETED for reference in mention.referenced)


def _unreadable(item: Json, error: Exception, *, direct: bool) -> Unreadable:
    id_ = str(item.get("id", ""))[:40]
    return Unreadable(
        TwitterChannel.name, id_, direct, f"{type(error).__name__} while reading a post of X"
    )


def _gap(cursor: str | None, ids: list[int]) -> Gap | None:
    """Return what X no longer serves: it had so much that the oldest of it may be cut off."""
    if cursor is None or len(ids) < NEWEST_SERVED:
        return None
    return Gap(after_id=cursor, before_id=str(min(ids)))
