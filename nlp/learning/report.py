"""What was measured, for people: docs/eval/ with its figures, its table and its pictures."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.topics import Topic
from nlp.confidence import FIELDS
from nlp.learning import plots
from nlp.learning.measures import Figure, Figures, bins, risk_coverage
from nlp.learning.outcomes import WANTED, claims, topics_of
from nlp.learning.scoring import Score

RECORD = Path(__file__).parents[2] / "docs" / "eval"
FIGURES, README = "figures.json", "README.md"
# What stands between these lines of the README is written here.
_TABLE = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->\n)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the README's table. ``measure`` is a figure of each set, or one of all."""

    what: str
    goal: str
    measure: str


ROWS = (
    Row("report or not: F1", ".95", "report: F1"),
    Row("recall of what is no report", ".90", "report: recall of not a report"),
    Row("type", "", "type: accuracy"),
    Row("topic, of 25", ".88", "topic: accuracy"),
    Row("topic, macro F1", "", "topic: macro F1"),
    Row("subtopic, of 113", "", "subtopic: accuracy"),
    Row("regency: recall", ".93", "regency: recall"),
    Row("regency: precision", ".97", "regency: precision"),
    Row("district or village exact where named", ".90", "district or village: exact where named"),
    Row("agency, as an institution", ".80", "agency: accuracy"),
    Row("who wish or need it, hidden", "all", "visibility: hidden enough, of all who wish"),
    Row("public left public", ".98", "visibility: public left public"),
    Row("personal data found", "", "pii: recall"),
    Row("calibration error: report", "at most .05", "is_report: calibration error"),
    Row("calibration error: type", "at most .05", "type: calibration error"),
    Row("calibration error: topic", "at most .05", "topic: calibration error"),
    Row("calibration error: place", "at most .05", "location: calibration error"),
    Row("calibration error: agency", "at most .05", "agency: calibration error"),
    Row("calibration error: visibility", "at most .05", "visibility: calibration error"),
    Row("passes unseen", ".60", "passes unseen"),
    Row("all right, of what passes", ".95", "passes unseen: all right"),
    Row("wishes hidden, of texts hard on purpose", "all", "wishes: hidden, wish"),
    Row("fear told as a story, hidden", "", "wishes: hidden, fear"),
    Row("secret matters hidden unasked", "", "wishes: hidden, unasked"),
    Row("wishes refused, hidden all the same", "none", "wishes: hidden, negated"),
    Row("talk about secrets, hidden", "none", "wishes: hidden, talk"),
    Row("emergency: recall", ".98", "emergency: recall"),
    Row("emergency: precision", ".80", "emergency: precision"),
)


def table(figures: Figures) -> str:
    """Return the table of the README."""
    lines = ["| what | goal | plain | hard on purpose |", "|---|---|---|---|"]
    for row in ROWS:
        cells = [figures.get(f"{name}, {row.measure}") for name in ("plain", "hard")]
        if cells == [None, None]:
            cells = [None, figures[row.measure]]
        shown = (
            f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]" if found else ""
            for found in cells
        )
        lines.append(" | ".join(("| " + row.what, row.goal, *shown)) + " |")
    return "\n".join(lines) + "\n"


def write(figures: Figures, scores: Sequence[Score]) -> None:
    """Write figures, table and pictures into docs/eval/; ``scores`` are those that are drawn."""
    kept = {name: _rounded(found) for name, found in figures.items() if found.count}
    record = json.dumps({name: asdict(found) for name, found in kept.items()}, indent=1)
    (RECORD / FIGURES).write_text(record + "\n", encoding="utf-8")
    readme = (RECORD / README).read_text(encoding="utf-8")
    shown = _TABLE.sub(lambda found: found[1] + table(kept) + found[2], readme)
    (RECORD / README).write_text(shown, encoding="utf-8")
    for name, picture in pictures(scores).items():
        (RECORD / name).write_text(picture, encoding="utf-8")


def _rounded(found: Figure) -> Figure:
    return Figure(round(found.value, 4), round(found.low, 4), round(found.high, 4), found.count)


def pictures(scores: Sequence[Score]) -> dict[str, str]:
    """Return the plots by file name."""
    by_field = {field: claims(scores, field) for field in FIELDS}
    curves = {}
    for field, found in by_field.items():
        _, coverage, exactness = risk_coverage(*found)
        curves[field] = (coverage.tolist(), exactness.tolist())
    names = [topic.value for topic in Topic]
    return {
        "reliability.svg": plots.reliability(
            "How sure, and how often right", {f: bins(*found) for f, found in by_field.items()}
        ),
        "risk-coverage.svg": plots.risk_coverage("What can pass unseen", curves, WANTED),
        "confusion.svg": plots.confusion(
            "True topic (row) and what it was taken for (column)", names, confusion(scores, names)
        ),
    }


def confusion(scores: Sequence[Score], names: Sequence[str]) -> NDArray[np.int_]:
    """Return how often each topic (row) was taken for each (column)."""
    table = np.zeros((len(names), len(names)), dtype=int)
    for said, true in (topics_of(s) for s in scores if s.topic is not None):
        if said in names:
            table[names.index(true), names.index(said)] += 1
    return table
