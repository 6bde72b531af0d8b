"""Moments as people in Indonesia read them: in the time zone of the place, Indonesian months."""

from datetime import datetime

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
    day = local_date(at, zone)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def write_moment(at: datetime, zone: Zone) -> str:
    """Write an aware moment: ``24 November 2026, 15.04 WIB``."""
    local = at.astimezone(zone.tz)
    return f"{write_day(at, zone)}, {local.hour:02}.{local.minute:02} {zone.name}"
