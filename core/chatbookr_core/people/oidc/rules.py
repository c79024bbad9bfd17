"""What holds for identity providers: what can be registered, where a log-in may lead to, whose e-mail counts."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from chatbookr_core.errors import InvalidInput

FLOW_TIME: Final = timedelta(minutes=10)
MOST_PROVIDERS: Final = 10
"""How many providers one clinic can register."""
MOST_IDENTITIES: Final = 10
"""How many identities one account can have linked."""
NAME_CHARS: Final = 80
TEXT_CHARS: Final = 254
MOST_LISTED: Final = 20
DOMAIN: Final = re.compile(r"(?=.{4,253}\Z)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63})+")
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ProviderDraft:
    """A provider, as it is to be registered."""

    clinic_id: UUID
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    email_domains: tuple[str, ...] = ()
    requires_access_token_hash: bool = True
    trusts_second_factor: bool = False
    second_factor_acrs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProviderChange:
    """What is to be different about a provider; None leaves a value as it is. Whom it is run by never changes."""

    name: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    email_domains: tuple[str, ...] | None = None
    requires_access_token_hash: bool | None = None
    trusts_second_factor: bool | None = None
    second_factor_acrs: tuple[str, ...] | None = None
    is_enabled: bool | None = None

    def given(self) -> dict[str, object]:
        """Return the values that are given, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) is not None}


def check_texts(draft: ProviderDraft | ProviderChange) -> None:
    """Raises InvalidInput for a name, id, secret, domain or `acr` that cannot be."""
    limits = {"name": NAME_CHARS, "client_id": TEXT_CHARS, "client_secret": TEXT_CHARS}
    for name, most in limits.items():
        value = getattr(draft, name, None)
        if value is not None and not (0 < len(value.strip()) <= most and value.isprintable()):
            raise InvalidInput(f"Give 1 to {most} characters that can be printed.", field=name)
    for domain in listed_within(draft.email_domains, "email_domains"):
        if not DOMAIN.fullmatch(domain):
            raise InvalidInput("Give domains in lower case, such as clinic.example.", field="email_domains")
    for acr in listed_within(draft.second_factor_acrs, "second_factor_acrs"):
        if not (0 < len(acr) <= TEXT_CHARS and acr.isprintable()):
            raise InvalidInput(f"Give values of 1 to {TEXT_CHARS} characters.", field="second_factor_acrs")


def listed_within(values: Sequence[str] | None, name: str) -> Sequence[str]:
    """Return a list that is not too long; none is an empty one. Raises InvalidInput."""
    if values is not None and len(values) > MOST_LISTED:
        raise InvalidInput(f"A list has at most {MOST_LISTED} values.", field=name)
    return values or ()


def check_issuer(issuer: str, *, allowed_hosts: Collection[str]) -> None:
    """Let an issuer pass that is `https:`, without query or fragment (OpenID Connect Discovery, section 2).

    With `http:` only the operator's own machine, where the operator named its `host:port`. Raises InvalidInput.
    """
    refused = InvalidInput("Give the provider's issuer: https:// and a host, no query.", field="issuer")
    if not 0 < len(issuer) <= TEXT_CHARS or not issuer.isascii() or any(sign in issuer for sign in "?#@\\ "):
        raise refused
    try:
        parts = urlsplit(issuer)
        named = f"{parts.hostname}:{parts.port}"
    except ValueError:
        raise refused from None
    is_own_machine = parts.scheme == "http" and parts.hostname in LOOPBACK and named in allowed_hosts
    if not parts.hostname or not (parts.scheme == "https" or is_own_machine):
        raise refused


def return_path(wanted: str | None, allowed: Sequence[str]) -> str:
    """Return where a log-in leads to: a path that is listed, letter by letter. Raises InvalidInput for any other."""
    if wanted is None:
        return allowed[0] if allowed else "/"
    if wanted not in allowed:
        raise InvalidInput("A log-in cannot lead there.", field="returnTo")
    return wanted


def is_of_domain(email: str | None, domains: Sequence[str]) -> bool:
    """Tell whether an e-mail is of one of the domains, not of one below it; without domains any is, and none too."""
    if not domains:
        return True
    return email is not None and email.rpartition("@")[2] in domains and email.count("@") == 1
