"""The three time zones of Indonesia. None of them has daylight saving time: a day has 24 hours.

Source of the table: Keputusan Presiden Nomor 41 Tahun 1987 (pembagian wilayah Republik Indonesia
menjadi tiga wilayah waktu). Provinces made since then keep the zone of the one they came from.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with the short name that Indonesians write behind a time."""

    name: str
    tz: ZoneInfo


WIB = Zone("WIB", ZoneInfo("Asia/Jakarta"))
WITA = Zone("WITA", ZoneInfo("Asia/Makassar"))
WIT = Zone("WIT", ZoneInfo("Asia/Jayapura"))

# Official codes and names of the ministry of home affairs. Sumatra, Java, Kalimantan Barat and
# Kalimantan Tengah are WIB, and so is every code or name we do not know: most people live there.
_EASTERN_PROVINCES: tuple[tuple[str, str, Zone], ...] = (
    ("51", "Bali", WITA),
    ("52", "Nusa Tenggara Barat", WITA),
    ("53", "Nusa Tenggara Timur", WITA),
    ("63", "Kalimantan Selatan", WITA),
    ("64", "Kalimantan Timur", WITA),
    ("65", "Kalimantan Utara", WITA),
    ("71", "Sulawesi Utara", WITA),
    ("72", "Sulawesi Tengah", WITA),
    ("73", "Sulawesi Selatan", WITA),
    ("74", "Sulawesi Tenggara", WITA),
    ("75", "Gorontalo", WITA),
    ("76", "Sulawesi Barat", WITA),
    ("81", "Maluku", WIT),
    ("82", "Maluku Utara", WIT),
    ("91", "Papua", WIT),
    ("92", "Papua Barat", WIT),
    ("93", "Papua Selatan", WIT),
    ("94", "Papua Tengah", WIT),
    ("95", "Papua Pegunungan", WIT),
    ("96", "Papua Barat Daya", WIT),
)
_BY_CODE = {code: zone for code, _, zone in _EASTERN_PROVINCES}
_BY_NAME = {name.casefold(): zone for _, name, zone in _EASTERN_PROVINCES}


def zone_of(province: str | None) -> Zone:
    """Return the zone of a province by its official name; WIB when it is None or not known."""
    return _BY_NAME.get((province or "").strip().casefold(), WIB)


def zone_at(place_code: str | None) -> Zone:
    """Return the zone of a place of any level by its code (``73.17.03``); WIB when not known."""
    return _BY_CODE.get((place_code or "")[:2], WIB)


def local_date(at: datetime, zone: Zone) -> date:
    """Return the calendar day of an aware moment in a zone."""
    return at.astimezone(zone.tz).date()


def start_of(day: date, zone: Zone) -> datetime:
    """Return the moment, in UTC, at which a calendar day begins in a zone."""
    return datetime.combine(day, time.min, tzinfo=zone.tz).astimezone(UTC)
