"""How X reads a text: its weighted length, its links, mentions and hashtags.

The only file that imports ``twitter_text``. Source: https://docs.x.com/fundamentals/counting-characters
"""

import re
from dataclasses import dataclass

from twitter_text import extract_urls_with_indices, parse_tweet

MAX_WEIGHT = 280

_MENTION = re.compile(r"(?<![\w@/.])@(\w{1,15})(?![\w@])", re.ASCII)
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d_]\w*)")
# twitter-text wants a top-level domain; in a sandbox the bot's own links lead to loopback.
_LOOPBACK = re.compile(r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:/[^\s<>\"]*)?")


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is a link, a mention (without @) or a hashtag (without #)."""

    start: int
    end: int
    value: str


def weighted_length(text: str) -> int:
    """Count characters as X does: most weigh 1, CJK and emoji 2, every link 23."""
    return int(parse_tweet(text).weightedLength) if text else 0


def well_formed(text: str) -> str:
    """Return ``text`` with lone surrogates replaced: they cannot travel as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def shorten(text: str, weight: int) -> str:
    """Return the longest beginning of ``text`` that weighs at most ``weight`` with a final "…"."""
    if weighted_length(text) <= weight:
        return text
    low, high = 0, min(len(text), weight)
    while low < high:
        middle = (low + high + 1) // 2
        if weighted_length(text[:middle].rstrip() + "…") <= weight:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def links(text: str) -> list[Span]:
    """Return the links in a text, in order, as written."""
    found = [
        Span(entity["indices"][0], entity["indices"][1], entity["url"])
        for entity in extract_urls_with_indices(text)
    ]
    for match in _LOOPBACK.finditer(text):
        url = match.group().rstrip(".,;:!?)'")
        span = Span(match.start(), match.start() + len(url), url)
        if not any(other.start < span.end and span.start < other.end for other in found):
            found.append(span)
    return sorted(found, key=lambda span: span.start)


def mentions(text: str) -> list[Span]:
    """Return the @usernames in a text, in order; whether they exist is not known here."""
    return [Span(m.start(), m.end(), m.group(1)) for m in _MENTION.finditer(text)]


def hashtags(text: str) -> list[Span]:
    """Return the #hashtags in a text, in order. A hashtag is never digits alone."""
    return [Span(m.start(), m.end(), m.group(1)) for m in _HASHTAG.finditer(text)]


def absolute(url: str) -> str:
    """Return a link as a browser needs it: X takes ``lapor.go.id`` for ``http://lapor.go.id``."""
    return url if url.lower().startswith(("http://", "https://")) else f"http://{url}"
