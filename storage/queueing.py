"""The moderators' queue: its pages, by keyset, and what filters let through."""

import base64
import binascii
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from domain.model import Reason, Visibility
from domain.review import Filters, QueuePage, QueueRow
from domain.status import Status
from domain.topics import Topic
from storage import rows, screen
from storage.tables import mentions, reports, reviews


def page(
    tx: Connection, filters: Filters, cursor: str | None, limit: int, now: datetime
) -> QueuePage:
    """See ``web.readers.Review.queue``."""
    narrowed = wanted(filters, now)
    query = (
        select(
            reviews,
            mentions.c.problem,
            mentions.c.belief,
            reports.c.status,
            reports.c.district,
            reports.c.regency,
            reports.c.province,
            reports.c.agency_name,
        )
        .join(mentions, mentions.c.key == reviews.c.mention_key)
        .join(reports, reports.c.id == reviews.c.report_id, isouter=True)
        .where(*narrowed, *_behind(cursor))
        .order_by(reviews.c.priority, reviews.c.id)
        .limit(limit + 1)
    )
    found = tx.execute(query).all()
    total = tx.scalar(select(func.count()).select_from(reviews).where(*narrowed)) or 0
    shown = found[:limit]
    following = _cursor_of(shown[-1]) if len(found) > limit else None
    return QueuePage(tuple(_queue_row(row, now) for row in shown), following, total)


def wanted(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    """Return what holds of the open matters that filters let through."""
    holds: list[ColumnElement[bool]] = [reviews.c.is_open.is_(True)]
    if filters.topic is not None:
        holds.append(reviews.c.topic == filters.topic.value)
    if filters.region is not None:
        inside = reviews.c.place_code.startswith(f"{filters.region}.", autoescape=True)
        holds.append(or_(reviews.c.place_code == filters.region, inside))
    if filters.agency_id is not None:
        holds.append(reviews.c.agency_id == filters.agency_id)
    if filters.reason is not None:
        holds.append(reviews.c.reason == filters.reason.value)
    if filters.older_than is not None:
        holds.append(reviews.c.opened_at <= now - filters.older_than)
    return holds


def _cursor_of(row: rows.AnyRow) -> str:
    return base64.urlsafe_b64encode(f"{row.priority}:{row.id}".encode()).decode().rstrip("=")


def _behind(cursor: str | None) -> list[ColumnElement[bool]]:
    """Return what holds of the rows behind a cursor; one that is none begins at the start."""
    if not cursor:
        return []
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place, number = base64.urlsafe_b64decode(padded.encode()).decode().split(":")
        at, last = int(place), int(number)
    except (binascii.Error, ValueError):
        return []
    if max(abs(at), abs(last)) >= 2**63:  # no number of ours; the database knows none so large
        return []
    same = and_(reviews.c.priority == at, reviews.c.id > last)
    return [or_(reviews.c.priority > at, same)]


def _queue_row(row: rows.AnyRow, now: datetime) -> QueueRow:
    belief = rows.belief_value(row.belief)
    place = belief.location if belief else None
    names = (row.district, row.regency, row.province)
    if row.report_id is None and place is not None:
        names = (place.district, place.regency, place.province)
    agency = belief.agency if belief and row.report_id is None else None
    return QueueRow(
        id=row.id,
        number=row.report_id,
        reason=Reason(row.reason),
        problem=row.problem,
        status=Status(row.status) if row.status else None,
        topic=Topic(row.topic) if row.topic else None,
        visibility=Visibility(row.visibility) if row.visibility else None,
        emergency=row.emergency,
        place=", ".join(name for name in names if name) or None,
        agency_name=agency.name if agency else row.agency_name,
        opened_at=row.opened_at,
        due_at=row.due_at,
        lease=screen.lease_of(row, now),
    )
