"""A tracked report -> exactly what its page shows. Pure: no clock, no database, no template.

Storage already leaves out what a visibility forbids. This room decides it once more, field by
field, so that one mistake in one place shows nothing to anybody.
"""

from dataclasses import dataclass

from domain.codes import format_code
from domain.model import TrackedReport, Visibility
from domain.status import STATUS_NAMES, Status
from domain.topics import TOPIC_NAMES
from domain.zones import WIB, Zone, local_date, zone_of
from web.localtime import write_day, write_moment
from web.wording import MEANINGS, NOT_DETERMINED, NOTICES, TYPE_NAMES, Meaning, Notice


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the timeline. ``machine_time`` is ISO 8601, as exact as ``when`` and no more."""

    status: Status
    name: str
    when: str
    machine_time: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a report. ``field`` is stable: topic, type, agency, place or reported_at."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class TrackingView:
    """Everything a tracking page says, in Indonesian; the template adds nothing to it.

    ``numbers_first`` puts the emergency numbers above all else: for emergencies, and for every
    secret report, because showing them for some would tell which ones are emergencies.
    """

    code: str
    visibility: Visibility
    status: Status
    heading: str
    meaning: Meaning
    notice: Notice
    is_emergency: bool
    numbers_first: bool
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    public_text: str | None


def tracking_view(report: TrackedReport) -> TrackingView:
    """Return what the holder of the code may see.

    publik: all of it, to the minute, in the time of the place. anonim: no village, days only.
    rahasia: the status and its days in WIB, nothing else.
    """
    secret = report.visibility is Visibility.RAHASIA
    # The days of a secret report are those of WIB: its own zone would tell where it happened.
    zone = WIB if secret else zone_of(report.province)
    emergency = report.emergency and not secret
    return TrackingView(
        code=format_code(report.code),
        visibility=report.visibility,
        status=report.status,
        heading=STATUS_NAMES[report.status],
        meaning=MEANINGS[report.status],
        notice=NOTICES[report.visibility],
        is_emergency=emergency,
        numbers_first=emergency or secret,
        steps=_steps(report, zone),
        facts=() if secret else _facts(report, zone),
        public_text=report.public_text if report.visibility is Visibility.PUBLIK else None,
    )


def _steps(report: TrackedReport, zone: Zone) -> tuple[Step, ...]:
    exact = report.visibility is Visibility.PUBLIK
    entries = sorted(report.timeline, key=lambda entry: entry.at)
    last = len(entries) - 1
    return tuple(
        Step(
            status=entry.status,
            name=STATUS_NAMES[entry.status],
            when=write_moment(entry.at, zone) if exact else write_day(entry.at, zone),
            machine_time=(
                entry.at.astimezone(zone.tz).isoformat(timespec="minutes")
                if exact
                else local_date(entry.at, zone).isoformat()
            ),
            is_current=index == last,
        )
        for index, entry in enumerate(entries)
    )


def _facts(report: TrackedReport, zone: Zone) -> tuple[Fact, ...]:
    exact = report.visibility is Visibility.PUBLIK
    write = write_moment if exact else write_day
    village = report.village if exact else None
    return (
        Fact("topic", "Topik", TOPIC_NAMES[report.topic] if report.topic else NOT_DETERMINED),
        Fact("type", "Jenis", TYPE_NAMES[report.type] if report.type else NOT_DETERMINED),
        Fact("agency", "Instansi", report.agency_name or NOT_DETERMINED),
        Fact("place", "Tempat", _place(report, village) or NOT_DETERMINED),
        Fact("reported_at", "Dilaporkan", write(report.reported_at, zone)),
    )


def _place(report: TrackedReport, village: str | None) -> str:
    # Official names of districts and villages come without their level; two often share a name.
    # What is a kecamatan elsewhere is a distrik in the provinces of Papua (UU 2/2021).
    level = "Distrik" if (report.province or "").startswith("Papua") else "Kecamatan"
    district = f"{level} {report.district}" if report.district else None
    return ", ".join(part for part in (village, district, report.regency, report.province) if part)
