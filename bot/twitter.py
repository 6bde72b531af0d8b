"""X (Twitter) as a channel. The only file that imports tweepy; its errors end here.

tweepy builds and signs the requests. The answers we read ourselves (``twitter_shapes``), one post
at a time: tweepy's own models fail on a whole page when a single post in it is malformed.
Source of paths and limits: X's API documentation, August 2026.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
import tweepy
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from bot import twitter_shapes as shapes
from bot.twitter_shapes import MALFORMED, Json
from domain.model import Gap, Mention, OwnPost, Page, Quota, Unreadable
from domain.ports import Abilities, Clock, Refusal, Refused, Unavailable

TIMEOUT_SECONDS = 10  # tweepy sets none: a hanging X would hang us for ever
DEFAULT_WAIT = timedelta(seconds=60)  # when X does not say when to come back
NEWEST_SERVED = 800  # X keeps no more mentions than these for anybody
_PAGE = 100
_MAX_PAGES = 2 * NEWEST_SERVED // _PAGE  # a server that pages for ever must not hold us
_MESSAGE_PAGES = 5  # a read: X allows 15 in 15 minutes, and our own traces need some of them
_LOOKUP = 100  # ids a request
_LARGEST = 2**32  # no true limit or reset is larger; a database column would not hold it

# The endpoints whose quotas we watch, by the end of their path.
_ENDPOINTS = {
    "/mentions": "mentions",
    "/dm_events": "messages",
    "/messages": "send_message",
    "/users/me": "me",
}

# X's words for "not this post, not this person". Any other 403 may be about our account.
_ABOUT_THIS_POST = (
    "reply",
    "mentioned",
    "engaged",
    "quote",
    "deleted",
    "not visible",
    "dm_conversations",
    "direct message",
    "participant",
)
_ABOUT_THE_APP = ("client-forbidden", "oauth1-permissions", "unsupported-authentication")


@dataclass(frozen=True, slots=True)
class Probe:
    """What one harmless read of one endpoint has shown."""

    endpoint: str
    problem: str | None
    fields: tuple[str, ...]
    quota: Quota | None


class Wire(HTTPAdapter):
    """The last step before the network: sends to another host, never waits for ever, takes notes.

    tweepy hard-wires its host. A signature covers the address that tweepy believes in, so a real X
    must not be reached through ``host``; it is for look-alikes.
    """

    def __init__(self, host: str | None, timeout_seconds: float) -> None:
        super().__init__(max_retries=0)  # a POST that is tried twice may be two posts
        self._host = host
        self._timeout_seconds = timeout_seconds
        self.quotas: dict[str, Quota] = {}
        self.access_level: str | None = None  # "read-write-directmessages", as X names it
        self.date: str | None = None  # X's clock, in the last answer

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        path = request.path_url
        kwargs["timeout"] = self._timeout_seconds
        if self._host is not None:
            request.url = self._host + path
            kwargs["proxies"] = None
        response = super().send(request, *args, **kwargs)
        self.access_level = response.headers.get("x-access-level", self.access_level)
        self.date = response.headers.get("date", self.date)
        name = endpoint_name(str(request.method), path.partition("?")[0])
        quota = read_quota(name, response, "x-rate-limit")
        if quota is not None:
            self.quotas[name] = quota
        return response


def read_quota(endpoint: str, response: requests.Response, prefix: str) -> Quota | None:
    """Read X's three headers with that prefix; None where X does not send them."""
    try:
        limit, remaining, reset = (
            min(int(response.headers[f"{prefix}-{name}"]), _LARGEST)
            for name in ("limit", "remaining", "reset")
        )
        return Quota(endpoint, limit, remaining, datetime.fromtimestamp(reset, UTC))
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def endpoint_name(method: str, path: str) -> str:
    """Return our short name of an endpoint, such as ``mentions`` or ``post``."""
    if path.endswith("/tweets"):
        if method == "POST":
            return "post"
        return "timeline" if "/users/" in path else "lookup"
    return next((name for end, name in _ENDPOINTS.items() if path.endswith(end)), path)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far direct messages were read, written as a cursor: ``low[|high|token]``.

    X serves them newest first and has no since_id. A long backlog is read a few pages at a time:
    down from ``high`` to ``low``, going on at ``token``; the next read begins above ``high``.
    """

    low: int
    high: int = 0
    token: str | None = None

    @classmethod
    def parse(cls, cursor: str) -> "Backlog":
        low, _, rest = cursor.partition("|")
        high, _, token = rest.partition("|")
        return cls(int(low), int(high or 0), token or None)

    def __str__(self) -> str:
        return str(self.low) if self.token is None else f"{self.low}|{self.high}|{self.token}"


class TwitterChannel:
    """See ``domain.ports.Channel`` for what each method promises."""

    name = shapes.CHANNEL
    abilities = Abilities(can_reply=True, can_dm=True, max_length=280, max_dm_length=10_000)

    def __init__(
        self,
        *,
        consumer_key: str,
        consumer_secret: str,
        access_token: str,
        access_token_secret: str,
        clock: Clock,
        first_read: timedelta,
        host: str | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        """``first_read`` is how far back to look when there is no cursor yet."""
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
        # A redirected POST would be "sent" to wherever it leads; X's API redirects nowhere.
        self._client.session.max_redirects = 0
        self._clock = clock
        self._first_read = first_read
        self._own_id: str | None = None
        # They log whole requests and answers at DEBUG: citizens' words and our keys.
        for talkative in ("tweepy", "oauthlib", "requests_oauthlib"):
            logging.getLogger(talkative).setLevel(logging.WARNING)

    # ------------------------------------------------------------ reading

    def own_author_id(self) -> str:
        if self._own_id is None:
            data = self._ask(self._client.get_me).get("data")
            own_id = shapes.numeric_id(data) if isinstance(data, dict) else None
            if own_id is None:
                raise self._unavailable("X does not say who we are")
            self._own_id = str(own_id)
        return self._own_id

    def mentions_since(self, cursor: str | None) -> Page:
        after = int(cursor) if cursor is not None else self._beginning()
        own_id = self.own_author_id()
        pages = list(self._mention_pages(after))
        mentions: list[Mention] = []
        unreadable: list[Unreadable] = []
        for answer in pages:
            users = shapes.users_in(answer)
            for post in shapes.objects_in(answer, "data"):
                try:
                    mention = shapes.mention(post, users)
                except MALFORMED as error:
                    unreadable.append(shapes.unreadable(post, error, direct=False))
                    continue
                if mention.author_id != own_id and not shapes.is_retweet(mention):
                    mentions.append(mention)
        ids = [id_ for answer in pages for id_ in _ids_in(answer)]
        mentions.sort(key=lambda mention: int(mention.post_id))
        newest = str(max([after, *ids]))
        return Page(tuple(mentions), tuple(unreadable), newest, _gap(after, pages, ids))

    def direct_messages_since(self, cursor: str | None) -> Page:
        start = Backlog(self._beginning()) if cursor is None else Backlog.parse(cursor)
        own_id = self.own_author_id()
        mentions: list[Mention] = []
        unreadable: list[Unreadable] = []
        events, end = self._message_events(start, _MESSAGE_PAGES)
        for event, users in events:
            try:
                if str(event["sender_id"]) != own_id:
                    mentions.append(shapes.direct_message(event, users))
            except MALFORMED as error:
                unreadable.append(shapes.unreadable(event, error, direct=True))
        mentions.sort(key=lambda mention: int(mention.id))
        return Page(tuple(mentions), tuple(unreadable), str(end))

    def lookup(self, post_ids: Sequence[str]) -> frozenset[str]:
        alive: set[str] = set()
        for start in range(0, len(post_ids), _LOOKUP):
            ids = list(post_ids[start : start + _LOOKUP])
            answer = self._ask(self._client.get_tweets, ids)
            there = {str(post.get("id")) for post in shapes.objects_in(answer, "data")}
            gone = {str(e.get("resource_id")) for e in shapes.objects_in(answer, "errors")}
            if set(ids) - there - gone:  # an answer with holes must not read as "all deleted"
                raise self._unavailable("X does not say what became of each post")
            alive |= there
        return frozenset(alive & set(post_ids))

    # ------------------------------------------------------------ writing

    def reply(self, post_id: str, text: str) -> str:
        answer = self._tell(self._client.create_tweet, text=text, in_reply_to_tweet_id=post_id)
        return self._id_of(answer, "id")

    def direct_message(self, author_id: str, text: str) -> str:
        answer = self._tell(self._client.create_direct_message, participant_id=author_id, text=text)
        return self._id_of(answer, "dm_event_id")

    # ------------------------------------------------------------ our own traces

    def own_posts_since(self, since: datetime) -> tuple[OwnPost, ...]:
        pages = self._pages(
            self._client.get_users_tweets,
            id=self.own_author_id(),
            start_time=since,
            tweet_fields=shapes.TWEET_FIELDS,
        )
        posts = [post for answer in pages for post in shapes.objects_in(answer, "data")]
        return self._all_read(shapes.own_post, posts)

    def own_messages_since(self, since: datetime) -> tuple[OwnPost, ...]:
        own_id = self.own_author_id()
        events, end = self._message_events(Backlog(shapes.id_at(since)), _MESSAGE_PAGES)
        if end.token is not None:
            raise self._unavailable("too many messages since then to find ours among them")
        sent = [event for event, _ in events if str(event.get("sender_id")) == own_id]
        return self._all_read(lambda event: shapes.own_message(event, own_id), sent)

    def quotas(self) -> tuple[Quota, ...]:
        return tuple(self._wire.quotas.values())

    def _all_read(self, read: Callable[[Json], OwnPost], items: list[Json]) -> tuple[OwnPost, ...]:
        """Read our own posts, all or none: to overlook one could mean to send it twice."""
        try:
            return tuple(read(item) for item in items)
        except MALFORMED as error:
            raise self._unavailable("X's answer makes no sense") from error

    # ------------------------------------------------------------ looking around

    def probe(self) -> Iterator[Probe]:
        """Make one harmless read per endpoint, and say what each has shown."""
        own_id = self.own_author_id()
        tweets = {"tweet_fields": shapes.TWEET_FIELDS, "max_results": 5}
        messages = {"dm_event_fields": shapes.DM_FIELDS, "max_results": 5}
        client = self._client
        reads: dict[str, Callable[[], Json]] = {
            "me": lambda: self._ask(client.get_me, user_fields=shapes.USER_FIELDS),
            "mentions": lambda: self._ask(client.get_users_mentions, own_id, **tweets),
            "timeline": lambda: self._ask(client.get_users_tweets, own_id, **tweets),
            "lookup": lambda: self._ask(client.get_tweets, ["20"]),
            "messages": lambda: self._ask(client.get_direct_message_events, **messages),
        }
        for endpoint, read in reads.items():
            yield self._probe(endpoint, read)

    def access_level(self) -> str | None:
        """Return the permission X last granted, in X's words."""
        return self._wire.access_level

    def clock_skew(self) -> timedelta | None:
        """Return how far X's clock is ahead of ours, to the second; None before any answer."""
        try:
            return parsedate_to_datetime(self._wire.date or "") - self._clock.now()
        except ValueError:
            return None

    def _probe(self, endpoint: str, read: Callable[[], Json]) -> Probe:
        problem, answer = None, {}
        try:
            answer = read()
        except (Unavailable, Refused) as error:
            problem = error.why
        data = answer.get("data")
        items = [data] if isinstance(data, dict) else shapes.objects_in(answer, "data")
        fields = tuple(sorted({name for item in items for name in item}))
        return Probe(endpoint, problem, fields, self._wire.quotas.get(endpoint))

    # ------------------------------------------------------------ paging

    def _beginning(self) -> int:
        """Return the id after which a first read begins: a cursor even where nobody wrote yet."""
        return shapes.id_at(self._clock.now() - self._first_read)

    def _mention_pages(self, after: int) -> Iterator[Json]:
        return self._pages(
            self._client.get_users_mentions,
            id=self.own_author_id(),
            since_id=after,
            tweet_fields=shapes.TWEET_FIELDS,
            user_fields=shapes.USER_FIELDS,
            expansions=shapes.MENTION_EXPANSIONS,
        )

    def _message_events(
        self, start: Backlog, pages: int
    ) -> tuple[list[tuple[Json, dict[str, Json]]], Backlog]:
        """Read messages above ``start.low``, newest first, at most so many pages.

        Return each with the users of its page, and where to go on.
        """
        found: list[tuple[Json, dict[str, Json]]] = []
        high, token = start.high, start.token
        for _ in range(pages):
            answer = self._ask(
                self._client.get_direct_message_events,
                event_types="MessageCreate",
                dm_event_fields=shapes.DM_FIELDS,
                user_fields=shapes.USER_FIELDS,
                expansions=["sender_id"],
                max_results=_PAGE,
                pagination_token=token,
            )
            users = shapes.users_in(answer)
            events = shapes.objects_in(answer, "data")
            ids = [shapes.numeric_id(event) for event in events]
            new = [id_ is None or id_ > start.low for id_ in ids]
            found += [(event, users) for event, is_new in zip(events, new, strict=True) if is_new]
            high = max([high, *(id_ for id_ in ids if id_ is not None)])
            token = shapes.next_token(answer)
            if token is None or not all(new):
                return found, Backlog(max(start.low, high))
        return found, Backlog(start.low, high, token)

    def _pages(self, method: Callable[..., requests.Response], **params: Any) -> Iterator[Json]:
        token: str | None = None
        for _ in range(_MAX_PAGES):
            answer = self._ask(method, max_results=_PAGE, pagination_token=token, **params)
            yield answer
            following = shapes.next_token(answer)
            if following is None:
                return
            if following == token:
                break
            token = following
        raise self._unavailable("X pages without an end")

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
            answer = method(*args, user_auth=True, **params).json()
        except tweepy.TooManyRequests as error:
            retry_at = self._reset(error.response)
            raise Unavailable("X's rate limit is used up", retry_at=retry_at) from error
        except tweepy.TwitterServerError as error:
            raise self._unavailable(f"X has a problem: {_status(error)}", writes) from error
        except tweepy.HTTPException as error:
            raise refused(error) from error
        except requests.TooManyRedirects as error:
            raise self._unavailable("X sends us elsewhere", writes) from error
        except requests.RequestException as error:
            doubtful = writes and not _never_reached(error)
            raise self._unavailable(f"X: {type(error).__name__}", doubtful) from error
        except (AttributeError, TypeError, ValueError, RecursionError) as error:
            # tweepy or the JSON reader, on a body or a header of another shape
            raise self._unavailable("X's answer makes no sense", writes) from error
        if not isinstance(answer, dict):
            raise self._unavailable("X's answer is no object", writes)
        return answer

    def _unavailable(self, why: str, maybe_done: bool = False) -> Unavailable:
        retry_at = self._clock.now() + DEFAULT_WAIT
        return Unavailable(why, retry_at=retry_at, maybe_done=maybe_done)

    def _reset(self, response: requests.Response) -> datetime:
        """Return when X takes requests again: the end of the window, or of the day if that is full.

        A reset in the past, or far away, is X's mistake: it is kept between a second and a day.
        """
        now = self._clock.now()
        seen = [
            read_quota("", response, prefix)
            for prefix in ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")
        ]
        resets = [quota.resets_at for quota in seen if quota is not None and quota.remaining == 0]
        wanted = max(resets, default=now + DEFAULT_WAIT)
        return min(max(wanted, now + timedelta(seconds=1)), now + timedelta(days=1))

    def _id_of(self, answer: Json, field: str) -> str:
        data = answer.get("data")
        posted = shapes.numeric_id({"id": data.get(field)}) if isinstance(data, dict) else None
        if posted is None:
            raise self._unavailable("X does not say what it has posted", maybe_done=True)
        return str(posted)


def refused(error: tweepy.HTTPException) -> Refused:
    """Say what an error status means for us."""
    status = _status(error)
    body = error.response.text.lower()
    match status:
        case 401:
            return Refused(Refusal.CREDENTIALS, "X does not accept the credentials (401)")
        case 402:
            return Refused(Refusal.PAYMENT, "the X account has no credits left (402)")
        case 403 if "duplicate" in body:
            return Refused(Refusal.DUPLICATE, "X has seen this text before (403)")
        case 403 if any(words in body for words in _ABOUT_THE_APP):
            return Refused(Refusal.CREDENTIALS, "the X app lacks a permission (403)")
        case 403 if any(words in body for words in _ABOUT_THIS_POST):
            return Refused(Refusal.NOT_ALLOWED, "X does not allow this (403)")
        case 403:
            return Refused(Refusal.UNCLEAR, "X refuses without a reason we know (403)")
        case 404 | 410:
            return Refused(Refusal.GONE, f"X does not know it any more ({status})")
        case _:
            return Refused(Refusal.BAD_REQUEST, f"X does not accept the request ({status})")


def _status(error: tweepy.HTTPException) -> int:
    return int(error.response.status_code)


def _never_reached(error: requests.RequestException) -> bool:
    """Say whether a request surely did not arrive: no connection was made."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)


def _ids_in(answer: Json) -> list[int]:
    found = (shapes.numeric_id(post) for post in shapes.objects_in(answer, "data"))
    return [id_ for id_ in found if id_ is not None]


def _gap(after: int, pages: Sequence[Json], ids: Sequence[int]) -> Gap | None:
    """Return what X no longer serves: it had so many pages that the oldest may be cut off.

    Pages are counted, not posts: X withholds some posts and pages are then not full.
    """
    if len(pages) * _PAGE < NEWEST_SERVED or not ids:
        return None
    return Gap(after_id=str(after), before_id=str(min(ids)))
