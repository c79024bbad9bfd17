"""Opaque ids of the API: base64url of `Type:uuid`, made and read here alone; the type is checked at every reading."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import b2a_base64
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from uuid import UUID

from chatbookr_core.errors import InvalidInput
from chatbookr_schema.values import limited

LONGEST = 120
WRITTEN = 4096  # ids of one type that are kept as text


def global_id(type_name: str, key: UUID) -> str:
    """Write the opaque id of one object."""
    return urlsafe_b64encode(f"{type_name}:{key}".encode()).rstrip(b"=").decode()


@cache
def id_writer(type_name: str) -> Callable[[UUID], str]:
    """Return what writes the opaque ids of one type, as `global_id` does; the ones most recently written are kept.

    Base64 of ASCII letters, digits, ":" and "-" needs neither "+" nor "/", so both alphabets give the same.
    """
    prefix = f"{type_name}:"

    @lru_cache(maxsize=WRITTEN)
    def write(key: UUID) -> str:
        return b2a_base64((prefix + str(key)).encode(), newline=False).decode().rstrip("=")

    return write


def parts_of(value: str) -> tuple[str, UUID]:
    """Read an opaque id. Raises InvalidInput for anything this API never gave out."""
    try:
        if len(value) > LONGEST:
            raise ValueError("too long")
        decoded = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("ascii")
        type_name, _, text = decoded.partition(":")
        key = UUID(text)
    except (ValueError, UnicodeError):
        raise InvalidInput("That is not an id of this API.") from None
    if global_id(type_name, key) != value:
        raise InvalidInput("That is not an id of this API.")
    return type_name, key


def key_of(value: str, type_name: str, *, field: str | None = None) -> UUID:
    """Read the id of an object of one type. Raises InvalidInput, also for another type's id."""
    try:
        found, key = parts_of(value)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, field=field) from None
    if found != type_name:
        raise InvalidInput(f"That is the id of another type: {type_name} is wanted here.", field=field)
    return key


def optional_key(value: str | None, type_name: str, *, field: str) -> UUID | None:
    """Read an id that may be left out. Raises InvalidInput."""
    return None if value is None else key_of(value, type_name, field=field)


def keys_of(values: Sequence[str] | None, type_name: str, *, field: str) -> tuple[UUID, ...] | None:
    """Read a list of ids of one type that may be left out. Raises InvalidInput, also for a list that is too long."""
    if values is None:
        return None
    return tuple(
        key_of(one, type_name, field=f"{field}.{place}") for place, one in enumerate(limited(list(values), field))
    )
