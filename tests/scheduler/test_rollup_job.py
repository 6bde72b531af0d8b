"""The dashboard's counts on the clock and by hand."""

import sqlite3
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine

from scheduler.jobs import refresh_rollups
from storage.engine import open_engine
from storage.rollups import SqlDashboard, SqlRollups
from tests.clock import SetClock
from tests.service import LAPORBOT, environment
from tests.storage.test_rollups import keep, report


def test_the_job_brings_the_counts_up_to_the_moment(engine: Engine, clock: SetClock) -> None:
    keep(engine, report(1))
    refresh_rollups(SqlRollups(engine), clock)
    shown = SqlDashboard(engine).dashboard(7)
    assert shown is not None
    assert (shown.as_of, shown.days[-1].total) == (clock.now(), 1)


def test_a_busy_database_leaves_the_counts_for_later(
    tmp_path: Path, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "notes.sqlite3").write_text("no database" * 500)
    refresh_rollups(SqlRollups(open_engine(f"sqlite:///{tmp_path}/notes.sqlite3")), clock)
    assert "rollups not refreshed" in caplog.text


def test_an_operator_can_have_everything_counted_anew(tmp_path: Path, migrated: Path) -> None:
    path = tmp_path / "lapor.sqlite3"
    path.write_bytes(migrated.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    keep(engine, report(1))
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM rollup_changes")
    done = subprocess.run(  # noqa: S603 - our own program
        [LAPORBOT, "rollups", "rebuild"],
        capture_output=True,
        cwd=tmp_path,
        env=environment(tmp_path),
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "days counted anew: 1\n", "")
    with sqlite3.connect(path) as database:
        counted = database.execute("SELECT key, amount FROM rollup_days WHERE measure = 'topic'")
        assert counted.fetchall() == [("kesehatan", 1)]
    engine.dispose()
