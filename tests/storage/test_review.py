"""The moderators' desk: who gets what, what an act leaves behind, and how it is taken back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from domain.model import Page as ChannelPage
from domain.model import Reason, Unreadable, Visibility
from domain.moves import ArchiveReason
from domain.people import Person, Role
from domain.review import (
    LEASE,
    UNDO,
    Denied,
    Done,
    FieldName,
    Filters,
    Missing,
    ReviewAct,
    Wish,
)
from domain.status import Status
from domain.topics import Topic
from storage.engine import open_engine, transaction
from storage.review import SqlReview
from storage.tables import mentions, report_events, reports
from storage.tracking import SqlTracking
from tests.clock import SetClock
from tests.desk import ALL, BAGUS, DOUBTFUL, RINA, SECRET, TEXT, Desk, at, code_of, doubtful


@pytest.fixture
def desk(engine: Engine, clock: SetClock) -> Desk:
    return Desk(engine, clock)


def status_of(desk: Desk, review_id: int) -> Status | None:
    return desk.sees(review_id).status


def events(desk: Desk) -> list[str]:
    query = select(report_events.c.status).where(report_events.c.undone_at.is_(None))
    with transaction(desk.engine) as tx:
        return list(tx.scalars(query.order_by(report_events.c.id)))


# ---------------------------------------------------------------- what is believed


def test_a_belief_comes_back_as_it_was(desk: Desk) -> None:
    matter = desk.sees(desk.opens())
    assert matter.belief == DOUBTFUL
    assert [hit.path for hit in matter.places] == [
        "Kabupaten Luwu, Sulawesi Selatan",
        "Bone-Bone, Kabupaten Luwu Utara, Sulawesi Selatan",
    ]


def test_what_names_a_person_is_marked_before_anybody_looks(desk: Desk) -> None:
    (mark,) = desk.sees(desk.opens()).redactions
    assert TEXT[mark.start : mark.end] == "081200000000"


# ---------------------------------------------------------------- the queue


def test_emergencies_come_first_then_secrets_then_what_is_most_in_doubt(desk: Desk) -> None:
    sure = replace(DOUBTFUL.confidence, topic=0.9, location=0.9, agency=0.9, type=0.9)
    plain = desk.opens(belief=doubtful(confidence=sure))
    doubt = desk.opens()
    secret = desk.opens(belief=SECRET)
    emergency = desk.opens(belief=doubtful(emergency=True))
    assert desk.waits() == [emergency, secret, doubt, plain]


def test_what_waits_long_overtakes_what_is_riskier_but_new(desk: Desk) -> None:
    old = desk.opens()
    desk.passes(days=4)
    risky = desk.opens(belief=doubtful(topic=Topic.KESEHATAN))
    assert desk.waits() == [old, risky]


def test_pages_follow_one_another_without_gap_or_repetition(desk: Desk) -> None:
    opened = [desk.opens() for _ in range(7)]
    seen: list[int] = []
    cursor: str | None = None
    for _ in range(4):
        page = desk.review.queue(ALL, cursor, 2, desk.clock.now())
        assert page.total == 7
        seen += [row.id for row in page.rows]
        cursor = page.following
    assert cursor is None
    assert seen == opened


@pytest.mark.parametrize("cursor", ["", "x", "!!!", "MTox", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OjE", "é"])
def test_a_cursor_that_is_none_begins_at_the_start(desk: Desk, cursor: str) -> None:
    review_id = desk.opens()
    page = desk.review.queue(ALL, cursor, 2, desk.clock.now())
    assert [row.id for row in page.rows] == [review_id]


def test_the_queue_can_be_narrowed(desk: Desk) -> None:
    luwu = desk.opens()
    desk.passes(hours=2)
    bekasi = desk.opens(
        belief=doubtful(location=at("32.75", "Kota Bekasi"), topic=Topic.KESEHATAN, agency=None)
    )
    held = desk.holds()

    def found(**filters: object) -> set[int]:
        page = desk.review.queue(Filters(**filters), None, 10, desk.clock.now())  # type: ignore[arg-type]
        return {row.id for row in page.rows}

    assert found(topic=Topic.KESEHATAN) == {bekasi}
    assert found(region="73") == found(region="73.17") == {luwu, held}
    assert found(region="7") == set()
    assert found(agency_id="73.17:pupr") == {luwu, held}
    assert found(reason=Reason.MAYBE_A_REPORT) == {held}
    assert found(older_than=timedelta(hours=1)) == {luwu}


# ---------------------------------------------------------------- leases


def test_two_moderators_never_get_the_same_matter(desk: Desk) -> None:
    first, second = desk.opens(), desk.opens()
    now = desk.clock.now()
    assert desk.review.take_next(ALL, RINA, now) == first
    assert desk.review.take_next(ALL, BAGUS, now) == second
    assert desk.review.take_next(ALL, BAGUS, now) == second  # their own again
    lease = desk.sees(first, BAGUS, take=True).lease
    assert lease is not None
    assert lease.person_name == "Rina"


def test_a_lease_ends_by_itself_or_when_it_is_given_up(desk: Desk) -> None:
    review_id = desk.opens()
    desk.sees(review_id, RINA, take=True)
    desk.passes(minutes=2)
    lease = desk.review.renew(review_id, RINA, desk.clock.now())
    assert lease is not None
    assert lease.until == desk.clock.now() + LEASE
    assert desk.review.take_next(ALL, BAGUS, desk.clock.now()) is None
    desk.clock.advance(seconds=LEASE.total_seconds())
    assert desk.review.take_next(ALL, BAGUS, desk.clock.now()) == review_id
    desk.review.release(review_id, RINA)  # not hers any more
    assert desk.review.take_next(ALL, RINA, desk.clock.now()) is None
    desk.review.release(review_id, BAGUS)
    assert desk.review.take_next(ALL, RINA, desk.clock.now()) == review_id


def test_whoever_skips_a_matter_is_given_another_and_others_get_it(desk: Desk) -> None:
    first, second = desk.opens(), desk.opens()
    desk.does(first, ReviewAct.SKIP)
    assert desk.review.take_next(ALL, RINA, desk.clock.now()) == second
    assert desk.review.take_next(ALL, BAGUS, desk.clock.now()) == first


# ---------------------------------------------------------------- acts


def test_accepting_verifies_and_forwards_in_one_act(desk: Desk) -> None:
    review_id = desk.opens()
    desk.does(review_id, ReviewAct.ACCEPT)
    assert status_of(desk, review_id) is Status.DITERUSKAN
    assert events(desk) == ["perlu_tinjauan", "terverifikasi", "diteruskan"]
    assert desk.waits() == []
    assert not desk.sees(review_id).is_open


def test_what_has_no_agency_is_not_forwarded(desk: Desk) -> None:
    review_id = desk.opens(belief=doubtful(agency=None))
    denied = desk.is_denied(review_id, ReviewAct.ACCEPT)
    assert "Instansi tujuan belum dipilih" in denied.sentence
    assert events(desk) == ["perlu_tinjauan"]


def test_another_topic_brings_the_agency_that_answers_for_it(desk: Desk) -> None:
    review_id = desk.opens()
    desk.changes(review_id, FieldName.TOPIC, "perhubungan.lalu_lintas")
    fields = desk.sees(review_id).fields
    assert (fields.topic, fields.subtopic) == (Topic.PERHUBUNGAN, "perhubungan.lalu_lintas")
    assert fields.agency is not None
    assert fields.agency.id == "73.17:perhubungan"


def test_another_place_brings_the_same_office_of_that_place(desk: Desk) -> None:
    review_id = desk.opens()
    desk.changes(review_id, FieldName.PLACE, "73.22.05")
    fields = desk.sees(review_id).fields
    assert fields.location is not None
    assert fields.location.district == "Bone-Bone"
    assert fields.location.regency == "Kabupaten Luwu Utara"
    assert fields.agency is not None
    assert fields.agency.id == "73.22:pupr"
    desk.changes(review_id, FieldName.PLACE, "32")  # no such office there: somebody must choose
    assert desk.sees(review_id).fields.agency is None


@pytest.mark.parametrize("field", FieldName)
@pytest.mark.parametrize("value", ["", "tidak-ada", "73.99", "<b>", "x" * 3000])
def test_a_value_that_names_nothing_changes_nothing(
    desk: Desk, field: FieldName, value: str
) -> None:
    review_id = desk.opens()
    before = desk.sees(review_id)
    desk.is_denied(review_id, ReviewAct.CHANGE, field=field, value=value)
    assert desk.sees(review_id) == before


def test_opening_up_a_hidden_report_needs_a_reason(desk: Desk) -> None:
    review_id = desk.opens(belief=SECRET)
    opened: dict[str, Any] = {"field": FieldName.VISIBILITY, "value": "publik"}
    desk.is_denied(review_id, ReviewAct.CHANGE, **opened)
    desk.changes(review_id, FieldName.VISIBILITY, "publik", note="pelapor mencabut permintaan")
    assert desk.sees(review_id).fields.visibility is Visibility.PUBLIK


def test_asking_waits_for_the_citizen_and_their_answer_brings_it_back(desk: Desk) -> None:
    review_id = desk.opens()
    desk.does(review_id, ReviewAct.ASK, missing=Missing.PLACE)
    assert status_of(desk, review_id) is Status.MENUNGGU_PELAPOR
    desk.passes(hours=1)
    desk.adds(review_id, "di depan SD Inpres Bajo")
    (again,) = desk.waits()
    matter = desk.sees(again)
    assert (matter.status, matter.reason) == (Status.PERLU_TINJAUAN, Reason.FOLLOW_UP)
    assert "di depan SD Inpres Bajo" in [said.text for said in matter.thread]


def test_a_message_that_is_no_report_makes_none(desk: Desk) -> None:
    review_id = desk.holds("wah parah ini min")
    desk.is_denied(review_id, ReviewAct.NOT_A_REPORT)  # a reason is missing
    desk.does(review_id, ReviewAct.NOT_A_REPORT, reason=ArchiveReason.TERLALU_UMUM)
    assert desk.waits() == []
    assert desk.sees(review_id).number is None


def test_a_held_message_becomes_a_report_when_it_is_accepted(desk: Desk) -> None:
    review_id = desk.holds()
    desk.does(review_id, ReviewAct.ACCEPT)
    matter = desk.sees(review_id)
    assert (matter.status, matter.fields.topic) == (Status.DITERUSKAN, Topic.PEKERJAAN_UMUM)
    with transaction(desk.engine) as tx:
        assert tx.scalar(select(mentions.c.act)) == "open_report"


def test_merging_names_the_report_that_stays(desk: Desk) -> None:
    first, second = desk.opens(), desk.opens()
    for into in (None, 2, 99, -1, 2**70):
        desk.is_denied(second, ReviewAct.MERGE, into=into)
    assert desk.sees(second).similar[0].number == desk.sees(first).number == 1
    desk.does(second, ReviewAct.MERGE, into=1)
    assert status_of(desk, second) is Status.DIGABUNG
    desk.is_denied(first, ReviewAct.MERGE, into=2)  # that one is merged


def test_what_is_given_back_waits_on_with_a_note(desk: Desk) -> None:
    review_id = desk.opens()
    desk.sees(review_id, take=True)
    desk.is_denied(review_id, ReviewAct.SEND_BACK)
    desk.does(review_id, ReviewAct.SEND_BACK, note="Tolong yang paham kehutanan.")
    matter = desk.sees(review_id)
    assert (matter.is_open, matter.lease) == (True, None)
    assert "Tolong yang paham kehutanan." in [said.text for said in matter.thread]


def test_a_message_nobody_could_read_can_only_be_put_aside(desk: Desk) -> None:
    bad = Unreadable("twitter", "77", False, "KeyError")
    desk.store.receive("twitter:mentions", ChannelPage((), (bad,), "77"), desk.clock.now())
    (review_id,) = desk.waits()
    desk.is_denied(review_id, ReviewAct.ACCEPT)
    desk.does(review_id, ReviewAct.NOT_A_REPORT, reason=ArchiveReason.FORMAT)


def test_a_note_of_a_megabyte_is_refused_with_its_limit(desk: Desk) -> None:
    denied = desk.is_denied(desk.opens(), ReviewAct.SEND_BACK, note="x" * 1_000_000)
    assert "4000" in denied.sentence


# ---------------------------------------------------------------- two at once


def test_the_second_of_two_is_told_and_overwrites_nothing(desk: Desk) -> None:
    review_id = desk.opens()
    version = desk.sees(review_id, RINA).version
    desk.does(review_id, ReviewAct.NOT_COMPETENT, RINA, note="Pengadilan Negeri Belopa")
    denied = desk.is_denied(review_id, ReviewAct.ACCEPT, BAGUS, version=version)
    assert denied.is_stale
    assert "Rina" in denied.sentence
    assert status_of(desk, review_id) is Status.BUKAN_KEWENANGAN


def test_whose_lease_ran_out_is_told_when_somebody_else_has_it(desk: Desk) -> None:
    review_id = desk.opens()
    desk.sees(review_id, RINA, take=True)
    desk.passes(minutes=4)
    desk.sees(review_id, BAGUS, take=True)
    denied = desk.is_denied(review_id, ReviewAct.ACCEPT, RINA)
    assert "Bagus" in denied.sentence


def test_what_the_citizen_adds_meanwhile_must_be_read_first(desk: Desk) -> None:
    review_id = desk.opens()
    version = desk.sees(review_id).version
    desk.adds(review_id, "tolong anonim")
    denied = desk.is_denied(review_id, ReviewAct.ACCEPT, version=version)
    assert denied.is_stale


def test_a_form_sent_twice_is_one_act(desk: Desk) -> None:
    review_id = desk.opens()
    once = desk.does(review_id, ReviewAct.ACCEPT, form_key="k")
    assert desk.does(review_id, ReviewAct.ACCEPT, form_key="k") == once
    assert events(desk) == ["perlu_tinjauan", "terverifikasi", "diteruskan"]
    other = desk.opens()
    desk.is_denied(other, ReviewAct.ACCEPT, form_key="k")


def test_eight_moderators_at_the_same_moment_get_eight_matters(
    desk: Desk, database_url: str
) -> None:
    opened = {desk.opens() for _ in range(8)}
    people = [Person(number, f"P{number}", Role.MODERATOR) for number in range(8)]
    review = SqlReview(open_engine(database_url))
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(lambda person: review.take_next(ALL, person, desk.clock.now()), people)
        assert set(taken) == opened


def test_of_eight_decisions_at_the_same_moment_one_stands(desk: Desk, database_url: str) -> None:
    review_id = desk.opens()
    people = [Person(number, f"P{number}", Role.MODERATOR) for number in range(8)]
    review = SqlReview(open_engine(database_url))

    def accept(person: Person) -> object:
        wish = Wish(ReviewAct.ACCEPT, person.name, 1)
        return review.act(review_id, wish, person, desk.clock.now())

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(accept, people))
    assert sum(isinstance(outcome, Done) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Denied) for outcome in outcomes) == 7
    assert events(desk) == ["perlu_tinjauan", "terverifikasi", "diteruskan"]


# ---------------------------------------------------------------- undo


@pytest.mark.parametrize(
    ("act", "more"),
    [
        (ReviewAct.ACCEPT, {}),
        (ReviewAct.CHANGE, {"field": FieldName.PLACE, "value": "32.75"}),
        (ReviewAct.CHANGE, {"field": FieldName.TOPIC, "value": "kesehatan"}),
        (ReviewAct.ASK, {"missing": Missing.TIME}),
        (ReviewAct.NOT_A_REPORT, {"reason": ArchiveReason.SPAM}),
        (ReviewAct.NOT_COMPETENT, {"note": "Mahkamah Agung"}),
        (ReviewAct.MERGE, {"into": 1}),
        (ReviewAct.SEND_BACK, {"note": "tidak yakin"}),
        (ReviewAct.SKIP, {}),
        (ReviewAct.REDACT, {"value": "dua orang"}),
        (ReviewAct.LIFT, {"redaction": 2, "note": "nomor layanan"}),
        (ReviewAct.PUBLISH, {"value": "Jalan berlubang."}),
    ],
)
@pytest.mark.parametrize("held", [False, True])
def test_undo_restores_what_was_there(
    desk: Desk, act: ReviewAct, more: dict[str, Any], held: bool
) -> None:
    desk.opens()
    review_id = desk.holds() if held else desk.opens()
    before = desk.sees(review_id)
    done = desk.tries(review_id, act, **more)
    if isinstance(done, Denied):  # not with a message that is no report yet
        assert held
        return
    assert desk.review.undo(done.act_id, RINA, desk.clock.now()) is not None
    after = desk.sees(review_id)
    kept = tuple(mark for mark in after.redactions if mark.lifted != "diurungkan")
    assert replace(after, version=before.version, redactions=kept) == before
    assert desk.waits() == [1, review_id]
    assert desk.review.undo(done.act_id, RINA, desk.clock.now()) == replace(done, leaves=False)


def test_undo_is_for_ten_seconds_and_for_whoever_did_it(desk: Desk) -> None:
    review_id = desk.opens()
    done = desk.does(review_id, ReviewAct.ACCEPT)
    assert desk.review.undo(done.act_id, BAGUS, desk.clock.now()) is None
    assert desk.review.undo(12345, RINA, desk.clock.now()) is None
    desk.clock.advance(seconds=UNDO.total_seconds())
    assert isinstance(desk.review.undo(done.act_id, RINA, desk.clock.now()), Denied)
    assert status_of(desk, review_id) is Status.DITERUSKAN


def test_undo_overwrites_nothing_that_came_after(desk: Desk) -> None:
    review_id = desk.opens()
    done = desk.does(review_id, ReviewAct.ACCEPT)
    desk.adds(review_id, "tolong rahasiakan nama saya")
    assert isinstance(desk.review.undo(done.act_id, RINA, desk.clock.now()), Denied)


# ---------------------------------------------------------------- what the public sees


def told(desk: Desk, number: int) -> None:
    """As if the bot had told the citizen the code."""
    with transaction(desk.engine) as tx:
        tx.execute(
            reports.update().where(reports.c.id == number).values(code_given_at=desk.clock.now())
        )


def test_the_released_text_shows_while_the_report_is_public(desk: Desk) -> None:
    review_id = desk.opens()
    told(desk, 1)
    tracking = SqlTracking(desk.engine)
    desk.does(review_id, ReviewAct.PUBLISH, value="Jalan di Bajo berlubang.")
    seen = tracking.report(code_of(1))
    assert seen is not None
    assert seen.public_text == "Jalan di Bajo berlubang."
    desk.changes(review_id, FieldName.VISIBILITY, "anonim")
    hidden = tracking.report(code_of(1))
    assert hidden is not None
    assert hidden.public_text is None
    assert desk.sees(review_id).public_text is None


def test_what_is_marked_cannot_be_released_and_what_is_marked_later_is_withdrawn(
    desk: Desk,
) -> None:
    review_id = desk.opens("Jalan berlubang di depan rumah Pak Sastro, telepon saya")
    told(desk, 1)
    desk.does(review_id, ReviewAct.PUBLISH, value="Jalan berlubang di depan rumah Pak Sastro.")
    desk.does(review_id, ReviewAct.REDACT, value="Pak Sastro")
    seen = SqlTracking(desk.engine).report(code_of(1))
    assert seen is not None
    assert seen.public_text is None
    for again in ("Berlubang di rumah pak-sastro", "Jalan berlubang, kata @warga_satu"):
        assert isinstance(desk.tries(review_id, ReviewAct.PUBLISH, value=again), Denied)


def test_a_forwarded_report_can_still_be_hidden_and_nothing_else_of_it_changed(desk: Desk) -> None:
    review_id = desk.opens()
    desk.does(review_id, ReviewAct.ACCEPT)
    desk.adds(review_id, "tolong, saya jadi takut")
    (again,) = desk.waits()
    desk.changes(again, FieldName.VISIBILITY, "anonim")
    matter = desk.sees(again)
    assert matter.fields.visibility is Visibility.ANONIM
    assert isinstance(
        desk.tries(again, ReviewAct.CHANGE, field=FieldName.TYPE, value="aspirasi"), Denied
    )


def test_undone_events_never_show(desk: Desk) -> None:
    review_id = desk.opens()
    told(desk, 1)
    done = desk.does(review_id, ReviewAct.ACCEPT)
    desk.review.undo(done.act_id, RINA, desk.clock.now())
    seen = SqlTracking(desk.engine).report(code_of(1))
    assert seen is not None
    assert [entry.status for entry in seen.timeline] == [Status.PERLU_TINJAUAN]


# ---------------------------------------------------------------- looking things up


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("luwu", ["73.17", "73.22"]),
        ("LUWU UT", ["73.22"]),
        ("bajo luwu", ["73.17.04"]),
        ("bajo, bekasi", []),
        ("kabupaten luwu", ["73.17", "73.22"]),
        ("%", []),
        ("_", []),
        ("", []),
        ("x" * 5000, []),
    ],
)
def test_places_are_found_by_the_beginning_of_their_name(
    desk: Desk, query: str, codes: list[str]
) -> None:
    assert [hit.code for hit in desk.search.places(query, 8)] == codes


def test_agencies_of_the_place_come_first(desk: Desk) -> None:
    found = [agency.id for agency in desk.search.agencies("pekerjaan umum", "73.17.04", 8)]
    assert found == ["73.17:pupr", "kemenpu", "32.75:pupr", "73.22:pupr"]
    assert [a.id for a in desk.search.agencies("dinas bekasi hub", None, 8)] == [
        "32.75:perhubungan"
    ]
    assert desk.search.agencies("dpupr luwu", None, 1)[0].id == "73.17:pupr"  # by its initials
    assert desk.search.agencies("100%", None, 8) == []
