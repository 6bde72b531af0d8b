"""Who is responsible."""

import pytest

from tests.nlp.conftest import Read


@pytest.mark.parametrize(
    ("text", "agency_id", "name"),
    [
        (
            "jalan rusak di kab luwu",
            "73.17:pupr",
            "Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Luwu",
        ),
        ("listrik mati dari pagi", "pln", "PT PLN (Persero)"),
        (
            "jalan provinsi di kab luwu rusak",
            "73:pupr",
            "Dinas Pekerjaan Umum dan Penataan Ruang Provinsi Sulawesi Selatan",
        ),
        ("jalan nasional di kab luwu rusak", "kemen_pu", "Kementerian Pekerjaan Umum"),
        # schools: SMA and SMK belong to the province
        (
            "SMA di depok tahan ijazah",
            "32:pendidikan",
            "Dinas Pendidikan dan Kebudayaan Provinsi Jawa Barat",
        ),
        (
            "SD di depok pungutan sekolah",
            "32.76:pendidikan",
            "Dinas Pendidikan dan Kebudayaan Kota Depok",
        ),
        # Jakarta's administrative cities have no government of their own
        (
            "sampah numpuk di jakbar",
            "31:lingkungan",
            "Dinas Lingkungan Hidup Provinsi Daerah Khusus Ibukota Jakarta",
        ),
        # an office never judges itself
        (
            "pungli di dinas perhubungan kota bogor",
            "32.71:inspektorat",
            "Inspektorat Kota Bogor",
        ),
        ("dishub kota bogor korupsi", "32.71:inspektorat", "Inspektorat Kota Bogor"),
        (
            "polisi minta uang waktu tilang di bogor",
            "propam",
            "Divisi Profesi dan Pengamanan Polri",
        ),
    ],
)
def test_a_matter_goes_to_its_body(read: Read, text: str, agency_id: str, name: str) -> None:
    agency = read(f"#lapor {text}").agency
    assert agency is not None
    assert (agency.id, agency.name) == (agency_id, name)


@pytest.mark.parametrize(
    ("text", "agency_id"),
    [
        ("#lapor tolong dong @pln_123", "pln"),
        ("#lapor tolong dong @dishubkotabogor", "32.71:perhubungan"),
    ],
)
def test_a_tagged_body_answers_when_the_matter_says_nothing(
    read: Read, text: str, agency_id: str
) -> None:
    agency = read(text).agency
    assert agency is not None
    assert agency.id == agency_id


def test_a_local_matter_without_a_place_has_no_agency(read: Read) -> None:
    belief = read("#lapor jalan rusak parah")
    assert belief.agency is None
    assert belief.confidence.agency == 0.0


def test_a_province_alone_does_not_name_a_regency_s_office(read: Read) -> None:
    agency = read("#lapor sampah menumpuk di jawa barat").agency
    assert agency is None or agency.id == "32:pemda"
