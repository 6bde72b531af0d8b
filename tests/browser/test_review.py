"""A moderator at work, in a real browser, without a mouse."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import Engine

from domain.model import Visibility
from domain.people import Role
from domain.status import Status
from scheduler.serving import Server
from tests.browser.test_first_contact import tweet, wait_for_answer
from tests.clock import SetClock
from tests.desk import ALL, DOUBTFUL, TEXT, Desk, doubtful
from tests.service import Service
from tests.web.house import PASSWORD, House, email_of

VIEW: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture
def desk(engine: Engine, clock: SetClock) -> Desk:
    return Desk(engine, clock)


@pytest.fixture
def site(desk: Desk) -> Iterator[str]:
    house = House(desk.engine, desk.clock, review=desk.review, search=desk.search)
    server = Server(house.app, "127.0.0.1", 0)
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a moderator who has signed in; no script of it may fail."""
    context = browser.new_context(viewport=VIEW, locale="id-ID")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    sign_in(page, site)
    yield page
    context.close()
    assert problems == []


def sign_in(
    page: Page, site: str, email: str = email_of(Role.MODERATOR), password: str = PASSWORD
) -> None:
    page.goto(f"{site}/konsol/masuk")
    page.get_by_label("Alamat surel").fill(email)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Konsol moderator")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def decide(page: Page, *keys: str) -> None:
    """Press keys that end in a decision, and wait for the page that follows."""
    press(page, *keys[:-1])
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def test_twenty_matters_are_cleared_by_keyboard_only(desk: Desk, site: str, page: Page) -> None:
    for number in range(20):
        if number % 5 == 4:
            desk.holds(f"{TEXT} ({number})")
        else:
            desk.opens(f"{TEXT} ({number})")
    page.goto(f"{site}/konsol/tinjauan")
    decide(page, "n")
    ways: list[tuple[tuple[str, ...], ...]] = [
        (("a",),),
        (("1",), ("a",)),  # another topic, then accept
        (("m", "ArrowDown", "Enter"),),  # ask when it was
        (("b", "ArrowDown", "ArrowDown", "Enter"),),  # spam
        (("5",), ("a",)),  # another place
    ]
    for number in range(20):
        expect(page.locator("[data-words]")).to_be_visible()
        for keys in ways[number % 5]:
            decide(page, *keys)
    expect(page.locator("body")).to_contain_text("Antrean kosong")
    assert desk.review.queue(ALL, None, 10, desk.clock.now()).total == 0
    statuses = [desk.sees(review_id).status for review_id in range(1, 21)]
    assert statuses.count(Status.DITERUSKAN) == 12
    assert statuses.count(Status.MENUNGGU_PELAPOR) == 4
    assert statuses.count(Status.DIARSIPKAN) + statuses.count(None) == 4


def test_a_place_is_found_while_typing_and_the_office_follows(
    desk: Desk, site: str, page: Page
) -> None:
    review_id = desk.opens()
    page.goto(f"{site}/konsol/tinjauan/{review_id}")
    press(page, "p")
    page.keyboard.type("bekasi")
    expect(page.locator("#hasil-tempat button", has_text="Kota Bekasi")).to_be_visible()
    decide(page, "ArrowDown", "Enter")
    expect(page.locator("[data-field=tempat] .field-value")).to_contain_text("Kota Bekasi")
    expect(page.locator("[data-field=instansi] .field-value")).to_contain_text("Kota Bekasi")


def test_a_slip_is_taken_back_with_one_key(desk: Desk, site: str, page: Page) -> None:
    first, _ = desk.opens(), desk.opens()
    page.goto(f"{site}/konsol/tinjauan/{first}")
    decide(page, "a")
    expect(page.locator("[data-undo]")).to_contain_text("Disetujui dan diteruskan")
    decide(page, "u")
    expect(page.locator("h1")).to_have_text("Laporan #1")
    assert desk.sees(first).status is Status.PERLU_TINJAUAN
    expect(page.locator("[data-undo]")).to_have_count(0)


def test_selected_words_are_hidden(desk: Desk, site: str, page: Page) -> None:
    review_id = desk.opens("Pak Contoh Invensi menolak berkas saya di Kec. Bajo", DOUBTFUL)
    page.goto(f"{site}/konsol/tinjauan/{review_id}")
    page.evaluate(
        """() => {
            const range = document.createRange();
            const words = document.querySelector("[data-words]").firstChild;
            const text = words.firstChild || words;
            range.setStart(text, 0);
            range.setEnd(text, Math.min(5, text.length));
            document.getSelection().addRange(range);
        }"""
    )
    press(page, "s")
    expect(page.locator("#samar-kata")).not_to_have_value("")
    decide(page, "Enter")
    assert [mark.kind for mark in desk.sees(review_id).redactions].count("manual") >= 1


def test_letters_typed_into_a_field_decide_nothing(desk: Desk, site: str, page: Page) -> None:
    review_id = desk.opens()
    page.goto(f"{site}/konsol/tinjauan/{review_id}")
    press(page, "k")
    page.keyboard.type("albumkgw 123 tolong")
    expect(page.locator("#kembali-catatan")).to_have_value("albumkgw 123 tolong")
    press(page, "Escape")
    assert desk.sees(review_id).version == 1


def test_leaving_the_page_frees_the_matter(desk: Desk, site: str, page: Page) -> None:
    review_id = desk.opens()
    page.goto(f"{site}/konsol/tinjauan/{review_id}")
    assert desk.sees(review_id).lease is not None
    page.goto(f"{site}/lacak")
    for _ in range(50):
        if desk.sees(review_id).lease is None:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the matter is still leased")


def test_without_a_script_everything_can_be_done_as_well(
    desk: Desk, site: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site)
    desk.opens()
    page.goto(f"{site}/konsol/tinjauan")
    page.get_by_role("button", name="Mulai meninjau").click()
    page.locator("#cari-tempat").fill("bone")
    page.locator("[data-field=tempat]").get_by_role("button", name="Cari").click()
    page.get_by_role("button", name="Bone-Bone").last.click()
    expect(page.locator("[data-field=tempat] .field-value")).to_contain_text("Bone-Bone")
    page.locator("#panel-tanya summary").click()
    page.get_by_role("button", name="Tanyakan").click()
    expect(page.locator("body")).to_contain_text("Pertanyaan disiapkan")
    page.get_by_role("button", name="Urungkan").click()
    assert desk.sees(1).status is Status.PERLU_TINJAUAN
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(
    desk: Desk, site: str, browser: Browser, width: int
) -> None:
    long = replace(DOUBTFUL, visibility=Visibility.ANONIM, emergency=True)
    review_id = desk.opens(f"{TEXT} {'a' * 300} 😷", long)
    desk.opens(belief=doubtful(agency=None, location=None))
    page = browser.new_page(viewport={"width": width, "height": 800})
    sign_in(page, site)
    for address in ("/konsol/tinjauan", f"/konsol/tinjauan/{review_id}", "/konsol/tinjauan/2"):
        page.goto(f"{site}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_a_moderators_question_reaches_the_citizen(browser: Browser, service: Service) -> None:
    page = browser.new_page()
    complaint = "@lapor1708 #lapor jembatan gantung putus di desa Sukamaju sejak banjir"
    tweet(page, service, complaint)
    wait_for_answer(page, service, complaint)
    moderator = "moderator@contoh.example"
    sign_in(page, service.site, moderator, service.password_of(moderator))
    page.goto(f"{service.site}/konsol/tinjauan?topik=pekerjaan_umum")
    page.get_by_role("link", name="#").first.click()
    while "jembatan gantung" not in page.locator("[data-words]").inner_text():
        decide(page, "l")
    press(page, "m")
    page.locator("#tanya-catatan").fill("Nama sungainya apa?")
    decide(page, "Enter")
    expect(page.locator("[data-undo]")).to_be_visible()
    for _ in range(60):  # ten seconds to undo, a poll, and a busy machine
        page.goto(service.timeline)
        thread = page.locator(".threads > li", has_text=complaint).first
        if "Nama sungainya apa?" in thread.inner_text():
            break
        page.wait_for_timeout(500)
    else:
        raise AssertionError("the question never came")
    page.close()
