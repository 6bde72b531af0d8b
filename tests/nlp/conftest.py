"""One pipeline for all tests of the room, and a short way to ask it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from domain.model import Extraction, Utterance

if TYPE_CHECKING:
    from nlp.pipeline import Understanding

Read = Callable[..., Extraction]


@pytest.fixture(scope="session")
def read(understanding: "Understanding") -> Read:
    """Return the belief about one text (and perhaps where its author says to live)."""

    def read_one(text: str, author_location: str | None = None) -> Extraction:
        return understanding([Utterance(text, author_location)])[0]

    return read_one
