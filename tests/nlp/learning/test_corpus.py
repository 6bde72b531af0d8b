"""The corpus: every line can be read, no text is twice in it, and nothing private is in it."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.topics import Topic
from nlp.corpus.reading import CORPUS, UNDECIDED, Labelled, mentions, phrases
from nlp.place.gazetteer import load_gazetteer
from nlp.text.tables import DataError
from nlp.topics import subtopics

# What was promised of the corpus; more is welcome.
FEWEST_PHRASES, FEWEST_MENTIONS, FEWEST_OTHERS = 60, 3000, 600
FEWEST_BLIND, FEWEST_BLIND_OF_A_TOPIC = 800, 25


@pytest.fixture(scope="module")
def corpus() -> list[Labelled]:
    return mentions()


@pytest.fixture(scope="module")
def blind() -> list[Labelled]:
    return mentions(CORPUS / "blind" / "hard") + mentions(CORPUS / "blind" / "plain")


def test_the_corpus_is_large_enough(corpus: list[Labelled]) -> None:
    assert len(corpus) >= FEWEST_MENTIONS
    assert sum(not m.is_report for m in corpus) >= FEWEST_OTHERS
    counted = Counter(phrase.subtopic for phrase in phrases())
    assert {s.code: counted[s.code] for s in subtopics() if counted[s.code] < FEWEST_PHRASES} == {}


def test_the_blind_test_has_enough_of_every_topic(blind: list[Labelled]) -> None:
    assert len(blind) >= FEWEST_BLIND
    counted = Counter(m.topics[0] for m in blind if m.is_report)
    assert {t: counted[t] for t in Topic if counted[t] < FEWEST_BLIND_OF_A_TOPIC} == {}


def test_no_text_of_the_blind_test_is_in_the_corpus(
    corpus: list[Labelled], blind: list[Labelled]
) -> None:
    learnt = {_plain(m.text) for m in corpus} | {_plain(p.text) for p in phrases()}
    assert [m.source for m in blind if _plain(m.text) in learnt] == []


def test_no_text_is_twice_in_the_corpus(corpus: list[Labelled]) -> None:
    counted = Counter(_plain(m.text) for m in corpus)
    assert [text for text, count in counted.items() if count > 1] == []


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def test_a_place_is_read_from_the_regency_down(tmp_path: Path) -> None:
    line = {"text": "x", "type": "pengaduan", "sub": ["kesehatan.bpjs"]}
    places = [None, "?", "Banten", "Kabupaten Tegal/Slawi", "Kota Surabaya/Sukolilo/Keputih"]
    rows = [line | ({"place": place} if place else {}) for place in places]
    _write(tmp_path, rows)
    read = [m.place for m in mentions(tmp_path)]
    assert read[:2] == [None, UNDECIDED]
    names = [load_gazetteer().path(code) for code in read[2:] if code]
    assert [name.partition(",")[0] for name in names] == ["Banten", "Slawi", "Keputih"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"text": "x", "type": "pengaduan", "sub": ["kesehatan.sakit"]}, "kesehatan.sakit"),
        ({"text": "x", "type": "keluhan", "sub": []}, "keluhan"),
        ({"text": "x", "type": "pengaduan", "sub": [], "agency": ["x"]}, "unknown agency"),
        ({"text": "x", "no": "thanks", "place": "Kota Entah"}, "Kota Entah"),
        ({"text": "x", "no": "thanks", "typ": "x"}, "typ"),
        ({"type": "pengaduan"}, "text"),
        ([], "not an object"),
    ],
)
def test_a_line_that_cannot_be_names_itself_and_its_problem(
    row: object, problem: str, tmp_path: Path
) -> None:
    _write(tmp_path, [{"text": "fine", "no": "thanks"}, row])
    with pytest.raises(DataError, match=r"rows\.jsonl:2: .*" + problem):
        mentions(tmp_path)


def _write(folder: Path, rows: Sequence[object]) -> None:
    text = "\n".join(json.dumps(row) for row in rows)
    (folder / "rows.jsonl").write_text(text, encoding="utf-8")
