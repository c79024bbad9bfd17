"""Reads endpoints, deliveries and tries as those who look after them see them; addresses and payloads stay sealed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.partners.queries import KEYS
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Joined, Records, Unread

STORED = """
SELECT endpoint.id, clinic.name AS clinic, api_key.name AS api_key, endpoint.document FROM webhook_endpoint AS endpoint
JOIN clinic ON clinic.id = endpoint.clinic_id JOIN api_key ON api_key.id = endpoint.api_key_id
WHERE endpoint.state = 'enabled' ORDER BY clinic.name, endpoint.id
"""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What an enabled endpoint is told by, and whom to write to about it: the key's and the clinic's names."""

    endpoint_id: UUID
    clinic: str
    api_key: str
    document: str


@dataclass(frozen=True, slots=True)
class EndpointRecord:
    """Where a partner is called; `variables` is JSON."""

    id: UUID
    clinic_id: UUID
    api_key_id: UUID
    url_sealed: bytes = field(repr=False)
    document: str
    variables: object
    event: str
    previous_secret_until: datetime | None
    state: str
    state_reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One event on its way to one endpoint."""

    id: UUID
    clinic_id: UUID
    endpoint_id: UUID
    dedupe_key: str
    kind: str
    state: str
    reason: str
    attempts: int
    next_attempt_at: datetime | None
    happened_at: datetime
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """How one try ended."""

    id: UUID
    clinic_id: UUID
    delivery_id: UUID
    attempted_at: datetime
    status: int | None
    error: str | None
    duration_ms: int


ENDPOINTS = Records(EndpointRecord, "webhook_endpoint")
DELIVERIES = Records(DeliveryRecord, "webhook_delivery")
ATTEMPTS = Records(AttemptRecord, "webhook_attempt")
COMPANIONS: Mapping[str, Records[Any]] = {"api_key_id": KEYS}
ENDPOINT_ORDERS: Mapping[str, Order] = {"created_at": Order("webhook.created", "webhook_endpoint", "created_at")}
DELIVERY_ORDERS: Mapping[str, Order] = {
    "created_at": Order("webhook_delivery.created", "webhook_delivery", "created_at", is_descending=True)
}
ATTEMPT_ORDERS: Mapping[str, Order] = {
    "attempted_at": Order("webhook_attempt.attempted", "webhook_attempt", "attempted_at")
}


async def endpoints_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, EndpointRecord]:
    """Read endpoints by id."""
    return await records_by_id(ENDPOINTS, reach, ids, unread)


def endpoints_where(
    reach: Reach,
    order: Order,
    including: Collection[str] = (),
    *,
    state: str | None = None,
    api_key_id: UUID | None = None,
) -> Selection[tuple[EndpointRecord, dict[str, Any]]]:
    """Select endpoints to be paged or counted; `including` as in `bookings.agenda`."""
    conditions = (
        reachable("webhook_endpoint", reach)
        .where("webhook_endpoint.state =", state)
        .where("webhook_endpoint.api_key_id =", api_key_id)
    )
    return Selection(Joined.of(ENDPOINTS, COMPANIONS, including), order, conditions)


async def deliveries_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, DeliveryRecord]:
    """Read deliveries by id."""
    return await records_by_id(DELIVERIES, reach, ids, unread)


def deliveries_where(reach: Reach, order: Order, *, state: str | None = None) -> Selection[DeliveryRecord]:
    """Select deliveries, to be paged or counted for each endpoint."""
    conditions = reachable("webhook_delivery", reach).where("webhook_delivery.state =", state)
    return Selection(DELIVERIES, order, conditions)


def attempts_where(reach: Reach, order: Order, *, is_answered: bool | None = None) -> Selection[AttemptRecord]:
    """Select tries, to be paged or counted for each delivery; `is_answered`: that got an HTTP status, or got none."""
    conditions = reachable("webhook_attempt", reach)
    if is_answered is not None:
        conditions = conditions.numbered(f"webhook_attempt.status IS {'NOT ' if is_answered else ''}NULL")
    return Selection(ATTEMPTS, order, conditions)


async def stored_documents() -> list[StoredDocument]:
    """List the documents of all clinics' enabled endpoints.

    Of any clinic: an operator who brings a new version lays another schema under all of them, and nothing of patients
    stands in a document.
    """
    rows = await fetch(STORED)
    return [StoredDocument(uuid_of(row["id"]), row["clinic"], row["api_key"], row["document"]) for row in rows]
