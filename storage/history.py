"""The events of a report, as lawful moves: what happened, and what that makes of it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from domain.moves import Actor, ActorKind, Move, State, after, lawful
from domain.status import Status
from storage import rows
from storage.tables import report_events, reports


def moves_of(tx: Connection, report_id: int) -> tuple[Status, list[Move]]:
    """Return as what a report was opened, and its moves since, oldest first; none undone."""
    query = (
        select(report_events)
        .where(report_events.c.report_id == report_id, report_events.c.undone_at.is_(None))
        .order_by(report_events.c.id)
    )
    events = tx.execute(query).all()
    moves = [rows.move_value(event) for event in events if event.status_from is not None]
    return Status(events[0].status) if events else Status.BARU, moves


def state_of(tx: Connection, report_id: int) -> State:
    """Return what must be known of a report to judge a move."""
    row = tx.execute(
        select(reports.c.status, reports.c.agency_id).where(reports.c.id == report_id)
    ).one()
    opened_as, moves = moves_of(tx, report_id)
    state = State(opened_as, row.agency_id)
    for move in moves:
        state = after(state, move)
    return replace(state, status=Status(row.status), agency_id=row.agency_id)


def keep_move(tx: Connection, report_id: int, move: Move, act_id: int | None = None) -> None:
    """Keep a lawful move: the event, and the status that follows from it."""
    tx.execute(insert(report_events).values(rows.event_row(move, report_id, act_id)))
    here = reports.c.id == report_id
    tx.execute(update(reports).where(here).values(status=move.status_to.value))


def citizen_answered(tx: Connection, report_id: int, now: datetime) -> None:
    """Take a report that waited for its citizen back to where it was."""
    state = state_of(tx, report_id)
    if state.status is not Status.MENUNGGU_PELAPOR:
        return
    back = state.came_from or Status.PERLU_TINJAUAN
    move = lawful(state, back, Actor(ActorKind.PELAPOR), now)
    if isinstance(move, Move):
        keep_move(tx, report_id, move)
