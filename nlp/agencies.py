"""Component 6: who is responsible: subtopic, place and explicit mention -> an agency.

Three questions, in this order:
1. Does the text accuse somebody in office? Then no office judges itself: the one who looks into the
   misconduct of the accused answers (accusation.tsv, accused.tsv).
2. Which line of routing.tsv holds for the subtopic? Its body answers. Naming a body (in words or
   by its handle) makes the lines hold that ask for it, and so outweighs what stands below them.
3. The text has no subject: whom does it name, or else whose place is it? They answer.

None is left for what nobody can know: a local matter without a place (the citizen is asked for it),
and a text with neither subject, nor body, nor place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from functools import cache

from spacy.tokens import Doc

from domain.model import Agency, Level
from nlp.gazetteer import DISTRICT_CODE, PROVINCE_CODE, REGENCY_CODE, Gazetteer
from nlp.handles import HandleBook, handle_key
from nlp.phrases import Hit, Lexicon, patterns_of
from nlp.places import PlaceReading
from nlp.reference import (
    GOVERNMENT,
    Government,
    NationalBody,
    Office,
    governments,
    local_agency,
    national_agency,
    national_bodies,
    offices,
)
from nlp.tables import Line, read_table
from nlp.topics import TopicReading, subtopics
from nlp.words import Words

__all__ = [
    "GOVERNMENT",
    "AgencyFinder",
    "AgencyReading",
    "Government",
    "NationalBody",
    "Office",
    "Route",
    "governments",
    "load_rules",
    "local_agency",
    "national_agency",
    "national_bodies",
    "offices",
]

_NATIONAL, _PROVINCE, _REGENCY, _DISTRICT = "national", "province", "regency", "district"
_ALWAYS, _NAMED, _ANY = "-", "@", "*"  # fields of routing.tsv
_OVERSEER = "inspektorat"  # of local offices
# Uncalibrated: a rule is as sure as its topic and its place, and never quite.
_RULE, _ACCUSATION, _MENTION, _GOVERNMENT_ONLY = 0.95, 0.85, 0.6, 0.3
_COPY = frozenset({"cc", "ccd", "tembusan", "attn"})  # what follows is to know, not to act
_PROVINCIAL = frozenset({"provinsi", "propinsi", "prov"})  # after the name of an office
# Words between a deed and whom it accuses: a clause; what accuses by itself may stand far off.
_NEAR, _FAR = 8, 60
_MOST = 40  # phrases of one kind that are looked at; more is noise


class Route(StrEnum):
    """Which kind of evidence decided."""

    MENTION = "mention"
    RULE = "rule"
    ACCUSATION = "accusation"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """The agency with how sure we are, 0..1, and what decided."""

    agency: Agency | None = None
    confidence: float = 0.0
    route: Route | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A national body's id, or an office's key with the level it is of."""

    level: str
    body: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of routing.tsv: holds if the text names the target (``named``), or has the words.

    ``words`` are phrases; None holds always, if not ``named``.
    """

    words: tuple[str, ...] | None
    named: bool
    target: Target


@dataclass(frozen=True, slots=True)
class _Named:
    """A body that the text names: a national one or an office (a handle says whose)."""

    at: int
    national: str | None = None  # its id; else ``office`` is a key
    office: str | None = None
    place_code: str | None = None
    provincial: bool = False
    copied: bool = False


@dataclass(frozen=True, slots=True)
class _Rules:
    """The lines of one subtopic in order; ``lexicon`` says which of them have their words."""

    lines: tuple[Rule, ...]
    lexicon: Lexicon[int]

    def holding(self, words: Words, named: tuple[_Named, ...]) -> tuple[Rule | None, _Named | None]:
        """Return the first line that holds, with the body whose name made it hold."""
        said = {hit.value for hit in self.lexicon.find(words)}
        for number, rule in enumerate(self.lines):
            if rule.named:
                body = next((body for body in named if _names(body, rule.target)), None)
                if body is not None:
                    return rule, body
            elif rule.words is None or number in said:
                return rule, None
        return None, None


_NO_RULES = _Rules((), Lexicon(()))


class AgencyFinder:
    """Set ``doc._.agency``; reads the topics and places found before."""

    def __init__(self, gazetteer: Gazetteer, handles: HandleBook) -> None:
        self._gazetteer = gazetteer
        self._handles = handles
        self._rules = {code: _indexed(rules) for code, rules in load_rules().items()}
        self._accusations = load_accusations()
        self._aliases = _alias_lexicon()
        self._national_handles = {
            handle_key(handle): body.id
            for body in national_bodies().values()
            for handle in body.handles
        }

    def __call__(self, doc: Doc) -> Doc:
        doc._.agency = self.read(doc._.words, doc._.topics, doc._.places)
        return doc

    def read(self, words: Words, topics: TopicReading, places: PlaceReading) -> AgencyReading:
        """Return who is responsible for what the words say."""
        code, placed = places.location.code if places.location else None, places.confidence
        named = self._named(words)
        rule, body = self._rules.get(topics.subtopic or "", _NO_RULES).holding(words, named)
        target = rule.target if rule else None
        if body is not None and target is not None and target.body == _ANY:
            target = _target_of(body, code)
        # 1 somebody in office is accused
        overseer = self._accusations.overseer(words, topics.subtopic, target)
        if overseer is not None:
            return self._answer(overseer, code, placed, _ACCUSATION, Route.ACCUSATION)
        # 2 the subject says who
        if target is not None:
            route, sure = Route.MENTION if body else Route.RULE, _RULE * topics.probability
            return self._answer(target, code, placed, sure, route)
        # 3 somebody is named, or there is a place
        return self._without_subject(named, code)

    def _answer(
        self, target: Target, code: str | None, placed: float, sure: float, route: Route
    ) -> AgencyReading:
        """Return a body as a reading. A local one needs a place: its government at least."""
        if target.level == _NATIONAL:
            return AgencyReading(national_agency(target.body), sure, route)
        if code is None:
            return AgencyReading()
        agency = self._local(target, code)
        if agency is None and target.body == _OVERSEER:
            agency = self._local(Target(_PROVINCE, _OVERSEER), code)
        if agency is not None:
            return AgencyReading(agency, sure * placed, route)
        return AgencyReading(self._government(code), _GOVERNMENT_ONLY, Route.GOVERNMENT)

    def _without_subject(self, named: tuple[_Named, ...], code: str | None) -> AgencyReading:
        for body in sorted(named, key=lambda body: body.copied):
            agency = self._agency_of(body, code)
            if agency is not None:
                return AgencyReading(agency, _MENTION, Route.MENTION)
        if code is None:
            return AgencyReading()
        return AgencyReading(self._government(code), _GOVERNMENT_ONLY, Route.GOVERNMENT)

    def _agency_of(self, body: _Named, code: str | None) -> Agency | None:
        target, place = _target_of(body, code), body.place_code or code
        if target.level == _NATIONAL:
            return national_agency(target.body)
        return self._local(target, place) if place is not None else None

    def _government(self, code: str) -> Agency | None:
        """Return the nearest government that has its own head."""
        level = _PROVINCE if len(code) == PROVINCE_CODE else _REGENCY
        return self._local(Target(level, GOVERNMENT), code)

    def _local(self, target: Target, code: str) -> Agency | None:
        """Return an office at a place; None when the place is not known down to its level."""
        if target.level == _PROVINCE:
            return local_agency(self._gazetteer, target.body, code[:PROVINCE_CODE])
        if target.level == _DISTRICT:
            if len(code) < DISTRICT_CODE:
                return None
            return local_agency(self._gazetteer, target.body, code[:DISTRICT_CODE])
        government = self._gazetteer.governed_from(code)
        if len(government) < REGENCY_CODE and not self._gazetteer.is_single_government(government):
            return None
        return local_agency(self._gazetteer, target.body, government)

    # ------------------------------------------------------------ whom the text names

    def _named(self, words: Words) -> tuple[_Named, ...]:
        """Return the bodies that the text names, in its order."""
        found = [_named_by_words(words, hit) for hit in self._aliases.find(words)]
        for at, word in enumerate(words.lowers):
            if word[0] == "@":
                body = self._named_by_handle(at, word, _is_copied(words, at))
                if body is not None:
                    found.append(body)
        return tuple(sorted(found, key=lambda body: body.at))

    def _named_by_handle(self, at: int, handle: str, copied: bool) -> _Named | None:
        national = self._national_handles.get(handle_key(handle))
        if national is not None:
            return _Named(at, national=national, copied=copied)
        owner = self._handles.find(handle)
        if owner is None:
            return None
        provincial = len(owner.place_code) == PROVINCE_CODE
        return _Named(at, None, owner.office, owner.place_code, provincial, copied)


def _named_by_words(words: Words, hit: Hit[tuple[str, str]]) -> _Named:
    kind, value = hit.value
    if kind == _NATIONAL:
        return _Named(hit.start, national=value)
    provincial = hit.end < len(words) and words.stems[hit.end] in _PROVINCIAL
    return _Named(hit.start, office=value, provincial=provincial)


def _target_of(body: _Named, code: str | None) -> Target:
    """Return a named body with its level; of an office without one, that of the place."""
    if body.office is None:
        return Target(_NATIONAL, body.national or "")
    levels = offices()[body.office].levels
    if Level.DISTRICT in levels:
        return Target(_DISTRICT, body.office)
    place = body.place_code or code or ""
    provincial = body.provincial or len(place) == PROVINCE_CODE or Level.REGENCY not in levels
    return Target(_PROVINCE if provincial else _REGENCY, body.office)


def _is_copied(words: Words, at: int) -> bool:
    """Say whether a handle stands among those that are put in copy: "cc @a @b"."""
    while at > 0 and words.lowers[at - 1][0] == "@":
        at -= 1
    return at > 0 and words.lowers[at - 1] in _COPY


def _names(body: _Named, target: Target) -> bool:
    """Say whether a body that the text names, and asks to act, is a rule's target."""
    if body.copied:
        return False
    if target.body == _ANY:
        return body.office != GOVERNMENT
    if target.level == _NATIONAL:
        return body.national == target.body
    if body.office is None or body.provincial != (target.level == _PROVINCE):
        return False
    return body.office in (target.body, offices()[target.body].part_of)


# ------------------------------------------------------------ who is accused


class _Role(Enum):
    """What a phrase of accusation.tsv or accused.tsv is to an accusation."""

    CLEAR = auto()
    DEED = auto()
    ABUSE = auto()
    ADDRESSEE = auto()
    TITLE = auto()
    PRIVATE = auto()
    HEAD = auto()
    OFFICIAL = auto()
    VAGUE = auto()


_DEEDS = (_Role.CLEAR, _Role.DEED, _Role.ABUSE)
_NAMING = (_Role.PRIVATE, _Role.HEAD, _Role.OFFICIAL)


@dataclass(frozen=True, slots=True)
class _Part:
    """``overseer`` looks into the misconduct of whom the phrase names."""

    role: _Role
    overseer: Target | None = None


class Accusations:
    """Who looks into the misconduct that a text tells of."""

    def __init__(
        self,
        deeds: Lexicon[_Part],
        people: Lexicon[_Part],
        overseers: dict[str, Target],
        subtopics_of: dict[str, frozenset[str]],
    ) -> None:
        self._deeds = deeds
        self._people = people
        self._overseers = overseers  # of national bodies, by their ids
        self._accusing = subtopics_of["accusing"]
        self._private = subtopics_of["private"]
        self._immune = subtopics_of["immune"]

    def overseer(
        self, words: Words, subtopic: str | None, responsible: Target | None
    ) -> Target | None:
        """Return who looks into it; None when nobody in office is accused.

        ``responsible`` is who would answer if nobody were: it tells whose people are meant when
        the text only says "petugas".
        """
        if subtopic in self._immune:
            return None
        deeds = self._deeds.find(words)[:_MOST]
        if not deeds:
            return None
        hits = self._people.find(words)
        accused = _nearest(deeds, _accused_among(words, hits)[:_MOST])
        if accused is not None and accused.role is not _Role.PRIVATE:
            return accused.overseer
        if accused is not None:
            return accused.overseer if subtopic in self._accusing else None
        vague = [hit for hit in hits if hit.value.role is _Role.VAGUE][:_MOST]
        if subtopic in self._private or not _speaks(deeds, vague):
            return None
        return self._overseer_of(responsible)

    def _overseer_of(self, responsible: Target | None) -> Target | None:
        if responsible is None:
            return None
        if responsible.level == _NATIONAL:
            return self._overseers.get(responsible.body)
        level = _PROVINCE if responsible.level == _PROVINCE else _REGENCY
        return Target(level, _OVERSEER)


def _accused_among(words: Words, hits: list[Hit[_Part]]) -> list[Hit[_Part]]:
    """Return the phrases that name somebody, and do not merely address him."""
    ends = {hit.end: hit for hit in hits if hit.value.role in (_Role.TITLE, _Role.ADDRESSEE)}
    naming = (hit for hit in hits if hit.value.role in _NAMING)
    return [_of_level(words, hit) for hit in naming if not _is_addressed(words, hit, ends)]


def _of_level(words: Words, hit: Hit[_Part]) -> Hit[_Part]:
    """Return an office with the overseer of its level: "dishub provinsi" is the province's."""
    part = hit.value
    provincial = hit.end < len(words) and words.stems[hit.end] in _PROVINCIAL
    if not provincial or part.overseer != Target(_REGENCY, _OVERSEER):
        return hit
    raised = _Part(part.role, Target(_PROVINCE, _OVERSEER))
    return Hit(hit.start, hit.end, raised, hit.pattern)


def _is_addressed(words: Words, hit: Hit[_Part], ends: dict[int, Hit[_Part]]) -> bool:
    """Say whether somebody is asked or told: "lapor ke polisi", "pak bupati ..."."""
    before = None if words.breaks[hit.start] else ends.get(hit.start)
    if before is not None and before.value.role is _Role.TITLE:
        if hit.value.role is _Role.HEAD:
            return True
        before = None if words.breaks[before.start] else ends.get(before.start)
    return before is not None and before.value.role is _Role.ADDRESSEE


def _nearest(deeds: list[Hit[_Part]], accused: list[Hit[_Part]]) -> _Part | None:
    """Return whom the deeds accuse: the nearest within reach, of equals the first named."""
    best: tuple[int, int, _Part] | None = None
    for deed in deeds:
        reach = _FAR if deed.value.role is _Role.CLEAR else _NEAR
        for hit in accused:
            gap = _gap(deed, hit)
            if gap <= reach and (best is None or (gap, hit.start) < best[:2]):
                best = (gap, hit.start, hit.value)
    return best[2] if best else None


def _speaks(deeds: list[Hit[_Part]], vague: list[Hit[_Part]]) -> bool:
    """Say whether deeds accuse though nobody is named: by themselves, or "petugas" is near."""
    for deed in deeds:
        if deed.value.role is _Role.CLEAR:
            return True
        if deed.value.role is _Role.DEED and any(_gap(deed, hit) <= _NEAR for hit in vague):
            return True
    return False


def _gap(one: Hit[_Part], other: Hit[_Part]) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


# ------------------------------------------------------------ the data files


@cache
def load_rules() -> dict[str, tuple[Rule, ...]]:
    """Return the routing rules by subtopic, in the order of the file."""
    known = {subtopic.code for subtopic in subtopics()}
    found: dict[str, tuple[Rule, ...]] = {}
    for line in read_table("routing.tsv", 4):
        code = line.fields[0]
        if code not in known:
            raise line.error(f"unknown subtopic {code!r}")
        found[code] = (*found.get(code, ()), _rule(line))
    return found


def _rule(line: Line) -> Rule:
    said, level, body = line.fields[1:]
    if (said, level, body) == (_NAMED, "-", _ANY):
        return Rule(None, True, Target(level, body))
    phrases = None if said in (_ALWAYS, _NAMED) else patterns_of(line, 1)
    return Rule(phrases, said == _NAMED, _target(line, level, body))


def _indexed(rules: tuple[Rule, ...]) -> _Rules:
    said = ((phrase, at) for at, rule in enumerate(rules) for phrase in rule.words or ())
    return _Rules(rules, Lexicon(said))


def _target(line: Line, level: str, body: str) -> Target:
    known = body in national_bodies()
    if level != _NATIONAL:
        known = body in offices() and level in {at.value for at in offices()[body].levels}
    if not known:
        raise line.error(f"no {body!r} on level {level!r}")
    return Target(level, body)


@cache
def load_accusations() -> Accusations:
    """Return what tells an accusation, and who looks into it."""
    deeds: dict[str, _Part] = {}
    people, overseers = _people()
    by_kind: dict[str, frozenset[str]] = {}
    for line in read_table("accusation.tsv", 2):
        kind = line.fields[0]
        if kind in ("accusing", "private", "immune"):
            by_kind[kind] = by_kind.get(kind, frozenset()) | _subtopics_of(line)
            continue
        role = _role(line, (*_DEEDS, _Role.ADDRESSEE, _Role.TITLE))
        table = deeds if role in _DEEDS else people
        table.update(dict.fromkeys(patterns_of(line, 1), _Part(role)))
    return Accusations(Lexicon(deeds.items()), Lexicon(people.items()), overseers, by_kind)


def _people() -> tuple[dict[str, _Part], dict[str, Target]]:
    """Return whom phrases name, and who looks into the misconduct of national bodies."""
    people: dict[str, _Part] = {}
    overseers: dict[str, Target] = {}
    for line in read_table("accused.tsv", 5):
        part = _accused_part(line)
        for phrase in patterns_of(line, 1):
            people.setdefault(phrase, part)
        for body in line.alternatives(2):
            if body not in national_bodies() or part.overseer is None:
                raise line.error(f"no agency {body!r}, or nobody looks into it")
            overseers[body] = part.overseer
    for office in offices().values():
        if office.key not in (GOVERNMENT, _OVERSEER):
            level = _PROVINCE if office.levels == (Level.PROVINCE,) else _REGENCY
            for alias in office.aliases:
                people.setdefault(alias, _Part(_Role.OFFICIAL, Target(level, _OVERSEER)))
    return people, overseers


def _accused_part(line: Line) -> _Part:
    role = _role(line, (*_NAMING, _Role.VAGUE))
    level, body = line.fields[3:]
    if role is _Role.VAGUE:
        return _Part(role)
    return _Part(role, _target(line, level, body))


def _role(line: Line, allowed: tuple[_Role, ...]) -> _Role:
    for role in allowed:
        if role.name.lower() == line.fields[0]:
            return role
    raise line.error(f"unknown kind {line.fields[0]!r}")


def _subtopics_of(line: Line) -> frozenset[str]:
    named = frozenset(line.alternatives(1))
    unknown = named - {subtopic.code for subtopic in subtopics()}
    if unknown:
        raise line.error(f"unknown subtopics {sorted(unknown)}")
    return named


def _alias_lexicon() -> Lexicon[tuple[str, str]]:
    def entries() -> Iterator[tuple[str, tuple[str, str]]]:
        for body in national_bodies().values():
            yield from ((alias, (_NATIONAL, body.id)) for alias in body.aliases)
        for office in offices().values():
            yield from ((alias, ("office", office.key)) for alias in office.aliases)

    return Lexicon(entries())
