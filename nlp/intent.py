"""Component 7: what somebody wants: to report, to ask, to thank.

Trained gates answer, with the phrases of data/cues.tsv as their clues. What needs no judgement is
a rule here: somebody in danger reports it, the word KODE, an old-style retweet, a tag with
nothing beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from domain.model import Intent, ReportType
from nlp.model import Floats, Head
from nlp.place.places import PlaceReading
from nlp.secrecy.privacy import VisibilityReading
from nlp.text.cues import Group, cue_lexicon
from nlp.text.tables import word_list
from nlp.text.words import Words
from nlp.topics import TopicReading

_CODE_WORDS = frozenset({"kode", "code"})
# What people put around the word KODE. A longer text is about something else.
_CODE_COMPANY = word_list("code_company")
_LONGEST_CODE_TEXT = 16
_LOOKALIKES = str.maketrans("03", "oe")  # k0de
# "Status laporan saya" asks for the same.
_REPORT_WORDS = frozenset({"laporan", "aduan", "pengaduan"})
# The service itself asks for "mention plus #lapor": who does so wants to report.
_REPORT_TAGS = frozenset({"lapor", "laporan", "lapor1708", "aduan"})
# The labels of the gate, the first of which is "a report".
INTENTS: Mapping[str, Intent] = {
    "report": Intent.REPORT,
    "thanks": Intent.THANKS,
    "greeting": Intent.GREETING,
    "spam": Intent.SPAM,
    "ask_how": Intent.ASK_HOW,
    "chatter": Intent.CHATTER,
}
_SURE = 0.97  # what a rule says
# Where everyday texts of writers the gate had not seen were told apart best. What lies between
# _MAYBE_FROM and this is not answered as a report, but a moderator looks at it.
_REPORT_FROM = 0.7
_SURELY_REPORT = 0.9  # even though nothing is named that a report could be about
_ASKED_FROM = 0.05  # the tag is how the service asks to be told; a wish to be hidden tells as much
_MAYBE_FROM = 0.2  # from here a moderator looks before it is passed over
_CLEARLY_NAMED = 8.0  # weight of a topic's phrases beyond which more says nothing
_MOST_PHRASES = 3  # different phrases of a group beyond which more say nothing
_SHORT, _LONG = 8, 30  # words
_LOUD = 0.6  # share of capitals from which a text is shouted
# What the gates count. The others belong to privacy.
_COUNTED = (
    Group.COMPLAINT,
    Group.WISH,
    Group.QUESTION,
    Group.THANKS,
    Group.GREETING,
    Group.SPAM,
    Group.ASK_HOW,
    Group.ADVICE,
    Group.NEWS,
    Group.PRAISE,
    Group.TALE,
)


@dataclass(frozen=True, slots=True)
class IntentReading:
    """What is wanted. ``report`` is the probability that it is a report, ``kind`` that of its
    type.
    """

    intent: Intent
    is_report: bool
    type: ReportType | None
    report: float
    kind: float
    reasons: tuple[str, ...] = ()


# Whoever tells of somebody in danger wants help, whatever else the text looks like.
_CRY_FOR_HELP = IntentReading(Intent.REPORT, True, ReportType.PENGADUAN, _SURE, _SURE)


class IntentFinder:
    """Set ``doc._.intent``; reads the scores, topics, places and dangers found before."""

    def __init__(self, gate: Head, kind: Head) -> None:
        self._gate, self._kind = gate, kind
        self._clues = ClueFinder()

    def __call__(self, doc: Doc) -> Doc:
        if doc._.emergency.is_emergency:
            doc._.intent = _CRY_FOR_HELP
        else:
            doc._.intent = self.read(
                doc._.words, doc._.scores, doc._.topics, doc._.places, doc._.privacy
            )
        return doc

    def read(
        self,
        words: Words,
        scores: Floats,
        topics: TopicReading,
        places: PlaceReading,
        privacy: VisibilityReading,
    ) -> IntentReading:
        """Return what is wanted."""
        clues = self._clues.of(words, topics.heaviest, places)
        kinds = self._kind.probabilities(scores, clues)
        best_kind = int(kinds.argmax())
        kind, kind_sure = ReportType(self._kind.labels[best_kind]), float(kinds[best_kind])
        if (plain := _plain(words)) is not None:
            reasons = ("maybe_a_report",) if _says_nothing(words) else ()
            return IntentReading(plain, False, None, 1 - _SURE, 0.0, reasons)
        found = self._gate.probabilities(scores, clues)
        report = float(found[0])
        tagged = "tagged" in clues
        other = INTENTS[self._gate.labels[1 + int(found[1:].argmax())]]
        advertises = other is Intent.SPAM and float(found[1:].max()) > report
        # Who sets the tag, or asks to be hidden, has something to tell; who names no matter, not.
        least = _ASKED_FROM if tagged or privacy.visibility.is_private else _REPORT_FROM
        if advertises or (topics.topic is None and not tagged):
            least = _SURELY_REPORT
        if report >= least:
            return IntentReading(Intent.REPORT, True, kind, report, kind_sure)
        # Whoever set the tag asked to be heard: a moderator looks, unless somebody advertises.
        maybe = report >= _MAYBE_FROM or (tagged and other is not Intent.SPAM)
        reasons = ("maybe_a_report",) if maybe else ()
        return IntentReading(other, False, None, report, 0.0, reasons)


class ClueFinder:
    """What the gates know of a text besides its words."""

    def __init__(self) -> None:
        self._lexicons = {group: cue_lexicon(group) for group in Group}

    def of(self, words: Words, named: float, places: PlaceReading) -> dict[str, float]:
        """Return the clues to what is wanted; ``named`` is the weight of the topic's phrases."""
        clues: dict[str, float] = {}
        for group in _COUNTED:
            count = len({hit.pattern for hit in self._lexicons[group].find(words)})
            if count:
                clues[group.value] = min(count, _MOST_PHRASES) / _MOST_PHRASES
                clues[f"any {group.value}"] = 1.0
        clues.update(dict.fromkeys(_form(words), 1.0))
        clues["named topic"] = min(named, _CLEARLY_NAMED) / _CLEARLY_NAMED
        if places.location is not None:
            clues["place"] = 1.0
        if places.place_text is not None:
            clues["street"] = 1.0
        return clues


def _form(words: Words) -> list[str]:
    """Return what can be said of the form of a text, whatever its words."""
    text, found = words.text, []
    handles = [lower for lower in words.lowers if lower[0] == "@"]
    if not _REPORT_TAGS.isdisjoint(words.hashtags):
        found.append("tagged")
    found.extend(mark for mark in ("?", "!", "http", "RT @") if mark in text)
    found.append("short" if len(words) < _SHORT else "long" if len(words) > _LONG else "middling")
    letters = sum(map(str.isalpha, text))
    if letters and sum(map(str.isupper, text)) > _LOUD * letters:
        found.append("loud")
    if len(handles) > 1:
        found.append("several handles")
    if handles and words.lowers[0][0] == "@" and words.lowers[0] != "@lapor1708":
        found.append("speaks to another")
    if not text.isascii():
        found.append("emoji")
    if len(words.hashtags) > 1:
        found.append("several tags")
    return found


def _plain(words: Words) -> Intent | None:
    """Return what needs no judgement."""
    if _is_code(words):
        return Intent.ASK_CODE
    if len(words) < 2 or _is_retweet(words) or _says_nothing(words):
        return Intent.CHATTER
    return None


def _says_nothing(words: Words) -> bool:
    """Say whether there is nothing but handles and the tag of a report."""
    return not _REPORT_TAGS.isdisjoint(words.hashtags) and all(
        lower[0] == "@" or (lower in _REPORT_TAGS and words.text[start - 1 : start] == "#")
        for lower, start in zip(words.lowers, words.starts, strict=True)
    )


def _is_retweet(words: Words) -> bool:
    """Say whether it is another's post, passed on in the old way: "RT @somebody: ..."."""
    return len(words) > 1 and words.norms[0] == "rt" and words.lowers[1][0] == "@"


def _is_code(words: Words) -> bool:
    """Say whether the text is the word KODE with nothing of substance around it."""
    pairs = zip(words.lowers, words.stems, strict=True)
    spoken = [(lower, stem) for lower, stem in pairs if lower[0] != "@"]
    said = [stem for _, stem in spoken]
    if all(len(lower) == 1 for lower, _ in spoken):
        said = ["".join(lower for lower, _ in spoken)]  # K O D E
    said = [_code_form(word) for word in said]
    if not 0 < len(said) <= _LONGEST_CODE_TEXT:
        return False
    asks = not _CODE_WORDS.isdisjoint(said)
    asks = asks or ("status" in said and not _REPORT_WORDS.isdisjoint(said))
    return asks and all(
        word in _CODE_WORDS or word in _CODE_COMPANY or word in _REPORT_WORDS for word in said
    )


def _code_form(word: str) -> str:
    plain = word.translate(_LOOKALIKES).removesuffix("nya")
    return "kode" if plain.rstrip("e") == "kod" else word
