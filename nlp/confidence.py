"""Component 7: from readings to one Extraction, with what a moderator should look at.

The confidences are not calibrated yet: they are monotone (more evidence, higher; more that speaks
against it, lower), no more. Calibration will replace the numbers, not the shape.
"""

from spacy.tokens import Doc

from domain.model import Confidence, Extraction, Visibility
from nlp.agencies import AgencyReading
from nlp.intent import IntentReading
from nlp.places import PlaceReading
from nlp.privacy import VisibilityReading
from nlp.topics import TopicReading

# Below these a moderator looks. A wrong place or topic sends a report to the wrong office; a
# wrong visibility shows a name.
_TOPIC, _LOCATION, _REPORT, _VISIBILITY = 0.6, 0.6, 0.65, 0.7


def extraction_of(doc: Doc) -> Extraction:
    """Return what the components have found in a doc, as one value."""
    topics: TopicReading = doc._.topics
    places: PlaceReading = doc._.places
    intent: IntentReading = doc._.intent
    privacy: VisibilityReading = doc._.privacy
    agency: AgencyReading = doc._.agency
    # Somebody who says thanks does not speak of a matter with a topic, a place and an agency; of
    # what may be a report after all, a moderator wants to see everything.
    told = intent.is_report or bool(intent.reasons)
    about = topics if told else TopicReading()
    where = places if told else PlaceReading()
    who = agency if told else AgencyReading()
    reasons = _reasons(about, where, intent, privacy)
    return Extraction(
        is_report=intent.is_report,
        type=intent.type,
        topic=about.topic,
        subtopic=about.subtopic,
        location=where.location,
        agency=who.agency,
        visibility=privacy.visibility,
        emergency=intent.emergency,
        pii=doc._.pii,
        confidence=_confidence(about, where, who, intent, privacy),
        needs_review=bool(reasons),
        reasons=reasons,
        intent=intent.intent,
        evidence=(*where.evidence, *about.evidence, *privacy.evidence, *intent.evidence),
    )


def _reasons(
    topics: TopicReading, places: PlaceReading, intent: IntentReading, privacy: VisibilityReading
) -> tuple[str, ...]:
    """Return why a moderator should look, most important first; empty when all is clear."""
    reasons = list(intent.reasons)
    if intent.is_report:
        if intent.report_confidence < _REPORT:
            reasons.append("report_uncertain")
        if topics.topic is None:
            reasons.append("no_topic")
        elif topics.confidence < _TOPIC:
            reasons.append("topic_uncertain")
        reasons.extend(places.reasons)
        if places.location is not None and places.confidence < _LOCATION and not places.reasons:
            reasons.append("place_uncertain")
    if privacy.confidence < _VISIBILITY and intent.is_report:
        reasons.extend(privacy.reasons or ("visibility_uncertain",))
    elif privacy.visibility is not Visibility.PUBLIK and not intent.is_report:
        reasons.append("visibility_uncertain")  # whoever wants to hide has something to tell
    return tuple(dict.fromkeys(reasons))


def _confidence(
    topics: TopicReading,
    places: PlaceReading,
    agency: AgencyReading,
    intent: IntentReading,
    privacy: VisibilityReading,
) -> Confidence:
    return Confidence(
        is_report=intent.report_confidence,
        type=intent.type_confidence,
        topic=topics.confidence,
        location=places.confidence,
        agency=agency.confidence,
        visibility=privacy.confidence,
    )
