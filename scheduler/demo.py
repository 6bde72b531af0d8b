"""Accounts to try the console with, in a sandbox: one a role, with new passwords at each start."""

from datetime import datetime

from domain.codes import Dice
from domain.people import Role, new_password
from domain.ports import Refused
from storage.accounts import SqlAccounts

_DOMAIN = "contoh.example"  # a reserved name: no mail can ever go there
_AGENCY = "32.76:pemda"  # the government of Kota Depok; any would do
_NAMES = {
    Role.ADMIN: "Ani (contoh)",
    Role.MODERATOR: "Made (contoh)",
    Role.INSTANSI: "Ida (contoh)",
    Role.AUDITOR: "Agus (contoh)",
}


def email_of(role: Role) -> str:
    return f"{role}@{_DOMAIN}"


def open_demo_accounts(accounts: SqlAccounts, dice: Dice, now: datetime) -> dict[Role, str]:
    """Make or reset the demo accounts; return their passwords.

    There is none for an agency while the directory of agencies is empty.
    """
    known = {account.email for account in accounts.everybody()}
    passwords = {}
    for role, name in _NAMES.items():
        password = new_password(dice)
        try:
            if email_of(role) in known:
                accounts.reset(email_of(role), password, now)
            else:
                agency = _AGENCY if role is Role.INSTANSI else None
                accounts.add(email_of(role), name, role, agency, password, now)
        except Refused:
            continue  # no such agency here
        passwords[role] = password
    return passwords


def close_demo_accounts(accounts: SqlAccounts, now: datetime) -> None:
    """Disable what a sandbox has left in this database: its passwords stood on a screen."""
    demo = {email_of(role) for role in Role}
    for account in accounts.everybody():
        if account.email in demo and account.disabled_at is None:
            accounts.disable(account.email, now)
