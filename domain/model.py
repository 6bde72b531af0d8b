"""The values that travel through the service. All frozen: a change returns a new value.

They flow one way: Page of Mentions -> Extraction (a belief) -> Decision (a choice)
-> Report and owed Replies -> Delivery. Every datetime is aware and in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.status import Status
from domain.topics import Topic

# ---------------------------------------------------------------- what people say


class Relation(StrEnum):
    """How one post refers to another (X's own words)."""

    REPLIED_TO = "replied_to"
    QUOTED = "quoted"
    RETWEETED = "retweeted"


@dataclass(frozen=True, slots=True)
class Reference:
    type: Relation
    id: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One message to us: a public mention, or a direct message (``direct``).

    ``id`` never changes: for an edited post it is the id of the first version. ``post_id`` is the
    version that exists now, the one to reply to.
    """

    channel: str
    id: str
    post_id: str
    text: str
    author_id: str
    username: str
    created_at: datetime
    direct: bool = False
    conversation_id: str | None = None
    in_reply_to: str | None = None
    author_location: str | None = None
    referenced: tuple[Reference, ...] = ()

    @property
    def key(self) -> str:
        """The key of this message among all channels; keys of its debts begin with it."""
        return f"{self.channel}:{'dm' if self.direct else 'post'}:{self.id}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A post that a channel delivered but nobody could parse: parked, never dropped."""

    channel: str
    id: str
    direct: bool
    problem: str

    @property
    def key(self) -> str:
        return f"{self.channel}:{'dm' if self.direct else 'post'}:{self.id}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Mentions between two ids that the channel can no longer serve."""

    after_id: str
    before_id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything new since a cursor, oldest first, and the cursor that covers it."""

    mentions: tuple[Mention, ...]
    unreadable: tuple[Unreadable, ...]
    cursor: str | None
    gap: Gap | None = None


# ---------------------------------------------------------------- what we believe


class ReportType(StrEnum):
    PENGADUAN = "pengaduan"
    ASPIRASI = "aspirasi"
    PERMINTAAN_INFORMASI = "permintaan_informasi"


class Visibility(StrEnum):
    """anonim hides who reports; rahasia hides that as well, and all of the content."""

    PUBLIK = "publik"
    ANONIM = "anonim"
    RAHASIA = "rahasia"

    @property
    def is_private(self) -> bool:
        return self is not Visibility.PUBLIK

    def or_stricter(self, other: "Visibility") -> "Visibility":
        """Return the one of the two that hides more."""
        order = list(Visibility)
        return max(self, other, key=order.index)


class Level(StrEnum):
    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


class Intent(StrEnum):
    """What somebody wants from us, when it is not (or not only) to report."""

    REPORT = "report"
    ASK_HOW = "ask_how"  # how do I report? what is this account?
    ASK_CODE = "ask_code"  # the word KODE
    THANKS = "thanks"
    GREETING = "greeting"
    SPAM = "spam"
    CHATTER = "chatter"  # everything else


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the understanding may look at: text, and where the author says to live."""

    text: str
    author_location: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place with its official name and code (Kepmendagri), down to the level that was found.

    ``candidates`` are the codes that remain possible when the name is ambiguous; ``code`` is then
    the best of them, or their common parent.
    """

    code: str
    level: Level
    province: str | None
    regency: str | None = None
    district: str | None = None
    village: str | None = None
    place_text: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PiiSpan:
    """``text[start:end]`` identifies a person: nik, phone, email, plate ..."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """``text[start:end]`` is why we believe what we believe about ``field``."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure we are of each field, 0..1."""

    is_report: float
    type: float
    topic: float
    location: float
    agency: float
    visibility: float


@dataclass(frozen=True, slots=True)
class TopicGuess:
    """What else a text may be about (0..1), and the agency that would then answer for it."""

    topic: Topic
    subtopic: str
    probability: float
    agency: Agency | None = None


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The next best answers, best first: what a moderator may choose instead with one key.

    ``places`` are codes: their names stand in the reference tables.
    """

    topics: tuple[TopicGuess, ...] = ()
    places: tuple[str, ...] = ()
    agencies: tuple[Agency, ...] = ()


NO_ALTERNATIVES = Alternatives()


@dataclass(frozen=True, slots=True)
class Extraction:
    """What we believe a text says. A belief, not yet a choice."""

    is_report: bool
    type: ReportType | None
    topic: Topic | None
    subtopic: str | None
    location: Location | None
    agency: Agency | None
    visibility: Visibility
    emergency: bool
    pii: tuple[PiiSpan, ...]
    confidence: Confidence
    needs_review: bool
    reasons: tuple[str, ...]
    intent: Intent
    evidence: tuple[Evidence, ...] = ()
    alternatives: Alternatives = NO_ALTERNATIVES


# ---------------------------------------------------------------- what we choose


class Act(StrEnum):
    OPEN_REPORT = "open_report"
    ADD_TO_REPORT = "add_to_report"
    SEND_CODE = "send_code"
    EXPLAIN = "explain"
    HOLD = "hold"
    IGNORE = "ignore"
    PARK = "park"


class Reason(StrEnum):
    """Why we chose an act. One word each, stable: they are counted and shown."""

    UNDERSTOOD = "understood"  # clearly a report, every field known well enough
    UNSURE = "unsure"  # a report, but a moderator should look at a field
    EMERGENCY = "emergency"
    FOLLOW_UP = "follow_up"  # the author adds to an open report in its thread
    HIDE_AFTERWARDS = "hide_afterwards"  # ... and now asks to be hidden
    CODE_ASKED = "code_asked"
    NO_REPORT_TO_SHOW = "no_report_to_show"  # KODE, from somebody without a private report
    HOW_TO_ASKED = "how_to_asked"
    MAYBE_A_REPORT = "maybe_a_report"
    THANKS = "thanks"
    CHATTER = "chatter"
    SPAM = "spam"
    RETWEET = "retweet"
    OWN_POST = "own_post"
    EMPTY = "empty"
    UNREADABLE = "unreadable"  # the channel's own data could not be parsed
    FAILED = "failed"  # our code failed on it


class Via(StrEnum):
    REPLY = "reply"
    DM = "dm"


class ReplyKind(StrEnum):
    ACK = "tanda_terima"
    ACK_PRIVATE = "tanda_terima_tertutup"
    ACK_EMERGENCY = "darurat"
    ACK_EMERGENCY_PRIVATE = "darurat_tertutup"
    CODE = "kode"
    NO_CODE = "kode_tidak_ada"
    HOW_TO = "cara_lapor"
    ASK = "minta_keterangan"  # a moderator needs to know one thing more
    FORWARDED = "diteruskan"
    NOT_COMPETENT = "bukan_kewenangan"

    @property
    def tells_code(self) -> bool:
        """Say whether a reply of this kind hands over the tracking code."""
        return self in (
            ReplyKind.ACK,
            ReplyKind.ACK_EMERGENCY,
            ReplyKind.CODE,
            ReplyKind.FORWARDED,
        )

    @property
    def is_generic(self) -> bool:
        """Say whether a reply of this kind is the same for everybody, but for its wording."""
        return self in (
            ReplyKind.ACK_PRIVATE,
            ReplyKind.ACK_EMERGENCY_PRIVATE,
            ReplyKind.NO_CODE,
            ReplyKind.HOW_TO,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What we know about a mention before deciding: who we are, and what its author has open."""

    own_author_id: str
    report_in_thread: str | None = None  # code of the author's own report in this conversation
    codes: tuple[str, ...] = ()  # of the author's latest reports, newest first


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice with its reason. It names what shall happen; nothing has happened yet."""

    act: Act
    reason: Reason
    status: Status | None = None  # of the report to open
    reply: ReplyKind | None = None  # what to answer; X allows one reply per interaction
    via: Via = Via.REPLY


# ---------------------------------------------------------------- what follows


@dataclass(frozen=True, slots=True)
class Report:
    """A report. It knows nothing of its author: that link lives in the inbox alone."""

    code: str
    status: Status
    visibility: Visibility
    emergency: bool
    needs_review: bool
    type: ReportType | None
    topic: Topic | None
    subtopic: str | None
    location: Location | None
    agency: Agency | None
    reported_at: datetime


class ReplyState(StrEnum):
    """pending -> sending (committed before the POST) -> sent | pending | unknown | dead."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply we owe. ``key`` is made from ids, so that each debt exists once.

    ``codes`` are the tracking codes it tells its reader: from then on they open a page.
    """

    key: str
    kind: ReplyKind
    via: Via
    to_post_id: str
    to_author_id: str
    text: str
    urgent: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwedReply:
    """A reply with what has become of it so far."""

    reply: Reply
    state: ReplyState
    attempts: int
    due_at: datetime
    sending_since: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    post_id: str


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Surely not sent; try again at ``at``.

    ``counts`` says whether it was an attempt on this debt: X being down or full is not.
    """

    at: datetime
    why: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been sent: never sent again before our own timeline was read."""

    why: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Surely not sent, and never will be; a human may look."""

    why: str


Delivery = Sent | RetryAt | Unknown | GiveUp


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post or direct message of ours, as the channel shows it."""

    id: str
    text: str
    created_at: datetime
    in_reply_to: str | None = None
    to_author_id: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """What a channel lets us do on one endpoint until ``resets_at``."""

    endpoint: str
    limit: int
    remaining: int
    resets_at: datetime


@dataclass(frozen=True, slots=True)
class DueAct:
    """An act whose citizen must be told now, with the message to answer.

    ``direct`` is the author's latest direct message, if there ever was one: only then may we write
    to them. ``invited`` says that they were asked in public to write first.
    """

    id: int
    tells: ReplyKind
    note: str
    report: Report
    mention: Mention
    direct: Mention | None
    invited: bool


# ---------------------------------------------------------------- what people see


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True)
class TrackedReport:
    """What the holder of a code may see. Fields the visibility forbids are None, always."""

    code: str
    visibility: Visibility
    status: Status
    timeline: tuple[TimelineEntry, ...]
    reported_at: datetime
    emergency: bool
    type: ReportType | None
    topic: Topic | None
    agency_name: str | None
    province: str | None
    regency: str | None
    district: str | None
    village: str | None
    public_text: str | None = None  # what a moderator released of a public report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one message: read back, not remembered."""

    act: Act
    reason: Reason
    report: Report | None
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One line of the moderators' list: what is in doubt, without the citizen's words or name."""

    number: int | None  # of the report, where one was opened
    received_at: datetime
    reason: Reason
    emergency: bool
    visibility: Visibility | None
    status: Status | None
    topic: Topic | None
    place: str | None
    agency_name: str | None
    confidence: Confidence | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class StreamState:
    """How far a stream of messages has been read, and whether it must wait."""

    name: str
    read_at: datetime | None
    paused_until: datetime | None
    pause_reason: str | None
    gaps: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the service at a glance: counts, never contents."""

    reports: Mapping[Status, int]
    replies: Mapping[ReplyState, int]
    waiting: int
    parked: int
    streams: tuple[StreamState, ...]
    quotas: tuple[Quota, ...]
