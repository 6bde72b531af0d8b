"""What moderators see: counts, and the list of what is in doubt. No words, no names, no codes."""

from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from domain.model import Overview, ReplyState, ReviewItem
from domain.status import Status
from storage import rows
from storage.engine import transaction
from storage.tables import gaps, mentions, quotas, replies, reports, streams


class SqlConsole:
    """The moderators' view."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def overview(self) -> Overview:
        """Return the state of the service in counts."""
        with transaction(self._engine) as tx:
            by_status = _counts(tx, reports.c.status)
            by_reply = _counts(tx, replies.c.state)
            by_mention = _counts(tx, mentions.c.state)
            by_stream = _counts(tx, gaps.c.stream)
            stream_rows = tx.execute(select(streams).order_by(streams.c.name)).all()
            quota_rows = tx.execute(select(quotas).order_by(quotas.c.endpoint)).all()
        return Overview(
            reports=MappingProxyType({Status(status): n for status, n in by_status.items()}),
            replies=MappingProxyType({ReplyState(state): n for state, n in by_reply.items()}),
            waiting=by_mention.get("received", 0),
            parked=by_mention.get("parked", 0),
            streams=tuple(
                rows.stream_value(row, by_stream.get(row.name, 0)) for row in stream_rows
            ),
            quotas=tuple(rows.quota_value(row) for row in quota_rows),
        )

    def review_items(self, limit: int) -> list[ReviewItem]:
        """Return what a moderator should look at: emergencies first, then the oldest."""
        query = (
            select(
                mentions.c.received_at,
                mentions.c.reason,
                mentions.c.confidence,
                mentions.c.problem,
                reports.c.id.label("number"),
                reports.c.emergency,
                reports.c.visibility,
                reports.c.status,
                reports.c.topic,
                reports.c.district,
                reports.c.regency,
                reports.c.province,
                reports.c.agency_name,
            )
            .join(reports, reports.c.id == mentions.c.report_id, isouter=True)
            .where(mentions.c.needs_review)
            .order_by(
                func.coalesce(reports.c.emergency, False).desc(),
                mentions.c.received_at,
                mentions.c.key,
            )
            .limit(limit)
        )
        with transaction(self._engine) as tx:
            return [rows.review_item(row) for row in tx.execute(query)]


def _counts(tx: Connection, column: ColumnElement[str]) -> dict[str, int]:
    query = select(column, func.count()).group_by(column)
    return dict(tx.execute(query).all())
