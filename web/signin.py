"""Signing in and out: tells nobody whether an account exists, loses nothing that was typed."""

import base64
import binascii
import hmac
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.people import ROLE_NAMES, Entered, Mistaken, MustWait, Permission, Person
from domain.ports import Refused, Unavailable
from web import wording
from web.access import (
    PROOF_FIELD,
    SIGN_IN,
    Gate,
    MustConfirm,
    MustSignIn,
    Sent,
    Visitor,
    derived,
    guest_token,
    is_guest,
    is_proof,
    proof_of,
    safe_next,
    sign_in_address,
)
from web.kept import Kept
from web.pages import Pages

if TYPE_CHECKING:
    from web.oidc import Provider

log = logging.getLogger(__name__)

_READ = ["GET", "HEAD"]
_AT_PROVIDER = f"{SIGN_IN}/oidc"
_BACK_FROM_PROVIDER = f"{SIGN_IN}/oidc/kembali"
_OVERVIEW, _ACCOUNT = "/konsol", "/konsol/akun"


def home_of(person: Person) -> str:
    """Return the first page of somebody who has signed in."""
    return _OVERVIEW if person.may(Permission.SEE_SERVICE) else _ACCOUNT


def add_sign_in(app: FastAPI, pages: Pages, gate: Gate, provider: "Provider | None") -> None:
    """Add the addresses that open and close the console, and what answers whoever is outside."""
    door = _Door(pages, gate, has_provider=provider is not None)
    _add_own_accounts(app, gate, door)
    if provider is not None:
        _add_provider(app, gate, door, provider)
    _add_inside(app, pages, gate)
    _add_outside(app, door)


@dataclass(frozen=True, slots=True)
class _Filled:
    """What the sign-in page already holds: an address, where to go next, a form to send again."""

    email: str = ""
    following: str | None = None
    kept: Kept | None = None


class _Door:
    """The page on which people sign in, and what follows when they may."""

    def __init__(self, pages: Pages, gate: Gate, *, has_provider: bool) -> None:
        self._pages = pages
        self._gate = gate
        self._has_provider = has_provider

    def page(
        self, request: Request, says: str = "", status: int = 200, filled: _Filled = _Filled()
    ) -> Response:
        """Return the sign-in page; a browser without a token gets a guest's."""
        token = self._gate.cookie.token(request)
        new = token is None
        token = token or guest_token(self._gate.new_token())
        answer = self._pages.page(
            "signin.html",
            status,
            says=says,
            is_good=status == 200,
            email=filled.email,
            following=filled.following or "",
            kept=filled.kept,
            proof=proof_of(token),
            provider_address=_AT_PROVIDER if self._has_provider else "",
        )
        if new:
            self._gate.cookie.put(answer, token)
        return answer

    def let_in(self, request: Request, entered: Entered, filled: _Filled) -> Response:
        """Give the browser its new token and lead it on; the session it had before ends."""
        log.info("signed in", extra={"user": entered.person.id})
        before = self._gate.cookie.token(request)
        if before and not is_guest(before):
            self._gate.sessions.end(before, self._gate.clock.now())
        answer: Response
        if filled.kept is None:
            answer = RedirectResponse(filled.following or home_of(entered.person), 303)
        else:
            visitor = Visitor(entered.person, proof_of(entered.token))
            answer = self.confirmation(visitor, filled.kept, 200)
        self._gate.cookie.put(answer, entered.token)
        return answer

    def confirmation(self, visitor: Visitor, kept: Kept, status: int) -> Response:
        """Return the page on which a form is looked at and sent again."""
        return self._pages.page("resend.html", status, visitor=visitor, kept=kept)


def _add_own_accounts(app: FastAPI, gate: Gate, door: _Door) -> None:
    @app.api_route(SIGN_IN, methods=_READ)
    def ask(request: Request, next: str = "", keluar: bool = False) -> Response:  # noqa: A002
        gate.check_source(request)
        visitor = gate.visitor(request)
        following = safe_next(next)
        if visitor is not None:
            return RedirectResponse(following or home_of(visitor.person), 303)
        if keluar:
            return door.page(request, wording.SIGNED_OUT)
        ended = not is_guest(gate.cookie.token(request))
        says = wording.SESSION_ENDED if ended else ""
        return door.page(request, says, filled=_Filled(following=following))

    @app.post(SIGN_IN)
    def enter(request: Request, posted: Sent) -> Response:
        gate.check_source(request)
        filled = _Filled(
            posted.value("surel"),
            safe_next(posted.value("next")),
            Kept.of_text(posted.value("simpanan")),
        )
        if not is_proof(posted.value(PROOF_FIELD), gate.cookie.token(request)):
            return door.page(request, wording.PAGE_TOO_OLD, 403, filled)
        address = request.client.host if request.client else ""
        now = gate.clock.now()
        match gate.sessions.sign_in(filled.email, posted.value("sandi"), address, now):
            case Entered() as entered:
                return door.let_in(request, entered, filled)
            case Mistaken():
                log.info("sign-in failed")
                return door.page(request, wording.NOT_LET_IN, 403, filled)
            case MustWait(until):
                log.warning("sign-in has to wait", extra={"until": until.isoformat()})
                says = wording.must_wait(until - now)
                answer = door.page(request, says, 429, filled)
                answer.headers["Retry-After"] = _http_date(until)
                return answer


def _add_provider(app: FastAPI, gate: Gate, door: _Door, provider: "Provider") -> None:
    """Add sign-in with an OpenID provider.

    State, nonce and PKCE verifier are made from a fresh guest token: only the browser that left
    for the provider can come back, and nothing needs to be stored here meanwhile.
    """

    @app.api_route(_AT_PROVIDER, methods=["GET"])
    def leave(request: Request, next: str = "") -> Response:  # noqa: A002
        gate.check_source(request)
        visitor = gate.visitor(request)
        if visitor is not None:  # a link elsewhere must not cost anybody their session
            return RedirectResponse(home_of(visitor.person), 303)
        token = guest_token(gate.new_token())
        state = _state(token, safe_next(next) or "")
        try:
            there = provider.address(state, derived(token, "nonce"), derived(token, "verifier"))
        except (Unavailable, Refused) as error:
            log.warning("provider failed", extra={"why": error.why})
            return door.page(request, wording.PROVIDER_FAILED, 503)
        answer = RedirectResponse(there, 303)
        gate.cookie.put(answer, token)
        return answer

    @app.api_route(_BACK_FROM_PROVIDER, methods=["GET"])
    def come_back(request: Request, code: str = "", state: str = "") -> Response:
        gate.check_source(request)
        token = gate.cookie.token(request)
        following = _next_in(state, token)
        if token is None or not code or following is None:
            return door.page(request, wording.PROVIDER_FAILED, 403)
        try:
            now = gate.clock.now()
            identity = provider.identity(
                code, derived(token, "nonce"), derived(token, "verifier"), now
            )
        except (Unavailable, Refused) as error:
            log.warning("provider failed", extra={"why": error.why})
            return door.page(request, wording.PROVIDER_FAILED, 403)
        match gate.sessions.sign_in_as(identity, now):
            case Entered() as entered:
                return door.let_in(request, entered, _Filled(following=safe_next(following)))
            case Mistaken():
                return door.page(request, wording.NO_ACCOUNT_FOR_IDENTITY, 403)


def _state(token: str, following: str) -> str:
    carried = base64.urlsafe_b64encode(following.encode()).decode()
    return f"{derived(token, f'state {following}')}.{carried}"


def _next_in(state: str, token: str | None) -> str | None:
    """Return the address that ``_state`` carries, None when it was not made from ``token``."""
    try:
        following = base64.urlsafe_b64decode(state.partition(".")[2]).decode()
    except (binascii.Error, ValueError):
        return None
    if token is None or not hmac.compare_digest(state.encode(), _state(token, following).encode()):
        return None
    return following


def _add_inside(app: FastAPI, pages: Pages, gate: Gate) -> None:
    inside = Depends(gate.require(Permission.ENTER))

    @app.post("/konsol/keluar")
    def leave(request: Request, visitor: Annotated[Visitor, inside]) -> Response:
        gate.sessions.end(gate.cookie.token(request) or "", gate.clock.now())
        answer = RedirectResponse(f"{SIGN_IN}?keluar=1", 303)
        gate.cookie.remove(answer)
        return answer

    @app.api_route(_ACCOUNT, methods=_READ)
    def account(visitor: Annotated[Visitor, inside]) -> Response:
        return pages.page(
            "account.html", visitor=visitor, role_name=ROLE_NAMES[visitor.person.role]
        )


def _add_outside(app: FastAPI, door: _Door) -> None:
    @app.exception_handler(MustSignIn)
    def outside(request: Request, problem: MustSignIn) -> Response:
        if request.method in _READ:
            return RedirectResponse(sign_in_address(request), 303)
        kept = Kept.of(problem.posted)
        says = wording.SESSION_ENDED_WITH_TEXT if kept else wording.SESSION_ENDED
        return door.page(request, says, 403, _Filled(kept=kept))

    @app.exception_handler(MustConfirm)
    def other_session(request: Request, problem: MustConfirm) -> Response:
        kept = Kept.of(problem.posted)
        if kept is None:  # signing out twice is signing out
            return RedirectResponse(home_of(problem.visitor.person), 303)
        return door.confirmation(problem.visitor, kept, 403)


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
