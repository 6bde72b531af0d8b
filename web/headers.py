"""The headers that every answer carries, whatever made it."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    # Nothing but our own stylesheet, images and forms; what citizens see has no script at all.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    # The address of a tracking page is the code: it must not travel to any other site.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

# The pages of a moderator's daily work: keys, search as you type. All work without it too.
_SCRIPTED = "/konsol/tinjauan"
_OWN_SCRIPTS = "; script-src 'self'; connect-src 'self'"


def headers_for(path: str, status_code: int) -> dict[str, str]:
    """Return the headers of an answer by its path and status code.

    Only the start page may be found by search engines; only it and the static files, when they
    are there, may be kept. A code, a report or a mistake is never kept anywhere.
    """
    headers = dict(_ALWAYS)
    if path == _SCRIPTED or path.startswith(f"{_SCRIPTED}/"):
        headers["Content-Security-Policy"] += _OWN_SCRIPTS
    if path == "/konsol" or path.startswith("/konsol/"):
        # With "no-referrer" browsers send "Origin: null" with a form, even to ourselves.
        headers["Referrer-Policy"] = "same-origin"
    if path != "/":
        headers["X-Robots-Tag"] = "noindex, noarchive"
    found = status_code < 400
    if found and path.startswith("/static/"):
        headers["Cache-Control"] = "public, max-age=86400"
    elif found and path in ("/", "/robots.txt"):
        headers["Cache-Control"] = "public, max-age=300"
    else:
        headers["Cache-Control"] = "no-store"
    return headers


class SafeHeaders:
    """ASGI middleware that sets ``headers_for`` on everything the application answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(headers_for(scope["path"], message["status"]))
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SmallBodies:
    """ASGI middleware that turns away what is larger than any form of ours, before it is read."""

    def __init__(self, app: ASGIApp, most: int, too_large: Response) -> None:
        self._app = app
        self._most = most
        self._too_large = too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        length = headers.get("content-length", "0")
        # Chunks say no length beforehand; no browser sends a form in them.
        fits = length.isdecimal() and int(length) <= self._most
        goes_on = fits and "transfer-encoding" not in headers
        await (self._app if goes_on else self._too_large)(scope, receive, send)
