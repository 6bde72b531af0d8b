"""From what moderators decided to what their citizens are owed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from domain.model import DueAct, Mention, Reply, ReplyKind, ReplyState, Via
from storage import rows
from storage.tables import mentions, replies, reports, review_acts, reviews

_OWED = and_(
    review_acts.c.tells.is_not(None),
    review_acts.c.told_at.is_(None),
    review_acts.c.undone_at.is_(None),
)


# What a receipt becomes when the report it acknowledges turns private before it was sent.
_NEUTRAL = {
    ReplyKind.ACK: ReplyKind.ACK_PRIVATE,
    ReplyKind.ACK_EMERGENCY: ReplyKind.ACK_EMERGENCY_PRIVATE,
}
_NEWS = (ReplyKind.ASK, ReplyKind.FORWARDED, ReplyKind.NOT_COMPETENT)


def withhold(tx: Connection, report_id: int) -> None:
    """Let nothing be said in public any more of what a report is about: it has become private.

    A receipt that is still owed becomes the neutral one; it counts as tried once, as only what was
    tried is worded anew. News are dropped: their author is told of them when he asks by DM.
    """
    owed = and_(
        replies.c.mention_key.in_(select(mentions.c.key).where(mentions.c.report_id == report_id)),
        replies.c.via == Via.REPLY.value,
        replies.c.state == ReplyState.PENDING.value,
    )
    for kind, neutral in _NEUTRAL.items():
        values = {"kind": neutral.value, "attempts": replies.c.attempts + 1}
        tx.execute(update(replies).where(owed, replies.c.kind == kind.value).values(**values))
    news = replies.c.kind.in_([kind.value for kind in _NEWS])
    dropped = {"state": ReplyState.DEAD.value, "problem": "report_became_private"}
    tx.execute(update(replies).where(owed, news).values(**dropped))


def acts_due(tx: Connection, channel: str, now: datetime, limit: int) -> list[DueAct]:
    """See ``domain.ports.Store.acts_due``."""
    asked = mentions.alias("asked")
    wrote = select(asked.c.key).where(
        asked.c.channel == channel,
        asked.c.author_id == mentions.c.author_id,
        asked.c.direct,
        asked.c.received_at > review_acts.c.invited_at,
    )
    query = (
        select(review_acts, mentions.c.author_id)
        .join(reviews, reviews.c.id == review_acts.c.review_id)
        .join(mentions, mentions.c.key == reviews.c.mention_key)
        .where(
            _OWED,
            mentions.c.channel == channel,
            review_acts.c.due_at <= now,
            or_(review_acts.c.invited_at.is_(None), wrote.exists()),
        )
        .order_by(review_acts.c.id)
        .limit(limit)
    )
    return [_due_act(tx, channel, row) for row in tx.execute(query).all()]


def _due_act(tx: Connection, channel: str, act: rows.AnyRow) -> DueAct:
    report = tx.execute(select(reports).where(reports.c.id == act.report_id)).one()
    said = mentions.c.report_id == act.report_id
    mention = _latest(tx, channel, act.author_id, said)
    assert mention is not None  # noqa: S101 - a report is opened by a mention of its author
    return DueAct(
        id=act.id,
        tells=ReplyKind(act.tells),
        note=act.note,
        report=rows.report_value(report),
        mention=mention,
        direct=_latest(tx, channel, act.author_id, mentions.c.direct),
        invited=act.invited_at is not None,
    )


def _latest(
    tx: Connection, channel: str, author_id: str, which: ColumnElement[bool]
) -> Mention | None:
    query = (
        select(mentions)
        .where(mentions.c.channel == channel, mentions.c.author_id == author_id, which)
        .order_by(mentions.c.created_at.desc(), mentions.c.key.desc())
        .limit(1)
    )
    row = tx.execute(query).one_or_none()
    return None if row is None else rows.mention_value(row)


def settle_act(
    tx: Connection, act_id: int, reply: Reply | None, invites: bool, now: datetime
) -> None:
    """See ``domain.ports.Store.settle_act``."""
    owed = and_(review_acts.c.id == act_id, _OWED)
    done = {"invited_at": now} if invites else {"told_at": now}
    if tx.execute(update(review_acts).where(owed).values(**done)).rowcount == 0 or reply is None:
        return
    query = (
        select(mentions)
        .join(reviews, reviews.c.mention_key == mentions.c.key)
        .join(review_acts, review_acts.c.review_id == reviews.c.id)
        .where(review_acts.c.id == act_id)
    )
    mention = rows.mention_value(tx.execute(query).one())
    tx.execute(insert(replies).values(rows.reply_row(reply, mention, now)))
    tell_codes(tx, reply.codes, now)


def tell_codes(tx: Connection, codes: Sequence[str], now: datetime) -> None:
    """From now on these codes open a page: somebody outside is told them."""
    untold = and_(reports.c.code.in_(codes), reports.c.code_given_at.is_(None))
    tx.execute(update(reports).where(untold).values(code_given_at=now))
