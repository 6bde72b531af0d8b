"""Component 5b: what identifies a person in a text, as exact spans. In doubt it is hidden.

A span too few shows a person, a span too many hides a word. Emergency numbers, call centres and
telephones of offices are nobody's secret, nor are offices, streets and persons of public life.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from domain.model import PiiSpan
from nlp.gazetteer import Gazetteer
from nlp.pii_codes import documents, emails, plates
from nlp.pii_homes import HomeFinder
from nlp.pii_names import NameFinder
from nlp.pii_numbers import NumberFinder
from nlp.words import Words

_DIGIT = re.compile(r"\d")


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
        text = words.text
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
