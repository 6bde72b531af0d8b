"""Component 2: which official place a text speaks of.

Finding the regency is the whole game: once it is known, 94 % of villages are unambiguous. So every
name that may be a place votes for the regencies it may lie in, with a weight that says how much
it looks like a place there; the regency with the most votes wins, if it wins clearly. What nobody
can know is not guessed: the citizen is asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from spacy.tokens import Doc

from domain.model import Evidence, Level, Location
from nlp.gazetteer import (
    DISTRICT_CODE,
    PROVINCE_CODE,
    REGENCY_CODE,
    Gazetteer,
    level_of,
    name_word,
)
from nlp.handles import HandleBook
from nlp.phrases import run_length
from nlp.streets import StreetReading, read_streets
from nlp.tables import read_table, word_list
from nlp.words import Words

_MOST_MENTIONS = 40  # of places in one text; more is a list, not a location
_MOST_CANDIDATES = 25  # kept for the moderator; common names have hundreds

# Votes. A name after "kec." or "kota" surely is a place of that level.
_CUED = 3.0
_BY_LEVEL = {Level.PROVINCE: 2.0, Level.REGENCY: 2.0, Level.DISTRICT: 0.9, Level.VILLAGE: 0.5}
_TWIN_REGENCY = 1.8  # "bandung" is rather the kota than the kabupaten
_HANDLE = 1.9  # people tag governments that they merely want to hear it
_LOOSE_CUE = 0.3  # "di X", "warga X", "pasar X"
_LONG_NAME = 0.3  # names of several words are seldom something else
_DISTINCT = 0.4  # a name that exists in one regency only, and is long enough to be no word
_DISTINCT_LENGTH = 8
_CAPITAL = 0.15  # a capital letter within a sentence
_DIRECTION = 0.5  # "arah X" is not at X
_IN_PROVINCE = 1.0
_ENOUGH = 1.0  # votes below which nothing is believed
_WORTH_ASKING = 0.8  # votes from which an undecided name is worth a question
_CLEAR = 0.15  # the lead that decides; less than that of a kota over its twin
_TWIN_CONFIDENCE = 0.65
_PROFILE_CONFIDENCE = 0.55  # below the threshold for review, on purpose
_AMBIGUOUS_CONFIDENCE = 0.3
_FIRM = 0.5  # votes at which we would be as sure as unsure
# What follows the name of a street or estate, and what may stand between.
_ADDRESS = word_list("address")
_SIDES = word_list("side")
_UNITS = word_list("unit")
_RISKY = word_list("risky_regency")


class Cue(Enum):
    """What the word before a name says about it."""

    PROVINCE = auto()
    CITY = auto()
    REGENCY = auto()
    DISTRICT = auto()
    VILLAGE = auto()
    LOOSE = auto()
    DIRECTION = auto()
    NOT_A_PLACE = auto()


_LEVEL_CUES = (Cue.PROVINCE, Cue.CITY, Cue.REGENCY, Cue.DISTRICT, Cue.VILLAGE)


@dataclass(frozen=True, slots=True)
class Vote:
    """Words ``start`` to ``end`` name one of ``weights``' places, with that weight."""

    start: int
    end: int
    weights: tuple[tuple[str, float], ...]

    def in_regency(self, regency: str) -> float:
        """Return the vote for a regency; the name of its province is a small one."""
        best = 0.0
        for code, weight in self.weights:
            if code.startswith(regency):
                best = max(best, weight)
            elif len(code) == PROVINCE_CODE and regency.startswith(code):
                best = max(best, _IN_PROVINCE)
        return best


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where it is, how sure we are (0..1), and why we doubt."""

    location: Location | None = None
    place_text: str | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Resolved:
    code: str | None
    confidence: float
    candidates: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class PlaceFinder:
    """Set ``doc._.places``; ``doc._.author_place`` may hold the Words of the author's profile.

    ``common_words`` name no district or village without a cue, ``function_words`` none at all.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        handles: HandleBook,
        common_words: frozenset[str],
        function_words: frozenset[str],
    ) -> None:
        self._gazetteer = gazetteer
        self._handles = handles
        self._cues = load_cues()
        self._ordinary = word_list("ordinary_place") | common_words | function_words
        self._function = function_words

    def __call__(self, doc: Doc) -> Doc:
        doc._.places = self.read(doc._.words, doc._.author_place)
        return doc

    def read(self, words: Words, profile: Words | None = None) -> PlaceReading:
        """Return where the words say it is. ``profile`` may break a tie, never make a place."""
        streets = read_streets(words, self._ordinary)
        votes = list(self._votes(words, streets))[:_MOST_MENTIONS]
        home = list(self._votes(profile, _NO_STREETS)) if profile is not None else []
        resolved = self._resolve(votes, home)
        place_text = streets.place_text(words)
        location = None
        if resolved.code is not None:
            location = self._gazetteer.location(resolved.code, place_text, resolved.candidates)
        return PlaceReading(
            location=location,
            place_text=place_text,
            confidence=resolved.confidence,
            reasons=resolved.reasons,
            evidence=tuple(_evidence(words, votes, resolved, streets)),
        )

    # ------------------------------------------------------------ names -> votes

    def _votes(self, words: Words, streets: StreetReading) -> Iterator[Vote]:
        seen: set[tuple[tuple[str, float], ...]] = set()
        at = 0
        while at < len(words):
            vote = self._vote_at(words, at, streets)
            if vote is None:
                at += 1
                continue
            at = vote.end
            if vote.weights and vote.weights not in seen:
                seen.add(vote.weights)
                yield vote

    def _vote_at(self, words: Words, at: int, streets: StreetReading) -> Vote | None:
        word = words.lowers[at]
        if word[0] == "@":
            owner = self._handles.find(word)
            return Vote(at, at + 1, ((owner.place_code, _HANDLE),)) if owner else None
        cue = self._cue(words, at)
        if self._cues.get(word) in (Cue.CITY, Cue.REGENCY) and at + 1 < len(words):
            return None  # "kota agung" is a village somewhere, "kota bandung" is not
        codes, end = self._longest(words, at)
        if not codes:
            return None
        if word in self._function and end - at == 1 and not _is_capitalised(words, at):
            return None  # "kelurahan yang ..."
        if cue is Cue.NOT_A_PLACE or (streets.hides(words, at) and cue not in _LEVEL_CUES):
            return Vote(at, end, ())
        return Vote(at, end, tuple(self._weigh(words, at, end, codes, cue)))

    def _longest(self, words: Words, at: int) -> tuple[tuple[str, ...], int]:
        longest = self._gazetteer.longest_from(name_word(words.lowers[at]))
        limit = run_length(words, at, longest)
        name = [name_word(word) for word in words.lowers[at : at + limit]]
        for length in range(limit, 0, -1):
            parts = name[:length]
            codes = self._gazetteer.find("".join(parts))
            if codes and (
                length == 1
                or self._gazetteer.is_spaced_so(" ".join(parts))
                or (self._ordinary.isdisjoint(parts) and words.is_plain(at, at + length))
            ):
                return codes, at + length
        return (), at

    def _cue(self, words: Words, at: int) -> Cue | None:
        """Return what the word before says; "kota administrasi X" looks further."""
        before = at - 1
        if before >= 0 and words.lowers[before] in ("administrasi", "adm"):
            before -= 1
        if before < 0 or (words.breaks[at] and not _is_colon(words, at)):
            return None
        return self._cues.get(words.lowers[before])

    def _weigh(
        self, words: Words, at: int, end: int, codes: tuple[str, ...], cue: Cue | None
    ) -> Iterator[tuple[str, float]]:
        cued = self._of_level(codes, cue)
        if cued:
            yield from ((code, _CUED) for code in cued)
            return
        if cue in _LEVEL_CUES:
            cue = Cue.LOOSE  # the right word before, but no such place on that level
        name = " ".join(words.lowers[at:end])
        capitalised = _is_capitalised(words, at)
        if cue is None and name in _RISKY and not capitalised:
            return
        unique = len({code[:REGENCY_CODE] for code in codes}) == 1
        ordinary = self._ordinary.issuperset(words.lowers[at:end])
        small_hidden = ordinary or (_is_address(words, end) and not unique)
        distinct = unique and (end - at > 1 or len(name) >= _DISTINCT_LENGTH)
        twins = sum(1 for code in codes if len(code) == REGENCY_CODE) > 1
        for code in codes:
            level = level_of(code)
            if small_hidden and level in (Level.DISTRICT, Level.VILLAGE):
                continue
            weight = _BY_LEVEL[level]
            if twins and level is Level.REGENCY and not self._gazetteer.is_city(code):
                weight = _TWIN_REGENCY
            weight += _LOOSE_CUE * (cue is Cue.LOOSE) + _LONG_NAME * (end - at > 1)
            weight += _CAPITAL * capitalised + _DISTINCT * distinct
            yield code, weight * (_DIRECTION if cue is Cue.DIRECTION else 1.0)

    def _of_level(self, codes: tuple[str, ...], cue: Cue | None) -> list[str]:
        match cue:
            case Cue.PROVINCE:
                return [code for code in codes if len(code) == PROVINCE_CODE]
            case Cue.CITY | Cue.REGENCY:
                regencies = [code for code in codes if len(code) == REGENCY_CODE]
                wanted = cue is Cue.CITY
                exact = [c for c in regencies if self._gazetteer.is_city(c) == wanted]
                return exact or regencies
            case Cue.DISTRICT:
                return [code for code in codes if len(code) == DISTRICT_CODE]
            case Cue.VILLAGE:
                return [code for code in codes if len(code) > DISTRICT_CODE]
            case _:
                return []

    # ------------------------------------------------------------ votes -> place

    def _resolve(self, votes: list[Vote], home: list[Vote]) -> _Resolved:
        scores = _scores(votes)
        if not scores or max(scores.values()) < _WORTH_ASKING:
            return _province(votes)
        best = max(scores.values())
        leaders = [regency for regency, score in scores.items() if score > best - _CLEAR]
        leaders = _with_namesakes(leaders, votes)
        if len(leaders) == 1:
            return self._inside(leaders[0], scores, votes)
        at_home = _nearest_home(leaders, home)
        if len(at_home) == 1:
            codes = _narrow(at_home[0], votes)
            code = codes[0] if len(codes) == 1 else at_home[0]
            return _Resolved(code, _PROFILE_CONFIDENCE, _capped(codes), ("place_from_profile",))
        return _ambiguous([code for regency in leaders for code in _narrow(regency, votes)])

    def _inside(self, regency: str, scores: dict[str, float], votes: list[Vote]) -> _Resolved:
        score = scores[regency]
        if score < _ENOUGH:
            return _Resolved(None, 0.0, reasons=("place_uncertain",))
        rival = max((s for other, s in scores.items() if other != regency), default=0.0)
        confidence = score / (score + _FIRM) * (0.6 + 0.4 * min(1.0, score - rival))
        twins = _twins(regency, votes)
        if twins:
            return _Resolved(regency, _TWIN_CONFIDENCE, twins)
        codes = _narrow(regency, votes)
        if len(codes) == 1:
            return _Resolved(codes[0], confidence)
        parent = _common_parent(codes)
        # The regency is known; which of its villages is meant, is not.
        return _Resolved(parent, min(confidence, 0.6), _capped(codes), ("place_ambiguous",))


_NO_STREETS = StreetReading((), frozenset(), frozenset())


def _scores(votes: list[Vote]) -> dict[str, float]:
    regencies = {c[:REGENCY_CODE] for v in votes for c, _ in v.weights if len(c) >= REGENCY_CODE}
    return {regency: sum(vote.in_regency(regency) for vote in votes) for regency in regencies}


def _province(votes: list[Vote]) -> _Resolved:
    codes = {code: w for v in votes for code, w in v.weights if len(code) == PROVINCE_CODE}
    if not codes:
        return _Resolved(None, 0.0, reasons=("no_place",))
    if len(codes) > 1:
        return _ambiguous(list(codes))
    code, weight = next(iter(codes.items()))
    return _Resolved(code, weight / (weight + _FIRM))


def _nearest_home(regencies: list[str], home: list[Vote]) -> list[str]:
    """Return those of the regencies that the author's profile names most clearly; [] if none."""
    near = {regency: sum(vote.in_regency(regency) for vote in home) for regency in regencies}
    best = max(near.values())
    return [regency for regency, score in near.items() if score == best > 0]


def _with_namesakes(leaders: list[str], votes: list[Vote]) -> list[str]:
    """Add the regencies that hold the same name, when a lone small name is all there is.

    "mojo" is a district in one regency and a village in twenty: the district is the best guess,
    and still a guess.
    """
    speaking = [vote for vote in votes if vote.in_regency(leaders[0]) > 0]
    if len(leaders) > 1 or len(speaking) > 1:
        return leaders
    codes = [code for code, _ in speaking[0].weights]
    if min(map(len, codes)) <= REGENCY_CODE or speaking[0].in_regency(leaders[0]) >= _CUED:
        return leaders
    return list(dict.fromkeys(code[:REGENCY_CODE] for code in codes))


def _narrow(regency: str, votes: list[Vote]) -> list[str]:
    """Return the narrowest places within a regency that agree with one another."""
    districts: list[str] = []
    villages: list[list[str]] = []
    for vote in votes:
        named = _within(vote, regency)
        if named and len(named[0]) == DISTRICT_CODE:
            districts.extend(named)
        elif named and len(named[0]) > DISTRICT_CODE:
            villages.append(named)
    for named in villages:
        agreeing = [code for code in named if code[:DISTRICT_CODE] in districts] or named
        if districts and agreeing is named and len(named) > 1:
            continue
        return agreeing
    return list(dict.fromkeys(districts)) or [regency]


def _within(vote: Vote, regency: str) -> list[str]:
    """Return what one name means within a regency: its heaviest, and of these its highest level."""
    inside = [(code, weight) for code, weight in vote.weights if code.startswith(regency)]
    if not inside:
        return []
    heaviest = max(weight for _, weight in inside)
    codes = [code for code, weight in inside if weight == heaviest]
    shortest = min(map(len, codes))
    return [code for code in codes if len(code) == shortest]


def _twins(regency: str, votes: list[Vote]) -> tuple[str, ...]:
    """Return all that share one name, when that name is all that speaks for this regency."""
    speaking = [vote for vote in votes if vote.in_regency(regency) > 0]
    if len(speaking) != 1:
        return ()
    codes = [code for code, _ in speaking[0].weights if len(code) <= REGENCY_CODE]
    if regency not in codes or len(codes) == 1:
        return ()
    return tuple(sorted(codes, key=lambda code: (code != regency, code)))


def _ambiguous(codes: list[str]) -> _Resolved:
    parent = _common_parent(codes)
    return _Resolved(
        parent, _AMBIGUOUS_CONFIDENCE if parent else 0.0, _capped(codes), ("place_ambiguous",)
    )


def _common_parent(codes: Iterable[str]) -> str | None:
    parts = [code.split(".") for code in codes]
    common: list[str] = []
    for column in zip(*parts, strict=False):
        if len(set(column)) > 1:
            break
        common.append(column[0])
    return ".".join(common) or None


def _capped(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))[:_MOST_CANDIDATES]


def _is_colon(words: Words, at: int) -> bool:
    """ "Kecamatan : Padamara" is a form that somebody filled in, not two phrases."""
    return words.text[words.ends[at - 1] : words.starts[at]].strip() in (":", "=")


def _is_capitalised(words: Words, at: int) -> bool:
    """Say whether a word has one capital, inside a sentence: then it is a name."""
    word = words.surface(at, at + 1)
    return at > 0 and not words.breaks[at] and word[0].isupper() and word[1:].islower()


def _is_address(words: Words, end: int) -> bool:
    """Say whether a name goes on as a street's: "ploso timur gang 8", "kutisari indah no 3"."""
    for at in range(end, min(end + 3, len(words))):
        word = words.lowers[at]
        if words.breaks[at]:
            return False
        if word in _ADDRESS:
            return True
        if word[0].isdigit():
            return at + 1 >= len(words) or words.lowers[at + 1] not in _UNITS
        if word not in _SIDES:
            return False
    return False


def _evidence(
    words: Words, votes: list[Vote], resolved: _Resolved, streets: StreetReading
) -> Iterator[Evidence]:
    for vote in votes:
        if resolved.code and vote.in_regency(resolved.code[:REGENCY_CODE]):
            yield Evidence("location", words.starts[vote.start], words.ends[vote.end - 1])
    for span in streets.spans:
        yield Evidence("place_text", words.starts[span.start], words.ends[span.end - 1])


@cache
def load_cues() -> dict[str, Cue]:
    """Return what each cue word says, read once."""
    cues: dict[str, Cue] = {}
    kinds = {cue.name.lower(): cue for cue in Cue}
    for line in read_table("place_cues.tsv", 2):
        kind, words = line.fields
        if kind not in kinds:
            raise line.error(f"unknown cue {kind!r}")
        cues.update(dict.fromkeys(words.split(), kinds[kind]))
    return cues
