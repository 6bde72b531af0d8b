"""Who may talk to the sandbox: it runs on loopback, in the reach of a developer's browser.

A page from elsewhere must be able neither to post here (its Origin gives it away) nor to read
here by making its own name point to 127.0.0.1 (the Host header gives it away).
"""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
_LOOPBACK_CLIENTS = frozenset({"127.0.0.1", "::1", "testclient"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


class Guards:
    """ASGI middleware; refuses with 403 (421 for a foreign Host), and adds security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = _refusal(scope)
        answered = _with_headers(send)
        if refusal is None:
            await self._app(scope, receive, answered)
        else:
            status, why = refusal
            await PlainTextResponse(why, status)(scope, receive, answered)


def _refusal(scope: Scope) -> tuple[int, str] | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _without_port(host) not in _LOOPBACK_HOSTS:
        return 421, "The sandbox answers to loopback names only."
    client = scope.get("client")
    if scope["path"].startswith("/sandbox/") and (
        client is None or client[0] not in _LOOPBACK_CLIENTS
    ):
        return 403, "The knobs of the sandbox are for this machine only."
    if scope["method"] not in _SAFE_METHODS and _is_cross_site(headers, host):
        return 403, "This request comes from another site."
    return None


def _is_cross_site(headers: Headers, host: str) -> bool:
    """Tell whether a browser says that another site sent this. Programs send neither header."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and origin not in (f"http://{host}", f"https://{host}")


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and port.isdigit() else host.lower()


def _with_headers(send: Send) -> Send:
    async def answered(message: Message) -> None:
        if message["type"] == "http.response.start":
            added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await send(message)

    return answered
