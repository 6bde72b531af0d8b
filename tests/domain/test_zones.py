"""Every province has one of three zones, by its name as well as by its code."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Level
from domain.zones import WIB, WIT, WITA, Zone, local_date, start_of, zone_at, zone_of
from nlp.agency.reference import reference_places


@pytest.mark.parametrize(
    ("province", "zone"),
    [
        ("Aceh", WIB),
        ("Daerah Khusus Ibukota Jakarta", WIB),
        ("Kalimantan Barat", WIB),
        ("Kalimantan Tengah", WIB),
        ("Kalimantan Selatan", WITA),
        ("Kalimantan Timur", WITA),
        ("Bali", WITA),
        ("Nusa Tenggara Timur", WITA),
        ("SULAWESI SELATAN", WITA),
        ("Maluku", WIT),
        ("Papua Pegunungan", WIT),
        ("Papua Barat Daya", WIT),
        ("Negeri yang tidak ada", WIB),
        ("", WIB),
        (None, WIB),
    ],
)
def test_a_province_has_the_time_zone_of_the_presidential_decree(
    province: str | None, zone: Zone
) -> None:
    assert zone_of(province) == zone


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("31", WIB),
        ("32.73", WIB),
        ("61", WIB),
        ("62.71", WIB),
        ("63.71", WITA),
        ("73.17.03.2005", WITA),
        ("81", WIT),
        ("91.71", WIT),
        ("96", WIT),
        ("00", WIB),
        ("", WIB),
        (None, WIB),
    ],
)
def test_a_place_of_any_level_has_the_zone_of_its_province(code: str | None, zone: Zone) -> None:
    assert zone_at(code) == zone


def test_code_and_name_of_every_official_province_lead_to_the_same_zone() -> None:
    provinces = [p for p in reference_places() if p.level is Level.PROVINCE]
    assert len(provinces) == 38
    assert {zone_at(p.code) for p in provinces} == {WIB, WITA, WIT}
    assert [p.name for p in provinces if zone_at(p.code) != zone_of(p.name)] == []


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_there_is_no_daylight_saving_time_so_every_day_has_24_hours(zone: Zone, day: date) -> None:
    midnight = start_of(day, zone)
    assert start_of(day + timedelta(days=1), zone) - midnight == timedelta(hours=24)
    assert local_date(midnight, zone) == day
    assert local_date(midnight - timedelta(microseconds=1), zone) == day - timedelta(days=1)


def test_the_new_year_begins_in_the_east() -> None:
    moment = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
    days = [local_date(moment, zone) for zone in (WIB, WITA, WIT)]
    assert days == [date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 1)]
