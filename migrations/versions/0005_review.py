"""The moderators' queue, their acts, what is hidden of a text, and the whole of an event."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOVE_COLUMNS: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("status_from", sa.String(length=20)),
    ("actor_id", sa.String(length=60)),
    ("actor_agency", sa.String(length=60)),
    ("note", sa.Text()),
    ("reason", sa.String(length=40)),
    ("into_id", sa.Integer()),
    ("act_id", sa.Integer()),
    ("undone_at", sa.DateTime()),
)

# Whatever waited before there was a queue joins it: emergencies, then private matters, then all
# else, each by age. (Three days are the moderators' time; holidays do not matter for an order.)
_JOIN_QUEUE = """
INSERT INTO reviews (mention_key, report_id, is_open, priority, reason, emergency, visibility,
                     topic, place_code, agency_id, opened_at, due_at, version)
SELECT m.key, m.report_id, TRUE,
       CASE WHEN r.emergency THEN 0 WHEN r.visibility IN ('anonim', 'rahasia') THEN 1 ELSE 2 END
           * 100000000000 + {seconds},
       m.reason, COALESCE(r.emergency, FALSE), r.visibility, r.topic, r.location_code, r.agency_id,
       m.received_at, {due}, 1
FROM mentions m LEFT JOIN reports r ON r.id = m.report_id
WHERE m.needs_review AND m.key = (
    SELECT MIN(n.key) FROM mentions n
    WHERE n.needs_review AND (n.key = m.key OR n.report_id = m.report_id)
)
"""

# How each database writes them.
_MOMENTS = {
    "sqlite": {
        "seconds": "CAST(strftime('%s', m.received_at) AS INTEGER)",
        "due": "datetime(m.received_at, '+3 days') || '.000000'",
    },
    "postgresql": {
        "seconds": "CAST(EXTRACT(EPOCH FROM m.received_at) AS BIGINT)",
        "due": "m.received_at + interval '3 days'",
    },
}


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_key", sa.String(length=80), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=True),
        sa.Column("topic", sa.String(length=30), nullable=True),
        sa.Column("place_code", sa.String(length=13), nullable=True),
        sa.Column("agency_id", sa.String(length=60), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.Integer(), nullable=True),
        sa.Column("lease_name", sa.Text(), nullable=True),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mention_key"], ["mentions.key"], name=op.f("fk_reviews_mention_key")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_reviews_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_mention_key"), ["mention_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_report_id"), ["report_id"], unique=False)
        batch_op.create_index("ix_reviews_queue", ["is_open", "priority", "id"], unique=False)

    op.create_table(
        "review_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=80), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.Column("tells", sa.String(length=30), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_review_acts_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_review_acts_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_acts")),
        sa.UniqueConstraint("form_key", name=op.f("uq_review_acts_form_key")),
    )
    with op.batch_alter_table("review_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_acts_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_acts_report_id"), ["report_id"], unique=False)
        batch_op.create_index("ix_review_acts_untold", ["told_at", "due_at"], unique=False)

    op.create_table(
        "redactions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("lifted", sa.Text(), nullable=True),
        sa.Column("lift_act_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mention_key"], ["mentions.key"], name=op.f("fk_redactions_mention_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
    )
    with op.batch_alter_table("redactions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_redactions_mention_key"), ["mention_key"], unique=False
        )

    # Not in batches: those copy a table and drop it, with its triggers, and others refer to it.
    op.add_column("mentions", sa.Column("belief", sa.JSON(), nullable=True))
    op.add_column("reports", sa.Column("public_text", sa.Text(), nullable=True))
    op.create_index("ix_reports_similar", "reports", ["topic", "reported_at"])
    with op.batch_alter_table("report_events", schema=None) as batch_op:  # nothing refers to it
        for name, kind in _MOVE_COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_report_events_into_id"), "reports", ["into_id"], ["id"]
        )
    for table, shape in (("places", sa.String(length=80)), ("agencies", sa.Text())):
        op.add_column(table, sa.Column("search", shape, nullable=False, server_default=""))
        op.execute(f"UPDATE {table} SET search = lower(name)")  # noqa: S608 - our own two names
    op.create_index(op.f("ix_places_search"), "places", ["search"])
    op.execute(_JOIN_QUEUE.format(**_MOMENTS[op.get_bind().dialect.name]))


def downgrade() -> None:
    # Not in batches: those copy a table and drop it, and others refer to its rows.
    op.drop_index(op.f("ix_places_search"), "places")
    for table in ("places", "agencies"):
        op.drop_column(table, "search")
    with op.batch_alter_table("report_events", schema=None) as batch_op:  # nothing refers to it
        batch_op.drop_constraint(batch_op.f("fk_report_events_into_id"), type_="foreignkey")
        for name, _ in reversed(_MOVE_COLUMNS):
            batch_op.drop_column(name)
    op.drop_index("ix_reports_similar", "reports")
    op.drop_column("reports", "public_text")
    op.drop_column("mentions", "belief")
    op.drop_table("redactions")
    op.drop_table("review_acts")
    op.drop_table("reviews")
