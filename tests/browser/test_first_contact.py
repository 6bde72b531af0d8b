"""A citizen's first contact, in a real browser: tweet, wait, open the link, read the page."""

from playwright.sync_api import Browser, Page, expect

from tests.service import Service

PATIENCE_MS = 20_000  # a poll a second, on a machine that may be busy


def tweet(page: Page, service: Service, text: str, *, citizen: int = 0) -> str:
    """Post as one of the invented citizens; return the id of the post."""
    page.goto(service.timeline)
    page.locator("#tweet select[name=as]").select_option(index=citizen)
    page.locator("#tweet textarea[name=text]").fill(text)
    page.locator("#tweet").get_by_role("button", name="Kirim").click()
    post = page.locator("article.post", has_text=text).first
    expect(post).to_be_visible()
    return str(post.get_attribute("data-post-id"))


def wait_for_answer(page: Page, service: Service, text: str) -> str:
    """Reload the timeline until the bot's answer stands under the post; return its words."""
    thread = page.locator(".threads > li", has_text=text).first
    answer = thread.locator("article.post[data-author=lapor1708]").first
    for _ in range(PATIENCE_MS // 500):
        page.goto(service.timeline)
        if answer.count():
            return answer.inner_text()
        page.wait_for_timeout(500)
    raise AssertionError("no answer came")


def test_a_citizen_tweets_and_reads_what_became_of_it(browser: Browser, service: Service) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID")
    page = context.new_page()
    complaint = (
        "@lapor1708 #lapor jalan berlubang di Kecamatan Bajo Kabupaten Luwu, sudah ada korban"
    )
    tweet(page, service, complaint)
    assert "Pantau di" in wait_for_answer(page, service, complaint)

    link = page.locator("article.post[data-author=lapor1708] a[href*='/lacak/']").first
    with context.expect_page() as opened:
        link.click()
    page = opened.value
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-field=topic]")).to_contain_text("Pekerjaan Umum")
    expect(page.locator("[data-field=place]")).to_contain_text("Kabupaten Luwu")
    expect(page.locator("ol.timeline li")).to_have_count(1)
    body = page.locator("body").inner_text()
    assert "berlubang" not in body
    assert "@sari" not in body
    context.close()


def test_the_code_can_be_typed_by_hand_and_a_wrong_one_is_explained(
    browser: Browser, service: Service
) -> None:
    page = browser.new_page()
    complaint = "@lapor1708 #lapor sampah menumpuk di Kota Bekasi sudah dua minggu"
    tweet(page, service, complaint, citizen=1)
    wait_for_answer(page, service, complaint)
    href = page.locator(".threads > li", has_text=complaint).locator("a[href*='/lacak/']").first
    code = str(href.get_attribute("href")).rpartition("/")[2]

    page.goto(service.site)
    page.locator("input[name=kode]").first.fill(code.lower().replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url("**/lacak/**")
    expect(page.locator("[data-field=topic]")).to_contain_text("Lingkungan Hidup")

    page.goto(service.site)
    page.locator("input[name=kode]").first.fill(code[:-1] + ("2" if code[-1] != "2" else "3"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("tidak")
    page.close()


def test_whoever_wants_to_stay_unknown_gets_the_code_by_dm(
    browser: Browser, service: Service
) -> None:
    page = browser.new_page()
    complaint = (
        "@lapor1708 #lapor pungli di kantor Dukcapil Kota Padang, tolong jangan sebut nama saya"
    )
    tweet(page, service, complaint, citizen=2)
    answer = wait_for_answer(page, service, complaint)
    assert "KODE" in answer
    assert "http" not in answer
    assert "Padang" not in answer.replace(complaint, "")
    page.close()


def test_the_pages_ask_nobody_else_for_anything(browser: Browser, service: Service) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in (service.site, f"{service.site}/konsol", service.timeline):
        page.goto(address)
    assert asked
    assert all(url.startswith((service.site, service.timeline)) for url in asked)
    page.close()


def test_nothing_that_citizens_say_is_logged(browser: Browser, service: Service) -> None:
    page = browser.new_page()
    complaint = "@lapor1708 #lapor kabel menjuntai di Kota Ambon, tolong jangan sebut nama saya"
    tweet(page, service, complaint)
    author = page.locator("article.post", has_text=complaint).first.get_attribute("data-author")
    wait_for_answer(page, service, complaint)
    page.close()
    log = service.log().lower()
    assert "decided" in log
    for word in ("menjuntai", "ambon", "jangan sebut", str(author)):
        assert word not in log
