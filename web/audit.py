"""The page of the audit log: who did what, newest first. Nothing can be changed from here."""

import re
from typing import Annotated, TypeVar

from fastapi import Depends, FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import Response

from domain.audit import AuditAct, AuditSearch, ObjectKind
from domain.people import Permission
from web.access import Gate, Visitor
from web.audit_views import ACT_NAMES, OBJECT_NAMES, audit_view
from web.pages import Pages
from web.readers import Journal

_READ = ["GET", "HEAD"]
_ROWS = 50  # a page

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")  # what a database can hold

Word = TypeVar("Word", AuditAct, ObjectKind)


def add_audit(app: FastAPI, pages: Pages, gate: Gate, journal: Journal) -> None:
    """Add the address of the audit log."""
    reads_audit = Depends(gate.require(Permission.READ_AUDIT))

    @app.api_route("/konsol/jejak", methods=_READ)
    def log(
        visitor: Annotated[Visitor, reads_audit],
        tindakan: str = "",
        objek: str = "",
        nomor: str = "",
        sebelum: str = "",
    ) -> Response:
        search = AuditSearch(
            act=_one_of(AuditAct, tindakan),
            kind=_one_of(ObjectKind, objek),
            object_id=nomor.strip(),
            before=_number(sebelum),
        )
        view = audit_view(journal.page(search, _ROWS), search)
        return pages.page(
            "audit.html", visitor=visitor, view=view, acts=ACT_NAMES, kinds=OBJECT_NAMES
        )


def _one_of(words: type[Word], asked: str) -> Word | None:
    """Return the word that was asked for, None for any. Raises HTTPException for none of them."""
    if not asked:
        return None
    try:
        return words(asked)
    except ValueError:
        raise HTTPException(404) from None


def _number(asked: str) -> int | None:
    if not asked:
        return None
    if not _NUMBER.fullmatch(asked):
        raise HTTPException(404)
    return int(asked)
