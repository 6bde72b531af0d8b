"""What is seeded into the reference tables."""

from collections import Counter

import pytest

from domain.model import Level
from nlp.agency.reference import (
    AgencyRow,
    governments,
    local_agency,
    national_bodies,
    offices,
    reference_agencies,
    reference_places,
    reference_version,
)
from nlp.place.gazetteer import load_gazetteer
from nlp.text.phrases import phrase_key
from nlp.text.tables import read_table


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


def test_every_district_has_its_office_under_the_name_it_has_there(
    agencies: dict[str, AgencyRow],
) -> None:
    districts = [row.code for row in reference_places() if row.level is Level.DISTRICT]
    assert [code for code in districts if f"{code}:kecamatan" not in agencies] == []
    assert (
        agencies["31.74.01:kecamatan"].name == "Kecamatan Tebet Kota Administrasi Jakarta Selatan"
    )
    assert agencies["34.04.01:kecamatan"].name == "Kapanewon Gamping Kabupaten Sleman"
    assert agencies["34.71.01:kecamatan"].name == "Kemantren Tegalrejo Kota Yogyakarta"
    assert agencies["91.03.01:kecamatan"].name == "Distrik Sentani Kabupaten Jayapura"
    assert agencies["33.29.16:kecamatan"].parent_id == "33.29:pemda"


def test_an_office_that_is_part_of_another_exists_only_where_we_know_it(
    agencies: dict[str, AgencyRow],
) -> None:
    assert agencies["31:sda"].name == "Dinas Sumber Daya Air Provinsi Daerah Khusus Ibukota Jakarta"
    assert "73.17:sda" not in agencies
    gazetteer = load_gazetteer()
    for code, key, there in (("73.17", "sda", "pupr"), ("33.74", "pju", "perumahan")):
        found = local_agency(gazetteer, key, code)
        assert found is not None
        assert found.id == f"{code}:{there}"


def test_every_office_that_may_answer_is_a_row(agencies: dict[str, AgencyRow]) -> None:
    gazetteer = load_gazetteer()
    heads = [government.code for government in governments() if government.autonomous]
    may_answer = [local_agency(gazetteer, key, code) for code in heads for key in offices()]
    assert [a for a in may_answer if a and agencies[a.id].name != a.name] == []


def test_every_listed_handle_is_that_of_a_row(agencies: dict[str, AgencyRow]) -> None:
    shown = {handle for row in agencies.values() for handle in row.handles}
    lines = read_table("handles.tsv", 3)
    assert [line.fields[0] for line in lines if line.fields[0] not in shown] == []


def test_no_two_national_bodies_share_a_name_a_short_name_or_a_handle() -> None:
    bodies = list(national_bodies().values())
    for names in (
        [body.name for body in bodies],
        [handle.lower() for body in bodies for handle in body.handles],
        [phrase_key(alias) for body in bodies for alias in body.aliases],
    ):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_all_ministries_of_the_cabinet_are_there() -> None:
    ministries = {
        body.name for body in national_bodies().values() if body.name.startswith("Kementerian ")
    }
    assert len(ministries) == 48
    assert sum(name.startswith("Kementerian Koordinator ") for name in ministries) == 7


def test_handles_belong_to_their_offices(agencies: dict[str, AgencyRow]) -> None:
    assert "pemkotbekasi" in agencies["32.75:pemda"].handles
    assert "dpu_kabbrebes" in agencies["33.29:pupr"].handles
    assert "pln_123" in agencies["pln"].handles


def test_the_version_is_short_and_stable() -> None:
    assert reference_version() == reference_version()
    assert len(reference_version()) == 12
