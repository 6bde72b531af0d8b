"""Reading what a browser sends: never trusted. How much it may be is said in ``app``."""

import re
import secrets
from collections.abc import Mapping
from typing import TypeVar

from domain.moves import ArchiveReason
from domain.review import FieldName, Missing, ReviewAct, Wish
from domain.text import safe_text
from web.access import Sent

_NUMBER = re.compile(r"[0-9]{1,18}")  # fits the database's integers
_LONGEST_KEY = 80

E = TypeVar("E", bound=str)


def form_of(posted: Sent) -> Mapping[str, str]:
    """Return the fields of a form; of a field sent twice the last."""
    return {name: safe_text(value) for name, value in posted.fields}


def number_in(text: str) -> int | None:
    """Return a positive number, None when the text is none that the database could hold."""
    written = text.strip().removeprefix("#")
    return int(written) if _NUMBER.fullmatch(written) and written.isascii() else None


def one_of(kinds: type[E], text: str) -> E | None:
    """Return a member of an enum of strings, None when the text names none."""
    return next((kind for kind in kinds if kind == text), None)  # type: ignore[attr-defined]


def wish_in(form: Mapping[str, str]) -> Wish | None:
    """Return what a moderator asks for; None when the form lacks its act, version or key."""
    act = one_of(ReviewAct, form.get("tindakan", ""))
    version, key = number_in(form.get("versi", "")), form.get("kunci", "")
    if act is None or version is None or not 0 < len(key) <= _LONGEST_KEY:
        return None
    return Wish(
        act=act,
        form_key=key,
        version=version,
        field=one_of(FieldName, form.get("bidang", "")),
        value=form.get("nilai", ""),
        note=form.get("catatan", ""),
        reason=one_of(ArchiveReason, form.get("alasan", "")),
        missing=one_of(Missing, form.get("kurang", "")),
        into=number_in(form.get("induk", "")),
        redaction=number_in(form.get("tanda", "")),
    )


def new_form_key() -> str:
    """Return a key that no other form has, and nobody can guess."""
    return secrets.token_urlsafe(16)
