"""The dashboard: its page, and a file for each of its charts. Who takes a file is written down."""

import csv
import io
from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from domain.audit import AuditAct, AuditObject, ObjectKind, done_by
from domain.dashboard import Measure, Present
from domain.people import Permission
from web.access import Gate, Visitor
from web.dashboard_views import (
    DAILY_NAMES,
    PERIODS,
    PRESENT_NAMES,
    USUAL_PERIOD,
    dashboard_view,
)
from web.pages import Pages
from web.readers import Dashboards, Readers

_READ = ["GET", "HEAD"]

# The charts by their names on the page, and what their files are made of.
FILES: dict[str, Measure | Present] = {
    "hari": Measure.STATUS,
    "status": Measure.STATUS,
    "tanpa-tinjauan": Measure.ACCEPTANCE,
    "antrean": Present.QUEUE,
    "lewat-tenggat": Present.OVERDUE,
    "topik": Measure.TOPIC,
    "provinsi": Measure.PROVINCE,
    "instansi": Measure.AGENCY,
    "balasan": Measure.REPLY,
}

_FORMULA_STARTS = ("=", "+", "-", "@")


def add_dashboard(app: FastAPI, pages: Pages, gate: Gate, readers: Readers) -> None:
    """Add the addresses of the dashboard."""
    sees_service = Depends(gate.require(Permission.SEE_SERVICE))

    @app.api_route("/konsol/dasbor", methods=_READ)
    def dashboard(visitor: Annotated[Visitor, sees_service], hari: str = "") -> Response:
        shown = readers.dashboards.dashboard(_period(hari))
        view = None if shown is None else dashboard_view(shown)
        return pages.page("dashboard.html", visitor=visitor, view=view, periods=PERIODS)

    @app.api_route("/konsol/dasbor/{slug}.csv", methods=_READ)
    def file(
        request: Request, visitor: Annotated[Visitor, sees_service], slug: str, hari: str = ""
    ) -> Response:
        if slug not in FILES:
            raise HTTPException(404)
        days = _period(hari)
        is_present = slug in PRESENT_SLUGS
        name = f"lapor-{slug}.csv" if is_present else f"lapor-{slug}-{days}-hari.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        text = write_csv(_rows(readers.dashboards, FILES[slug], days))
        if request.method == "GET":  # HEAD takes nothing away
            about = AuditObject(ObjectKind.EXPORT, slug)
            details = {} if is_present else {"days": days}
            now = gate.clock.now()
            readers.journal.note(done_by(visitor.person, now, AuditAct.EXPORT, about, details))
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


PRESENT_SLUGS = frozenset(slug for slug, what in FILES.items() if isinstance(what, Present))


def write_csv(rows: Iterable[tuple[str | int, ...]]) -> str:
    """Write rows as the spreadsheets of Indonesia open them: semicolons, and a byte order mark.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    file = io.StringIO()
    file.write("\ufeff")
    lines = csv.writer(file, delimiter=";", lineterminator="\r\n")
    lines.writerows([_harmless(cell) for cell in row] for row in rows)
    return file.getvalue()


def _harmless(cell: str | int) -> str | int:
    # Blanks of any kind before it do not keep a spreadsheet from seeing a formula.
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _rows(
    dashboards: Dashboards, what: Measure | Present, days: int
) -> Iterable[tuple[str | int, ...]]:
    if isinstance(what, Present):
        yield ("kode", "nama", "jumlah")
        for tally in dashboards.present(what):
            yield (tally.key, PRESENT_NAMES[what](tally), tally.count)
        return
    yield ("tanggal", "kode", "nama", "jumlah")
    for each in dashboards.daily(what, days):
        tally = each.tally
        yield (each.day.isoformat(), tally.key, DAILY_NAMES[what](tally), tally.count)


def _period(days: str) -> int:
    """Return how many days were asked for. Raises HTTPException for a period we do not offer."""
    if not days:
        return USUAL_PERIOD
    if days not in {str(period) for period in PERIODS}:
        raise HTTPException(404)
    return int(days)
