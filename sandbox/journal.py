"""Memory that survives a restart: one JSON line for each thing that happened, only ever appended.

A line is ``{"user": {...}}``, ``{"post": {...}}``, ``{"dm": {...}}`` (the whole value as it is from
then on) or ``{"reset": {...}}``. A last line that a crash cut off is dropped.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.values import DirectMessage, Post, Record, Reset, User, Version

_KINDS: dict[type[Record], str] = {User: "user", Post: "post", DirectMessage: "dm", Reset: "reset"}


class Journal:
    """An append-only file of records. One process at a time may hold it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        _drop_torn_line(path)

    def read(self) -> Iterator[Record]:
        """Return what happened, oldest first."""
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                yield _decode(json.loads(line))

    def append(self, record: Record) -> None:
        line = json.dumps({_KINDS[type(record)]: asdict(record)}, default=_encode_datetime)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _drop_torn_line(path: Path) -> None:
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole != len(content):
        path.write_bytes(content[:whole])


def _encode_datetime(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _decode(line: dict[str, dict[str, Any]]) -> Record:
    ((kind, fields),) = line.items()
    match kind:
        case "user":
            return User(**_with_time(fields))
        case "dm":
            return DirectMessage(**_with_time(fields))
        case "post":
            versions = tuple(Version(**_with_time(version)) for version in fields["versions"])
            return Post(**{**fields, "versions": versions, "addressed": tuple(fields["addressed"])})
        case "reset":
            return Reset(**fields)
        case _:
            raise ValueError(f"unknown record: {kind}")


def _with_time(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "created_at": datetime.fromisoformat(fields["created_at"])}
