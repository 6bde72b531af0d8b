"""Takes the pictures in README and docs from the running service: `make screenshots`."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.service import LAPORBOT, Service, environment

IMAGES = Path(__file__).parent / "images"
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

COMPLAINTS = [
    (0, "Terima kasih @lapor1708, lampu di depan pasar sekarang sudah menyala lagi"),
    (1, "@lapor1708 #lapor sudah seminggu sampah tidak diangkut di desa Sukamaju"),
    (2, "@lapor1708 #lapor pungli waktu urus KTP di Kota Padang. tolong jangan sebut nama saya ya"),
    (3, "@lapor1708 #lapor jalan poros di Kec. Bajo Kab. Luwu berlubang besar, sudah dua jatuh"),
]


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        subprocess.run(  # noqa: S603 - our own program
            [LAPORBOT, "migrate"], env=environment(folder), check=True, stdout=subprocess.DEVNULL
        )
        with Service(folder) as service:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            take_all(browser, service)
            browser.close()


def take_all(browser: Browser, service: Service) -> None:
    page = browser.new_page(viewport=DESKTOP, color_scheme="light")
    for citizen, text in COMPLAINTS:
        page.goto(service.timeline)
        page.locator("#tweet select[name=as]").select_option(index=citizen)
        page.locator("#tweet textarea[name=text]").fill(text)
        page.locator("#tweet").get_by_role("button", name="Kirim").click()
    page.wait_for_timeout(6_000)  # two polls
    page.goto(service.timeline)
    link = str(page.locator("a[href*='/lacak/']").first.get_attribute("href"))
    shoot(page, "timeline")
    sign_in(page, service)
    shoot(page, "console")
    page.goto(f"{service.site}/konsol/tinjauan")
    shoot(page, "review-queue")
    page.locator("form[action$='/berikut'] button").first.click()
    shoot(page, "review")
    page.set_viewport_size(PHONE)
    shoot(page, "review-phone")
    phone = browser.new_page(viewport=PHONE, color_scheme="light", device_scale_factor=2)
    phone.goto(link)
    shoot(phone, "tracking-phone")


def sign_in(page: Page, service: Service) -> None:
    email = "moderator@contoh.example"
    page.goto(f"{service.site}/konsol")
    page.get_by_label("Alamat surel").fill(email)
    page.get_by_label("Kata sandi").fill(service.password_of(email))
    page.get_by_role("button", name="Masuk").click()


def shoot(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    if shutil.which("chromium") is None:
        sys.exit("no Chromium: apt-get install chromium")
    main()
