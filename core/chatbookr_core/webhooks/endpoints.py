"""Endpoints: made, changed and ended by staff who proved again who they are; disabled when nothing reaches them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.change_log import position_now
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, QuotaReached
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import Clinic, WebhookEndpoint
from chatbookr_core.partners.queries import find_key_actor
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.webhooks.addresses import target_of
from chatbookr_core.webhooks.payloads import Document
from chatbookr_core.webhooks.rules import DEFAULT_OVERLAP, LONGEST_OVERLAP, MOST_ENDPOINTS
from chatbookr_core.webhooks.signing import SECRET_BYTES, secret_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, StaffActor
from chatbookr_permissions.granting import needed_to_lend
from chatbookr_permissions.policy import PermissionDenied, permissions_in, require

ENABLED: Final = "enabled"
DISABLED: Final = "disabled"

BY_STAFF: Final = "by_staff"
KEY_INACTIVE: Final = "key_inactive"
GONE: Final = "gone"
FAILING: Final = "failing"


@dataclass(frozen=True, slots=True)
class MadeEndpoint:
    """An endpoint with its fresh secret, which is shown this once."""

    endpoint_id: UUID
    secret: str = field(repr=False)


async def key_for(actor: Actor, clinic_id: UUID, api_key_id: UUID, *, now: datetime) -> KeyActor:
    """Return what a clinic's open key may do, to somebody who may bind webhooks to it.

    Raises NotFound, PermissionDenied (also where the key may do what they may not), InvalidInput.
    """
    _check_manager(actor, clinic_id)
    key = await find_key_actor(api_key_id, now=now)
    if key is None or key.clinic_id != clinic_id:
        raise InvalidInput("That key is not one of the clinic's, or no longer open.", field="api_key_id")
    beyond = sorted(needed_to_lend(key.scopes) - permissions_in(actor, clinic_id))
    if beyond:
        raise PermissionDenied(beyond[0])
    return key


async def create_endpoint(
    deployment: Deployment, actor: Actor, *, clinic_id: UUID, api_key_id: UUID, url: str, document: Document
) -> MadeEndpoint:
    """Make an endpoint that is told what happens from now on. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput, QuotaReached.
    """
    now = deployment.clock.now()
    await key_for(actor, clinic_id, api_key_id, now=now)
    await _check_step_up(actor, now)
    _check_url(deployment, url)
    await Clinic.filter(id=clinic_id).select_for_update().get()  # two at once are counted one by one
    if await WebhookEndpoint.filter(clinic_id=clinic_id).count() >= MOST_ENDPOINTS:
        raise QuotaReached(f"A clinic has at most {MOST_ENDPOINTS} webhook endpoints: delete one first.")
    keys, endpoint_id, secret = await deployment.vault.clinic_keys(clinic_id), new_id(), _new_secret()
    await WebhookEndpoint.create(
        id=endpoint_id,
        clinic_id=clinic_id,
        api_key_id=api_key_id,
        url_sealed=keys.seal(columns.WEBHOOK_URL, endpoint_id, url),
        document=document.text,
        variables=dict(document.variables),
        event=document.event,
        starts_after=await _now_in_the_log(),
        secret_sealed=keys.seal(columns.WEBHOOK_SECRET, endpoint_id, secret),
        state=ENABLED,
        created_at=now,
    )
    return MadeEndpoint(endpoint_id, secret)


async def update_endpoint(
    deployment: Deployment,
    actor: Actor,
    endpoint_id: UUID,
    *,
    url: str | None = None,
    document: Document | None = None,
    is_enabled: bool | None = None,
) -> UUID:
    """Change what is given. Enabled again, it is told what happens from then on. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput.
    """
    row = await _endpoint_for_change(deployment, actor, endpoint_id)
    if url is not None:
        _check_url(deployment, url)
        keys = await deployment.vault.clinic_keys(row.clinic_id)
        row.url_sealed = keys.seal(columns.WEBHOOK_URL, row.id, url)
    if document is not None:
        row.document, row.variables, row.event = document.text, dict(document.variables), document.event
    if is_enabled and row.state != ENABLED:
        await key_for(actor, row.clinic_id, row.api_key_id, now=deployment.clock.now())
        row.state, row.state_reason, row.starts_after = ENABLED, "", await _now_in_the_log()
    elif is_enabled is False and row.state == ENABLED:
        row.state, row.state_reason = DISABLED, BY_STAFF
    await row.save()
    return row.id


async def rotate_secret(
    deployment: Deployment, actor: Actor, endpoint_id: UUID, *, overlap: timedelta | None = None
) -> MadeEndpoint:
    """Give an endpoint another secret; for `overlap` every delivery is signed under both. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput.
    """
    kept = DEFAULT_OVERLAP if overlap is None else overlap
    if not timedelta(0) <= kept <= LONGEST_OVERLAP:
        raise InvalidInput("The old secret stands beside the new one for at most 7 days.", field="overlap_hours")
    row = await _endpoint_for_change(deployment, actor, endpoint_id)
    keys, secret = await deployment.vault.clinic_keys(row.clinic_id), _new_secret()
    row.previous_secret_sealed, row.previous_secret_until = None, None
    if kept:
        old = keys.open(columns.WEBHOOK_SECRET, row.id, row.secret_sealed)
        row.previous_secret_sealed = keys.seal(columns.WEBHOOK_PREVIOUS_SECRET, row.id, old)
        row.previous_secret_until = deployment.clock.now() + kept
    row.secret_sealed = keys.seal(columns.WEBHOOK_SECRET, row.id, secret)
    await row.save()
    return MadeEndpoint(row.id, secret)


async def delete_endpoint(deployment: Deployment, actor: Actor, endpoint_id: UUID) -> UUID:
    """Delete an endpoint with all of its deliveries. Needs a transaction.

    Raises NotFound, PermissionDenied, StepUpRequired.
    """
    row = await _endpoint_for_change(deployment, actor, endpoint_id)
    await row.delete()
    return row.id


async def disable_endpoint(endpoint: WebhookEndpoint, reason: str, *, now: datetime) -> None:
    """Stop an endpoint of our own accord, and let staff know. Needs a transaction."""
    standing = WebhookEndpoint.filter(id=endpoint.id, clinic_id=endpoint.clinic_id, state=ENABLED)
    if await standing.update(state=DISABLED, state_reason=reason):
        await ask_staff(
            "webhook_disabled",
            clinic_id=endpoint.clinic_id,
            dedupe_key=f"webhook_disabled:{endpoint.id}:{int(now.timestamp())}",
            now=now,
        )


async def url_of(deployment: Deployment, endpoint: WebhookEndpoint) -> str:
    """Open an endpoint's address."""
    keys = await deployment.vault.clinic_keys(endpoint.clinic_id)
    return keys.open_text(columns.WEBHOOK_URL, endpoint.id, endpoint.url_sealed)


async def secrets_of(deployment: Deployment, endpoint: WebhookEndpoint) -> Sequence[str]:
    """Open an endpoint's secrets, the newer first; the older one while it still counts."""
    keys, now = await deployment.vault.clinic_keys(endpoint.clinic_id), deployment.clock.now()
    found = [keys.open_text(columns.WEBHOOK_SECRET, endpoint.id, endpoint.secret_sealed)]
    until = endpoint.previous_secret_until
    if endpoint.previous_secret_sealed is not None and until is not None and now < until:
        found.append(keys.open_text(columns.WEBHOOK_PREVIOUS_SECRET, endpoint.id, endpoint.previous_secret_sealed))
    return found


async def endpoint_for(actor: Actor, endpoint_id: UUID) -> WebhookEndpoint:
    """Return an endpoint to somebody who may manage it. Raises NotFound, PermissionDenied."""
    row = await WebhookEndpoint.get_or_none(id=endpoint_id)  # any clinic: the actor's is checked next
    if row is None:
        raise NotFound()
    _check_manager(actor, row.clinic_id)
    return row


async def _endpoint_for_change(deployment: Deployment, actor: Actor, endpoint_id: UUID) -> WebhookEndpoint:
    rows = WebhookEndpoint.filter(id=endpoint_id)  # any clinic: the actor's is checked next
    row = await rows.select_for_update().get_or_none()
    if row is None:
        raise NotFound()
    _check_manager(actor, row.clinic_id)
    await _check_step_up(actor, deployment.clock.now())
    return row


def _check_manager(actor: Actor, clinic_id: UUID) -> None:
    if not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.WEBHOOK_MANAGE, clinic_id)


async def _check_step_up(actor: Actor, now: datetime) -> None:
    if not isinstance(actor, StaffActor):
        raise PermissionDenied(Permission.WEBHOOK_MANAGE)  # somebody answers for where data goes: a person
    await require_step_up(actor, now)


def _check_url(deployment: Deployment, url: str) -> None:
    settings = deployment.settings
    target_of(url, ports=settings.webhook_ports, allowed_hosts=settings.webhook_allowed_hosts)


def _new_secret() -> str:
    return secret_from(os.urandom(SECRET_BYTES))


async def _now_in_the_log() -> str:
    """Write where the log of changes ends now; what ran beside it does not matter to whoever reads on from here."""
    return replace(await position_now(), snapshot="").text
