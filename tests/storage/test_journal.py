"""The audit log a page at a time, and whether its end is what the log itself remembers."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from domain.audit import (
    NOTHING_YET,
    AuditAct,
    AuditEvent,
    AuditObject,
    AuditSearch,
    Flaw,
    Head,
    ObjectKind,
)
from domain.people import Role
from storage import audit
from storage.accounts import SqlAccounts
from storage.engine import open_engine, transaction
from storage.journal import SqlJournal
from storage.passwords import Passwords
from tests.clock import SetClock
from tests.storage.test_audit import NOON, filled, forge
from tests.web.house import CHEAP, PASSWORD

REPORT_2 = AuditSearch(kind=ObjectKind.REPORT, object_id="2")


@pytest.fixture
def journal(engine: Engine) -> SqlJournal:
    return SqlJournal(engine, engine)


def numbers(journal: SqlJournal, search: AuditSearch, limit: int = 50) -> list[int]:
    return [row.number for row in journal.page(search, limit).rows]


def test_an_empty_log_has_an_empty_page_and_is_whole(journal: SqlJournal) -> None:
    page = journal.page(AuditSearch(), 50)
    assert (page.rows, page.has_older) == ((), False)
    assert (page.end.head, page.end.is_whole) == (NOTHING_YET, True)


def test_pages_follow_one_another_without_a_gap_while_the_log_grows(
    engine: Engine, journal: SqlJournal
) -> None:
    filled(engine, 9)
    seen, before, has_older = [], None, True
    while has_older:
        page = journal.page(AuditSearch(before=before), 4)
        seen += [row.number for row in page.rows]
        before, has_older = seen[-1], page.has_older
        filled(engine, 1)
    assert seen == [9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_a_page_that_is_exactly_full_has_nothing_older(engine: Engine, journal: SqlJournal) -> None:
    filled(engine, 4)
    assert not journal.page(AuditSearch(), 4).has_older
    assert journal.page(AuditSearch(), 3).has_older


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (AuditSearch(act=AuditAct.EXPORT), [10]),
        (AuditSearch(act=AuditAct.FORWARD, before=3), [2, 1]),
        (AuditSearch(act=AuditAct.ERASE), []),
        (AuditSearch(kind=ObjectKind.EXPORT), [10]),
        (REPORT_2, [2]),
        (AuditSearch(object_id="2"), [2]),
        (AuditSearch(kind=ObjectKind.EXPORT, object_id="2"), []),
        (AuditSearch(object_id="%"), []),
        (AuditSearch(object_id="\ud83d\x00' OR 1=1"), []),
        (AuditSearch(before=10**18), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
    ],
)
def test_a_search_finds_by_act_and_by_object(
    engine: Engine, journal: SqlJournal, search: AuditSearch, found: list[int]
) -> None:
    filled(engine, 9)
    about = AuditObject(ObjectKind.EXPORT, "topik")
    journal.note(AuditEvent(NOON, "7", "auditor", AuditAct.EXPORT, about))
    assert numbers(journal, search) == found


def test_a_row_tells_what_people_are_called_now(engine: Engine, clock: SetClock) -> None:
    accounts = SqlAccounts(engine, Passwords(CHEAP))
    sari = accounts.add("a@dinas.example", "Sari", Role.ADMIN, None, PASSWORD, clock.now())
    about = AuditObject(ObjectKind.REPORT, str(sari.id))  # the report of that number, not Sari
    journal = SqlJournal(engine, engine)
    journal.note(AuditEvent(clock.now(), str(sari.id), "admin", AuditAct.VERIFY, about))
    journal.note(AuditEvent(clock.now(), "999", "admin", AuditAct.VERIFY, about))
    stranger, by_sari, made = journal.page(AuditSearch(), 3).rows
    assert (stranger.actor_name, stranger.object_name) == (None, None)
    assert (by_sari.actor_name, by_sari.object_name) == ("Sari", None)
    assert (made.actor_name, made.object_name) == (None, "Sari")
    assert made.at == clock.now()


# ---------------------------------------------------------------- the end of the chain


@pytest.mark.parametrize(
    ("statement", "flaw"),
    [
        ("UPDATE audit_log SET actor = 'x' WHERE number = 9", Flaw.CHANGED),
        ("DELETE FROM audit_log WHERE number > 7", Flaw.TRUNCATED),
        ("DELETE FROM audit_log", Flaw.TRUNCATED),
        ("UPDATE audit_head SET number = 8", Flaw.TOO_LONG),
        ("UPDATE audit_head SET hash = 'x'", Flaw.HEAD_CHANGED),
        ("DELETE FROM audit_head", Flaw.HEAD_LOST),
    ],
)
def test_an_end_that_was_forged_is_seen_on_every_page(
    engine: Engine, journal: SqlJournal, statement: str, flaw: Flaw
) -> None:
    filled(engine, 9)
    forge(engine, statement)
    for search in (AuditSearch(), REPORT_2, AuditSearch(before=2)):
        assert [problem.flaw for problem in journal.page(search, 50).end.problems] == [flaw]


def test_the_end_is_the_one_that_a_verification_prints(engine: Engine, journal: SqlJournal) -> None:
    head = filled(engine, 9)
    assert journal.page(REPORT_2, 1).end.head == head == audit.verify(engine).head


def test_a_row_that_was_changed_into_nonsense_is_shown_as_it_stands(
    engine: Engine, journal: SqlJournal
) -> None:
    filled(engine, 3)
    forge(
        engine,
        "UPDATE audit_log SET at = 'kemarin', details = '{\"a\": [1]}', act = 'x' WHERE number = 2",
        "UPDATE audit_log SET at = x'00ff', details = '[', actor = x'00' WHERE number = 1",
    )
    _, second, first = journal.page(AuditSearch(), 50).rows
    assert (second.at, second.details, second.act) == (None, None, "x")
    assert (first.at, first.details) == (None, None)


def test_reading_needs_no_engine_that_can_write(database_url: str, engine: Engine) -> None:
    head = filled(engine, 2)
    reading = open_engine(database_url, read_only=True)
    page = SqlJournal(engine, reading).page(AuditSearch(), 50)
    reading.dispose()
    assert page.end.head == head
    assert page.rows[0].at == NOON + timedelta(seconds=2)


def test_a_note_is_a_row_at_the_end(engine: Engine, journal: SqlJournal) -> None:
    filled(engine, 1)
    about = AuditObject(ObjectKind.EXPORT, "topik")
    journal.note(AuditEvent(NOON, "7", "auditor", AuditAct.EXPORT, about))
    with transaction(engine) as tx:
        verdict = audit.verify_end(tx)
    assert isinstance(verdict.head, Head)
    assert (verdict.head.number, verdict.is_whole) == (2, True)
