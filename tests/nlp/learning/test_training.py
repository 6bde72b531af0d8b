"""Training: the same texts give the same bytes, and what it writes can tell them apart."""

import pytest

from domain.model import ReportType, Utterance, Visibility
from nlp.corpus.reading import Judged, Labelled, Phrase, Telling, mentions, phrases
from nlp.learning.calibrate import UNFITTED_JUDGE, fit, read_with
from nlp.learning.train import Corpus, Reader, train
from nlp.model import unpack
from nlp.pipeline import Understanding


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """A thin slice of the corpus: each phrase of every seventh, each mention of every fifteenth."""
    dangers = (("rumah kebakaran sekarang", "True"), ("kebakaran tahun lalu", "False"))
    secrets = (("ayah tiri memukuli adik saya", "True"), ("komisi anak rapat lagi", "False"))
    return Corpus(
        tuple(mentions()[::15]),
        tuple(phrases()[::7]),
        tuple(Judged("-", text, label, "-") for text, label in dangers),
        tuple(Judged("-", text, label, "-") for text, label in secrets),
        (Telling("jangan sebut nama saya", wished=True, is_clause=True),),
    )


@pytest.fixture(scope="module")
def trained(corpus: Corpus) -> bytes:
    return train(corpus, Reader())


def test_training_twice_gives_the_same_bytes(corpus: Corpus, trained: bytes) -> None:
    assert train(corpus, Reader()) == trained


def test_a_trained_model_knows_what_it_was_told(trained: bytes) -> None:
    understanding = Understanding.load(unpack(trained), UNFITTED_JUDGE)
    texts = ["#lapor jalan berlubang parah di depan pasar", "#lapor ktp saya belum jadi"]
    beliefs = understanding([Utterance(text) for text in texts])
    assert [belief.topic for belief in beliefs] == ["pekerjaan_umum", "kependudukan"]


def test_calibration_claims_about_what_is_true(trained: bytes, corpus: Corpus) -> None:
    understanding = Understanding.load(unpack(trained), UNFITTED_JUDGE)
    held = list(read_with(understanding, mentions()[1::15]))
    calibration = fit(held)
    claimed = [calibration.sure("is_report", one.signals["is_report"]) for one in held]
    right = [one.score.is_report for one in held]
    assert sum(claimed) / len(claimed) == pytest.approx(sum(right) / len(right), abs=0.02)


def labelled(place: str | None, agency: str) -> Labelled:
    return Labelled(
        source="-",
        text="#lapor jalan rusak di kota depok",
        type=ReportType.PENGADUAN,
        subtopics=("pekerjaan_umum.jalan_rusak",),
        place=place,
        agencies=(agency,),
        visibility=Visibility.PUBLIK,
        emergency=False,
        pii=(),
        kind="",
    )


@pytest.mark.parametrize(
    ("place", "agency", "location", "office"),
    [
        ("32.76", "pupr", True, True),
        ("32.76.01", "pupr", True, True),  # the regency is right; the district is another field
        ("32.01", "pupr", False, False),  # another government's office
        ("32.76", "pupr@province", True, False),
        (None, "pupr", False, False),  # nothing was named: a place was guessed
    ],
)
def test_a_belief_is_scored_by_regency_and_government(
    place: str | None, agency: str, location: bool, office: bool, understanding: Understanding
) -> None:
    ((_, score),) = [
        (one.signals, one.score) for one in read_with(understanding, [labelled(place, agency)])
    ]
    assert (score.location, score.agency) == (location, office)
    assert score.exact is (None if place is None or len(place) <= 5 else False)


def test_a_phrase_is_no_mention() -> None:
    assert all(isinstance(phrase, Phrase) and phrase.text for phrase in phrases())
