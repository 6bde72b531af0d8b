"""One story per visibility: from the tweet to the page behind the code."""

import pytest

from domain.model import Level, Reason, Visibility
from domain.status import Status
from domain.topics import Topic
from tests.flow.story import PUBLIC_URL, Story, code_in


def test_a_public_report_is_answered_with_a_link_that_opens_it(story: Story) -> None:
    post = story.town.tweets(
        "warga_satu", "#lapor jalan rusak parah di Kecamatan Bajo Kabupaten Luwu, banyak lubang"
    )
    story.poll()

    (answer,) = story.town.answers_to(post)
    assert f"{PUBLIC_URL}/lacak/LPR-" in answer
    report = story.the_report()
    assert (report.visibility, report.topic) == (Visibility.PUBLIK, Topic.PEKERJAAN_UMUM)
    assert report.location is not None
    assert (report.location.level, report.location.regency) == (Level.DISTRICT, "Kabupaten Luwu")
    assert report.agency is not None
    assert "Kabupaten Luwu" in report.agency.name

    code = code_in(answer)
    assert code == report.code
    seen = story.tracking.report(str(code))
    assert seen is not None
    assert (seen.topic, seen.district) == (Topic.PEKERJAAN_UMUM, "Bajo")


@pytest.mark.parametrize(
    ("wish", "visibility"),
    [
        ("tolong jangan bilang saya yang lapor", Visibility.ANONIM),
        ("mohon isi laporan ini dirahasiakan", Visibility.RAHASIA),
    ],
)
def test_a_private_report_is_answered_neutrally_and_its_code_comes_by_dm(
    story: Story, wish: str, visibility: Visibility
) -> None:
    post = story.town.tweets(
        "warga_dua", f"#lapor kepala desa minta uang untuk bansos di Kabupaten Brebes, {wish}"
    )
    story.poll()

    (answer,) = story.town.answers_to(post)
    assert "KODE" in answer
    assert code_in(answer) is None
    for secret in ("http", "Brebes", "Sosial", "bansos", "anonim", "rahasia", "laporan Anda"):
        assert secret.lower() not in answer.lower()
    report = story.the_report()
    assert report.visibility is visibility
    assert story.tracking.report(report.code) is None  # nobody was told the code yet

    story.town.writes("warga_dua", "KODE")
    story.poll()
    (message,) = story.town.messages_to("warga_dua")
    assert code_in(message) == report.code
    assert f"{PUBLIC_URL}/lacak/LPR-" in message
    seen = story.tracking.report(report.code)
    assert seen is not None
    assert seen.village is None
    assert (seen.topic is None) is (visibility is Visibility.RAHASIA)


def test_the_code_is_told_to_nobody_but_the_author(story: Story) -> None:
    story.town.tweets(
        "warga_dua", "#lapor pungli di kantor camat Brebes, identitas saya dirahasiakan"
    )
    story.poll()
    story.town.writes("warga_tiga", "KODE")
    story.poll()
    (message,) = story.town.messages_to("warga_tiga")
    assert code_in(message) is None
    assert story.tracking.report(story.the_report().code) is None


def test_asking_for_the_code_in_public_is_answered_with_an_invitation_to_a_dm(
    story: Story,
) -> None:
    post = story.town.tweets("warga_dua", "#lapor pungli di kantor camat Brebes, tolong anonim")
    story.poll()
    asked = story.town.tweets("warga_dua", "KODE", in_reply_to=post.id)
    story.poll()
    (answer,) = story.town.answers_to(asked)
    assert code_in(answer) is None
    assert "DM" in answer


def test_a_complaint_by_dm_is_answered_by_dm(story: Story) -> None:
    story.town.writes("warga_satu", "lapor, sampah menumpuk di pasar Kota Bekasi sudah seminggu")
    story.poll()
    (message,) = story.town.messages_to("warga_satu")
    assert code_in(message) == story.the_report().code
    assert story.the_report().topic is Topic.LINGKUNGAN_HIDUP


def test_an_emergency_is_answered_with_numbers_first(story: Story) -> None:
    story.town.tweets("warga_satu", "#lapor lampu jalan mati di Kota Bekasi sudah sebulan")
    post = story.town.tweets(
        "warga_dua", "TOLONG kebakaran di Kota Bekasi api masih besar ada anak terjebak"
    )
    story.poll()
    (answer,) = story.town.answers_to(post)
    assert answer.startswith("Ada yang dalam bahaya?")
    assert "112" in answer
    own = story.town.platform.timeline(story.town.account.id)
    assert min(own, key=lambda p: int(p.id)).in_reply_to == post.id  # answered before the older one


def test_what_is_no_report_gets_no_report(story: Story) -> None:
    thanks = story.town.tweets("warga_satu", "terima kasih min, jalannya sudah bagus sekarang")
    spam = story.town.tweets("warga_dua", "slot gacor maxwin deposit 10rb link di bio")
    how = story.town.tweets("warga_tiga", "gimana cara lapor di sini ya min?")
    story.poll()
    assert story.reports() == []
    assert story.town.answers_to(thanks) == story.town.answers_to(spam) == []
    (answer,) = story.town.answers_to(how)
    assert "#lapor" in answer


def test_what_the_author_adds_in_the_thread_opens_no_second_report(story: Story) -> None:
    post = story.town.tweets("warga_satu", "#lapor jalan rusak di Kabupaten Luwu")
    story.poll()
    story.town.tweets("warga_satu", "lokasinya depan SD, jalan rusak parah", in_reply_to=post.id)
    other = story.town.tweets(
        "warga_dua", "#lapor di Kabupaten Brebes juga jalan rusak", in_reply_to=post.id
    )
    story.poll()
    assert len(story.reports()) == 2
    assert len(story.town.answers_to(other)) == 1


@pytest.mark.parametrize("how", ["reply", "edit"])
def test_whoever_asks_to_be_hidden_afterwards_is_hidden_at_once(story: Story, how: str) -> None:
    post = story.town.tweets("warga_dua", "#lapor pungli di kantor camat Brebes")
    story.poll()
    assert story.the_report().visibility is Visibility.PUBLIK
    wish = "tolong rahasiakan nama saya, saya takut"
    if how == "reply":
        asked = story.town.tweets("warga_dua", wish, in_reply_to=post.id)
    else:
        edited = f"@lapor1708 #lapor pungli di kantor camat Brebes, {wish}"
        asked = story.town.platform.edit(post.id, edited)
    story.poll()
    assert story.the_report().visibility is Visibility.ANONIM
    answers = story.town.answers_to(asked)
    assert "KODE" in answers[-1]
    assert code_in(answers[-1]) is None
    assert Reason.HIDE_AFTERWARDS in {item.reason for item in story.console.review_items(10)}


def test_an_emergency_is_always_shown_to_moderators_first(story: Story) -> None:
    story.town.tweets("warga_satu", "#lapor jalan rusak di desa Sukamaju")
    story.town.tweets("warga_dua", "TOLONG kebakaran besar di Kota Bekasi api masih menyala")
    story.poll()
    assert [item.emergency for item in story.console.review_items(10)] == [True, False]


def test_a_doubtful_report_is_opened_and_shown_to_moderators(story: Story) -> None:
    post = story.town.tweets("warga_satu", "#lapor jalan rusak di desa Sukamaju")
    story.poll()
    report = story.the_report()
    assert report.status is Status.PERLU_TINJAUAN
    (item,) = story.console.review_items(10)
    assert item.topic is Topic.PEKERJAAN_UMUM
    (answer,) = story.town.answers_to(post)
    assert "kabupaten/kota mana?" in answer


def test_replies_by_dm_are_never_public(story: Story) -> None:
    story.town.writes("warga_satu", "lapor, air PDAM mati di Kota Bekasi, tolong anonim")
    story.poll()
    assert story.town.platform.timeline(story.town.account.id) == []
    assert len(story.town.messages_to("warga_satu")) == 1
