"""Signing in with a real browser: forms, cookies and headers as browsers really send them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.service import Service

MODERATOR = "moderator@contoh.example"
AUDITOR = "auditor@contoh.example"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # Without scripts, as our pages promise to work.
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="id-ID", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, password: str, email: str = MODERATOR) -> None:
    page.get_by_label("Alamat surel").fill(email)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def test_a_moderator_signs_in_works_and_leaves(page: Page, service: Service) -> None:
    page.goto(f"{service.site}/konsol")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk ke konsol")

    sign_in(page, "salah-sama-sekali")
    expect(page.get_by_role("alert")).to_contain_text("tidak cocok")
    expect(page.get_by_label("Alamat surel")).to_have_value(MODERATOR)

    sign_in(page, service.password_of(MODERATOR))
    expect(page.get_by_role("heading", level=1)).to_have_text("Konsol moderator")
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("sesi", True, "Lax")

    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("status")).to_have_text("Anda sudah keluar.")
    page.goto(f"{service.site}/konsol")
    expect(page.get_by_role("heading", level=1)).to_have_text("Masuk ke konsol")


def test_a_form_left_open_in_another_window_does_not_end_a_newer_session(
    page: Page, service: Service
) -> None:
    page.goto(f"{service.site}/konsol/akun")
    sign_in(page, service.password_of(MODERATOR))
    other = page.context.new_page()
    other.goto(f"{service.site}/konsol/akun")
    other.get_by_role("button", name="Keluar").click()
    other.goto(f"{service.site}/konsol/akun")
    sign_in(other, service.password_of(MODERATOR))
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Konsol moderator")


def test_no_page_of_the_door_is_wider_than_a_phone(page: Page, service: Service) -> None:
    page.goto(f"{service.site}/konsol")
    sign_in(page, service.password_of(MODERATOR))
    for address in ("/konsol", "/konsol/akun", "/konsol/dasbor"):
        page.goto(f"{service.site}{address}")
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["width"] <= 390


def test_an_auditor_reads_on_a_phone_who_came_and_who_failed_to(
    page: Page, service: Service
) -> None:
    page.goto(f"{service.site}/konsol")
    sign_in(page, "salah-sama-sekali", AUDITOR)
    sign_in(page, service.password_of(AUDITOR), AUDITOR)
    page.get_by_role("link", name="Jejak").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jejak")
    expect(page.locator("[data-chain]")).to_have_attribute("data-chain", "whole")
    newest = page.locator("[data-entry]").first
    expect(newest).to_contain_text("Masuk ke konsol")
    expect(newest).to_contain_text("WIB")
    expect(page.locator("[data-entry]").nth(1)).to_contain_text("Gagal masuk")

    page.get_by_label("Tindakan").select_option(label="Membuat akun")
    page.get_by_role("button", name="Saring").click()
    expect(page.locator("[data-entry]")).to_have_count(3)
    width = page.locator("main").evaluate("element => document.documentElement.scrollWidth")
    assert width <= 390


def test_passwords_are_announced_and_never_logged(service: Service) -> None:
    assert service.password_of(MODERATOR) not in service.log()
