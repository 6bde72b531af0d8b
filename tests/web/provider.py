"""An OpenID provider on loopback that signs what a test tells it to."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, Response

from scheduler.serving import Server
from tests.clock import SetClock
from web.oidc import Provider

CLIENT, SECRET = "lapor", "rahasia-klien"


@dataclass
class FakeProvider:
    """Vouches for ``claims``; ``key`` signs, ``published`` is what it says its key is."""

    clock: SetClock
    back: str
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    published: RSAKey | None = None
    issuer_said: str | None = None
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def start(self) -> None:
        self._server = Server(self._app(), "127.0.0.1", 0)
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def known_as(self) -> Provider:
        """Return what our side knows of it."""
        return Provider(self.issuer, CLIENT, SECRET, self.back)

    def signs_in(self, address: str) -> str:
        """Do what a person does there; return the address on which their browser comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["redirect_uri"] == self.back
        assert asked["code_challenge_method"] == "S256"
        code = f"kode-{len(self._codes)}"
        self._codes[code] = asked
        return f"{urlsplit(self.back).path}?code={code}&state={asked['state']}"

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def metadata() -> dict[str, str]:
            return {
                "issuer": self.issuer_said or self.issuer,
                "authorization_endpoint": f"{self.issuer}/masuk",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/kunci",
            }

        @app.get("/kunci")
        def keys() -> dict[str, Any]:
            return {"keys": [(self.published or self.key).as_dict(private=False)]}

        @app.post("/token")
        async def token(request: Request) -> Response:
            form = await request.form()
            asked = self._codes.pop(str(form["code"]), None)
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            known = request.headers.get("authorization") == f"Basic {basic}"
            if asked is None or not known or not _fits(str(form["code_verifier"]), asked):
                return JSONResponse({"error": "invalid_grant"}, 400)
            now = int(self.clock.now().timestamp())
            claims = {"iss": self.issuer, "aud": CLIENT, "sub": "7", "iat": now, "exp": now + 300,
                      "nonce": asked["nonce"], **self.claims}  # fmt: skip
            signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
            return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": signed})

        return app


def _fits(verifier: str, asked: dict[str, str]) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return challenge == asked["code_challenge"]
