"""How sure is "sure"? Fit data/calibration.tsv and data/thresholds.tsv; a part of `make train`.

Everything here is measured on texts that the model in question was not trained on: the corpus is
split into parts, and each part is read by a model of the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from domain.model import Utterance
from nlp.confidence import ALL, FIELDS, Calibration, Judge, Signals, logit
from nlp.corpus.reading import Labelled
from nlp.learning.measures import threshold_for
from nlp.learning.outcomes import WANTED, outcome
from nlp.learning.scoring import Score, score
from nlp.learning.train import Corpus, Reader, train
from nlp.model import unpack
from nlp.pipeline import Understanding

PARTS = 3
_FIRMNESS = 1.0
_CONSTANT = "constant"
# Fields whose confidence rests on that of others come after them.
_ORDER = (*(field for field in FIELDS if field != "agency"), "agency", ALL)
_CALIBRATION_HEAD = """\
# Written by `make train`: the weight of each signal in the log odds that a field is right.
# field\tsignal\tweight"""
_THRESHOLDS_HEAD = """\
# Written by `make train`: from which confidence an answer passes unseen, and the precision and
# coverage that this has on texts the model was not trained on. Raise one to be more careful.
# field\tfrom\tprecision\tcoverage"""
# Nothing is known yet: every answer is as likely right as wrong.
_UNFITTED = Calibration({field: {_CONSTANT: 0.0} for field in (*FIELDS, ALL)})


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which confidence a field passes unseen, and the precision and coverage that this has
    on texts that the model was not trained on.
    """

    field: str
    least: float
    exact: float
    cover: float


@dataclass(frozen=True, slots=True)
class Held:
    """What a model says of a text that it was not trained on."""

    signals: dict[str, Signals]
    score: Score


def held_apart(corpus: Corpus, reader: Reader) -> list[Held]:
    """Read every mention of the corpus with a model that has not seen it."""
    found: list[Held] = []
    for part in range(PARTS):
        unseen = corpus.mentions[part::PARTS]
        seen = tuple(m for at, m in enumerate(corpus.mentions) if at % PARTS != part)
        model = unpack(train(replace(corpus, mentions=seen), reader))
        found.extend(read_with(Understanding.load(model, UNFITTED_JUDGE), unseen))
    return found


def read_with(understanding: Understanding, texts: Sequence[Labelled]) -> Iterator[Held]:
    """Yield what an understanding says of labelled texts, with the signals behind it."""
    for text in texts:
        # One by one: a Doc does not outlive its batch.
        signals, belief = understanding.judged(Utterance(text.text))
        yield Held(signals, score(text, belief))


UNFITTED_JUDGE = Judge(_UNFITTED, {ALL: 0.0})


def fit(held: Sequence[Held]) -> Calibration:
    """Return the calibration under which the held texts are most likely."""
    weights: dict[str, dict[str, float]] = {}
    claimed: list[dict[str, float]] = [{} for _ in held]
    for field in _ORDER:
        rows, rights = [], []
        for at, one in enumerate(held):
            right = outcome(one.score, field)
            if right is not None:
                rows.append((at, signals_for(field, one, claimed[at])))
                rights.append(right)
        weights[field] = _fit_one([signals for _, signals in rows], rights)
        calibration = Calibration({field: weights[field]})
        for at, one in enumerate(held):
            claimed[at][field] = calibration.sure(field, signals_for(field, one, claimed[at]))
    return Calibration(weights)


def signals_for(field: str, one: Held, claimed: dict[str, float]) -> Signals:
    """Return the signals of a field, to which earlier fields' confidences belong."""
    if field == ALL:
        return {**one.signals[ALL], **{f"logit {name}": logit(claimed[name]) for name in FIELDS}}
    if field == "agency":
        earlier = {f"logit {name}": logit(claimed[name]) for name in ("topic", "location")}
        return {**one.signals["agency"], **earlier}
    return one.signals[field]


def _fit_one(signals: Sequence[Signals], rights: Sequence[bool]) -> dict[str, float]:
    names = sorted({name for of in signals for name in of})
    table = np.asarray([[of.get(name, 0.0) for name in names] for of in signals])
    if len(set(rights)) < 2:
        return {_CONSTANT: 4.0 if all(rights) else -4.0}
    learner = LogisticRegression(C=_FIRMNESS, max_iter=1000)
    learner.fit(table, np.asarray(rights))
    found = dict(zip(names, map(float, learner.coef_[0]), strict=True))
    return {_CONSTANT: float(learner.intercept_[0]), **found}


def thresholds(held: Sequence[Held], calibration: Calibration) -> Iterator[Threshold]:
    """Yield the threshold of each field, and of the whole."""
    claimed = [claims_of(one, calibration) for one in held]
    for field in (*FIELDS, ALL):
        pairs = [
            (of[field], right)
            for of, one in zip(claimed, held, strict=True)
            if (right := outcome(one.score, field)) is not None
        ]
        sure, rights = [sure for sure, _ in pairs], [right for _, right in pairs]
        least = threshold_for(sure, rights, WANTED)
        passed = [right for claim, right in pairs if claim >= least]
        exact = sum(passed) / max(1, len(passed))
        yield Threshold(field, least, exact, len(passed) / len(pairs))


def claims_of(one: Held, calibration: Calibration) -> dict[str, float]:
    """Return the confidences of a held text."""
    claimed: dict[str, float] = {}
    for field in _ORDER:
        claimed[field] = calibration.sure(field, signals_for(field, one, claimed))
    return claimed


def write(calibration: Calibration, found: Sequence[Threshold]) -> None:
    """Write data/calibration.tsv and data/thresholds.tsv."""
    weights = [
        f"{field}\t{signal}\t{weight:.4f}"
        for field, of in calibration.weights.items()
        for signal, weight in of.items()
    ]
    _write("calibration.tsv", _CALIBRATION_HEAD, weights)
    limits = [f"{t.field}\t{t.least:.4f}\t{t.exact:.3f}\t{t.cover:.3f}" for t in found]
    _write("thresholds.tsv", _THRESHOLDS_HEAD, limits)


def _write(name: str, head: str, lines: Sequence[str]) -> None:
    path = Path(__file__).parents[1] / "data" / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
