"""What is missing or wrong, in plain words: the checks behind ``laporbot doctor``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import URL

from bot.twitter import TwitterChannel
from domain.ports import Refused, Unavailable
from scheduler.wiring import SystemClock, accounts, twitter_channel
from settings import Settings
from storage import reference, schema
from storage.engine import open_engine

# No release of this code is older; a clock before it is wrong, and would break OAuth signatures.
_BUILT = datetime(2026, 11, 1, tzinfo=UTC)
_MOST_SKEW = timedelta(seconds=60)  # X refuses signatures that are minutes off
# X's keys are letters, digits and hyphens; whatever else was pasted is no key.
_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLACEHOLDER = re.compile(
    r"(x+|todo|none|null|change.?me|example|placeholder)$|(your|my|isi)[-_]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``problem`` says what is wrong and what to do, or is None."""

    subject: str
    detail: str
    problem: str | None = None


def findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at everything that can be seen without asking X."""
    checks: list[Callable[[], Finding]] = [
        lambda: credentials(settings),
        lambda: database(settings),
        lambda: clock(now),
        lambda: public_url(settings),
        lambda: console(settings),
        lambda: admin(settings),
        lambda: openid(settings),
    ]
    for check in checks:
        yield check()


def credentials(settings: Settings) -> Finding:
    """Say whether the four keys of X are there (not whether X accepts them)."""
    if settings.is_sandbox:
        return Finding("credentials", "sandbox: none are needed, nothing leaves this machine")
    keys = {
        "X_CONSUMER_KEY": settings.x_consumer_key,
        "X_CONSUMER_SECRET": settings.x_consumer_secret.get_secret_value(),
        "X_ACCESS_TOKEN": settings.x_access_token,
        "X_ACCESS_TOKEN_SECRET": settings.x_access_token_secret.get_secret_value(),
    }
    missing = ", ".join(name for name, value in keys.items() if not value)
    if missing:
        problem = f"{missing} not set; copy them from the X developer console"
        return Finding("credentials", "live mode", problem)
    odd = ", ".join(name for name, value in keys.items() if not _is_a_key(value))
    if odd:
        problem = f"{odd}: no key of X (a placeholder, or blanks in it); copy it from the console"
        return Finding("credentials", "live mode", problem)
    return Finding("credentials", "all four keys are set")


def _is_a_key(value: str) -> bool:
    return bool(_KEY.fullmatch(value)) and not _PLACEHOLDER.match(value)


def database(settings: Settings) -> Finding:
    """Say whether the database can be opened and is at this code's version."""
    try:
        engine = open_engine(settings.database_url)
        address = engine.url.render_as_string(hide_password=True)
        if _is_absent(engine.url):  # asking SQLite would make it
            return Finding("database", address, "it does not exist yet; run: laporbot migrate")
        current = schema.current_revision(engine)
        if current is None:
            return Finding("database", address, "it is empty; run: laporbot migrate")
        if current != (head := schema.head_revision()):
            problem = f"it is at version {current}, this code needs {head}; run: laporbot migrate"
            return Finding("database", address, problem)
        if reference.seeded_version(engine) is None:
            return Finding("database", address, "places are not seeded; run: laporbot migrate")
    except (Unavailable, Refused) as error:
        return Finding("database", "cannot be used", error.why)
    return Finding("database", f"{address}, version {current}")


def _is_absent(url: URL) -> bool:
    path = url.database or ":memory:"
    is_file = url.get_backend_name() == "sqlite" and not path.startswith((":memory:", "file:"))
    return is_file and not Path(path).exists()


def clock(now: datetime) -> Finding:
    """Say whether the machine's clock can be right."""
    shown = now.strftime("%Y-%m-%d %H:%M UTC")
    if now < _BUILT:
        return Finding("clock", shown, "it is in the past; set the clock (X refuses old requests)")
    return Finding("clock", shown)


def public_url(settings: Settings) -> Finding:
    """Say whether citizens could open the links that we send."""
    url = settings.public_url
    host = urlsplit(url).hostname or ""
    local = host in ("localhost", "127.0.0.1", "::1") or host.endswith(".local")
    if not settings.is_sandbox and local:
        problem = "citizens cannot open this address; set PUBLIC_URL to the public one"
        return Finding("public URL", url, problem)
    if not settings.is_sandbox and urlsplit(url).scheme != "https":
        return Finding("public URL", url, "it must begin with https://; tracking codes are secrets")
    return Finding("public URL", url)


def console(settings: Settings) -> Finding:
    """Say whether there is a console, and where."""
    if settings.has_console:
        return Finding("console", f"{settings.public_url}/konsol")
    why = "closed: passwords need PUBLIC_URL with https://, or WEB_HOST=127.0.0.1"
    return Finding("console", why)


def admin(settings: Settings) -> Finding:
    """Say whether anybody can keep the accounts of the console."""
    if settings.is_sandbox:
        return Finding("accounts", "sandbox: `laporbot run` makes one for each role")
    if not settings.has_console:
        return Finding("accounts", "none are needed: there is no console")
    try:
        engine = open_engine(settings.database_url)
        if _is_absent(engine.url) or schema.current_revision(engine) != schema.head_revision():
            return Finding("accounts", "not known until the database is there")
        if accounts(settings).has_admin():
            return Finding("accounts", "there is an admin")
    except (Unavailable, Refused) as error:
        return Finding("accounts", "cannot be read", error.why)
    problem = "make one: laporbot user first-admin EMAIL --name NAME"
    return Finding("accounts", "nobody can sign in", problem)


def openid(settings: Settings) -> Finding:
    """Say whether the settings of the OpenID provider are whole."""
    given = {
        "OIDC_ISSUER": settings.oidc_issuer,
        "OIDC_CLIENT_ID": settings.oidc_client_id,
        "OIDC_CLIENT_SECRET": settings.oidc_client_secret.get_secret_value(),
    }
    missing = ", ".join(name for name, value in given.items() if not value)
    if not any(given.values()):
        return Finding("OpenID", "not used")
    if missing:
        return Finding("OpenID", "half set", f"{missing} not set; give all three, or none")
    if not settings.is_sandbox and urlsplit(settings.oidc_issuer).scheme != "https":
        return Finding("OpenID", settings.oidc_issuer, "OIDC_ISSUER must begin with https://")
    return Finding("OpenID", settings.oidc_issuer)


def live_findings(settings: Settings) -> Iterator[Finding]:
    """Ask X one harmless question per endpoint, with the real credentials."""
    channel = twitter_channel(settings, SystemClock())
    account = _account(channel)
    yield account
    yield x_clock(channel.clock_skew())
    if account.problem is not None:
        return
    for probe in channel.probe():
        seen = ", ".join(probe.fields) or "nothing to see yet"
        quota = probe.quota
        left = f"; {quota.remaining} of {quota.limit} requests left" if quota else ""
        yield Finding(f"X {probe.endpoint}", f"fields: {seen}{left}", probe.problem)
    yield permission(channel.access_level())


def _account(channel: TwitterChannel) -> Finding:
    try:
        return Finding("X account", f"id {channel.own_author_id()}")
    except (Unavailable, Refused) as error:
        return Finding("X account", "cannot be read", error.why)


def x_clock(skew: timedelta | None) -> Finding:
    """Say how far X's clock is from ours; ``skew`` is X's minus ours, None when X gave no time."""
    if skew is None:
        return Finding("X clock", "X did not say its time")
    seconds = round(skew.total_seconds())
    side = "ahead of" if seconds >= 0 else "behind"
    shown = f"X is {abs(seconds)} s {side} this machine"
    if abs(skew) > _MOST_SKEW:
        return Finding("X clock", shown, "set this machine's clock; X refuses what is signed so")
    return Finding("X clock", shown)


def permission(level: str | None) -> Finding:
    """Say whether the app may do what we need; ``level`` is X's own word for it."""
    if level is None:
        return Finding("X permission", "X did not say")
    lacking = [
        need
        for need, word in (("writing", "write"), ("direct messages", "directmessages"))
        if word not in level
    ]
    if lacking:
        problem = f"allow {' and '.join(lacking)} in the X developer console, then renew the keys"
        return Finding("X permission", level, problem)
    return Finding("X permission", level)
