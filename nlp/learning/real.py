"""Figures on real complaints that others have gathered; only measured on, never learnt from.

Their labels are an operator's routing, not ours, so what can be compared is coarse: whether a text
with #lapor out of sight is taken for a report, where it is when it says so, which office answers.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.model import Extraction, Utterance
from nlp.learning.measures import Figure, share
from nlp.pipeline import Understanding
from nlp.place.gazetteer import name_key


@dataclass(frozen=True, slots=True)
class Routed:
    """What an operator's choice of an office says: keys of data/offices.tsv, and topics."""

    offices: frozenset[str]
    topics: frozenset[str]


def _routed(offices: str, topics: str) -> Routed:
    return Routed(frozenset(offices.split()), frozenset(topics.split()))


# Offices as Surabaya's operators call them. Their other labels (districts, sub-districts, single
# hospitals, divisions of the city hall) cannot be derived from a text alone.
_OFFICES: dict[str, Routed] = {
    "Dinas Kependudukan dan Pencatatan Sipil": _routed("dukcapil", "kependudukan"),
    "Dinas Perhubungan": _routed("perhubungan", "perhubungan ketertiban_umum pekerjaan_umum"),
    "Dinas Sumber Daya Air dan Bina Marga": _routed("pupr sda", "pekerjaan_umum sosial"),
    "Dinas Lingkungan Hidup": _routed("lingkungan pertamanan", "lingkungan_hidup"),
    "Dinas Kesehatan": _routed("kesehatan", "kesehatan"),
    "Dinas Pendidikan": _routed("pendidikan", "pendidikan kekerasan_pendidikan"),
    "Dinas Sosial": _routed("sosial", "sosial"),
    "Satuan Polisi Pamong Praja": _routed("satpol_pp", "ketertiban_umum"),
    "Dinas Perindustrian dan Tenaga Kerja": _routed("tenaga_kerja", "ketenagakerjaan"),
    "Dinas Koperasi Usaha Kecil dan Menengah dan Perdagangan": _routed(
        "perdagangan koperasi pasar", "ekonomi_keuangan perlindungan_konsumen"
    ),
    "Badan Pendapatan Daerah": _routed("pajak", "ekonomi_keuangan"),
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu": _routed(
        "perizinan", "ekonomi_keuangan"
    ),
}


@dataclass(frozen=True, slots=True)
class RealText:
    """A text with its source and the labels that its source gave it."""

    text: str
    source: str
    labels: dict[str, str]


def real_figures(understanding: Understanding, path: Path) -> dict[str, Figure]:
    """Return figures by source. Raises OSError and ValueError for a file that cannot be read."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    figures: dict[str, Figure] = {}
    for source in sorted({row["source"] for row in rows}):
        texts = [RealText(r["text"], source, r["labels"]) for r in rows if r["source"] == source]
        beliefs = understanding([Utterance(text.text) for text in texts])
        for name, figure in _of_source(texts, beliefs).items():
            figures[f"{source}: {name}"] = figure
        if any(text.labels.get("agency") in _OFFICES for text in texts):
            figures[f"{source}: office, its city added"] = office_figure(understanding, texts)
    return figures


def _of_source(texts: Sequence[RealText], beliefs: Sequence[Extraction]) -> dict[str, Figure]:
    pairs = list(zip(texts, beliefs, strict=True))
    told = [belief for belief in beliefs if belief.is_report]
    figures = {
        "taken for a report": share([b.is_report for b in beliefs]),
        "taken for a report, or held for a moderator": share(
            [b.is_report or "maybe_a_report" in b.reasons for b in beliefs]
        ),
        "hidden": share([b.visibility.is_private for b in beliefs]),
        "alarmed": share([b.emergency for b in beliefs]),
        "passes unseen": share([not b.needs_review for b in told]),
        "located, of reports": share([b.location is not None for b in told]),
    }
    if named := [(t, b) for t, b in pairs if _names_its_place(t)]:
        figures["located, where a district or village is named"] = share(
            [b.location is not None for _, b in named]
        )
        figures["in the right regency, of those located"] = share(
            [b.location.regency == t.labels["kabkota"] for t, b in named if b.location]
        )
    if routed := [(t, b) for t, b in pairs if t.labels.get("agency") in _OFFICES and b.is_report]:
        figures["topic, where the office tells it"] = share(
            [b.topic in _OFFICES[t.labels["agency"]].topics for t, b in routed]
        )
    if texts[0].source.startswith("kai"):
        figures["topic is transport, of reports"] = share([b.topic == "perhubungan" for b in told])
    return figures


def _names_its_place(text: RealText) -> bool:
    words = f" {name_key(text.text)} "
    names = [text.labels.get(key, "") for key in ("kecamatan", "kelurahan")]
    return "kabkota" in text.labels and any(n and f" {name_key(n)} " in words for n in names)


def office_figure(understanding: Understanding, texts: Sequence[RealText]) -> Figure:
    """Return how often the office is the operator's.

    The form knows its own city; its texts leave it out. So it is added, as the form would.
    """
    told = [text for text in texts if text.labels.get("agency") in _OFFICES]
    beliefs = understanding([Utterance(f"{t.text}\n{t.labels['kabkota']}") for t in told])
    return share(
        [
            b.agency is not None
            and b.agency.id.rpartition(":")[2] in _OFFICES[t.labels["agency"]].offices
            for t, b in zip(told, beliefs, strict=True)
        ]
    )
