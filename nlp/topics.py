"""Component 4: what a text is about: a lexicon of phrases and a trained classifier, together.

The lexicon knows what words mean where few texts use them; the classifier knows how people tell
the same matter in other words. What the lexicon finds is a clue to the classifier, which has
learnt how far to trust it. The trained part is a linear model over words and their parts; see
docs/decisions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc

from domain.model import Evidence, TopicGuess
from domain.topics import Topic
from nlp.model import Floats, Head
from nlp.text.phrases import Hit, Lexicon, patterns_of
from nlp.text.tables import read_table
from nlp.text.words import Words

# A phrase said again adds little; different phrases of one subtopic add up to this much.
_MOST = 16.0
_TERM = 3  # the weight of a term of vocabulary.tsv
# The weight of phrases at which a clue is as large as it gets, and the step in which it grows.
_LARGEST_CLUE, _CLUE_STEP = 8.0, 4.0
# Below this a text without any weighty phrase is about nothing that we could name.
_SAYS_NOTHING = 0.2
_OTHERS = 3  # subtopics that a moderator is offered besides the best; one key each


@dataclass(frozen=True, slots=True)
class Subtopic:
    code: str
    topic: Topic
    name: str


@dataclass(frozen=True, slots=True)
class LexiconReading:
    """The weight of the phrases found, by subtopic, and where they are."""

    totals: Mapping[str, float]
    hits: tuple[Hit[tuple[str, int]], ...]

    @property
    def heaviest(self) -> float:
        """The weight of the subtopic that is named most clearly, 0 when none is."""
        return max(self.totals.values(), default=0.0)


@dataclass(frozen=True, slots=True)
class TopicReading:
    """The best topic with its probability; None when the text says nothing that we could name.

    ``weight`` is that of the lexicon's phrases for the best, ``heaviest`` that for any; ``margin``
    the lead over the
    next topic, 0..1; ``share`` the part of the topic's probability that its best subtopic has.
    ``clues`` are what the lexicon told the classifier; ``others`` the next best subtopics.
    """

    topic: Topic | None = None
    subtopic: str | None = None
    weight: float = 0.0
    heaviest: float = 0.0
    probability: float = 0.0
    margin: float = 0.0
    share: float = 0.0
    clues: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    others: tuple[TopicGuess, ...] = ()


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
    """Return the phrases and terms with the subtopic and weight each stands for."""
    entries = list(_phrases())
    known = {phrase for phrase, _ in entries}
    entries.extend((term, (code, _TERM)) for code, term in terms() if term not in known)
    return Lexicon(entries)


@cache
def topic_words() -> frozenset[str]:
    """Return the words of the weighted phrases: what they mean is seldom a place."""
    return Lexicon(_phrases()).vocabulary


def weighted_phrases() -> Iterator[tuple[str, str]]:
    """Yield (subtopic, phrase as a text) of topics.tsv; a pattern of two halves is one text."""
    yield from ((code, " ".join(phrase.split(" ~ "))) for phrase, (code, _) in _phrases())


def terms() -> Iterator[tuple[str, str]]:
    """Yield (subtopic, term) of vocabulary.tsv."""
    for line in read_table("vocabulary.tsv", 2):
        code = line.fields[0]
        if code not in _subtopics():
            raise line.error(f"unknown subtopic {code!r}")
        yield from ((code, term) for term in patterns_of(line, 1))


def _phrases() -> Iterator[tuple[str, tuple[str, int]]]:
    for line in read_table("topics.tsv", 3):
        code, weight = line.fields[0], line.fields[1]
        if code not in _subtopics() or not weight.isdigit():
            raise line.error(f"unknown subtopic {code!r}, or weight {weight!r} is no number")
        yield from ((phrase, (code, int(weight))) for phrase in patterns_of(line, 2))


def read_lexicon(lexicon: Lexicon[tuple[str, int]], words: Words) -> LexiconReading:
    """Return what the phrases of the lexicon say."""
    hits = lexicon.find(words)
    weights: dict[str, dict[str, int]] = {}
    for hit in hits:
        code, weight = hit.value
        weights.setdefault(code, {})[hit.pattern] = weight
    totals = {code: _total(list(by.values())) for code, by in weights.items()}
    return LexiconReading(totals, tuple(hits))


def topic_clues(lexicon: LexiconReading) -> dict[str, float]:
    """Return the lexicon's findings as clues for the classifier."""
    clues: dict[str, float] = {}
    for code, total in lexicon.totals.items():
        size = min(total, _LARGEST_CLUE) / _CLUE_STEP
        clues[code] = size
        topic = code.partition(".")[0]
        clues[topic] = max(size, clues.get(topic, 0.0))
    return clues


class TopicFinder:
    """Set ``doc._.topics``; reads the scores found before."""

    def __init__(self, lexicon: Lexicon[tuple[str, int]], head: Head) -> None:
        self._lexicon = lexicon
        self._head = head
        self._topics = [subtopic(code).topic for code in head.labels]

    def __call__(self, doc: Doc) -> Doc:
        doc._.topics = self.read(doc._.words, doc._.scores)
        return doc

    def read(self, words: Words, scores: Floats) -> TopicReading:
        """Return the topic of the words."""
        lexicon = read_lexicon(self._lexicon, words)
        clues = topic_clues(lexicon)
        found = self._head.probabilities(scores, clues).tolist()
        by_topic: dict[Topic, float] = {}
        for topic, probability in zip(self._topics, found, strict=True):
            by_topic[topic] = by_topic.get(topic, 0.0) + probability
        first, second = sorted(by_topic, key=lambda topic: -by_topic[topic])[:2]
        if by_topic[first] < _SAYS_NOTHING and lexicon.heaviest <= _TERM:
            return TopicReading(
                probability=by_topic[first], clues=clues, others=self._others(found, None)
            )
        codes = self._head.labels
        best = max((at for at, t in enumerate(self._topics) if t is first), key=found.__getitem__)
        return TopicReading(
            topic=first,
            subtopic=codes[best],
            weight=lexicon.totals.get(codes[best], 0.0),
            heaviest=lexicon.heaviest,
            probability=by_topic[first],
            margin=by_topic[first] - by_topic[second],
            share=found[best] / by_topic[first],
            clues=clues,
            evidence=tuple(
                _evidence(words, hit) for hit in lexicon.hits if hit.value[0] == codes[best]
            ),
            others=self._others(found, best),
        )

    def _others(self, found: list[float], best: int | None) -> tuple[TopicGuess, ...]:
        """Return the most probable subtopics besides the best."""
        ranked = sorted((at for at in range(len(found)) if at != best), key=lambda at: -found[at])
        return tuple(
            TopicGuess(self._topics[at], self._head.labels[at], found[at])
            for at in ranked[:_OTHERS]
        )


def _total(weights: list[int]) -> float:
    # The strongest phrase counts whole, the others half: many hints do not make a proof.
    strongest = max(weights)
    return min(_MOST, strongest + 0.5 * (sum(weights) - strongest))


def _evidence(words: Words, hit: Hit[tuple[str, int]]) -> Evidence:
    return Evidence("topic", words.starts[hit.start], words.ends[hit.end - 1])
