"""Passwords are kept so that nobody can read them."""

import pytest

from storage.passwords import Cost, Passwords

CHEAP = Cost(memory_kib=8, passes=1)
PASSWORD = "kucing-oranye-tidur"


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(CHEAP)


def test_what_is_stored_is_argon2id_with_a_salt_of_its_own(passwords: Passwords) -> None:
    first, second = passwords.hash(PASSWORD), passwords.hash(PASSWORD)
    assert first.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert first != second
    assert PASSWORD not in first


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        (PASSWORD, True),
        (PASSWORD + " ", False),
        (PASSWORD.upper(), False),
        ("", False),
        ("\ud83d", False),
        ("x" * 100_000, False),
    ],
)
def test_only_the_password_itself_matches(passwords: Passwords, typed: str, matches: bool) -> None:
    assert passwords.matches(passwords.hash(PASSWORD), typed) == matches


def test_it_does_not_matter_how_a_keyboard_composes_a_letter(passwords: Passwords) -> None:
    assert passwords.matches(passwords.hash("caf\u00e9 di Depok"), "cafe\u0301 di Depok")


@pytest.mark.parametrize("typed", ["", "-", PASSWORD])
def test_where_there_is_no_account_nothing_matches(passwords: Passwords, typed: str) -> None:
    assert not passwords.matches(None, typed)


def test_what_is_no_hash_matches_nothing(passwords: Passwords) -> None:
    assert not passwords.matches("kucing", "kucing")


def test_a_password_kept_at_another_cost_still_matches_and_is_known_to_be_outdated(
    passwords: Passwords,
) -> None:
    dearer = Passwords(Cost(memory_kib=16, passes=2))
    kept = passwords.hash(PASSWORD)
    assert not passwords.is_outdated(kept)
    assert dearer.matches(kept, PASSWORD)
    assert dearer.is_outdated(kept)


def test_the_usual_cost_is_what_owasp_advises_at_least() -> None:
    assert Passwords(Cost()).hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
