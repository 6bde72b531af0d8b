"""The trained classifiers: what they see of a text, and that the file is what training wrote."""

import numpy as np
import pytest

from nlp.features import parts_of, terms_of
from nlp.model import (
    MODEL_FILE,
    Head,
    Model,
    ModelError,
    load_model,
    pack,
    text_array,
    text_lines,
    unpack,
)
from nlp.text.tables import read_bytes
from nlp.topics import subtopics
from tests.nlp.test_normalize import words_of


def test_a_word_is_seen_whole_and_in_parts() -> None:
    parts = list(parts_of("rusak"))
    assert parts[0] == "rusak"
    assert {"-<ru", "-rus", "-sak>", "-rusak"} <= set(parts)


@pytest.mark.parametrize(
    ("text", "words", "pairs"),
    [
        ("Jln rusak parah", ("jalan", "rusak", "parah"), ("jalan rusak", "rusak parah")),
        ("rusak, parah", ("rusak", "parah"), ()),  # no pair over a comma
        ("@lapor1708 #lapor tolong", ("tolong",), ()),  # said in every mention
        ("sudah 3 bulan", ("sudah", "0", "bulan"), ("sudah 0", "0 bulan")),
        ("@PLN_123 mati", ("pln_123", "mati"), ("pln_123 mati",)),
    ],
)
def test_what_the_classifiers_see(
    text: str, words: tuple[str, ...], pairs: tuple[str, ...]
) -> None:
    terms = terms_of(words_of(text))
    assert terms.words == words
    assert terms.pairs == pairs


def test_a_hidden_word_breaks_a_pair() -> None:
    terms = terms_of(words_of("macet di Bandung parah"), hidden={2})
    assert terms.words == ("macet", "di", "parah")
    assert terms.pairs == ("macet di",)


def small_model() -> Model:
    head = Head(
        ("hot", "cold"),
        slice(0, 2),
        np.zeros(2, dtype=np.float32),
        {"sweater": 0},
        np.asarray([[0.0, 5.0]], dtype=np.float32),
    )
    return Model(
        {"sun": 0, "ice": 1},
        np.asarray([[127, 0], [0, 127]], dtype=np.int8),
        np.asarray([0.1, 0.1], dtype=np.float32),
        np.asarray([1.0, 1.0], dtype=np.float32),
        {"weather": head},
    )


def test_words_and_clues_add_up() -> None:
    model = small_model()
    head = model.heads["weather"]
    sunny = model.scores(terms_of(words_of("sun")))
    assert head.probabilities(sunny, {})[0] > 0.99
    assert head.probabilities(sunny, {"sweater": 5.0})[1] > 0.99
    assert head.probabilities(sunny, {"never seen": 1.0})[0] > 0.99
    nothing = head.probabilities(model.scores(terms_of(words_of("moon"))), {})
    assert nothing.tolist() == [0.5, 0.5]


def test_names_survive_being_stored_and_a_line_break_in_one_does_not() -> None:
    assert text_lines(text_array(["jalan rusak", "-é>", "x"])) == ["jalan rusak", "-é>", "x"]
    assert text_lines(text_array([])) == []
    with pytest.raises(ModelError):
        text_array(["two\nlines"])


_SHIPPED = read_bytes(MODEL_FILE)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"no model", pack({"features": text_array(["a"])})),
        *(_SHIPPED[:1000], _SHIPPED[:-1000], _SHIPPED[:5000] + b"\0" * 50 + _SHIPPED[5050:]),
    ],
    ids=["empty", "text", "no heads", "a beginning", "cut off", "bytes lost"],
)
def test_a_file_that_is_no_model_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(ModelError, match="make train"):
        unpack(data)


def test_the_shipped_model_knows_every_subtopic() -> None:
    heads = load_model().heads
    assert heads["subtopic"].labels == tuple(s.code for s in subtopics())
    assert heads["kind"].labels == ("pengaduan", "aspirasi", "permintaan_informasi")
