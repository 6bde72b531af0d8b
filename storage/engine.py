"""Opening a database, and the two kinds of transaction: one that writes, one that reads.

SQLite's settings follow from the promise that nothing is lost: WAL so that readers never wait for
the writer, synchronous=FULL so that a commit survives a power cut, BEGIN IMMEDIATE so that a
transaction that will write takes the lock at its start (a deferred one may fail half-way with
SQLITE_BUSY although it could have waited).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
)

from domain.ports import Refusal, Refused, Unavailable

BUSY_TIMEOUT_MS = 5_000  # longer than any transaction of ours; then a clear error beats a hang


def open_engine(url: str, *, read_only: bool = False) -> Engine:
    """Return an engine for ``url``. Connects to nothing yet.

    ``read_only`` engines cannot write, whatever their code tries: the web pages get one.
    Raises Refused when the URL is not one, or names a folder that does not exist.
    """
    try:
        parsed = make_url(url)
        # Parameters are citizens' words and codes: an error must not carry them into a log.
        engine = create_engine(parsed, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise Refused(
            Refusal.BAD_REQUEST,
            "DATABASE_URL is not a database address we can use; write sqlite:///lapor.sqlite3",
        ) from error
    if parsed.get_backend_name() == "sqlite":
        _check_folder(parsed.database)
        _tune_sqlite(engine, read_only=read_only)
    return engine


def _check_folder(database: str | None) -> None:
    if not database or database == ":memory:" or database.startswith("file:"):
        return
    folder = Path(database).resolve().parent
    if not folder.is_dir():
        raise Refused(
            Refusal.BAD_REQUEST,
            f"the folder of the database does not exist: {folder}; make it, or change DATABASE_URL",
        )


def _tune_sqlite(engine: Engine, *, read_only: bool) -> None:
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Run one transaction: committed at the end, rolled back on any error.

    Raises Unavailable when the database is locked, missing, read-only or out of disk; other
    database errors (a broken constraint, wrong SQL) are bugs and come through as they are.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        # SQLite calls a file that is no database a plain DatabaseError.
        if error.connection_invalidated or type(error) in (OperationalError, DatabaseError):
            raise Unavailable(
                f"the database cannot be used: {_what_to_do(str(error.orig))}"
            ) from error
        raise


def _what_to_do(cause: str) -> str:
    """Return SQLite's few words with what an operator can do about them."""
    advice = {
        "locked": "another program is writing to it; stop that program, or try again",
        "readonly": "make the file and its folder writable for this user",
        "not a database": "DATABASE_URL names another kind of file",
        "unable to open": "see whether its folder exists and this user may read it",
        "full": "free some space on its disk",
    }
    found = next((do for words, do in advice.items() if words in cause), None)
    return f"{cause}; {found}" if found else cause
