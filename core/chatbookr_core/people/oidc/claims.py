"""What an ID token must say before it is believed (OpenID Connect Core 1.0, section 3.1.3.7): pure, and unforgiving.

What must be there and is not fails like what is wrong.
"""

import base64
import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any, Final

SKEW: Final = timedelta(seconds=60)
OLDEST: Final = timedelta(minutes=10)
SUBJECT_CHARS: Final = 255
SESSION_CHARS: Final = 255
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
MULTIPLE_FACTORS: Final = "mfa"  # RFC 8176


class Untrue(Exception):
    """A token is not believed; `reason` says by which rule, and quotes nothing of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must be about: who says it to whom, and in which flow."""

    issuer: str
    client_id: str
    nonce_hash: str
    access_token: str = field(repr=False)
    algorithm: str
    requires_access_token_hash: bool


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider says of somebody, checked: who they are there, and how they showed it."""

    subject: str = field(repr=False)
    email: str | None = field(repr=False)  # only one the provider has verified
    amr: tuple[str, ...]
    acr: str | None
    session: str | None = field(repr=False)
    binds_access_token: bool


def check_id_token(claims: Mapping[str, Any], expected: Expected, now: datetime) -> Vouched:
    """Believe the claims of a token whose signature is right, or not. Raises Untrue."""
    _check_parties(claims, expected.issuer, expected.client_id)
    _check_times(claims, now)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not compare_digest(sha256_of(nonce), expected.nonce_hash):
        raise Untrue("nonce")
    return Vouched(
        subject=subject_of(claims),
        email=verified_email(claims),
        amr=tuple(one for one in _texts(claims.get("amr"))),
        acr=claims.get("acr") if isinstance(claims.get("acr"), str) else None,
        session=session_of(claims),
        binds_access_token=_binds(claims, expected),
    )


def _binds(claims: Mapping[str, Any], expected: Expected) -> bool:
    """Tell whether the ID token vouches for the access token too. Raises Untrue where it vouches for another, or none.

    Where tokens come straight from the provider `at_hash` may be left out (section 3.1.3.6), and certified providers do
    so: a clinic can let such a provider. Then the access token is never used, and what would lean on it fails.
    """
    if "at_hash" not in claims:
        if expected.requires_access_token_hash:
            raise Untrue("at_hash")
        return False
    at_hash, wanted = claims["at_hash"], half_hash_of(expected.access_token, expected.algorithm)
    if not isinstance(at_hash, str) or not compare_digest(at_hash.rstrip("=").encode(), wanted.encode()):
        raise Untrue("at_hash")
    return True


def check_logout_token(claims: Mapping[str, Any], issuer: str, client_id: str, now: datetime) -> tuple[str, str]:
    """Believe a token that ends sessions; return `sub` and `sid`, one of which may be empty. Raises Untrue.

    OpenID Connect Back-Channel Logout 1.0, section 2.6.
    """
    _check_parties(claims, issuer, client_id)
    _check_times(claims, now)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise Untrue("events")
    if "nonce" in claims:  # an ID token must not end anything
        raise Untrue("nonce")
    if not isinstance(claims.get("jti"), str) or not claims["jti"]:
        raise Untrue("jti")
    subject = subject_of(claims) if "sub" in claims else ""
    session = session_of(claims) or ""
    if not subject and not session:
        raise Untrue("sub")
    return subject, session


def _check_parties(claims: Mapping[str, Any], issuer: str, client_id: str) -> None:
    if claims.get("iss") != issuer:
        raise Untrue("iss")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else list(_texts(audience))
    if client_id not in audiences:
        raise Untrue("aud")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise Untrue("azp")


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    at, skew = now.timestamp(), SKEW.total_seconds()
    if _instant(claims, "exp") + skew <= at:
        raise Untrue("exp")
    issued = _instant(claims, "iat")
    if not at - OLDEST.total_seconds() - skew <= issued <= at + skew:
        raise Untrue("iat")
    if "nbf" in claims and _instant(claims, "nbf") > at + skew:
        raise Untrue("nbf")


def _instant(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Untrue(name)
    return value


def _texts(value: object) -> Sequence[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def subject_of(claims: Mapping[str, Any]) -> str:
    """Return who it is, as the provider names them. Raises Untrue."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_CHARS or not subject.isprintable():
        raise Untrue("sub")
    return subject


def session_of(claims: Mapping[str, Any]) -> str | None:
    """Return the provider's name of its own session, if it says one."""
    session = claims.get("sid")
    return session if isinstance(session, str) and 0 < len(session) <= SESSION_CHARS else None


def verified_email(claims: Mapping[str, Any]) -> str | None:
    """Return the e-mail in lower case, where the provider says in so many words that it has verified it."""
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        return None
    return email.strip().lower() or None


def shown_factors(vouched: Vouched, *, is_trusted: bool, acrs: Sequence[str]) -> int:
    """Say how many factors a log-in has shown: two where a provider trusted in this says so (RFC 8176), or else one."""
    return 2 if is_trusted and (MULTIPLE_FACTORS in vouched.amr or vouched.acr in acrs) else 1


def sha256_of(text: str) -> str:
    """Hash what a flow gave out as its row holds it; 256 random bits need no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def half_hash_of(text: str, algorithm: str) -> str:
    """Hash a token as `at_hash` holds it (OpenID Connect Core, section 3.1.3.6)."""
    digest = (hashlib.sha512 if algorithm == "EdDSA" else hashlib.sha256)(text.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).decode().rstrip("=")
