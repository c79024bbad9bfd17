"""Links to a file: of one clinic, for one file and one session or key, for minutes, signed (HMAC-SHA256).

A link alone opens nothing: whoever follows it must come with that very session or key, and still see the message.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from chatbookr_core.keys.sealing import Keys
from chatbookr_permissions.actor import Actor, KeyActor, StaffActor

PURPOSE: Final = "media link"
LONGEST: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class MediaLink:
    """What a link says: which file, whose it is to be, until when (seconds since 1970)."""

    media_id: UUID
    viewer: str
    until: int


def viewer_of(actor: Actor | None) -> str | None:
    """Name who can have links: a person's session, or a key; None for anybody else."""
    if isinstance(actor, StaffActor):
        return f"session:{actor.session_id}"
    return f"key:{actor.key_id}" if isinstance(actor, KeyActor) else None


def path_to(keys: Keys, link: MediaLink) -> str:
    """Write the path of a link, by the keys of the file's clinic."""
    return f"/media/{link.media_id}?until={link.until}&signature={_signature(keys, link)}"


def is_genuine(keys: Keys, link: MediaLink, signature: str, now: datetime) -> bool:
    """Tell whether a link was signed for that clinic and holds still; one for longer than is given is none."""
    is_signed = hmac.compare_digest(_signature(keys, link).encode(), signature.encode())
    until = datetime.fromtimestamp(link.until, UTC)
    return is_signed and now < until <= now + LONGEST


def _signature(keys: Keys, link: MediaLink) -> str:
    said = f"{keys.scope}|{link.media_id}|{link.viewer}|{link.until}".encode()
    return hmac.new(keys.signing_key(PURPOSE), said, sha256).hexdigest()
