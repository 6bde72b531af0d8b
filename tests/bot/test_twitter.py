"""The real client against an X that behaves, and one that does not."""

from datetime import timedelta

import pytest

from bot.twitter import TwitterChannel
from domain.model import Gap, Reference, Relation
from domain.ports import Refusal, Refused, Unavailable
from tests.clock import SetClock
from tests.town import Town


@pytest.fixture
def x(town: Town) -> TwitterChannel:
    return town.client(timeout_seconds=0.5)


# ---------------------------------------------------------------- reading mentions


def test_mentions_come_oldest_first_with_all_we_need(town: Town, x: TwitterChannel) -> None:
    first = town.tweets("warga_satu", "jalan rusak di Bajo")
    second = town.tweets("warga_dua", "lampu mati di Belopa", in_reply_to=first.id)
    page = x.mentions_since(None)
    assert [m.post_id for m in page.mentions] == [first.id, second.id]
    mention = page.mentions[1]
    assert mention.text == "@warga_satu @lapor1708 lampu mati di Belopa"  # X adds the first name
    assert mention.username == "warga_dua"
    assert mention.author_id == second.author_id
    assert mention.created_at == second.latest.created_at
    assert mention.conversation_id == first.id
    assert mention.in_reply_to == first.id
    assert mention.referenced == (Reference(Relation.REPLIED_TO, first.id),)
    assert page.cursor == second.id


def test_the_authors_location_comes_along(town: Town, x: TwitterChannel) -> None:
    town.tweets("sari_contoh", "jalan rusak")
    assert x.mentions_since(None).mentions[0].author_location == "Kota Bekasi, Jawa Barat"


def test_only_what_is_newer_than_the_cursor_comes(town: Town, x: TwitterChannel) -> None:
    town.tweets("warga_satu", "satu")
    cursor = x.mentions_since(None).cursor
    assert x.mentions_since(cursor) == x.mentions_since(cursor)
    assert x.mentions_since(cursor).mentions == ()
    assert x.mentions_since(cursor).cursor == cursor
    new = town.tweets("warga_satu", "dua")
    assert [m.id for m in x.mentions_since(cursor).mentions] == [new.id]


def test_a_first_read_of_nothing_still_has_a_cursor(town: Town, x: TwitterChannel) -> None:
    """Otherwise a bot that was down for longer than the first read would overlook what came."""
    mentions, messages = x.mentions_since(None), x.direct_messages_since(None)
    assert (mentions.mentions, mentions.gap) == ((), None)
    post, message = town.tweets("warga_satu", "jalan rusak"), town.writes("warga_satu", "KODE")
    town.clock.advance(days=3)
    assert [m.id for m in x.mentions_since(mentions.cursor).mentions] == [post.id]
    assert [m.id for m in x.direct_messages_since(messages.cursor).mentions] == [message.id]


def test_every_page_is_read(town: Town, x: TwitterChannel) -> None:
    posts = [town.tweets("warga_satu", f"keluhan nomor {n}") for n in range(250)]
    assert [m.id for m in x.mentions_since(None).mentions] == [post.id for post in posts]


def test_more_than_x_serves_is_a_gap_never_silence(town: Town, x: TwitterChannel) -> None:
    town.tweets("warga_satu", "awal")
    cursor = x.mentions_since(None).cursor
    posts = [town.tweets("warga_satu", f"banjir {n}") for n in range(830)]
    page = x.mentions_since(cursor)
    assert len(page.mentions) == 800
    assert page.gap == Gap(after_id=str(cursor), before_id=posts[30].id)


def test_the_first_read_looks_back_only_as_far_as_told(town: Town, clock: SetClock) -> None:
    town.tweets("warga_satu", "kemarin dulu")
    clock.advance(hours=30)
    recent = town.tweets("warga_satu", "tadi pagi")
    page = town.client(first_read=timedelta(hours=24)).mentions_since(None)
    assert [m.id for m in page.mentions] == [recent.id]


def test_a_long_post_is_read_whole(town: Town, x: TwitterChannel) -> None:
    words = "jalan di depan pasar berlubang besar sekali " * 40
    town.tweets("warga_satu", words.strip())
    assert x.mentions_since(None).mentions[0].text == f"@lapor1708 {words.strip()}"


def test_an_edited_post_keeps_its_first_id_and_is_answered_in_its_last_version(
    town: Town, x: TwitterChannel
) -> None:
    post = town.tweets("warga_satu", "jalan rusk")
    cursor = x.mentions_since(None).cursor
    edited = town.platform.edit(post.id, "@lapor1708 jalan rusak")
    (mention,) = x.mentions_since(cursor).mentions
    assert (mention.id, mention.post_id) == (post.id, edited.id)
    assert mention.text == "@lapor1708 jalan rusak"


def test_own_posts_and_pure_retweets_are_skipped_but_covered_by_the_cursor(
    town: Town, x: TwitterChannel
) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    retweet = town.tweets("warga_dua", "", retweets=post.id)
    quote = town.tweets("warga_dua", "ini di kampung saya", quotes=post.id)
    town.platform.publish_as_account("@lapor1708 pengumuman")
    page = x.mentions_since(None)
    assert [m.id for m in page.mentions] == [post.id, quote.id]
    assert page.cursor is not None
    assert int(page.cursor) >= int(retweet.id)


def test_one_unreadable_post_is_set_aside_and_the_others_are_read(
    town: Town, x: TwitterChannel
) -> None:
    good = town.tweets("warga_satu", "jalan rusak")
    bad = town.tweets("warga_dua", "lampu mati")
    town.breaks("mentions", "malformed_post")
    page = x.mentions_since(None)
    assert [m.id for m in page.mentions] == [good.id]
    assert [(post.id, post.direct) for post in page.unreadable] == [(bad.id, False)]
    assert page.cursor == bad.id


def test_text_comes_as_it_was_typed(town: Town, x: TwitterChannel) -> None:
    """X sends some characters as entities; spans into the text would be off by as much."""
    words = "@lapor1708 Rp50rb & naik > 3x <tolong> &amp; cek"
    town.tweets("warga_satu", words)
    assert x.mentions_since(None).mentions[0].text == words


def test_text_that_could_break_a_database_is_made_safe(town: Town, x: TwitterChannel) -> None:
    town.tweets("warga_satu", "@lapor1708 nol\u0000 balik\u202e rusak")
    assert x.mentions_since(None).mentions[0].text == "@lapor1708 nol\ufffd balik\ufffd rusak"


# ---------------------------------------------------------------- direct messages


def test_direct_messages_come_oldest_first_and_without_our_own(
    town: Town, x: TwitterChannel
) -> None:
    first = town.writes("warga_satu", "KODE")
    x.direct_message(first.sender_id, "ini kodenya")
    second = town.writes("warga_satu", "terima kasih")
    page = x.direct_messages_since(None)
    assert [(m.id, m.text, m.direct) for m in page.mentions] == [
        (first.id, "KODE", True), (second.id, "terima kasih", True),
    ]  # fmt: skip
    assert page.mentions[0].author_id == first.sender_id
    assert page.mentions[0].username == "warga_satu"
    third = town.writes("warga_dua", "halo")
    assert [m.id for m in x.direct_messages_since(page.cursor).mentions] == [third.id]


def test_links_and_entities_in_messages_do_no_harm(town: Town, x: TwitterChannel) -> None:
    town.writes("warga_satu", "A & B < C")
    assert x.direct_messages_since(None).mentions[0].text == "A & B < C"


def test_a_long_backlog_of_messages_is_read_a_few_pages_at_a_time(
    town: Town, x: TwitterChannel
) -> None:
    """X allows 15 reads in 15 minutes: a backlog must not need them all at once."""
    cursor = x.direct_messages_since(None).cursor
    first = [town.writes("warga_satu", f"pesan {n}").id for n in range(1_250)]
    seen: list[str] = []
    page = x.direct_messages_since(cursor)
    seen += [m.id for m in page.mentions]
    assert len(seen) == 500
    late = town.writes("warga_dua", "menyusul").id
    while page.mentions:
        page = x.direct_messages_since(page.cursor)
        seen += [m.id for m in page.mentions]
    assert sorted(seen, key=int) == [*first, late]


# ---------------------------------------------------------------- writing


def test_a_reply_appears_under_the_post(town: Town, x: TwitterChannel) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    id_ = x.reply(post.id, "Terima kasih sudah melapor.")
    assert town.answers_to(post) == ["Terima kasih sudah melapor."]
    (own,) = x.own_posts_since(town.clock.now() - timedelta(minutes=1))
    assert (own.id, own.in_reply_to) == (id_, post.id)


def test_own_messages_are_found_with_their_reader(town: Town, x: TwitterChannel) -> None:
    message = town.writes("warga_satu", "KODE")
    id_ = x.direct_message(message.sender_id, "ini kodenya")
    (own,) = x.own_messages_since(town.clock.now() - timedelta(minutes=1))
    assert (own.id, own.text, own.to_author_id) == (id_, "ini kodenya", message.sender_id)
    town.clock.advance(hours=1)
    assert x.own_messages_since(town.clock.now()) == ()


def test_the_same_text_twice_is_a_duplicate(town: Town, x: TwitterChannel) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    x.reply(post.id, "Terima kasih")
    with pytest.raises(Refused) as caught:
        x.reply(post.id, "Terima kasih")
    assert caught.value.refusal is Refusal.DUPLICATE


def test_a_reply_to_somebody_who_did_not_mention_us_is_not_allowed(
    town: Town, x: TwitterChannel
) -> None:
    post = town.tweets("warga_satu", "halo @warga_dua")
    with pytest.raises(Refused) as caught:
        x.reply(post.id, "Terima kasih")
    assert caught.value.refusal is Refusal.NOT_ALLOWED


def test_a_message_to_somebody_who_never_wrote_is_not_allowed(
    town: Town, x: TwitterChannel
) -> None:
    stranger = town.platform.user_named("warga_dua")
    with pytest.raises(Refused) as caught:
        x.direct_message(stranger.id, "halo")
    assert caught.value.refusal is Refusal.NOT_ALLOWED


def test_a_reply_to_a_deleted_post_is_not_allowed(town: Town, x: TwitterChannel) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    town.platform.delete(post.id)
    with pytest.raises(Refused) as caught:
        x.reply(post.id, "Terima kasih")
    assert caught.value.refusal is Refusal.NOT_ALLOWED


def test_lookup_knows_what_is_still_public(town: Town, x: TwitterChannel) -> None:
    stays, goes, hides = (town.tweets(name, "jalan rusak") for name in
                          ("warga_satu", "warga_dua", "warga_tiga"))  # fmt: skip
    town.platform.delete(goes.id)
    town.platform.set_state("warga_tiga", protected=True)
    assert x.lookup([stays.id, goes.id, hides.id, "123"]) == {stays.id}
    assert x.lookup([]) == frozenset()


# ---------------------------------------------------------------- an X that does not behave

READ_FAULTS = {
    "bad_request": Refusal.BAD_REQUEST,
    "unauthorized": Refusal.CREDENTIALS,
    "payment_required": Refusal.PAYMENT,
    "forbidden": Refusal.UNCLEAR,
    "rate_limited": "unavailable",
    "server_error": "unavailable",
    "unavailable": "unavailable",
    "hang": "unavailable",
    "drop": "unavailable",
    "commit_then_drop": "unavailable",
    "malformed_json": "unavailable",
}


@pytest.mark.parametrize("kind", list(READ_FAULTS))
def test_a_failed_read_is_one_of_two_errors_and_stores_nothing(
    town: Town, x: TwitterChannel, kind: str
) -> None:
    town.tweets("warga_satu", "jalan rusak")
    x.own_author_id()
    town.breaks("mentions", kind, seconds=3)
    with pytest.raises((Unavailable, Refused)) as caught:
        x.mentions_since(None)
    error = caught.value
    if isinstance(error, Refused):
        assert error.refusal is READ_FAULTS[kind]
    else:
        assert isinstance(error, Unavailable)
        assert READ_FAULTS[kind] == "unavailable"
        assert error.retry_at is not None
        assert error.retry_at > town.clock.now()
    assert len(x.mentions_since(None).mentions) == 1  # and X is well again


def test_a_failure_on_the_second_page_loses_the_whole_read_not_half(
    town: Town, x: TwitterChannel
) -> None:
    for number in range(150):
        town.tweets("warga_satu", f"keluhan {number}")
    town.breaks("mentions", "unavailable", after=1)
    with pytest.raises(Unavailable):
        x.mentions_since(None)
    assert len(x.mentions_since(None).mentions) == 150


WRITE_FAULTS = [
    # (what X does, was it posted all the same?, may we simply try again?)
    ("rate_limited", False, True),
    ("server_error", False, False),
    ("unavailable", False, False),
    ("hang", False, False),
    ("drop", False, False),
    ("commit_then_drop", True, False),
    ("malformed_json", True, False),
]


@pytest.mark.parametrize(("kind", "posted", "retriable"), WRITE_FAULTS)
def test_a_failed_post_says_whether_it_may_have_happened(
    town: Town, x: TwitterChannel, kind: str, posted: bool, retriable: bool
) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    town.breaks("post", kind, seconds=3)
    with pytest.raises(Unavailable) as caught:
        x.reply(post.id, "Terima kasih")
    assert caught.value.maybe_done is not retriable
    assert bool(town.answers_to(post)) is posted


@pytest.mark.parametrize(("kind", "posted", "retriable"), WRITE_FAULTS)
def test_a_failed_message_says_whether_it_may_have_happened(
    town: Town, x: TwitterChannel, kind: str, posted: bool, retriable: bool
) -> None:
    message = town.writes("warga_satu", "KODE")
    town.breaks("dm_send", kind, seconds=3)
    with pytest.raises(Unavailable) as caught:
        x.direct_message(message.sender_id, "ini kodenya")
    assert caught.value.maybe_done is not retriable
    assert bool(town.messages_to("warga_satu")) is posted


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("bad_request", Refusal.BAD_REQUEST),
        ("unauthorized", Refusal.CREDENTIALS),
        ("payment_required", Refusal.PAYMENT),
        ("forbidden", Refusal.UNCLEAR),  # X names no post: perhaps our account is locked
    ],
)
def test_a_refused_post_says_why(
    town: Town, x: TwitterChannel, kind: str, refusal: Refusal
) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    town.breaks("post", kind)
    with pytest.raises(Refused) as caught:
        x.reply(post.id, "Terima kasih")
    assert caught.value.refusal is refusal
    assert town.answers_to(post) == []


def test_a_slow_x_is_waited_for(town: Town) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    town.breaks("post", "slow", seconds=0.2)
    town.client(timeout_seconds=5).reply(post.id, "Terima kasih")
    assert town.answers_to(post) == ["Terima kasih"]


def test_nobody_listening_is_surely_not_done(clock: SetClock) -> None:
    town = Town(clock)
    town.start()
    x = town.client()
    x.own_author_id()
    town.stop()
    with pytest.raises(Unavailable) as caught:
        x.reply("1", "Terima kasih")
    assert not caught.value.maybe_done


def test_a_used_up_quota_names_its_reset(town: Town, x: TwitterChannel) -> None:
    began = town.clock.now()
    for _ in range(15):
        x.direct_messages_since(None)
    with pytest.raises(Unavailable) as caught:
        x.direct_messages_since(None)
    assert caught.value.retry_at == began + timedelta(minutes=15)
    town.clock.advance(minutes=15)
    x.direct_messages_since(None)


def test_quotas_are_read_from_every_answer(town: Town, x: TwitterChannel) -> None:
    post = town.tweets("warga_satu", "jalan rusak")
    x.mentions_since(None)
    x.reply(post.id, "Terima kasih")
    quotas = {quota.endpoint: (quota.limit, quota.remaining) for quota in x.quotas()}
    assert quotas["mentions"] == (300, 299)
    assert quotas["post"] == (100, 99)


def test_wrong_keys_are_refused_as_credentials(town: Town) -> None:
    with pytest.raises(Refused) as caught:
        town.client(consumer_key="wrong").own_author_id()
    assert caught.value.refusal is Refusal.CREDENTIALS


def test_a_look_around_reads_every_endpoint_and_names_its_fields(
    town: Town, x: TwitterChannel
) -> None:
    town.tweets("warga_satu", "jalan rusak")
    town.breaks("timeline", "payment_required")
    probes = {probe.endpoint: probe for probe in x.probe()}
    assert set(probes) == {"me", "mentions", "timeline", "lookup", "messages"}
    assert "author_id" in probes["mentions"].fields
    assert probes["mentions"].problem is None
    assert "402" in str(probes["timeline"].problem)
    assert probes["messages"].quota is not None
    assert probes["messages"].quota.limit == 15
