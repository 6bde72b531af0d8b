"""What is done to accounts and at the door stands in the audit log, with the act or not at all."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, delete, insert, select, text

from domain.audit import AuditRow, AuditSearch
from domain.people import Entered, Identity, Mistaken, MustWait, Role, SignIn
from domain.ports import Refused
from storage import audit
from storage.accounts import SqlAccounts
from storage.engine import transaction
from storage.journal import SqlJournal
from storage.passwords import Passwords
from storage.sessions import Limits, SqlSessions
from storage.tables import agencies, audit_head, audit_log, sessions, users
from tests.clock import SetClock
from tests.web.house import AGENCY, CHEAP, PASSWORD, numbered_tokens

EMAIL = "sari@dinas.example"
TYPED = "Kucing-Hitam-Bangun"  # a password, typed where the name belongs

Told = tuple[str, str, str, str, str, object]


class Office:
    """A console with one account, Sari's, and an operator at the command line."""

    def __init__(self, engine: Engine, clock: SetClock) -> None:
        self.engine = engine
        self.clock = clock
        with transaction(engine) as tx:
            tx.execute(insert(agencies).values(id=AGENCY, name="Depok", kind="pemda", handles=[]))
        self.accounts = SqlAccounts(engine, Passwords(CHEAP))
        self.sessions = SqlSessions(engine, engine, Passwords(CHEAP), numbered_tokens(), Limits())
        self.sari = str(
            self.accounts.add(EMAIL, "Sari", Role.MODERATOR, None, PASSWORD, clock.now()).id
        )
        self._seen = len(self._rows())

    def tries(self, password: str, email: str = EMAIL) -> SignIn:
        return self.sessions.sign_in(email, password, "10.0.0.1", self.clock.now())

    def enters(self) -> str:
        entered = self.tries(PASSWORD)
        assert isinstance(entered, Entered)
        return entered.token

    def told(self) -> list[Told]:
        """Return what was written down since this was last asked, oldest first."""
        rows = self._rows()
        fresh, self._seen = rows[self._seen :], len(rows)
        assert all(row.at == self.clock.now() for row in fresh)
        return [
            (row.actor, row.role, row.act, row.object_kind, row.object_id,
             dict(row.details or ()))
            for row in fresh
        ]  # fmt: skip

    def _rows(self) -> Sequence[AuditRow]:
        page = SqlJournal(self.engine, self.engine).page(AuditSearch(), 500)
        assert page.end.is_whole
        return page.rows[::-1]


@pytest.fixture
def office(engine: Engine, clock: SetClock) -> Office:
    return Office(engine, clock)


# ---------------------------------------------------------------- the door


def test_coming_and_going_is_written_down(office: Office) -> None:
    token = office.enters()
    office.sessions.person(token, office.clock.now())
    office.sessions.end(token, office.clock.now())
    assert office.told() == [
        (office.sari, "moderator", "sign_in", "person", office.sari, {"way": "password"}),
        (office.sari, "moderator", "sign_out", "person", office.sari, {}),
    ]


def test_a_session_that_is_over_cannot_be_left(office: Office) -> None:
    token = office.enters()
    office.told()
    office.clock.advance(minutes=31)
    office.sessions.end(token, office.clock.now())
    office.sessions.end(token, office.clock.now())
    office.sessions.end("token-99", office.clock.now())
    assert office.told() == []
    with transaction(office.engine) as tx:
        assert tx.execute(select(sessions)).first() is None


def test_a_wrong_password_is_written_down_beside_the_account(office: Office) -> None:
    assert office.tries("salah") == Mistaken()
    failed = ("guest", "guest", "sign_in_failed", "person", office.sari, {"way": "password"})
    assert office.told() == [failed]
    office.accounts.disable(EMAIL, office.clock.now())
    office.told()
    assert office.tries(PASSWORD) == Mistaken()
    assert office.told() == [failed]


@pytest.mark.parametrize("typed", [TYPED, "siapa@dinas.example", "", "bukan \ud83d"])
def test_without_an_account_nothing_of_what_was_typed_is_kept(office: Office, typed: str) -> None:
    assert office.tries(TYPED, email=typed) == Mistaken()
    assert office.told() == [
        ("guest", "guest", "sign_in_failed", "console", "console", {"way": "password"})
    ]
    with transaction(office.engine) as tx:
        kept = str(tx.execute(select(audit_log)).all())
    assert TYPED not in kept
    assert "siapa" not in kept


def test_who_has_to_wait_does_not_fill_the_log(office: Office) -> None:
    while not isinstance(office.tries("salah"), MustWait):
        pass
    failures = len(office.told())
    assert failures == 5
    office.tries("salah")
    assert office.told() == []


def test_whom_a_provider_vouches_for_is_written_down_too(office: Office) -> None:
    def comes(subject: str, email: str | None) -> object:
        return office.sessions.sign_in_as(Identity(subject, email), office.clock.now())

    assert isinstance(comes("issuer|7", EMAIL), Entered)
    assert isinstance(comes("issuer|7", "lain@dinas.example"), Entered)
    assert comes("issuer|8", EMAIL) == Mistaken()
    assert comes("issuer|9", None) == Mistaken()
    by_sari = (office.sari, "moderator", "sign_in", "person", office.sari)
    failed = ("guest", "guest", "sign_in_failed")
    assert office.told() == [
        (*by_sari, {"way": "openid", "is_first": True}),
        (*by_sari, {"way": "openid", "is_first": False}),
        (*failed, "person", office.sari, {"way": "openid"}),
        (*failed, "console", "console", {"way": "openid"}),
    ]


# ---------------------------------------------------------------- the operator


def test_what_an_operator_does_to_accounts_is_written_down(office: Office) -> None:
    now = office.clock.now()
    ani = str(office.accounts.add_first_admin("ani@dinas.example", "Ani", PASSWORD, now).id)
    ida = office.accounts.add("ida@dinas.example", "Ida", Role.INSTANSI, AGENCY, PASSWORD, now)
    office.accounts.reset(EMAIL, PASSWORD, now)
    office.accounts.disable(EMAIL, now)
    by = ("cli", "operator")
    assert office.told() == [
        (*by, "add_person", "person", ani, {"role": "admin", "first": True}),
        (*by, "add_person", "person", str(ida.id), {"role": "instansi", "agency": AGENCY}),
        (*by, "change_person", "person", office.sari, {"what": "password"}),
        (*by, "remove_person", "person", office.sari, {}),
    ]


def test_what_was_refused_did_not_happen(office: Office) -> None:
    now = office.clock.now()
    with pytest.raises(Refused):
        office.accounts.add(EMAIL, "Sari", Role.MODERATOR, None, PASSWORD, now)
    with pytest.raises(Refused):
        office.accounts.disable("siapa@dinas.example", now)
    assert office.told() == []


# ---------------------------------------------------------------- both or neither


def test_when_nothing_can_be_written_down_nothing_is_done(office: Office) -> None:
    token = office.enters()
    now = office.clock.now()
    with transaction(office.engine) as tx:
        tx.execute(text("DROP TRIGGER audit_head_no_delete"))
        tx.execute(delete(audit_head))
    with pytest.raises(Refused, match="lost its head"):
        office.tries(PASSWORD)
    with pytest.raises(Refused, match="lost its head"):
        office.accounts.disable(EMAIL, now)
    with pytest.raises(Refused, match="lost its head"):
        office.sessions.end(token, now)
    assert office.sessions.person(token, now) is not None
    with transaction(office.engine) as tx:
        assert tx.execute(select(users).where(users.c.disabled_at.is_not(None))).first() is None
        assert len(tx.execute(select(sessions)).all()) == 1


def test_the_whole_log_verifies_after_a_day_at_the_office(office: Office) -> None:
    office.sessions.end(office.enters(), office.clock.now())
    office.tries("salah")
    office.accounts.reset(EMAIL, PASSWORD, office.clock.now())
    assert audit.verify(office.engine).is_whole
