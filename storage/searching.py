"""Places and agencies by a few letters of their names, from the reference tables."""

from sqlalchemy import ColumnElement, Connection, Engine, and_, case, func, or_, select

from domain.model import Agency, Level, Location
from domain.review import PlaceHit
from storage.engine import transaction
from storage.tables import agencies, places

_LAST = "\uffff"  # sorts behind every letter: a range of the index instead of a LIKE
_LEVELS = list(Level)
_LONGEST_QUERY = 80
_MOST_WORDS = 5  # each is looked for in every name
# The official names of regencies begin with one of these; people leave it out.
_KINDS = ("", "kabupaten ", "kota ", "kota administrasi ")


class SqlSearch:
    """What the console looks up while somebody types."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def places(self, query: str, limit: int) -> list[PlaceHit]:
        """Return places whose name begins with the first word, the largest first.

        Further words may stand anywhere in the name or those of its parents: "bajo luwu".
        """
        words = _words(query)
        if not words:
            return []
        with transaction(self._engine) as tx:
            hits = _places(tx, [" ".join(words)], [], limit)
            if len(words) > 1 and len(hits) < limit:
                known = {hit.code for hit in hits}
                more = _places(tx, [words[0]], words[1:], limit)
                hits += [hit for hit in more if hit.code not in known]
        return hits[:limit]

    def agencies(self, query: str, near: str | None, limit: int) -> list[Agency]:
        """Return agencies whose name has all the words, those of the place ``near`` first."""
        words = _words(query)
        if not words:
            return []
        # A word that begins one of the name's counts more than letters in the middle of it.
        begins = [
            case(
                (agencies.c.search.startswith(word, autoescape=True), 0),
                (agencies.c.search.contains(f" {word}", autoescape=True), 0),
                else_=1,
            )
            for word in words
        ]
        has_all = and_(*(agencies.c.search.contains(word, autoescape=True) for word in words))
        found = (
            select(agencies.c.id, agencies.c.name)
            .where(has_all)
            .order_by(_nearness(near), *begins, func.length(agencies.c.name), agencies.c.name)
            .limit(limit)
        )
        with transaction(self._engine) as tx:
            return [Agency(row.id, row.name) for row in tx.execute(found)]


def _words(query: str) -> list[str]:
    return query[:_LONGEST_QUERY].lower().replace(",", " ").split()[:_MOST_WORDS]


def _nearness(near: str | None) -> ColumnElement[int]:
    """Order agencies by the place they are of: its own, its parents', the nation's, all others."""
    of = agencies.c.place_code
    parents = [near[:length] for length in (8, 5, 2) if near and len(near) >= length]
    own = [(of == code, rank) for rank, code in enumerate(parents)]
    return case(*own, (of.is_(None), len(own)), else_=len(own) + 1)


def _places(tx: Connection, starts: list[str], rest: list[str], limit: int) -> list[PlaceHit]:
    beginnings = or_(
        *(
            and_(places.c.search >= kind + start, places.c.search < kind + start + _LAST)
            for start in starts
            for kind in _KINDS
        )
    )
    others = [places.c.path.icontains(word, autoescape=True) for word in rest]
    size = case({level.value: at for at, level in enumerate(_LEVELS)}, value=places.c.level)
    query = (
        select(places.c.code, places.c.level, places.c.path)
        .where(beginnings, *others)
        .order_by(size, places.c.search, places.c.code)
        .limit(limit)
    )
    return [PlaceHit(row.code, Level(row.level), row.path) for row in tx.execute(query)]


# ---------------------------------------------------------------- by code


def place_hits(tx: Connection, codes: tuple[str, ...]) -> tuple[PlaceHit, ...]:
    """Return the places of codes that are known, in the order given."""
    query = select(places.c.code, places.c.level, places.c.path).where(places.c.code.in_(codes))
    found = {row.code: PlaceHit(row.code, Level(row.level), row.path) for row in tx.execute(query)}
    return tuple(found[code] for code in codes if code in found)


def location_at(tx: Connection, code: str, place_text: str | None) -> Location | None:
    """Return the place of a code with the names of its parents; None for an unknown code."""
    parts = code.split(".")
    codes = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
    query = select(places.c.code, places.c.level, places.c.name).where(places.c.code.in_(codes))
    found = {row.code: row for row in tx.execute(query)}
    if code not in found:
        return None
    names = {row.level: row.name for row in found.values()}
    return Location(
        code=code,
        level=Level(found[code].level),
        province=names.get(Level.PROVINCE.value),
        regency=names.get(Level.REGENCY.value),
        district=names.get(Level.DISTRICT.value),
        village=names.get(Level.VILLAGE.value),
        place_text=place_text,
    )


def agency_named(tx: Connection, agency_id: str) -> Agency | None:
    """Return an agency by its id; None for an unknown one."""
    query = select(agencies.c.id, agencies.c.name).where(agencies.c.id == agency_id)
    row = tx.execute(query).one_or_none()
    return None if row is None else Agency(row.id, row.name)


def agency_moved(tx: Connection, agency: Agency | None, place_code: str) -> Agency | None:
    """Return the office of the same kind at another place.

    A national body stays. None when that place has no such office: then somebody must choose,
    since the office of a place where it did not happen is surely wrong.
    """
    if agency is None or ":" not in agency.id:
        return agency
    government, _, office = agency.id.partition(":")
    own = place_code[: len(government)]
    if len(own) < len(government):
        return None
    return agency_named(tx, f"{own}:{office}") or agency_named(tx, f"{own[:2]}:{office}")
