"""The tables. Who wrote to us stands in ``mentions`` alone; ``reports`` know nobody.

Who works here stands in ``users``; a citizen is never in it.

Times are stored in UTC; enums as their values; small value lists as JSON.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

from domain.model import ReplyState
from domain.people import EMAIL_AT_MOST, Role

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, in UTC on both sides; a naive one is refused: it means nothing."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


streams = Table(
    "streams",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("cursor", String(80)),
    Column("read_at", UtcDateTime),
    Column("paused_until", UtcDateTime),
    Column("pause_reason", Text),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("stream", ForeignKey("streams.name"), nullable=False, index=True),
    Column("after_id", String(40), nullable=False),
    Column("before_id", String(40), nullable=False),
    Column("noticed_at", UtcDateTime, nullable=False),
)

quotas = Table(
    "quotas",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("endpoint", String(80), primary_key=True),
    Column("limit", Integer, nullable=False),
    Column("remaining", Integer, nullable=False),
    Column("resets_at", UtcDateTime, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(17), nullable=False, unique=True),
    Column(
        "code_given_at", UtcDateTime
    ),  # NULL: nobody outside was told the code, it opens nothing
    Column("status", String(20), nullable=False, index=True),
    Column("visibility", String(10), nullable=False),
    Column("emergency", Boolean, nullable=False),
    Column("needs_review", Boolean, nullable=False),
    Column("type", String(20)),
    Column("topic", String(30)),
    Column("subtopic", String(80)),
    Column("location_code", String(13)),
    Column("location_level", String(10)),
    Column("province", String(80)),
    Column("regency", String(80)),
    Column("district", String(80)),
    Column("village", String(80)),
    Column("place_text", Text),
    Column("candidates", JSON, nullable=False),
    Column("agency_id", String(60)),
    Column("agency_name", Text),
    Column("reported_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime),  # when the present stage must end; NULL: nothing is due
    Column("public_text", Text),  # what a moderator released; shown while the report is public
    Index("ix_reports_overdue", "status", "due_at", "agency_id"),
    Index("ix_reports_similar", "topic", "reported_at"),
)

report_events = Table(
    "report_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id"), nullable=False, index=True),
    Column("status", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(40), nullable=False),  # the role
    # The rest of a domain.moves.Move; status_from is NULL for the opening.
    Column("status_from", String(20)),
    Column("actor_id", String(60)),
    Column("actor_agency", String(60)),
    Column("note", Text),
    Column("reason", String(40)),
    Column("into_id", ForeignKey("reports.id")),
    Column("act_id", Integer),  # of the moderator's act that it is part of
    Column("undone_at", UtcDateTime),  # undone events never happened; they are kept, not counted
)

mentions = Table(
    "mentions",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("id", String(40), nullable=False),
    Column("state", String(10), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    # What was said, by whom. NULL only in a row that could not be read.
    Column("post_id", String(40)),
    Column("text", Text),
    Column("author_id", String(40)),
    Column("username", String(80)),
    Column("author_location", Text),
    Column("created_at", UtcDateTime),
    Column("conversation_id", String(80)),
    Column("in_reply_to", String(40)),
    Column("referenced", JSON, nullable=False),
    # What we made of it.
    Column("act", String(20)),
    Column("reason", String(20)),
    Column("needs_review", Boolean, nullable=False),
    Column("confidence", JSON),
    Column("belief", JSON),  # the whole Extraction: evidence, doubts, what else it may be
    Column("problem", Text),
    Column("report_id", ForeignKey("reports.id"), index=True),
    Column("decided_at", UtcDateTime),
    CheckConstraint("state IN ('received', 'decided', 'parked')", name="state"),
    Index("ix_mentions_waiting", "channel", "state", "created_at"),
    Index("ix_mentions_author", "channel", "author_id", "conversation_id"),
    Index("ix_mentions_review", "needs_review", "received_at"),
)

# What waits for a moderator, and what was made of it: one open row for each report, or for each
# message that is no report yet. What the queue is filtered by stands here too.
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mention_key", ForeignKey("mentions.key"), nullable=False, index=True),
    Column("report_id", ForeignKey("reports.id"), index=True),
    Column("is_open", Boolean, nullable=False),
    Column("priority", BigInteger, nullable=False),  # domain.review.priority: smallest first
    Column("reason", String(20), nullable=False),
    Column("emergency", Boolean, nullable=False),
    Column("visibility", String(10)),
    Column("topic", String(30)),
    Column("place_code", String(13)),
    Column("agency_id", String(60)),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("leased_by", Integer),
    Column("lease_name", Text),
    Column("leased_until", UtcDateTime),
    Column("closed_by", Text),
    Index("ix_reviews_queue", "is_open", "priority", "id"),
)

# What moderators did. ``before`` and ``after`` are the values an undo restores and compares.
review_acts = Table(
    "review_acts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("form_key", String(80), nullable=False, unique=True),  # a form happens once
    Column("review_id", ForeignKey("reviews.id"), nullable=False, index=True),
    Column("report_id", ForeignKey("reports.id"), index=True),
    Column("person_id", Integer, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("act", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),  # until then it can be undone, and tells nobody
    Column("leaves", Boolean, nullable=False),
    Column("tells", String(30)),  # the kind of reply that the citizen is owed
    Column("invited_at", UtcDateTime),  # asked in public to write to us: then we may tell
    Column("told_at", UtcDateTime),
    Column("undone_at", UtcDateTime),
    Index("ix_review_acts_untold", "told_at", "due_at"),
)

# What of a citizen's words must not be shown.
redactions = Table(
    "redactions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mention_key", ForeignKey("mentions.key"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("act_id", Integer),  # of the moderator who added it; NULL: found by the machine
    Column("lifted", Text),  # the reason
    Column("lift_act_id", Integer),
)

_STATES = ", ".join(f"'{state}'" for state in ReplyState)

replies = Table(
    "replies",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("mention_key", ForeignKey("mentions.key"), nullable=False, index=True),
    Column("kind", String(30), nullable=False),
    Column("via", String(10), nullable=False),
    Column("to_post_id", String(40), nullable=False),
    Column("to_author_id", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("due_at", UtcDateTime, nullable=False),
    Column("sending_since", UtcDateTime),
    Column("sent_id", String(40), index=True),
    Column("problem", Text),
    CheckConstraint(f"state IN ({_STATES})", name="state"),
    Index("ix_replies_owed", "channel", "state", "due_at"),
)

_ROLES = ", ".join(f"'{role}'" for role in Role)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(EMAIL_AT_MOST), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(10), nullable=False),
    # No foreign key: the table of agencies is emptied and filled anew by each new directory.
    Column("agency_id", String(60)),
    Column("password", Text),  # argon2id; NULL: signs in with the OpenID provider only
    Column("openid", Text, unique=True),  # who this is to the provider, once it was seen
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("last_entered_at", UtcDateTime),
    CheckConstraint(f"role IN ({_ROLES})", name="role"),
    CheckConstraint("(role = 'instansi') = (agency_id IS NOT NULL)", name="agency"),
)

sessions = Table(
    "sessions",
    metadata,
    # SHA-256 of the token: whoever reads this table cannot sign in with it.
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

login_attempts = Table(
    "login_attempts",
    metadata,
    # "account:" or "address:", then a SHA-256: people type passwords where the name belongs.
    Column("key", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
    Column("wait_until", UtcDateTime, nullable=False),
)

# What people did in the console; see storage/audit.py for the seal, and the migration for the
# triggers that refuse changes. All texts are stored exactly as they are hashed, the time as well.
audit_log = Table(
    "audit_log",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    Column("act", String(40), nullable=False),
    Column("object_kind", String(20), nullable=False),
    Column("object_id", String(80), nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_log_actor", "actor"),
    # A page is read backwards from some number: hence it stands at the end of each.
    Index("ix_audit_log_act", "act", "number"),
    Index("ix_audit_log_kind", "object_kind", "number"),
    Index("ix_audit_log_object", "object_kind", "object_id", "number"),
)

# One row: the end of the log. Without it nobody could see that rows were cut off.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# What the dashboard reads; see storage/rollups.py. Days are those of the service, in WIB.
rollup_days = Table(
    "rollup_days",
    metadata,
    Column("measure", String(20), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("key", String(80), primary_key=True),  # "": not determined
    Column("amount", Integer, nullable=False),
    sqlite_with_rowid=False,  # the key is the table: a period is one range of pages on the disk
)

# What has no day: how things stand at the last refresh. Replaced whole.
rollup_present = Table(
    "rollup_present",
    metadata,
    Column("measure", String(20), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("amount", Integer, nullable=False),
)

rollup_state = Table(
    "rollup_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("as_of", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# Days to count anew. Triggers on reports and replies add to it, whoever writes to those.
rollup_changes = Table(
    "rollup_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(10), nullable=False),
    Column("day", Date, nullable=False),
    Index("ix_rollup_changes_day", "subject", "day"),
)

# Reference tables, seeded by `laporbot migrate`, so that web can search without loading nlp.
places = Table(
    "places",
    metadata,
    Column("code", String(13), primary_key=True),
    Column("level", String(10), nullable=False),
    Column("name", String(80), nullable=False, index=True),
    Column("parent_code", String(13), index=True),
    Column("path", Text, nullable=False),
    Column("search", String(80), nullable=False, index=True, server_default=""),  # name, lower case
)

agencies = Table(
    "agencies",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("place_code", String(13), index=True),
    Column("parent_id", String(60)),
    Column("handles", JSON, nullable=False),
    Column(
        "search", Text, nullable=False, server_default=""
    ),  # name, initials, handles; lower case
)

reference_versions = Table(
    "reference_versions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("version", String(80), nullable=False),
)
