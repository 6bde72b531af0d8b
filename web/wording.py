"""What the pages say, in Indonesian, wherever it depends on a value.

Sentences about deadlines name the guideline's limits (3 and 5 working days, 10 before a report is
closed) and promise nothing in the name of an agency. They speak of "the reporter", not of "you":
a public link is read by others as well. None says anything of a report's content, so that each may
stand on the page of a secret report.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from domain.model import ReplyState, ReportType, Visibility
from domain.status import Status


@dataclass(frozen=True, slots=True)
class Meaning:
    """A status in plain words. ``tone`` is its colour: waiting, moving, done or closed."""

    tone: str
    now: str
    following: str
    has_deadline: bool


MEANINGS: dict[Status, Meaning] = {
    Status.BARU: Meaning(
        "waiting",
        "Laporan ini sudah kami terima dan catat. Petugas belum memeriksanya.",
        "Petugas memeriksa laporan, lalu meneruskannya ke instansi yang berwenang."
        " Batas waktunya 3 hari kerja sejak laporan diterima.",
        True,
    ),
    Status.PERLU_TINJAUAN: Meaning(
        "waiting",
        "Ada bagian laporan yang belum pasti bagi sistem kami."
        " Petugas perlu membacanya lebih dulu.",
        "Setelah diperiksa, laporan diteruskan ke instansi yang berwenang."
        " Batas waktunya 3 hari kerja sejak laporan diterima.",
        True,
    ),
    Status.TERVERIFIKASI: Meaning(
        "moving",
        "Petugas sudah memeriksa laporan ini. Laporan dapat ditindaklanjuti.",
        "Laporan diteruskan ke instansi yang berwenang."
        " Batas waktunya 3 hari kerja sejak laporan diterima.",
        True,
    ),
    Status.DITERUSKAN: Meaning(
        "moving",
        "Laporan ini sudah diteruskan ke instansi yang berwenang.",
        "Instansi menindaklanjuti laporan. Batas waktunya 5 hari kerja setelah laporan diteruskan.",
        True,
    ),
    Status.DIPROSES: Meaning(
        "moving",
        "Instansi sedang menangani laporan ini.",
        "Instansi memberi tanggapan setelah ada hasilnya. Batas waktu tindak lanjut adalah"
        " 5 hari kerja. Laporan yang memerlukan pengawasan dapat lebih lama.",
        True,
    ),
    Status.DITANGGAPI: Meaning(
        "done",
        "Instansi sudah memberi tanggapan atas laporan ini.",
        "Jika pelapor tidak menjawab dalam 10 hari kerja setelah tanggapan, laporan ditutup."
        " Jika masalahnya belum selesai, pelapor dapat menyampaikannya sebelum batas itu.",
        True,
    ),
    Status.SELESAI: Meaning(
        "done",
        "Penanganan laporan ini sudah ditutup.",
        "Tidak ada langkah berikutnya. Jika masalahnya masih ada, pelapor dapat mengirim"
        " laporan baru.",
        False,
    ),
    Status.MENUNGGU_PELAPOR: Meaning(
        "waiting",
        "Petugas memerlukan keterangan tambahan dari pelapor.",
        "Penanganan dilanjutkan setelah pelapor menjawab. Jika Anda pelapornya,"
        " periksa balasan dan pesan dari kami di X.",
        False,
    ),
    Status.BUKAN_KEWENANGAN: Meaning(
        "closed",
        "Masalah ini di luar kewenangan layanan ini, sehingga tidak dilanjutkan di sini.",
        "Sampaikan masalahnya langsung ke lembaga yang berwenang. Perkara di pengadilan, urusan"
        " lembaga perwakilan rakyat, dan tindak pidana ditangani oleh lembaga lain.",
        False,
    ),
    Status.DIARSIPKAN: Meaning(
        "closed",
        "Laporan ini disimpan dan tidak diteruskan. Biasanya karena terlalu umum,"
        " kurang lengkap, atau bukan tentang kinerja pemerintah.",
        "Tidak ada langkah berikutnya. Pelapor dapat mengirim laporan baru yang menyebut"
        " tempat dan masalahnya dengan jelas.",
        False,
    ),
    Status.DIBUKA_KEMBALI: Meaning(
        "moving",
        "Laporan ini dibuka lagi karena masalahnya belum selesai.",
        "Petugas memeriksanya kembali dan meneruskannya ke instansi yang berwenang jika perlu.",
        False,
    ),
    Status.DIGABUNG: Meaning(
        "closed",
        "Laporan ini digabung dengan laporan lain tentang masalah yang sama."
        " Laporan ini tetap tersimpan.",
        "Penanganannya mengikuti laporan utama.",
        False,
    ),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page hides, and from whom."""

    title: str
    sentences: tuple[str, ...]


NOTICES: dict[Visibility, Notice] = {
    Visibility.PUBLIK: Notice(
        "Laporan publik",
        (
            "Siapa pun yang memegang kode ini dapat membuka halaman ini.",
            "Nama, akun, dan isi kiriman pelapor tidak ditampilkan di sini.",
        ),
    ),
    Visibility.ANONIM: Notice(
        "Laporan anonim",
        (
            "Identitas pelapor kami sembunyikan dari publik dan dari instansi yang dilaporkan.",
            (
                "Supaya pelapor tidak mudah ditebak, halaman ini juga tidak menampilkan"
                " desa atau kelurahan dan jam."
            ),
            (
                "Simpan kode ini untuk Anda sendiri. Siapa pun yang memegangnya dapat membuka"
                " halaman ini."
            ),
        ),
    ),
    Visibility.RAHASIA: Notice(
        "Laporan rahasia",
        (
            "Identitas pelapor kami sembunyikan dari publik dan dari instansi yang dilaporkan.",
            (
                "Isi laporan tidak kami tampilkan kepada publik. Topik, tempat, dan instansinya"
                " juga tidak ada di halaman ini."
            ),
            (
                "Simpan kode ini untuk Anda sendiri. Siapa pun yang memegangnya dapat melihat"
                " status ini."
            ),
            (
                "Jika ponsel atau komputer ini dipakai bersama orang lain, hapus halaman ini dari"
                " riwayat peramban setelah Anda selesai."
            ),
        ),
    ),
}

DEADLINE_NOTE = (
    "Batas waktu ini mengikuti pedoman SP4N-LAPOR!. Sabtu, Minggu, hari libur nasional, dan cuti"
    " bersama tidak dihitung. Kami tidak dapat menjamin setiap instansi menepatinya."
)

TYPE_NAMES: dict[ReportType, str] = {
    ReportType.PENGADUAN: "Pengaduan",
    ReportType.ASPIRASI: "Aspirasi",
    ReportType.PERMINTAAN_INFORMASI: "Permintaan informasi",
}

NOT_DETERMINED = "Belum ditentukan"


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A number to call at once. ``dial`` is what a telephone dials."""

    shown: str
    dial: str
    who: str


EMERGENCY_NUMBERS: tuple[EmergencyNumber, ...] = (
    EmergencyNumber("112", "112", "Darurat umum"),
    EmergencyNumber("110", "110", "Polisi"),
    EmergencyNumber("113", "113", "Pemadam kebakaran"),
    EmergencyNumber("119", "119", "Ambulans. Ekstensi 8: pikiran bunuh diri"),
    EmergencyNumber("115", "115", "Pencarian dan pertolongan (SAR)"),
    EmergencyNumber("SAPA 129", "129", "Kekerasan pada perempuan dan anak"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in plain words. It never repeats what was asked for."""

    title: str
    text: str


PROBLEMS: dict[int, Problem] = {
    403: Problem(
        "Halaman ini bukan untuk Anda",
        "Peran akun Anda tidak mencakup halaman ini, atau kiriman ini tidak berasal dari halaman"
        " kami. Kembalilah ke konsol, lalu coba lagi dari sana.",
    ),
    404: Problem(
        "Halaman tidak ditemukan",
        "Alamat ini tidak ada. Periksa tulisannya, atau mulai dari halaman depan.",
    ),
    405: Problem(
        "Cara ini tidak dapat dipakai",
        "Halaman ini hanya dapat dibuka, tidak dapat menerima kiriman.",
    ),
    413: Problem(
        "Kiriman terlalu besar",
        "Persingkat tulisan Anda, lalu kirim lagi. Tekan tombol kembali di peramban untuk"
        " menemukannya lagi.",
    ),
    422: Problem(
        "Permintaan tidak dapat dibaca",
        "Ada bagian permintaan yang tidak kami pahami. Mulailah lagi dari halaman depan.",
    ),
    500: Problem(
        "Terjadi kesalahan pada kami",
        "Kesalahan ini bukan karena Anda. Coba lagi beberapa saat lagi.",
    ),
    503: Problem(
        "Halaman ini sedang tidak dapat dibuka",
        "Coba lagi beberapa menit lagi. Laporan yang sudah diterima tetap tersimpan.",
    ),
}

_OTHER_PROBLEM = Problem(
    "Permintaan tidak dapat dipenuhi", "Mulailah lagi dari halaman depan, atau coba lagi nanti."
)


def problem_of(status_code: int) -> Problem:
    """Return what to say about an HTTP status code; every code has an answer."""
    return PROBLEMS.get(status_code, _OTHER_PROBLEM)


REPLY_STATE_NAMES: dict[ReplyState, str] = {
    ReplyState.PENDING: "Menunggu dikirim",
    ReplyState.SENDING: "Sedang dikirim",
    ReplyState.SENT: "Terkirim",
    ReplyState.UNKNOWN: "Belum pasti terkirim",
    ReplyState.DEAD: "Tidak akan dikirim",
}


# ---------------------------------------------------------------- signing in

SIGNED_OUT = "Anda sudah keluar."
SESSION_ENDED = "Sesi Anda berakhir. Masuk lagi untuk melanjutkan."
SESSION_ENDED_WITH_TEXT = (
    "Sesi Anda berakhir, jadi kiriman Anda belum tersimpan. Isinya tidak hilang: masuk lagi,"
    " periksa isinya, lalu kirim."
)
PAGE_TOO_OLD = "Halaman ini sudah lama terbuka. Silakan masuk sekali lagi."
# One sentence for a wrong address, a wrong password and a disabled account.
NOT_LET_IN = (
    "Alamat surel atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi. Jika lupa kata"
    " sandi, hubungi admin Anda."
)
PROVIDER_FAILED = (
    "Masuk dengan akun instansi tidak berhasil. Coba lagi, atau pakai kata sandi konsol."
)
NO_ACCOUNT_FOR_IDENTITY = (
    "Akun instansi itu belum dapat membuka konsol ini. Minta admin Anda mendaftarkannya."
)


def must_wait(left: timedelta) -> str:
    """Return what to say to whoever has to wait before the next try."""
    seconds = ceil(left.total_seconds())
    wait = f"{seconds} detik" if seconds < 100 else f"{ceil(seconds / 60)} menit"
    return f"Terlalu banyak percobaan yang gagal. Tunggu {wait}, lalu coba lagi."
