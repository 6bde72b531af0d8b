"""From settings to real adapters: the only file that knows them all."""

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
from domain.ports import Channel, Clock, Refusal, Refused
from settings import Receipt, Settings
from storage import reference, schema
from storage.console import SqlConsole
from storage.engine import open_engine
from storage.store import SqlStore
from storage.tracking import SqlTracking

if TYPE_CHECKING:
    from fastapi import FastAPI

    from nlp.pipeline import Understanding


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


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
        store=SqlStore(engine),
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


def web_app(settings: Settings) -> "FastAPI":
    """Return the people's pages, on an engine that cannot write."""
    from web.app import WebOptions, create_app  # the worker needs no web

    engine = open_engine(settings.database_url, read_only=True)
    options = WebOptions(
        public_url=settings.public_url,
        account=settings.account,
        console_password=settings.console_password.get_secret_value() or None,
        console_open=console_is_open(settings),
    )
    return create_app(SqlTracking(engine), SqlConsole(engine), options)


def console_is_open(settings: Settings) -> bool:
    """Say whether the console asks for no password: to whoever sits here, never to a network."""
    return settings.is_sandbox and settings.web_host == "127.0.0.1"


def has_console(settings: Settings) -> bool:
    """Say whether there is a console at all."""
    return console_is_open(settings) or bool(settings.console_password.get_secret_value())


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
