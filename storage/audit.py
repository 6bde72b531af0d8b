"""The audit log: append-only, each row sealed with a hash over itself and the row before.

A row's hash is the SHA-256 of these bytes: the JSON array

    [number,"at","actor","role","act","object_kind","object_id","details","previous"]

of its own columns in this order, without blanks, in ASCII (other characters as \\uXXXX, as Python's
``json.dumps(..., separators=(",", ":"))`` writes it). ``number`` is a JSON number, all others are
JSON strings. ``at`` is UTC as ``2026-11-24T04:03:02.000000Z``; ``details`` is itself the text of a
JSON object with sorted names, written in the same way; ``previous`` is the hash of the row
before, sixty-four zeros for row 1. Every column is stored as exactly the text that is hashed, so
that no conversion of a database stands between the two.

Triggers refuse UPDATE and DELETE. They stop mistakes, not somebody who owns the database: that is
what ``verify`` and a head noted elsewhere are for.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text, update

from domain.audit import NOTHING_YET, AuditEvent, Flaw, Head, Problem, Verdict
from domain.ports import Refusal, Refused
from storage.engine import transaction
from storage.rows import AnyRow, Values
from storage.tables import audit_head, audit_log

_BATCH = 1_000  # rows a fetch: the log is streamed, never held in memory
_MOST_PROBLEMS = 100  # listed; one changed row is enough to doubt all that follow
_SEALED = (
    "number", "at", "actor", "role", "act", "object_kind", "object_id", "details", "previous",
)  # fmt: skip


def append(tx: Connection, *events: AuditEvent) -> Head:
    """Append events in order, inside the caller's transaction; return the new end of the log.

    The act and its row are committed together or not at all. Until then other writers wait at the
    end of the log (SQLite: for the database; PostgreSQL: for the locked row of ``audit_head``), so
    numbers have no holes: do it last in a transaction. Raises Refused when the log has no end to
    append to: then nobody may act, because nobody would know.
    """
    end = tx.execute(select(audit_head).with_for_update()).one_or_none()
    if end is None:
        why = "the audit log has lost its head, nothing can be recorded; run: laporbot audit verify"
        raise Refused(Refusal.BAD_REQUEST, why)
    head = Head(end.number, end.hash)
    sealed = []
    for event in events:
        row = _seal(event, head)
        head = Head(row["number"], row["hash"])
        sealed.append(row)
    if sealed:
        tx.execute(insert(audit_log), sealed)
        tx.execute(update(audit_head).values(number=head.number, hash=head.hash))
    return head


def verify(engine: Engine, noted: Head | None = None) -> Verdict:
    """Read the whole log in its order, and say whether each row is as it was written.

    ``noted`` is an end of the log that somebody wrote down: it must still be one of its rows.
    """
    with transaction(engine) as tx:
        _see_one_moment(tx)
        end = tx.execute(select(audit_head)).one_or_none()
        query = select(audit_log).order_by(audit_log.c.number)
        stream = tx.execution_options(yield_per=_BATCH).execute(query)
        check = _Check(noted)
        check.rows(stream)
        check.end(None if end is None else Head(end.number, end.hash))
    return Verdict(check.head, tuple(check.problems), check.found)


def verify_end(tx: Connection) -> Verdict:
    """Read the last row alone: whether it is as it was written, and is what the head says.

    That takes the same time however long the log is. What lies before is for ``verify``.
    """
    _see_one_moment(tx)
    end = tx.execute(select(audit_head)).one_or_none()
    last = tx.execute(select(audit_log).order_by(audit_log.c.number.desc()).limit(1)).first()
    check = _Check(None)
    if last is not None:
        check.head = Head(last.number - 1, last.previous)
        check.rows([last])
    check.end(None if end is None else Head(end.number, end.hash))
    return Verdict(check.head, tuple(check.problems), check.found)


class _Check:
    """A walk along the chain, with what is wrong on the way."""

    def __init__(self, noted: Head | None) -> None:
        self.head = NOTHING_YET
        self.problems: list[Problem] = []
        self.found = 0
        self._noted = noted
        self._noted_seen = noted is None or noted == NOTHING_YET

    def rows(self, stream: Iterable[AnyRow]) -> None:
        for row in stream:
            expected = self.head.number + 1
            if row.number > expected:
                self._found(Flaw.MISSING, expected, row.number - 1)
            elif row.number < expected or row.previous != self.head.hash:
                self._found(Flaw.OUT_OF_ORDER, row.number, row.number)
            seal = _hash_of([getattr(row, name) for name in _SEALED])
            whole = seal is not None and row.hash == seal
            if not whole:
                self._found(Flaw.CHANGED, row.number, row.number)
            self.head = Head(row.number, row.hash)
            self._noted_seen |= whole and self.head == self._noted

    def end(self, kept: Head | None) -> None:
        last = self.head.number
        if kept is None:
            self._found(Flaw.HEAD_LOST, last, last)
        elif kept.number > last:
            self._found(Flaw.TRUNCATED, last + 1, kept.number)
        elif kept.number < last:
            self._found(Flaw.TOO_LONG, kept.number + 1, last)
        elif kept.hash != self.head.hash:
            self._found(Flaw.HEAD_CHANGED, last, last)
        if self._noted is not None and not self._noted_seen:
            self._found(Flaw.NOT_AS_NOTED, self._noted.number, self._noted.number)

    def _found(self, flaw: Flaw, first: int, last: int) -> None:
        self.found += 1
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(flaw, first, last))


def _see_one_moment(tx: Connection) -> None:
    """Let both tables be read as of one moment: an append in between would look like a forgery."""
    if tx.dialect.name == "postgresql":  # a transaction of SQLite always does
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def _seal(event: AuditEvent, before: Head) -> Values:
    row: Values = {
        "number": before.number + 1,
        "at": _write_moment(event.at),
        "actor": event.actor,
        "role": str(event.role),
        "act": event.act.value,
        "object_kind": event.object.kind.value,
        "object_id": event.object.id,
        "details": _write_json(dict(event.details)),
        "previous": before.hash,
    }
    return row | {"hash": _hash_of([row[name] for name in _SEALED])}


def _hash_of(columns: list[Any]) -> str | None:
    """Return the hash of a row; None when it holds what we never write, such as bytes."""
    try:
        return hashlib.sha256(_write_json(columns).encode("ascii")).hexdigest()
    except (TypeError, ValueError):
        return None


def _write_json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, allow_nan=False)


def _write_moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
