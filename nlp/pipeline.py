"""The understanding of texts: spaCy's blank("id") with our components, in order.

1 normalize   words with normal forms and true offsets
2 places      which official place
3 scores      what the trained model makes of the words
4 topics      what about
5 emergency   somebody in danger right now
6 privacy     who may see it
7 intent      report, question, thanks ...
8 pii         what identifies a person
9 agencies    who is responsible
10 confidence one Extraction, with how sure we are and what a moderator should look at
"""

from collections.abc import Callable, Iterator, Sequence

import spacy
from spacy.lang.id.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from domain.model import Extraction, Utterance
from domain.text import safe_text
from nlp.agency.agencies import AgencyFinder
from nlp.agency.reference import office_names
from nlp.confidence import Judge, Signals, load_calibration, load_thresholds, signals_of
from nlp.emergency import EmergencyFinder
from nlp.intent import IntentFinder
from nlp.model import Model, ScoreFinder, load_model
from nlp.pii.finder import PiiFinder
from nlp.place.gazetteer import load_gazetteer
from nlp.place.handles import load_handles
from nlp.place.places import PlaceFinder, load_cues
from nlp.secrecy.privacy import PrivacyFinder
from nlp.secrecy.wishes import load_kinds, load_rules
from nlp.text.normalize import Normalizer, slang
from nlp.text.tables import word_list
from nlp.text.words import Words, WordTokenizer
from nlp.topics import TopicFinder, topic_lexicon, topic_words

# X's longest posts have 25,000 characters; whatever is longer is read so far.
_LONGEST_TEXT = 30_000
_BATCH = 64

_TOKENIZER = "laporbot_words"
_READINGS = (
    "words",
    "author_place",
    "places",
    "scores",
    "topics",
    "emergency",
    "intent",
    "privacy",
    "pii",
    "agency",
)


def _tokenizer() -> Callable[[Language], WordTokenizer]:
    return lambda nlp: WordTokenizer(nlp.vocab)


registry.tokenizers(_TOKENIZER, func=_tokenizer)


class Understanding:
    """Texts in, beliefs out: implements ``domain.ports.Extract``."""

    def __init__(self, nlp: Language, judge: Judge) -> None:
        self._nlp, self._judge = nlp, judge

    @classmethod
    def load(cls, model: Model | None = None, judge: Judge | None = None) -> "Understanding":
        """Build the pipeline with the shipped model: about a second, once in a process."""
        # What is read only when a text needs it must fail now, not with the first such text.
        load_kinds()
        load_rules()
        office_names(load_gazetteer())
        nlp = blank()
        found = model or load_model()
        heads = found.heads
        add(nlp, "scores", ScoreFinder(found))
        add(nlp, "topics", TopicFinder(topic_lexicon(), heads["subtopic"]))
        add(nlp, "emergency", EmergencyFinder(heads["danger"]))
        add(nlp, "privacy", PrivacyFinder(heads["secret"]))
        add(nlp, "intent", IntentFinder(heads["gate"], heads["kind"]))
        add(nlp, "pii", PiiFinder(load_gazetteer()))
        add(nlp, "agencies", AgencyFinder(load_gazetteer(), load_handles()))
        return cls(nlp, judge or Judge(load_calibration(), load_thresholds()))

    def __call__(self, utterances: Sequence[Utterance], /) -> list[Extraction]:
        """Return one belief for each utterance, in order. Never raises, whatever the text."""
        # Strings that spaCy learns from a batch are forgotten with it: memory does not grow.
        with self._nlp.memory_zone():
            docs = self._nlp.pipe(self._docs(utterances), batch_size=_BATCH)
            return [self._judge(doc) for doc in docs]

    def judged(self, utterance: Utterance) -> tuple[dict[str, Signals], Extraction]:
        """Return a belief with the signals behind its confidence: for calibrating."""
        doc = next(iter(self._docs([utterance])))
        for _, component in self._nlp.pipeline:
            doc = component(doc)
        return signals_of(doc), self._judge(doc)

    def _docs(self, utterances: Sequence[Utterance]) -> Iterator[Doc]:
        for utterance in utterances:
            doc = self._nlp.make_doc(safe_text(utterance.text[:_LONGEST_TEXT]))
            if utterance.author_location:
                doc._.author_place = self._words(utterance.author_location)
            yield doc

    def _words(self, text: str) -> Words:
        doc = self._nlp.make_doc(safe_text(text[:_LONGEST_TEXT]))
        words: Words = self._nlp.get_pipe("normalize")(doc)._.words
        return words


def _common_words() -> frozenset[str]:
    """Words that mean something else than a place, in most texts."""
    return topic_words() | frozenset(slang().values()) | frozenset(STOP_WORDS)


def _function_words() -> frozenset[str]:
    """Words that glue sentences: "kelurahan yang" names nothing, though a village is called so."""
    return frozenset(STOP_WORDS) | frozenset(slang()) | word_list("function")


def _hashtag_words() -> frozenset[str]:
    """What hashtags are split into: our own words, and the names of governments."""
    gazetteer = load_gazetteer()
    places = (place for place in gazetteer if len(place.code) <= 5)
    names = {word for place in places for word in place.name.lower().split() if len(word) > 3}
    return _common_words() | load_cues().keys() | names | {"lapor", "tolong"}


def blank() -> Language:
    """Return the part of the pipeline that needs no training: words and places."""
    for reading in _READINGS:
        if not Doc.has_extension(reading):
            Doc.set_extension(reading, default=None)
    # Named in the config, so that spaCy does not first build its own Indonesian tokeniser
    # with its 15,000 exceptions (over a second).
    # A bare vocabulary: nobody asks for the shape of a word or whether it looks like a number, and
    # computing that for each new word takes longer than all else that spaCy does.
    nlp = spacy.blank(
        "id", vocab=Vocab(), config={"nlp": {"tokenizer": {"@tokenizers": _TOKENIZER}}}
    )
    add(nlp, "normalize", Normalizer(_hashtag_words()))
    places = PlaceFinder(load_gazetteer(), load_handles(), _common_words(), _function_words())
    add(nlp, "places", places)
    return nlp


def add(nlp: Language, name: str, component: Callable[[Doc], Doc]) -> None:
    """Put a component at the end. spaCy adds components by the name of a factory only."""
    Language.factory(f"laporbot_{name}", func=lambda nlp, name: component)
    nlp.add_pipe(f"laporbot_{name}", name=name)
