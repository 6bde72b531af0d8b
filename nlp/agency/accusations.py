"""Whether a text accuses somebody in office, and who looks into the misconduct of the accused.

No office judges itself: data/accusation.tsv holds what accuses, data/accused.tsv whom, with the
body that looks into it.
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from domain.model import Level
from nlp.agency.reference import GOVERNMENT, national_bodies, offices
from nlp.agency.routing import NATIONAL, OVERSEER, PROVINCE, REGENCY, Target, target_of
from nlp.text.phrases import Hit, Lexicon, patterns_of
from nlp.text.tables import Line, read_table
from nlp.text.words import Words
from nlp.topics import subtopics

PROVINCIAL = frozenset({"provinsi", "propinsi", "prov"})  # after the name of an office
# Words between a deed and whom it accuses: a clause; what accuses by itself may stand far off.
_NEAR, _FAR = 8, 60
_MOST = 40  # phrases of one kind that are looked at; more is noise


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
        if responsible.level == NATIONAL:
            return self._overseers.get(responsible.body)
        level = PROVINCE if responsible.level == PROVINCE else REGENCY
        return Target(level, OVERSEER)


def _accused_among(words: Words, hits: list[Hit[_Part]]) -> list[Hit[_Part]]:
    """Return the phrases that name somebody, and do not merely address him."""
    ends = {hit.end: hit for hit in hits if hit.value.role in (_Role.TITLE, _Role.ADDRESSEE)}
    naming = (hit for hit in hits if hit.value.role in _NAMING)
    return [_of_level(words, hit) for hit in naming if not _is_addressed(words, hit, ends)]


def _of_level(words: Words, hit: Hit[_Part]) -> Hit[_Part]:
    """Return an office with the overseer of its level: "dishub provinsi" is the province's."""
    part = hit.value
    provincial = hit.end < len(words) and words.stems[hit.end] in PROVINCIAL
    if not provincial or part.overseer != Target(REGENCY, OVERSEER):
        return hit
    raised = _Part(part.role, Target(PROVINCE, OVERSEER))
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
        if office.key not in (GOVERNMENT, OVERSEER):
            level = PROVINCE if office.levels == (Level.PROVINCE,) else REGENCY
            for alias in office.aliases:
                people.setdefault(alias, _Part(_Role.OFFICIAL, Target(level, OVERSEER)))
    return people, overseers


def _accused_part(line: Line) -> _Part:
    role = _role(line, (*_NAMING, _Role.VAGUE))
    level, body = line.fields[3:]
    if role is _Role.VAGUE:
        return _Part(role)
    return _Part(role, target_of(line, level, body))


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
