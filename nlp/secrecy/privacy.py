"""Component 6: who may see the report. In doubt it is hidden, and a moderator looks.

The wrong guess costs unequally: a name shown cannot be hidden again. So a word of privacy hides,
unless it is plainly negated right there ("gak usah anonim") or plainly about somebody else
("pelakunya anonim"); neither reaches over a clause. What is neither is hidden and looked at.
Where no known phrase speaks, the trained alarm (nlp/secrecy/alarm.py) listens to the kinds of
words.
Violence and a wish to die are hidden unasked.
"""

import re
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from domain.model import Evidence, Visibility
from nlp.model import Floats, Head
from nlp.secrecy.alarm import Alarm, Heard, load_alarm
from nlp.secrecy.wishes import Meaning, clauses, ends_clause
from nlp.text.cues import Group, cue_lexicon, evidence_of
from nlp.text.phrases import Hit, Lexicon
from nlp.text.tables import word_list
from nlp.text.words import Words
from nlp.topics import TopicReading

_SURE, _CLEAR, _DOUBT = 0.95, 0.85, 0.5
_NEAR_A_WISH = 20  # words; what is further off is another sentence
_NEGATION_REACH = 4  # words after "gak usah" among which a wish is at least not plain
# Words that may stand between "gak usah" and the "anonim" that it plainly negates.
_GLUE = word_list("negation_glue")
# "tidak" negates these as their first word ("tidak takut ketahuan", "tidak keberatan").
_NEGATED_BY_NO = frozenset({"takut", "keberatan"})
# After these "tidak" asks, it does not refuse: "bisa ga anonim".
_POLITE = frozenset({"bisa", "boleh", "apa", "apakah", "mau", "kenapa"})
# Words that make it doubtful that the speaker only talks about others' secrets.
_REQUEST = word_list("request")
# A score far over the threshold of the alarm, where a rule says the same: no moderator is needed.
_LEAD = 3.0
_OF_WISHES = frozenset({Meaning.ANONIM, Meaning.RAHASIA})
# A score at which a single word of privacy is no wish ("pelakunya anonim"); a phrase always is.
_FAR_FROM_ANY = -4.0
# The score of a text without a word that sounds like a wish.
NOTHING_HEARD = -10.0
# Ways to write "anonim" and "rahasia" that no list of phrases can hold.
# Digits and signs, and Cyrillic and Greek letters, that look like our letters.
_LOOKALIKES = str.maketrans(
    "01345@\u0430\u043e\u0435\u0456\u043c\u0440\u0441\u0443\u03b1\u03bf\u03b5\u03b9",
    "oieasaaoeimpcyaoei",
)
_ANONIM_FORM = re.compile(r"an+on+[iy]m|\ban+onm\b")
_RAHASIA_FORM = re.compile(r"(?<!me)rahas[iy]|\bra?hs[iy]|\brhas[iy]")
# The same with anything between the letters; it may find too much, and costs little.
_APART_FORM = re.compile(
    r"a[\W_]*n[n\W_]*o[\W_]*n[n\W_]*[iy][\W_]*m|\ban+onm\b"
    r"|r[\W_]*a[\W_]*h[\W_]*a[\W_]*s[\W_]*[iy]|\bra?hs[iy]|\brhas[iy]"
)
_LETTERS_APART = 6  # letters of the shorter of the two, written apart
_CLAUSE = 12  # words before a wish to die, among which its subject is looked for
# Violence within a home, against women or children, sexual violence: secret unasked (the victim
# can be found by a place and a story alone). Source: practice of SAPA 129 and UU 12/2022. A head of
# its own hears it, as much of it is told without the words of any topic; where it does not, the
# words of data/cues.tsv (private_matter) and the topic make it a doubt.
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
_LIKELY = 0.5  # the probability of such a topic from which it is a doubt
# The probability of such a matter from which it is secret, and from which it may be.
_SURELY_SECRET, _PERHAPS_SECRET = 0.6, 0.3
# Who wishes to die: the speaker ("saya", with all its slang), or somebody else.
_FIRST_PERSON = word_list("first_person")
_OTHER_PERSON = word_list("other_person")


@dataclass(frozen=True, slots=True)
class VisibilityReading:
    """Who may see the report, how sure we are (0..1), and why we doubt.

    ``score`` is the alarm's for the part of the text that sounds most like a wish, ``rules`` are
    those of data/wish_rules.tsv that it follows. ``words_of_longest`` counts the words of the
    longest phrase of data/cues.tsv that is meant.
    """

    visibility: Visibility
    confidence: float
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    score: float = NOTHING_HEARD
    rules: tuple[str, ...] = ()
    words_of_longest: int = 0


class PrivacyFinder:
    """Set ``doc._.privacy``; reads the scores and topics found before."""

    def __init__(self, secret: Head, alarm: Alarm | None = None) -> None:
        """Take the head that hears secret matters, and the ear for wishes (the shipped one)."""
        self._secret = secret
        self._alarm = alarm or load_alarm()
        self._anonim = cue_lexicon(Group.ANONIM)
        self._rahasia = cue_lexicon(Group.RAHASIA)
        self._unhide = cue_lexicon(Group.UNHIDE)
        self._talk = cue_lexicon(Group.TALK_ABOUT)
        self._despair = cue_lexicon(Group.DESPAIR)
        self._secrets = cue_lexicon(Group.PRIVATE_MATTER)

    def __call__(self, doc: Doc) -> Doc:
        doc._.privacy = self.read(doc._.words, doc._.scores, doc._.topics)
        return doc

    def read(self, words: Words, scores: Floats, topics: TopicReading) -> VisibilityReading:
        """Return who may see it."""
        reading = self._heard(words)
        secret = max(self._secret_matter(words, scores, topics), self._own_despair(words))
        if secret == 0.0:
            return reading
        reasons = () if secret == _SURE else ("visibility_uncertain",)
        return replace(reading, visibility=Visibility.RAHASIA, confidence=secret, reasons=reasons)

    def _heard(self, words: Words) -> VisibilityReading:
        """Return what the phrases say, and where they say nothing, what the alarm hears."""
        odd = _is_spelt_apart(words)
        heard = self._alarm.hear(words)
        loudest = max(heard, key=lambda part: part.score, default=None)
        if loudest is None:
            return self._wished(words, odd)
        rules = tuple(one.rule.pattern for one in loudest.said)
        reading = self._wished(words, odd)
        if loudest.score < _FAR_FROM_ANY and not odd and _rests_on_one_word(reading):
            return VisibilityReading(Visibility.PUBLIK, _SURE, score=loudest.score, rules=rules)
        reading = replace(reading, score=loudest.score, rules=rules)
        lead = loudest.score - self._alarm.threshold
        if reading.visibility is not Visibility.PUBLIK or lead < 0.0:
            return reading
        loud = [part for part in heard if part.score >= self._alarm.threshold]
        return _alarmed(words, reading, loud, lead)

    def _wished(self, words: Words, odd: bool) -> VisibilityReading:
        wishes = [(Visibility.RAHASIA, hit) for hit in self._rahasia.find(words)]
        wishes += [(Visibility.ANONIM, hit) for hit in self._anonim.find(words)]
        wishes = _innermost(wishes)
        if odd:
            wishes += _misspelt(words, [hit for _, hit in wishes])
        if not wishes:
            return VisibilityReading(Visibility.PUBLIK, _SURE)
        negations = _within_clauses(self._unhide, words)
        talk = _within_clauses(self._talk, words)
        judged = [
            (max(_negated(words, hit, negations), _about_others(words, hit, talk)), visibility, hit)
            for visibility, hit in wishes
        ]
        return _choose(words, judged)

    def _secret_matter(self, words: Words, scores: Floats, topics: TopicReading) -> float:
        """Return how sure it is that the matter is one that is secret unasked; 0 for any other."""
        chance = float(self._secret.probabilities(scores, topics.clues)[0])
        if chance >= _SURELY_SECRET:
            return _SURE
        named = topics.subtopic in SECRET_SUBTOPICS and topics.probability >= _LIKELY
        perhaps = chance >= _PERHAPS_SECRET or named or self._secrets.find(words)
        return _DOUBT if perhaps else 0.0

    def _own_despair(self, words: Words) -> float:
        """Return how sure it is that the speaker wishes to die; 0 when nobody or another does."""
        hits = self._despair.find(words)
        if not hits:
            return 0.0
        own = not _FIRST_PERSON.isdisjoint(words.norms)
        others = not _OTHER_PERSON.isdisjoint(words.stems)
        unsaid = 0.0 if others and not own else _DOUBT
        return max(_speaks_of_self(words, hit, unsaid) for hit in hits)


def _alarmed(
    words: Words, reading: VisibilityReading, loud: list[Heard], lead: float
) -> VisibilityReading:
    """Return the reading of a text in which only the alarm hears a wish."""
    part = max(loud, key=lambda one: one.score)
    # What is said of the content in any part counts: hiding it hides the name as well.
    secret = any(one.meanings & _OF_WISHES == {Meaning.RAHASIA} for one in loud)
    plain = lead > _LEAD and not part.meanings.isdisjoint(_OF_WISHES)
    start, end = words.starts[part.start], words.ends[part.end - 1]
    return replace(
        reading,
        visibility=Visibility.RAHASIA if secret else Visibility.ANONIM,
        confidence=_CLEAR if plain else _DOUBT,
        reasons=() if plain else ("visibility_uncertain",),
        evidence=(Evidence("visibility", start, end),),
    )


def _speaks_of_self(words: Words, hit: Hit[Group], unsaid: float) -> float:
    """Return how sure it is that a wish is the speaker's own: by the subject nearest before it.

    Indonesian leaves the subject out where it is clear; ``unsaid`` is the answer then.
    """
    for at in range(hit.end - 1, max(-1, hit.start - _CLAUSE), -1):
        if words.stems[at] in _OTHER_PERSON or _is_someone(words, at):
            return 0.0
        if words.norms[at] in _FIRST_PERSON:
            # "teman saya" is another, though near enough to be found through the speaker.
            near = at > 0 and words.stems[at - 1] in _OTHER_PERSON
            return _DOUBT if near else _SURE
        if at <= hit.start and words.breaks[at]:
            break
    return unsaid


def _is_someone(words: Words, at: int) -> bool:
    """Say whether "yang" at a word is that of "ada yang mau lompat", not of "tidak ada yang"."""
    before = words.norms[max(0, at - 2) : at]
    return words.norms[at] == "yang" and before[-1:] == ("ada",) and before[0] != "tidak"


_Wish = tuple[Visibility, Hit[Group]]
# How surely a word of privacy is no wish: not at all, perhaps, plainly.
_MEANT, _UNCLEAR, _PLAINLY_NOT = 0, 1, 2


def _choose(words: Words, judged: list[tuple[int, Visibility, Hit[Group]]]) -> VisibilityReading:
    """Return what the judged wishes come to: one that is meant wins over all talk."""
    meant = [(visibility, hit) for doubt, visibility, hit in judged if doubt == _MEANT]
    longest = max((hit.end - hit.start for _, hit in meant), default=0)
    evidence = evidence_of("visibility", words, [hit for _, hit in meant])
    if meant:
        # A wish to hide the content covers the name as well; one for the name only does not.
        secret = any(visibility is Visibility.RAHASIA for visibility, _ in meant)
        visibility = Visibility.RAHASIA if secret else Visibility.ANONIM
        if len(meant) == len(judged):
            return VisibilityReading(visibility, _CLEAR, (), evidence, words_of_longest=longest)
    elif any(doubt == _UNCLEAR for doubt, _, _ in judged):
        visibility = Visibility.ANONIM
        evidence = evidence_of("visibility", words, [hit for _, _, hit in judged])
    else:
        return VisibilityReading(Visibility.PUBLIK, _CLEAR - 0.1)
    doubts = ("visibility_uncertain",)
    return VisibilityReading(visibility, _DOUBT, doubts, evidence, words_of_longest=longest)


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


def _is_spelt_apart(words: Words) -> bool:
    """Say whether "anonim" or "rahasia" may be in a text in a form of its own."""
    return bool(_APART_FORM.search(words.text.lower().translate(_LOOKALIKES)))


def _misspelt(words: Words, known: list[Hit[Group]]) -> list[_Wish]:
    """Return the words that are "anonim" or "rahasia" in a form of their own: "an0nim"."""
    found: list[_Wish] = []
    for start, end in _spellings(words):
        form = "".join(words.lowers[start:end]).translate(_LOOKALIKES).replace("_", "")
        for visibility, group, pattern in (
            (Visibility.ANONIM, Group.ANONIM, _ANONIM_FORM),
            (Visibility.RAHASIA, Group.RAHASIA, _RAHASIA_FORM),
        ):
            hit = Hit(start, end, group, form)
            if pattern.search(form) and not _overlaps(hit, known):
                found.append((visibility, hit))
    return found


def _spellings(words: Words) -> list[tuple[int, int]]:
    """Return where a word may be: each word, and each run of single letters."""
    spans: list[tuple[int, int]] = []
    start = 0
    for apart in _APART_FORM.finditer(words.text.lower().translate(_LOOKALIKES)):
        inside = [at for at in range(len(words)) if _within(words, at, apart)]
        if len(inside) > 1:
            spans.append((inside[0], inside[-1] + 1))
    for at, lower in enumerate(words.lowers):
        if len(lower) > 1:
            if lower[0] != "@" or lower == "@nonim":  # another's handle says nothing
                spans.append((at, at + 1))
            start = at + 1
        elif at + 1 - start >= _LETTERS_APART and not _is_letter(words, at + 1):
            spans.append((start, at + 1))
    return spans


def _within(words: Words, at: int, found: re.Match[str]) -> bool:
    return words.starts[at] >= found.start() and words.ends[at] <= found.end()


def _is_letter(words: Words, at: int) -> bool:
    return at < len(words) and len(words.lowers[at]) == 1


def _within_clauses(lexicon: Lexicon[Group], words: Words) -> list[Hit[Group]]:
    """Return the hits of a lexicon that lie in one clause each."""
    return [
        Hit(hit.start + start, hit.end + start, hit.value, hit.pattern)
        for start, end in clauses(words)
        for hit in lexicon.find(_part(words, start, end))
    ]


def _part(words: Words, start: int, end: int) -> Words:
    return Words(
        words.text,
        words.starts[start:end],
        words.ends[start:end],
        words.lowers[start:end],
        words.norms[start:end],
        words.stems[start:end],
        words.breaks[start:end],
        frozenset(),
    )


def _negated(words: Words, hit: Hit[Group], negations: list[Hit[Group]]) -> int:
    """Return how surely a wish is refused: "gak usah anonim", "nama tidak perlu dirahasiakan"."""
    doubt = _MEANT
    if hit.start > 0 and words.norms[hit.start - 1] == "tidak":
        asked = hit.start > 1 and words.norms[hit.start - 2] in _POLITE
        bare = hit.end - hit.start == 1 and not asked and not ends_clause(words, hit.start)
        if bare or words.norms[hit.start] in _NEGATED_BY_NO:
            return _PLAINLY_NOT
    near = (one for one in negations if abs(hit.start - one.end) <= _NEAR_A_WISH)
    for negation in near:
        for at in {hit.start, _core(words, hit)}:
            between = range(negation.end, at + 1)
            if not 0 < len(between) <= _NEGATION_REACH:
                continue
            if any(ends_clause(words, word) for word in between):
                continue
            glued = all(words.norms[word] in _GLUE for word in between[:-1])
            doubt = max(doubt, _PLAINLY_NOT if glued else _UNCLEAR)
    return doubt


def _core(words: Words, hit: Hit[Group]) -> int:
    """Return the word of a wish that hides ("nama saya DIRAHASIAKAN"), or its first word."""
    last = hit.end - 1
    hides = ("anonim", "rahasia", "sembunyi", "samar", "tutup", "keberatan")
    return last if any(part in words.norms[last] for part in hides) else hit.start


def _about_others(words: Words, hit: Hit[Group], talk: list[Hit[Group]]) -> int:
    """Return how surely a word of privacy is about another's: "kenapa anggaran dirahasiakan"."""
    doubt = _MEANT
    for other in talk:
        if not _overlaps(hit, [other]):
            continue
        # A pair of words spans others; who asks or says "saya" among them may mean themself.
        wide = range(other.start, min(len(words), other.end + 2)) if "~" in other.pattern else ()
        own = any(
            words.norms[at] in _REQUEST or words.norms[at] in _FIRST_PERSON
            for at in wide
            if at < other.end or not any(ends_clause(words, w) for w in range(other.end, at + 1))
        )
        inside = other.start <= _core(words, hit) < other.end
        doubt = max(doubt, _UNCLEAR if own or not inside else _PLAINLY_NOT)
    return doubt


def _rests_on_one_word(reading: VisibilityReading) -> bool:
    """Say whether no phrase of several words speaks for what was read."""
    return reading.words_of_longest < 2


def _overlaps(hit: Hit[Group], others: list[Hit[Group]]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)
