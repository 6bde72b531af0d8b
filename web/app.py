"""The web application: which address answers what.

It decides nothing about reports: ``views`` says what a page shows, ``access`` who may see the
console, ``headers`` what every answer carries.
"""

from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from domain.codes import format_code, parse_code
from domain.ports import Unavailable
from web.access import from_this_machine, knows_password
from web.console_views import console_view
from web.headers import SafeHeaders, headers_for
from web.pages import STATIC, Pages
from web.readers import Console, Tracking
from web.views import tracking_view

_READ = ["GET", "HEAD"]

# What one page can hold; the most urgent come first, and the page says when there are more.
_REVIEW_ITEMS = 100

# Crawlers may ask for tracking pages, to read on them that they must not be listed. If they were
# forbidden to ask, a search engine could still list the bare address from a post that carries it.
_ROBOTS = "User-agent: *\nAllow: /\n"


@dataclass(frozen=True, slots=True)
class WebOptions:
    """What an installation may choose.

    ``public_url`` is where citizens find these pages (scheme and host). ``console_open`` shows the
    console without a password: for a sandbox on loopback only. Without either there is no console.
    """

    public_url: str
    account: str = "lapor1708"
    console_password: str | None = field(default=None, repr=False)
    console_open: bool = False


def create_app(tracking: Tracking, console: Console, options: WebOptions) -> FastAPI:
    """Return the application, ready to serve; it reads only through ``tracking`` and ``console``.

    Whoever serves it should switch access logs off: the address of a tracking page is its code.
    """
    # No API pages, and no redirects that are built from the Host header somebody sent.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    pages = Pages(options.public_url, options.account)
    _add_start(app, pages)
    _add_tracking(app, pages, tracking)
    if options.console_open or options.console_password:  # else no such address exists
        _add_console(app, pages, console, options)
    _add_problems(app, pages)
    app.mount("/static", StaticFiles(directory=STATIC))
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


def _add_console(app: FastAPI, pages: Pages, console: Console, options: WebOptions) -> None:
    password = options.console_password or ""

    @app.api_route("/konsol", methods=_READ)
    def overview(request: Request) -> Response:
        authorization = request.headers.get("authorization")
        if options.console_open and not from_this_machine(request.headers.get("host")):
            raise HTTPException(404)
        if not options.console_open and not knows_password(authorization, password):
            challenge = 'Basic realm="konsol", charset="UTF-8"'
            return pages.problem(401, {"WWW-Authenticate": challenge})
        view = console_view(console.overview(), console.review_items(_REVIEW_ITEMS))
        return pages.page("console.html", view=view, limit=_REVIEW_ITEMS)


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
