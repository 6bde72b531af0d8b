import re
from urllib.parse import urlencode

import pytest

from domain.codes import format_code, parse_code
from domain.model import Visibility
from domain.status import Status
from tests.web.fakes import (
    ABSENT_CODE,
    ADDRESS,
    CODE,
    REPORT,
    TRACES,
    FakeTracking,
    browser_for,
    browser_reading,
    page_of,
    report_like,
)

SHOWN = {
    Visibility.PUBLIK: set(TRACES),
    Visibility.ANONIM: {"topic", "type", "agency", "province", "regency", "district"},
    Visibility.RAHASIA: set(),
}


@pytest.mark.parametrize("visibility", Visibility)
def test_a_page_shows_what_its_visibility_allows_even_if_storage_leaves_nothing_out(
    visibility: Visibility,
) -> None:
    page = page_of(report_like(visibility=visibility))
    assert {name for name, trace in TRACES.items() if trace in page} == SHOWN[visibility]
    assert f'data-visibility="{visibility}"' in page


def test_the_page_carries_its_status_its_timeline_its_facts_and_its_code() -> None:
    page = page_of(REPORT)
    assert '<h1 data-status="diteruskan">Diteruskan ke instansi</h1>' in page
    assert '<ol class="timeline">' in page
    assert re.findall(r'data-step="(\w+)"', page) == ["baru", "diteruskan"]
    assert re.findall(r'data-field="(\w+)"', page) == [
        "topic",
        "type",
        "agency",
        "place",
        "reported_at",
    ]
    assert f"<code data-code>{format_code(CODE)}</code>" in page


def test_a_secret_page_has_a_status_and_a_timeline_but_no_facts() -> None:
    page = page_of(report_like(visibility=Visibility.RAHASIA))
    assert '<h1 data-status="diteruskan">' in page
    assert re.findall(r'data-step="(\w+)"', page) == ["baru", "diteruskan"]
    assert "data-field" not in page


@pytest.mark.parametrize("status", Status)
def test_the_title_tells_nothing_of_the_report(status: Status) -> None:
    assert "<title>Lacak laporan</title>" in page_of(report_like(status=status))


def test_an_emergency_page_begins_with_the_numbers_to_call() -> None:
    page = page_of(report_like(emergency=True))
    assert page.index('href="tel:112"') < page.index("<h1")
    for dial in ("112", "110", "113", "119", "115", "129"):
        assert f'href="tel:{dial}"' in page


def test_an_ordinary_page_does_not_alarm_anybody() -> None:
    assert 'class="numbers"' not in page_of(REPORT)


def test_whether_a_secret_report_is_an_emergency_cannot_be_seen() -> None:
    calm = page_of(report_like(visibility=Visibility.RAHASIA, emergency=False))
    urgent = page_of(report_like(visibility=Visibility.RAHASIA, emergency=True))
    assert calm == urgent
    assert calm.index('href="tel:129"') < calm.index("<h1")


@pytest.mark.parametrize(
    "typed",
    [
        format_code(CODE),
        format_code(CODE).lower(),
        CODE,
        CODE.lower(),
        f"LPR{CODE}",
        format_code(CODE).replace("-", "%20"),
    ],
)
def test_a_code_may_be_typed_in_any_case_with_or_without_dashes(typed: str) -> None:
    browser = browser_for(REPORT)
    assert browser.get(f"/lacak/{typed}").content == browser.get(ADDRESS).content


WRONG = [
    pytest.param(ABSENT_CODE, id="absent"),
    pytest.param(format_code(ABSENT_CODE), id="absent with dashes"),
    pytest.param(CODE[:-1] + "F", id="one wrong letter"),
    pytest.param(CODE[:-1], id="too short"),
    pytest.param(CODE * 9, id="too long"),
    pytest.param("LPR-OOOO-0000-IIII-LLLL-U", id="letters that no code has"),
    pytest.param("apa%20saja", id="words"),
    pytest.param("..%2F..%2Fetc", id="a path"),
    pytest.param("a/b", id="a slash"),
    pytest.param("%3Cscript%3Ealert(1)%3C%2Fscript%3E", id="markup"),
    pytest.param("%00", id="a null character"),
    pytest.param("%ED%A0%80", id="broken unicode"),
    pytest.param("%F0%9F%99%8F", id="an emoji"),
]


@pytest.mark.parametrize("typed", WRONG)
def test_every_wrong_code_gets_the_same_answer_to_the_byte(typed: str) -> None:
    browser = browser_for(REPORT)
    expected = browser.get(f"/lacak/{format_code(ABSENT_CODE)}")
    by_path = browser.get(f"/lacak/{typed}")
    assert expected.status_code == by_path.status_code == 404
    assert by_path.content == expected.content
    assert by_path.headers == expected.headers


@pytest.mark.parametrize(
    "typed", ["apa saja", CODE[:-1], CODE * 9, "<script>alert(1)</script>", "\x00", "🙏"]
)
def test_a_malformed_code_in_the_form_gets_that_answer_too(typed: str) -> None:
    browser = browser_for(REPORT)
    expected = browser.get(f"/lacak/{ABSENT_CODE}")
    answer = browser.ask("GET", f"/lacak?{_query(typed)}")
    assert answer.status_code == 404
    assert answer.content == expected.content
    assert answer.headers == expected.headers


def test_a_report_the_storage_keeps_secret_cannot_be_told_from_an_absent_one() -> None:
    knows_it_not = browser_reading(FakeTracking())
    assert knows_it_not.get(ADDRESS).content == browser_for(REPORT).get("/lacak/x").content


def test_the_answer_to_a_wrong_code_helps_and_does_not_repeat_it() -> None:
    page = browser_for().get(f"/lacak/{format_code(ABSENT_CODE)}").text
    assert "1111" not in page
    assert "<title>Lacak laporan</title>" in page
    assert 'action="/lacak"' in page
    assert "KODE" in page
    for symbol in "OILU0":
        assert f"<b>{symbol}</b>" in page


def test_only_codes_with_a_true_check_symbol_reach_the_database() -> None:
    tracking = FakeTracking()
    browser = browser_reading(tracking)
    for typed in ("x", CODE[:-1] + "F", CODE, ABSENT_CODE.lower()):
        browser.get(f"/lacak/{typed}")
    assert tracking.asked == [CODE, ABSENT_CODE]


@pytest.mark.parametrize("typed", [CODE, f" {format_code(CODE).lower()} ", f"lpr {CODE}"])
def test_the_search_form_leads_to_the_page_of_the_code(typed: str) -> None:
    answer = browser_for(REPORT).get(f"/lacak?{_query(typed)}")
    assert answer.status_code == 303
    assert answer.headers["location"] == ADDRESS


def test_the_form_leads_on_from_a_well_formed_code_whether_or_not_it_exists() -> None:
    answer = browser_for().get(f"/lacak?kode={ABSENT_CODE}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/lacak/{format_code(ABSENT_CODE)}"


@pytest.mark.parametrize("address", ["/lacak", "/lacak?kode=", "/lacak?kode=%20", "/lacak/"])
def test_without_a_code_there_is_the_form(address: str) -> None:
    answer = browser_for().get(address)
    assert answer.status_code == 200
    assert 'name="kode"' in answer.text
    assert '<label for="kode">' in answer.text


@pytest.mark.parametrize("field", ["agency_name", "regency", "district", "village", "province"])
def test_markup_in_a_name_is_text(field: str) -> None:
    page = page_of(report_like(**{field: 'Dinas <script>alert("x")</script> & Co'}))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "&amp; Co" in page


def test_the_absent_code_of_these_tests_is_well_formed() -> None:
    assert parse_code(ABSENT_CODE) == ABSENT_CODE


def _query(typed: str) -> str:
    return urlencode({"kode": typed})


def test_words_that_a_moderator_released_show_as_text_on_a_public_page_only() -> None:
    text = "Jalan <b>rusak</b> di dekat [disamarkan]."
    page = page_of(report_like(public_text=text))
    assert "Jalan &lt;b&gt;rusak&lt;/b&gt; di dekat [disamarkan]." in page
    for visibility in (Visibility.ANONIM, Visibility.RAHASIA):
        assert "disamarkan" not in page_of(report_like(public_text=text, visibility=visibility))
