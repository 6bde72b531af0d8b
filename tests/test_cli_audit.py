"""`laporbot audit`, as an auditor meets it: a sentence for each problem, and an exit status."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.audit import AuditAct, AuditEvent, AuditObject, AuditSearch, Head, ObjectKind
from storage import audit
from storage.engine import open_engine, transaction
from storage.journal import SqlJournal
from tests.service import LAPORBOT, environment

NOON = datetime(2026, 11, 24, 4, 3, 2, tzinfo=UTC)


def verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return laporbot(folder, "audit", "verify", *arguments)


def laporbot(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [LAPORBOT, *arguments],
        capture_output=True,
        input="",
        cwd=folder,
        env=environment(folder),
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path, migrated: Path) -> Path:
    (tmp_path / "lapor.sqlite3").write_bytes(migrated.read_bytes())
    return tmp_path


def acted(folder: Path, times: int) -> Head:
    about = AuditObject(ObjectKind.REPORT, "17")
    act = AuditEvent(NOON, "person-7", "moderator", AuditAct.VIEW_IDENTITY, about)
    engine = open_engine(f"sqlite:///{folder}/lapor.sqlite3")
    with transaction(engine) as tx:
        head = audit.append(tx, *[act] * times)
    engine.dispose()
    return head


def test_a_whole_log_is_said_so_with_the_end_to_note(folder: Path) -> None:
    head = acted(folder, 3)
    done = verify(folder)
    assert (done.returncode, done.stdout) == (0, f"whole; the log ends at {head}\n")
    again = verify(folder, "--expect", str(head))
    assert (again.returncode, again.stdout) == (0, done.stdout)


def test_each_problem_is_a_sentence(folder: Path) -> None:
    noted = acted(folder, 5)
    engine = open_engine(f"sqlite:///{folder}/lapor.sqlite3")
    with transaction(engine) as tx:
        tx.execute(text("DROP TRIGGER audit_log_no_update"))
        tx.execute(text("DROP TRIGGER audit_log_no_delete"))
        tx.execute(text("UPDATE audit_log SET actor = 'person-8' WHERE number = 2"))
        tx.execute(text("DELETE FROM audit_log WHERE number > 3"))
        last = tx.scalar(text("SELECT hash FROM audit_log WHERE number = 3"))
    engine.dispose()
    done = verify(folder, "--expect", str(noted))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "WRONG  row 2: changed after being written",
        "WRONG  rows 4 to 5: missing; cut off from the end of the log",
        "WRONG  row 5: not the one that was noted; the log was cut or rewritten since",
        f"not whole; the log ends at 3:{last}",
    ]


def test_what_an_operator_does_to_accounts_is_in_the_log(folder: Path) -> None:
    for done in (
        laporbot(folder, "user", "first-admin", "a@dinas.example", "--name", "A", "--generate"),
        laporbot(folder, "user", "reset", "a@dinas.example", "--generate"),
        laporbot(folder, "user", "disable", "a@dinas.example"),
    ):
        assert done.returncode == 0
    refused = laporbot(folder, "user", "disable", "b@dinas.example")
    assert refused.returncode == 2
    engine = open_engine(f"sqlite:///{folder}/lapor.sqlite3")
    rows = SqlJournal(engine, engine).page(AuditSearch(), 50).rows
    engine.dispose()
    assert [(row.actor, row.act, row.object_name) for row in rows] == [
        ("cli", "remove_person", "A"), ("cli", "change_person", "A"), ("cli", "add_person", "A"),
    ]  # fmt: skip
    assert verify(folder).stdout.startswith("whole; the log ends at 3:")


def test_a_note_that_cannot_be_read_is_no_verdict(folder: Path) -> None:
    done = verify(folder, "--expect", "12:abc")
    assert (done.returncode, done.stdout) == (2, "")
    assert "NUMBER:HASH" in done.stderr


def test_a_database_without_a_log_is_no_verdict(tmp_path: Path) -> None:
    done = verify(tmp_path)
    assert done.returncode == 2
    assert "run: laporbot migrate" in done.stderr
