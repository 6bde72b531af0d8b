"""Which place a text speaks of, and when it is honest to say that nobody can know."""

import pytest

from domain.model import Level
from tests.nlp.conftest import Read

JAKPUS = "Kota Administrasi Jakarta Pusat"
SBY = "Kota Surabaya"


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
        ("jalan rusak di Parung Panjang Kab Bogor", "32.01.20"),
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
        ("genangan depan Jl. Kediri", "depan Jl. Kediri"),
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
    assert belief.needs_review


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


# Whole texts as people write them, with the official place, nearest last.
@pytest.mark.parametrize(
    ("text", "path"),
    [
        # universities, hospitals, schools
        ("halte depan kampus UGM gelap gulita tiap malam", "Kabupaten Sleman"),
        ("parkir liar di Unpad jatinangor makin parah", "Kabupaten Sumedang"),
        ("antrean obat di RSCM sampai sore, tidak ada kursi", JAKPUS),
        ("rsud dr soetomo loketnya cuma buka dua", "Kota Surabaya"),
        ("IGD rs sardjito penuh, ibu saya di lorong", "Kabupaten Sleman"),
        ("rsup dr kariadi menolak rujukan bpjs saya", "Kota Semarang"),
        ("di RSHS kursi roda rusak semua", "Kota Bandung"),
        ("pasien di RSUD Zainoel Abidin tidur di lantai", "Kota Banda Aceh"),
        ("wahidin sudirohusodo ga terima rujukan", "Kota Makassar"),
        ("trotoar sekitar undip dipakai jualan", "Kota Semarang"),
        ("jalan depan kampus USU berlubang", "Kota Medan"),
        ("pintu 1 unhas banjir tiap hujan", "Kota Makassar"),
        ("universitas jember kok jalannya gelap", "Kabupaten Jember"),
        # airports, stations, harbours
        ("taksi gelap di soetta nawarin maksa", "Kota Tangerang"),
        ("koper saya hilang di bandara Juanda", "Kabupaten Sidoarjo"),
        ("porter di Kualanamu minta tip paksa", "Kabupaten Deli Serdang"),
        ("toilet bandara ngurah rai bau pesing", "Kabupaten Badung"),
        ("angkutan ke YIA mahal sekali, tolong diatur", "Kabupaten Kulon Progo"),
        ("calo tiket di stasiun gambir", JAKPUS + "/Gambir"),
        ("lift stasiun gubeng mati sebulan", "Kota Surabaya/Gubeng"),
        ("terminal bungurasih banyak copet", "Kabupaten Sidoarjo"),
        ("premanisme di terminal leuwipanjang", "Kota Bandung"),
        ("terminal tirtonadi kotor", "Kota Surakarta"),
        ("bus telantar di terminal pulogebang", "Kota Administrasi Jakarta Timur"),
        ("truk antre tiga hari di pelabuhan bakauheni", "Kabupaten Lampung Selatan/Bakauheni"),
        ("pungli timbangan di pelabuhan merak", "Kota Cilegon"),
        ("sopir dipalak dekat pelabuhan gilimanuk", "Kabupaten Jembrana"),
        ("paspor ditahan petugas di batam center", "Kota Batam"),
        # markets, landmarks, streets that exist once
        ("pkl tumpah di trotoar malioboro", "Kota Yogyakarta"),
        ("jembatan ampera lampunya padam separuh", "Kota Palembang"),
        ("sampah numpuk di pantai losari", "Kota Makassar"),
        ("Jembatan Holtekamp gelap pak", "Kota Jayapura"),
        ("macet total di Jl. Margonda Raya", "Kota Depok"),
        ("pencopet berkeliaran di pasar tanah abang", JAKPUS + "/Tanah Abang"),
        ("lubang di jl kaliurang km 9", "Kabupaten Sleman"),
        ("Jln. Pettarani macet karena parkir", "Kota Makassar"),
        ("sungai citarum berbusa lagi", "Jawa Barat"),
        ("pasar klewer bocor kalau hujan", "Kota Surakarta"),
        # towns and areas that are not called as their regency
        ("lampu jalan mati di Purwokerto sudah sebulan", "Kabupaten Banyumas"),
        ("pabrik di Cikarang buang limbah", "Kabupaten Bekasi"),
        ("antrean ktp di Kepanjen dari subuh", "Kabupaten Malang/Kepanjen"),
        ("rob masuk rumah kami di Sayung, Demak", "Kabupaten Demak/Sayung"),
        ("listrik padam di Sentani", "Kabupaten Jayapura/Sentani"),
        ("harga beras di Wamena gila", "Kabupaten Jayawijaya/Wamena"),
        ("di Timika air pdam keruh", "Kabupaten Mimika"),
        ("pasar singaraja kebakaran, damkar lama", "Kabupaten Buleleng"),
        ("sudah seminggu pdam mati, Sampit", "Kabupaten Kotawaringin Timur"),
        ("guru honor belum digaji. Muara Teweh @lapor1708", "Kabupaten Barito Utara"),
        ("jalan ke desa putus, Labuan Bajo", "Kabupaten Manggarai Barat/Komodo/Labuan Bajo"),
        ("di bsd banjir setinggi lutut", "Kota Tangerang Selatan"),
        ("kabel semrawut di bintaro", "Kota Tangerang Selatan"),
        ("gas langka di pamulang", "Kota Tangerang Selatan/Pamulang"),
        ("begal lagi di Cikupa", "Kabupaten Tangerang/Cikupa"),
        ("tanggul jebol di slawi", "Kabupaten Tegal/Slawi"),
        ("sinyal hilang di Krui", "Kabupaten Pesisir Barat"),
        ("kapal perintis ke Dobo tidak jalan", "Kabupaten Kepulauan Aru"),
        ("puskesmas di Atambua tutup", "Kabupaten Belu"),
        ("banjir di Kota Hujan tiap sore", "Kota Bogor"),
        ("drainase buntu, banjarbaru", "Kota Banjarbaru"),
        # everyday names and abbreviations
        ("jalan berlubang di jogja bagian selatan", "Kota Yogyakarta"),
        ("angkot ngetem di tangsel", "Kota Tangerang Selatan"),
        ("byar pet terus di bpp", "Kota Balikpapan"),
        ("got mampet di jaktim", "Kota Administrasi Jakarta Timur"),
        ("mau lapor jalan rusak di kab bdg", "Kabupaten Bandung"),
        ("air mati di kab. tasik", "Kabupaten Tasikmalaya"),
        ("kantor bupati inhil minta uang map", "Kabupaten Indragiri Hilir"),
        ("sekolah rubuh di KBB", "Kabupaten Bandung Barat"),
        ("pupuk kosong, HSS", "Kabupaten Hulu Sungai Selatan"),
        ("nelayan TTU butuh solar", "Kabupaten Timor Tengah Utara"),
        ("tambang liar di kukar makin jadi", "Kabupaten Kutai Kartanegara"),
        ("bansos salah sasaran di humbahas", "Kabupaten Humbang Hasundutan"),
        # offices as cues
        ("polres Jombang tidak menanggapi aduan kami", "Kabupaten Jombang"),
        ("petugas dukcapil Lumajang galak", "Kabupaten Lumajang"),
        ("samsat wonogiri banyak calo", "Kabupaten Wonogiri"),
        ("di KUA Tembalang diminta biaya", "Kota Semarang/Tembalang"),
        ("lapas sukamiskin kok bisa bawa hp", "Kota Bandung"),
        ("kejari Sragen lambat", "Kabupaten Sragen"),
        ("SMAN 1 Blora narik sumbangan", "Kabupaten Blora"),
        # what stands after or before the name
        ("Tegal kota banjir rob terus", "Kota Tegal"),
        ("air mati di surabaya timur", "Kota Surabaya"),
        ("pemko medan tolong keruk parit kami", "Kota Medan"),
        ("polres Mojokerto kabupaten kok diam", "Kabupaten Mojokerto"),
        ("kantor di kelurahan Bandung minta uang rokok", "Kota Bandung"),
        # hierarchy: names decide among one another
        ("Ds. Undaan Lor kec. Undaan Kudus gelap", "Kabupaten Kudus/Undaan/Undaan Lor"),
        ("jalan rusak Kec Larangan Brebes", "Kabupaten Brebes/Larangan"),
        ("bendungan retak. Pacet, Kab. Mojokerto", "Kabupaten Mojokerto/Pacet"),
        ("kandang ayam bau di Pacet Cianjur", "Kabupaten Cianjur/Pacet"),
        ("atap pasar bocor di kec Cibadak kab Lebak", "Kabupaten Lebak/Cibadak"),
        ("longsor di Rantau, Tapin", "Kabupaten Tapin"),
        ("jalan rusak di Mangunharjo, Tugu, Semarang", "Kota Semarang/Tugu/Mangunharjo"),
        ("truk pasir lewat Wonosari Gunungkidul", "Kabupaten Gunungkidul/Wonosari"),
        ("gapura roboh di kec Wonosari Klaten", "Kabupaten Klaten/Wonosari"),
        ("Kel. Kebraon, Kec. Karang Pilang got mampet", SBY + "/Karang Pilang/Kebraon"),
        ("Kec Gunung Sindur jalannya hancur", "Kabupaten Bogor/Gunungsindur"),
        ("nagari Koto Gadang kec. IV Koto Agam gelap", "Kabupaten Agam/IV Koto/Koto Gadang"),
        ("distrik Heram Kota Jayapura listrik mati", "Kota Jayapura/Heram"),
        ("Tanjungpinang Timur air keruh", "Kota Tanjung Pinang/Tanjung Pinang Timur"),
        ("lampu mati di kapanewon Gamping", "Kabupaten Sleman/Gamping"),
        # several places: where the matter is
        ("KTP saya dari Bandung, tapi sekarang di Cimahi tidak dapat bansos", "Kota Cimahi"),
        ("ktp saya masih Batam, di Karo dapat pupuk subsidi tidak", "Kabupaten Karo"),
        ("bus arah Jakarta ngetem di Purwakarta", "Kabupaten Purwakarta"),
        ("truk dari Kediri buang sampah di Nganjuk", "Kabupaten Nganjuk"),
        # twins: villages are in the kabupaten
        ("kepala desa di Tasikmalaya potong blt", "Kabupaten Tasikmalaya"),
        ("kades kami di Mojokerto jual tanah kas", "Kabupaten Mojokerto"),
        ("lurah di Blitar minta uang surat", "Kota Blitar"),
        # regional speech
        ("dalane bolong kabeh nang Ngawi", "Kabupaten Ngawi"),
        ("ning Wonosobo banyune mati telung dina", "Kabupaten Wonosobo"),
        ("kadada banyu di Barabai lah saminggu", "Kabupaten Hulu Sungai Tengah/Barabai"),
        ("jalan ancua di Payakumbuah", "Kota Payakumbuh"),
        ("kitong di Serui lampu mati terus", "Kabupaten Kepulauan Yapen"),
        ("torang di Bitung nda ada aer", "Kota Bitung"),
    ],
)
def test_a_whole_text_is_placed(read: Read, text: str, path: str) -> None:
    location = read(f"#lapor {text}").location
    assert location is not None
    names = (location.regency, location.district, location.village)
    assert ("/".join(filter(None, names)) or location.province) == path


@pytest.mark.parametrize(
    "text",
    [
        "harga batu bara naik terus",
        "semen dan batang besi numpuk di trotoar",
        "kades alasan dana belum cair",
        "semua warga sekampung protes",
        "bendahara sekolah kabur",
        "kantin sekolah mahal, tempe sepotong tiga ribu",
        "kebakaran pasar minggu lalu belum didata",
        "buang kresek ke selokan",
        "loket BPN cuma melayani notaris",
        "ikan asin dan bawang mahal",
        "anak angkatan kami tidak dapat ijazah",
        "nasi rendang di rest area basi",
        "sopir kereta argo parahyangan ugal-ugalan",
        "kapan jalan baru ini diaspal",
        "yang punya kudu tanggung jawab",
    ],
)
def test_words_that_are_also_names_are_no_places(read: Read, text: str) -> None:
    assert read(f"#lapor {text}").location is None


@pytest.mark.parametrize(
    "text",
    [
        "kec. Wonosari listriknya padam",
        "air mati di kecamatan Sukadana",
        "warga Purwosari butuh jembatan",
        "desa Karangrejo belum diaspal",
        "kel. Sidomulyo gelap",
        "Ds. Karanganyar kena wereng",
    ],
)
def test_a_name_of_many_places_stays_a_question(read: Read, text: str) -> None:
    belief = read(f"#lapor {text}")
    assert belief.location is None or belief.location.level is Level.PROVINCE
    assert "place_ambiguous" in belief.reasons


def test_the_only_district_of_a_name_is_believed_less_than_with_its_regency(read: Read) -> None:
    lone = read("#lapor jalan rusak di Sibolangit, tolong")
    named = read("#lapor jalan rusak di Sibolangit, Deli Serdang, tolong")
    assert lone.location is not None
    assert named.location is not None
    assert (lone.location.code, named.location.code) == ("12.07.03", "12.07.03")
    assert lone.confidence.location < named.confidence.location


@pytest.mark.parametrize(
    ("text", "place_text"),
    [
        ("got mampet di Jl. Merpati no 12 RT 02", "Jl. Merpati no 12 RT 02"),
        ("jalan Merpati gelap", "jalan Merpati"),
        ("gang Mawar II banjir", "gang Mawar II"),
        ("lampu mati di simpang Pahlawan", "simpang Pahlawan"),
        ("bocor di perumahan Griya Asri blok C", "perumahan Griya Asri blok C"),
        ("longsor di jalan raya Trenggalek km 8", "jalan raya Trenggalek km 8"),
        ("lubang depan indomaret belum ditambal", "depan indomaret"),
        ("lampu mati sebelah Masjid Agung", "sebelah Masjid Agung"),
        ("got buntu di depan sdn 3 Kalirejo", "depan sdn 3 Kalirejo"),
    ],
)
def test_streets_are_kept_as_written(read: Read, text: str, place_text: str) -> None:
    belief = read(f"#lapor {text}")
    spans = [e for e in belief.evidence if e.field == "place_text"]
    assert [f"#lapor {text}"[e.start : e.end] for e in spans] == [place_text]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        # roads that are in the place of their name
        ("truk parkir di jalan lingkar Kudus", "Kabupaten Kudus"),
        ("toko di pinggir jalan poros Pinrang", "Kabupaten Pinrang"),
        ("sapi berkeliaran di jalan raya Bener Meriah", "Kabupaten Bener Meriah"),
        ("bus parkir di jalan raya Lembang", "Kabupaten Bandung Barat/Lembang"),
        ("pengemis di Jl Raya Sukawati Gianyar", "Kabupaten Gianyar/Sukawati"),
        ("jalan kutacane lobang semua", "Kabupaten Aceh Tenggara"),
        ("pemulung tidur di kolong tol Pluit", "Kota Administrasi Jakarta Utara/Penjaringan/Pluit"),
        ("tertipu beli rumah di perumahan sidoarjo", "Kabupaten Sidoarjo"),
        # rivers and islands of a place's name, also where "kali" or "laut" says something else
        ("kali Bekasi berbusa", "Kota Bekasi"),
        ("buaya di muara sungai Sampit", "Kabupaten Kotawaringin Timur"),
        ("petani rumput laut Jeneponto rugi", "Kabupaten Jeneponto"),
        ("lucu kali Medan ini", "Kota Medan"),
        # names that are words too, where a sentence begins
        ("Kudus min, sekolah menolak anak difabel", "Kabupaten Kudus"),
        ("tiket palsu. Kupang banyak korban", "Kota Kupang"),
        ("sawah gagal panen. Pati kidul", "Kabupaten Pati"),
        ("air mati di malang kidul", "Kabupaten Malang"),
        ("Polres Metro Depok lambat", "Kota Depok"),
        # a village that we know elsewhere only does not outweigh its regency
        ("Desa Lubuk Raja, Kab OKU", "Kabupaten Ogan Komering Ulu"),
        ("anak tuli di kampung sonde sekolah, kota Kupang", "Kota Kupang"),
        ("pertigaan gempol pasuruan macet", "Kabupaten Pasuruan/Gempol"),
        # words for districts that one region only has
        ("kas desa disewakan. Kapanewon Depok", "Kabupaten Sleman/Depok"),
        # who comes from where, and who moves
        ("anak tulang dari Tapteng pamit kerja ke Dumai", "Kabupaten Tapanuli Tengah"),
        ("pindah dari Bekasi ke Wonogiri, bansos hilang", "Kabupaten Wonogiri"),
        # landmarks
        ("pencatat meter PDAM Surya Sembada", SBY),
        ("tagihan Tirta Bhagasasi naik", "Kabupaten Bekasi"),
        ("obat habis di RSUD Dr. Soedomo", "Kabupaten Trenggalek"),
        ("villa di Puncak makin banyak", "Kabupaten Bogor"),
        ("gajah masuk kebun di Duri", "Kabupaten Bengkalis/Mandau"),
        ("lampu GOR Segiri mati", "Kota Samarinda"),
        ("preman di pasar Induk Kramat Jati", "Kota Administrasi Jakarta Timur/Kramatjati"),
        ("harga lada Bangka jatuh", "Kepulauan Bangka Belitung"),
        ("toilet di Dieng kotor", "Jawa Tengah"),
    ],
)
def test_what_bears_a_name_tells_the_place(read: Read, text: str, path: str) -> None:
    location = read(f"#lapor {text}").location
    assert location is not None
    names = (location.regency, location.district, location.village)
    assert ("/".join(filter(None, names)) or location.province) == path


@pytest.mark.parametrize(
    "text",
    [
        "krl bogor gangguan lagi",
        "dicolek orang di KRL jurusan Cikarang",
        "contra flow arah Bandung sampai jam berapa",
        "AC gerbong 5 mati dari Cirebon",
        "travel Bandung Jakarta telat 4 jam",
        "ganti rugi tol Probolinggo Banyuwangi belum dibayar",
        "jalan raya Sampang-Pamekasan gelap",
        "mutasi mobil dari Bali ke NTB",
    ],
)
def test_where_a_line_ends_is_not_where_it_happened(read: Read, text: str) -> None:
    assert read(f"#lapor {text}").location is None


@pytest.mark.parametrize(
    "text",
    [
        "tolong dicek PBG nya",
        "cara urus PBG rumah tinggal",
        "saya lampirkan DIPA nya",
        "ABK kapal Cina tidak digaji",
        "paket data habis padahal cuma WA an",
        "maba disuruh guling2",
        "paspor hilang di Kuala Lumpur",
        "jambret di jalan Imam Bonjol",
        "Bukit Barisan dijaga bersama",
        "pipa nyembur kayak air mancur, rumah2 di atas kering",
        "tiga kali bersih-bersih tetap kotor",
        "Batu dilempar dari jembatan",
    ],
)
def test_what_only_sounds_like_a_place_is_none(read: Read, text: str) -> None:
    assert read(f"#lapor {text}").location is None
