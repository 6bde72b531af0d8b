"""What the holder of a tracking code may see. The queries here touch no table that knows people."""

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import Engine, select

from domain.model import Report, TimelineEntry, TrackedReport, Visibility
from domain.status import Status
from storage import rows
from storage.engine import transaction
from storage.tables import report_events, reports

_WIB = timezone(timedelta(hours=7))


class SqlTracking:
    """The public view of reports."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def report(self, code: str) -> TrackedReport | None:
        """Return the report that a canonical code opens.

        None when there is none, or when the code was never told to anybody outside: a private
        report's page opens from the moment its author was sent the code.
        """
        told = reports.c.code_given_at.is_not(None)
        query = select(reports).where(reports.c.code == code, told)
        with transaction(self._engine) as tx:
            row = tx.execute(query).one_or_none()
            if row is None:
                return None
            events = (
                select(report_events.c.status, report_events.c.at)
                .where(
                    report_events.c.report_id == row.id,
                    report_events.c.undone_at.is_(None),
                    report_events.c.status_from.is_distinct_from(report_events.c.status),
                )
                .order_by(report_events.c.id)
            )
            timeline = tuple(TimelineEntry(Status(e.status), e.at) for e in tx.execute(events))
        return allowed_view(rows.report_value(row), timeline, row.public_text)


def allowed_view(
    report: Report, timeline: tuple[TimelineEntry, ...], public_text: str | None = None
) -> TrackedReport:
    """Return what the visibility of a report allows; what it forbids never leaves storage."""
    place, private = report.location, report.visibility.is_private
    secret = report.visibility is Visibility.RAHASIA
    if private:
        timeline = tuple(TimelineEntry(entry.status, _day(entry.at)) for entry in timeline)
    return TrackedReport(
        code=report.code,
        visibility=report.visibility,
        status=report.status,
        timeline=timeline,
        reported_at=_day(report.reported_at) if private else report.reported_at,
        emergency=report.emergency,
        type=None if secret else report.type,
        topic=None if secret else report.topic,
        agency_name=report.agency.name if report.agency and not secret else None,
        province=place.province if place and not secret else None,
        regency=place.regency if place and not secret else None,
        district=place.district if place and not secret else None,
        village=place.village if place and not private else None,
        public_text=None if private else public_text,
    )


def _day(moment: datetime) -> datetime:
    """Return noon in western Indonesia of that day: the same day in all of its time zones."""
    return (
        moment.astimezone(_WIB).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)
    )
