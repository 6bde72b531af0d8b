"""Measures of how good beliefs are, over plain arrays; every one can be put into a bootstrap.

Booleans say whether a belief was right; probabilities are what it claimed, 0..1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

_BINS = 10
_ROUNDS = 1000
_SEED = 20_26_11  # any fixed number: the same table every time


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95 % bootstrap interval, and how many texts it stands on."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.count}"


Figures = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Bin:
    """Beliefs of about the same confidence: how sure they were and how often they were right."""

    claimed: float
    right: float
    count: int


def figure(measure: Callable[[NDArray[np.int_]], float], count: int) -> Figure:
    """Return a measure of all texts with its bootstrap interval.

    ``measure`` takes the indices of the texts to look at, among ``count``.
    """
    if count == 0:
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    chance = np.random.default_rng(_SEED)
    values = [measure(chance.integers(count, size=count)) for _ in range(_ROUNDS)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Figure(measure(np.arange(count)), float(low), float(high), count)


def share(right: Sequence[bool]) -> Figure:
    """Return how often something holds."""
    values = np.asarray(right, dtype=float)
    return figure(lambda rows: float(values[rows].mean()), len(values))


def precision(said: Sequence[bool], true: Sequence[bool]) -> Figure:
    """Return the share of what was said that is true, over all texts of a set."""
    return _ratio(said, true)


def recall(said: Sequence[bool], true: Sequence[bool]) -> Figure:
    """Return the share of what is true that was said."""
    return _ratio(true, said)


def _ratio(over: Sequence[bool], hits: Sequence[bool]) -> Figure:
    rows = np.flatnonzero(np.asarray(over, dtype=bool))
    return share([bool(hits[int(row)]) for row in rows])


def f1(said: Sequence[bool], true: Sequence[bool]) -> Figure:
    """Return the harmonic mean of precision and recall."""
    says, trues = np.asarray(said, dtype=bool), np.asarray(true, dtype=bool)

    def measure(rows: NDArray[np.int_]) -> float:
        return _f1(says[rows], trues[rows])

    return figure(measure, len(says))


def _f1(said: Bools, true: Bools) -> float:
    both = int((said & true).sum())
    total = int(said.sum()) + int(true.sum())
    return 2 * both / total if total else float("nan")


def macro_f1(said: Sequence[str], true: Sequence[str]) -> Figure:
    """Return the mean F1 of all labels that occur as true ones."""
    says, trues = np.asarray(said), np.asarray(true)
    labels = sorted(set(true))

    def measure(rows: NDArray[np.int_]) -> float:
        each = [_f1(says[rows] == label, trues[rows] == label) for label in labels]
        return float(np.nanmean(each))

    return figure(measure, len(says))


def bins(claimed: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Return bins of equally many beliefs, the least sure first."""
    claims, rights = np.asarray(claimed, dtype=float), np.asarray(right, dtype=float)
    order = np.argsort(claims, kind="stable")
    parts = [part for part in np.array_split(order, _BINS) if len(part)]
    return [Bin(float(claims[p].mean()), float(rights[p].mean()), len(p)) for p in parts]


def calibration_error(claimed: Sequence[float], right: Sequence[bool]) -> Figure:
    """Return the expected calibration error: the mean gap between claim and truth, by bins."""
    claims, rights = np.asarray(claimed, dtype=float), np.asarray(right, dtype=bool)

    def measure(rows: NDArray[np.int_]) -> float:
        found = bins(list(claims[rows]), list(rights[rows]))
        return sum(b.count * abs(b.claimed - b.right) for b in found) / len(rows)

    return figure(measure, len(claims))


def brier(claimed: Sequence[float], right: Sequence[bool]) -> Figure:
    """Return the mean squared gap between claim and truth."""
    squares = (np.asarray(claimed, dtype=float) - np.asarray(right, dtype=float)) ** 2
    return figure(lambda rows: float(squares[rows].mean()), len(squares))


def risk_coverage(claimed: Sequence[float], right: Sequence[bool]) -> tuple[Floats, Floats, Floats]:
    """Return thresholds, coverage and precision when only the surest pass, from few to all.

    Beliefs that are as sure as each other pass together: no threshold can part them.
    """
    claims, rights = np.asarray(claimed, dtype=float), np.asarray(right, dtype=bool)
    order = np.argsort(-claims, kind="stable")
    falling = claims[order]
    last = np.flatnonzero(np.append(falling[1:] < falling[:-1], True))  # of each equally sure run
    passed = last + 1
    return falling[last], passed / len(order), np.cumsum(rights[order])[last] / passed


def threshold_for(claimed: Sequence[float], right: Sequence[bool], wanted: float) -> float:
    """Return the lowest claim from which beliefs are right often enough; above 1 if none is."""
    thresholds, _, exactness = risk_coverage(claimed, right)
    good = np.flatnonzero(exactness >= wanted)
    return float(thresholds[good[-1]]) if len(good) else 1.01


def coverage_at(claimed: Sequence[float], right: Sequence[bool], wanted: float) -> Figure:
    """Return the largest share that can pass with that precision."""
    claims, rights = np.asarray(claimed, dtype=float), np.asarray(right, dtype=bool)

    def measure(rows: NDArray[np.int_]) -> float:
        _, coverage, exactness = risk_coverage(list(claims[rows]), list(rights[rows]))
        good = np.flatnonzero(exactness >= wanted)
        return float(coverage[good[-1]]) if len(good) else 0.0

    return figure(measure, len(claims))


def most_misses(misses: int, count: int, sure: float = 0.95) -> float:
    """Return the exact upper bound of a rate of which ``misses`` of ``count`` were seen."""
    return 1.0 if misses >= count else float(beta.ppf(sure, misses + 1, count - misses))
