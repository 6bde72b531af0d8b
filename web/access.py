"""Who may see the console: whoever knows its password, or (in a sandbox) everybody."""

import base64
import binascii
import hmac


def knows_password(authorization: str | None, password: str) -> bool:
    """Say whether an ``Authorization`` header (HTTP Basic) carries ``password``.

    The user name does not matter. An empty password is known to nobody: a setting left blank must
    not open a door. Never raises, whatever the header holds.
    """
    given = _basic_password(authorization or "")
    if given is None or not password:
        return False
    return hmac.compare_digest(given, password.encode())


def from_this_machine(host: str | None) -> bool:
    """Say whether a ``Host`` header names this machine.

    A page elsewhere can make its own name point here (DNS rebinding) and read what a browser on
    this machine may read; the header still carries that name.
    """
    return (host or "").rsplit(":", 1)[0] in ("127.0.0.1", "localhost", "[::1]")


def _basic_password(authorization: str) -> bytes | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):  # ValueError: characters outside ASCII
        return None
    _, colon, password = decoded.partition(b":")
    return password if colon else None
