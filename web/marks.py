"""A citizen's words cut into pieces, each with the reasons why it is marked. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.model import Evidence
from domain.redaction import Redaction

# What a mark says in words, since a colour alone says nothing to many.
LABELS: dict[str, str] = {
    "location": "Tempat",
    "place_text": "Alamat",
    "topic": "Topik",
    "visibility": "Kerahasiaan",
    "emergency": "Darurat",
    "pii": "Data pribadi",
}
KIND_NAMES: dict[str, str] = {
    "nik": "NIK",
    "kk": "Nomor KK",
    "phone": "Nomor telepon",
    "email": "Surel",
    "plate": "Pelat nomor",
    "name": "Nama",
    "address": "Alamat rumah",
    "passport": "Nomor paspor",
    "manual": "Ditandai moderator",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words with the same marks. ``label`` is said where a mark begins, else empty."""

    text: str
    kind: str = ""  # the mark that gives its colour; empty without any
    label: str = ""


def pieces(text: str, evidence: Sequence[Evidence], hidden: Sequence[Redaction]) -> list[Piece]:
    """Return the text in pieces; joined they are the text, whatever the spans say."""
    spans = [(e.field, e.start, e.end) for e in evidence if e.field in LABELS]
    spans += [("pii", mark.start, mark.end) for mark in hidden if mark.lifted is None]
    edges = {0, len(text)}
    edges.update(min(max(edge, 0), len(text)) for _, start, end in spans for edge in (start, end))
    borders, found, before = sorted(edges), list[Piece](), frozenset[str]()
    for start, end in pairwise(borders):
        fields = frozenset(field for field, first, last in spans if first <= start and end <= last)
        kind = next((field for field in _BY_WEIGHT if field in fields), "")
        fresh = [LABELS[field] for field in LABELS if field in fields - before]
        found.append(Piece(text[start:end], kind, " + ".join(fresh)))
        before = fields
    return found


# Where marks lie over one another, the one that matters most gives the colour.
_BY_WEIGHT = ("pii", "emergency", "visibility", "location", "place_text", "topic")
