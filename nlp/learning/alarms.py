"""From the corpus to the alarm that the package ships (nlp/secrecy/alarm.py).

A text that holds a wish holds it in one of its parts, and nobody has marked which. So the part
that the alarm hears best counts as the wish, and the alarm learns again, a few times over.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from domain.model import Visibility
from nlp.corpus.reading import Labelled, mentions, tellings
from nlp.model import pack, text_array
from nlp.pipeline import blank
from nlp.secrecy.alarm import ALARM_FILE, features_of, is_of_word, windows_of
from nlp.secrecy.wishes import read_clause
from nlp.text.words import Words

# How much a feature may weigh at first: letters are many and say little each.
_SIZE = {"part": 0.35, "pair": 0.8, "rule": 1.5, "other": 1.0}
_SEEN = {"part": 4, "pair": 2, "rule": 2, "other": 2}  # features seen less often are left out
_FIRMNESS = 1.0  # the inverse of the penalty on weights
_ROUNDS = 3
# Ordinary texts are many, and some of them hold a wish that nobody noticed.
ORDINARY = 0.3
# The share of ordinary texts that the alarm may hide.
_HIDDEN = 0.018
# The share of wishes to which the alarm need not listen closely; phrases may find them still.
_OVERHEARD = 0.005

Part = frozenset[tuple[str, int]]  # features with how often they occur


@dataclass(frozen=True, slots=True)
class Lesson:
    """The parts of a text; whether one of them is a wish, and how much it counts."""

    parts: tuple[Part, ...]
    wished: bool
    weight: float
    ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights by feature, and the log-odds of a part without any."""

    weights: dict[str, float]
    bias: float

    def score(self, part: Part) -> float:
        """Return the log-odds that a part is a wish."""
        return self.bias + sum(self.weights.get(name, 0.0) * count for name, count in part)

    def loudest(self, lesson: Lesson) -> Part:
        """Return the part that sounds most like a wish."""
        return max(lesson.parts, key=self.score)


class Reader:
    """Texts -> lessons."""

    def __init__(self) -> None:
        self._nlp = blank()

    def text(self, text: str, wished: bool, weight: float, ordinary: bool = False) -> Lesson:
        """Return the lesson of a text."""
        words = self._words(text)
        parts = tuple(_part(words, start, end) for start, end in windows_of(words) if end > start)
        return Lesson(parts, wished, weight, ordinary)

    def clause(self, text: str, wished: bool, weight: float) -> Lesson:
        """Return the lesson of a clause, which is a wish as a whole or not at all."""
        words = self._words(text)
        return Lesson((_part(words, 0, len(words)),), wished, weight)

    def _words(self, text: str) -> Words:
        words: Words = self._nlp.get_pipe("normalize")(self._nlp.make_doc(text))._.words
        return words


def _part(words: Words, start: int, end: int) -> Part:
    said = read_clause(words, start, end)
    return frozenset(Counter(features_of(words.stems[start:end], said)).items())


def lessons(reader: Reader) -> list[Lesson]:
    """Return all that there is to learn from."""
    found = [
        (reader.clause if one.is_clause else reader.text)(one.text, one.wished, 1.0)
        for one in tellings()
    ]
    for mention in mentions():
        wished = wishes(mention)
        if wished is not None:
            weight = 1.0 if wished else ORDINARY
            found.append(reader.text(mention.text, wished, weight, ordinary=not wished))
    return [lesson for lesson in found if lesson.parts]


def wishes(mention: Labelled) -> bool | None:
    """Say whether a mention asks to be hidden; None when it may be hidden for what it tells."""
    if mention.visibility is Visibility.RAHASIA:
        return None
    return mention.visibility is Visibility.ANONIM


def learn(given: Sequence[Lesson]) -> Learnt:
    """Return what the lessons teach."""
    sure = [lesson for lesson in given if not lesson.wished or len(lesson.parts) == 1]
    unsure = [lesson for lesson in given if lesson.wished and len(lesson.parts) > 1]
    parts = [(part, lesson) for lesson in sure for part in lesson.parts]
    learnt = _fit(parts)
    for _ in range(_ROUNDS):
        learnt = _fit([*parts, *((learnt.loudest(lesson), lesson) for lesson in unsure)])
    return learnt


def _fit(parts: Sequence[tuple[Part, Lesson]]) -> Learnt:
    seen = Counter(name for part, _ in parts for name, _ in part)
    names = sorted(name for name, count in seen.items() if count >= _SEEN[_kind(name)])
    rows = {name: at for at, name in enumerate(names)}
    sizes = [_SIZE[_kind(name)] for name in names]
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for part, _ in parts:
        known = sorted((rows[name], count) for name, count in part if name in rows)
        indices.extend(row for row, _ in known)
        values.extend(count * sizes[row] for row, count in known)
        starts.append(len(indices))
    table = csr_matrix((values, indices, starts), shape=(len(parts), len(names)))
    learner = LogisticRegression(C=_FIRMNESS, max_iter=200, solver="liblinear", random_state=0)
    learner.fit(
        table,
        [lesson.wished for _, lesson in parts],
        sample_weight=[lesson.weight for _, lesson in parts],
    )
    weights = learner.coef_[0] * np.asarray(sizes)
    return Learnt(dict(zip(names, weights.tolist(), strict=True)), float(learner.intercept_[0]))


def _kind(name: str) -> str:
    if name.startswith("#"):
        return "rule"
    if name.startswith("-"):
        return "part"
    return "pair" if " " in name else "other"


def threshold_of(given: Sequence[Lesson], folds: int = 3) -> float:
    """Return the score that only ``_HIDDEN`` of the ordinary texts reach, each held apart once."""
    scores: list[float] = []
    for fold in range(folds):
        learnt = learn([lesson for at, lesson in enumerate(given) if at % folds != fold])
        held = [lesson for lesson in given[fold::folds] if lesson.ordinary]
        scores.extend(learnt.score(learnt.loudest(lesson)) for lesson in held)
    return float(np.quantile(scores, 1.0 - _HIDDEN))


def quiet_below(given: Sequence[Lesson], learnt: Learnt) -> float:
    """Return the score that all but ``_OVERHEARD`` of the wishes reach by their words alone."""
    of_words = Learnt({n: w for n, w in learnt.weights.items() if is_of_word(n)}, learnt.bias)
    scores = [of_words.score(of_words.loudest(one)) for one in given if one.wished]
    return float(np.quantile(scores, _OVERHEARD))


def train(given: Sequence[Lesson]) -> bytes:
    """Return the bytes of an alarm file; the same lessons give the same bytes."""
    threshold = threshold_of(given)
    learnt = learn(given)
    names = sorted(name for name, weight in learnt.weights.items() if abs(weight) > _TELLING)
    weights = np.asarray([learnt.weights[name] for name in names])
    scale = float(np.abs(weights).max()) / 32_767
    arrays = {
        "features": text_array(names),
        "weights": np.round(weights / scale).astype(np.int16),
        "scale": np.float64(scale),
        "bias": np.float64(learnt.bias),
        "threshold": np.float64(threshold),
        "quiet": np.float64(quiet_below(given, learnt)),
    }
    return pack({name: np.asarray(array) for name, array in arrays.items()})


_TELLING = 1e-3


def main() -> None:
    """Write the alarm file."""
    data = train(lessons(Reader()))
    path = Path(__file__).parents[1] / "data" / ALARM_FILE
    path.write_bytes(data)


if __name__ == "__main__":
    main()
