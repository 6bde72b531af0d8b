"""What identifies a person, as exact spans."""

from pathlib import Path

import pytest

from nlp.pii.names import given_names, heroes, name_cues
from nlp.pii.numbers import cues, sort_of
from nlp.text.tables import DataError, parse_table
from tests.nlp.conftest import Read

_ROWS = Path(__file__).with_name("pii_rows.tsv")


def _rows() -> list[tuple[str, list[tuple[str, str]]]]:
    rows = []
    for line in parse_table(_ROWS.name, _ROWS.read_text(encoding="utf-8"), 2):
        spans = [span.partition(": ") for span in line.alternatives(1)]
        if not all(words in line.fields[0] for _, _, words in spans):
            raise line.error("words that are not in the text")
        rows.append((line.fields[0], [(kind, words) for kind, _, words in spans]))
    return rows


@pytest.mark.parametrize(("text", "expected"), _rows())
def test_it_is_found_exactly(read: Read, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.kind, text[p.start : p.end]) for p in read(text).pii] == expected


def test_offsets_hold_behind_emoji_and_unsafe_characters(read: Read) -> None:
    text = "😭😭 \u202e\ud83d hub 081200000000"
    (span,) = read(text).pii
    assert text[span.start : span.end] == "081200000000"


def test_the_tables_are_sound() -> None:
    names, also_words = given_names()
    assert len(names) >= 400
    assert names.isdisjoint(also_words)
    assert "diponegoro" in heroes()
    assert "nama saya" in name_cues().kinds
    assert cues(3).sorts["nik"].kind == "nik"


@pytest.mark.parametrize("line", ["nick\t1\t2\ta\tb", "nik\t9\t2\ta\tb", "nik\tx\t2\ta\tb"])
def test_a_malformed_sort_of_number_names_its_line(line: str) -> None:
    (parsed,) = parse_table("x.tsv", line, 5)
    with pytest.raises(DataError, match=r"x\.tsv:1"):
        sort_of(parsed)
