"""Reads endpoints, deliveries and tries as those who look after them see them; addresses and payloads stay sealed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chatbookr_core.keyset import Order, Page, PageRequest, Selection, page_of, pages_of, records_by_id
from chatbookr_core.records import Records


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
ENDPOINT_ORDER = Order("webhook.created", "webhook_endpoint", "created_at")
DELIVERY_ORDER = Order("webhook_delivery.created", "webhook_delivery", "created_at", is_descending=True)
ATTEMPT_ORDER = Order("webhook_attempt.attempted", "webhook_attempt", "attempted_at")


async def endpoints_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, EndpointRecord]:
    """Read endpoints by id."""
    return await records_by_id(ENDPOINTS, clinic_ids, ids)


async def endpoint_page(clinic_id: UUID, request: PageRequest) -> Page[EndpointRecord]:
    """Page through a clinic's endpoints, the oldest first."""
    selection = Selection(ENDPOINTS, ENDPOINT_ORDER, "webhook_endpoint.clinic_id = $1", (clinic_id,))
    return await page_of(selection, request)


async def deliveries_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, DeliveryRecord]:
    """Read deliveries by id."""
    return await records_by_id(DELIVERIES, clinic_ids, ids)


async def delivery_pages(
    clinic_id: UUID, endpoint_ids: Sequence[UUID], request: PageRequest
) -> list[Page[DeliveryRecord]]:
    """Page through each endpoint's deliveries, the newest first; all of one clinic."""
    selection = Selection(DELIVERIES, DELIVERY_ORDER, "webhook_delivery.clinic_id = $1", (clinic_id,))
    return await pages_of(endpoint_ids, "webhook_delivery.endpoint_id", selection, request)


async def attempt_pages(
    clinic_id: UUID, delivery_ids: Sequence[UUID], request: PageRequest
) -> list[Page[AttemptRecord]]:
    """Page through each delivery's tries, in order; all of one clinic."""
    selection = Selection(ATTEMPTS, ATTEMPT_ORDER, "webhook_attempt.clinic_id = $1", (clinic_id,))
    return await pages_of(delivery_ids, "webhook_attempt.delivery_id", selection, request)
