"""Component 2b: what stands in one place only and names it: universities, airports, towns.

"RSCM" is in Central Jakarta and "Sampit" in Kotawaringin Timur, though neither is a name of the
ministry's. data/landmarks.tsv says where they are, by the official names of the places.
"""

from collections.abc import Iterator
from functools import cache

from nlp.place.gazetteer import (
    DISTRICT_CODE,
    PROVINCE_CODE,
    VILLAGE_CODE,
    Gazetteer,
    name_key,
    name_word,
)
from nlp.text.phrases import run_length
from nlp.text.tables import Line, read_table, word_list
from nlp.text.words import Words

_BELOW = "/"  # "Kota Depok/Beji"
# The "place" of what only sounds like one: "Jl. Imam Bonjol" is not in Bonjol.
NOWHERE = "-"
# Heads that people abbreviate; a landmark is compared with all of them written one way.
_HEADS = {
    "jalan": "jl",
    "jln": "jl",
    "jlan": "jl",
    "univ": "universitas",
    "rumahsakit": "rs",
    "st": "stasiun",
    "sta": "stasiun",
    "kampus": "universitas",
}
_HOSPITALS = frozenset({"rs", "rsud", "rsup", "rsd"})
# "Pasar Ciputat" is in Ciputat; "Universitas Jember" may be anywhere in it.
_STANDS_IN_ITS_NAMESAKE = word_list("landmark")


class Landmarks:
    """Names of things with the codes of the places they are in. Immutable once built."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._codes: dict[str, str] = {}
        self._reach: dict[str, int] = {}  # first word -> words of the longest name it begins
        for line in read_table("landmarks.tsv", 2):
            code = NOWHERE if line.fields[0] == NOWHERE else _code(gazetteer, line)
            for name in line.alternatives(1):
                parts = [_word(word) for word in name_key(name).split()]
                narrowest = _narrowest(gazetteer, parts, code)
                for variant in _variants(parts):
                    self._add(line, variant, narrowest)

    def _add(self, line: Line, words: list[str], code: str) -> None:
        joined = "".join(words)
        if not joined:
            raise line.error("a name without letters")
        if self._codes.setdefault(joined, code) != code:
            raise line.error(f"{' '.join(words)!r} already is somewhere else")
        self._reach[words[0]] = max(len(words), self._reach.get(words[0], 0))
        self._reach.setdefault(joined, 1)

    def may_begin(self, lower: str) -> bool:
        """Say whether a landmark begins with this word."""
        return _word(lower) in self._reach

    def longest(self, words: Words, at: int) -> tuple[str | None, int]:
        """Return the place of the longest landmark that begins at a word, and where it ends."""
        reach = self._reach.get(_word(words.lowers[at]))
        if reach is None:
            return None, at
        limit = run_length(words, at, reach)
        name = [_word(word) for word in words.lowers[at : at + limit]]
        for length in range(limit, 0, -1):
            code = self._codes.get("".join(name[:length]))
            if code is not None:
                return code, at + length
        return None, at


def _word(lower: str) -> str:
    return _HEADS.get(lower) or name_word(lower)


def _variants(parts: list[str]) -> Iterator[list[str]]:
    """Yield a name as it is told and with the title of whom it is called after."""
    yield parts
    if parts[0] in _HOSPITALS and len(parts) > 1 and parts[1] != "dr":
        yield [parts[0], "dr", *parts[1:]]


def _narrowest(gazetteer: Gazetteer, parts: list[str], code: str) -> str:
    """Return the district (or village) whose name a landmark bears, or where it stands."""
    if len(code) == PROVINCE_CODE:
        return code  # "Dieng" is more than the village of that name
    whole = _inside(gazetteer, parts, code)
    for length in (DISTRICT_CODE, VILLAGE_CODE):
        narrow = [c for c in whole if len(c) == length]
        if len(narrow) == 1:
            return narrow[0]
    for part in _named_within(gazetteer, parts, code):
        narrow = [c for c in _inside(gazetteer, part, code) if len(c) == DISTRICT_CODE]
        if len(narrow) == 1:
            return narrow[0]
    return code


def _inside(gazetteer: Gazetteer, parts: list[str], code: str) -> list[str]:
    return [c for c in gazetteer.find("".join(parts)) if c.startswith(f"{code}.")]


def _named_within(gazetteer: Gazetteer, parts: list[str], code: str) -> Iterator[list[str]]:
    """Yield what of a landmark's name may be a district's: "tugu semarang", "pasar ciputat"."""
    for end in range(len(parts) - 1, 0, -1):
        around = gazetteer.find("".join(parts[end:]))
        if code in around or code[:PROVINCE_CODE] in around:
            yield parts[:end]
    if parts[0] in _STANDS_IN_ITS_NAMESAKE:
        yield from (parts[start:] for start in range(1, len(parts)))  # "pasar induk kramat jati"


def _code(gazetteer: Gazetteer, line: Line) -> str:
    """Return the code of an official path from the regency (or province) down."""
    first, *below = line.fields[0].split(_BELOW)
    code = gazetteer.code_of(first)
    for name in below:
        found = gazetteer.find(name_key(name))
        inside = [c for c in found if code and c.rpartition(".")[0] == code]
        code = inside[0] if len(inside) == 1 else None
    if code is None:
        raise line.error(f"no place is called {line.fields[0]!r}")
    return code


@cache
def load_landmarks(gazetteer: Gazetteer) -> Landmarks:
    """Return the landmarks, read once in a process."""
    return Landmarks(gazetteer)
