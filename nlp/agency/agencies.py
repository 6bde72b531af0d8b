"""Component 9: who is responsible: subtopic, place and explicit mention -> an agency.

Three questions, in this order:
1. Does the text accuse somebody in office? Then no office judges itself: the one who looks into the
   misconduct of the accused answers (accusation.tsv, accused.tsv).
2. Which line of routing.tsv holds for the subtopic? Its body answers. Naming a body (in words or
   by its handle) makes the lines hold that ask for it, and so outweighs what stands below them.
   Of a local office without a place the ministry answers that the text names (ministries.tsv);
   where the subject is unsure, the only body that the text names.
3. The text has no subject: whom does it name, or else whose place is it? They answer.

None is left for what nobody can know: a local matter without a place (the citizen is asked for it),
and a text with neither subject, nor body, nor place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from spacy.tokens import Doc

from domain.model import Agency, Level, TopicGuess
from nlp.agency.accusations import PROVINCIAL, load_accusations
from nlp.agency.reference import GOVERNMENT, local_agency, national_agency, national_bodies, offices
from nlp.agency.routing import (
    ANY,
    DISTRICT,
    NATIONAL,
    OVERSEER,
    PROVINCE,
    REGENCY,
    Rule,
    Target,
    load_ministries,
    load_rules,
)
from nlp.place.gazetteer import DISTRICT_CODE, PROVINCE_CODE, REGENCY_CODE, Gazetteer
from nlp.place.handles import HandleBook, handle_key
from nlp.place.places import PlaceReading
from nlp.text.phrases import Hit, Lexicon
from nlp.text.words import Words
from nlp.topics import TopicReading

# Uncalibrated: a rule is as sure as its topic and its place, and never quite.
_RULE, _ACCUSATION, _MENTION, _GOVERNMENT_ONLY = 0.95, 0.85, 0.6, 0.3
_OTHERS = 3  # agencies that a moderator is offered besides the best; one key each
_UNSURE = 0.6  # below this probability of the subject the only named body outweighs it
_BY_THE_WAY = frozenset({GOVERNMENT, "kecamatan"})
_COPY = frozenset({"cc", "ccd", "tembusan", "attn"})  # what follows is to know, not to act


class Route(StrEnum):
    """Which kind of evidence decided."""

    MENTION = "mention"
    RULE = "rule"
    ACCUSATION = "accusation"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """The agency with how sure we are, 0..1, and what decided.

    ``others`` are the next agencies, best first; ``guesses`` the other topics with theirs.
    """

    agency: Agency | None = None
    confidence: float = 0.0
    route: Route | None = None
    others: tuple[Agency, ...] = ()
    guesses: tuple[TopicGuess, ...] = ()


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

    def holding(
        self, words: Words, named: tuple[_Named, ...], *, placed: bool
    ) -> tuple[Rule | None, _Named | None]:
        """Return the first line that holds, with the body whose name made it hold."""
        said = {hit.value for hit in self.lexicon.find(words)}
        for number, rule in enumerate(self.lines):
            if rule.placeless:
                if not placed and (not rule.words or number in said):
                    return rule, None
            elif rule.named:
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
        self._ministries = load_ministries()
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
        named = self._named(words)
        best = self._best(words, topics, places, named)
        guesses = tuple(
            replace(other, agency=self._best(words, _as_if(topics, other), places, named).agency)
            for other in topics.others
        )
        others = [self._agency_of(body, _code_of(places)) for body in named if not body.copied]
        others += [guess.agency for guess in guesses]
        others += [self._government(places.location.code)] if places.location else []
        found = dict.fromkeys(agency for agency in others if agency not in (None, best.agency))
        return replace(
            best, others=tuple(agency for agency in found if agency)[:_OTHERS], guesses=guesses
        )

    def _best(
        self, words: Words, topics: TopicReading, places: PlaceReading, named: tuple[_Named, ...]
    ) -> AgencyReading:
        code, placed = _code_of(places), places.confidence
        rules = self._rules.get(topics.subtopic or "", _NO_RULES)
        rule, body = rules.holding(words, named, placed=code is not None)
        target = rule.target if rule else None
        if body is not None and target is not None and target.body == ANY:
            target = _target_of(body, code)
        # 1 somebody in office is accused
        overseer = self._accusations.overseer(words, topics.subtopic, target)
        if overseer is not None:
            return self._answer(overseer, code, placed, _ACCUSATION, Route.ACCUSATION)
        # 2 the subject says who; an unsure one less than the only body that is named
        if topics.probability < _UNSURE and body is None:
            agency = self._only_named(named, code)
            if agency is not None:
                return AgencyReading(agency, _MENTION, Route.MENTION)
        if target is not None:
            route, sure = Route.MENTION if body else Route.RULE, _RULE * topics.probability
            if code is None and target.level != NATIONAL:
                return self._ministry(target.body, named, sure)
            return self._answer(target, code, placed, sure, route)
        # 3 somebody is named, or there is a place
        return self._without_subject(named, code)

    def _answer(
        self, target: Target, code: str | None, placed: float, sure: float, route: Route
    ) -> AgencyReading:
        """Return a body as a reading. A local one needs a place: its government at least."""
        if target.level == NATIONAL:
            return AgencyReading(national_agency(target.body), sure, route)
        if code is None:
            return AgencyReading()
        agency = self._local(target, code)
        if agency is None and target.body == OVERSEER:
            agency = self._local(Target(PROVINCE, OVERSEER), code)
        if agency is not None:
            return AgencyReading(agency, sure * placed, route)
        return AgencyReading(self._government(code), _GOVERNMENT_ONLY, Route.GOVERNMENT)

    def _ministry(self, office: str, named: tuple[_Named, ...], sure: float) -> AgencyReading:
        """Return the named body that answers for an office's matter while no place is known."""
        answering = self._ministries.get(office, frozenset())
        for body in named:
            if body.national in answering and not body.copied:
                return AgencyReading(national_agency(body.national), sure, Route.MENTION)
        return AgencyReading()

    def _without_subject(self, named: tuple[_Named, ...], code: str | None) -> AgencyReading:
        for body in sorted(named, key=lambda body: body.copied):
            agency = self._agency_of(body, code)
            if agency is not None:
                return AgencyReading(agency, _MENTION, Route.MENTION)
        if code is None:
            return AgencyReading()
        return AgencyReading(self._government(code), _GOVERNMENT_ONLY, Route.GOVERNMENT)

    def _only_named(self, named: tuple[_Named, ...], code: str | None) -> Agency | None:
        """Return the body that a text names if it names no second one, in words or by handle.

        Governments and district offices (with their "lurah") are mostly named by the way.
        """
        others = (body for body in named if not body.copied and body.office not in _BY_THE_WAY)
        found = {self._agency_of(body, code) for body in others}
        return found.pop() if len(found) == 1 else None

    def _agency_of(self, body: _Named, code: str | None) -> Agency | None:
        target, place = _target_of(body, code), body.place_code or code
        if target.level == NATIONAL:
            return national_agency(target.body)
        return self._local(target, place) if place is not None else None

    def _government(self, code: str) -> Agency | None:
        """Return the nearest government that has its own head."""
        level = PROVINCE if len(code) == PROVINCE_CODE else REGENCY
        return self._local(Target(level, GOVERNMENT), code)

    def _local(self, target: Target, code: str) -> Agency | None:
        """Return an office at a place; None when the place is not known down to its level."""
        if target.level == PROVINCE:
            return local_agency(self._gazetteer, target.body, code[:PROVINCE_CODE])
        if target.level == DISTRICT:
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
        copied = False  # within a row of handles that are put in copy: "cc @a @b"
        for at, word in enumerate(words.lowers):
            if word[0] == "@":
                body = self._named_by_handle(at, word, copied)
                if body is not None:
                    found.append(body)
            else:
                copied = word in _COPY
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


def _code_of(places: PlaceReading) -> str | None:
    return places.location.code if places.location else None


def _as_if(topics: TopicReading, guess: TopicGuess) -> TopicReading:
    """Return the reading if a moderator said that the guess is right."""
    return replace(topics, topic=guess.topic, subtopic=guess.subtopic, probability=1.0)


def _named_by_words(words: Words, hit: Hit[tuple[str, str]]) -> _Named:
    kind, value = hit.value
    if kind == NATIONAL:
        return _Named(hit.start, national=value)
    provincial = hit.end < len(words) and words.stems[hit.end] in PROVINCIAL
    return _Named(hit.start, office=value, provincial=provincial)


def _target_of(body: _Named, code: str | None) -> Target:
    """Return a named body with its level; of an office without one, that of the place."""
    if body.office is None:
        return Target(NATIONAL, body.national or "")
    levels = offices()[body.office].levels
    if Level.DISTRICT in levels:
        return Target(DISTRICT, body.office)
    place = body.place_code or code or ""
    provincial = body.provincial or len(place) == PROVINCE_CODE or Level.REGENCY not in levels
    return Target(PROVINCE if provincial else REGENCY, body.office)


def _names(body: _Named, target: Target) -> bool:
    """Say whether a body that the text names, and asks to act, is a rule's target."""
    if body.copied:
        return False
    if target.body == ANY:
        return body.office != GOVERNMENT
    if target.level == NATIONAL:
        return body.national == target.body
    if body.office is None or body.provincial != (target.level == PROVINCE):
        return False
    return body.office in (target.body, offices()[target.body].part_of)


def _indexed(rules: tuple[Rule, ...]) -> _Rules:
    said = ((phrase, at) for at, rule in enumerate(rules) for phrase in rule.words or ())
    return _Rules(rules, Lexicon(said))


def _alias_lexicon() -> Lexicon[tuple[str, str]]:
    def entries() -> Iterator[tuple[str, tuple[str, str]]]:
        for body in national_bodies().values():
            yield from ((alias, (NATIONAL, body.id)) for alias in body.aliases)
        for office in offices().values():
            yield from ((alias, ("office", office.key)) for alias in office.aliases)

    return Lexicon(entries())
