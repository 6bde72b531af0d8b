"""Every setting of the service, in one class. Only entry points read it."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(StrEnum):
    SANDBOX = "sandbox"  # a look-alike of X on this machine; the default: it can harm nobody
    LIVE = "live"  # the real account


class Receipt(StrEnum):
    LINK = "link"
    CODE = "code"


def _no_slash(url: str) -> str:
    return url.rstrip("/")


class Settings(BaseSettings):
    """Read from the environment and from a file ``.env``; see ``.env.example`` for each."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    lapor_mode: Mode = Mode.SANDBOX
    account: str = Field(default="lapor1708", pattern=r"^[A-Za-z0-9_]{1,15}$")
    database_url: str = "sqlite:///lapor.sqlite3"
    public_url: Annotated[str, AfterValidator(_no_slash)] = Field(
        default="", max_length=100, pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$"
    )

    x_consumer_key: str = ""
    x_consumer_secret: SecretStr = SecretStr("")
    x_access_token: str = ""
    x_access_token_secret: SecretStr = SecretStr("")

    poll_seconds: int = Field(default=60, ge=1, le=3600)
    first_read_hours: int = Field(default=24, ge=0, le=168)
    unknown_grace_minutes: int = Field(default=15, ge=1, le=1440)
    receipt: Receipt = Receipt.LINK

    web_host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    sandbox_port: int = Field(default=8001, ge=1, le=65535)
    sandbox_journal: str = "sandbox.jsonl"
    trusted_proxies: str = "127.0.0.1"
    session_idle_minutes: int = Field(default=30, ge=1, le=1440)
    session_hours: int = Field(default=10, ge=1, le=168)
    oidc_issuer: Annotated[str, AfterValidator(_no_slash)] = Field(
        default="", pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$"
    )
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    log_json: bool = False

    @model_validator(mode="after")
    def _links_lead_to_this_machine(self) -> Self:
        """Without PUBLIC_URL, links lead to wherever the pages listen."""
        self.public_url = self.public_url or f"http://127.0.0.1:{self.port}"
        return self

    @property
    def is_sandbox(self) -> bool:
        return self.lapor_mode is Mode.SANDBOX

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def has_console(self) -> bool:
        """Say whether there is a console: over https, or for whoever sits at this machine."""
        return self.public_url.startswith("https://") or self.web_host == "127.0.0.1"

    @property
    def first_read(self) -> timedelta:
        return timedelta(hours=self.first_read_hours)
