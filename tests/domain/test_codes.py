"""Tracking codes: typed by people, guessed by nobody."""

import random

import pytest

from domain.codes import ALPHABET, format_code, new_code, parse_code


def codes(count: int) -> list[str]:
    dice = random.Random(7)  # noqa: S311 - the same codes in every run
    return [new_code(dice) for _ in range(count)]


def test_a_code_is_printed_in_groups_and_read_back() -> None:
    code = codes(1)[0]
    printed = format_code(code)
    assert printed.startswith("LPR-")
    assert [len(group) for group in printed.split("-")] == [3, 4, 4, 4, 4, 1]
    assert parse_code(printed) == code


@pytest.mark.parametrize("disguise", [str.lower, lambda s: s.replace("-", " "), "  {} ".format,
                                      lambda s: s.replace("-", ""), lambda s: s[4:]])  # fmt: skip
def test_case_spaces_dashes_and_prefix_do_not_matter(disguise: object) -> None:
    code = codes(1)[0]
    assert callable(disguise)
    assert parse_code(disguise(format_code(code))) == code


def test_every_single_wrong_symbol_is_noticed() -> None:
    for code in codes(20):
        for position, right in enumerate(code):
            for wrong in set(ALPHABET) - {right}:
                assert parse_code(code[:position] + wrong + code[position + 1 :]) is None


def test_every_swap_of_two_different_symbols_is_noticed() -> None:
    for code in codes(20):
        for first in range(len(code)):
            for second in range(first + 1, len(code)):
                if code[first] == code[second]:
                    continue
                swapped = list(code)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                assert parse_code("".join(swapped)) is None


@pytest.mark.parametrize(
    "nonsense", ["", "LPR", "LPR-", "0" * 17, "kode saya?", "１" * 17, "x" * 9999]
)
def test_what_cannot_be_a_code_is_none(nonsense: str) -> None:
    assert parse_code(nonsense) is None


def test_the_alphabet_has_31_symbols_without_the_misread_ones() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set(ALPHABET) & set("0ILOU")


def test_codes_do_not_repeat() -> None:
    assert len(set(codes(10_000))) == 10_000
