"""Component 10: from readings to one Extraction, with how sure we are and what a moderator should
look at.

Every component says what speaks for and against its answer (signals); data/calibration.tsv, fitted
on texts that the model was not trained on (nlp/learning/calibrate.py), turns them into the
probability that the answer is right. data/thresholds.tsv says from where an answer passes unseen.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from domain.model import NO_ALTERNATIVES, Alternatives, Confidence, Extraction, Visibility
from nlp.agency.agencies import AgencyReading
from nlp.emergency import EmergencyReading
from nlp.intent import IntentReading
from nlp.place.places import PlaceReading
from nlp.secrecy.privacy import VisibilityReading
from nlp.text.tables import DataError, Line, read_table
from nlp.topics import TopicReading

# The fields of a belief that have a confidence, and the whole of it.
FIELDS = ("is_report", "type", "topic", "location", "agency", "visibility")
ALL = "all"
_CONSTANT = "constant"
_LEAST = 1e-4  # probabilities are kept this far from 0 and 1, so that their logits are finite
_UNHEARD = -6.0  # the score of the alarm below which it has heard nothing

Signals = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of signals, by field."""

    weights: Mapping[str, Mapping[str, float]]

    def sure(self, field: str, signals: Signals) -> float:
        """Return the probability that a field is right, 0..1."""
        weights = self.weights[field]
        logit = weights[_CONSTANT] + sum(
            weights[name] * value for name, value in signals.items() if name in weights
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def load_calibration() -> Calibration:
    """Return what data/calibration.tsv says."""
    weights: dict[str, dict[str, float]] = {}
    for line in read_table("calibration.tsv", 3):
        field, signal, _ = line.fields
        weights.setdefault(field, {})[signal] = _number(line, 2)
    missing = {*FIELDS, ALL} - {field for field, of in weights.items() if _CONSTANT in of}
    if missing:
        raise DataError(f"nlp/data/calibration.tsv has no {_CONSTANT} for {sorted(missing)}")
    return Calibration(weights)


@cache
def load_thresholds() -> Mapping[str, float]:
    """Return from which confidence each field, and the whole, passes unseen."""
    found = {line.fields[0]: _number(line, 1) for line in read_table("thresholds.tsv", 4)}
    if missing := {*FIELDS, ALL} - found.keys():
        raise DataError(f"nlp/data/thresholds.tsv has no line for {sorted(missing)}")
    return found


def _number(line: Line, column: int) -> float:
    try:
        number = float(line.fields[column])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise line.error(f"{line.fields[column]!r} is no number")
    return number


class Judge:
    """Turn a doc that all components have read into an Extraction."""

    def __init__(self, calibration: Calibration, thresholds: Mapping[str, float]) -> None:
        self._calibration = calibration
        self._thresholds = thresholds

    def __call__(self, doc: Doc) -> Extraction:
        topics: TopicReading = doc._.topics
        places: PlaceReading = doc._.places
        intent: IntentReading = doc._.intent
        privacy: VisibilityReading = doc._.privacy
        agency: AgencyReading = doc._.agency
        emergency: EmergencyReading = doc._.emergency
        sure = self._sure(doc)
        # Somebody who says thanks does not speak of a matter with a topic, a place and an agency;
        # of what may be a report after all, a moderator wants to see everything.
        told = intent.is_report or bool(intent.reasons)
        about = topics if told else TopicReading()
        where = places if told else PlaceReading()
        who = agency if told else AgencyReading()
        doubts = self._doubts(about, where, intent, privacy, self._weak_fields(sure))
        return Extraction(
            is_report=intent.is_report,
            type=intent.type,
            topic=about.topic,
            subtopic=about.subtopic,
            location=where.location,
            agency=who.agency,
            visibility=privacy.visibility,
            emergency=emergency.is_emergency,
            pii=doc._.pii,
            confidence=Confidence(**{field: sure[field] for field in FIELDS}),
            needs_review=not _ASKED_OF_THE_CITIZEN.issuperset(doubts),
            reasons=tuple(doubts),
            intent=intent.intent,
            evidence=(*where.evidence, *about.evidence, *privacy.evidence, *emergency.evidence),
            alternatives=_alternatives(where, who) if told else NO_ALTERNATIVES,
        )

    def _sure(self, doc: Doc) -> dict[str, float]:
        found = signals_of(doc)
        sure = {
            field: self._calibration.sure(field, found[field])
            for field in ("is_report", "type", "topic", "location", "visibility")
        }
        sure["agency"] = self._calibration.sure(
            "agency", {**found["agency"], **_logits(sure, "topic", "location")}
        )
        sure[ALL] = self._calibration.sure(ALL, {**found[ALL], **_logits(sure, *FIELDS)})
        return sure

    def _doubts(
        self,
        topics: TopicReading,
        places: PlaceReading,
        intent: IntentReading,
        privacy: VisibilityReading,
        weak: Collection[str],
    ) -> list[str]:
        """Return what is unsure or missing, most important first."""
        doubts = list(intent.reasons)
        if intent.is_report:
            doubts.extend(_UNCERTAIN[field] for field in FIELDS if field in weak)
            doubts.extend(("no_topic",) if topics.topic is None else ())
            doubts.extend(places.reasons)
        hidden = privacy.visibility is not Visibility.PUBLIK
        if privacy.reasons and (intent.is_report or hidden):
            doubts.extend(privacy.reasons)
        elif hidden and not intent.is_report:
            doubts.append("visibility_uncertain")  # whoever wants to hide has something to tell
        return list(dict.fromkeys(doubts))

    def _weak_fields(self, sure: Mapping[str, float]) -> list[str]:
        """Return the fields that keep a belief from passing unseen; none when it may."""
        if sure[ALL] >= self._thresholds[ALL]:
            return []
        weak = [field for field in FIELDS if sure[field] < self._thresholds.get(field, 0.0)]
        return weak or [min(FIELDS, key=lambda field: sure[field])]


_UNCERTAIN = {
    "is_report": "report_uncertain",
    "type": "type_uncertain",
    "topic": "topic_uncertain",
    "location": "place_uncertain",
    "agency": "agency_uncertain",
    "visibility": "visibility_uncertain",
}
# The bot asks the author for the place; no moderator is needed for that.
_ASKED_OF_THE_CITIZEN = {"no_place"}


def _alternatives(where: PlaceReading, who: AgencyReading) -> Alternatives:
    chosen = where.location.code if where.location else None
    return Alternatives(
        topics=who.guesses,
        places=tuple(code for code in where.candidates if code != chosen),
        agencies=who.others,
    )


def signals_of(doc: Doc) -> dict[str, Signals]:
    """Return what speaks for and against each field of a belief."""
    topics: TopicReading = doc._.topics
    places: PlaceReading = doc._.places
    intent: IntentReading = doc._.intent
    privacy: VisibilityReading = doc._.privacy
    agency: AgencyReading = doc._.agency
    return {
        "is_report": {
            "lead": logit(max(intent.report, 1.0 - intent.report)),
            "said": float(intent.is_report),
        },
        "type": {"lead": logit(intent.kind)},
        "topic": {
            f"is {topics.topic}": 1.0,
            "probability": logit(topics.probability),
            "margin": topics.margin,
            "named": min(topics.weight, 8.0) / 8.0,
        },
        "location": _place_signals(places),
        "visibility": {
            "hidden": float(privacy.visibility.is_private),
            "sure": privacy.confidence,
            "heard": max(privacy.score, _UNHEARD),
        },
        "agency": _agency_signals(agency, topics),
        ALL: {"danger": logit(doc._.emergency.danger)},
    }


def _agency_signals(agency: AgencyReading, topics: TopicReading) -> dict[str, float]:
    # The rule follows the subtopic, so that must be sure, not only its topic.
    signals = {"subtopic": logit(topics.probability * topics.share)}
    signals[f"by {agency.route}"] = 1.0
    signals["said"] = float(agency.agency is not None)
    signals["national"] = float(agency.agency is not None and ":" not in agency.agency.id)
    # Whose matters are easily told, and whose are not, is learnt by topic.
    signals[f"of {topics.topic}"] = 1.0
    return signals


def _place_signals(places: PlaceReading) -> dict[str, float]:
    signals = {f"because {reason}": 1.0 for reason in places.reasons}
    signals["located"] = float(places.location is not None)
    signals["sure"] = places.confidence
    signals.update(places.signals.features())
    return signals


def _logits(sure: Mapping[str, float], *fields: str) -> dict[str, float]:
    return {f"logit {field}": logit(sure[field]) for field in fields}


def logit(probability: float) -> float:
    """Return the log odds of a probability that is kept a little away from 0 and 1."""
    kept = min(1.0 - _LEAST, max(_LEAST, probability))
    return math.log(kept / (1.0 - kept))
