from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.redaction import (
    MARK,
    hidden,
    merged,
    names_somebody,
    occurrences,
    shared_run,
)

TEXT = "@lapor1708 hubungi Budi di 0812 ya @teman"


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "hubungi Budi di 0812 ya"),
        ([(19, 23)], f"hubungi {MARK} di 0812 ya"),
        ([(19, 23), (27, 31)], f"hubungi {MARK} di {MARK} ya"),
        ([(19, 25), (22, 31)], f"hubungi {MARK} ya"),
        ([(19, 10_000)], f"hubungi {MARK}"),
        ([(-5, 3)], "hubungi Budi di 0812 ya"),
        ([(23, 19)], "hubungi Budi di 0812 ya"),
    ],
)
def test_what_is_marked_does_not_show(spans: list[tuple[int, int]], shown: str) -> None:
    assert hidden(TEXT, spans) == shown


@given(st.text(), st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60))))
def test_whatever_the_spans_they_come_in_order_and_within_the_text(
    text: str, spans: list[tuple[int, int]]
) -> None:
    found = merged(spans, len(text))
    assert found == sorted(found)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    hidden(text, spans)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("budi", [(0, 4), (9, 13)]),
        (" Budi ", [(0, 4), (9, 13)]),
        ("budi.*", []),
        ("", []),
        ("  ", []),
    ],
)
def test_words_are_found_wherever_they_stand(words: str, found: list[tuple[int, int]]) -> None:
    assert occurrences("Budi dan BUDI", words) == found


@pytest.mark.parametrize(
    ("one", "other", "run"),
    [
        (
            "satu dua tiga empat lima",
            "nol SATU, dua; tiga! empat (lima)",
            "satu dua tiga empat lima",
        ),
        ("satu dua tiga empat", "satu dua tiga empat", None),
        ("a b c d x e f g h", "a b c d y e f g h", None),
        ("", "satu dua tiga empat lima", None),
    ],
)
def test_five_words_in_a_row_are_a_quotation(one: str, other: str, run: str | None) -> None:
    assert shared_run(one, other) == run


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kata @warga_satu tadi", False),
        ("kata \uff20warga_satu tadi", False),
        ("tulis ke warga@contoh.id saja", True),
    ],
)
def test_an_account_is_named_by_either_sign_and_not_by_an_address(text: str, shown: bool) -> None:
    assert (hidden(text, []) == text) is shown
    assert names_somebody(text) is not shown
