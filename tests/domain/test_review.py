"""What an act of a moderator means, as a table; and the order in which matters come."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import Agency, Confidence, Reason, ReplyKind, Visibility
from domain.moves import Actor, ActorKind, ArchiveReason, State, Unlawful
from domain.review import (
    Case,
    Concern,
    FieldName,
    Fields,
    Missing,
    Plan,
    ReviewAct,
    Wish,
    plan,
    priority,
)
from domain.status import Status
from domain.topics import Topic

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RINA = Actor(ActorKind.MODERATOR, "rina")
DINAS = Agency("73.17:pupr", "Dinas PUPR")
FIELDS = Fields(None, Topic.PEKERJAAN_UMUM, None, None, DINAS, Visibility.PUBLIK)
FORWARD = [Status.TERVERIFIKASI, Status.DITERUSKAN]


def case_of(status: Status | None, **changes: Any) -> Case:
    state = None if status is None else State(status, DINAS.id)
    return Case(state, FIELDS, "jalan rusak", other=Status.BARU, own_number=5, **changes)


def wish_for(act: ReviewAct, **more: Any) -> Wish:
    return Wish(act, "key", 1, **more)


NOTE = {"note": "catatan"}
REASON = {"reason": ArchiveReason.SPAM}


@pytest.mark.parametrize(
    ("status", "act", "more", "moves", "tells"),
    [
        (Status.PERLU_TINJAUAN, ReviewAct.ACCEPT, {}, FORWARD, ReplyKind.FORWARDED),
        (Status.TERVERIFIKASI, ReviewAct.ACCEPT, {}, FORWARD[1:], ReplyKind.FORWARDED),
        (Status.DIBUKA_KEMBALI, ReviewAct.ACCEPT, {}, FORWARD[1:], ReplyKind.FORWARDED),
        (Status.DIPROSES, ReviewAct.ACCEPT, {}, [], None),  # only read
        (None, ReviewAct.ACCEPT, {}, FORWARD, ReplyKind.FORWARDED),
        (Status.BARU, ReviewAct.ASK, {"missing": Missing.TIME}, [Status.MENUNGGU_PELAPOR],
         ReplyKind.ASK),
        (Status.BARU, ReviewAct.NOT_COMPETENT, NOTE, [Status.BUKAN_KEWENANGAN],
         ReplyKind.NOT_COMPETENT),
        (Status.BARU, ReviewAct.NOT_A_REPORT, REASON, [Status.DIARSIPKAN], None),
        (None, ReviewAct.NOT_A_REPORT, REASON, [], None),
        (Status.BARU, ReviewAct.MERGE, {"into": 7}, [Status.DIGABUNG], None),
        (Status.BARU, ReviewAct.SEND_BACK, NOTE, [Status.PERLU_TINJAUAN], None),
        (Status.PERLU_TINJAUAN, ReviewAct.SEND_BACK, NOTE, [Status.PERLU_TINJAUAN], None),
        (Status.DITERUSKAN, ReviewAct.SEND_BACK, NOTE, [Status.TERVERIFIKASI], None),
        (Status.BARU, ReviewAct.SKIP, {}, [], None),
    ],
)  # fmt: skip
def test_an_act_means(
    status: Status | None,
    act: ReviewAct,
    more: dict[str, Any],
    moves: list[Status],
    tells: ReplyKind | None,
) -> None:
    made = plan(case_of(status), wish_for(act, **more), None, RINA, NOON)
    assert isinstance(made, Plan)
    assert [move.status_to for move in made.moves] == moves
    assert made.tells is tells
    assert made.opens is (status is None and act is ReviewAct.ACCEPT)
    assert made.closes is (act not in (ReviewAct.SEND_BACK, ReviewAct.SKIP))


@pytest.mark.parametrize(
    ("status", "act", "more", "word"),
    [
        (Status.BARU, ReviewAct.ASK, {}, "pertanyaan"),
        (Status.BARU, ReviewAct.ASK, {"note": "x" * 201}, "200"),
        (Status.DIARSIPKAN, ReviewAct.ASK, {"missing": Missing.TIME}, "Buka kembali"),
        (Status.BARU, ReviewAct.NOT_COMPETENT, {}, "alamatnya"),
        (Status.BARU, ReviewAct.NOT_A_REPORT, {}, "alasan"),
        (Status.BARU, ReviewAct.MERGE, {}, "nomor"),
        (Status.BARU, ReviewAct.MERGE, {"into": 5}, "dirinya sendiri"),
        (Status.BARU, ReviewAct.SEND_BACK, {"note": " \n "}, "catatan"),
        (None, ReviewAct.SEND_BACK, NOTE, "belum menjadi laporan"),
        (Status.BARU, ReviewAct.SEND_BACK, {"note": "x" * 4001}, "4000"),
        (Status.BARU, ReviewAct.REDACT, {}, "kata"),
        (Status.BARU, ReviewAct.LIFT, {"redaction": 1}, "alasan"),
        (None, ReviewAct.PUBLISH, {"value": "x"}, "belum menjadi laporan"),
        (Status.BARU, ReviewAct.PUBLISH, {"value": "x" * 4001}, "4000"),
        (Status.DIPROSES, ReviewAct.CHANGE, {}, "tidak dikenal"),
    ],
)
def test_what_must_not_be_is_told_in_one_sentence(
    status: Status | None, act: ReviewAct, more: dict[str, Any], word: str
) -> None:
    said = plan(case_of(status), wish_for(act, **more), None, RINA, NOON)
    assert isinstance(said, Unlawful)
    assert word in said.sentence
    assert said.sentence.endswith(".")


def test_a_forwarded_report_is_not_changed_behind_its_agency() -> None:
    wish = wish_for(ReviewAct.CHANGE, field=FieldName.TOPIC, value="kesehatan")
    assert isinstance(plan(case_of(Status.DIPROSES), wish, FIELDS, RINA, NOON), Unlawful)


@given(
    st.sampled_from([None, *Status]),
    st.sampled_from(ReviewAct),
    st.text(max_size=20),
    st.sampled_from([None, *ArchiveReason]),
    st.sampled_from([None, *Missing]),
    st.sampled_from([None, -1, 0, 5, 7, 2**70]),
    st.sampled_from(ActorKind),
)
def test_no_wish_breaks_anything(
    status: Status | None,
    act: ReviewAct,
    note: str,
    reason: ArchiveReason | None,
    missing: Missing | None,
    into: int | None,
    role: ActorKind,
) -> None:
    by = Actor(role, "somebody" if role.signs_in else None)
    wish = wish_for(act, note=note, reason=reason, missing=missing, into=into, value=note)
    made = plan(case_of(status), wish, FIELDS, by, NOON)
    if isinstance(made, Plan):
        assert not made.closes or made.leaves
        for one, two in pairwise(made.moves):
            assert one.status_to is two.status_from


SURE = Confidence(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


def concern(**changes: Any) -> Concern:
    usual: dict[str, Any] = {
        "reason": Reason.UNSURE,
        "emergency": False,
        "visibility": Visibility.PUBLIK,
        "topic": Topic.PEKERJAAN_UMUM,
        "confidence": SURE,
        "opened_at": NOON,
        "due_at": NOON + timedelta(days=3),
    }
    return Concern(**(usual | changes))


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"emergency": True}, {"visibility": Visibility.RAHASIA}),
        ({"visibility": Visibility.ANONIM}, {}),
        ({"reason": Reason.HIDE_AFTERWARDS}, {}),
        ({"topic": Topic.KESETARAAN_GENDER}, {"topic": Topic.KESEHATAN, "confidence": None}),
        ({"topic": Topic.KESEHATAN}, {}),
        ({"confidence": Confidence(1.0, 1.0, 0.2, 1.0, 1.0, 1.0)}, {}),
        ({"reason": Reason.FAILED, "topic": None, "confidence": None}, {"confidence": None}),
        ({"due_at": NOON + timedelta(days=1)}, {}),
        ({"opened_at": NOON - timedelta(days=9), "due_at": NOON}, {"topic": Topic.NARKOTIKA}),
    ],
)
def test_what_hurts_more_when_it_waits_comes_first(
    first: dict[str, Any], then: dict[str, Any]
) -> None:
    assert priority(concern(**first)) < priority(concern(**then))
