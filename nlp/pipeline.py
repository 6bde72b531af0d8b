"""The understanding of texts: spaCy's blank("id") with our components, in order.

1 normalize   words with normal forms and true offsets
2 places      which official place
3 topics      what about
4 intent      report, question, thanks ...; emergency
5 privacy     who may see it; pii: what identifies a person
6 agencies    who is responsible
7 confidence  one Extraction, with what a moderator should look at
"""

from collections.abc import Callable, Iterator, Sequence

import spacy
from spacy.lang.id.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from domain.model import Extraction, Utterance
from domain.text import safe_text
from nlp.agencies import AgencyFinder
from nlp.confidence import extraction_of
from nlp.gazetteer import load_gazetteer
from nlp.handles import load_handles
from nlp.intent import IntentFinder
from nlp.normalize import Normalizer, slang
from nlp.pii import PiiFinder
from nlp.places import PlaceFinder, load_cues
from nlp.privacy import PrivacyFinder
from nlp.tables import word_list
from nlp.topics import TopicFinder, topic_lexicon
from nlp.words import Words, WordTokenizer

# X's longest posts have 25,000 characters; whatever is longer is read so far.
_LONGEST_TEXT = 30_000
_BATCH = 64

_TOKENIZER = "laporbot_words"
_READINGS = ("words", "author_place", "places", "topics", "intent", "privacy", "pii", "agency")


def _tokenizer() -> Callable[[Language], WordTokenizer]:
    return lambda nlp: WordTokenizer(nlp.vocab)


registry.tokenizers(_TOKENIZER, func=_tokenizer)


@Language.factory("laporbot_normalize")
def _normalizer(nlp: Language, name: str) -> Normalizer:
    return Normalizer(_hashtag_words())


@Language.factory("laporbot_places")
def _places(nlp: Language, name: str) -> PlaceFinder:
    return PlaceFinder(load_gazetteer(), load_handles(), _common_words(), _function_words())


@Language.factory("laporbot_topics")
def _topics(nlp: Language, name: str) -> TopicFinder:
    return TopicFinder(topic_lexicon())


@Language.factory("laporbot_intent")
def _intent(nlp: Language, name: str) -> IntentFinder:
    return IntentFinder()


@Language.factory("laporbot_privacy")
def _privacy(nlp: Language, name: str) -> PrivacyFinder:
    return PrivacyFinder()


@Language.factory("laporbot_pii")
def _pii(nlp: Language, name: str) -> PiiFinder:
    return PiiFinder(load_gazetteer())


@Language.factory("laporbot_agencies")
def _agencies(nlp: Language, name: str) -> AgencyFinder:
    return AgencyFinder(load_gazetteer(), load_handles())


class Understanding:
    """Texts in, beliefs out: implements ``domain.ports.Extract``."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    @classmethod
    def load(cls) -> "Understanding":
        """Build the pipeline: about a second, once in a process."""
        for reading in _READINGS:
            if not Doc.has_extension(reading):
                Doc.set_extension(reading, default=None)
        # Named in the config, so that spaCy does not first build its own Indonesian tokeniser
        # with its 15,000 exceptions (over a second).
        nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": _TOKENIZER}}})
        for component in (
            "laporbot_normalize",
            "laporbot_places",
            "laporbot_topics",
            "laporbot_intent",
            "laporbot_privacy",
            "laporbot_pii",
            "laporbot_agencies",
        ):
            nlp.add_pipe(component)
        return cls(nlp)

    def __call__(self, utterances: Sequence[Utterance], /) -> list[Extraction]:
        """Return one belief for each utterance, in order. Never raises, whatever the text."""
        # Strings that spaCy learns from a batch are forgotten with it: memory does not grow.
        with self._nlp.memory_zone():
            docs = self._nlp.pipe(self._docs(utterances), batch_size=_BATCH)
            return [extraction_of(doc) for doc in docs]

    def _docs(self, utterances: Sequence[Utterance]) -> Iterator[Doc]:
        for utterance in utterances:
            doc = self._nlp.make_doc(safe_text(utterance.text[:_LONGEST_TEXT]))
            if utterance.author_location:
                doc._.author_place = self._words(utterance.author_location)
            yield doc

    def _words(self, text: str) -> Words:
        doc = self._nlp.make_doc(safe_text(text[:_LONGEST_TEXT]))
        words: Words = self._nlp.get_pipe("laporbot_normalize")(doc)._.words
        return words


def _common_words() -> frozenset[str]:
    """Words that mean something else than a place, in most texts."""
    return topic_lexicon().vocabulary | frozenset(slang().values()) | frozenset(STOP_WORDS)


def _function_words() -> frozenset[str]:
    """Words that glue sentences: "kelurahan yang" names nothing, though a village is called so."""
    return frozenset(STOP_WORDS) | frozenset(slang()) | word_list("function")


def _hashtag_words() -> frozenset[str]:
    """What hashtags are split into: our own words, and the names of governments."""
    gazetteer = load_gazetteer()
    places = (place for place in gazetteer if len(place.code) <= 5)
    names = {word for place in places for word in place.name.lower().split() if len(word) > 3}
    return _common_words() | load_cues().keys() | names | {"lapor", "tolong"}
