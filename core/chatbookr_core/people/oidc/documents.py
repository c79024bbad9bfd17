"""What providers publish of themselves: their addresses and their keys, fetched by the checked way out and remembered.

OpenID Connect Discovery 1.0. All of it is bounded: how large a document is, how long it is believed, how many are
remembered, how often a key nobody knows makes us look again, how soon a provider that failed is asked again.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from chatbookr_core.clock import Clock
from chatbookr_core.errors import IdentityProviderUnavailable, InvalidInput
from chatbookr_core.people.oidc.claims import Untrue
from chatbookr_core.people.oidc.id_tokens import ALGORITHMS, Key, is_usable
from chatbookr_core.settings import Settings
from chatbookr_core.webhooks.addresses import target_of
from chatbookr_core.webhooks.egress import CannotSend, Egress, Fetched

DOCUMENT_HOLDS: Final = timedelta(minutes=10)
KEYS_REFETCH: Final = timedelta(minutes=1)  # after which a key nobody knows makes us look again
FAILURE_HOLDS: Final = timedelta(seconds=15)
MOST_BYTES: Final = 128 * 1024
MOST_KEYS: Final = 40
MOST_REMEMBERED: Final = 200
PORTS: Final = (443, 8443)
WELL_KNOWN: Final = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself, checked."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    token_auth_method: str
    says_issuer: bool  # in its answer to the browser (RFC 9207)
    algorithms: frozenset[str]


@dataclass(slots=True)
class _Remembered:
    """What is known of one issuer, and since when; one task at a time asks for more."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    metadata: Metadata | None = None
    metadata_at: datetime | None = None
    keys: Sequence[Key] = ()
    keys_at: datetime | None = None
    failed_at: datetime | None = None
    problem: str = ""


class Documents:
    """The documents of all providers this process has asked lately."""

    def __init__(self, egress: Egress, clock: Clock, allowed_hosts: Collection[str] = ()) -> None:
        self.egress = egress
        self._clock = clock
        self._allowed_hosts = allowed_hosts
        self._remembered: OrderedDict[str, _Remembered] = OrderedDict()

    @classmethod
    def of(cls, settings: Settings, clock: Clock) -> "Documents":
        """Make what a deployment's settings allow."""
        allowed = settings.identity_provider_allowed_hosts
        return cls(Egress(ports=PORTS, allowed_hosts=allowed), clock, allowed)

    async def metadata_for(self, issuer: str) -> Metadata:
        """Return what an issuer says of itself. Raises IdentityProviderUnavailable."""
        known = self._known(issuer)
        async with known.lock:
            if known.metadata is None or not self._holds(known.metadata_at, DOCUMENT_HOLDS):
                document = await self._fetched(known, issuer.rstrip("/") + WELL_KNOWN)
                try:
                    known.metadata = metadata_from(document, issuer, self._allowed_hosts)
                except InvalidInput as problem:
                    raise self._failed(known, problem.message) from None
                known.metadata_at = self._clock.now()
            return known.metadata

    async def key_for(self, metadata: Metadata, algorithm: str, key_id: str | None) -> Key:
        """Return the key a token says it is signed by, looking again where it is new to us. Raises Untrue.

        Without a `kid` there must be one key alone that can be meant. Raises IdentityProviderUnavailable too.
        """
        known = self._known(metadata.issuer)
        async with known.lock:
            if not self._holds(known.keys_at, DOCUMENT_HOLDS):
                await self._load_keys(known, metadata)
            found = _meant(known.keys, algorithm, key_id)
            if len(found) != 1 and not self._holds(known.keys_at, KEYS_REFETCH):
                await self._load_keys(known, metadata)
                found = _meant(known.keys, algorithm, key_id)
        if len(found) != 1:
            raise Untrue("kid")
        return found[0]

    async def _load_keys(self, known: _Remembered, metadata: Metadata) -> None:
        keys = (await self._fetched(known, metadata.jwks_uri)).get("keys")
        if not isinstance(keys, list) or len(keys) > MOST_KEYS:
            raise self._failed(known, "its keys cannot be read")
        known.keys, known.keys_at = [key for key in keys if isinstance(key, dict)], self._clock.now()

    async def _fetched(self, known: _Remembered, url: str) -> Mapping[str, Any]:
        if self._holds(known.failed_at, FAILURE_HOLDS):
            raise IdentityProviderUnavailable(details={"problem": known.problem})
        try:
            answer = await self.egress.fetch("GET", url, {"accept": "application/json"}, most_bytes=MOST_BYTES)
            document = json_of(answer)
        except CannotSend as problem:
            raise self._failed(known, problem.code) from None
        known.failed_at = None
        return document

    def _failed(self, known: _Remembered, problem: str) -> IdentityProviderUnavailable:
        known.failed_at, known.problem = self._clock.now(), problem
        return IdentityProviderUnavailable(details={"problem": problem})

    def _holds(self, since: datetime | None, time: timedelta) -> bool:
        return since is not None and self._clock.now() < since + time

    def _known(self, issuer: str) -> _Remembered:
        known = self._remembered.pop(issuer, None) or _Remembered()
        self._remembered[issuer] = known  # the last one is the one used last
        while len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return known


def json_of(answer: Fetched) -> Mapping[str, Any]:
    """Read a JSON object of a 200. Raises CannotSend for all else, a redirect too."""
    if answer.status != 200:
        raise CannotSend("redirected" if 300 <= answer.status < 400 else "refused")
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise CannotSend("not_json") from None
    if not isinstance(document, dict):
        raise CannotSend("not_json")
    return document


def _meant(keys: Sequence[Key], algorithm: str, key_id: str | None) -> list[Key]:
    return [key for key in keys if (key_id is None or key.get("kid") == key_id) and is_usable(key, algorithm)]


def metadata_from(document: Mapping[str, Any], issuer: str, allowed_hosts: Collection[str]) -> Metadata:
    """Read a discovery document of an issuer. Raises InvalidInput for one that is another's, or lacks what we need."""
    if document.get("issuer") != issuer:
        raise InvalidInput("it is of another issuer")
    if "S256" not in _named(document, "code_challenge_methods_supported", "S256"):
        raise InvalidInput("it does not take PKCE's S256")
    algorithms = _named(document, "id_token_signing_alg_values_supported", "RS256") & set(ALGORITHMS)
    if not algorithms:
        raise InvalidInput("it signs by no algorithm we take")
    methods = _named(document, "token_endpoint_auth_methods_supported", "client_secret_basic")
    method = next((one for one in ("client_secret_basic", "client_secret_post") if one in methods), None)
    if method is None:
        raise InvalidInput("it takes no client secret")
    return Metadata(
        issuer=issuer,
        authorization_endpoint=_address(document, "authorization_endpoint", allowed_hosts),
        token_endpoint=_address(document, "token_endpoint", allowed_hosts),
        jwks_uri=_address(document, "jwks_uri", allowed_hosts),
        userinfo_endpoint=_address(document, "userinfo_endpoint", allowed_hosts)
        if "userinfo_endpoint" in document
        else None,
        token_auth_method=method,
        says_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        algorithms=frozenset(algorithms),
    )


def _named(document: Mapping[str, Any], name: str, fallback: str) -> set[str]:
    value = document.get(name)
    if value is None:
        return {fallback}
    return {one for one in value if isinstance(one, str)} if isinstance(value, list) else set()


def _address(document: Mapping[str, Any], name: str, allowed_hosts: Collection[str]) -> str:
    value = document.get(name)
    if not isinstance(value, str):
        raise InvalidInput(f"it does not say its {name}")
    try:
        target_of(value, ports=PORTS, allowed_hosts=allowed_hosts)
    except InvalidInput:
        raise InvalidInput(f"its {name} is not to be reached") from None
    return value
