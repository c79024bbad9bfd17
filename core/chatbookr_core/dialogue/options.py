"""Option ids that only we can make: a tap is known by its id, and a forged id is known as forged."""

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

VERSION = "v1"
ACKNOWLEDGED = "ok"
"""The choice that says no more than that something was seen: `ok:<booking>:<version>`."""
LONGEST_ID = 160
"""Characters an id never exceeds (WhatsApp allows 200 for a list row)."""

_MAC_BYTES = 16
_PART = re.compile(r"[A-Za-z0-9_:-]+")
_STEP = re.compile(r"([a-z]+)-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Option:
    """What an id says: of which dialogue, at which step, in which question (`serial`), which choice."""

    dialogue: str
    step: str
    serial: int
    choice: str


@dataclass(frozen=True, slots=True)
class OptionSigner:
    """Signs and opens the option ids of one conversation: `v1.<dialogue>.<step>.<choice>.<mac>`.

    The MAC is HMAC-SHA256 (RFC 2104), truncated to 128 bits, over the conversation and everything before it.
    `former_ids` are of conversations that this one was made of, too, whose ids hold here.
    """

    key: bytes = field(repr=False)
    conversation_id: str
    former_ids: tuple[str, ...] = ()

    def sign(self, option: Option) -> str:
        """Return the id. Raises ValueError where a part has other characters than letters, digits, `_:-`."""
        for part in (option.dialogue, option.choice):
            if not _PART.fullmatch(part):
                raise ValueError("an option's part has characters that an id cannot carry")
        signed = f"{VERSION}.{option.dialogue}.{option.step}-{option.serial}.{option.choice}"
        option_id = f"{signed}.{self._mac(signed, self.conversation_id)}"
        if len(option_id) > LONGEST_ID:
            raise ValueError("an option's id is too long")
        return option_id

    def find(self, option_id: str) -> Option | None:
        """Open an id in constant time; None where it is not one of ours, or of another conversation."""
        if len(option_id) > LONGEST_ID:
            return None
        signed, _, mac = option_id.rpartition(".")
        given = mac.encode("utf-8", "surrogatepass")
        of_any = [hmac.compare_digest(given, self._mac(signed, one).encode()) for one in self._conversations]
        if not any(of_any):
            return None
        parts = signed.split(".")
        if len(parts) != 4 or parts[0] != VERSION or not (step := _STEP.fullmatch(parts[2])):
            return None
        return Option(parts[1], step[1], int(step[2]), parts[3])

    @property
    def _conversations(self) -> tuple[str, ...]:
        return (self.conversation_id, *self.former_ids)

    def _mac(self, signed: str, conversation_id: str) -> str:
        text = f"chatbookr.option\0{conversation_id}\0{signed}"
        digest = hmac.digest(self.key, text.encode("utf-8", "surrogatepass"), sha256)
        return urlsafe_b64encode(digest[:_MAC_BYTES]).rstrip(b"=").decode()


def is_acknowledging(option_id: str) -> bool:
    """Tell whether an id of ours says no more than OK: what a template with fewer replies can do without."""
    parts = option_id.split(".")
    return len(parts) == 5 and parts[3].partition(":")[0] == ACKNOWLEDGED


def seen_version(choice: str) -> tuple[UUID, int] | None:
    """Read which version of which booking a choice acknowledges; None for any other choice."""
    kind, _, value = choice.partition(":")
    booking_id, _, version = value.partition(":")
    return (UUID(booking_id), int(version)) if kind == ACKNOWLEDGED else None
