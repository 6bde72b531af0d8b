"""The audit log as people read it: a page at a time, newest first, with names beside the ids."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, Select, false, select

from domain.audit import (
    AuditEvent,
    AuditPage,
    AuditRow,
    AuditSearch,
    Detail,
    ObjectKind,
    is_code,
)
from storage import audit
from storage.engine import transaction
from storage.rows import AnyRow
from storage.tables import audit_log, users

_ACCOUNT_ID = re.compile(r"[0-9]{1,9}")


class SqlJournal:
    """Pages are read on ``reading``; only ``note`` needs an engine that can write."""

    def __init__(self, writing: Engine, reading: Engine) -> None:
        self._writing = writing
        self._reading = reading

    def page(self, search: AuditSearch, limit: int, /) -> AuditPage:
        """Return at most ``limit`` rows, newest first, and whether the log's end is whole."""
        with transaction(self._reading) as tx:
            end = audit.verify_end(tx)
            found = tx.execute(_query(search).limit(limit + 1)).all()
            names = _names(tx, found[:limit])
        rows = tuple(_row(row, names) for row in found[:limit])
        return AuditPage(rows, len(found) > limit, end)

    def note(self, event: AuditEvent, /) -> None:
        """Append an act that changes nothing else. An act that does is appended where it is done.

        Raises Refused when the log has no end to append to, as ``storage.audit.append`` does.
        """
        with transaction(self._writing) as tx:
            audit.append(tx, event)


def _query(search: AuditSearch) -> Select[tuple[object, ...]]:
    query = select(audit_log).order_by(audit_log.c.number.desc())
    if search.act is not None:
        query = query.where(audit_log.c.act == search.act.value)
    if search.kind is not None:
        query = query.where(audit_log.c.object_kind == search.kind.value)
    if search.object_id:
        # What no row can hold may be what no database can be asked for.
        is_it = audit_log.c.object_id == search.object_id
        query = query.where(is_it if is_code(search.object_id) else false())
    if search.before is not None:
        query = query.where(audit_log.c.number < search.before)
    return query


def _names(tx: Connection, found: Iterable[AnyRow]) -> dict[str, str]:
    """Return what the people on a page are called, by their ids as the log writes them."""
    ids = {id_ for row in found for id_ in (row.actor, row.object_id) if _is_account(id_)}
    query = select(users.c.id, users.c.name).where(users.c.id.in_([int(id_) for id_ in ids]))
    return {str(row.id): row.name for row in tx.execute(query)}


def _is_account(id_: object) -> bool:
    return isinstance(id_, str) and _ACCOUNT_ID.fullmatch(id_) is not None


def _row(row: AnyRow, names: dict[str, str]) -> AuditRow:
    is_person = row.object_kind == ObjectKind.PERSON
    return AuditRow(
        number=row.number,
        at=_moment(row.at),
        actor=str(row.actor),
        actor_name=names.get(row.actor),
        role=str(row.role),
        act=str(row.act),
        object_kind=str(row.object_kind),
        object_id=str(row.object_id),
        object_name=names.get(row.object_id) if is_person else None,
        details=_details(row.details),
    )


def _moment(written: object) -> datetime | None:
    try:
        return datetime.strptime(str(written), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def _details(written: object) -> tuple[tuple[str, Detail], ...] | None:
    try:
        details = json.loads(str(written))
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(details, dict) and all(isinstance(v, Detail) for v in details.values())
    return tuple(details.items()) if is_ours else None
