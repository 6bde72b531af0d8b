"""What waits for a moderator: joining the queue, and keeping its place there up to date."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from domain import clock
from domain.clock import Handling, Running, Stage, Terms
from domain.model import Confidence, Extraction, Reason, ReportType, Visibility
from domain.ports import WorkingDays
from domain.review import Concern, Fields, priority
from domain.topics import Topic
from domain.zones import local_date, zone_at
from storage import rows
from storage.tables import mentions, reports, reviews


def join_queue(tx: Connection, mention_key: str, days: WorkingDays, now: datetime) -> None:
    """Let a message, with the report it belongs to, wait for a moderator.

    A report waits once: what its citizen adds joins the matter that is open already, which gets a
    new version, so that whoever has it on the screen learns of it before deciding.
    """
    mention = tx.execute(select(mentions).where(mentions.c.key == mention_key)).one()
    belief = rows.belief_value(mention.belief)
    reason = Reason(mention.reason)
    fields = _fields(tx, mention.report_id, belief)
    found = _open_row(tx, mention_key, mention.report_id)
    since = found.opened_at if found else now
    values = columns(fields, reason, belief.confidence if belief else None, since, days)
    if found is None:
        fresh = {"mention_key": mention_key, "report_id": mention.report_id, "is_open": True}
        tx.execute(insert(reviews).values(version=1, opened_at=now, **fresh, **values))
        return
    values["priority"] = min(found.priority, values["priority"])
    if reason is not Reason.HIDE_AFTERWARDS:
        del values["reason"]  # what made it wait still holds
    here = reviews.c.id == found.id
    tx.execute(update(reviews).where(here).values(version=reviews.c.version + 1, **values))


def _open_row(tx: Connection, mention_key: str, report_id: int | None) -> rows.AnyRow | None:
    same = reviews.c.mention_key == mention_key
    if report_id is not None:
        same = same | (reviews.c.report_id == report_id)
    return tx.execute(select(reviews).where(reviews.c.is_open, same).limit(1)).one_or_none()


def _fields(tx: Connection, report_id: int | None, belief: Extraction | None) -> Fields | None:
    if report_id is not None:
        return rows.fields_value(tx.execute(select(reports).where(reports.c.id == report_id)).one())
    return rows.fields_of(belief) if belief else None


def columns(
    fields: Fields | None,
    reason: Reason,
    confidence: Confidence | None,
    since: datetime,
    days: WorkingDays,
) -> rows.Values:
    """Return what the queue sorts and filters a matter by; ``since`` is when it began to wait."""
    place_code = fields.location.code if fields and fields.location else None
    due_at = _due_at(fields.type if fields else None, place_code, since, days)
    topic: Topic | None = fields.topic if fields else None
    visibility: Visibility | None = fields.visibility if fields else None
    emergency = bool(fields and fields.emergency)
    concern = Concern(reason, emergency, visibility, topic, confidence, since, due_at)
    return {
        "priority": priority(concern),
        "reason": reason.value,
        "emergency": emergency,
        "visibility": visibility and visibility.value,
        "topic": topic and topic.value,
        "place_code": place_code,
        "agency_id": fields.agency.id if fields and fields.agency else None,
        "due_at": due_at,
    }


def _due_at(
    type_: ReportType | None, place_code: str | None, since: datetime, days: WorkingDays
) -> datetime:
    zone = zone_at(place_code)
    policy = clock.policy_on(local_date(since, zone), clock.policies())
    terms = Terms(policy, Handling.of(type_), zone, days)
    return clock.due_at(Running(Stage.VERIFIKASI, since), terms, since)
