"""No text may stop us, and nothing we say may point outside of it."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model import Extraction, Utterance
from tests.nlp.conftest import Read
from tests.nlp.hostile import LONGEST, UNITS, repeated

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


@pytest.mark.parametrize("unit", UNITS)
def test_a_hostile_text_is_understood(read: Read, unit: str) -> None:
    # How its time grows with its length is a benchmark: `make bench-growth`.
    text = repeated(unit, LONGEST)
    assert_sound(text, read(text))


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
