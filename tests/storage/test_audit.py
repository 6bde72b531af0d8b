"""The audit log: it grows with the acts it tells of, and every way of forging it is found."""
# ruff: noqa: S608 - forging means writing SQL by hand

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from domain.audit import (
    NOTHING_YET,
    AuditAct,
    AuditEvent,
    AuditObject,
    Flaw,
    Head,
    ObjectKind,
    details_of,
)
from domain.ports import Refused
from storage import audit
from storage.engine import open_engine, transaction
from storage.tables import audit_head, audit_log, streams

NOON = datetime(2026, 11, 24, 4, 3, 2, tzinfo=UTC)
REST = "at, actor, role, act, object_kind, object_id, details, previous, hash"
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"


def event(number: int = 1, act: AuditAct = AuditAct.FORWARD) -> AuditEvent:
    details = details_of({"from": "terverifikasi", "to": "diteruskan", "urgent": False})
    about = AuditObject(ObjectKind.REPORT, str(number))
    return AuditEvent(
        NOON + timedelta(seconds=number), "person-7", "moderator", act, about, details
    )


def filled(engine: Engine, rows: int = 9) -> Head:
    with transaction(engine) as tx:
        return audit.append(tx, *(event(number) for number in range(1, rows + 1)))


def found(engine: Engine, noted: Head | None = None) -> list[tuple[Flaw, int, int]]:
    problems = audit.verify(engine, noted).problems
    return [(problem.flaw, problem.first, problem.last) for problem in problems]


def forge(engine: Engine, *statements: str) -> None:
    """Do what somebody with the database would: the triggers are the first to go."""
    with transaction(engine) as tx:
        for name in tx.scalars(text(TRIGGERS)).all():
            tx.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            tx.execute(text(statement))


def test_an_empty_log_is_whole(engine: Engine) -> None:
    verdict = audit.verify(engine, NOTHING_YET)
    assert (verdict.is_whole, verdict.head) == (True, NOTHING_YET)


def test_a_row_holds_what_was_done_and_follows_the_one_before(engine: Engine) -> None:
    head = filled(engine, rows=2)
    with transaction(engine) as tx:
        first, second = tx.execute(select(audit_log).order_by(audit_log.c.number)).all()
    assert first[:8] == (
        1, "2026-11-24T04:03:03.000000Z", "person-7", "moderator", "forward", "report", "1",
        '{"from":"terverifikasi","to":"diteruskan","urgent":false}',
    )  # fmt: skip
    assert (first.previous, second.previous) == (NOTHING_YET.hash, first.hash)
    assert head == Head(2, second.hash)
    assert audit.verify(engine).head == head


def test_the_hash_is_over_exactly_the_promised_bytes(engine: Engine) -> None:
    """Anybody can compute it again: this is sha256sum's answer for the bytes of the docstring."""
    filled(engine, rows=1)
    with transaction(engine) as tx:
        assert tx.scalar(select(audit_log.c.hash)) == SHA256SUM


# printf '%s' '[1,"2026-11-24T04:03:03.000000Z","person-7","moderator","forward","report","1",
# "{\"from\":\"terverifikasi\",\"to\":\"diteruskan\",\"urgent\":false}","000...0"]' | sha256sum
SHA256SUM = "52f71d276f811104cef2e8886d8a9be2ef6bda4226653038293811f779927779"


def test_the_moment_is_kept_in_utc_wherever_it_was_taken(engine: Engine) -> None:
    wit = timezone(timedelta(hours=9))
    with transaction(engine) as tx:
        here = AuditObject(ObjectKind.CONSOLE, "console")
        audit.append(
            tx, AuditEvent(NOON.astimezone(wit), "person-7", "auditor", AuditAct.SIGN_IN, here)
        )
        assert tx.scalar(select(audit_log.c.at)) == "2026-11-24T04:03:02.000000Z"


def test_an_act_and_its_row_are_kept_together_or_not_at_all(engine: Engine) -> None:
    def act_and_fail() -> None:
        with transaction(engine) as tx:
            tx.execute(insert(streams).values(name="x"))
            audit.append(tx, event())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_and_fail()
    with transaction(engine) as tx:
        assert tx.execute(select(streams)).all() == []
    assert audit.verify(engine).head == NOTHING_YET
    filled(engine)
    assert found(engine) == []


def test_writers_at_once_leave_one_chain_without_holes(database_url: str, engine: Engine) -> None:
    def write(writer: int) -> None:
        own = open_engine(database_url)
        for turn in range(15):
            with transaction(own) as tx:
                audit.append(tx, event(writer * 100 + turn))
        own.dispose()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    verdict = audit.verify(engine)
    assert (verdict.is_whole, verdict.head.number) == (True, 60)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET actor = 'nobody' WHERE number = 4",
        "DELETE FROM audit_log WHERE number = 9",
        "INSERT OR REPLACE INTO audit_log SELECT * FROM audit_log WHERE number = 4",
        f"INSERT INTO audit_log SELECT 11, {REST} FROM audit_log WHERE number = 4",
        "UPDATE audit_head SET number = 8",
        "UPDATE audit_head SET hash = ''",
        "DELETE FROM audit_head",
        "INSERT OR REPLACE INTO audit_head VALUES (1, 0, '')",
    ],
)
def test_the_database_refuses_all_but_growth(engine: Engine, statement: str) -> None:
    filled(engine)
    refusal = r"append-only|grows at its end|moves forward"
    with pytest.raises(IntegrityError, match=refusal), transaction(engine) as tx:
        tx.execute(text(statement))
    assert found(engine) == []


CHANGES = [
    ("at", "'2026-11-24T04:03:07.000001Z'"),
    ("actor", "'person-8'"),
    ("role", "'admin'"),
    ("act", "'archive'"),
    ("object_kind", "'mention'"),
    ("object_id", "'6'"),
    ("details", '\'{"from":"terverifikasi","to":"diteruskan","urgent": false}\''),
    ("details", "x'7b7d'"),
    ("actor", "NULL"),
    ("hash", "upper(hash)"),
]


@pytest.mark.parametrize(("column", "value"), CHANGES)
def test_a_changed_column_is_found(engine: Engine, column: str, value: str) -> None:
    filled(engine)
    forge(
        engine,
        "PRAGMA writable_schema=ON",  # NOT NULL is no guard against the database's owner
        "UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'audit_log'",
    )
    engine.dispose()
    forge(engine, f"UPDATE audit_log SET {column} = {value} WHERE number = 5")
    assert (Flaw.CHANGED, 5, 5) in found(engine)


FORGERIES: list[tuple[str, list[str], list[tuple[Flaw, int, int]]]] = [
    ("a row is removed", ["DELETE FROM audit_log WHERE number = 5"], [(Flaw.MISSING, 5, 5)]),
    ("the first rows are removed", ["DELETE FROM audit_log WHERE number <= 3"],
     [(Flaw.MISSING, 1, 3)]),
    ("a row is removed and the hole is closed",
     ["DELETE FROM audit_log WHERE number = 5",
      "UPDATE audit_log SET number = number - 1 WHERE number > 5",
      "UPDATE audit_head SET number = 8"],
     [(Flaw.OUT_OF_ORDER, 5, 5), *[(Flaw.CHANGED, n, n) for n in range(5, 9)]]),
    ("two rows change places",
     ["UPDATE audit_log SET number = -4 WHERE number = 4",
      "UPDATE audit_log SET number = 4 WHERE number = 5",
      "UPDATE audit_log SET number = 5 WHERE number = -4"],
     [(Flaw.OUT_OF_ORDER, 4, 4), (Flaw.CHANGED, 4, 4), (Flaw.OUT_OF_ORDER, 5, 5),
      (Flaw.CHANGED, 5, 5), (Flaw.OUT_OF_ORDER, 6, 6)]),
    ("a row is put before the first",
     [f"INSERT INTO audit_log SELECT 0, {REST} FROM audit_log WHERE number = 1"],
     [(Flaw.OUT_OF_ORDER, 0, 0), (Flaw.CHANGED, 0, 0), (Flaw.OUT_OF_ORDER, 1, 1)]),
    ("the last rows are cut off", ["DELETE FROM audit_log WHERE number > 7"],
     [(Flaw.TRUNCATED, 8, 9)]),
    ("all rows are cut off", ["DELETE FROM audit_log"], [(Flaw.TRUNCATED, 1, 9)]),
    ("the head is set back", ["UPDATE audit_head SET number = 7"], [(Flaw.TOO_LONG, 8, 9)]),
    ("the head is rewritten", ["UPDATE audit_head SET hash = 'x'"], [(Flaw.HEAD_CHANGED, 9, 9)]),
    ("the head is removed", ["DELETE FROM audit_head"], [(Flaw.HEAD_LOST, 9, 9)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "flaws"),
    [forgery[1:] for forgery in FORGERIES],
    ids=[forgery[0] for forgery in FORGERIES],
)
def test_a_forgery_is_found_where_it_was_made(
    engine: Engine, statements: list[str], flaws: list[tuple[Flaw, int, int]]
) -> None:
    filled(engine)
    forge(engine, *statements)
    assert found(engine) == flaws


def rewritten_from(engine: Engine, number: int) -> Callable[[], None]:
    """Return a perfect forgery: everything from ``number`` on is told anew, the head included."""

    def do() -> None:
        forge(
            engine,
            f"DELETE FROM audit_log WHERE number >= {number}",
            f"UPDATE audit_head SET number = {number - 1},"
            f" hash = (SELECT hash FROM audit_log WHERE number = {number - 1})",
        )
        with transaction(engine) as tx:
            audit.append(tx, *(event(n, AuditAct.DISMISS) for n in range(number, 10)))

    return do


def test_a_rewritten_row_with_a_fitting_hash_breaks_the_chain_behind_it(engine: Engine) -> None:
    filled(engine)
    with transaction(engine) as tx:
        kept = tx.execute(select(audit_log).where(audit_log.c.number > 5)).all()
    rewritten_from(engine, 5)()
    forge(engine, "DELETE FROM audit_log WHERE number > 5")
    with transaction(engine) as tx:
        tx.execute(insert(audit_log), [dict(row._mapping) for row in kept])  # noqa: SLF001
    assert found(engine) == [(Flaw.OUT_OF_ORDER, 6, 6), (Flaw.HEAD_CHANGED, 9, 9)]


def test_a_perfect_forgery_is_given_away_by_a_noted_head(engine: Engine) -> None:
    noted = filled(engine)
    rewritten_from(engine, 5)()
    assert found(engine) == []
    assert found(engine, noted) == [(Flaw.NOT_AS_NOTED, 9, 9)]


def test_a_log_cut_off_together_with_its_head_is_given_away_by_a_noted_head(
    engine: Engine,
) -> None:
    noted = filled(engine)
    hash_of_7 = "(SELECT hash FROM audit_log WHERE number = 7)"
    forge(
        engine,
        f"UPDATE audit_head SET number = 7, hash = {hash_of_7}",
        "DELETE FROM audit_log WHERE number > 7",
    )
    assert found(engine) == []
    assert found(engine, noted) == [(Flaw.NOT_AS_NOTED, 9, 9)]


def test_a_noted_head_stays_good_while_the_log_grows(engine: Engine) -> None:
    noted = filled(engine)
    filled(engine)
    verdict = audit.verify(engine, Head.parse(f" {str(noted).upper()}\n"))
    assert (verdict.is_whole, verdict.head.number) == (True, 18)
    assert found(engine, Head(noted.number, "f" * 64)) == [(Flaw.NOT_AS_NOTED, 9, 9)]


def test_a_log_without_an_end_takes_nothing_more(engine: Engine) -> None:
    forge(engine, "DELETE FROM audit_head")
    with pytest.raises(Refused, match="laporbot audit verify"), transaction(engine) as tx:
        audit.append(tx, event())
    with transaction(engine) as tx:
        assert tx.execute(select(audit_log)).all() == []
        assert tx.execute(select(audit_head)).all() == []


def test_a_long_log_is_read_to_its_end_and_its_problems_are_counted(engine: Engine) -> None:
    filled(engine, rows=20_000)
    assert audit.verify(engine).is_whole
    forge(engine, "UPDATE audit_log SET actor = 'person-8' WHERE number > 19000")
    verdict = audit.verify(engine)
    assert (len(verdict.problems), verdict.found, verdict.head.number) == (100, 1000, 20_000)
