"""Tracking codes: what a citizen types to see a report again.

A code is a capability: whoever holds it may look. So it is random (16 symbols of 31, 79 bits) and
never sequential. The last symbol is a check over the others, weighted mod 31, which is prime: every
single wrong symbol and every swap of two symbols is noticed before a database is asked.
"""

import random
from typing import Protocol

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 I L O U: they are misread or spell words
PREFIX = "LPR"
_RANDOM_SYMBOLS = 16
_GROUP = 4
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}


class Dice(Protocol):
    """The one method we need of ``random.Random`` (production passes ``random.SystemRandom``)."""

    def choice(self, seq: str, /) -> str: ...


def system_dice() -> Dice:
    """Return the operating system's randomness, the only one fit for real codes."""
    return random.SystemRandom()


def new_code(dice: Dice) -> str:
    """Draw a canonical code: 17 symbols, no prefix, no separators."""
    body = "".join(dice.choice(ALPHABET) for _ in range(_RANDOM_SYMBOLS))
    return body + _check_symbol(body)


def parse_code(typed: str) -> str | None:
    """Return the canonical code in what a person typed or pasted, or None when it cannot be one.

    Case, spaces, dashes and the prefix ``LPR`` do not matter.
    """
    symbols = "".join(ch for ch in typed[:100].upper() if ch.isascii() and ch.isalnum())
    if len(symbols) == len(PREFIX) + _RANDOM_SYMBOLS + 1:
        symbols = symbols.removeprefix(PREFIX)  # "L" is not in the alphabet: no code starts so
    if len(symbols) != _RANDOM_SYMBOLS + 1 or any(symbol not in _VALUE for symbol in symbols):
        return None
    return symbols if _check_symbol(symbols[:-1]) == symbols[-1] else None


def format_code(code: str) -> str:
    """Print a canonical code in groups: ``LPR-7K4M-29QX-A3BC-WXYZ-5``."""
    groups = [code[start : start + _GROUP] for start in range(0, len(code), _GROUP)]
    return "-".join([PREFIX, *groups])


def _check_symbol(body: str) -> str:
    # Weights 1..16 and, for the check symbol itself, -1: all different mod 31, none zero.
    total = sum(weight * _VALUE[symbol] for weight, symbol in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]
