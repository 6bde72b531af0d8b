"""The trained classifiers: linear, over words and their parts, in one matrix of small integers.

A score is a sum over features, so what a word adds to every score is computed once and kept: real
texts repeat their words, and reading one costs little more than adding vectors.

The file data/model.npz is written by ``make train`` (nlp/learning/train.py), and by nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from nlp.features import Terms, parts_of, terms_of
from nlp.place.places import PlaceReading
from nlp.text.tables import DataError, read_bytes
from nlp.text.words import Words

MODEL_FILE = "model.npz"
HEADS = frozenset({"subtopic", "gate", "kind", "danger", "secret"})
# Words kept with their vectors: about half a kilobyte each.
_KEPT_WORDS = 20_000
_SEPARATOR = "\n"
_SUREST = 30.0  # log odds beyond which more says nothing

Floats = NDArray[np.float32]


class ModelError(DataError):
    """The model file is not one that this code can read; ``make train`` writes it anew."""


@dataclass(frozen=True, slots=True)
class Head:
    """One question that the model answers: its labels, and the weights of what is no word.

    ``columns`` are its columns in the scores of a text. ``clues`` maps a named clue (a hit of the
    lexicon, "has a question mark") to its row of ``clue_weights``.
    """

    labels: tuple[str, ...]
    columns: slice
    bias: Floats
    clues: Mapping[str, int]
    clue_weights: Floats

    def probabilities(self, scores: Floats, clues: Mapping[str, float]) -> Floats:
        """Return the probability of each label, 0..1, in the order of ``labels``.

        ``scores`` are those of the text (``Model.scores``); clues that training never saw count
        nothing.
        """
        logits = scores[self.columns] + self.bias
        known = [(self.clues[name], value) for name, value in clues.items() if name in self.clues]
        if known:
            rows, values = zip(*known, strict=True)
            logits = logits + np.asarray(values, dtype=np.float32) @ self.clue_weights[list(rows)]
        if len(self.labels) == 1:
            # A word said a thousand times is far beyond what the exponential can hold.
            kept = np.clip(logits, -_SUREST, _SUREST)
            return np.asarray(1.0 / (1.0 + np.exp(-kept)), dtype=np.float32)
        exponents = np.exp(logits - logits.max())
        return np.asarray(exponents / exponents.sum(), dtype=np.float32)


class Model:
    """What ``make train`` has learnt. Immutable once loaded."""

    def __init__(
        self,
        features: Mapping[str, int],
        weights: NDArray[np.int8],
        scales: Floats,
        squares: Floats,
        heads: Mapping[str, Head],
    ) -> None:
        """Take the rows of features, their weights in steps of ``scales`` (one for a column), the
        squares of the features' own sizes, and the heads.
        """
        self._features = features
        self._weights = weights
        self._scales = scales
        self._squares = squares
        self.heads = heads
        self._word = lru_cache(maxsize=_KEPT_WORDS)(self._word_sums)

    def scores(self, terms: Terms) -> Floats:
        """Return the scores of a text for all columns of all heads, without bias and clues."""
        sums = np.zeros(len(self._scales), dtype=np.float32)
        square = 0.0
        for word in terms.words:
            of_word, its_square = self._word(word)
            sums += of_word
            square += its_square
        rows = [row for pair in terms.pairs if (row := self._features.get(pair)) is not None]
        if rows:
            sums += self._weights[rows].sum(axis=0, dtype=np.int32) * self._scales
            square += float(self._squares[rows].sum())
        return sums / np.float32(max(square, 1.0) ** 0.5)

    def _word_sums(self, word: str) -> tuple[Floats, float]:
        known = self._features
        rows = [row for part in parts_of(word) if (row := known.get(part)) is not None]
        if not rows:
            return np.zeros(len(self._scales), dtype=np.float32), 0.0
        sums = self._weights[rows].sum(axis=0, dtype=np.int32) * self._scales
        return np.asarray(sums, dtype=np.float32), float(self._squares[rows].sum())


class ScoreFinder:
    """Component 3: set ``doc._.scores``; reads the words and places found before."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        doc._.scores = self._model.scores(doc_terms(doc))
        return doc


def doc_terms(doc: Doc) -> Terms:
    """Return the terms of a doc whose words and places were found."""
    words: Words = doc._.words
    places: PlaceReading = doc._.places
    spans = [(e.start, e.end) for e in places.evidence if e.field == "location"]
    hidden = {
        at
        for at, start in enumerate(words.starts)
        # A handle names an office as well as a place.
        if words.text[start] != "@" and any(first <= start < last for first, last in spans)
    }
    return terms_of(words, hidden)


def pack(model_parts: Mapping[str, NDArray[np.generic]]) -> bytes:
    """Return the arrays as the bytes of a model file; the same arrays give the same bytes."""
    buffer = BytesIO()
    # savez stamps its members with a fixed date, so that training twice gives one file.
    np.savez_compressed(buffer, allow_pickle=False, **model_parts)
    return buffer.getvalue()


def text_array(lines: list[str]) -> NDArray[np.uint8]:
    """Return strings as an array that needs no pickle; ``text_lines`` undoes it."""
    if any(_SEPARATOR in line for line in lines):
        raise ModelError("a name with a line break cannot be stored")
    return np.frombuffer(_SEPARATOR.join(lines).encode(), dtype=np.uint8)


def text_lines(array: NDArray[np.uint8]) -> list[str]:
    """Return the strings that ``text_array`` stored."""
    text = array.tobytes().decode()
    return text.split(_SEPARATOR) if text else []


def unpack(data: bytes) -> Model:
    """Return the model of a file's bytes. Raises ModelError when it is no such file."""
    arrays = arrays_of(data, MODEL_FILE)
    try:
        names = text_lines(arrays["features"])
        heads: dict[str, Head] = {}
        first = 0
        for name in text_lines(arrays["heads"]):
            labels = tuple(text_lines(arrays[f"{name}.labels"]))
            clues = text_lines(arrays[f"{name}.clues"])
            heads[name] = Head(
                labels=labels,
                columns=slice(first, first + len(labels)),
                bias=arrays[f"{name}.bias"],
                clues={clue: row for row, clue in enumerate(clues)},
                clue_weights=arrays[f"{name}.clue_weights"],
            )
            first += len(labels)
        weights, scales, squares = arrays["weights"], arrays["scales"], arrays["squares"]
    except (KeyError, ValueError) as error:
        raise unreadable(MODEL_FILE) from error
    fits = weights.shape == (len(names), first) and len(squares) == len(names)
    if not fits or len(scales) != first or not heads.keys() >= HEADS:
        raise unreadable(MODEL_FILE)
    return Model({name: row for row, name in enumerate(names)}, weights, scales, squares, heads)


def arrays_of(data: bytes, file: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file of data/. Raises ModelError whatever is wrong with it."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except Exception as error:  # a damaged archive fails in a dozen ways, by a dozen modules
        raise unreadable(file) from error


def unreadable(file: str) -> ModelError:
    """Return the error of a trained file that is not what it must be."""
    return ModelError(f"nlp/data/{file} cannot be read; restore it, or run `make train`")


@cache
def load_model() -> Model:
    """Return the shipped model, read once in a process."""
    return unpack(read_bytes(MODEL_FILE))
