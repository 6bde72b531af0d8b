"""The memory of the service: what was kept together stays together, and exists once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError

from domain.model import (
    Act,
    Decision,
    Gap,
    GiveUp,
    Mention,
    Page,
    Quota,
    Reason,
    Reply,
    ReplyKind,
    ReplyState,
    Report,
    RetryAt,
    Sent,
    Unknown,
    Unreadable,
    Via,
    Visibility,
)
from domain.ports import Step
from domain.status import Status
from storage.console import SqlConsole
from storage.engine import transaction
from storage.store import SqlStore
from storage.tables import gaps, mentions, reports
from storage.tracking import SqlTracking
from tests.bot.beliefs import BELIEF, LUWU, mention

NOON = datetime(2026, 11, 24, 4, 3, 2, tzinfo=UTC)
CODE = "8Q54SQ31RX5NCM3SE"


def report(code: str = CODE, visibility: Visibility = Visibility.PUBLIK) -> Report:
    return Report(
        code, Status.BARU, visibility, False, False, BELIEF.type, BELIEF.topic, BELIEF.subtopic,
        LUWU, BELIEF.agency, NOON,
    )  # fmt: skip


def reply(said: Mention, *codes: str, urgent: bool = False) -> Reply:
    return Reply(
        f"{said.key}:ack", ReplyKind.ACK, Via.REPLY, said.post_id, said.author_id, "Terima kasih",
        urgent, codes,
    )  # fmt: skip


def open_step(said: Mention, code: str = CODE, *told: str, urgent: bool = False) -> Step:
    decision = Decision(Act.OPEN_REPORT, Reason.UNDERSTOOD, Status.BARU, ReplyKind.ACK)
    answer = reply(said, *told, urgent=urgent)
    return Step(said, BELIEF, decision, report=report(code), reply=answer)


@pytest.fixture
def store(engine: Engine) -> SqlStore:
    return SqlStore(engine)


def receive(store: SqlStore, *said: Mention, cursor: str = "100") -> int:
    return store.receive("twitter:mentions", Page(said, (), cursor), NOON)


def test_a_page_and_its_cursor_are_kept_together(store: SqlStore) -> None:
    assert store.cursor("twitter:mentions") is None
    assert receive(store, mention(id="1"), mention(id="2"), cursor="2") == 2
    assert store.cursor("twitter:mentions") == "2"
    assert [m.id for m in store.waiting("twitter", 10)] == ["1", "2"]


def test_a_mention_comes_back_as_it_was(store: SqlStore) -> None:
    said = mention(author_location="Makassar 😷", in_reply_to="99", text="baris\nkedua")
    receive(store, said)
    assert store.waiting("twitter", 10) == [said]


def test_the_same_mention_twice_is_kept_once(store: SqlStore) -> None:
    receive(store, mention())
    assert receive(store, mention()) == 0
    assert len(store.waiting("twitter", 10)) == 1


def test_an_edit_before_the_decision_replaces_the_words_and_the_post_to_answer(
    store: SqlStore,
) -> None:
    receive(store, mention(text="salah ketik"))
    assert receive(store, mention(text="sudah benar", post_id="101")) == 0
    (kept,) = store.waiting("twitter", 10)
    assert (kept.id, kept.post_id, kept.text) == ("100", "101", "sudah benar")


def test_an_edit_after_the_decision_is_a_message_in_the_thread(store: SqlStore) -> None:
    said = mention()
    receive(store, said)
    store.carry_out(open_step(said), NOON)
    edited = mention(text="tolong anonim", post_id="101")
    assert [receive(store, edited), receive(store, edited), receive(store, said)] == [1, 0, 0]
    (follow_up,) = store.waiting("twitter", 10)
    assert (follow_up.id, follow_up.in_reply_to, follow_up.text) == ("101", "100", "tolong anonim")
    assert store.known(follow_up, "1").report_in_thread == CODE


def test_an_unreadable_post_is_parked_and_shown(store: SqlStore, engine: Engine) -> None:
    bad = Unreadable("twitter", "55", False, "KeyError while reading a post of X")
    store.receive("twitter:mentions", Page((mention(),), (bad,), "100"), NOON)
    (item,) = SqlConsole(engine).review_items(10)
    assert (item.reason, item.problem, item.number) == (Reason.UNREADABLE, bad.problem, None)
    assert SqlConsole(engine).overview().parked == 1


def test_a_gap_is_recorded(store: SqlStore, engine: Engine) -> None:
    store.receive("twitter:mentions", Page((), (), "900", Gap("100", "800")), NOON)
    with transaction(engine) as tx:
        assert tx.execute(select(gaps.c.after_id, gaps.c.before_id)).all() == [("100", "800")]
    (stream,) = SqlConsole(engine).overview().streams
    assert stream.gaps == 1


def test_a_decision_report_and_debt_are_kept_together(store: SqlStore) -> None:
    said = mention()
    receive(store, said)
    store.carry_out(open_step(said), NOON)
    outcome = store.outcome(said)
    assert (outcome.act, outcome.reason) == (Act.OPEN_REPORT, Reason.UNDERSTOOD)
    assert outcome.report == report()
    assert [answer.text for answer in outcome.replies] == ["Terima kasih"]
    assert store.waiting("twitter", 10) == []


def test_a_decision_that_cannot_be_kept_whole_leaves_nothing(
    store: SqlStore, engine: Engine
) -> None:
    first, second = mention(id="1"), mention(id="2")
    receive(store, first, second)
    store.carry_out(open_step(first), NOON)
    with pytest.raises(IntegrityError) as caught:
        store.carry_out(open_step(second, code=CODE), NOON)  # a code that exists already
    assert CODE not in str(caught.value)  # errors are logged; codes and words must not be
    assert [m.id for m in store.waiting("twitter", 10)] == ["2"]
    with transaction(engine) as tx:
        assert tx.scalar(select(func.count()).select_from(reports)) == 1


def test_a_mention_is_decided_once_by_whoever_is_first(store: SqlStore, engine: Engine) -> None:
    said = mention()
    receive(store, said)
    store.carry_out(open_step(said), NOON)
    store.carry_out(open_step(said, code="9" * 17), NOON)
    store.park(said, "ZeroDivisionError", NOON)
    assert store.outcome(said).report == report()
    with transaction(engine) as tx:
        assert tx.scalar(select(func.count()).select_from(reports)) == 1


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [("publik", "anonim", "anonim"), ("anonim", "rahasia", "rahasia"),
     ("rahasia", "anonim", "rahasia"), ("anonim", None, "anonim")],
)  # fmt: skip
def test_a_report_can_be_hidden_more_afterwards_never_less(
    store: SqlStore, before: str, asked: str | None, after: str
) -> None:
    said, later = mention(), mention(id="101", in_reply_to="100")
    receive(store, said, later)
    opened = report(visibility=Visibility(before))
    decision = open_step(said).decision
    store.carry_out(Step(said, BELIEF, decision, report=opened), NOON)
    added = Decision(Act.ADD_TO_REPORT, Reason.HIDE_AFTERWARDS)
    hides = Visibility(asked) if asked else None
    store.carry_out(Step(later, BELIEF, added, adds_to=CODE, hides=hides), NOON)
    found = store.outcome(later).report
    assert found is not None
    assert found.visibility is Visibility(after)


def test_the_report_in_a_thread_is_the_authors_own(store: SqlStore) -> None:
    said = mention()
    receive(store, said)
    store.carry_out(open_step(said), NOON)
    mine = mention(id="101", in_reply_to="100")
    assert store.known(mine, "1").report_in_thread == CODE
    assert store.known(mention(id="102", author_id="8"), "1").report_in_thread is None
    assert store.known(mention(id="103", author_id="8"), "1").codes == ()
    elsewhere = store.known(mention(id="104", conversation_id="104"), "1")
    assert (elsewhere.report_in_thread, elsewhere.codes) == (None, (CODE,))


def test_a_code_opens_nothing_before_it_was_told(store: SqlStore, engine: Engine) -> None:
    said, asked = mention(), mention(id="5", direct=True)
    receive(store, said, asked)
    store.carry_out(open_step(said), NOON)
    tracking = SqlTracking(engine)
    assert tracking.report(CODE) is None
    told = reply(asked, CODE)
    decision = Decision(Act.SEND_CODE, Reason.CODE_ASKED, reply=ReplyKind.CODE, via=Via.DM)
    store.carry_out(Step(asked, BELIEF, decision, reply=told), NOON)
    seen = tracking.report(CODE)
    assert seen is not None
    assert (seen.status, [entry.at for entry in seen.timeline]) == (Status.BARU, [NOON])


@pytest.mark.parametrize(
    ("visibility", "topic", "district", "village_open"),
    [
        ("publik", True, "Bajo", True),
        ("anonim", True, "Bajo", False),
        ("rahasia", False, None, False),
    ],
)
def test_the_tracked_report_has_what_its_visibility_allows(
    store: SqlStore, engine: Engine, visibility: str, topic: bool, district: str, village_open: bool
) -> None:
    said = mention()
    receive(store, said)
    step = open_step(said, CODE, CODE)
    hidden = report(visibility=Visibility(visibility))
    store.carry_out(Step(said, BELIEF, step.decision, report=hidden, reply=step.reply), NOON)
    seen = SqlTracking(engine).report(CODE)
    assert seen is not None
    assert (seen.topic is not None, seen.district) == (topic, district)
    assert seen.village is None or village_open
    exact = visibility == "publik"
    assert (seen.reported_at == NOON) is exact
    assert seen.reported_at.date() == NOON.date()
    assert all((entry.at == NOON) is exact for entry in seen.timeline)
    assert (seen.agency_name is not None) is topic


def test_urgent_debts_come_first_then_the_oldest(store: SqlStore) -> None:
    for number, urgent in (("1", False), ("2", False), ("3", True)):
        said = mention(id=number)
        receive(store, said)
        code = number * 17
        later = NOON + timedelta(seconds=int(number))
        store.carry_out(open_step(said, code, urgent=urgent), later)
    due = store.due("twitter", Via.REPLY, NOON + timedelta(minutes=1), 10)
    assert [owed.reply.key for owed in due] == [
        "twitter:post:3:ack", "twitter:post:1:ack", "twitter:post:2:ack",
    ]  # fmt: skip


@pytest.fixture
def debt(store: SqlStore) -> str:
    said = mention()
    receive(store, said)
    store.carry_out(open_step(said), NOON)
    return f"{said.key}:ack"


def test_a_debt_can_be_marked_for_sending_once(store: SqlStore, debt: str) -> None:
    assert store.mark_sending(debt, "Terima kasih", NOON)
    assert not store.mark_sending(debt, "Terima kasih", NOON)
    assert store.due("twitter", Via.REPLY, NOON, 10) == []


@pytest.mark.parametrize(
    ("delivery", "state", "due_in_a_minute", "doubtful"),
    [
        (Sent("900"), ReplyState.SENT, False, False),
        (RetryAt(NOON + timedelta(minutes=1), "403"), ReplyState.PENDING, True, False),
        (Unknown("timeout"), ReplyState.UNKNOWN, False, True),
        (GiveUp("gone"), ReplyState.DEAD, False, False),
    ],
)
def test_what_an_attempt_makes_of_a_debt(
    store: SqlStore, engine: Engine, debt: str,
    delivery: Sent | RetryAt | Unknown | GiveUp, state: ReplyState,
    due_in_a_minute: bool, doubtful: bool,
) -> None:  # fmt: skip
    store.mark_sending(debt, "Terima kasih", NOON)
    store.record(debt, delivery, NOON)
    later = NOON + timedelta(minutes=1)
    assert SqlConsole(engine).overview().replies == {state: 1}
    assert bool(store.due("twitter", Via.REPLY, later, 10)) is due_in_a_minute
    assert bool(store.doubtful("twitter", later, timedelta(minutes=1))) is doubtful


@pytest.mark.parametrize(("counts", "attempts"), [(True, 1), (False, 0)])
def test_an_attempt_counts_only_where_it_was_one_on_this_debt(
    store: SqlStore, debt: str, counts: bool, attempts: int
) -> None:
    store.mark_sending(debt, "Terima kasih", NOON)
    store.record(debt, RetryAt(NOON, "429", counts=counts), NOON)
    (owed,) = store.due("twitter", Via.REPLY, NOON, 10)
    assert owed.attempts == attempts


def test_a_debt_that_is_given_up_is_shown_to_moderators(
    store: SqlStore, engine: Engine, debt: str
) -> None:
    assert SqlConsole(engine).review_items(10) == []
    store.record(debt, GiveUp("gone: X does not know it any more (404)"), NOON)
    (item,) = SqlConsole(engine).review_items(10)
    assert "reply_not_sent: gone" in str(item.problem)


def test_what_was_sent_stays_sent(store: SqlStore, engine: Engine, debt: str) -> None:
    store.mark_sending(debt, "Terima kasih", NOON)
    store.record(debt, Sent("900"), NOON)
    store.record(debt, RetryAt(NOON, "late news"), NOON)
    assert SqlConsole(engine).overview().replies == {ReplyState.SENT: 1}
    assert store.claimed_posts(["900", "901"]) == {"900"}


def test_a_debt_left_by_a_process_that_died_is_doubtful_after_its_lease(
    store: SqlStore, debt: str
) -> None:
    store.mark_sending(debt, "Terima kasih", NOON)
    assert store.doubtful("twitter", NOON + timedelta(seconds=59), timedelta(minutes=1)) == []
    (owed,) = store.doubtful("twitter", NOON + timedelta(seconds=60), timedelta(minutes=1))
    assert (owed.reply.key, owed.attempts, owed.sending_since) == (debt, 1, NOON)


def test_a_pause_holds_until_the_next_page(store: SqlStore) -> None:
    until = NOON + timedelta(minutes=3)
    store.pause("twitter:mentions", until, "429")
    assert store.paused_until("twitter:mentions") == until
    receive(store, mention())
    assert store.paused_until("twitter:mentions") is None


def test_quotas_are_kept_and_renewed(store: SqlStore, engine: Engine) -> None:
    for remaining in (299, 298):
        store.keep_quotas("twitter", [Quota("mentions", 300, remaining, NOON)])
    (quota,) = SqlConsole(engine).overview().quotas
    assert quota == Quota("mentions", 300, 298, NOON)


def test_a_parked_mention_stops_nobody_and_is_shown(store: SqlStore, engine: Engine) -> None:
    bad, good = mention(id="1"), mention(id="2")
    receive(store, bad, good)
    store.park(bad, "ZeroDivisionError", NOON)
    assert [m.id for m in store.waiting("twitter", 10)] == ["2"]
    (item,) = SqlConsole(engine).review_items(10)
    assert (item.reason, item.problem) == (Reason.FAILED, "ZeroDivisionError")


def test_reports_know_nobody() -> None:
    people = {"author_id", "username", "post_id", "text", "author_location"}
    assert people <= set(mentions.columns.keys())
    assert not people & set(reports.columns.keys())
