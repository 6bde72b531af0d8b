"""Who works in the console, and what each role may do. Pure: no password, no session."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.codes import ALPHABET, Dice
from domain.moves import Actor, ActorKind


class Role(StrEnum):
    ADMIN = "admin"  # keeps the accounts, and may do what a moderator does
    MODERATOR = "moderator"  # reads what is in doubt and decides on it
    INSTANSI = "instansi"  # answers for one agency, and sees what is that agency's
    AUDITOR = "auditor"  # sees what was done, and changes nothing


ROLE_NAMES: dict[Role, str] = {
    Role.ADMIN: "Admin",
    Role.MODERATOR: "Moderator",
    Role.INSTANSI: "Petugas instansi",
    Role.AUDITOR: "Auditor",
}


class Permission(StrEnum):
    ENTER = "enter"  # to be signed in, and see one's own account
    SEE_SERVICE = "see_service"  # the state of the service, and what waits for a moderator
    MODERATE = "moderate"  # to decide on messages and reports
    ANSWER = "answer"  # to answer the reports of one's own agency
    READ_AUDIT = "read_audit"  # what was done, by whom
    KEEP_ACCOUNTS = "keep_accounts"  # to add, disable and reset accounts


_MAY: MappingProxyType[Role, frozenset[Permission]] = MappingProxyType(
    {
        # Nobody but the agency answers in its name, an admin neither.
        Role.ADMIN: frozenset(Permission) - {Permission.ANSWER},
        Role.MODERATOR: frozenset({Permission.ENTER, Permission.SEE_SERVICE, Permission.MODERATE}),
        Role.INSTANSI: frozenset({Permission.ENTER, Permission.ANSWER}),
        Role.AUDITOR: frozenset({Permission.ENTER, Permission.SEE_SERVICE, Permission.READ_AUDIT}),
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. ``agency_id`` is set for the role instansi, and for it alone."""

    id: int
    name: str
    role: Role
    agency_id: str | None = None

    @property
    def actor(self) -> Actor:
        """Return the person as whoever moves a report."""
        return Actor(ActorKind(self.role.value), str(self.id), self.agency_id)

    def may(self, permission: Permission) -> bool:
        return permission in _MAY[self.role]


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account, as an operator sees it."""

    person: Person
    email: str
    disabled_at: datetime | None
    last_entered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the OpenID provider. ``email`` only when the provider has verified it."""

    subject: str  # unique among all providers: it begins with the issuer
    email: str | None


# ---------------------------------------------------------------- what a try to sign in leads to


@dataclass(frozen=True, slots=True)
class Entered:
    """The door is open. ``token`` is the key of a new session; it is told here and never again."""

    person: Person
    token: str


@dataclass(frozen=True, slots=True)
class Mistaken:
    """No such account, a wrong password, or a disabled account: nobody is told which."""


@dataclass(frozen=True, slots=True)
class MustWait:
    """Too many tries failed, from this address or for this account, which may not exist."""

    until: datetime


SignIn = Entered | Mistaken | MustWait


# ---------------------------------------------------------------- e-mail addresses and passwords

PASSWORD_AT_LEAST = 12  # characters; length is what resists guessing, so nothing else is asked
PASSWORD_AT_MOST = 256  # hashing takes time with length
EMAIL_AT_MOST = 254  # RFC 5321

_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]+")
_GROUPS, _GROUP = 5, 4  # 20 symbols of 31: 99 bits


def parse_email(typed: str) -> str | None:
    """Return an e-mail address in the form in which accounts keep it, None when it is none."""
    email = typed.strip().lower()
    fits = email.isascii() and len(email) <= EMAIL_AT_MOST
    return email if fits and _EMAIL.fullmatch(email) else None


def password_problem(password: str) -> str | None:
    """Return what is wrong with a password that somebody chose, None when it will do."""
    if len(password) < PASSWORD_AT_LEAST:
        return f"a password needs {PASSWORD_AT_LEAST} characters or more"
    if len(password) > PASSWORD_AT_MOST:
        return f"a password has {PASSWORD_AT_MOST} characters at most"
    return None


def new_password(dice: Dice) -> str:
    """Draw a password that can be read aloud: ``7k4m-29qx-a3bc-wxyz-5fgh``."""
    groups = ("".join(dice.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups).lower()
