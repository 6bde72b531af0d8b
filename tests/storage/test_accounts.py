"""Accounts as an operator keeps them."""

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from domain.people import Entered, Mistaken, Person, Role
from domain.ports import Refused
from storage.accounts import SqlAccounts
from storage.engine import transaction
from storage.passwords import Passwords
from storage.sessions import Limits, SqlSessions
from storage.tables import agencies, users
from tests.clock import SetClock
from tests.web.house import AGENCY, CHEAP, PASSWORD, numbered_tokens

EMAIL = "sari@dinas.example"


@pytest.fixture
def accounts(engine: Engine) -> SqlAccounts:
    with transaction(engine) as tx:
        rows = [(AGENCY, "Pemerintah Kota Depok"), ("32.75:pemda", "Pemerintah Kota Bekasi")]
        values = [{"id": id_, "name": name, "kind": "pemda", "handles": []} for id_, name in rows]
        tx.execute(insert(agencies), values)
    return SqlAccounts(engine, Passwords(CHEAP))


@pytest.fixture
def sessions(engine: Engine) -> SqlSessions:
    return SqlSessions(engine, engine, Passwords(CHEAP), numbered_tokens(), Limits())


def add_moderator(accounts: SqlAccounts, clock: SetClock) -> Person:
    return accounts.add(f" {EMAIL.upper()} ", " Sari ", Role.MODERATOR, None, PASSWORD, clock.now())


def test_an_account_is_kept_with_a_tidy_name_and_address_and_no_password(
    accounts: SqlAccounts, clock: SetClock, engine: Engine
) -> None:
    person = add_moderator(accounts, clock)
    assert person == Person(person.id, "Sari", Role.MODERATOR)
    (account,) = accounts.everybody()
    assert (account.person, account.email) == (person, EMAIL)
    assert (account.disabled_at, account.last_entered_at) == (None, None)
    with transaction(engine) as tx:
        assert PASSWORD not in str(tx.execute(select(users)).all())


@pytest.mark.parametrize(
    ("email", "name", "role", "agency", "says"),
    [
        ("sari", "Sari", Role.AUDITOR, None, "sari is no e-mail address"),
        ("b@dinas.example", " ", Role.AUDITOR, None, "needs the name"),
        (EMAIL.upper(), "Sari", Role.AUDITOR, None, "for a new password: user reset"),
        ("b@dinas.example", "Budi", Role.INSTANSI, None, "--agency 32.76:pemda"),
        ("b@dinas.example", "Budi", Role.INSTANSI, "depok", "perhaps 32.76:pemda"),
        ("b@dinas.example", "Budi", Role.INSTANSI, "%", "its id looks like 32.76:pemda"),
        ("b@dinas.example", "Budi", Role.ADMIN, AGENCY, "admin belongs to no agency"),
    ],
)
def test_what_cannot_be_an_account_is_refused_with_what_to_do(
    accounts: SqlAccounts, clock: SetClock, email: str, name: str, role: Role,
    agency: str | None, says: str,
) -> None:  # fmt: skip
    add_moderator(accounts, clock)
    with pytest.raises(Refused, match=says):
        accounts.add(email, name, role, agency, PASSWORD, clock.now())
    assert len(accounts.everybody()) == 1


def test_whoever_answers_for_an_agency_is_bound_to_it(
    accounts: SqlAccounts, clock: SetClock
) -> None:
    person = accounts.add(EMAIL, "Ida", Role.INSTANSI, AGENCY, PASSWORD, clock.now())
    assert (person.role, person.agency_id) == (Role.INSTANSI, AGENCY)


@pytest.mark.parametrize(("role", "agency"), [("moderator", AGENCY), ("instansi", None)])
def test_the_database_itself_lets_nobody_be_of_an_agency_by_half(
    engine: Engine, clock: SetClock, role: str, agency: str | None
) -> None:
    row = {"email": EMAIL, "name": "x", "role": role, "agency_id": agency}
    with pytest.raises(IntegrityError), transaction(engine) as tx:
        tx.execute(insert(users).values(created_at=clock.now(), **row))


def test_there_is_one_first_admin(accounts: SqlAccounts, clock: SetClock) -> None:
    assert not accounts.has_admin()
    accounts.add_first_admin(EMAIL, "Ani", PASSWORD, clock.now())
    assert accounts.has_admin()
    with pytest.raises(Refused, match="there is an admin already"):
        accounts.add_first_admin("b@dinas.example", "Budi", PASSWORD, clock.now())


def test_when_the_only_admin_is_disabled_there_can_be_a_first_one_again(
    accounts: SqlAccounts, clock: SetClock
) -> None:
    accounts.add_first_admin(EMAIL, "Ani", PASSWORD, clock.now())
    accounts.disable(EMAIL, clock.now())
    assert not accounts.has_admin()
    accounts.add_first_admin("b@dinas.example", "Budi", PASSWORD, clock.now())
    assert accounts.has_admin()


def test_a_disabled_account_is_shut_out_everywhere_at_once_and_a_reset_opens_it(
    accounts: SqlAccounts, sessions: SqlSessions, clock: SetClock
) -> None:
    add_moderator(accounts, clock)
    tokens = []
    for _ in range(2):
        entered = sessions.sign_in(EMAIL, PASSWORD, "10.0.0.1", clock.now())
        assert isinstance(entered, Entered)
        tokens.append(entered.token)
    accounts.disable(EMAIL, clock.now())
    assert [sessions.person(token, clock.now()) for token in tokens] == [None, None]
    assert sessions.sign_in(EMAIL, PASSWORD, "10.0.0.1", clock.now()) == Mistaken()

    accounts.reset(EMAIL, "kucing-hitam-bangun", clock.now())
    assert [sessions.person(token, clock.now()) for token in tokens] == [None, None]
    assert sessions.sign_in(EMAIL, PASSWORD, "10.0.0.1", clock.now()) == Mistaken()
    again = sessions.sign_in(EMAIL, "kucing-hitam-bangun", "10.0.0.1", clock.now())
    assert isinstance(again, Entered)


@pytest.mark.parametrize("typed", ["siapa@dinas.example", "sari", ""])
def test_nobody_who_is_not_there_can_be_disabled_or_reset(
    accounts: SqlAccounts, clock: SetClock, typed: str
) -> None:
    with pytest.raises(Refused, match="laporbot user list"):
        accounts.disable(typed, clock.now())
    with pytest.raises(Refused, match="laporbot user list"):
        accounts.reset(typed, PASSWORD, clock.now())
