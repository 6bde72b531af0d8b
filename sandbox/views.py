"""The network as a person sees it: threads and conversations, ready for a template.

Texts are cut into pieces (plain, link, mention, hashtag); escaping is the template's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice

from sandbox import text as texts
from sandbox.platform import Platform
from sandbox.values import DirectMessage, Post, User

_WIB = timezone(timedelta(hours=7), "WIB")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_HUES = 6
_LINK_SHOWN = 40
_NESTING = 4  # replies below this depth stand one after another
THREADS_SHOWN = 100

_Replies = dict[str | None, list[Post]]


@dataclass(frozen=True, slots=True)
class Face:
    """Who speaks: a name, and an avatar made of initials on one of six colours."""

    username: str
    name: str
    initials: str
    hue: int
    location: str | None
    is_bot: bool
    protected: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``href`` makes it a link, ``kind`` its look."""

    text: str
    kind: str = "plain"
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    iso: str
    exact: str
    short: str


@dataclass(frozen=True, slots=True)
class PostView:
    id: str
    author: Face
    pieces: tuple[Piece, ...]
    at: Moment
    edited: bool
    deleted: bool
    may_edit: bool
    may_delete: bool
    text: str
    addressed: tuple[str, ...]
    quoted: "PostView | None"
    retweeted: "PostView | None"
    replies: tuple["PostView", ...]


@dataclass(frozen=True, slots=True)
class MessageView:
    id: str
    author: Face
    pieces: tuple[Piece, ...]
    at: Moment


@dataclass(frozen=True, slots=True)
class ConversationView:
    """One citizen in the list of conversations."""

    face: Face
    count: int
    last: str | None


def face(platform: Platform, user: User) -> Face:
    words = [word for word in user.name.split() if word[:1].isalnum()] or [user.username]
    is_bot = user.id == platform.account.id
    return Face(
        username=user.username,
        name=user.name,
        initials="L!" if is_bot else "".join(word[0] for word in words[:2]).upper(),
        hue=int(user.id) % _HUES,
        location=user.location,
        is_bot=is_bot,
        protected=user.protected,
        suspended=user.suspended,
    )


def citizens(platform: Platform) -> list[Face]:
    """Return everybody a person may speak as."""
    return [face(platform, user) for user in platform.users() if not user.suspended]


def threads(platform: Platform) -> list[PostView]:
    """Return the first posts of the newest threads, newest first, each with its replies inside."""
    replies: _Replies = {}
    for post in platform.posts():
        parent = platform.find(post.in_reply_to) if post.in_reply_to else None
        replies.setdefault(parent.first_id if parent else None, []).append(post)
    newest = reversed(replies.get(None, []))
    alive = (post for post in newest if not post.deleted or replies.get(post.first_id))
    return [_post(platform, post, replies) for post in islice(alive, THREADS_SHOWN)]


def conversation(platform: Platform, username: str) -> list[MessageView]:
    """Return the messages between a user and our account, oldest first. Raises NotFound."""
    user = platform.user_named(username)
    return [
        MessageView(
            id=message.id,
            author=face(platform, platform.user(message.sender_id)),
            pieces=pieces(message.text),
            at=_moment(message.created_at, platform.now()),
        )
        for message in platform.messages()
        if _is_between(message, user.id)
    ]


def conversations(platform: Platform) -> list[ConversationView]:
    """Return everybody with the number of messages and the beginning of the last one."""
    messages = platform.messages()
    result = []
    for user in platform.users():
        own = [message for message in messages if _is_between(message, user.id)]
        last = texts.shorten(own[-1].text, 60) if own else None
        result.append(ConversationView(face(platform, user), len(own), last))
    return result


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut a text at its links, mentions and hashtags."""
    links = texts.links(text)
    marks = [
        *(
            (span, Piece(_link_text(span.value), "link", texts.absolute(span.value)))
            for span in links
        ),
        *((span, Piece(f"@{span.value}", "mention")) for span in texts.mentions(text)),
        *((span, Piece(f"#{span.value}", "hashtag")) for span in texts.hashtags(text)),
    ]
    result, place = [], 0
    for span, piece in sorted(marks, key=lambda mark: mark[0].start):
        if span.start < place:
            continue  # a hashtag inside a link
        if span.start > place:
            result.append(Piece(text[place : span.start]))
        result.append(piece)
        place = span.end
    if place < len(text):
        result.append(Piece(text[place:]))
    return tuple(result)


def _post(
    platform: Platform, post: Post, replies: _Replies | None = None, depth: int = 0
) -> PostView:
    author = face(platform, platform.user(post.author_id))
    is_ours = author.is_bot or post.deleted
    now = platform.now()
    return PostView(
        id=post.id,
        author=author,
        pieces=() if post.deleted else pieces(post.latest.text),
        at=_moment(post.versions[0].created_at, now),
        edited=len(post.versions) > 1,
        deleted=post.deleted,
        may_edit=not is_ours and post.retweets is None and now < post.editable_until,
        may_delete=not is_ours,
        text="" if post.deleted else post.latest.text,
        addressed=post.addressed,
        quoted=_embedded(platform, post.quotes),
        retweeted=_embedded(platform, post.retweets),
        replies=_replies_to(platform, post, replies, depth) if replies else (),
    )


def _replies_to(
    platform: Platform, post: Post, replies: _Replies, depth: int
) -> tuple[PostView, ...]:
    direct = [r for r in replies.get(post.first_id, []) if not r.deleted or r.first_id in replies]
    if depth < _NESTING:
        return tuple(_post(platform, reply, replies, depth + 1) for reply in direct)
    below, waiting = [], direct
    while waiting:
        reply, *waiting = waiting
        below.append(_post(platform, reply))
        waiting = [*replies.get(reply.first_id, []), *waiting]
    return tuple(below)


def _embedded(platform: Platform, post_id: str | None) -> PostView | None:
    post = platform.find(post_id) if post_id else None
    return _post(platform, post) if post else None


def _is_between(message: DirectMessage, user_id: str) -> bool:
    return user_id in (message.sender_id, message.recipient_id)


def _link_text(url: str) -> str:
    shown = texts.absolute(url).split("://", 1)[1].removesuffix("/")
    return shown if len(shown) <= _LINK_SHOWN else shown[: _LINK_SHOWN - 1] + "…"


def _moment(at: datetime, now: datetime) -> Moment:
    local = at.astimezone(_WIB)
    day = f"{local.day} {_MONTHS[local.month - 1]}"
    exact = f"{day} {local.year}, {local:%H.%M} WIB"
    return Moment(iso=at.isoformat(), exact=exact, short=_short(at, now, day))


def _short(at: datetime, now: datetime, day: str) -> str:
    minutes = int((now - at).total_seconds() // 60)
    for limit, text in (
        (1, "baru saja"),
        (60, f"{minutes} mnt"),
        (24 * 60, f"{minutes // 60} jam"),
        (7 * 24 * 60, f"{minutes // (24 * 60)} hr"),
    ):
        if minutes < limit:
            return text
    return day


def chosen(faces: Iterable[Face], username: str) -> Face | None:
    """Return the face with that username, the first one when there is none."""
    listed = list(faces)
    wanted = username.lower()
    return next((f for f in listed if f.username.lower() == wanted), listed[0] if listed else None)
