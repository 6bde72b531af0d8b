"""The endpoints of the X API v2 that exist here. ``gate`` has let the request in already.

Each handler says which page of https://docs.x.com/x-api it follows. Anything else is a 404.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from sandbox import parameters as asked
from sandbox import text as texts
from sandbox.platform import MAX_MESSAGE_LENGTH, NotAllowed, NotFound, Platform
from sandbox.problems import Json, forbidden, hidden_post, invalid, missing, suspended_user
from sandbox.shapes import Shapes, user_object
from sandbox.values import Post, Sight, User

router = APIRouter(prefix="/2")


def _platform(request: Request) -> Platform:
    platform: Platform = request.app.state.platform
    return platform


Network = Annotated[Platform, Depends(_platform)]


# ---------------------------------------------------------------- users


@router.get("/users/me")
async def me(request: Request, platform: Network) -> Json:
    """X: users/get-my-user."""
    asked.check_known(request.query_params, asked.SHAPING)
    wanted = asked.wanted(request.query_params, asked.USER_EXPANSIONS)
    return {"data": user_object(platform.user(platform.account.id), wanted.user)}


@router.get("/users/by")
async def users_by(request: Request, platform: Network) -> Json:
    """X: users/get-users-by-usernames."""
    query = request.query_params
    asked.check_known(query, asked.SHAPING | {"usernames"})
    wanted = asked.wanted(query, asked.USER_EXPANSIONS)
    found: list[User] = []
    errors: list[Json] = []
    for username in asked.listed(query, "usernames", asked.USERNAME):
        try:
            user = platform.user_named(username)
        except NotFound:
            errors.append(missing("user", username, "usernames"))
            continue
        if user.suspended:
            errors.append(suspended_user(username, "usernames"))
        else:
            found.append(user)
    data: Json = {"data": [user_object(user, wanted.user) for user in found]} if found else {}
    return data | ({"errors": errors} if errors else {})


# ---------------------------------------------------------------- timelines


@router.get("/users/{user_id}/mentions")
async def mentions(user_id: str, request: Request, platform: Network) -> Json:
    """X: users/get-mentions. Newest first, at most the newest 800."""
    query = request.query_params
    asked.check_known(query, asked.SHAPING | asked.LISTING | asked.MEDIA_PARAMETERS)
    asked.check_shape("id", user_id, asked.ID)
    limits = asked.range_of(query, least=5, default=10)
    shapes = Shapes(platform, asked.wanted(query, asked.TWEET_EXPANSIONS))
    try:
        return _timeline_page(platform.mentions(user_id), limits, shapes)
    except NotFound:
        return {"errors": [missing("user", user_id, "id")]}


@router.get("/users/{user_id}/tweets")
async def timeline(user_id: str, request: Request, platform: Network) -> Json:
    """X: users/get-posts. Newest first, at most the newest 3,200."""
    query = request.query_params
    known = asked.SHAPING | asked.LISTING | asked.MEDIA_PARAMETERS | {"exclude"}
    asked.check_known(query, known)
    asked.check_shape("id", user_id, asked.ID)
    limits = asked.range_of(query, least=5, default=10)
    shapes = Shapes(platform, asked.wanted(query, asked.TWEET_EXPANSIONS))
    excluded = asked.chosen(query, "exclude", asked.EXCLUDABLE)
    try:
        posts = platform.timeline(user_id)
    except NotFound:
        return {"errors": [missing("user", user_id, "id")]}
    return _timeline_page([p for p in posts if not _excluded(p, excluded)], limits, shapes)


def _excluded(post: Post, excluded: frozenset[str]) -> bool:
    return bool(
        ("replies" in excluded and post.in_reply_to) or ("retweets" in excluded and post.retweets)
    )


def _timeline_page(posts: list[Post], limits: asked.Range, shapes: Shapes) -> Json:
    held = [post for post in posts if limits.holds(post.id, post.latest.created_at)]
    shown = held[: limits.max_results]
    meta: Json = {"result_count": len(shown)}
    if shown:
        meta |= {"newest_id": shown[0].id, "oldest_id": shown[-1].id}
    if len(held) > len(shown):
        meta["next_token"] = asked.next_token(shown[-1].id)
    return shapes.page(shown) | {"meta": meta}


# ---------------------------------------------------------------- posts


@router.get("/tweets")
async def lookup(request: Request, platform: Network) -> Json:
    """X: posts/get-posts-by-ids. What cannot be seen is told in ``errors``, with status 200."""
    query = request.query_params
    asked.check_known(query, asked.SHAPING | asked.MEDIA_PARAMETERS | {"ids"})
    shapes = Shapes(platform, asked.wanted(query, asked.TWEET_EXPANSIONS))
    seen, errors = [], []
    for post_id in dict.fromkeys(asked.listed(query, "ids", asked.ID)):
        post = platform.find(post_id)
        sight = platform.sight(post)
        if post is not None and sight is Sight.PUBLIC:
            seen.append((post, post.version(post_id)))
        elif sight is Sight.HIDDEN:
            errors.append(hidden_post(post_id, "ids"))
        else:
            errors.append(missing("tweet", post_id, "ids"))
    body: Json = {"data": [shapes.post(post, version) for post, version in seen]} if seen else {}
    body |= shapes.around(seen)
    if errors:
        body["errors"] = errors + body.get("errors", [])
    return body


@router.post("/tweets", status_code=201)
async def create_post(request: Request, platform: Network) -> Json:
    """X: posts/create-post. Text, and optionally the post to reply to."""
    body = asked.body_of(await _json(request), frozenset({"text", "reply"}))
    text = _text(body)
    parent_id = None
    if "reply" in body:
        reply = asked.body_of(body["reply"], frozenset({"in_reply_to_tweet_id"}), "$.reply")
        parent_id = str(reply.get("in_reply_to_tweet_id", ""))
        asked.check_shape("in_reply_to_tweet_id", parent_id, asked.ID)
    try:
        post = platform.publish_as_account(text, parent_id)
    except NotAllowed as refusal:
        raise forbidden(str(refusal)) from None
    return {"data": Shapes(platform, asked.Wanted()).post(post)}


# ---------------------------------------------------------------- direct messages


@router.get("/dm_events")
async def dm_events(request: Request, platform: Network) -> Json:
    """X: direct-messages/get-dm-events. Both directions, newest first, 30 days."""
    query = request.query_params
    asked.check_known(query, asked.DM_LISTING)
    shapes = Shapes(platform, asked.wanted(query, asked.DM_EXPANSIONS))
    limits = asked.range_of(query, least=1, default=100)
    kinds = asked.chosen(query, "event_types", asked.DM_EVENT_TYPES)
    events = platform.dm_events() if not kinds or "MessageCreate" in kinds else []
    held = [message for message in events if limits.holds(message.id, message.created_at)]
    shown = held[: limits.max_results]
    meta: Json = {"result_count": len(shown)}
    if len(held) > len(shown):
        meta["next_token"] = asked.next_token(shown[-1].id)
    return shapes.messages(shown) | {"meta": meta}


@router.post("/dm_conversations/with/{participant_id}/messages", status_code=201)
async def send_dm(participant_id: str, request: Request, platform: Network) -> Json:
    """X: direct-messages/create-dm-message-by-participant-id. Only to who has written to us."""
    asked.check_shape("participant_id", participant_id, asked.ID)
    text = _text(asked.body_of(await _json(request), frozenset({"text"})))
    if len(text) > MAX_MESSAGE_LENGTH:
        raise invalid(f"$.text: must be at most {MAX_MESSAGE_LENGTH} characters long")
    try:
        message = platform.send_dm_as_account(participant_id, text)
    except NotAllowed as refusal:
        raise forbidden(str(refusal)) from None
    return {"data": {"dm_conversation_id": message.conversation_id, "dm_event_id": message.id}}


# ---------------------------------------------------------------- bodies


async def _json(request: Request) -> object:
    try:
        return await request.json()
    except ValueError:
        raise invalid("Requests with bodies must have content-type of application/json.") from None


def _text(body: Json) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise invalid("$.text: must be at least 1 characters long", text=str(text or ""))
    return texts.well_formed(text)
