"""Filling the reference tables (places, agencies), so that pages can search without loading nlp."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from sqlalchemy import Connection, Engine, Table, delete, insert, select

from domain.model import Level
from storage.engine import transaction
from storage.rows import Values
from storage.tables import agencies, places, reference_versions

_BATCH = 5_000  # rows an INSERT: large enough to be fast, small enough to stay out of memory
_NAME = "directory"
_NO_INITIAL = ("dan", "provinsi", "kabupaten", "kota", "republik", "indonesia")


class PlaceRow(Protocol):
    """A unit of the ministry's list; ``path`` is its name with its parents, nearest first."""

    @property
    def code(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def name(self) -> str: ...
    @property
    def parent_code(self) -> str | None: ...
    @property
    def path(self) -> str: ...


class AgencyRow(Protocol):
    """A body that can answer for something; ``place_code`` says where, None for everywhere."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def place_code(self) -> str | None: ...
    @property
    def parent_id(self) -> str | None: ...
    @property
    def handles(self) -> tuple[str, ...]: ...


def seeded_version(engine: Engine) -> str | None:
    """Return the version of the directory that the database holds."""
    with transaction(engine) as tx:
        known = reference_versions.c.name == _NAME
        return tx.scalar(select(reference_versions.c.version).where(known))


def seed(
    engine: Engine,
    version: str,
    place_rows: Iterable[PlaceRow],
    agency_rows: Iterable[AgencyRow],
    progress: Callable[[int], None],
) -> bool:
    """Replace the reference tables, in one transaction. False when ``version`` is there already.

    ``progress`` is told how many rows each batch added.
    """
    if seeded_version(engine) == version:
        return False
    with transaction(engine) as tx:
        tx.execute(delete(reference_versions))
        _refill(tx, places, (_place(row) for row in place_rows), progress)
        _refill(tx, agencies, (_agency(row) for row in agency_rows), progress)
        tx.execute(insert(reference_versions).values(name=_NAME, version=version))
    return True


def _refill(
    tx: Connection, table: Table, values: Iterator[Values], progress: Callable[[int], None]
) -> None:
    tx.execute(delete(table))
    while batch := list(islice(values, _BATCH)):
        tx.execute(insert(table), batch)
        progress(len(batch))


def _place(row: PlaceRow) -> Values:
    return {
        "code": row.code,
        "level": row.level.value,
        "name": row.name,
        "parent_code": row.parent_code,
        "path": row.path,
        "search": row.name.lower(),
    }


def _agency(row: AgencyRow) -> Values:
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "place_code": row.place_code,
        "parent_id": row.parent_id,
        "handles": list(row.handles),
        "search": _search_words(row),
    }


def _search_words(row: AgencyRow) -> str:
    """Return by what people look for an agency: its name, initials ("dpupr"), key and handles."""
    words = row.name.lower().split()
    initials = "".join(word[0] for word in words if word not in _NO_INITIAL)
    return " ".join([*words, initials, row.id.lower(), *(h.lower() for h in row.handles)])
