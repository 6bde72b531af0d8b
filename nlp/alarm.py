"""The second net for wishes to be hidden: a trained ear for clauses that no rule foresaw.

Linear, over a clause's words, their letters, their neighbours, and the kinds of words of the
grammar (nlp/wishes.py) with the order in which they stand. All sums of a word, and of two kinds,
are computed once and kept, so that an ordinary text costs a few look-ups a word.

The file data/alarm.npz is written by nlp/learning/alarms.py, and by nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from nlp.features import parts_of
from nlp.model import ModelError, text_lines
from nlp.wishes import Meaning, Said, kinds_in, kinds_of, read_terms, terms_of, units_of
from nlp.words import Words

ALARM_FILE = "alarm.npz"
_KEPT = 50_000  # words, and pairs, whose sums are kept: a hundred bytes each
# A clause without punctuation is heard in windows of so many words, each beginning in the midst
# of the one before.
_WINDOW, _STEP = 10, 4
_UNDO = frozenset({Meaning.REFUSED, Meaning.TALK})
# A part of a text without words of one of these sets of kinds is no wish; most parts have none.
_HOT = tuple(
    frozenset(kinds.split())
    for kinds in (
        "never", "want_not", "secret", "alias", "hide", "identity", "private", "fear", "harm",
        "name self", "name no", "know self", "know other", "cover self", "cover name",
        "cover content", "item cover", "spread no", "public no", "reveal no", "name let",
        "know no", "self tie", "tell worry", "tell self", "worry tie", "reveal self",
        "reveal let", "reveal name", "know let", "know cover", "cover let",
    )
)  # fmt: skip
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
        yield start, min(end, start + _WINDOW)
        for begin in range(start + _STEP, end - _WINDOW + _STEP, _STEP):
            yield begin, min(end, begin + _WINDOW)


def word_features(stem: str) -> Iterator[str]:
    """Yield what a word says by itself: its form, its letters, its kinds."""
    if stem[0] == "@":
        return
    yield from parts_of(stem)
    yield from (f"={kind}" for kind in kinds_of(stem))


def pair_features(first: str, second: str, apart: int) -> Iterator[str]:
    """Yield what two words say together, ``apart`` words from each other."""
    if apart == 1:
        yield f"{first} {second}"
    for one in kinds_of(first):
        for other in kinds_of(second):
            yield f"{one}>{other}"
            if apart == 1:
                yield f"{one}+{other}"


def _sounds_hot(kinds: frozenset[frozenset[str]]) -> bool:
    """Say whether words of these kinds could make a wish."""
    present: frozenset[str] = frozenset().union(*kinds)
    return any(hot <= present for hot in _HOT)


class Alarm:
    """What training has learnt. Immutable once loaded."""

    def __init__(self, weights: Mapping[str, float], bias: float, threshold: float) -> None:
        """Take the weight of each feature; ``threshold`` is the score from which it is alarm."""
        self.threshold = threshold
        self._weights = weights
        self._bias = bias
        self._word = lru_cache(maxsize=_KEPT)(self._of_word)
        self._pair = lru_cache(maxsize=_KEPT * 4)(self._of_pair)

    def hear(self, words: Words) -> list[Heard]:
        """Return the parts of a text that could be a wish, each with its score."""
        if not _sounds_hot(kinds_in(words, 0, len(words))):
            return []
        heard: list[Heard] = []
        for start, end in windows_of(words):
            terms = terms_of(words, start, end)
            if _sounds_hot(frozenset(term.kinds for term in terms)):
                said = read_terms(terms, start, end)
                score = self.score(words.stems[start:end], said)
                heard.append(Heard(start, end, score, tuple(said)))
        return heard

    def score(self, stems: Sequence[str], said: Sequence[Said]) -> float:
        """Return the log-odds that a part of a text is a wish."""
        total = self._bias
        word, pair = self._word, self._pair
        for at, stem in enumerate(stems):
            total += word(stem)
            for apart, other in enumerate(stems[at + 1 : at + 1 + _REACH], start=1):
                total += pair(stem, other, apart)
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
    data = files("nlp.data").joinpath(ALARM_FILE).read_bytes()
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            names = text_lines(arrays["features"])
            values = (arrays["weights"].astype(float) * float(arrays["scale"])).tolist()
            weights = dict(zip(names, values, strict=True))
            return Alarm(weights, float(arrays["bias"]), float(arrays["threshold"]))
    except (KeyError, ValueError, OSError) as error:
        raise ModelError(f"nlp/data/{ALARM_FILE} cannot be read; run `make train`") from error
