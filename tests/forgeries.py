"""Tokens as attackers write them, each with the rule that refuses it, and how a refusal is looked at."""

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from joserfc import jws
from joserfc.jwk import OctKey
from tests.identity_provider import CLIENT_SECRET, SUBJECT, Claims, ec_key, rsa_key, signed
from tests.oidc_world import OidcWorld

from chatbookr_core.models import LinkedIdentity


def reason_in(log: pytest.LogCaptureFixture) -> str:
    """Return the rule by which the last word of a provider was refused."""
    noted = [one.getMessage() for one in log.records if one.name.startswith("chatbookr_core.people.oidc")]
    return noted[-1].rpartition(": ")[2] if noted else ""


async def refused(world: OidcWorld, answer: httpx.Response, status: int, code: str) -> None:
    """Check that a browser was told the code and nothing else, and was let in nowhere."""
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code), answer.text
    assert SUBJECT not in answer.text
    assert await world.sessions() == 0
    assert await world.clinics() == []
    assert (await LinkedIdentity.get()).last_used_at is None


def unsigned(claims: Claims, algorithm: str) -> str:
    parts = [json.dumps({"alg": algorithm}).encode(), json.dumps(claims).encode()]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def by_public_key(claims: Claims) -> str:
    """Sign by HMAC with the provider's RSA public key, which everybody has, as the secret."""
    secret = OctKey.import_key(base64.urlsafe_b64encode(rsa_key().as_pem(private=False)).decode())
    return signed(claims, secret, "HS256", kid="key-1")


def by_client_secret(claims: Claims) -> str:
    return signed(claims, OctKey.import_key(CLIENT_SECRET), "HS256", kid="key-1")


def by_own_key(**header: Any) -> Callable[[Claims], str]:
    """Sign by an attacker's key, with a header that points to it."""
    return lambda claims: signed(claims, rsa_key("evil"), **{"kid": "key-1", **header})


def tampered(claims: Claims) -> str:
    head, _, signature = signed({**claims, "sub": "somebody else"}, rsa_key()).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{head}.{body}.{signature}"


EVIL_JWK = rsa_key("evil").as_dict(private=False)
FORGERIES: dict[str, tuple[Callable[[Claims], str], str]] = {
    "none": (lambda claims: unsigned(claims, "none"), "alg"),
    "None": (lambda claims: unsigned(claims, "None"), "alg"),
    "nOnE": (lambda claims: unsigned(claims, "nOnE"), "alg"),
    "no_signature": (lambda claims: unsigned(claims, "RS256"), "signature"),
    "hs256_by_rsa_public_key": (by_public_key, "alg"),
    "hs256_by_client_secret": (by_client_secret, "alg"),
    "rs512": (lambda claims: signed(claims, rsa_key(), "RS512"), "alg"),
    "another_key": (by_own_key(), "signature"),
    "embedded_jwk": (by_own_key(jwk=EVIL_JWK), "header"),
    "jku": (by_own_key(jku="http://127.0.0.1:1/jwks"), "header"),
    "x5u": (by_own_key(x5u="http://127.0.0.1:1/cert"), "header"),
    "x5c": (by_own_key(x5c=["MII"]), "header"),
    "crit": (lambda claims: signed(claims, rsa_key(), crit=["exp"]), "header"),
    "b64": (lambda claims: signed(claims, rsa_key(), b64=True), "header"),
    "kid_path": (by_own_key(kid="../../../../dev/null"), "kid"),
    "kid_sql": (by_own_key(kid="key-1' OR '1'='1"), "kid"),
    "kid_of_another_kind": (lambda claims: signed(claims, ec_key(), "ES256", kid="key-1"), "kid"),
    "kid_no_text": (lambda claims: _headed(claims, {"alg": "RS256", "kid": 1}), "kid"),
    "access_token_type": (lambda claims: signed(claims, rsa_key(), typ="at+jwt"), "typ"),
    "logout_token_type": (lambda claims: signed(claims, rsa_key(), typ="logout+jwt"), "typ"),
    "tampered": (tampered, "signature"),
    "five_parts": (lambda claims: signed(claims, rsa_key()) + ".x.y", "form"),
    "no_jwt": (lambda _: "not a token", "form"),
    "header_no_json": (lambda _: "eyJ.e30.x", "form"),
    "header_a_list": (lambda claims: _headed(claims, ["RS256"]), "header"),
    "endless": (lambda claims: signed({**claims, "padding": "x" * 20_000}, rsa_key()), "form"),
    "claims_no_object": (lambda _: _of_text("[]"), "form"),
    "claims_no_json": (lambda _: _of_text("{"), "signature"),
}


def _headed(claims: Claims, header: object) -> str:
    parts = [json.dumps(header).encode(), json.dumps(claims).encode(), b"x"]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def _of_text(text: str) -> str:
    return jws.serialize_compact({"alg": "RS256", "kid": "key-1"}, text.encode(), rsa_key())
