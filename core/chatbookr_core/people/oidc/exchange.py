"""What is said to a provider: where the browser is sent, and what its code is exchanged for.

Authlib writes and signs; the checked way out carries. RFC 6749, RFC 7636 (PKCE, by S256 alone).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote_plus

from chatbookr_core.errors import IdentityProviderUnavailable
from chatbookr_core.people.oidc.claims import Untrue
from chatbookr_core.people.oidc.documents import MOST_BYTES, Documents, Metadata, json_of
from chatbookr_core.webhooks.egress import CannotSend

SCOPE: Final = "openid email"
CODE_CHARS: Final = 4000


@dataclass(frozen=True, slots=True)
class Client:
    """What a provider knows this deployment by."""

    client_id: str
    redirect_uri: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a code was exchanged for; both are forgotten once they were read."""

    id_token: str = field(repr=False)
    access_token: str = field(repr=False)


def authorization_url(metadata: Metadata, client: Client, *, state: str, nonce: str, verifier: str) -> str:
    """Write where the browser is sent to. Raises IdentityProviderUnavailable for an address nothing can be added to."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # heavy, and only needed at a log-in
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    try:
        url: str = prepare_grant_uri(
            metadata.authorization_endpoint,
            client_id=client.client_id,
            response_type="code",
            redirect_uri=client.redirect_uri,
            scope=SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
    except ValueError:
        raise IdentityProviderUnavailable(details={"problem": "its authorization_endpoint cannot be used"}) from None
    return url


async def exchange(documents: Documents, metadata: Metadata, client: Client, *, code: str, verifier: str) -> Tokens:
    """Exchange a code, with the verifier that only we know. Raises Untrue and IdentityProviderUnavailable."""
    if not 0 < len(code) <= CODE_CHARS:
        raise Untrue("code")
    url, headers, body = _token_request(metadata, client, code, verifier)
    try:
        answer = await documents.egress.fetch("POST", url, headers, body.encode(), most_bytes=MOST_BYTES)
        if 400 <= answer.status < 500:  # RFC 6749, section 5.2: the code, the verifier or the client is wrong
            raise Untrue("code")
        tokens = json_of(answer)
    except CannotSend as problem:
        raise IdentityProviderUnavailable(details={"problem": problem.code}) from None
    return tokens_from(tokens)


def _token_request(metadata: Metadata, client: Client, code: str, verifier: str) -> tuple[str, Mapping[str, str], str]:
    from authlib.oauth2.auth import ClientAuth  # heavy, and only needed at a log-in
    from authlib.oauth2.rfc6749.parameters import prepare_token_request

    asked = prepare_token_request(
        "authorization_code", redirect_uri=client.redirect_uri, code=code, code_verifier=verifier
    )
    names = (client.client_id, client.secret)
    if metadata.token_auth_method == "client_secret_basic":  # noqa: S105  # the name of a method
        names = (quote_plus(names[0]), quote_plus(names[1]))  # RFC 6749, section 2.3.1
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    signer = ClientAuth(*names, metadata.token_auth_method)
    signed: tuple[str, Mapping[str, str], str] = signer.prepare("POST", metadata.token_endpoint, headers, asked)
    return signed


def tokens_from(answer: Mapping[str, Any]) -> Tokens:
    """Read a token answer (OpenID Connect Core, section 3.1.3.3). Raises Untrue."""
    id_token, access_token = answer.get("id_token"), answer.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access_token, str) or not access_token:
        raise Untrue("tokens")
    if str(answer.get("token_type", "")).lower() != "bearer":
        raise Untrue("tokens")
    return Tokens(id_token, access_token)


async def userinfo(documents: Documents, metadata: Metadata, access_token: str, subject: str) -> Mapping[str, Any]:
    """Ask for what the ID token leaves out; it must be of the same person (section 5.3.2), or it is Untrue.

    Raises IdentityProviderUnavailable.
    """
    if metadata.userinfo_endpoint is None or not access_token.isascii() or not access_token.isprintable():
        return {}
    headers = {"authorization": f"Bearer {access_token}", "accept": "application/json"}
    try:
        answer = json_of(
            await documents.egress.fetch("GET", metadata.userinfo_endpoint, headers, most_bytes=MOST_BYTES)
        )
    except CannotSend as problem:
        raise IdentityProviderUnavailable(details={"problem": problem.code}) from None
    if answer.get("sub") != subject:
        raise Untrue("sub")
    return answer
