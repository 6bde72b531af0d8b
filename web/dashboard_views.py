"""Counts -> exactly what the dashboard shows, in Indonesian. Pure, like ``views``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.dashboard import (
    Acceptance,
    Dashboard,
    DayIntake,
    Measure,
    Present,
    QueueAge,
    Ranking,
    Tally,
)
from domain.model import ReplyState
from domain.status import STATUS_NAMES, Status
from domain.topics import TOPIC_NAMES, Topic
from domain.zones import WIB
from web.charts import Bar, BarChart, Column, ColumnChart, Part, bar_chart, column_chart
from web.localtime import write_date, write_moment, write_short_date, write_table_date
from web.numbers import write_number, write_share
from web.wording import MEANINGS, NOT_DETERMINED, REPLY_STATE_NAMES

PERIODS = (7, 30, 90)
USUAL_PERIOD = 30

QUEUE_AGE_NAMES: dict[QueueAge, str] = {
    QueueAge.UNDER_1_DAY: "Kurang dari 1 hari",
    QueueAge.UNDER_3_DAYS: "1 sampai 3 hari",
    QueueAge.UNDER_7_DAYS: "3 sampai 7 hari",
    QueueAge.OLDER: "7 hari atau lebih",
}
ACCEPTANCE_NAMES: dict[Acceptance, str] = {
    Acceptance.UNSEEN: "Diterima tanpa tinjauan",
    Acceptance.SEEN: "Lewat moderator",
}
AT_OUR_DESK_NAME = "Belum diteruskan ke instansi"

# The tones of ``wording.MEANINGS``, in the order of a report's life.
TONE_NAMES: dict[str, str] = {
    "done": "Ditanggapi",
    "moving": "Berjalan",
    "waiting": "Menunggu",
    "closed": "Ditutup",
}

_QUEUE_TONES = ("done", "moving", "waiting", "alarm")  # the longer it waits, the louder
_REPLY_TONES: dict[ReplyState, str] = {
    ReplyState.SENT: "done",
    ReplyState.UNKNOWN: "waiting",
    ReplyState.DEAD: "alarm",
}


@dataclass(frozen=True, slots=True)
class Row:
    head: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table. ``slug`` is stable: its id on the page, and its file's name."""

    slug: str
    title: str
    note: str
    summary: str  # what the chart says, for who cannot see it
    chart: BarChart | ColumnChart
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    tones: tuple[tuple[str, str], ...] = ()  # the legend: tone, name
    has_period: bool = True  # False: as of now, whatever the period

    @property
    def is_columns(self) -> bool:
        return isinstance(self.chart, ColumnChart)

    @property
    def is_empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True, slots=True)
class Tile:
    key: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DashboardView:
    """Everything the page says."""

    days: int
    period: str
    as_of: str
    tiles: tuple[Tile, ...]
    figures: tuple[Figure, ...]


def dashboard_view(shown: Dashboard) -> DashboardView:
    """Return what the page of a period shows."""
    first, last = shown.days[0].day, shown.days[-1].day
    return DashboardView(
        days=len(shown.days),
        period=f"{write_date(first)} sampai {write_date(last)}",
        as_of=write_moment(shown.as_of, WIB),
        tiles=_tiles(shown),
        figures=(
            _intake(shown.days),
            _statuses(shown.days),
            _acceptance(shown.days),
            _queue(shown.queue),
            _overdue(shown.overdue),
            _ranked("topik", "Topik", shown.topics, topic_name),
            _ranked("provinsi", "Provinsi", shown.provinces, place_name),
            _ranked("instansi", "Instansi", shown.agencies, agency_name),
            _replies(shown.replies),
        ),
    )


def topic_name(tally: Tally) -> str:
    return TOPIC_NAMES[Topic(tally.key)] if tally.key else NOT_DETERMINED


def place_name(tally: Tally) -> str:
    return tally.key or NOT_DETERMINED


def agency_name(tally: Tally) -> str:
    return tally.name or tally.key or NOT_DETERMINED


def late_name(tally: Tally) -> str:
    return agency_name(tally) if tally.key else AT_OUR_DESK_NAME


# How the kinds of each measure are named, on the page and in its files.
DAILY_NAMES: dict[Measure, Callable[[Tally], str]] = {
    Measure.STATUS: lambda tally: STATUS_NAMES[Status(tally.key)],
    Measure.TOPIC: topic_name,
    Measure.PROVINCE: place_name,
    Measure.AGENCY: agency_name,
    Measure.ACCEPTANCE: lambda tally: ACCEPTANCE_NAMES[Acceptance(tally.key)],
    Measure.REPLY: lambda tally: REPLY_STATE_NAMES[ReplyState(tally.key)],
}
PRESENT_NAMES: dict[Present, Callable[[Tally], str]] = {
    Present.QUEUE: lambda tally: QUEUE_AGE_NAMES[QueueAge(tally.key)],
    Present.OVERDUE: late_name,
}


def _tiles(shown: Dashboard) -> tuple[Tile, ...]:
    came = sum(day.total for day in shown.days)
    unseen = sum(day.unseen for day in shown.days)
    return (
        Tile("intake", "Laporan masuk", write_number(came)),
        Tile("unseen", "Diterima tanpa tinjauan", write_share(unseen, came)),
        Tile("queue", "Menunggu moderator", write_number(sum(shown.queue.values()))),
        Tile("overdue", "Lewat tenggat", write_number(shown.overdue.total)),
    )


def _intake(days: Sequence[DayIntake]) -> Figure:
    tones = tuple(TONE_NAMES)
    columns, rows = [], []
    for day in days:
        amounts = [_of_tone(day, tone) for tone in tones]
        text = f"{write_date(day.day)}: {write_number(day.total)} laporan"
        parts = tuple(Part(n, tone) for n, tone in zip(amounts, tones, strict=True))
        columns.append(Column(parts, text, write_short_date(day.day)))
        cells = tuple(write_number(n) for n in (*amounts, day.total))
        rows.append(Row(write_table_date(day.day), cells))
    busiest = max(days, key=lambda day: day.total)
    came = sum(day.total for day in days)
    return Figure(
        "hari",
        "Laporan masuk per hari",
        "Warna menunjukkan keadaan sekarang. Ditanggapi: termasuk yang selesai. Ditutup:"
        " diarsipkan, digabung, atau bukan kewenangan.",
        f"{write_number(came)} laporan dalam {len(days)} hari. Paling banyak pada"
        f" {write_date(busiest.day)}: {write_number(busiest.total)}.",
        column_chart(columns),
        ("Tanggal", *TONE_NAMES.values(), "Jumlah"),
        tuple(reversed(rows)),
        tuple(TONE_NAMES.items()),
    )


def _of_tone(day: DayIntake, tone: str) -> int:
    return sum(n for status, n in day.by_status.items() if MEANINGS[status].tone == tone)


def _statuses(days: Sequence[DayIntake]) -> Figure:
    counts = {status: sum(day.by_status.get(status, 0) for day in days) for status in STATUS_NAMES}
    bars = [
        _bar(STATUS_NAMES[status], n, MEANINGS[status].tone) for status, n in counts.items() if n
    ]
    return _bars(
        "status",
        "Laporan menurut status",
        "Status sekarang dari laporan yang masuk.",
        "Status",
        bars,
    )


def _acceptance(days: Sequence[DayIntake]) -> Figure:
    columns, rows = [], []
    for day in days:
        share = write_share(day.unseen, day.total)
        part = Part(day.unseen / day.total * 100 if day.total else 0, "moving")
        text = f"{write_date(day.day)}: {share}"
        columns.append(Column((part,), text, write_short_date(day.day)))
        cells = (write_number(day.unseen), write_number(day.total), share)
        rows.append(Row(write_table_date(day.day), cells))
    unseen, came = sum(day.unseen for day in days), sum(day.total for day in days)
    return Figure(
        "tanpa-tinjauan",
        "Diterima tanpa tinjauan",
        "Bagian laporan yang terbaca jelas sehingga tidak perlu diperiksa moderator, dalam persen.",
        f"{write_share(unseen, came)} dari {write_number(came)} laporan.",
        column_chart(columns, in_percent=True),
        ("Tanggal", "Tanpa tinjauan", "Semua laporan", "Bagian"),
        tuple(reversed(rows)),
    )


def _queue(queue: Mapping[QueueAge, int]) -> Figure:
    bars = [
        _bar(name, queue.get(age, 0), tone)
        for (age, name), tone in zip(QUEUE_AGE_NAMES.items(), _QUEUE_TONES, strict=True)
    ]
    note = "Sudah berapa lama pesan menunggu moderator, dihitung sekarang."
    return _bars("antrean", "Umur antrean tinjauan", note, "Umur", bars, has_period=False)


def _overdue(overdue: Ranking) -> Figure:
    note = "Laporan yang batas waktunya sudah lewat, menurut siapa yang memegangnya sekarang."
    bars = [_bar(late_name(tally), tally.count, "alarm") for tally in overdue.top]
    rest = _rest(overdue, "instansi")
    title = "Lewat tenggat menurut instansi"
    return _bars("lewat-tenggat", title, note, "Instansi", bars, rest, has_period=False)


def _ranked(slug: str, head: str, ranking: Ranking, name: Callable[[Tally], str]) -> Figure:
    bars = [
        _bar(name(tally), tally.count, "moving" if tally.key else "closed") for tally in ranking.top
    ]
    kind = head.lower()
    note = f"{len(bars)} teratas dari laporan yang masuk." if ranking.other_kinds else ""
    return _bars(slug, f"Laporan menurut {kind}", note, head, bars, _rest(ranking, kind))


def _replies(replies: Mapping[ReplyState, int]) -> Figure:
    bars = [
        _bar(name, replies.get(state, 0), _REPLY_TONES.get(state, "moving"))
        for state, name in REPLY_STATE_NAMES.items()
    ]
    note = "Balasan kepada pelapor yang dibuat dalam masa ini, menurut keadaannya sekarang."
    return _bars("balasan", "Balasan menurut keadaan", note, "Keadaan", bars)


def _bar(name: str, amount: int, tone: str = "moving") -> Bar:
    return Bar(name, amount, write_number(amount), tone)


def _rest(ranking: Ranking, kind: str) -> tuple[Row, ...]:
    if not ranking.other_kinds:
        return ()
    name = f"{write_number(ranking.other_kinds)} {kind} lainnya"
    return (Row(name, (write_number(ranking.other_count),)),)


def _bars(
    slug: str,
    title: str,
    note: str,
    head: str,
    bars: Sequence[Bar],
    rest: tuple[Row, ...] = (),
    *,
    has_period: bool = True,
) -> Figure:
    largest = max(bars, key=lambda bar: bar.amount, default=None)
    summary = f"Terbanyak: {largest.name}, {largest.text}." if largest else "Tidak ada."
    rows = tuple(Row(bar.name, (bar.text,)) for bar in bars) + rest
    heads = (head, "Jumlah")
    return Figure(slug, title, note, summary, bar_chart(bars), heads, rows, (), has_period)
