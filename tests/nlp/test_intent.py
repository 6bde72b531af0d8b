"""What somebody wants of us, and whether somebody is in danger."""

import pytest

from domain.model import Intent, ReportType
from tests.nlp.conftest import Read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("@lapor1708 gimana cara lapor?", Intent.ASK_HOW),
        ("min @lapor1708 kalo mau ngadu caranya gmn ya", Intent.ASK_HOW),
        ("KODE", Intent.ASK_CODE),
        ("kode dong min", Intent.ASK_CODE),
        ("minta kode laporan saya yg tadi min", Intent.ASK_CODE),
        ("makasih min", Intent.THANKS),
        ("@lapor1708 terima kasih lampu jalan sekarang sudah nyala", Intent.THANKS),
        ("selamat pagi min", Intent.GREETING),
        ("slot gacor maxwin hari ini, link alternatif di bio @lapor1708", Intent.SPAM),
        ("bonus new member 100% daftar sekarang gacor #lapor", Intent.SPAM),
        ("RT @somebody: jalan rusak di bekasi @lapor1708 #lapor", Intent.CHATTER),
        ("@temanku laporin aja ke @lapor1708 kak", Intent.CHATTER),
        ("wkwkwk bener banget", Intent.CHATTER),
        ("", Intent.CHATTER),
    ],
)
def test_what_is_no_report_is_told_apart(read: Read, text: str, intent: Intent) -> None:
    belief = read(text)
    assert (belief.intent, belief.is_report, belief.type) == (intent, False, None)


@pytest.mark.parametrize(
    "text",
    [
        "@lapor1708 jalan rusak parah di bekasi ga pernah dibenerin",
        "@lapor1708 mati lampu lagi dari maghrib di rumbai pekanbaru",
        "#lapor plang nama jalan kebalik",
        "@lapor1708 bansos di desa kami cuma buat keluarga kades",
    ],
)
def test_a_complaint_is_a_report(read: Read, text: str) -> None:
    belief = read(text)
    assert (belief.is_report, belief.intent) == (True, Intent.REPORT)
    assert belief.type is ReportType.PENGADUAN


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("#lapor jalan rusak parah tidak pernah diperbaiki", ReportType.PENGADUAN),
        ("#lapor usul min, alangkah baik ada halte di depan pasar", ReportType.ASPIRASI),
        ("#lapor apa syarat pindah kk? berapa biaya?", ReportType.PERMINTAAN_INFORMASI),
    ],
)
def test_a_report_has_a_type(read: Read, text: str, kind: ReportType) -> None:
    assert read(text).type is kind


def test_the_hashtag_makes_us_sure(read: Read) -> None:
    text = "jalan berlubang di bekasi"
    assert read(f"{text} #lapor").confidence.is_report > read(text).confidence.is_report


def test_what_may_be_a_report_is_shown_with_all_that_was_found(read: Read) -> None:
    belief = read("bekasi macet terus hehe")
    assert (belief.is_report, belief.needs_review) == (False, True)
    assert belief.reasons == ("maybe_a_report",)
    assert belief.location is not None


@pytest.mark.parametrize(
    "text",
    [
        "TOLONG kebakaran di pasar senen, api makin besar!!",
        "ada anak tenggelam di kali ciliwung, cepet",
        "barusan ada orang hanyut kebawa arus",
        "temen saya mau bunuh diri min",
        "aku capek hidup, pengen mati aja",
        "ada yg mau lompat dari jembatan",
        "orang lagi dikeroyok di depan stasiun",
        "saya disekap majikan tolong",
        "rumah tetangga kebakaran, takut merembet",
        "kecelakaan di depan sekolah, korban ga sadar",
        "kabel listrik putus menjuntai di jalan, masih nyala",
        "banjir sedada orang tua kejebak di lantai 2 tolong perahu",
        "temen gue nelen obat satu botol tolong",
        "aku pengen menghilang selamanya, capek hidup",
        "kabel nyetrum warga tolong",
        "istri saya mau melahirkan puskesmas tutup tolong",
    ],
)
def test_danger_now_is_an_emergency(read: Read, text: str) -> None:
    belief = read(text)
    assert belief.emergency
    assert belief.is_report
    assert any(e.field == "emergency" for e in belief.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "dompet saya kebakaran tiap akhir bulan",
        "harga cabe kebakaran min",
        "tenggelam dalam tugas",
        "terjebak macet tiap pagi di cawang",
        "kemarin malam kios kebakaran, apinya sudah padam",
        "warga kena demam berdarah, mohon fogging",
        "jalan berlubang, rawan kecelakaan",
        "kabel semrawut, takut kebakaran",
        "korban kebakaran tahun lalu belum dapat bantuan",
        "jalan ambles di depan pasar",
        "latihan evakuasi gempa di SD bagus",
        "jalan berlubang bikin kecelakaan terus",
        "anak saya susah nelen obat, dokter puskesmas tidak ada",
    ],
)
def test_the_past_the_feared_and_figures_of_speech_are_none(read: Read, text: str) -> None:
    assert not read(f"#lapor {text}").emergency


@pytest.mark.parametrize(
    "text",
    [
        "K O D E",
        "kodenya mana min",
        "KODEnya",
        "kodee",
        "k0de",
        "kode ya, saya takut",
        "Halo min, saya mau minta kode laporan saya yang kemarin ya terima kasih banyak",
        "saya mau cek status laporan saya",
        "status laporan saya gimana min",
        "KODE!!!",
        '"KODE"',
        "@lapor1708 kode",
    ],
)
def test_the_code_is_asked_for_in_many_ways(read: Read, text: str) -> None:
    assert read(text).intent is Intent.ASK_CODE


@pytest.mark.parametrize(
    "text",
    [
        "kode pos salah di KTP saya",
        "kode OTP tidak masuk",
        "kode etik polisi dilanggar",
        "lapor, kode voucher token listrik tidak bisa dipakai",
        "status KTP saya belum jadi",
        "",
        "@lapor1708",
    ],
)
def test_other_codes_are_not_ours(read: Read, text: str) -> None:
    assert read(text).intent is not Intent.ASK_CODE


@pytest.mark.parametrize(
    "text",
    [
        "@bagas coba mention @lapor1708 #lapor aja",
        "#lapor 😭",
        "@lapor1708 #lapor 😭",
    ],
)
def test_advice_a_bare_tag_and_a_film_are_no_reports(read: Read, text: str) -> None:
    belief = read(text)
    assert (belief.is_report, belief.emergency) == (False, False)


def test_who_advises_another_and_names_a_matter_reports_it(read: Read) -> None:
    text = "@pemkotbekasi coba lapor ke @lapor1708 #lapor jalan rusak parah di bekasi"
    assert read(text).is_report
