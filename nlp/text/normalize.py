"""Component 1: normal forms of words, each with the offsets of the word as written."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from spacy.tokens import Doc

from nlp.text.tables import read_table, word_list
from nlp.text.words import INVISIBLE, TEXT, TOKEN, Words

_UNSEEN = re.compile(f"[{INVISIBLE}]")
_DROPPED = re.compile(f"[{INVISIBLE}'’‘`]")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")  # rusaaaak
_DOUBLED_END = re.compile(r"([b-df-hj-np-tv-z])\1$")  # bangett; vowels may end doubled (tetee)
_REDUPLICATED = re.compile(r"^([^\W\d]{3,})2$")  # anak2 = anak-anak
# Words that end in -nya without carrying the clitic.
_NOT_CLITIC = frozenset({"hanya", "punya", "tanya", "bertanya", "menanya", "penanya", "ditanya"})
_CLITIC = "nya"
_SHORTEST_STEM = 3
# Nobody's word is longer; what is, is noise that must not fill the cache of forms.
_LONGEST_WORD = 40
# What ends a phrase when it stands between two words. A dot alone may be that of "kec." or "jl.".
_BREAKING = frozenset(',;:!?()[]{}"“”…•|\n\r\ufffd')
_ABBREVIATIONS = word_list("abbreviation")
_CAMEL = re.compile(r"[A-Z]?[^\W\dA-Z_]+|[A-Z]+(?![a-z])|\d+|[^\W\d_]+")
# A longer hashtag is a sentence; splitting it stays cheap below this.
_LONGEST_HASHTAG = 60
_LONGEST_PART = 20


@cache
def slang() -> dict[str, str]:
    """Return the table of slang and abbreviations: as typed -> the plain word."""
    table: dict[str, str] = {}
    for line in read_table("slang.tsv", 2):
        plain, typed = line.fields[0], line.alternatives(1)
        if len(plain.split()) != 1:
            raise line.error("the plain form must be one word: offsets are kept by word")
        for form in typed:
            if table.setdefault(form, plain) != plain:
                raise line.error(f"{form!r} already means {table[form]!r}")
    return table


def lower_of(word: str) -> str:
    """Return a word in lower case, compatibility letters folded, apostrophes dropped."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    return _DROPPED.sub("", word).lower()


def norm_of(word: str) -> str:
    """Return the plain form of a word: slang, stretching and the reduplicating 2 undone."""
    return _forms_of(word)[1]


def stem_of(word: str) -> str:
    """Return the plain form of a word without the clitic ``-nya``."""
    return _forms_of(word)[2]


def _forms_of(word: str) -> tuple[str, str, str]:
    """Return a word in lower case, its plain form, and its stem."""
    if len(word) > _LONGEST_WORD:
        return lower_of(word), word.lower(), word.lower()
    return _forms(word)


@lru_cache(maxsize=50_000)  # words repeat; at most _LONGEST_WORD letters each, so some 10 MB
def _forms(word: str) -> tuple[str, str, str]:
    lower = lower_of(word)
    norm = _plain(lower)
    if (
        norm.endswith(_CLITIC)
        and norm not in _NOT_CLITIC
        and len(norm) >= _SHORTEST_STEM + len(_CLITIC)
    ):
        return lower, norm, _plain(norm.removesuffix(_CLITIC))
    return lower, norm, norm


def _plain(lower: str) -> str:
    table = slang()
    form = _STRETCHED.sub(r"\1", lower)
    for known in (lower, form):
        if known in table:
            return table[known]
    double = _REDUPLICATED.match(form)
    if double:
        return table.get(double[1], double[1])
    single = _DOUBLED_END.sub(r"\1", form)
    return table.get(single, single)


class Normalizer:
    """Set ``doc._.words``. ``vocabulary`` is what hashtags are split into."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self._vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        doc._.words = self.read(doc)
        return doc

    def read(self, doc: Doc) -> Words:
        """Return the words of a doc."""
        pieces: list[tuple[str, int, bool]] = []
        tags: set[str] = set()
        broken = False
        previous = ""
        whole: str = doc.user_data[TEXT]
        # The tokens of the doc, without spaCy's object for each: that would be half the time.
        for match in TOKEN.finditer(whole):
            text, start = match[0], match.start()
            if text == " ":
                continue
            seen = text if text.isascii() else _UNSEEN.sub("", text)
            first = seen[:1]
            if first == "#" and len(seen) > 1:
                tags.add(lower_of(text[1:]))
                for part, offset in self.split_hashtag(text[1:]):
                    pieces.append((part, start + 1 + offset, broken))
                    broken = False
                broken = True
            elif first.isalnum() or (first == "@" and len(seen) > 1):
                if not text.startswith(("http://", "https://")):
                    pieces.append((text, start, broken))
                    previous = text
                broken = False
            elif seen:  # a token of invisible characters alone is nothing
                broken = broken or _is_break(seen, whole.startswith(" ", match.end()), previous)
        return _words(whole, pieces, frozenset(tags))

    def split_hashtag(self, tag: str) -> list[tuple[str, int]]:
        """Return the words of a hashtag with their offsets: by known words, capitals or not."""
        lower = tag.lower()
        if len(lower) == len(tag) and lower.isascii():
            parts = self._known_parts(lower) if len(tag) <= _LONGEST_HASHTAG else None
            if parts:
                return list(_with_offsets(tag, parts))
        return [(match[0], match.start()) for match in _CAMEL.finditer(tag)] or [(tag, 0)]

    def _known_parts(self, tag: str) -> list[str] | None:
        # best[i]: the fewest known words that spell tag[:i].
        best: list[list[str] | None] = [[]] + [None] * len(tag)
        for end in range(1, len(tag) + 1):
            for start in range(max(0, end - _LONGEST_PART), end):
                before, part = best[start], tag[start:end]
                if before is None or part not in self._vocabulary:
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = [*before, part]
        return best[-1]


def _with_offsets(tag: str, parts: list[str]) -> Iterator[tuple[str, int]]:
    at = 0
    for part in parts:
        yield tag[at : at + len(part)], at
        at += len(part)


def _is_break(text: str, spaced: bool, previous: str) -> bool:
    if not _BREAKING.isdisjoint(text):
        return True
    if text[0] == "." or text[-1] == ".":
        return spaced and lower_of(previous) not in _ABBREVIATIONS
    # Emoji separate sentences; hyphens, slashes and spaces do not.
    return not text.isascii() and not text.isspace()


def _words(text: str, pieces: list[tuple[str, int, bool]], tags: frozenset[str]) -> Words:
    written = [word for word, _, _ in pieces]
    starts = tuple([start for _, start, _ in pieces])
    forms = [_forms_of(word) for word in written]
    return Words(
        text=text,
        starts=starts,
        ends=tuple([start + len(word) for start, word in zip(starts, written, strict=True)]),
        lowers=tuple([lower for lower, _, _ in forms]),
        norms=tuple([norm for _, norm, _ in forms]),
        stems=tuple([stem for _, _, stem in forms]),
        breaks=tuple([broken for _, _, broken in pieces]),
        hashtags=tags,
    )
