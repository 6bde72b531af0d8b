"""Slowing down whoever guesses passwords: failures are counted by account and by address.

A try is written down as failed before the password is looked at, and forgiven when it was right:
so a hundred tries at once are a hundred failures, not one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import login_attempts

_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(minutes=15)  # a guesser must not lock anybody out for a day
_FORGOTTEN_AFTER = timedelta(days=1)
_FREE_FOR_ACCOUNT = 5
_FREE_FOR_ADDRESS = 20  # a whole office may sit behind one


@dataclass(frozen=True, slots=True)
class Counter:
    """What failures are counted by, and how many cost nothing."""

    key: str
    free: int


def of_account(email: str) -> Counter:
    return Counter(f"account:{_sha256(email)}", _FREE_FOR_ACCOUNT)


def of_address(address: str) -> Counter:
    """Return the counter of an IP address; the /64 of IPv6, since one customer holds all of it."""
    try:
        ip = ip_address(address)
    except ValueError:
        return Counter(f"address:{_sha256(address)}", _FREE_FOR_ADDRESS)
    whole = str(ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)
    return Counter(f"address:{_sha256(whole)}", _FREE_FOR_ADDRESS)


def wait_after(failures: int, free: int) -> timedelta:
    """Return how long to wait after so many failures: twice as long each time, up to a limit."""
    doublings = min(failures - free, 16)
    return min(_FIRST_WAIT * 2**doublings, _LONGEST_WAIT) if doublings >= 0 else timedelta(0)


def begin(tx: Connection, counters: Sequence[Counter], now: datetime) -> datetime | None:
    """Write a try down as failed and return None; or return until when to wait, if not over."""
    tx.execute(delete(login_attempts).where(login_attempts.c.last_at < now - _FORGOTTEN_AFTER))
    keys = [counter.key for counter in counters]
    known = select(login_attempts).where(login_attempts.c.key.in_(keys))
    rows = {row.key: row for row in tx.execute(known)}
    until = max((row.wait_until for row in rows.values()), default=now)
    if until > now:
        return until
    for counter in counters:
        row = rows.get(counter.key)
        failures = row.failures + 1 if row else 1
        wait_until = now + wait_after(failures, counter.free)
        values = {"failures": failures, "last_at": now, "wait_until": wait_until}
        if row:
            here = login_attempts.c.key == counter.key
            tx.execute(update(login_attempts).where(here).values(**values))
        else:
            tx.execute(insert(login_attempts).values(key=counter.key, **values))
    return None


def forgive(tx: Connection, account: Counter, address: Counter, now: datetime) -> None:
    """Take back the try that was right: all of the account's failures, one of the address's.

    Not all of the address's: whoever has an account could then guess at others' for ever.
    """
    forget(tx, account)
    tx.execute(
        update(login_attempts)
        .where(login_attempts.c.key == address.key)
        .values(failures=login_attempts.c.failures - 1, wait_until=now)
    )


def forget(tx: Connection, counter: Counter) -> None:
    """Let a counter begin again at nothing."""
    tx.execute(delete(login_attempts).where(login_attempts.c.key == counter.key))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
