"""From settings to real adapters: the only file that knows them all."""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.flow import Desk, Pace
from bot.replayfile import ReplayChannel
from bot.twitter import TwitterChannel
from bot.wording import Voice
from domain.codes import system_dice
from domain.model import Mention
from domain.ports import Channel, Clock, Refusal, Refused, WorkingDays
from settings import Receipt, Settings
from storage import reference, schema
from storage.accounts import SqlAccounts
from storage.console import SqlConsole
from storage.engine import open_engine
from storage.journal import SqlJournal
from storage.passwords import Cost, Passwords
from storage.review import SqlReview
from storage.rollups import SqlDashboard
from storage.searching import SqlSearch
from storage.sessions import Limits, SqlSessions
from storage.store import SqlStore
from storage.tracking import SqlTracking

if TYPE_CHECKING:
    from fastapi import FastAPI

    from nlp.pipeline import Understanding
    from web.oidc import Provider


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def working_days() -> WorkingDays:
    """Return the calendar of Indonesia."""
    from scheduler.calendar import IndonesianDays  # the package takes a while to load

    return IndonesianDays()


def writing_engine(settings: Settings) -> Engine:
    return open_engine(settings.database_url)


def twitter_channel(settings: Settings, clock: Clock) -> TwitterChannel:
    """Return the real client, on the real X or on the look-alike."""
    if settings.is_sandbox:
        from sandbox import values as sandbox  # production never loads it

        return TwitterChannel(
            consumer_key=sandbox.CONSUMER_KEY,
            consumer_secret=sandbox.CONSUMER_SECRET,
            access_token=sandbox.ACCESS_TOKEN,
            access_token_secret=sandbox.ACCESS_TOKEN_SECRET,
            clock=clock,
            host=settings.sandbox_url,
            first_read=settings.first_read,
        )
    return TwitterChannel(
        consumer_key=settings.x_consumer_key,
        consumer_secret=settings.x_consumer_secret.get_secret_value(),
        access_token=settings.x_access_token,
        access_token_secret=settings.x_access_token_secret.get_secret_value(),
        clock=clock,
        first_read=settings.first_read,
    )


def live_desk(settings: Settings, engine: Engine) -> Desk:
    """Return the desk that serves X."""
    clock = SystemClock()
    return _desk(settings, engine, twitter_channel(settings, clock), clock)


def replay_desk(settings: Settings, engine: Engine, mentions: Sequence[Mention]) -> Desk:
    """Return a desk that serves a file, and sends nothing to anybody."""
    clock = SystemClock()
    return _desk(settings, engine, ReplayChannel(mentions, settings.account, clock), clock)


def understanding() -> "Understanding":
    """Return the understanding. Raises Refused when its data files are not what they must be."""
    from nlp.pipeline import Understanding  # seconds and megabytes: only where it is needed
    from nlp.text.tables import DataError

    try:
        return Understanding.load()
    except DataError as error:
        raise Refused(Refusal.BAD_REQUEST, str(error)) from error


def _desk(settings: Settings, engine: Engine, channel: Channel, clock: Clock) -> Desk:
    return Desk(
        channel=channel,
        store=SqlStore(engine, working_days()),
        extract=understanding(),
        clock=clock,
        dice=system_dice(),
        voice=Voice(
            public_url=settings.public_url,
            account=settings.account,
            carries_link=settings.receipt is Receipt.LINK,
        ),
        pace=Pace(unknown_grace=timedelta(minutes=settings.unknown_grace_minutes)),
    )


def new_token() -> str:
    """Draw 256 bits from the operating system."""
    return secrets.token_urlsafe(32)


def accounts(settings: Settings) -> SqlAccounts:
    """Return the accounts of the console, for an operator."""
    return SqlAccounts(writing_engine(settings), Passwords(Cost()))


def web_app(settings: Settings) -> "FastAPI":
    """Return the people's pages. What citizens see is read on an engine that cannot write."""
    from web.app import Entrance, WebOptions, create_app  # the worker needs no web
    from web.readers import Readers

    engine = open_engine(settings.database_url, read_only=True)
    limits = Limits(
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_hours),
    )
    passwords = Passwords(Cost())
    writing = writing_engine(settings)  # for who signs in, what they do, and the log of it
    sessions = SqlSessions(writing, engine, passwords, new_token, limits)
    entrance = Entrance(sessions, SystemClock(), new_token, _provider(settings))
    return create_app(
        Readers(
            SqlTracking(engine),
            SqlConsole(engine),
            SqlDashboard(engine),
            SqlJournal(writing, engine),
            SqlReview(writing, working_days()),
            SqlSearch(engine),
        ),
        WebOptions(public_url=settings.public_url, account=settings.account),
        entrance if settings.has_console else None,
    )


def _provider(settings: Settings) -> "Provider | None":
    if not settings.oidc_issuer:
        return None
    from web.oidc import Provider  # megabytes: only where it is used

    return Provider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        back=f"{settings.public_url}/konsol/masuk/oidc/kembali",
    )


def sandbox_app(settings: Settings) -> "FastAPI":
    """Return the look-alike of X. Raises Refused when its journal cannot be kept."""
    from sandbox.app import create_app  # production never loads it

    try:
        return create_app(journal=Path(settings.sandbox_journal))
    except OSError as error:
        problem = f"SANDBOX_JOURNAL {settings.sandbox_journal}: {error.strerror}; name a file"
        raise Refused(Refusal.BAD_REQUEST, problem) from error


def migrate(engine: Engine, progress: Callable[[int], None]) -> bool:
    """Bring the database to this code's version and seed it. False when nothing was to be done.

    ``progress`` is told how many rows each step of the seeding has added.
    """
    from nlp.agency.reference import (
        reference_agencies,
        reference_places,
        reference_version,
    )

    before = schema.current_revision(engine)
    schema.upgrade(engine)
    seeded = reference.seed(
        engine, reference_version(), reference_places(), reference_agencies(), progress
    )
    return seeded or before != schema.head_revision()
