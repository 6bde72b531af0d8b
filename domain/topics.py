"""The topics of SP4N-LAPOR!, with the names the service itself uses.

Source: the category list of SP4N-LAPOR! (lapor.go.id). The codes are ours and are part of the
contract of ``laporbot extract``; subtopics belong to the nlp room, which routes by them.
"""

from enum import StrEnum


class Topic(StrEnum):
    AGAMA = "agama"
    DESA_TERTINGGAL = "desa_tertinggal"
    EKONOMI_KEUANGAN = "ekonomi_keuangan"
    ENERGI_SDA = "energi_sda"
    KEKERASAN_PENDIDIKAN = "kekerasan_pendidikan"
    KEPENDUDUKAN = "kependudukan"
    KESEHATAN = "kesehatan"
    KESETARAAN_GENDER = "kesetaraan_gender"
    KETENAGAKERJAAN = "ketenagakerjaan"
    KETERTIBAN_UMUM = "ketertiban_umum"
    LINGKUNGAN_HIDUP = "lingkungan_hidup"
    MAKAN_BERGIZI = "makan_bergizi"
    NARKOTIKA = "narkotika"
    NETRALITAS_ASN = "netralitas_asn"
    PEKERJAAN_UMUM = "pekerjaan_umum"
    PENDIDIKAN = "pendidikan"
    PERAIRAN = "perairan"
    PERHUBUNGAN = "perhubungan"
    PERLINDUNGAN_KONSUMEN = "perlindungan_konsumen"
    PERTANIAN = "pertanian"
    POLITIK_HUKUM = "politik_hukum"
    SOSIAL = "sosial"
    SP4N_LAPOR = "sp4n_lapor"
    TIK = "tik"
    LAINNYA = "lainnya"


TOPIC_NAMES: dict[Topic, str] = {
    Topic.AGAMA: "Agama",
    Topic.DESA_TERTINGGAL: "Pembangunan Desa, Daerah Tertinggal, dan Transmigrasi",
    Topic.EKONOMI_KEUANGAN: "Ekonomi dan Keuangan",
    Topic.ENERGI_SDA: "Energi dan Sumber Daya Alam",
    Topic.KEKERASAN_PENDIDIKAN: "Kekerasan di Satuan Pendidikan",
    Topic.KEPENDUDUKAN: "Kependudukan",
    Topic.KESEHATAN: "Kesehatan",
    Topic.KESETARAAN_GENDER: "Kesetaraan Gender dan Sosial Inklusif",
    Topic.KETENAGAKERJAAN: "Ketenagakerjaan",
    Topic.KETERTIBAN_UMUM: "Ketentraman, Ketertiban Umum, dan Perlindungan Masyarakat",
    Topic.LINGKUNGAN_HIDUP: "Lingkungan Hidup dan Kehutanan",
    Topic.MAKAN_BERGIZI: "Program Makan Bergizi Gratis",
    Topic.NARKOTIKA: "Pencegahan Narkotika (P4GN)",
    Topic.NETRALITAS_ASN: "Netralitas ASN",
    Topic.PEKERJAAN_UMUM: "Pekerjaan Umum dan Penataan Ruang",
    Topic.PENDIDIKAN: "Pendidikan dan Kebudayaan",
    Topic.PERAIRAN: "Perairan",
    Topic.PERHUBUNGAN: "Perhubungan",
    Topic.PERLINDUNGAN_KONSUMEN: "Perlindungan Konsumen",
    Topic.PERTANIAN: "Pertanian dan Peternakan",
    Topic.POLITIK_HUKUM: "Politik dan Hukum",
    Topic.SOSIAL: "Sosial dan Kesejahteraan",
    Topic.SP4N_LAPOR: "Layanan SP4N-LAPOR!",
    Topic.TIK: "Teknologi Informasi dan Komunikasi",
    Topic.LAINNYA: "Topik lainnya",
}
