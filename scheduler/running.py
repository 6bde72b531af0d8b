"""Starting the parts of the service in the right order, and stopping them in the other."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from bot.flow import Desk
from domain.codes import system_dice
from domain.ports import Refusal, Refused, Unavailable
from scheduler.demo import close_demo_accounts, email_of, open_demo_accounts
from scheduler.engine import InlineEngine
from scheduler.health import console, credentials, openid, public_url
from scheduler.jobs import poll, refresh_rollups
from scheduler.serving import Server, wait_for_stop
from scheduler.wiring import (
    SystemClock,
    accounts,
    live_desk,
    sandbox_app,
    web_app,
    writing_engine,
)
from settings import Settings
from storage import schema
from storage.rollups import SqlRollups

_ROLLUP_SECONDS = 60  # the dashboard tells how old it is; nobody needs it fresher

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts this process runs."""

    sandbox: bool
    web: bool
    worker: bool


def run_parts(settings: Settings, parts: Parts, announce: Callable[[str], None]) -> None:
    """Run until Ctrl-C or SIGTERM; when this returns, nothing is left running.

    Raises CannotServe, Refused (wrong credentials, database not migrated) or Unavailable before
    anything is stored.
    """
    check_settings(settings)
    if parts.web or parts.worker:
        check_schema(settings)
    with ExitStack() as running:
        if parts.sandbox:
            app = sandbox_app(settings)
            start_server(running, Server(app, "127.0.0.1", settings.sandbox_port))
            announce(f"sandbox timeline   {settings.sandbox_url}/")
        if parts.web:
            app = web_app(settings)
            proxies = settings.trusted_proxies
            start_server(running, Server(app, settings.web_host, settings.port, proxies))
            announce(f"tracking site      http://{settings.web_host}:{settings.port}/")
            if settings.has_console:
                announce(f"moderator console  http://{settings.web_host}:{settings.port}/konsol")
                prepare_accounts(settings, announce)
        if parts.worker:
            database = writing_engine(settings)
            desk = live_desk(settings, database)
            check_credentials(desk)
            count = partial(refresh_rollups, SqlRollups(database), SystemClock())
            engine = InlineEngine()
            engine.every(settings.poll_seconds, partial(poll, desk), name="poll")
            engine.every(_ROLLUP_SECONDS, count, name="rollups")
            engine.start()
            running.callback(engine.stop)
            announce(f"polling every {settings.poll_seconds} s; stop with Ctrl-C")
        wait_for_stop()
        announce("stopping")


def start_server(running: ExitStack, server: Server) -> None:
    server.start()
    running.callback(server.stop)


def prepare_accounts(settings: Settings, announce: Callable[[str], None]) -> None:
    """Open the demo accounts of a sandbox and tell their passwords; close them anywhere else."""
    now = SystemClock().now()
    if not settings.is_sandbox:
        close_demo_accounts(accounts(settings), now)
        return
    for role, password in open_demo_accounts(accounts(settings), system_dice(), now).items():
        announce(f"  sign in as       {email_of(role):27} {password}")


def check_settings(settings: Settings) -> None:
    """Refuse to run on settings with which the doctor finds something wrong."""
    checks = (credentials, public_url, console, openid)
    for finding in (check(settings) for check in checks):
        if finding.problem is not None:
            problem = f"{finding.subject}: {finding.problem}; see also: laporbot doctor"
            raise Refused(Refusal.CREDENTIALS, problem)


def check_schema(settings: Settings) -> None:
    """Refuse to run on a database of another version: that would write half-understood rows."""
    if schema.current_revision(writing_engine(settings)) != schema.head_revision():
        raise Refused(Refusal.BAD_REQUEST, "the database is not up to date; run: laporbot migrate")


def check_credentials(desk: Desk) -> None:
    """Refuse to run with credentials that X does not accept. X being down is no reason to stop."""
    try:
        desk.channel.own_author_id()
    except Unavailable as error:
        log.warning("X cannot be reached yet", extra={"why": error.why})
    except Refused as error:
        raise Refused(error.refusal, f"{error.why}; run: laporbot doctor --live") from error
