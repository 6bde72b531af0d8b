"""Component 2c: from the names of a text to one place, or to the honest answer that none is clear.

Every name votes for the regencies it may lie in; the regency with the most votes wins, if it wins
clearly. Within it the narrowest names that agree with one another say where.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from nlp.place.gazetteer import DISTRICT_CODE, PROVINCE_CODE, REGENCY_CODE, VILLAGE_CODE

CUED = 3.0  # votes of a name after "kec." or "kota": it surely is a place of that level
_IN_PROVINCE = 1.0  # what the name of its province gives a regency
_ENOUGH = 1.0  # votes below which nothing is believed
_WORTH_ASKING = 0.8  # votes from which an undecided name is worth a question
_CLEAR = 0.15  # the lead that decides; less than that of a kota over its twin
_SAME = 0.3  # districts whose votes differ by less are equally meant
_TWIN_CONFIDENCE = 0.65
_PROFILE_CONFIDENCE = 0.55  # below the threshold for review, on purpose
_AMBIGUOUS_CONFIDENCE = 0.3
_LONE_CONFIDENCE = 0.6  # for a lone small name: other places may be called so unofficially
_FIRM = 0.5  # votes at which we would be as sure as unsure
_OWN = 0.35  # votes that a regency must have itself before its province adds to them
# What is left of a cued village's vote when the text names regencies and it is in none of them:
# "Desa Lubuk Raja, Kab OKU" is in OKU, though we only know the Lubuk Raja of another regency.
_ELSEWHERE = 0.4
_ANCHOR = 1.8  # votes that name a regency for sure; those of a mere destination are fewer
_MOST_CANDIDATES = 25  # kept for the moderator; common names have hundreds
# A district is the best known bearer of its name, unless very many villages bear it too.
_FEW_NAMESAKES = 8


class Naming(Enum):
    """What kind of name votes."""

    HANDLE = auto()
    CUED = auto()
    LANDMARK = auto()
    ALIAS = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Vote:
    """Words ``start`` to ``end`` name one of ``weights``' places, with that weight."""

    start: int
    end: int
    weights: tuple[tuple[str, float], ...]
    naming: Naming = Naming.NAME

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
class PlaceSignals:
    """What a location rests on, for calibrating: votes, their lead, and which names gave them.

    ``names`` counts the names that speak for the place, ``rivals`` those that speak against it.
    """

    score: float = 0.0
    lead: float = 0.0
    handle: bool = False
    cue: bool = False
    landmark: bool = False
    alias: bool = False
    lone_name: bool = False
    names: int = 0
    rivals: int = 0
    candidates: int = 0

    def features(self) -> dict[str, float]:
        """Return all signals as numbers by name."""
        return {name: float(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Resolved:
    """One code (or None) with what speaks for it. ``candidates`` are what else it may be."""

    code: str | None
    confidence: float
    candidates: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def resolve(votes: list[Vote], home: list[Vote]) -> Resolved:
    """Return the place that votes speak for. ``home`` (the profile) may break a tie only."""
    scores = _scores(votes)
    if not scores or max(scores.values()) < _WORTH_ASKING:
        return _province(votes)
    best = max(scores.values())
    first = [regency for regency, score in scores.items() if score > best - _CLEAR]
    leaders = _with_namesakes(first, votes)
    if len(leaders) == 1:
        return _inside(leaders[0], scores, votes)
    at_home = _nearest_home(leaders, home)
    if len(at_home) == 1:
        codes = _narrow(at_home[0], votes)
        code = codes[0] if len(codes) == 1 else at_home[0]
        return Resolved(code, _PROFILE_CONFIDENCE, _capped(codes), ("place_from_profile",))
    return _ambiguous([code for regency in leaders for code in _narrow(regency, votes)])


def anchored(votes: list[Vote]) -> list[Vote]:
    """Return the votes, with less of the small names that lie in none of the named regencies."""
    if len(votes) < 2:
        return votes
    anchors = {area for vote in votes for area in _anchors(vote)}
    return [_lessened(vote) if _is_elsewhere(vote, anchors) else vote for vote in votes]


def _anchors(vote: Vote) -> set[str]:
    """Return the regencies that a vote names for sure, twins among them, or stands within."""
    if vote.naming is Naming.HANDLE or max((w for _, w in vote.weights), default=0.0) < _ANCHOR:
        return set()
    longest = REGENCY_CODE if vote.naming is not Naming.LANDMARK else VILLAGE_CODE
    named = [(c, w) for c, w in vote.weights if REGENCY_CODE <= len(c) <= longest]
    sure = any(weight >= _ANCHOR for _, weight in named)
    return {code[:REGENCY_CODE] for code, _ in named} if sure else set()


def signals(votes: list[Vote], resolved: Resolved) -> PlaceSignals:
    """Return what a resolved place rests on."""
    if resolved.code is None:
        return PlaceSignals(candidates=len(resolved.candidates))
    regency = resolved.code[:REGENCY_CODE]
    scores = _scores(votes)
    speaking = [vote for vote in votes if vote.in_regency(regency) > 0]
    score = scores.get(regency, 0.0) or sum(vote.in_regency(regency) for vote in speaking)
    rival = max((s for other, s in scores.items() if not other.startswith(regency)), default=0.0)
    kinds = {vote.naming for vote in speaking}
    return PlaceSignals(
        score=score,
        lead=score - rival,
        handle=Naming.HANDLE in kinds,
        cue=Naming.CUED in kinds,
        landmark=Naming.LANDMARK in kinds,
        alias=Naming.ALIAS in kinds,
        lone_name=kinds == {Naming.NAME} and len(speaking) == 1,
        names=len(speaking),
        rivals=len(votes) - len(speaking),
        candidates=len(resolved.candidates),
    )


def _is_elsewhere(vote: Vote, anchors: set[str]) -> bool:
    codes = [code for code, _ in vote.weights]
    if not anchors or not codes or vote.naming in (Naming.LANDMARK, Naming.HANDLE):
        return False
    small = min(map(len, codes)) > REGENCY_CODE
    return small and all(code[:REGENCY_CODE] not in anchors for code in codes)


def _lessened(vote: Vote) -> Vote:
    weights = tuple((code, weight * _ELSEWHERE) for code, weight in vote.weights)
    return replace(vote, weights=weights)


def _scores(votes: list[Vote]) -> dict[str, float]:
    """Return the votes for each regency that is named, or that holds what is named."""
    named: list[dict[str, float]] = []
    for vote in votes:
        best: dict[str, float] = {}
        for code, weight in vote.weights:
            area = code[:REGENCY_CODE]  # of a province its own code, which is shorter
            if weight > best.get(area, 0.0):
                best[area] = weight
        named.append(best)
    own: dict[str, float] = {}
    for best in named:
        for area, weight in best.items():
            own[area] = own.get(area, 0.0) + weight
    regencies = [a for a, votes in own.items() if len(a) == REGENCY_CODE and votes >= _OWN]
    return {regency: sum(_share(best, regency) for best in named) for regency in regencies}


def _share(best: dict[str, float], regency: str) -> float:
    in_province = _IN_PROVINCE if regency[:PROVINCE_CODE] in best else 0.0
    return max(best.get(regency, 0.0), in_province)


def _province(votes: list[Vote]) -> Resolved:
    codes = {code: w for v in votes for code, w in v.weights if len(code) == PROVINCE_CODE}
    if not codes:
        return Resolved(None, 0.0, reasons=("no_place",))
    if len(codes) > 1:
        return _ambiguous(list(codes))
    code, weight = next(iter(codes.items()))
    if weight < _WORTH_ASKING:
        return Resolved(None, 0.0, reasons=("place_uncertain",))
    return Resolved(code, weight / (weight + _FIRM))


def _inside(regency: str, scores: dict[str, float], votes: list[Vote]) -> Resolved:
    score = scores[regency]
    if score < _ENOUGH:
        return Resolved(None, 0.0, reasons=("place_uncertain",))
    rival = max((s for other, s in scores.items() if other != regency), default=0.0)
    confidence = score / (score + _FIRM) * (0.6 + 0.4 * min(1.0, max(0.0, score - rival)))
    twins = _twins(regency, votes)
    if twins:
        return Resolved(regency, _TWIN_CONFIDENCE, twins)
    codes = _narrow(regency, votes)
    if len(codes) == 1:
        namesakes = _namesakes(regency, votes)
        if namesakes:  # nothing but one small name, without "desa" or "kec."
            confidence = min(confidence, _LONE_CONFIDENCE) if score < CUED else confidence
            return Resolved(codes[0], confidence, _capped(namesakes[1:] and namesakes))
        return Resolved(codes[0], confidence)
    parent = _common_parent(codes)
    # The regency is known; which of its villages is meant, is not.
    return Resolved(parent, min(confidence, 0.6), _capped(codes), ("place_ambiguous",))


def _nearest_home(regencies: list[str], home: list[Vote]) -> list[str]:
    """Return those of the regencies that the author's profile names most clearly; [] if none."""
    near = {regency: sum(vote.in_regency(regency) for vote in home) for regency in regencies}
    best = max(near.values())
    return [regency for regency, score in near.items() if score == best > 0]


def _with_namesakes(leaders: list[str], votes: list[Vote]) -> list[str]:
    """Add the regencies that hold the same name, when a lone small name is all there is.

    A name of one district and a few villages is the district's; "mojo" is a district in one
    regency and a village in twenty: the district is the best guess, and still a guess.
    """
    if len(leaders) > 1:
        return leaders
    codes = _namesakes(leaders[0], votes)
    regencies = list(dict.fromkeys(code[:REGENCY_CODE] for code in codes))
    districts = {code[:REGENCY_CODE] for code in codes if len(code) == DISTRICT_CODE}
    if not regencies or (districts == set(leaders) and len(regencies) <= _FEW_NAMESAKES):
        return leaders
    return regencies


def _namesakes(regency: str, votes: list[Vote]) -> list[str]:
    """Return all that a lone district's or village's name may mean; [] when more is known."""
    speaking = [vote for vote in votes if vote.in_regency(regency) > 0]
    if len(speaking) != 1:
        return []
    only = speaking[0]
    codes = [code for code, _ in only.weights]
    if only.naming in (Naming.LANDMARK, Naming.HANDLE) or min(map(len, codes)) <= REGENCY_CODE:
        return []
    if only.in_regency(regency) >= CUED:
        best = max(weight for _, weight in only.weights)
        codes = [code for code, weight in only.weights if weight == best]
    return codes


def _narrow(regency: str, votes: list[Vote]) -> list[str]:
    """Return the narrowest places within a regency that agree with one another."""
    weighed: dict[str, float] = {}
    villages: list[list[str]] = []
    for vote in votes:
        named, weight = _within(vote, regency)
        if named and len(named[0]) == DISTRICT_CODE:
            for code in named:
                weighed[code] = max(weight, weighed.get(code, 0.0))
        elif named and len(named[0]) > DISTRICT_CODE:
            villages.append(named)
    most = max(weighed.values(), default=0.0)
    districts = [code for code, weight in weighed.items() if weight > most - _SAME]
    for named in villages:
        agreeing = [code for code in named if code[:DISTRICT_CODE] in districts] or named
        if districts and agreeing is named and len(named) > 1:
            continue
        return agreeing
    return districts or [regency]


def _within(vote: Vote, regency: str) -> tuple[list[str], float]:
    """Return what one name means within a regency: its heaviest, and of these its highest level."""
    inside = [(code, weight) for code, weight in vote.weights if code.startswith(regency)]
    if not inside:
        return [], 0.0
    heaviest = max(weight for _, weight in inside)
    codes = [code for code, weight in inside if weight == heaviest]
    shortest = min(map(len, codes))
    return [code for code in codes if len(code) == shortest], heaviest


def _twins(regency: str, votes: list[Vote]) -> tuple[str, ...]:
    """Return all that share one name, when that name is all that speaks for this regency."""
    speaking = [vote for vote in votes if vote.in_regency(regency) > 0]
    if len(speaking) != 1:
        return ()
    codes = [code for code, _ in speaking[0].weights if len(code) <= REGENCY_CODE]
    if regency not in codes or len(codes) == 1:
        return ()
    return tuple(sorted(codes, key=lambda code: (code != regency, code)))


def _ambiguous(codes: list[str]) -> Resolved:
    parent = _common_parent(codes)
    return Resolved(
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
