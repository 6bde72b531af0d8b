"""Text is made safe without moving a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import safe_text


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("jalan rusak\nparah", "jalan rusak\nparah"),
        ("nol\x00byte", "nol\ufffdbyte"),
        ("setengah \ud83d emoji", "setengah \ufffd emoji"),
        ("abc\u202edef\u2066", "abc\ufffddef\ufffd"),
        ("😷 utuh", "😷 utuh"),
    ],
)
def test_unsafe_characters_are_replaced_one_for_one(text: str, safe: str) -> None:
    assert safe_text(text) == safe


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_keeps_its_length_and_can_be_encoded(text: str) -> None:
    safe = safe_text(text)
    assert len(safe) == len(text)
    assert safe.encode() == safe_text(safe).encode()
