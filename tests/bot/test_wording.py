"""What we say: short enough, varied, and silent about what must stay private."""

from dataclasses import replace

import pytest

from bot.wording import EMERGENCY_NUMBERS, Facts, Voice, weighted_length
from domain.codes import format_code
from domain.model import Level, Location, ReplyKind, Report, Visibility
from domain.status import Status
from domain.topics import TOPIC_NAMES, Topic
from tests.bot.beliefs import BELIEF, LUWU, NOON

CODE = "8Q54SQ31RX5NCM3SE"

REPORT = Report(
    code=CODE,
    status=Status.BARU,
    visibility=Visibility.PUBLIK,
    emergency=False,
    needs_review=False,
    type=BELIEF.type,
    topic=Topic.PEKERJAAN_UMUM,
    subtopic=BELIEF.subtopic,
    location=LUWU,
    agency=BELIEF.agency,
    reported_at=NOON,
)

# The longest names there are, and an address that X does not count as a link.
LONGEST = replace(
    REPORT,
    topic=max(TOPIC_NAMES, key=lambda topic: len(TOPIC_NAMES[topic])),
    location=Location(
        code="71.08.01",
        level=Level.DISTRICT,
        province="Daerah Khusus Ibukota Jakarta",
        regency="Kabupaten Kepulauan Siau Tagulandang Biaro",
        district="Siau Timur Selatan Tenggara Lagi",
    ),
)
VOICES = [
    Voice("https://lapor.example.go.id", "lapor1708"),
    Voice("http://127.0.0.1:8000", "lapor1708"),
    Voice("http://127.0.0.1:8000", "a" * 15, carries_link=False),
    Voice("http://layanan-pengaduan.internal:8000/aspirasi/masyarakat", "lapor1708"),
]
KEYS = [f"twitter:post:{number}:ack" for number in range(40)]


@pytest.mark.parametrize("kind", [kind for kind in ReplyKind if kind is not ReplyKind.CODE])
@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("report", [LONGEST, replace(LONGEST, location=None, agency=None)])
def test_every_public_sentence_fits_with_the_longest_values(
    kind: ReplyKind, voice: Voice, report: Report
) -> None:
    for key in KEYS:
        text = voice.say(kind, Facts(report, (CODE,)), key, 280)
        assert 0 < weighted_length(text) <= 280


@pytest.mark.parametrize("kind", [ReplyKind.ACK, ReplyKind.ACK_EMERGENCY])
@pytest.mark.parametrize("voice", VOICES)
def test_a_receipt_always_says_where_to_look(kind: ReplyKind, voice: Voice) -> None:
    for key in KEYS:
        text = voice.say(kind, Facts(LONGEST, (CODE,)), key, 280)
        assert (voice.link(CODE) if voice.carries_link else format_code(CODE)) in text


def test_a_receipt_names_topic_and_place() -> None:
    for key in KEYS:
        text = VOICES[0].say(ReplyKind.ACK, Facts(REPORT, (CODE,)), key, 280)
        assert "Pekerjaan Umum dan Penataan Ruang" in text
        assert "Kecamatan Bajo, Kabupaten Luwu" in text


def test_a_report_without_a_place_is_asked_for_it() -> None:
    nowhere = replace(REPORT, location=None, agency=None)
    for key in KEYS:
        text = VOICES[0].say(ReplyKind.ACK, Facts(nowhere, (CODE,)), key, 280)
        assert "kabupaten/kota mana?" in text


@pytest.mark.parametrize("kind", [ReplyKind.ACK_PRIVATE, ReplyKind.ACK_EMERGENCY_PRIVATE])
def test_the_public_answer_to_a_private_report_gives_nothing_away(kind: ReplyKind) -> None:
    for key in KEYS:
        text = VOICES[0].say(kind, Facts(LONGEST, (CODE,)), key, 280)
        for secret in (CODE, format_code(CODE), "http", "Siau", "Kabupaten", "Ketentraman",
                       "anonim", "rahasia", "lapor1708"):  # fmt: skip
            assert secret not in text
        assert "KODE" in text


def test_whoever_is_in_danger_reads_the_numbers_first() -> None:
    for kind in (ReplyKind.ACK_EMERGENCY, ReplyKind.ACK_EMERGENCY_PRIVATE):
        text = VOICES[0].say(kind, Facts(REPORT, (CODE,)), KEYS[0], 280)
        assert text.startswith("Ada yang dalam bahaya?")
        assert EMERGENCY_NUMBERS in text


def test_a_direct_message_may_tell_several_codes() -> None:
    other = CODE[::-1]
    text = VOICES[0].say(ReplyKind.CODE, Facts(None, (CODE, other)), KEYS[0], 10_000)
    for code in (CODE, other):
        assert format_code(code) in text
        assert VOICES[0].link(code) in text


@pytest.mark.parametrize("kind", list(ReplyKind))
def test_each_kind_has_several_wordings_and_a_debt_keeps_its_own(kind: ReplyKind) -> None:
    voice, facts = VOICES[0], Facts(REPORT, (CODE,))
    said = {voice.say(kind, facts, key, 10_000) for key in KEYS}
    assert len(said) >= (20 if kind.is_generic and kind is not ReplyKind.NO_CODE else 3)
    assert voice.say(kind, facts, KEYS[3], 10_000) == voice.say(kind, facts, KEYS[3], 10_000)


@pytest.mark.parametrize("kind", [ReplyKind.ASK, ReplyKind.NOT_COMPETENT])
@pytest.mark.parametrize(
    "note", ["kata " * 40, "😷" * 200, "a.id " * 40, "日" * 200, "baris\n\ndua"]
)
def test_what_a_moderator_writes_fits_and_begins_as_written(kind: ReplyKind, note: str) -> None:
    for key in KEYS:
        text = VOICES[0].say(kind, Facts(REPORT, (CODE,), note), key, 280)
        assert weighted_length(text) <= 280
        assert " ".join(note.split())[:10] in text


def test_a_forwarded_report_is_told_with_the_agency_and_where_to_look() -> None:
    for key in KEYS:
        text = VOICES[0].say(ReplyKind.FORWARDED, Facts(REPORT, (CODE,)), key, 280)
        assert BELIEF.agency is not None
        assert BELIEF.agency.name in text
        assert VOICES[0].link(CODE) in text


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("halo", 4),
        ("é", 1),
        ("😷", 2),
        ("👨‍👩‍👧", 2),
        ("日", 2),
        ("https://lapor.example.go.id/lacak/LPR-8Q54-SQ31-RX5N-CM3S-E", 23),
        ("lihat lapor.go.id ya", 6 + 23 + 3),
    ],
)
def test_length_is_counted_as_x_does(text: str, length: int) -> None:
    assert weighted_length(text) == length
