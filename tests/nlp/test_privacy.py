"""Who may see a report: wide phrasing, negation, and talk about anonymity."""

import pytest

from domain.model import Utterance, Visibility
from nlp.pipeline import Understanding
from nlp.text.cues import Group
from nlp.text.phrases import patterns_of
from nlp.text.tables import read_table
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


@pytest.mark.parametrize(
    "text",
    [
        "saya mau bunuh diri",
        "aku udah gak kuat hidup, pengen mati aja",
        "gw pengen bundir",
        "suami pergi, aku ingin mengakhiri hidupku",
        "gak ada yang peduli lagi, pengen mati aja",  # whose wish is not said
        "temen saya mau bunuh diri min",  # another, found through the speaker
    ],
)
def test_who_wishes_to_die_is_hidden_unasked_and_helped_at_once(read: Read, text: str) -> None:
    belief = read(f"@lapor1708 {text}")
    assert (belief.visibility, belief.emergency) == (Visibility.RAHASIA, True)


@pytest.mark.parametrize(
    "text",
    [
        "ada yg mau lompat dari jembatan",
        "saya liat ada bapak2 mau lompat dari jembatan barelang batam",
        "ada cewek di jembatan suramadu, mau bunuh diri",
    ],
)
def test_a_stranger_seen_in_danger_is_a_public_emergency(read: Read, text: str) -> None:
    belief = read(f"@lapor1708 {text}")
    assert (belief.visibility, belief.emergency) == (Visibility.PUBLIK, True)


def test_the_plain_complaint_is_public_and_we_are_sure(read: Read) -> None:
    belief = read("#lapor jalan rusak di kab luwu")
    assert belief.visibility is Visibility.PUBLIK
    assert belief.confidence.visibility > 0.9


MATTER_IN_DEPOK = "petugas minta pungli urus KTP di Kota Depok"


@pytest.mark.parametrize(
    "wish",
    [
        "saya tidak mau identitas terbuka, anonim.",
        "tidak takut sih tapi anonim saja.",
        "saya bukan siapa siapa, anonim.",
        "silakan dirahasiakan nama saya.",
        "boleh sembunyikan nama saya?",
        "boleh minta tolong anonim?",
        "bisa anonim ga?",
        "kalo bisa anonim ya min.",
        "bisa minta tolong dirahasiakan?",
        "Apakah pelapor dirahasiakan?",
        "pelaku pakai akun anonim, saya juga minta anonim.",
        "rahasia. kenapa anggaran dirahasiakan?",
        "anonimkan saya.",
        "anonimous.",
        "a n o n i m.",
        "an0nim.",
        "identitas saya tidak dipublikasikan.",
        "keberatan kalau nama dipublikasikan.",
        "tidak bersedia identitas dibuka.",
        "jgn blg dr saya.",
        "gak usah sebut-sebut saya.",
        "jangan viralkan.",
        "hide my name.",
        "nanti saya diintimidasi kalau ketahuan.",
        "ojo ngomong jenengku.",
        "ulah disebat nami abdi.",
        "anonim. Kenapa jalan di Kota Depok rusak terus?",
        # More of the same, in several registers and languages.
        "mohon nama saya jangan dicantumkan",
        "saya minta namanya disamarkan saja",
        "tolong jangan bocorin nama gue ya min",
        "gue gak mau nama gue keluar",
        "jangan bawa-bawa nama saya",
        "tolong dijaga kerahasiaan pelapor",
        "bisa gak nama saya ga disebut?",
        "boleh ga dirahasiakan min?",
        "apa bisa lapor tanpa nama?",
        "apakah identitas saya aman?",
        "saya ingin tetap anonim",
        "a.n.o.n.i.m ya",
        "4nonim aja min",
        "ANONIIIM",
        "anonimin aja kak",
        "please keep me anonymous",
        "don't mention my name please",
        "no name ya min",
        "takut digebukin preman kalo ketauan",
        "aja nyebut jenengku yo min",
        "ojo disebut jenengku",
        "jenengku didhelikke wae",
        "mboten usah nyebut asma kulo",
        "tulung aku ojo nganti konangan",
        "ulah nyebut ngaran abdi",
        "ulah bebeja ti abdi nya min",
        "nami abdi mugi dirusiahkeun",
        "jan sabuik namo awak",
        "jangan sabut namo ambo",
        "jangan disambat ngaran ulun",
        "jang kasih tau sa pu nama",
        "jang bilang sa yang lapor e",
        "jangan ki sebut namaku",
        "jangan kelen sebut namaku",
        "sampunang nyebut wastan tiang",
        "identitas pelapor mohon dilindungi",
        "dengan hormat, saya memohon agar identitas saya tidak diungkap",
        "demi keamanan saya, jangan ungkap identitas",
        "nama saya inisial aja",
        "saya PNS di situ, bisa dimutasi kalau ketahuan",
        "atasan saya jangan sampai tau saya yang lapor",
        "cukup admin aja yg tau",
        "jangan diposting ya min",
        "akun saya tolong disensor",
        "saya gak keberatan lapor tapi nama jangan disebut",
        "gak usah dirahasiain semua, cuma nama saya anonim",
        "bukan apa apa, anonim aja ya",
        "gak perlu balas, rahasiakan saja",
        "saya bukan pelaku, tolong anonim",
        "kenapa lama? tolong rahasiakan identitas saya",
        "pelakunya anonim tapi saya juga mau anonim",
        "jangan expose saya",
        "umpetin nama gw",
        "plis jgn spill nama aku",
        "jgn di-up nama saya",
        "kalo bs akun sy ga usah ditandai",
    ],
)
def test_a_word_of_privacy_hides_however_it_is_said(read: Read, wish: str) -> None:
    assert read(f"@lapor1708 {wish} {MATTER_IN_DEPOK}").visibility is not Visibility.PUBLIK
    assert read(f"@lapor1708 #lapor {MATTER_IN_DEPOK}, {wish}").visibility is not Visibility.PUBLIK


@pytest.mark.parametrize(
    "text",
    [
        "gak usah anonim",
        "tidak perlu dirahasiakan",
        "tanpa anonim",
        "silakan sebut nama saya",
        "boleh sebut nama saya",
        "nama akun saya boleh disebut",
        "akun anonim yang meneror",
        "kenapa anggaran dirahasiakan",
        "gak perlu anonim",
        "ga usah pake anonim",
        "saya tidak minta anonim",
        "saya ga mau anonim",
        "bukan laporan rahasia",
        "tidak usah dirahasiakan",
        "identitas saya tidak perlu dirahasiakan",
        "nama saya tidak usah disembunyikan",
        "saya tidak takut ketahuan",
        "saya tidak keberatan nama saya disebut",
        "tanpa perlu dirahasiakan",
        "ditelepon nomor anonim terus",
        "pelaku pakai akun anonim",
        "ini sudah rahasia umum",
        "bukan rahasia lagi",
        "kenapa hasil seleksi dirahasiakan",
        "kok data penerima bansos dirahasiakan",
        "anggaran desa selalu dirahasiakan",
        "kode rahasia ATM saya dicuri",
        "dokumen lelang dirahasiakan panitia",
        "rapat tertutup terus",
        "dapat surat kaleng",
        "nama saya tidak terdaftar di DTKS",
        "identitas anak belum jadi",
        "panitia merahasiakan hasil",
        "nama jalan ditutup pohon",
        "jangan dirahasiakan",
        "rumah sakit swasta menolak pasien",
        "ada grup base anonim yang menyebar hoaks",
        "boleh saja nama saya ditampilkan",
        "silakan publikasikan",
        "akun private menipu saya",
        "identitas pelaku sudah jelas",
    ],
)
def test_a_plain_refusal_or_talk_about_others_stays_public(read: Read, text: str) -> None:
    assert read(f"@lapor1708 {text}. {MATTER_IN_DEPOK}").visibility is Visibility.PUBLIK
    assert read(f"#lapor {MATTER_IN_DEPOK}, {text}").visibility is Visibility.PUBLIK


@pytest.mark.parametrize(
    "text",
    [
        "saya bukan siapa siapa anonim",
        "kenapa nama saya dirahasiakan",
        "tidak perlu banyak tanya anonim",
        "kok laporan saya dirahasiakan",
    ],
)
def test_what_is_neither_wish_nor_plain_refusal_is_hidden_and_looked_at(
    read: Read, text: str
) -> None:
    belief = read(f"#lapor {MATTER_IN_DEPOK}. {text}")
    assert belief.visibility is Visibility.ANONIM
    assert "visibility_uncertain" in belief.reasons


@pytest.mark.parametrize(
    "text",
    [
        "suami saya pukul saya lagi, tolong",
        "aku pengen menghilang selamanya, capek hidup",
    ],
)
def test_own_danger_is_secret_and_an_emergency(read: Read, text: str) -> None:
    belief = read(f"@lapor1708 {text}")
    assert (belief.visibility, belief.emergency) == (Visibility.RAHASIA, True)
    assert belief.is_report


# Written by somebody who had not seen the cues; 11 of these were missed at first and then mended.
@pytest.mark.parametrize(
    "wish",
    [
        "mohon jgn cantumkan nama sy di laporan",
        "nama pelapor jgn dibocorin ke kades ya min",
        "gw gamau orang kantor tau gw yg ngadu",
        "sy takut nanti dicari orangnya pak lurah",
        "plis keep it anonymous",
        "laporannya lewat jalur belakang aja ya jgn publik",
        "aku minta namaku gak muncul ya",
        "jangan tunjukin ini ke kepala sekolahnya, anak saya masih sekolah situ",
        "tulung jenengku ojo disebut",
        "punten identitas abdi disumputkeun",
        "sy karyawan di situ jadi tolong dijaga namanya",
        "ga usah bilang dari siapa",
        "kalau ketauan sy bisa dipecat",
        "mohon laporan ini tidak dibuka ke umum",
        "identitas tolong diamankan",
        "sembunyiin nama gue",
        "ini confidential ya",
        "biar aman jangan sampai ada yg tau saya pelapornya",
        "saya minta dilindungi sebagai pelapor",
        "jgn di up nama sy",
        "tlg di blur nama nya",
        "saya gak berani nyebut nama",
        "cukup kita aja yg tau ya min",
        "dont tell them it was me",
    ],
)
def test_a_wish_in_anybodys_words_is_never_public(read: Read, wish: str) -> None:
    assert read(f"{MATTER_IN_DEPOK}, {wish}").visibility is not Visibility.PUBLIK


# Ways that no list of phrases foresaw: kinds of words in an order, in many languages.
@pytest.mark.parametrize(
    "wish",
    [
        "nama saya dicoret aja sebelum diteruskan",
        "jangan sampai mertua saya denger siapa yang cerita",
        "ojo kandha sapa-sapa nek aku sing crito",
        "ulah dugi ka juragan terang ieu ti abdi",
        "jan sampai induak kos tau ambo nan malapor",
        "jang sampe dong tau sa yang bicara ini",
        "jangan padahi urang kampung lah ini matan ulun",
        "tolong pakai inisial saja, jangan nama lengkap",
        "muka saya di video tolong disensor",
        "saya tidak ingin nama anak saya tertulis di surat mana pun",
        "please leave my name out of the report",
        "gua gak mau nongol di laporan",
        "saya takut dimutasi kalau atasan baca ini",
    ],
)
def test_a_wish_is_heard_by_the_kinds_of_its_words(read: Read, wish: str) -> None:
    assert read(f"@lapor1708 {MATTER_IN_DEPOK}. {wish}").visibility is not Visibility.PUBLIK


@pytest.mark.parametrize(
    "wish",
    ["jangan dimuat di web ya min", "tolong laporan ini jangan dishare ke publik", "ojo disebarke"],
)
def test_what_must_not_be_spread_is_rahasia(read: Read, wish: str) -> None:
    assert read(f"@lapor1708 {MATTER_IN_DEPOK}. {wish}").visibility is Visibility.RAHASIA


@pytest.mark.parametrize(
    "text",
    [
        "nama saya hilang dari daftar penerima bansos",
        "takut jembatannya ambruk kalau hujan",
        "jangan sampai ada korban lagi",
        "petugas tidak mau sebut nama",
        "tolong cek DM saya ya min",
        "data pribadi saya dipakai orang buat pinjol",
        "sertifikat atas nama kakek saya belum keluar",
        "anak anak takut lewat situ karena gelap",
        "viralkan saja biar semua tau",
        "tulis nama saya besar besar, saya tidak takut",
    ],
)
def test_the_same_words_about_other_things_hide_nothing(read: Read, text: str) -> None:
    assert read(f"@lapor1708 {text}").visibility is Visibility.PUBLIK


@pytest.mark.parametrize("group", [Group.ANONIM, Group.RAHASIA])
@pytest.mark.parametrize("place", ["{wish} {matter}", "{matter} {wish}", "{matter}. {wish}."])
def test_no_phrase_of_several_words_is_ever_overheard(
    understanding: Understanding, group: Group, place: str
) -> None:
    lines = (line for line in read_table("cues.tsv", 2) if line.fields[0] == group)
    phrases = [phrase for line in lines for phrase in patterns_of(line, 1)]
    wishes = [phrase for phrase in phrases if " " in phrase and "~" not in phrase]
    texts = [place.format(wish=wish, matter=MATTER_IN_DEPOK) for wish in wishes]
    beliefs = understanding([Utterance(f"@lapor1708 #lapor {text}") for text in texts])
    public = [w for w, b in zip(wishes, beliefs, strict=True) if not b.visibility.is_private]
    assert public == []


@pytest.mark.parametrize(
    "wish",
    [
        *("\u0430nonim ya", "an\u043enim ya", "a_n_o_n_i_m", "ra_ha_sia ya"),
        *("anonm ya", "rahsiakan", "rhsia ya"),
    ],
)
def test_a_word_of_privacy_hides_in_other_letters(read: Read, wish: str) -> None:
    assert read(f"#lapor {MATTER_IN_DEPOK}, {wish}").visibility is not Visibility.PUBLIK


@pytest.mark.parametrize("text", ["perbaikan jalan belum berhasil", "hasil panen turun lagi"])
def test_what_only_has_the_letters_of_secrecy_hides_nothing(read: Read, text: str) -> None:
    assert read(f"#lapor {text}").visibility is Visibility.PUBLIK


@pytest.mark.parametrize(
    "story",
    [
        "pendeta cabuli jemaat di Kupang",
        "dipegang pegang sama petugas satpol pp kota Bogor",
        "bojoku ngajar aku terus, Boyolali",
        "kulo dianiaya bojo terus mboten kiat, Klaten",
        "saya tkw di arab disiksa majikan",
        "ambo dipaksa kawin jo urang gaek",
        "gw self harm lagi malem ini gatau harus ke siapa",
    ],
)
def test_a_private_story_is_hidden_however_it_is_told(read: Read, story: str) -> None:
    assert read(f"@lapor1708 {story}").visibility is Visibility.RAHASIA
