"""Counts by day, kept so that the dashboard never has to count the reports themselves.

Triggers note in ``rollup_changes`` on which day something changed, whoever changed it; ``refresh``
counts such days anew from the reports and replies. A day is always counted, never added to, so
that no mistake can stay: running anything twice is harmless.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)

from domain.dashboard import (
    AT_OUR_DESK,
    AT_THE_AGENCY,
    Acceptance,
    DailyTally,
    Dashboard,
    DayIntake,
    Measure,
    Present,
    QueueAge,
    Ranking,
    Tally,
    bounds_of,
    day_of,
    days_until,
    rank,
)
from domain.model import ReplyState
from domain.status import Status
from storage.engine import transaction
from storage.rows import AnyRow, Values
from storage.tables import (
    agencies,
    mentions,
    replies,
    report_events,
    reports,
    rollup_changes,
    rollup_days,
    rollup_present,
    rollup_state,
)

# A run must not keep the worker from its mentions for long; the rest is for the next run.
_DAYS_A_RUN = 50
_MOST_SHOWN = 10  # kinds in a ranking: what a reader takes in
_NAMES_A_QUERY = 5_000  # SQLite takes 32,766 parameters at most


class _Subject(StrEnum):
    """What the triggers write into ``rollup_changes.subject``."""

    REPORT = "report"
    REPLY = "reply"


_MEASURES = {
    _Subject.REPORT: (
        Measure.STATUS,
        Measure.TOPIC,
        Measure.PROVINCE,
        Measure.AGENCY,
        Measure.ACCEPTANCE,
    ),
    _Subject.REPLY: (Measure.REPLY,),
}

_Counts = Counter[tuple[Measure, str]]


class SqlRollups:
    """The counting side; for one worker at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def refresh(self, now: datetime) -> int:
        """Count the changed days anew, newest first, and the present. Return how many days.

        At most fifty in one run, each in a transaction of its own: others may write in between.
        """
        changed = (
            select(rollup_changes.c.subject, rollup_changes.c.day)
            .distinct()
            .order_by(rollup_changes.c.day.desc(), rollup_changes.c.subject)
            .limit(_DAYS_A_RUN)
        )
        with transaction(self._engine) as tx:
            found = [(_Subject(row.subject), row.day) for row in tx.execute(changed)]
        for subject, day in found:
            self._recount(subject, day)
        self._count_present(now)
        return len(found)

    def rebuild(self, now: datetime, progress: Callable[[int], None]) -> int:
        """Count every day anew; return how many. ``progress`` is told of each day."""
        days = self._all_days()
        for day in days:
            for subject in _Subject:
                self._recount(subject, day)
            progress(1)
        self._count_present(now)
        return len(days)

    def _all_days(self) -> list[date]:
        """Return all days from the first to the last on which anything is, or was counted."""
        with transaction(self._engine) as tx:
            moments = [
                tx.scalar(select(extreme(column)))
                for column in (reports.c.reported_at, replies.c.created_at)
                for extreme in (func.min, func.max)
            ]
            counted = [tx.scalar(select(e(rollup_days.c.day))) for e in (func.min, func.max)]
        days = [day_of(at) for at in moments if at] + [day for day in counted if day]
        return days_until(max(days), (max(days) - min(days)).days + 1) if days else []

    def _recount(self, subject: _Subject, day: date) -> None:
        with transaction(self._engine) as tx:
            # First: what commits after this is counted by the next run, for which its note stays.
            noted = and_(rollup_changes.c.subject == subject.value, rollup_changes.c.day == day)
            tx.execute(delete(rollup_changes).where(noted))
            count = _count_reports if subject is _Subject.REPORT else _count_replies
            counts = count(tx, day)
            measures = [measure.value for measure in _MEASURES[subject]]
            of_day = and_(rollup_days.c.day == day, rollup_days.c.measure.in_(measures))
            tx.execute(delete(rollup_days).where(of_day))
            if counts:
                rows = [
                    {"measure": measure.value, "day": day, "key": key, "amount": count}
                    for (measure, key), count in counts.items()
                ]
                tx.execute(insert(rollup_days), rows)

    def _count_present(self, now: datetime) -> None:
        with transaction(self._engine) as tx:
            rows = [
                *_present_rows(Present.QUEUE, _count_queue(tx, now)),
                *_present_rows(Present.OVERDUE, _count_overdue(tx, now)),
            ]
            tx.execute(delete(rollup_present))
            tx.execute(insert(rollup_present), rows)
            tx.execute(delete(rollup_state))
            tx.execute(insert(rollup_state).values(id=1, as_of=now))


def _count_reports(tx: Connection, day: date) -> _Counts:
    start, end = bounds_of(day)
    doubted = (
        select(report_events.c.id)
        .where(
            report_events.c.report_id == reports.c.id,
            report_events.c.status == Status.PERLU_TINJAUAN.value,
        )
        .exists()
    )
    acceptance = case(
        (or_(reports.c.emergency, doubted), Acceptance.SEEN.value), else_=Acceptance.UNSEEN.value
    )
    query = select(
        reports.c.status, reports.c.topic, reports.c.province, reports.c.agency_id, acceptance
    ).where(reports.c.reported_at >= start, reports.c.reported_at < end)
    counts: _Counts = Counter()
    for row in tx.execute(query):
        for measure, key in zip(_MEASURES[_Subject.REPORT], row, strict=True):
            counts[measure, key or ""] += 1
    return counts


def _count_replies(tx: Connection, day: date) -> _Counts:
    start, end = bounds_of(day)
    query = (
        select(replies.c.state, func.count())
        .where(replies.c.created_at >= start, replies.c.created_at < end)
        .group_by(replies.c.state)
    )
    return Counter({(Measure.REPLY, state): count for state, count in tx.execute(query)})


def _count_queue(tx: Connection, now: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    younger = 0
    for age in QueueAge:
        waiting: list[ColumnElement[bool]] = [mentions.c.needs_review]
        if age.limit is not None:
            waiting.append(mentions.c.received_at > now - age.limit)
        up_to = tx.scalar(select(func.count()).select_from(mentions).where(*waiting)) or 0
        counts[age.value] = up_to - younger
        younger = up_to
    return counts


def _count_overdue(tx: Connection, now: datetime) -> dict[str, int]:
    """Return late reports by agency; under "" those that have not left our own desk."""
    at_agency = reports.c.status.in_([status.value for status in AT_THE_AGENCY])
    late_with = case((at_agency, func.coalesce(reports.c.agency_id, "")), else_=literal("", String))
    late = (
        select(late_with.label("key"))
        .where(
            reports.c.due_at < now,
            reports.c.status.in_([status.value for status in (*AT_OUR_DESK, *AT_THE_AGENCY)]),
        )
        .subquery()
    )
    return dict(tx.execute(select(late.c.key, func.count()).group_by(late.c.key)).all())


def _present_rows(measure: Present, counts: Mapping[str, int]) -> Iterable[Values]:
    return (
        {"measure": measure.value, "key": key, "amount": count} for key, count in counts.items()
    )


class SqlDashboard:
    """The reading side: rollups and the names of agencies, no report is touched."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def dashboard(self, days: int) -> Dashboard | None:
        """Return the last ``days`` days; None when nothing was ever counted."""
        with transaction(self._engine) as tx:
            as_of = tx.scalar(select(rollup_state.c.as_of))
            if as_of is None:
                return None
            period = days_until(day_of(as_of), days)
            return Dashboard(
                as_of=as_of,
                days=_intake(tx, period),
                topics=_ranking(tx, Measure.TOPIC, period),
                provinces=_ranking(tx, Measure.PROVINCE, period),
                agencies=_with_names(tx, _ranking(tx, Measure.AGENCY, period)),
                replies={
                    ReplyState(state): amount
                    for state, amount in _totals(tx, Measure.REPLY, period)
                },
                queue={QueueAge(age): amount for age, amount in _present(tx, Present.QUEUE)},
                overdue=_with_names(tx, rank(_present(tx, Present.OVERDUE), _MOST_SHOWN)),
            )

    def daily(self, measure: Measure, days: int) -> list[DailyTally]:
        """Return all counts of the last ``days`` days, by day and then by key; names included."""
        with transaction(self._engine) as tx:
            as_of = tx.scalar(select(rollup_state.c.as_of))
            if as_of is None:
                return []
            rows = _rows(tx, measure, days_until(day_of(as_of), days))
            is_agency = measure is Measure.AGENCY
            names = _agency_names(tx, {row.key for row in rows}) if is_agency else {}
        return [DailyTally(row.day, Tally(row.key, row.amount, names.get(row.key))) for row in rows]

    def present(self, measure: Present) -> list[Tally]:
        """Return all counts of now, largest first; agencies with their names."""
        with transaction(self._engine) as tx:
            counts = _present(tx, measure)
            everything = rank(counts, most=len(counts))
            if measure is Present.OVERDUE:
                everything = _with_names(tx, everything)
        return list(everything.top)


def _intake(tx: Connection, period: list[date]) -> tuple[DayIntake, ...]:
    by_status: dict[date, dict[Status, int]] = {day: {} for day in period}
    for row in _rows(tx, Measure.STATUS, period):
        by_status[row.day][Status(row.key)] = row.amount
    unseen = {
        row.day: row.amount
        for row in _rows(tx, Measure.ACCEPTANCE, period)
        if row.key == Acceptance.UNSEEN
    }
    return tuple(DayIntake(day, by_status[day], unseen.get(day, 0)) for day in period)


def _rows(tx: Connection, measure: Measure, period: list[date]) -> Sequence[AnyRow]:
    columns = select(rollup_days.c.day, rollup_days.c.key, rollup_days.c.amount)
    in_order = columns.order_by(rollup_days.c.day, rollup_days.c.key)
    return tx.execute(in_order.where(_within(measure, period))).all()


def _totals(tx: Connection, measure: Measure, period: list[date]) -> list[tuple[str, int]]:
    query = (
        select(rollup_days.c.key, func.sum(rollup_days.c.amount))
        .where(_within(measure, period))
        .group_by(rollup_days.c.key)
    )
    return [(key, int(amount)) for key, amount in tx.execute(query)]


def _ranking(tx: Connection, measure: Measure, period: list[date]) -> Ranking:
    return rank(_totals(tx, measure, period), _MOST_SHOWN)


def _within(measure: Measure, period: list[date]) -> ColumnElement[bool]:
    days = rollup_days.c.day
    return and_(rollup_days.c.measure == measure.value, days.between(period[0], period[-1]))


def _present(tx: Connection, measure: Present) -> list[tuple[str, int]]:
    query = select(rollup_present.c.key, rollup_present.c.amount)
    of_measure = rollup_present.c.measure == measure.value
    return [(key, amount) for key, amount in tx.execute(query.where(of_measure))]


def _with_names(tx: Connection, ranking: Ranking) -> Ranking:
    names = _agency_names(tx, {tally.key for tally in ranking.top})
    named = tuple(replace(tally, name=names.get(tally.key)) for tally in ranking.top)
    return replace(ranking, top=named)


def _agency_names(tx: Connection, ids: Collection[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _NAMES_A_QUERY):
        some = agencies.c.id.in_(wanted[start : start + _NAMES_A_QUERY])
        names |= dict(tx.execute(select(agencies.c.id, agencies.c.name).where(some)).all())
    return names
