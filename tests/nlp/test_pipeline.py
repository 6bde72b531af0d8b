"""No text may stop us, and nothing we say may point outside of it."""

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model import Extraction, Utterance
from tests.nlp.conftest import Read

if TYPE_CHECKING:
    from nlp.pipeline import Understanding

PIECES = [
    *("#lapor", "@pemkotbekasi", "jalan", "rusak", "kec.", "Bandung", "anonim", "081200000000"),
    *("kebakaran", "\u202e", "\ufffd", "\ud83d", "😭", "\n", "~", "|", "#", "@", "https://t.co/x"),
    *("3374015503900001", "B 1234 XYZ", "RT.03/RW.02", "ß", "İ", "ﬁ", "\x00", "desa", "di"),
    *("#\u200b", "#\u200d\u00ad", "@\ufeff", "ja\u200blan", "\u00adkota", "\u200c", "RT @\u200b"),
]
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)


def assert_sound(text: str, belief: Extraction) -> None:
    spans = [(span.start, span.end) for span in belief.pii]
    spans += [(evidence.start, evidence.end) for evidence in belief.evidence]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    confidence = belief.confidence
    for name in confidence.__slots__:
        assert 0.0 <= getattr(confidence, name) <= 1.0
    assert belief.reasons or not belief.needs_review
    assert belief.is_report == (belief.type is not None)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS, home=st.one_of(st.none(), TEXTS))
def test_any_text_is_understood_and_every_span_lies_in_it(
    read: Read, text: str, home: str | None
) -> None:
    assert_sound(text, read(text, home))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\t ",
        "😭" * 500,
        "\u202e\u2066lapor\u202c" * 50,
        "\ufffd" * 100,
        "\ud800\udfff",
        "@pemkotbekasi " * 40,
        "a" * 10_000,
        "!" * 10_000,
        "!a" * 5_000,
        "#" * 10_000,
        "#" + "jalan" * 2_000,
        "1" * 10_000,
        "0 8-" * 2_500,
        "a@" * 5_000,
        "A 1 " * 2_500,
        "jalan rusak " * 900,
        "takut kebakaran " * 700,
        "mau lompat " * 900,
        "desa sukamaju " * 700,
        "nama saya Aa " * 800,
        "jl. " * 2_500,
        "'" * 10_000,
        "nya" * 3_500,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_hostile_text_takes_no_longer_than_its_length(read: Read, text: str) -> None:
    started = time.perf_counter()
    assert_sound(text, read(text))
    # A tenth is usual; a quadratic step on 10,000 characters would take far longer than this.
    assert time.perf_counter() - started < 2.0


def test_beliefs_come_in_the_order_of_the_utterances(understanding: "Understanding") -> None:
    texts = [f"#lapor jalan rusak di {city}" for city in ("Depok", "Surabaya", "Semarang")] * 50
    beliefs = understanding([Utterance(text) for text in texts])
    found = [belief.location.regency for belief in beliefs if belief.location]
    assert found == ["Kota Depok", "Kota Surabaya", "Kota Semarang"] * 50


def test_nothing_in_is_nothing_out(understanding: "Understanding") -> None:
    assert understanding([]) == []


def test_the_same_text_is_believed_the_same_in_any_company(understanding: "Understanding") -> None:
    one = Utterance("#lapor got mampet di kel. kebon jeruk jakbar")
    other = Utterance("KODE", "Kota Bekasi")
    assert understanding([one])[0] == understanding([other, one, other])[1]
