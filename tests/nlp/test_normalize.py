"""Words keep their true offsets, whatever is done to their form."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from domain.text import safe_text
from nlp.text.normalize import Normalizer, norm_of, stem_of
from nlp.text.words import Words, WordTokenizer

_NLP = spacy.blank("xx")
_TOKENIZE = WordTokenizer(_NLP.vocab)
_NORMALIZE = Normalizer(frozenset({"jalan", "rusak", "lapor", "bekasi"}))


INVISIBLE = "\u200b\u200c\u200d\u00ad\ufeff"
# Texts full of what Unicode hides, alone and inside of words, tags and handles.
RIDDLED = st.lists(
    st.sampled_from(
        [*INVISIBLE, "#", "@", " ", ".", "'", "_", "jalan", "Rusak", "dari", "1", "😭"]
    ),
    max_size=40,
).map("".join)


def words_of(text: str) -> Words:
    return _NORMALIZE.read(_TOKENIZE(text))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("yg", "yang"),
        ("GAK", "tidak"),
        ("rusaaaak", "rusak"),
        ("bangettt", "banget"),
        ("bgttt", "banget"),
        ("anak2", "anak"),
        ("Jum'at", "jumat"),
        ("𝗷𝗮𝗹𝗮𝗻", "jalan"),
        ("ru\u200bsak", "rusak"),
        ("tunggu", "tunggu"),
        ("saat", "saat"),
    ],
)
def test_a_word_has_a_plain_form(typed: str, plain: str) -> None:
    assert norm_of(typed) == plain


@pytest.mark.parametrize(
    ("typed", "stem"), [("jalannya", "jalan"), ("hanya", "hanya"), ("punya", "punya")]
)
def test_only_the_clitic_is_taken_off(typed: str, stem: str) -> None:
    assert stem_of(typed) == stem


def test_abbreviations_glued_to_names_come_apart() -> None:
    assert words_of("di Kec.Mrebet RT.03/RW.02").lowers == (
        *("di", "kec", "mrebet"),
        *("rt", "03", "rw", "02"),
    )


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("#jalanrusak", ("jalan", "rusak")),
        ("#JalanRusakBekasi", ("jalan", "rusak", "bekasi")),
        ("#SaveBumi", ("save", "bumi")),
        ("#xyzzy", ("xyzzy",)),
    ],
)
def test_a_hashtag_is_split_into_words_with_their_own_offsets(
    tag: str, parts: tuple[str, ...]
) -> None:
    text = f"cek {tag} ya"
    words = words_of(text)
    inside = [i for i, start in enumerate(words.starts) if 4 < start < 4 + len(tag)]
    assert tuple(words.lowers[i] for i in inside) == parts
    assert tuple(words.surface(i, i + 1).lower() for i in inside) == parts


def test_a_dot_after_an_abbreviation_does_not_end_a_phrase() -> None:
    words = words_of("kec. Suli. Jalan")
    assert words.breaks == (False, False, True)


@pytest.mark.parametrize(
    ("text", "lowers", "breaks"),
    [
        ("#\u200b jalan rusak", ("jalan", "rusak"), (False, False)),
        ("#\u200d", (), ()),
        ("@\u00ad jalan", ("jalan",), (False,)),
        ("jalan \u200b rusak", ("jalan", "rusak"), (False, False)),
        ("\ufeffjalan", ("jalan",), (False,)),
        ("#\u200bjalan", ("jalan",), (False,)),
        ("@\u200bpemkot", ("@pemkot",), (False,)),
    ],
)
def test_what_nobody_can_see_is_no_word(
    text: str, lowers: tuple[str, ...], breaks: tuple[bool, ...]
) -> None:
    words = words_of(text)
    assert (words.lowers, words.breaks) == (lowers, breaks)


@given(st.one_of(st.text(max_size=300), RIDDLED))
def test_a_doc_is_its_text_and_every_word_lies_in_it(raw: str) -> None:
    text = safe_text(raw)
    doc = _TOKENIZE(text)
    assert doc.text == text
    words = _NORMALIZE.read(doc)
    assert all(0 <= s < e <= len(text) for s, e in zip(words.starts, words.ends, strict=True))
    assert list(words.starts) == sorted(words.starts)
    assert all(words.lowers)
    assert all(words.norms)
    assert all(words.stems)
