"""Refusals, in the shapes X gives them.

Source: https://docs.x.com/x-api/fundamentals/response-codes-and-errors. Two forms exist: a whole
answer that is a problem (``Problem``), and entries of ``errors`` in an answer that is partly right.
"""

from typing import Any

Json = dict[str, Any]

_PROBLEMS = "https://api.twitter.com/2/problems"


class Problem(Exception):
    """An answer with a status of 4xx or 5xx and X's body for it."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def plain(status: int, title: str, detail: str | None = None) -> Problem:
    """The form of 401, 403, 404, 429 and 5xx."""
    return Problem(
        status,
        {"title": title, "type": "about:blank", "status": status, "detail": detail or title},
    )


def forbidden(detail: str) -> Problem:
    return plain(403, "Forbidden", detail)


def invalid(message: str, **parameters: str) -> Problem:
    """The form of 400: which parameter, and why. An underscore in a name stands for a dot."""
    shown = {name.replace("__", "."): [value] for name, value in parameters.items()}
    return Problem(
        400,
        {
            "errors": [{"parameters": shown, "message": message}],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"{_PROBLEMS}/invalid-request",
        },
    )


def out_of_credits(account_id: str) -> Problem:
    """The form of 402."""
    return Problem(
        402,
        {
            "account_id": int(account_id),
            "title": "CreditsDepleted",
            "detail": f"Your enrolled account [{account_id}] does not have any credits "
            "to fulfill this request.",
            "type": f"{_PROBLEMS}/credits",
        },
    )


def missing(kind: str, value: str, parameter: str) -> Json:
    """An entry of ``errors``: no such post or user."""
    return {
        "value": value,
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{_PROBLEMS}/resource-not-found",
    }


def hidden_post(value: str, parameter: str) -> Json:
    """An entry of ``errors``: the author is protected or suspended."""
    return {
        "resource_id": value,
        "parameter": parameter,
        "resource_type": "tweet",
        "section": "includes" if parameter.startswith("referenced") else "data",
        "title": "Authorization Error",
        "value": value,
        "detail": f"Sorry, you are not authorized to see the Tweet with {parameter}: [{value}].",
        "type": f"{_PROBLEMS}/not-authorized-for-resource",
    }


def suspended_user(value: str, parameter: str) -> Json:
    """An entry of ``errors``: the user is suspended."""
    return {
        "value": value,
        "detail": f"User has been suspended: [{value}].",
        "title": "Forbidden",
        "resource_type": "user",
        "parameter": parameter,
        "resource_id": value,
        "type": f"{_PROBLEMS}/resource-not-found",
    }
