"""The reference tables: filled once, refilled whole when the directory has changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, func, select

from domain.model import Level
from storage import reference
from storage.engine import transaction
from storage.tables import agencies, places


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    level: Level = Level.REGENCY
    name: str = "Kabupaten Luwu"
    parent_code: str | None = "73"
    path: str = "Kabupaten Luwu, Sulawesi Selatan"


@dataclass(frozen=True, slots=True)
class Office:
    id: str
    name: str = "Dinas Perhubungan Kabupaten Luwu"
    kind: str = "dinas"
    place_code: str | None = "73.17"
    parent_id: str | None = None
    handles: tuple[str, ...] = ("dishubluwu",)


def counts(engine: Engine) -> tuple[int | None, int | None]:
    with transaction(engine) as tx:
        return (
            tx.scalar(select(func.count()).select_from(places)),
            tx.scalar(select(func.count()).select_from(agencies)),
        )


def test_what_is_there_already_is_left_alone(engine: Engine) -> None:
    told: list[int] = []
    assert reference.seeded_version(engine) is None
    assert reference.seed(engine, "a", [Place("73.17")], [Office("x")], told.append)
    assert not reference.seed(engine, "a", [Place("1"), Place("2")], [], told.append)
    assert (counts(engine), reference.seeded_version(engine), told) == ((1, 1), "a", [1, 1])


def test_a_new_directory_replaces_the_old_one(engine: Engine) -> None:
    reference.seed(engine, "a", [Place("73.17")], [Office("x"), Office("y")], print)
    assert reference.seed(engine, "b", [Place("1"), Place("2")], [Office("z")], print)
    assert (counts(engine), reference.seeded_version(engine)) == ((2, 1), "b")


def test_a_seeding_that_breaks_off_leaves_the_old_directory(engine: Engine) -> None:
    def half() -> Iterator[Place]:
        yield Place("1")
        raise ZeroDivisionError

    reference.seed(engine, "a", [Place("73.17")], [Office("x")], print)
    with pytest.raises(ZeroDivisionError):
        reference.seed(engine, "b", half(), [], print)
    assert (counts(engine), reference.seeded_version(engine)) == ((1, 1), "a")
