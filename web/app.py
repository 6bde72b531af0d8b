"""The web application: which address answers what.

It decides nothing about reports: ``views`` says what a page shows, ``access`` who may see the
console, ``signin`` how they get in, ``headers`` what every answer carries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from domain.codes import format_code, parse_code
from domain.people import Permission
from domain.ports import Clock, Unavailable
from storage.sessions import SqlSessions
from web.access import Gate, Visitor
from web.audit import add_audit
from web.console_views import console_view
from web.dashboard import add_dashboard
from web.headers import SafeHeaders, SmallBodies, headers_for
from web.pages import STATIC, Pages
from web.readers import Console, Readers, Tracking
from web.review_pages import add_review
from web.signin import add_sign_in
from web.views import tracking_view

if TYPE_CHECKING:
    from web.oidc import Provider

_READ = ["GET", "HEAD"]

# What one page can hold; the most urgent come first, and the page says when there are more.
_REVIEW_ITEMS = 100

# Room for the longest answer of an agency, twice over: a form may carry what an earlier one held.
_BODY_AT_MOST = 256 * 1024

# Crawlers may ask for tracking pages, to read on them that they must not be listed. If they were
# forbidden to ask, a search engine could still list the bare address from a post that carries it.
_ROBOTS = "User-agent: *\nAllow: /\n"


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What an installation may choose; ``public_url`` is where people find these pages."""

    public_url: str
    account: str = "lapor1708"


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the console's door is made of. ``new_token`` draws 256 bits that nobody can guess."""

    sessions: SqlSessions
    clock: Clock
    new_token: Callable[[], str]
    provider: "Provider | None" = None


def create_app(readers: Readers, options: WebOptions, entrance: Entrance | None = None) -> FastAPI:
    """Return the application, ready to serve; it reads only through ``readers``.

    Without ``entrance`` there is no console, and no address of it exists.
    Whoever serves it should switch access logs off: the address of a tracking page is its code.
    """
    # No API pages, and no redirects that are built from the Host header somebody sent.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    pages = Pages(options.public_url, options.account)
    _add_start(app, pages)
    _add_tracking(app, pages, readers.tracking)
    if entrance is not None:
        gate = Gate(entrance.sessions, entrance.clock, entrance.new_token, options.public_url)
        add_sign_in(app, pages, gate, entrance.provider)
        _add_console(app, pages, gate, readers.console)
        add_review(app, pages, gate, readers)
        add_dashboard(app, pages, gate, readers)
        add_audit(app, pages, gate, readers.journal)
    _add_problems(app, pages)
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_middleware(SmallBodies, most=_BODY_AT_MOST, too_large=pages.problem(413))
    app.add_middleware(SafeHeaders)
    return app


def _add_start(app: FastAPI, pages: Pages) -> None:
    @app.api_route("/", methods=_READ)
    def start() -> Response:
        return pages.page("start.html")

    @app.api_route("/healthz", methods=_READ)
    def healthz() -> Response:
        return PlainTextResponse("ok")

    @app.api_route("/robots.txt", methods=_READ)
    def robots() -> Response:
        return PlainTextResponse(_ROBOTS)


def _add_tracking(app: FastAPI, pages: Pages, tracking: Tracking) -> None:
    @app.api_route("/lacak", methods=_READ)
    def search(kode: str = "") -> Response:
        if not kode.strip():
            return pages.page("search.html")
        code = parse_code(kode)
        if code is None:
            return pages.page("not_found.html", 404)
        return RedirectResponse(f"/lacak/{format_code(code)}", 303)

    # "path", so that a slash inside a mistyped code gets the answer of every other wrong code.
    @app.api_route("/lacak/{typed:path}", methods=_READ)
    def track(typed: str) -> Response:
        if not typed.strip():
            return pages.page("search.html")
        code = parse_code(typed)
        report = tracking.report(code) if code else None
        if report is None:
            return pages.page("not_found.html", 404)
        return pages.page("tracking.html", view=tracking_view(report))


def _add_console(app: FastAPI, pages: Pages, gate: Gate, console: Console) -> None:
    sees_service = Depends(gate.require(Permission.SEE_SERVICE))

    @app.api_route("/konsol", methods=_READ)
    def overview(visitor: Annotated[Visitor, sees_service]) -> Response:
        view = console_view(console.overview(), console.review_items(_REVIEW_ITEMS))
        return pages.page("console.html", visitor=visitor, view=view, limit=_REVIEW_ITEMS)


def _add_problems(app: FastAPI, pages: Pages) -> None:
    @app.exception_handler(HTTPException)
    def http_problem(request: Request, problem: HTTPException) -> Response:
        return pages.problem(problem.status_code, dict(problem.headers or {}))

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, problem: RequestValidationError) -> Response:
        return pages.problem(422)

    @app.exception_handler(Unavailable)
    def unavailable(request: Request, problem: Unavailable) -> Response:
        headers = {}
        if problem.retry_at:
            headers["Retry-After"] = format_datetime(problem.retry_at.astimezone(UTC), usegmt=True)
        return pages.problem(503, headers)

    @app.exception_handler(Exception)
    def failed(request: Request, problem: Exception) -> Response:
        # Starlette answers this one outside of all middleware, so the headers are put on here.
        return pages.problem(500, headers_for(request.url.path, 500))
