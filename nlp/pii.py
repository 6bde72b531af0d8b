"""Component 5b: what identifies a person in a text, as exact spans. In doubt it is hidden.

Phone numbers are judged by libphonenumber (region ID); NIK and KK by region and date; plates by
the official area letters. Emergency numbers and call centres are nobody's secret.
"""

import re
from collections.abc import Callable, Iterator

import phonenumbers
from spacy.tokens import Doc

from domain.model import PiiSpan
from nlp.gazetteer import Gazetteer
from nlp.tables import word_list

# Every expression is linear: repetitions are bounded and their parts cannot match the same text.
_DIGITS_16 = re.compile(r"(?<![\d])\d(?:[ .\-]?\d){15}(?!\d)")
_EMAIL = re.compile(
    r"(?<![\w.%+\-])[\w.%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{2,63}){1,4}"
)
_PHONE = re.compile(r"(?<![\w])(?:\+|\(?0|62|8)\d?(?:[ .\-()/]{0,2}\d){6,13}(?!\d)")
_PLATE = re.compile(r"(?<!\w)([A-Z]{1,2})[ \-]?(\d{1,4})[ \-]?([A-Z]{1,3})(?!\w)")
_PLATE_SPOKEN = re.compile(
    r"(?:plat|nopol|nomor polisi|no polisi|no pol|nomor kendaraan)(?: nomor| no)?[ .:]{1,3}"
    r"([a-z]{1,2}[ \-]?\d{1,4}[ \-]?[a-z]{1,3})(?!\w)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?<!\w)(?:[Nn]ama (?:lengkap )?(?:saya|sy|pelapor)|[Aa]tas nama|a\.?n\.|A\.?N\."
    r"|[Pp]erkenalkan,? saya|[Pp]erkenalkan,? nama saya|NAMA SAYA)[ :.]{1,3}(?:adalah |yaitu )?"
    r"((?:[A-Z][a-z'’.]{1,20}|[A-Z]{2,20})(?: (?:[A-Z][a-z'’.]{1,20}|[A-Z]{2,20})){0,3})"
)
_FAMILY_CARD = re.compile(r"\b(?:kk|kartu keluarga)\b", re.IGNORECASE)
_CUE_REACH = 25  # characters before a number in which "KK" says what it is
_AREAS = word_list("plate_area")
_NOT_SUFFIX = word_list("plate_not_suffix")
_NOT_PLATE_BEFORE = re.compile(
    r"(?:blok|kav|gang|gg|jl|kelas|ruang|gedung|no|nomor|poli|tipe)[ .]{0,2}$", re.I
)
_PUBLIC_NUMBERS = (
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.UAN,
)
# Women's birthdays are written as day + 40.
_DAYS = frozenset(range(1, 32)) | frozenset(range(41, 72))


class PiiFinder:
    """Set ``doc._.pii``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        doc._.pii = self.read(doc._.words.text)
        return doc

    def read(self, text: str) -> tuple[PiiSpan, ...]:
        """Return the spans, sorted, none overlapping another."""
        finders: tuple[Callable[[str], Iterator[PiiSpan]], ...] = (
            self._numbers_of_16,
            _emails,
            _phones,
            _plates,
            _names,
        )
        found: list[PiiSpan] = []
        for find in finders:
            for span in find(text):
                if all(span.end <= other.start or other.end <= span.start for other in found):
                    found.append(span)
        return tuple(sorted(found, key=lambda span: span.start))

    def _numbers_of_16(self, text: str) -> Iterator[PiiSpan]:
        for match in _DIGITS_16.finditer(text):
            if self._is_person_number(re.sub(r"\D", "", match[0])):
                before = text[max(0, match.start() - _CUE_REACH) : match.start()]
                kind = "kk" if _FAMILY_CARD.search(before) else "nik"
                yield PiiSpan(kind, match.start(), match.end())

    def _is_person_number(self, digits: str) -> bool:
        # Regencies are split and renumbered, people keep their number: the province is enough.
        day, month = int(digits[6:8]), int(digits[8:10])
        return digits[:2] in self._gazetteer and day in _DAYS and 1 <= month <= 12


def _emails(text: str) -> Iterator[PiiSpan]:
    for match in _EMAIL.finditer(text):
        yield PiiSpan("email", match.start(), match.end())


def _phones(text: str) -> Iterator[PiiSpan]:
    for match in _PHONE.finditer(text):
        if _is_private_number(match[0]):
            yield PiiSpan("phone", match.start(), match.end())


def _is_private_number(written: str) -> bool:
    try:
        number = phonenumbers.parse(written, "ID")
    except phonenumbers.NumberParseException:
        return False
    if not phonenumbers.is_valid_number(number):
        return False
    return phonenumbers.number_type(number) not in _PUBLIC_NUMBERS


def _plates(text: str) -> Iterator[PiiSpan]:
    for match in _PLATE.finditer(text):
        area, digits, suffix = match.groups()
        before = text[max(0, match.start() - _CUE_REACH) : match.start()]
        if (
            area in _AREAS
            and suffix not in _NOT_SUFFIX
            and len(digits) > 1
            and not _NOT_PLATE_BEFORE.search(before)
        ):
            yield PiiSpan("plate", match.start(), match.end())
    for match in _PLATE_SPOKEN.finditer(text):
        yield PiiSpan("plate", match.start(1), match.end(1))


def _names(text: str) -> Iterator[PiiSpan]:
    for match in _NAME.finditer(text):
        yield PiiSpan("name", match.start(1), match.end(1))
