"""What the trained classifiers see of a text: its words, their parts, their neighbours, its form.

Training and reading share this file, so that a model is never asked about features it was not
shown. Names of places are left out (a model would learn that potholes are in Surabaya), and so
are names in handles other than as letters.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nlp.text.words import Words

# Parts of a word between these lengths carry roots under any prefix ("perbaikan", "diperbaiki").
_SHORTEST_PART, _LONGEST_PART = 3, 5
# What is longer is an address or noise; its parts would only fill the cache of words.
_LONGEST_WORD = 24
_NUMBER = "0"
# Said in every mention: our own name and the tag say nothing about the matter.
_OUR_NAMES = frozenset({"lapor1708", "lapor"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a text that the classifiers look at, and the pairs that stand side by side."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]


def terms_of(words: Words, hidden: Collection[int] = ()) -> Terms:
    """Return the terms of a text; ``hidden`` are the indices of words that name a place."""
    kept: list[str] = []
    pairs: list[str] = []
    previous = ""
    for at, stem in enumerate(words.stems):
        if words.breaks[at]:
            previous = ""
        word = _term(stem)
        if at in hidden or not word:
            previous = ""
            continue
        kept.append(word)
        if previous:
            pairs.append(f"{previous} {word}")
        previous = word
    return Terms(tuple(kept), tuple(pairs))


def parts_of(word: str) -> Iterator[str]:
    """Yield the features of one term: itself, and its runs of letters with its ends marked."""
    yield word
    if word == _NUMBER:
        return
    marked = f"<{word[:_LONGEST_WORD]}>"
    for length in range(_SHORTEST_PART, _LONGEST_PART + 1):
        for start in range(len(marked) - length + 1):
            yield "-" + marked[start : start + length]


def _term(stem: str) -> str:
    word = stem.removeprefix("@")
    if word in _OUR_NAMES:
        return ""
    return _NUMBER if word.isdecimal() else word
