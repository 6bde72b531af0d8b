"""Accounts to try a sandbox with, which must not outlive it."""

import random

import pytest
from sqlalchemy import Engine, insert

from domain.audit import AuditSearch
from domain.people import Entered, Mistaken, Role
from scheduler.demo import close_demo_accounts, email_of, open_demo_accounts
from storage.accounts import SqlAccounts
from storage.engine import transaction
from storage.journal import SqlJournal
from storage.passwords import Passwords
from storage.sessions import Limits, SqlSessions
from storage.tables import agencies
from tests.clock import SetClock
from tests.web.house import AGENCY, CHEAP, numbered_tokens

DICE = random.Random(7)  # noqa: S311 - the same each time, for the test


@pytest.fixture
def accounts(engine: Engine) -> SqlAccounts:
    return SqlAccounts(engine, Passwords(CHEAP))


@pytest.fixture
def sessions(engine: Engine) -> SqlSessions:
    return SqlSessions(engine, engine, Passwords(CHEAP), numbered_tokens(), Limits())


@pytest.fixture
def directory(engine: Engine) -> None:
    row = {"id": AGENCY, "name": "Pemerintah Kota Depok", "kind": "pemda", "handles": []}
    with transaction(engine) as tx:
        tx.execute(insert(agencies).values(**row))


@pytest.mark.usefixtures("directory")
def test_each_start_opens_one_account_a_role_with_a_new_password(
    accounts: SqlAccounts, sessions: SqlSessions, clock: SetClock
) -> None:
    before = open_demo_accounts(accounts, DICE, clock.now())
    after = open_demo_accounts(accounts, DICE, clock.now())
    assert set(before) == set(after) == set(Role)
    assert len(accounts.everybody()) == len(Role)
    for role in Role:
        old = sessions.sign_in(email_of(role), before[role], "10.0.0.1", clock.now())
        new = sessions.sign_in(email_of(role), after[role], "10.0.0.1", clock.now())
        assert old == Mistaken()
        assert isinstance(new, Entered)
        assert new.person.role is role


@pytest.mark.usefixtures("directory")
def test_what_is_done_to_them_is_written_down_like_for_any_account(
    accounts: SqlAccounts, engine: Engine, clock: SetClock
) -> None:
    open_demo_accounts(accounts, DICE, clock.now())
    open_demo_accounts(accounts, DICE, clock.now())
    close_demo_accounts(accounts, clock.now())
    rows = SqlJournal(engine, engine).page(AuditSearch(), 50).rows
    assert {row.actor for row in rows} == {"cli"}
    assert [row.act for row in rows] == [
        *["remove_person"] * 4, *["change_person"] * 4, *["add_person"] * 4,
    ]  # fmt: skip


def test_without_a_directory_nobody_answers_for_an_agency(
    accounts: SqlAccounts, clock: SetClock
) -> None:
    assert set(open_demo_accounts(accounts, DICE, clock.now())) == set(Role) - {Role.INSTANSI}


@pytest.mark.usefixtures("directory")
def test_a_database_that_goes_live_takes_none_of_them_with_it(
    accounts: SqlAccounts, sessions: SqlSessions, clock: SetClock
) -> None:
    passwords = open_demo_accounts(accounts, DICE, clock.now())
    accounts.add("ani@dinas.example", "Ani", Role.ADMIN, None, "kucing-oranye", clock.now())
    close_demo_accounts(accounts, clock.now())
    for role, password in passwords.items():
        answer = sessions.sign_in(email_of(role), password, "10.0.0.1", clock.now())
        assert answer == Mistaken()
    open_ones = [one.email for one in accounts.everybody() if one.disabled_at is None]
    assert open_ones == ["ani@dinas.example"]
