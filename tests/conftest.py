"""What many tests stand on: a real database, a clock that can be set, understanding loaded once."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from settings import Settings
from storage import schema
from storage.engine import open_engine
from tests.clock import SetClock
from tests.town import Town

if TYPE_CHECKING:
    from nlp.pipeline import Understanding

# Settings come from the tests alone, never from the developer's environment or file .env.
# (Processes that tests start get neither: see tests/service.py.)
for name in [name for name in os.environ if name.lower() in Settings.model_fields]:
    del os.environ[name]
Settings.model_config["env_file"] = None


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))  # noon in Jakarta


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at head, to be copied: migrating anew for each test would take far longer."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def database_url(migrated: Path, tmp_path: Path) -> str:
    path = tmp_path / "lapor.sqlite3"
    shutil.copy(migrated, path)
    return f"sqlite:///{path}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def understanding() -> "Understanding":
    from nlp.pipeline import Understanding  # seconds: only for tests that understand

    return Understanding.load()


@pytest.fixture
def town(clock: SetClock) -> Iterator[Town]:
    town = Town(clock)
    town.start()
    yield town
    town.stop()
