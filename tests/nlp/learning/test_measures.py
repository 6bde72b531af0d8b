"""Measures, on numbers that can be checked by hand."""

import math

import pytest

from nlp.learning import measures


@pytest.mark.parametrize(
    ("said", "true", "precision", "recall", "f1"),
    [
        ([1, 1, 0, 0], [1, 0, 1, 0], 0.5, 0.5, 0.5),
        ([1, 1, 1, 1], [1, 0, 0, 0], 0.25, 1.0, 0.4),
        ([1, 0, 0, 0], [1, 1, 1, 1], 1.0, 0.25, 0.4),
        ([1, 0], [1, 0], 1.0, 1.0, 1.0),
    ],
)
def test_precision_recall_and_f1(
    said: list[bool], true: list[bool], precision: float, recall: float, f1: float
) -> None:
    assert measures.precision(said, true).value == precision
    assert measures.recall(said, true).value == recall
    assert measures.f1(said, true).value == pytest.approx(f1)


def test_macro_f1_counts_a_rare_label_as_much_as_a_frequent_one() -> None:
    said, true = ["a"] * 9 + ["a"], ["a"] * 9 + ["b"]
    assert measures.macro_f1(said, true).value == pytest.approx((18 / 19 + 0.0) / 2)


def test_an_interval_holds_the_value_and_narrows_with_more_texts() -> None:
    few, many = measures.share([True, False] * 10), measures.share([True, False] * 1000)
    for figure in (few, many):
        assert figure.low <= figure.value == 0.5 <= figure.high
    assert many.high - many.low < few.high - few.low


def test_the_same_texts_give_the_same_interval() -> None:
    assert measures.share([True, False, True]) == measures.share([True, False, True])


def test_whoever_claims_what_is_true_has_no_calibration_error() -> None:
    claimed, right = [0.75] * 8, [True, True, True, False] * 2
    assert [b.count for b in measures.bins(claimed, right)] == [1] * 8
    assert measures.brier([1.0, 0.0], [True, False]).value == 0.0
    assert measures.calibration_error([1.0] * 20, [True] * 20).value == 0.0
    assert measures.calibration_error([1.0] * 20, [False] * 20).value == 1.0


@pytest.mark.parametrize(
    ("claimed", "right", "wanted", "coverage", "threshold"),
    [
        ([0.9, 0.8, 0.7, 0.6], [True, True, False, True], 1.0, 0.5, 0.8),
        ([0.9, 0.8, 0.7, 0.6], [True, True, False, True], 0.75, 1.0, 0.6),
        ([0.9, 0.8], [False, True], 0.95, 0.0, 1.01),  # the surest is wrong: nothing passes
        # Two that are as sure as each other pass together, or not at all.
        ([0.9, 0.9, 0.2], [True, False, True], 0.9, 0.0, 1.01),
        ([0.9, 0.9, 0.2], [False, True, True], 0.9, 0.0, 1.01),
    ],
)
def test_what_passes_at_a_wanted_precision(
    claimed: list[float], right: list[bool], wanted: float, coverage: float, threshold: float
) -> None:
    assert measures.coverage_at(claimed, right, wanted).value == coverage
    assert measures.threshold_for(claimed, right, wanted) == threshold


def test_no_miss_among_many_still_bounds_the_rate() -> None:
    assert measures.most_misses(0, 300) == pytest.approx(0.00994, abs=1e-4)  # the "rule of three"
    assert measures.most_misses(3, 3) == 1.0


def test_figures_of_nothing_are_no_numbers() -> None:
    assert math.isnan(measures.share([]).value)
