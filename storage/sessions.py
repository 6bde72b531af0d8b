"""Signing in and staying signed in. Sessions live here, not in a cookie: so they can be ended.

Who came, who failed to and who left stands in the audit log. A try that had to wait does not: its
password was not looked at, and whoever guesses would write the log full.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, insert, select, update

from domain.audit import (
    CONSOLE,
    GUEST,
    AuditAct,
    AuditEvent,
    Detail,
    account_of,
    details_of,
    done_by,
)
from domain.people import (
    Entered,
    Identity,
    Mistaken,
    MustWait,
    Person,
    SignIn,
    parse_email,
)
from storage import attempts, audit, rows
from storage.engine import transaction
from storage.passwords import Passwords
from storage.tables import sessions, users

_NOTED_EVERY = timedelta(minutes=1)  # being seen is written down this often, not at each page


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: without a sign of life (to the minute), and at most."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=10)


class SqlSessions:
    """The door of the console. ``new_token`` draws 256 bits or more that nobody can guess."""

    def __init__(
        self,
        writing: Engine,
        reading: Engine,
        passwords: Passwords,
        new_token: Callable[[], str],
        limits: Limits,
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._passwords = passwords
        self._new_token = new_token
        self._limits = limits

    def sign_in(self, typed: str, password: str, address: str, now: datetime) -> SignIn:
        """Try an e-mail address as typed with a password, from an IP address.

        Whether there is such an account shows neither in the answer nor in the time it takes.
        """
        email = parse_email(typed)
        who = users.c.email == email
        account, source = attempts.of_account(email or typed), attempts.of_address(address)
        with transaction(self._writing) as tx:
            until = attempts.begin(tx, (account, source), now)
            user = tx.execute(select(users).where(_is_open(), who)).first()
        if until is not None:
            return MustWait(until)
        stored: str | None = user.password if user else None
        if not self._passwords.matches(stored, password) or stored is None:
            with transaction(self._writing) as tx:
                return _fail(tx, who, "password", now)
        kept = self._passwords.hash(password) if self._passwords.is_outdated(stored) else stored
        with transaction(self._writing) as tx:
            attempts.forgive(tx, account, source, now)
            # Asked again: the account may have been disabled or reset while we were hashing.
            same = (_is_open(), who, users.c.password == stored)
            changed = tx.execute(update(users).where(*same).values(password=kept))
            if not changed.rowcount:
                return _fail(tx, who, "password", now)
            return self._enter(tx, who, now, way="password")

    def sign_in_as(self, identity: Identity, now: datetime) -> Entered | Mistaken:
        """Let somebody in whom the OpenID provider vouches for, if there is an account.

        The first time the account is found by e-mail address; from then on it belongs to that
        subject, whatever address the provider gives it, and to no other.
        """
        is_theirs = users.c.openid == identity.subject
        # Without a verified address this is NULL, which no account has.
        mail = users.c.email == parse_email(identity.email or "")
        with transaction(self._writing) as tx:
            known = tx.execute(select(users.c.id).where(is_theirs)).first()
            if known is None:
                unbound = update(users).where(_is_open(), mail, users.c.openid.is_(None))
                tx.execute(unbound.values(openid=identity.subject))
            if tx.execute(select(users.c.id).where(_is_open(), is_theirs)).first() is None:
                return _fail(tx, mail if known is None else is_theirs, "openid", now)
            return self._enter(tx, is_theirs, now, way="openid", is_first=known is None)

    def _enter(
        self, tx: Connection, who: ColumnElement[bool], now: datetime, **details: Detail
    ) -> Entered:
        user = tx.execute(select(users).where(_is_open(), who)).one()
        person = rows.person_value(user)
        token = self._new_token()
        tx.execute(delete(sessions).where(sessions.c.started_at <= now - self._limits.absolute))
        tx.execute(
            insert(sessions).values(
                token_hash=_hash(token), user_id=user.id, started_at=now, seen_at=now
            )
        )
        tx.execute(update(users).where(users.c.id == user.id).values(last_entered_at=now))
        audit.append(tx, done_by(person, now, AuditAct.SIGN_IN, account_of(person.id), details))
        return Entered(person, token)

    def person(self, token: str, now: datetime) -> Person | None:
        """Return whose session a token opens now, and note that they were seen. None: nobody's."""
        with transaction(self._reading) as tx:
            row = tx.execute(self._whose(token, now)).first()
        if row is None:
            return None
        if now - row.seen_at >= _NOTED_EVERY:
            with transaction(self._writing) as tx:
                here = sessions.c.token_hash == _hash(token)
                tx.execute(update(sessions).where(here).values(seen_at=now))
        return rows.person_value(row)

    def end(self, token: str, now: datetime) -> None:
        """End a session, if there is one. One that was over already is nobody's leaving."""
        with transaction(self._writing) as tx:
            row = tx.execute(self._whose(token, now)).first()
            tx.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))
            if row is not None:
                person = rows.person_value(row)
                account = account_of(person.id)
                audit.append(tx, done_by(person, now, AuditAct.SIGN_OUT, account, {}))

    def _whose(self, token: str, now: datetime) -> Select[tuple[object, ...]]:
        return (
            select(users, sessions.c.seen_at)
            .join(sessions, sessions.c.user_id == users.c.id)
            .where(
                _is_open(),
                sessions.c.token_hash == _hash(token),
                sessions.c.started_at > now - self._limits.absolute,
                sessions.c.seen_at > now - self._limits.idle,
            )
        )


def _fail(tx: Connection, who: ColumnElement[bool], way: str, now: datetime) -> Mistaken:
    """Write down that nobody was let in: at whose account, if there is one; never what was typed.

    It takes the same work for an account that does not exist.
    """
    found = tx.execute(select(users.c.id).where(who)).first()
    about = account_of(found.id) if found else CONSOLE
    details = details_of({"way": way})
    audit.append(tx, AuditEvent(now, *GUEST, AuditAct.SIGN_IN_FAILED, about, details))
    return Mistaken()


def _is_open() -> ColumnElement[bool]:
    return users.c.disabled_at.is_(None)


def _hash(token: str) -> str:
    # Plain SHA-256 will do: nobody can go through 256 bits of chance, as they can through words.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
