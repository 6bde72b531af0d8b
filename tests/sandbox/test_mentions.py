"""GET /2/users/:id/mentions, in X's shapes."""

from datetime import timedelta

import pytest

from tests.sandbox.conftest import START, US, World


def ids(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [post["id"] for post in page.get("data", [])]


def test_nobody_has_mentioned_us(world: World) -> None:
    world.post(text="makan siang dulu")
    assert world.mentions() == {"meta": {"result_count": 0}}


def test_a_mention_has_three_fields_unless_more_are_asked_for(world: World) -> None:
    post_id = world.post(text="@lapor1708 jalan rusak")
    assert world.mentions() == {
        "data": [
            {"id": post_id, "text": "@lapor1708 jalan rusak", "edit_history_tweet_ids": [post_id]}
        ],
        "meta": {"result_count": 1, "newest_id": post_id, "oldest_id": post_id},
    }


def test_fields_come_when_asked_for(world: World) -> None:
    post_id = world.post(text="@lapor1708 jalan rusak")
    (post,) = world.mentions(tweet__fields="author_id,created_at,conversation_id,lang")["data"]
    assert post["author_id"] == "1000000000000000001"
    assert post["created_at"] == "2026-08-17T03:00:00.000Z"
    assert post["conversation_id"] == post_id
    assert post["lang"] == "in"


def test_an_expansion_brings_its_field_and_the_users(world: World) -> None:
    world.post()
    page = world.mentions(expansions="author_id", user__fields="location,protected")
    assert page["data"][0]["author_id"] == "1000000000000000001"
    assert page["includes"]["users"] == [
        {
            "id": "1000000000000000001",
            "name": "Sari Melati",
            "username": "sari_contoh",
            "location": "Kota Bekasi, Jawa Barat",
            "protected": False,
        }
    ]


def test_a_user_without_a_location_has_no_such_field(world: World) -> None:
    world.post(username="ketut_contoh")
    page = world.mentions(expansions="author_id", user__fields="location")
    assert "location" not in page["includes"]["users"][0]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("@lapor1708 tolong", True),
        ("tolong ya (@Lapor1708)!", True),
        ("halo.@lapor1708", False),
        ("surel saya a@lapor1708", False),
        ("@lapor17080 salah akun", False),
        ("lapor1708 tanpa tanda", False),
    ],
)
def test_what_counts_as_a_mention(world: World, text: str, counts: bool) -> None:
    world.post(text=text)
    assert world.mentions()["meta"]["result_count"] == int(counts)


def test_a_reply_to_us_mentions_us_though_its_author_did_not_type_it(world: World) -> None:
    first = world.post(text="@lapor1708 jalan rusak")
    ours = world.reply(first, "Di mana?").body["data"]["id"]
    answer = world.post(text="di Belopa", in_reply_to=ours)
    page = world.mentions(tweet__fields="referenced_tweets,conversation_id,in_reply_to_user_id")
    assert page["data"][0] == {
        "id": answer,
        "text": "@lapor1708 di Belopa",
        "edit_history_tweet_ids": [answer],
        "referenced_tweets": [{"type": "replied_to", "id": ours}],
        "conversation_id": first,
        "in_reply_to_user_id": US,
    }


def test_a_reply_in_a_thread_addresses_everybody_in_it(world: World) -> None:
    first = world.post(text="@lapor1708 jalan rusak")
    world.post(username="bagas_contoh", text="sama", in_reply_to=first)
    assert world.mentions()["data"][0]["text"] == "@sari_contoh @lapor1708 sama"


def test_paging_goes_back_in_time_without_gap_or_double(world: World) -> None:
    posts = [world.post(text=f"@lapor1708 {n}") for n in range(12)]
    seen: list[str] = []
    page = world.mentions(max_results=5)
    while True:
        seen += ids(page)
        if "next_token" not in page["meta"]:
            break
        page = world.mentions(max_results=5, pagination_token=page["meta"]["next_token"])
    assert seen == posts[::-1]
    assert page["meta"] == {"result_count": 2, "newest_id": posts[1], "oldest_id": posts[0]}


def test_since_and_until_are_exclusive(world: World) -> None:
    posts = [world.post(text=f"@lapor1708 {n}") for n in range(4)]
    assert ids(world.mentions(since_id=posts[1])) == [posts[3], posts[2]]
    assert ids(world.mentions(until_id=posts[1])) == [posts[0]]


def test_start_time_is_inclusive(world: World) -> None:
    world.post(text="@lapor1708 lama")
    world.clock.advance(hours=1)
    new = world.post(text="@lapor1708 baru")
    at = (START + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ids(world.mentions(start_time=at)) == [new]


def test_only_the_newest_800_can_be_read(world: World) -> None:
    posts = [
        world.app.state.platform.publish("1000000000000000001", f"@lapor1708 {n}")
        for n in range(803)
    ]
    seen, token = 0, None
    while seen == 0 or token:
        page = world.mentions(max_results=100, **({"pagination_token": token} if token else {}))
        seen += page["meta"]["result_count"]
        token = page["meta"].get("next_token")
    assert seen == 800
    assert page["meta"]["oldest_id"] == posts[3].id


def test_a_long_post_is_cut_in_text_and_whole_in_note_tweet(world: World) -> None:
    long = "@lapor1708 " + "jalan rusak parah sekali " * 20 + "di Belopa"
    world.post(text=long)
    (post,) = world.mentions(tweet__fields="note_tweet")["data"]
    assert post["text"].endswith("…")
    assert len(post["text"]) <= 280
    assert post["note_tweet"]["text"] == long


def test_links_arrive_as_t_co_and_markup_arrives_escaped(world: World) -> None:
    world.post(text="@lapor1708 A & B <cek> https://contoh.go.id/a?b=1&c=2 ya #lapor")
    (post,) = world.mentions(tweet__fields="entities")["data"]
    (url,) = post["entities"]["urls"]
    assert post["text"] == f"@lapor1708 A &amp; B &lt;cek&gt; {url['url']} ya #lapor"
    assert url["url"].startswith("https://t.co/")
    assert len(url["url"]) == 23
    assert post["text"][url["start"] : url["end"]] == url["url"]
    assert url["expanded_url"] == "https://contoh.go.id/a?b=1&c=2"
    assert [tag["tag"] for tag in post["entities"]["hashtags"]] == ["lapor"]
    assert [name["id"] for name in post["entities"]["mentions"]] == [US]


def test_an_edit_makes_a_new_id_and_only_the_latest_version_is_listed(world: World) -> None:
    first = world.post(text="@lapor1708 jlan rusak")
    world.clock.advance(minutes=5)
    second = world.edit(first, "@lapor1708 jalan rusak")
    page = world.mentions(since_id=first)
    assert page["data"] == [
        {"id": second, "text": "@lapor1708 jalan rusak", "edit_history_tweet_ids": [first, second]}
    ]
    assert page["meta"]["result_count"] == 1


def test_a_retweet_refers_to_the_post_and_begins_with_rt(world: World) -> None:
    original = world.post(text="@lapor1708 jalan rusak")
    world.post(username="bagas_contoh", text="", retweets=original)
    page = world.mentions(tweet__fields="referenced_tweets", expansions="referenced_tweets.id")
    assert page["data"][0]["text"] == "RT @sari_contoh: @lapor1708 jalan rusak"
    assert page["data"][0]["referenced_tweets"] == [{"type": "retweeted", "id": original}]
    assert [post["id"] for post in page["includes"]["tweets"]] == [original]


def test_a_quote_starts_a_conversation_of_its_own(world: World) -> None:
    original = world.post(text="jalan rusak")
    quote = world.post(username="bagas_contoh", text="@lapor1708 lihat ini", quotes=original)
    (post,) = world.mentions(tweet__fields="referenced_tweets,conversation_id")["data"]
    assert post["referenced_tweets"] == [{"type": "quoted", "id": original}]
    assert post["conversation_id"] == quote


def test_a_deleted_parent_is_told_in_errors(world: World) -> None:
    parent = world.post(username="uni_contoh", text="jalan rusak")
    world.post(text="@lapor1708 ini", in_reply_to=parent)
    world.delete(parent)
    page = world.mentions(expansions="referenced_tweets.id")
    assert page["data"][0]["referenced_tweets"] == [{"type": "replied_to", "id": parent}]
    assert "includes" not in page
    assert page["errors"][0]["parameter"] == "referenced_tweets.id"
    assert page["errors"][0]["resource_id"] == parent


@pytest.mark.parametrize("state", ["protected", "suspended"])
def test_posts_of_protected_and_suspended_people_are_not_listed(world: World, state: str) -> None:
    world.post()
    world.admin("POST", "/users/sari_contoh/state", **{state: True})
    assert world.mentions()["meta"]["result_count"] == 0
    world.admin("POST", "/users/sari_contoh/state", **{state: False})
    assert world.mentions()["meta"]["result_count"] == 1


def test_deleted_posts_are_not_listed(world: World) -> None:
    world.delete(world.post())
    assert world.mentions()["meta"]["result_count"] == 0


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("max_results", "4"),
        ("max_results", "101"),
        ("max_results", "banyak"),
        ("since_id", "x"),
        ("until_id", "-1"),
        ("start_time", "2026-08-17"),
        ("start_time", "2026-13-17T00:00:00Z"),
        ("pagination_token", "bukan-token"),
        ("tweet.fields", "author_id,nonsense"),
        ("user.fields", "nonsense"),
        ("expansions", "sender_id"),
        ("unknown", "1"),
    ],
)
def test_a_wrong_parameter_is_a_400_that_names_it(world: World, parameter: str, value: str) -> None:
    answer = world.ask(f"/users/{US}/mentions", **{parameter: value})
    assert answer.status == 400
    assert answer.body["title"] == "Invalid Request"
    assert answer.body["type"] == "https://api.twitter.com/2/problems/invalid-request"
    assert answer.body["errors"][0]["parameters"] == {parameter: [value]}


def test_an_unknown_user_is_told_in_errors(world: World) -> None:
    answer = world.ask("/users/42/mentions")
    assert answer.status == 200
    assert answer.body["errors"][0]["type"].endswith("/resource-not-found")
