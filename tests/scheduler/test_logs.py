"""What reaches the log: ids and kinds, never the variables in which citizens' words stand."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.logs import configure_logs

SAID = "jalan rusak di depan rumah saya"

log = logging.getLogger("lapor.test")


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


def logged(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def json_line(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (line,) = logged(capsys).splitlines()
    result: dict[str, Any] = json.loads(line)
    return result


def fail_over(text: str) -> None:
    """Fail, with a citizen's words in a local variable and in the exceptions themselves."""
    words = text.split()
    try:
        raise KeyError(words[0])
    except KeyError as error:
        raise ValueError(text) from error


def test_json_has_one_object_a_line_with_the_extra_fields(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs(as_json=True)
    log.info("decided", extra={"mention": "twitter:1", "act": "open_report"})
    line = json_line(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "decided",
        "level": "info",
        "logger": "lapor.test",
        "mention": "twitter:1",
        "act": "open_report",
    }


def test_for_a_person_the_same_stands_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=False)
    log.warning("decided", extra={"mention": "twitter:1", "act": "open_report"})
    (line,) = logged(capsys).splitlines()
    for part in ("warning", "decided", "lapor.test", "mention=twitter:1", "act=open_report"):
        assert part in line


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_shows_its_kind_and_where_it_arose_and_nothing_that_was_said(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    configure_logs(as_json=as_json)
    try:
        fail_over(SAID)
    except ValueError:
        log.exception("job failed", extra={"job": "poll"})
    said = logged(capsys)
    assert said.index("KeyError") < said.index("which led to") < said.rindex("ValueError")
    assert "in fail_over" in said
    assert "poll" in said
    for word in SAID.split():
        assert word not in said


def test_with_json_a_traceback_stays_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True)
    try:
        fail_over(SAID)
    except ValueError:
        log.exception("job failed")
    assert "fail_over" in json_line(capsys)["exception"]


@pytest.mark.parametrize("name", ["tweepy", "tweepy.client", "urllib3", "oauthlib", "uvicorn"])
def test_what_clients_and_servers_tell_of_each_request_is_left_out(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    configure_logs(as_json=True)
    logging.getLogger(name).debug("Body: %s", SAID)
    logging.getLogger(name).info("Body: %s", SAID)
    assert logged(capsys) == ""


def test_debug_is_off_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True)
    log.debug("text: %s", SAID)
    assert logged(capsys) == ""


def test_configuring_twice_says_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=True)
    configure_logs(as_json=True)
    log.info("decided")
    assert json_line(capsys)["event"] == "decided"
