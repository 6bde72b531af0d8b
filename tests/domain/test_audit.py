"""What an event of the audit log can hold, and how its problems are told."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.audit import (
    AuditAct,
    AuditEvent,
    AuditObject,
    Flaw,
    Head,
    ObjectKind,
    Problem,
    details_of,
)

NOON = datetime(2026, 11, 24, 4, 3, 2, tzinfo=UTC)


def event(**changes: Any) -> AuditEvent:
    values: dict[str, Any] = {
        "at": NOON,
        "actor": "person-7",
        "role": "moderator",
        "act": AuditAct.ARCHIVE,
        "object": AuditObject(ObjectKind.REPORT, "17"),
    }
    return AuditEvent(**(values | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": "@warga_contoh"},
        {"actor": ""},
        {"actor": "Bu Sari"},
        {"role": "petugas dinas"},
        {"object": AuditObject(ObjectKind.REPORT, "jalan rusak")},
        {"object": AuditObject(ObjectKind.REPORT, "1" * 81)},
        {"object": AuditObject(ObjectKind.REPORT, "17\n")},
        {"details": details_of({"reason": "terlalu umum"})},
        {"details": details_of({"reason for it": "format"})},
        {"details": tuple((f"d{n}", n) for n in range(11))},
        {"details": (("to", "baru"), ("to", "selesai"))},
        {"at": datetime(2026, 11, 24)},  # noqa: DTZ001
    ],
)
def test_an_event_holds_no_words_and_no_naive_moment(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="log"):
        event(**changes)


def test_details_are_ordered_by_name_and_may_be_codes_numbers_yes_or_nothing() -> None:
    details = details_of({"to": "73.17:pupr", "from": None, "rows": 12, "urgent": True})
    assert event(details=details).details == (
        ("from", None), ("rows", 12), ("to", "73.17:pupr"), ("urgent", True),
    )  # fmt: skip


@pytest.mark.parametrize("noted", ["", "12", "12:", "x:" + "0" * 64, "12:" + "g" * 64, "-1:x"])
def test_a_note_that_is_no_head_is_refused(noted: str) -> None:
    with pytest.raises(ValueError, match="NUMBER:HASH"):
        Head.parse(noted)


def test_a_head_is_read_as_it_is_written() -> None:
    head = Head(12, "0a" * 32)
    assert Head.parse(str(head)) == head


@pytest.mark.parametrize("flaw", list(Flaw))
def test_every_problem_has_a_sentence(flaw: Flaw) -> None:
    said = str(Problem(flaw, 4, 7))
    assert flaw is Flaw.HEAD_LOST or "4" in said
    assert "{" not in said
