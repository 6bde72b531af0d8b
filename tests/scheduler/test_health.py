"""The doctor's findings: what is missing or wrong, and what to do about it."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from scheduler.health import (
    Finding,
    admin,
    console,
    credentials,
    database,
    live_findings,
    openid,
    permission,
    x_clock,
)
from scheduler.wiring import accounts
from settings import Mode, Settings
from storage.engine import open_engine
from tests.clock import SetClock
from tests.town import Town

KEY = "aB3-" * 8


def of_sandbox(town: Town) -> Settings:
    return Settings(_env_file=None, sandbox_port=int(town.url.rpartition(":")[2]))


def live_with(access_token: str) -> Settings:
    return Settings(
        _env_file=None,
        lapor_mode=Mode.LIVE,
        x_consumer_key=KEY,
        x_consumer_secret=SecretStr(KEY),
        x_access_token=access_token,
        x_access_token_secret=SecretStr(KEY),
    )


def asked(town: Town) -> dict[str, Finding]:
    return {finding.subject: finding for finding in live_findings(of_sandbox(town))}


# ---------------------------------------------------------------- asking X


def test_each_endpoint_is_read_once_and_says_its_fields_and_quota(town: Town) -> None:
    town.tweets("warga_satu", "#lapor jalan rusak")
    town.writes("warga_satu", "halo min")
    found = asked(town)
    assert list(found) == [
        "X account", "X clock", "X me", "X mentions", "X timeline", "X lookup", "X messages",
        "X permission",
    ]  # fmt: skip
    assert [finding for finding in found.values() if finding.problem] == []
    assert found["X account"].detail == f"id {town.account.id}"
    assert "author_id" in found["X mentions"].detail
    assert "299 of 300 requests left" in found["X mentions"].detail
    assert "sender_id" in found["X messages"].detail
    assert "14 of 15 requests left" in found["X messages"].detail
    assert found["X permission"].detail == "read-write-directmessages"


def test_nobody_having_written_yet_is_no_problem(town: Town) -> None:
    finding = asked(town)["X mentions"]
    assert finding.problem is None
    assert "nothing to see yet" in finding.detail


def test_wrong_keys_are_said_so_and_nothing_more_is_asked(town: Town) -> None:
    town.breaks("me", "unauthorized")
    found = asked(town)
    assert found["X account"].problem == "X does not accept the credentials (401)"
    assert list(found) == ["X account", "X clock"]  # a wrong clock may be the reason


def test_an_endpoint_that_must_be_paid_for_is_named_and_the_others_are_asked(town: Town) -> None:
    town.breaks("mentions", "payment_required")
    found = asked(town)
    assert found["X mentions"].problem == "the X account has no credits left (402)"
    assert [name for name, finding in found.items() if finding.problem] == ["X mentions"]


def test_x_being_down_is_a_problem_and_no_crash(town: Town) -> None:
    settings = of_sandbox(town)
    town.stop()
    found = list(live_findings(settings))
    assert [finding.subject for finding in found] == ["X account", "X clock"]
    assert found[0].problem is not None
    assert found[1].detail == "X did not say its time"


@pytest.mark.parametrize(
    ("seconds", "detail", "wrong"),
    [
        (0, "X is 0 s ahead of this machine", False),
        (60, "X is 60 s ahead of this machine", False),
        (61, "X is 61 s ahead of this machine", True),
        (-300, "X is 300 s behind this machine", True),
    ],
)
def test_a_clock_more_than_a_minute_from_xs_is_wrong(
    seconds: int, detail: str, wrong: bool
) -> None:
    finding = x_clock(timedelta(seconds=seconds))
    assert (finding.detail, finding.problem is not None) == (detail, wrong)


@pytest.mark.parametrize(
    ("level", "lacks"),
    [
        ("read-write-directmessages", None),
        ("read-write", "allow direct messages"),
        ("read", "allow writing and direct messages"),
        (None, None),
    ],
)
def test_an_app_that_may_not_do_all_we_need_is_said_so(
    level: str | None, lacks: str | None
) -> None:
    problem = permission(level).problem
    assert (lacks is None) == (problem is None)
    assert lacks is None or lacks in str(problem)


# ---------------------------------------------------------------- without asking anybody


def test_four_sound_keys_are_enough() -> None:
    assert credentials(live_with(KEY)).problem is None


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "X_ACCESS_TOKEN not set"),
        ("   ", "X_ACCESS_TOKEN: no key of X"),
        (f"{KEY} ", "X_ACCESS_TOKEN: no key of X"),
        (f'"{KEY}', "X_ACCESS_TOKEN: no key of X"),
        ("your-access-token", "X_ACCESS_TOKEN: no key of X"),
        ("<access token>", "X_ACCESS_TOKEN: no key of X"),
        ("CHANGEME", "X_ACCESS_TOKEN: no key of X"),
        ("xxxxxxxx", "X_ACCESS_TOKEN: no key of X"),
        ("isi_di_sini", "X_ACCESS_TOKEN: no key of X"),
        ("...", "X_ACCESS_TOKEN: no key of X"),
    ],
)
def test_what_can_be_no_key_is_named_and_not_shown(written: str, problem: str) -> None:
    finding = credentials(live_with(written))
    assert str(finding.problem).startswith(problem)
    assert not written.strip() or written not in f"{finding.detail} {finding.problem}"


def test_looking_for_a_database_does_not_make_one(tmp_path: Path) -> None:
    path = tmp_path / "lapor.sqlite3"
    finding = database(Settings(_env_file=None, database_url=f"sqlite:///{path}"))
    assert finding.problem == "it does not exist yet; run: laporbot migrate"
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_called_empty(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lapor.sqlite3"
    engine = open_engine(url)
    engine.connect().close()
    engine.dispose()
    finding = database(Settings(_env_file=None, database_url=url))
    assert finding.problem == "it is empty; run: laporbot migrate"


# ---------------------------------------------------------------- the console


def live_at(database_url: str, **more: object) -> Settings:
    settings = Settings(_env_file=None, lapor_mode=Mode.LIVE, database_url=database_url)
    return settings.model_copy(update={"public_url": "https://lapor.example", **more})


def test_a_live_console_without_an_admin_is_said_so_with_what_to_do(
    database_url: str, clock: SetClock
) -> None:
    settings = live_at(database_url)
    finding = admin(settings)
    assert finding.detail == "nobody can sign in"
    assert finding.problem == "make one: laporbot user first-admin EMAIL --name NAME"
    accounts(settings).add_first_admin("ani@dinas.example", "Ani", "x" * 12, clock.now())
    assert admin(settings) == Finding("accounts", "there is an admin")


def test_a_sandbox_and_a_service_without_a_console_need_no_admin(database_url: str) -> None:
    assert admin(Settings(_env_file=None, database_url=database_url)).problem is None
    closed = live_at(database_url, public_url="http://lapor.example", web_host="10.0.0.7")
    assert console(closed).detail.startswith("closed")
    assert admin(closed).problem is None


def test_without_a_database_it_is_not_known_who_is_admin(tmp_path: Path) -> None:
    finding = admin(live_at(f"sqlite:///{tmp_path}/lapor.sqlite3"))
    assert finding == Finding("accounts", "not known until the database is there")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("issuer", "client", "secret", "problem"),
    [
        ("", "", "", None),
        ("https://id.example", "lapor", "rahasia", None),
        ("https://id.example", "", "", "OIDC_CLIENT_ID, OIDC_CLIENT_SECRET not set"),
        ("", "lapor", "rahasia", "OIDC_ISSUER not set"),
        ("http://id.example", "lapor", "rahasia", "begin with https://"),
    ],
)
def test_an_openid_provider_is_set_whole_or_not_at_all(
    database_url: str, issuer: str, client: str, secret: str, problem: str | None
) -> None:
    settings = live_at(database_url, oidc_issuer=issuer, oidc_client_id=client,
                       oidc_client_secret=SecretStr(secret))  # fmt: skip
    found = openid(settings).problem
    assert (found is None) == (problem is None)
    assert problem is None or problem in str(found)
