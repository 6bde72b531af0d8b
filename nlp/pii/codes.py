"""What identifies a person and is made of letters and digits: e-mail, plates, passports, codes."""

import re
from collections.abc import Iterator

from domain.model import PiiSpan
from nlp.text.tables import word_list

# Every expression is linear: repetitions are bounded and their parts cannot match the same text.
_EMAIL = re.compile(
    r"(?<![\w.%+\-])([\w.%+\-]{1,64})@([A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{2,63}){1,4})"
)
_AT = re.compile(r"\w@[A-Za-z0-9]")
# "budi at gmail dot com", "budi(at)gmail.com"
_EMAIL_SPOKEN = re.compile(
    r"(?<![\w.])[\w.]{3,40} ?(?:[\[(]at[\])]|\bat\b) ?(?:gmail|yahoo|ymail|hotmail|outlook)"
    r"(?: ?(?:[\[(]dot[\])]|dot|\.) ?(?:com|co|id)){0,2}",
    re.IGNORECASE,
)
_MAILERS = ("gmail", "mail", "yahoo", "outlook")
_OFFICIAL = (".go.id", ".desa.id", ".mil.id")
_PLATE = re.compile(r"(?<![\w.])([A-Za-z]{1,2})[ .\-]?(\d{1,4})(?:[ .\-]?([A-Za-z]{1,3}))?(?!\w)")
_REACH = 40  # characters before a plate in which its vehicle stands
_SAID = re.compile(
    r"(?<!\w)(?:plat|pelat|nopol|nomor polisi|no polisi|no pol|nopolisi|nomor kendaraan|tnkb)"
    r"(?:nya|ku)?[ .:=]{0,3}(?:(?:nomor|no|saya|catat|merah|hitam|putih|kuning|motor|mobil|bm)"
    r"[ .:=]{1,3}){0,3}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z]{2,20}")
_NOT_PLATE_BEFORE = re.compile(
    r"(?:blok|kav|gang|gg|jl|kelas|ruang|gedung|no|nomor|poli|tipe|kode|pasal|rp|lantai)"
    r"[ .]{0,2}$",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?<!\w)(?:paspor|passport|pasport|passpor)(?:nya)?[ :.]{1,3}"
    r"(?:(?:saya|sy|no|nomor|dengan|atas nama)[ :.]{1,3}){0,3}([A-Za-z]{1,2} ?\d{6,7})(?!\w)",
    re.IGNORECASE,
)
_BOOKING = re.compile(
    r"(?<!\w)(?:kode booking|kode boking|kode bayar|booking code|kode reservasi|pnr)(?:nya)?"
    r"[ :.]{1,3}((?=[A-Za-z]{0,9}\d)[A-Za-z0-9]{5,16})(?!\w)",
    re.IGNORECASE,
)
_DOCUMENTS = (
    ("passport", _PASSPORT, ("pasp", "passp")),
    ("customer_number", _BOOKING, ("kode b", "booking", "kode reservasi", "pnr")),
)
_AREAS = word_list("plate_area")
_NOT_SUFFIX = word_list("plate_not_suffix")
_VEHICLES = word_list("plate_vehicle")
_MAIL_ROLES = word_list("mail_role")
_LIKELY_PLATE = 3  # digits of a plate that is written in lower case


def emails(text: str) -> Iterator[PiiSpan]:
    """Find e-mail addresses of persons; those of offices are nobody's secret."""
    if _AT.search(text):
        for match in _EMAIL.finditer(text):
            role = match[1].lower() in _MAIL_ROLES and match[2].lower().endswith(_OFFICIAL)
            if not role:
                yield PiiSpan("email", match.start(), match.end())
    lower = text.lower()
    if any(mailer in lower for mailer in _MAILERS):
        for match in _EMAIL_SPOKEN.finditer(text):
            yield PiiSpan("email", match.start(), match.end())


def plates(text: str) -> Iterator[PiiSpan]:
    """Find number plates: in capitals by their letters, otherwise behind a word for vehicles."""
    for match in _PLATE.finditer(text):
        area, digits, suffix = match.groups()
        if area.upper() in _AREAS and (suffix or "").upper() not in _NOT_SUFFIX:
            before = text[max(0, match.start() - _REACH) : match.start()]
            if _is_plate(match[0], digits, suffix, before):
                yield PiiSpan("plate", match.start(), match.end())


def _is_plate(written: str, digits: str, suffix: str | None, before: str) -> bool:
    if _SAID.search(before):
        return True
    if suffix is None or _NOT_PLATE_BEFORE.search(before):
        return False
    if written.isupper() and len(digits) > 1:
        return True
    vehicle = not _VEHICLES.isdisjoint(_WORD.findall(before.lower()))
    return vehicle and len(digits) >= _LIKELY_PLATE


def documents(text: str) -> Iterator[PiiSpan]:
    """Find passports, and codes under which a ticket of a person is found."""
    lower = text.lower()
    for kind, expression, cues in _DOCUMENTS:
        if not any(cue in lower for cue in cues):
            continue  # as in most texts
        for match in expression.finditer(text):
            yield PiiSpan(kind, match.start(1), match.end(1))
