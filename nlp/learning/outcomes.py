"""Which field of a belief was right, as calibration and evaluation count it."""

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
            return score.all_right if score.labelled.is_report and score.belief.is_report else None
