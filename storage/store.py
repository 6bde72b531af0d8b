"""The memory of the conversation (``domain.ports.Store``). Each method is one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, and_, func, insert, literal, or_, select, update

from domain.clock import PlainWeek
from domain.model import (
    Act,
    Delivery,
    DueAct,
    GiveUp,
    Known,
    Mention,
    Outcome,
    OwedReply,
    Page,
    Quota,
    Reason,
    Reply,
    ReplyState,
    Report,
    RetryAt,
    Sent,
    Unknown,
    Via,
    Visibility,
)
from domain.ports import Step, WorkingDays
from storage import history, rows, telling, waiting
from storage.engine import transaction
from storage.tables import (
    gaps,
    mentions,
    quotas,
    redactions,
    replies,
    report_events,
    reports,
    streams,
)

_PLAIN_WEEK = PlainWeek()
CODES_TOLD_AT_MOST = 5  # somebody with more open reports sees the latest; keeps the DM readable


class SqlStore:
    """See ``domain.ports.Store`` for what each method promises."""

    def __init__(self, engine: Engine, days: WorkingDays = _PLAIN_WEEK) -> None:
        """``days`` say when what waits for a moderator is due."""
        self._engine = engine
        self._days = days

    # ------------------------------------------------------------ reading a channel

    def cursor(self, stream: str) -> str | None:
        with transaction(self._engine) as tx:
            return tx.scalar(select(streams.c.cursor).where(streams.c.name == stream))

    def receive(self, stream: str, page: Page, now: datetime) -> int:
        with transaction(self._engine) as tx:
            fresh = _keep_mentions(tx, page, now)
            for post in page.unreadable:
                if _insert_if_new(tx, rows.unreadable_row(post, now)):
                    waiting.join_queue(tx, post.key, self._days, now)
            _touch_stream(tx, stream)
            tx.execute(
                update(streams)
                .where(streams.c.name == stream)
                .values(cursor=page.cursor, read_at=now, paused_until=None, pause_reason=None)
            )
            if page.gap is not None:
                gap = {"after_id": page.gap.after_id, "before_id": page.gap.before_id}
                tx.execute(insert(gaps).values(stream=stream, noticed_at=now, **gap))
            return fresh

    def pause(self, stream: str, until: datetime | None, why: str) -> None:
        with transaction(self._engine) as tx:
            _touch_stream(tx, stream)
            tx.execute(
                update(streams)
                .where(streams.c.name == stream)
                .values(paused_until=until, pause_reason=why)
            )

    def paused_until(self, stream: str) -> datetime | None:
        with transaction(self._engine) as tx:
            return tx.scalar(select(streams.c.paused_until).where(streams.c.name == stream))

    def keep_quotas(self, channel: str, seen: Sequence[Quota]) -> None:
        with transaction(self._engine) as tx:
            for quota in seen:
                here = and_(quotas.c.channel == channel, quotas.c.endpoint == quota.endpoint)
                values = {
                    "limit": quota.limit,
                    "remaining": quota.remaining,
                    "resets_at": quota.resets_at,
                }
                if tx.execute(update(quotas).where(here).values(**values)).rowcount == 0:
                    tx.execute(
                        insert(quotas).values(channel=channel, endpoint=quota.endpoint, **values)
                    )

    # ------------------------------------------------------------ deciding

    def waiting(self, channel: str, limit: int) -> list[Mention]:
        query = (
            select(mentions)
            .where(mentions.c.channel == channel, mentions.c.state == "received")
            .order_by(mentions.c.created_at, mentions.c.key)
            .limit(limit)
        )
        with transaction(self._engine) as tx:
            return [rows.mention_value(row) for row in tx.execute(query)]

    def known(self, mention: Mention, own_author_id: str) -> Known:
        own = and_(
            mentions.c.channel == mention.channel,
            mentions.c.author_id == mention.author_id,
            mentions.c.act == Act.OPEN_REPORT.value,
        )
        opened = select(reports.c.code).join(mentions, mentions.c.report_id == reports.c.id)
        newest_first = opened.where(own).order_by(reports.c.id.desc())
        with transaction(self._engine) as tx:
            codes = tx.scalars(newest_first.limit(CODES_TOLD_AT_MOST)).all()
            in_thread = None
            if mention.conversation_id is not None:
                in_thread = tx.scalar(
                    newest_first.where(mentions.c.conversation_id == mention.conversation_id).limit(
                        1
                    )
                )
        return Known(own_author_id, in_thread, tuple(codes))

    def carry_out(self, step: Step, now: datetime) -> None:
        with transaction(self._engine) as tx:
            if not _decide(tx, step.mention, rows.decided_row(step.extraction, step.decision, now)):
                return  # another process was faster; its decision stands
            report_id = None
            if step.report is not None:
                report_id = _open_report(tx, step.report, now)
            elif step.adds_to is not None:
                report_id = _hide_report(tx, step.adds_to, step.hides)
            here = mentions.c.key == step.mention.key
            tx.execute(update(mentions).where(here).values(report_id=report_id))
            _keep_pii(tx, step)
            if rows.needs_review(step.extraction, step.decision):
                waiting.join_queue(tx, step.mention.key, self._days, now)
                if step.adds_to is not None and report_id is not None:
                    history.citizen_answered(tx, report_id, now)
            if step.reply is not None:
                tx.execute(insert(replies).values(rows.reply_row(step.reply, step.mention, now)))
                telling.tell_codes(tx, step.reply.codes, now)

    def park(self, mention: Mention, problem: str, now: datetime) -> None:
        values = {
            "state": "parked",
            "act": Act.PARK.value,
            "reason": Reason.FAILED.value,
            "needs_review": True,
            "problem": problem,
            "decided_at": now,
        }
        with transaction(self._engine) as tx:
            if _decide(tx, mention, values):
                waiting.join_queue(tx, mention.key, self._days, now)

    # ------------------------------------------------------------ telling what moderators decided

    def acts_due(self, channel: str, now: datetime, limit: int) -> list[DueAct]:
        with transaction(self._engine) as tx:
            return telling.acts_due(tx, channel, now, limit)

    def settle_act(self, act_id: int, reply: Reply | None, invites: bool, now: datetime) -> None:
        with transaction(self._engine) as tx:
            telling.settle_act(tx, act_id, reply, invites, now)

    # ------------------------------------------------------------ paying debts

    def due(self, channel: str, via: Via, now: datetime, limit: int) -> list[OwedReply]:
        query = (
            select(replies)
            .where(
                replies.c.channel == channel,
                replies.c.via == via.value,
                replies.c.state == ReplyState.PENDING.value,
                replies.c.due_at <= now,
            )
            .order_by(replies.c.urgent.desc(), replies.c.created_at, replies.c.key)
            .limit(limit)
        )
        with transaction(self._engine) as tx:
            return [rows.owed_value(row) for row in tx.execute(query)]

    def mark_sending(self, key: str, text: str, now: datetime) -> bool:
        pending = and_(replies.c.key == key, replies.c.state == ReplyState.PENDING.value)
        values = {"state": ReplyState.SENDING.value, "text": text, "sending_since": now}
        with transaction(self._engine) as tx:
            attempt = update(replies).where(pending)
            done = tx.execute(attempt.values(attempts=replies.c.attempts + 1, **values))
            return done.rowcount == 1

    def record(self, key: str, delivery: Delivery, now: datetime) -> None:
        values: rows.Values
        match delivery:
            case Sent(post_id):
                values = {"state": ReplyState.SENT, "sent_id": post_id, "problem": None}
            case RetryAt(at, why, counts):
                values = {"state": ReplyState.PENDING, "due_at": at, "problem": why}
                if not counts:
                    values["attempts"] = replies.c.attempts - 1
            case Unknown(why):
                values = {"state": ReplyState.UNKNOWN, "problem": why}
            case GiveUp(why):
                values = {"state": ReplyState.DEAD, "problem": why}
        unsettled = replies.c.state != ReplyState.SENT.value  # a fact once known stays known
        with transaction(self._engine) as tx:
            tx.execute(update(replies).where(replies.c.key == key, unsettled).values(**values))
            if isinstance(delivery, GiveUp):
                _ask_for_a_look(tx, key, delivery.why, self._days, now)

    def doubtful(self, channel: str, now: datetime, lease: timedelta) -> list[OwedReply]:
        abandoned = and_(
            replies.c.state == ReplyState.SENDING.value,
            replies.c.sending_since <= now - lease,
        )
        query = (
            select(replies)
            .where(
                replies.c.channel == channel,
                or_(replies.c.state == ReplyState.UNKNOWN.value, abandoned),
            )
            .order_by(replies.c.sending_since)
        )
        with transaction(self._engine) as tx:
            return [rows.owed_value(row) for row in tx.execute(query)]

    def claimed_posts(self, post_ids: Sequence[str]) -> frozenset[str]:
        query = select(replies.c.sent_id).where(replies.c.sent_id.in_(post_ids))
        with transaction(self._engine) as tx:
            return frozenset(id_ for id_ in tx.scalars(query) if id_ is not None)

    # ------------------------------------------------------------ reading back

    def outcome(self, mention: Mention) -> Outcome:
        """Return what became of a mention, for ``laporbot replay``."""
        query = (
            select(mentions.c.act, mentions.c.reason, reports)
            .join(reports, reports.c.id == mentions.c.report_id, isouter=True)
            .where(mentions.c.key == mention.key)
        )
        owed = select(replies).where(replies.c.mention_key == mention.key)
        with transaction(self._engine) as tx:
            row = tx.execute(query).one()
            answers = tuple(rows.reply_value(reply) for reply in tx.execute(owed))
        return Outcome(
            act=Act(row.act),
            reason=Reason(row.reason),
            report=rows.report_value(row) if row.code else None,
            replies=answers,
        )


def _keep_mentions(tx: Connection, page: Page, now: datetime) -> int:
    """Insert what is new, and what was edited."""
    fresh = 0
    for mention in page.mentions:
        if _insert_if_new(tx, rows.mention_row(mention, now)):
            fresh += 1
        elif mention.post_id != mention.id:
            fresh += _keep_edit(tx, mention, now)
    return fresh


def _keep_edit(tx: Connection, mention: Mention, now: datetime) -> int:
    """Keep an edited version of a known post; return how many messages that makes.

    Before the decision it takes the place of what it edits. Afterwards it is a message of its own
    in the thread, so that a place or a wish for secrecy that was added is not overlooked.
    """
    edited = {"text": mention.text, "post_id": mention.post_id}
    undecided = and_(mentions.c.key == mention.key, mentions.c.state == "received")
    if tx.execute(update(mentions).where(undecided).values(**edited)).rowcount == 1:
        return 0
    as_follow_up = replace(
        mention, id=mention.post_id, in_reply_to=mention.in_reply_to or mention.id
    )
    return int(_insert_if_new(tx, rows.mention_row(as_follow_up, now)))


def _insert_if_new(tx: Connection, row: rows.Values) -> bool:
    columns = [mentions.c[name] for name in row]
    values = [
        literal(value, column.type) for value, column in zip(row.values(), columns, strict=True)
    ]
    absent = ~select(mentions.c.key).where(mentions.c.key == row["key"]).exists()
    return (
        tx.execute(insert(mentions).from_select(columns, select(*values).where(absent))).rowcount
        == 1
    )


def _touch_stream(tx: Connection, stream: str) -> None:
    known = select(func.count()).select_from(streams).where(streams.c.name == stream)
    if not tx.scalar(known):
        tx.execute(insert(streams).values(name=stream))


def _open_report(tx: Connection, report: Report, now: datetime) -> int:
    done = tx.execute(insert(reports).values(rows.report_row(report)))
    assert done.inserted_primary_key is not None  # noqa: S101 - an INSERT of one row has one
    report_id = done.inserted_primary_key[0]
    event = {"status": report.status.value, "at": now, "actor": "bot"}
    tx.execute(insert(report_events).values(report_id=report_id, **event))
    return int(report_id)


def _hide_report(tx: Connection, code: str, hides: Visibility | None) -> int | None:
    """Hide a report at least as ``hides`` says, never less than before. Return its id."""
    row = tx.execute(
        select(reports.c.id, reports.c.visibility).where(reports.c.code == code)
    ).one_or_none()
    if row is None:
        return None
    if hides is not None:
        stricter = Visibility(row.visibility).or_stricter(hides)
        values: rows.Values = {"visibility": stricter.value}
        if stricter.is_private:
            values["public_text"] = None  # it was released while the report was public
        tx.execute(update(reports).where(reports.c.id == row.id).values(**values))
        if stricter.is_private:
            telling.withhold(tx, row.id)
    return int(row.id)


def _decide(tx: Connection, mention: Mention, values: rows.Values) -> bool:
    """Settle a received mention. False when it was settled already."""
    waiting = and_(mentions.c.key == mention.key, mentions.c.state == "received")
    return tx.execute(update(mentions).where(waiting).values(**values)).rowcount == 1


def _ask_for_a_look(
    tx: Connection, reply_key: str, why: str, days: WorkingDays, now: datetime
) -> None:
    """Show a mention to moderators: its reply will never be sent by us."""
    key = tx.scalar(select(replies.c.mention_key).where(replies.c.key == reply_key))
    values = {"needs_review": True, "problem": f"reply_not_sent: {why}"}
    tx.execute(update(mentions).where(mentions.c.key == key).values(**values))
    if key is not None:
        waiting.join_queue(tx, key, days, now)


def _keep_pii(tx: Connection, step: Step) -> None:
    """Keep what names a person as marks over the text, before anybody may want to show it."""
    for span in step.extraction.pii:
        place = {"kind": span.kind, "start": span.start, "end": span.end}
        tx.execute(insert(redactions).values(mention_key=step.mention.key, **place))
