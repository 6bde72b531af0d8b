"""Deadlines of a report, in working days of its own time zone. Pure, but for reading the policies.

A deadline of N working days ends with the N-th working day after the one on which its stage began,
at midnight there. A day does not count when the report is waiting for its citizen at that midnight.

The lengths are data: ``domain/policies/*.toml``, one file for each version, chosen by the date of
the report. Each names its ``source`` and says whether we have seen the articles of it.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import islice
from types import MappingProxyType

from domain.model import ReportType
from domain.moves import Move
from domain.ports import WorkingDays
from domain.status import Status
from domain.zones import Zone, local_date, start_of

_DAY = timedelta(days=1)  # Indonesia has no daylight saving time: every day has 24 hours
_SATURDAY = 5
_LOOK_AHEAD = 3660  # days; a calendar without a working day in ten years is broken


# ---------------------------------------------------------------- policies


class Handling(StrEnum):
    """How much a report asks of an agency; a moderator may change what its type suggests."""

    INFORMASI = "informasi"
    SEDERHANA = "sederhana"
    PENGAWASAN = "pengawasan"  # needs supervision or an inquiry

    @classmethod
    def of(cls, type_: ReportType | None) -> "Handling":
        return cls.INFORMASI if type_ is ReportType.PERMINTAAN_INFORMASI else cls.SEDERHANA


class Stage(StrEnum):
    """What a report waits for, and who owes it."""

    VERIFIKASI = "verifikasi"  # moderators: verify and forward
    TINDAK_LANJUT = "tindak_lanjut"  # the agency: begin, or answer at once
    PENYELESAIAN = "penyelesaian"  # the agency: answer
    PENUTUPAN = "penutupan"  # nobody is late: the citizen may speak until the report closes


class PolicyError(ValueError):
    """A policy file is not what it must be. The message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the deadlines; all lengths in working days."""

    id: str
    source: str
    articles_seen: bool
    effective_from: date
    verify: int
    follow_up: int
    auto_close: int
    settle: Mapping[Handling, int]
    due_soon: int  # at most so many days left
    escalate: int  # at least so many days late
    tell_ombudsman: int  # at least so many days late

    def length(self, stage: Stage, handling: Handling) -> int:
        """Return how many working days a stage may take."""
        match stage:
            case Stage.VERIFIKASI:
                return self.verify
            case Stage.TINDAK_LANJUT:
                return self.follow_up
            case Stage.PENYELESAIAN:
                return self.settle[handling]
            case Stage.PENUTUPAN:
                return self.auto_close


@cache
def policies() -> tuple[Policy, ...]:
    """Return all versions, oldest first. Raises PolicyError."""
    found = [
        read_policy(file.name, file.read_text(encoding="utf-8"))
        for file in files("domain").joinpath("policies").iterdir()
        if file.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda policy: policy.effective_from))


def policy_on(reported: date, versions: Sequence[Policy]) -> Policy:
    """Return the version in force on the local day of a report; the oldest for all days before.

    ``versions`` are oldest first, and at least one.
    """
    in_force = [policy for policy in versions if policy.effective_from <= reported]
    return in_force[-1] if in_force else versions[0]


def read_policy(name: str, text: str) -> Policy:
    """Read one policy file. Raises PolicyError, which names it."""
    try:
        data = tomllib.loads(text)
        stages, service = data["stages"], data["service"]
        policy = Policy(
            id=data["id"],
            source=data["source"],
            articles_seen=data["articles_seen"],
            effective_from=data["effective_from"],
            verify=_days(stages["verify"]),
            follow_up=_days(stages["follow_up"]),
            auto_close=_days(stages["auto_close"]),
            settle=MappingProxyType({h: _days(stages["settle"][h.value]) for h in Handling}),
            due_soon=_days(service["due_soon"]),
            escalate=_days(service["escalate"]),
            tell_ombudsman=_days(service["tell_ombudsman"]),
        )
    except KeyError as error:
        raise PolicyError(f"{name}: {error} is missing") from error
    except (TypeError, ValueError) as error:
        raise PolicyError(f"{name}: {error}") from error
    if type(policy.effective_from) is not date or not policy.source:
        raise PolicyError(f"{name}: effective_from must be a date, and source must say something")
    return policy


def _days(value: object) -> int:
    if type(value) is not int or value < 1:
        raise ValueError(f"{value!r} is not a number of working days, 1 or more")
    return value


# ---------------------------------------------------------------- which stage runs


@dataclass(frozen=True, slots=True)
class Pause:
    """While the citizen was asked: from ``begin`` until ``end``, or still."""

    begin: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """The stage that a report is in, since when, and the pauses since then."""

    stage: Stage
    since: datetime
    pauses: tuple[Pause, ...] = ()

    @property
    def is_paused(self) -> bool:
        return any(pause.end is None for pause in self.pauses)


_STAGE_OF: dict[Status, Stage] = {
    Status.BARU: Stage.VERIFIKASI,
    Status.PERLU_TINJAUAN: Stage.VERIFIKASI,
    Status.TERVERIFIKASI: Stage.VERIFIKASI,
    Status.DIBUKA_KEMBALI: Stage.VERIFIKASI,
    Status.DITERUSKAN: Stage.TINDAK_LANJUT,
    Status.DIPROSES: Stage.PENYELESAIAN,
    Status.DITANGGAPI: Stage.PENUTUPAN,
}


def running(reported_at: datetime, opened_as: Status, moves: Sequence[Move]) -> Running | None:
    """Return the stage that runs after ``moves`` (oldest first); None when the report is closed.

    A stage begins when the report changes hands, so a bounce gives the moderators their days anew,
    while postponing gives nobody anything. An agency's two stages both count from forwarding. The
    days of the citizen count from the last answer.
    """
    now = Running(_STAGE_OF[opened_as], reported_at) if opened_as in _STAGE_OF else None
    for move in moves:
        now = _next(now, move)
    return now


def _next(now: Running | None, move: Move) -> Running | None:
    if move.status_to is Status.MENUNGGU_PELAPOR:
        return now and Running(now.stage, now.since, (*now.pauses, Pause(move.at)))
    stage = _STAGE_OF.get(move.status_to)
    if stage is None:
        return None
    if now is None or _changes_hands(now.stage, stage):
        return Running(stage, move.at)
    pauses = now.pauses
    if now.is_paused:
        pauses = (*pauses[:-1], Pause(pauses[-1].begin, move.at))
    return Running(stage, now.since, pauses)


def _changes_hands(before: Stage, after: Stage) -> bool:
    if before is after:
        return before is Stage.PENUTUPAN  # a new answer: the citizen has time to read it
    return (before, after) != (Stage.TINDAK_LANJUT, Stage.PENYELESAIAN)


# ---------------------------------------------------------------- where a report stands


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a report is measured."""

    policy: Policy
    handling: Handling
    zone: Zone  # of the report's place
    days: WorkingDays


class Timeliness(StrEnum):
    ON_TIME = "tepat_waktu"
    DUE_SOON = "segera_jatuh_tempo"
    OVERDUE = "lewat_batas"


TIMELINESS_NAMES: dict[Timeliness, str] = {
    Timeliness.ON_TIME: "Tepat waktu",
    Timeliness.DUE_SOON: "Segera jatuh tempo",
    Timeliness.OVERDUE: "Lewat batas waktu",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a report does against the deadline of its stage.

    ``due_at`` is the end of the last day, in UTC; while ``paused`` it is what it would be if the
    citizen answered now. ``left`` is working time until then (24 hours for each working day; days
    that do not count are left out), negative when late. ``days_left`` is for people: full working
    days after today, 0 on the last day; when late, minus the full working days since.

    ``unknown_years`` is a warning: the holidays of these years are not decided, or not known to
    us, so the true deadline may differ, and most likely is later: cuti bersama is missing.
    """

    stage: Stage
    due_at: datetime
    timeliness: Timeliness
    paused: bool
    left: timedelta
    days_left: int
    unknown_years: tuple[int, ...] = ()


class PlainWeek:
    """Monday to Friday, and no holiday known: enough to put matters in an order.

    See ``domain.ports.WorkingDays`` for what each method promises.
    """

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < _SATURDAY

    def knows(self, year: int) -> bool:
        return False


def due_at(run: Running, terms: Terms, now: datetime) -> datetime:
    """Return when the stage ends, in UTC. While the citizen is asked: as if answered ``now``."""
    days = _days_after(local_date(run.since, terms.zone))
    counted = (day for day in days if _counts(day, run, terms, now))
    last = next(islice(counted, terms.policy.length(run.stage, terms.handling) - 1, None))
    return start_of(last + _DAY, terms.zone)


def standing(run: Running, terms: Terms, now: datetime) -> Standing:
    """Return where a report stands at ``now`` (aware)."""
    due = due_at(run, terms, now)
    first, today = local_date(run.since, terms.zone), local_date(now, terms.zone)
    last = local_date(due, terms.zone) - _DAY
    if now < due:
        days_left = _count(today, last, run, terms, now)
        timeliness = (
            Timeliness.DUE_SOON if days_left <= terms.policy.due_soon else Timeliness.ON_TIME
        )
        left = days_left * _DAY
        if terms.days.is_working_day(today):
            left += start_of(today + _DAY, terms.zone) - now
    else:
        days_left = -_count(last, today - _DAY, run, terms, now)
        timeliness = Timeliness.OVERDUE
        left = days_left * _DAY
        if _counts(today, run, terms, now) and not run.is_paused:
            left -= now - start_of(today, terms.zone)
    years = range(first.year, max(last, today).year + 1)
    return Standing(
        stage=run.stage,
        due_at=due,
        timeliness=timeliness,
        paused=run.is_paused,
        left=left,
        days_left=days_left,
        unknown_years=tuple(year for year in years if not terms.days.knows(year)),
    )


def _counts(day: date, run: Running, terms: Terms, now: datetime) -> bool:
    """Say whether a day counts: offices work, and at its end nobody waits for the citizen."""
    midnight = start_of(day + _DAY, terms.zone)
    return terms.days.is_working_day(day) and not any(
        pause.begin <= midnight < (pause.end or max(now, pause.begin)) for pause in run.pauses
    )


def _count(after: date, until: date, run: Running, terms: Terms, now: datetime) -> int:
    """Return how many days count after one day, up to and including another."""
    span = range(1, (until - after).days + 1)
    return sum(_counts(after + n * _DAY, run, terms, now) for n in span)


def _days_after(day: date) -> Iterator[date]:
    for n in range(1, _LOOK_AHEAD):
        yield day + n * _DAY
    raise ValueError(f"no deadline found in ten years after {day}: the calendar is broken")


# ---------------------------------------------------------------- what must be done about it


class Duty(StrEnum):
    """What the clock asks for. Each is owed once for each stage of a report."""

    REMIND = "ingatkan"  # whoever holds the report
    ESCALATE = "eskalasi"  # tell the coordinator
    TELL_OMBUDSMAN = "beri_tahu_ombudsman"  # tell the citizen that Ombudsman RI can be asked
    CLOSE = "tutup_otomatis"


def duties(standing: Standing, policy: Policy) -> frozenset[Duty]:
    """Return what must be done about a report that stands so.

    What reaches the citizen (closing, Ombudsman RI) waits until the calendar is certain: a holiday
    that we do not know of must neither cut a citizen's days short nor call somebody late. Closing
    is nobody's delay: its stage neither reminds nor escalates.
    """
    certain, late = not standing.unknown_years, standing.timeliness is Timeliness.OVERDUE
    if standing.stage is Stage.PENUTUPAN:
        return frozenset({Duty.CLOSE}) if late and certain else frozenset()
    owed = set()
    if standing.timeliness is Timeliness.DUE_SOON and not standing.paused:
        owed.add(Duty.REMIND)
    if late and -standing.days_left >= policy.escalate:
        owed.add(Duty.ESCALATE)
    if late and certain and -standing.days_left >= policy.tell_ombudsman:
        owed.add(Duty.TELL_OMBUDSMAN)
    return frozenset(owed)


def calendar_warning(unknown_years: Sequence[int]) -> str | None:
    """Say in Indonesian what is not certain about a deadline; None when nothing is."""
    if not unknown_years:
        return None
    years = " dan ".join(str(year) for year in unknown_years)
    return (
        f"Hari libur dan cuti bersama tahun {years} belum diketahui sistem, jadi batas waktu ini"
        " perkiraan; perbarui paket kalender sebelum memakainya."
    )
