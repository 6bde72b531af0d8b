"""The command line, as an operator meets it: real processes, real exit statuses."""

import json
import os
import pty
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import MetaData, select

from storage.engine import open_engine, transaction
from tests.service import LAPORBOT, Service, environment, free_port
from tests.town import Town

DATA = Path(__file__).parent / "data"


def laporbot(
    folder: Path, *arguments: str, given: bytes = b"", settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own program
        [LAPORBOT, *arguments],
        input=given,
        capture_output=True,
        cwd=folder,
        env=environment(folder, **(settings or {})),
        timeout=60,
        check=False,
    )


def json_lines(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode().splitlines()]


@pytest.fixture
def migrated_folder(tmp_path: Path, migrated: Path) -> Path:
    (tmp_path / "lapor.sqlite3").write_bytes(migrated.read_bytes())
    return tmp_path


def test_version_prints_a_version(tmp_path: Path) -> None:
    done = laporbot(tmp_path, "version")
    assert (done.returncode, done.stdout.strip()) == (0, b"0.1.0")


def test_a_fresh_folder_is_migrated_once_and_then_up_to_date(tmp_path: Path) -> None:
    before = laporbot(tmp_path, "doctor")
    assert before.returncode == 1
    assert b"run: laporbot migrate" in before.stdout
    assert laporbot(tmp_path, "migrate").stdout == b"database migrated\n"
    assert laporbot(tmp_path, "migrate").stdout == b"database is up to date\n"
    after = laporbot(tmp_path, "doctor")
    assert (after.returncode, b"WRONG" in after.stdout) == (0, False)


# ---------------------------------------------------------------- doctor and wrong settings


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"LAPOR_MODE": "live"}, "X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN"),
        ({"LAPOR_MODE": "live"}, "citizens cannot open this address; set PUBLIC_URL"),
        ({"LAPOR_MODE": "live", "PUBLIC_URL": "http://lapor.go.id"}, "begin with https://"),
        ({"LAPOR_MODE": "live"}, "make one: laporbot user first-admin EMAIL"),
        ({"OIDC_ISSUER": "https://id.example"}, "OIDC_CLIENT_ID, OIDC_CLIENT_SECRET not set"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/x.sqlite3"}, "folder of the database"),
        ({"DATABASE_URL": "my database"}, "DATABASE_URL is not a database address"),
    ],
)
def test_the_doctor_says_what_is_wrong_and_what_to_do(
    migrated_folder: Path, settings: dict[str, str], says: str
) -> None:
    done = laporbot(migrated_folder, "doctor", settings=settings)
    assert done.returncode == 1
    assert says in done.stdout.decode()
    assert b"Traceback" not in done.stderr


def test_the_doctor_never_shows_a_secret(migrated_folder: Path) -> None:
    secret = "s3cr3t-" * 4
    settings = {"LAPOR_MODE": "live", "DATABASE_URL": f"sqlite://u:{secret}@/x"} | dict.fromkeys(
        ("X_CONSUMER_SECRET", "X_ACCESS_TOKEN_SECRET", "OIDC_CLIENT_SECRET"), secret
    )
    done = laporbot(migrated_folder, "doctor", settings=settings)
    assert secret.encode() not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POLL_SECONDS", "soon"),
        ("PORT", "0"),
        ("LAPOR_MODE", "prod"),
        ("PUBLIC_URL", "lapor.go.id"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    done = laporbot(tmp_path, "doctor", settings={name: value})
    assert done.returncode == 2
    assert f"setting {name}:" in done.stderr.decode()
    assert ".env.example" in done.stderr.decode()


def test_run_refuses_a_database_that_is_not_migrated(tmp_path: Path) -> None:
    done = laporbot(tmp_path, "run", "web", settings={"PORT": free_port()})
    assert done.returncode == 2
    assert b"run: laporbot migrate" in done.stderr


def test_run_stops_on_wrong_credentials_before_anything_is_stored(
    migrated_folder: Path, town: Town
) -> None:
    """X answers 401 to the first question: the worker ends, and no table has got a row.

    (Two have one from the beginning: the version, and the end of the empty audit log.)
    """
    town.tweets("warga_satu", "#lapor jalan rusak")
    town.breaks("me", "unauthorized", times=100)
    port = town.url.rpartition(":")[2]
    done = laporbot(migrated_folder, "run", "worker", settings={"SANDBOX_PORT": port})
    assert done.returncode == 2
    assert b"X does not accept the credentials (401)" in done.stderr
    assert b"laporbot doctor --live" in done.stderr
    assert tables_with_rows(migrated_folder) == {"alembic_version", "audit_head"}


def tables_with_rows(folder: Path) -> set[str]:
    engine = open_engine(f"sqlite:///{folder}/lapor.sqlite3", read_only=True)
    tables = MetaData()
    tables.reflect(engine)
    with transaction(engine) as tx:
        found = {table.name for table in tables.sorted_tables if tx.execute(select(table)).first()}
    engine.dispose()
    return found


def test_a_taken_port_is_said_so(migrated_folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = laporbot(migrated_folder, "run", "web", settings={"PORT": port})
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr.decode()
    assert b"set PORT" in done.stderr


# ---------------------------------------------------------------- extract


def test_extract_writes_one_line_for_each_in_order(tmp_path: Path) -> None:
    texts = ["jalan rusak di Kota Bekasi #lapor", "", "😷😷", "a" * 10_000, "\ud83d \u0000 \u202e"]
    given = "\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate(texts))
    done = laporbot(tmp_path, "extract", given=given.encode())
    found = json_lines(done.stdout)
    assert done.returncode == 0
    assert [line["id"] for line in found] == [0, 1, 2, 3, 4]
    assert found[0]["topic"] == "pekerjaan_umum"
    assert [line["is_report"] for line in found[1:3]] == [False, False]
    assert done.stderr == b""  # no progress bar in a pipe


def test_extract_names_malformed_lines_and_goes_on(tmp_path: Path) -> None:
    good = b'{"id": 1, "text": "halo"}'
    lines = [
        good,
        b"{",
        b"[]",
        b'{"id": 2}',
        b"\xff\xfe",
        b'{"id": 3, "text": "a", "author_location": 5}',
        good,
    ]
    done = laporbot(tmp_path, "extract", given=b"\n".join(lines))
    assert done.returncode == 1
    assert [line["id"] for line in json_lines(done.stdout)] == [1, 1]
    said = done.stderr.decode()
    assert [number for number in range(1, 8) if f"line {number}:" in said] == [2, 3, 4, 5, 6]


def test_an_id_comes_back_as_it_is_or_made_safe(tmp_path: Path) -> None:
    given = ['"a"', "7", "1.5", "true", "null", '"\\ud800"']
    lines = "\n".join(f'{{"id": {id_}, "text": "halo"}}' for id_ in given)
    done = laporbot(tmp_path, "extract", given=lines.encode())
    assert done.returncode == 0
    assert [line["id"] for line in json_lines(done.stdout)] == ["a", 7, 1.5, True, None, "\ufffd"]


@pytest.mark.parametrize("id_", ["[1]", '{"a": 1}', "NaN", "1e999"])
def test_an_id_that_is_no_plain_value_makes_its_line_malformed(tmp_path: Path, id_: str) -> None:
    done = laporbot(tmp_path, "extract", given=f'{{"id": {id_}, "text": "halo"}}'.encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert b'line 1: "id" is a text, a number' in done.stderr


# ---------------------------------------------------------------- output that goes nowhere


@pytest.mark.parametrize(
    ("to", "problem"),
    [(">/dev/full", "No space left on device"), (">&-", "standard output is closed")],
)
@pytest.mark.parametrize("command", ["version", "doctor", "extract"])
def test_output_that_cannot_be_written_is_said_so_in_one_line(
    migrated_folder: Path, command: str, to: str, problem: str
) -> None:
    done = in_shell(migrated_folder, f'"$0" {command} {to}', MANY_TEXTS)
    assert done.returncode == 2
    assert done.stderr.decode() == f"laporbot: cannot write the output: {problem}\n"


@pytest.mark.parametrize("command", ["version", "extract"])
def test_a_reader_that_goes_away_is_no_error(migrated_folder: Path, command: str) -> None:
    done = in_shell(migrated_folder, f'"$0" {command} | head -n 1', MANY_TEXTS)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


MANY_TEXTS = b'{"id": 1, "text": "jalan rusak"}\n' * 1_000  # more than fits into a pipe


def in_shell(folder: Path, command: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a shell command in which "$0" is our program."""
    return subprocess.run(  # noqa: S603 - our own program
        ["/bin/sh", "-c", command, LAPORBOT],
        input=given,
        capture_output=True,
        cwd=folder,
        env=environment(folder),
        timeout=60,
        check=False,
    )


# ---------------------------------------------------------------- replay


def test_replaying_a_file_twice_on_one_database_opens_nothing_twice(tmp_path: Path) -> None:
    arguments = ("replay", str(DATA / "mentions.jsonl"), "--json",
                 "--database", f"sqlite:///{tmp_path}/r.sqlite3")  # fmt: skip
    first, second = laporbot(tmp_path, *arguments), laporbot(tmp_path, *arguments)
    assert first.returncode == second.returncode == 0
    assert json_lines(first.stdout) == json_lines(second.stdout)
    codes = [
        line["report"] for line in json_lines(first.stdout) if line["decision"] == "open_report"
    ]
    assert len(codes) == len(set(codes)) > 50


def test_a_replayed_mention_has_exactly_the_promised_shape(tmp_path: Path) -> None:
    mention = {"id": "1", "text": "@lapor1708 #lapor jalan rusak di Kota Bekasi", "author_id": "7",
               "username": "warga", "created_at": "2026-11-24T08:00:00Z"}  # fmt: skip
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(mention) + "\n{oops\n")
    done = laporbot(tmp_path, "replay", str(path), "--json")
    assert done.returncode == 1
    assert b"line 2: this is not JSON" in done.stderr
    (line,) = json_lines(done.stdout)
    assert list(line) == [
        "mention_id", "decision", "reason", "report", "status", "visibility", "topic",
        "location_code", "agency_id", "replies",
    ]  # fmt: skip
    (reply,) = line["replies"]
    assert set(reply) == {"kind", "to", "text", "channel"}
    assert (line["location_code"], reply["to"], reply["channel"]) == ("32.75", "1", "reply")


def test_a_byte_order_mark_is_no_part_of_the_first_mention(tmp_path: Path) -> None:
    mention = {"id": "1", "text": "jalan rusak \ud83d", "author_id": "7", "username": "warga",
               "created_at": "2026-11-24T08:00:00Z"}  # fmt: skip
    path = tmp_path / "bom.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(mention).encode() + b"\n\xff\n")
    done = laporbot(tmp_path, "replay", str(path), "--json")
    assert [line["mention_id"] for line in json_lines(done.stdout)] == ["1"]
    assert done.stderr.decode() == "line 2: this is not JSON\n"


def test_a_replay_that_is_stopped_leaves_no_words_behind(tmp_path: Path) -> None:
    path, temporary = tmp_path / "long.jsonl", tmp_path / "temporary"
    temporary.mkdir()
    moment = "2026-11-24T08:00:00Z"
    path.write_text(
        "".join(
            json.dumps({"id": n, "text": f"#lapor jalan rusak di gang {n} Kota Bekasi",
                        "author_id": 7, "username": "warga", "created_at": moment}) + "\n"
            for n in range(5_000)
        )
    )  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - our own program
        [LAPORBOT, "replay", str(path)],
        env=environment(tmp_path, TMPDIR=str(temporary)),
        stdout=subprocess.DEVNULL,
    )
    while not list(temporary.glob("*/replay.sqlite3")):
        time.sleep(0.05)
    process.terminate()
    assert process.wait(timeout=20) == 143
    assert list(temporary.iterdir()) == []


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    done = laporbot(tmp_path, "replay", "nothing.jsonl")
    assert done.returncode == 2
    assert b"cannot read nothing.jsonl" in done.stderr


# ---------------------------------------------------------------- accounts of the console

PASSWORD = "kucing-oranye-tidur"


def user(
    folder: Path, *arguments: str, password: str = PASSWORD
) -> subprocess.CompletedProcess[bytes]:
    return laporbot(folder, "user", *arguments, given=f"{password}\n".encode())


def listed(folder: Path) -> list[list[str]]:
    return [line.split("  ") for line in user(folder, "list").stdout.decode().splitlines()]


def test_an_operator_keeps_accounts(migrated_folder: Path) -> None:
    def does(*arguments: str, password: str = PASSWORD) -> None:
        done = user(migrated_folder, *arguments, password=password)
        assert (done.returncode, done.stderr) == (0, b"")
        assert PASSWORD.encode() not in done.stdout

    does("first-admin", "Ani@Dinas.example", "--name", "Ani")
    does("add", "made@dinas.example", "--name", "Made", "--role", "moderator")
    does("disable", "made@dinas.example")
    admin, moderator = listed(migrated_folder)
    assert admin == ["ani@dinas.example", "admin", "-", "active", "never", "Ani"]
    assert moderator == ["made@dinas.example", "moderator", "-", "disabled", "never", "Made"]
    does("reset", "made@dinas.example", password="kucing-hitam-bangun")
    assert listed(migrated_folder)[1][3] == "active"


@pytest.mark.parametrize(
    ("arguments", "password", "says"),
    [
        (("first-admin", "b@dinas.example", "--name", "B"), PASSWORD, "an admin already"),
        (("add", "b@dinas.example", "--name", "B", "--role", "auditor"), "pendek", "12 characters"),
        (("add", "b@dinas.example", "--name", "B", "--role", "auditor"), "", "--generate"),
        (("add", "b", "--name", "B", "--role", "auditor"), PASSWORD, "b is no e-mail address"),
        (("add", "b@dinas.example", "--name", "B", "--role", "raja"), PASSWORD, "raja"),
        (("add", "b@dinas.example", "--name", "B", "--role", "instansi", "--agency", "x"),
         PASSWORD, "there is no agency x in the directory"),
        (("disable", "b@dinas.example"), PASSWORD, "laporbot user list"),
        (("reset", "b@dinas.example"), PASSWORD, "laporbot user list"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_with_accounts_is_explained(
    migrated_folder: Path, arguments: tuple[str, ...], password: str, says: str
) -> None:
    user(migrated_folder, "first-admin", "ani@dinas.example", "--name", "Ani")
    done = user(migrated_folder, *arguments, password=password)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert len(listed(migrated_folder)) == 1


def test_a_drawn_password_is_printed_once(migrated_folder: Path) -> None:
    done = user(migrated_folder, "first-admin", "ani@dinas.example", "--name", "Ani", "--generate")
    (line,) = done.stdout.decode().splitlines()
    assert len(line.removeprefix("password: ")) == 24
    again = user(migrated_folder, "first-admin", "b@dinas.example", "--name", "B", "--generate")
    assert again.stdout == b""  # nothing was made, so no password is shown


def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(migrated_folder: Path) -> None:
    typed = at_a_terminal(
        migrated_folder,
        ("user", "first-admin", "ani@dinas.example", "--name", "Ani"),
        {b"Password: ": PASSWORD, b"confirmation: ": PASSWORD},
    )
    assert b"done" in typed
    assert PASSWORD.encode() not in typed
    assert listed(migrated_folder)[0][0] == "ani@dinas.example"


def at_a_terminal(folder: Path, arguments: tuple[str, ...], answers: dict[bytes, str]) -> bytes:
    """Run our program at a terminal; return all that was to be seen there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [LAPORBOT, *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs,
        cwd=folder, env=environment(folder), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    waiting = list(answers.items())
    while True:
        try:
            seen += os.read(ours, 1024)
        except OSError:  # how Linux says that nobody holds the other end any more
            break
        if waiting and seen.endswith(waiting[0][0]):
            time.sleep(0.2)  # until the echo is off
            os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
    os.close(ours)
    assert process.wait(timeout=20) == 0
    return seen


def test_accounts_need_a_database_that_is_up_to_date(tmp_path: Path) -> None:
    done = user(tmp_path, "list")
    assert done.returncode == 2
    assert b"laporbot migrate" in done.stderr


# ---------------------------------------------------------------- run


def test_run_starts_everything_and_ctrl_c_leaves_nothing(migrated_folder: Path) -> None:
    with Service(migrated_folder) as service:
        names = [line.split("http")[0].strip() for line in service.announced[:3]]
        assert names == ["sandbox timeline", "tracking site", "moderator console"]
        for address in (service.timeline, service.site, f"{service.site}/konsol"):
            with urlopen(address) as answer:  # noqa: S310 - loopback
                assert answer.status == 200
    assert service.status == 0
    for address in (service.timeline, service.site):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(address.rpartition(":")[2]))) != 0


def test_a_second_run_finds_its_data_again(migrated_folder: Path) -> None:
    with Service(migrated_folder) as first:
        tweet(first, "@lapor1708 #lapor jalan rusak di Kota Bekasi")
        code = wait_for_link(first)
    with Service(migrated_folder) as second:
        assert wait_for_link(second) == code
        with urlopen(f"{second.site}/lacak/{code}") as answer:  # noqa: S310 - loopback
            assert "Kota Bekasi" in answer.read().decode()


def tweet(service: Service, text: str) -> None:
    body = json.dumps({"username": "sari_contoh", "text": text}).encode()
    request = Request(  # noqa: S310 - loopback
        f"{service.timeline}/sandbox/posts", body, {"content-type": "application/json"}
    )
    urlopen(request).close()  # noqa: S310


def wait_for_link(service: Service) -> str:
    """Return the code in the bot's first answer."""
    for _ in range(100):
        with urlopen(f"{service.timeline}/sandbox/state") as answer:  # noqa: S310
            for post in json.load(answer)["posts"]:
                if post["username"] == "lapor1708":
                    return str(post["text"].rpartition("/")[2])
        time.sleep(0.2)
    raise AssertionError("no answer came")
