"""Reading what a request asks for. Every mistake becomes a 400 in X's shape.

Source: the parameter tables of https://docs.x.com/x-api for each endpoint. Fields and expansions
that X knows and the sandbox has nothing for (media, polls, places ...) are accepted and ignored.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.problems import invalid


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TWEET_FIELDS = _words(
    "article attachments author_id card_uri community_id context_annotations conversation_id "
    "created_at display_text_range edit_controls edit_history_tweet_ids entities geo id "
    "in_reply_to_user_id lang media_metadata non_public_metrics note_tweet organic_metrics "
    "possibly_sensitive promoted_metrics public_metrics referenced_tweets reply_settings scopes "
    "source suggested_source_links text withheld"
)
USER_FIELDS = _words(
    "affiliation confirmed_email connection_status created_at description entities id "
    "is_identity_verified location most_recent_tweet_id name parody pinned_tweet_id "
    "profile_banner_url profile_image_url protected public_metrics receives_your_dm subscription "
    "subscription_type url username verified verified_followers_count verified_type withheld"
)
DM_FIELDS = _words(
    "attachments created_at dm_conversation_id entities event_type id participant_ids "
    "referenced_tweets sender_id text"
)
TWEET_EXPANSIONS = _words(
    "article.cover_media article.media_entities attachments.media_keys "
    "attachments.media_source_tweet attachments.poll_ids author_id edit_history_tweet_ids "
    "entities.mentions.username entities.note.mentions.username geo.place_id in_reply_to_user_id "
    "referenced_tweets.id referenced_tweets.id.author_id"
)
USER_EXPANSIONS = _words("affiliation.user_id most_recent_tweet_id pinned_tweet_id")
DM_EXPANSIONS = _words("attachments.media_keys participant_ids referenced_tweets.id sender_id")
DM_EVENT_TYPES = _words("MessageCreate ParticipantsJoin ParticipantsLeave")
EXCLUDABLE = _words("replies retweets")

MEDIA_PARAMETERS = _words("media.fields place.fields poll.fields")

# What every endpoint that answers with posts or users takes; what every list takes besides.
SHAPING = _words("expansions tweet.fields user.fields")
LISTING = _words("end_time max_results pagination_token since_id start_time until_id")
DM_LISTING = _words(
    "dm_event.fields event_types expansions max_results media.fields pagination_token tweet.fields "
    "user.fields"
)

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fields and expansions a request asks for, beyond what always comes."""

    tweet: frozenset[str] = frozenset()
    user: frozenset[str] = frozenset()
    dm: frozenset[str] = frozenset()
    expansions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Range:
    """Which part of a list, newest first. Ids are exclusive bounds."""

    max_results: int
    since_id: int | None = None
    until_id: int | None = None
    start_time: datetime | None = None
    end_time: datetime | None = None
    before: int | None = None  # from pagination_token

    def holds(self, item_id: str, created_at: datetime) -> bool:
        number = int(item_id)
        return (
            (self.since_id is None or number > self.since_id)
            and (self.until_id is None or number < self.until_id)
            and (self.before is None or number < self.before)
            and (self.start_time is None or created_at >= self.start_time)
            and (self.end_time is None or created_at < self.end_time)
        )


def check_known(query: Query, known: frozenset[str]) -> None:
    """Refuse a parameter that the endpoint does not have."""
    for name in query:
        if name not in known:
            listed = ",".join(sorted(known))
            raise invalid(
                f"The query parameter [{name}] is not one of [{listed}]", **{name: query[name]}
            )


def chosen(query: Query, name: str, known: frozenset[str]) -> frozenset[str]:
    """Read a comma-separated list whose members must be known."""
    if name not in query:
        return frozenset()
    values = query[name].split(",")
    for value in values:
        if value not in known:
            listed = ",".join(sorted(known))
            raise invalid(
                f"The `{name}` query parameter value [{value}] is not one of [{listed}]",
                **{name: query[name]},
            )
    return frozenset(values)


def wanted(query: Query, expansions: frozenset[str]) -> Wanted:
    return Wanted(
        tweet=chosen(query, "tweet.fields", TWEET_FIELDS),
        user=chosen(query, "user.fields", USER_FIELDS),
        dm=chosen(query, "dm_event.fields", DM_FIELDS),
        expansions=chosen(query, "expansions", expansions),
    )


def range_of(query: Query, *, least: int, default: int) -> Range:
    """Read everything that selects a part of a list; at most 100 items."""
    return Range(
        max_results=_whole(query, "max_results", least, 100, default),
        since_id=_id(query, "since_id"),
        until_id=_id(query, "until_id"),
        start_time=_time(query, "start_time"),
        end_time=_time(query, "end_time"),
        before=_token(query, "pagination_token"),
    )


def listed(query: Query, name: str, pattern: str) -> list[str]:
    """Read a required list of 1 to 100 ids or usernames."""
    values = query.get(name, "").split(",")
    if values == [""]:
        raise invalid(f"The `{name}` query parameter can not be empty", **{name: ""})
    if len(values) > 100:
        raise invalid(
            f"The number of values in the `{name}` query parameter list [{len(values)}] "
            "is not between 1 and 100",
            **{name: query[name]},
        )
    for value in values:
        check_shape(name, value, pattern)
    return values


ID = r"[0-9]{1,19}"
USERNAME = r"[A-Za-z0-9_]{1,15}"


def check_shape(name: str, value: str, pattern: str) -> None:
    if not re.fullmatch(pattern, value, re.ASCII):
        raise invalid(f"The `{name}` query parameter value [{value}] is not valid", **{name: value})


def next_token(last_id: str) -> str:
    """Return an opaque token for what follows ``last_id``."""
    return base64.b32encode(f"<{last_id}".encode()).decode().lower().rstrip("=")


def body_of(payload: object, known: frozenset[str], path: str = "$") -> dict[str, Any]:
    """Check that a JSON body is an object without unknown members."""
    if not isinstance(payload, dict):
        raise invalid(f"{path}: is not an object")
    for name in payload:
        if name not in known:
            raise invalid(
                f"{path}.{name}: is not defined in the schema and the schema does not allow "
                "additional properties"
            )
    return payload


def _whole(query: Query, name: str, least: int, most: int, default: int) -> int:
    if name not in query:
        return default
    given = query[name]
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
        raise invalid(
            f"The `{name}` query parameter value [{given}] is not between {least} and {most}",
            **{name: given},
        )
    return int(given)


def _id(query: Query, name: str) -> int | None:
    if name not in query:
        return None
    check_shape(name, query[name], ID)
    return int(query[name])


def _time(query: Query, name: str) -> datetime | None:
    if name not in query:
        return None
    given = query[name]
    check_shape(name, given, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
    try:
        return datetime.fromisoformat(given).astimezone(UTC)
    except ValueError:
        raise invalid(
            f"The `{name}` query parameter value [{given}] is not valid", **{name: given}
        ) from None


def _token(query: Query, name: str) -> int | None:
    if name not in query:
        return None
    given = query[name].upper()
    try:
        decoded = base64.b32decode(given + "=" * (-len(given) % 8)).decode()
    except (binascii.Error, UnicodeDecodeError):
        decoded = ""
    if not re.fullmatch(rf"<{ID}", decoded, re.ASCII):
        raise invalid(
            f"The `{name}` query parameter value [{query[name]}] is not valid",
            **{name: query[name]},
        )
    return int(decoded[1:])
