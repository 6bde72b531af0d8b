"""Counts for the dashboard, kept up by triggers that note which days changed; reports.due_at."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Table, what the trigger writes as subject, the moment whose day counts, the columns counted by.
_WATCHED = (
    (
        "reports",
        "report",
        "reported_at",
        "status, topic, province, agency_id, emergency, reported_at",
    ),
    ("replies", "reply", "created_at", "state, created_at"),
)


def upgrade() -> None:
    op.create_table(
        "rollup_days",
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "day", "key", name=op.f("pk_rollup_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rollup_present",
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "key", name=op.f("pk_rollup_present")),
    )
    op.create_table(
        "rollup_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_rollup_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_state")),
    )
    op.create_table(
        "rollup_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_changes")),
    )
    op.create_index("ix_rollup_changes_day", "rollup_changes", ["subject", "day"])
    # Not in a batch: copying the table would break whatever refers to it.
    op.add_column("reports", sa.Column("due_at", sa.DateTime(), nullable=True))
    op.create_index("ix_reports_overdue", "reports", ["status", "due_at", "agency_id"])
    op.create_index("ix_reports_reported_at", "reports", ["reported_at"])
    op.create_index("ix_replies_created_at", "replies", ["created_at"])
    watch = _watch_postgresql if _is_postgresql() else _watch_sqlite
    for table, subject, moment, columns in _WATCHED:
        watch(table, subject, moment, columns)
        day = _day(moment)
        op.execute(  # what is there already has yet to be counted
            f"INSERT INTO rollup_changes (subject, day) SELECT DISTINCT '{subject}', {day} "  # noqa: S608
            f"FROM {table}"
        )


def downgrade() -> None:
    for table, subject, _, _ in _WATCHED:
        if _is_postgresql():
            op.execute(f"DROP TRIGGER rollup_{subject}_changed ON {table}")
            op.execute(f"DROP FUNCTION rollup_{subject}_changed()")
        else:
            for event in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER rollup_{subject}_{event}")
    op.drop_index("ix_replies_created_at", "replies")
    op.drop_index("ix_reports_reported_at", "reports")
    op.drop_index("ix_reports_overdue", "reports")
    op.drop_column("reports", "due_at")
    for table in ("rollup_changes", "rollup_state", "rollup_present", "rollup_days"):
        op.drop_table(table)


def _watch_sqlite(table: str, subject: str, moment: str, columns: str) -> None:
    old, new = _noted(subject, f"OLD.{moment}"), _noted(subject, f"NEW.{moment}")
    both = f"{old} UNION {new}"  # one row, unless it moved to another day
    for event, when, what in (
        ("insert", "INSERT", new),
        ("update", f"UPDATE OF {columns}", both),
        ("delete", "DELETE", old),
    ):
        op.execute(
            f"CREATE TRIGGER rollup_{subject}_{event} AFTER {when} ON {table} "
            f"BEGIN INSERT INTO rollup_changes (subject, day) {what}; END"
        )


def _watch_postgresql(table: str, subject: str, moment: str, columns: str) -> None:
    old, new = _noted(subject, f"OLD.{moment}"), _noted(subject, f"NEW.{moment}")
    note = "INSERT INTO rollup_changes (subject, day)"
    op.execute(
        f"CREATE FUNCTION rollup_{subject}_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN {note} {new}; "
        f"ELSIF TG_OP = 'DELETE' THEN {note} {old}; "
        f"ELSE {note} {old} UNION {new}; END IF; "
        "RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER rollup_{subject}_changed AFTER INSERT OR DELETE OR UPDATE OF {columns} "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION rollup_{subject}_changed()"
    )


def _noted(subject: str, moment: str) -> str:
    return f"SELECT '{subject}', {_day(moment)}"


def _day(moment: str) -> str:
    """Return SQL for the day of the service (WIB, UTC+7 without summer time) of a UTC moment."""
    if _is_postgresql():
        return f"CAST({moment} + interval '7 hours' AS date)"
    # Without the fraction, which SQLite would round up into the next day.
    return f"date(substr({moment}, 1, 19), '+7 hours')"


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
