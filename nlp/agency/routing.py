"""Whom a subtopic is routed to: data/routing.tsv as values, and what a rule points at."""

from dataclasses import dataclass, replace
from functools import cache

from nlp.agency.reference import national_bodies, offices
from nlp.text.phrases import patterns_of
from nlp.text.tables import Line, read_table
from nlp.topics import subtopics

NATIONAL, PROVINCE, REGENCY, DISTRICT = "national", "province", "regency", "district"
ANY = "*"  # whatever body the text names
OVERSEER = "inspektorat"  # of local offices
_ALWAYS, _NAMED = "-", "@"  # fields of routing.tsv
_PLACELESS = "?"  # before such a field, or before words


@dataclass(frozen=True, slots=True)
class Target:
    """A national body's id, or an office's key with the level it is of."""

    level: str
    body: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of routing.tsv: holds if the text names the target (``named``), or has the words.

    ``words`` are phrases; None holds always, if not ``named``. A ``placeless`` line holds only
    where no place is known; with no words at all it then holds always.
    """

    words: tuple[str, ...] | None
    named: bool
    target: Target
    placeless: bool = False


@cache
def load_rules() -> dict[str, tuple[Rule, ...]]:
    """Return the routing rules by subtopic, in the order of the file."""
    known = {subtopic.code for subtopic in subtopics()}
    found: dict[str, tuple[Rule, ...]] = {}
    for line in read_table("routing.tsv", 4):
        code = line.fields[0]
        if code not in known:
            raise line.error(f"unknown subtopic {code!r}")
        found[code] = (*found.get(code, ()), rule_of(line))
    return found


def rule_of(line: Line) -> Rule:
    """Return a line of routing.tsv as a rule. Raises DataError when there is no such rule."""
    said, level, body = line.fields[1:]
    if (said, level, body) == (_NAMED, "-", ANY):
        return Rule(None, True, Target(level, body))
    target = target_of(line, level, body)
    if said.startswith(_PLACELESS):
        return _placeless_rule(line, said[len(_PLACELESS) :].strip(), target)
    phrases = None if said in (_ALWAYS, _NAMED) else patterns_of(line, 1)
    return Rule(phrases, said == _NAMED, target)


def _placeless_rule(line: Line, said: str, target: Target) -> Rule:
    if target.level != NATIONAL or said == _NAMED:
        raise line.error("without a place only words lead to a body, and to a national one")
    fields = (line.fields[0], said or _ALWAYS, *line.fields[2:])
    return Rule(patterns_of(replace(line, fields=fields), 1), False, target, placeless=True)


@cache
def load_ministries() -> dict[str, frozenset[str]]:
    """Return who answers for an office's matter if named where no place is known."""
    found: dict[str, frozenset[str]] = {}
    for line in read_table("ministries.tsv", 2):
        office, bodies = line.fields[0], frozenset(line.alternatives(1))
        if office not in offices() or office in found or bodies - national_bodies().keys():
            raise line.error(f"no office {office!r}, once more, or no bodies {sorted(bodies)}")
        found[office] = bodies
    return found


def target_of(line: Line, level: str, body: str) -> Target:
    """Return a target as a table names it. Raises DataError when there is none such."""
    known = body in national_bodies()
    if level != NATIONAL:
        known = body in offices() and level in {at.value for at in offices()[body].levels}
    if not known:
        raise line.error(f"no {body!r} on level {level!r}")
    return Target(level, body)
