"""What shall happen with a mention: pure rules. Nothing here reads, writes, sends or rolls dice."""

from dataclasses import dataclass

from domain.model import (
    Act,
    Decision,
    DueAct,
    Extraction,
    Intent,
    Known,
    Mention,
    Reason,
    Relation,
    ReplyKind,
    Via,
)
from domain.ports import Abilities
from domain.status import Status

_SILENT: dict[Intent, Reason] = {
    # Nobody expects an answer to these; an answer would be noise, and noise gets bots restricted.
    Intent.THANKS: Reason.THANKS,
    Intent.GREETING: Reason.CHATTER,
    Intent.SPAM: Reason.SPAM,
    Intent.CHATTER: Reason.CHATTER,
    Intent.REPORT: Reason.CHATTER,
}


def decide(mention: Mention, extraction: Extraction, known: Known) -> Decision:
    """Choose what to do with ``mention``, given what it seems to say and what we know.

    The order is the rule: what cannot be a report goes first, then a running conversation, then a
    new report; whoever is in danger is never taken for anything else.
    """
    if (reason := _not_for_us(mention, known)) is not None:
        return Decision(Act.IGNORE, reason)
    if extraction.emergency:
        return _open_report(mention, extraction)
    if extraction.intent is Intent.ASK_CODE:
        return _tell_code(mention, known)
    if extraction.intent is Intent.ASK_HOW and not extraction.is_report:
        via = Via.DM if mention.direct else Via.REPLY
        return Decision(Act.EXPLAIN, Reason.HOW_TO_ASKED, reply=ReplyKind.HOW_TO, via=via)
    if _continues_own_report(mention, extraction, known):
        return _add_to_report(mention, extraction)
    if extraction.is_report:
        return _open_report(mention, extraction)
    if extraction.needs_review:
        return Decision(Act.HOLD, Reason.MAYBE_A_REPORT)
    return Decision(Act.IGNORE, _SILENT.get(extraction.intent, Reason.CHATTER))


def _not_for_us(mention: Mention, known: Known) -> Reason | None:
    if mention.author_id == known.own_author_id:
        return Reason.OWN_POST
    if any(reference.type is Relation.RETWEETED for reference in mention.referenced):
        return Reason.RETWEET  # the words are somebody else's; the original reaches us by itself
    if not mention.text.strip():
        return Reason.EMPTY
    return None


def _continues_own_report(mention: Mention, extraction: Extraction, known: Known) -> bool:
    """Say whether the author adds to a report of their own.

    In public: any reply in the thread of the report. By DM the thread never ends, so there a new
    complaint is a new report.
    """
    if known.report_in_thread is None:
        return False
    return not extraction.is_report if mention.direct else mention.in_reply_to is not None


def _add_to_report(mention: Mention, extraction: Extraction) -> Decision:
    """Whoever asks to be hidden after the first tweet is hidden at once, and told so."""
    if not extraction.visibility.is_private:
        return Decision(Act.ADD_TO_REPORT, Reason.FOLLOW_UP)
    reply, via = ReplyKind.ACK_PRIVATE, Via.REPLY
    if mention.direct:
        reply, via = ReplyKind.CODE, Via.DM
    return Decision(Act.ADD_TO_REPORT, Reason.HIDE_AFTERWARDS, reply=reply, via=via)


def _tell_code(mention: Mention, known: Known) -> Decision:
    if not mention.direct:  # a code is a key: never in public, so invite to a DM
        kind = ReplyKind.ACK_PRIVATE
        return Decision(Act.EXPLAIN, Reason.CODE_ASKED, reply=kind, via=Via.REPLY)
    if not known.codes:
        kind = ReplyKind.NO_CODE
        return Decision(Act.EXPLAIN, Reason.NO_REPORT_TO_SHOW, reply=kind, via=Via.DM)
    return Decision(Act.SEND_CODE, Reason.CODE_ASKED, reply=ReplyKind.CODE, via=Via.DM)


def _open_report(mention: Mention, extraction: Extraction) -> Decision:
    if extraction.emergency:
        reason = Reason.EMERGENCY
    else:
        reason = Reason.UNSURE if extraction.needs_review else Reason.UNDERSTOOD
    return Decision(
        Act.OPEN_REPORT,
        reason,
        status=Status.PERLU_TINJAUAN if extraction.needs_review else Status.BARU,
        reply=_receipt(mention, extraction),
        via=Via.DM if mention.direct else Via.REPLY,
    )


def _receipt(mention: Mention, extraction: Extraction) -> ReplyKind:
    """Choose the receipt. A DM is between us and the author: there a private report has a code."""
    match extraction.emergency, extraction.visibility.is_private, mention.direct:
        case True, True, False:
            return ReplyKind.ACK_EMERGENCY_PRIVATE
        case True, _, _:
            return ReplyKind.ACK_EMERGENCY
        case False, True, False:
            return ReplyKind.ACK_PRIVATE
        case False, True, True:
            return ReplyKind.CODE
        case _:
            return ReplyKind.ACK


@dataclass(frozen=True, slots=True)
class News:
    """How a citizen learns what a moderator decided; ``kind`` is None when nothing is sent.

    ``waits``: the reply only invites, and the news itself follows when the citizen has written.
    """

    kind: ReplyKind | None
    via: Via = Via.REPLY
    waits: bool = False


def news_of(act: DueAct, able: Abilities) -> News:
    """Choose how to tell the citizen of an act.

    Of a private report nothing is said in public, not even that it moved: by DM to whoever wrote
    one, and who did not is invited to, but only when something is needed of them.
    """
    if (act.mention.direct or act.report.visibility.is_private) and act.direct and able.can_dm:
        return News(act.tells, Via.DM)
    if not able.can_reply or act.mention.direct:
        return News(None)
    if not act.report.visibility.is_private:
        return News(act.tells)
    if act.tells is ReplyKind.FORWARDED or act.invited:
        return News(None)
    return News(ReplyKind.ACK_PRIVATE, waits=True)
