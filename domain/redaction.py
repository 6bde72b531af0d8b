"""What of a citizen's words may be shown: marks over them, or a summary instead of them. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MARK = "[disamarkan]"
RUN = 5  # so many words in a row are a quotation: a search engine finds the tweet by them
PUBLIC_TEXT_AT_MOST = 4000  # characters; a post of X rarely has more

_WORD = re.compile(r"\w+")
# The name of an account, also with the wide sign; not the middle of an e-mail address.
_HANDLE = re.compile(r"(?<!\w)[@\uff20]\w+")
_MANY_SPACES = re.compile(r"[^\S\n]+")
# Shorter words than this are in any text by chance.
_TELLING = 3
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Redaction:
    """``text[start:end]`` must not be shown, unless somebody lifted the mark and said why."""

    id: int
    kind: str
    start: int
    end: int
    lifted: str | None = None  # the reason


def hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return ``text`` with a mark in the place of each span, and of each handle.

    Handles name people, and the service's own says nothing. Spans may overlap or lie outside.
    """
    handles = [match.span() for match in _HANDLE.finditer(text)]
    parts, at = [], 0
    for start, end in merged([*spans, *handles], len(text)):
        is_handle = (start, end) in handles
        parts += [text[at:start], "" if is_handle else MARK]
        at = end
    return _MANY_SPACES.sub(" ", "".join(parts) + text[at:]).strip()


def merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return the spans in order, cut to the text, with those that touch joined."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), min(e, length)) for s, e in spans):
        if start >= end:
            continue
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Return where ``words`` stand in ``text``, whatever their case; [] when they do not."""
    wanted = words.strip()
    if not wanted:
        return []
    return [match.span() for match in re.finditer(re.escape(wanted), text, re.IGNORECASE)]


def shared_run(one: str, other: str, length: int = RUN) -> str | None:
    """Return the first ``length`` words in a row that both texts have; None when they have none.

    Words are compared without case and punctuation.
    """
    known = set(_runs(_words(other), length))
    return next((" ".join(run) for run in _runs(_words(one), length) if run in known), None)


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def shows(text: str, words: str) -> bool:
    """Say whether ``text`` holds ``words``, whatever stands between their letters and digits."""
    sought = _bare(words)
    return len(sought) >= _TELLING and sought in _bare(text)


def names_somebody(text: str) -> bool:
    """Say whether ``text`` holds the handle of an account."""
    return bool(_HANDLE.search(text))


def _bare(text: str) -> str:
    return _BETWEEN.sub("", text).casefold()
