"""What every channel promises, asked of each: X (the real client) and the replay file."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.replayfile import ReplayChannel, read_mentions
from domain.ports import Channel
from tests.clock import SetClock
from tests.town import Town

# What people say, in order: (id within the story, author, text, id it answers, direct?)
STORY = [
    ("a", "warga_satu", "@lapor1708 jalan rusak", None, False),
    ("b", "warga_dua", "@lapor1708 lampu mati", None, False),
    ("c", "warga_satu", "@lapor1708 di depan pasar", "a", False),
    ("d", "warga_tiga", "KODE", None, True),
]

Stage = tuple[Channel, dict[str, str]]  # the channel, and the id each line of the story got


def on_x(town: Town) -> Stage:
    ids: dict[str, str] = {}
    for name, author, text, answers, direct in STORY:
        if direct:
            ids[name] = town.writes(author, text).id
        elif answers:
            ids[name] = town.tweets(author, text, in_reply_to=ids[answers]).id
        else:
            ids[name] = town.tweets(author, text).id
    return town.client(), ids


def in_a_file(town: Town) -> Stage:
    lines = []
    for name, author, text, answers, direct in STORY:
        town.clock.advance(seconds=1)
        line = {
            "id": name, "text": text, "author_id": author, "username": author,
            "created_at": town.clock.now().isoformat(), "direct": direct,
            "in_reply_to": answers, "conversation_id": answers,
        }  # fmt: skip
        lines.append(json.dumps(line))
    mentions, bad = read_mentions(lines)
    assert bad == []
    channel = ReplayChannel(mentions, "lapor1708", town.clock)
    return channel, {name: name for name, *_ in STORY}


@pytest.fixture(params=[on_x, in_a_file], ids=["x", "replay"])
def stage(request: pytest.FixtureRequest, town: Town) -> Stage:
    make: Callable[[Town], Stage] = request.param
    return make(town)


def test_mentions_come_oldest_first(stage: Stage) -> None:
    channel, ids = stage
    page = channel.mentions_since(None)
    assert [m.id for m in page.mentions] == [ids["a"], ids["b"], ids["c"]]
    assert next(m.text for m in page.mentions) == "@lapor1708 jalan rusak"
    assert page.unreadable == ()
    assert page.gap is None


def test_every_mention_says_when_who_and_where_it_belongs(stage: Stage, clock: SetClock) -> None:
    channel, ids = stage
    first, _, third = channel.mentions_since(None).mentions
    assert first.username == "warga_satu"
    assert first.author_id == third.author_id
    assert first.created_at < third.created_at <= clock.now()
    assert first.conversation_id == third.conversation_id == ids["a"]
    assert (first.in_reply_to, third.in_reply_to) == (None, ids["a"])
    assert first.channel == channel.name
    assert not first.direct


def test_the_cursor_covers_what_was_read(stage: Stage) -> None:
    channel, _ = stage
    cursor = channel.mentions_since(None).cursor
    assert cursor is not None
    again = channel.mentions_since(cursor)
    assert (again.mentions, again.cursor) == ((), cursor)


def test_reading_twice_from_the_same_cursor_gives_the_same(stage: Stage) -> None:
    channel, _ = stage
    assert channel.mentions_since(None) == channel.mentions_since(None)


def test_direct_messages_are_a_stream_of_their_own(stage: Stage) -> None:
    channel, ids = stage
    page = channel.direct_messages_since(None)
    assert [(m.id, m.text, m.direct) for m in page.mentions] == [(ids["d"], "KODE", True)]
    assert channel.direct_messages_since(page.cursor).mentions == ()


def test_a_reply_can_be_found_among_our_own_posts(stage: Stage, clock: SetClock) -> None:
    channel, ids = stage
    before = clock.now()
    sent = channel.reply(ids["a"], "Terima kasih sudah melapor.")
    (own,) = channel.own_posts_since(before)
    assert (own.id, own.in_reply_to) == (sent, ids["a"])
    clock.advance(hours=1)
    assert channel.own_posts_since(clock.now()) == ()


def test_a_direct_message_can_be_found_among_our_own(stage: Stage, clock: SetClock) -> None:
    channel, _ = stage
    (asked,) = channel.direct_messages_since(None).mentions
    before = clock.now()
    sent = channel.direct_message(asked.author_id, "Ini kodenya")
    (own,) = channel.own_messages_since(before)
    assert (own.id, own.text, own.to_author_id) == (sent, "Ini kodenya", asked.author_id)


def test_lookup_says_what_is_still_there(stage: Stage) -> None:
    channel, ids = stage
    assert channel.lookup([ids["a"], ids["b"], "4"]) == {ids["a"], ids["b"]}
    assert channel.lookup([]) == frozenset()


def test_the_channel_says_what_it_can_do_and_who_it_is(stage: Stage) -> None:
    channel, _ = stage
    assert channel.abilities.can_reply
    assert channel.abilities.can_dm
    assert channel.abilities.max_length == 280
    assert channel.own_author_id() not in {
        m.author_id for m in channel.mentions_since(None).mentions
    }


def test_quotas_lie_in_the_future(stage: Stage, clock: SetClock) -> None:
    channel, _ = stage
    channel.mentions_since(None)
    for quota in channel.quotas():
        assert 0 <= quota.remaining <= quota.limit
        assert clock.now() < quota.resets_at <= clock.now() + timedelta(days=1)
