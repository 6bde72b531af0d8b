"""The second net for wishes to be hidden: a trained ear for clauses that no rule foresaw.

Linear, over a clause's words, their letters, their neighbours, and the kinds of words of the
grammar (nlp/secrecy/wishes.py) with the order in which they stand. All sums of a word, and of two
kinds, are computed once and kept, so that an ordinary text costs a few look-ups a word.

The file data/alarm.npz is written by nlp/learning/alarms.py, and by nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from nlp.features import parts_of
from nlp.model import arrays_of, text_lines, unreadable
from nlp.secrecy.wishes import Meaning, Said, kinds_of, read_clause, units_of
from nlp.text.tables import read_bytes
from nlp.text.words import Words

ALARM_FILE = "alarm.npz"
_KEPT = 50_000  # words, and pairs, whose sums are kept: a hundred bytes each
# A clause without punctuation is heard in windows of so many words, each beginning in the midst of
# the one before: wide ones for what is told at length, narrow ones for a wish of few words that the
# matter beside it would drown.
_WIDE, _NARROW = (10, 4), (5, 2)
_LONG = 8  # words of a clause from which it is heard in narrow windows as well
_UNDO = frozenset({Meaning.REFUSED, Meaning.TALK})
_USUAL_PARTS = 6  # of a tweet
_REACH = 4  # words between two kinds that may belong together


@dataclass(frozen=True, slots=True)
class Heard:
    """Words ``start`` to ``end`` (exclusive): their log-odds, and what the rules say of them."""

    start: int
    end: int
    score: float
    said: tuple[Said, ...]

    @property
    def meanings(self) -> frozenset[Meaning]:
        """What the rules say of it that nothing undoes."""
        return frozenset(one.rule.meaning for one in standing(self.said))


def windows_of(words: Words) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text that are heard each by itself: clauses, windows of long ones."""
    for start, end in units_of(words):
        yield from _windows(start, end, *_WIDE)
        if end - start > _LONG:
            yield from _windows(start, end, *_NARROW)


def _windows(start: int, end: int, width: int, step: int) -> Iterator[tuple[int, int]]:
    yield start, min(end, start + width)
    for begin in range(start + step, end - width + step, step):
        yield begin, min(end, begin + width)


def word_features(stem: str) -> Iterator[str]:
    """Yield what a word says by itself: its form, its letters, its kinds."""
    if stem[0] == "@":
        return
    yield from parts_of(stem)
    yield from (f"={kind}" for kind in kinds_of(stem))


def is_of_word(feature: str) -> bool:
    """Say whether a feature is one of a single word."""
    return feature[0] != "#" and not any(mark in feature for mark in " >+")


def pair_features(first: str, second: str, apart: int) -> Iterator[str]:
    """Yield what two words say together, ``apart`` words from each other."""
    if apart == 1:
        yield f"{first} {second}"
    for one in kinds_of(first):
        for other in kinds_of(second):
            yield f"{one}>{other}"
            if apart == 1:
                yield f"{one}+{other}"


def _is_cut_from_its_undoing(words: Words, part: Heard) -> bool:
    """Say whether a part sounds like a wish only because its window ends before the refusal:
    "nama saya tidak usah" of "nama saya tidak usah disembunyikan".
    """
    return any(
        one.rule.meaning in _UNDO and one.start < part.end and part.start < one.end
        for start, end in units_of(words)
        if start <= part.start and part.end <= end and (start, end) != (part.start, part.end)
        for one in read_clause(words, start, end)
    )


class Alarm:
    """What training has learnt. Immutable once loaded."""

    def __init__(
        self, weights: Mapping[str, float], bias: float, threshold: float, quiet: float
    ) -> None:
        """Take the weight of each feature.

        ``threshold`` is the score from which it is alarm. ``quiet`` is one that nearly every wish
        reaches by its single words alone: what does not, is not listened to any closer.
        """
        self.threshold = threshold
        self._quiet = quiet
        self._weights = weights
        self._bias = bias
        self._word = lru_cache(maxsize=_KEPT)(self._of_word)
        self._pair = lru_cache(maxsize=_KEPT * 4)(self._of_pair)

    def hear(self, words: Words) -> list[Heard]:
        """Return the parts of a text that could be a wish, each with its score."""
        heard: list[Heard] = []
        of_words = [self._word(stem) for stem in words.stems]
        windows = list(windows_of(words))
        # The more parts a text has, the likelier one of them sounds like a wish by chance.
        chance = log(max(1.0, len(windows) / _USUAL_PARTS))
        for start, end in windows:
            if self._bias + sum(of_words[start:end]) < self._quiet:
                continue  # two in three: looking at pairs and rules is what costs
            said = read_clause(words, start, end)
            part = Heard(start, end, self.score(words.stems[start:end], said) - chance, tuple(said))
            if part.score < self.threshold or not _is_cut_from_its_undoing(words, part):
                heard.append(part)
        return heard

    def score(self, stems: Sequence[str], said: Sequence[Said]) -> float:
        """Return the log-odds that a part of a text is a wish."""
        total = self._bias
        word, pair = self._word, self._pair
        # Words further apart say something together by their kinds only, which most words lack.
        kinds = list(map(kinds_of, stems))
        for at, stem in enumerate(stems):
            total += word(stem)
            if at + 1 < len(stems):
                total += pair(stem, stems[at + 1], 1)
            if kinds[at]:
                for other in range(at + 2, min(at + 1 + _REACH, len(stems))):
                    if kinds[other]:
                        total += pair(stem, stems[other], other - at)
        if said:
            total += sum(self._weights.get(name, 0.0) for name in rule_features(said))
        return total

    def _of_word(self, stem: str) -> float:
        return sum(self._weights.get(name, 0.0) for name in word_features(stem))

    def _of_pair(self, first: str, second: str, apart: int) -> float:
        return sum(self._weights.get(name, 0.0) for name in pair_features(first, second, apart))


def rule_features(said: Sequence[Said]) -> frozenset[str]:
    """Return what the rules say: each one, and what it means when nothing undoes it."""
    stands = standing(said)
    patterns = {f"#{one.rule.pattern}" for one in said}
    return frozenset(
        patterns
        | {f"#{one.rule.meaning}" for one in stands}
        | {f"#!{one.rule.meaning}" for one in said if one not in stands}
    )


def standing(said: Sequence[Said]) -> list[Said]:
    """Return what is said without the wishes that a refusal, or talk about others, overlaps."""
    undo = [one for one in said if one.rule.meaning in _UNDO]
    return [
        one
        for one in said
        if one in undo or not any(one.start < no.end and no.start < one.end for no in undo)
    ]


def features_of(stems: Sequence[str], said: Sequence[Said]) -> Iterator[str]:
    """Yield every feature of a part of a text, as ``Alarm.score`` counts them."""
    for at, stem in enumerate(stems):
        yield from word_features(stem)
        for apart, other in enumerate(stems[at + 1 : at + 1 + _REACH], start=1):
            yield from pair_features(stem, other, apart)
    yield from rule_features(said)


@cache
def load_alarm() -> Alarm:
    """Return the shipped alarm. Raises ModelError when its file cannot be read."""
    arrays = arrays_of(read_bytes(ALARM_FILE), ALARM_FILE)
    try:
        names = text_lines(arrays["features"])
        values = (arrays["weights"].astype(float) * float(arrays["scale"])).tolist()
        weights = dict(zip(names, values, strict=True))
        return Alarm(weights, *(float(arrays[name]) for name in ("bias", "threshold", "quiet")))
    except (KeyError, ValueError) as error:
        raise unreadable(ALARM_FILE) from error
