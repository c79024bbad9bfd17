"""Deliveries: one event on its way to one endpoint; owed with the job that makes it, and owed again when staff ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.models import WebhookDelivery, WebhookEndpoint
from chatbookr_core.webhooks.endpoints import ENABLED, endpoint_for
from chatbookr_core.webhooks.rules import TEST
from chatbookr_permissions.actor import Actor

DELIVER: Final = "webhook.deliver"
JOB_GIVES_UP_AFTER: Final = timedelta(days=30)  # deliveries give up before; their jobs only carry them

PENDING: Final = "pending"
DELIVERED: Final = "delivered"
FAILED: Final = "failed"
SKIPPED: Final = "skipped"

ENDPOINT_DISABLED: Final = "endpoint_disabled"
TRIES_EXHAUSTED: Final = "tries_exhausted"

INSERT: Final = """
INSERT INTO webhook_delivery (id, clinic_id, endpoint_id, dedupe_key, kind, subject_id, parent_id, happened_at,
    position, state, reason, attempts, next_attempt_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', '', 0, $10, $10)
ON CONFLICT (clinic_id, endpoint_id, dedupe_key) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be delivered to one endpoint; of the same `dedupe_key`, once."""

    clinic_id: UUID
    endpoint_id: UUID
    dedupe_key: str
    kind: str
    happened_at: datetime
    subject_id: UUID | None = None
    parent_id: UUID | None = None
    position: str | None = None


async def owe(draft: Draft, *, now: datetime) -> UUID | None:
    """Owe a delivery and the job that makes it; None where it stands already. Needs a transaction."""
    delivery_id = new_id()
    values = (
        delivery_id,
        draft.clinic_id,
        draft.endpoint_id,
        draft.dedupe_key,
        draft.kind,
        draft.subject_id,
        draft.parent_id,
        draft.happened_at,
        draft.position,
        now,
    )
    if not await current_transaction().fetch(INSERT, values):
        return None
    await enqueue(
        DELIVER,
        clinic_id=draft.clinic_id,
        subject_id=delivery_id,
        arguments={"endpoint": str(draft.endpoint_id)},
        due_at=now,
        now=now,
        give_up_after=JOB_GIVES_UP_AFTER,
    )
    return delivery_id


async def send_test(deployment: Deployment, actor: Actor, endpoint_id: UUID) -> UUID:
    """Owe a delivery that says that it is a test; tried as any other. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput (the endpoint is disabled).
    """
    endpoint = await endpoint_for(actor, endpoint_id)
    return await _owe_again(deployment, endpoint, f"{TEST}:{new_id()}", None)


async def replay_delivery(deployment: Deployment, actor: Actor, delivery_id: UUID) -> UUID:
    """Owe a delivery of the same event anew: a new id, and the payload as things are now. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput (the endpoint is disabled).
    """
    row = await WebhookDelivery.get_or_none(id=delivery_id)  # any clinic: the endpoint's is checked next
    if row is None:
        raise NotFound()
    endpoint = await endpoint_for(actor, row.endpoint_id)
    return await _owe_again(deployment, endpoint, f"replay:{new_id()}", row)


async def _owe_again(
    deployment: Deployment, endpoint: WebhookEndpoint, dedupe_key: str, of: WebhookDelivery | None
) -> UUID:
    if endpoint.state != ENABLED:
        raise InvalidInput("Enable the endpoint first.", details={"problem": "ENDPOINT_DISABLED"})
    now = deployment.clock.now()
    draft = Draft(
        clinic_id=endpoint.clinic_id,
        endpoint_id=endpoint.id,
        dedupe_key=dedupe_key,
        kind=of.kind if of else TEST,
        happened_at=of.happened_at if of else now,
        subject_id=of.subject_id if of else None,
        parent_id=of.parent_id if of else None,
        position=of.position if of else None,
    )
    delivery_id = await owe(draft, now=now)
    if delivery_id is None:
        raise RuntimeError("a fresh id has been there before")
    return delivery_id
