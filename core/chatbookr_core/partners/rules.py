"""What holds for API keys: how a token is written, what a key may be given, how long the old token lives on."""

import re
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from uuid import UUID

from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.granting import needed_to_lend

PREFIX: Final = "cbk"
PUBLIC_CHARS: Final = 12
SECRET_CHARS: Final = 43  # 62 ** 43 > 2 ** 256
CHECKSUM_CHARS: Final = 6  # 62 ** 6 > 2 ** 32
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
TOKEN: Final = re.compile(
    rf"{PREFIX}_[0-9A-Za-z]{{{PUBLIC_CHARS}}}_[0-9A-Za-z]{{{SECRET_CHARS}}}_[0-9A-Za-z]{{{CHECKSUM_CHARS}}}"
)
"""What scanners of secrets look for; docs/how-to/api-keys.md publishes it."""

NAME_CHARS: Final = 80
MOST_KEYS: Final = 50
"""How many keys of one clinic can be open at a time."""
MOST_IP_RANGES: Final = 20
LONGEST_OVERLAP: Final = timedelta(days=7)
USE_NOTED_EVERY: Final = timedelta(minutes=1)  # a write for every request would be too dear

GRANTABLE: Final = frozenset(
    {
        Permission.CLINIC_READ,
        Permission.SLOT_READ,
        Permission.PATIENT_READ,
        Permission.PATIENT_WRITE,
        Permission.PATIENT_CONTACT_READ,
        Permission.CONVERSATION_READ,
        Permission.MESSAGE_READ,
        Permission.MESSAGE_SEND,
        Permission.BOOKING_READ,
        Permission.BOOKING_WRITE,
        Permission.BOOKING_NOTES_READ,
        Permission.BOOKING_NOTES_WRITE,
        Permission.SCHEMA_READ,
    }
)
"""What a key may be given: nothing by which it could give itself or others more, and nothing of how a clinic is run."""

PLACELESS: Final = frozenset({Permission.CONVERSATION_READ, Permission.MESSAGE_READ, Permission.MESSAGE_SEND})
"""What is about no place, so that a key of some places alone cannot have it: a patient writes to the clinic."""

SCOPE_NOT_GRANTABLE: Final = "SCOPE_NOT_GRANTABLE"

Range = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was just made: what people may see of it, what the database holds, and the whole, shown once."""

    prefix: str
    hash: str
    text: str = field(repr=False)


def token_from(number: int) -> Token:
    """Write the token of a random number of at least 328 bits."""
    number, public = divmod(number, 62**PUBLIC_CHARS)
    prefix = f"{PREFIX}_{_base62(public, PUBLIC_CHARS)}"
    body = f"{prefix}_{_base62(number % 62**SECRET_CHARS, SECRET_CHARS)}"
    text = f"{body}_{checksum_of(body)}"
    return Token(prefix, token_hash_of(text), text)


def checksum_of(body: str) -> str:
    """Write the CRC-32 of all that stands before the last underscore, in six digits of base 62."""
    return _base62(zlib.crc32(body.encode()), CHECKSUM_CHARS)


def is_token(text: str) -> bool:
    """Tell whether a text is written as tokens are, checksum included; costs no look-up and needs no secret."""
    return TOKEN.fullmatch(text) is not None and checksum_of(text[: -CHECKSUM_CHARS - 1]) == text[-CHECKSUM_CHARS:]


def _base62(number: int, width: int) -> str:
    digits: list[str] = []
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


def range_from(text: str) -> Range:
    """Read a range of addresses in CIDR, or one address. Raises ValueError, also where bits below the mask are set."""
    return ip_network(text.strip())


def is_within(ranges: Sequence[str], address: str | None) -> bool:
    """Tell whether a peer may come with a key; without ranges anybody may, and an address nobody knows is in none."""
    if not ranges:
        return True
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in range_from(one) for one in ranges)


def is_open(*, revoked_at: datetime | None, expires_at: datetime | None, now: datetime) -> bool:
    """Tell whether a key opens."""
    return revoked_at is None and (expires_at is None or now < expires_at)


@dataclass(frozen=True, slots=True)
class KeyDraft:
    """A key as somebody asks for it; `location_ids` of None stands for every place, `ip_ranges` of () for anywhere."""

    clinic_id: UUID
    name: str
    scopes: tuple[Permission, ...]
    location_ids: tuple[UUID, ...] | None = None
    ip_ranges: tuple[str, ...] = ()
    expires_at: datetime | None = None
    is_strict: bool = False


def check_draft(draft: KeyDraft, own: Collection[Permission], now: datetime) -> None:
    """Raises InvalidInput for a key that cannot be, or that could more than whoever makes it."""
    if draft.expires_at is not None and draft.expires_at <= now:
        raise InvalidInput("A key ends in the future.", field="expires_at")
    if draft.location_ids is not None and not draft.location_ids:
        raise InvalidInput("Name a place, or leave this out for every place.", field="location_ids")
    _check_scopes(draft, own)
    _check_ranges(draft.ip_ranges)


def _check_scopes(draft: KeyDraft, own: Collection[Permission]) -> None:
    if not draft.scopes:
        raise InvalidInput("A key without scopes opens nothing: give at least one.", field="scopes")
    for place, scope in enumerate(draft.scopes):
        if scope not in GRANTABLE:
            problem = f"No key can have {scope.value}."
        elif not needed_to_lend([scope]) <= set(own):
            problem = f"You cannot give {scope.value}, which you do not have, or for what is your own alone."
        elif draft.location_ids is not None and scope in PLACELESS:
            problem = f"A key of some places cannot have {scope.value}: conversations are with the whole clinic."
        else:
            continue
        raise InvalidInput(problem, field=f"scopes.{place}", details={"problem": SCOPE_NOT_GRANTABLE})


def _check_ranges(ranges: Sequence[str]) -> None:
    if len(ranges) > MOST_IP_RANGES:
        raise InvalidInput(f"A key has at most {MOST_IP_RANGES} ranges of addresses.", field="ip_ranges")
    for place, text in enumerate(ranges):
        try:
            range_from(text)
        except ValueError:
            message = "Write ranges as 203.0.113.0/24 or 2001:db8::/32."
            raise InvalidInput(message, field=f"ip_ranges.{place}") from None


def check_overlap(previous_until: datetime | None, now: datetime) -> None:
    """Raises InvalidInput where the token before a rotation would open for longer than it may."""
    if previous_until is not None and not now < previous_until <= now + LONGEST_OVERLAP:
        days = LONGEST_OVERLAP.days
        raise InvalidInput(f"The old token can open for at most {days} more days.", field="previous_until")
