"""Keeping passwords so that nobody can read them. The only file that imports argon2."""

import unicodedata
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from domain.people import PASSWORD_AT_MOST

_AT_ONCE = 2  # each takes its memory: a crowd at the door must not take the whole machine


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs. The default is the least that OWASP advises for argon2id."""

    memory_kib: int = 19 * 1024
    passes: int = 2
    lanes: int = 1


class Passwords:
    """Hashes and checks passwords with argon2id; the salt is the library's, from the system."""

    def __init__(self, cost: Cost) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes, type=Type.ID
        )
        self._turn = BoundedSemaphore(_AT_ONCE)
        self._nobodys = self._hasher.hash("")

    def hash(self, password: str) -> str:
        """Return what may be stored of a password; it carries its cost and salt."""
        with self._turn:
            return self._hasher.hash(_bytes(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Say whether ``password`` is the one. None matches nothing, and takes just as long."""
        within = len(password) <= PASSWORD_AT_MOST
        try:
            with self._turn:
                self._hasher.verify(stored or self._nobodys, _bytes(password) if within else b"-")
        except (VerificationError, InvalidHashError):
            return False
        return within and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Say whether ``stored`` was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)


def _bytes(password: str) -> bytes:
    # The same letters are typed composed on one keyboard and decomposed on another.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
