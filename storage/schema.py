"""The version of the database: bringing it to the head of migrations/, and asking where it stands.

The only file that imports Alembic.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

import migrations
from domain.ports import Refusal, Refused
from storage.engine import transaction


def upgrade(engine: Engine) -> None:
    """Bring the schema up to the head. Does nothing when it is there already.

    Raises Refused when the database is of a version that this code has never heard of.
    """
    with transaction(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise Refused(
                Refusal.BAD_REQUEST,
                "the database is of a version this code does not know (a newer one?); "
                "update the program, or point DATABASE_URL elsewhere",
            ) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to ``revision`` (``base`` empties the database)."""
    with transaction(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def head_revision() -> str | None:
    """Return the revision that this code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """Return the revision of the database, None when it is empty."""
    with transaction(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return config
