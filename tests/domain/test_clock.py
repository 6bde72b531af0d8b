"""Deadlines in working days: when they end, what stops them, and what they ask for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import (
    TIMELINESS_NAMES,
    Duty,
    Handling,
    Pause,
    PolicyError,
    Running,
    Stage,
    Standing,
    Terms,
    Timeliness,
    calendar_warning,
    due_at,
    duties,
    policies,
    policy_on,
    read_policy,
    running,
    standing,
)
from domain.model import ReportType
from domain.moves import Actor, ActorKind, Move
from domain.status import Status
from domain.zones import WIB, WIT, WITA, Zone, local_date, start_of

DAY = timedelta(days=1)
POLICY = policies()[-1]


@dataclass(frozen=True)
class Offices:
    """Offices that work from Monday to Friday, but for a few days off."""

    off: frozenset[date] = frozenset()
    unknown: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.off

    def knows(self, year: int) -> bool:
        return year not in self.unknown


PLAIN = Terms(POLICY, Handling.SEDERHANA, WIB, Offices())


def wib(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in November 2026, whose 2nd is a Monday, as clocks in Jakarta show it."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB.tz).astimezone(UTC)


def end_of(day: int) -> datetime:
    return start_of(date(2026, 11, day), WIB) + DAY


def verifying(since: datetime, *pauses: Pause) -> Running:
    return Running(Stage.VERIFIKASI, since, pauses)


# ---------------------------------------------------------------- policies


def test_the_lengths_are_those_of_the_service() -> None:
    for policy in policies():
        assert (policy.verify, policy.follow_up, policy.auto_close) == (3, 5, 10)
        assert [policy.settle[handling] for handling in Handling] == [5, 5, 60]


def test_what_we_have_not_read_is_marked_so() -> None:
    newest = policies()[-1]
    assert newest.id == "permenpanrb-5-2025"
    assert not newest.articles_seen
    assert "belum kami lihat" in newest.source


@pytest.mark.parametrize(
    ("reported", "policy_id"),
    [
        (date(2010, 1, 1), "permenpanrb-62-2018"),
        (date(2025, 5, 31), "permenpanrb-62-2018"),
        (date(2025, 6, 1), "permenpanrb-5-2025"),
        (date(2026, 11, 24), "permenpanrb-5-2025"),
    ],
)
def test_a_report_is_measured_by_the_policy_of_its_day(reported: date, policy_id: str) -> None:
    assert policy_on(reported, policies()).id == policy_id


GOOD = """
id = "p"
source = "s"
articles_seen = false
effective_from = 2026-01-01
stages = {verify = 3, follow_up = 5, auto_close = 10,
          settle = {informasi = 5, sederhana = 5, pengawasan = 60}}
service = {due_soon = 1, escalate = 1, tell_ombudsman = 5}
""".replace(",\n         ", ",")


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ('id = "p"', "", "'id' is missing"),
        ("verify = 3", "verify = 0", "0 is not a number of working days"),
        ("verify = 3", "verify = 2.5", "2.5 is not a number of working days"),
        ("pengawasan = 60", "biasa = 60", "'pengawasan' is missing"),
        ("2026-01-01", '"besok"', "effective_from must be a date"),
        ('"s"', '""', "source must say something"),
        ("stages = {", "stages = ", "x.toml: "),
    ],
)
def test_a_policy_that_is_wrong_is_refused_by_name(right: str, wrong: str, problem: str) -> None:
    assert read_policy("x.toml", GOOD).verify == 3
    with pytest.raises(PolicyError, match=problem) as refused:
        read_policy("x.toml", GOOD.replace(right, wrong))
    assert str(refused.value).startswith("x.toml: ")


@pytest.mark.parametrize(
    ("type_", "handling"),
    [
        (ReportType.PERMINTAAN_INFORMASI, Handling.INFORMASI),
        (ReportType.PENGADUAN, Handling.SEDERHANA),
        (ReportType.ASPIRASI, Handling.SEDERHANA),
        (None, Handling.SEDERHANA),
    ],
)
def test_a_report_is_simple_until_somebody_says_otherwise(
    type_: ReportType | None, handling: Handling
) -> None:
    assert Handling.of(type_) is handling


# ---------------------------------------------------------------- which stage runs

MODERATOR, AGENCY = Actor(ActorKind.MODERATOR, "m"), Actor(ActorKind.INSTANSI, "i", "pln")
CITIZEN, CLOCK = Actor(ActorKind.PELAPOR), Actor(ActorKind.SISTEM)

VERIFIED = (3, Status.TERVERIFIKASI, MODERATOR)
FORWARDED = (4, Status.DITERUSKAN, MODERATOR)
BEGUN = (5, Status.DIPROSES, AGENCY)
ANSWERED = (6, Status.DITANGGAPI, AGENCY)
ASKED = (9, Status.MENUNGGU_PELAPOR, AGENCY)


def history(*steps: tuple[int, Status, Actor]) -> list[Move]:
    """Moves on days of November 2026, at 10.00 WIB, each from where the last one led."""
    moves, here = [], Status.BARU
    for day, to, by in steps:
        moves.append(Move(here, to, by, "", wib(day)))
        here = to
    return moves


@pytest.mark.parametrize(
    ("steps", "run"),
    [
        ([], Running(Stage.VERIFIKASI, wib(2))),
        ([VERIFIED], Running(Stage.VERIFIKASI, wib(2))),
        ([(3, Status.BARU, MODERATOR)], Running(Stage.VERIFIKASI, wib(2))),  # postponed
        ([VERIFIED, FORWARDED], Running(Stage.TINDAK_LANJUT, wib(4))),
        ([VERIFIED, FORWARDED, BEGUN], Running(Stage.PENYELESAIAN, wib(4))),
        ([VERIFIED, FORWARDED, BEGUN, ANSWERED], Running(Stage.PENUTUPAN, wib(6))),
        (  # the answer is completed: the citizen has time to read it
            [VERIFIED, FORWARDED, ANSWERED, (9, Status.DITANGGAPI, AGENCY)],
            Running(Stage.PENUTUPAN, wib(9)),
        ),
        (  # a bounce: the moderators' days begin anew
            [VERIFIED, FORWARDED, (6, Status.TERVERIFIKASI, AGENCY)],
            Running(Stage.VERIFIKASI, wib(6)),
        ),
        (
            [VERIFIED, FORWARDED, BEGUN, ASKED],
            Running(Stage.PENYELESAIAN, wib(4), (Pause(wib(9)),)),
        ),
        (
            [VERIFIED, FORWARDED, BEGUN, ASKED, (11, Status.DIPROSES, CITIZEN)],
            Running(Stage.PENYELESAIAN, wib(4), (Pause(wib(9), wib(11)),)),
        ),
        (  # asked while forwarded, answered, then begun: one clock, one pause
            [VERIFIED, FORWARDED, ASKED, (10, Status.DITERUSKAN, CITIZEN), (11, *BEGUN[1:])],
            Running(Stage.PENYELESAIAN, wib(4), (Pause(wib(9), wib(10)),)),
        ),
        (
            [(3, Status.MENUNGGU_PELAPOR, MODERATOR), (4, Status.BARU, CITIZEN), FORWARDED],
            Running(Stage.TINDAK_LANJUT, wib(4)),
        ),
        ([VERIFIED, FORWARDED, ANSWERED, (20, Status.SELESAI, CLOCK)], None),
        ([(3, Status.DIARSIPKAN, MODERATOR)], None),
        (
            [(3, Status.DIARSIPKAN, MODERATOR), (5, Status.DIBUKA_KEMBALI, MODERATOR)],
            Running(Stage.VERIFIKASI, wib(5)),
        ),
    ],
)
def test_a_stage_begins_when_the_report_changes_hands(
    steps: Sequence[tuple[int, Status, Actor]], run: Running | None
) -> None:
    assert running(wib(2), Status.BARU, history(*steps)) == run


# ---------------------------------------------------------------- when a stage ends


@pytest.mark.parametrize(
    ("since", "last_day"),
    [
        (wib(2), 5),  # Monday: Tuesday, Wednesday, Thursday
        (wib(2, 0, 0), 5),
        (wib(2, 23, 59), 5),
        (wib(5), 10),  # Thursday: Friday, Monday, Tuesday
        (wib(7), 11),  # Saturday
        (wib(8), 11),  # Sunday
    ],
)
def test_three_working_days_are_the_three_after_the_day_of_the_report(
    since: datetime, last_day: int
) -> None:
    assert due_at(verifying(since), PLAIN, since) == end_of(last_day)


@pytest.mark.parametrize(
    ("stage", "handling", "days"),
    [
        (Stage.VERIFIKASI, Handling.PENGAWASAN, 3),
        (Stage.TINDAK_LANJUT, Handling.PENGAWASAN, 5),
        (Stage.PENYELESAIAN, Handling.INFORMASI, 5),
        (Stage.PENYELESAIAN, Handling.SEDERHANA, 5),
        (Stage.PENYELESAIAN, Handling.PENGAWASAN, 60),
        (Stage.PENUTUPAN, Handling.INFORMASI, 10),
    ],
)
def test_each_stage_has_its_own_length(stage: Stage, handling: Handling, days: int) -> None:
    terms = replace(PLAIN, handling=handling)
    weeks, rest = divmod(days, 5)
    last = date(2026, 11, 2) + timedelta(weeks=weeks, days=rest)
    assert due_at(Running(stage, wib(2)), terms, wib(2)) == start_of(last + DAY, WIB)


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        (WIB, datetime(2026, 11, 5, 17, tzinfo=UTC)),  # 23.30 on Monday
        (WITA, datetime(2026, 11, 6, 16, tzinfo=UTC)),  # 00.30 on Tuesday
        (WIT, datetime(2026, 11, 6, 15, tzinfo=UTC)),  # 01.30 on Tuesday
    ],
)
def test_the_day_of_a_report_is_that_of_its_place(zone: Zone, due: datetime) -> None:
    since = datetime(2026, 11, 2, 16, 30, tzinfo=UTC)
    assert due_at(verifying(since), replace(PLAIN, zone=zone), since) == due


@pytest.mark.parametrize(
    ("pauses", "last_day"),
    [
        ([], 5),
        ([Pause(wib(3, 9), wib(3, 15))], 5),  # within a day
        ([Pause(wib(3, 9), wib(4, 15))], 6),  # over one midnight
        ([Pause(wib(2, 11), wib(9, 9))], 11),  # a week
        ([Pause(wib(3), wib(4)), Pause(wib(5), wib(6))], 9),  # twice
        ([Pause(wib(6, 9), wib(20, 9))], 5),  # after the end: too late to help
        ([Pause(wib(3), wib(4, 0))], 5),  # answered just when the 3rd ends
    ],
)
def test_the_clock_stands_still_while_the_citizen_is_asked(
    pauses: Iterable[Pause], last_day: int
) -> None:
    assert due_at(verifying(wib(2), *pauses), PLAIN, wib(25)) == end_of(last_day)


def test_while_nobody_has_answered_the_end_moves_on() -> None:
    run = verifying(wib(2), Pause(wib(3)))
    ends = [due_at(run, PLAIN, wib(day)) for day in (3, 4, 5, 9)]
    assert ends == [end_of(5), end_of(6), end_of(9), end_of(11)]


def test_a_calendar_without_working_days_is_called_broken() -> None:
    @dataclass(frozen=True)
    class Never(Offices):
        def is_working_day(self, day: date) -> bool:
            return False

    with pytest.raises(ValueError, match="the calendar is broken"):
        due_at(verifying(wib(2)), replace(PLAIN, days=Never()), wib(2))


# ---------------------------------------------------------------- where a report stands


@pytest.mark.parametrize(
    ("now", "timeliness", "days_left", "left"),
    [
        (wib(2, 18), Timeliness.ON_TIME, 3, timedelta(days=3, hours=6)),
        (wib(3, 18), Timeliness.ON_TIME, 2, timedelta(days=2, hours=6)),
        (wib(4, 18), Timeliness.DUE_SOON, 1, timedelta(days=1, hours=6)),
        (wib(5, 23, 59), Timeliness.DUE_SOON, 0, timedelta(minutes=1)),
        (wib(6, 0, 0), Timeliness.OVERDUE, 0, timedelta(0)),
        (wib(6, 6), Timeliness.OVERDUE, 0, timedelta(hours=-6)),
        (wib(8, 12), Timeliness.OVERDUE, -1, timedelta(days=-1)),  # Sunday
        (wib(9, 6), Timeliness.OVERDUE, -1, timedelta(days=-1, hours=-6)),
    ],
)
def test_a_report_of_monday_in_the_following_days(
    now: datetime, timeliness: Timeliness, days_left: int, left: timedelta
) -> None:
    assert standing(verifying(wib(2)), PLAIN, now) == Standing(
        Stage.VERIFIKASI, end_of(5), timeliness, False, left, days_left
    )


def test_who_was_late_before_asking_stays_late() -> None:
    late = standing(verifying(wib(2), Pause(wib(9))), PLAIN, wib(20))
    assert (late.timeliness, late.paused, late.days_left) == (Timeliness.OVERDUE, True, -1)


def test_everything_that_people_read_has_a_name() -> None:
    assert set(TIMELINESS_NAMES) == set(Timeliness)


# ---------------------------------------------------------------- what must be done


def owed(stage: Stage, now: datetime, *pauses: Pause, terms: Terms = PLAIN) -> set[Duty]:
    return set(duties(standing(Running(stage, wib(2), pauses), terms, now), terms.policy))


GUESSING = replace(PLAIN, days=Offices(unknown=frozenset({2026})))


@pytest.mark.parametrize(
    ("stage", "now", "expected"),
    [
        (Stage.VERIFIKASI, wib(3), set()),
        (Stage.VERIFIKASI, wib(4), {Duty.REMIND}),
        (Stage.VERIFIKASI, wib(6), set()),  # late by hours
        (Stage.VERIFIKASI, wib(9), {Duty.ESCALATE}),
        (Stage.VERIFIKASI, wib(13), {Duty.ESCALATE, Duty.TELL_OMBUDSMAN}),
        (Stage.TINDAK_LANJUT, wib(6), {Duty.REMIND}),
        (Stage.TINDAK_LANJUT, wib(11), {Duty.ESCALATE}),
        (Stage.PENYELESAIAN, wib(17), {Duty.ESCALATE, Duty.TELL_OMBUDSMAN}),
        (Stage.PENUTUPAN, wib(16, 23, 59), set()),
        (Stage.PENUTUPAN, wib(17, 0, 0), {Duty.CLOSE}),
        (Stage.PENUTUPAN, wib(30), {Duty.CLOSE}),
    ],
)
def test_a_delay_is_told_first_to_staff_then_to_the_citizen(
    stage: Stage, now: datetime, expected: set[Duty]
) -> None:
    assert owed(stage, now) == expected


def test_nobody_is_reminded_of_what_the_citizen_must_answer() -> None:
    assert owed(Stage.VERIFIKASI, wib(4), Pause(wib(4, 9))) == set()


def test_what_reaches_the_citizen_waits_for_a_certain_calendar() -> None:
    assert owed(Stage.PENUTUPAN, wib(30), terms=GUESSING) == set()
    assert owed(Stage.VERIFIKASI, wib(30), terms=GUESSING) == {Duty.ESCALATE}


def test_a_year_without_known_holidays_is_a_warning_on_every_deadline_that_touches_it() -> None:
    terms = replace(PLAIN, days=Offices(unknown=frozenset({2027})))
    december = datetime(2026, 12, 30, 3, tzinfo=UTC)
    assert standing(verifying(wib(2)), terms, wib(2)).unknown_years == ()
    assert standing(verifying(december), terms, december).unknown_years == (2027,)


@pytest.mark.parametrize(
    ("years", "warning"),
    [
        ((), None),
        (
            (2028,),
            (
                "Hari libur dan cuti bersama tahun 2028 belum diketahui sistem, jadi batas waktu"
                " ini perkiraan; perbarui paket kalender sebelum memakainya."
            ),
        ),
    ],
)
def test_the_warning_is_one_sentence(years: tuple[int, ...], warning: str | None) -> None:
    assert calendar_warning(years) == warning


# ---------------------------------------------------------------- any calendar, any pause

moments = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
zones = st.sampled_from([WIB, WITA, WIT])
offs = st.frozensets(st.dates(date(2024, 1, 1), date(2028, 6, 1)), max_size=40)
stages = st.sampled_from(list(Stage))
hours = st.integers(0, 24 * 40).map(lambda n: timedelta(hours=n))


@given(since=moments, zone=zones, off=offs, stage=stages)
def test_a_stage_ends_at_a_midnight_after_exactly_its_number_of_working_days(
    since: datetime, zone: Zone, off: frozenset[date], stage: Stage
) -> None:
    terms = Terms(POLICY, Handling.SEDERHANA, zone, Offices(off))
    due = due_at(Running(stage, since), terms, since)
    first, last = local_date(since, zone), local_date(due, zone) - DAY
    span = [first + n * DAY for n in range(1, (last - first).days + 1)]
    assert due == start_of(last + DAY, zone)
    assert terms.days.is_working_day(last)
    assert sum(map(terms.days.is_working_day, span)) == POLICY.length(stage, terms.handling)


@given(since=moments, zone=zones, off=offs, wait=hours, lasts=hours, longer=hours)
def test_a_pause_never_shortens_and_a_longer_one_never_ends_sooner(
    since: datetime,
    zone: Zone,
    off: frozenset[date],
    wait: timedelta,
    lasts: timedelta,
    longer: timedelta,
) -> None:
    terms = Terms(POLICY, Handling.SEDERHANA, zone, Offices(off))
    begin, now = since + wait, since + timedelta(days=400)
    plain, short, long = (
        due_at(verifying(since, *pauses), terms, now)
        for pauses in (
            [],
            [Pause(begin, begin + lasts)],
            [Pause(begin, begin + lasts + longer)],
        )
    )
    assert plain <= short <= long
    if wait + since >= plain:
        assert plain == long  # too late to help


@given(since=moments, zone=zones, off=offs, steps=st.lists(hours, min_size=2, max_size=10))
def test_time_left_only_shrinks_and_is_gone_exactly_when_late(
    since: datetime, zone: Zone, off: frozenset[date], steps: list[timedelta]
) -> None:
    terms = Terms(POLICY, Handling.SEDERHANA, zone, Offices(off))
    seen = [standing(verifying(since), terms, since + step) for step in sorted(steps)]
    for earlier, later in pairwise(seen):
        assert earlier.left >= later.left
        assert earlier.days_left >= later.days_left
    for one in seen:
        assert (one.left <= timedelta(0)) == (one.timeliness is Timeliness.OVERDUE)


@given(since=moments, zone=zones, off=offs, wait=hours, later=hours)
def test_asking_and_being_answered_now_are_the_same(
    since: datetime, zone: Zone, off: frozenset[date], wait: timedelta, later: timedelta
) -> None:
    terms = Terms(POLICY, Handling.SEDERHANA, zone, Offices(off))
    begin, now = since + wait, since + wait + later
    asked, answered = Pause(begin), Pause(begin, now)
    assert due_at(verifying(since, asked), terms, now) == due_at(
        verifying(since, answered), terms, now
    )
