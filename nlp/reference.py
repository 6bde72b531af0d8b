"""Places and agencies as rows, to seed the reference tables that the web searches."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from domain.model import Level
from nlp.agencies import GOVERNMENT, governments, local_agency, national_bodies, offices
from nlp.gazetteer import gazetteer_version, level_of, load_gazetteer, parent_of
from nlp.handles import Owner, load_handles
from nlp.tables import read_text

# The data files that the rows are made from.
_SOURCES = ("agencies.tsv", "offices.tsv", "handles.tsv")
# Raise when the code here would make other rows from the same data.
_SHAPE = "1"
_LOCAL_KIND = "pemerintah_daerah"
_OFFICE_KIND = "perangkat_daerah"


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


def reference_places() -> Iterator[PlaceRow]:
    """Yield all 91,599 units, parents before their children."""
    gazetteer = load_gazetteer()
    for place in sorted(gazetteer, key=lambda place: (len(place.code), place.code)):
        code = place.code
        yield PlaceRow(code, level_of(code), place.name, parent_of(code), gazetteer.path(code))


def reference_agencies() -> Iterator[AgencyRow]:
    """Yield national bodies, then governments before their offices.

    Jakarta's administrative cities are rows (people address them) but have no offices.
    """
    for body in national_bodies().values():
        yield AgencyRow(body.id, body.name, body.kind, None, None, body.handles)
    for government in governments():
        for office in sorted(offices(), key=lambda key: key != GOVERNMENT):
            if office == GOVERNMENT or government.autonomous:
                yield from _local_row(office, government.code, government.parent_code)


def _local_row(office: str, code: str, parent_code: str | None) -> Iterator[AgencyRow]:
    agency = local_agency(load_gazetteer(), office, code)
    if agency is None:
        return
    own = office == GOVERNMENT
    head = parent_code if own else code
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
