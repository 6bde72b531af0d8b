"""Our data files: every line is sound, and a broken one says where it is."""

from importlib.resources import files

import pytest

from nlp.agency.reference import national_bodies, offices
from nlp.agency.routing import load_rules
from nlp.place.handles import load_handles
from nlp.place.places import load_cues
from nlp.text.cues import Group, cue_lexicon
from nlp.text.normalize import slang
from nlp.text.phrases import patterns_of
from nlp.text.tables import DataError, parse_table
from nlp.topics import subtopics, topic_lexicon


def test_all_files_load() -> None:
    assert len(slang()) >= 250
    assert len(subtopics()) >= 60
    assert len(national_bodies()) >= 80
    assert topic_lexicon().vocabulary
    assert load_cues()
    assert load_rules()
    assert load_handles().find("@pemkotbekasi") is not None
    assert all(cue_lexicon(group).vocabulary for group in Group)


def test_every_file_is_accounted_for() -> None:
    data = files("nlp.data")
    sources = data.joinpath("SOURCES.md").read_text(encoding="utf-8")
    names = [f.name for f in data.iterdir() if f.name.endswith(".tsv")]
    assert [name for name in names if f"`{name}`" not in sources] == []


def test_every_office_a_handle_names_exists() -> None:
    keys = offices()
    for file, column in (("handles.tsv", 1), ("handle_prefixes.tsv", 0)):
        text = files("nlp.data").joinpath(file).read_text(encoding="utf-8")
        width = 3 if file == "handles.tsv" else 2
        lines = parse_table(file, text, width)
        assert [line.fields for line in lines if line.fields[column] not in keys] == []


def test_no_short_name_of_a_body_is_slang_for_something_else() -> None:
    names = [a for body in national_bodies().values() for a in body.aliases if " " not in a]
    names += [a for office in offices().values() for a in office.aliases if " " not in a]
    assert [name for name in names if name in slang()] == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [("a\tb\tc", "3 fields where 2 are expected"), ("a\t ", "an empty field")],
)
def test_a_malformed_line_names_its_file_and_number(line: str, problem: str) -> None:
    with pytest.raises(DataError, match=rf"^nlp/data/x\.tsv:3: {problem}$"):
        list(parse_table("x.tsv", f"# comment\n\n{line}\n", 2))


@pytest.mark.parametrize(
    "phrases", ["a ~ b ~ c", "a ~ ", "a|", "one two three four five six seven"]
)
def test_a_pattern_that_cannot_match_is_refused(phrases: str) -> None:
    (line,) = parse_table("x.tsv", f"g\t{phrases}|z", 2)
    with pytest.raises(DataError, match=r"x\.tsv:1"):
        patterns_of(line, 1)
