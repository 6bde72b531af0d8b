"""Who is responsible."""

import pytest

from domain.model import Level
from nlp.agency.accusations import load_accusations
from nlp.agency.agencies import AgencyFinder, AgencyReading, Route
from nlp.agency.reference import office_names, offices
from nlp.agency.routing import load_ministries, load_rules, rule_of
from nlp.place.gazetteer import load_gazetteer
from nlp.place.handles import load_handles
from nlp.place.places import PlaceReading
from nlp.text.tables import DataError, parse_table
from nlp.text.words import Words
from nlp.topics import TopicReading, subtopic
from tests.nlp.conftest import Read


def agency_id(read: Read, text: str) -> str | None:
    agency = read(f"#lapor {text}").agency
    return agency.id if agency else None


@pytest.mark.parametrize(
    ("text", "agency_id", "name"),
    [
        (
            "jalan rusak di kab luwu",
            "73.17:pupr",
            "Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Luwu",
        ),
        ("listrik mati dari pagi", "pln", "PT PLN (Persero)"),
        ("jalan nasional di kab luwu rusak", "kemen_pu", "Kementerian Pekerjaan Umum"),
        # what offices are really called, where we know it
        (
            "jalan provinsi di kab luwu rusak",
            "73:pupr",
            "Dinas Bina Marga dan Bina Konstruksi Provinsi Sulawesi Selatan",
        ),
        ("SMA di depok tahan ijazah", "32:pendidikan", "Dinas Pendidikan Provinsi Jawa Barat"),
        ("SD di depok pungutan sekolah", "32.76:pendidikan", "Dinas Pendidikan Kota Depok"),
        (
            "SD di kab luwu pungutan sekolah",
            "73.17:pendidikan",
            "Dinas Pendidikan dan Kebudayaan Kabupaten Luwu",
        ),
        # Jakarta's administrative cities have no government of their own
        (
            "sampah numpuk di jakbar",
            "31:lingkungan",
            "Dinas Lingkungan Hidup Provinsi Daerah Khusus Ibukota Jakarta",
        ),
        (
            "got mampet di jakbar",
            "31:sda",
            "Dinas Sumber Daya Air Provinsi Daerah Khusus Ibukota Jakarta",
        ),
        (
            "pelayanan kelurahan lama banget di kec beji depok",
            "32.76.06:kecamatan",
            "Kecamatan Beji Kota Depok",
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
    ("text", "body"),
    [
        ("jalan nasional di kab luwu rusak", "kemen_pu"),
        ("jalan pantura brebes berlubang parah", "kemen_pu"),
        ("jalan provinsi di kab luwu rusak", "73:pupr"),
        ("jalan desa rusak parah di desa sukamakmur kec sukamakmur kab bogor", "32.01:desa"),
        ("jalan berlubang di kota surabaya dekat tp", "35.78:pupr"),
        ("jalan rusak di jl margonda depok", "32.76:pupr"),
        ("jalan rusak di tebet jaksel", "31:pupr"),
        ("got mampet banjir terus di kel kebon jeruk jakbar", "31:sda"),
        ("banjir genangan di kec gubeng surabaya", "35.78:pupr"),
        ("lampu jalan mati di tebet jaksel", "31:pupr"),
        ("PJU mati di kota semarang udah sebulan", "33.74:perumahan"),
        ("lampu jalan padam di kab sleman", "34.04:perhubungan"),
        ("sampah numpuk di jakbar", "31:lingkungan"),
        ("tanggul sungai bengawan solo jebol di kab sragen", "kemen_pu"),
        ("tanggul jebol bbws tolong di kab demak", "sda_pusat"),
        ("irigasi rusak di kab indramayu", "32.12:pupr"),
        ("pdam mati 3 hari di kota bandung", "32.73:pdam"),
        ("air pdam keruh di batam", "bp_batam"),
        ("bangunan liar tanpa izin di kota bekasi", "32.75:satpol_pp"),
        ("SMA di depok tahan ijazah", "32:pendidikan"),
        ("SD di depok pungutan sekolah", "32.76:pendidikan"),
        ("ppdb zonasi smpn 1 cibinong kab bogor curang", "32.01:pendidikan"),
        ("slb di kab bantul atap sekolah bocor", "34:pendidikan"),
        ("guru ngaji belum dapat insentif di kab pasuruan", "35.14:kesra"),
        ("madrasah pungutan sekolah mts di kab kudus", "kemenag"),
        ("kip kuliah belum cair di universitas negeri semarang", "kemdiktisaintek"),
        ("RSUP sardjito jogja antri dokter lama", "kemenkes"),
        ("rsud dr soetomo surabaya menolak pasien", "35:kesehatan"),
        ("igd rsud cibinong kab bogor pasien ditolak", "32.01:kesehatan"),
        ("rs bhayangkara kediri antri lama banget pasien", "polri"),
        ("puskesmas tutup jam 10 di kec suli kab luwu", "73.17:kesehatan"),
        ("bpjs saya nonaktif tiba tiba di kota medan", "bpjs_kesehatan"),
        ("atm bri tertelan di kota malang", "bri"),
        ("saldo rekening bank mandiri hilang", "mandiri"),
        ("kredit macet leasing debt collector bank di kota medan", "ojk"),
        ("pinjol ilegal sebar data saya", "satgas_pinjol"),
        ("indihome mati 3 hari di kota malang", "indihome"),
        ("sinyal telkomsel hilang di kab alor", "telkomsel"),
        ("sinyal xl susah di kab alor", "kemkomdigi"),
        ("kabel semrawut di jl sudirman pekanbaru", "14.71:kominfo"),
        ("paket tidak sampai shopee penipuan", "kemendag"),
        ("paket hilang di kantor pos kota solo", "pos"),
        ("krl telat terus stasiun bogor", "kci"),
        ("kereta api telat di stasiun gubeng", "kai"),
        ("mrt mogok di stasiun lebak bulus", "mrt_jakarta"),
        ("whoosh delay 2 jam di halim", "kcic"),
        ("transjakarta busway lama banget di halte harmoni jakpus", "transjakarta"),
        ("sopir angkot ugal ugalan di kota bogor", "32.71:perhubungan"),
        ("bus akap ngetem di terminal pulogebang", "kemenhub"),
        ("pesawat lion air delay 5 jam di bandara kualanamu", "kemenhub"),
        ("kapal feri merak bakauheni antri 10 jam", "asdp"),
        ("tiket kapal pelni mahal di makassar", "pelni"),
        ("kapal cantrang masih beroperasi di perairan batu bara sumut", "kkp"),
        ("pelabuhan perikanan brondong lamongan kotor", "35:perikanan"),
        ("nelayan susah cari solar nelayan di kab cilacap", "pertamina"),
        ("abrasi pantai makin parah di kab demak", "kemen_pu"),
        ("pagar laut di kab tangerang", "kkp"),
        ("tambang pasir ilegal di kab kulon progo", "34:pupr"),
        ("tambang ilegal dekat hutan lindung kab kolaka", "kemenhut"),
        ("limbah b3 dibuang pabrik di kab mojokerto", "klh"),
        ("limbah pabrik tekstil cemari sungai di kab bandung", "32.04:lingkungan"),
        ("pabrik berisik tengah malam di kab gresik", "35.25:lingkungan"),
        ("sound horeg sampai jam 2 pagi di kab malang", "35.07:satpol_pp"),
        ("balap liar tiap malam minggu di kota kediri", "polri"),
        ("knalpot brong berisik di kota madiun", "polri"),
        ("judi sabung ayam di kab jombang", "polri"),
        ("jual miras depan sekolah di kota palu", "72.71:satpol_pp"),
        ("odgj ngamuk di kab tegal", "33.28:sosial"),
        ("buaya masuk sungai dekat rumah warga di kab kutai timur", "kemenhut"),
        ("ular masuk rumah, hewan liar di kota depok", "32.76:damkar"),
        ("tiang listrik miring mau roboh di kab gowa", "pln"),
        ("listrik mati dari pagi", "pln"),
        ("gas melon langka di kab kebumen", "pertamina"),
        ("pertalite oplosan di spbu kab cirebon", "pertamina"),
        ("umr ga dibayar di pabrik kab karawang", "32:tenaga_kerja"),
        ("di phk sepihak tanpa pesangon di kota cilegon", "36.72:tenaga_kerja"),
        ("tkw disiksa majikan di malaysia", "kp2mi"),
        ("bsu belum cair padahal terdaftar", "kemnaker"),
        ("cpns sscasn error terus", "bkn"),
        ("gaji honorer belum dibayar 3 bulan di kab sorong", "96.01:kepegawaian"),
        ("prakerja saldo belum masuk", "kemenko_perekonomian"),
        ("paspor antri online error", "imigrasi"),
        ("sertifikat tanah ptsl 3 tahun belum jadi di kab bogor", "kemen_atrbpn"),
        ("lapas overkapasitas napi di kota medan", "kemenimipas"),
        ("pengadilan agama lama banget sidang di kota depok", "mahkamah_agung"),
        ("kpps tidak netral pemilu di kota bima", "kpu"),
        ("mbg basi di sdn 2 kota cimahi keracunan", "bgn"),
        ("website disdukcapil kota bogor error", "32.71:dukcapil"),
        ("aplikasi mobile jkn error ga bisa login", "bpjs_kesehatan"),
        ("aplikasi djp online error", "djp"),
        ("aplikasi pemkot bekasi error", "32.75:kominfo"),
        ("pelayanan kelurahan cipayung lama banget, kec cipayung depok", "32.76.07:kecamatan"),
        ("pegawai kecamatan suli jutek kab luwu", "73.17.03:kecamatan"),
        ("pegawai dinsos jutek di kota padang", "13.71:sosial"),
        ("pns sering bolos di kab wonogiri", "33.12:kepegawaian"),
        ("visa haji belum keluar", "kemenhaj"),
        ("travel umroh nipu jamaah", "kemenhaj"),
        ("sertifikat halal lama", "bpjph"),
        ("gereja ditolak warga izin gereja di kota bekasi", "32.75:kesbangpol"),
        ("pupuk subsidi langka di kab ngawi", "35.21:pertanian"),
        ("gabah dibeli murah bulog tolong di kab sragen", "bulog"),
        ("pmk sapi mati di kab boyolali", "33.09:pertanian"),
        ("harga sembako naik di pasar kota kupang", "53.71:perdagangan"),
        ("lapangan bola rusak di kota bandung olahraga", "32.73:olahraga"),
        ("fasum perumahan diambil pengembang di kota bekasi bangunan", "32.75:perumahan"),
        ("kekeringan butuh air bersih di kab gunungkidul", "34.03:bpbd"),
        ("orang hanyut di sungai kab agam", "basarnas"),
        ("kpr btn saya dipersulit", "btn"),
        ("kartu atm bni ketelan di kota solo", "bni"),
        ("bank di kampung saya kredit macet terus nasabah diteror", "ojk"),
        ("jalan berlubang di tol jagorawi", "kemen_pu"),
        ("macet parah di tol dalam kota jakarta", "kemen_pu"),
        ("lampu merah mati di simpang lima semarang", "33.74:perhubungan"),
        ("lampu merah mati di jalan provinsi kab garut", "32:perhubungan"),
        ("palang pintu kereta rusak di kab brebes", "kemenhub"),
        ("kena tilang elektronik padahal motor sudah dijual", "korlantas"),
        ("truk odol lewat desa kami di kab batang", "33.25:perhubungan"),
        ("truk odol ngebut di jalan nasional kab batang", "kemenhub"),
        ("ojol demo tarif gojek aplikasi turun", "kemenhub"),
        ("bandara ngurah rai antri lama di imigrasi", "imigrasi"),
        ("syahbandar mempersulit izin kapal tol laut di pelabuhan kota tual", "ditjen_hubla"),
        ("bongkar muat pelindo lambat di pelabuhan tanjung perak surabaya", "pelindo"),
        ("harga gabah anjlok di kab karawang", "32.15:pertanian"),
        ("kandang ayam bau lalat banyak di kab blitar", "35.05:lingkungan"),
        ("kebun plasma ptpn bermasalah di kab langkat", "ptpn"),
        ("perhutani tebang hutan sembarangan di kab blora", "perhutani"),
        ("kebakaran hutan di kab kubu raya asap tebal", "kemenhut"),
        ("polusi udara pltu batubara di kota cilegon", "klh"),
        ("pohon tumbang nutup jalan di kota bandung", "32.73:perumahan"),
        ("pohon tumbang kena kabel listrik di kota solo", "pln"),
        ("taman kota rusak di tebet jaksel pohon", "31:pertamanan"),
        ("rumah tidak layak huni nenek saya di kab sumenep", "35.29:perumahan"),
        ("izin imb pbg lama di kota semarang", "33.74:perizinan"),
        ("oss error izin usaha ga keluar", "bkpm"),
        ("pajak motor di samsat depok antri lama", "32:pajak"),
        ("balik nama kendaraan blokir stnk susah di kota malang", "korlantas"),
        ("pbb naik 300 persen di kab pati", "33.18:pajak"),
        ("npwp saya ga valid coretax", "djp"),
        ("imei hp saya diblokir bea cukai", "bea_cukai"),
        ("koperasi simpan pinjam gagal bayar di kota solo", "33.72:perdagangan"),
        ("koperasi merah putih belum jalan di jawa timur", "35:pemda"),
        ("pasar tradisional becek kotor di tanah abang jakpus", "31:pasar"),
        ("pasar rakyat bocor di kota surabaya", "35.78:pasar"),
        ("ktp belum jadi 6 bulan di kec tebet jakarta selatan", "31:dukcapil"),
        (
            "surat pengantar nikah dipersulit di kel sukapura kec kiaracondong bandung",
            "32.73.16:kecamatan",
        ),
        ("kartu keluarga ga jadi jadi di kota tangsel", "36.74:dukcapil"),
        ("akta cerai belum keluar dari pengadilan agama kab cilacap", "mahkamah_agung"),
        ("bidan desa ga pernah ada di kab flores timur", "53.06:kesehatan"),
        ("stok obat di puskesmas kosong kab jayapura", "91.03:kesehatan"),
        ("obat palsu dijual online", "bpom"),
        ("dbd banyak minta fogging di kec cilincing jakut", "31:kesehatan"),
        ("anjing rabies gigit warga di kab buleleng", "51.08:pertanian"),
        ("kdrt suami memukul istri di kab gowa", "73.06:pemberdayaan_perempuan"),
        ("anak dicabuli tetangga di kota kendari", "74.71:pemberdayaan_perempuan"),
        ("siswa smp dibully di kota batu", "35.79:pendidikan"),
        ("siswi sma dibully di kota batu", "35:pendidikan"),
        ("santri dipukuli di pesantren kab kediri", "kemenag"),
        ("mahasiswi dilecehkan dosen di kampus makassar", "kemdiktisaintek"),
        ("guru memukul murid sd di kab nganjuk", "35.18:pendidikan"),
        ("kjp belum cair di jakarta timur", "31:pendidikan"),
        ("pip belum cair anak saya sd di kab sragen", "33.14:pendidikan"),
        ("perpustakaan daerah tutup terus di kota jambi", "15.71:perpustakaan"),
        ("candi borobudur tiketnya mahal cagar budaya", "borobudur"),
        ("cagar budaya dirusak di kota yogyakarta", "34.71:kebudayaan"),
        ("netralitas asn camat kampanye caleg di kab buru pilkada", "bawaslu"),
        ("narkoba di lapas merajalela", "kemenimipas"),
        ("bandar narkoba di kampung kami kab rokan hilir", "bnn"),
        ("tka ilegal imigrasi di kab morowali", "imigrasi"),
        ("sengketa tanah dengan mafia tanah di kota makassar", "kemen_atrbpn"),
        ("tanah kas desa disewakan sertifikat tanah di kab sleman", "34.04:desa"),
        ("warga diancam debt collector pinjol", "ojk"),
        ("judol iklan judi di facebook tolong blokir situs", "kemkomdigi"),
        ("tayangan sinetron ujaran kebencian konten negatif", "kpi"),
        ("cctv kota malang mati", "35.73:kominfo"),
        ("laporan saya belum ditindaklanjuti sp4n", "kemenpanrb"),
        ("banjir setinggi dada evakuasi di kab demak", "33.21:bpbd"),
        ("orang terlantar di terminal kota tegal", "33.76:sosial"),
        ("pengemis gelandangan di simpang dago bandung", "32.73:sosial"),
        ("pkl menutup trotoar di kota medan", "12.71:satpol_pp"),
        ("parkir liar di trotoar jl sabang jakpus", "31:perhubungan"),
        ("pabrik buang limbah ke sungai citarum", "klh"),
        ("abrasi pantai di kab bengkalis", "kemen_pu"),
        ("asn selingkuh di pemkab ponorogo", "35.02:inspektorat"),
    ],
)
def test_a_subject_has_its_body(read: Read, text: str, body: str) -> None:
    assert agency_id(read, text) == body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "bansos dipotong kades 50rb per orang di desa sukamaju kec banyuresmi garut",
            "32.05:inspektorat",
        ),
        ("BLT disunat pak kades, kab brebes", "33.29:inspektorat"),
        ("pkh ibu saya dipotong ketua kelompok 100rb tiap cair, kab jember", "35.09:inspektorat"),
        ("pendamping pkh minta uang 50rb tiap pencairan di kab malang", "itjen_kemensos"),
        ("dana desa dikorupsi kepala desa, kab luwu", "73.17:inspektorat"),
        ("pungli di disdukcapil kota bekasi, bikin ktp disuruh bayar 150rb", "32.75:inspektorat"),
        ("petugas dukcapil minta uang 100rb buat cetak ktp di kab garut", "32.05:inspektorat"),
        ("polisi minta uang damai waktu tilang di pertigaan cibinong bogor", "propam"),
        ("oknum polisi minta jatah ke sopir truk di subang", "propam"),
        ("bikin SIM di polres jember disuruh lewat calo", "propam"),
        ("jaksa minta uang 50 juta supaya kasus anak saya dihentikan, kejari palembang", "jamwas"),
        ("hakim terima suap di pengadilan negeri medan", "komisi_yudisial"),
        ("panitera minta uang biar putusan cepat keluar pengadilan negeri bekasi", "bawas_ma"),
        ("bupati korupsi dana bansos di kab bekasi, tolong diusut", "kpk"),
        ("pak bupati tolong kades kami korupsi dana desa di kab brebes", "33.29:inspektorat"),
        ("petugas bpn minta uang 5 juta buat urus sertifikat ptsl di kab bogor", "itjen_atrbpn"),
        ("ptsl pungli kades minta 1,5 juta per bidang di kab demak", "33.21:inspektorat"),
        ("petugas imigrasi minta uang pelicin bikin paspor di kanim surabaya", "itjen_imipas"),
        ("sipir lapas minta uang kamar ke keluarga napi di lapas cipinang", "itjen_imipas"),
        (
            "oknum pegawai pajak minta fee biar pajak dikurangi di kpp pratama semarang",
            "itjen_kemenkeu",
        ),
        ("oknum bea cukai minta uang di bandara soetta", "itjen_kemenkeu"),
        (
            "kepala kua minta 700rb buat nikah di kantor padahal gratis, kec cilawu garut",
            "itjen_kemenag",
        ),
        ("kepsek smkn 2 depok potong dana pip siswa", "32:inspektorat"),
        ("dana pip anak saya dipotong kepala sekolah sdn 3 cimanggis depok", "32.76:inspektorat"),
        ("dana BOS dikorupsi kepala madrasah mts di kab jepara", "itjen_kemenag"),
        ("rektor minta setoran proyek di kampus negeri di kendari", "itjen_kemdiktisaintek"),
        ("satpol pp memukul pedagang kaki lima di kota medan", "12.71:inspektorat"),
        ("oknum satpol pp minta uang ke pkl alun alun bandung kota", "32.73:inspektorat"),
        ("lurah pungli surat tanah di kota depok", "32.76:inspektorat"),
        ("camat minta setoran ke kepala desa di kab lebak", "36.02:inspektorat"),
        ("ketua rt minta 200rb buat surat pengantar di jakarta barat", "31:inspektorat"),
        ("tni backing tambang ilegal di kab bangka", "puspom_tni"),
        ("polisi bekingi judi sabung ayam di kab klaten", "propam"),
        ("petugas jembatan timbang minta uang ke sopir truk di kab batang", "itjen_kemenhub"),
        ("oknum petugas pln minta uang buat pasang meteran di kab serang", "bp_bumn"),
        ("gubernur jual beli jabatan di jambi", "kpk"),
        ("anggota dprd minta jatah proyek di kota bandar lampung", "kpk"),
        ("pegawai samsat pungli di kota bandung", "32:inspektorat"),
        ("oknum guru minta uang buat masuk sman 5 surabaya ppdb", "35:inspektorat"),
        ("insentif kader posyandu disunat di kab cianjur", "32.03:inspektorat"),
        ("bantuan umkm dipotong petugas dinas koperasi kota malang", "35.73:inspektorat"),
        ("beras bansos dijual kadus di kab lombok timur", "52.03:inspektorat"),
        (
            "sudah lapor polisi tapi kades yang korupsi masih bebas, kab cirebon",
            "32.09:inspektorat",
        ),
        ("honor rt disunat lurah di kota tangerang", "36.71:inspektorat"),
        ("jual beli jabatan kepala dinas di pemkab probolinggo", "35.13:inspektorat"),
        ("proyek jalan fiktif di kab sampang", "35.27:inspektorat"),
        ("pip anak saya dipotong sekolah sman 1 kab garut", "32:inspektorat"),
        (
            "sudah lapor ke polsek tapi tidak ada tindakan, motor saya hilang dicuri di kab bekasi",
            "propam",
        ),
        (
            "biaya nikah di kua 600rb kok kami diminta 1,5jt sama penghulu di kab bogor",
            "itjen_kemenag",
        ),
        (
            "kelurahan minta uang rokok buat tanda tangan surat di kec beji depok",
            "32.76:inspektorat",
        ),
        ("sertifikat prona ditahan perangkat desa minta 2jt, kab pati", "33.18:inspektorat"),
        ("proyek drainase asal asalan diduga mark up dinas pu kab sukabumi", "32.02:inspektorat"),
        ("bantuan korban gempa disunat di kab cianjur", "32.03:inspektorat"),
        ("kadis pendidikan minta setoran ke kepsek se kab labuhanbatu", "12.10:inspektorat"),
        ("dinas pendidikan provinsi jambi minta setoran kepsek sma", "15:inspektorat"),
        ("hakim selingkuh dengan panitera di kab subang", "komisi_yudisial"),
        ("babinsa memukul warga di kab sikka", "puspom_tni"),
        ("calo paspor di kantor imigrasi jaksel", "itjen_imipas"),
        ("petugas kpu minta uang buat jadi kpps di kab nias", "dkpp"),
        ("pupuk subsidi dijual mahal ketua poktan di kab ngawi", "35.21:inspektorat"),
        (
            "dosen minta uang biar lulus skripsi di universitas negeri padang",
            "itjen_kemdiktisaintek",
        ),
        ("lapor, kades korupsi dana desa di kab takalar", "73.05:inspektorat"),
        ("guru honorer gajinya disunat kepsek sd di kab bima", "52.06:inspektorat"),
        (
            "antrean paspor kantor imigrasi jayapura penuh tapi lewat orang dalam bisa besok",
            "itjen_imipas",
        ),
        (
            "ambulans desa dipake keluarga kades buat jalan jalan, kab pringsewu",
            "18.10:inspektorat",
        ),
        ("walikota medan korupsi", "kpk"),
        ("dishub provinsi jabar pungli di kota bandung", "32:inspektorat"),
        ("camat coblong bandung nerima amplop buat izin usaha", "32.73:inspektorat"),
        ("petugas dukcapil kab bogor nyuruh bayar 300 kalo mau cepet", "32.01:inspektorat"),
        ("jaksa di kejari bogor peras keluarga tersangka 50 juta", "jamwas"),
    ],
)
def test_misconduct_goes_to_who_oversees_the_accused(read: Read, text: str, body: str) -> None:
    assert agency_id(read, text) == body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("gaji dipotong perusahaan sejak bulan lalu di kab bekasi", "32:tenaga_kerja"),
        ("gaji karyawan pabrik dipotong bos, sudah lapor disnaker karawang", "32.15:tenaga_kerja"),
        ("pohon pinggir jalan dipotong pak kades di kab sleman", "34.04:lingkungan"),
        ("oknum warga buang sampah sembarangan di kali ciliwung depok", "32.76:lingkungan"),
        ("preman minta uang ke pedagang di pasar tanah abang jakarta pusat", "polri"),
        ("ormas minta thr ke toko toko di bekasi", "polri"),
        ("jukir liar minta 20rb di malioboro jogja", "34.71:perhubungan"),
        ("juru parkir liar pungli di alun alun kota bandung", "32.73:perhubungan"),
        ("rumput dipotong petugas tapi sampahnya ditinggal di kota bogor", "32.71:lingkungan"),
        ("polisi tidur terlalu tinggi di kota cimahi", "32.77:perhubungan"),
        ("kabel telkom dipotong orang di kab kendal", "telkom"),
        ("penagih pinjol minta uang terus ngancam sebar data", "ojk"),
        ("travel umroh minta uang tambahan di kota solo", "kemenhaj"),
        (
            "bos saya potong gaji dan tidak bayar lembur di kota cikarang kab bekasi",
            "32:tenaga_kerja",
        ),
        ("kuli proyek dipalak preman di kab tangerang", "polri"),
        ("dipalak ormas di pasar induk kramat jati jaktim", "polri"),
        ("air pdam mati, bayar tetap mahal di kota medan", "12.71:pdam"),
        ("mbg di sekolah dikorupsi dapurnya lauk cuma tempe kab blitar", "bgn"),
        ("tukang parkir minta 10rb di pasar senen jakpus", "31:perhubungan"),
        ("bansos bulan ini belum cair di kab bima", "52.06:sosial"),
        ("nama saya hilang dari dtks padahal miskin kab bima", "52.06:sosial"),
        ("warga miskin tidak dapat bansos yang dapat keluarga kades, kab lebak", "36.02:sosial"),
        ("jembatan gantung putus di desa cibadak kec cibadak kab lebak", "36.02:pupr"),
        ("bangunan ruko tanpa PBG di kab sleman", "34.04:satpol_pp"),
        ("truk kayu ilegal keluar dari hutan adat di kab sorong selatan", "kemenhut"),
        (
            "asn dishub kampanye bakal calon bupati mohon BKN dan Bawaslu di kab mamuju pilkada",
            "bawaslu",
        ),
        ("syarat pindah kk ke kota batam perlu surat pengantar rt", "21.71:dukcapil"),
        ("cari loker harus lewat orang dalam di kab karawang", "32.15:tenaga_kerja"),
        ("anak saya kelas 3 sd ditampar gurunya sampai lebam di kab klaten", "33.10:pendidikan"),
        ("pegawai samsat judes banget di kota medan", "12:pajak"),
        ("gaji guru honorer di sma belum cair 3 bulan di kota kupang", "53:pendidikan"),
        ("gaji guru honorer sd belum cair 3 bulan di kota kupang", "53.71:pendidikan"),
        ("website cpns error", "bkn"),
    ],
)
def test_what_only_sounds_like_misconduct_goes_its_usual_way(
    read: Read, text: str, body: str
) -> None:
    assert agency_id(read, text) == body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("jalan tol cipularang berlubang @PTJASAMARGA", "jasa_marga"),
        ("jalan rusak depan pasar cianjur @dbmprjabar", "32:pupr"),
        ("jalan rusak di cibinong kab bogor cc @KemenPU", "32.01:pupr"),
        ("wifi mati lagi @IndiHome di kota tegal", "indihome"),
        ("mobile banking error saldo terpotong @bankbsi_id", "bsi"),
        ("kapal penyeberangan bakauheni @asdp191 antri", "asdp"),
        ("nelayan ditangkap kapal asing di natuna @HumasBakamlaRI", "bakamla"),
        ("nik saya tidak terdaftar @ccdukcapil", "dukcapil_pusat"),
        ("kurikulum berubah terus guru bingung @Kemdikdasmen", "kemendikdasmen"),
        ("data pribadi saya bocor dijual hacker @BSSN_RI", "bssn"),
        ("sampah menumpuk di pasar cibinong kab bogor @PLN_123", "32.01:lingkungan"),
        # no subject: whoever is tagged answers, rather than whoever is in copy
        ("tolong dong @pln_123", "pln"),
        ("tolong dong @dishubkotabogor", "32.71:perhubungan"),
        ("tolong dong cc @pln_123", "pln"),
        ("tolong dong @dishubkotabogor cc @pln_123", "32.71:perhubungan"),
        ("tolong @BPJSKesehatanRI", "bpjs_kesehatan"),
        # in copy, a body answers for nothing
        ("wifi indihome mati cc @Telkomsel", "indihome"),
        ("sinyal susah di kab alor cc @Telkomsel", "kemkomdigi"),
        ("sinyal susah di kab alor @Telkomsel", "telkomsel"),
    ],
)
def test_a_named_body_answers_if_it_can_be_responsible(read: Read, text: str, body: str) -> None:
    assert agency_id(read, text) == body


@pytest.mark.parametrize(
    "text", ["jalan rusak parah", "jalan rusak @pln_123", "bansos dipotong kades"]
)
def test_a_local_matter_without_a_place_has_no_agency(read: Read, text: str) -> None:
    belief = read(f"#lapor {text}")
    assert belief.agency is None
    assert "no_place" in belief.reasons


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("sampah menumpuk di jawa barat", "32:pemda"),
        ("pelayanan kelurahan lama banget di depok", "32.76:pemda"),
        ("korupsi di jawa barat", "32:inspektorat"),
    ],
)
def test_a_place_alone_gives_at_least_its_government(read: Read, text: str, body: str) -> None:
    assert agency_id(read, text) == body


# ------------------------------------------------------------ what decided


def reading(
    text: str, code: str | None = None, about: str | None = None, probability: float = 0.8
) -> AgencyReading:
    gazetteer = load_gazetteer()
    lowers = tuple(text.split())
    starts = tuple(len(" ".join((*lowers[:at], ""))) for at in range(len(lowers)))
    ends = tuple(start + len(word) for start, word in zip(starts, lowers, strict=True))
    breaks = (False,) * len(lowers)
    words = Words(text, starts, ends, lowers, lowers, lowers, breaks, frozenset())
    topics = TopicReading()
    if about is not None:
        topics = TopicReading(subtopic(about).topic, about, weight=5.0, probability=probability)
    places = PlaceReading()
    if code is not None:
        places = PlaceReading(gazetteer.location(code), confidence=0.9)
    return AgencyFinder(gazetteer, load_handles()).read(words, topics, places)


@pytest.mark.parametrize(
    ("text", "code", "about", "route"),
    [
        ("jalan rusak", "73.17", "pekerjaan_umum.jalan_rusak", Route.RULE),
        ("jalan rusak @ptjasamarga", "73.17", "pekerjaan_umum.jalan_rusak", Route.MENTION),
        ("pungli kades", "73.17", "sosial.bansos", Route.ACCUSATION),
        ("begini terus", "73.17", None, Route.GOVERNMENT),
        ("tolong @pln_123", None, None, Route.MENTION),
        ("jalan rusak", None, "pekerjaan_umum.jalan_rusak", None),
        ("begini terus", None, None, None),
    ],
)
def test_the_reading_says_what_decided(
    text: str, code: str | None, about: str | None, route: Route | None
) -> None:
    found = reading(text, code, about)
    assert found.route is route
    assert (found.agency is None) == (route is None)
    assert (found.confidence == 0.0) == (route is None)


def test_a_place_said_more_clearly_is_surer_and_has_the_same_agency(read: Read) -> None:
    little, more = (
        read("#lapor jalan rusak parah depok"),
        read("#lapor jalan rusak parah kota depok"),
    )
    assert little.agency == more.agency
    assert little.confidence.location <= more.confidence.location


def test_a_text_of_nothing_but_accusations_is_read_in_no_time(read: Read) -> None:
    belief = read("#lapor " + "pungli kades minta uang polisi " * 800 + " kab luwu")
    assert belief.agency is not None


@pytest.mark.parametrize(
    ("text", "about", "body"),
    [
        # national programmes, applications and rules
        ("syarat pip tahun ini", "pendidikan.bantuan", "kemendikdasmen"),
        ("nominal pkh berapa", "sosial.bansos", "kemensos"),
        ("tombol sanggah di aplikasi cek bansos mati", "sosial.bansos", "kemensos"),
        ("hasil seleksi pppk belum keluar", "ketenagakerjaan.cpns", "bkn"),
        ("batas usia cpns mohon dihapus", "ketenagakerjaan.cpns", "kemenpanrb"),
        ("lowongan kerja jangan batasi umur", "ketenagakerjaan.lowongan", "kemnaker"),
        ("arca dicuri", "pendidikan.kebudayaan", "kemenbud"),
        ("garansi ditolak penjual", "perlindungan_konsumen.barang_jasa", "kemendag"),
        ("kabel internet menjuntai", "tik.internet", "kemkomdigi"),
        ("aplikasi pemerintah terlalu banyak", "tik.layanan_digital", "kemkomdigi"),
        # a ministry that is named answers for what is an office's
        ("jembatan putus @kemenpu", "pekerjaan_umum.jembatan", "kemen_pu"),
        ("jembatan putus", "pekerjaan_umum.jembatan", None),
        ("jembatan putus @pln_123", "pekerjaan_umum.jembatan", None),
        ("jembatan putus cc @kemenpu", "pekerjaan_umum.jembatan", None),
        ("gaji pppk belum dibayar", "ketenagakerjaan.cpns", None),
    ],
)
def test_without_a_place_a_national_body_answers_where_one_can(
    text: str, about: str, body: str | None
) -> None:
    agency = reading(text, None, about).agency
    assert (agency.id if agency else None) == body


@pytest.mark.parametrize(
    ("text", "about", "body"),
    [
        ("syarat pip tahun ini", "pendidikan.bantuan", "73.17:pendidikan"),
        ("nominal pkh berapa", "sosial.bansos", "73.17:sosial"),
        ("kabel internet menjuntai", "tik.internet", "73.17:kominfo"),
        ("garansi ditolak penjual", "perlindungan_konsumen.barang_jasa", "73.17:perdagangan"),
        ("jembatan putus @kemenpu", "pekerjaan_umum.jembatan", "73.17:pupr"),
        ("campak menyebar @kemenkesri", "kesehatan.wabah", "73.17:kesehatan"),
        # who has to act by law
        ("rsj penuh", "kesehatan.kesehatan_jiwa", "73:kesehatan"),
        ("jalan berlubang dekat pintu tol", "pekerjaan_umum.jalan_rusak", "73.17:pupr"),
        ("jalan tol berlubang", "pekerjaan_umum.jalan_rusak", "kemen_pu"),
        ("tempat pelelangan ikan kotor", "perairan.nelayan", "73.17:perikanan"),
        ("pelabuhan perikanan dangkal", "perairan.nelayan", "73:perikanan"),
        ("panitia pilkades curang", "politik_hukum.pemilu", "73.17:desa"),
        ("undangan memilih belum datang", "politik_hukum.pemilu", "kpu"),
        ("serangan fajar di kampung", "politik_hukum.pemilu", "bawaslu"),
        ("beli hp dibayar tidak dikirim", "perlindungan_konsumen.penipuan_online", "polri"),
        ("anjing liar berkeliaran", "ketertiban_umum.hewan_liar", "73.17:pertanian"),
        ("sapi masuk jalan", "ketertiban_umum.hewan_liar", "73.17:satpol_pp"),
        (
            "minta rambu di tikungan sering kecelakaan",
            "perhubungan.lalu_lintas",
            "73.17:perhubungan",
        ),
        ("motor kecelakaan tadi pagi", "perhubungan.lalu_lintas", "korlantas"),
        ("ijazah ditahan perusahaan", "pendidikan.ijazah", "73:tenaga_kerja"),
        ("ijazah smk ditahan mau kerja tidak bisa", "pendidikan.ijazah", "73:pendidikan"),
        ("buku nikah salah nama", "agama.kua_nikah", "kemenag"),
        ("akta cerai non muslim di catatan sipil", "kependudukan.akta", "73.17:dukcapil"),
        ("uang sobek ditolak", "ekonomi_keuangan.bank", "bank_indonesia"),
        ("merek dagang umkm ditolak", "ekonomi_keuangan.umkm", "kemenkum"),
        ("penimbunan solar", "energi_sda.bbm", "bph_migas"),
    ],
)
def test_with_a_place_who_has_to_act_by_law_answers(text: str, about: str, body: str) -> None:
    agency = reading(text, "73.17", about).agency
    assert agency is not None
    assert agency.id == body


@pytest.mark.parametrize(
    ("text", "probability", "body"),
    [
        ("lubang ditinggal begitu saja @pln_123", 0.4, "pln"),
        ("lubang ditinggal begitu saja @pln_123", 0.8, "73.17:pupr"),
        ("lubang ditinggal begitu saja @pln_123 @kemenpu", 0.4, "73.17:pupr"),
        ("lubang ditinggal begitu saja cc @pln_123", 0.4, "73.17:pupr"),
        ("lubang ditinggal begitu saja lurah diam", 0.4, "73.17:pupr"),
    ],
)
def test_the_only_named_body_outweighs_an_unsure_subject(
    text: str, probability: float, body: str
) -> None:
    agency = reading(text, "73.17", "pekerjaan_umum.jalan_rusak", probability).agency
    assert agency is not None
    assert agency.id == body


# ------------------------------------------------------------ the tables


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("sosial.bansos\t? pkh\tregency\tsosial", "to a national one"),
        ("sosial.bansos\t? @\tnational\tkemensos", "only words"),
        ("sosial.bansos\t? a ~ b ~ c\tnational\tkemensos", "is not one phrase"),
    ],
)
def test_a_line_for_no_place_that_cannot_be_is_refused(fields: str, problem: str) -> None:
    (line,) = parse_table("routing.tsv", fields, 4)
    with pytest.raises(DataError, match=problem):
        rule_of(line)


def test_no_line_comes_after_one_that_leaves_it_nothing() -> None:
    twice = [
        (code, rule)
        for code, rules in load_rules().items()
        for at, rule in enumerate(rules)
        if rule in rules[:at]
    ]
    assert twice == []


def test_ministries_load() -> None:
    assert load_ministries()["pupr"] >= {"kemen_pu"}


def test_the_last_rule_of_every_subtopic_always_holds_and_no_other_does() -> None:
    always = {
        code: [at for at, rule in enumerate(rules, 1) if rule.words is None and not rule.named]
        for code, rules in load_rules().items()
    }
    assert {code: at for code, at in always.items() if at != [len(load_rules()[code])]} == {}


def test_accusations_load() -> None:
    assert load_accusations() is load_accusations()


def test_an_office_done_by_another_exists_on_the_level_of_its_government() -> None:
    gazetteer = load_gazetteer()
    lost = [
        (gazetteer.name(code), key)
        for (code, key), name in office_names(gazetteer).items()
        if name.startswith("=") and not set(offices()[key].levels) & set(offices()[name[1:]].levels)
    ]
    assert lost == []


def test_only_districts_have_an_office_of_their_own_kind() -> None:
    in_districts = [o.key for o in offices().values() if Level.DISTRICT in o.levels]
    assert in_districts == ["kecamatan"]
