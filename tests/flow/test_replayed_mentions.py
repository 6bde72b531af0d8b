"""A hundred hand-written mentions through the real flow, each with what a sensible reader expects.

The texts were written without sight of the lexicon, but the lexicon has since been mended where it
failed on them: this is a table of behaviour that must stay, not a measure of accuracy.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.codes import format_code
from domain.text import safe_text
from scheduler.replaying import Replayed, run_replay
from settings import Settings
from tests.service import environment

DATA = Path(__file__).parent.parent / "data"


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


EXPECTED = lines("expected.jsonl")
TEXTS = {line["id"]: safe_text(line["text"]) for line in lines("mentions.jsonl")}


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    from bot.replayfile import read_mentions

    folder = tmp_path_factory.mktemp("replay")
    mentions, bad = read_mentions((DATA / "mentions.jsonl").read_text().splitlines())
    assert bad == []
    settings = Settings(_env_file=None, database_url=environment(folder)["DATABASE_URL"])
    results = run_replay(settings, settings.database_url, mentions, lambda _: None)
    return {result.mention_id: Replayed.as_json(result) for result in results}


def acceptable(expected: object) -> list[object]:
    return expected if isinstance(expected, list) else [expected]


@pytest.mark.parametrize("expected", EXPECTED, ids=[line["id"][-6:] for line in EXPECTED])
def test_a_mention_becomes(expected: dict[str, Any], replayed: dict[str, dict[str, Any]]) -> None:
    found = replayed[expected["id"]]
    decisions = acceptable(expected["decision"])
    assert found["decision"] in decisions, expected["note"]
    if found["decision"] == decisions[0]:
        assert [reply["kind"] for reply in found["replies"]] == expected["replies"]
    if found["decision"] != "open_report":
        return
    assert found["visibility"] == expected["visibility"]
    assert expected["topic"] is None or found["topic"] in expected["topic"]
    if expected["location"] is None:
        assert found["location_code"] is None
    else:
        assert str(found["location_code"]).startswith(expected["location"])


def test_no_public_answer_repeats_the_tweet_or_tells_a_private_fact(
    replayed: dict[str, dict[str, Any]],
) -> None:
    """No public reply shares five words in a row with its tweet, nor knows a private report."""
    for id_, found in replayed.items():
        for reply in found["replies"]:
            assert not five_words_in_common(reply["text"], TEXTS[id_])
            if found["visibility"] in ("anonim", "rahasia") and reply["channel"] == "reply":
                assert "http" not in reply["text"]
                assert found["report"] not in reply["text"]


def five_words_in_common(one: str, other: str) -> bool:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.lower().split()
        return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}

    return bool(runs(one) & runs(other))


def test_every_report_has_a_code_of_its_own(replayed: dict[str, dict[str, Any]]) -> None:
    opened = [found for found in replayed.values() if found["decision"] == "open_report"]
    codes = {found["report"] for found in opened}
    assert len(codes) == len(opened) > 60
    assert all(code == format_code(code.removeprefix("LPR-").replace("-", "")) for code in codes)
