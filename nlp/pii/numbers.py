"""Numbers that identify a person: identity cards, phones, accounts, customers (see pii.py).

A run of digits is cut at its separators; the longest piece that is some person's number counts.
NIK, KK and NIP are judged by region and dates, phones by libphonenumber, all others by the words
beside them (data/number_cues.tsv).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers

from domain.model import PiiSpan
from nlp.place.gazetteer import Gazetteer
from nlp.text.tables import Line, read_table, word_list

# Every expression is linear: repetitions are bounded and their parts cannot match the same text.
# People type O and l for 0 and 1, by mistake or to slip through.
_RUN = re.compile(
    r"(?<!\w)(?:[Oo](?=\d))?\d(?:[ .\-()/]{0,2}\d|[OoIl](?=[\dOoIl])|[Oo](?!\w)){4,400}"
)
_PIECE = re.compile(r"[\dOoIl]{1,30}")
_LETTERS = str.maketrans("OoIl", "0011")
_DATE = re.compile(
    r"(?:19|20)\d\d ?[\-/] ?(?:19|20)\d\d(?!\d)"
    r"|\d{1,2}([-/. ])\d{1,2}\1(?:19|20)\d\d(?!\d)"
    r"|(?:19|20)\d\d([-/.])\d\d?\2\d\d?(?!\d)"
)
_MONEY = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,4}(?![\d.\-])")
_ROUND = "00000"  # an account does not end so; an amount of money does
_GLUE = re.compile(r"[\W_]{1,80}")
_MOBILE = re.compile(r"(?:0|62|620)8[1-9]\d{7,10}")
_REACH = 48  # characters before a number in which its cue stands
_AFTER = 24
_ADJACENT = 2  # words between a cue and a number that still speaks of it for sure
_LEAST, _MOST = 5, 19  # digits of a number that could be of interest
_PIECES = 18
# Women's birthdays are written as day + 40.
_DAYS = frozenset(range(1, 32)) | frozenset(range(41, 72))
_MONTHS = frozenset(range(1, 13))
_NIK, _NIP = 16, 18
_LIKELY_PHONE = 9
_NIP_SEXES = "12"
_PUBLIC, _NOBODY = "public", "nobody"
_SPEAK_OF_PHONES = ("phone", _PUBLIC, _NOBODY)
_KINDS = frozenset(
    "nik kk nip bpjs sim phone bank_account customer_number public nobody".split()  # noqa: SIM905
)
_PUBLIC_NUMBERS = (
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.UAN,
)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of number: its kind, and how many digits it has."""

    kind: str
    least: int
    most: int

    def may_have(self, digits: str) -> bool:
        return self.least <= len(digits) <= self.most


@dataclass(frozen=True, slots=True)
class _Cues:
    """Words that say what a number beside them is."""

    sorts: dict[str, Sort]
    expression: re.Pattern[str]

    def last(self, words: str) -> tuple[Sort, list[str]] | None:
        """Return the last cue, and the words that follow it."""
        matches = list(self.expression.finditer(words))
        if not matches:
            return None
        match = matches[-1]
        return self.sorts[match[1]], words[match.end() :].split()

    def first(self, words: str) -> Sort | None:
        match = self.expression.match(words)
        return self.sorts[match[1]] if match else None


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits with their surroundings, which are looked at once for all lengths."""

    digits: str
    before: str  # lower-case words
    after: str
    said: Sort | None  # what the last cue before says
    gap: list[str]  # words between that cue and the number


def sort_of(line: Line) -> Sort:
    """Return the sort of number that a line of data/number_cues.tsv speaks of."""
    kind, least, most = line.fields[:3]
    if kind not in _KINDS:
        raise line.error(f"no kind is called {kind!r}")
    if not (least.isdigit() and most.isdigit() and int(least) <= int(most)):
        raise line.error("numbers of digits are expected, the smaller one first")
    return Sort(kind, int(least), int(most))


@cache
def cues(column: int) -> _Cues:
    """Return the cues before (3) or after (4) a number."""
    sorts: dict[str, Sort] = {}
    for line in read_table("number_cues.tsv", 5):
        sort = sort_of(line)
        for phrase in line.alternatives(column):
            if sorts.setdefault(phrase, sort) != sort:
                raise line.error(f"{phrase!r} already means {sorts[phrase].kind}")
    longest_first = sorted(sorts, key=len, reverse=True)
    inner = "|".join(map(re.escape, longest_first))
    return _Cues(sorts, re.compile(rf"(?<!\w)({inner})(?:nya|ku|mu)?(?!\w)"))


class NumberFinder:
    """Find numbers of persons in a text. ``gazetteer`` knows the regions of NIK and KK."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._before, self._after = cues(3), cues(4)
        self._fillers = word_list("number_filler")
        self._offices = word_list("public_office")

    def __call__(self, text: str) -> Iterator[PiiSpan]:
        for run in _RUN.finditer(text):
            pieces = [match.span() for match in _PIECE.finditer(text, run.start(), run.end())]
            at = 0
            while at < len(pieces):
                at, span = self._longest(text, pieces, at)
                if span is not None:
                    yield span

    def _longest(
        self, text: str, pieces: list[tuple[int, int]], first: int
    ) -> tuple[int, PiiSpan | None]:
        """Return the piece to go on from, and the longest number that begins at ``first``."""
        start = pieces[first][0]
        skipped = _DATE.match(text, start) or _MONEY.match(text, start)
        if skipped:
            following = range(first + 1, len(pieces))
            at = next((at for at in following if pieces[at][0] >= skipped.end()), len(pieces))
            return at, None
        before = _words(text[max(0, start - _REACH) : start])
        said, gap = self._before.last(before) or (None, [])
        furthest = min(first + _PIECES, len(pieces)) - 1
        if _is_whole(text, *pieces[first]):
            furthest = first
        for last in range(furthest, first - 1, -1):
            end = pieces[last][1]
            parts = (text[a:b] for a, b in pieces[first : last + 1])
            digits = "".join(parts).translate(_LETTERS)
            if _LEAST <= len(digits) <= _MOST:
                number = _Number(digits, before, text[end : end + _AFTER], said, gap)
                kind = self._kind_of(number)
                if kind is not None:
                    return last + 1, PiiSpan(kind, _with_sign(text, start), end)
        return first + 1, None

    def _kind_of(self, number: _Number) -> str | None:
        digits, said, gap = number.digits, number.said, number.gap
        fits = said if said is not None and said.may_have(digits) else None
        if self._is_person_number(digits):
            return fits.kind if fits and fits.kind in ("kk", "bank_account") else "nik"
        if _is_civil_servant(digits):
            return "nip"
        if _phone_type(digits) is not None:
            return self._kind_of_phone(number, fits)
        if fits is not None:
            # A short number is what the cue says only when it stands right behind it.
            sure = len(gap) <= _ADJACENT or len(digits) >= _LIKELY_PHONE
            return fits.kind if sure and _identifies(fits, number) else None
        if said is not None:
            return None
        follows = self._after.first(self._without_fillers(_words(number.after)))
        known = follows and follows.may_have(digits) and _identifies(follows, number)
        return follows.kind if follows and known else None

    def _kind_of_phone(self, number: _Number, fits: Sort | None) -> str | None:
        """Return what a valid phone number is: accounts and customers have such numbers too."""
        if fits is not None and fits.kind == _PUBLIC and self._fillers.issuperset(number.gap):
            return None
        if fits is not None and fits.kind not in _SPEAK_OF_PHONES and len(number.gap) <= _ADJACENT:
            return fits.kind
        answered_by_an_office = not self._offices.isdisjoint(number.before.split())
        mobile = _MOBILE.fullmatch(number.digits) is not None
        return "phone" if mobile or not answered_by_an_office else None

    def _without_fillers(self, words: str) -> str:
        kept = words.split()
        while kept and kept[0] in self._fillers:
            kept.pop(0)
        return " ".join(kept)

    def _is_person_number(self, digits: str) -> bool:
        # Regencies are split and renumbered, people keep their number: the province is enough.
        if len(digits) != _NIK:
            return False
        day, month = int(digits[6:8]), int(digits[8:10])
        return digits[:2] in self._gazetteer and day in _DAYS and month in _MONTHS


def _identifies(sort: Sort, number: _Number) -> bool:
    if sort.kind in (_PUBLIC, _NOBODY):
        return False
    if sort.kind == "phone":
        return len(number.digits) >= _LIKELY_PHONE and number.digits[0] in "068"
    return not number.digits.endswith(_ROUND)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether a piece is a number by itself: "081200000000 2 kali"."""
    return end - start >= _LIKELY_PHONE and text[end : end + 1] == " "


def _words(text: str) -> str:
    return _GLUE.sub(" ", text.lower()).strip()


def _with_sign(text: str, start: int) -> int:
    """Return where a number begins with the plus or bracket before it."""
    return start - 1 if start and text[start - 1] in "+(" else start


def _is_civil_servant(digits: str) -> bool:
    """Say whether digits are a NIP: birth date, month of entry, sex, serial number."""
    if len(digits) != _NIP or digits[:2] not in ("19", "20") or digits[8:10] not in ("19", "20"):
        return False
    months = {int(digits[4:6]), int(digits[12:14])}
    day = int(digits[6:8])
    return months <= _MONTHS and 1 <= day <= 31 and digits[14] in _NIP_SEXES


@lru_cache(maxsize=4096)  # a text that repeats a number is common, parsing one takes 30 µs
def _phone_type(digits: str) -> int | None:
    """Return libphonenumber's type of a private number, None for public ones and no numbers."""
    if digits[0] not in "068" or len(digits) < _LIKELY_PHONE:
        return None
    if _MOBILE.fullmatch(digits):  # also prefixes that libphonenumber has not heard of yet
        return int(phonenumbers.PhoneNumberType.MOBILE)
    try:
        number = phonenumbers.parse(f"+{digits}" if digits[:2] == "62" else digits, "ID")
    except phonenumbers.NumberParseException:
        return None
    kind = phonenumbers.number_type(number)
    if not phonenumbers.is_valid_number(number) or kind in _PUBLIC_NUMBERS:
        return None
    return int(kind)
