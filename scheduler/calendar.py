"""The working days of Indonesia: the only file that imports ``holidays``.

Off are Saturday, Sunday, national holidays (the package's category ``public``) and cuti bersama
(``government``). Both are decided year by year, in a joint decree of three ministers. The package
guesses later years from the moon, but never knows their cuti bersama: so a year is known when it
has some, and a newer version of the package knows the next year.
"""

from datetime import date
from functools import cache

import holidays

_SATURDAY = 5


class IndonesianDays:
    """See ``domain.ports.WorkingDays`` for what each method promises."""

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in _days_off(day.year)

    def knows(self, year: int) -> bool:
        return bool(_joint_leave(year))


@cache
def _days_off(year: int) -> frozenset[date]:
    return frozenset(
        holidays.country_holidays("ID", years=year, categories=(holidays.PUBLIC,))
    ) | _joint_leave(year)


@cache
def _joint_leave(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=year, categories=(holidays.GOVERNMENT,)))
