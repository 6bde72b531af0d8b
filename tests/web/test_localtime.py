from datetime import UTC, datetime

import pytest

from domain.zones import WIB, WIT, WITA, Zone
from web.localtime import write_day, write_moment

LATE = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        (WIB, "31 Desember 2026, 23.05 WIB", "31 Desember 2026"),
        (WITA, "1 Januari 2027, 00.05 WITA", "1 Januari 2027"),
        (WIT, "1 Januari 2027, 01.05 WIT", "1 Januari 2027"),
    ],
)
def test_a_moment_is_written_as_the_clock_on_the_wall_shows_it(
    zone: Zone, moment: str, day: str
) -> None:
    assert write_moment(LATE, zone) == moment
    assert write_day(LATE, zone) == day


def test_every_month_has_its_indonesian_name() -> None:
    names = [write_day(datetime(2026, month, 9, tzinfo=UTC), WIB) for month in range(1, 13)]
    assert names[0] == "9 Januari 2026"
    assert names[4] == "9 Mei 2026"
    assert names[7] == "9 Agustus 2026"
    assert names[11] == "9 Desember 2026"
    assert len(set(names)) == 12
