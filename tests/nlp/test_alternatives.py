"""What a moderator is offered besides the best answer."""

from nlp.contract import to_contract
from tests.nlp.conftest import Read


def test_three_other_subtopics_are_offered_the_most_probable_first(read: Read) -> None:
    belief = read("#lapor pungli di kantor camat Kota Bekasi")
    others = belief.alternatives.topics
    assert len(others) == 3
    assert belief.subtopic not in {guess.subtopic for guess in others}
    shares = [guess.probability for guess in others]
    assert shares == sorted(shares, reverse=True)
    assert all(guess.subtopic.startswith(guess.topic.value) for guess in others)
    assert any(guess.agency for guess in others)


def test_the_places_of_an_ambiguous_name_are_offered(read: Read) -> None:
    belief = read("#lapor jalan rusak di desa Sukamaju")
    assert belief.location is None
    assert len(belief.alternatives.places) > 3


def test_the_government_of_the_place_is_offered(read: Read) -> None:
    belief = read("#lapor jalan rusak parah di Kec. Bajo Kab. Luwu")
    assert belief.agency not in belief.alternatives.agencies
    assert "73.17:pemda" in {agency.id for agency in belief.alternatives.agencies}


def test_who_reports_nothing_is_offered_nothing(read: Read) -> None:
    none = read("terima kasih min").alternatives
    assert (none.topics, none.places, none.agencies) == ((), (), ())


def test_the_contract_does_not_know_of_them(read: Read) -> None:
    assert "alternatives" not in to_contract("1", read("#lapor jalan rusak di Kab. Luwu"))
