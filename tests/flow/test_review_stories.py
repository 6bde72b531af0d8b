"""From a moderator's decision to what the citizen reads: ten seconds, a cycle, a tweet."""

from datetime import timedelta

import pytest

from domain.model import Visibility
from domain.review import Done, FieldName, Filters, Missing, ReviewAct, Wish
from domain.status import Status
from storage import reference
from storage.review import SqlReview
from tests.desk import OFFICES, PLACES, RINA
from tests.flow.story import Story, code_in

DOUBTFUL = "#lapor jalan rusak parah di desa Sukamaju, mohon diperbaiki"


class Moderator:
    """Rina, at her desk in the story's database."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._review = SqlReview(story.engine)
        self._forms = 0

    def does(self, act: ReviewAct, **more: object) -> Done:
        now = self._story.clock.now()
        review_id = self._review.take_next(Filters(), RINA, now)
        assert review_id is not None
        matter = self._review.look(review_id, RINA, now, take=True)
        assert matter is not None
        self._forms += 1
        wish = Wish(act, f"form-{self._forms}", matter.version, **more)  # type: ignore[arg-type]
        done = self._review.act(review_id, wish, RINA, now)
        assert isinstance(done, Done), done
        return done

    def undoes(self, done: Done) -> None:
        assert isinstance(self._review.undo(done.act_id, RINA, self._story.clock.now()), Done)


@pytest.fixture
def rina(story: Story) -> Moderator:
    return Moderator(story)


def test_a_question_reaches_the_citizen_and_the_answer_reaches_the_moderator(
    story: Story, rina: Moderator
) -> None:
    post = story.town.tweets("warga_satu", DOUBTFUL)
    story.poll()
    rina.does(ReviewAct.ASK, missing=Missing.TIME)
    story.poll()
    _, question = story.town.answers_to(post)
    assert "Kapan kejadiannya" in question
    assert story.the_report().status is Status.MENUNGGU_PELAPOR

    story.town.tweets("warga_satu", "sejak hujan tanggal 3 kemarin", in_reply_to=post.id)
    story.poll()
    assert story.the_report().status is Status.PERLU_TINJAUAN


def test_nothing_is_sent_in_the_ten_seconds_in_which_it_can_be_undone(
    story: Story, rina: Moderator
) -> None:
    post = story.town.tweets("warga_satu", DOUBTFUL)
    story.poll()
    done = rina.does(ReviewAct.NOT_COMPETENT, note="Pengadilan Negeri Garut, pn-garut.go.id")
    story.poll(after_minutes=0.15)
    assert len(story.town.answers_to(post)) == 1
    rina.undoes(done)
    story.poll()
    assert len(story.town.answers_to(post)) == 1
    assert story.the_report().status is Status.PERLU_TINJAUAN

    rina.does(ReviewAct.NOT_COMPETENT, note="Pengadilan Negeri Garut, pn-garut.go.id")
    for _ in range(3):
        story.poll()
    _, news = story.town.answers_to(post)
    assert "Pengadilan Negeri Garut" in news


def test_a_forwarded_report_is_told_with_its_agency_and_its_page(
    story: Story, rina: Moderator
) -> None:
    post = story.town.tweets("warga_satu", DOUBTFUL)
    story.poll()
    reference.seed(story.engine, "tests", PLACES, OFFICES, lambda _: None)
    rina.does(ReviewAct.CHANGE, field=FieldName.PLACE, value="73.17.04")
    rina.does(ReviewAct.CHANGE, field=FieldName.AGENCY, value="73.17:pupr")
    rina.does(ReviewAct.ACCEPT)
    story.poll()
    _, news = story.town.answers_to(post)
    assert "Dinas Pekerjaan Umum dan Penataan Ruang Kabupaten Luwu" in news
    assert code_in(news) == story.the_report().code


@pytest.mark.parametrize("wish", ["tolong anonim", "mohon isi laporan ini dirahasiakan"])
def test_of_a_private_report_nothing_is_said_in_public(
    story: Story, rina: Moderator, wish: str
) -> None:
    post = story.town.tweets("warga_dua", f"#lapor pungli bansos di desa Sukamaju, {wish}")
    story.poll()
    question = "Siapa nama dusunnya, dan hari apa?"
    rina.does(ReviewAct.ASK, missing=Missing.OTHER, note=question)
    story.poll()
    _, invitation = story.town.answers_to(post)
    assert "DM" in invitation
    for secret in ("dusun", "Sukamaju", "bansos", "laporan Anda", "http"):
        assert secret.lower() not in invitation.lower()

    story.town.writes("warga_dua", "KODE")
    story.poll()
    messages = " ".join(story.town.messages_to("warga_dua"))
    assert question in messages
    story.poll()
    assert len(story.town.answers_to(post)) == 2
    assert len(story.town.messages_to("warga_dua")) == 2


def test_a_private_report_is_forwarded_silently(story: Story, rina: Moderator) -> None:
    post = story.town.tweets("warga_dua", "#lapor pungli di kantor desa Sukamaju, tolong anonim")
    story.poll()
    reference.seed(story.engine, "tests", PLACES, OFFICES, lambda _: None)
    rina.does(ReviewAct.CHANGE, field=FieldName.AGENCY, value="kemenpu")
    rina.does(ReviewAct.ACCEPT)
    story.poll()
    assert len(story.town.answers_to(post)) == 1
    assert story.the_report().status is Status.DITERUSKAN


def test_who_wrote_by_dm_is_told_by_dm(story: Story, rina: Moderator) -> None:
    story.town.writes("warga_satu", f"lapor {DOUBTFUL}")
    story.poll()
    rina.does(ReviewAct.ASK, missing=Missing.PLACE)
    story.poll()
    assert story.town.platform.timeline(story.town.account.id) == []
    assert "kabupaten/kota" in story.town.messages_to("warga_satu")[-1]


def test_who_asks_to_be_hidden_after_the_decision_is_answered_as_hidden(
    story: Story, rina: Moderator
) -> None:
    post = story.town.tweets("warga_dua", DOUBTFUL)
    story.poll()
    rina.does(ReviewAct.ASK, missing=Missing.OTHER, note="Apa warna gapuranya?")
    story.town.tweets("warga_dua", "tolong rahasiakan nama saya, saya takut", in_reply_to=post.id)
    story.poll()
    assert story.the_report().visibility is not Visibility.PUBLIK
    own = story.town.platform.timeline(story.town.account.id)
    assert all("gapura" not in answer.latest.text for answer in own)


def test_news_that_are_still_owed_are_withheld_when_the_report_turns_private(
    story: Story, rina: Moderator
) -> None:
    post = story.town.tweets("warga_satu", DOUBTFUL)
    story.poll()
    reference.seed(story.engine, "tests", PLACES, OFFICES, lambda _: None)
    rina.does(ReviewAct.CHANGE, field=FieldName.PLACE, value="73.17.04")
    rina.does(ReviewAct.CHANGE, field=FieldName.AGENCY, value="73.17:pupr")
    rina.does(ReviewAct.ACCEPT)
    # X is full: the news are owed, and not yet said.
    way, later = "twitter:send_reply", story.clock.now() + timedelta(minutes=30)
    story.desk.store.pause(way, later, "test")
    story.poll()
    story.town.tweets("warga_satu", "tolong isi laporan saya dirahasiakan", in_reply_to=post.id)
    for _ in range(20):
        story.poll()
    assert story.the_report().visibility is Visibility.RAHASIA
    said = " ".join(story.town.answers_to(post)[1:])
    assert "Dinas Pekerjaan Umum" not in said
    assert code_in(said) is None
