"""A day of the bot with the real tweepy client over real HTTP."""

import pytest
import tweepy

from tests.sandbox.conftest import US, Live


def test_read_answer_and_find_the_answer_again(live: Live) -> None:
    client = live.client()
    assert client.get_me()["data"]["username"] == "lapor1708"
    mention = live.admin("POST", "/posts", username="sari_contoh", text="@lapor1708 jalan rusak")
    page = client.get_users_mentions(
        US,
        user_auth=True,
        max_results=100,
        tweet_fields=["author_id", "created_at", "note_tweet", "referenced_tweets"],
        expansions=["author_id"],
        user_fields=["location"],
    )
    assert page["data"][0]["id"] == mention["id"]
    sent = client.create_tweet(
        text="Terima kasih, pantau di https://lapor.go.id/l/ABC", in_reply_to_tweet_id=mention["id"]
    )
    own = client.get_users_tweets(
        US, user_auth=True, start_time="2020-01-01T00:00:00Z", tweet_fields=["referenced_tweets"]
    )
    assert own["data"][0]["id"] == sent["data"]["id"]
    assert own["data"][0]["referenced_tweets"][0]["id"] == mention["id"]


def test_tweepy_builds_its_own_objects_from_our_shapes(live: Live) -> None:
    client = live.client()
    client.return_type = tweepy.Response
    live.admin("POST", "/posts", username="sari_contoh", text="@lapor1708 jalan rusak")
    live.admin("POST", "/dms", username="sari_contoh", text="halo")
    mentions = client.get_users_mentions(
        US,
        user_auth=True,
        tweet_fields=["created_at", "entities", "edit_controls", "public_metrics"],
        expansions=["author_id"],
        user_fields=["created_at", "location", "public_metrics"],
    )
    assert mentions.data[0].created_at.tzinfo is not None
    assert mentions.includes["users"][0].location == "Kota Bekasi, Jawa Barat"
    events = client.get_direct_message_events(
        user_auth=True, dm_event_fields=["created_at", "sender_id", "dm_conversation_id"]
    )
    assert events.data[0].text == "halo"


def test_a_person_who_wrote_to_us_gets_an_answer(live: Live) -> None:
    live.admin("POST", "/dms", username="sari_contoh", text="halo")
    sent = live.client().create_direct_message(
        participant_id="1000000000000000001", text="Halo juga"
    )
    assert live.admin("GET", "/state")["dms"][-1]["id"] == sent["data"]["dm_event_id"]


def test_wrong_keys_are_unauthorized(live: Live) -> None:
    with pytest.raises(tweepy.Unauthorized):
        live.client(consumer_key="wrong").get_me()
