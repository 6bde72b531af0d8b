"""From the corpus to the model that the package ships: `make train`.

Deterministic: the same corpus and code give the same bytes on the same machine. Needs scikit-learn,
which the running service does not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from domain.model import Visibility
from nlp.corpus.reading import (
    CORPUS,
    Judged,
    Labelled,
    Phrase,
    Telling,
    judged,
    mentions,
    phrases,
    tellings,
)
from nlp.emergency import DangerFinder
from nlp.features import Terms, parts_of
from nlp.intent import INTENTS, ClueFinder
from nlp.model import doc_terms, pack, text_array
from nlp.pipeline import blank
from nlp.secrecy.privacy import SECRET_SUBTOPICS
from nlp.topics import (
    read_lexicon,
    subtopics,
    terms,
    topic_clues,
    topic_lexicon,
    weighted_phrases,
)

Numbers = NDArray[np.float32]

# How much a feature weighs before its rarity: a word has many parts, which say little each.
_SIZE = {"word": 1.0, "pair": 0.8, "part": 0.35}
# Texts that must have a feature before it gets a weight: what one text has, teaches nothing.
_SEEN = {"word": 2, "pair": 3, "part": 4}
# All words of a text together against one clue; both are held back by the same penalty.
_TEXT = 3.0
# How much an example counts: a phrase is surer than a second choice, and less than a whole text.
_PHRASE, _SECOND_CHOICE, _PLAINLY, _BARE_WISH = 0.7, 0.3, 0.12, 0.3
_USUAL, _TERM = 0.4, 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """A text as a head sees it: its terms, its clues, the right label, and how much it counts."""

    terms: Terms
    clues: dict[str, float]
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """A head to train: its labels in order (one for yes or no) and how strongly to hold it back.

    ``firmness`` is the inverse of the penalty on weights (scikit-learn's C).
    """

    name: str
    labels: tuple[str, ...]
    firmness: float
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class TrainedHead:
    plan: HeadPlan
    weights: Numbers  # (labels, features)
    bias: Numbers
    clues: tuple[str, ...]
    clue_weights: Numbers  # (clues, labels)


@dataclass(frozen=True, slots=True)
class Space:
    """The features of words that are worth a weight, with their sizes (inverse frequencies)."""

    rows: dict[str, int]
    sizes: Numbers


def features_of(terms: Terms) -> Counter[str]:
    """Return how often each feature of words occurs."""
    found: Counter[str] = Counter()
    for word in terms.words:
        found.update(parts_of(word))
    found.update(terms.pairs)
    return found


def space_of(all_terms: Sequence[Terms]) -> Space:
    """Choose the features: those that at least _SEEN texts have; sized by how rare they are."""
    seen: Counter[str] = Counter()
    for text in all_terms:
        seen.update(features_of(text).keys())
    kept = sorted(name for name, count in seen.items() if count >= _seen_enough(name))
    rarity = [np.log((1 + len(all_terms)) / (1 + seen[name])) + 1 for name in kept]
    sizes = [_SIZE[kind_of(name)] * r for name, r in zip(kept, rarity, strict=True)]
    return Space({name: row for row, name in enumerate(kept)}, np.asarray(sizes, dtype=np.float32))


def kind_of(name: str) -> str:
    return "part" if name.startswith("-") else "pair" if " " in name else "word"


def _seen_enough(name: str) -> int:
    return _SEEN[kind_of(name)]


def matrix_of(all_terms: Sequence[Terms], space: Space) -> csr_matrix:
    """Return one row a text, as ``nlp.model.Model.scores`` computes it."""
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for text in all_terms:
        counts = [(space.rows[n], c) for n, c in features_of(text).items() if n in space.rows]
        square = sum(c * float(space.sizes[r]) ** 2 for r, c in counts)
        size = max(square, 1.0) ** 0.5
        indices.extend(r for r, _ in counts)
        values.extend(c * float(space.sizes[r]) / size for r, c in counts)
        starts.append(len(indices))
    shape = (len(all_terms), len(space.rows))
    return csr_matrix((np.asarray(values, dtype=np.float64), indices, starts), shape=shape)


def train_head(plan: HeadPlan, space: Space) -> TrainedHead:
    clues = tuple(sorted({name for example in plan.examples for name in example.clues}))
    place = {name: at for at, name in enumerate(clues)}
    beside = np.zeros((len(plan.examples), len(clues)))
    for row, example in enumerate(plan.examples):
        for name, value in example.clues.items():
            beside[row, place[name]] = value
    texts = matrix_of([e.terms for e in plan.examples], space)
    table = hstack([texts * _TEXT, csr_matrix(beside)]).tocsr()
    labels = [example.label for example in plan.examples]
    weights = [example.weight for example in plan.examples]
    learner = LogisticRegression(C=plan.firmness, max_iter=300, tol=1e-4)
    learner.fit(table, labels, sample_weight=weights)
    order = list(learner.classes_)
    coef, bias = learner.coef_, learner.intercept_
    if len(plan.labels) > 1 and len(order) > 2:
        pick = [order.index(label) for label in plan.labels]
        coef, bias = coef[pick], bias[pick]
    elif order[1] != plan.labels[0]:
        coef, bias = -coef, -bias
    columns = len(space.rows)
    return TrainedHead(
        plan,
        (coef[:, :columns] * _TEXT).astype(np.float32),
        bias.astype(np.float32),
        clues,
        coef[:, columns:].T.astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that a model is trained on."""

    mentions: tuple[Labelled, ...]
    phrases: tuple[Phrase, ...]
    dangers: tuple[Judged, ...]
    secrets: tuple[Judged, ...]
    tellings: tuple[Telling, ...]


def load_corpus() -> Corpus:
    return Corpus(
        tuple(mentions()),
        tuple(phrases()),
        tuple(judged(CORPUS / "emergency.jsonl", "em")),
        tuple(judged(CORPUS / "secrets.jsonl", "secret")),
        tuple(one for one in tellings() if one.is_clause),
    )


class Reader:
    """Texts -> examples, with the parts of the pipeline that need no training."""

    def __init__(self) -> None:
        self._nlp = blank()
        self._lexicon = topic_lexicon()
        self._clues = ClueFinder()
        self._dangers = DangerFinder()
        self._docs: dict[str, Doc] = {}

    def _doc(self, text: str) -> Doc:
        if text not in self._docs:
            self._docs[text] = self._nlp(text)
        return self._docs[text]

    def topic(self, text: str, label: str, weight: float) -> Example:
        doc = self._doc(text)
        clues = topic_clues(read_lexicon(self._lexicon, doc._.words))
        return Example(doc_terms(doc), clues, label, weight)

    def intent(self, text: str, label: str, weight: float = 1.0) -> Example:
        doc = self._doc(text)
        named = read_lexicon(self._lexicon, doc._.words).heaviest
        return Example(
            doc_terms(doc), self._clues.of(doc._.words, named, doc._.places), label, weight
        )

    def danger(self, text: str, in_danger: bool, weight: float = 1.0) -> Example:
        """Return an example of somebody in danger now, or of nobody."""
        doc = self._doc(text)
        _, clues = self._dangers.of(doc._.words)
        return Example(doc_terms(doc), dict.fromkeys(clues, 1.0), _yes(in_danger), weight)


def plans_of(corpus: Corpus, reader: Reader) -> tuple[HeadPlan, ...]:
    reports = [m for m in corpus.mentions if m.is_report]
    topics = [reader.topic(m.text, m.subtopics[0], 1.0) for m in reports]
    seconds = [m for m in reports if len(m.subtopics) > 1]
    topics += [reader.topic(m.text, m.subtopics[1], _SECOND_CHOICE) for m in seconds]
    topics += [reader.topic(p.text, p.subtopic, _PHRASE) for p in corpus.phrases]
    # The corpus seldom says the usual word, on purpose; most people say nothing else.
    topics += [reader.topic(text, code, _USUAL) for code, text in weighted_phrases()]
    topics += [reader.topic(text, code, _TERM) for code, text in terms()]
    gate = [reader.intent(m.text, intent_of(m)) for m in corpus.mentions]
    # The mentions are hard on purpose; phrases say plainly what most people plainly say.
    gate += [reader.intent(p.text, "report", _PLAINLY) for p in corpus.phrases]
    kind = [reader.intent(m.text, m.type.value) for m in reports if m.type]
    danger = [reader.danger(m.text, m.emergency) for m in corpus.mentions]
    danger += [reader.danger(d.text, d.label == "True") for d in corpus.dangers]
    secret = [
        reader.topic(m.text, *label) for m in corpus.mentions if (label := _secrecy(m)) is not None
    ]
    secret += [
        reader.topic(p.text, _yes(p.subtopic in SECRET_SUBTOPICS), _PLAINLY) for p in corpus.phrases
    ]
    # A wish to be hidden, or a fear, tells nothing of what is to be hidden.
    secret += [reader.topic(one.text, _yes(False), _BARE_WISH) for one in corpus.tellings]
    secret += [reader.topic(s.text, _yes(s.label == "True"), 1.0) for s in corpus.secrets]
    return (
        HeadPlan("subtopic", tuple(s.code for s in subtopics()), 3.0, tuple(topics)),
        HeadPlan("gate", tuple(INTENTS), 2.0, tuple(gate)),
        HeadPlan("kind", ("pengaduan", "aspirasi", "permintaan_informasi"), 1.0, tuple(kind)),
        HeadPlan("danger", ("yes",), 2.0, tuple(danger)),
        HeadPlan("secret", ("yes",), 2.0, tuple(secret)),
    )


def _secrecy(mention: Labelled) -> tuple[str, float] | None:
    """Return whether a mention is secret for what it tells; None when it was asked for."""
    if mention.visibility is Visibility.PUBLIK:
        return _yes(False), 1.0
    told = not SECRET_SUBTOPICS.isdisjoint(mention.subtopics)
    return (_yes(True), 1.0) if told and mention.visibility is Visibility.RAHASIA else None


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def intent_of(mention: Labelled) -> str:
    if mention.is_report:
        return "report"
    return mention.kind if mention.kind in INTENTS else "chatter"


def train(corpus: Corpus, reader: Reader) -> bytes:
    """Return the bytes of a model file."""
    plans = plans_of(corpus, reader)
    # What only people in danger say is worth a weight too.
    cries = [reader.danger(d.text, True).terms for d in corpus.dangers]
    told = [e.terms for plan in plans[:2] for e in plan.examples]
    space = space_of(told + cries)
    return packed([train_head(plan, space) for plan in plans], space)


def packed(heads: Sequence[TrainedHead], space: Space) -> bytes:
    """Round the weights to small integers, drop features that say nothing, and pack."""
    weights = np.concatenate([head.weights for head in heads]).T * space.sizes[:, None]
    steps = np.abs(weights).max(axis=0) / 127
    keep = np.flatnonzero((np.abs(weights) >= steps / 2).any(axis=1))
    names = sorted(space.rows, key=space.rows.__getitem__)
    arrays = {
        "features": text_array([names[row] for row in keep]),
        "weights": np.round(weights[keep] / steps).astype(np.int8),
        "scales": steps.astype(np.float32),
        "squares": (space.sizes[keep] ** 2).astype(np.float32),
        "heads": text_array([head.plan.name for head in heads]),
    }
    for head in heads:
        name = head.plan.name
        arrays[f"{name}.labels"] = text_array(list(head.plan.labels))
        arrays[f"{name}.bias"] = head.bias
        arrays[f"{name}.clues"] = text_array(list(head.clues))
        arrays[f"{name}.clue_weights"] = head.clue_weights
    return pack(arrays)
