"""Running a file of mentions through the very same flow, and reading back what became of each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.flow import run_cycle
from bot.replayfile import CHUNK
from domain.codes import format_code
from domain.model import Mention, Outcome
from scheduler.wiring import replay_desk
from settings import Settings
from storage import schema
from storage.engine import open_engine
from storage.store import SqlStore


@dataclass(frozen=True, slots=True)
class Replayed:
    """One mention and what became of it."""

    mention_id: str
    outcome: Outcome

    def as_json(self) -> dict[str, Any]:
        """Return the shape that ``laporbot replay --json`` promises."""
        report = self.outcome.report
        return {
            "mention_id": self.mention_id,
            "decision": self.outcome.act.value,
            "reason": self.outcome.reason.value,
            "report": format_code(report.code) if report else None,
            "status": report.status.value if report else None,
            "visibility": report.visibility.value if report else None,
            "topic": report.topic.value if report and report.topic else None,
            "location_code": report.location.code if report and report.location else None,
            "agency_id": report.agency.id if report and report.agency else None,
            "replies": [
                {
                    "kind": reply.kind.value,
                    "to": reply.to_author_id if reply.via.value == "dm" else reply.to_post_id,
                    "text": reply.text,
                    "channel": reply.via.value,
                }
                for reply in self.outcome.replies
            ],
        }

    def as_text(self) -> str:
        """Return two or three lines for a person."""
        report = self.outcome.report
        head = f"{self.mention_id}  {self.outcome.act.value} ({self.outcome.reason.value})"
        if report is not None:
            place = report.location.code if report.location else "no place"
            head += f"  {format_code(report.code)}  {report.visibility.value}"
            head += f"  {report.topic.value if report.topic else 'no topic'}  {place}"
        answers = [f"    {reply.via.value}: {reply.text}" for reply in self.outcome.replies]
        return "\n".join([head, *answers])


def run_replay(
    settings: Settings,
    database_url: str,
    mentions: Sequence[Mention],
    advance: Callable[[int], None],
) -> Iterator[Replayed]:
    """Run all mentions through the flow, then yield each with its outcome, in the given order.

    On a database that has seen them before, nothing is opened twice. ``advance`` is told how many
    mentions each cycle has worked off.
    """
    engine = open_engine(database_url)
    schema.upgrade(engine)
    desk = replay_desk(settings, engine, mentions)
    for start in range(0, len(mentions), CHUNK):
        run_cycle(desk)
        advance(min(CHUNK, len(mentions) - start))
    store = SqlStore(engine)
    for mention in mentions:
        yield Replayed(mention.id, store.outcome(mention))
    engine.dispose()
