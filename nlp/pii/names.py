"""Names of private persons (see pii.py).

A name stands behind a cue ("nama saya", "Pak", "anak saya"; data/name_cues.tsv), or is two names
side by side. Capitals tell names from words, where the writer uses them; otherwise a list of
very common names does (data/given_names.tsv). Who is merely addressed ("pak lurah", "bu menteri"),
heroes of history, and whoever a street or hospital is named after, are left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.lang.id.stop_words import STOP_WORDS

from domain.model import PiiSpan
from nlp.place.gazetteer import Gazetteer, name_key
from nlp.text.normalize import slang
from nlp.text.tables import read_table, word_list
from nlp.text.words import Words

_LONGEST_CUE = 4
_LONGEST_NAME = 5
_LINKS = 4  # words between a cue and its name: "anak saya yang bernama Rizki"
_LOOK_BACK = 3  # words before a name among which "Jl." or "RS" stands
_SHOUTING = 0.75  # share of words with a capital above which capitals tell nothing
_TITLES = ("title", "honour", "title_weak")
_OF_PLACES = frozenset({"honour", "title_weak"})
_STATED = ("stated", "stated_weak")
_LINKING = ("link", "naming")
_STRICT = frozenset({"title_weak", "stated_weak", "role", "self"})
_KINDS = frozenset({*_TITLES, *_STRICT, "stated", "kin", "home", *_LINKING})
# What may stand between a cue and its name, and behind an abbreviation.
_AFTER_CUE = re.compile(r"[ :=,(\"'“‘*_\-]{1,4}")
_DOTTED = re.compile(r"\. {0,2}")
_INTRODUCED = re.compile(r" ?[.:=] ?[:=]? ?[\"“'‘]? ?")
_INITIAL = 1
_INITIALS = 2
_ROLES = 2  # words for what a person does, between a title and a name


@dataclass(frozen=True, slots=True)
class NameCue:
    """Words ``start`` to ``end`` (exclusive) announce a name; ``dotted``: a dot may follow."""

    kind: str
    start: int
    end: int
    dotted: bool


@dataclass(frozen=True, slots=True)
class _Table:
    kinds: dict[str, tuple[str, bool]]
    reach: dict[str, int]  # first word -> words of the longest cue it begins
    links: dict[str, str]  # word -> its kind
    homes: frozenset[str]  # first words of the cues of kind "home"


@cache
def name_cues() -> _Table:
    """Return what data/name_cues.tsv says, by phrase."""
    kinds: dict[str, tuple[str, bool]] = {}
    links: dict[str, str] = {}
    for line in read_table("name_cues.tsv", 2):
        kind = line.fields[0]
        if kind not in _KINDS:
            raise line.error(f"no kind is called {kind!r}")
        for phrase in line.alternatives(1):
            words = " ".join(re.findall(r"\w+", phrase))
            if not 0 < len(words.split()) <= _LONGEST_CUE:
                raise line.error(f"{phrase!r} is no phrase of at most {_LONGEST_CUE} words")
            if kind in _LINKING:
                links[words] = kind
            else:
                kinds.setdefault(words, (kind, phrase.endswith(".")))
    reach: dict[str, int] = {}
    for cue in kinds:
        first, length = cue.split()[0], len(cue.split())
        reach[first] = max(length, reach.get(first, 0))
    homes = frozenset(cue.split()[0] for cue, (kind, _) in kinds.items() if kind == "home")
    return _Table(kinds, reach, links, homes)


def cue_at(words: Words, at: int) -> NameCue | None:
    """Return the longest cue that begins at a word."""
    table = name_cues()
    reach = table.reach.get(words.lowers[at], 0)
    for length in range(min(reach, len(words) - at), 0, -1):
        found = table.kinds.get(" ".join(words.lowers[at : at + length]))
        if found:
            return NameCue(found[0], at, at + length, found[1])
    return None


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that are nothing else, and those that are words as well."""
    found: dict[str, set[str]] = {"name": set(), "word": set()}
    for line in read_table("given_names.tsv", 3):
        if line.fields[1] not in found:
            raise line.error(f"{line.fields[1]!r} is neither name nor word")
        found[line.fields[1]].update(line.fields[2].split())
    return frozenset(found["name"] - found["word"]), frozenset(found["word"])


@cache
def heroes() -> frozenset[str]:
    """Return names of history that identify nobody who lives, lower case."""
    return frozenset(name for line in read_table("heroes.tsv", 1) for name in line.alternatives(0))


class NameFinder:
    """Find names of persons among words. ``gazetteer`` knows what is a place."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._cues = name_cues()
        self._names, self._words_too = given_names()
        self._heroes = heroes()
        self._ordinary = (
            frozenset(STOP_WORDS) | slang().keys() | word_list("not_name") | word_list("name_stop")
        ) - self._names
        self._endings = tuple(word_list("name_ending"))
        self._streets = word_list("street")
        self._named_after = self._streets | word_list("landmark") | word_list("named_after_people")
        announcing = {
            cue.split()[0] for cue, (kind, _) in self._cues.kinds.items() if kind != "home"
        }
        self._interesting = self._names | announcing

    def __call__(self, words: Words) -> Iterator[PiiSpan]:
        interesting = self._interesting
        starts = [at for at, lower in enumerate(words.lowers) if lower in interesting]
        if not starts:
            return
        capitals, done = _use_of_capitals(words), 0
        for at in starts:
            found = self._at(words, at, capitals) if at >= done else None
            if found is not None:
                start, done = found
                yield PiiSpan("name", words.starts[start], words.ends[done - 1])

    def _at(self, words: Words, at: int, capitals: bool) -> tuple[int, int] | None:
        """Return the start and end of a name that is announced at a word, or begins there."""
        cue = cue_at(words, at)
        if cue is None or cue.kind == "home":
            return self._bare(words, at, capitals)
        start = self._start_of_name(words, cue)
        if start is None:
            return self._bare(words, at, capitals)
        things = self._named_after if cue.kind in _OF_PLACES else self._streets
        if cue.kind in _TITLES and _is_named_after(words, at, things, self._ordinary):
            return None
        inner = cue_at(words, start)
        if inner is not None and inner.kind in _TITLES and cue.kind not in _TITLES:
            return self._at(words, start, capitals)  # "atas nama Ibu Rina"
        end = self._end_of_name(words, start, capitals, cue.kind in _STATED)
        if end == start or self._is_hero(words, start, end):
            return None
        if not self._is_known(words, start, end, capitals) and (
            self._is_strict(words, cue, start)
            or (cue.kind not in _STATED and self._is_place(words, start, end))
        ):
            return None
        return (at if cue.kind in _TITLES else start), end

    def _is_strict(self, words: Words, cue: NameCue, start: int) -> bool:
        """Say whether only a known name is a name behind a cue."""
        gap = words.text[words.ends[cue.end - 1] : words.starts[cue.end]]
        introduced = _INTRODUCED.fullmatch(gap) is not None
        if cue.kind in _STRICT and not introduced:
            return True
        # "PAK Integrasi": an abbreviation, not a title.
        shout = cue.kind == "title" and words.surface(cue.start, cue.end).isupper()
        if shout and not introduced and not words.surface(start, start + 1).isupper():
            return True
        return start > cue.end and self._cues.links.get(words.lowers[start - 1]) != "naming"

    def _start_of_name(self, words: Words, cue: NameCue) -> int | None:
        """Return the word behind a cue at which its name begins; links are passed over."""
        at = cue.end
        if at >= len(words) or (cue.start and words.text[words.starts[cue.start] - 1] == "-"):
            return None  # "ibu-ibu"
        gap = words.text[words.ends[at - 1] : words.starts[at]]
        dotted = cue.dotted and _INTRODUCED.fullmatch(gap)
        if cue.kind in _TITLES:
            return self._behind_title(words, cue) if gap == " " or dotted else None
        if not dotted and not _AFTER_CUE.fullmatch(gap):
            return None
        limit = min(len(words) - 1, at + _LINKS)
        while at < limit and words.lowers[at] in self._cues.links and cue.kind != "self":
            at += 1
        return at

    def _behind_title(self, words: Words, cue: NameCue) -> int | None:
        """Return where a name may begin behind "Pak", "Pak Lurah", "Bu Haji"."""
        at = cue.end
        while at < len(words) and at - cue.end < _ROLES:
            kind = self._cues.kinds.get(words.lowers[at], ("", False))[0]
            if kind != "role" and kind not in _TITLES:
                break
            at += 1
        return at if at < len(words) and _is_joined(words, cue.end, at) else None

    def _end_of_name(self, words: Words, start: int, capitals: bool, stated: bool) -> int:
        end = start
        while end < len(words) and end - start < _LONGEST_NAME:
            if end > start and not self._goes_on(words, start, end):
                break
            said = stated and capitals and end > start and _is_title_case(words, end)
            if not said and not self._may_be_name(words, end, end > start or stated, capitals):
                break
            end += 1
        while (
            end > start + 1
            and len(words.lowers[end - 1]) == _INITIAL
            and not _upper(words, end - 1)
        ):
            end -= 1
        return end

    def _goes_on(self, words: Words, start: int, at: int) -> bool:
        gap = words.text[words.ends[at - 1] : words.starts[at]]
        if gap == " ":
            return True
        short = len(words.lowers[at - 1]) <= 2 or words.lowers[at - 1] in self._cues.kinds
        return short and _DOTTED.fullmatch(gap) is not None

    def _may_be_name(self, words: Words, at: int, sure: bool, capitals: bool) -> bool:
        """Say whether a word can be part of a name; ``sure``: there is a name at this place."""
        lower = words.lowers[at]
        if self._is_name(lower):
            return True
        if not capitals or not _upper(words, at) or not lower.isalpha():
            # "budi santoso": a name that is also a word, beside one that is not
            return sure and lower in self._words_too and words.lowers[at - 1] in self._names
        if lower in self._words_too or len(lower) == _INITIAL:
            # "M. Iqbal"
            return (
                sure
                or len(lower) > _INITIAL
                or words.text[words.ends[at] : words.ends[at] + 1] == "."
            )
        if words.surface(at, at + 1).isupper() and (not sure or len(lower) <= _INITIALS):
            # "inisial AS", but not "Ibu PKK", "suami saya WNA", "atas nama PT"
            return sure and lower not in self._ordinary
        return lower not in self._ordinary and lower not in self._cues.kinds

    def _is_name(self, lower: str) -> bool:
        """Say whether a word is a name even without a capital."""
        if lower in self._names:
            return True
        return lower.endswith(self._endings) and lower not in self._ordinary

    def _is_known(self, words: Words, start: int, end: int, capitals: bool) -> bool:
        return any(
            self._is_name(lower) or (capitals and lower in self._words_too and len(lower) > 2)
            for lower in words.lowers[start:end]
        )

    def _is_place(self, words: Words, start: int, end: int) -> bool:
        names = (words.surface(start, end), words.surface(start, start + 1))
        return any(self._gazetteer.find(name_key(name)) for name in names)

    def _bare(self, words: Words, at: int, capitals: bool) -> tuple[int, int] | None:
        """Return two or more names side by side, in capitals."""
        if not capitals or not _upper(words, at) or words.lowers[at] not in self._names:
            return None
        end = at
        while end < len(words) and end - at < _LONGEST_NAME and _upper(words, end):
            lower = words.lowers[end]
            initial = end > at and len(lower) == _INITIAL
            if not (lower in self._names or lower in self._words_too or initial):
                break
            if end > at and not self._goes_on(words, at, end):
                break
            end += 1
        if self._is_thing(words, at) or self._is_hero(words, at, end):
            return None
        while at and _upper(words, at - 1) and words.lowers[at - 1] in self._words_too:
            if not self._goes_on(words, at - 1, at):
                break
            at -= 1  # "La Ode Marsuki"
        return (at, end) if end - at > 1 and not self._is_hero(words, at, end) else None

    def _is_hero(self, words: Words, start: int, end: int) -> bool:
        lowers = words.lowers[start:end]
        whole = " ".join(lowers)
        return whole in self._heroes or (len(lowers) > 1 and " ".join(lowers[:2]) in self._heroes)

    def _is_thing(self, words: Words, at: int) -> bool:
        return _is_named_after(words, at, self._named_after, self._ordinary)


def _is_named_after(
    words: Words, at: int, things: frozenset[str], ordinary: frozenset[str]
) -> bool:
    """Say whether a street, hospital ... stands before a name: it is called so."""
    for back in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
        lower = words.lowers[back]
        if words.text[words.ends[back] : words.starts[back + 1]].strip(" ."):
            return False
        if lower in things:
            return True
        if lower in ordinary or lower.isdigit():
            return False
    return False


def _use_of_capitals(words: Words) -> bool:
    """Say whether capitals tell names from words: not where everything has one."""
    letters = [words.text[start] for start in words.starts]
    return sum(map(str.isupper, letters)) <= _SHOUTING * len(letters) or len(letters) <= _LINKS


def _is_title_case(words: Words, at: int) -> bool:
    return words.surface(at, at + 1).istitle()


def _upper(words: Words, at: int) -> bool:
    return words.text[words.starts[at]].isupper()


def _is_joined(words: Words, start: int, end: int) -> bool:
    gaps = (words.text[words.ends[at - 1] : words.starts[at]] for at in range(start + 1, end + 1))
    return not any(gap.strip(" .") for gap in gaps)
