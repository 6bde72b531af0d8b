"""Moments as people in Indonesia read them: in the time zone of the place, with Indonesian months.

Source of the table: Keputusan Presiden Nomor 41 Tahun 1987 (pembagian wilayah Republik Indonesia
menjadi tiga wilayah waktu). Provinces made since then keep the zone of the one they came from.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with the short name that Indonesians write behind a time."""

    name: str
    tz: ZoneInfo


WIB = Zone("WIB", ZoneInfo("Asia/Jakarta"))
WITA = Zone("WITA", ZoneInfo("Asia/Makassar"))
WIT = Zone("WIT", ZoneInfo("Asia/Jayapura"))

# Official names of the ministry of home affairs. Sumatra, Java, Kalimantan Barat and Kalimantan
# Tengah are WIB, and so is every name we do not know: most people live there.
_WITA_PROVINCES = (
    "Bali",
    "Nusa Tenggara Barat",
    "Nusa Tenggara Timur",
    "Kalimantan Selatan",
    "Kalimantan Timur",
    "Kalimantan Utara",
    "Sulawesi Utara",
    "Sulawesi Tengah",
    "Sulawesi Selatan",
    "Sulawesi Tenggara",
    "Sulawesi Barat",
    "Gorontalo",
)
_WIT_PROVINCES = (
    "Maluku",
    "Maluku Utara",
    "Papua",
    "Papua Barat",
    "Papua Barat Daya",
    "Papua Pegunungan",
    "Papua Selatan",
    "Papua Tengah",
)
_ZONES = {name.casefold(): WITA for name in _WITA_PROVINCES} | {
    name.casefold(): WIT for name in _WIT_PROVINCES
}

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


def zone_of(province: str | None) -> Zone:
    """Return the zone of a province by its official name; WIB when it is None or not known."""
    return _ZONES.get((province or "").strip().casefold(), WIB)


def local_date(at: datetime, zone: Zone) -> date:
    """Return the calendar day of an aware moment in a zone."""
    return at.astimezone(zone.tz).date()


def write_day(at: datetime, zone: Zone) -> str:
    """Write the day of an aware moment: ``24 November 2026``."""
    day = local_date(at, zone)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def write_moment(at: datetime, zone: Zone) -> str:
    """Write an aware moment: ``24 November 2026, 15.04 WIB``."""
    local = at.astimezone(zone.tz)
    return f"{write_day(at, zone)}, {local.hour:02}.{local.minute:02} {zone.name}"
