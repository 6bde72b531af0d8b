"""Component 4: what somebody wants: to report, to ask, to thank; and whether it is an emergency.

The seam for a trained classifier: anything that returns an IntentReading fits here.
"""

from dataclasses import dataclass

from spacy.tokens import Doc

from domain.model import Evidence, Intent, ReportType
from nlp.cues import Group, cue_lexicon, evidence_of
from nlp.phrases import Hit
from nlp.places import PlaceReading
from nlp.topics import TopicReading
from nlp.words import Words

_CODE_WORDS = frozenset({"kode", "code"})
# What people put around the word KODE. A longer text is about something else.
_CODE_COMPANY = frozenset(
    """minta mau dong ya tolong mohon admin kak kakak saya laporan kirim kirimkan kasih mas bapak
    ibu berapa mana lagi apa boleh please halo selamat pagi siang sore malam lacak lapor nomor bisa
    terimakasih terima lihat dapat tidak ada di ingin""".split()
)
_LONGEST_CODE_TEXT = 7
# The service itself asks for "mention plus #lapor": who does so wants to report.
_REPORT_TAGS = frozenset({"lapor", "laporan", "lapor1708", "aduan"})
_SURE, _LIKELY, _UNSURE, _UNLIKELY = 0.95, 0.8, 0.6, 0.75
_REPORT_FROM = 2.0  # points from which a text is taken for a report
_MAYBE_FROM = 1.0  # points from which a moderator should look
# Words between an emergency word and what puts it into the past, or makes it a figure of speech.
_NEAR = 6


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
            return _report(words, Intent.REPORT, _SURE, ReportType.PENGADUAN, _SURE, emergency)
        if _is_code(words):
            return _other(Intent.ASK_CODE, _SURE)
        if self._hits(words, Group.SPAM, 2) and not _tagged(words):
            return _other(Intent.SPAM, _SURE)
        points = self._points(words, topics, places)
        how = bool(self._find(words, Group.ASK_HOW))
        if how and not _tagged(words) and points < _REPORT_FROM + _MAYBE_FROM:
            return _other(Intent.ASK_HOW, _LIKELY)
        kind, kind_confidence = self._type(words)
        if points >= _REPORT_FROM:
            sure = min(_SURE, _UNSURE + 0.1 * (points - _REPORT_FROM))
            return _report(words, Intent.REPORT, sure, kind, kind_confidence, ())
        return self._no_report(words, points)

    def _points(self, words: Words, topics: TopicReading, places: PlaceReading) -> float:
        """Return how much the text looks like a report; 2 is enough."""
        complaints = len({hit.pattern for hit in self._find(words, Group.COMPLAINT)})
        asks = self._find(words, Group.WISH) or self._find(words, Group.QUESTION)
        points = 3.0 * _tagged(words)
        points += min(1.5, 0.4 * topics.weight)
        points += min(1.5, 0.75 * complaints)
        points += 0.5 * bool(places.location) + 0.25 * bool(places.place_text) + 0.5 * bool(asks)
        if self._find(words, Group.THANKS) and len(words) < 12 and complaints == 0:
            points -= 1.5
        return points if len(words) > 1 else 0.0

    def _type(self, words: Words) -> tuple[ReportType, float]:
        complaints = len({hit.pattern for hit in self._find(words, Group.COMPLAINT)})
        wishes = len({hit.pattern for hit in self._find(words, Group.WISH)})
        questions = len({hit.pattern for hit in self._find(words, Group.QUESTION)})
        if questions >= 1 and questions * 2 > complaints and "?" in words.text + "?" * (complaints == 0):
            return ReportType.PERMINTAAN_INFORMASI, _UNSURE + 0.05 * questions
        if wishes > complaints or (wishes and complaints <= 1):
            return ReportType.ASPIRASI, _UNSURE
        return ReportType.PENGADUAN, _LIKELY if complaints else _UNSURE

    def _no_report(self, words: Words, points: float) -> IntentReading:
        if self._find(words, Group.THANKS) and points < _MAYBE_FROM:
            return _other(Intent.THANKS, _LIKELY)
        if self._find(words, Group.GREETING) and points < _MAYBE_FROM and len(words) <= 8:
            return _other(Intent.GREETING, _LIKELY)
        if points >= _MAYBE_FROM:
            return _other(Intent.CHATTER, 1.0 - points / (2 * _REPORT_FROM), ("maybe_a_report",))
        return _other(Intent.CHATTER, _UNLIKELY)

    def _emergency(self, words: Words) -> tuple[Evidence, ...]:
        """Return the words that say that somebody is in danger now. Rather once too often."""
        hits = self._find(words, Group.EMERGENCY)
        if not hits:
            return ()
        figures = self._find(words, Group.FIGURE)
        past = self._find(words, Group.PAST)
        now = self._find(words, Group.NOW)
        real = [hit for hit in hits if not _near_any(hit, figures)]
        real = [hit for hit in real if not _near_any(hit, past) or _near_any(hit, now)]
        return evidence_of("emergency", words, real)

    def _find(self, words: Words, group: Group) -> list[Hit[Group]]:
        return self._lexicons[group].find(words)

    def _hits(self, words: Words, group: Group, least: int) -> bool:
        return len({hit.pattern for hit in self._find(words, group)}) >= least


def _report(
    words: Words,
    intent: Intent,
    sure: float,
    kind: ReportType,
    kind_sure: float,
    emergency: tuple[Evidence, ...],
) -> IntentReading:
    return IntentReading(intent, True, kind, sure, kind_sure, bool(emergency), (), emergency)


def _other(intent: Intent, sure: float, reasons: tuple[str, ...] = ()) -> IntentReading:
    return IntentReading(intent, False, None, sure, sure, False, reasons)


def _tagged(words: Words) -> bool:
    return not _REPORT_TAGS.isdisjoint(words.hashtags)


def _is_code(words: Words) -> bool:
    """Say whether the text is the word KODE with nothing of substance around it."""
    said = [norm for norm in words.norms if norm[0] != "@"]
    return (
        0 < len(said) <= _LONGEST_CODE_TEXT
        and not _CODE_WORDS.isdisjoint(said)
        and all(word in _CODE_WORDS or word in _CODE_COMPANY for word in said)
    )


def _near_any(hit: Hit[Group], others: list[Hit[Group]]) -> bool:
    return any(
        other.start - hit.end < _NEAR and hit.start - other.end < _NEAR for other in others
    )
