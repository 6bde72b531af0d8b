"""The grammar of wishes to be hidden: classes of words, and rules over their order in a clause.

People say "don't say that it was me" in thousands of ways and a dozen languages, but with few
kinds of words in few orders. data/wish_words.tsv holds the kinds, data/wish_rules.tsv the orders.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from nlp.text.normalize import stem_of
from nlp.text.tables import read_table
from nlp.text.words import Words

_ROOT = "~"
_SHORTEST_ROOT = 3
# Longest first, so that "dipun" is not read as "di" and a rest.
_PREFIXES = (
    "dipun", "peng", "meng", "meny", "nge", "mem", "men", "ter", "ber", "per", "pem", "pen", "ke",
    "me", "di", "ka", "ta", "ba", "ma", "se", "ku", "tak", "ng", "n", "m", "d", "è", "e",
)  # fmt: skip
_SUFFIXES = (
    "keunana", "akeun", "akan", "kan", "keun", "kake", "aken", "ken", "nya", "lah", "ake", "ang",
    "kah", "ne", "na", "ke", "ku", "in", "an", "i", "e", "o", "ki", "ko", "s", "ed", "a",
)  # fmt: skip
# The first letter of a root that the nasal of a prefix swallows: "nyebut" = sebut, "nulis" = tulis.
_NASALS = (("ny", "s"), ("ng", "k"), ("n", "t"), ("m", "p"))
_SELF = "self"
_CLAUSE_END = re.compile(r"[.,;:?!\n|…]")
_CONTRAST = frozenset({"tapi", "namun", "hanya", "melainkan", "sedangkan"})
_LONGEST_PHRASE = 4
_SHORT = 3  # words of a clause that may only be a part of one
_GAP = 4  # words that may stand between two elements of a rule
_CODA = 2  # words after what "ends" a clause: "nama jangan ya min"


@dataclass(frozen=True, slots=True)
class Kinds:
    """The classes of words: by word, by root (with any prefix and suffix), and by phrase."""

    words: Mapping[str, frozenset[str]]
    roots: Mapping[str, frozenset[str]]
    phrases: Mapping[str, frozenset[str]]
    reach: Mapping[str, int]  # first word -> length of the longest phrase it begins

    @property
    def names(self) -> frozenset[str]:
        """All classes."""
        every = (*self.words.values(), *self.roots.values(), *self.phrases.values())
        return frozenset(name for kinds in every for name in kinds)


@dataclass(frozen=True, slots=True)
class Term:
    """Words ``start`` to ``end`` (exclusive) and the classes they are of."""

    start: int
    end: int
    kinds: frozenset[str]


@cache
def load_kinds() -> Kinds:
    """Return what data/wish_words.tsv says."""
    tables: tuple[dict[str, set[str]], ...] = ({}, {}, {})
    reach: dict[str, int] = {}
    for line in read_table("wish_words.tsv", 2):
        for entry in line.alternatives(1):
            words = [stem_of(word) for word in entry.removeprefix(_ROOT).split()]
            if len(words) > _LONGEST_PHRASE:
                raise line.error(f"{entry!r} has more than {_LONGEST_PHRASE} words")
            # A root of several words ("jadi konsumsi") is a phrase; only words are inflected.
            table = 2 if len(words) > 1 else int(entry.startswith(_ROOT))
            if table == 1:
                words = [entry.removeprefix(_ROOT)]
            tables[table].setdefault(" ".join(words), set()).add(line.fields[0])
            if len(words) > 1:
                reach[words[0]] = max(len(words), reach.get(words[0], 0))
    frozen = [{word: frozenset(kinds) for word, kinds in table.items()} for table in tables]
    return Kinds(frozen[0], frozen[1], frozen[2], reach)


@lru_cache(maxsize=50_000)  # words repeat; their parts are looked up once
def kinds_of(stem: str) -> frozenset[str]:
    """Return the classes of one word, by itself or by its root."""
    kinds = load_kinds()
    found = set(kinds.words.get(stem, ()))
    for root, own in _roots(stem):
        of_root = kinds.roots.get(root, frozenset())
        found |= of_root
        if own and (of_root or root in kinds.words):
            found |= kinds.words.get(root, frozenset()) | {_SELF}
    return frozenset(found)


def _roots(stem: str) -> Iterator[tuple[str, bool]]:
    """Yield what a word may be an inflection of, and whether it ends in "-ku", my."""
    for end in ("", *(suffix for suffix in _SUFFIXES if stem.endswith(suffix))):
        body = stem.removesuffix(end) if end else stem
        if len(body) < _SHORTEST_ROOT:
            continue
        yield body, end == "ku"
        for prefix in _PREFIXES:
            rest = body.removeprefix(prefix)
            if rest != body and len(rest) >= _SHORTEST_ROOT:
                yield rest, end == "ku"
                for nasal, letter in _NASALS:
                    if rest.startswith(nasal):
                        yield letter + rest.removeprefix(nasal), end == "ku"
                if prefix[-1] in "mng" or prefix.endswith("ny"):
                    yield from ((letter + rest, end == "ku") for letter in "sktp")
        for nasal, letter in _NASALS:
            if body.startswith(nasal):
                yield letter + body.removeprefix(nasal), end == "ku"


def terms_of(words: Words, start: int, end: int) -> list[Term]:
    """Return the words and phrases of a clause that are of some class, longest phrase first."""
    kinds = load_kinds()
    stems = words.stems
    found: list[Term] = []
    at = start
    while at < end:
        length = min(kinds.reach.get(stems[at], 1), end - at)
        while length > 1 and " ".join(stems[at : at + length]) not in kinds.phrases:
            length -= 1
        of = kinds.phrases[" ".join(stems[at : at + length])] if length > 1 else kinds_of(stems[at])
        if of:
            found.append(Term(at, at + length, of))
        at += length
    return found


def clauses(words: Words) -> list[tuple[int, int]]:
    """Return the spans between marks of punctuation, breaks and words like "tapi"."""
    starts = [at for at in range(1, len(words)) if ends_clause(words, at)]
    return list(zip([0, *starts], [*starts, len(words)], strict=True))


def units_of(words: Words) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text in which a wish is sought: clauses, and short ones with the next.

    A mark of punctuation ends a thought less often than a clause: "nama: tidak usah".
    """
    spans = clauses(words)
    for at, (start, end) in enumerate(spans):
        yield start, end
        if at + 1 < len(spans) and min(end - start, spans[at + 1][1] - end) <= _SHORT:
            yield start, spans[at + 1][1]


def ends_clause(words: Words, at: int) -> bool:
    """Say whether a clause ends before a word."""
    if words.breaks[at] or words.norms[at] in _CONTRAST:
        return True
    gap = words.text[words.ends[at - 1] : words.starts[at]]
    return gap != " " and bool(_CLAUSE_END.search(gap))


class Meaning(StrEnum):
    ANONIM = "anonim"
    RAHASIA = "rahasia"
    FEAR = "fear"
    REFUSED = "refused"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Rule:
    """Kinds that mean something when they follow one another in a clause."""

    meaning: Meaning
    pattern: str  # as in the table
    elements: tuple[frozenset[str], ...]
    adjacent: tuple[bool, ...]  # whether an element follows the one before at once
    starts: bool  # at the start of the clause
    ends: bool  # at its end


@dataclass(frozen=True, slots=True)
class Said:
    """Words ``start`` to ``end`` (exclusive) say what ``rule`` says."""

    start: int
    end: int
    rule: Rule


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return what data/wish_rules.tsv says."""
    rules: list[Rule] = []
    names = load_kinds().names
    for line in read_table("wish_rules.tsv", 2):
        meaning, pattern = line.fields
        parts = pattern.split()
        starts, ends = parts[0] == "^", parts[-1] == "$"
        parts = parts[starts : len(parts) - ends]
        elements = tuple(frozenset(part.removeprefix("+").split("/")) for part in parts)
        known = names.issuperset(kind for element in elements for kind in element)
        if meaning not in set(Meaning) or not elements or not known:
            raise line.error(f"unknown meaning {meaning!r}, or unknown kinds in {pattern!r}")
        adjacent = tuple(part.startswith("+") for part in parts)
        rules.append(Rule(Meaning(meaning), pattern, elements, adjacent, starts, ends))
    return tuple(rules)


def read_clause(words: Words, start: int, end: int) -> list[Said]:
    """Return what the rules say of a part of a text."""
    return read_terms(terms_of(words, start, end), start, end)


def read_terms(terms: list[Term], start: int, end: int) -> list[Said]:
    """Return what the rules say of the terms of words ``start`` to ``end`` (exclusive)."""
    found: list[Said] = []
    for rule in _possible(frozenset(term.kinds for term in terms)):
        for at, term in enumerate(terms):
            if rule.elements[0].isdisjoint(term.kinds) or (rule.starts and term.start != start):
                continue
            last = _match(rule, 1, terms, at, end)
            if last is not None:
                found.append(Said(term.start, last, rule))
                break  # one finding a rule and clause says it
    return found


@lru_cache(maxsize=20_000)  # the same few kinds of words make most clauses
def _possible(kinds: frozenset[frozenset[str]]) -> tuple[Rule, ...]:
    """Return the rules for which words of these kinds suffice."""
    present = frozenset(kind for of_word in kinds for kind in of_word)
    return tuple(
        rule
        for rule in load_rules()
        if not any(present.isdisjoint(element) for element in rule.elements)
    )


def _match(rule: Rule, element: int, terms: list[Term], before: int, end: int) -> int | None:
    """Return where a match of the elements from ``element`` on ends; None when there is none."""
    here = terms[before].end
    if element == len(rule.elements):
        return here if not rule.ends or end - here <= _CODA else None
    for at in range(before + 1, len(terms)):
        gap = terms[at].start - here
        if gap > (0 if rule.adjacent[element] else _GAP):
            return None
        if not rule.elements[element].isdisjoint(terms[at].kinds):
            last = _match(rule, element + 1, terms, at, end)
            if last is not None:
                return last
    return None
