"""What texts are about; and that the lexicon covers all that SP4N-LAPOR! knows."""

import pytest

from domain.topics import Topic
from nlp.agency.routing import load_rules
from nlp.topics import subtopic, subtopics
from tests.nlp.conftest import Read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jalan di depan rmh saya udah lamaaa rusaaak parah", "pekerjaan_umum.jalan_rusak"),
        ("lampu jalan mati semua, peteng banget", "pekerjaan_umum.lampu_jalan"),
        ("got mampet, tiap ujan pasti kebanjiran", "pekerjaan_umum.drainase"),
        ("air pdam udah seminggu gak ngalir", "pekerjaan_umum.air_bersih"),
        ("mati lampu lagi dari maghrib", "energi_sda.listrik_padam"),
        ("gas melon langka bgt", "energi_sda.lpg"),
        ("sampah numpuk ga diangkut2", "lingkungan_hidup.sampah"),
        ("limbah pabrik bikin sungai item", "lingkungan_hidup.pencemaran_air"),
        ("bikin ktp blangko kosong terus", "kependudukan.ktp"),
        ("bpjs saya tiba2 nonaktif", "kesehatan.bpjs"),
        ("bansos gak tepat sasaran", "sosial.bansos"),
        ("anak saya dibully temen sekelas", "kekerasan_pendidikan.perundungan"),
        ("ijazah ditahan sekolah", "pendidikan.ijazah"),
        ("pungli di kelurahan minta uang rokok", "politik_hukum.pungli"),
        ("dana desa kami gak transparan", "desa_tertinggal.dana_desa"),
        ("pupuk subsidi langka", "pertanian.pupuk"),
        ("sinyal susah di kampung kami", "tik.internet"),
        ("gaji 3 bulan belum dibayar perusahaan", "ketenagakerjaan.upah"),
        ("mbg basi bikin anak muntah", "makan_bergizi.keracunan"),
        ("tetangga jualan sabu", "narkotika.peredaran"),
        ("camat ikut kampanye paslon", "netralitas_asn.kampanye"),
        ("parkir liar di trotoar", "ketertiban_umum.parkir_liar"),
        ("suami saya mukulin saya", "kesetaraan_gender.kdrt"),
        ("krl telat mulu", "perhubungan.kereta"),
        ("paspor lama banget jadinya", "politik_hukum.imigrasi"),
        ("travel umroh nipu jamaah", "agama.haji_umrah"),
        ("nelayan susah dapat solar", "perairan.nelayan"),
        ("ditipu toko online barang ga dikirim", "perlindungan_konsumen.penipuan_online"),
        ("diteror dc pinjol", "ekonomi_keuangan.pinjol"),
        ("laporan saya kok ditutup padahal belum selesai", "sp4n_lapor.tindak_lanjut"),
    ],
)
def test_a_complaint_has_its_subtopic(read: Read, text: str, code: str) -> None:
    belief = read(f"#lapor {text}")
    assert (belief.subtopic, belief.topic) == (code, subtopic(code).topic)


def test_every_topic_has_a_subtopic() -> None:
    assert {found.topic for found in subtopics()} == set(Topic)


def test_every_subtopic_has_a_rule_that_always_holds() -> None:
    rules = load_rules()
    assert [s.code for s in subtopics() if s.code not in rules] == []
    assert [code for code, found in rules.items() if found[-1].words is not None] == []


def test_more_evidence_makes_surer(read: Read) -> None:
    little, more = read("#lapor depan pasar"), read("#lapor jalan depan pasar rusak berlubang")
    assert more.topic is Topic.PEKERJAAN_UMUM
    assert little.confidence.topic < more.confidence.topic


def test_what_says_nothing_of_a_matter_goes_to_a_moderator(read: Read) -> None:
    belief = read("#lapor tolong dong min itu yang kemarin")
    assert not {"no_topic", "topic_uncertain"}.isdisjoint(belief.reasons)
    assert belief.needs_review
