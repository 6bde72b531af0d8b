"""What moderators do stands in the audit log: every act, whole or not at all, and no words."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, delete, text

from domain.audit import AuditRow, AuditSearch
from domain.model import Visibility
from domain.moves import ArchiveReason
from domain.ports import Refused
from domain.review import FieldName, Missing, ReviewAct
from domain.status import Status
from storage.engine import transaction
from storage.journal import SqlJournal
from storage.tables import audit_head
from tests.clock import SetClock
from tests.desk import RINA, SECRET, Desk, doubtful

Told = tuple[str, str, str, str, str, dict[str, object]]


@pytest.fixture
def desk(engine: Engine, clock: SetClock) -> Desk:
    return Desk(engine, clock)


def told(desk: Desk) -> list[Told]:
    """Return all that was written down, oldest first."""
    return [
        (row.actor, row.role, row.act, row.object_kind, row.object_id, dict(row.details or ()))
        for row in rows(desk)
    ]


def rows(desk: Desk) -> Sequence[AuditRow]:
    page = SqlJournal(desk.engine, desk.engine).page(AuditSearch(), 500)
    assert page.end.is_whole
    return page.rows[::-1]


@pytest.mark.parametrize(
    ("act", "more", "name", "details"),
    [
        (ReviewAct.ACCEPT, {}, "forward", {}),
        (
            ReviewAct.CHANGE,
            {"field": FieldName.PLACE, "value": "32.75"},
            "correct",
            {"what": "tempat", "from": "73.17.04", "to": "32.75"},
        ),
        (
            ReviewAct.CHANGE,
            {"field": FieldName.VISIBILITY, "value": "rahasia"},
            "hide",
            {"what": "sifat", "from": "publik", "to": "rahasia"},
        ),
        (ReviewAct.ASK, {"missing": Missing.TIME}, "ask_reporter", {}),
        (ReviewAct.NOT_A_REPORT, {"reason": ArchiveReason.SPAM}, "archive", {"reason": "spam"}),
        (ReviewAct.NOT_COMPETENT, {"note": "Mahkamah Agung"}, "decline", {}),
        (ReviewAct.MERGE, {"into": 1}, "merge", {"into": 1}),
        (ReviewAct.SEND_BACK, {"note": "tidak yakin"}, "send_back", {}),
        (ReviewAct.SKIP, {}, "skip", {}),
        (ReviewAct.REDACT, {"value": "dua orang"}, "redact", {}),
        (ReviewAct.LIFT, {"redaction": 2, "note": "nomor layanan"}, "lift_redaction", {"mark": 2}),
        (ReviewAct.PUBLISH, {"value": "Jalan berlubang."}, "release_text", {}),
    ],
)
def test_every_act_and_its_undoing_is_written_down(
    desk: Desk, act: ReviewAct, more: dict[str, Any], name: str, details: dict[str, object]
) -> None:
    desk.opens()
    done = desk.does(desk.opens(), act, **more)
    desk.review.undo(done.act_id, RINA, desk.clock.now())
    who = ("101", "moderator")
    assert told(desk) == [
        (*who, name, "report", "2", {"number": 1, **details}),
        (*who, "undo", "report", "2", {"number": 1}),
    ]


def test_opening_up_a_report_is_a_correction(desk: Desk) -> None:
    desk.changes(desk.opens(belief=SECRET), FieldName.VISIBILITY, "publik", note="diminta pelapor")
    ((*_, act, _, _, details),) = told(desk)
    assert act == "correct"
    assert details["from"] == Visibility.RAHASIA.value


def test_whoever_opens_a_matter_has_read_what_a_citizen_wrote(desk: Desk) -> None:
    review_id = desk.opens()
    desk.sees(review_id)
    assert told(desk) == []
    desk.sees(review_id, take=True)
    assert told(desk) == [("101", "moderator", "view_words", "report", "1", {"matter": 1})]


def test_a_message_that_becomes_a_report_and_one_that_does_not(desk: Desk) -> None:
    held, other = desk.holds(), desk.holds()
    desk.does(held, ReviewAct.ACCEPT)
    desk.does(other, ReviewAct.NOT_A_REPORT, reason=ArchiveReason.SPAM)
    assert [row[2:5] for row in told(desk)] == [
        ("open_report", "report", "1"),
        ("forward", "report", "1"),
        ("dismiss", "mention", "twitter:post:2"),
    ]


def test_an_act_that_was_denied_or_came_twice_is_not_written_down_again(desk: Desk) -> None:
    review_id = desk.opens()
    desk.does(review_id, ReviewAct.SKIP, form_key="k")
    desk.does(review_id, ReviewAct.SKIP, form_key="k")
    desk.is_denied(review_id, ReviewAct.MERGE, into=99)
    assert len(told(desk)) == 1


def test_what_cannot_be_written_down_does_not_happen(desk: Desk) -> None:
    review_id = desk.opens(belief=doubtful())
    with transaction(desk.engine) as tx:
        tx.execute(text("DROP TRIGGER audit_head_no_delete"))
        tx.execute(delete(audit_head))
    with pytest.raises(Refused):
        desk.does(review_id, ReviewAct.ACCEPT)
    assert desk.sees(review_id).status is Status.PERLU_TINJAUAN
    assert desk.sees(review_id).is_open
