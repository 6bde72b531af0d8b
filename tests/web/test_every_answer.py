import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from domain.people import Role
from domain.ports import Unavailable
from tests.clock import SetClock
from tests.web.fakes import (
    ABSENT_CODE,
    ADDRESS,
    CODE,
    PUBLIC_URL,
    REPORT,
    Broken,
    Browser,
    browser_for,
)
from tests.web.house import House
from tests.web.looks import assert_safe, assert_self_contained, assert_usable_unseen
from web.app import WebOptions

# Method, address, status, whether the answer may be kept. The console's are in test_signin.py.
ANSWERS = [
    ("GET", "/", 200, True),
    ("GET", "/lacak", 200, False),
    ("GET", f"/lacak?kode={CODE}", 303, False),
    ("GET", "/lacak?kode=salah", 404, False),
    ("GET", ADDRESS, 200, False),
    ("GET", f"/lacak/{ABSENT_CODE}", 404, False),
    ("GET", "/konsol", 404, False),  # without accounts there is no console
    ("GET", "/konsol/dasbor", 404, False),
    ("GET", "/konsol/jejak", 404, False),
    ("GET", "/konsol/tinjauan", 404, False),
    ("POST", "/konsol/masuk", 404, False),
    ("GET", "/healthz", 200, False),
    ("GET", "/robots.txt", 200, True),
    ("GET", "/static/style.css", 200, True),
    ("GET", "/static/kawung.svg", 200, True),
    ("GET", "/static/favicon.svg", 200, True),
    ("GET", "/static/tidak-ada.css", 404, False),
    ("GET", "/static/..%2Fapp.py", 404, False),
    ("GET", "/static/%00", 404, False),
    ("GET", "/tidak-ada", 404, False),
    ("GET", "/docs", 404, False),
    ("GET", "/openapi.json", 404, False),
    ("POST", "/", 405, False),
    ("POST", "/static/style.css", 405, False),
    ("DELETE", ADDRESS, 405, False),
]


# What asks the database for something.
READING = [
    ADDRESS,
    "/konsol",
    "/konsol/dasbor",
    "/konsol/dasbor/instansi.csv",
    "/konsol/jejak",
    "/konsol/tinjauan",
    "/konsol/tinjauan/1",
    "/konsol/cari/tempat",
]


@pytest.mark.parametrize(("method", "address", "status", "kept"), ANSWERS)
def test_every_answer_carries_the_safe_headers(
    method: str, address: str, status: int, kept: bool
) -> None:
    answer = browser_for(REPORT).ask(method, address)
    assert answer.status_code == status
    assert_safe(address, kept, dict(answer.headers))


@pytest.mark.parametrize("address", [row[1] for row in ANSWERS if row[0] == "GET"])
def test_head_gets_the_status_and_headers_of_get(address: str) -> None:
    browser = browser_for(REPORT)
    get, head = browser.ask("GET", address), browser.ask("HEAD", address)
    assert head.status_code == get.status_code
    assert head.headers == get.headers


@pytest.mark.parametrize("address", READING)
def test_a_database_that_cannot_be_asked_gives_a_page_that_says_so(
    address: str, engine: Engine, clock: SetClock
) -> None:
    retry_at = datetime(2026, 11, 24, 8, 4, tzinfo=UTC)
    outage = Unavailable("connection to 10.0.0.7 refused", retry_at=retry_at)
    answer = _broken(outage, engine, clock).get(address)
    assert answer.status_code == 503
    assert "sedang tidak dapat dibuka" in answer.text
    assert "10.0.0.7" not in answer.text
    assert answer.headers["retry-after"] == "Tue, 24 Nov 2026 08:04:00 GMT"
    assert_safe(address, False, dict(answer.headers))


def test_an_outage_without_a_known_end_names_none(engine: Engine, clock: SetClock) -> None:
    answer = _broken(Unavailable("database is locked"), engine, clock).get(ADDRESS)
    assert answer.status_code == 503
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize("address", READING)
def test_a_mistake_of_ours_gives_a_plain_page_without_its_details(
    address: str, engine: Engine, clock: SetClock
) -> None:
    answer = _broken(RuntimeError("rahasia di dalam"), engine, clock).get(address)
    assert answer.status_code == 500
    assert "Terjadi kesalahan pada kami" in answer.text
    assert "rahasia di dalam" not in answer.text
    assert "Traceback" not in answer.text
    assert_safe(address, False, dict(answer.headers))


def _broken(error: Exception, engine: Engine, clock: SetClock) -> Browser:
    broken = Broken(error)
    return House(
        engine,
        clock,
        console=broken,
        tracking=broken,
        dashboards=broken,
        journal=broken,
        review=broken,
        search=broken,
    ).as_(Role.ADMIN)


@pytest.mark.parametrize(
    ("method", "address", "title"),
    [
        ("GET", "/katakunci-rahasia", "Halaman tidak ditemukan"),
        ("POST", "/lacak/katakunci-rahasia", "Cara ini tidak dapat dipakai"),
    ],
)
def test_an_error_page_does_not_repeat_what_was_asked(
    method: str, address: str, title: str
) -> None:
    page = browser_for().ask(method, address).text
    assert f"<h1>{title}</h1>" in page
    assert "katakunci-rahasia" not in page
    assert '<html lang="id">' in page


def test_an_answer_of_405_says_what_is_allowed() -> None:
    assert "GET" in browser_for().ask("POST", "/lacak").headers["allow"]


def test_a_request_that_fits_no_form_gets_a_plain_page() -> None:
    browser = browser_for()

    @browser.app.get("/angka")
    def number(angka: int) -> int:
        return angka

    answer = browser.get("/angka?angka=katakunci")
    assert answer.status_code == 422
    assert "Permintaan tidak dapat dibaca" in answer.text
    assert "katakunci" not in answer.text


def test_health_is_two_letters() -> None:
    assert browser_for().get("/healthz").text == "ok"


def test_crawlers_may_read_that_tracking_pages_must_not_be_listed() -> None:
    robots = browser_for().get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow" not in robots.text


def test_the_start_page_tells_how_to_report_whom_to_call_and_which_links_are_ours() -> None:
    options = WebOptions(f"{PUBLIC_URL}/", account="akun_uji")
    page = browser_for(options=options).get("/").text
    for word in ("@akun_uji", "#lapor", "anonim", "rahasia", "KODE", 'action="/lacak"'):
        assert word in page
    for dial in ("112", "110", "113", "119", "115", "129"):
        assert f'href="tel:{dial}"' in page
    assert f"<code>{PUBLIC_URL}<wbr>/lacak/</code>" in page
    assert "lapor1708" not in page


PAGES = ["/", "/lacak", "/lacak/x", ADDRESS, "/konsol", "/tidak-ada"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_needs_no_script(address: str) -> None:
    assert_self_contained(browser_for(REPORT).get(address).text)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_can_be_used_without_seeing_it(address: str) -> None:
    assert_usable_unseen(browser_for(REPORT).get(address).text)


def test_the_stylesheet_asks_for_own_files_only() -> None:
    browser = browser_for()
    css = browser.get("/static/style.css").text
    assert "@import" not in css
    for source in re.findall(r'url\("([^"]+)"\)', css):
        assert browser.get(f"/static/{source}").status_code == 200
