"""Reading and sending direct messages."""

import pytest

from tests.sandbox.conftest import US, World

SARI = "1000000000000000001"


def test_there_are_no_messages(world: World) -> None:
    assert world.ask("/dm_events").body == {"meta": {"result_count": 0}}


def test_both_directions_come_newest_first(world: World) -> None:
    theirs = world.dm(text="halo min")
    answer = world.send(f"/dm_conversations/with/{SARI}/messages", {"text": "Halo juga"})
    assert answer.status == 201
    ours = answer.body["data"]["dm_event_id"]
    assert answer.body["data"]["dm_conversation_id"] == f"{SARI}-{US}"
    body = world.ask(
        "/dm_events",
        dm_event__fields="id,text,event_type,created_at,sender_id,dm_conversation_id",
        event_types="MessageCreate",
    ).body
    assert [(event["id"], event["sender_id"]) for event in body["data"]] == [
        (ours, US),
        (theirs, SARI),
    ]
    assert body["data"][1] == {
        "id": theirs,
        "event_type": "MessageCreate",
        "text": "halo min",
        "created_at": "2026-08-17T03:00:00.000Z",
        "sender_id": SARI,
        "dm_conversation_id": f"{SARI}-{US}",
    }


def test_an_event_has_three_fields_unless_more_are_asked_for(world: World) -> None:
    world.dm()
    assert set(world.ask("/dm_events").body["data"][0]) == {"id", "event_type", "text"}


def test_the_sender_can_be_expanded(world: World) -> None:
    world.dm()
    body = world.ask(
        "/dm_events", expansions="sender_id,participant_ids", user__fields="location"
    ).body
    assert [user["username"] for user in body["includes"]["users"]] == ["sari_contoh"]


def test_participants_belong_to_groups_only_as_on_x(world: World) -> None:
    world.dm()
    body = world.ask("/dm_events", dm_event__fields="participant_ids").body
    assert "participant_ids" not in body["data"][0]


def test_links_arrive_as_t_co_and_markup_arrives_escaped_as_in_posts(world: World) -> None:
    said = "A & B http://127.0.0.1:8000/lacak/X https://contoh.go.id/a?b=1&c=2 #lapor"
    world.dm(text=said)
    (event,) = world.ask("/dm_events", dm_event__fields="entities").body["data"]
    local, far = event["entities"]["urls"]
    assert event["text"] == f"A &amp; B {local['url']} {far['url']} #lapor"
    for url in (local, far):
        assert url["url"].startswith("https://t.co/")
        assert event["text"][url["start"] : url["end"]] == url["url"]
    assert local["expanded_url"] == "http://127.0.0.1:8000/lacak/X"
    assert far["expanded_url"] == "https://contoh.go.id/a?b=1&c=2"
    assert [tag["tag"] for tag in event["entities"]["hashtags"]] == ["lapor"]


def test_people_see_the_true_link_of_a_message(world: World) -> None:
    link = "https://contoh.go.id/panduan"
    world.dm(text=f"lihat {link}")
    assert [message["text"] for message in world.state()["dms"]] == [f"lihat {link}"]
    page = world.http.get("/dm", params={"as": "sari_contoh"}).text
    assert link in page
    assert "t.co" not in page


def test_nobody_joins_or_leaves_here(world: World) -> None:
    world.dm()
    assert world.ask("/dm_events", event_types="ParticipantsJoin").body["meta"]["result_count"] == 0


def test_messages_come_in_pages(world: World) -> None:
    sent = [world.dm(text=str(n)) for n in range(5)]
    page = world.ask("/dm_events", max_results=3).body
    assert [event["id"] for event in page["data"]] == sent[:1:-1]
    page = world.ask("/dm_events", max_results=3, pagination_token=page["meta"]["next_token"]).body
    assert [event["id"] for event in page["data"]] == sent[1::-1]
    assert page["meta"] == {"result_count": 2}


def test_messages_older_than_30_days_are_not_told(world: World) -> None:
    world.dm()
    world.clock.advance(days=31)
    assert world.ask("/dm_events").body["meta"]["result_count"] == 0


def test_we_may_not_write_first(world: World) -> None:
    answer = world.send(f"/dm_conversations/with/{SARI}/messages", {"text": "Halo"})
    assert answer.status == 403
    assert answer.body["detail"] == "You do not have permission to DM one or more participants."


def test_we_may_not_write_to_nobody(world: World) -> None:
    assert world.send("/dm_conversations/with/42/messages", {"text": "Halo"}).status == 403


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "a", "to": "b"}, {"text": "a" * 10_001}]
)
def test_a_body_that_x_does_not_understand_is_a_400(world: World, body: object) -> None:
    world.dm()
    assert world.send(f"/dm_conversations/with/{SARI}/messages", body).status == 400
