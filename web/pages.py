"""Values -> HTML. The only file that imports jinja2; all is escaped, no value may be missing."""

import hashlib
from pathlib import Path

import jinja2
from starlette.responses import HTMLResponse

from web.wording import DEADLINE_NOTE, EMERGENCY_NUMBERS, problem_of

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


class Pages:
    """The templates, with the words that all of them share."""

    def __init__(self, public_url: str, account: str) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            account=account,
            public_url=public_url.rstrip("/"),
            emergency_numbers=EMERGENCY_NUMBERS,
            deadline_note=DEADLINE_NOTE,
            stylesheet=_static("style.css"),
            review_stylesheet=_static("review.css"),
            review_script=_static("review.js"),
        )

    def page(self, template: str, status_code: int = 200, **values: object) -> HTMLResponse:
        """Render ``template`` with ``values``; a name that it misses is an error, not a blank."""
        html = self._templates.get_template(template).render(**values)
        return HTMLResponse(html, status_code)

    def problem(self, status_code: int, headers: dict[str, str] | None = None) -> HTMLResponse:
        """Render the page of an error. It depends on the status code and on nothing else."""
        page = self.page("problem.html", status_code, problem=problem_of(status_code))
        page.headers.update(headers or {})
        return page


def _static(name: str) -> str:
    # A changed file gets a new address, so that nobody sees new pages in old clothes.
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
