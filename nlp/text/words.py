"""Words of a text with their true offsets; the tokeniser of our pipeline.

spaCy's Indonesian tokeniser keeps "kec.mrebet" and "RT.03" in one piece (they look like web
addresses to it) and strips long runs of punctuation in quadratic time. Ours is one linear
expression, and it has no cache that could grow.
"""

import re
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

# Where a Doc of ours keeps its text, in ``doc.user_data``.
TEXT = "text"
# Zero-width characters and soft hyphens are typed (or pasted) inside words; they stay inside.
INVISIBLE = "\u200b\u200c\u200d\u00ad\ufeff"
_LETTERS = rf"[\w{INVISIBLE}]"
TOKEN = re.compile(
    rf"""https?://\S+
    | [@\#]{_LETTERS}+
    | {_LETTERS}+(?:['’‘`]{_LETTERS}+)*   # jum'at, Sa'dan
    | [^\w\s@\#{INVISIBLE}]+              # a run of punctuation or emoji
    | [@\#]
    | \s+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in parallel tuples; punctuation is left out.

    ``text[starts[i]:ends[i]]`` is the word as written. ``lowers`` are lower-case without
    apostrophes (for names), ``norms`` have slang and stretching undone, ``stems`` have no ``-nya``
    (for phrases). ``breaks[i]`` says that a phrase cannot continue from word ``i - 1`` to word
    ``i``. A handle is one word with its ``@``; a hashtag is split into the words it is made of.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lowers: tuple[str, ...]
    norms: tuple[str, ...]
    stems: tuple[str, ...]
    breaks: tuple[bool, ...]
    hashtags: frozenset[str]

    def __len__(self) -> int:
        return len(self.norms)

    def is_plain(self, start: int, end: int) -> bool:
        """Say whether nothing but spaces stands between words ``start`` to ``end`` (exclusive)."""
        gaps = range(start + 1, end)
        return all(self.text[self.ends[at - 1] : self.starts[at]].isspace() for at in gaps)

    def surface(self, start: int, end: int) -> str:
        """Return words ``start`` to ``end`` (exclusive) as written, with what is between them."""
        return self.text[self.starts[start] : self.ends[end - 1]]


class WordTokenizer:
    """Make a Doc from a text; ``doc.text == text``, always."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for token in TOKEN.findall(text):
            # A Doc keeps one plain space as a flag of the word before it; more is a token.
            if token[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                token = token[1:]
            if token:
                words.append(token)
                spaces.append(False)
        doc = Doc(self._vocab, words=words, spaces=spaces)
        doc.user_data[TEXT] = text  # doc.text would put it together anew each time it is asked
        return doc
