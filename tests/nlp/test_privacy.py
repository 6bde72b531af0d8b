"""Who may see a report: wide phrasing, negation, and talk about anonymity."""

import pytest

from domain.model import Visibility
from tests.nlp.conftest import Read

MATTER = "#lapor pungli di kelurahan, "


@pytest.mark.parametrize(
    "wish",
    [
        "anonim ya",
        "lapor secara anonim",
        "jgn bilang saya yg lapor",
        "jangan sebut nama saya",
        "tlg nama ditutup",
        "nama saya mohon dirahasiakan",
        "off the record min",
        "takut ketauan",
        "saya masih kerja di sana",
        "rahasiakan identitas saya",
        "identitas saya tolong dirahasiakan",
        "sembunyiin akun gw pliss",
        "min aku gamau ketauan siapa yg lapor, takut dipecat",
        "samarkan nama saya",
        "jgn kasih tau siapa pelapornya",
        "mohon perlindungan, takut diintimidasi",
    ],
)
def test_a_wish_to_hide_the_name_is_anonim(read: Read, wish: str) -> None:
    assert read(MATTER + wish).visibility is Visibility.ANONIM


@pytest.mark.parametrize(
    "wish",
    [
        "jangan dipublikasikan",
        "tolong rahasiakan laporan ini",
        "lewat jalur rahasia",
        "laporan ini rahasia ya min",
        "jgn diviralkan dan jangan disebar",
        "mohon dirahasiakan",
        "jangan sampai publik tau",
        "bersifat rahasia",
    ],
)
def test_a_wish_to_hide_the_content_is_rahasia(read: Read, wish: str) -> None:
    assert read(MATTER + wish).visibility is Visibility.RAHASIA


@pytest.mark.parametrize(
    "text",
    [
        "gak usah anonim",
        "tidak perlu dirahasiakan",
        "ga perlu nama saya dirahasiakan",
        "bukan laporan rahasia",
    ],
)
def test_a_negated_wish_is_none(read: Read, text: str) -> None:
    assert read(MATTER + text).visibility is Visibility.PUBLIK


@pytest.mark.parametrize(
    "text",
    [
        "pelakunya anonim",
        "kenapa identitasnya dirahasiakan?",
        "anggarannya kok dirahasiakan",
        "sudah jadi rahasia umum",
        "diteror akun anonim tiap hari",
    ],
)
def test_talk_about_secrecy_is_no_wish(read: Read, text: str) -> None:
    assert read(f"#lapor {text}").visibility is Visibility.PUBLIK


def test_a_wish_beside_talk_about_secrecy_hides_and_asks_a_moderator(read: Read) -> None:
    belief = read("#lapor pelakunya akun anonim, jangan sebut nama saya ya")
    assert belief.visibility is Visibility.ANONIM
    assert "visibility_uncertain" in belief.reasons
    assert belief.needs_review


@pytest.mark.parametrize(
    "text",
    [
        "suami saya mukulin saya tiap malam",
        "anak tetangga disiksa ibu tirinya",
        "saya dilecehkan atasan",
        "guru ngaji mencabuli santri",
    ],
)
def test_violence_against_women_and_children_is_secret_unasked(read: Read, text: str) -> None:
    assert read(f"#lapor {text}").visibility is Visibility.RAHASIA


def test_the_plain_complaint_is_public_and_we_are_sure(read: Read) -> None:
    belief = read("#lapor jalan rusak di kab luwu")
    assert belief.visibility is Visibility.PUBLIK
    assert belief.confidence.visibility > 0.9
