"""One matter as one screen shows it: a report, what is believed of it, and all that was said."""

from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from domain import clock
from domain.clock import Handling, Running, Stage, Standing, Terms
from domain.model import Extraction, Reason, ReplyState, ReportType, Visibility
from domain.moves import ACTOR_NAMES, ActorKind, rule_of
from domain.ports import WorkingDays
from domain.redaction import Redaction
from domain.review import (
    SIMILAR_WITHIN,
    FieldName,
    Fields,
    Lease,
    Matter,
    ReviewAct,
    Said,
    Similar,
)
from domain.status import Status
from domain.topics import TOPIC_NAMES
from domain.zones import local_date, zone_at
from storage import history, rows, searching
from storage.tables import (
    mentions,
    redactions,
    replies,
    report_events,
    reports,
    review_acts,
    reviews,
)

_PLACES_OFFERED = 12  # candidates with their names; common names have hundreds
_SIMILAR_SHOWN = 5
_REGENCY_CODE = 5
_TOLD_ACTS = (ReviewAct.CHANGE, ReviewAct.LIFT, ReviewAct.REDACT, ReviewAct.PUBLISH)
_NOTHING = Fields(None, None, None, None, None, Visibility.PUBLIK)


def matter(tx: Connection, review_id: int, days: WorkingDays, now: datetime) -> Matter | None:
    """Return a matter whole; None when there is none of that number."""
    review = tx.execute(select(reviews).where(reviews.c.id == review_id)).one_or_none()
    if review is None:
        return None
    mention = tx.execute(select(mentions).where(mentions.c.key == review.mention_key)).one()
    belief = rows.belief_value(mention.belief)
    fields = fields_of(tx, review.report_id, belief)
    report = None
    if review.report_id is not None:
        report = tx.execute(select(reports).where(reports.c.id == review.report_id)).one()
    offered = belief.alternatives.places[:_PLACES_OFFERED] if belief else ()
    return Matter(
        id=review.id,
        version=review.version,
        is_open=review.is_open,
        reason=Reason(review.reason),
        problem=mention.problem,
        opened_at=review.opened_at,
        number=review.report_id,
        status=Status(report.status) if report else None,
        fields=fields,
        text=mention.text,
        direct=mention.direct,
        belief=belief,
        places=searching.place_hits(tx, offered),
        redactions=_redactions(tx, review.mention_key),
        public_text=report.public_text if report else None,
        thread=_thread(tx, review),
        similar=_similar(tx, review.report_id, fields, now),
        standing=_standing(tx, review, report, fields, days, now),
        lease=lease_of(review, now),
        closed_by=review.closed_by,
    )


def fields_of(tx: Connection, report_id: int | None, belief: Extraction | None) -> Fields:
    """Return what is held of a matter: the report, or what is believed while there is none."""
    if report_id is not None:
        return rows.fields_value(tx.execute(select(reports).where(reports.c.id == report_id)).one())
    return rows.fields_of(belief) if belief else _NOTHING


def lease_of(review: rows.AnyRow, now: datetime) -> Lease | None:
    """Return the lease that holds now, None when nobody has the matter."""
    if review.leased_by is None or review.leased_until <= now or not review.is_open:
        return None
    return Lease(review.leased_by, review.lease_name, review.leased_until)


def change_in_words(field: FieldName, before: Fields, now: Fields) -> str:
    """Say what was changed, for the thread: ``Topik: Kesehatan -> Sosial``."""
    return f"{_FIELD_NAMES[field]}: {_written(field, before)} → {_written(field, now)}."


_FIELD_NAMES = {
    FieldName.TOPIC: "Topik",
    FieldName.PLACE: "Tempat",
    FieldName.AGENCY: "Instansi",
    FieldName.TYPE: "Jenis",
    FieldName.VISIBILITY: "Sifat",
}


def _written(field: FieldName, fields: Fields) -> str:
    place = fields.location
    match field:
        case FieldName.TOPIC:
            return TOPIC_NAMES[fields.topic] if fields.topic else "kosong"
        case FieldName.PLACE:
            names = (place.village, place.district, place.regency, place.province) if place else ()
            return ", ".join(name for name in names if name) or "kosong"
        case FieldName.AGENCY:
            return fields.agency.name if fields.agency else "kosong"
        case FieldName.TYPE:
            return str(fields.type or "kosong")
        case FieldName.VISIBILITY:
            return str(fields.visibility)


def _redactions(tx: Connection, mention_key: str) -> tuple[Redaction, ...]:
    query = (
        select(redactions)
        .where(redactions.c.mention_key == mention_key)
        .order_by(redactions.c.start, redactions.c.id)
    )
    return tuple(
        Redaction(row.id, row.kind, row.start, row.end, row.lifted) for row in tx.execute(query)
    )


def _thread(tx: Connection, review: rows.AnyRow) -> tuple[Said, ...]:
    """Return what citizen, service and staff have said and done, oldest first."""
    ours = mentions.c.key == review.mention_key
    if review.report_id is not None:
        ours = or_(ours, mentions.c.report_id == review.report_id)
    said = [
        Said(
            row.created_at or row.received_at,
            "citizen",
            row.text or "",
            is_shown=row.key == review.mention_key,
        )
        for row in tx.execute(select(mentions).where(ours))
    ]
    answers = select(replies).join(mentions, mentions.c.key == replies.c.mention_key).where(ours)
    said += [
        Said(row.created_at, "us", row.text, state=ReplyState(row.state))
        for row in tx.execute(answers)
    ]
    acts = select(review_acts).where(
        review_acts.c.review_id == review.id,
        review_acts.c.undone_at.is_(None),
        review_acts.c.act.in_(_TOLD_ACTS),
    )
    said += [
        Said(row.at, "staff", row.note, act=f"{_ACT_NAMES[ReviewAct(row.act)]} ({row.person_name})")
        for row in tx.execute(acts)
    ]
    said += _events(tx, review.report_id)
    return tuple(sorted(said, key=lambda entry: entry.at))


_ACT_NAMES = {
    ReviewAct.CHANGE: "Mengubah isian",
    ReviewAct.LIFT: "Membuka samaran",
    ReviewAct.REDACT: "Menyamarkan kata",
    ReviewAct.PUBLISH: "Menyimpan teks publik",
}


def _events(tx: Connection, report_id: int | None) -> list[Said]:
    query = select(report_events).where(
        report_events.c.report_id == report_id,
        report_events.c.undone_at.is_(None),
        report_events.c.status_from.is_not(None),
    )
    found = []
    for row in tx.execute(query):
        move = rows.move_value(row)
        act = f"{rule_of(move).act} ({ACTOR_NAMES[ActorKind(row.actor)]})"
        found.append(Said(row.at, "staff", move.note, status=move.status_to, act=act))
    return found


def _similar(tx: Connection, own: int | None, fields: Fields, now: datetime) -> tuple[Similar, ...]:
    """Return the latest reports of the same topic and regency."""
    code = fields.location.code if fields.location else ""
    if fields.topic is None or len(code) < _REGENCY_CODE:
        return ()
    regency = code[:_REGENCY_CODE]
    near = and_(
        reports.c.topic == fields.topic.value,
        reports.c.reported_at >= now - SIMILAR_WITHIN,
        reports.c.location_code.startswith(regency, autoescape=True),
        reports.c.id.is_distinct_from(own),
    )
    query = select(reports).where(near).order_by(reports.c.reported_at.desc())
    return tuple(
        Similar(
            row.id,
            Status(row.status),
            ", ".join(name for name in (row.village, row.district, row.regency) if name) or None,
            row.agency_name,
            row.reported_at,
        )
        for row in tx.execute(query.limit(_SIMILAR_SHOWN))
    )


def _standing(
    tx: Connection,
    review: rows.AnyRow,
    report: rows.AnyRow | None,
    fields: Fields,
    days: WorkingDays,
    now: datetime,
) -> Standing | None:
    """Return how the matter does against the clock; None when nothing runs any more."""
    since, run = review.opened_at, None
    if report is None:
        run = Running(Stage.VERIFIKASI, since)
    else:
        since = report.reported_at
        run = clock.running(since, *history.moves_of(tx, report.id))
    if run is None:
        return None
    zone = zone_at(fields.location.code if fields.location else None)
    policy = clock.policy_on(local_date(since, zone), clock.policies())
    kind: ReportType | None = fields.type
    return clock.standing(run, Terms(policy, Handling.of(kind), zone, days), now)
