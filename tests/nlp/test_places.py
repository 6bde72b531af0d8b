"""Which place a text speaks of, and when it is honest to say that nobody can know."""

import pytest

from domain.model import Level
from tests.nlp.conftest import Read

BUKATEJA = ("Kabupaten Purbalingga", "Bukateja")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # cues and levels
        ("jalan rusak di Kec.Mrebet RT.03/RW.02", "33.03.08"),
        ("desa Botta kec. Suli kab. Luwu jalannya rusak", "73.17.03.2005"),
        ("Kelurahan Karangsentul Kecamatan Padamara Kabupaten Purbalingga banjir", "33.03.15.1004"),
        ("Kecamatan : Padamara, jalan rusak parah", "33.03.15"),
        ("jalan rusak di Kutawis, Bukateja", "33.03.02.2008"),
        ("jalan rusak di provinsi Banten", "36"),
        ("jalan rusak di kota Purbalingga", "33.03"),
        # short forms and everyday names
        ("banjir di tj priok jakut", "31.72.02"),
        ("banjir di jaksel", "31.74"),
        ("banjir di kebonjeruk jakbar", "31.73.05"),
        ("banjir di tangsel", "36.74"),
        ("banjir di solo", "33.72"),
        ("banjir di kab. kep. seribu", "31.01"),
        ("banjir di bdg", "32.73"),
        ("jalan rusak di jateng", "33"),
        ("jalan rusak di Jakarta", "31"),
        # consistency between levels picks the right one
        ("jalan rusak kec Depok Sleman", "34.04.07"),
        ("jalan rusak kec Dayeuhkolot Bandung", "32.04.12"),
        ("got mampet di kel. kebon jeruk jakbar", "31.73.05.1001"),
        ("jalan rusak di kampung melayu jakarta timur", "31.75.03.1001"),
        # spacing differs from the official name
        ("jalan rusak di Parung Panjang Kab Bogor", "32.01.10"),
        # handles
        ("@pemkotbekasi jalan rusak parah", "32.75"),
        ("@dpu_kabbrebes jalan rusak parah", "33.29"),
        ("@DKIJakarta jalan rusak parah", "31"),
        ("@dishubkotabogor jalan rusak parah", "32.71"),
        ("@pemkabgarut jalan rusak parah", "32.05"),
        ("jalan rusak di Bandung @pemkotbekasi", "32.73"),  # what is written outweighs a tag
        # hashtags
        ("jalan rusak #Purbalingga #lapor", "33.03"),
    ],
)
def test_a_named_place_is_found(read: Read, text: str, code: str) -> None:
    location = read(f"#lapor {text}").location
    assert location is not None
    assert location.code == code


@pytest.mark.parametrize(
    ("text", "place_text"),
    [
        ("Jl. Bandung macet parah", "Jl. Bandung"),
        ("Jalan Raya Bogor KM 30 rusak parah", "Jalan Raya Bogor KM 30"),
        ("jalan rusak di jln Surabaya no 5", "jln Surabaya no 5"),
        ("tol Jakarta-Cikampek macet", "tol Jakarta-Cikampek"),
    ],
)
def test_a_city_in_a_street_name_is_no_place(read: Read, text: str, place_text: str) -> None:
    belief = read(f"#lapor {text}")
    assert belief.location is None
    assert "no_place" in belief.reasons
    spans = [e for e in belief.evidence if e.field == "place_text"]
    assert [f"#lapor {text}"[e.start : e.end] for e in spans] == [place_text]


def test_the_street_is_kept_beside_the_place(read: Read) -> None:
    location = read("#lapor lubang besar di Jl. Margonda Raya RT 03, Depok").location
    assert location is not None
    assert (location.regency, location.place_text) == ("Kota Depok", "Jl. Margonda Raya RT 03")


@pytest.mark.parametrize(
    "text",
    [
        "kelurahan yang tidak melayani warga",
        "sudah dari dulu jalan baru rusak",
        "nasi padang di kantin mahal",
        "nasib malang, jalan depan rumah rusak",
        "mahasiswa medan perang melawan lubang jalan",
        "foto ktp disebar di-WA-in ke teman",
    ],
)
def test_ordinary_words_are_no_places(read: Read, text: str) -> None:
    assert read(f"#lapor {text}").location is None


@pytest.mark.parametrize("text", ["desa Sukamaju jalannya rusak", "jalan rusak di kel. Karangpoh"])
def test_a_village_name_of_many_regencies_is_not_guessed(read: Read, text: str) -> None:
    belief = read(f"#lapor {text}")
    assert belief.location is None
    assert "place_ambiguous" in belief.reasons
    assert belief.confidence.location < 0.4


def test_an_ambiguous_name_within_one_province_gives_the_province(read: Read) -> None:
    belief = read("#lapor jalan rusak di desa Blater")
    assert belief.location is not None
    assert (belief.location.code, belief.location.level) == ("33", Level.PROVINCE)
    assert set(belief.location.candidates) == {"33.03.06.2003", "33.05.25.2003"}
    assert "place_ambiguous" in belief.reasons


def test_of_twin_names_the_city_is_preferred_and_both_are_kept(read: Read) -> None:
    belief = read("#lapor jalan rusak di Bandung")
    assert belief.location is not None
    assert belief.location.regency == "Kota Bandung"
    assert belief.location.candidates == ("32.73", "32.04")
    assert (
        belief.confidence.location < read("#lapor jalan rusak di kota Bandung").confidence.location
    )


@pytest.mark.parametrize(
    ("text", "regency"),
    [
        ("jalan rusak di kab bandung", "Kabupaten Bandung"),
        ("pemkab bekasi, jalan rusak", "Kabupaten Bekasi"),
        ("walikota bogor, jalan rusak", "Kota Bogor"),
    ],
)
def test_a_cue_tells_twins_apart(read: Read, text: str, regency: str) -> None:
    location = read(f"#lapor {text}").location
    assert location is not None
    assert (location.regency, location.candidates) == (regency, ())


def test_the_profile_may_break_a_tie(read: Read) -> None:
    belief = read("#lapor jalan rusak di desa Blater", "Purbalingga, Jawa Tengah")
    assert belief.location is not None
    assert belief.location.code == "33.03.06.2003"
    assert "place_from_profile" in belief.reasons
    assert belief.needs_review


def test_the_profile_never_makes_a_place(read: Read) -> None:
    assert read("#lapor jalan rusak parah", "Kota Bekasi").location is None


def test_official_names_are_written_out(read: Read) -> None:
    location = read("#lapor banjir di kel. kebon jeruk jakbar").location
    assert location is not None
    assert location.province == "Daerah Khusus Ibukota Jakarta"
    assert location.regency == "Kota Administrasi Jakarta Barat"
    assert (location.district, location.village) == ("Kebon Jeruk", "Kebon Jeruk")
