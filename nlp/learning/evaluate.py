"""What the shipped pipeline can do, on texts that nobody who built it has read: `make eval`.

    python -m nlp.learning.evaluate              the table; docs/eval/ written anew
    python -m nlp.learning.evaluate --real FILE  the same for real complaints, printed only

The figures are recorded in docs/eval/figures.json; `make test` compares the code with them.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import spacy

from domain.model import Utterance, Visibility
from nlp.confidence import FIELDS
from nlp.corpus.reading import CORPUS, UNDECIDED, Judged, Labelled, judged, mentions
from nlp.learning import report
from nlp.learning.measures import (
    Figure,
    Figures,
    brier,
    calibration_error,
    coverage_at,
    f1,
    macro_f1,
    most_misses,
    precision,
    recall,
    share,
)
from nlp.learning.outcomes import WANTED, claims, topics_of
from nlp.learning.scoring import Score, hides_enough, score
from nlp.pipeline import Understanding
from nlp.place.gazetteer import REGENCY_CODE

BLIND = CORPUS / "blind"
# Traffic as it comes, and texts that are hard on purpose.
PLAIN, HARD = "plain", "hard"
SETS = (PLAIN, HARD)
_ROUNDS = 5  # of the speed measurement; the median is printed
_BATCH = 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--real", type=Path, help="JSON lines of real complaints, to measure only")
    real = parser.parse_args().real
    understanding = Understanding.load()
    if real is not None:
        from nlp.learning.real import real_figures

        print_table(real_figures(understanding, real))
        return
    scores = {name: scored(understanding, mentions(BLIND / name)) for name in SETS}
    figures = blind_figures(understanding, scores)
    print_table(figures)
    texts = [s.labelled.text for of_set in scores.values() for s in of_set]
    print(*speed(understanding, texts), sep="\n")
    report.write(figures, scores[PLAIN])


def scored(understanding: Understanding, texts: Sequence[Labelled]) -> list[Score]:
    """Read labelled texts and compare."""
    beliefs = understanding([Utterance(text.text) for text in texts])
    return [score(text, belief) for text, belief in zip(texts, beliefs, strict=True)]


def blind_figures(understanding: Understanding, scores: Mapping[str, Sequence[Score]]) -> Figures:
    """Return all figures of the blind test, those of a set of mentions with its name before."""
    figures = {
        f"{name}, {measure}": figure
        for name, of_set in scores.items()
        for measure, figure in (field_figures(of_set) | confidence_figures(of_set)).items()
    }
    return {
        **figures,
        **wish_figures(understanding, judged(BLIND / "judged" / "wishes.jsonl", "vis")),
        **danger_figures(understanding, judged(BLIND / "judged" / "dangers.jsonl", "em")),
    }


def field_figures(scores: Sequence[Score]) -> Figures:
    """Return how good each field is."""
    said = [s.belief.is_report for s in scores]
    true = [s.labelled.is_report for s in scores]
    told = [s for s in scores if s.topic is not None]
    # A report that is passed over has none of its fields right.
    reports = [s for s in scores if s.labelled.is_report]
    public = [s for s in scores if s.labelled.visibility is Visibility.PUBLIK]
    return {
        "report: F1": f1(said, true),
        "report: recall": recall(said, true),
        "report: recall of not a report": recall([not x for x in said], [not x for x in true]),
        "type: accuracy": _share(told, lambda s: s.type),
        "topic: accuracy": _share(told, lambda s: s.topic),
        "topic: macro F1": macro_f1(*zip(*map(topics_of, told), strict=True)),
        "topic: accuracy, passed over counted": share([bool(s.topic) for s in reports]),
        "subtopic: accuracy": _share(told, lambda s: s.subtopic),
        **_place_figures(told),
        "agency: accuracy": _share(told, lambda s: s.agency),
        "agency: accuracy where a place is known": _share(
            [s for s in told if s.labelled.place not in (None, UNDECIDED)], lambda s: s.agency
        ),
        "visibility: hidden enough, of all who wish": share(
            [hides_enough(s) for s in scores if s.labelled.visibility.is_private]
        ),
        "visibility: public left public": share(
            [not s.belief.visibility.is_private for s in public]
        ),
        "emergency: false alarms": share(
            [s.belief.emergency for s in scores if not s.labelled.emergency]
        ),
        "pii: recall": share([found for s in scores for found in _pii_found(s)]),
        "passes unseen": share([_passes(s) for s in reports]),
        "passes unseen: all right": share([s.all_right for s in reports if _passes(s)]),
        "all right": share([s.all_right for s in reports]),
    }


def _passes(score: Score) -> bool:
    """Say whether a report goes on without a moderator; an emergency never does."""
    return not score.belief.needs_review and not score.belief.emergency


def _share(scores: Sequence[Score], which: Callable[[Score], bool | None]) -> Figure:
    return share([right for s in scores if (right := which(s)) is not None])


def _place_figures(told: Sequence[Score]) -> Figures:
    """Return recall and precision of regencies, and how many exact places are exact."""
    named = [s for s in told if s.labelled.place and len(s.labelled.place) >= REGENCY_CODE]
    claimed = [s for s in told if s.belief.location and len(s.belief.location.code) >= REGENCY_CODE]
    return {
        "regency: recall": share([bool(s.location) for s in named]),
        "regency: precision": share([bool(s.location) for s in claimed]),
        "district or village: exact where named": _share(told, lambda s: s.exact),
        "place: none or undecided, and said so": share(
            [bool(s.location) for s in told if s.labelled.place in (None, UNDECIDED)]
        ),
    }


def _pii_found(score: Score) -> list[bool]:
    found = []
    for words in score.labelled.pii:
        start = score.labelled.text.find(words)
        end = start + len(words)
        spans = [p for p in score.belief.pii if p.start < end and start < p.end]
        hidden = sum(min(p.end, end) - max(p.start, start) for p in spans)
        found.append(hidden * 10 >= len(words) * 9)
    return found


def confidence_figures(scores: Sequence[Score]) -> Figures:
    """Return how far the confidences can be believed."""
    figures: Figures = {}
    for field in FIELDS:
        claimed, right = claims(scores, field)
        figures[f"{field}: calibration error"] = calibration_error(claimed, right)
        figures[f"{field}: Brier score"] = brier(claimed, right)
        figures[f"{field}: coverage at {WANTED:.0%}"] = coverage_at(claimed, right, WANTED)
    return figures


def wish_figures(understanding: Understanding, texts: Sequence[Judged]) -> Figures:
    """Return how many wishes to be hidden are missed, and what is hidden without a wish."""
    beliefs = understanding([Utterance(text.text) for text in texts])
    by_kind: dict[str, list[bool]] = {}
    for text, belief in zip(texts, beliefs, strict=True):
        by_kind.setdefault(text.kind, []).append(belief.visibility.is_private)
    figures = {f"wishes: hidden, {kind}": share(hid) for kind, hid in sorted(by_kind.items())}
    wished = by_kind.get("wish", [])
    missed = wished.count(False)
    print(
        f"wishes missed: {missed} of {len(wished)};"
        f" at most {most_misses(missed, len(wished)):.1%} with 95 % certainty"
    )
    return figures


def danger_figures(understanding: Understanding, texts: Sequence[Judged]) -> Figures:
    """Return how well somebody in danger now is told from everybody else."""
    beliefs = understanding([Utterance(text.text) for text in texts])
    said = [belief.emergency for belief in beliefs]
    true = [text.label == "True" for text in texts]
    return {"emergency: recall": recall(said, true), "emergency: precision": precision(said, true)}


def speed(understanding: Understanding, texts: Sequence[str]) -> list[str]:
    """Return texts a second, and as a share of spaCy's bare Indonesian tokeniser, in one run.

    Each round reads other texts: both sides remember words, and neither may remember a text.
    """
    bare = spacy.blank("id")
    ratios, rates = [], []
    for part in range(_ROUNDS):
        some = texts[part::_ROUNDS]
        utterances = [Utterance(text) for text in some]
        began = time.perf_counter()
        for start in range(0, len(utterances), _BATCH):
            understanding(utterances[start : start + _BATCH])
        ours = time.perf_counter()
        for _ in bare.pipe(some, batch_size=_BATCH):
            pass
        theirs = time.perf_counter()
        rates.append(len(some) / (ours - began))
        ratios.append((theirs - ours) / (ours - began))
    return [
        f"texts a second: {statistics.median(rates):.0f} (median of {_ROUNDS} rounds)",
        f"share of the bare tokeniser: {statistics.median(ratios):.2f}",
    ]


def print_table(figures: Figures) -> None:
    """Print figures with their intervals."""
    width = max(map(len, figures))
    for name, found in figures.items():
        print(f"{name:<{width}}  {found}")


if __name__ == "__main__":
    main()
