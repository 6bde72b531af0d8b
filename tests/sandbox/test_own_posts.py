"""POST /2/tweets, our own timeline, and looking posts up."""

import pytest

from tests.sandbox.conftest import US, World, bearer


def test_a_post_of_ours_is_answered_with_201_and_three_fields(world: World) -> None:
    answer = world.send("/tweets", {"text": "Halo, kami melayani laporan setiap hari."})
    assert answer.status == 201
    post_id = answer.body["data"]["id"]
    assert answer.body == {
        "data": {
            "id": post_id,
            "text": "Halo, kami melayani laporan setiap hari.",
            "edit_history_tweet_ids": [post_id],
        }
    }


def test_x_puts_the_name_of_the_person_before_a_reply(world: World) -> None:
    answer = world.reply(world.post(), "Terima kasih")
    assert answer.body["data"]["text"] == "@sari_contoh Terima kasih"


def test_our_timeline_shows_t_co_and_tells_the_true_address(world: World) -> None:
    mention = world.post()
    world.reply(mention, "Pantau di https://lapor.go.id/l/ABC")
    (post,) = world.ask(f"/users/{US}/tweets", tweet__fields="entities,referenced_tweets").body[
        "data"
    ]
    (url,) = post["entities"]["urls"]
    assert post["text"] == f"@sari_contoh Pantau di {url['url']}"
    assert url["expanded_url"] == "https://lapor.go.id/l/ABC"
    assert post["referenced_tweets"] == [{"type": "replied_to", "id": mention}]


def test_links_to_loopback_are_links_too(world: World) -> None:
    world.send("/tweets", {"text": "Pantau di http://127.0.0.1:8000/l/ABC."})
    (post,) = world.ask(f"/users/{US}/tweets", tweet__fields="entities").body["data"]
    assert post["entities"]["urls"][0]["expanded_url"] == "http://127.0.0.1:8000/l/ABC"
    assert post["text"].endswith(".")


def test_our_timeline_pages_and_can_leave_replies_out(world: World) -> None:
    posts = [world.send("/tweets", {"text": f"kabar {n}"}).body["data"]["id"] for n in range(6)]
    world.reply(world.post(), "Terima kasih")
    page = world.ask(f"/users/{US}/tweets", exclude="replies", max_results=5).body
    assert [post["id"] for post in page["data"]] == posts[:0:-1]
    token = page["meta"]["next_token"]
    page = world.ask(
        f"/users/{US}/tweets", exclude="replies", max_results=5, pagination_token=token
    ).body
    assert [post["id"] for post in page["data"]] == posts[:1]


class TestReplies:
    def refused(self, world: World, post_id: str) -> str:
        answer = world.reply(post_id, "Terima kasih")
        assert answer.status == 403
        assert answer.body["title"] == "Forbidden"
        assert answer.body["type"] == "about:blank"
        assert answer.body["status"] == 403
        return str(answer.body["detail"])

    def test_are_refused_to_people_who_never_mentioned_us(self, world: World) -> None:
        detail = self.refused(world, world.post(text="jalan rusak"))
        assert detail.startswith("Reply to this conversation is not allowed")

    def test_are_allowed_to_another_post_of_somebody_who_did(self, world: World) -> None:
        world.post(text="@lapor1708 halo")
        assert world.reply(world.post(text="jalan rusak"), "Baik").status == 201

    def test_are_allowed_to_somebody_who_quotes_us(self, world: World) -> None:
        ours = world.send("/tweets", {"text": "Kabar"}).body["data"]["id"]
        assert world.reply(world.post(text="setuju", quotes=ours), "Terima kasih").status == 201

    def test_are_allowed_to_ourselves(self, world: World) -> None:
        ours = world.send("/tweets", {"text": "Kabar"}).body["data"]["id"]
        assert world.reply(ours, "Lanjutan").status == 201

    def test_are_refused_to_a_deleted_post(self, world: World) -> None:
        post_id = world.post()
        world.delete(post_id)
        assert "deleted or not visible" in self.refused(world, post_id)

    def test_are_refused_to_a_post_that_never_was(self, world: World) -> None:
        assert "deleted or not visible" in self.refused(world, "42")

    def test_are_refused_to_a_protected_person(self, world: World) -> None:
        post_id = world.post()
        world.admin("POST", "/users/sari_contoh/state", protected=True)
        assert "deleted or not visible" in self.refused(world, post_id)


def test_the_same_text_is_refused_for_a_day(world: World) -> None:
    first, second = world.post(), world.post(username="uni_contoh")
    assert world.reply(first, "Terima kasih").status == 201
    answer = world.reply(second, "Terima kasih")
    assert answer.status == 403
    assert answer.body["detail"] == "You are not allowed to create a Tweet with duplicate content."
    world.clock.advance(hours=24)
    assert world.reply(second, "Terima kasih").status == 201


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("a" * 280, 201),
        ("a" * 281, 403),
        ("あ" * 140, 201),
        ("あ" * 141, 403),
        ("a" * 256 + " https://lapor.go.id/" + "x" * 90, 201),  # any link weighs 23
        ("a" * 257 + " https://lapor.go.id/" + "x" * 90, 403),
    ],
)
def test_length_is_weighted(world: World, text: str, status: int) -> None:
    assert world.send("/tweets", {"text": text}).status == status


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "  \n"},
        {"text": 7},
        {"text": "a", "unknown": 1},
        {"text": "a", "reply": {"to": "1"}},
        {"text": "a", "reply": {"in_reply_to_tweet_id": "satu"}},
        {"text": "a", "reply": "1"},
        ["a"],
    ],
)
def test_a_body_that_x_does_not_understand_is_a_400(world: World, body: object) -> None:
    answer = world.send("/tweets", body)
    assert answer.status == 400
    assert answer.body["title"] == "Invalid Request"
    assert world.state()["posts"] == []


def test_half_a_character_is_replaced(world: World) -> None:
    answer = world.http.post("/2/tweets", content=b'{"text": "a\\ud800b"}', headers=bearer())
    assert answer.status_code == 201
    assert answer.json()["data"]["text"] == "a\ufffdb"


def test_a_refusal_can_repeat_half_a_character(world: World) -> None:
    answer = world.http.post("/2/tweets", content=b'{"\\ud800": "b"}', headers=bearer())
    assert answer.status_code == 400


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_body_that_is_not_json_is_a_400(world: World, content: bytes) -> None:
    assert world.http.post("/2/tweets", content=content, headers=bearer()).status_code == 400


class TestLookup:
    def test_tells_what_is_there_and_what_is_not(self, world: World) -> None:
        there, deleted = world.post(), world.post(username="uni_contoh")
        hidden, gone = world.post(username="bagas_contoh"), world.post(username="mama_contoh")
        world.delete(deleted)
        world.admin("POST", "/users/bagas_contoh/state", protected=True)
        world.admin("POST", "/users/mama_contoh/state", suspended=True)
        answer = world.ask("/tweets", ids=f"{there},{deleted},{hidden},{gone},42")
        assert answer.status == 200
        assert [post["id"] for post in answer.body["data"]] == [there]
        told = {e["resource_id"]: e["type"].rpartition("/")[2] for e in answer.body["errors"]}
        assert told == {
            deleted: "resource-not-found",
            hidden: "not-authorized-for-resource",
            gone: "not-authorized-for-resource",
            "42": "resource-not-found",
        }

    def test_has_no_data_when_nothing_is_there(self, world: World) -> None:
        assert world.ask("/tweets", ids="42").body == {
            "errors": [
                {
                    "value": "42",
                    "detail": "Could not find tweet with ids: [42].",
                    "title": "Not Found Error",
                    "resource_type": "tweet",
                    "parameter": "ids",
                    "resource_id": "42",
                    "type": "https://api.twitter.com/2/problems/resource-not-found",
                }
            ]
        }

    def test_gives_each_version_under_its_own_id(self, world: World) -> None:
        first = world.post(text="@lapor1708 jlan")
        second = world.edit(first, "@lapor1708 jalan")
        answer = world.ask("/tweets", ids=f"{first},{second}")
        assert [post["text"] for post in answer.body["data"]] == [
            "@lapor1708 jlan",
            "@lapor1708 jalan",
        ]

    @pytest.mark.parametrize("ids", ["", "a", ",".join(["1"] * 101)])
    def test_wants_1_to_100_ids(self, world: World, ids: str) -> None:
        assert world.ask("/tweets", ids=ids).status == 400


class TestUsers:
    def test_me_is_the_account(self, world: World) -> None:
        assert world.ask("/users/me").body == {
            "data": {"id": US, "name": "LAPOR! (sandbox)", "username": "lapor1708"}
        }

    def test_by_name_in_any_case_and_errors_for_the_rest(self, world: World) -> None:
        world.admin("POST", "/users/uni_contoh/state", suspended=True)
        body = world.ask("/users/by", usernames="LAPOR1708,uni_contoh,tidak_ada").body
        assert [user["id"] for user in body["data"]] == [US]
        assert [error["value"] for error in body["errors"]] == ["uni_contoh", "tidak_ada"]
