"""Component 6: who is responsible: subtopic, place and explicit mention -> an agency.

An office never judges itself: corruption and misconduct go to the inspectorate, that of the police
to Propam. What nobody can know (a local matter without a place) is None; later steps ask.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from domain.model import Agency, Level
from nlp.gazetteer import PROVINCE_CODE, REGENCY_CODE, Gazetteer, load_gazetteer
from nlp.handles import HandleBook, Owner, handle_key
from nlp.phrases import Lexicon, patterns_of
from nlp.places import PlaceReading
from nlp.tables import Line, read_table
from nlp.topics import TopicReading, subtopics
from nlp.words import Words

GOVERNMENT = "pemda"  # the key of the government itself among its offices
_PROVINCE_WORD = "Provinsi"  # part of the name of a provincial office
_NATIONAL, _PROVINCE, _REGENCY = "national", "province", "regency"
# Uncalibrated: a rule is as sure as its topic and its place, and never quite.
_RULE, _MENTION, _GOVERNMENT_ONLY = 0.95, 0.6, 0.3
# Misconduct: whoever is named is accused, not asked to answer.
_ACCUSING = frozenset(
    {
        "politik_hukum.korupsi",
        "politik_hukum.pungli",
        "politik_hukum.kinerja_aparatur",
        "politik_hukum.polisi",
        "desa_tertinggal.dana_desa",
        "netralitas_asn.kampanye",
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of office that local governments have; ``name`` is followed by the government's."""

    key: str
    levels: tuple[Level, ...]
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NationalBody:
    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    handles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """``target`` is a national body's id or an office's key, by ``level``."""

    words: Lexicon[str] | None
    level: str
    target: str


@dataclass(frozen=True, slots=True)
class AgencyReading:
    """The agency with how sure we are, 0..1."""

    agency: Agency | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Mentioned:
    """Bodies that the text names: by words, or by a handle (which says whose office it is)."""

    national: frozenset[str]
    offices: tuple[str, ...]
    owners: tuple[Owner, ...]


class AgencyFinder:
    """Set ``doc._.agency``; reads the topics and places found before."""

    def __init__(self, gazetteer: Gazetteer, handles: HandleBook) -> None:
        self._gazetteer = gazetteer
        self._handles = handles
        self._rules = load_rules()
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
        code = places.location.code if places.location else None
        mentioned = self._mentioned(words)
        rules = self._rules.get(topics.subtopic or "", ())
        accused = topics.subtopic in _ACCUSING
        rule = _holding(rules, words)
        if rule is not None and not accused:
            rule = _confirmed(rules, mentioned) or rule
        if rule is not None:
            sure = _RULE * topics.confidence
            if rule.level == _NATIONAL:
                return AgencyReading(national_agency(rule.target), sure)
            if code is not None:
                agency = self._local(rule.target, rule.level, code)
                if agency is not None:
                    return AgencyReading(agency, sure * places.confidence)
        return AgencyReading() if accused else self._by_mention(mentioned, code)

    def _by_mention(self, mentioned: _Mentioned, code: str | None) -> AgencyReading:
        """Return whom the text names, when its subject does not say who is responsible."""
        for national in sorted(mentioned.national):
            return AgencyReading(national_agency(national), _MENTION)
        for owner in mentioned.owners:
            level = _PROVINCE if len(owner.place_code) == PROVINCE_CODE else _REGENCY
            agency = self._local(owner.office, level, owner.place_code)
            return AgencyReading(agency, _MENTION if agency else 0.0)
        if code is None:
            return AgencyReading()
        level = _PROVINCE if len(code) == PROVINCE_CODE else _REGENCY
        for office in mentioned.offices:
            agency = self._local(office, level, code)
            if agency is not None:
                return AgencyReading(agency, _MENTION)
        return AgencyReading(self._local(GOVERNMENT, level, code), _GOVERNMENT_ONLY)

    def _local(self, office: str, level: str, code: str) -> Agency | None:
        """Return an office at a place; None when the place is not known down to the level."""
        if level == _PROVINCE:
            return local_agency(self._gazetteer, office, code[:PROVINCE_CODE])
        government = self._gazetteer.governed_from(code)
        if len(government) < REGENCY_CODE and not self._gazetteer.is_single_government(government):
            return None
        return local_agency(self._gazetteer, office, government)

    def _mentioned(self, words: Words) -> _Mentioned:
        hits = [hit.value for hit in self._aliases.find(words)]
        handles = [word for word in words.lowers if word[0] == "@"]
        owners = [owner for owner in map(self._handles.find, handles) if owner is not None]
        by_handle = [self._national_handles.get(handle_key(handle)) for handle in handles]
        return _Mentioned(
            national=frozenset(
                [*(v for kind, v in hits if kind == _NATIONAL), *filter(None, by_handle)]
            ),
            offices=tuple(v for kind, v in hits if kind != _NATIONAL),
            owners=tuple(owners),
        )


def local_agency(gazetteer: Gazetteer, office: str, government: str) -> Agency | None:
    """Return an office of a province or regency; None when that level has no such office."""
    found = offices()[office]
    level = Level.PROVINCE if len(government) == PROVINCE_CODE else Level.REGENCY
    if level not in found.levels:
        return None
    place = gazetteer.name(government)
    name = f"{_PROVINCE_WORD} {place}" if level is Level.PROVINCE else place
    return Agency(f"{government}:{office}", f"{found.name} {name}")


def national_agency(agency_id: str) -> Agency:
    """Return a national body as a value."""
    return Agency(agency_id, national_bodies()[agency_id].name)


def _holding(rules: tuple[Rule, ...], words: Words) -> Rule | None:
    return next((rule for rule in rules if rule.words is None or rule.words.find(words)), None)


def _confirmed(rules: tuple[Rule, ...], mentioned: _Mentioned) -> Rule | None:
    """Return the rule whose national body the text names; naming outweighs the default."""
    for rule in rules:
        if rule.level == _NATIONAL and rule.target in mentioned.national:
            return rule
    return None


@cache
def offices() -> dict[str, Office]:
    """Return the standard offices by key."""
    levels = {
        "both": (Level.PROVINCE, Level.REGENCY),
        "province": (Level.PROVINCE,),
        "regency": (Level.REGENCY,),
    }
    found: dict[str, Office] = {}
    for line in read_table("offices.tsv", 4):
        key, level, name = line.fields[:3]
        if key in found or level not in levels:
            raise line.error(f"{key!r} was there before, or {level!r} is no level")
        found[key] = Office(key, levels[level], name, line.alternatives(3))
    return found


@cache
def national_bodies() -> dict[str, NationalBody]:
    """Return the national bodies by id."""
    found: dict[str, NationalBody] = {}
    for line in read_table("agencies.tsv", 5):
        agency_id, kind, name = line.fields[:3]
        if agency_id in found:
            raise line.error(f"{agency_id!r} was there before")
        found[agency_id] = NationalBody(
            agency_id, kind, name, line.alternatives(3), line.alternatives(4)
        )
    return found


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
    level, target = line.fields[2:]
    targets = national_bodies() if level == _NATIONAL else offices()
    if level not in (_NATIONAL, _PROVINCE, _REGENCY) or target not in targets:
        raise line.error(f"no {target!r} on level {level!r}")
    phrases = patterns_of(line, 1)
    return Rule(Lexicon((p, p) for p in phrases) if phrases else None, level, target)


def _alias_lexicon() -> Lexicon[tuple[str, str]]:
    def entries() -> Iterator[tuple[str, tuple[str, str]]]:
        for body in national_bodies().values():
            yield from ((alias, (_NATIONAL, body.id)) for alias in body.aliases)
        for office in offices().values():
            yield from ((alias, ("office", office.key)) for alias in office.aliases)

    return Lexicon(entries())


@dataclass(frozen=True, slots=True)
class Government:
    """A province or regency with what its offices belong to."""

    code: str
    parent_code: str | None
    autonomous: bool


def governments(gazetteer: Gazetteer | None = None) -> Iterator[Government]:
    """Yield all provinces and regencies; Jakarta's administrative cities belong to the province."""
    places = gazetteer or load_gazetteer()
    for place in places:
        if len(place.code) == PROVINCE_CODE:
            yield Government(place.code, None, autonomous=True)
        elif len(place.code) == REGENCY_CODE:
            head = places.governed_from(place.code)
            own = head == place.code
            yield Government(place.code, None if own else head, autonomous=own)
