"""Which field of a belief was right, as calibration and evaluation count it."""

from collections.abc import Sequence

from nlp.learning.scoring import Score

WANTED = 0.95  # of what passes unseen, this share shall be right


def outcome(score: Score, field: str) -> bool | None:
    """Return whether a field is right, None when the labels leave it open."""
    match field:
        case "is_report":
            return score.is_report
        case "type":
            return score.type
        case "topic":
            return score.topic
        case "location":
            return None if score.location is None else score.location and score.exact is not False
        case "agency":
            return score.agency
        case "visibility":
            return score.visibility
        case _:
            told = score.labelled.is_report and score.belief.is_report
            # What is taken for an emergency never passes unseen, however sure all else is.
            return score.all_right if told and not score.belief.emergency else None


def claims(scores: Sequence[Score], field: str) -> tuple[list[float], list[bool]]:
    """Return the confidences of a field, and whether it is right, where the labels say so."""
    pairs = [
        (float(getattr(s.belief.confidence, field)), right)
        for s in scores
        if (right := outcome(s, field)) is not None
    ]
    return [claimed for claimed, _ in pairs], [right for _, right in pairs]


def topics_of(score: Score) -> tuple[str, str]:
    """Return (said, true); whatever is acceptable counts as the true one."""
    said = score.belief.topic.value if score.belief.topic else "-"
    return said, said if score.topic else score.labelled.topics[0]
