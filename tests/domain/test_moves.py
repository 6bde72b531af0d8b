"""Who may move a report where: the whole table, and a sentence for everything else."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.moves import (
    ACTOR_NAMES,
    ARCHIVE_REASON_NAMES,
    BOUNCES_AT_MOST,
    NOTE_AT_MOST,
    RULES,
    Actor,
    ActorKind,
    ArchiveReason,
    Move,
    Note,
    Rule,
    Settled,
    State,
    Unlawful,
    after,
    bounced_to,
    lawful,
    possible,
    rule_of,
    settled,
)
from domain.status import STATUS_NAMES, Status

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CLOSED = (Status.SELESAI, Status.BUKAN_KEWENANGAN, Status.DIARSIPKAN, Status.DIGABUNG)

MODERATOR = Actor(ActorKind.MODERATOR, "m1")
ADMIN = Actor(ActorKind.ADMIN, "a1")
AUDITOR = Actor(ActorKind.AUDITOR, "u1")
PUPR = Actor(ActorKind.INSTANSI, "i1", agency_id="pupr-luwu")
PLN = Actor(ActorKind.INSTANSI, "i2", agency_id="pln")
BOT, CITIZEN, CLOCK = Actor(ActorKind.BOT), Actor(ActorKind.PELAPOR), Actor(ActorKind.SISTEM)
ACTORS = (MODERATOR, ADMIN, AUDITOR, PUPR, BOT, CITIZEN, CLOCK)


def actor_of(role: ActorKind) -> Actor:
    return next(actor for actor in ACTORS if actor.kind is role)


def at(status: Status, *, came_from: Status | None = None, bounces: int = 0) -> State:
    return State(status, "pupr-luwu", came_from, bounces)


def attempt(state: State, rule: Rule, by: Actor) -> Move | Unlawful:
    """Do what a rule names, with everything that it may ask for."""
    reason = next(iter(sorted(rule.reasons)), None)
    into = 7 if rule.merges else None
    return lawful(state, rule.end, by, NOW, "sudah diperiksa", reason=reason, into=into)


def do(state: State, to: Status, by: Actor, **given_: object) -> State:
    """Make a move that must be lawful; return what the report is then."""
    move = lawful(state, to, by, NOW, "karena perlu", **given_)  # type: ignore[arg-type]
    assert isinstance(move, Move), move
    return after(state, move)


def sentence(answer: Move | Unlawful) -> str:
    assert isinstance(answer, Unlawful), answer
    return answer.sentence


# ---------------------------------------------------------------- the whole table


@pytest.mark.parametrize(("start", "end"), list(product(Status, Status)))
def test_every_move_by_everybody_is_in_the_table_or_refused_in_one_sentence(
    start: Status, end: Status
) -> None:
    bounces = BOUNCES_AT_MOST - 1 if end is Status.PERLU_TINJAUAN else 0
    state = at(start, came_from=end, bounces=bounces)
    for by in ACTORS:
        rules = [r for r in RULES if (r.start, r.end) == (start, end) and by.kind in r.roles]
        assert len(rules) <= 1, "two rules for one move: which one holds?"
        if rules:
            move = attempt(state, rules[0], by)
            assert isinstance(move, Move)
            assert (move.status_from, move.status_to, move.actor, move.at) == (start, end, by, NOW)
            assert rule_of(move) == rules[0]
            assert rules[0] in possible(state, by)
        else:
            reason = ArchiveReason.SPAM
            no = sentence(lawful(state, end, by, NOW, "catatan", reason=reason, into=7))
            assert re.fullmatch(r"[A-Z“][^.]*; [^.]+\.", no), no


def test_the_table_is_tried_with_everybody() -> None:
    assert {actor.kind for actor in ACTORS} == set(ActorKind)


def test_every_status_is_left_and_reached_and_the_auditor_moves_nothing() -> None:
    assert not [rule for rule in RULES if ActorKind.AUDITOR in rule.roles]
    assert {rule.start for rule in RULES} == set(Status)
    assert {rule.end for rule in RULES} == set(Status)


@pytest.mark.parametrize("start", Status)
def test_from_everywhere_there_is_a_way_to_the_end(start: Status) -> None:
    reached, edge = {start}, [start]
    while edge:
        here = edge.pop()
        fresh = {rule.end for rule in RULES if rule.start is here} - reached
        reached |= fresh
        edge += fresh
    assert Status.SELESAI in reached


@pytest.mark.parametrize("status", Status)
def test_a_moderator_is_never_left_without_a_button(status: Status) -> None:
    assert possible(at(status, came_from=Status.BARU), MODERATOR)
    assert possible(at(status, came_from=Status.BARU), ADMIN)


@pytest.mark.parametrize("status", CLOSED)
def test_a_closed_report_can_only_be_opened_again(status: Status) -> None:
    ends = {rule.end for rule in RULES if rule.start is status}
    assert ends == {Status.DIBUKA_KEMBALI}


def test_everything_has_a_name_that_people_read() -> None:
    assert set(ACTOR_NAMES) == set(ActorKind)
    assert set(ARCHIVE_REASON_NAMES) == set(ArchiveReason)
    assert all(rule.act[0].isupper() for rule in RULES)


# ---------------------------------------------------------------- stories


def test_a_report_goes_from_the_bot_to_a_content_citizen() -> None:
    state = at(Status.BARU)
    for to, by in [
        (Status.TERVERIFIKASI, MODERATOR),
        (Status.DITERUSKAN, MODERATOR),
        (Status.DIPROSES, PUPR),
        (Status.DITANGGAPI, PUPR),
        (Status.SELESAI, CITIZEN),
    ]:
        state = do(state, to, by)
    assert state == at(Status.SELESAI)


@pytest.mark.parametrize(
    "before",
    [
        Status.BARU,
        Status.PERLU_TINJAUAN,
        Status.TERVERIFIKASI,
        Status.DITERUSKAN,
        Status.DIPROSES,
        Status.DIBUKA_KEMBALI,
    ],
)
def test_when_the_citizen_answers_the_report_is_where_it_was(before: Status) -> None:
    waiting = do(at(before), Status.MENUNGGU_PELAPOR, MODERATOR)
    assert waiting.came_from is before
    assert do(waiting, before, CITIZEN) == at(before)
    assert do(waiting, before, MODERATOR) == at(before)


def test_an_answer_does_not_take_a_report_further_than_it_was() -> None:
    waiting = do(at(Status.BARU), Status.MENUNGGU_PELAPOR, MODERATOR)
    assert sentence(lawful(waiting, Status.DITERUSKAN, CITIZEN, NOW)) == (
        "Laporan yang menunggu pelapor hanya dapat kembali ke tahap sebelumnya;"
        " lanjutkan ke “Laporan diterima”."
    )


def test_a_waiting_report_of_unknown_origin_goes_to_a_human() -> None:
    lost = at(Status.MENUNGGU_PELAPOR)
    assert do(lost, Status.PERLU_TINJAUAN, CITIZEN).status is Status.PERLU_TINJAUAN


def test_one_agency_says_not_ours_and_the_next_must_be_chosen() -> None:
    state = do(at(Status.DITERUSKAN), Status.TERVERIFIKASI, PUPR)
    assert state == State(Status.TERVERIFIKASI, agency_id=None, bounces=1)
    assert sentence(lawful(state, Status.DITERUSKAN, MODERATOR, NOW)) == (
        "Instansi tujuan belum dipilih; pilih instansinya, lalu teruskan laporan."
    )


def test_after_two_bounces_a_moderator_must_decide() -> None:
    state = at(Status.DITERUSKAN, bounces=1)
    assert bounced_to(1) is Status.PERLU_TINJAUAN
    assert sentence(lawful(state, Status.TERVERIFIKASI, PUPR, NOW, "bukan jalan kabupaten")) == (
        "Laporan ini sudah berulang kali dinyatakan bukan kewenangan oleh instansi;"
        " kembalikan ke “Menunggu pemeriksaan petugas”."
    )
    bounced = do(state, Status.PERLU_TINJAUAN, PUPR)
    deciders = {role for rule in RULES if rule.start is bounced.status for role in rule.roles}
    assert deciders == {ActorKind.ADMIN, ActorKind.MODERATOR, ActorKind.PELAPOR}
    assert [rule.act for rule in possible(bounced, CITIZEN)] == ["Cabut laporan"]


def test_what_a_moderator_calls_back_is_no_bounce() -> None:
    state = do(at(Status.DIPROSES), Status.TERVERIFIKASI, MODERATOR)
    assert (state.bounces, state.agency_id) == (0, "pupr-luwu")


def test_postponing_changes_no_status_but_is_kept_with_its_reason() -> None:
    move = lawful(at(Status.BARU), Status.BARU, MODERATOR, NOW, "menunggu data dinas")
    assert isinstance(move, Move)
    assert (rule_of(move).act, move.note) == ("Tunda", "menunggu data dinas")


def test_a_citizen_withdraws_and_a_moderator_archives_for_any_reason() -> None:
    assert do(at(Status.DIPROSES), Status.DIARSIPKAN, CITIZEN, reason=ArchiveReason.DICABUT)
    for reason in ArchiveReason:
        assert do(at(Status.BARU), Status.DIARSIPKAN, MODERATOR, reason=reason)


def test_a_merged_report_names_its_main_report_and_can_be_parted_again() -> None:
    merged = do(at(Status.DIPROSES), Status.DIGABUNG, MODERATOR, into=12)
    assert do(merged, Status.DIBUKA_KEMBALI, MODERATOR) == at(Status.DIBUKA_KEMBALI)


# ---------------------------------------------------------------- who calls it settled


def moves(*steps: tuple[Status, Status, Actor]) -> list[Move]:
    return [
        Move(start, end, by, "", NOW + timedelta(days=n))
        for n, (start, end, by) in enumerate(steps)
    ]


ANSWERED = (Status.DIPROSES, Status.DITANGGAPI, PUPR)
CONFIRMED = (Status.DITANGGAPI, Status.SELESAI, CITIZEN)
SOLVED_BEFORE_AN_ANSWER = (Status.DIPROSES, Status.SELESAI, CITIZEN)
CLOSED_BY_CLOCK = (Status.DITANGGAPI, Status.SELESAI, CLOCK)
REOPENED = (Status.SELESAI, Status.DIBUKA_KEMBALI, CITIZEN)


@pytest.mark.parametrize(
    ("steps", "facts"),
    [
        ((), Settled()),
        ((ANSWERED,), Settled(by_agency=NOW)),
        ((ANSWERED, CONFIRMED), Settled(NOW, NOW + timedelta(days=1))),
        ((ANSWERED, CLOSED_BY_CLOCK), Settled(by_agency=NOW)),
        ((SOLVED_BEFORE_AN_ANSWER,), Settled(by_citizen=NOW)),
        ((ANSWERED, CONFIRMED, REOPENED), Settled()),
    ],
)
def test_settled_for_the_agency_and_settled_for_the_citizen_are_two_facts(
    steps: tuple[tuple[Status, Status, Actor], ...], facts: Settled
) -> None:
    assert settled(moves(*steps)) == facts


# ---------------------------------------------------------------- saying no


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            lawful(at(Status.BARU), Status.TERVERIFIKASI, AUDITOR, NOW),
            "Auditor hanya dapat membaca; hubungi moderator jika laporan ini perlu diubah.",
        ),
        (
            lawful(at(Status.DITANGGAPI), Status.SELESAI, MODERATOR, NOW),
            (
                "“Nyatakan selesai” hanya dapat dilakukan oleh pelapor; yang dapat Anda lakukan"
                " sekarang: Buka kembali."
            ),
        ),
        (
            lawful(at(Status.SELESAI), Status.DIPROSES, PUPR, NOW),
            (
                "Laporan tidak dapat dipindahkan dari “Selesai” ke “Diproses instansi”; hubungi"
                " moderator jika laporan ini perlu diubah."
            ),
        ),
        (
            lawful(at(Status.SELESAI), Status.SELESAI, CLOCK, NOW),
            "Status laporan ini sudah “Selesai”; serahkan kepada moderator.",
        ),
        (
            lawful(at(Status.DITERUSKAN), Status.DIPROSES, PLN, NOW),
            (
                "Laporan ini tidak ditujukan ke instansi Anda; hubungi moderator jika seharusnya"
                " ditangani instansi Anda."
            ),
        ),
        (
            lawful(at(Status.DIPROSES), Status.DITANGGAPI, PUPR, NOW, "  \n "),
            "“Tanggapi” memerlukan catatan; tulis tanggapan untuk pelapor.",
        ),
        (
            lawful(at(Status.BARU), Status.BUKAN_KEWENANGAN, MODERATOR, NOW),
            (
                "“Nyatakan bukan kewenangan” memerlukan catatan; tulis lembaga yang berwenang"
                " beserta alamatnya untuk pelapor."
            ),
        ),
        (
            lawful(at(Status.BARU), Status.DIARSIPKAN, CITIZEN, NOW, reason=ArchiveReason.SPAM),
            "“Cabut laporan” memerlukan alasan; pilih “Dicabut oleh pelapor”.",
        ),
        (
            lawful(at(Status.BARU), Status.DIGABUNG, MODERATOR, NOW),
            "“Gabungkan” memerlukan laporan utama; tulis nomor laporan utamanya.",
        ),
        (
            lawful(at(Status.BARU), Status.TERVERIFIKASI, ADMIN, NOW, "a" * (NOTE_AT_MOST + 1)),
            "Catatan terlalu panjang; ringkas menjadi paling banyak 4000 karakter.",
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(answer: Move | Unlawful, said: str) -> None:
    assert sentence(answer) == said


@pytest.mark.parametrize("rule", [r for r in RULES if r.note is not Note.FREE])
def test_without_its_required_note_no_move_is_made(rule: Rule) -> None:
    bounces = BOUNCES_AT_MOST - 1 if rule.end is Status.PERLU_TINJAUAN else 0
    state = at(rule.start, came_from=rule.end, bounces=bounces)
    for role in rule.roles:
        said = sentence(lawful(state, rule.end, actor_of(role), NOW))
        assert said.startswith(f"“{rule.act}” memerlukan catatan; tulis ")


@pytest.mark.parametrize("role", ActorKind)
def test_an_actor_has_an_id_exactly_when_it_signs_in(role: ActorKind) -> None:
    wrong = None if role.signs_in else "citizen-42"
    with pytest.raises(ValueError, match="do not fit"):
        Actor(role, wrong)


def test_an_agency_account_without_an_agency_can_do_nothing() -> None:
    stray = Actor(ActorKind.INSTANSI, "i9")
    nowhere = State(Status.DITERUSKAN, agency_id=None)
    assert possible(nowhere, stray) == ()


# ---------------------------------------------------------------- any history


wishes = st.lists(
    st.tuples(st.sampled_from(list(Status)), st.sampled_from([*ACTORS, PLN])), max_size=60
)


@given(wishes=wishes, opened=st.sampled_from([Status.BARU, Status.PERLU_TINJAUAN]))
def test_whatever_people_try_a_report_stays_whole(
    wishes: list[tuple[Status, Actor]], opened: Status
) -> None:
    state, history = at(opened), list[Move]()
    for to, by in wishes:
        if state.agency_id is None:
            state = State(state.status, "pupr-luwu", state.came_from, state.bounces)
        reason = ArchiveReason.DICABUT
        answer = lawful(state, to, by, NOW, "perlu", reason=reason, into=7)
        if isinstance(answer, Move):
            assert answer.status_from is state.status
            history.append(answer)
            state = after(state, answer)
    assert (state.came_from is not None) == (state.status is Status.MENUNGGU_PELAPOR)
    assert state.bounces == sum(rule_of(move).is_bounce for move in history)
    assert not [move for move in history if move.actor in (AUDITOR, PLN)]
    if state.bounces >= BOUNCES_AT_MOST:
        last = [move for move in history if rule_of(move).is_bounce][-1]
        assert last.status_to is Status.PERLU_TINJAUAN


@given(note=st.text(st.characters(codec=None), max_size=50))
def test_a_note_is_kept_trimmed_and_safe_to_store(note: str) -> None:
    move = lawful(at(Status.BARU), Status.TERVERIFIKASI, MODERATOR, NOW, note)
    assert isinstance(move, Move)
    assert move.note == move.note.strip()
    assert move.note.encode(errors="strict").decode() == move.note


def test_every_status_is_written_in_its_own_words_in_refusals() -> None:
    said = sentence(lawful(at(Status.DIARSIPKAN), Status.DITERUSKAN, CITIZEN, NOW))
    assert STATUS_NAMES[Status.DIARSIPKAN] in said
    assert said.endswith("balas kiriman kami supaya petugas membantu Anda.")
