"""Which fields of a belief are right, by the labels of its text."""

from dataclasses import dataclass

from domain.model import Extraction, Level, Location
from nlp.agency.reference import GOVERNMENT, local_agency, national_bodies, offices
from nlp.corpus.reading import UNDECIDED, Labelled
from nlp.place.gazetteer import (
    PROVINCE_CODE,
    REGENCY_CODE,
    load_gazetteer,
)

_PROVINCE_OFFICE = "@province"


@dataclass(frozen=True, slots=True)
class Score:
    """A labelled text, what was believed of it, and which fields of that are right.

    A field that the labels leave open is None. ``location`` is right when the regency is (or when
    none was named and none is claimed); ``exact`` asks for the district or village too.
    """

    labelled: Labelled
    belief: Extraction
    is_report: bool
    type: bool | None
    topic: bool | None
    subtopic: bool | None
    location: bool | None
    exact: bool | None
    agency: bool | None
    visibility: bool
    emergency: bool

    @property
    def all_right(self) -> bool:
        """Whether nothing would have to be mended by a moderator."""
        fields = (self.topic, self.location, self.agency)
        return self.is_report and self.visibility and self.emergency and False not in fields


def score(labelled: Labelled, belief: Extraction) -> Score:
    """Compare a belief with the labels of its text."""
    told = labelled.is_report and belief.is_report
    topic = belief.topic.value if belief.topic else None
    return Score(
        labelled=labelled,
        belief=belief,
        is_report=belief.is_report == labelled.is_report,
        type=belief.type is labelled.type if told else None,
        topic=topic in labelled.topics if told else None,
        subtopic=belief.subtopic in labelled.subtopics if told else None,
        location=_regency_right(labelled.place, belief.location) if told else None,
        exact=_place_right(labelled.place, belief.location) if told else None,
        agency=_agency_right(labelled, belief) if told else None,
        # Who hides the identity only, where the content was to be hidden too, has missed the wish.
        visibility=belief.visibility is labelled.visibility,
        emergency=belief.emergency == labelled.emergency,
    )


def hides_enough(score: Score) -> bool:
    """Say whether whoever wished to be hidden is: more than was asked for is enough."""
    wished, given = score.labelled.visibility, score.belief.visibility
    return given.or_stricter(wished) is given


def _regency_right(place: str | None, location: Location | None) -> bool:
    if place is None or place == UNDECIDED:
        return location is None or (place == UNDECIDED and bool(location.candidates))
    return location is not None and location.code[:REGENCY_CODE] == place[:REGENCY_CODE]


def _place_right(place: str | None, location: Location | None) -> bool | None:
    """Compare down to the level that is named; None when no more than a regency is."""
    if place is None or len(place) <= REGENCY_CODE:
        return None
    return location is not None and location.code[: len(place)] == place


def _agency_right(labelled: Labelled, belief: Extraction) -> bool | None:
    if not labelled.agencies:
        return None
    said = institution(belief.agency.id) if belief.agency else None
    places = {labelled.place}
    # Whoever says that the place is undecided answers with an office of the likeliest.
    if labelled.place == UNDECIDED and belief.location and belief.location.candidates:
        places.add(belief.location.code)
    return any(said in _accepted(agency, place) for agency in labelled.agencies for place in places)


def _accepted(agency: str, place: str | None) -> set[str | None]:
    """Return the institutions of an acceptable agency, None among them when its place is unknown.

    A name may be both a ministry's and an office's: "esdm".
    """
    found: set[str | None] = set()
    if agency in national_bodies():
        found.add(institution(agency))
    office = agency.removesuffix(_PROVINCE_OFFICE)
    if office in offices():
        found.add(_local_institution(office, place, provincial=agency != office))
        if Level.DISTRICT in offices()[office].levels and len(place or "") == REGENCY_CODE:
            # Which district is not said: the government that it belongs to answers as well.
            found.add(_local_institution(GOVERNMENT, place, provincial=False))
    return found


def _local_institution(office: str, place: str | None, *, provincial: bool) -> str | None:
    """Return the institution of a local office; None: nobody can know whose without a place."""
    if place is None or place == UNDECIDED:
        return None
    government = load_gazetteer().governed_from(place)
    levels = offices()[office].levels
    if provincial or len(place) == PROVINCE_CODE or levels == (Level.PROVINCE,):
        government = place[:PROVINCE_CODE]
    found = local_agency(load_gazetteer(), office, government)
    # No such office stands alone on that level: the institution it would be a part of is meant.
    return institution(found.id if found else f"{government}:{office}")


def institution(agency_id: str) -> str:
    """Return the institution that a body is a part of: "propam" is of "polri"."""
    government, colon, office = agency_id.rpartition(":")
    if not colon:
        return _PART_OF.get(agency_id, agency_id)
    found = offices().get(office)
    whole = found.part_of if found and found.part_of else _PART_OF.get(office, office)
    return f"{government[:REGENCY_CODE]}:{whole}"


# Directorates and daughters answer at their mother's door; so does a hospital at the health
# office's, whose unit it is by law (PP 72/2019), and a section of the secretariat at the
# government's.
_PART_OF = {
    part: whole
    for whole, parts in {
        "polri": "propam korlantas kompolnas",
        "kemenkeu": "djp bea_cukai djkn itjen_kemenkeu",
        "kemenimipas": "imigrasi pemasyarakatan itjen_imipas",
        "kemen_pu": "bina_marga sda_pusat cipta_karya_pusat itjen_pu",
        "kemenhub": "ditjen_hubdat ditjen_hubla ditjen_hubud djka itjen_kemenhub",
        "kemendagri": "dukcapil_pusat itjen_kemendagri",
        "kemenag": "itjen_kemenag",
        "kemen_atrbpn": "itjen_atrbpn",
        "kemensos": "itjen_kemensos",
        "kemenkes": "itjen_kemenkes",
        "kemdiktisaintek": "itjen_kemdiktisaintek",
        "kemnaker": "itjen_kemnaker",
        "kejaksaan": "jamwas komjak",
        "mahkamah_agung": "bawas_ma komisi_yudisial",
        "kesehatan": "rsud",
        "pemda": "kesra tata_pemerintahan pengadaan",
        "ojk": "satgas_pinjol",
        "telkom": "indihome",
        "kai": "kci kai_bandara lrt_jabodebek",
    }.items()
    for part in parts.split()
}
