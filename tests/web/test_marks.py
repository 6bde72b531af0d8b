from hypothesis import given
from hypothesis import strategies as st

from domain.model import Evidence
from domain.redaction import Redaction
from web.marks import LABELS, Piece, pieces


def test_marks_over_one_another_are_both_said() -> None:
    found = pieces(
        "rumah di Jl. Melati 5", [Evidence("place_text", 9, 21)], [Redaction(1, "address", 0, 21)]
    )
    assert found == [
        Piece("rumah di ", "pii", "Data pribadi"),
        Piece("Jl. Melati 5", "pii", "Alamat"),
    ]


def test_a_lifted_mark_marks_nothing() -> None:
    assert pieces("Budi", [], [Redaction(1, "name", 0, 4, "tokoh umum")]) == [Piece("Budi")]


SPANS = st.tuples(st.sampled_from([*LABELS, "lain"]), st.integers(-9, 40), st.integers(-9, 40))


@given(st.text(max_size=30), st.lists(SPANS, max_size=6))
def test_joined_the_pieces_are_the_text(text: str, spans: list[tuple[str, int, int]]) -> None:
    found = pieces(text, [Evidence(*span) for span in spans], [])
    assert "".join(piece.text for piece in found) == text
