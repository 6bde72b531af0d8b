"""Component 5: is somebody in danger right now?

"Kebakaran" alone says little: people write of yesterday's fire, of the one they fear, of their
purse. So the words of data/dangers.tsv have roles, and the rules of data/danger_rules.tsv say what
a word of one role makes of a word of another beside it. What they find are clues to the trained
head, which knows the other words of the text too and has the last word.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import exp

from spacy.lang.id.stop_words import STOP_WORDS
from spacy.tokens import Doc

from domain.model import Evidence
from nlp.model import Floats, Head
from nlp.text.cues import evidence_of
from nlp.text.phrases import Hit, Lexicon, patterns_of, phrase_key
from nlp.text.tables import read_table, word_list
from nlp.text.words import Words

# Chosen on texts the head was not trained on: who is passed over may die, a false alarm costs the
# person on duty a minute.
_EMERGENCY_FROM = 0.12
# Without a word of the lexicon: a danger that nobody has thought of, or a mere likeness.
_UNNAMED_FROM = 0.25
_SHORT, _LONG = 8, 30  # words
_MOST = 40  # phrases of one role that are looked at; more is noise
_LOUD = 0.5  # share of words in capitals from which a text is shouted


class Role(StrEnum):
    EVENT = "event"
    STATE = "state"
    THREAT = "threat"
    DESPAIR = "despair"
    WEAPON = "weapon"
    HAZARD = "hazard"
    BODY = "body"
    SPOT = "spot"
    PENDING = "pending"
    HELPLESS = "helpless"
    BRIEF = "brief"
    NOW = "now"
    CALL = "call"
    RESCUE = "rescue"
    VICTIM = "victim"
    PAST = "past"
    DONE = "done"
    FIGURE = "figure"
    FEARED = "feared"
    OFTEN = "often"
    PREVENTION = "prevention"
    TALE = "tale"
    BUSINESS = "business"


# Without one of these nothing else is looked at.
DANGERS = (Role.EVENT, Role.STATE, Role.THREAT, Role.DESPAIR, Role.WEAPON)


_PAIRS = {(one, other): f"{one}+{other}" for one in Role for other in Role}
# What people write of with or without danger.
_COMPANY = frozenset(Role) - frozenset(DANGERS) - {Role.HAZARD}


class Effect(StrEnum):
    """What a rule makes of a danger: one of this moment, none, or undecided."""

    BACKS = "backs"
    SPOILS = "spoils"
    TELLS = "tells"


@dataclass(frozen=True, slots=True)
class Rule:
    """A word of a role of ``first`` near one of ``second``: at most ``reach`` words between."""

    clue: str
    effect: Effect
    first: tuple[Role, ...]
    second: tuple[Role, ...]
    ordered: bool
    reach: int
    in_clause: bool


@dataclass(frozen=True, slots=True)
class EmergencyReading:
    """``danger`` is the probability that somebody is in danger now; ``clues`` are what the words
    around a danger made of it, ``evidence`` where the danger is told.
    """

    danger: float
    is_emergency: bool
    evidence: tuple[Evidence, ...] = ()
    clues: tuple[str, ...] = ()


class EmergencyFinder:
    """Set ``doc._.emergency``; reads the words and scores found before."""

    def __init__(self, head: Head) -> None:
        self._dangers = DangerFinder()
        # Most texts have no more than a few clues: adding numbers is faster than adding arrays.
        self._column, self._bias = head.columns.start, float(head.bias[0])
        self._weights = {name: float(head.clue_weights[row, 0]) for name, row in head.clues.items()}

    def __call__(self, doc: Doc) -> Doc:
        doc._.emergency = self.read(doc._.words, doc._.scores)
        return doc

    def read(self, words: Words, scores: Floats) -> EmergencyReading:
        """Return whether somebody is in danger."""
        hits, clues = self._dangers.of(words)
        logit = float(scores[self._column]) + self._bias
        logit += sum(self._weights.get(clue, 0.0) for clue in clues)
        danger = 1.0 / (1.0 + exp(-logit))
        if danger < (_EMERGENCY_FROM if hits else _UNNAMED_FROM):
            return EmergencyReading(danger, False, (), clues)
        return EmergencyReading(danger, True, evidence_of("emergency", words, hits), clues)


class DangerFinder:
    """What the trained head knows of a text besides its words."""

    def __init__(self) -> None:
        self._lexicon = danger_lexicon()
        self._triggers = danger_triggers()
        self._rules = danger_rules()

    def of(self, words: Words) -> tuple[list[Hit[Role]], tuple[str, ...]]:
        """Return the words that speak of a danger, those of this moment if any, and the clues."""
        form = tuple(_form(words))
        if self._triggers.isdisjoint(words.stems):
            return [], form
        by_role: dict[Role, list[Hit[Role]]] = {}
        for hit in self._lexicon.find(words):
            hits = by_role.setdefault(hit.value, [])
            if len(hits) < _MOST:
                hits.append(hit)
        dangers = [hit for role in DANGERS for hit in by_role.get(role, ())]
        if not dangers:
            return [], form
        return self._judged(words, by_role, dangers, form)

    def _judged(
        self,
        words: Words,
        by_role: Mapping[Role, Sequence[Hit[Role]]],
        dangers: list[Hit[Role]],
        form: tuple[str, ...],
    ) -> tuple[list[Hit[Role]], tuple[str, ...]]:
        # By identity: the same phrase may stand in a text twice, once feared and once come true.
        touched: dict[Effect, set[int]] = {effect: set() for effect in Effect}
        clues = [*form, *_together(by_role)]
        for rule in self._rules:
            found = {id(hit) for hit in _matches(rule, by_role, words)}
            if found:
                clues.append(f"rule {rule.clue}")
                touched[rule.effect] |= found
        spoilt = [hit for hit in dangers if id(hit) in touched[Effect.SPOILS]]
        standing = [hit for hit in dangers if id(hit) not in touched[Effect.SPOILS]]
        backed = [hit for hit in standing if id(hit) in touched[Effect.BACKS]]
        for step, hits in (("spoilt", spoilt), ("standing", standing), ("backed", backed)):
            clues.extend(dict.fromkeys(f"{step} {hit.value}" for hit in hits))
        clues.extend(name for name, hits in (("stands", standing), ("is backed", backed)) if hits)
        return backed or standing or dangers, tuple(clues)


def _together(by_role: Mapping[Role, Sequence[Hit[Role]]]) -> Iterator[str]:
    """Yield which roles a text has words of, alone and two together."""
    roles = [role for role in Role if role in by_role]
    for at, role in enumerate(roles):
        yield role.value
        for other in roles[at + 1 :]:
            yield _PAIRS[role, other]


def _matches(
    rule: Rule, by_role: Mapping[Role, Sequence[Hit[Role]]], words: Words
) -> Iterator[Hit[Role]]:
    """Yield the dangers that a rule speaks of."""
    if by_role.keys().isdisjoint(rule.first) or by_role.keys().isdisjoint(rule.second):
        return
    firsts = [hit for role in rule.first for hit in by_role.get(role, ())]
    for role in rule.second:
        for second in by_role.get(role, ()):
            for first in firsts:
                if first is not second and _near(rule, first, second, words):
                    yield first if first.value in DANGERS else second


def _near(rule: Rule, first: Hit[Role], second: Hit[Role], words: Words) -> bool:
    if first.start > second.start:
        if rule.ordered:
            return False
        first, second = second, first
    if second.start - first.end > rule.reach:
        return False
    between = words.breaks[first.end : second.start + 1]
    return not (rule.in_clause and any(between))


def _form(words: Words) -> Iterator[str]:
    """Yield what the form of a text says, whatever its words."""
    text, length = words.text, len(words)
    for mark in ("!", "?", "http"):
        if mark in text:
            yield mark
    yield "short" if length < _SHORT else "long" if length > _LONG else "middling"
    pieces = text.split()
    if sum(map(str.isupper, pieces)) > _LOUD * len(pieces):
        yield "loud"


@cache
def danger_lexicon() -> Lexicon[Role]:
    """Return the phrases of all roles. They are searched together, so that the longest wins."""
    return Lexicon(list(_entries()))


@cache
def danger_triggers() -> frozenset[str]:
    """Return words one of which nearly every phrase of danger has: one that is a danger by itself,
    or else the longest that is rare.

    A phrase of common words only ("masih di dalam") counts where another danger is told.
    """
    common = STOP_WORDS | word_list("function") | word_list("everyday")
    common |= {phrase_key(pattern) for pattern, role in _entries() if role in _COMPANY}
    telling = {phrase_key(pattern) for pattern, role in _entries() if role not in _COMPANY}
    triggers: set[str] = set()
    for pattern, role in _entries():
        words = phrase_key(pattern.replace("~", " ")).split()
        rare = [word for word in words if word not in common and not word.isdecimal()]
        if role in DANGERS and rare:
            triggers.add(max(rare, key=lambda word: (word in telling, len(word))))
    return frozenset(triggers)


def _entries() -> Iterator[tuple[str, Role]]:
    for line in read_table("dangers.tsv", 2):
        if line.fields[0] not in set(Role):
            raise line.error(f"unknown role {line.fields[0]!r}")
        for pattern in patterns_of(line, 1):
            yield pattern, Role(line.fields[0])


@cache
def danger_rules() -> tuple[Rule, ...]:
    """Return the rules, in the order of the data file."""
    rules: list[Rule] = []
    roles = {role.value: role for role in Role}
    for line in read_table("danger_rules.tsv", 7):
        clue, effect, _, order, reach, within, _ = line.fields
        named = (line.alternatives(2), line.alternatives(6))
        if unknown := [name for side in named for name in side if name not in roles]:
            raise line.error(f"unknown roles {unknown}")
        if effect not in set(Effect) or order not in ("<", "~") or within not in ("clause", "text"):
            raise line.error("an effect, order or scope that there is not")
        if not reach.isdigit():
            raise line.error(f"reach {reach!r} is no number")
        first, second = (tuple(roles[name] for name in side) for side in named)
        rules.append(
            Rule(clue, Effect(effect), first, second, order == "<", int(reach), within == "clause")
        )
    return tuple(rules)
