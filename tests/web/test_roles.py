"""Every address of the console, and what it answers to each role and to nobody."""

from typing import Annotated

import pytest
from fastapi import Depends
from sqlalchemy import Engine

from domain.people import Permission, Person, Role
from tests.clock import SetClock
from tests.desk import Desk
from tests.web.fakes import Browser
from tests.web.house import House, console_routes, is_open_to_all
from web.access import Visitor, proof_of

NOBODY = "nobody"
WHO = (NOBODY, Role.ADMIN, Role.MODERATOR, Role.INSTANSI, Role.AUDITOR)

# Method and address: the answer to each of WHO. A new address must be added here.
# 303 to nobody leads to the page of signing in.
ANSWERS = {
    ("GET", "/konsol"): (303, 200, 200, 403, 200),
    ("GET", "/konsol/dasbor"): (303, 200, 200, 403, 200),
    ("GET", "/konsol/dasbor/{slug}.csv"): (303, 200, 200, 403, 200),
    ("GET", "/konsol/tinjauan"): (303, 200, 200, 403, 403),
    ("POST", "/konsol/tinjauan/berikut"): (403, 303, 303, 403, 403),
    ("GET", "/konsol/tinjauan/{review_id}"): (303, 200, 200, 403, 403),
    ("POST", "/konsol/tinjauan/{review_id}"): (403, 422, 422, 403, 403),
    ("POST", "/konsol/tinjauan/{review_id}/sewa"): (403, 200, 200, 403, 403),
    ("POST", "/konsol/tinjauan/{review_id}/lepas"): (403, 303, 303, 403, 403),
    ("POST", "/konsol/tinjauan/urung/{act_id}"): (403, 404, 404, 403, 403),
    ("GET", "/konsol/cari/tempat"): (303, 200, 200, 403, 403),
    ("GET", "/konsol/cari/instansi"): (303, 200, 200, 403, 403),
    ("GET", "/konsol/jejak"): (303, 200, 403, 403, 200),
    ("GET", "/konsol/akun"): (303, 200, 200, 200, 200),
    ("POST", "/konsol/keluar"): (403, 303, 303, 303, 303),
}
# What is open to everybody: the door itself.
DOOR = {("GET", "/konsol/masuk"), ("POST", "/konsol/masuk")}


@pytest.fixture
def house(engine: Engine, clock: SetClock) -> House:
    Desk(engine, clock).opens()  # the matter 1
    return House(engine, clock)


def test_every_address_of_the_console_is_in_the_table(house: House) -> None:
    found = {(method, route.path) for method, route in console_routes(house.app)}
    assert found == ANSWERS.keys() | DOOR


def test_no_address_of_the_console_stands_open_but_its_door(house: House) -> None:
    for method, route in console_routes(house.app):
        assert is_open_to_all(route) == ((method, route.path) in DOOR), route.path


@pytest.mark.parametrize(("method", "address"), ANSWERS)
@pytest.mark.parametrize("who", WHO)
def test_each_role_gets_the_answer_in_the_table(
    house: House, method: str, address: str, who: str
) -> None:
    browser = house.nobody() if who == NOBODY else house.as_(Role(who))
    assert ask(browser, method, address) == ANSWERS[method, address][WHO.index(who)]


def ask(browser: Browser, method: str, address: str) -> int:
    address = address.format(slug="instansi", review_id=1, act_id=1)
    if method == "GET":
        return browser.get(address).status_code
    fields = {"bukti": proof_of(browser.cookies.get("sesi") or "")}
    return browser.post(address, fields).status_code


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
def test_what_is_not_in_the_table_does_not_exist(house: House, method: str) -> None:
    browser = house.as_(Role.ADMIN)
    assert browser.ask(method, "/konsol/tidak-ada").status_code == 404


@pytest.mark.parametrize("permission", Permission)
def test_a_page_for_a_permission_opens_to_exactly_those_who_hold_it(
    house: House, permission: Permission
) -> None:
    """Whatever is built later hangs on the same dependency."""
    needed = Depends(house.gate.require(permission))

    @house.app.get("/konsol/percobaan")
    def page(visitor: Annotated[Visitor, needed]) -> str:
        return visitor.person.name

    for role in Role:
        may = Person(1, "x", role).may(permission)
        expected = 200 if may else 403
        assert house.as_(role).get("/konsol/percobaan").status_code == expected
