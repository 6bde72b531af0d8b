"""A file of mentions: what is taken, what is named as malformed."""

import json

import pytest

from bot.replayfile import CHUNK, ReplayChannel, read_mentions
from tests.clock import SetClock

GOOD = {"id": "1", "text": "halo", "author_id": "7", "username": "warga",
        "created_at": "2026-11-24T08:00:00Z"}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", "a mention is an object"),
        ("{}", '"id" is missing'),
        (json.dumps(GOOD | {"id": "9" * 41}), '"id" must have'),
        (json.dumps(GOOD | {"text": None}), '"text" is missing'),
        (json.dumps(GOOD | {"text": ["halo"]}), '"text" is missing or is no text'),
        (json.dumps(GOOD | {"created_at": "kemarin"}), '"created_at" is no ISO 8601 time'),
        (
            json.dumps(GOOD | {"created_at": "0001-01-01T00:00:00+07:00"}),
            '"created_at" is no ISO 8601 time',
        ),
        (
            json.dumps(GOOD | {"created_at": "9999-12-31T23:59:59-07:00"}),
            '"created_at" is no ISO 8601 time',
        ),
        (json.dumps(GOOD), "id 1 stands in line 1 already"),
        (json.dumps(GOOD | {"id": 1}), "id 1 stands in line 1 already"),
        (json.dumps(GOOD | {"referenced": [{"type": "liked", "id": "2"}]}), '"referenced" has'),
        (json.dumps(GOOD | {"referenced": "x"}), '"referenced" is a list'),
    ],
)
def test_a_malformed_line_is_named_and_the_rest_goes_on(line: str, problem: str) -> None:
    good, bad = read_mentions([json.dumps(GOOD), "", line, json.dumps(GOOD | {"id": "2"})])
    assert [mention.id for mention in good] == ["1", "2"]
    assert [b.number for b in bad] == [3]
    assert problem in bad[0].problem


def test_a_post_and_a_direct_message_may_share_an_id() -> None:
    good, bad = read_mentions([json.dumps(GOOD), json.dumps(GOOD | {"direct": True})])
    assert [(mention.id, mention.direct) for mention in good] == [("1", False), ("1", True)]
    assert bad == []


@pytest.mark.parametrize(
    ("written", "hour"),
    [("2026-11-24T08:00:00Z", 8), ("2026-11-24T08:00:00+07:00", 1), ("2026-11-24 08:00", 8)],
)
def test_times_are_read_in_any_zone_and_kept_in_utc(written: str, hour: int) -> None:
    (mention,), _ = read_mentions([json.dumps(GOOD | {"created_at": written})])
    assert (mention.created_at.hour, str(mention.created_at.tzinfo)) == (hour, "UTC")


def test_text_is_made_safe() -> None:
    (mention,), _ = read_mentions([json.dumps(GOOD | {"text": "a\u0000b\ud83dc"})])
    assert mention.text == "a\ufffdb\ufffdc"


def test_numbers_serve_as_ids() -> None:
    (mention,), _ = read_mentions([json.dumps(GOOD | {"id": 5, "author_id": 6})])
    assert (mention.id, mention.author_id) == ("5", "6")


def test_a_long_file_is_handed_out_in_pages_oldest_first(clock: SetClock) -> None:
    lines = [json.dumps(GOOD | {"id": str(n), "created_at": f"2026-11-{24 - n % 20:02}T08:00:00Z"})
             for n in range(CHUNK + 5)]  # fmt: skip
    channel = ReplayChannel(read_mentions(lines)[0], "lapor1708", clock)
    first = channel.mentions_since(None)
    second = channel.mentions_since(first.cursor)
    together = first.mentions + second.mentions
    assert len(first.mentions) == CHUNK
    assert len({m.id for m in together}) == CHUNK + 5
    assert [m.created_at for m in together] == sorted(m.created_at for m in together)


def test_the_cursor_of_another_file_means_nothing_here(clock: SetClock) -> None:
    one = ReplayChannel(read_mentions([json.dumps(GOOD)])[0], "lapor1708", clock)
    two = ReplayChannel(read_mentions([json.dumps(GOOD | {"id": "2"})])[0], "lapor1708", clock)
    assert len(two.mentions_since(one.mentions_since(None).cursor).mentions) == 1


def test_our_own_posts_in_a_file_are_known_by_the_accounts_name(clock: SetClock) -> None:
    own = json.dumps(GOOD | {"author_id": "99", "username": "Lapor1708"})
    channel = ReplayChannel(read_mentions([own])[0], "lapor1708", clock)
    assert channel.own_author_id() == "99"
