"""The command line ``laporbot``: reads settings, starts things, and explains what went wrong."""

import json
import math
import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version as package_version
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress, TaskID

from domain.codes import system_dice
from domain.people import Account, Role, new_password, password_problem
from domain.ports import Refused, Unavailable
from domain.text import safe_text
from settings import Settings

if TYPE_CHECKING:
    from storage.accounts import SqlAccounts

app = typer.Typer(
    help="Lapor intake: from a mention on X to a tracked report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its local variables would show citizens' words
)

users = typer.Typer(help="Keep the accounts of the console.", no_args_is_help=True)
app.add_typer(users, name="user")
audit = typer.Typer(help="The log of what people did in the console.", no_args_is_help=True)
app.add_typer(audit, name="audit")
rollups = typer.Typer(help="The counts that the dashboard shows.", no_args_is_help=True)
app.add_typer(rollups, name="rollups")

_FAILED = 1  # the work was done, but not all of it
_CANNOT = 2  # nothing was done
_TERMINATED = 143  # what shells report after SIGTERM
_BATCH = 256

_stderr = Console(stderr=True, highlight=False)


class Part(StrEnum):
    ALL = "all"
    WEB = "web"
    WORKER = "worker"
    SANDBOX = "sandbox"


@app.command()
def version() -> None:
    """Print the version."""
    _say(package_version("laporbot"))


@app.command()
def migrate() -> None:
    """Bring the database to the version of this code, and fill its reference tables."""
    from scheduler.wiring import migrate as bring_up_to_date
    from scheduler.wiring import writing_engine

    settings = _settings()
    with _explained(), _progress("rows", None) as advance:
        changed = bring_up_to_date(writing_engine(settings), advance)
    _say("database migrated" if changed else "database is up to date")


@app.command()
def run(part: Annotated[Part, typer.Argument(help="Which part to run.")] = Part.ALL) -> None:
    """Run the service until Ctrl-C. ``all`` runs every part in one process."""
    from scheduler.logs import configure_logs
    from scheduler.running import Parts, run_parts
    from scheduler.serving import CannotServe

    settings = _settings()
    if part is Part.SANDBOX and not settings.is_sandbox:
        _stop("there is no sandbox in live mode; set LAPOR_MODE=sandbox")
    configure_logs(as_json=settings.log_json)
    everything = part is Part.ALL
    parts = Parts(
        sandbox=part is Part.SANDBOX or (everything and settings.is_sandbox),
        web=everything or part is Part.WEB,
        worker=everything or part is Part.WORKER,
    )
    try:
        with _explained():
            run_parts(settings, parts, announce=_announce)
    except CannotServe as error:
        _stop(f"{error}; if another program is there, stop it, or set PORT and SANDBOX_PORT")


@app.command()
def doctor(
    live: Annotated[bool, typer.Option("--live", help="Also ask X, one read an endpoint.")] = False,
) -> None:
    """Say in plain words what is missing or wrong. Exit status 1 when something is."""
    from scheduler.health import findings, live_findings

    settings = _settings()
    found = list(findings(settings, datetime.now(UTC)))
    if live:
        found += live_findings(settings)
    for finding in found:
        if finding.problem is None:
            _say(f"ok     {finding.subject}: {finding.detail}")
        else:
            _say(f"WRONG  {finding.subject}: {finding.detail}\n       -> {finding.problem}")
    if any(finding.problem for finding in found):
        raise typer.Exit(_FAILED)


@app.command()
def extract() -> None:
    """Read JSON lines {"id", "text", "author_location"?}; write what each text says, one a line."""
    from domain.model import Utterance
    from nlp.contract import to_contract
    from scheduler.wiring import understanding as load_understanding

    with _explained():
        understanding = load_understanding()
    bad = 0
    with _progress("texts", None) as advance:
        for batch in _batches(_numbered_lines(sys.stdin.buffer)):
            items = []
            for number, line in batch:
                try:
                    items.append(_utterance(line))
                except ValueError as error:
                    bad += 1
                    _stderr.print(f"line {number}: {error}", markup=False)
            beliefs = understanding([Utterance(text, place) for _, text, place in items])
            for (id_, _, _), belief in zip(items, beliefs, strict=True):
                _print_json(to_contract(id_, belief))
            advance(len(batch))
    if bad:
        raise typer.Exit(_FAILED)


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="JSON lines of mentions.", dir_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a mention.")] = False,
    database: Annotated[
        str | None, typer.Option(help="Keep the reports here; default: a temporary database.")
    ] = None,
) -> None:
    """Send a file of mentions through the real flow. Nothing leaves this machine."""
    from bot.replayfile import read_mentions
    from scheduler.replaying import run_replay

    settings = _settings()
    try:
        lines = file.read_text(encoding="utf-8-sig", errors="surrogateescape").split("\n")
    except OSError as error:
        _stop(f"cannot read {file}: {error.strerror}")
    mentions, bad = read_mentions(lines)
    for line in bad:
        _stderr.print(f"line {line.number}: {line.problem}", markup=False)
    with (
        _explained(),
        tempfile.TemporaryDirectory(prefix="lapor-replay-") as folder,
        _progress("mentions", len(mentions)) as advance,
    ):
        url = database or f"sqlite:///{folder}/replay.sqlite3"
        for result in run_replay(settings, url, mentions, advance):
            _print_json(result.as_json()) if as_json else _say(result.as_text())
    if bad:
        raise typer.Exit(_FAILED)


# ---------------------------------------------------------------- accounts of the console

_Email = Annotated[str, typer.Argument(help="The e-mail address to sign in with.")]
_Name = Annotated[str, typer.Option("--name", help="The person's name.")]
_Generate = Annotated[bool, typer.Option("--generate", help="Draw a password and print it once.")]


@users.command("first-admin")
def first_admin(email: _Email, name: _Name, generate: _Generate = False) -> None:
    """Make the first admin. Refuses when there is one already."""
    with _explained(), _accounts() as accounts, _chosen_password(generate=generate) as password:
        accounts.add_first_admin(email, name, password, datetime.now(UTC))


@users.command("add")
def add_user(
    email: _Email,
    name: _Name,
    role: Annotated[Role, typer.Option("--role", help="What the person may do.")],
    agency: Annotated[
        str | None, typer.Option("--agency", help="Id of the agency; for the role instansi.")
    ] = None,
    generate: _Generate = False,
) -> None:
    """Make an account."""
    with _explained(), _accounts() as accounts, _chosen_password(generate=generate) as password:
        accounts.add(email, name, role, agency, password, datetime.now(UTC))


@users.command("reset")
def reset_user(email: _Email, generate: _Generate = False) -> None:
    """Give an account another password, end its sessions, and open it if it was disabled."""
    with _explained(), _accounts() as accounts, _chosen_password(generate=generate) as password:
        accounts.reset(email, password, datetime.now(UTC))


@users.command("disable")
def disable_user(email: _Email) -> None:
    """Close an account and end its sessions. Nothing that it did is lost."""
    with _explained(), _accounts() as accounts:
        accounts.disable(email, datetime.now(UTC))
    _say("disabled")


@users.command("list")
def list_users() -> None:
    """Print all accounts: e-mail, role, agency, state, last sign-in, name."""
    with _explained(), _accounts() as accounts:
        for account in accounts.everybody():
            _say(_account_line(account))


# ---------------------------------------------------------------- the audit log and the counts


@audit.command("verify")
def audit_verify(
    expect: Annotated[
        str | None,
        typer.Option(metavar="NUMBER:HASH", help="An end of the log that was noted earlier."),
    ] = None,
) -> None:
    """Check that no row of the audit log was changed, moved or removed.

    Prints the end of the log: note it where the database's owner cannot write, and give it to
    --expect later. Exit status 1 when something is wrong, 2 when it could not be checked.
    """
    from domain.audit import Head
    from scheduler.running import check_schema
    from storage.audit import verify
    from storage.engine import open_engine

    settings = _settings()
    try:
        noted = None if expect is None else Head.parse(expect)
    except ValueError as error:
        _stop(f"--expect {expect}: {error}")
    with _explained():
        check_schema(settings)
        verdict = verify(open_engine(settings.database_url, read_only=True), noted)
    for problem in verdict.problems:
        _say(f"WRONG  {problem}")
    if unlisted := verdict.found - len(verdict.problems):
        _say(f"WRONG  and {unlisted} more")
    _say(f"{'whole' if verdict.is_whole else 'not whole'}; the log ends at {verdict.head}")
    if not verdict.is_whole:
        raise typer.Exit(_FAILED)


@rollups.command("rebuild")
def rollups_rebuild() -> None:
    """Count every day anew. Needed only when the counts are in doubt; the service may run on."""
    from scheduler.running import check_schema
    from scheduler.wiring import writing_engine
    from storage.rollups import SqlRollups

    settings = _settings()
    with _explained(), _progress("days", None) as advance:
        check_schema(settings)
        days = SqlRollups(writing_engine(settings)).rebuild(datetime.now(UTC), advance)
    _say(f"days counted anew: {days}")


def main() -> None:
    """Entry point of the program ``laporbot``."""
    # Leave in order, so that temporary databases with citizens' words do not stay behind.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(_TERMINATED))
    try:
        try:
            app()
        finally:
            _flush()
    except _OutputLost as lost:
        _discard_output()
        if isinstance(lost.__cause__, BrokenPipeError):  # the reader went away, as `head` does
            raise SystemExit(_FAILED) from None
        _stderr.print(f"laporbot: cannot write the output: {lost}", markup=False, soft_wrap=True)
        raise SystemExit(_CANNOT) from None


# ---------------------------------------------------------------- helpers


class _OutputLost(Exception):
    """What we print goes nowhere: the disk is full, or nobody reads it."""


def _say(line: str, *, at_once: bool = False) -> None:
    if sys.stdout is None:
        raise _OutputLost("standard output is closed")
    try:
        print(line, flush=at_once)
    except OSError as error:
        raise _OutputLost(error.strerror) from error


def _flush() -> None:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise _OutputLost(error.strerror) from error


def _discard_output() -> None:
    """Let Python drop at its end what could not be written, without another complaint."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _accounts() -> Iterator["SqlAccounts"]:
    from scheduler.running import check_schema
    from scheduler.wiring import accounts

    settings = _settings()
    check_schema(settings)
    yield accounts(settings)


@contextmanager
def _chosen_password(*, generate: bool) -> Iterator[str]:
    """Ask for a password, or draw one; print a drawn one when the work with it is done."""
    password = new_password(system_dice()) if generate else _asked_password()
    yield password
    _say(f"password: {password}" if generate else "done")


def _asked_password() -> str:
    """Ask without an echo and twice; in a pipe, read one line."""
    if sys.stdin.isatty():
        password = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    problem = password_problem(password)
    if problem is not None:
        _stop(f"{problem}; --generate draws a good one")
    return password


def _account_line(account: Account) -> str:
    state = "active" if account.disabled_at is None else "disabled"
    last = account.last_entered_at
    seen = last.strftime("%Y-%m-%d %H:%M UTC") if last else "never"
    person = account.person
    return (
        f"{account.email}  {person.role}  {person.agency_id or '-'}  {state}  {seen}  {person.name}"
    )


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"]).upper()
            _stderr.print(f"setting {name}: {problem['msg']}", markup=False)
        _stop("settings are wrong; see .env.example for what each one takes")


def _stop(message: str) -> NoReturn:
    _stderr.print(f"laporbot: {message}", markup=False, soft_wrap=True)
    raise typer.Exit(_CANNOT)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn the two errors an edge may raise into a sentence and an exit status."""
    try:
        yield
    except (Unavailable, Refused) as error:
        _stop(error.why)


@contextmanager
def _progress(what: str, total: int | None) -> Iterator["_Advance"]:
    """Show a progress bar on a terminal, and nothing in a pipe."""
    with Progress(console=_stderr, transient=True, disable=not _stderr.is_terminal) as bar:
        yield _Advance(bar, bar.add_task(what, total=total))


class _Advance:
    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar = bar
        self._task = task

    def __call__(self, steps: int) -> None:
        self._bar.advance(self._task, steps)


def _numbered_lines(stream: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(stream, start=1) if line.strip())


def _batches(lines: Iterator[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    while batch := list(islice(lines, _BATCH)):
        yield batch


_Id = str | int | float | bool | None


def _utterance(line: bytes) -> tuple[_Id, str, str | None]:
    """Parse one line. Raises ValueError with what is wrong with it."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("this is not JSON in UTF-8") from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or "id" not in data:
        raise ValueError('a line is an object {"id": ..., "text": "..."}')
    id_ = data["id"]
    if not isinstance(id_, _Id) or (isinstance(id_, float) and not math.isfinite(id_)):
        raise ValueError('"id" is a text, a number, true, false or null')
    place = data.get("author_location")
    if place is not None and not isinstance(place, str):
        raise ValueError('"author_location" is no text')
    return (
        safe_text(id_) if isinstance(id_, str) else id_,
        safe_text(data["text"]),
        None if place is None else safe_text(place),
    )


def _announce(line: str) -> None:
    _say(line, at_once=True)  # whoever reads us through a pipe waits for this line


def _print_json(value: dict[str, Any]) -> None:
    _say(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    main()
