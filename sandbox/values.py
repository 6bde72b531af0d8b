"""The values of the network: users, posts with their versions, direct messages. All frozen.

Datetimes are aware and in UTC. Ids are decimal strings; a larger id is younger.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

# Accepted credentials: nobody signs anything here, the two names are all that is looked at.
CONSUMER_KEY = "sandbox-key"
CONSUMER_SECRET = "sandbox-key-secret"  # noqa: S105 - opens nothing
ACCESS_TOKEN = "sandbox-token"  # noqa: S105 - opens nothing
ACCESS_TOKEN_SECRET = "sandbox-token-secret"  # noqa: S105 - opens nothing
BEARER_TOKEN = "sandbox-bearer"  # noqa: S105 - opens nothing

EDIT_WINDOW = timedelta(minutes=30)
MAX_EDITS = 5

_ACCOUNT_BIRTH = datetime(2012, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """The account whose keys the bot holds."""

    id: str = "1708170817081708000"
    username: str = "lapor1708"
    name: str = "LAPOR! (sandbox)"


@dataclass(frozen=True, slots=True)
class User:
    id: str
    username: str
    name: str
    created_at: datetime = _ACCOUNT_BIRTH
    location: str | None = None
    protected: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a post. Editing makes a new one, with an id of its own."""

    id: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """A post with all its versions, oldest first.

    ``addressed`` are the usernames that X itself puts before the text of a reply: the author of
    the post replied to, and those named in it. ``in_reply_to``, ``quotes`` and ``retweets`` are
    ids of the version that was referred to.
    """

    author_id: str
    versions: tuple[Version, ...]
    conversation_id: str
    addressed: tuple[str, ...] = ()
    in_reply_to: str | None = None
    quotes: str | None = None
    retweets: str | None = None
    deleted: bool = False

    @property
    def first_id(self) -> str:
        return self.versions[0].id

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    @property
    def id(self) -> str:
        return self.latest.id

    @property
    def editable_until(self) -> datetime:
        return self.versions[0].created_at + EDIT_WINDOW

    def version(self, post_id: str) -> Version:
        """Return the version with that id, the latest when there is none."""
        return next((v for v in self.versions if v.id == post_id), self.latest)

    def edited(self, version: Version) -> "Post":
        return replace(self, versions=(*self.versions, version))


@dataclass(frozen=True, slots=True)
class DirectMessage:
    id: str
    sender_id: str
    recipient_id: str
    text: str
    created_at: datetime

    @property
    def conversation_id(self) -> str:
        """Both user ids, the smaller first, as X names a one-to-one conversation."""
        return "-".join(sorted((self.sender_id, self.recipient_id), key=int))


@dataclass(frozen=True, slots=True)
class Reset:
    """Everything before this is forgotten, except that ids go on after ``last_id``."""

    last_id: int


Record = User | Post | DirectMessage | Reset


class Sight(StrEnum):
    """What the account may see of a post."""

    PUBLIC = "public"
    GONE = "gone"  # deleted, or never there
    HIDDEN = "hidden"  # its author is protected or suspended


class Endpoint(StrEnum):
    """The endpoints that exist here; each has its own quota."""

    ME = "me"
    USERS = "users"
    MENTIONS = "mentions"
    TIMELINE = "timeline"
    LOOKUP = "lookup"
    POST = "post"
    DM_READ = "dm_read"
    DM_SEND = "dm_send"


# Invented people: no such accounts exist, and the suffix says so.
CITIZENS: tuple[User, ...] = (
    User("1000000000000000001", "sari_contoh", "Sari Melati", location="Kota Bekasi, Jawa Barat"),
    User("1000000000000000002", "bagas_contoh", "Bagas Wirawan", location="Brebes"),
    User("1000000000000000003", "uni_contoh", "Uni Rahmi", location="Kota Padang"),
    User("1000000000000000004", "daeng_contoh", "Daeng Malewa", location="Belopa, Kabupaten Luwu"),
    User("1000000000000000005", "ketut_contoh", "Ketut Sriani"),
    User("1000000000000000006", "mama_contoh", "Mama Yosina", location="Kota Jayapura, Papua"),
)
