"""Making any text safe to store, without moving a single character.

Text from outside may hold NUL, lone surrogates and direction overrides. Databases and terminals
choke on them, or are fooled by them. Each such character is replaced by exactly one U+FFFD, so
that offsets into the citizen's text (PII spans, evidence) stay true.
"""

import re

# C0/C1 controls except tab and newlines; lone surrogates; bidirectional embeddings, overrides and
# isolates (they let a text display as something it is not).
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def safe_text(text: str) -> str:
    """Return ``text``, same length, with every unsafe character replaced by U+FFFD."""
    return _UNSAFE.sub("\ufffd", text)
