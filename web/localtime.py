"""Moments as people in Indonesia read them: in the time zone of the place, Indonesian months."""

from datetime import date, datetime

from domain.zones import Zone, local_date

_MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def write_day(at: datetime, zone: Zone) -> str:
    """Write the day of an aware moment: ``24 November 2026``."""
    return write_date(local_date(at, zone))


def write_date(day: date) -> str:
    """Write a calendar day: ``24 November 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def write_short_date(day: date) -> str:
    """Write a calendar day where there is little room: ``24 Nov``, ``17 Agu``."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def write_table_date(day: date) -> str:
    """Write a calendar day in a column of days: ``24 Nov 2026``."""
    return f"{write_short_date(day)} {day.year}"


def write_moment(at: datetime, zone: Zone) -> str:
    """Write an aware moment: ``24 November 2026, 15.04 WIB``."""
    local = at.astimezone(zone.tz)
    return f"{write_day(at, zone)}, {local.hour:02}.{local.minute:02} {zone.name}"
