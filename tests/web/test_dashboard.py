"""The dashboard: what it says, in charts that need no colours, no eyes and no script."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Engine

from domain.audit import AuditSearch
from domain.dashboard import Acceptance, DayIntake, Measure, Present, QueueAge, Ranking, Tally
from domain.model import ReplyState
from domain.people import Role
from domain.ports import Unavailable
from domain.status import Status
from domain.topics import Topic
from tests.clock import SetClock
from tests.web.fakes import DASHBOARD, Broken, FakeDashboards
from tests.web.house import House
from tests.web.looks import assert_safe, assert_self_contained, assert_usable_unseen
from web.charts import Bar, Column, Part, bar_chart, column_chart
from web.dashboard import FILES, write_csv
from web.dashboard_views import (
    ACCEPTANCE_NAMES,
    DAILY_NAMES,
    PRESENT_NAMES,
    QUEUE_AGE_NAMES,
    TONE_NAMES,
    Figure,
    dashboard_view,
)
from web.localtime import write_short_date
from web.numbers import write_number, write_share
from web.wording import MEANINGS

Shown = Callable[..., str]


@pytest.fixture
def house(engine: Engine, clock: SetClock) -> House:
    return House(engine, clock)


@pytest.fixture
def page_of(engine: Engine, clock: SetClock) -> Shown:
    """Return what a moderator sees of a dashboard."""

    def page(dashboards: FakeDashboards) -> str:
        house = House(engine, clock, dashboards=dashboards)
        answer = house.as_(Role.MODERATOR).get("/konsol/dasbor")
        assert answer.status_code == 200
        return answer.text

    return page


def figure(slug: str) -> Figure:
    (found,) = [each for each in dashboard_view(DASHBOARD).figures if each.slug == slug]
    return found


# ---------------------------------------------------------------- where it is


@pytest.mark.parametrize(("role", "is_led"), [(Role.AUDITOR, True), (Role.INSTANSI, False)])
def test_the_console_leads_to_it_whoever_may_see_it(house: House, role: Role, is_led: bool) -> None:
    page = house.as_(role).get("/konsol/akun").text
    assert ('href="/konsol/dasbor"' in page) == is_led


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/konsol/dasbor?hari=90", 200),
        ("/konsol/dasbor?hari=8", 404),
        ("/konsol/dasbor?hari=07", 404),
        ("/konsol/dasbor/lewat-tenggat.csv", 200),
        ("/konsol/dasbor/topik.csv?hari=8", 404),
        ("/konsol/dasbor/tidak-ada.csv", 404),
    ],
)
def test_only_periods_and_files_that_are_offered_exist(
    house: House, address: str, status: int
) -> None:
    browser = house.as_(Role.AUDITOR)
    get, head = browser.get(address), browser.ask("HEAD", address)
    assert get.status_code == head.status_code == status
    assert get.headers == head.headers
    assert_safe(address, False, dict(get.headers))


def test_the_page_needs_no_script_no_eyes_and_nothing_from_elsewhere(page_of: Shown) -> None:
    page = page_of(FakeDashboards())
    assert_self_contained(page)
    assert_usable_unseen(page)


# ---------------------------------------------------------------- what it says


def test_the_page_names_its_period_and_its_age(page_of: Shown) -> None:
    page = page_of(FakeDashboards())
    assert "19 November 2026 sampai 25 November 2026" in page
    assert "Dihitung 25 November 2026, 01.04 WIB" in page
    assert '<a href="/konsol/dasbor?hari=7" aria-current="page">7 hari</a>' in page


def test_the_tiles_count_in_indonesian(page_of: Shown) -> None:
    tiles = dict(re.findall(r'data-count="(\w+)">([^<]+)<', page_of(FakeDashboards())))
    assert tiles == {"intake": "7.175", "unseen": "78,0%", "queue": "13", "overdue": "1.216"}


def test_before_anything_was_counted_the_page_says_so(page_of: Shown) -> None:
    assert "Belum ada angka" in page_of(FakeDashboards(shown=None))


def test_every_chart_stands_beside_its_table_with_the_same_numbers(page_of: Shown) -> None:
    page = page_of(FakeDashboards())
    assert page.count("<figure") == page.count("<figcaption>") == page.count("<table>") == 9
    assert page.count("<thead>") == page.count('<th scope="col">') == 9
    for drawn in dashboard_view(DASHBOARD).figures:
        for row in drawn.rows:
            cells = "".join(f'<td class="number">{cell}</td>' for cell in row.cells)
            assert f'<th scope="row">{escape(row.head)}</th>{cells}' in page


def test_charts_are_well_formed_and_say_what_they_show(page_of: Shown) -> None:
    drawings = re.findall(
        r'<svg class="chart[^"]*" width="100%".*?</svg>', page_of(FakeDashboards()), re.S
    )
    assert len(drawings) == 9
    for drawing in drawings:
        tree = ET.fromstring(drawing)  # noqa: S314 - our own
        title, description = tree.find("title"), tree.find("desc")
        assert title is not None
        assert description is not None
        assert tree.get("aria-labelledby") == title.get("id")
        assert tree.get("aria-describedby") == description.get("id")
        assert tree.get("role") == "img"
        assert description.text


def test_the_newest_day_is_the_first_row_and_the_last_column() -> None:
    days = figure("hari")
    assert days.rows[0].head == "25 Nov 2026"
    assert days.rows[0].cells == ("1.025", "0", "3", "0", "1.028")
    assert days.summary == (
        "7.175 laporan dalam 7 hari. Paling banyak pada 25 November 2026: 1.028."
    )


def test_a_ranking_ends_with_what_all_others_have_together() -> None:
    rows = [(row.head, row.cells) for row in figure("provinsi").rows]
    assert rows == [
        ("Jawa Barat", ("4.000",)),
        ("Belum ditentukan", ("3",)),
        ("28 provinsi lainnya", ("1.049",)),
    ]


def test_a_late_report_without_an_agency_is_at_our_desk() -> None:
    assert [row.head for row in figure("lewat-tenggat").rows] == [
        "Dinas Pekerjaan Umum <Luwu>", "Belum diteruskan ke instansi", "3 instansi lainnya",
    ]  # fmt: skip


def test_an_agency_that_left_the_directory_shows_its_id() -> None:
    assert figure("instansi").rows[1].head == "hilang"


def test_an_idle_service_has_a_page_too(page_of: Shown) -> None:
    nothing = Ranking(())
    idle = replace(
        DASHBOARD,
        days=tuple(DayIntake(day.day, {}, 0) for day in DASHBOARD.days),
        topics=nothing, provinces=nothing, agencies=nothing, overdue=nothing,
        replies={}, queue={},
    )  # fmt: skip
    page = page_of(FakeDashboards(shown=idle))
    assert page.count("Tidak ada.") == 5
    assert 'data-count="unseen">–<' in page


def test_everything_that_can_be_counted_has_a_name() -> None:
    assert set(DAILY_NAMES) == set(Measure)
    assert set(PRESENT_NAMES) == set(Present)
    assert set(QUEUE_AGE_NAMES) == set(QueueAge)
    assert set(ACCEPTANCE_NAMES) == set(Acceptance)
    assert set(TONE_NAMES) == {meaning.tone for meaning in MEANINGS.values()}
    for measure, keys in (
        (Measure.STATUS, Status),
        (Measure.TOPIC, Topic),
        (Measure.REPLY, ReplyState),
    ):
        assert all(DAILY_NAMES[measure](Tally(key, 1)) for key in keys)


@pytest.mark.parametrize(
    ("part", "whole", "written"), [(1, 3, "33,3%"), (0, 5, "0,0%"), (5, 5, "100,0%"), (0, 0, "–")]
)
def test_a_share_is_written_with_a_comma(part: int, whole: int, written: str) -> None:
    assert write_share(part, whole) == written
    assert write_number(1234567) == "1.234.567"


# ---------------------------------------------------------------- files


def test_every_chart_has_a_file(page_of: Shown) -> None:
    figures = dashboard_view(DASHBOARD).figures
    assert {each.slug for each in figures} == set(FILES)
    page = page_of(FakeDashboards())
    for each in figures:
        period = "?hari=7" if isinstance(FILES[each.slug], Measure) else ""
        assert f'href="/konsol/dasbor/{each.slug}.csv{period}"' in page


FileOf = Callable[..., tuple[dict[str, str], list[list[str]]]]


@pytest.fixture
def file_of(engine: Engine, clock: SetClock) -> FileOf:
    """Return the headers and lines of a file that holds some counts."""

    def file(address: str, *tallies: Tally) -> tuple[dict[str, str], list[list[str]]]:
        house = House(engine, clock, dashboards=FakeDashboards(tallies=tallies))
        answer = house.as_(Role.AUDITOR).get(address)
        text = answer.content.decode("utf-8-sig")
        return dict(answer.headers), list(csv.reader(io.StringIO(text), delimiter=";"))

    return file


def test_a_file_of_days_has_a_line_for_each_kind_and_day(file_of: FileOf) -> None:
    headers, lines = file_of("/konsol/dasbor/topik.csv?hari=7", Tally("kesehatan", 1204))
    assert lines == [
        ["tanggal", "kode", "nama", "jumlah"], ["2026-11-25", "kesehatan", "Kesehatan", "1204"],
    ]  # fmt: skip
    assert headers["content-type"] == "text/csv; charset=utf-8"
    assert headers["content-disposition"] == 'attachment; filename="lapor-topik-7-hari.csv"'


def test_a_file_of_now_has_no_days(file_of: FileOf) -> None:
    headers, lines = file_of("/konsol/dasbor/lewat-tenggat.csv", Tally("", 3))
    assert lines == [["kode", "nama", "jumlah"], ["", "Belum diteruskan ke instansi", "3"]]
    assert headers["content-disposition"] == 'attachment; filename="lapor-lewat-tenggat.csv"'


def test_who_takes_a_file_away_is_written_down_and_who_only_looks_is_not(house: House) -> None:
    browser = house.as_(Role.AUDITOR)
    browser.get("/konsol/dasbor")
    browser.ask("HEAD", "/konsol/dasbor/instansi.csv?hari=7")
    browser.get("/konsol/dasbor/tidak-ada.csv")
    assert [row.act for row in house.journal.page(AuditSearch(), 1).rows] == ["sign_in"]
    browser.get("/konsol/dasbor/instansi.csv?hari=7")
    browser.get("/konsol/dasbor/lewat-tenggat.csv?hari=7")
    now, days = house.journal.page(AuditSearch(), 2).rows
    assert (days.act, days.object_kind, days.object_id) == ("export", "export", "instansi")
    assert (days.actor_name, days.role, days.details) == (
        "Nama Auditor", "auditor", (("days", 7),),
    )  # fmt: skip
    assert (now.object_id, now.details) == ("lewat-tenggat", ())


def test_nobody_gets_a_file_that_cannot_be_written_down(engine: Engine, clock: SetClock) -> None:
    locked = Broken(Unavailable("database is locked"))
    answer = (
        House(engine, clock, journal=locked).as_(Role.AUDITOR).get("/konsol/dasbor/instansi.csv")
    )
    assert answer.status_code == 503
    assert "jumlah" not in answer.text


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("Dinas; A", '"Dinas; A"'),
        ('Dinas "A"', '"Dinas ""A"""'),
        ("Dinas = A", "Dinas = A"),
        (-3, "-3"),
    ],
)
def test_no_cell_is_taken_for_a_formula(cell: str | int, written: str) -> None:
    assert write_csv([(cell,)]) == f"\ufeff{written}\r\n"


# ---------------------------------------------------------------- geometry


@pytest.mark.parametrize(
    ("most", "rules"),
    [
        (0, ["1"]),
        (1, ["1"]),
        (4, ["1", "2", "3", "4"]),
        (5, ["2", "4", "6"]),
        (767, ["200", "400", "600", "800"]),
        (20_001, ["10.000", "20.000", "30.000"]),
    ],
)
def test_lines_stand_at_round_numbers_that_hold_the_largest(most: int, rules: list[str]) -> None:
    chart = column_chart([Column((Part(most, "moving"),), "", "")])
    assert [rule.text for rule in chart.rules] == rules
    assert all(float(part.y) >= 0 for column in chart.columns for part in column.parts)


def test_the_parts_of_a_column_stand_on_one_another() -> None:
    parts = (Part(2, "done"), Part(0, "moving"), Part(2, "waiting"))
    chart = column_chart([Column(parts, "", "")])
    lower, upper = chart.columns[0].parts
    assert float(lower.y) + float(lower.height) == chart.ground
    assert float(upper.y) + float(upper.height) == float(lower.y)
    assert float(upper.y) == chart.rules[-1].y


def test_shares_have_a_hundred_above_them() -> None:
    chart = column_chart([Column((Part(50, "moving"),), "", "")], in_percent=True)
    assert [rule.text for rule in chart.rules] == ["25%", "50%", "75%", "100%"]


def test_the_largest_bar_is_full_and_a_long_name_takes_more_lines() -> None:
    name = "Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Luwu"
    long, short = bar_chart([Bar(name, 8, "8"), Bar("B", 2, "2")]).bars
    assert (long.width, short.width) == ("100.00%", "25.00%")
    assert [words for _, words in long.lines] == [
        "Dinas Pekerjaan Umum dan Penataan", "Ruang Kabupaten Luwu",
    ]  # fmt: skip
    assert short.lines[0][0] > long.y + long.height


def test_a_chart_of_nothing_is_flat() -> None:
    assert bar_chart([]).height == 0
    assert [bar.width for bar in bar_chart([Bar("A", 0, "0")]).bars] == ["0.00%"]
    assert column_chart([]).columns == ()


def test_a_day_in_a_chart_has_a_short_name() -> None:
    assert write_short_date(date(2026, 8, 17)) == "17 Agu"
