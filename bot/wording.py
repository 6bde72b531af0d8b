"""Every sentence we can say, in Indonesian.

X refuses a text it has seen, and restricts accounts whose posts are all alike. So a sentence is put
together from slots, each with several fillings; which ones follows from the key of the debt, so
that the same debt always has the same words. Replies that carry nothing of their own (no code) have
thousands of wordings, and are worded anew for each attempt. Within a wording the richest form that
fits the channel is taken, so that no reply is ever too long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from twitter_text import parse_tweet

from domain.codes import format_code
from domain.model import Location, ReplyKind, Report
from domain.topics import TOPIC_NAMES, Topic

EMERGENCY_NUMBERS = (
    "112 darurat, 110 polisi, 113 kebakaran, 119 ambulans (ext 8: ingin bunuh diri), 115 SAR, "
    "129 perempuan & anak"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence may be about."""

    report: Report | None
    codes: tuple[str, ...]  # to tell, newest first
    note: str = ""  # what a moderator wrote for the citizen


NO_FACTS = Facts(None, ())


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
        for form in self._forms(kind, facts, crc32(key.encode())):
            if weighted_length(form) <= max_length:
                return form
        raise ValueError(f"no form of {kind} fits {max_length} characters")

    def _forms(self, kind: ReplyKind, facts: Facts, number: int) -> Sequence[str]:
        """Return one wording of a kind in its forms, from the richest to the plainest."""
        if (words := self._decided_forms(kind, facts, number)) is not None:
            return words
        match kind:
            case ReplyKind.ACK:
                return self._receipt(facts, _compose(_THANKS, number))
            case ReplyKind.ACK_EMERGENCY:
                noted = _compose(_NOTED, number)
                where = self._where_to_look(facts.codes[0])
                return [f"{_CALL_NOW} {noted} {where}", f"{_CALL_NOW} {where}"]
            case ReplyKind.CODE:
                return [self._codes(facts, _compose(_HERE_IS_THE_CODE, number))]
            case ReplyKind.ACK_PRIVATE:
                return [_compose(_INVITATION, number)]
            case ReplyKind.ACK_EMERGENCY_PRIVATE:
                return [f"{_CALL_NOW} {_compose(_SHORT_INVITATION, number)}"]
            case ReplyKind.NO_CODE:
                return [_compose(_NO_CODE, number).format(account=self.account)]
            case _:
                return [_compose(_HOW_TO, number).format(account=self.account)]

    def _decided_forms(self, kind: ReplyKind, facts: Facts, number: int) -> Sequence[str] | None:
        """Return the forms of what a moderator decided; None for all other kinds."""
        match kind:
            case ReplyKind.ASK:
                return _with_note(_compose(_ASKING, number), facts.note, _ANSWER_HERE)
            case ReplyKind.NOT_COMPETENT:
                return _with_note(_compose(_NOT_OURS, number), facts.note, "")
            case ReplyKind.FORWARDED:
                where = self._where_to_look(facts.codes[0])
                to = [_compose(_FORWARDED, number).format(to=to) for to in _agency(facts.report)]
                return [f"{sentence} {where}" for sentence in to]
            case _:
                return None

    def _receipt(self, facts: Facts, opening: str) -> Sequence[str]:
        where = self._where_to_look(facts.codes[0])
        ask = _question(facts.report)
        about = _about(facts.report)
        return [f"{opening} {detail}{tail}{where}" for detail in about for tail in (ask, "")]

    def _codes(self, facts: Facts, opening: str) -> str:
        lines = "\n".join(f"{format_code(code)}\n{self.link(code)}" for code in facts.codes)
        return f"{opening}\n{lines}\n{_KEEP_IT_SAFE}"

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
        return "Kejadiannya di kabupaten/kota mana? Mohon balas di sini. "
    return ""


def _with_note(opening: str, note: str, ending: str) -> list[str]:
    """Say what a moderator wrote: with all around it, then alone, then as much as fits.

    A moderator may write 200 characters: they weigh 400 when each is an emoji, and every "a.id"
    among them weighs as a link does.
    """
    words = " ".join(note.split())
    shorter = (f"{words[:length]}…" for length in _SHORTER)
    forms = (f"{opening} {words} {ending}", f"{words} {ending}", words, *shorter)
    return [form.strip() for form in forms]


def _agency(report: Report | None) -> list[str]:
    """Name the agency, then not: its name may be as long as a tweet."""
    if report is None or report.agency is None:
        return ["instansi yang berwenang"]
    return [report.agency.name, "instansi yang berwenang"]


def _compose(slots: Sequence[Sequence[str]], number: int) -> str:
    """Return the wording with that number: one filling of each slot, in order."""
    words = []
    for fillings in slots:
        number, chosen = divmod(number, len(fillings))
        words.append(fillings[chosen])
    return " ".join(word for word in words if word)


_THANKS = (
    ("Halo.", "Salam.", ""),
    (
        "Terima kasih sudah melapor.",
        "Terima kasih atas laporannya.",
        "Terima kasih sudah menghubungi kami.",
        "Terima kasih telah menyampaikan ini kepada kami.",
    ),
)

# Neutral on purpose: neither that it is a report, nor of what, nor where, nor that it is hidden.
_INVITATION = (
    ("Halo!", "Halo.", "Hai!", "Salam.", "Salam hormat.", "Baik.", "Siap.", ""),
    (
        "Terima kasih sudah menghubungi kami.",
        "Pesan Anda sudah kami baca.",
        "Pesan Anda sudah kami terima.",
        "Terima kasih atas pesannya.",
        "Kami sudah membaca pesan Anda.",
        "Terima kasih, pesannya sudah masuk.",
        "Sudah kami terima, terima kasih.",
        "Kami sudah menerima pesan Anda.",
    ),
    (
        "Silakan kirim pesan langsung (DM) ke akun ini berisi kata KODE",
        "Mohon kirim DM ke akun ini dengan satu kata, yaitu KODE,",
        "Silakan DM akun ini dan tulis kata KODE",
        "Kirim kata KODE lewat DM ke akun ini",
        "Mohon tulis kata KODE di DM akun ini",
        "Silakan kirimkan kata KODE lewat pesan langsung (DM)",
        "Balas kami lewat DM dengan kata KODE",
        "Ketik KODE di pesan langsung (DM) akun ini",
    ),
    (
        "untuk informasi selanjutnya.",
        "untuk kelanjutannya.",
        "agar bisa kami bantu lebih lanjut.",
        "supaya kami bisa melanjutkan di sana.",
        "agar bisa kami lanjutkan di sana.",
        "supaya informasinya kami kirim di sana.",
        "supaya pembicaraan berlanjut di sana.",
        "untuk menerima informasi berikutnya.",
    ),
)

_SHORTER = (130, 60, 20)  # characters; the last fit a public reply, whatever they weigh

_ASKING = (
    ("Halo.", "Salam.", "Halo!", ""),
    (
        "Agar laporan Anda dapat diteruskan, kami perlu tahu:",
        "Supaya laporan ini bisa ditindaklanjuti, mohon keterangannya:",
        "Masih ada yang perlu kami ketahui tentang laporan Anda:",
        "Petugas kami memerlukan satu keterangan lagi:",
    ),
)
_ANSWER_HERE = "Mohon balas di sini."

_NOT_OURS = (
    ("Halo.", "Salam.", ""),
    (
        "Laporan Anda sudah kami periksa. Ini di luar kewenangan layanan kami; silakan hubungi:",
        "Maaf, hal ini tidak dapat diproses lewat layanan ini. Yang berwenang:",
        "Setelah diperiksa, laporan ini bukan kewenangan layanan kami. Silakan sampaikan ke:",
    ),
)

_FORWARDED = (
    ("Kabar laporan Anda:", "Halo.", "Salam.", ""),
    (
        "Laporan Anda sudah diteruskan ke {to}.",
        "Laporan ini sudah kami teruskan ke {to}.",
        "Sudah diperiksa dan diteruskan ke {to}.",
    ),
)

_CALL_NOW = f"Ada yang dalam bahaya? Telepon sekarang: {EMERGENCY_NUMBERS}."

_SHORT_INVITATION = (
    ("", "Pesan Anda sudah kami baca.", "Pesan Anda sudah masuk."),
    ("Untuk informasi selanjutnya,", "Setelah aman,", "Untuk kelanjutannya,", "Jika sudah aman,"),
    (
        "kirim DM ke akun ini berisi kata KODE.",
        "silakan DM akun ini dengan kata KODE.",
        "tulis kata KODE di DM akun ini.",
        "kirim kata KODE lewat DM.",
    ),
    ("", "Kami menunggu.", "Utamakan keselamatan Anda.", "Semoga semua selamat."),
)

_NOTED = (
    (
        "Laporan Anda sudah kami catat.",
        "Pesan Anda sudah kami catat sebagai laporan.",
        "Laporan Anda sudah masuk.",
    ),
)

_HERE_IS_THE_CODE = (
    (
        "Berikut kode dan tautan untuk memantau laporan Anda:",
        "Ini kode pelacakan laporan Anda beserta tautannya:",
        "Laporan Anda dapat dipantau dengan kode dan tautan ini:",
    ),
)

_KEEP_IT_SAFE = (
    "Simpan baik-baik. Siapa pun yang memegang kode ini dapat melihat status laporannya."
)

_NO_CODE = (
    (
        "Kami belum menemukan laporan dari akun Anda.",
        "Belum ada laporan yang tercatat dari akun Anda.",
        "Akun Anda belum memiliki laporan di sini.",
    ),
    (
        "Untuk melapor, tulis masalah dan lokasinya (kabupaten/kota) langsung di DM ini,",
        "Silakan ceritakan masalah dan lokasinya (kabupaten/kota) di DM ini,",
    ),
    ("atau sebut @{account} #lapor.", "atau lewat cuitan dengan @{account} #lapor."),
)

_HOW_TO = (
    ("Halo!", "Hai!", "Salam.", "Baik,", "Tentu.", "Siap.", "Terima kasih sudah bertanya.", ""),
    ("Cara melapor:", "Begini cara melapor:", "Untuk melapor:", "Caranya mudah:"),
    (
        "tulis apa masalahnya, di kabupaten/kota mana, dan kapan,",
        "tuliskan masalah, lokasi (kabupaten/kota), dan waktunya,",
        "ceritakan masalahnya, lokasinya (kabupaten/kota), dan kapan,",
        "sampaikan masalahnya, tempatnya (kabupaten/kota), dan waktunya,",
    ),
    (
        "lalu sebut @{account} #lapor.",
        "dengan menyebut @{account} #lapor.",
        "dan sertakan @{account} #lapor.",
        "lalu cantumkan @{account} #lapor.",
    ),
    (
        "Tambahkan kata anonim bila nama Anda ingin disembunyikan.",
        "Ingin nama Anda tidak diketahui? Tambahkan kata anonim.",
        "Bila identitas ingin disembunyikan, tambahkan kata anonim.",
        "Tulis juga kata anonim jika nama Anda tidak ingin diketahui.",
    ),
)
