"""The moderators' review: which address answers what. What they show is said in
``queue_views`` and ``review_views``."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import Depends, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from domain.model import Agency, Reason
from domain.people import Permission, Person
from domain.review import Denied, Done, Filters, Matter, ReviewAct, Wish
from domain.topics import Topic
from web.access import Gate, Visitor
from web.forms import form_of, new_form_key, number_in, one_of, wish_in
from web.pages import Pages
from web.queue_views import Narrowed, queue_view
from web.readers import Readers, Search
from web.review_views import matter_view, more_open, undo_bar
from web.review_wording import AGES

_READ = ["GET", "HEAD"]
_QUEUE = "/konsol/tinjauan"
_LINES = 25
_HITS = 8  # what fits below a field without scrolling
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_AGENCY_ID = re.compile(r"[a-z0-9_.:]{2,60}")

Form = Annotated[Mapping[str, str], Depends(form_of)]


def add_review(app: FastAPI, pages: Pages, gate: Gate, readers: Readers) -> None:
    """Add the addresses of the review, all of them for those who may moderate."""
    _add_queue(app, pages, gate, readers)
    _add_search(app, gate, readers)
    _add_matter(app, pages, gate, readers)


# ---------------------------------------------------------------- the queue


def _add_queue(app: FastAPI, pages: Pages, gate: Gate, desk: Readers) -> None:
    moderates = Depends(gate.require(Permission.MODERATE))

    @app.api_route(_QUEUE, methods=_READ)
    def queue(request: Request, visitor: Annotated[Visitor, moderates]) -> Response:
        now, query = gate.clock.now(), dict(request.query_params)
        narrowed = _narrowed(query, desk.search)
        page = desk.review.queue(narrowed.filters, query.get("setelah"), _LINES, now)
        done = _undoable(desk, query, visitor.person, now)
        view = queue_view(page, narrowed, now)
        return pages.page("review_queue.html", visitor=visitor, view=view, undo=undo_bar(done, now))

    @app.post(f"{_QUEUE}/berikut")
    def take_next(form: Form, visitor: Annotated[Visitor, moderates]) -> Response:
        return _to_next(desk, form.get("saring", ""), visitor.person, gate.clock.now())

    @app.post(f"{_QUEUE}/urung/{{act_id}}")
    def undo(act_id: str, form: Form, visitor: Annotated[Visitor, moderates]) -> Response:
        now, number = gate.clock.now(), number_in(act_id)
        undone = None if number is None else desk.review.undo(number, visitor.person, now)
        if undone is None:
            raise HTTPException(404)
        if isinstance(undone, Denied):
            return pages.page("review_problem.html", 409, visitor=visitor, sentence=undone.sentence)
        return _to_matter(undone.review_id, form.get("saring", ""))


def _to_next(
    desk: Readers, saring: str, person: Person, now: datetime, act_id: int | None = None
) -> Response:
    """Lead on to the next matter, with the filters kept; to the queue when there is none."""
    narrowed = _narrowed(dict(parse_qsl(saring[:500])), desk.search)
    review_id = desk.review.take_next(narrowed.filters, person, now)
    if review_id is not None:
        return _to_matter(review_id, narrowed.query, act_id)
    return RedirectResponse(_address(_QUEUE, narrowed.query, act_id), 303)


def _to_matter(review_id: int, saring: str, act_id: int | None = None) -> Response:
    return RedirectResponse(_address(f"{_QUEUE}/{review_id}", saring, act_id), 303)


def _address(path: str, saring: str, act_id: int | None) -> str:
    # Taken apart and written anew: what a form sent never becomes part of an address as it is.
    parts = [(name, value) for name, value in parse_qsl(saring[:500]) if name != "urung"]
    if act_id is not None:
        parts.append(("urung", str(act_id)))
    return f"{path}?{urlencode(parts)}" if parts else path


def _undoable(
    desk: Readers, query: Mapping[str, str], person: Person, now: datetime
) -> Done | None:
    number = number_in(query.get("urung", ""))
    return None if number is None else desk.review.undoable(number, person, now)


def _narrowed(query: Mapping[str, str], search: Search) -> Narrowed:
    """Return the filters of a query. Places and agencies may be given by name or by code."""
    problems: list[str] = []
    region, region_name = _region(query.get("wilayah", "").strip(), search, problems)
    agency, agency_name = _agency(query.get("instansi", "").strip(), search, problems)
    age = query.get("umur", "")
    filters = Filters(
        topic=one_of(Topic, query.get("topik", "")),
        region=region,
        agency_id=agency,
        reason=one_of(Reason, query.get("alasan", "")),
        older_than=timedelta(hours=int(age)) if age in AGES else None,
    )
    return Narrowed(filters, region_name, agency_name, tuple(problems))


def _region(written: str, search: Search, problems: list[str]) -> tuple[str | None, str]:
    if not written or _CODE.fullmatch(written):
        return written or None, written
    hits = search.places(written, 1)
    if not hits:
        problems.append("Wilayah itu tidak ditemukan, jadi saringannya tidak dipakai.")
        return None, written
    return hits[0].code, hits[0].path


def _agency(written: str, search: Search, problems: list[str]) -> tuple[str | None, str]:
    if not written:
        return None, ""
    hits = search.agencies(written, None, 1)
    if hits:
        return hits[0].id, hits[0].name
    if _AGENCY_ID.fullmatch(written) and (":" in written or "_" in written):
        return written, written
    problems.append("Instansi itu tidak ditemukan, jadi saringannya tidak dipakai.")
    return None, written


# ---------------------------------------------------------------- search as you type


def _add_search(app: FastAPI, gate: Gate, desk: Readers) -> None:
    moderates = Depends(gate.require(Permission.MODERATE))

    @app.api_route("/konsol/cari/tempat", methods=_READ, dependencies=[moderates])
    def places(q: str = "") -> Response:
        hits = desk.search.places(q, _HITS)
        return JSONResponse({"hasil": [{"nilai": h.code, "nama": h.path} for h in hits]})

    @app.api_route("/konsol/cari/instansi", methods=_READ, dependencies=[moderates])
    def agencies(q: str = "", dekat: str = "") -> Response:
        hits = desk.search.agencies(q, dekat or None, _HITS)
        return JSONResponse({"hasil": [{"nilai": hit.id, "nama": hit.name} for hit in hits]})


# ---------------------------------------------------------------- one matter


def _add_matter(app: FastAPI, pages: Pages, gate: Gate, desk: Readers) -> None:
    moderates = Depends(gate.require(Permission.MODERATE))

    @app.api_route(f"{_QUEUE}/{{review_id}}", methods=_READ)
    def look(request: Request, review_id: str, visitor: Annotated[Visitor, moderates]) -> Response:
        now, query = gate.clock.now(), dict(request.query_params)
        # Asking for the headers alone opens nothing, and so leases nothing.
        matter = _matter(desk, review_id, visitor.person, now, take=request.method == "GET")
        done = _undoable(desk, query, visitor.person, now)
        return _screen(pages, desk, matter, visitor, query, undo=undo_bar(done, now))

    @app.post(f"{_QUEUE}/{{review_id}}")
    def act(review_id: str, form: Form, visitor: Annotated[Visitor, moderates]) -> Response:
        now, wish = gate.clock.now(), wish_in(form)
        matter = _matter(desk, review_id, visitor.person, now, take=False)
        if wish is None:
            raise HTTPException(422)
        outcome = desk.review.act(matter.id, wish, visitor.person, now)
        if outcome is None:
            raise HTTPException(404)
        saring = form.get("saring", "")
        if isinstance(outcome, Denied):
            fresh = _matter(desk, review_id, visitor.person, now, take=True)
            query = {**dict(parse_qsl(saring[:500])), "urung": ""}
            return _screen(pages, desk, fresh, visitor, query, wish=wish, denied=outcome)
        if outcome.leaves:
            return _to_next(desk, saring, visitor.person, now, outcome.act_id)
        return _to_matter(matter.id, saring, outcome.act_id)

    @app.post(f"{_QUEUE}/{{review_id}}/sewa")
    def renew(review_id: str, visitor: Annotated[Visitor, moderates]) -> Response:
        number = number_in(review_id)
        lease = (
            None if number is None else desk.review.renew(number, visitor.person, gate.clock.now())
        )
        mine = lease is not None and lease.person_id == visitor.person.id
        return JSONResponse({"milik": mine, "nama": lease.person_name if lease else None})

    @app.post(f"{_QUEUE}/{{review_id}}/lepas")
    def release(review_id: str, visitor: Annotated[Visitor, moderates]) -> Response:
        number = number_in(review_id)
        if number is not None:
            desk.review.release(number, visitor.person)
        return RedirectResponse(_QUEUE, 303)


def _matter(desk: Readers, review_id: str, person: Person, now: datetime, *, take: bool) -> Matter:
    number = number_in(review_id)
    matter = None if number is None else desk.review.look(number, person, now, take=take)
    if matter is None:
        raise HTTPException(404)
    return matter


def _screen(
    pages: Pages,
    desk: Readers,
    matter: Matter,
    visitor: Visitor,
    query: Mapping[str, str],
    *,
    undo: object = None,
    wish: Wish | None = None,
    denied: Denied | None = None,
) -> Response:
    """Render one matter; places and agencies looked up without a script come with the page."""
    near = matter.fields.location.code if matter.fields.location else None
    place_query, agency_query = query.get("cari_tempat", ""), query.get("cari_instansi", "")
    agencies: list[Agency] = desk.search.agencies(agency_query, near, _HITS)
    status = 200 if denied is None else 409 if denied.is_stale else 422
    return pages.page(
        "review.html",
        status,
        visitor=visitor,
        view=matter_view(matter, visitor.person, new_form_key(), wish, denied),
        more_open=more_open(matter),
        saring=_narrowed(query, desk.search).query,
        undo=undo,
        acts=ReviewAct,
        place_query=place_query,
        place_hits=[(hit.code, hit.path) for hit in desk.search.places(place_query, _HITS)],
        agency_query=agency_query,
        agency_hits=[(agency.id, agency.name) for agency in agencies],
    )
