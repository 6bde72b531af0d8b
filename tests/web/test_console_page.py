import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from domain.model import Overview, Reason, ReplyState, Visibility
from domain.people import Role
from domain.status import Status
from tests.clock import SetClock
from tests.web.fakes import ITEM, OVERVIEW, FakeConsole
from tests.web.house import House
from web.console_views import REASON_NAMES, VISIBILITY_NAMES, console_view, in_words
from web.wording import REPLY_STATE_NAMES

Shown = Callable[..., str]


@pytest.fixture
def console_page(engine: Engine, clock: SetClock) -> Shown:
    """Return what a moderator sees of a console."""

    def page(console: FakeConsole) -> str:
        answer = House(engine, clock, console=console).as_(Role.MODERATOR).get("/konsol")
        assert answer.status_code == 200
        return answer.text

    return page


def test_the_console_shows_every_count(console_page: Shown) -> None:
    page = console_page(FakeConsole())
    counts = dict(re.findall(r'data-count="(\w+)">([^<]+)<', page))
    assert counts["waiting"] == "41"
    assert counts["parked"] == "6"
    assert counts["items"] == "1"
    assert counts["baru"] == "12"
    assert counts["selesai"] == "1.204"
    assert counts["diproses"] == "0"
    assert counts["sent"] == "1.377"
    assert counts["unknown"] == "3"
    assert set(counts) == {"waiting", "parked", "items", *Status, *ReplyState}


def test_the_console_shows_how_far_each_stream_was_read_and_what_is_left_of_each_quota(
    console_page: Shown,
) -> None:
    view = console_view(OVERVIEW, ())
    mentions, messages = view.streams
    assert (mentions.read, mentions.pause, mentions.gaps) == (
        "25 November 2026, 01.04 WIB",
        "Tidak",
        2,
    )
    assert (messages.read, messages.pause) == (
        "Belum pernah",
        "Sampai 25 November 2026, 01.13 WIB (batas X)",
    )
    (quota,) = view.quotas
    assert (quota.endpoint, quota.remaining) == ("POST /2/tweets", "88 dari 10.000")
    page = console_page(FakeConsole())
    assert "x:mentions" in page
    assert "88 dari 10.000" in page


def test_emergencies_come_first_and_the_rest_keeps_its_order() -> None:
    items = [replace(ITEM, number=number, emergency=number in (4, 6)) for number in range(3, 8)]
    view = console_view(OVERVIEW, items)
    assert [item.number for item in view.items] == ["#4", "#6", "#3", "#5", "#7"]


def test_a_matter_shows_what_is_in_doubt() -> None:
    (item,) = console_view(OVERVIEW, [ITEM]).items
    assert (item.number, item.received) == ("#17", "25 November 2026, 01.04 WIB")
    assert (item.reason, item.visibility) == ("Ada bagian yang belum pasti", "Publik")
    assert (item.status, item.topic) == ("Menunggu pemeriksaan petugas", "Kesehatan")
    assert (item.place, item.agency) == ("Kota Depok, Jawa Barat", "Dinas Kesehatan Kota Depok")
    assert {part.name: part.percent for part in item.sureness} == {
        "Laporan": "98%",
        "Sifat": "100%",
        "Jenis": "91%",
        "Topik": "42%",
        "Tempat": "30%",
        "Instansi": "0%",
    }


def test_a_parked_message_that_never_became_a_report_is_shown_all_the_same(
    console_page: Shown,
) -> None:
    parked = replace(
        ITEM,
        number=None,
        reason=Reason.FAILED,
        visibility=None,
        status=None,
        topic=None,
        place=None,
        agency_name=None,
        confidence=None,
        problem="KeyError: <b>tebal</b>",
    )
    page = console_page(FakeConsole(items=(parked,)))
    assert "Belum bernomor" in page
    assert "Gagal diproses" in page
    assert "KeyError: &lt;b&gt;tebal&lt;/b&gt;" in page
    assert "<b>tebal" not in page


def test_a_long_list_says_that_there_may_be_more(console_page: Shown) -> None:
    items = tuple(replace(ITEM, number=number) for number in range(150))
    page = console_page(FakeConsole(items=items))
    assert page.count('class="item"') == 100
    assert "Mungkin masih ada yang lain" in page


def test_an_idle_service_has_a_console_too(console_page: Shown) -> None:
    idle = Overview(reports={}, replies={}, waiting=0, parked=0, streams=(), quotas=())
    page = console_page(FakeConsole(shown=idle, items=()))
    assert "Tidak ada yang menunggu." in page


def test_everything_that_can_be_counted_has_a_name() -> None:
    assert set(REASON_NAMES) == set(Reason)
    assert set(REPLY_STATE_NAMES) == set(ReplyState)
    assert set(VISIBILITY_NAMES) == set(Visibility)


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("place_ambiguous", "nama tempat ada di beberapa daerah"),
        ("no_place, no_topic", "tempat tidak disebut, topik tidak dikenali"),
        ("maybe_a_report, report_uncertain", "belum tentu laporan"),
        ("reply_not_sent: gone (404)", "balasan tidak terkirim (gone (404))"),
        ("KeyError while reading a post of X", "KeyError while reading a post of X"),
    ],
)
def test_doubts_are_told_in_indonesian(kept: str, read: str) -> None:
    assert in_words(kept) == read
