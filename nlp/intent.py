"""Component 4: what somebody wants: to report, to ask, to thank; and whether it is an emergency.

The seam for a trained classifier: anything that returns an IntentReading fits here.
"""

from dataclasses import dataclass

from spacy.tokens import Doc

from domain.model import Evidence, Intent, ReportType
from nlp.cues import Group, cue_lexicon, evidence_of
from nlp.phrases import Hit
from nlp.places import PlaceReading
from nlp.tables import word_list
from nlp.topics import TopicReading
from nlp.words import Words

_CODE_WORDS = frozenset({"kode", "code"})
# What people put around the word KODE. A longer text is about something else.
_CODE_COMPANY = word_list("code_company")
_LONGEST_CODE_TEXT = 16
_LOOKALIKES = str.maketrans("03", "oe")  # k0de
# "Status laporan saya" asks for the same.
_REPORT_WORDS = frozenset({"laporan", "aduan", "pengaduan"})
# The service itself asks for "mention plus #lapor": who does so wants to report.
_REPORT_TAGS = frozenset({"lapor", "laporan", "lapor1708", "aduan"})
_SURE, _LIKELY, _UNSURE, _UNLIKELY = 0.95, 0.8, 0.6, 0.75
_REPORT_FROM = 2.0  # points from which a text is taken for a report
_SPAM_FROM = 2  # different phrases; one alone ("promo") occurs in honest texts
_SHORT = 12  # words; in a short text thanks are the message, in a long one the closing
_MAYBE_FROM = 1.0  # points from which a moderator should look
# Words between the danger and what puts it into the past, or into the present: the present weighs
# more but must stand closer.
_FAR = 12
_NEAR = 6
_FEARED = 5  # words between "takut" and what is feared


@dataclass(frozen=True, slots=True)
class IntentReading:
    """What is wanted. Confidences are 0..1 and not calibrated."""

    intent: Intent
    is_report: bool
    type: ReportType | None
    report_confidence: float
    type_confidence: float
    emergency: bool
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """How many different phrases of each kind were said."""

    complaints: int
    wishes: int
    questions: int
    thanks: int
    greetings: int
    spam: int
    ask_how: int
    advice: int
    news: int
    praise: int
    tales: int


class IntentFinder:
    """Set ``doc._.intent``; reads the topics and places found before."""

    def __init__(self) -> None:
        self._lexicons = {group: cue_lexicon(group) for group in Group}

    def __call__(self, doc: Doc) -> Doc:
        doc._.intent = self.read(doc._.words, doc._.topics, doc._.places)
        return doc

    def read(self, words: Words, topics: TopicReading, places: PlaceReading) -> IntentReading:
        """Return what is wanted."""
        emergency = self._emergency(words)
        if emergency:
            return _report(_SURE, ReportType.PENGADUAN, _SURE, emergency)
        if _is_code(words):
            return _other(Intent.ASK_CODE, _SURE)
        said = self._said(words)
        tagged = not _REPORT_TAGS.isdisjoint(words.hashtags)
        points = _points(words, said, tagged, topics, places)
        if tagged and _says_nothing(words):
            return _other(Intent.CHATTER, _UNSURE, ("maybe_a_report",))
        other = _not_a_report(words, said, tagged, points, topics)
        if other is not None:
            return other
        if points >= _REPORT_FROM:
            kind, kind_sure = _type(words, said)
            sure = min(_SURE, _UNSURE + 0.1 * (points - _REPORT_FROM))
            return _report(sure, kind, kind_sure, ())
        return _no_report(words, said, points)

    def _said(self, words: Words) -> _Said:
        def count(group: Group) -> int:
            return len({hit.pattern for hit in self._lexicons[group].find(words)})

        return _Said(
            complaints=count(Group.COMPLAINT),
            wishes=count(Group.WISH),
            questions=count(Group.QUESTION),
            thanks=count(Group.THANKS),
            greetings=count(Group.GREETING),
            spam=count(Group.SPAM),
            ask_how=count(Group.ASK_HOW),
            advice=count(Group.ADVICE),
            news=count(Group.NEWS),
            praise=count(Group.PRAISE),
            tales=count(Group.TALE),
        )

    def _emergency(self, words: Words) -> tuple[Evidence, ...]:
        """Return the words that say that somebody is in danger now. Rather once too often."""
        hits = self._lexicons[Group.EMERGENCY].find(words)
        if not hits:
            return ()
        figures = self._lexicons[Group.FIGURE].find(words)
        feared = self._lexicons[Group.POTENTIAL].find(words)
        past = self._lexicons[Group.PAST].find(words)
        now = self._lexicons[Group.NOW].find(words)
        real = [
            hit
            for hit in hits
            if not any(_overlap(hit, other) for other in figures)
            and not any(_before(other, hit, words) for other in feared)
            and (not _near_any(hit, past, _FAR) or _near_any(hit, now, _NEAR))
        ]
        return evidence_of("emergency", words, real)


def _not_a_report(
    words: Words, said: _Said, tagged: bool, points: float, topics: TopicReading
) -> IntentReading | None:
    """Return what is surely (or rather) no report, though it may name a matter and a place."""
    if said.spam >= _SPAM_FROM + tagged and said.complaints <= said.spam:
        return _other(Intent.SPAM, _SURE)
    if _is_retweet(words):
        return _other(Intent.CHATTER, _SURE)
    if tagged:
        # Who names a matter beside "#lapor" reports it, whoever else is spoken to.
        told = said.advice and topics.weight == 0.0 and len(words) < _SHORT
        told = told and _speaks_to_another(words)
        return _other(Intent.CHATTER, _LIKELY) if told else None
    if said.tales and said.complaints == 0:
        return _other(Intent.CHATTER, _LIKELY)
    if said.ask_how and (said.complaints <= 1 or points < _REPORT_FROM + _MAYBE_FROM):
        return _other(Intent.ASK_HOW, _LIKELY)
    if said.advice and words.text.lstrip().startswith("@") and said.complaints <= 2:
        return _other(Intent.CHATTER, _LIKELY)  # tells somebody else how to report
    if said.news and "http" in words.text and said.complaints <= 1:
        return _other(Intent.CHATTER, _LIKELY)
    if said.praise and said.praise + said.thanks >= 2 and said.complaints <= 1:
        return _other(Intent.THANKS, _LIKELY)
    return None


def _says_nothing(words: Words) -> bool:
    """Say whether there is nothing but handles and the tag of a report."""
    return all(
        lower[0] == "@" or (lower in _REPORT_TAGS and words.text[start - 1 : start] == "#")
        for lower, start in zip(words.lowers, words.starts, strict=True)
    )


def _speaks_to_another(words: Words) -> bool:
    """Say whether the text begins with the handle of somebody who is not the service."""
    first = words.lowers[0]
    return first[0] == "@" and first[1:] not in _REPORT_TAGS


def _is_retweet(words: Words) -> bool:
    """Say whether it is another's post, passed on in the old way: "RT @somebody: ..."."""
    return len(words) > 1 and words.norms[0] == "rt" and words.lowers[1][0] == "@"


def _points(
    words: Words, said: _Said, tagged: bool, topics: TopicReading, places: PlaceReading
) -> float:
    """Return how much the text looks like a report; ``_REPORT_FROM`` is enough."""
    if len(words) < 2:
        return 0.0
    points = 3.0 * tagged
    points += min(2.0, 0.4 * topics.weight) + min(1.5, 0.75 * said.complaints)
    points += 0.5 * bool(places.location) + 0.25 * bool(places.place_text)
    points += 0.5 * bool(said.wishes or said.questions)
    if said.thanks and not said.complaints and len(words) < _SHORT:
        points -= 1.5
    return points


def _type(words: Words, said: _Said) -> tuple[ReportType, float]:
    asking = "?" in words.text or said.complaints == 0
    if asking and said.questions * 2 > said.complaints:
        return ReportType.PERMINTAAN_INFORMASI, min(_SURE, _UNSURE + 0.05 * said.questions)
    if said.wishes and said.wishes >= said.complaints:
        return ReportType.ASPIRASI, _UNSURE
    return ReportType.PENGADUAN, _LIKELY if said.complaints else _UNSURE


def _no_report(words: Words, said: _Said, points: float) -> IntentReading:
    if said.thanks and points < _MAYBE_FROM:
        return _other(Intent.THANKS, _LIKELY)
    if said.greetings and points < _MAYBE_FROM and len(words) < _SHORT:
        return _other(Intent.GREETING, _LIKELY)
    if points >= _MAYBE_FROM:
        return _other(Intent.CHATTER, 1.0 - points / (2 * _REPORT_FROM), ("maybe_a_report",))
    return _other(Intent.CHATTER, _UNLIKELY)


def _report(
    sure: float, kind: ReportType, kind_sure: float, emergency: tuple[Evidence, ...]
) -> IntentReading:
    return IntentReading(Intent.REPORT, True, kind, sure, kind_sure, bool(emergency), (), emergency)


def _other(intent: Intent, sure: float, reasons: tuple[str, ...] = ()) -> IntentReading:
    return IntentReading(intent, False, None, sure, sure, False, reasons)


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


def _near_any(hit: Hit[Group], others: list[Hit[Group]], reach: int) -> bool:
    return any(other.start - hit.end < reach and hit.start - other.end < reach for other in others)


def _overlap(one: Hit[Group], other: Hit[Group]) -> bool:
    return one.start < other.end and other.start < one.end


def _before(feared: Hit[Group], hit: Hit[Group], words: Words) -> bool:
    """Say whether a word like "takut" or "rawan" stands before the danger, in the same clause."""
    between = range(feared.end, hit.start + 1)
    return 0 < len(between) <= _FEARED and not any(words.breaks[at] for at in between)
