"""Signing in, as people and as those who should not get in meet it."""

import re
from html import unescape
from typing import Annotated

import pytest
from fastapi import Depends, Form
from sqlalchemy import Engine
from starlette.responses import PlainTextResponse, Response

from domain.people import Permission, Role
from domain.ports import Unavailable
from tests.clock import SetClock
from tests.web.fakes import PUBLIC_URL, Broken, Browser
from tests.web.house import AGENCY, PASSWORD, House, email_of, hidden_in, proof_in, sign_in
from tests.web.looks import assert_safe, assert_self_contained, assert_usable_unseen
from web.access import Visitor

EMAIL = email_of(Role.MODERATOR)
WORDS = "Sudah kami periksa di lapangan.\r\nJalan ditutup mulai besok, mohon bersabar."


@pytest.fixture
def house(engine: Engine, clock: SetClock) -> House:
    return House(engine, clock)


def title(page: str) -> str:
    found = re.search(r"<h1>([^<]*)</h1>", page)
    assert found is not None
    return found.group(1)


def token_of(browser: Browser) -> str | None:
    return browser.cookies.get("sesi")


# ---------------------------------------------------------------- in and out


def test_who_signs_in_sees_the_console_with_their_name(house: House) -> None:
    browser = house.nobody()
    assert sign_in(browser, EMAIL) == 303
    page = browser.get("/konsol").text
    assert title(page) == "Konsol moderator"
    assert "Nama Moderator" in page


def test_who_is_not_signed_in_is_led_to_the_door_and_back_again(house: House) -> None:
    browser = house.nobody()
    answer = browser.get("/konsol?hal=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/konsol/masuk?next=/konsol%3Fhal%3D2"
    page = browser.get(answer.headers["location"]).text
    assert hidden_in(page, "next") == "/konsol?hal=2"
    fields = {"bukti": proof_in(page), "surel": EMAIL, "sandi": PASSWORD, "next": "/konsol?hal=2"}
    assert browser.post("/konsol/masuk", fields).headers["location"] == "/konsol?hal=2"


@pytest.mark.parametrize("following", ["https://evil.example/", "//evil.example", "/lacak", ""])
def test_nobody_is_led_out_of_the_console(house: House, following: str) -> None:
    browser = house.nobody()
    page = browser.get(f"/konsol/masuk?next={following}").text
    assert hidden_in(page, "next") == ""
    fields = {"bukti": proof_in(page), "surel": EMAIL, "sandi": PASSWORD, "next": following}
    assert browser.post("/konsol/masuk", fields).headers["location"] == "/konsol"


def test_who_answers_for_an_agency_begins_at_their_own_account(house: House) -> None:
    browser = house.as_(Role.INSTANSI)
    answer = browser.get("/konsol/masuk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/konsol/akun")
    page = browser.get("/konsol/akun").text
    assert AGENCY in page
    assert "Petugas instansi" in page


def test_who_leaves_is_out_and_told_so_and_the_old_cookie_opens_nothing(house: House) -> None:
    browser = house.as_(Role.MODERATOR)
    before = browser.cookies
    answer = browser.post("/konsol/keluar", {"bukti": proof_in(browser.get("/konsol").text)})
    assert answer.headers["location"] == "/konsol/masuk?keluar=1"
    assert token_of(browser) is None
    assert "Anda sudah keluar." in browser.get("/konsol/masuk?keluar=1").text
    browser.cookies = before
    assert browser.get("/konsol").status_code == 303


def test_who_is_disabled_is_out_at_the_next_click(house: House) -> None:
    browser = house.as_(Role.MODERATOR)
    house.accounts.disable(EMAIL, house.clock.now())
    assert browser.get("/konsol").status_code == 303


# ---------------------------------------------------------------- the cookie


def test_a_token_from_before_signing_in_opens_nothing_afterwards(house: House) -> None:
    """Whoever planted it in the browser knows it."""
    browser = house.nobody()
    browser.get("/konsol/masuk")
    planted = browser.cookies
    assert sign_in(browser, EMAIL) == 303
    thief = house.nobody()
    thief.cookies = planted
    assert thief.get("/konsol").status_code == 303


def test_signing_in_again_ends_the_session_before(house: House) -> None:
    browser = house.as_(Role.MODERATOR)
    before = browser.cookies
    page = browser.get("/konsol/akun").text
    fields = {"bukti": proof_in(page), "surel": email_of(Role.ADMIN), "sandi": PASSWORD}
    assert browser.post("/konsol/masuk", fields).status_code == 303
    assert "Nama Admin" in browser.get("/konsol/akun").text
    browser.cookies = before
    assert browser.get("/konsol").status_code == 303


def test_over_https_the_cookie_is_out_of_reach_of_scripts_neighbours_and_plain_http(
    engine: Engine, clock: SetClock
) -> None:
    browser = House(engine, clock, site=PUBLIC_URL).nobody()
    page = browser.get("/konsol/masuk")
    fields = {"bukti": proof_in(page.text), "surel": EMAIL, "sandi": PASSWORD}
    for answer in (page, browser.post("/konsol/masuk", fields)):
        name, *attributes = answer.headers["set-cookie"].split("; ")
        assert name.startswith("__Host-sesi=")
        assert set(attributes) == {"HttpOnly", "Path=/", "SameSite=lax", "Secure"}
    assert browser.get("/konsol").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_without_https_the_console_is_there_for_this_machine_only(house: House, host: str) -> None:
    """A page elsewhere can make its own name point here; the Host header gives it away."""
    browser = house.as_(Role.ADMIN)
    for address in ("/konsol", "/konsol/akun", "/konsol/masuk"):
        assert browser.get(address, {"Host": host}).status_code == 404


# ---------------------------------------------------------------- forms from elsewhere


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "https://evil.example"}, {"Origin": "null"}, {}],
)  # fmt: skip
def test_a_form_from_a_page_elsewhere_does_nothing(house: House, headers: dict[str, str]) -> None:
    browser = house.as_(Role.MODERATOR)
    fields = {"bukti": proof_in(browser.get("/konsol").text)}
    answer = browser.post("/konsol/keluar", fields, headers)
    assert answer.status_code == 403
    assert "Halaman ini bukan untuk Anda" in answer.text
    assert browser.get("/konsol").status_code == 200
    stranger = house.nobody()
    fields = {"bukti": proof_in(stranger.get("/konsol/masuk").text), "surel": EMAIL,
              "sandi": PASSWORD}  # fmt: skip
    assert stranger.post("/konsol/masuk", fields, headers).status_code == 403
    assert stranger.get("/konsol").status_code == 303


def test_signing_in_needs_the_proof_of_this_browsers_own_page(house: House) -> None:
    other = proof_in(house.nobody().get("/konsol/masuk").text)
    browser = house.nobody()
    browser.get("/konsol/masuk")
    for proof in (other, "", "x"):
        fields = {"bukti": proof, "surel": EMAIL, "sandi": PASSWORD}
        answer = browser.post("/konsol/masuk", fields)
        assert answer.status_code == 403
        assert "Silakan masuk sekali lagi" in answer.text
        assert f'value="{EMAIL}"' in answer.text
    assert browser.get("/konsol").status_code == 303


def test_a_form_larger_than_any_of_ours_is_turned_away_unread(house: House) -> None:
    browser = house.as_(Role.MODERATOR)
    answer = browser.post("/konsol/keluar", {"isi": "x" * 300_000})
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in answer.text
    chunked = {"Transfer-Encoding": "chunked", "Sec-Fetch-Site": "same-origin"}
    assert browser.ask("POST", "/konsol/keluar", chunked).status_code == 413


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "salah"), ("siapa@dinas.example", PASSWORD), ("bukan alamat", ""), ("", "")],
)
def test_every_mistake_reads_the_same(house: House, email: str, password: str) -> None:
    browser = house.nobody()
    page = browser.get("/konsol/masuk").text
    fields = {"bukti": proof_in(page), "surel": email, "sandi": password}
    answer = browser.post("/konsol/masuk", fields)
    assert answer.status_code == 403
    assert "Alamat surel atau kata sandi tidak cocok." in answer.text
    known = browser.post("/konsol/masuk", fields | {"surel": EMAIL, "sandi": "salah juga"})
    assert answer.text == known.text.replace(f'value="{EMAIL}"', f'value="{email}"')
    assert answer.headers.keys() == known.headers.keys()


def test_a_guesser_is_told_how_long_to_wait(house: House, clock: SetClock) -> None:
    browser = house.nobody()
    fields = {"bukti": proof_in(browser.get("/konsol/masuk").text), "surel": EMAIL, "sandi": "?"}
    for _ in range(5):
        assert browser.post("/konsol/masuk", fields).status_code == 403
    answer = browser.post("/konsol/masuk", fields | {"sandi": PASSWORD})
    assert answer.status_code == 429
    assert "Tunggu 15 detik" in answer.text
    assert answer.headers["retry-after"] == "Tue, 24 Nov 2026 05:00:15 GMT"
    clock.advance(seconds=15)
    assert browser.post("/konsol/masuk", fields | {"sandi": PASSWORD}).status_code == 303


# ---------------------------------------------------------------- a session that ended


def test_who_was_away_too_long_is_told_why_they_are_at_the_door(
    house: House, clock: SetClock
) -> None:
    browser = house.as_(Role.MODERATOR)
    clock.advance(minutes=31)
    page = browser.get(browser.get("/konsol").headers["location"]).text
    assert "Sesi Anda berakhir." in page
    assert "Sesi Anda berakhir." not in house.nobody().get("/konsol/masuk").text


@pytest.fixture
def written(house: House) -> list[str]:
    """What moderators have written down; the address for it is the test's own."""
    moderates = Depends(house.gate.require(Permission.MODERATE))
    notes: list[str] = []

    @house.app.post("/konsol/catatan")
    def note(isi: Annotated[str, Form()], visitor: Annotated[Visitor, moderates]) -> Response:
        notes.append(isi)
        return PlainTextResponse("tercatat")

    return notes


def sent_with(browser: Browser) -> dict[str, str]:
    """Return the fields of a form that somebody is about to send."""
    return {"bukti": proof_in(browser.get("/konsol").text), "nomor": "17", "isi": WORDS}


def test_a_form_is_carried_out_while_the_session_lasts(house: House, written: list[str]) -> None:
    browser = house.as_(Role.MODERATOR)
    assert browser.post("/konsol/catatan", sent_with(browser)).text == "tercatat"
    assert written == [WORDS]


def test_what_was_typed_outlives_the_session_and_is_sent_after_signing_in(
    house: House, clock: SetClock, written: list[str]
) -> None:
    browser = house.as_(Role.MODERATOR)
    fields = sent_with(browser)
    clock.advance(minutes=31)
    door = browser.post("/konsol/catatan", fields)
    assert door.status_code == 403
    assert "Isinya tidak hilang" in door.text
    assert WORDS in unescape(door.text)

    # A wrong password loses nothing either.
    again = {name: hidden_in(door.text, name) for name in ("bukti", "next", "simpanan")}
    wrong = browser.post("/konsol/masuk", again | {"surel": EMAIL, "sandi": "salah"})
    assert WORDS in unescape(wrong.text)
    assert hidden_in(wrong.text, "simpanan") == again["simpanan"]

    page = browser.post("/konsol/masuk", again | {"surel": EMAIL, "sandi": PASSWORD})
    assert (page.status_code, title(page.text)) == (200, "Kirim lagi?")
    assert 'action="/konsol/catatan"' in page.text
    assert f">\n{WORDS}</textarea>" in unescape(page.text)
    assert written == []
    confirmed = {"bukti": proof_in(page.text), "nomor": hidden_in(page.text, "nomor"), "isi": WORDS}
    assert browser.post("/konsol/catatan", confirmed).text == "tercatat"
    assert written == [WORDS]


def test_a_form_of_an_earlier_session_is_shown_and_not_carried_out(
    house: House, written: list[str]
) -> None:
    """Somebody else may have signed in on this machine meanwhile."""
    browser = house.as_(Role.MODERATOR)
    fields = sent_with(browser)
    assert sign_in_anew(browser) == 303
    answer = browser.post("/konsol/catatan", fields)
    assert (answer.status_code, title(answer.text)) == (403, "Kirim lagi?")
    assert written == []
    assert browser.post("/konsol/catatan", fields | {"bukti": proof_in(answer.text)}).text
    assert written == [WORDS]


def sign_in_anew(browser: Browser) -> int:
    fields = {"bukti": proof_in(browser.get("/konsol/akun").text), "surel": EMAIL,
              "sandi": PASSWORD}  # fmt: skip
    return browser.post("/konsol/masuk", fields).status_code


def test_who_may_not_do_it_is_not_asked_to_send_it_again(house: House, written: list[str]) -> None:
    browser = house.as_(Role.AUDITOR)
    assert browser.post("/konsol/catatan", sent_with(browser)).status_code == 403
    assert written == []


def test_leaving_after_the_session_ended_leads_to_the_door(house: House, clock: SetClock) -> None:
    browser = house.as_(Role.MODERATOR)
    fields = {"bukti": proof_in(browser.get("/konsol").text)}
    clock.advance(minutes=31)
    answer = browser.post("/konsol/keluar", fields)
    assert (answer.status_code, title(answer.text)) == (403, "Masuk ke konsol")
    assert "simpanan" not in answer.text


# ---------------------------------------------------------------- every page of it

PAGES = ["/konsol/masuk", "/konsol/masuk?keluar=1", "/konsol", "/konsol/akun", "/konsol/tidak-ada"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", [None, Role.ADMIN, Role.INSTANSI])
def test_every_page_is_safe_self_contained_and_usable_unseen(
    house: House, address: str, role: Role | None
) -> None:
    browser = house.nobody() if role is None else house.as_(role)
    answer = browser.get(address)
    headers = dict(answer.headers)
    headers.pop("set-cookie", None)  # the guest's, at the door
    assert_safe(address, False, headers)
    if answer.status_code != 303:
        assert_self_contained(answer.text)
        assert_usable_unseen(answer.text)


def test_the_page_after_a_lost_session_is_usable_unseen_too(
    house: House, clock: SetClock, written: list[str]
) -> None:
    browser = house.as_(Role.MODERATOR)
    fields = sent_with(browser)
    clock.advance(minutes=31)
    door = browser.post("/konsol/catatan", fields)
    again = {name: hidden_in(door.text, name) for name in ("bukti", "next", "simpanan")}
    page = browser.post("/konsol/masuk", again | {"surel": EMAIL, "sandi": PASSWORD})
    for answer in (door, page):
        assert_self_contained(answer.text)
        assert_usable_unseen(answer.text)


def test_a_database_that_cannot_be_asked_gives_a_page_that_says_so(
    engine: Engine, clock: SetClock
) -> None:
    browser = House(engine, clock, console=Broken(Unavailable("locked"))).as_(Role.ADMIN)
    assert browser.get("/konsol").status_code == 503
