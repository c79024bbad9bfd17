"""Writes down what was refused before anybody was let in: forged deliveries, and keys that no longer open or not here.

Once a minute in each process for the same plugin, or key and reason; what comes from outside cannot fill the log.
"""

from typing import Any, Final, Literal, Protocol
from uuid import UUID

from chatbookr_core.audit.entries import NOBODY, Who
from chatbookr_core.audit.lately import Lately
from chatbookr_core.audit.recording import hashed, note_alone, whence
from chatbookr_core.db import is_in_transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.origin import Origin

LATELY: Final = Lately()
KeyReason = Literal["address", "expired", "revoked", "replaced"]


class Lent(Protocol):
    """The part of a deployment this needs."""

    @property
    def clock(self) -> Any: ...

    @property
    def vault(self) -> Vault: ...


async def note_delivery_refused(deployment: Lent, plugin: str, origin: Origin) -> None:
    """Note that a delivery's signature was not the provider's. Begins a transaction of its own."""
    now, details = deployment.clock.now(), await whence(deployment, origin)
    if LATELY.claim((await hashed(deployment, "plugin", plugin),), now):
        await note_alone(now, "deliveryRefused", NOBODY, outcome="denied", details=dict(details), plugin=plugin)


async def note_key_refused(
    deployment: Lent, key_id: UUID, clinic_id: UUID, reason: KeyReason, address: str | None
) -> None:
    """Note that a key was shown that opens nothing, or not from there. Begins a transaction of its own."""
    now = deployment.clock.now()
    if is_in_transaction() or not LATELY.claim((key_id, reason), now):
        return
    await note_alone(
        now,
        "keyRefused",
        Who("key", key_id),
        clinics=(clinic_id,),
        subject_id=key_id,
        outcome="denied",
        details=dict(await whence(deployment, Origin(address))),
        reason=reason,
    )
