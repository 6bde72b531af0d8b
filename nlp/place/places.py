"""Component 2: which official place a text speaks of.

Finding the regency is the whole game: once it is known, 94 % of villages are unambiguous. So every
name that may be a place votes for the regencies it may lie in, with a weight that says how much
it looks like a place there (here); which place the votes add up to is decided in locating.py.
What nobody can know is not guessed: the citizen is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache

from spacy.tokens import Doc

from domain.model import Evidence, Level, Location
from nlp.place.gazetteer import (
    DISTRICT_CODE,
    PROVINCE_CODE,
    REGENCY_CODE,
    Gazetteer,
    level_of,
    name_word,
    parent_of,
)
from nlp.place.handles import HandleBook
from nlp.place.landmarks import NOWHERE, load_landmarks
from nlp.place.locating import (
    CUED,
    Naming,
    PlaceSignals,
    Resolved,
    Vote,
    anchored,
    resolve,
    signals,
)
from nlp.place.streets import StreetReading, read_streets
from nlp.text.phrases import run_length
from nlp.text.tables import read_table, word_list
from nlp.text.words import Words

_MOST_MENTIONS = 40  # of places in one text; more is a list, not a location
_MOST_WORDS = 20_000  # whose beginnings are remembered: some 2 MB

# Votes; those of a name with the right cue are locating.CUED.
_BY_LEVEL = {Level.PROVINCE: 2.0, Level.REGENCY: 2.0, Level.DISTRICT: 0.9, Level.VILLAGE: 0.5}
_LANDMARK = 2.0  # "RSCM" is as good as the name of its city
_TWIN = 0.35  # what the less likely of "Kota Bandung" and "Kabupaten Bandung" loses
_HANDLE = 1.9  # people tag governments that they merely want to hear it
_LOOSE_CUE = 0.3  # "di X", "warga X", "pasar X"
_LONG_NAME = 0.3  # names of several words are seldom something else
_DISTINCT = 0.4  # a name that exists in one regency only, and is long enough to be no word
_DISTINCT_LENGTH = 8
_CAPITAL = 0.15  # a capital letter within a sentence
_DIRECTION = 0.5  # "ke X" and "dari X" are not at X
_HOME = 0.6  # who comes "dari X" lives there, and who moves "ke X" soon will
_LINE_END = 0.3  # "KRL Bogor", "arah X": where a line or a road goes says nothing alone
_ROAD = 1.2  # "jalan lingkar Kudus" is in Kudus, unless another place is named
_OVERSHADOWED = 0.3  # a small place whose name means something bigger elsewhere
_MANY_VILLAGES = 20  # of one name
_LESS_KNOWN = 0.8  # a namesake of a well-known place, with the right cue all the same
_DASHES = ("-", "–", "/")
_SHORT_NAME = 4  # letters; people write "HSS", "KBB" and "UGM" in capitals
_LONGEST_PARTICLE = 2  # letters; "sa di" is not "Sadi"
_UNSURE_LENGTH = 3  # letters of a landmark that may be any word
# What follows the name of a street or estate, and what may stand between.
_ADDRESS = word_list("address")
_SIDES = word_list("side")
_UNITS = word_list("unit")
_STREET = word_list("street")
# "KTP saya Bandung": where somebody is registered is not where the matter is.
_PAPERS = word_list("papers")
_NEAR_PAPERS = 3
_RISKY = word_list("risky_regency")
# ... and those that are words even where a capital begins the sentence: "Batu dilempar".
_RISKY_IN_CAPITALS = word_list("risky_in_capitals")
_RISKY_AT_START = word_list("risky_at_start")
_CARDINAL = word_list("cardinal")
# "Sukabumi selatan" is the kabupaten: a kota has districts of such names, or no such parts.
_OUTSKIRTS = word_list("outskirts")
# Trains run between cities: "dari Cirebon" then is no more than a stop.
_RAIL = word_list("rail")
_TOWARDS = word_list("towards")
_ORIGIN = word_list("origin")
_MOVING = word_list("moving")
# Roads that bear the name of the place they are in.
_ROAD_THROUGH = word_list("road_through")
_ROAD_OF = word_list("road_of")
_TOLL_GATE = word_list("toll_gate")
_ESTATE = word_list("estate")
# "Polres Metro Depok" is in Depok.
_EPITHET = word_list("epithet")
_RISKY_AFTER_DI = word_list("risky_after_di")
_ORDINARY = word_list("ordinary_place")
# Of twins: villages are in the kabupaten, kelurahan in the kota.
# Words for a district or village that one region only has: "kapanewon Depok" is in Yogyakarta.
_REGIONAL = {code: word_list(f"cue_in_{code}") for code in ("11", "13", "18", "34", "9")}
_RURAL = word_list("rural")
_URBAN = word_list("urban")


class Cue(Enum):
    """What the word before a name says about it."""

    PROVINCE = auto()
    CITY = auto()
    REGENCY = auto()
    DISTRICT = auto()
    VILLAGE = auto()
    LOOSE = auto()
    DIRECTION = auto()
    NATURE = auto()
    NOT_A_PLACE = auto()


_LEVEL_CUES = (Cue.PROVINCE, Cue.CITY, Cue.REGENCY, Cue.DISTRICT, Cue.VILLAGE)
_GOVERNMENT = (Cue.CITY, Cue.REGENCY)


_NO_SIGNALS = PlaceSignals()


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where it is, how sure we are (0..1), why we doubt, and what it all rests on."""

    location: Location | None = None
    place_text: str | None = None
    confidence: float = 0.0
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    signals: PlaceSignals = _NO_SIGNALS
    candidates: tuple[str, ...] = ()  # also where they have no common parent, and so no location


@dataclass(frozen=True, slots=True)
class _Name:
    """Words ``start`` to ``end`` spell a name of ``codes``; ``landmark`` is a well-known place."""

    start: int
    end: int
    codes: tuple[str, ...]
    landmark: str | None = None


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
        self._landmarks = load_landmarks(gazetteer)
        self._cues = load_cues()
        self._ordinary = _ORDINARY | common_words | function_words
        self._function = function_words
        self._glue = function_words - _STREET  # "jl" may begin a landmark
        # Most words begin no name; asking once for each is what makes the search fast.
        self._may_begin = lru_cache(_MOST_WORDS)(self._begins)

    def __call__(self, doc: Doc) -> Doc:
        doc._.places = self.read(doc._.words, doc._.author_place)
        return doc

    def read(self, words: Words, profile: Words | None = None) -> PlaceReading:
        """Return where the words say it is. ``profile`` may break a tie, never make a place."""
        streets = read_streets(words, self._ordinary)
        votes = anchored(list(self._votes(words, streets))[:_MOST_MENTIONS])
        home = list(self._votes(profile, _NO_STREETS)) if profile is not None else []
        resolved = resolve(votes, home)
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
            signals=signals(votes, resolved),
            candidates=resolved.candidates,
        )

    # ------------------------------------------------------------ names -> votes

    def _votes(self, words: Words, streets: StreetReading) -> Iterator[Vote]:
        seen: set[tuple[tuple[str, float], ...]] = set()
        at = 0
        may_begin = self._may_begin
        for start, word in enumerate(words.lowers):
            if start < at or not may_begin(word):
                continue
            if word in self._glue and words.text[words.starts[start]].islower():
                continue  # "kelurahan yang ..."
            vote = self._vote_at(words, start, streets)
            if vote is None:
                continue
            at = vote.end
            if vote.weights and vote.weights not in seen:
                seen.add(vote.weights)
                yield vote

    def _begins(self, word: str) -> bool:
        return (
            word[0] == "@"
            or self._landmarks.may_begin(word)
            or self._gazetteer.may_begin(name_word(word))
        )

    def _vote_at(self, words: Words, at: int, streets: StreetReading) -> Vote | None:
        word = words.lowers[at]
        if word[0] == "@":
            owner = self._handles.find(word)
            weights = ((owner.place_code, _HANDLE),) if owner else ()
            return Vote(at, at + 1, weights, Naming.HANDLE) if owner else None
        cue = self._cue(words, at)
        name = self._name_at(words, at, cue)
        if name is None:
            return None
        if word in self._function and name.end - at == 1 and not _is_capitalised(words, at):
            return None
        if name.landmark == NOWHERE or (word in _EPITHET and self._is_epithet(words, name)):
            return Vote(at, name.end, ())
        cue = self._cue_after(words, name.end) or cue
        hidden = streets.hides(words, at) and cue not in _LEVEL_CUES
        is_street = name.landmark is not None and word in _STREET
        if (cue is Cue.NOT_A_PLACE or hidden) and not is_street:
            if hidden and self._is_road_through(words, name):
                return Vote(at, name.end, tuple(self._weigh_road(words, name)), Naming.LANDMARK)
            # "jl gatsu Denpasar": of a landmark's words only the street's are hidden
            return Vote(at, name.end if name.codes else at + 1, ())
        if cue is Cue.NATURE:
            if name.landmark is None and not _has_regency(name.codes):
                return Vote(at, name.end, ())  # "kali bersih"
            cue = None
        weighed = tuple(self._weigh(words, name, cue))
        # "muara sungai Kapuas": words that name nothing hide no name within them
        end = name.end if weighed else at + 1
        return Vote(at, end, weighed, self._naming(words, name, weighed))

    def _is_epithet(self, words: Words, name: _Name) -> bool:
        """Say whether a name merely adorns the next one: "Polres Metro Bekasi"."""
        follows = name.end < len(words) and not words.breaks[name.end]
        return follows and _has_regency(self._gazetteer.find(name_word(words.lowers[name.end])))

    def _is_road_through(self, words: Words, name: _Name) -> bool:
        """Say whether a hidden name tells where its road is: "jalan poros Pinrang".

        "Jalan Raya Bogor" leads to Bogor from elsewhere, as roads do that bear a kota's name.
        """
        if name.start == 0 or (name.landmark is None and min(map(len, name.codes)) > DISTRICT_CODE):
            return False
        before = words.lowers[name.start - 1]
        if self._goes_on(words, name):
            return False
        if before in _ROAD_THROUGH:
            return True
        if before in _ESTATE:
            return name.landmark is not None or _has_regency(name.codes)
        cities = [c for c in name.codes if len(c) == REGENCY_CODE and self._gazetteer.is_city(c)]
        if cities or any(len(code) == PROVINCE_CODE for code in name.codes):
            return False
        after = words.lowers[name.end] if name.end < len(words) else ""
        # "jalan kutacane" is the road of that town, "Jalan Garut" a street in any
        is_common = before == "jalan" and words.surface(name.start - 1, name.start).islower()
        if before == "tol":  # "kolong tol Pluit" is there, "tol Cikampek" anywhere on the way
            return name.start > 1 and words.lowers[name.start - 2] in _TOLL_GATE
        return is_common or before in _ROAD_OF or (after in _ROAD_OF and not words.breaks[name.end])

    def _goes_on(self, words: Words, name: _Name) -> bool:
        """Say whether a road's name has another end: "jalan raya Sampang-Pamekasan"."""
        end = name.end
        if end >= len(words):
            return False
        if words.text[words.ends[end - 1] : words.starts[end]].strip() in _DASHES:
            return True
        if words.breaks[end] or not _is_title(words, end):
            return False
        follows = self._gazetteer.find(name_word(words.lowers[end]))
        own = (*name.codes, name.landmark or "")
        around = any(code.startswith(c) for code in own for c in follows if len(c) == REGENCY_CODE)
        return _has_regency(follows) and not around

    def _weigh_road(self, words: Words, name: _Name) -> Iterator[tuple[str, float]]:
        weighed = [(c, w) for c, w in self._weigh(words, name, Cue.LOOSE) if len(c) > PROVINCE_CODE]
        most = max((weight for _, weight in weighed), default=1.0)
        yield from ((code, weight * _ROAD / most) for code, weight in weighed)

    def _naming(self, words: Words, name: _Name, weights: tuple[tuple[str, float], ...]) -> Naming:
        if any(weight >= CUED for _, weight in weights):
            return Naming.CUED
        if name.landmark is not None:
            return Naming.LANDMARK
        key = "".join(map(name_word, words.lowers[name.start : name.end]))
        return Naming.ALIAS if self._gazetteer.is_alias(key) else Naming.NAME

    def _name_at(self, words: Words, at: int, cue: Cue | None) -> _Name | None:
        """Return the longest name that begins at a word, official or of a landmark."""
        landmark, landmark_end = self._landmarks.longest(words, at)
        codes: tuple[str, ...] = ()
        end = at
        # "kota agung" is a village somewhere, "kota bandung" is not
        if self._cues.get(words.lowers[at]) not in _GOVERNMENT or at + 1 == len(words):
            codes, end = self._longest(words, at, cue)
        if landmark is None or (codes and end > landmark_end):
            return _Name(at, end, codes) if codes else None
        return _Name(at, landmark_end, codes if end == landmark_end else (), landmark)

    def _longest(self, words: Words, at: int, cue: Cue | None) -> tuple[tuple[str, ...], int]:
        longest = self._gazetteer.longest_from(name_word(words.lowers[at]))
        limit = run_length(words, at, longest)
        name = [name_word(word) for word in words.lowers[at : at + limit]]
        find = self._gazetteer.find_joined
        for length in range(limit, 0, -1):
            codes = find("".join(name[:length]))
            if not codes:
                continue
            parts = name[:length]
            if cue not in _LEVEL_CUES and self._is_quarter(parts, codes):
                continue
            if (
                length == 1
                or self._gazetteer.is_spaced_so(" ".join(parts))
                or (words.is_plain(at, at + length) and self._is_spread(parts, codes, cue))
            ):
                return codes, at + length
        return (), at

    def _is_quarter(self, parts: list[str], codes: tuple[str, ...]) -> bool:
        """Say whether a part of a regency is meant rather than a village: "Surabaya Timur"."""
        if len(parts) == 1 or parts[-1] not in _CARDINAL or min(map(len, codes)) <= DISTRICT_CODE:
            return False
        whole = self._gazetteer.find_joined("".join(parts[:-1]))
        return any(len(code) == REGENCY_CODE for code in whole)

    def _is_spread(self, parts: list[str], codes: tuple[str, ...], cue: Cue | None) -> bool:
        """Say whether words that officially are one may be a name: "gunung sindur", after "kec"."""
        if self._ordinary.isdisjoint(parts):
            return True
        if any(len(code) == REGENCY_CODE for code in self._gazetteer.find(parts[0])):
            return True  # "tanjungpinang timur"
        return min(map(len, parts)) > _LONGEST_PARTICLE and bool(self._of_level(codes, cue))

    def _cue(self, words: Words, at: int) -> Cue | None:
        """Return what the word before says; "kota administrasi X" looks further."""
        before = at - 1
        if before >= 0 and words.lowers[before] in ("administrasi", "adm"):
            before -= 1
        if before < 0 or (words.breaks[at] and not _is_colon(words, at)):
            return None
        return self._cues.get(words.lowers[before])

    def _cue_after(self, words: Words, end: int) -> Cue | None:
        """Return what "kota" or "kabupaten" after a name says, if no other name follows it."""
        if end >= len(words) or words.breaks[end]:
            return None
        cue = self._cues.get(words.lowers[end])
        if cue not in _GOVERNMENT or words.lowers[end] in _URBAN or words.lowers[end] in _RURAL:
            return None  # "Bandung walikota" begins another thought
        follows = end + 1 < len(words) and not words.breaks[end + 1]
        next_name = self._gazetteer.find(name_word(words.lowers[end + 1])) if follows else ()
        return None if any(len(code) <= DISTRICT_CODE for code in next_name) else cue

    def _weigh(self, words: Words, name: _Name, cue: Cue | None) -> Iterator[tuple[str, float]]:
        """Yield (code, vote) for each place of the name."""
        away = self._away(words, name, cue)
        cued = self._of_level(name.codes, cue)
        if cued:
            cued = _in_region(words, name.start, cued)
            for code, weight in self._weigh_cued(name, cued, cue):
                yield code, weight * away
            return
        if cue in _LEVEL_CUES:
            cue = Cue.LOOSE  # the right word before, but no such place on that level
        named = _looks_named(words, name.start, name.end)
        if name.landmark is not None:  # "stasiun Tanah Abang"
            named = named or any(_is_title(words, i) for i in range(name.start + 1, name.end))
        named = named and words.lowers[name.start] not in _RISKY_IN_CAPITALS
        if not named and self._is_risky(words, name, cue) and not _begins_a_thought(words, name):
            return
        extra = _LOOSE_CUE * (cue is Cue.LOOSE) + _LONG_NAME * (name.end - name.start > 1)
        extra += _CAPITAL * named
        for code, weight in self._weigh_uncued(words, name, named):
            # What speaks for a name speaks less for its less likely bearers.
            yield code, (weight + extra) * away

    def _weigh_cued(
        self, name: _Name, cued: list[str], cue: Cue | None
    ) -> Iterator[tuple[str, float]]:
        known = [c for c in cued if name.landmark is not None and c.startswith(name.landmark)]
        # "kelurahan Bandung" is an office in the city rather than the village of that name
        # ... unless so many villages are called so ("desa Karanganyar") that nobody can know.
        is_office = cue is Cue.VILLAGE and len(cued) <= _MANY_VILLAGES
        bigger = [c for c in name.codes if len(c) == REGENCY_CODE] if is_office else []
        for code in cued:
            if bigger and code[:REGENCY_CODE] not in bigger:
                yield code, CUED * _OVERSHADOWED
            else:
                yield code, CUED * (_LESS_KNOWN if known and code not in known else 1.0)
        for code in bigger:
            yield code, _BY_LEVEL[Level.REGENCY] - _TWIN * (not self._gazetteer.is_city(code))

    def _weigh_uncued(self, words: Words, name: _Name, named: bool) -> Iterator[tuple[str, float]]:
        codes = name.codes
        known = self._known(name)
        yield from ((code, _LANDMARK) for code in known)
        if any(len(code) == PROVINCE_CODE for code in known):
            return  # "Dieng" is more than the village of that name
        small_hidden = self._is_hidden(words, name, named)
        unique = len({code[:REGENCY_CODE] for code in codes}) == 1
        length = name.end - name.start
        distinct = unique and (length > 1 or len(words.lowers[name.start]) >= _DISTINCT_LENGTH)
        bigger = [c for c in codes if len(c) <= REGENCY_CODE]
        unlikely = self._unlikely_twin(words, bigger, name.end)
        for code in codes:
            level = level_of(code)
            small = level in (Level.DISTRICT, Level.VILLAGE)
            if code in known or (small and small_hidden):
                continue
            weight = _BY_LEVEL[level] + _DISTINCT * distinct - _TWIN * (code in unlikely)
            inside = any(code.startswith(other) for other in known or bigger)
            shadowed = bool(known) or (small and bool(bigger))
            yield code, weight * (_OVERSHADOWED if shadowed and not inside else 1.0)

    def _known(self, name: _Name) -> tuple[str, ...]:
        """Return what a landmark is: the district of its name, or else where it stands."""
        if name.landmark is None:
            return ()
        inside = [c for c in name.codes if c.startswith(name.landmark)]
        districts = [c for c in inside if len(c) == DISTRICT_CODE]
        return tuple(districts) if len(districts) == 1 else (name.landmark,)

    def _is_risky(self, words: Words, name: _Name, cue: Cue | None) -> bool:
        """Say whether a name rather is a word, as it stands there: "padang", "batu bara"."""
        joined = "".join(words.lowers[name.start : name.end])
        if cue is not None:
            return joined in _RISKY_AFTER_DI
        if joined in _RISKY and self._is_outskirts(words, name.end):
            return False  # "malang kidul"
        if name.landmark is None:
            return joined in _RISKY
        if name.end - name.start > 1:  # "pasar minggu lalu"
            return joined in _RISKY or _ORDINARY.issuperset(words.lowers[name.start : name.end])
        return len(joined) <= _UNSURE_LENGTH or joined in _ORDINARY

    def _is_hidden(self, words: Words, name: _Name, named: bool) -> bool:
        """Say whether districts and villages of the name are not meant."""
        parts = words.lowers[name.start : name.end]
        if self._ordinary.issuperset(parts):
            title = named and all(_is_title(words, at) for at in range(name.start, name.end))
            if not (title and (len(parts) > 1 or self._is_followed_by_parent(words, name))):
                return True
        several = len({code[:REGENCY_CODE] for code in name.codes}) > 1
        return several and _is_address(words, name.end)

    def _is_followed_by_parent(self, words: Words, name: _Name) -> bool:
        """Say whether the next name is of a place around this one: "Tugu, Semarang"."""
        end = name.end
        if end >= len(words) or words.text[words.ends[end - 1] : words.starts[end]].strip(", "):
            return False
        if end + 1 < len(words) and self._cues.get(words.lowers[end]) in _LEVEL_CUES:
            end += 1  # "Gambut Kab. Banjar"
        parents, _ = self._longest(words, end, None)
        return any(parent_of(code) in parents for code in name.codes)

    def _unlikely_twin(self, words: Words, bigger: list[str], end: int) -> tuple[str, ...]:
        """Return which of kota and kabupaten is less likely, by the words of the whole text."""
        twins = [code for code in bigger if len(code) == REGENCY_CODE]
        if len(twins) < 2:
            return ()
        rural = not _RURAL.isdisjoint(words.lowers) and _URBAN.isdisjoint(words.lowers)
        rural = rural or self._is_outskirts(words, end)
        return tuple(code for code in twins if self._gazetteer.is_city(code) == rural)

    def _is_outskirts(self, words: Words, end: int) -> bool:
        """Say whether a name goes on as the far part of a kabupaten: "malang selatan"."""
        return end < len(words) and not words.breaks[end] and words.lowers[end] in _OUTSKIRTS

    def _away(self, words: Words, name: _Name, cue: Cue | None) -> float:
        """Return what is left of a vote when somebody goes or comes from there: "ke X"."""
        at = name.start
        if cue in _LEVEL_CUES:
            goes = at > 1 and self._cues.get(words.lowers[at - 2]) is Cue.DIRECTION
            return _DIRECTION if goes else 1.0
        if cue is Cue.LOOSE:
            return 1.0
        second = cue is None and self._is_second_end(words, name)
        if cue is Cue.DIRECTION or second:
            first = words.lowers[at - 2 if second else at - 1]
            is_line = first in _TOWARDS or not _RAIL.isdisjoint(words.lowers)
            is_thing = name.landmark is not None and name.end - at > 1  # "arah bandara Kualanamu"
            if is_line and not is_thing:
                return _LINE_END
            moves = not _MOVING.isdisjoint(words.lowers)
            return _HOME if (first in _ORIGIN) is not moves else _DIRECTION
        before = words.lowers[max(0, at - _NEAR_PAPERS) : at]
        return 1.0 if _PAPERS.isdisjoint(before) else _DIRECTION

    def _is_second_end(self, words: Words, name: _Name) -> bool:
        """Say whether a name is the other end of a line: "travel Bandung Jakarta"."""
        at = name.start
        if at < 2 or words.breaks[at] or words.breaks[at - 1]:
            return False
        is_big = any(len(code) <= REGENCY_CODE for code in name.codes)
        if words.lowers[at - 2] not in _TOWARDS or not is_big:
            return False
        return _has_regency(self._gazetteer.find(name_word(words.lowers[at - 1])))

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


_NO_STREETS = StreetReading((), frozenset(), frozenset())


def _has_regency(codes: tuple[str, ...]) -> bool:
    return any(len(code) == REGENCY_CODE for code in codes)


def _in_region(words: Words, at: int, codes: list[str]) -> list[str]:
    """Return those of the codes that the word before allows, or all when it allows none."""
    before = words.lowers[at - 1] if at else ""
    for region, cues in _REGIONAL.items():
        if before in cues:
            return [code for code in codes if code.startswith(region)] or codes
    return codes


def _begins_a_thought(words: Words, name: _Name) -> bool:
    """Say whether a risky name may be believed where a sentence begins: "Kudus min, ..."."""
    at = name.start
    if not (at == 0 or words.breaks[at] or words.lowers[at - 1][0] == "@"):
        return False
    joined = "".join(words.lowers[at : name.end])
    is_part = name.end < len(words) and words.lowers[name.end] in _OUTSKIRTS  # "Pati kidul"
    return _is_title(words, at) and joined in _RISKY and (is_part or joined not in _RISKY_AT_START)


def _is_colon(words: Words, at: int) -> bool:
    """ "Kecamatan : Padamara" is a form that somebody filled in, not two phrases."""
    return words.text[words.ends[at - 1] : words.starts[at]].strip() in (":", "=")


def _is_capitalised(words: Words, at: int) -> bool:
    """Say whether a word has one capital, inside a sentence: then it is a name."""
    word = words.surface(at, at + 1)
    return at > 0 and not words.breaks[at] and word[0].isupper() and word[1:].islower()


def _looks_named(words: Words, at: int, end: int) -> bool:
    """Say whether a name is written as one: with a capital, "HSS", or all alone ("Sampit.")."""
    if _is_capitalised(words, at):
        return True
    first = words.surface(at, at + 1)
    if first.isupper():
        return 1 < len(first) <= _SHORT_NAME and not words.text.isupper()
    return first[0].isupper() and _is_alone(words, at, end)


def _is_alone(words: Words, at: int, end: int) -> bool:
    """Say whether nothing but breaks and handles is around words, in a longer text."""
    begins = at == 0 or words.breaks[at] or words.lowers[at - 1][0] == "@"
    ends = end == len(words) or words.breaks[end] or _is_tag(words, end)
    return begins and ends and end - at < len(words)


def _is_tag(words: Words, at: int) -> bool:
    before = words.text[words.starts[at] - 1 : words.starts[at]]
    return words.lowers[at][0] == "@" or before == "#"


def _is_title(words: Words, at: int) -> bool:
    word = words.surface(at, at + 1)
    return word[0].isupper() and word[1:].islower()


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
    words: Words, votes: list[Vote], resolved: Resolved, streets: StreetReading
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
