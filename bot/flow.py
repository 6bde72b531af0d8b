"""READ FIRST. The whole service in one function: from a mention to a paid debt.

Each step reads what an earlier step committed, calls the outside with no transaction open, and
commits what it learned. So the process may die between any two lines, and the next cycle goes on
from what is written: nothing is lost, nothing is done twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb

from bot import delivery
from bot.triage import decide, news_of
from bot.wording import NO_FACTS, Facts, Voice
from domain.codes import Dice, new_code
from domain.model import (
    Act,
    Decision,
    Delivery,
    DueAct,
    Extraction,
    Known,
    Mention,
    OwedReply,
    OwnPost,
    Page,
    Quota,
    Reason,
    Reply,
    Report,
    Sent,
    Utterance,
    Via,
)
from domain.ports import Channel, Clock, Extract, Refused, Step, Store, Unavailable

log = logging.getLogger(__name__)

_WINDOW = timedelta(minutes=15)  # X's windows of reading; a reset further away is a mistake
BATCH = 200  # mentions understood together, and debts paid in one cycle


@dataclass(frozen=True, slots=True)
class Pace:
    """Times that shape the flow."""

    unknown_grace: timedelta = timedelta(minutes=15)  # longer than X's timeline lags behind
    sending_lease: timedelta = timedelta(seconds=60)  # longer than any call may take
    after_refusal: timedelta = timedelta(minutes=5)  # before asking again a channel that says no
    longest_pause: timedelta = timedelta(days=1)  # X's longest window
    settling: timedelta = timedelta(minutes=3)  # between looks at our own timeline: reads are few


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the flow works with; time, chance and the outside come in here."""

    channel: Channel
    store: Store
    extract: Extract
    clock: Clock
    dice: Dice
    voice: Voice
    pace: Pace = Pace()


def run_cycle(desk: Desk) -> int:
    """Run one cycle on one channel; return how many new messages came in."""
    # 1. Read everything new, and keep it together with the cursor that covers it.
    received = read_stream(desk, "mentions", desk.channel.mentions_since)
    if desk.channel.abilities.can_dm:
        received += read_stream(desk, "messages", desk.channel.direct_messages_since)

    # 2. Understand each message, choose what to do, and keep the choice with all that follows.
    while waiting := desk.store.waiting(desk.channel.name, BATCH):
        decide_on(desk, waiting)

    # 3. Owe the citizens what moderators have decided, once it cannot be undone any more.
    for act in desk.store.acts_due(desk.channel.name, desk.clock.now(), BATCH):
        owe_news(desk, act)

    # 4. Look up what became of replies that may or may not have gone out.
    doubtful = desk.store.doubtful(desk.channel.name, desk.clock.now(), desk.pace.sending_lease)
    settle_doubts(desk, Via.REPLY, doubtful, desk.channel.own_posts_since)
    settle_doubts(desk, Via.DM, doubtful, desk.channel.own_messages_since)

    # 5. Pay what we owe: the intent is committed before each call, its outcome after.
    for via in Via:
        pay_debts(desk, via)

    desk.store.keep_quotas(desk.channel.name, desk.channel.quotas())
    return received


def read_stream(desk: Desk, kind: str, read: Callable[[str | None], Page]) -> int:
    """Step 1, for one stream of messages. A channel that is down delays, and loses nothing."""
    stream = f"{desk.channel.name}:{kind}"
    if is_paused(desk, stream):
        return 0
    try:
        page = read(desk.store.cursor(stream))
    except Unavailable as error:
        until = error.retry_at or desk.clock.now()
        log.warning("stream unavailable", extra={"stream": stream, "why": error.why})
        desk.store.pause(stream, until, error.why)
        return 0
    except Refused as error:
        log.error("stream refused", extra={"stream": stream, "why": str(error)})
        desk.store.pause(stream, desk.clock.now() + desk.pace.after_refusal, str(error))
        return 0
    now = desk.clock.now()
    received = desk.store.receive(stream, page, now)
    if page.gap is not None:
        log.error("mentions lost between two ids", extra={"stream": stream})
    if (rest := breather(desk.channel.quotas(), kind, now)) is not None:
        desk.store.pause(stream, rest, "spreading the quota over its window")
    return received


def is_paused(desk: Desk, stream: str) -> bool:
    """Say whether a stream of reads or sends must be left alone for now.

    No true pause is longer than X's longest window. One that is comes from a wrong clock, ours or
    X's, and must not silence us until then.
    """
    until, now = desk.store.paused_until(stream), desk.clock.now()
    return until is not None and now < until <= now + desk.pace.longest_pause


def breather(quotas: tuple[Quota, ...], kind: str, now: datetime) -> datetime | None:
    """Return when to read again so that the rest of the quota lasts until it is renewed."""
    for quota in quotas:
        if quota.endpoint == kind and quota.resets_at > now:
            window = min(quota.resets_at - now, _WINDOW)
            return now + window / max(1, quota.remaining)
    return None


def decide_on(desk: Desk, mentions: list[Mention]) -> None:
    """Step 2, for a batch. One bad message is parked with its reason and stops nobody else."""
    done = 0
    try:
        beliefs = desk.extract([Utterance(m.text, m.author_location) for m in mentions])
        for mention, belief in zip(mentions, beliefs, strict=True):
            known = desk.store.known(mention, desk.channel.own_author_id())
            step = next_step(desk, mention, belief, known)
            desk.store.carry_out(step, desk.clock.now())
            done += 1
            log.info("decided", extra={"mention": mention.key, "act": step.decision.act.value})
    except (Unavailable, Refused):
        raise  # the database or the channel, not the message: it stays waiting
    except Exception as error:  # noqa: BLE001 - the only one there is: it logs and parks
        if len(mentions) > 1:
            for mention in mentions[done:]:  # find the bad one
                decide_on(desk, [mention])
            return
        # Not the exception's own words: they may quote the citizen's.
        place = extract_tb(error.__traceback__)[-1]
        problem = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
        log.error("mention parked", extra={"mention": mentions[0].key, "problem": problem})
        desk.store.park(mentions[0], problem, desk.clock.now())


def next_step(desk: Desk, mention: Mention, belief: Extraction, known: Known) -> Step:
    """Turn belief into choice, and choice into the report and the reply that follow from it."""
    decision = decide(mention, belief, known)
    report = None
    if decision.act is Act.OPEN_REPORT:
        report = opened_report(new_code(desk.dice), mention, belief, decision)
    return Step(
        mention=mention,
        extraction=belief,
        decision=decision,
        report=report,
        adds_to=known.report_in_thread if decision.act is Act.ADD_TO_REPORT else None,
        hides=belief.visibility if decision.reason is Reason.HIDE_AFTERWARDS else None,
        reply=owed_reply(desk, mention, decision, report, known),
    )


def opened_report(code: str, mention: Mention, belief: Extraction, decision: Decision) -> Report:
    """Return the report that a mention opens; it takes over nothing that names the author."""
    assert decision.status is not None  # noqa: S101 - triage gives every opened report a status
    return Report(
        code=code,
        status=decision.status,
        visibility=belief.visibility,
        emergency=belief.emergency,
        needs_review=belief.needs_review,
        type=belief.type,
        topic=belief.topic,
        subtopic=belief.subtopic,
        location=belief.location,
        agency=belief.agency,
        reported_at=mention.created_at,
    )


def owed_reply(
    desk: Desk, mention: Mention, decision: Decision, report: Report | None, known: Known
) -> Reply | None:
    """Return the reply we owe after a decision, in words; None when there is none to send."""
    able = desk.channel.abilities
    if decision.reply is None or not (able.can_dm if decision.via is Via.DM else able.can_reply):
        return None
    codes: tuple[str, ...] = ()
    if decision.act is Act.SEND_CODE:
        codes = known.codes
    elif decision.act is Act.ADD_TO_REPORT and decision.reply.tells_code:
        codes = (known.report_in_thread or "",)
    elif report is not None and decision.reply.tells_code:
        codes = (report.code,)
    key = f"{mention.key}:{decision.reply.value}"
    return Reply(
        key=key,
        kind=decision.reply,
        via=decision.via,
        to_post_id=mention.post_id,
        to_author_id=mention.author_id,
        text=desk.voice.say(decision.reply, Facts(report, codes), key, room(desk, decision.via)),
        urgent=report is not None and report.emergency,
        codes=codes,
    )


def room(desk: Desk, via: Via) -> int:
    """Return how long a reply may be, in weighted characters."""
    able = desk.channel.abilities
    return able.max_dm_length if via is Via.DM else able.max_length


def owe_news(desk: Desk, act: DueAct) -> None:
    """Step 3, for one act of a moderator: the citizen is told, or invited, or spared."""
    news = news_of(act, desk.channel.abilities)
    reply = None
    if news.kind is not None:
        to = act.direct if news.via is Via.DM and act.direct else act.mention
        key = f"act:{act.id}:{news.kind.value}"
        codes = (act.report.code,) if news.kind.tells_code else ()
        facts = Facts(act.report, codes, act.note)
        reply = Reply(
            key=key,
            kind=news.kind,
            via=news.via,
            to_post_id=to.post_id,
            to_author_id=to.author_id,
            text=desk.voice.say(news.kind, facts, key, room(desk, news.via)),
            urgent=act.report.emergency,
            codes=codes,
        )
    desk.store.settle_act(act.id, reply, news.waits, desk.clock.now())
    log.info("act told", extra={"act_id": act.id, "reply": reply and reply.key})


def settle_doubts(
    desk: Desk,
    via: Via,
    doubtful: list[OwedReply],
    read: Callable[[datetime], tuple[OwnPost, ...]],
) -> None:
    """Step 4. A doubtful reply is never sent again blindly: our own timeline is asked first."""
    stream = f"{desk.channel.name}:settle_{via}"
    mine = [owed for owed in doubtful if owed.reply.via is via]
    if not mine or is_paused(desk, stream):
        return
    now = desk.clock.now()
    try:
        own = read(min(owed.sending_since or now for owed in mine) - delivery.CLOCK_SKEW)
    except (Unavailable, Refused) as error:
        log.warning("own timeline cannot be read", extra={"stream": stream, "why": error.why})
        desk.store.pause(stream, now + desk.pace.settling, error.why)
        return
    desk.store.pause(stream, now + desk.pace.settling, "looked a moment ago")
    for owed in mine:
        claimed = desk.store.claimed_posts([post.id for post in own])
        outcome = delivery.settle(owed, own, claimed, now, desk.pace.unknown_grace)
        desk.store.record(owed.reply.key, outcome, now)


def pay_debts(desk: Desk, via: Via) -> None:
    """Step 5, one way of sending. What concerns X and not the debt stops it for a while."""
    stream = f"{desk.channel.name}:send_{via}"
    if is_paused(desk, stream):
        return
    for owed in desk.store.due(desk.channel.name, via, desk.clock.now(), BATCH):
        until = pay(desk, owed)
        if until is not None:
            desk.store.pause(stream, until, "X takes no more for now")
            return


def pay(desk: Desk, owed: OwedReply) -> datetime | None:
    """Pay one debt. Return until when to send nothing more this way, None to go on."""
    text = worded(desk, owed)
    if not desk.store.mark_sending(owed.reply.key, text, desk.clock.now()):
        return None  # somebody else is at it
    attempt = replace(owed, attempts=owed.attempts + 1, reply=replace(owed.reply, text=text))
    outcome, until = send(desk, attempt)
    desk.store.record(owed.reply.key, outcome, desk.clock.now())
    log.info(
        "reply attempted",
        extra={"reply": owed.reply.key, "outcome": type(outcome).__name__},
    )
    return until


def worded(desk: Desk, owed: OwedReply) -> str:
    """Return the words to send. X takes no text twice: what is the same for all is said anew."""
    reply = owed.reply
    if owed.attempts == 0 or not reply.kind.is_generic:
        return reply.text
    key = f"{reply.key}:{owed.attempts}"
    return desk.voice.say(reply.kind, NO_FACTS, key, room(desk, reply.via))


def send(desk: Desk, owed: OwedReply) -> tuple[Delivery, datetime | None]:
    """Ask the channel to carry a reply; say what that means for the debt, and for its way."""
    reply = owed.reply
    try:
        if reply.via is Via.DM:
            return Sent(desk.channel.direct_message(reply.to_author_id, reply.text)), None
        return Sent(desk.channel.reply(reply.to_post_id, reply.text)), None
    except Unavailable as error:
        now = desk.clock.now()
        return delivery.after_unavailable(error, now), delivery.pause_after(error, now)
    except Refused as error:
        now = desk.clock.now()
        return delivery.after_refusal(error, owed, now), delivery.pause_after(error, now)
