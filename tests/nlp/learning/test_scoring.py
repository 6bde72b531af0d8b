"""Which agency is right by the labels of a text."""

import pytest

from domain.model import (
    Agency,
    Confidence,
    Extraction,
    Intent,
    Level,
    Location,
    ReportType,
    Visibility,
)
from nlp.corpus.reading import UNDECIDED, Labelled
from nlp.learning.scoring import institution, score


def is_right(
    labels: str, place: str | None, said: str | None, candidates: tuple[str, ...] = ()
) -> bool | None:
    labelled = Labelled(
        source="test",
        text="",
        type=ReportType.PENGADUAN,
        subtopics=(),
        place=place,
        agencies=tuple(labels.split()),
        visibility=Visibility.PUBLIK,
        emergency=False,
        pii=(),
        kind="",
    )
    location = None
    if candidates:
        location = Location(candidates[0], Level.REGENCY, None, candidates=candidates)
    belief = Extraction(
        is_report=True,
        type=ReportType.PENGADUAN,
        topic=None,
        subtopic=None,
        location=location,
        agency=Agency(said, "") if said else None,
        visibility=Visibility.PUBLIK,
        emergency=False,
        pii=(),
        confidence=Confidence(1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        needs_review=False,
        reasons=(),
        intent=Intent.REPORT,
    )
    return score(labelled, belief).agency


@pytest.mark.parametrize(
    ("labels", "place", "said", "right"),
    [
        ("pln", None, "pln", True),
        ("pln", None, None, False),
        ("", None, "pln", None),
        # nobody knows whose office it is
        ("pupr", None, None, True),
        ("pupr", UNDECIDED, None, True),
        ("pupr", "73.17", None, False),
        ("pupr", "73.17", "73.17:pupr", True),
        ("pupr@province", "73.17", "73:pupr", True),
        ("pupr@province", "73.17", "73.17:pupr", False),
        # an office that stands alone nowhere is a part of another
        ("rsud", "73.17", "73.17:kesehatan", True),
        ("kesehatan", "73.17", "73.17:rsud", True),
        ("rsud@province", "73.17", "73:kesehatan", True),
        ("rsud", "73.17", "73.17:sosial", False),
        ("pemda", "73.17", "73.17:kesra", True),
        # a name that is both a ministry's and a provincial office's
        ("esdm", "73.17", "esdm", True),
        ("esdm", "73.17", "73:esdm", True),
        ("esdm", None, None, True),
        ("samsat", "32.73", "32:pajak", True),
        # the district is not said
        ("kecamatan", "73.17", "73.17:pemda", True),
        ("kecamatan", "73.17", "73.17.03:kecamatan", True),
        ("kecamatan", "73.17.03", "73.17:pemda", False),
    ],
)
def test_an_agency_is_right_by_its_institution_and_place(
    labels: str, place: str | None, said: str | None, right: bool | None
) -> None:
    assert is_right(labels, place, said) is right


def test_whoever_says_that_the_place_is_undecided_may_name_the_likeliest() -> None:
    assert is_right("pupr", UNDECIDED, "32.16:pupr", ("32.16", "32.75")) is True
    assert is_right("pupr", UNDECIDED, "32.75:pupr", ("32.16", "32.75")) is False
    assert is_right("pupr", UNDECIDED, "32.16:pupr") is False


@pytest.mark.parametrize(
    ("body", "whole"),
    [("propam", "polri"), ("73.17:sda", "73.17:pupr"), ("73.17.03:kecamatan", "73.17:kecamatan")],
)
def test_a_part_answers_at_its_institution(body: str, whole: str) -> None:
    assert institution(body) == whole
