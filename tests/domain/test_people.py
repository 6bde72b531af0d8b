"""Roles, and what each may do."""

import random
import re

import pytest

from domain.people import (
    ROLE_NAMES,
    Permission,
    Person,
    Role,
    new_password,
    parse_email,
    password_problem,
)

MAY = {
    Role.ADMIN: {"enter", "see_service", "moderate", "read_audit", "keep_accounts"},
    Role.MODERATOR: {"enter", "see_service", "moderate"},
    Role.INSTANSI: {"enter", "answer"},
    Role.AUDITOR: {"enter", "see_service", "read_audit"},
}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_exactly_this(role: Role) -> None:
    person = Person(1, "Sari", role)
    assert {permission for permission in Permission if person.may(permission)} == MAY[role]


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        ("sari@dinas.example", "sari@dinas.example"),
        ("  Sari@Dinas.Example ", "sari@dinas.example"),
        ("sari", None),
        ("sari@dinas", None),
        ("sari @dinas.example", None),
        ("a@b@c.example", None),
        ("sari@dinas.example\nadmin@dinas.example", None),
        ("a" * 250 + "@b.example", None),
        ("", None),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, email: str | None) -> None:
    assert parse_email(typed) == email


@pytest.mark.parametrize(
    ("password", "problem"),
    [("x" * 11, "12 characters"), ("x" * 12, None), ("x" * 256, None), ("x" * 257, "256")],
)
def test_only_the_length_of_a_password_is_judged(password: str, problem: str | None) -> None:
    found = password_problem(password)
    assert (found is None) == (problem is None)
    assert problem is None or problem in str(found)


def test_a_drawn_password_can_be_read_aloud_and_is_another_each_time() -> None:
    dice = random.Random(7)  # noqa: S311 - the same each time, for the test
    first, second = new_password(dice), new_password(dice)
    assert re.fullmatch(r"([0-9a-z]{4}-){4}[0-9a-z]{4}", first)
    assert first != second
    assert password_problem(first) is None
