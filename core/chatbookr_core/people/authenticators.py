"""What authenticators are asked, and whether what they answer is true (Web Authentication, level 3).

A framework's edge: it keeps nothing, and knows neither accounts nor sessions. The framework is imported with the first
passkey: with OpenSSL's and CBOR's libraries behind it, it takes 8 MB, and a process may never see one.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from chatbookr_core.errors import Conflict
from chatbookr_core.origins import origin_of
from chatbookr_core.people.rules import PASSKEY_WAIT
from chatbookr_core.settings import Settings

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

NAME: Final = "Chatbookr"
LONGEST_CREDENTIAL_BYTES: Final = 1023  # Web Authentication, level 3, section 4
WAIT_MILLISECONDS: Final = int(PASSKEY_WAIT.total_seconds() * 1000)
TRANSPORTS: Final = frozenset(
    ("usb", "nfc", "ble", "internal", "cable", "hybrid", "smart-card")
)  # all the framework knows
Given = Mapping[str, Any]
"""A credential as a page's `toJSON()` writes it."""
log = logging.getLogger(__name__)


class AnswerRefused(Exception):
    """An authenticator's answer that proves nothing; use cases say so in their own words, which tell no reason."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Who asks: `id` is the domain keys are made for, `origins` the pages that may have them used."""

    id: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """For whom a key is made; `handle` is what the authenticator gives back of them, at most 64 bytes."""

    handle: bytes
    name: str = field(repr=False)
    display_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Credential:
    """A key that exists already, as an authenticator knows it."""

    id: bytes
    transports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A key that was just made."""

    credential: Credential
    public_key: bytes
    sign_count: int
    is_backup_eligible: bool
    is_backed_up: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What a key that was used says of itself; whether it has counted on is for the caller to ask."""

    sign_count: int
    is_backup_eligible: bool
    is_backed_up: bool


def relying_party(settings: Settings) -> RelyingParty:
    """Say who asks: the host of CHATBOOKR_PUBLIC_URL, its pages, and those of CHATBOOKR_ALLOWED_ORIGINS.

    Raises Conflict for an address without a name, for which no browser makes keys.
    """
    host = urlsplit(settings.public_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        origins = (settings.public_url, *settings.allowed_origins)
        return RelyingParty(host, tuple(dict.fromkeys(origin_of(one) for one in origins)))
    raise Conflict("Passkeys need a name instead of an address: set CHATBOOKR_PUBLIC_URL to one, such as localhost.")


def hash_of(value: bytes) -> str:
    """Hash what rows are found by; values of 128 random bits and more need no slow hash."""
    return hashlib.sha256(value).hexdigest()


def creation_options(
    party: RelyingParty, holder: Holder, challenge: bytes, *, known: Sequence[Credential] = ()
) -> dict[str, Any]:
    """Write what `navigator.credentials.create` is given as `publicKey`: a discoverable key that knows its person."""
    import webauthn
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=holder.handle,
        user_name=holder.name,
        user_display_name=holder.display_name,
        challenge=challenge,
        timeout=WAIT_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_described(known),
    )
    return options_to_json_dict(options)


def request_options(party: RelyingParty, challenge: bytes, *, known: Sequence[Credential] = ()) -> dict[str, Any]:
    """Write what `navigator.credentials.get` is given as `publicKey`; without known keys, any."""
    import webauthn
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=WAIT_MILLISECONDS,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def _described(known: Sequence[Credential]) -> "list[PublicKeyCredentialDescriptor]":
    from webauthn.helpers.structs import AuthenticatorTransport, PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(
            id=one.id, transports=[AuthenticatorTransport(way) for way in one.transports if way in TRANSPORTS]
        )
        for one in known
    ]


def challenge_in(given: Given) -> bytes:
    """Read which challenge an answer is about; nothing of it is checked yet. Raises AnswerRefused."""
    from webauthn.helpers import base64url_to_bytes, parse_client_data_json

    with _refusing():
        client_data = parse_client_data_json(base64url_to_bytes(given["response"]["clientDataJSON"]))
        if client_data.cross_origin:
            raise AnswerRefused("asked within a foreign page")
        return client_data.challenge


def credential_in(given: Given) -> tuple[bytes, bytes | None]:
    """Read which key an answer names, and whose it says that is. Raises AnswerRefused."""
    from webauthn.helpers import parse_authentication_credential_json

    with _refusing():
        read = parse_authentication_credential_json(dict(given))
        return read.raw_id, read.response.user_handle


def new_credential(party: RelyingParty, given: Given, challenge: bytes) -> NewCredential:
    """Check an answer to `creation_options`. Raises AnswerRefused."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.structs import CredentialDeviceType

    with _refusing():
        made = webauthn.verify_registration_response(
            credential=dict(given),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
        if len(made.credential_id) > LONGEST_CREDENTIAL_BYTES or bytes_to_base64url(made.credential_id) != given["id"]:
            raise AnswerRefused("a key's name is too long, or not the one given with it")
        ways = given["response"].get("transports") or ()
        known = tuple(sorted({way for way in ways if isinstance(way, str)} & TRANSPORTS))
        return NewCredential(
            Credential(made.credential_id, known),
            made.credential_public_key,
            made.sign_count,
            made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
            made.credential_backed_up,
        )


def shown(party: RelyingParty, given: Given, challenge: bytes, public_key: bytes) -> Shown:
    """Check an answer to `request_options` against the key it names. Raises AnswerRefused.

    The library compares counters before it looks at the signature; here that is left to the caller, who may then
    believe the counter.
    """
    import webauthn
    from webauthn.helpers.structs import CredentialDeviceType

    with _refusing():
        found = webauthn.verify_authentication_response(
            credential=dict(given),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        is_eligible = found.credential_device_type is CredentialDeviceType.MULTI_DEVICE
        return Shown(found.new_sign_count, is_eligible, found.credential_backed_up)


@contextmanager
def _refusing() -> Iterator[None]:
    """Let whatever goes wrong with a stranger's bytes be a refusal; the reason is for the log, and holds no value."""
    try:
        yield
    except AnswerRefused:
        raise
    except Exception as problem:
        log.info("an authenticator's answer was refused: %s", type(problem).__name__)
        raise AnswerRefused(type(problem).__name__) from None
