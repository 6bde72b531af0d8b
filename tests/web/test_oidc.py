"""Signing in with an OpenID provider: a real one in small, over real HTTP."""

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import Depends, Form
from joserfc.jwk import RSAKey
from sqlalchemy import Engine
from starlette.responses import PlainTextResponse, Response

from domain.people import Permission, Role
from tests.clock import SetClock
from tests.web.fakes import LOCAL_URL, Browser
from tests.web.house import House, console_routes, email_of, is_open_to_all, proof_in
from tests.web.provider import FakeProvider
from web.access import Visitor

EMAIL = email_of(Role.MODERATOR)
VERIFIED = {"email": EMAIL, "email_verified": True}
START = "/konsol/masuk/oidc"


@pytest.fixture
def provider(clock: SetClock) -> Iterator[FakeProvider]:
    provider = FakeProvider(clock, f"{LOCAL_URL}/konsol/masuk/oidc/kembali", dict(VERIFIED))
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def house(engine: Engine, clock: SetClock, provider: FakeProvider) -> House:
    return House(engine, clock, provider=provider.known_as())


def leave(browser: Browser, address: str = START) -> str:
    answer = browser.get(address)
    assert answer.status_code == 303
    return answer.headers["location"]


def is_in(browser: Browser) -> bool:
    return browser.get("/konsol/akun").status_code == 200


def test_who_the_provider_vouches_for_is_let_in_and_led_on(
    house: House, provider: FakeProvider
) -> None:
    browser = house.nobody()
    assert START in browser.get("/konsol/masuk").text
    answer = browser.get(provider.signs_in(leave(browser, f"{START}?next=/konsol%3Fhal%3D2")))
    assert (answer.status_code, answer.headers["location"]) == (303, "/konsol?hal=2")
    assert "Nama Moderator" in browser.get("/konsol").text


def test_without_a_provider_there_is_no_way_to_one(engine: Engine, clock: SetClock) -> None:
    browser = House(engine, clock).nobody()
    assert START not in browser.get("/konsol/masuk").text
    assert browser.get(START).status_code == 404


def test_from_the_second_time_on_it_is_the_subject_that_counts(
    house: House, provider: FakeProvider
) -> None:
    for claims in (VERIFIED, {}, {"email": "baru@dinas.example", "email_verified": True}):
        provider.claims = dict(claims)
        browser = house.nobody()
        browser.get(provider.signs_in(leave(browser)))
        assert "Nama Moderator" in browser.get("/konsol").text


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": EMAIL},
        {"email": EMAIL, "email_verified": False},
        {"email": EMAIL, "email_verified": "true"},
        {"email": "siapa@dinas.example", "email_verified": True},
    ],
)
def test_nobody_gets_in_without_an_account_of_that_verified_address(
    house: House, provider: FakeProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    browser = house.nobody()
    answer = browser.get(provider.signs_in(leave(browser)))
    assert answer.status_code == 403
    assert "Minta admin Anda mendaftarkannya" in answer.text
    assert not is_in(browser)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "klien-lain"},
        {"aud": ["lapor", "klien-lain"], "azp": "klien-lain"},
        {"nonce": "nonce-lain"},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"sub": None},
    ],
)
def test_what_the_provider_says_to_or_of_somebody_else_is_not_believed(
    house: House, provider: FakeProvider, claims: dict[str, Any]
) -> None:
    provider.claims = VERIFIED | claims
    browser = house.nobody()
    assert_failed(browser, provider.signs_in(leave(browser)))


def assert_failed(browser: Browser, back: str) -> None:
    answer = browser.get(back)
    assert answer.status_code == 403
    assert "tidak berhasil" in answer.text
    assert not is_in(browser)


def test_a_signature_of_another_key_is_not_believed(house: House, provider: FakeProvider) -> None:
    provider.published = RSAKey.generate_key(2048, {"kid": "1"})
    browser = house.nobody()
    assert_failed(browser, provider.signs_in(leave(browser)))


def test_a_provider_that_speaks_for_another_is_not_asked(
    house: House, provider: FakeProvider
) -> None:
    provider.issuer_said = "https://id.example"
    assert house.nobody().get(START).status_code == 503


def test_only_the_browser_that_left_can_come_back(house: House, provider: FakeProvider) -> None:
    """Else somebody could be made to work, unknowing, in an account that is not theirs."""
    attacker, victim = house.nobody(), house.nobody()
    back = provider.signs_in(leave(attacker))
    assert_failed(victim, back)
    victim.get("/konsol/masuk")
    assert_failed(victim, back)
    leave(victim)
    assert_failed(victim, back)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=x.%21", "?code=&state="]
)
def test_coming_back_with_nothing_in_hand_leads_nowhere(house: House, query: str) -> None:
    browser = house.nobody()
    leave(browser)
    assert_failed(browser, f"{START}/kembali{query}")


def test_what_was_typed_outlives_a_sign_in_at_the_provider_in_another_tab(
    house: House, provider: FakeProvider, clock: SetClock
) -> None:
    moderates = Depends(house.gate.require(Permission.MODERATE))
    notes: list[str] = []

    @house.app.post("/konsol/catatan")
    def note(isi: Annotated[str, Form()], visitor: Annotated[Visitor, moderates]) -> Response:
        notes.append(isi)
        return PlainTextResponse("tercatat")

    browser = house.as_(Role.MODERATOR)
    clock.advance(minutes=31)
    door = browser.post("/konsol/catatan", {"isi": "Jalan ditutup\r\nmulai besok."})
    assert f'href="{START}" target="_blank"' in door.text
    browser.get(provider.signs_in(leave(browser)))
    page = browser.post("/konsol/catatan", {"isi": "Jalan ditutup\r\nmulai besok."})
    assert "Kirim lagi?" in page.text
    browser.post("/konsol/catatan", {"isi": "Jalan ditutup.", "bukti": proof_in(page.text)})
    assert notes == ["Jalan ditutup."]


def test_a_code_is_good_once(house: House, provider: FakeProvider) -> None:
    browser = house.nobody()
    back = provider.signs_in(leave(browser))
    cookies = browser.cookies
    browser.get(back)
    again = house.nobody()
    again.cookies = cookies
    assert_failed(again, back)


def test_the_address_to_leave_for_tells_no_secret_and_leads_where_the_provider_says(
    house: House, provider: FakeProvider
) -> None:
    browser = house.nobody()
    there = urlsplit(leave(browser, f"{START}?next=https://evil.example"))
    asked = {name: values[0] for name, values in parse_qs(there.query).items()}
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.issuer}/masuk"
    assert set(asked) == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce",
                          "code_challenge", "code_challenge_method"}  # fmt: skip
    assert browser.cookies.get("sesi") not in asked.values()
    assert browser.get(provider.signs_in(there.geturl())).headers["location"] == "/konsol"


def test_a_link_to_the_provider_costs_nobody_their_session(house: House) -> None:
    browser = house.as_(Role.INSTANSI)
    assert leave(browser) == "/konsol/akun"
    assert is_in(browser)


def test_a_provider_that_is_down_is_said_so_and_the_password_still_works(
    house: House, provider: FakeProvider
) -> None:
    provider.stop()
    answer = house.nobody().get(START)
    assert answer.status_code == 503
    assert "pakai kata sandi konsol" in answer.text
    assert is_in(house.as_(Role.MODERATOR))


def test_the_provider_adds_two_addresses_to_the_door_and_opens_no_other(house: House) -> None:
    routes = [route for _, route in console_routes(house.app)]
    open_to_all = {route.path for route in routes if is_open_to_all(route)}
    assert open_to_all == {"/konsol/masuk", START, f"{START}/kembali"}


def test_the_secret_is_not_in_what_is_printed(provider: FakeProvider) -> None:
    assert "rahasia-klien" not in repr(provider.known_as())
