"""Every sentence we can say, in Indonesian.

Each kind of reply has several wordings: X restricts accounts whose posts are all alike. Which one
is used follows from the id of the debt, so that the same debt always has the same words. Within a
wording the richest form that fits the channel is taken, so that no reply is ever too long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from twitter_text import parse_tweet

from domain.codes import format_code
from domain.model import Location, ReplyKind, Report
from domain.topics import TOPIC_NAMES, Topic

EMERGENCY_NUMBERS = "112 (darurat), 110 (polisi), 113 (kebakaran), 119 (ambulans)"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence may be about."""

    report: Report | None
    codes: tuple[str, ...]  # to tell, newest first


@dataclass(frozen=True, slots=True)
class Voice:
    """How we speak: where our pages are, and whether a receipt carries the link or only the code.

    A post with a link costs several times one without (X's price list), so a service that must
    save can leave the link out.
    """

    public_url: str
    account: str
    carries_link: bool = True

    def say(self, kind: ReplyKind, facts: Facts, key: str, max_length: int) -> str:
        """Return the text of a reply, at most ``max_length`` weighted characters.

        Raises ValueError when not even the shortest form fits (a test proves that none does).
        """
        variants = self._variants(kind, facts)
        forms = variants[crc32(key.encode()) % len(variants)]
        for form in forms:
            if weighted_length(form) <= max_length:
                return form
        raise ValueError(f"no form of {kind} fits {max_length} characters")

    def _variants(self, kind: ReplyKind, facts: Facts) -> Sequence[Sequence[str]]:
        """Return the wordings of a kind, each as its forms from the richest to the plainest."""
        match kind:
            case ReplyKind.ACK:
                return self._receipts(facts)
            case ReplyKind.ACK_EMERGENCY:
                return self._emergency_receipts(facts)
            case ReplyKind.CODE:
                return self._codes(facts)
            case ReplyKind.ACK_PRIVATE:
                return [[text] for text in _INVITATIONS]
            case ReplyKind.ACK_EMERGENCY_PRIVATE:
                return [[f"{_CALL_NOW} {text}"] for text in _SHORT_INVITATIONS]
            case ReplyKind.NO_CODE:
                return [[text.format(account=self.account)] for text in _NO_CODE]
            case ReplyKind.HOW_TO:
                return [[text.format(account=self.account)] for text in _HOW_TO]

    def _receipts(self, facts: Facts) -> Sequence[Sequence[str]]:
        where = self._where_to_look(facts.codes[0])
        ask = _question(facts.report)
        about = _about(facts.report)
        return [
            [f"{opening} {detail}{tail}{where}" for detail in about for tail in (ask, "")]
            for opening in _THANKS
        ]

    def _emergency_receipts(self, facts: Facts) -> Sequence[Sequence[str]]:
        where = self._where_to_look(facts.codes[0])
        return [[f"{_CALL_NOW} {text} {where}", f"{_CALL_NOW} {where}"] for text in _NOTED]

    def _codes(self, facts: Facts) -> Sequence[Sequence[str]]:
        lines = "\n".join(f"{format_code(code)}\n{self.link(code)}" for code in facts.codes)
        return [[f"{text}\n{lines}\n{_KEEP_IT_SAFE}"] for text in _HERE_IS_THE_CODE]

    def _where_to_look(self, code: str) -> str:
        if self.carries_link:
            return f"Pantau di: {self.link(code)}"
        return f"Kode pelacakan: {format_code(code)}"

    def link(self, code: str) -> str:
        """Return the address of the tracking page."""
        return f"{self.public_url}/lacak/{format_code(code)}"


def weighted_length(text: str) -> int:
    """Count characters as X does (twitter-text): most count 1, emoji 2, any link 23."""
    return int(parse_tweet(text).weightedLength) if text else 0


def _about(report: Report | None) -> list[str]:
    """Name topic and place, then the topic, then neither: from the richest to the plainest."""
    if report is None or report.topic in (None, Topic.LAINNYA):
        return ["Laporan Anda sudah kami terima. "]
    topic = TOPIC_NAMES[report.topic]
    plain = "Laporan Anda sudah kami terima. "
    short = f"Laporan Anda tentang {topic} sudah kami terima. "
    if report.location is None:
        return [short, plain]
    place = _short_place(report.location)
    return [f"Laporan Anda tentang {topic} di {place} sudah kami terima. ", short, plain]


def _short_place(location: Location) -> str:
    names = [f"Kecamatan {location.district}" if location.district else None, location.regency]
    return ", ".join(name for name in names if name) or location.province or "lokasi Anda"


def _question(report: Report | None) -> str:
    """Ask for the one thing without which no agency can be found: the place."""
    if report is not None and report.location is None and report.agency is None:
        return "Kejadiannya di kabupaten/kota mana? Mohon balas cuitan ini. "
    return ""


_THANKS = (
    "Terima kasih sudah melapor.",
    "Terima kasih atas laporannya.",
    "Halo, terima kasih sudah menghubungi LAPOR!.",
    "Terima kasih telah menyampaikan ini kepada kami.",
)

# Neutral on purpose: neither that it is a report, nor of what, nor where, nor that it is hidden.
_INVITATIONS = (
    (
        "Terima kasih sudah menghubungi kami. Silakan kirim pesan langsung (DM) ke akun ini "
        "berisi kata KODE untuk informasi selanjutnya."
    ),
    (
        "Halo, pesan Anda sudah kami baca. Untuk kelanjutannya, mohon kirim DM ke akun ini "
        "dengan satu kata: KODE"
    ),
    "Terima kasih. Agar bisa kami bantu lebih lanjut, silakan DM akun ini dan tulis kata KODE.",
    (
        "Pesan Anda sudah kami terima. Kirim kata KODE lewat DM ke akun ini, "
        "nanti kami kirimkan informasinya di sana."
    ),
)

_CALL_NOW = f"Jika ada yang sedang dalam bahaya, segera telepon {EMERGENCY_NUMBERS}."

_SHORT_INVITATIONS = (
    "Untuk informasi selanjutnya, kirim DM ke akun ini berisi kata KODE.",
    "Setelah aman, silakan kirim DM ke akun ini dengan kata KODE.",
    "Kelanjutannya lewat DM: kirim kata KODE ke akun ini.",
)

_NOTED = (
    "Laporan Anda sudah kami catat.",
    "Pesan Anda sudah kami catat sebagai laporan.",
    "Laporan Anda sudah masuk.",
)

_HERE_IS_THE_CODE = (
    "Berikut kode dan tautan untuk memantau laporan Anda:",
    "Ini kode pelacakan laporan Anda beserta tautannya:",
    "Laporan Anda dapat dipantau dengan kode dan tautan ini:",
)

_KEEP_IT_SAFE = (
    "Simpan baik-baik. Siapa pun yang memegang kode ini dapat melihat status laporannya."
)

_NO_CODE = (
    (
        "Kami belum menemukan laporan dari akun Anda. Untuk melapor, tulis masalah dan lokasinya "
        "(kabupaten/kota) dengan menyebut @{account} #lapor, atau langsung di DM ini."
    ),
    (
        "Belum ada laporan yang tercatat dari akun Anda. Silakan ceritakan masalah dan lokasinya "
        "(kabupaten/kota) di DM ini, atau sebut @{account} #lapor."
    ),
)

_HOW_TO = (
    (
        "Cara melapor: tulis masalahnya, di mana (kecamatan dan kabupaten/kota), dan kapan, lalu "
        "sebut @{account} #lapor. Ingin nama Anda tidak diketahui? Tambahkan kata anonim."
    ),
    (
        "Untuk melapor, sebut @{account} #lapor lalu tuliskan apa masalahnya, lokasinya (kabupaten/"
        "kota), dan waktunya. Tambahkan kata anonim bila identitas Anda ingin disembunyikan."
    ),
)
