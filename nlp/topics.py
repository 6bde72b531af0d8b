"""Component 3: what a text is about, by a lexicon of phrases with weights.

The seam for a trained classifier: anything that returns a TopicReading for Words fits here.
"""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from domain.model import Evidence
from domain.topics import Topic
from nlp.phrases import Hit, Lexicon, patterns_of
from nlp.tables import read_table
from nlp.words import Words

# A phrase said again adds little; different phrases of one subtopic add up to this much.
_MOST = 16.0
# The weight at which we are as sure of a topic as unsure, if nothing speaks against it.
_HALF = 1.5


@dataclass(frozen=True, slots=True)
class Subtopic:
    code: str
    topic: Topic
    name: str


@dataclass(frozen=True, slots=True)
class TopicReading:
    """The best topic with how far it stands out, 0..1; None when no phrase was found.

    ``subtopics`` are all that were found, best first; ``weight`` is that of the best.
    """

    topic: Topic | None = None
    subtopic: str | None = None
    weight: float = 0.0
    confidence: float = 0.0
    subtopics: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@cache
def _subtopics() -> dict[str, Subtopic]:
    found: dict[str, Subtopic] = {}
    topics = {topic.value: topic for topic in Topic}
    for line in read_table("subtopics.tsv", 2):
        code, name = line.fields
        topic = topics.get(code.partition(".")[0])
        if topic is None or code in found:
            raise line.error(f"{code!r} has no topic, or was there before")
        found[code] = Subtopic(code, topic, name)
    return found


def subtopic(code: str) -> Subtopic:
    """Return a subtopic with its topic and Indonesian name. Raises KeyError for an unknown code."""
    return _subtopics()[code]


def subtopics() -> tuple[Subtopic, ...]:
    """Return all subtopics, in the order of the data file."""
    return tuple(_subtopics().values())


@cache
def topic_lexicon() -> Lexicon[tuple[str, int]]:
    """Return the phrases with the subtopic and weight each stands for."""
    entries: list[tuple[str, tuple[str, int]]] = []
    for line in read_table("topics.tsv", 3):
        code, weight = line.fields[0], line.fields[1]
        if code not in _subtopics() or not weight.isdigit():
            raise line.error(f"unknown subtopic {code!r}, or weight {weight!r} is no number")
        entries.extend((phrase, (code, int(weight))) for phrase in patterns_of(line, 2))
    return Lexicon(entries)


class TopicFinder:
    """Set ``doc._.topics``."""

    def __init__(self, lexicon: Lexicon[tuple[str, int]]) -> None:
        self._lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        doc._.topics = self.read(doc._.words)
        return doc

    def read(self, words: Words) -> TopicReading:
        """Return the topic of the words."""
        weights: dict[str, dict[str, int]] = {}
        hits = self._lexicon.find(words)
        for hit in hits:
            code, weight = hit.value
            weights.setdefault(code, {})[hit.pattern] = weight
        if not weights:
            return TopicReading()
        totals = {code: _total(list(by.values())) for code, by in weights.items()}
        ranked = sorted(totals, key=lambda code: -totals[code])  # stable: ties by first phrase
        best = ranked[0]
        return TopicReading(
            topic=_subtopics()[best].topic,
            subtopic=best,
            weight=totals[best],
            confidence=_confidence(best, totals),
            subtopics=tuple(ranked),
            evidence=tuple(_evidence(words, hit) for hit in hits if hit.value[0] == best),
        )


def _total(weights: list[int]) -> float:
    # The strongest phrase counts whole, the others half: many hints do not make a proof.
    strongest = max(weights)
    return min(_MOST, strongest + 0.5 * (sum(weights) - strongest))


def _confidence(best: str, totals: dict[str, float]) -> float:
    # Uncalibrated: rises with the weight of the best, falls with that of other topics.
    topic = _subtopics()[best].topic
    rival = max((w for c, w in totals.items() if _subtopics()[c].topic != topic), default=0.0)
    alone = totals[best] / (totals[best] + _HALF)
    return alone * totals[best] / (totals[best] + 0.5 * rival)


def _evidence(words: Words, hit: Hit[tuple[str, int]]) -> Evidence:
    return Evidence("topic", words.starts[hit.start], words.ends[hit.end - 1])
