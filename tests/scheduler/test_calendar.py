"""The real calendar of Indonesia, and deadlines over its long holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.clock import (
    Handling,
    Running,
    Stage,
    Terms,
    calendar_warning,
    policies,
    policy_on,
    standing,
)
from domain.zones import WIB, WIT, Zone, local_date
from scheduler.calendar import IndonesianDays

DAYS = IndonesianDays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 8, 17), False),  # independence, a Monday
        (date(2026, 3, 17), True),  # before Nyepi and Lebaran of that year
        (date(2026, 3, 18), False),  # cuti bersama of Nyepi
        (date(2026, 3, 19), False),  # Nyepi
        (date(2026, 3, 20), False),  # cuti bersama of Lebaran
        (date(2026, 3, 23), False),
        (date(2026, 3, 24), False),
        (date(2026, 3, 25), True),
        (date(2026, 12, 24), False),  # cuti bersama of Christmas
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
        (date(2024, 11, 27), False),  # local elections
        (date(2025, 8, 18), False),  # cuti bersama that was added late
    ],
)
def test_offices_rest_on_weekends_national_holidays_and_cuti_bersama(
    day: date, works: bool
) -> None:
    assert DAYS.is_working_day(day) is works


def moment(month: int, day: int, hour: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "since", "zone", "last_day"),
    [
        # Lebaran: of the eight days from 18 to 25 March offices work on the last one only.
        (Stage.VERIFIKASI, moment(3, 17, 3), WIB, date(2026, 3, 27)),
        (Stage.TINDAK_LANJUT, moment(3, 16, 3), WIB, date(2026, 3, 30)),
        (Stage.PENUTUPAN, moment(3, 13, 3), WIB, date(2026, 4, 6)),
        # 16.00 UTC on 16 March: still the 16th in Jakarta, already the 17th in Jayapura.
        (Stage.VERIFIKASI, moment(3, 16, 16), WIB, date(2026, 3, 26)),
        (Stage.VERIFIKASI, moment(3, 16, 16), WIT, date(2026, 3, 27)),
        # Christmas, New Year, and Isra Mikraj on 5 January 2027.
        (Stage.VERIFIKASI, moment(12, 23, 3), WIB, date(2026, 12, 30)),
        (Stage.VERIFIKASI, moment(12, 30, 3), WIB, date(2027, 1, 6)),
        (Stage.VERIFIKASI, moment(12, 30, 16), WIT, date(2027, 1, 7)),
    ],
)
def test_deadlines_step_over_lebaran_and_new_year(
    stage: Stage, since: datetime, zone: Zone, last_day: date
) -> None:
    policy = policy_on(local_date(since, zone), policies())
    terms = Terms(policy, Handling.SEDERHANA, zone, DAYS)
    seen = standing(Running(stage, since), terms, since)
    assert local_date(seen.due_at, zone) - timedelta(days=1) == last_day
    assert seen.unknown_years == ()


@pytest.mark.parametrize("year", range(2019, 2028))
def test_the_years_of_our_reports_are_known(year: int) -> None:
    assert DAYS.knows(year)


@pytest.mark.parametrize("year", [1990, 2060])
def test_a_year_without_its_decree_is_not_known(year: int) -> None:
    assert not DAYS.knows(year)


def test_a_deadline_in_a_year_without_its_decree_carries_a_warning() -> None:
    since = moment(3, 17, 3, year=2060)
    terms = Terms(policies()[-1], Handling.SEDERHANA, WIB, DAYS)
    seen = standing(Running(Stage.VERIFIKASI, since), terms, since)
    assert seen.unknown_years == (2060,)
    assert "2060 belum diketahui" in (calendar_warning(seen.unknown_years) or "")
