"""What somebody typed while their session ended: kept in the page itself, through the sign-in.

It is never stored on our side, since nobody is signed in whose it could be.
"""

import json
from dataclasses import dataclass

from web.access import PROOF_FIELD, Posted, safe_next

_SHORT = 40  # characters; what is longer, or has lines, was typed and not chosen


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field of a form. ``is_text``: somebody wrote it, so it is shown and may be changed."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return len(self.value) > _SHORT or "\n" in self.value


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was not carried out, ready to be sent again to ``path``."""

    path: str
    fields: tuple[KeptField, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(field.value for field in self.fields if field.is_text)

    def as_text(self) -> str:
        """Return what ``Kept.of_text`` reads."""
        fields = [[field.name, field.value] for field in self.fields]
        return json.dumps([self.path, fields], ensure_ascii=False)

    @classmethod
    def of(cls, posted: Posted) -> "Kept | None":
        """Return what to keep of a form. None when sending it again means nothing (signing out)."""
        if safe_next(posted.path) is None:
            return None
        # A password typed into a form must not stand in the next page.
        kept = (
            KeptField(name, value)
            for name, value in posted.fields
            if name != PROOF_FIELD and "sandi" not in name
        )
        return cls(posted.path, tuple(kept))

    @classmethod
    def of_text(cls, text: str) -> "Kept | None":
        """Return what ``as_text`` wrote; None for anything else, whoever wrote it."""
        try:
            path, pairs = json.loads(text)
            fields = tuple((str(name), str(value)) for name, value in pairs)
        except (ValueError, TypeError, RecursionError):
            return None
        return cls.of(Posted(path, fields)) if isinstance(path, str) else None
