"""A service with a console: a real database, people with accounts, and browsers at its door."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import count
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine, insert

from domain.people import Role
from storage.accounts import SqlAccounts
from storage.engine import transaction
from storage.journal import SqlJournal
from storage.passwords import Cost, Passwords
from storage.review import SqlReview
from storage.searching import SqlSearch
from storage.sessions import Limits, SqlSessions
from storage.tables import agencies
from tests.clock import SetClock
from tests.web.fakes import LOCAL_URL, Browser, FakeConsole, FakeDashboards, FakeTracking
from web.access import Gate, Required
from web.app import Entrance, WebOptions, create_app
from web.readers import Console, Dashboards, Journal, Readers, Review, Search, Tracking

if TYPE_CHECKING:
    from web.oidc import Provider

AGENCY = "32.76:pemda"
PASSWORD = "kucing-oranye-tidur"
CHEAP = Cost(memory_kib=8, passes=1)  # what argon2 takes at least: tests guard nothing


def email_of(role: Role) -> str:
    return f"{role}@dinas.example"


def proof_in(page: str) -> str:
    """Return the proof that the first form of a page carries."""
    found = re.search(r'name="bukti" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found.group(1)


def hidden_in(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return unescape(found.group(1))


def console_routes(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    """Return every address of the console with its method, HEAD left out."""
    for route in app.routes:
        if isinstance(route, APIRoute) and route.path.startswith("/konsol"):
            for method in (route.methods or set()) - {"HEAD"}:
                yield method, route


def is_open_to_all(route: APIRoute) -> bool:
    return not any(isinstance(one.call, Required) for one in route.dependant.dependencies)


def numbered_tokens() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"token-{next(numbers)}"


class House:
    """Where one account for each role waits, with ``PASSWORD``; nobody is signed in yet."""

    def __init__(
        self,
        engine: Engine,
        clock: SetClock,
        *,
        site: str = LOCAL_URL,
        console: Console | None = None,
        dashboards: Dashboards | None = None,
        journal: Journal | None = None,
        review: Review | None = None,
        search: Search | None = None,
        tracking: Tracking | None = None,
        provider: "Provider | None" = None,
    ) -> None:
        self.engine = engine
        self.clock = clock
        self._site = site
        passwords = Passwords(CHEAP)
        self.accounts = SqlAccounts(engine, passwords)
        self.sessions = SqlSessions(engine, engine, passwords, numbered_tokens(), Limits())
        with transaction(engine) as tx:
            tx.execute(
                insert(agencies).values(
                    id=AGENCY, name="Pemerintah Kota Depok", kind="pemda", handles=[]
                )
            )
        for role in Role:
            agency = AGENCY if role is Role.INSTANSI else None
            name = f"Nama {role.capitalize()}"
            self.accounts.add(email_of(role), name, role, agency, PASSWORD, clock.now())
        self.journal = SqlJournal(engine, engine)
        new_token = numbered_tokens()
        self.gate = Gate(self.sessions, clock, new_token, site)  # for addresses that tests add
        self.app: FastAPI = create_app(
            Readers(
                tracking or FakeTracking(),
                console or FakeConsole(),
                dashboards or FakeDashboards(),
                journal or self.journal,
                review or SqlReview(engine),
                search or SqlSearch(engine),
            ),
            WebOptions(site),
            Entrance(self.sessions, clock, new_token, provider),
        )

    def nobody(self) -> Browser:
        """Return a browser that has never been here."""
        return Browser(self.app, self._site)

    def as_(self, role: Role) -> Browser:
        """Return a browser in which somebody of that role has signed in."""
        browser = self.nobody()
        assert sign_in(browser, email_of(role)) == 303
        return browser


def sign_in(browser: Browser, email: str, password: str = PASSWORD, following: str = "") -> int:
    """Fill in the page of signing in, and return the status of the answer."""
    page = browser.get("/konsol/masuk").text
    fields = {"bukti": proof_in(page), "surel": email, "sandi": password, "next": following}
    return browser.post("/konsol/masuk", fields).status_code
