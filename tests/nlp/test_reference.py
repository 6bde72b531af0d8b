"""What is seeded into the reference tables."""

from collections import Counter

import pytest

from domain.model import Level
from nlp.reference import AgencyRow, reference_agencies, reference_places, reference_version


@pytest.fixture(scope="module")
def agencies() -> dict[str, AgencyRow]:
    rows = list(reference_agencies())
    by_id = {row.id: row for row in rows}
    assert len(by_id) == len(rows)
    return by_id


def test_all_official_units_are_there_parents_first() -> None:
    seen: set[str] = set()
    levels: Counter[Level] = Counter()
    for row in reference_places():
        assert row.parent_code is None or row.parent_code in seen
        seen.add(row.code)
        levels[row.level] += 1
    assert levels[Level.PROVINCE] >= 38
    assert levels[Level.REGENCY] >= 514
    assert levels[Level.DISTRICT] >= 7_285
    assert levels[Level.VILLAGE] >= 83_762


def test_every_government_is_an_agency(agencies: dict[str, AgencyRow]) -> None:
    units = [r.code for r in reference_places() if r.level in (Level.PROVINCE, Level.REGENCY)]
    assert [code for code in units if f"{code}:pemda" not in agencies] == []


def test_parents_exist_and_come_first(agencies: dict[str, AgencyRow]) -> None:
    order = {agency_id: at for at, agency_id in enumerate(agencies)}
    for row in agencies.values():
        assert row.parent_id is None or order[row.parent_id] < order[row.id]


def test_jakarta_s_cities_have_no_offices_of_their_own(agencies: dict[str, AgencyRow]) -> None:
    assert agencies["31.73:pemda"].parent_id == "31:pemda"
    assert "31.73:pupr" not in agencies
    assert agencies["31:pupr"].place_code == "31"


def test_handles_belong_to_their_offices(agencies: dict[str, AgencyRow]) -> None:
    assert "pemkotbekasi" in agencies["32.75:pemda"].handles
    assert "dpu_kabbrebes" in agencies["33.29:pupr"].handles
    assert "pln_123" in agencies["pln"].handles


def test_the_version_is_short_and_stable() -> None:
    assert reference_version() == reference_version()
    assert len(reference_version()) == 12
