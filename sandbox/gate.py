"""What every request to the API passes first: is there such an endpoint, who asks, how often, and
did somebody order a fault?

Written as plain ASGI because a fault may have to answer late, in part, or not at all.
"""

import re
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox import mischief
from sandbox.platform import Platform
from sandbox.problems import Problem, plain
from sandbox.quotas import Allowance
from sandbox.values import ACCESS_TOKEN, BEARER_TOKEN, CONSUMER_KEY, Endpoint

_ROUTES: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", r"/2/users/me", Endpoint.ME),
    ("GET", r"/2/users/by", Endpoint.USERS),
    ("GET", r"/2/users/[^/]+/mentions", Endpoint.MENTIONS),
    ("GET", r"/2/users/[^/]+/tweets", Endpoint.TIMELINE),
    ("GET", r"/2/tweets", Endpoint.LOOKUP),
    ("POST", r"/2/tweets", Endpoint.POST),
    ("GET", r"/2/dm_events", Endpoint.DM_READ),
    ("POST", r"/2/dm_conversations/with/[^/]+/messages", Endpoint.DM_SEND),
)
_OAUTH_PAIR = re.compile(r'(\w+)="([^"]*)"')
# What the app may do, as X tells whoever signs as a user. The sandbox allows all there is.
_ACCESS_LEVEL = "read-write-directmessages"


class Gate:
    """ASGI middleware around ``/2``; everything else passes untouched."""

    def __init__(self, app: ASGIApp, platform: Platform) -> None:
        self._app = app
        self._platform = platform

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not f"{scope['path']}/".startswith("/2/"):
            await self._app(scope, receive, send)
            return
        endpoint = _endpoint(scope["method"], scope["path"])
        if endpoint is None:
            await mischief.answer(send, plain(404, "Not Found"))
        elif not _known_credentials(Headers(scope=scope).get("authorization", "")):
            await mischief.answer(send, plain(401, "Unauthorized"))
        else:
            await self._serve(endpoint, scope, receive, send)

    async def _serve(self, endpoint: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
        allowance = self._platform.spend(endpoint)
        counted = _with_headers(send, allowance)
        if not allowance.allowed:
            await mischief.answer(counted, too_many_requests())
            return
        fault = self._platform.take_fault(endpoint)
        if fault is None:
            await self._app(scope, receive, counted)
        else:
            call = mischief.Call(self._app, scope, receive, counted)
            await mischief.happen(fault, call, self._platform)


def too_many_requests() -> Problem:
    return plain(429, "Too Many Requests")


def _endpoint(method: str, path: str) -> Endpoint | None:
    for wanted_method, pattern, endpoint in _ROUTES:
        if method == wanted_method and re.fullmatch(pattern, path):
            return endpoint
    return None


def _known_credentials(authorization: str) -> bool:
    scheme, _, rest = authorization.partition(" ")
    if scheme == "Bearer":
        return rest == BEARER_TOKEN
    if scheme == "OAuth":
        pairs: dict[str, Any] = dict(_OAUTH_PAIR.findall(rest))
        return (
            pairs.get("oauth_consumer_key") == CONSUMER_KEY
            and pairs.get("oauth_token") == ACCESS_TOKEN
        )
    return False


def _with_headers(send: Send, allowance: Allowance) -> Send:
    """Tell quota and access level on whatever is sent; a header that is there already stays."""

    async def counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            named = {name for name, _ in headers}
            headers += [
                (name.encode(), value.encode())
                for name, value in {**allowance.headers(), "x-access-level": _ACCESS_LEVEL}.items()
                if name.encode() not in named
            ]
            message = {**message, "headers": headers}
        await send(message)

    return counted
