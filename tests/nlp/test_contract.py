"""The JSON of ``laporbot extract``: key names, their order, plain values."""

import json

from nlp.contract import to_contract
from tests.nlp.conftest import Read

KEYS = [
    *("id", "is_report", "type", "topic", "subtopic", "location", "agency", "visibility"),
    *("emergency", "pii", "confidence", "needs_review", "reasons"),
]
LOCATION_KEYS = [
    *("code", "level", "province", "regency", "district", "village", "place_text", "candidates"),
]
CONFIDENCE_KEYS = ["is_report", "type", "topic", "location", "agency", "visibility"]


def test_a_full_report_has_every_key_in_order(read: Read) -> None:
    text = "#lapor Jl. Poros Belopa rusak, kec. Suli kab. Luwu, hub 081200000000"
    made = json.loads(json.dumps(to_contract("7", read(text))))
    assert list(made) == KEYS
    assert list(made["location"]) == LOCATION_KEYS
    assert list(made["confidence"]) == CONFIDENCE_KEYS
    assert made["id"] == "7"
    assert made["type"] == "pengaduan"
    assert made["location"]["level"] == "district"
    assert made["location"]["place_text"] == "Jl. Poros Belopa"
    assert list(made["agency"]) == ["id", "name"]
    (pii,) = made["pii"]
    assert pii == {"kind": "phone", "start": text.index("0812"), "end": len(text)}


def test_an_empty_text_has_the_same_keys_and_nulls(read: Read) -> None:
    made = json.loads(json.dumps(to_contract("0", read(""))))
    assert list(made) == KEYS
    assert [made[key] for key in ("type", "topic", "subtopic", "location", "agency")] == [None] * 5
    assert all(0.0 <= value <= 1.0 for value in made["confidence"].values())
