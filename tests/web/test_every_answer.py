import re
from datetime import UTC, datetime

import pytest

from domain.ports import Unavailable
from tests.web.fakes import (
    ABSENT_CODE,
    ADDRESS,
    CODE,
    PUBLIC_URL,
    REPORT,
    Broken,
    Browser,
    FakeConsole,
    FakeTracking,
    browser_for,
)
from web.app import WebOptions, create_app

OPEN = WebOptions(PUBLIC_URL, console_open=True)
GUARDED = WebOptions(PUBLIC_URL, console_password="kunci")

# Method, address, status, who asks, whether the answer may be kept.
ANSWERS = [
    ("GET", "/", 200, OPEN, True),
    ("GET", "/lacak", 200, OPEN, False),
    ("GET", f"/lacak?kode={CODE}", 303, OPEN, False),
    ("GET", "/lacak?kode=salah", 404, OPEN, False),
    ("GET", ADDRESS, 200, OPEN, False),
    ("GET", f"/lacak/{ABSENT_CODE}", 404, OPEN, False),
    ("GET", "/konsol", 200, OPEN, False),
    ("GET", "/konsol", 401, GUARDED, False),
    ("GET", "/healthz", 200, OPEN, False),
    ("GET", "/robots.txt", 200, OPEN, True),
    ("GET", "/static/style.css", 200, OPEN, True),
    ("GET", "/static/kawung.svg", 200, OPEN, True),
    ("GET", "/static/favicon.svg", 200, OPEN, True),
    ("GET", "/static/tidak-ada.css", 404, OPEN, False),
    ("GET", "/static/..%2Fapp.py", 404, OPEN, False),
    ("GET", "/static/%00", 404, OPEN, False),
    ("GET", "/tidak-ada", 404, OPEN, False),
    ("GET", "/docs", 404, OPEN, False),
    ("GET", "/openapi.json", 404, OPEN, False),
    ("POST", "/", 405, OPEN, False),
    ("POST", "/static/style.css", 405, OPEN, False),
    ("DELETE", ADDRESS, 405, OPEN, False),
]


@pytest.mark.parametrize(("method", "address", "status", "options", "kept"), ANSWERS)
def test_every_answer_carries_the_safe_headers(
    method: str, address: str, status: int, options: WebOptions, kept: bool
) -> None:
    answer = browser_for(REPORT, options=options).ask(method, address)
    assert answer.status_code == status
    assert_safe(address, kept, dict(answer.headers))


def assert_safe(address: str, kept: bool, headers: dict[str, str]) -> None:
    policy = [part.strip() for part in headers["content-security-policy"].split(";")]
    assert policy == [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]
    assert ("x-robots-tag" in headers) == (address != "/")
    assert headers.get("x-robots-tag", "noindex").startswith("noindex")
    assert ("no-store" in headers["cache-control"]) == (not kept)
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("address", "options"), [(row[1], row[3]) for row in ANSWERS if row[0] == "GET"]
)
def test_head_gets_the_status_and_headers_of_get(address: str, options: WebOptions) -> None:
    browser = browser_for(REPORT, options=options)
    get, head = browser.ask("GET", address), browser.ask("HEAD", address)
    assert head.status_code == get.status_code
    assert head.headers == get.headers


@pytest.mark.parametrize("address", [ADDRESS, "/konsol"])
def test_a_database_that_cannot_be_asked_gives_a_page_that_says_so(address: str) -> None:
    retry_at = datetime(2026, 11, 24, 8, 4, tzinfo=UTC)
    outage = Unavailable("connection to 10.0.0.7 refused", retry_at=retry_at)
    answer = _broken(outage).get(address)
    assert answer.status_code == 503
    assert "sedang tidak dapat dibuka" in answer.text
    assert "10.0.0.7" not in answer.text
    assert answer.headers["retry-after"] == "Tue, 24 Nov 2026 08:04:00 GMT"
    assert_safe(address, False, dict(answer.headers))


def test_an_outage_without_a_known_end_names_none() -> None:
    answer = _broken(Unavailable("database is locked")).get(ADDRESS)
    assert answer.status_code == 503
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize("address", [ADDRESS, "/konsol"])
def test_a_mistake_of_ours_gives_a_plain_page_without_its_details(address: str) -> None:
    answer = _broken(RuntimeError("rahasia di dalam")).get(address)
    assert answer.status_code == 500
    assert "Terjadi kesalahan pada kami" in answer.text
    assert "rahasia di dalam" not in answer.text
    assert "Traceback" not in answer.text
    assert_safe(address, False, dict(answer.headers))


def _broken(error: Exception) -> Browser:
    broken = Broken(error)
    return Browser(create_app(broken, broken, OPEN))


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
    app = create_app(FakeTracking(), FakeConsole(), OPEN)

    @app.get("/angka")
    def number(angka: int) -> int:
        return angka

    answer = Browser(app).get("/angka?angka=katakunci")
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


PAGES = [
    ("/", OPEN),
    ("/lacak", OPEN),
    ("/lacak/x", OPEN),
    (ADDRESS, OPEN),
    ("/konsol", OPEN),
    ("/konsol", GUARDED),
    ("/tidak-ada", OPEN),
]


@pytest.mark.parametrize(("address", "options"), PAGES)
def test_a_page_loads_nothing_from_elsewhere_and_needs_no_script(
    address: str, options: WebOptions
) -> None:
    page = browser_for(REPORT, options=options).get(address).text
    loaded = re.findall(r'<(?:link|img|script|iframe)[^>]*(?:href|src)="([^"]*)"', page)
    assert loaded
    assert all(source.startswith("/static/") for source in loaded)
    assert "<script" not in page
    assert "style=" not in page
    assert " onclick" not in page


@pytest.mark.parametrize(("address", "options"), PAGES)
def test_a_page_can_be_used_without_seeing_it(address: str, options: WebOptions) -> None:
    page = browser_for(REPORT, options=options).get(address).text
    assert '<html lang="id">' in page
    assert '<a class="skip" href="#isi">' in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    pointed_at = re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', page)
    assert set(pointed_at) <= set(ids)


def test_the_stylesheet_asks_for_own_files_only() -> None:
    browser = browser_for()
    css = browser.get("/static/style.css").text
    assert "@import" not in css
    for source in re.findall(r'url\("([^"]+)"\)', css):
        assert browser.get(f"/static/{source}").status_code == 200
