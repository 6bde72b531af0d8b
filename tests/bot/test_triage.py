"""What shall happen with a mention: one row a rule."""

from dataclasses import replace

import pytest

from bot.triage import News, decide, news_of
from domain.model import (
    Act,
    Decision,
    DueAct,
    Extraction,
    Intent,
    Known,
    Mention,
    Reason,
    Reference,
    Relation,
    ReplyKind,
    Report,
    Via,
    Visibility,
)
from domain.ports import Abilities
from domain.status import Status
from tests.bot.beliefs import NOON, belief, mention, no_report

STRANGER = Known(own_author_id="1")
REPORTER = Known(own_author_id="1", report_in_thread="C" * 17, codes=("C" * 17,))
RETWEET = (Reference(Relation.RETWEETED, "5"),)
ANONIM, RAHASIA = Visibility.ANONIM, Visibility.RAHASIA


@pytest.mark.parametrize(
    ("said", "believed", "known", "act", "reason", "reply"),
    [
        # a report is opened and receipted
        (mention(), belief(), STRANGER, "open_report", "understood", "tanda_terima"),
        (mention(), belief(needs_review=True), STRANGER, "open_report", "unsure", "tanda_terima"),
        (
            mention(), belief(visibility=ANONIM), STRANGER,
            "open_report", "understood", "tanda_terima_tertutup",
        ),
        (
            mention(), belief(visibility=RAHASIA), STRANGER,
            "open_report", "understood", "tanda_terima_tertutup",
        ),
        # danger comes first, whatever else the text is
        (mention(), belief(emergency=True), STRANGER, "open_report", "emergency", "darurat"),
        (
            mention(), belief(emergency=True, visibility=RAHASIA), STRANGER,
            "open_report", "emergency", "darurat_tertutup",
        ),
        (
            mention(in_reply_to="99"), no_report(Intent.CHATTER, emergency=True), REPORTER,
            "open_report", "emergency", "darurat",
        ),
        # a direct message is between two: there even a private report has its code
        (
            mention(direct=True), belief(visibility=ANONIM), STRANGER,
            "open_report", "understood", "kode",
        ),
        (
            mention(direct=True), belief(emergency=True, visibility=ANONIM), STRANGER,
            "open_report", "emergency", "darurat",
        ),
        # the thread of an own report
        (
            mention(in_reply_to="99"), belief(), REPORTER,
            "add_to_report", "follow_up", None,
        ),
        (
            mention(in_reply_to="99"), no_report(Intent.THANKS), REPORTER,
            "add_to_report", "follow_up", None,
        ),
        (
            mention(in_reply_to="99"), belief(), STRANGER,
            "open_report", "understood", "tanda_terima",
        ),
        (
            mention(direct=True), no_report(Intent.CHATTER), REPORTER,
            "add_to_report", "follow_up", None,
        ),
        (mention(direct=True), belief(), REPORTER, "open_report", "understood", "tanda_terima"),
        (
            mention(direct=True), no_report(Intent.ASK_HOW), REPORTER,
            "explain", "how_to_asked", "cara_lapor",
        ),
        # a wish to be hidden that comes later
        (
            mention(in_reply_to="99"), no_report(Intent.CHATTER, visibility=ANONIM), REPORTER,
            "add_to_report", "hide_afterwards", "tanda_terima_tertutup",
        ),
        (
            mention(direct=True), no_report(Intent.CHATTER, visibility=RAHASIA), REPORTER,
            "add_to_report", "hide_afterwards", "kode",
        ),
        # the word KODE
        (
            mention(direct=True), no_report(Intent.ASK_CODE), REPORTER,
            "send_code", "code_asked", "kode",
        ),
        (
            mention(direct=True), no_report(Intent.ASK_CODE), STRANGER,
            "explain", "no_report_to_show", "kode_tidak_ada",
        ),
        (
            mention(in_reply_to="99"), no_report(Intent.ASK_CODE), REPORTER,
            "explain", "code_asked", "tanda_terima_tertutup",
        ),
        # no report: an answer only where a person would expect one
        (mention(), no_report(Intent.ASK_HOW), STRANGER, "explain", "how_to_asked", "cara_lapor"),
        (mention(), no_report(Intent.THANKS), STRANGER, "ignore", "thanks", None),
        (mention(), no_report(Intent.GREETING), STRANGER, "ignore", "chatter", None),
        (mention(), no_report(Intent.SPAM), STRANGER, "ignore", "spam", None),
        (mention(), no_report(Intent.CHATTER), STRANGER, "ignore", "chatter", None),
        (
            mention(), no_report(Intent.CHATTER, needs_review=True), STRANGER,
            "hold", "maybe_a_report", None,
        ),
        (mention(referenced=RETWEET), belief(), STRANGER, "ignore", "retweet", None),
        (mention(author_id="1"), belief(), STRANGER, "ignore", "own_post", None),
        (mention(text=" \n"), no_report(Intent.CHATTER), STRANGER, "ignore", "empty", None),
    ],
)  # fmt: skip
def test_decision(
    said: Mention, believed: Extraction, known: Known, act: str, reason: str, reply: str | None
) -> None:
    decision = decide(said, believed, known)
    assert (decision.act, decision.reason, decision.reply) == (Act(act), Reason(reason), reply)
    assert decision.via is (Via.DM if said.direct and reply else Via.REPLY)


@pytest.mark.parametrize("via_dm", [True, False])
@pytest.mark.parametrize("visibility", [ANONIM, RAHASIA])
@pytest.mark.parametrize("emergency", [True, False])
def test_a_private_report_never_has_a_public_reply_that_tells_its_code(
    via_dm: bool, visibility: Visibility, emergency: bool
) -> None:
    said = mention(direct=via_dm)
    decision = decide(said, belief(visibility=visibility, emergency=emergency), STRANGER)
    assert isinstance(decision.reply, ReplyKind)
    assert decision.reply.tells_code is via_dm


def test_a_doubtful_report_waits_for_a_moderator() -> None:
    decision = decide(mention(), belief(needs_review=True), STRANGER)
    assert decision == Decision(
        Act.OPEN_REPORT, Reason.UNSURE, Status.PERLU_TINJAUAN, ReplyKind.ACK
    )


PUBLIC, DM = mention(), mention(direct=True)
BOTH = Abilities(can_reply=True, can_dm=True, max_length=280, max_dm_length=10_000)
NO_DM = replace(BOTH, can_dm=False)
NOTHING, INVITED = News(None), News(ReplyKind.ACK_PRIVATE, waits=True)


@pytest.mark.parametrize(
    ("tells", "visibility", "said", "direct", "invited", "able", "news"),
    [
        (ReplyKind.ASK, Visibility.PUBLIK, PUBLIC, None, False, BOTH, News(ReplyKind.ASK)),
        (ReplyKind.ASK, Visibility.PUBLIK, PUBLIC, DM, False, BOTH, News(ReplyKind.ASK)),
        (ReplyKind.ASK, Visibility.PUBLIK, DM, DM, False, BOTH, News(ReplyKind.ASK, Via.DM)),
        (ReplyKind.ASK, ANONIM, PUBLIC, None, False, BOTH, INVITED),
        (ReplyKind.NOT_COMPETENT, RAHASIA, PUBLIC, None, False, BOTH, INVITED),
        (ReplyKind.ASK, ANONIM, PUBLIC, DM, True, BOTH, News(ReplyKind.ASK, Via.DM)),
        (ReplyKind.FORWARDED, RAHASIA, PUBLIC, DM, False, BOTH,
         News(ReplyKind.FORWARDED, Via.DM)),
        (ReplyKind.FORWARDED, RAHASIA, PUBLIC, None, False, BOTH, NOTHING),
        (ReplyKind.ASK, ANONIM, PUBLIC, None, True, BOTH, NOTHING),
        (ReplyKind.ASK, ANONIM, PUBLIC, DM, True, NO_DM, NOTHING),
        (ReplyKind.ASK, Visibility.PUBLIK, DM, DM, False, NO_DM, NOTHING),
        (ReplyKind.ASK, Visibility.PUBLIK, PUBLIC, None, False, replace(BOTH, can_reply=False),
         NOTHING),
    ],
)  # fmt: skip
def test_a_citizen_learns_of_a_decision(
    tells: ReplyKind,
    visibility: Visibility,
    said: Mention,
    direct: Mention | None,
    invited: bool,
    able: Abilities,
    news: News,
) -> None:
    report = Report(
        "C" * 17, Status.BARU, visibility, False, False, None, None, None, None, None, NOON
    )
    assert news_of(DueAct(1, tells, "", report, said, direct, invited), able) == news
