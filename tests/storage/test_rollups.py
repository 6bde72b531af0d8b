"""The dashboard's counts: always what counting the reports themselves would say."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update

from domain.dashboard import (
    DailyTally,
    Dashboard,
    Measure,
    Present,
    QueueAge,
    Tally,
    rank,
)
from domain.model import ReplyState
from domain.status import Status
from storage import schema
from storage.engine import open_engine, transaction
from storage.rollups import SqlDashboard, SqlRollups
from storage.tables import (
    agencies,
    mentions,
    replies,
    report_events,
    reports,
    rollup_changes,
    rollup_days,
)

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)  # noon in Jakarta
TODAY = date(2026, 11, 24)


@pytest.fixture
def rollups(engine: Engine) -> SqlRollups:
    return SqlRollups(engine)


def report(number: int, ago: timedelta = timedelta(0), **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "code": f"{number:017}",
        "status": "baru",
        "visibility": "publik",
        "emergency": False,
        "needs_review": False,
        "topic": "kesehatan",
        "province": "Jawa Barat",
        "agency_id": "32.76:kes",
        "candidates": [],
        "reported_at": NOW - ago,
        "due_at": None,
    } | changes


def keep(engine: Engine, *rows: dict[str, Any]) -> None:
    with transaction(engine) as tx:
        tx.execute(insert(reports), list(rows))


def mention(number: int, ago: timedelta, needs_review: bool = True) -> dict[str, Any]:
    return {
        "key": f"twitter:{number}", "channel": "twitter", "direct": False, "id": str(number),
        "state": "decided", "received_at": NOW - ago, "referenced": [],
        "needs_review": needs_review,
    }  # fmt: skip


def reply(number: int, state: str, ago: timedelta = timedelta(0)) -> dict[str, Any]:
    return {
        "key": f"r{number}", "channel": "twitter", "mention_key": "twitter:1", "kind": "kode",
        "via": "reply", "to_post_id": "1", "to_author_id": "7", "text": "Terima kasih",
        "urgent": False, "state": state, "attempts": 0, "created_at": NOW - ago, "due_at": NOW,
    }  # fmt: skip


def seen(engine: Engine, days: int = 7) -> Dashboard:
    found = SqlDashboard(engine).dashboard(days)
    assert found is not None
    return found


def topics_by_day(engine: Engine, days: int = 7) -> list[tuple[date, str, int]]:
    return [
        (each.day, each.tally.key, each.tally.count)
        for each in SqlDashboard(engine).daily(Measure.TOPIC, days)
    ]


def test_before_the_first_count_there_is_nothing_to_show(engine: Engine) -> None:
    assert SqlDashboard(engine).dashboard(7) is None
    assert SqlDashboard(engine).daily(Measure.TOPIC, 7) == []


def test_an_idle_service_has_days_without_reports(engine: Engine, rollups: SqlRollups) -> None:
    assert rollups.refresh(NOW) == 0
    idle = seen(engine)
    assert [day.day for day in idle.days] == [TODAY - timedelta(days=n) for n in range(6, -1, -1)]
    assert {day.total for day in idle.days} == {0}
    assert (idle.as_of, idle.topics.total, set(idle.queue.values())) == (NOW, 0, {0})


def test_a_day_is_that_of_western_indonesia(engine: Engine, rollups: SqlRollups) -> None:
    late = datetime(2026, 11, 23, 16, 59, 59, 999999, tzinfo=UTC)  # 23.59.59 in Jakarta
    keep(engine, report(1, reported_at=late))
    keep(engine, report(2, reported_at=late + timedelta(microseconds=1)))
    rollups.refresh(NOW)
    assert [(day.day.day, day.total) for day in seen(engine).days[-2:]] == [(23, 1), (24, 1)]


def test_intake_is_counted_by_status_topic_province_and_agency(
    engine: Engine, rollups: SqlRollups
) -> None:
    keep(
        engine,
        report(1),
        report(2, status="selesai", province="Bali"),
        report(3, topic=None, province=None, agency_id=None),
    )
    with transaction(engine) as tx:
        office = {"id": "32.76:kes", "name": "Dinas Kesehatan Kota Depok", "kind": "dinas"}
        tx.execute(insert(agencies).values(**office, handles=[]))
    rollups.refresh(NOW)
    found = seen(engine)
    assert found.days[-1].by_status == {Status.BARU: 2, Status.SELESAI: 1}
    assert found.topics.top == (Tally("kesehatan", 2), Tally("", 1))
    assert found.provinces.top == (Tally("Bali", 1), Tally("Jawa Barat", 1), Tally("", 1))
    assert found.agencies.top == (
        Tally("32.76:kes", 2, "Dinas Kesehatan Kota Depok"), Tally("", 1),
    )  # fmt: skip


def test_what_passed_no_moderator_is_accepted_unseen(engine: Engine, rollups: SqlRollups) -> None:
    keep(engine, report(1), report(2), report(3, emergency=True), report(4, status="selesai"))
    with transaction(engine) as tx:
        doubt = {"status": "perlu_tinjauan", "at": NOW, "actor": "bot"}
        tx.execute(insert(report_events).values(report_id=4, **doubt))
    rollups.refresh(NOW)
    today = seen(engine).days[-1]
    assert (today.unseen, today.total) == (2, 4)


def test_a_change_on_any_day_is_noticed_whoever_makes_it(
    engine: Engine, rollups: SqlRollups
) -> None:
    keep(engine, report(1), report(2, timedelta(days=2)), report(3, timedelta(days=3)))
    rollups.refresh(NOW)
    with transaction(engine) as tx:
        tx.execute(update(reports).where(reports.c.id == 1).values(topic="sosial"))
        tx.execute(delete(reports).where(reports.c.id == 2))
        moved = NOW - timedelta(days=1)
        tx.execute(update(reports).where(reports.c.id == 3).values(reported_at=moved))
    assert rollups.refresh(NOW) == 4
    assert topics_by_day(engine) == [
        (TODAY - timedelta(days=1), "kesehatan", 1),
        (TODAY, "sosial", 1),
    ]
    assert rollups.refresh(NOW) == 0


def test_what_is_not_counted_by_makes_no_work(engine: Engine, rollups: SqlRollups) -> None:
    keep(engine, report(1))
    rollups.refresh(NOW)
    with transaction(engine) as tx:
        tx.execute(update(reports).values(due_at=NOW, visibility="anonim"))
    assert rollups.refresh(NOW) == 0


def test_a_run_counts_so_many_days_and_the_newest_first(
    engine: Engine, rollups: SqlRollups
) -> None:
    keep(engine, *(report(n + 1, timedelta(days=n)) for n in range(60)))
    assert rollups.refresh(NOW) == 50
    assert topics_by_day(engine, 90)[0] == (TODAY - timedelta(days=49), "kesehatan", 1)
    assert [rollups.refresh(NOW), rollups.refresh(NOW)] == [10, 0]
    assert len(topics_by_day(engine, 90)) == 60


def test_a_rebuilding_mends_whatever_went_wrong(engine: Engine, rollups: SqlRollups) -> None:
    keep(engine, report(1), report(2, timedelta(days=2)))
    told: list[int] = []
    with transaction(engine) as tx:
        tx.execute(delete(rollup_changes))
        lies = {"measure": "topic", "key": "kesehatan", "amount": 99}
        tx.execute(insert(rollup_days).values(day=TODAY, **lies))
        tx.execute(insert(rollup_days).values(day=TODAY - timedelta(days=5), **lies))
    assert rollups.rebuild(NOW, told.append) == 6
    assert told == [1] * 6
    assert topics_by_day(engine) == [
        (TODAY - timedelta(days=2), "kesehatan", 1),
        (TODAY, "kesehatan", 1),
    ]


def test_replies_are_counted_by_state_in_the_period(engine: Engine, rollups: SqlRollups) -> None:
    with transaction(engine) as tx:
        tx.execute(insert(mentions), [mention(1, timedelta(0), needs_review=False)])
        rows = [reply(1, "sent"), reply(2, "pending"), reply(3, "sent", timedelta(days=40))]
        tx.execute(insert(replies), rows)
    rollups.refresh(NOW)
    with transaction(engine) as tx:
        tx.execute(update(replies).where(replies.c.key == "r2").values(state="sent"))
    rollups.refresh(NOW)
    assert seen(engine).replies == {ReplyState.SENT: 2}
    assert seen(engine, 90).replies == {ReplyState.SENT: 3}


def test_the_queue_is_counted_by_age(engine: Engine, rollups: SqlRollups) -> None:
    hours = [0, 23, 24, 71, 72, 167, 168, 999]
    with transaction(engine) as tx:
        tx.execute(insert(mentions), [mention(n, timedelta(hours=h)) for n, h in enumerate(hours)])
        tx.execute(insert(mentions), [mention(99, timedelta(hours=1), needs_review=False)])
    rollups.refresh(NOW)
    assert seen(engine).queue == dict.fromkeys(QueueAge, 2)


@pytest.mark.parametrize(
    ("status", "due", "late_with"),
    [
        ("diteruskan", -1, "32.76:kes"),
        ("diproses", -1, "32.76:kes"),
        ("dibuka_kembali", -1, "32.76:kes"),
        ("baru", -1, ""),
        ("perlu_tinjauan", -1, ""),
        ("terverifikasi", -1, ""),
        ("diteruskan", 1, None),
        ("diteruskan", None, None),
        ("ditanggapi", -1, None),
        ("selesai", -1, None),
        ("menunggu_pelapor", -1, None),
    ],
)
def test_a_report_is_late_with_whoever_has_it(
    engine: Engine, rollups: SqlRollups, status: str, due: int | None, late_with: str | None
) -> None:
    due_at = None if due is None else NOW + timedelta(seconds=due)
    keep(engine, report(1, status=status, due_at=due_at))
    rollups.refresh(NOW)
    late = SqlDashboard(engine).present(Present.OVERDUE)
    assert late == ([] if late_with is None else [Tally(late_with, 1)])
    assert seen(engine).overdue.top == tuple(late)


def test_reports_from_before_the_rollups_are_counted_too(tmp_path: Path) -> None:
    old = open_engine(f"sqlite:///{tmp_path}/old.sqlite3")
    schema.upgrade(old)
    schema.downgrade(old, "0003")
    kept = {key: value for key, value in report(1).items() if key != "due_at"}
    with transaction(old) as tx:
        tx.execute(insert(reports).values(**kept))
    schema.upgrade(old)
    SqlRollups(old).refresh(NOW)
    assert topics_by_day(old) == [(TODAY, "kesehatan", 1)]
    with transaction(old) as tx:
        tx.execute(insert(report_events).values(report_id=1, status="baru", at=NOW, actor="bot"))
    schema.downgrade(old, "0003")
    with transaction(old) as tx:
        assert tx.scalar(select(reports.c.code)) == f"{1:017}"
    old.dispose()


def test_every_watched_table_keeps_its_triggers(engine: Engine) -> None:
    """A migration that copies a table drops them without a word; then days go uncounted."""
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rollup%'")
    with transaction(engine) as tx:
        assert sorted(tx.scalars(names)) == [
            "rollup_reply_delete", "rollup_reply_insert", "rollup_reply_update",
            "rollup_report_delete", "rollup_report_insert", "rollup_report_update",
        ]  # fmt: skip


def test_a_ranking_shows_the_largest_and_sums_up_the_rest() -> None:
    ranking = rank([("a", 1), ("b", 5), ("", 3), ("c", 3), ("d", 1)], 3)
    assert ranking.top == (Tally("b", 5), Tally("c", 3), Tally("", 3))
    assert (ranking.other_kinds, ranking.other_count, ranking.total) == (2, 2, 13)


def test_a_daily_tally_of_agencies_carries_their_names(engine: Engine, rollups: SqlRollups) -> None:
    keep(engine, report(1), report(2, agency_id="gone"))
    with transaction(engine) as tx:
        office = {"id": "32.76:kes", "name": "Dinas Kesehatan Kota Depok", "kind": "dinas"}
        tx.execute(insert(agencies).values(**office, handles=[]))
    rollups.refresh(NOW)
    assert SqlDashboard(engine).daily(Measure.AGENCY, 1) == [
        DailyTally(TODAY, Tally("32.76:kes", 1, "Dinas Kesehatan Kota Depok")),
        DailyTally(TODAY, Tally("gone", 1)),
    ]
