"""The bodies that there are: national ones and the offices of every local government.

Also places and agencies as rows, to seed the reference tables that the web searches.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from domain.model import Agency, Level
from nlp.place.gazetteer import (
    DISTRICT_CODE,
    PROVINCE_CODE,
    REGENCY_CODE,
    Gazetteer,
    gazetteer_version,
    level_of,
    load_gazetteer,
    parent_of,
)
from nlp.place.handles import Owner, load_handles
from nlp.text.tables import Line, read_table, read_text

GOVERNMENT = "pemda"  # the key of the government itself among its offices
# The data files that the rows are made from.
_SOURCES = ("agencies.tsv", "offices.tsv", "office_names.tsv", "handles.tsv")
# Raise when the code here would make other rows from the same data.
_SHAPE = "3"
_LOCAL_KIND = "pemerintah_daerah"
_OFFICE_KIND = "perangkat_daerah"
_PROVINCE_WORD = "Provinsi"  # part of the name of a provincial office
_DONE_BY = "="  # before the key of the office that does another's work somewhere
_LEVELS = {
    "both": (Level.PROVINCE, Level.REGENCY),
    "province": (Level.PROVINCE,),
    "regency": (Level.REGENCY,),
    "district": (Level.DISTRICT,),
}


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of office that local governments have.

    ``names`` are followed by the government's; a second one is that of provinces. An office that is
    ``part_of`` another stands alone only where office_names.tsv says so.
    """

    key: str
    levels: tuple[Level, ...]
    part_of: str | None
    names: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NationalBody:
    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    handles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Government:
    """A province or regency with what its offices belong to."""

    code: str
    parent_code: str | None
    autonomous: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One official unit; ``path`` is the name with its parents, nearest first."""

    code: str
    level: Level
    name: str
    parent_code: str | None
    path: str


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One body. ``handles`` are on X, without ``@``."""

    id: str
    name: str
    kind: str
    place_code: str | None
    parent_id: str | None
    handles: tuple[str, ...]


# ------------------------------------------------------------ one body


def national_agency(agency_id: str) -> Agency:
    """Return a national body as a value."""
    return Agency(agency_id, national_bodies()[agency_id].name)


def local_agency(gazetteer: Gazetteer, office: str, government: str) -> Agency | None:
    """Return the office that does the work of ``office`` in a province, regency or district.

    None when that level has no such office.
    """
    key = office_there(gazetteer, office, government)
    found, level = offices()[key], level_of(government)
    if level not in found.levels:
        return None
    place = gazetteer.name(government)
    if level is Level.PROVINCE:
        place = f"{_PROVINCE_WORD} {place}"
    elif level is Level.DISTRICT:
        place = f"{place} {gazetteer.name(government[:REGENCY_CODE])}"
    standard = found.names[-1] if level is Level.PROVINCE else found.names[0]
    return Agency(
        f"{government}:{key}", f"{_own_name(gazetteer, key, government) or standard} {place}"
    )


def office_there(gazetteer: Gazetteer, office: str, government: str) -> str:
    """Return the key of the office that does this work there; most have no office of its own."""
    own = office_names(gazetteer).get((government, office))
    if own is not None:
        return own.removeprefix(_DONE_BY) if own.startswith(_DONE_BY) else office
    part_of = offices()[office].part_of
    return office_there(gazetteer, part_of, government) if part_of else office


def _own_name(gazetteer: Gazetteer, office: str, government: str) -> str | None:
    """Return the real name, if known; districts are called alike in a regency or province."""
    names = office_names(gazetteer)
    if len(government) < DISTRICT_CODE:
        return names.get((government, office))
    by_regency = names.get((government[:REGENCY_CODE], office))
    return by_regency or names.get((government[:PROVINCE_CODE], office))


# ------------------------------------------------------------ the data files


@cache
def offices() -> dict[str, Office]:
    """Return the standard offices by key."""
    found: dict[str, Office] = {}
    for line in read_table("offices.tsv", 5):
        key, level, part_of = line.fields[:3]
        if key in found or level not in _LEVELS:
            raise line.error(f"{key!r} was there before, or {level!r} is no level")
        if part_of not in ("-", *found):
            raise line.error(f"{part_of!r} is no office of a line above")
        whole = None if part_of == "-" else part_of
        found[key] = Office(key, _LEVELS[level], whole, line.alternatives(3), line.alternatives(4))
    return found


@cache
def national_bodies() -> dict[str, NationalBody]:
    """Return the national bodies by id."""
    found: dict[str, NationalBody] = {}
    for line in read_table("agencies.tsv", 5):
        agency_id, kind, name = line.fields[:3]
        if agency_id in found:
            raise line.error(f"{agency_id!r} was there before")
        found[agency_id] = NationalBody(
            agency_id, kind, name, line.alternatives(3), line.alternatives(4)
        )
    return found


@cache
def office_names(gazetteer: Gazetteer) -> dict[tuple[str, str], str]:
    """Return real names by (code of the government, key of the office).

    Instead of a name there may be ``=`` and the key of the office that does the work.
    """
    found: dict[tuple[str, str], str] = {}
    moved: list[tuple[Line, tuple[str, str]]] = []
    for line in read_table("office_names.tsv", 3):
        place, office, name = line.fields
        code = gazetteer.code_of(place)
        if code is None or office not in offices() or (code, office) in found:
            raise line.error(f"no government {place!r}, no office {office!r}, or both once more")
        found[code, office] = name
        if name.startswith(_DONE_BY):
            moved.append((line, (code, name.removeprefix(_DONE_BY))))
    for line, (code, other) in moved:
        if other not in offices() or found.get((code, other), "").startswith(_DONE_BY):
            raise line.error(f"{other!r} is no office, or is itself done by another")
    return found


# ------------------------------------------------------------ rows


def governments(gazetteer: Gazetteer | None = None) -> Iterator[Government]:
    """Yield all provinces and regencies; Jakarta's administrative cities belong to the province."""
    places = gazetteer or load_gazetteer()
    for place in places:
        if len(place.code) == PROVINCE_CODE:
            yield Government(place.code, None, autonomous=True)
        elif len(place.code) == REGENCY_CODE:
            head = places.governed_from(place.code)
            own = head == place.code
            yield Government(place.code, None if own else head, autonomous=own)


def reference_places() -> Iterator[PlaceRow]:
    """Yield all 91,599 units, parents before their children."""
    gazetteer = load_gazetteer()
    for place in sorted(gazetteer, key=lambda place: (len(place.code), place.code)):
        code = place.code
        yield PlaceRow(code, level_of(code), place.name, parent_of(code), gazetteer.path(code))


def reference_agencies() -> Iterator[AgencyRow]:
    """Yield national bodies, then governments before their offices, then those of districts.

    Jakarta's administrative cities are rows (people address them) but have no offices.
    """
    for body in national_bodies().values():
        yield AgencyRow(body.id, body.name, body.kind, None, None, body.handles)
    gazetteer = load_gazetteer()
    for government in governments():
        for office in sorted(offices(), key=lambda key: key != GOVERNMENT):
            if office == GOVERNMENT or government.autonomous:
                yield from _local_row(gazetteer, office, government.code, government.parent_code)
    in_districts = [key for key, office in offices().items() if Level.DISTRICT in office.levels]
    for place in gazetteer:
        if len(place.code) == DISTRICT_CODE:
            for office in in_districts:
                yield from _local_row(gazetteer, office, place.code, parent_of(place.code))


def _local_row(
    gazetteer: Gazetteer, office: str, code: str, parent_code: str | None
) -> Iterator[AgencyRow]:
    agency = local_agency(gazetteer, office, code)
    if agency is None or office_there(gazetteer, office, code) != office:
        return
    own = office == GOVERNMENT
    head = parent_code if own or len(code) == DISTRICT_CODE else code
    yield AgencyRow(
        id=agency.id,
        name=agency.name,
        kind=_LOCAL_KIND if own else _OFFICE_KIND,
        place_code=code,
        parent_id=f"{head}:{GOVERNMENT}" if head else None,
        handles=load_handles().handles_of(Owner(code, office)),
    )


def reference_version() -> str:
    """Return a short stable hash of what would be seeded."""
    digest = hashlib.sha256(f"{_SHAPE} {gazetteer_version()}".encode())
    for file in _SOURCES:
        digest.update(read_text(file).encode())
    return digest.hexdigest()[:12]
