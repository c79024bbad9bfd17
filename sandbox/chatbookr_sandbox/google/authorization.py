"""A request for consent, checked as Google checks it before it shows its page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from chatbookr_sandbox.google.scopes import known_scopes
from chatbookr_sandbox.settings import GoogleClient

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class RefusedAuthorization(Exception):
    """An authorization request that Google refuses on a page of its own, never by a redirect."""

    def __init__(self, error: str, reason: str) -> None:
        super().__init__(reason)
        self.error = error
        self.reason = reason


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A checked request for consent (RFC 6749, 4.1.1, with PKCE)."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None
    code_challenge: str
    is_offline: bool
    asks_again: bool
    includes_granted: bool
    login_hint: str | None

    def redirect(self, answer: Mapping[str, str]) -> str:
        """Return the address to send the browser to with the answer."""
        query = {**({"state": self.state} if self.state is not None else {}), **answer}
        separator = "&" if urlsplit(self.redirect_uri).query else "?"
        return f"{self.redirect_uri}{separator}{urlencode(query)}"


def authorization_from(said: Mapping[str, str], client: GoogleClient) -> AuthorizationRequest:
    """Check a request for consent. Raises RefusedAuthorization.

    Google takes requests without PKCE from clients that have a secret; the sandbox wants it of everyone.
    """
    if said.get("client_id") != client.client_id:
        raise RefusedAuthorization("invalid_client", "The OAuth client was not found.")
    if said.get("redirect_uri") not in client.redirect_uris:
        raise RefusedAuthorization("redirect_uri_mismatch", "The redirect URI is not one registered for the client.")
    if said.get("response_type") != "code":
        raise RefusedAuthorization("unsupported_response_type", "Only the response type code is served.")
    scopes = tuple(dict.fromkeys(said.get("scope", "").split()))
    unknown = [scope for scope in scopes if scope not in known_scopes()]
    if not scopes or unknown:
        raise RefusedAuthorization("invalid_scope", f"Some requested scopes were invalid: {unknown}")
    challenge = said.get("code_challenge", "")
    if said.get("code_challenge_method") != "S256" or _CHALLENGE.fullmatch(challenge) is None:
        raise RefusedAuthorization("invalid_request", "A code_challenge with the method S256 is needed.")
    return AuthorizationRequest(
        client_id=client.client_id,
        redirect_uri=said["redirect_uri"],
        scopes=scopes,
        state=said.get("state"),
        code_challenge=challenge,
        is_offline=said.get("access_type") == "offline",
        asks_again="consent" in said.get("prompt", "").split(),
        includes_granted=said.get("include_granted_scopes") == "true",
        login_hint=said.get("login_hint"),
    )
