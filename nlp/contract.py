"""The JSON contract of ``laporbot extract``. Key names and their order are fixed."""

from dataclasses import asdict

from domain.model import Agency, Extraction, Location


def to_contract(message_id: str | float | None, extraction: Extraction) -> dict[str, object]:
    """Return the JSON object for one message; every value is plain JSON."""
    return {
        "id": message_id,
        "is_report": extraction.is_report,
        "type": extraction.type and extraction.type.value,
        "topic": extraction.topic and extraction.topic.value,
        "subtopic": extraction.subtopic,
        "location": extraction.location and _location(extraction.location),
        "agency": extraction.agency and _agency(extraction.agency),
        "visibility": extraction.visibility.value,
        "emergency": extraction.emergency,
        "pii": [{"kind": p.kind, "start": p.start, "end": p.end} for p in extraction.pii],
        "confidence": {name: round(v, 4) for name, v in asdict(extraction.confidence).items()},
        "needs_review": extraction.needs_review,
        "reasons": list(extraction.reasons),
    }


def _location(location: Location) -> dict[str, object]:
    return {
        "code": location.code,
        "level": location.level.value,
        "province": location.province,
        "regency": location.regency,
        "district": location.district,
        "village": location.village,
        "place_text": location.place_text,
        "candidates": list(location.candidates),
    }


def _agency(agency: Agency) -> dict[str, object]:
    return {"id": agency.id, "name": agency.name}
