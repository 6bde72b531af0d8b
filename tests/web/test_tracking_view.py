from dataclasses import replace
from datetime import timedelta

import pytest

from domain.codes import parse_code
from domain.model import ReportType, TimelineEntry, Visibility
from domain.status import STATUS_NAMES, Status
from tests.web.fakes import CODE, MOMENT, REPORT
from web.views import TrackingView, tracking_view
from web.wording import MEANINGS, NOTICES, TYPE_NAMES


def facts_of(view: TrackingView) -> dict[str, str]:
    return {fact.field: fact.value for fact in view.facts}


def test_a_public_report_shows_everything_in_the_time_of_its_place() -> None:
    view = tracking_view(REPORT)
    assert view.code == "LPR-7K4M-29QX-A3BC-WXYZ-J"
    assert view.heading == "Diteruskan ke instansi"
    assert facts_of(view) == {
        "topic": "Pencegahan Narkotika (P4GN)",
        "type": "Aspirasi",
        "agency": "Dinas Katakunci Instansi",
        "place": (
            "Katakunci Desa, Kecamatan Katakunci Distrik, Kabupaten Katakunci Regensi, Maluku Utara"
        ),
        "reported_at": "25 November 2026, 03.04 WIT",
    }
    assert [(step.name, step.when, step.machine_time, step.is_current) for step in view.steps] == [
        ("Laporan diterima", "25 November 2026, 03.04 WIT", "2026-11-25T03:04+09:00", False),
        ("Diteruskan ke instansi", "27 November 2026, 03.11 WIT", "2026-11-27T03:11+09:00", True),
    ]


def test_an_anonymous_report_shows_no_village_and_no_hour() -> None:
    view = tracking_view(replace(REPORT, visibility=Visibility.ANONIM))
    assert facts_of(view)["place"] == (
        "Kecamatan Katakunci Distrik, Kabupaten Katakunci Regensi, Maluku Utara"
    )
    assert facts_of(view)["reported_at"] == "25 November 2026"
    assert [step.when for step in view.steps] == ["25 November 2026", "27 November 2026"]
    assert [step.machine_time for step in view.steps] == ["2026-11-25", "2026-11-27"]


def test_a_secret_report_shows_its_status_by_day_and_nothing_else() -> None:
    view = tracking_view(replace(REPORT, visibility=Visibility.RAHASIA))
    assert view.heading == "Diteruskan ke instansi"
    assert view.facts == ()
    assert [step.when for step in view.steps] == ["25 November 2026", "27 November 2026"]


def test_two_secret_reports_from_opposite_ends_of_the_country_look_alike() -> None:
    # 16.30 UTC is the same day in WIB and the next day in WITA and WIT.
    moment = MOMENT.replace(hour=16, minute=30)
    east = replace(
        REPORT,
        visibility=Visibility.RAHASIA,
        timeline=(TimelineEntry(Status.BARU, moment),),
        emergency=True,
    )
    west = replace(
        east, province="Aceh", regency=None, topic=None, agency_name=None, emergency=False
    )
    assert tracking_view(east) == tracking_view(west)


@pytest.mark.parametrize(
    ("visibility", "emergency", "numbers_first", "is_emergency"),
    [
        (Visibility.PUBLIK, False, False, False),
        (Visibility.PUBLIK, True, True, True),
        (Visibility.ANONIM, False, False, False),
        (Visibility.ANONIM, True, True, True),
        (Visibility.RAHASIA, False, True, False),
        (Visibility.RAHASIA, True, True, False),
    ],
)
def test_emergency_numbers_come_first_for_emergencies_and_for_all_secret_reports(
    visibility: Visibility, emergency: bool, numbers_first: bool, is_emergency: bool
) -> None:
    view = tracking_view(replace(REPORT, visibility=visibility, emergency=emergency))
    assert (view.numbers_first, view.is_emergency) == (numbers_first, is_emergency)


@pytest.mark.parametrize(
    ("places", "written"),
    [
        ((None, None, None, None), "Belum ditentukan"),
        (("Bali", None, None, None), "Bali"),
        (("Bali", "Kota Denpasar", None, None), "Kota Denpasar, Bali"),
        (
            ("Sulawesi Selatan", "Kabupaten Luwu", "Noling", "Noling"),
            "Noling, Kecamatan Noling, Kabupaten Luwu, Sulawesi Selatan",
        ),
        (
            ("Papua Tengah", "Kabupaten Nabire", "Wanggar", None),
            "Distrik Wanggar, Kabupaten Nabire, Papua Tengah",
        ),
    ],
)
def test_a_place_is_written_from_small_to_large(
    places: tuple[str | None, str | None, str | None, str | None], written: str
) -> None:
    province, regency, district, village = places
    report = replace(REPORT, province=province, regency=regency, district=district, village=village)
    assert facts_of(tracking_view(report))["place"] == written


def test_what_is_not_known_yet_is_said_so() -> None:
    view = tracking_view(replace(REPORT, topic=None, type=None, agency_name=None))
    assert [facts_of(view)[field] for field in ("topic", "type", "agency")] == [
        "Belum ditentukan"
    ] * 3


def test_the_timeline_runs_forward_in_whatever_order_it_was_given() -> None:
    entries = tuple(
        TimelineEntry(status, MOMENT + timedelta(hours=hour))
        for hour, status in [(9, Status.DIPROSES), (0, Status.BARU), (5, Status.DITERUSKAN)]
    )
    view = tracking_view(replace(REPORT, status=Status.DIPROSES, timeline=entries))
    assert [step.status for step in view.steps] == [
        Status.BARU,
        Status.DITERUSKAN,
        Status.DIPROSES,
    ]
    assert [step.is_current for step in view.steps] == [False, False, True]


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_heading_and_an_explanation(status: Status) -> None:
    view = tracking_view(replace(REPORT, status=status))
    assert view.heading == STATUS_NAMES[status]
    assert view.meaning.now
    assert view.meaning.following
    assert view.meaning.tone in {"waiting", "moving", "done", "closed"}


def test_deadlines_are_named_exactly_where_the_note_about_them_stands() -> None:
    for meaning in MEANINGS.values():
        assert ("hari kerja" in meaning.following) == meaning.has_deadline


def test_every_visibility_and_type_has_words() -> None:
    assert set(NOTICES) == set(Visibility)
    assert set(TYPE_NAMES) == set(ReportType)


def test_the_code_of_the_fakes_is_a_real_one() -> None:
    assert parse_code(CODE) == CODE
