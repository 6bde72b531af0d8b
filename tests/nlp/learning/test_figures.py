"""The figures that are recorded hold for the code as it is: nothing got worse beyond noise."""

import json
from collections.abc import Iterator

import pytest

from nlp.corpus.reading import digest, mentions
from nlp.learning.evaluate import BLIND, PLAIN, SETS, blind_figures, scored
from nlp.learning.measures import Figure, Figures
from nlp.learning.report import FIGURES, README, RECORD, pictures, table
from nlp.learning.scoring import Score
from nlp.pipeline import Understanding
from nlp.text.tables import read_table

# Of these less is better.
_HARMS = ("error", "Brier", "false alarms", "hidden, negated", "hidden, talk")
_RECORDED: dict[str, dict[str, float]] = json.loads((RECORD / FIGURES).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(understanding: Understanding) -> dict[str, list[Score]]:
    return {name: scored(understanding, mentions(BLIND / name)) for name in SETS}


@pytest.fixture(scope="module")
def figures(understanding: Understanding, scores: dict[str, list[Score]]) -> Figures:
    return blind_figures(understanding, scores)


def _cases() -> Iterator[tuple[str, bool]]:
    for name in _RECORDED:
        yield name, any(word in name for word in _HARMS)


@pytest.mark.parametrize(("name", "is_harm"), list(_cases()))
def test_a_figure_has_not_got_worse_beyond_noise(
    name: str, is_harm: bool, figures: Figures
) -> None:
    recorded, now = _RECORDED[name], figures[name].value
    if is_harm:
        assert now <= recorded["high"] + 1e-3
    else:
        assert now >= recorded["low"] - 1e-3


def test_every_figure_is_recorded(figures: Figures) -> None:
    assert {name for name, found in figures.items() if found.count} == set(_RECORDED)


def test_the_model_was_trained_on_the_corpus_as_it_is() -> None:
    (line,) = read_table("trained.tsv", 2)
    assert line.fields[1] == digest(), "the corpus has changed: run `make train`, then `make eval`"


def test_the_pictures_are_drawn(scores: dict[str, list[Score]]) -> None:
    drawn = pictures(scores[PLAIN])
    assert {name for name in drawn if not (RECORD / name).is_file()} == set()
    assert all(picture.startswith("<svg ") for picture in drawn.values())


def test_the_readme_shows_what_was_recorded() -> None:
    recorded = {
        name: Figure(found["value"], found["low"], found["high"], int(found["count"]))
        for name, found in _RECORDED.items()
    }
    assert table(recorded) in (RECORD / README).read_text(encoding="utf-8")
