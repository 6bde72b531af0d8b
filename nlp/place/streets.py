"""Component 2a: streets and landmarks. They say where, but their names are not places.

"Jl. Bandung" lies anywhere but in Bandung: the name is kept as the citizen wrote it, and the
place finder must not believe it.
"""

from dataclasses import dataclass

from nlp.text.tables import word_list
from nlp.text.words import Words

_STREET = word_list("street")
# Only these are surely followed by a name; "jalan" may be any road, "jalan rusak".
_ALWAYS_NAMED = word_list("street_always_named")
_STREET_KIND = word_list("street_kind")
_LANDMARK = word_list("landmark")
# A company or an estate may be named after any place.
_NAMED_AFTER = word_list("named_after_places")
_NUMBERED = word_list("numbered")
# "depan Indomaret": what is known well enough to say where, and how it is said.
_BESIDE = word_list("beside")
_SHOP = word_list("shop")
# Where a name ends.
_STOP = word_list("name_stop")
_ENDS_NAME = _STOP | _LANDMARK | _STREET
_UNITS = word_list("unit")
_LONGEST_NAME = 4
_BARE = frozenset({"no", "nomor"})  # "no 5" belongs to a name before it; alone it says nothing


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``start`` to ``end`` (exclusive)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StreetReading:
    """Spans of streets, landmarks, RT/RW; and the words whose names must not count as places."""

    spans: tuple[Span, ...]
    hidden: frozenset[int]
    names: frozenset[str]

    def hides(self, words: Words, at: int) -> bool:
        """Say whether a word is a street's name here, or was one elsewhere in the text."""
        return at in self.hidden or words.lowers[at] in self.names

    def place_text(self, words: Words) -> str | None:
        """Return the spans as written, joined, or None."""
        parts = [words.surface(span.start, span.end) for span in self.spans]
        return ", ".join(dict.fromkeys(parts)) or None


def read_streets(words: Words, ordinary: frozenset[str]) -> StreetReading:
    """Find street phrases. ``ordinary`` words cannot begin the name of a street or landmark."""
    spans: list[Span] = []
    hidden: set[int] = set()
    at = 0
    while at < len(words):
        start = _name_start(words, at, ordinary)
        if start is None:
            at += 1
            continue
        end = start + 1 if words.lowers[at] in _NUMBERED else _name_end(words, start)
        spans.append(Span(at, end))
        head = at + (words.lowers[at] in _BESIDE and at + 1 < start)
        if words.lowers[head] in _STREET or words.lowers[head] in _NAMED_AFTER:
            hidden.update(_hidden(words, head, start))
        at = end
    names = frozenset(words.lowers[at] for at in hidden) - _STREET - _STREET_KIND
    return StreetReading(tuple(_joined(words, spans)), frozenset(hidden), names)


def _name_start(words: Words, at: int, ordinary: frozenset[str]) -> int | None:
    """Return where the name of the street or landmark at ``at`` begins; None if it has none."""
    word, start = words.lowers[at], at + 1
    if start >= len(words) or words.breaks[start]:
        return None
    following = words.lowers[start]
    if word in _BESIDE:
        return _beside(words, start, ordinary)
    if word in _NUMBERED:
        return start if following[0].isdigit() and word not in _BARE else None
    if word in _STREET:
        if following in _STREET_KIND and start + 1 < len(words) and not words.breaks[start + 1]:
            start += 1
            following = words.lowers[start]
        elif word not in _ALWAYS_NAMED and _is_word(words, start, ordinary):
            return None
    elif word not in _LANDMARK or _is_word(words, start, ordinary):
        return start if word in _LANDMARK and _is_school_number(words, start) else None
    return None if following in _STOP or following[0] == "@" else start


def _beside(words: Words, at: int, ordinary: frozenset[str]) -> int | None:
    """Return where what "depan" is said of has its name: "depan Pasar Minggu", "dpn alfamart"."""
    word = words.lowers[at]
    if word in _LANDMARK or word in _STREET:
        return _name_start(words, at, ordinary)
    written = words.surface(at, at + 1)
    is_name = written[0].isupper() and written[1:].islower() and word not in _STOP
    return at if word in _SHOP or is_name else None


def _is_word(words: Words, at: int, ordinary: frozenset[str]) -> bool:
    """Say whether a word is no name: "jalan merpati" may be a bird's, "jalan Merpati" is none."""
    if words.lowers[at] not in ordinary:
        return False
    written = words.surface(at, at + 1)
    return not (written[0].isupper() and written[1:].islower())


def _is_school_number(words: Words, at: int) -> bool:
    """Say whether a number is a name's ("sdn 3 Kalirejo") and counts nothing ("rs 2 minggu")."""
    counted = at + 1 < len(words) and words.lowers[at + 1] in _UNITS
    return words.lowers[at].isdigit() and not counted


def _name_end(words: Words, start: int) -> int:
    """Return the word after a name; numbers (no 5, km 30, rt 03/02) belong to it."""
    end = start + 1
    while end < len(words) and not words.breaks[end]:
        word = words.lowers[end]
        if word[0].isdigit() and (
            words.lowers[end - 1] in _NUMBERED or end - start < _LONGEST_NAME
        ):
            end += 1
        elif word in _NUMBERED and end + 1 < len(words) and _is_number(words.lowers[end + 1]):
            end += 2
        elif word in _ENDS_NAME or word[0] == "@" or end - start >= _LONGEST_NAME:
            break
        else:
            end += 1
    return end


def _is_number(word: str) -> bool:
    return word[0].isdigit() or len(word) == 1  # "blok c"


def _hidden(words: Words, at: int, start: int) -> range:
    """Return the words that surely are the street's: up to its first name, and what hyphens tie."""
    end = start + 1
    while end < len(words) and not words.breaks[end] and "-" in _between(words, end):
        end += 1
    return range(at, end)


def _between(words: Words, at: int) -> str:
    return words.text[words.ends[at - 1] : words.starts[at]]


def _joined(words: Words, spans: list[Span]) -> list[Span]:
    """Join spans that touch, so that "Jl. Melati, RT 03 RW 02" stays one phrase."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start == joined[-1].end and len(_between(words, span.start)) <= 2:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
