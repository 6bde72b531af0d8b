"""The accounts of the console, as an operator keeps them. Nothing is ever deleted here.

What is done to an account is written into the audit log in the same transaction.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from domain.audit import OPERATOR, AuditAct, AuditEvent, Detail, account_of, details_of
from domain.people import Account, Person, Role, parse_email
from domain.ports import Refusal, Refused
from storage import attempts, audit, rows
from storage.engine import transaction
from storage.passwords import Passwords
from storage.tables import agencies, sessions, users


class SqlAccounts:
    """Each method is one transaction. All raise Refused with what to do about it."""

    def __init__(self, engine: Engine, passwords: Passwords) -> None:
        self._engine = engine
        self._passwords = passwords

    def add(self, email: str, name: str, role: Role, agency_id: str | None,
            password: str, now: datetime) -> Person:  # fmt: skip
        """Make an account. Refused: no e-mail address, taken, or not the agency that must be."""
        stored = self._passwords.hash(password)
        with transaction(self._engine) as tx:
            person = _add(tx, email, name, role, agency_id, stored, now)
            _note(tx, now, AuditAct.ADD_PERSON, person, role=role.value, agency=agency_id)
            return person

    def add_first_admin(self, email: str, name: str, password: str, now: datetime) -> Person:
        """Make the account that makes all others. Refused when there is an admin already."""
        stored = self._passwords.hash(password)
        with transaction(self._engine) as tx:
            if _has_admin(tx):
                raise _refused("there is an admin already; add others with: laporbot user add")
            person = _add(tx, email, name, Role.ADMIN, None, stored, now)
            _note(tx, now, AuditAct.ADD_PERSON, person, role=person.role.value, first=True)
            return person

    def disable(self, email: str, now: datetime) -> Person:
        """Close an account and end all its sessions; what it has done keeps its name."""
        with transaction(self._engine) as tx:
            person = _find(tx, email)
            _end_sessions(tx, person)
            tx.execute(update(users).where(users.c.id == person.id).values(disabled_at=now))
            _note(tx, now, AuditAct.REMOVE_PERSON, person)
            return person

    def reset(self, email: str, password: str, now: datetime) -> Person:
        """Give an account another password, end all its sessions, and open it if it was closed."""
        stored = self._passwords.hash(password)
        with transaction(self._engine) as tx:
            person = _find(tx, email)
            _end_sessions(tx, person)
            attempts.forget(tx, attempts.of_account(parse_email(email) or email))
            again = {"password": stored, "disabled_at": None}
            tx.execute(update(users).where(users.c.id == person.id).values(**again))
            _note(tx, now, AuditAct.CHANGE_PERSON, person, what="password")
            return person

    def everybody(self) -> list[Account]:
        """Return all accounts, disabled ones too, by role and e-mail address."""
        with transaction(self._engine) as tx:
            found = tx.execute(select(users).order_by(users.c.role, users.c.email))
            return [rows.account_value(row) for row in found]

    def has_admin(self) -> bool:
        """Say whether anybody can keep accounts: an admin who is not disabled."""
        with transaction(self._engine) as tx:
            return _has_admin(tx)


def _add(tx: Connection, typed: str, name: str, role: Role, agency_id: str | None,
         stored: str, now: datetime) -> Person:  # fmt: skip
    email = parse_email(typed)
    if email is None:
        raise _refused(f"{typed} is no e-mail address")
    if not name.strip():
        raise _refused("an account needs the name of its person")
    if tx.execute(select(users.c.id).where(users.c.email == email)).first():
        raise _refused(f"there is an account {email} already; for a new password: user reset")
    _check_agency(tx, role, agency_id)
    values = {"email": email, "name": name.strip(), "role": role.value, "agency_id": agency_id,
              "password": stored, "created_at": now}  # fmt: skip
    tx.execute(insert(users).values(**values))
    return _find(tx, email)


def _check_agency(tx: Connection, role: Role, agency_id: str | None) -> None:
    if role is not Role.INSTANSI:
        if agency_id is not None:
            raise _refused(f"the role {role} belongs to no agency; only {Role.INSTANSI} does")
        return
    if agency_id is None:
        raise _refused(f"the role {role} needs an agency, as in: --agency 32.76:pemda")
    if tx.execute(select(agencies.c.id).where(agencies.c.id == agency_id)).first() is None:
        raise _refused(f"there is no agency {agency_id} in the directory{_perhaps(tx, agency_id)}")


def _perhaps(tx: Connection, words: str) -> str:
    """Return the ids of agencies that somebody may have meant; the shortest names fit best."""
    alike = (
        select(agencies.c.id, agencies.c.name)
        .where(agencies.c.name.icontains(words, autoescape=True))
        .order_by(func.length(agencies.c.name))
        .limit(5)
    )
    found = ", ".join(f"{row.id} ({row.name})" for row in tx.execute(alike))
    return f"; perhaps {found}" if found else "; its id looks like 32.76:pemda"


def _has_admin(tx: Connection) -> bool:
    admin = (users.c.role == Role.ADMIN.value, users.c.disabled_at.is_(None))
    return tx.execute(select(users.c.id).where(*admin)).first() is not None


def _find(tx: Connection, typed: str) -> Person:
    row = tx.execute(select(users).where(users.c.email == parse_email(typed))).first()
    if row is None:
        raise _refused(f"there is no account {typed}; see: laporbot user list")
    return rows.person_value(row)


def _note(tx: Connection, now: datetime, act: AuditAct, person: Person, **more: Detail) -> None:
    """Append what the operator did to an account; a detail that is None says nothing."""
    said = {name: value for name, value in more.items() if value is not None}
    audit.append(tx, AuditEvent(now, *OPERATOR, act, account_of(person.id), details_of(said)))


def _end_sessions(tx: Connection, person: Person) -> None:
    tx.execute(delete(sessions).where(sessions.c.user_id == person.id))


def _refused(why: str) -> Refused:
    return Refused(Refusal.BAD_REQUEST, why)
