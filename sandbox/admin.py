"""Knobs for tests and for whoever plays with the sandbox: JSON under ``/sandbox``, loopback only.

Mistakes are 404 (no such user or post), 409 (not possible now) or 422 (not understood), with
``{"detail": why}``.
"""

from dataclasses import asdict
from datetime import UTC
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from sandbox.faults import Fault, Kind
from sandbox.platform import NotAllowed, NotFound, Platform, Taken
from sandbox.problems import Json
from sandbox.shapes import timestamp
from sandbox.values import DirectMessage, Post, User

router = APIRouter(prefix="/sandbox")

MAX_TEXT = 25_000  # X: the longest post of a paying user


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewUser(_Body):
    username: str = Field(pattern=r"^[A-Za-z0-9_]{1,15}$")
    name: str = Field(min_length=1, max_length=50)
    location: str | None = None
    protected: bool = False


class NewState(_Body):
    protected: bool | None = None
    suspended: bool | None = None


class NewPost(_Body):
    username: str
    text: str = Field("", max_length=MAX_TEXT)
    in_reply_to: str | None = None
    quotes: str | None = None
    retweets: str | None = None
    created_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "NewPost":
        if not self.text.strip() and self.retweets is None:
            raise ValueError("a post needs a text, unless it is a retweet")
        return self


class NewText(_Body):
    text: str = Field(min_length=1, max_length=MAX_TEXT)


class NewMessage(_Body):
    username: str
    text: str = Field(min_length=1, max_length=10_000)


class NewFault(_Body):
    on: Literal[
        "me", "users", "mentions", "timeline", "lookup", "post", "dm_read", "dm_send", "any"
    ]
    kind: Kind
    times: int = Field(1, ge=1)
    after: int = Field(0, ge=0)
    seconds: float | None = Field(None, ge=0)


def _platform(request: Request) -> Platform:
    platform: Platform = request.app.state.platform
    return platform


Network = Annotated[Platform, Depends(_platform)]


@router.post("/users", status_code=201)
async def join(body: NewUser, platform: Network) -> Json:
    """Invent somebody; answers with the user."""
    try:
        user = platform.join(
            body.username, body.name, location=body.location, protected=body.protected
        )
    except Taken:
        raise HTTPException(409, "that username is taken") from None
    return _user(user)


@router.post("/users/{username}/state")
async def set_state(username: str, body: NewState, platform: Network) -> Json:
    """Protect or suspend somebody, or undo it; answers with the user."""
    with _Mistakes():
        return _user(
            platform.set_state(username, protected=body.protected, suspended=body.suspended)
        )


@router.post("/posts", status_code=201)
async def publish(body: NewPost, platform: Network) -> Json:
    """Post as anybody; answers ``{"id"}``."""
    with _Mistakes():
        post = platform.publish(
            platform.user_named(body.username).id,
            body.text,
            in_reply_to=body.in_reply_to,
            quotes=body.quotes,
            retweets=body.retweets,
            created_at=body.created_at.astimezone(UTC) if body.created_at else None,
        )
    return {"id": post.id}


@router.post("/posts/{post_id}/edit")
async def edit(post_id: str, body: NewText, platform: Network) -> Json:
    """Edit a post within its 30 minutes; answers ``{"id"}`` of the new version."""
    with _Mistakes():
        return {"id": platform.edit(post_id, body.text).id}


@router.delete("/posts/{post_id}")
async def delete(post_id: str, platform: Network) -> Json:
    with _Mistakes():
        platform.delete(post_id)
    return {"deleted": True}


@router.post("/dms", status_code=201)
async def send_dm(body: NewMessage, platform: Network) -> Json:
    """Write to our account as anybody; answers ``{"id"}``."""
    with _Mistakes():
        sender = platform.user_named(body.username)
        return {"id": platform.send_dm(sender.id, platform.account.id, body.text).id}


@router.get("/state")
async def state(platform: Network) -> Json:
    """Return everything, oldest first: users, posts (deleted ones too), dms, pending faults."""
    names = {user.id: user.username for user in platform.users()}
    names[platform.account.id] = platform.account.username
    return {
        "account": asdict(platform.account),
        "users": [_user(user) for user in platform.users()],
        "posts": [_post(post, names) for post in platform.posts()],
        "dms": [_message(message, names) for message in platform.messages()],
        "faults": [asdict(fault) for fault in platform.pending_faults()],
    }


@router.post("/reset")
async def reset(platform: Network) -> Json:
    """Forget everything that happened, with quotas and faults. The invented citizens stay."""
    platform.reset()
    return {"reset": True}


@router.post("/faults", status_code=201)
async def add_fault(body: NewFault, platform: Network) -> Json:
    """Order a fault (see ``faults.Kind``); answers with all that are pending."""
    platform.add_fault(Fault(body.on, body.kind, body.times, body.after, body.seconds))
    return {"faults": [asdict(fault) for fault in platform.pending_faults()]}


@router.delete("/faults")
async def clear_faults(platform: Network) -> Json:
    platform.clear_faults()
    return {"faults": []}


class _Mistakes:
    """Turns the network's refusals into this page's status codes."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, NotFound):
            raise HTTPException(404, "no such user or post") from None
        if isinstance(error, NotAllowed):
            raise HTTPException(409, str(error)) from None


def _user(user: User) -> Json:
    return {**asdict(user), "created_at": timestamp(user.created_at)}


def _post(post: Post, names: dict[str, str]) -> Json:
    return {
        "id": post.id,
        "edit_history_tweet_ids": [version.id for version in post.versions],
        "author_id": post.author_id,
        "username": names[post.author_id],
        "text": post.latest.text,
        "addressed": list(post.addressed),
        "created_at": timestamp(post.latest.created_at),
        "conversation_id": post.conversation_id,
        "in_reply_to": post.in_reply_to,
        "quotes": post.quotes,
        "retweets": post.retweets,
        "deleted": post.deleted,
    }


def _message(message: DirectMessage, names: dict[str, str]) -> Json:
    return {
        "id": message.id,
        "from": names[message.sender_id],
        "to": names[message.recipient_id],
        "sender_id": message.sender_id,
        "recipient_id": message.recipient_id,
        "text": message.text,
        "created_at": timestamp(message.created_at),
    }
