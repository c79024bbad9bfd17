"""Rows of partners, for tests of any layer: their keys, and where they are told of what happened."""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.factories import CREATED_AT, numbers, writing

from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    ApiKey,
    Clinic,
    Location,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from chatbookr_core.partners.rules import Token, token_from
from chatbookr_core.webhooks.signing import SECRET_BYTES, secret_from
from chatbookr_permissions.actions import Permission


def make_token() -> Token:
    """Write a token nobody else has; its number is small, and so no secret."""
    return token_from(next(numbers))


async def make_api_key(
    clinic: Clinic,
    *,
    scopes: Iterable[Permission] = (),
    token: Token | None = None,
    locations: Sequence[Location] | None = None,
    **fields: Any,
) -> ApiKey:
    """Make an open key of a clinic; with a `token` (see `make_token`) requests can come with it."""
    made = token or make_token()
    async with writing():
        return await ApiKey.create(
            **{
                "clinic_id": clinic.id,
                "name": f"Partner {next(numbers)}",
                "prefix": made.prefix,
                "token_hash": made.hash,
                "scopes": sorted(one.value for one in scopes),
                "location_ids": None if locations is None else [str(one.id) for one in locations],
                "ip_ranges": [],
                "created_at": CREATED_AT,
                "created_by_id": new_id(),
                **fields,
            }
        )


async def make_webhook_endpoint(api_key: ApiKey, vault: Vault, **fields: Any) -> WebhookEndpoint:
    """Make an endpoint that is told of bookings, from the log's beginning on."""
    keys, endpoint_id = await vault.clinic_keys(api_key.clinic_id), new_id()
    async with writing():
        return await WebhookEndpoint.create(
            **{
                "id": endpoint_id,
                "clinic_id": api_key.clinic_id,
                "api_key_id": api_key.id,
                "url_sealed": keys.seal(columns.WEBHOOK_URL, endpoint_id, "https://hook.example.com/"),
                "document": "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { cursor } }",
                "variables": {},
                "event": "bookingChanged",
                "starts_after": "|0|0|0",
                "secret_sealed": keys.seal(columns.WEBHOOK_SECRET, endpoint_id, secret_from(bytes(SECRET_BYTES))),
                "state": "enabled",
                "created_at": CREATED_AT,
                **fields,
            }
        )


async def make_webhook_delivery(endpoint: WebhookEndpoint, **fields: Any) -> WebhookDelivery:
    """Make a delivery that was taken at its first try."""
    async with writing():
        delivery = await WebhookDelivery.create(
            **{
                "clinic_id": endpoint.clinic_id,
                "endpoint_id": endpoint.id,
                "dedupe_key": f"change:{next(numbers)}",
                "kind": "booking",
                "happened_at": CREATED_AT,
                "state": "delivered",
                "attempts": 1,
                "created_at": CREATED_AT,
                "settled_at": CREATED_AT,
                **fields,
            }
        )
        await WebhookAttempt.create(
            clinic_id=delivery.clinic_id,
            delivery_id=delivery.id,
            attempted_at=CREATED_AT,
            status=200,
            duration_ms=20,
        )
    return delivery
