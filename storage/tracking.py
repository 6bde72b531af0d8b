"""What the holder of a tracking code may see. The queries here touch no table that knows people."""

from sqlalchemy import Engine, select

from domain.model import TimelineEntry, TrackedReport, Visibility
from domain.status import Status
from storage import rows
from storage.engine import transaction
from storage.tables import report_events, reports


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
                .where(report_events.c.report_id == row.id)
                .order_by(report_events.c.id)
            )
            timeline = tuple(TimelineEntry(Status(e.status), e.at) for e in tx.execute(events))
        report = rows.report_value(row)
        place = report.location
        content_open = report.visibility is not Visibility.RAHASIA
        fine_place_open = report.visibility is Visibility.PUBLIK
        return TrackedReport(
            code=report.code,
            visibility=report.visibility,
            status=report.status,
            timeline=timeline,
            reported_at=report.reported_at,
            emergency=report.emergency,
            type=report.type if content_open else None,
            topic=report.topic if content_open else None,
            agency_name=report.agency.name if report.agency and content_open else None,
            province=place.province if place and content_open else None,
            regency=place.regency if place and content_open else None,
            district=place.district if place and content_open else None,
            village=place.village if place and fine_place_open else None,
        )
