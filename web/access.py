"""Who may do what in the console: every address there hangs on ``Gate.require``.

One cookie holds one random token. Before sign-in it is a guest's and opens nothing; at sign-in it
is replaced. Every form carries a proof made from it, which a page elsewhere cannot know.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.people import Permission, Person
from domain.ports import Clock
from storage.sessions import SqlSessions

SIGN_IN = "/konsol/masuk"
PROOF_FIELD = "bukti"  # the hidden field of every form

_READING = ("GET", "HEAD")
_GUEST = "tamu-"
_NEXT_AT_MOST = 500


# ---------------------------------------------------------------- values


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form, in order, and where it was sent. Files are left out."""

    path: str
    fields: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        """Return the first field of that name, empty when there is none."""
        return next((value for field, value in self.fields if field == name), "")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, and the proof that their forms must carry."""

    person: Person
    proof: str


class MustSignIn(Exception):
    """Nobody is signed in (any more). ``posted`` is what they sent; it must not be lost."""

    def __init__(self, posted: Posted) -> None:
        super().__init__("nobody is signed in")
        self.posted = posted


class MustConfirm(Exception):
    """Somebody signed in sent a form of an earlier session: they look at it, and send it again."""

    def __init__(self, posted: Posted, visitor: Visitor) -> None:
        super().__init__("a form of another session")
        self.posted = posted
        self.visitor = visitor


async def read_form(request: Request) -> Posted:
    """Return what a form sent; nothing for a request that only reads. A dependency of FastAPI."""
    if request.method in _READING:
        return Posted(request.url.path)
    form = await request.form()
    fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
    return Posted(request.url.path, fields)


Sent = Annotated[Posted, Depends(read_form)]


# ---------------------------------------------------------------- the cookie


@dataclass(frozen=True, slots=True)
class Cookie:
    """The cookie that holds the token; it ends with the browser, and earlier on our side.

    ``__Host-`` binds it to this very host over https: no neighbour can set it. Without https, which
    only a sandbox on this machine has, browsers refuse that name, and so the plain one is used.
    """

    name: str
    secure: bool

    @classmethod
    def of(cls, public_url: str) -> "Cookie":
        secure = urlsplit(public_url).scheme == "https"
        return cls("__Host-sesi" if secure else "sesi", secure)

    def token(self, request: Request) -> str | None:
        return request.cookies.get(self.name) or None

    def put(self, answer: Response, token: str) -> None:
        answer.set_cookie(
            self.name, token, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def remove(self, answer: Response) -> None:
        answer.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="lax")


def guest_token(token: str) -> str:
    """Return ``token`` marked as one that never was a session."""
    return _GUEST + token


def is_guest(token: str | None) -> bool:
    return token is None or token.startswith(_GUEST)


def derived(token: str, purpose: str) -> str:
    """Return a value that only the holder of ``token`` could make, another for each purpose."""
    key = token.encode("utf-8", "surrogatepass")
    return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()


def proof_of(token: str) -> str:
    """Return what the forms of the holder of ``token`` must carry."""
    return derived(token, "form")


def is_proof(given: str, token: str | None) -> bool:
    return token is not None and hmac.compare_digest(
        given.encode("utf-8", "surrogatepass"), proof_of(token).encode()
    )


# ---------------------------------------------------------------- the gate


class Gate:
    """Lets a request through to a page of the console, or raises what to answer instead."""

    def __init__(
        self, sessions: SqlSessions, clock: Clock, new_token: Callable[[], str], public_url: str
    ) -> None:
        self.sessions = sessions
        self.clock = clock
        self.new_token = new_token
        self.cookie = Cookie.of(public_url)
        self._public_url = public_url

    def require(self, permission: Permission) -> "Required":
        """Return the dependency that every address of the console must have, but for signing in."""
        return Required(self, permission)

    def check_source(self, request: Request) -> None:
        """Raise 404 on a machine by another name, 403 for a form that a page elsewhere sent."""
        if not self.cookie.secure and not from_this_machine(request.headers.get("host")):
            raise HTTPException(404)
        ours = request.method in _READING or comes_from_us(request.headers, self._public_url)
        if not ours:
            raise HTTPException(403)

    def visitor(self, request: Request) -> Visitor | None:
        """Return who is signed in, None for nobody."""
        token = self.cookie.token(request)
        if token is None or is_guest(token):
            return None
        person = self.sessions.person(token, self.clock.now())
        return Visitor(person, proof_of(token)) if person else None


@dataclass(frozen=True, slots=True)
class Required:
    """A dependency of FastAPI: passes on the visitor when they may do ``permission``."""

    gate: Gate
    permission: Permission

    def __call__(self, request: Request, posted: Sent) -> Visitor:
        """Raises MustSignIn, MustConfirm, or 403 and 404 as HTTPException."""
        self.gate.check_source(request)
        visitor = self.gate.visitor(request)
        if visitor is None:
            raise MustSignIn(posted)
        if not visitor.person.may(self.permission):
            raise HTTPException(403)
        given = posted.value(PROOF_FIELD)
        if request.method not in _READING and not is_proof(given, self.gate.cookie.token(request)):
            raise MustConfirm(posted, visitor)
        return visitor


def from_this_machine(host: str | None) -> bool:
    """Say whether a ``Host`` header names this machine.

    A page elsewhere can make its own name point here (DNS rebinding) and read what a browser on
    this machine may read; the header still carries that name.
    """
    return (host or "").rsplit(":", 1)[0] in ("127.0.0.1", "localhost", "[::1]")


def comes_from_us(headers: Headers, public_url: str) -> bool:
    """Say whether a browser sent a form from one of our own pages, by what it says of it itself.

    Every browser of today sends Sec-Fetch-Site; older ones send Origin. One that sends neither is
    not believed.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", ""))
    host = headers.get("host")
    if from_this_machine(host) and (origin.scheme, origin.netloc) == ("http", host):
        return True
    public = urlsplit(public_url)
    return (origin.scheme, origin.netloc) == (public.scheme, public.netloc) and bool(origin.netloc)


# ---------------------------------------------------------------- where to go next


def safe_next(address: str) -> str | None:
    """Return an address to go to after sign-in, None unless it is a path of our own console.

    Signing in and out are none: they would lead round in a circle.
    """
    plain = address.isascii() and address.isprintable() and len(address) <= _NEXT_AT_MOST
    path = address.partition("?")[0]
    ours = path == "/konsol" or path.startswith("/konsol/")
    circle = path.startswith((SIGN_IN, "/konsol/keluar"))
    # Some browsers read a backslash as a slash, and dots lead elsewhere.
    if plain and ours and not circle and "\\" not in address and ".." not in address:
        return address
    return None


def sign_in_address(request: Request) -> str:
    """Return where to sign in, so as to come back to what was asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    back = safe_next(request.url.path + query)
    return f"{SIGN_IN}?next={quote(back, safe='/')}" if back else SIGN_IN
