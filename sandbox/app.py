"""Putting the sandbox together. Serve it on loopback:

uvicorn --factory sandbox.app:create_app --port 8400
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from sandbox import admin, api, pages
from sandbox.gate import Gate
from sandbox.guards import Guards
from sandbox.journal import Journal
from sandbox.platform import Platform
from sandbox.problems import Problem
from sandbox.values import (
    ACCESS_TOKEN,
    ACCESS_TOKEN_SECRET,
    BEARER_TOKEN,
    CONSUMER_KEY,
    CONSUMER_SECRET,
    Account,
)

__all__ = [
    "ACCESS_TOKEN",
    "ACCESS_TOKEN_SECRET",
    "BEARER_TOKEN",
    "CONSUMER_KEY",
    "CONSUMER_SECRET",
    "Account",
    "create_app",
    "utc_now",
]

_DEFAULT_ACCOUNT = Account()


def utc_now() -> datetime:
    return datetime.now(UTC)


def create_app(
    *,
    account: Account = _DEFAULT_ACCOUNT,
    journal: Path | None = None,
    now: Callable[[], datetime] = utc_now,
) -> FastAPI:
    """Return the sandbox as an ASGI app; ``app.state.platform`` is its network.

    ``journal`` is a file that keeps posts, messages and users over a restart; None keeps them in
    memory only. Quotas and faults are never kept. ``now`` must return aware UTC datetimes.
    """
    platform = Platform(account, now, Journal(journal) if journal else None)
    # No schema and no docs page: FastAPI's own would load scripts from elsewhere.
    app = FastAPI(title="Kotak pasir X", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.platform = platform
    app.include_router(api.router)
    app.include_router(admin.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(packages=[("sandbox", "static")]), name="static")
    app.add_exception_handler(Problem, _answer_problem)
    app.add_middleware(Gate, platform=platform)
    app.add_middleware(Guards)
    return app


async def _answer_problem(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)  # noqa: S101 - registered for Problem only
    # ASCII, since a problem may repeat what was sent, and that may not be valid text.
    content = json.dumps(problem.body)
    return Response(content, problem.status, media_type="application/problem+json")
