"""Finding phrases of a lexicon among words: longest first, one pass, no overlaps.

A pattern is a phrase ("jalan rusak") or two phrases that stand near each other in either order
("jalan ~ rusak": "jalan depan rumah saya sudah lama rusak").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from nlp.text.normalize import stem_of
from nlp.text.tables import Line
from nlp.text.words import Words

# Words between the two halves of a "~" pattern: a clause, not a paragraph.
_NEAR = 8
_LONGEST = 6
_SPLIT = "~"

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Hit(Generic[V]):
    """Words ``start`` to ``end`` (exclusive) say ``value``; ``pattern`` is what matched."""

    start: int
    end: int
    value: V
    pattern: str


@dataclass(frozen=True, slots=True)
class _Term:
    start: int
    end: int
    text: str


class Lexicon(Generic[V]):
    """Patterns with what they mean. Immutable once built."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._single: dict[str, list[V]] = {}
        self._pairs: dict[str, list[tuple[str, V]]] = {}
        self._terms: set[str] = set()
        self._reach: dict[str, int] = {}  # first word -> length of the longest term it begins
        for pattern, value in entries:
            halves = [phrase_key(half) for half in pattern.split(_SPLIT)]
            for half in halves:
                first, length = half.split()[0], len(half.split())
                self._terms.add(half)
                self._reach[first] = max(length, self._reach.get(first, 0))
            if len(halves) == 1:
                self._single.setdefault(halves[0], []).append(value)
            else:
                self._pairs.setdefault(halves[0], []).append((halves[1], value))

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that occurs in a pattern."""
        return frozenset(word for term in self._terms for word in term.split())

    def find(self, words: Words) -> list[Hit[V]]:
        """Return what the words say, in the order of their first word."""
        if self._reach.keys().isdisjoint(words.stems):
            return []  # most texts have nothing of most lexicons
        terms = self._segment(words)
        if not terms:
            return []
        hits = [
            Hit(term.start, term.end, value, term.text)
            for term in terms
            for value in self._single.get(term.text, ())
        ]
        hits.extend(self._find_pairs(terms))
        return sorted(hits, key=lambda hit: hit.start)

    def _find_pairs(self, terms: list[_Term]) -> list[Hit[V]]:
        hits: dict[tuple[str, str, int], Hit[V]] = {}
        for index, term in enumerate(terms):
            for other_text, value in self._pairs.get(term.text, ()):
                other = _nearest(terms, index, other_text)
                if other is not None:
                    start, end = min(term.start, other.start), max(term.end, other.end)
                    pattern = f"{term.text} {_SPLIT} {other_text}"
                    # One belief for each pattern, however often its halves are repeated.
                    hits.setdefault(
                        (term.text, other_text, id(value)), Hit(start, end, value, pattern)
                    )
        return list(hits.values())

    def _segment(self, words: Words) -> list[_Term]:
        terms: list[_Term] = []
        end = 0
        for at, stem in enumerate(words.stems):
            if at >= end and stem in self._reach:  # most words begin no phrase
                found = self._terms_at(words, at)
                terms.extend(found)
                end = found[0].end if found else end
        return terms

    def _terms_at(self, words: Words, start: int) -> list[_Term]:
        """Return the longest term at a word; after a mere half also the shorter halves in it."""
        reach = self._reach[words.stems[start]]
        limit = run_length(words, start, reach) if reach > 1 else reach
        found: list[_Term] = []
        for length in range(limit, 0, -1):
            text = " ".join(words.stems[start : start + length])
            if text in self._terms:
                found.append(_Term(start, start + length, text))
                if text in self._single:
                    break  # a whole phrase says what it says: "lampu jalan" is no "jalan"
        return found


def patterns_of(line: Line, column: int) -> tuple[str, ...]:
    """Return the patterns of a data field. Raises DataError when one cannot ever match."""
    patterns = line.alternatives(column)
    for pattern in patterns:
        halves = pattern.split(_SPLIT)
        if len(halves) > 2 or not all(0 < len(half.split()) <= _LONGEST for half in halves):
            raise line.error(f"{pattern!r} is not one phrase, or two around a {_SPLIT}")
    return patterns


def phrase_key(phrase: str) -> str:
    """Return a phrase in the form in which words are compared."""
    return " ".join(stem_of(word) for word in phrase.split())


def run_length(words: Words, start: int, longest: int) -> int:
    """Return how many words a phrase that begins at ``start`` may have, at most ``longest``."""
    limit = min(longest, len(words) - start)
    for length in range(1, limit):
        if words.breaks[start + length]:
            return length
    return limit


def _nearest(terms: list[_Term], index: int, text: str) -> _Term | None:
    here = terms[index]
    for step in range(1, _NEAR + 1):  # there is at least one word in each term
        for at in (index + step, index - step):
            if 0 <= at < len(terms) and terms[at].text == text:
                other = terms[at]
                gap = max(other.start - here.end, here.start - other.end)
                if gap <= _NEAR:
                    return other
    return None
