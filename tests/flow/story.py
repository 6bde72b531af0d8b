"""Stories: who says what, what the bot says, what the service then holds."""

import random

from sqlalchemy import Engine, select

from bot.flow import Desk, run_cycle
from bot.wording import Voice
from domain.codes import parse_code
from domain.model import ReplyState, Report
from domain.ports import Channel, Extract
from storage import rows
from storage.console import SqlConsole
from storage.engine import transaction
from storage.store import SqlStore
from storage.tables import replies, reports
from storage.tracking import SqlTracking
from tests.clock import SetClock
from tests.town import Town

PUBLIC_URL = "https://lapor.example.go.id"


class Story:
    """A town, and a bot that serves it on the real store with the real understanding."""

    def __init__(
        self, town: Town, engine: Engine, extract: Extract, clock: SetClock, channel: Channel
    ) -> None:
        self.town = town
        self.engine = engine
        self.clock = clock
        self.tracking = SqlTracking(engine)
        self.console = SqlConsole(engine)
        self.desk = Desk(
            channel=channel,
            store=SqlStore(engine),
            extract=extract,
            clock=clock,
            dice=random.Random(1),  # noqa: S311 - the same codes in every run
            voice=Voice(PUBLIC_URL, "lapor1708"),
        )

    def poll(self, *, after_minutes: float = 2) -> None:
        """Let time pass and run a cycle; two minutes let both streams be read again."""
        self.clock.advance(minutes=after_minutes)
        run_cycle(self.desk)

    def reports(self) -> list[Report]:
        with transaction(self.engine) as tx:
            return [rows.report_value(row) for row in tx.execute(select(reports))]

    def the_report(self) -> Report:
        (report,) = self.reports()
        return report

    def debts(self) -> dict[ReplyState, int]:
        return dict(self.console.overview().replies)

    def debt_texts(self) -> list[str]:
        with transaction(self.engine) as tx:
            return list(tx.scalars(select(replies.c.text)))


def code_in(text: str) -> str | None:
    """Return the tracking code that a text tells, canonical, or None."""
    words = (word.rpartition("/")[2] for word in text.split())
    return next((code for word in words if (code := parse_code(word)) is not None), None)
