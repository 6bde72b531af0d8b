"""Sign-in with an OpenID provider (a ministry's own accounts). The only file that imports Authlib.

Authorization code with PKCE. What the provider says is believed only when its signature, issuer,
audience, age and our nonce are right. Its addresses and keys are asked for each time: signing in is
rare, and a key that was changed yesterday must not matter.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from domain.people import Identity
from domain.ports import Refusal, Refused, Unavailable

_TIMEOUT_SECONDS = 10
_SKEW_SECONDS = 60
# Signatures with a key pair only: with HS256 or "none" a token could be made without the provider.
_ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"]


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider that knows us. ``back`` is the address it sends people back to."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    back: str

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Return where a browser goes to sign in. Raises Unavailable or Refused."""
        try:
            with self._session() as session:
                url, _ = session.create_authorization_url(
                    self._metadata(session)["authorization_endpoint"],
                    state=state,
                    nonce=nonce,
                    code_verifier=verifier,
                )
                return str(url)
        except RequestException as error:
            raise _unavailable() from error
        except (AuthlibBaseError, ValueError, KeyError, TypeError) as error:
            raise _refused() from error

    def identity(self, code: str, nonce: str, verifier: str, now: datetime) -> Identity:
        """Return who the provider says has signed in. Raises Unavailable or Refused."""
        try:
            with self._session() as session:
                metadata = self._metadata(session)
                token = session.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                )
                keys = KeySet.import_key_set({"keys": _read(session, metadata["jwks_uri"])["keys"]})
                return self._believed(token, keys, nonce, now)
        except RequestException as error:
            raise _unavailable() from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
            raise _refused() from error

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid email",
            redirect_uri=self.back,
            code_challenge_method="S256",
            default_timeout=_TIMEOUT_SECONDS,
        )

    def _metadata(self, session: OAuth2Session) -> dict[str, Any]:
        metadata = _read(session, f"{self.issuer}/.well-known/openid-configuration")
        if str(metadata["issuer"]).rstrip("/") != self.issuer:
            raise ValueError("the provider speaks for another issuer")
        return metadata

    def _believed(self, token: dict[str, Any], keys: KeySet, nonce: str, now: datetime) -> Identity:
        signed = jwt.decode(token["id_token"], keys, algorithms=_ALGORITHMS)
        issuers = [self.issuer, f"{self.issuer}/"]  # some write themselves with a slash
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "values": issuers},
                "aud": {"essential": True, "value": self.client_id},
            },
            {
                "nonce": nonce,
                "client_id": self.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=_SKEW_SECONDS)
        verified = claims.get("email_verified") is True and isinstance(claims.get("email"), str)
        email = str(claims["email"]) if verified else None
        return Identity(f"{self.issuer} {claims['sub']}", email)


def _read(session: OAuth2Session, address: str) -> dict[str, Any]:
    answer = session.get(address, withhold_token=True)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _unavailable() -> Unavailable:
    return Unavailable("the OpenID provider cannot be reached")


def _refused() -> Refused:
    return Refused(Refusal.CREDENTIALS, "the OpenID provider's answer cannot be believed")
