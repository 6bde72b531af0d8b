"""Component 5a: who may see the report. In doubt it is hidden, and a moderator looks.

A wish to hide can be negated ("gak usah anonim"), and people talk about anonymity without wanting
it ("pelakunya anonim"). The wrong guess costs unequally: a name shown cannot be hidden again.
"""

from dataclasses import dataclass

from spacy.tokens import Doc

from domain.model import Evidence, Visibility
from nlp.cues import Group, cue_lexicon, evidence_of
from nlp.phrases import Hit
from nlp.topics import TopicReading
from nlp.words import Words

_SURE, _CLEAR, _DOUBT = 0.95, 0.85, 0.5
# Words between "gak usah" and the "anonim" it negates.
_NEGATION_REACH = 3
# Violence within a home, against women or children, sexual violence: secret unasked (the victim
# can be found by a place and a story alone). Source: practice of SAPA 129 and UU 12/2022.
SECRET_SUBTOPICS = frozenset(
    {
        "kesetaraan_gender.kdrt",
        "kesetaraan_gender.kekerasan_anak",
        "kesetaraan_gender.kekerasan_seksual",
        "kesetaraan_gender.perdagangan_orang",
        "kekerasan_pendidikan.kekerasan_seksual",
        "kekerasan_pendidikan.kekerasan_guru",
        "kekerasan_pendidikan.perundungan",
    }
)


@dataclass(frozen=True, slots=True)
class VisibilityReading:
    """Who may see the report, how sure we are (0..1), and why we doubt."""

    visibility: Visibility
    confidence: float
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class PrivacyFinder:
    """Set ``doc._.privacy``; reads the topics found before."""

    def __init__(self) -> None:
        self._anonim = cue_lexicon(Group.ANONIM)
        self._rahasia = cue_lexicon(Group.RAHASIA)
        self._unhide = cue_lexicon(Group.UNHIDE)
        self._talk = cue_lexicon(Group.TALK_ABOUT)

    def __call__(self, doc: Doc) -> Doc:
        doc._.privacy = self.read(doc._.words, doc._.topics)
        return doc

    def read(self, words: Words, topics: TopicReading) -> VisibilityReading:
        """Return who may see it."""
        wishes = [(Visibility.RAHASIA, hit) for hit in self._rahasia.find(words)]
        wishes += [(Visibility.ANONIM, hit) for hit in self._anonim.find(words)]
        wishes = _innermost(wishes)
        negations = self._unhide.find(words)
        talk = self._talk.find(words)
        kept = [(v, hit) for v, hit in wishes if not _negated(hit, negations)]
        meant = [(v, hit) for v, hit in kept if not _overlaps(hit, talk)]
        reading = _choose(words, meant, bool(wishes), len(kept) > len(meant))
        if topics.subtopic in SECRET_SUBTOPICS:
            return VisibilityReading(Visibility.RAHASIA, _SURE, (), reading.evidence)
        if not SECRET_SUBTOPICS.isdisjoint(topics.subtopics):  # it is at least hinted at
            reasons = ("visibility_uncertain",)
            return VisibilityReading(Visibility.RAHASIA, _DOUBT, reasons, reading.evidence)
        return reading


_Wish = tuple[Visibility, Hit[Group]]


def _choose(words: Words, meant: list[_Wish], wished: bool, talked: bool) -> VisibilityReading:
    if meant:
        # A wish to hide the content covers the name as well; one for the name only does not.
        secret = any(visibility is Visibility.RAHASIA for visibility, _ in meant)
        visibility = Visibility.RAHASIA if secret else Visibility.ANONIM
        evidence = evidence_of("visibility", words, [hit for _, hit in meant])
        if talked:
            return VisibilityReading(visibility, _DOUBT, ("visibility_uncertain",), evidence)
        return VisibilityReading(visibility, _CLEAR, (), evidence)
    if talked or wished:
        return VisibilityReading(Visibility.PUBLIK, _CLEAR - 0.1)
    return VisibilityReading(Visibility.PUBLIK, _SURE)


def _innermost(wishes: list[_Wish]) -> list[_Wish]:
    """Drop a bare "rahasia(kan)" that lies within a longer phrase about the identity."""
    longer = [
        hit
        for visibility, hit in wishes
        if visibility is Visibility.ANONIM and hit.end - hit.start > 1
    ]
    return [
        (visibility, hit)
        for visibility, hit in wishes
        if visibility is Visibility.ANONIM or not _overlaps(hit, longer) or _about_content(hit)
    ]


def _about_content(hit: Hit[Group]) -> bool:
    return any(word in hit.pattern for word in ("laporan", "aduan", "publi", "jalur"))


def _negated(hit: Hit[Group], negations: list[Hit[Group]]) -> bool:
    return any(0 <= hit.start - negation.end <= _NEGATION_REACH - 1 for negation in negations)


def _overlaps(hit: Hit[Group], others: list[Hit[Group]]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)
