"""An OpenID provider for tests, over real sockets: it keeps every rule, until a test bends one.

It checks what a good provider checks (client, redirect URI, PKCE, codes that count once), so that what gets past it
got past both sides.
"""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import uvicorn
from joserfc import jws, jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from tests.servers import free_port

from chatbookr_core.clock import Clock

CLIENT_ID = "chatbookr"
CLIENT_SECRET = "a secret of the provider's"
SUBJECT = "ada-at-the-provider"
EMAIL = "ada@clinic.example"
ACCESS_TOKEN = "an-access-token"
Claims = dict[str, Any]


@cache
def rsa_key(name: str = "key-1") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@cache
def ec_key(name: str = "key-ec") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


@cache
def ed_key(name: str = "key-ed") -> OKPKey:
    return OKPKey.generate_key("Ed25519", {"kid": name, "use": "sig"})


class AnyAlgorithm(jws.JWSRegistry):
    """Signs by whatever a test asks for, as an attacker would."""

    def get_alg(self, name: str) -> Any:
        return self.algorithms[name]

    def check_header(self, header: Mapping[str, Any]) -> None:
        """Write any header."""


def signed(claims: Mapping[str, Any], key: Key, algorithm: str = "RS256", **header: Any) -> str:
    """Sign claims."""
    whole = {"alg": algorithm, "kid": key.kid, **header}
    registry = AnyAlgorithm(strict_check_header=False)
    return jwt.encode(
        {name: value for name, value in whole.items() if value is not None}, dict(claims), key, registry=registry
    )


def half_hash(text: str, algorithm: str = "sha256") -> str:
    digest = hashlib.new(algorithm, text.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).decode().rstrip("=")


@dataclass(slots=True)
class Provider:
    """A provider; what a test replaces is how it misbehaves."""

    port: int
    clock: Clock
    subject: str = SUBJECT
    extra: Claims = field(default_factory=dict)  # further claims; None takes one away
    sign: Callable[[Claims], str] = field(default=lambda claims: signed(claims, rsa_key()))
    document: Claims = field(default_factory=dict)  # what the discovery says otherwise
    keys: list[Any] = field(default_factory=lambda: [rsa_key().as_dict(private=False)])
    answers: dict[str, Response] = field(default_factory=dict)  # by path, instead of what it would say
    token_extra: Claims = field(default_factory=dict)
    userinfo: Claims = field(default_factory=dict)
    callback_extra: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # the paths, in order
    flows: dict[str, dict[str, str]] = field(default_factory=dict)  # by code
    consents: int = 0
    issued: list[str] = field(default_factory=list)  # ID tokens, in order
    refusals: list[str] = field(default_factory=list)  # why its token endpoint said no

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def consent(self, url: str, **changed: str) -> str:
        """Log in at the page the browser was sent to, and return where it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.consents += 1
        code = f"code-{self.consents}"
        self.flows[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer, **self.callback_extra, **changed}
        return f"{asked['redirect_uri']}?{urlencode({name: text for name, text in back.items() if text != '-'})}"

    def claims_for(self, flow: Mapping[str, str]) -> Claims:
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": flow["nonce"],
            "at_hash": half_hash(ACCESS_TOKEN),
            "email": EMAIL,
            "email_verified": True,
            **self.extra,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/jwks", self._jwks),
                Route("/token", self._token, methods=["POST"]),
                Route("/userinfo", self._userinfo),
            ]
        )

    def _instead(self, request: Request) -> Response | None:
        self.asked.append(request.url.path)
        return self.answers.get(request.url.path)

    async def _discovery(self, request: Request) -> Response:
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "EdDSA", "HS256", "none"],
            "code_challenge_methods_supported": ["S256", "plain"],
            "authorization_response_iss_parameter_supported": True,
            **self.document,
        }
        given = {name: value for name, value in document.items() if value is not None}
        return self._instead(request) or JSONResponse(given)

    async def _jwks(self, request: Request) -> Response:
        return self._instead(request) or JSONResponse({"keys": self.keys})

    async def _userinfo(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {ACCESS_TOKEN}":
            return JSONResponse({"error": "invalid_token"}, 401)
        return self._instead(request) or JSONResponse({"sub": self.subject, **self.userinfo})

    async def _token(self, request: Request) -> Response:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        instead = self._instead(request)
        problem = self._problem(request, given)
        if instead or problem:
            self.refusals.append(problem)
            return instead or JSONResponse({"error": "invalid_grant"}, 400)
        claims = self.claims_for(self.flows.pop(given["code"]))
        self.issued.append(self.sign(claims))
        token = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": self.issued[-1]}
        return JSONResponse({**token, **self.token_extra})

    def _problem(self, request: Request, given: Mapping[str, str]) -> str:
        """Check a token request as RFC 6749 and RFC 7636 say."""
        flow = self.flows.get(given.get("code", ""))
        if flow is None:
            return "code"
        basic = base64.b64decode(request.headers.get("authorization", " ").split(" ")[1]).decode()
        if [unquote_plus(part) for part in basic.split(":")] != [CLIENT_ID, CLIENT_SECRET]:
            return "client"
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != flow.get("code_challenge"):
            return "pkce"
        return "" if given.get("redirect_uri") == flow["redirect_uri"] else "redirect_uri"


@asynccontextmanager
async def providing(clock: Clock, **bent: Any) -> AsyncIterator[Provider]:
    """Run a provider on a port of its own."""
    provider = Provider(free_port(), clock, **bent)
    config = uvicorn.Config(provider.app(), port=provider.port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells by this attribute alone
        await asyncio.sleep(0.01)
    try:
        yield provider
    finally:
        server.should_exit = True
        await serving


def redirect_to(url: str) -> Response:
    """Answer a question by pointing elsewhere."""
    return RedirectResponse(url, 302)
