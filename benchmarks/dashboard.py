"""The dashboard on as many reports as SP4N-LAPOR! ever had: `make bench-dashboard`.

Fills an empty SQLite database with 1.4 million invented reports of five years, each with its
mention and its reply, then measures the counting and the page. The page is rendered whole, in this
process, as a browser would get it; only the network is left out. ``--keep FILE`` keeps the
database, or measures the one that is there.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from domain.codes import system_dice
from domain.people import Entered, Role
from domain.status import Status
from domain.topics import Topic
from scheduler.demo import email_of, open_demo_accounts
from scheduler.wiring import SystemClock, migrate, new_token
from storage.accounts import SqlAccounts
from storage.console import SqlConsole
from storage.engine import open_engine
from storage.journal import SqlJournal
from storage.passwords import Cost, Passwords
from storage.review import SqlReview
from storage.rollups import SqlDashboard, SqlRollups
from storage.searching import SqlSearch
from storage.sessions import Limits, SqlSessions
from storage.tracking import SqlTracking
from tests.web.fakes import Browser
from web.app import Entrance, WebOptions, create_app
from web.readers import Readers

REPORTS = 1_400_000
DAYS = 5 * 365
NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
ROUNDS = 20
_BATCH = 50_000
_OPEN_DAYS = 30  # the age by which nearly all reports are finished


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        keeps = sys.argv[1:2] == ["--keep"]
        path = Path(sys.argv[2]) if keeps else Path(folder) / "lapor.sqlite3"
        fresh = not path.exists()
        engine = open_engine(f"sqlite:///{path}")
        if fresh:
            migrate(engine, lambda _rows: None)
            timed("fill", lambda: fill(path))
            timed("rollups rebuild", lambda: SqlRollups(engine).rebuild(NOW, lambda _days: None))
        print(f"{'database':34} {path.stat().st_size / 1e6:8.0f} MB", flush=True)
        measure_refresh(engine, path)
        measure_page(path)
        engine.dispose()


def timed(what: str, do: Callable[[], object]) -> None:
    began = time.monotonic()
    do()
    print(f"{what:34} {time.monotonic() - began:8.1f} s", flush=True)


def measure_refresh(engine: Engine, path: Path) -> None:
    def one_change() -> None:
        with sqlite3.connect(path) as database:
            database.execute("UPDATE reports SET topic = 'sosial' WHERE id = ?", (REPORTS,))
        SqlRollups(engine).refresh(NOW)

    report("refresh after a change of today", [seconds(one_change) for _ in range(ROUNDS)])


def measure_page(path: Path) -> None:
    for days in (7, 30, 90):
        address = f"/konsol/dasbor?hari={days}"
        report(f"page, {days} days, first answer", [seconds(asking(path, address))])
        ask = asking(path, address)
        ask()
        report(f"page, {days} days", [seconds(ask) for _ in range(ROUNDS)])
    ask = asking(path, "/konsol/dasbor/instansi.csv?hari=90")
    report("CSV of agencies, 90 days", [seconds(ask) for _ in range(ROUNDS)])


def asking(path: Path, address: str) -> Callable[[], None]:
    """Return what asks a new application for a page, and makes sure that it is one."""
    writing = open_engine(f"sqlite:///{path}")
    engine = open_engine(f"sqlite:///{path}", read_only=True)
    passwords = Passwords(Cost())
    sessions = SqlSessions(writing, engine, passwords, new_token, Limits())
    app = create_app(
        Readers(
            SqlTracking(engine),
            SqlConsole(engine),
            SqlDashboard(engine),
            SqlJournal(writing, engine),
            SqlReview(writing),
            SqlSearch(engine),
        ),
        WebOptions("http://127.0.0.1:8000"),
        Entrance(sessions, SystemClock(), new_token),
    )
    browser = Browser(app)
    browser.cookies.set("sesi", entered(SqlAccounts(writing, passwords), sessions))

    def ask() -> None:
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")

    return ask


def entered(accounts: SqlAccounts, sessions: SqlSessions) -> str:
    """Return the token of somebody who may see the dashboard."""
    now = SystemClock().now()
    passwords = open_demo_accounts(accounts, system_dice(), now)
    answer = sessions.sign_in(email_of(Role.AUDITOR), passwords[Role.AUDITOR], "127.0.0.1", now)
    if not isinstance(answer, Entered):
        raise SystemExit(f"cannot sign in: {answer}")
    return answer.token


def seconds(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def report(what: str, rounds: list[float]) -> None:
    median, worst = statistics.median(rounds) * 1000, max(rounds) * 1000
    print(f"{what:34} {median:8.0f} ms (slowest of {len(rounds)}: {worst:.0f} ms)", flush=True)


# ---------------------------------------------------------------- inventing reports


def fill(path: Path) -> None:
    """Write straight to the file: a million rows through the store would take an hour."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-400000")
        agencies = [row[0] for row in database.execute("SELECT id FROM agencies ORDER BY id")]
        query = "SELECT name FROM places WHERE level = 'province' ORDER BY code"
        provinces = [row[0] for row in database.execute(query)]
        invented = invent(random.Random(1708), agencies, provinces)  # noqa: S311 - no secret
        while batch := list(islice(invented, _BATCH)):
            for table in ("reports", "report_events", "mentions", "replies"):
                write(database, table, [row for name, row in batch if name == table])
            database.commit()


def write(database: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    database.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)  # noqa: S608


def invent(
    dice: random.Random, agencies: list[str], provinces: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield rows, oldest report first. A few agencies and places get most of the reports."""
    topics = [topic.value for topic in Topic]
    for number in range(1, REPORTS + 1):
        age = timedelta(days=DAYS) * (1 - number / REPORTS) ** 1.5  # more of them lately
        at = NOW - age
        status = status_at(dice, age)
        doubted = dice.random() < 0.18
        is_open = status in _OPEN
        due = at + timedelta(days=dice.choice((3, 5, 60))) if is_open else None
        yield (
            "reports",
            {
                "id": number,
                "code": f"{number:017}",
                "code_given_at": moment(at),
                "status": status.value,
                "visibility": "publik",
                "emergency": dice.random() < 0.01,
                "needs_review": doubted,
                "topic": skewed(dice, topics) if dice.random() > 0.03 else None,
                "province": skewed(dice, provinces) if dice.random() > 0.08 else None,
                "candidates": "[]",
                "agency_id": skewed(dice, agencies) if dice.random() > 0.05 else None,
                "reported_at": moment(at),
                "due_at": due and moment(due),
            },
        )
        first = Status.PERLU_TINJAUAN if doubted else Status.BARU
        yield (
            "report_events",
            {"report_id": number, "status": first.value, "at": moment(at), "actor": "bot"},
        )
        key = f"twitter:{number}"
        yield (
            "mentions",
            {
                "key": key,
                "channel": "twitter",
                "direct": False,
                "id": str(number),
                "state": "decided",
                "received_at": moment(at),
                "text": "laporan rekaan untuk pengukuran, panjangnya seperti kiriman biasa di X "
                * 2,
                "author_id": str(number % 400_000),
                "conversation_id": str(number),
                "referenced": "[]",
                "needs_review": status is Status.PERLU_TINJAUAN,
                "report_id": number,
            },
        )
        yield (
            "replies",
            {
                "key": f"{key}:ack",
                "channel": "twitter",
                "mention_key": key,
                "kind": "tanda_terima",
                "via": "reply",
                "to_post_id": str(number),
                "to_author_id": str(number % 400_000),
                "text": "balasan rekaan",
                "urgent": False,
                "state": "sent" if dice.random() < 0.99 else "dead",
                "attempts": 1,
                "created_at": moment(at),
                "due_at": moment(at),
            },
        )


_OPEN = (Status.BARU, Status.PERLU_TINJAUAN, Status.DITERUSKAN, Status.DIPROSES)
_FINISHED = (Status.SELESAI, Status.DITANGGAPI, Status.DIARSIPKAN, Status.BUKAN_KEWENANGAN)


def status_at(dice: random.Random, age: timedelta) -> Status:
    share_open = max(0.004, 1 - age / timedelta(days=_OPEN_DAYS))
    if dice.random() > share_open:
        return dice.choices(_FINISHED, (70, 15, 10, 5))[0]
    return dice.choices(_OPEN, (20, 8, 40, 32) if age > timedelta(days=3) else (60, 25, 10, 5))[0]


def skewed(dice: random.Random, things: list[str]) -> str:
    return things[int(len(things) * dice.random() ** 3)]


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    main()
