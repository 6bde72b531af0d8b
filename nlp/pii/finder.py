"""Component 8: what identifies a person in a text, as exact spans. In doubt it is hidden.

A span too few shows a person, a span too many hides a word. Emergency numbers, call centres and
telephones of offices are nobody's secret, nor are offices, streets and persons of public life.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from domain.model import PiiSpan
from nlp.pii.codes import documents, emails, plates
from nlp.pii.homes import HomeFinder
from nlp.pii.names import NameFinder
from nlp.pii.numbers import NumberFinder
from nlp.place.gazetteer import Gazetteer
from nlp.text.words import Words

_DIGIT = re.compile(r"\d")
# Spaces, dashes and digits in the forms that telephones put between and for ours; one for one, so
# that every place in the text stays where it is.
_PLAIN = {
    **{ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"},
    **{ord(space): " " for space in "\u00a0\u2002\u2003\u2007\u2009\u202f\u200b\u200c\u200d\u2060"},
    **{0xFF10 + digit: str(digit) for digit in range(10)},
}


class PiiFinder:
    """Set ``doc._.pii``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._numbers = NumberFinder(gazetteer)
        self._names = NameFinder(gazetteer)
        self._homes = HomeFinder()

    def __call__(self, doc: Doc) -> Doc:
        doc._.pii = self.read(doc._.words)
        return doc

    def read(self, words: Words) -> tuple[PiiSpan, ...]:
        """Return the spans, sorted, none overlapping another; what is found first stays."""
        candidates = list(self._candidates(words))
        if len(candidates) < 2:  # as in most texts
            return tuple(candidates)
        found: list[PiiSpan] = []
        hidden = bytearray(len(words.text))
        for span in candidates:
            if not any(hidden[span.start : span.end]):
                found.append(span)
                hidden[span.start : span.end] = b"\x01" * (span.end - span.start)
        return tuple(sorted(found, key=lambda span: span.start))

    def _candidates(self, words: Words) -> Iterator[PiiSpan]:
        text = words.text.translate(_PLAIN)
        if _DIGIT.search(text):  # most texts have none
            parts: Iterable[Iterable[PiiSpan]] = (
                documents(text),
                self._numbers(text),
                plates(text),
                self._homes(words),
            )
            for part in parts:
                yield from part
        yield from emails(text)
        yield from self._names(words)
