"""The database: set up so that nothing is lost, and clear about what is wrong with it."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from domain.model import Reason
from domain.ports import Refused, Unavailable
from domain.review import Filters
from storage import schema
from storage.engine import open_engine, transaction
from storage.review import SqlReview
from storage.tables import mentions, metadata, replies, streams


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 5000)],
)
def test_sqlite_is_set_up_to_lose_nothing(engine: Engine, pragma: str, value: object) -> None:
    with transaction(engine) as tx:
        assert tx.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_writer_takes_the_lock_at_once(database_url: str, engine: Engine) -> None:
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0)
    with transaction(engine), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_reader_neither_waits_for_the_writer_nor_can_write(
    database_url: str, engine: Engine
) -> None:
    reader = open_engine(database_url, read_only=True)
    with transaction(engine), transaction(reader) as tx:
        assert tx.execute(select(streams)).all() == []
    with pytest.raises(Unavailable, match="readonly"), transaction(reader) as tx:
        tx.execute(insert(streams).values(name="x"))
    reader.dispose()


def test_an_error_undoes_the_whole_transaction(engine: Engine) -> None:
    def half_way() -> None:
        with transaction(engine) as tx:
            tx.execute(insert(streams).values(name="x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    with transaction(engine) as tx:
        assert tx.execute(select(streams)).all() == []


def test_a_locked_database_is_unavailable_not_a_crash(database_url: str, engine: Engine) -> None:
    with transaction(engine) as tx:
        tx.execute(select(streams))
    impatient = open_engine(database_url)
    with impatient.connect() as connection:
        connection.execute(text("PRAGMA busy_timeout=10"))
    blocker = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked; another program"), transaction(impatient):
        pass
    blocker.close()
    impatient.dispose()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "DATABASE_URL"),
        ("oracle9i://x", "DATABASE_URL"),
        ("sqlite:////no/such/folder/lapor.sqlite3", "folder of the database does not exist"),
    ],
)
def test_a_wrong_address_is_refused_with_what_to_do(url: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        open_engine(url)


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "notes.sqlite3"
    path.write_text("these are my notes, not a database" * 50)
    with (
        pytest.raises(Unavailable, match="not a database"),
        transaction(open_engine(f"sqlite:///{path}")),
    ):
        pass


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"), transaction(engine) as tx:
        tx.execute(insert(streams).values(name="x", read_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_the_migrations_make_exactly_these_tables(engine: Engine) -> None:
    with transaction(engine) as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_migrations_lead_down_and_up_again(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/m.sqlite3")
    schema.upgrade(engine)
    assert schema.current_revision(engine) == schema.head_revision() is not None
    schema.downgrade(engine, "base")
    assert schema.current_revision(engine) is None
    schema.upgrade(engine)
    assert schema.current_revision(engine) == schema.head_revision()
    engine.dispose()


def test_what_waited_for_moderators_before_there_was_a_queue_joins_it(engine: Engine) -> None:
    schema.downgrade(engine, "0001")
    rows = [("1", 1, None, "unsure"), ("2", 2, None, "emergency"), ("3", 1, None, "follow_up"),
            ("4", None, "broken", "failed"), ("5", None, None, "thanks")]  # fmt: skip
    with transaction(engine) as tx:
        for number, emergency in ((1, False), (2, True)):
            tx.execute(
                text(
                    "INSERT INTO reports (id, code, status, visibility, emergency, needs_review,"
                    " candidates, reported_at) VALUES (:id, :id, 'baru', 'publik', :emergency, 1,"
                    " '[]', '2026-11-24 05:00:00.000000')"
                ),
                {"id": number, "emergency": emergency},
            )
        for key, report_id, problem, reason in rows:
            tx.execute(
                text(
                    "INSERT INTO mentions (key, channel, direct, id, state, received_at,"
                    " referenced, needs_review, report_id, problem, reason) VALUES"
                    " (:key, 'x', 0, :key, 'decided', '2026-11-24 05:00:00.000000', '[]',"
                    " :waits, :report, :problem, :reason)"
                ),
                {"key": key, "waits": reason != "thanks", "report": report_id, "problem": problem,
                 "reason": reason},
            )  # fmt: skip
    schema.upgrade(engine)
    page = SqlReview(engine).queue(Filters(), None, 10, datetime(2026, 11, 25, tzinfo=UTC))
    assert [(row.number, row.reason) for row in page.rows] == [
        (2, Reason.EMERGENCY),
        (1, Reason.UNSURE),
        (None, Reason.FAILED),
    ]
    assert page.rows[0].due_at == datetime(2026, 11, 27, 5, tzinfo=UTC)
    schema.downgrade(engine, "0001")  # and back, with rows that others refer to


@pytest.mark.parametrize(
    "row",
    [
        {"key": "a", "channel": "x", "direct": False, "id": "1", "state": "lost"},
        {"key": "a", "channel": "x", "direct": False, "id": "1", "state": "decided",
         "report_id": 12345},
    ],
)  # fmt: skip
def test_the_constraints_bite(engine: Engine, row: dict[str, object]) -> None:
    rest: dict[str, object] = {"received_at": None, "referenced": [], "needs_review": False}
    with pytest.raises(IntegrityError), transaction(engine) as tx:
        tx.execute(insert(mentions).values(**(rest | row)))


def test_a_debt_needs_a_mention(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as tx:
        tx.execute(insert(replies).values(key="k", mention_key="nobody", state="pending"))
