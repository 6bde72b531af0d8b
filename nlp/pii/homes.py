"""Where private persons live (see pii.py).

A place is nobody's secret ("jl. X depan no 12"); it becomes one beside "rumah saya", "alamat".
"""

import re
from collections.abc import Iterator

from domain.model import PiiSpan
from nlp.pii.names import NameCue, cue_at, name_cues
from nlp.text.tables import word_list
from nlp.text.words import Words

_NEAR_HOME = 4  # words between "rumah saya" and the street
_STREET_NAME = 5  # words between a street, its number, and what goes on
_LONGEST_ADDRESS = 24
_NUMBER = re.compile(r"[a-z]?\d{1,4}[a-z]?")
_GLUED = re.compile(r"(?:no|rt|rw|blok|kav)\d{1,4}[a-z]?")
_BLOCK = re.compile(r"[a-z]{1,2}\d{0,3}")


class HomeFinder:
    """Find addresses of homes: a street with the number of a house, beside "rumah saya"."""

    def __init__(self) -> None:
        self._first = name_cues().homes
        self._streets = word_list("street") | word_list("address_street")
        self._numbered_streets = word_list("street")
        self._parts = word_list("address_number")
        self._stops = word_list("name_stop")

    def __call__(self, words: Words) -> Iterator[PiiSpan]:
        if self._first.isdisjoint(words.lowers) or self._streets.isdisjoint(words.lowers):
            return
        homes = _homes(words)
        at = 0
        while homes and at < len(words):
            end = self._end_of_address(words, at) if words.lowers[at] in self._streets else at
            if end > at and any(_is_beside(home, at, end) for home in homes):
                yield PiiSpan("address", words.starts[at], words.ends[end - 1])
            at = max(end, at + 1)

    def _end_of_address(self, words: Words, start: int) -> int:
        """Return the end of the last numbered part of an address, ``start`` when it has none."""
        end, at, since = start, start + 1, 0
        named = False
        while at < min(len(words), start + _LONGEST_ADDRESS) and since <= _STREET_NAME:
            # A number right behind "gang" is its name; the house comes later.
            bare = end == start and at > start + 1 and words.lowers[start] in self._numbered_streets
            taken = self._part_at(words, at, bare)
            if taken:
                at, since, named = at + taken, 0, True
                end = at
                continue
            if words.lowers[at] in self._stops or _breaks(words, at):
                break
            at, since = at + 1, since + 1
        return end if named else start

    def _part_at(self, words: Words, at: int, bare: bool) -> int:
        """Return how many words a numbered part ("no 12", "RT.03", "blok C 12") takes."""
        lower = words.lowers[at]
        if _GLUED.fullmatch(lower):
            return 1
        following = words.lowers[at + 1 : at + 4]
        if lower in self._parts and following:
            if following[0] in self._parts and all(map(_NUMBER.fullmatch, following[1:])):
                return len(following) + 1  # "RT/RW 003/005"
            if _NUMBER.fullmatch(following[0]):
                return 2
            if _BLOCK.fullmatch(following[0]):
                more = following[1:2] and _NUMBER.fullmatch(following[1])
                return 3 if more else 2
            return 0
        return 1 if bare and _NUMBER.fullmatch(lower) else 0


def _is_beside(home: NameCue, start: int, end: int) -> bool:
    return 0 <= start - home.end <= _NEAR_HOME or 0 <= home.start - end <= 1


def _breaks(words: Words, at: int) -> bool:
    return not set(words.text[words.ends[at - 1] : words.starts[at]]).isdisjoint("\n;!?")


def _homes(words: Words) -> list[NameCue]:
    cues = (cue_at(words, at) for at in range(len(words)))
    return [cue for cue in cues if cue is not None and cue.kind == "home"]
