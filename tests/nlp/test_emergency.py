"""Whether somebody is in danger right now, told apart from all that merely sounds like it."""

import pytest

from nlp.emergency import DANGERS, DangerFinder, Role, danger_lexicon, danger_rules
from nlp.pipeline import blank
from tests.nlp.conftest import Read

NOW = [
    "kebakaran di pasar ikan, api udah sampai kios sebelah, damkar belum datang",
    "omahe pakdhe kobong, cepet kirim damkar",
    "imah kahuruan, seuneu ageung pisan, tulungan",
    "ada anak hanyut di kali, lagi dicari warga",
    "perahu kami terbalik, masih pegangan jerigen di laut",
    "banjir udah seleher, kami di atas genteng sama bayi",
    "longsor barusan, dua orang ketimbun",
    "sopir truk kejepit di kabin, masih sadar, cepat tolong",
    "bapak saya pingsan ga bangun bangun, ambulans ga datang",
    "orang ngamuk bawa parang ngejar anak sekolah",
    "tetangga lagi dipukuli suaminya, teriak minta tolong",
    "ada perempuan mau lompat dari jembatan, udah di luar pagar",
    "aku udah nelan semua obatnya, maafin ya",
    "anak kesetrum di tiang listrik, masih nempel",
    "gas bocor di ruko, karyawan pada pingsan",
    "saya disekap di kos, pintunya dikunci, tolong polisi",
    "istri mau lahiran di mobil, kepala bayi udah keluar",
    "buaya narik orang mandi di sungai, warga lagi nyari",
]
PAST = [
    "kebakaran pasar tahun lalu, pedagang belum dapat kios",
    "anak tetangga hanyut bulan lalu, jembatannya belum dibangun",
    "banjir kemarin sudah surut, mohon bantuan bersih lumpur",
    "dulu rumah kami pernah kena longsor, mau urus akta",
    "bapak dibegal minggu lalu, laporan polisi belum ada kabar",
    "pelaku penusukan sudah ditangkap, kapan sidangnya",
]
FIGURES = [
    "dompet kebakaran tiap bayar listrik",
    "harga beras bikin ibu ibu pingsan",
    "tenggelam dalam berkas pendaftaran, webnya error",
    "kantongku sekarat gara gara parkir mahal",
]
FEARED = [
    "kabel semrawut nempel atap, takut kebakaran",
    "jembatan lapuk, jangan sampai ada yang jatuh",
    "jalan gelap rawan begal, minta lampu",
    "kolam tanpa pagar, khawatir anak tenggelam",
    "kalau hujan deras tebing itu bisa longsor",
]
PREVENTION = [
    "besok ada simulasi kebakaran di sekolah",
    "film tentang kapal tenggelam itu bagus",
    "syarat klaim asuransi kecelakaan apa saja",
]


@pytest.mark.parametrize("text", NOW)
def test_danger_of_this_moment_is_an_emergency(read: Read, text: str) -> None:
    belief = read(text)
    assert belief.emergency
    assert belief.is_report


@pytest.mark.parametrize("text", [*PAST, *FIGURES, *FEARED, *PREVENTION])
def test_what_only_sounds_like_danger_is_none(read: Read, text: str) -> None:
    assert not read(text).emergency


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("takut kebakaran", "spoilt event"),
        ("takut, ada kebakaran", "standing event"),
        ("kebakaran kemarin", "rule past beside"),
        ("api padam. sekarang kebakaran", "backed event"),
        ("dompet kebakaran", "rule figure beside"),
        ("simulasi gempa", "rule prevention beside"),
        ("orang itu bawa parang", "threat"),
    ],
)
def test_the_words_around_a_danger_tell_what_it_is(text: str, clue: str) -> None:
    assert clue in DangerFinder().of(blank()(text)._.words)[1]


def test_a_longer_phrase_of_another_role_hides_the_danger_in_it() -> None:
    words = blank()("korban kebakaran minta terpal")._.words
    roles = [hit.value for hit in danger_lexicon().find(words)]
    assert Role.PAST in roles
    assert Role.EVENT not in roles


def test_a_text_without_a_word_of_danger_costs_no_search() -> None:
    hits, clues = DangerFinder().of(blank()("kapan ktp saya jadi")._.words)
    assert hits == []
    assert not set(Role) & set(clues)


def test_the_evidence_points_at_the_danger(read: Read) -> None:
    text = "tolong ada anak hanyut di kali sekarang"
    spans = {text[e.start : e.end] for e in read(text).evidence if e.field == "emergency"}
    assert "hanyut" in spans


def test_every_rule_speaks_of_a_danger_or_of_its_company() -> None:
    assert danger_rules()
    backing = [rule for rule in danger_rules() if rule.effect != "tells"]
    assert all(set(rule.first + rule.second) & set(DANGERS) for rule in backing)
