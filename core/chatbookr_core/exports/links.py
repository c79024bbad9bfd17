"""Links to an export: for one file and one person, for minutes, signed (HMAC-SHA256).

A link alone opens nothing: whoever follows it must be logged in as that person, and still hold the permission.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from chatbookr_core.deployment import Deployment

PURPOSE: Final = "export link"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says: which export, for whom, until when (seconds since 1970)."""

    export_id: UUID
    user_id: UUID
    until: int

    @property
    def signed_text(self) -> bytes:
        """Return what is signed."""
        return f"{self.export_id}|{self.user_id}|{self.until}".encode()


async def path_to(deployment: Deployment, export_id: UUID, user_id: UUID, until: datetime) -> str:
    """Write the path of a link."""
    link = Link(export_id, user_id, int(until.timestamp()))
    return f"/exports/{export_id}?until={link.until}&signature={await _signature(deployment, link)}"


async def is_genuine(deployment: Deployment, link: Link, signature: str, now: datetime) -> bool:
    """Tell whether a link was signed here and holds still."""
    is_signed = hmac.compare_digest((await _signature(deployment, link)).encode(), signature.encode())
    return is_signed and now < datetime.fromtimestamp(link.until, UTC)


async def _signature(deployment: Deployment, link: Link) -> str:
    key = (await deployment.vault.deployment_keys()).signing_key(PURPOSE)
    return hmac.new(key, link.signed_text, sha256).hexdigest()
