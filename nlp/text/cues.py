"""Phrases that tell what somebody wants of us (data/cues.tsv), in groups."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TypeVar

from domain.model import Evidence
from nlp.text.phrases import Hit, Lexicon, patterns_of
from nlp.text.tables import read_table
from nlp.text.words import Words

V = TypeVar("V")


class Group(StrEnum):
    COMPLAINT = "complaint"
    WISH = "wish"
    QUESTION = "question"
    ASK_HOW = "ask_how"
    THANKS = "thanks"
    GREETING = "greeting"
    SPAM = "spam"
    ADVICE = "advice"
    NEWS = "news"
    PRAISE = "praise"
    TALE = "tale"
    ANONIM = "anonim"
    RAHASIA = "rahasia"
    UNHIDE = "unhide"
    DESPAIR = "despair"
    PRIVATE_MATTER = "private_matter"
    TALK_ABOUT = "talk_about"


@cache
def cue_lexicon(group: Group) -> Lexicon[Group]:
    """Return the phrases of one group. Groups may share words, so each is searched by itself."""
    entries: list[tuple[str, Group]] = []
    for line in read_table("cues.tsv", 2):
        if line.fields[0] not in set(Group):
            raise line.error(f"unknown group {line.fields[0]!r}")
        if line.fields[0] == group:
            entries.extend((phrase, group) for phrase in patterns_of(line, 1))
    return Lexicon(entries)


def evidence_of(field: str, words: Words, hits: Iterable[Hit[V]]) -> tuple[Evidence, ...]:
    """Return hits as spans of the text."""
    return tuple(Evidence(field, words.starts[hit.start], words.ends[hit.end - 1]) for hit in hits)
