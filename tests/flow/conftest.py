"""The story's stage."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from tests.clock import SetClock
from tests.flow.story import Story
from tests.town import Town

if TYPE_CHECKING:
    from nlp.pipeline import Understanding


@pytest.fixture
def story(town: Town, engine: Engine, understanding: "Understanding", clock: SetClock) -> Story:
    return Story(town, engine, understanding, clock, town.client(timeout_seconds=0.5))
