"""How the time for a text grows with its length: `make bench-growth`.

Each piece that somebody could send without end (tests/nlp/hostile.py) is read at full and at half
length, several rounds; printed is the median ratio. 2 is linear; 4 would be a way to stop us.
"""

import statistics
import time

from domain.model import Utterance
from nlp.pipeline import Understanding
from tests.nlp.hostile import LONGEST, UNITS, repeated

ROUNDS = 5


def main() -> None:
    understanding = Understanding.load()
    for unit in UNITS:
        if unit:
            ratios = [growth(understanding, unit) for _ in range(ROUNDS)]
            print(f"{unit!r:<28} {statistics.median(ratios):.1f}")


def growth(understanding: Understanding, unit: str) -> float:
    """Return the time for a text by the time for its first half."""
    half, whole = (seconds(understanding, repeated(unit, LONGEST // part)) for part in (2, 1))
    return whole / half


def seconds(understanding: Understanding, text: str) -> float:
    began = time.perf_counter()
    understanding([Utterance(text)])
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
