"""Grants and tokens: what a consent gives a client, and when each part of it ends."""

from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from chatbookr_sandbox.google.authorization import AuthorizationRequest
from chatbookr_sandbox.google.refusals import OAuthRefusal
from chatbookr_sandbox.google.scopes import FULL_NAMES
from chatbookr_sandbox.google.state import AccessToken, AuthorizationCode, GoogleState, Grant

ACCESS_TOKEN_SECONDS = 3600
CODE_SECONDS = 600
TESTING_SECONDS = 7 * 86_400
"""So long a consent holds while an app is in Testing (Google's "Using OAuth 2.0", "Refresh token expiration")."""


class Tokens:
    """Issues, refreshes, finds and ends tokens at one instant."""

    def __init__(self, state: GoogleState, now: datetime) -> None:
        self._state = state
        self._now_seconds = now.timestamp()

    def consent(self, asked: AuthorizationRequest, *, email: str, scopes: Collection[str]) -> AuthorizationCode:
        """Turn a consent into a code; a refresh token comes with the first offline one, or when asked again."""
        earlier = [grant for grant in self._live_grants(email) if grant.client_id == asked.client_id]
        granted = {FULL_NAMES.get(scope, scope) for scope in scopes}
        if asked.includes_granted:
            granted.update(scope for grant in earlier for scope in grant.scopes)
        has_refresh_token = any(grant.refresh_token for grant in earlier)
        grant = Grant(id=self._state.mint(), email=email, client_id=asked.client_id, scopes=sorted(granted))
        if self._state.is_in_testing:
            grant.ends_at = self._now_seconds + TESTING_SECONDS
        self._state.grants[grant.id] = grant
        code = AuthorizationCode(
            code=f"4/0A{self._state.mint(24)}",
            grant_id=grant.id,
            redirect_uri=asked.redirect_uri,
            code_challenge=asked.code_challenge,
            scopes=grant.scopes,
            gives_refresh_token=asked.is_offline and (asked.asks_again or not has_refresh_token),
            expires_at=self._now_seconds + CODE_SECONDS,
        )
        self._state.codes[code.code] = code
        return code

    def exchange(self, code_text: str, *, client_id: str, redirect_uri: str, code_verifier: str) -> dict[str, Any]:
        """Trade a code for tokens, once. Raises OAuthRefusal (invalid_grant)."""
        code = self._state.codes.pop(code_text, None)
        if code is None or code.expires_at <= self._now_seconds:
            raise OAuthRefusal("invalid_grant", "Bad Request")
        grant = self._state.grants[code.grant_id]
        if grant.client_id != client_id or grant.is_revoked:
            raise OAuthRefusal("invalid_grant", "Bad Request")
        if code.redirect_uri != redirect_uri:
            raise OAuthRefusal("redirect_uri_mismatch", "Bad Request")
        if not compare_digest(challenge_of(code_verifier).encode(), code.code_challenge.encode()):
            raise OAuthRefusal("invalid_grant", "Invalid code verifier.")
        if code.gives_refresh_token:
            grant.refresh_token = self._refresh_token()
        answer = self._bearer(grant, code.scopes)
        return answer | ({"refresh_token": grant.refresh_token} if grant.refresh_token else {})

    def refresh(self, refresh_token: str, *, client_id: str) -> dict[str, Any]:
        """Make a new access token; the refresh token stays as it is and is not repeated. Raises OAuthRefusal."""
        grant = self._grant_by_refresh_token(refresh_token)
        if grant is None or grant.is_revoked or grant.client_id != client_id or self._is_over(grant):
            raise OAuthRefusal("invalid_grant", "Token has been expired or revoked.")
        if grant.needs_reauthentication:
            raise OAuthRefusal("invalid_grant", "reauth related error (invalid_rapt)", subtype="invalid_rapt")
        return self._bearer(grant, grant.scopes)

    def grant_directly(self, *, email: str, client_id: str, scopes: Collection[str]) -> dict[str, Any]:
        """Give tokens without a consent page, for seeding."""
        grant = Grant(self._state.mint(), email, client_id, sorted(scopes), self._refresh_token())
        self._state.grants[grant.id] = grant
        return self._bearer(grant, grant.scopes) | {"refresh_token": grant.refresh_token}

    def revoke(self, token: str) -> None:
        """End by any one token all that its account granted its client, as Google does.

        Raises OAuthRefusal (invalid_token) when it is over already.
        """
        access = self._state.access_tokens.get(token)
        grant = self._state.grants[access.grant_id] if access else self._grant_by_refresh_token(token)
        if grant is None or grant.is_revoked or (access is not None and access.expires_at <= self._now_seconds):
            raise OAuthRefusal("invalid_token", "Token expired or revoked")
        for sibling in self._live_grants(grant.email):
            if sibling.client_id == grant.client_id:
                self._end(sibling)

    def find_bearer(self, token: str) -> tuple[AccessToken, Grant] | None:
        """Find a live access token with its grant."""
        access = self._state.access_tokens.get(token)
        if access is None or access.expires_at <= self._now_seconds:
            return None
        grant = self._state.grants[access.grant_id]
        return None if grant.is_revoked else (access, grant)

    def whose(self, token: str) -> str | None:
        """Return the account that a token or a code was given to, live or not; None where nobody knows it."""
        given = self._state.access_tokens.get(token) or self._state.codes.get(token)
        grant = self._state.grants[given.grant_id] if given else self._grant_by_refresh_token(token)
        return grant.email if grant else None

    def expire(self, email: str, what: str) -> int:
        """End an account's `access` or `refresh` tokens, or have refreshing ask for a log-in (`rapt`); count grants."""
        grants = self._live_grants(email)
        for grant in grants:
            if what == "rapt":
                grant.needs_reauthentication = True
            elif what == "refresh":
                self._end(grant)
            for access in self._access_tokens_of(grant):
                access.expires_at = min(access.expires_at, self._now_seconds)
        return len(grants)

    def _end(self, grant: Grant) -> None:
        grant.is_revoked = True
        for access in self._access_tokens_of(grant):
            del self._state.access_tokens[access.token]

    def _access_tokens_of(self, grant: Grant) -> list[AccessToken]:
        return [access for access in self._state.access_tokens.values() if access.grant_id == grant.id]

    def _live_grants(self, email: str) -> list[Grant]:
        own = [grant for grant in self._state.grants.values() if grant.email == email]
        return [grant for grant in own if not grant.is_revoked and not self._is_over(grant)]

    def _grant_by_refresh_token(self, token: str) -> Grant | None:
        return next((grant for grant in self._state.grants.values() if grant.refresh_token == token), None)

    def _refresh_token(self) -> str:
        return f"1//0{self._state.mint(32)}"

    def _bearer(self, grant: Grant, scopes: list[str]) -> dict[str, Any]:
        token = f"ya29.a0{self._state.mint(48)}"
        expires_at = self._now_seconds + ACCESS_TOKEN_SECONDS
        self._forget_expired()
        self._state.access_tokens[token] = AccessToken(token, grant.id, scopes, expires_at)
        ends = {"refresh_token_expires_in": int(grant.ends_at - self._now_seconds) - 1} if grant.ends_at else {}
        return {
            "access_token": token,
            "expires_in": ACCESS_TOKEN_SECONDS - 1,
            **ends,
            "scope": " ".join(scopes),
            "token_type": "Bearer",
        }

    def _is_over(self, grant: Grant) -> bool:
        return grant.ends_at is not None and grant.ends_at <= self._now_seconds

    def _forget_expired(self) -> None:
        for access in list(self._state.access_tokens.values()):
            if access.expires_at < self._now_seconds - ACCESS_TOKEN_SECONDS:
                del self._state.access_tokens[access.token]


def challenge_of(code_verifier: str) -> str:
    """Return the S256 code challenge of a verifier (RFC 7636, 4.2)."""
    return urlsafe_b64encode(sha256(code_verifier.encode()).digest()).decode("ascii").rstrip("=")
