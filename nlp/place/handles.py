"""Who owns an official handle: evidence for the place and for the agency at once.

Known handles come from data/handles.tsv and data/agencies.tsv; most others of local governments
follow patterns: kind of office, perhaps "kot" or "kab", name of the place (@dishubkotabogor).
"""

import re
from dataclasses import dataclass
from functools import cache

from nlp.place.gazetteer import REGENCY_CODE, Gazetteer, load_gazetteer, name_key
from nlp.text.tables import read_table

_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_LONGEST = 30  # X allows 15 characters; other channels more
_SHORTEST = 3  # letters of a beginning, by which beginnings are looked up
# Filler that accounts put around the name of their place.
_FILLER = ("official", "resmi", "ofc", "id", "go", "prov", "info")
_KOTA, _KAB = ("kota", "kot"), ("kabupaten", "kab")


@dataclass(frozen=True, slots=True)
class Owner:
    """An office (key of data/offices.tsv) of the government of a place."""

    place_code: str
    office: str


class HandleBook:
    """Official handles of local governments. Handles are compared without ``@``, case and ``_``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, Owner] = {}
        self._written: dict[Owner, list[str]] = {}
        for line in read_table("handles.tsv", 3):
            handle, office, place = line.fields
            code = gazetteer.code_of(place)
            if code is None:
                raise line.error(f"no province or regency is called {place!r}")
            owner = Owner(code, office)
            if self._known.setdefault(handle_key(handle), owner) != owner:
                raise line.error(f"{handle} already belongs to another office")
            self._written.setdefault(owner, []).append(handle)
        self._prefixes = _prefixes()

    def find(self, handle: str) -> Owner | None:
        """Return whose handle it is, by the list or by the patterns."""
        key = handle_key(handle)
        return self._known.get(key) or (self._by_pattern(key) if len(key) <= _LONGEST else None)

    def handles_of(self, owner: Owner) -> tuple[str, ...]:
        """Return the listed handles of an office, without ``@``."""
        return tuple(self._written.get(owner, ()))

    def _by_pattern(self, key: str) -> Owner | None:
        for prefix, office in self._prefixes.get(key[:_SHORTEST], ()):
            if key.startswith(prefix):
                code = self._place(key.removeprefix(prefix), prefix)
                if code is not None:
                    return Owner(code, office)
        return None

    def _place(self, rest: str, prefix: str) -> str | None:
        wanted = _kind_of(prefix)
        for kind, starts in ((True, _KOTA), (False, _KAB)):
            for start in starts:
                if rest.startswith(start) and len(rest) > len(start):
                    code = self._named(rest.removeprefix(start), kind)
                    if code is not None:
                        return code
        for filler in ("", *_FILLER):
            if rest.startswith(filler) and rest.endswith(filler):
                code = self._named(rest.removeprefix(filler), wanted)
                code = code or self._named(rest.removesuffix(filler), wanted)
                if code is not None:
                    return code
        return None

    def _named(self, name: str, city: bool | None) -> str | None:
        """Return the only province or regency of that name (and kind, when the handle says it)."""
        found = self._gazetteer.find(name_key(name))
        codes = [code for code in found if len(code) <= REGENCY_CODE]
        if city is not None:
            regencies = [code for code in codes if len(code) == REGENCY_CODE]
            codes = [code for code in regencies if self._gazetteer.is_city(code) == city]
        return codes[0] if len(codes) == 1 else None


def handle_key(handle: str) -> str:
    """Return a handle in the form in which handles are compared."""
    return _NOT_LETTERS.sub("", handle.lower())


def _kind_of(prefix: str) -> bool | None:
    if prefix.endswith("kot"):
        return True
    return False if prefix.endswith("kab") else None


def _prefixes() -> dict[str, list[tuple[str, str]]]:
    """Return (beginning of a handle, office), longest first, by their first letters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in read_table("handle_prefixes.tsv", 2):
        for prefix in line.alternatives(1):
            if len(prefix) < _SHORTEST:
                raise line.error(f"{prefix!r} is shorter than {_SHORTEST} letters")
            found.setdefault(prefix[:_SHORTEST], []).append((prefix, line.fields[0]))
    return {
        first: sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
        for first, pairs in found.items()
    }


@cache
def load_handles() -> HandleBook:
    """Return the book of handles, built once in a process."""
    return HandleBook(load_gazetteer())
