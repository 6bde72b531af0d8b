"""The status of a report, with the names SP4N-LAPOR! gives it."""

from enum import StrEnum


class Status(StrEnum):
    BARU = "baru"
    PERLU_TINJAUAN = "perlu_tinjauan"
    TERVERIFIKASI = "terverifikasi"
    DITERUSKAN = "diteruskan"
    DIPROSES = "diproses"
    DITANGGAPI = "ditanggapi"
    SELESAI = "selesai"
    MENUNGGU_PELAPOR = "menunggu_pelapor"
    BUKAN_KEWENANGAN = "bukan_kewenangan"
    DIARSIPKAN = "diarsipkan"
    DIBUKA_KEMBALI = "dibuka_kembali"
    DIGABUNG = "digabung"


STATUS_NAMES: dict[Status, str] = {
    Status.BARU: "Laporan diterima",
    Status.PERLU_TINJAUAN: "Menunggu pemeriksaan petugas",
    Status.TERVERIFIKASI: "Terverifikasi",
    Status.DITERUSKAN: "Diteruskan ke instansi",
    Status.DIPROSES: "Diproses instansi",
    Status.DITANGGAPI: "Ditanggapi instansi",
    Status.SELESAI: "Selesai",
    Status.MENUNGGU_PELAPOR: "Menunggu jawaban pelapor",
    Status.BUKAN_KEWENANGAN: "Bukan kewenangan",
    Status.DIARSIPKAN: "Diarsipkan",
    Status.DIBUKA_KEMBALI: "Dibuka kembali",
    Status.DIGABUNG: "Digabung dengan laporan lain",
}
