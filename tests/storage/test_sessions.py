"""Signing in, staying signed in, and being made to wait."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from domain.people import Entered, Identity, Mistaken, MustWait, Role, SignIn
from storage.accounts import SqlAccounts
from storage.attempts import wait_after
from storage.engine import open_engine, transaction
from storage.passwords import Cost, Passwords
from storage.sessions import Limits, SqlSessions
from storage.tables import login_attempts, users
from storage.tables import sessions as session_rows
from tests.clock import SetClock
from tests.web.house import CHEAP, PASSWORD, numbered_tokens

EMAIL = "sari@dinas.example"
HOME = "10.0.0.1"


class Door:
    """The door of a console where Sari has an account."""

    def __init__(self, engine: Engine, clock: SetClock) -> None:
        self._clock = clock
        self.accounts = SqlAccounts(engine, Passwords(CHEAP))
        self.accounts.add(EMAIL, "Sari", Role.MODERATOR, None, PASSWORD, clock.now())
        self.sessions = SqlSessions(engine, engine, Passwords(CHEAP), numbered_tokens(), Limits())

    def tries(self, password: str, *, email: str = EMAIL, address: str = HOME) -> SignIn:
        return self.sessions.sign_in(email, password, address, self._clock.now())

    def enters(self) -> str:
        entered = self.tries(PASSWORD)
        assert isinstance(entered, Entered)
        return entered.token

    def is_in(self, token: str) -> bool:
        return self.sessions.person(token, self._clock.now()) is not None


@pytest.fixture
def door(engine: Engine, clock: SetClock) -> Door:
    return Door(engine, clock)


def test_the_right_password_opens_and_every_session_has_its_own_token(door: Door) -> None:
    first, second = door.enters(), door.enters()
    assert first != second
    assert door.is_in(first)
    assert door.is_in(second)
    assert not door.is_in("token-99")
    assert not door.is_in("")


def test_an_address_may_be_typed_in_any_case(door: Door) -> None:
    assert isinstance(door.tries(PASSWORD, email=" Sari@DINAS.example"), Entered)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "salah-sama-sekali"),
        (EMAIL, ""),
        ("siapa@dinas.example", PASSWORD),
        ("bukan alamat \ud83d", PASSWORD),
        ("", ""),
    ],
)
def test_every_mistake_gets_the_same_answer(door: Door, email: str, password: str) -> None:
    assert door.tries(password, email=email) == Mistaken()


def test_who_reads_the_database_cannot_enter_with_what_stands_there(
    door: Door, engine: Engine
) -> None:
    token = door.enters()
    with transaction(engine) as tx:
        kept = str(tx.execute(select(session_rows)).all())
        hash_ = tx.scalar(select(session_rows.c.token_hash))
    assert token not in kept
    assert not door.is_in(str(hash_))


# ---------------------------------------------------------------- how long a session lasts


def test_a_session_ends_after_half_an_hour_without_a_sign_of_life(
    door: Door, clock: SetClock
) -> None:
    token = door.enters()
    for _ in range(3):
        clock.advance(minutes=29)
        assert door.is_in(token)
    clock.advance(minutes=30)
    assert not door.is_in(token)


def test_a_session_ends_after_ten_hours_however_busy(door: Door, clock: SetClock) -> None:
    token = door.enters()
    for _ in range(59):
        clock.advance(minutes=10)
        assert door.is_in(token)
    clock.advance(minutes=10)
    assert not door.is_in(token)


def test_being_seen_is_written_down_once_a_minute_only(
    database_url: str, door: Door, clock: SetClock
) -> None:
    token = door.enters()
    reading = open_engine(database_url, read_only=True)
    cannot_write = SqlSessions(reading, reading, Passwords(CHEAP), numbered_tokens(), Limits())
    clock.advance(seconds=59)
    assert cannot_write.person(token, clock.now()) is not None
    reading.dispose()


def test_signing_out_ends_this_session_and_no_other(door: Door, clock: SetClock) -> None:
    here, elsewhere = door.enters(), door.enters()
    door.sessions.end(here, clock.now())
    assert not door.is_in(here)
    assert door.is_in(elsewhere)


def test_sessions_long_over_are_forgotten_at_the_next_sign_in(
    door: Door, clock: SetClock, engine: Engine
) -> None:
    door.enters()
    clock.advance(hours=11)
    door.enters()
    with transaction(engine) as tx:
        assert len(tx.execute(select(session_rows)).all()) == 1


# ---------------------------------------------------------------- guessing


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(1, 0), (4, 0), (5, 15), (6, 30), (7, 60), (10, 480), (11, 900), (12, 900), (10_000, 900)],
)
def test_each_wait_is_twice_as_long_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert wait_after(failures, free=5) == timedelta(seconds=seconds)


@pytest.mark.parametrize("email", [EMAIL, "siapa@dinas.example"])
def test_after_five_mistakes_even_the_right_password_has_to_wait(
    door: Door, clock: SetClock, email: str
) -> None:
    """Whether there is such an account or not: the two cannot be told apart."""
    for _ in range(5):
        assert door.tries("salah", email=email) == Mistaken()
    until = clock.now() + timedelta(seconds=15)
    assert door.tries(PASSWORD, email=email, address="10.9.9.9") == MustWait(until)
    clock.advance(seconds=15)
    assert door.tries("salah", email=email) == Mistaken()
    assert door.tries("salah", email=email) == MustWait(clock.now() + timedelta(seconds=30))


def test_after_the_wait_the_right_password_opens_and_mistakes_are_forgiven(
    door: Door, clock: SetClock
) -> None:
    for _ in range(5):
        door.tries("salah")
    clock.advance(seconds=15)
    door.enters()
    for _ in range(5):
        assert door.tries("salah") == Mistaken()


def test_thirty_guesses_at_once_are_thirty_failures(door: Door) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(door.tries, [f"tebakan-{n}" for n in range(30)]))
    assert sum(answer == Mistaken() for answer in answers) == 5


def test_an_address_that_guesses_at_many_accounts_has_to_wait_for_all_of_them(
    door: Door,
) -> None:
    for n in range(20):
        assert door.tries("salah", email=f"orang{n}@dinas.example") == Mistaken()
    assert isinstance(door.tries(PASSWORD), MustWait)
    assert isinstance(door.tries(PASSWORD, address="10.0.0.2"), Entered)


def test_a_customer_of_ipv6_is_one_address_however_many_it_uses(door: Door) -> None:
    for n in range(20):
        door.tries("salah", email=f"orang{n}@dinas.example", address=f"2001:db8::{n:x}")
    assert isinstance(door.tries(PASSWORD, address="2001:db8::ffff"), MustWait)
    assert isinstance(door.tries(PASSWORD, address="2001:db8:0:1::1"), Entered)


def test_who_has_an_account_cannot_use_it_to_guess_at_others_for_ever(door: Door) -> None:
    answers = []
    for n in range(30):
        answers.append(door.tries("salah", email=f"orang{n}@dinas.example"))
        door.tries(PASSWORD)
    assert any(isinstance(answer, MustWait) for answer in answers)


def test_mistakes_are_forgotten_after_a_day_without_any(
    door: Door, clock: SetClock, engine: Engine
) -> None:
    for n in range(4):
        door.tries("salah", email=f"orang{n}@dinas.example")
    clock.advance(days=1, seconds=1)
    door.enters()
    with transaction(engine) as tx:
        assert len(tx.execute(select(login_attempts)).all()) == 1


def test_neither_names_nor_addresses_stand_among_the_failures(door: Door, engine: Engine) -> None:
    door.tries(PASSWORD, email="kata-sandi-di-kolom-salah")
    with transaction(engine) as tx:
        kept = str(tx.execute(select(login_attempts)).all())
    assert "kata-sandi" not in kept
    assert HOME not in kept


def test_a_password_kept_at_yesterdays_cost_is_kept_anew_when_it_is_used(
    door: Door, engine: Engine, clock: SetClock
) -> None:
    dearer = Passwords(Cost(memory_kib=16, passes=1))
    today = SqlSessions(engine, engine, dearer, numbered_tokens(), Limits())
    for _ in range(2):
        assert isinstance(today.sign_in(EMAIL, PASSWORD, HOME, clock.now()), Entered)
    with transaction(engine) as tx:
        assert "$m=16,t=1,p=1$" in str(tx.scalar(select(users.c.password)))


# ---------------------------------------------------------------- vouched for by a provider


def test_an_account_is_found_by_verified_address_once_and_by_subject_from_then_on(
    door: Door, clock: SetClock
) -> None:
    vouched, now = door.sessions.sign_in_as, clock.now()
    assert isinstance(vouched(Identity("https://id.example 7", EMAIL), now), Entered)
    assert isinstance(vouched(Identity("https://id.example 7", None), now), Entered)
    assert isinstance(vouched(Identity("https://id.example 7", "lain@x.example"), now), Entered)
    # An address can be given to somebody else; the account is not.
    assert vouched(Identity("https://id.example 8", EMAIL), now) == Mistaken()


@pytest.mark.parametrize("email", [None, "siapa@dinas.example", "bukan alamat"])
def test_nobody_gets_an_account_by_being_known_elsewhere(
    door: Door, clock: SetClock, email: str | None
) -> None:
    identity = Identity("https://id.example 7", email)
    assert door.sessions.sign_in_as(identity, clock.now()) == Mistaken()
    assert len(door.accounts.everybody()) == 1


def test_a_disabled_account_stays_closed_whoever_vouches(door: Door, clock: SetClock) -> None:
    identity = Identity("https://id.example 7", EMAIL)
    door.sessions.sign_in_as(identity, clock.now())
    door.accounts.disable(EMAIL, clock.now())
    assert door.sessions.sign_in_as(identity, clock.now()) == Mistaken()
