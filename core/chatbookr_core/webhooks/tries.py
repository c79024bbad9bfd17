"""One try of a delivery: written once, signed, sent, and noted with what follows from the answer."""

from datetime import datetime, timedelta
from typing import Final

import orjson

from chatbookr_core.db import current_transaction, instant_of, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change, Position
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, wait_until
from chatbookr_core.keys import columns
from chatbookr_core.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from chatbookr_core.partners.queries import find_open_key
from chatbookr_core.partners.service import note_use
from chatbookr_core.webhooks.deliveries import (
    DELIVERED,
    ENDPOINT_DISABLED,
    FAILED,
    PENDING,
    SKIPPED,
    TRIES_EXHAUSTED,
)
from chatbookr_core.webhooks.egress import Egress
from chatbookr_core.webhooks.endpoints import (
    ENABLED,
    FAILING,
    GONE,
    KEY_INACTIVE,
    disable_endpoint,
    secrets_of,
    url_of,
)
from chatbookr_core.webhooks.payloads import Document, Executed, Refused, Skipped, Unwritten, written
from chatbookr_core.webhooks.rules import (
    PAYLOAD,
    TEST,
    TEST_EVENT,
    Answer,
    event_name,
    is_given_up,
    retry_after_seconds,
    verdict_on,
    wait_seconds,
)
from chatbookr_core.webhooks.signing import signed_headers
from chatbookr_permissions.actor import KeyActor

USER_AGENT: Final = "Chatbookr-Webhooks"
OUTCOMES: Final = {"delivered": (DELIVERED, ""), "failed": (FAILED, TRIES_EXHAUSTED), "gone": (FAILED, GONE)}
FAILURES: Final = """
SELECT COUNT(*) AS number, MIN(created_at) AS since FROM webhook_delivery
WHERE clinic_id = $1 AND endpoint_id = $2 AND state = 'failed' AND created_at >= COALESCE((
    SELECT MAX(settled_at) FROM webhook_delivery WHERE clinic_id = $1 AND endpoint_id = $2 AND state = 'delivered'
), $3)
"""


async def deliver(deployment: Deployment, leased: LeasedJob, egress: Egress) -> Answer | None:
    """Try one delivery once, and settle the job: done, or due again at the next try.

    Return how the receiver answered; None where nothing was sent.
    """
    delivery = await _delivery_of(leased)
    endpoint = await _endpoint_of(delivery) if delivery else None
    now = deployment.clock.now()
    if delivery is None or endpoint is None or delivery.state != PENDING:
        await _finish(leased, now)
    elif endpoint.state != ENABLED:
        await _skip(leased, delivery, ENDPOINT_DISABLED, now)
    elif delivery.next_attempt_at is not None and delivery.next_attempt_at > now:
        async with transaction():
            await wait_until(leased, delivery.next_attempt_at)
    else:
        return await _say(deployment, leased, delivery, endpoint, egress)
    return None


async def _say(
    deployment: Deployment, leased: LeasedJob, delivery: WebhookDelivery, endpoint: WebhookEndpoint, egress: Egress
) -> Answer | None:
    """Send what is to be said, unless the key has ended or the change is none of its business."""
    key = await find_open_key(endpoint.api_key_id, now=deployment.clock.now())
    if key is None:
        await _give_up(leased, delivery, endpoint, KEY_INACTIVE, deployment.clock.now())
        return None
    begun_at = deployment.clock.now()
    body = await _body(deployment, key.actor, endpoint, delivery)
    if isinstance(body, Unwritten):
        async with transaction():
            await _note(deployment, leased, delivery, endpoint, Answer(None, PAYLOAD, 0), begun_at)
        return None
    if isinstance(body, Refused):
        await _give_up(leased, delivery, endpoint, body.reason, deployment.clock.now())
        return None
    if isinstance(body, Skipped):
        await _skip(leased, delivery, body.reason, deployment.clock.now())
        return None
    url, secrets = await url_of(deployment, endpoint), await secrets_of(deployment, endpoint)
    headers = {"content-type": "application/json", "user-agent": USER_AGENT}
    headers |= signed_headers(secrets, str(delivery.id), deployment.clock.now(), body)
    reach("webhook.before_post")
    answer = await egress.post(url, headers, body)
    reach("webhook.after_post")
    async with transaction():
        await _note(deployment, leased, delivery, endpoint, answer, begun_at)
        await note_use(key, begun_at)
    reach("webhook.after_note")
    return answer


async def _body(
    deployment: Deployment, actor: KeyActor, endpoint: WebhookEndpoint, delivery: WebhookDelivery
) -> bytes | Skipped:
    """Return what the delivery says; at the first try it is written, and sealed before anybody reads it."""
    keys = await deployment.vault.clinic_keys(delivery.clinic_id)
    if delivery.payload_sealed is not None:
        return keys.open(columns.WEBHOOK_PAYLOAD, delivery.id, delivery.payload_sealed)
    if delivery.kind == TEST:
        body = written(
            TEST_EVENT, delivery.happened_at, Executed({"isTest": True, "event": event_name(endpoint.event)})
        )
    else:
        change = Change(
            delivery.kind,  # type: ignore[arg-type]  # it was a change's kind
            delivery.clinic_id,
            delivery.subject_id,
            delivery.parent_id,
            Position.read(delivery.position) if delivery.position else None,
        )
        document = Document(endpoint.document, endpoint.event, _variables(endpoint.variables))
        executed = await deployment.payloads.executed(deployment, actor, document, change, request_id=str(delivery.id))
        if isinstance(executed, Skipped):
            return executed
        body = written(event_name(endpoint.event), delivery.happened_at, executed)
    async with transaction():
        standing = WebhookDelivery.filter(id=delivery.id, clinic_id=delivery.clinic_id, payload_sealed=None)
        if not await standing.update(payload_sealed=keys.seal(columns.WEBHOOK_PAYLOAD, delivery.id, body)):
            raise RuntimeError(
                "another worker has written this payload"
            )  # its lease was lost: this try counts for none
    return body


def _variables(value: object) -> dict[str, object]:
    found = orjson.loads(value) if isinstance(value, str) else value
    return dict(found) if isinstance(found, dict) else {}


async def _note(
    deployment: Deployment,
    leased: LeasedJob,
    delivery: WebhookDelivery,
    endpoint: WebhookEndpoint,
    answer: Answer,
    begun_at: datetime,
) -> None:
    """Log the try, and decide what follows from it. Needs a transaction."""
    now, tries = deployment.clock.now(), delivery.attempts + 1
    await WebhookAttempt.create(
        clinic_id=delivery.clinic_id,
        delivery_id=delivery.id,
        attempted_at=begun_at,
        status=answer.status,
        error=answer.error,
        duration_ms=answer.duration_ms,
    )
    delivery.attempts = tries
    verdict = verdict_on(answer, tries=tries)
    if verdict == "again":
        wish = retry_after_seconds(answer.retry_after, now)
        wait = wait_seconds(tries, jitter=deployment.random.random(), retry_after_seconds=wish)
        await _put_off(leased, delivery, now + timedelta(seconds=wait))
        return
    await _settle(delivery, *OUTCOMES[verdict], now)
    await finish(leased, now=now)
    if verdict == "gone":
        await disable_endpoint(endpoint, GONE, now=now)
    elif verdict == "failed" and answer.error != PAYLOAD and await _is_failing(endpoint, now):
        await disable_endpoint(endpoint, FAILING, now=now)


async def _put_off(leased: LeasedJob, delivery: WebhookDelivery, at: datetime) -> None:
    delivery.next_attempt_at = at
    await delivery.save(update_fields=["attempts", "next_attempt_at"])
    await wait_until(leased, at)


async def _is_failing(endpoint: WebhookEndpoint, now: datetime) -> bool:
    values = (endpoint.clinic_id, endpoint.id, endpoint.created_at)
    row = (await current_transaction().fetch(FAILURES, values))[0]
    since = row["since"]
    since = None if row["since"] is None else instant_of(row["since"])
    return is_given_up(int(row["number"]), since=since, now=now)


async def _settle(delivery: WebhookDelivery, state: str, reason: str, now: datetime) -> None:
    delivery.state, delivery.reason = state, reason
    delivery.settled_at, delivery.next_attempt_at = now, None
    await delivery.save(update_fields=["state", "reason", "attempts", "settled_at", "next_attempt_at"])


async def _skip(leased: LeasedJob, delivery: WebhookDelivery, reason: str, now: datetime) -> None:
    async with transaction():
        await _settle(delivery, SKIPPED, reason[:40], now)
        await finish(leased, now=now)


async def _give_up(
    leased: LeasedJob, delivery: WebhookDelivery, endpoint: WebhookEndpoint, reason: str, now: datetime
) -> None:
    """Skip a delivery whose endpoint nothing can be told any more, and disable that: staff learn of it at once."""
    async with transaction():
        await disable_endpoint(endpoint, reason, now=now)
        await _settle(delivery, SKIPPED, reason, now)
        await finish(leased, now=now)


async def _finish(leased: LeasedJob, now: datetime) -> None:
    async with transaction():
        await finish(leased, now=now)


async def _delivery_of(leased: LeasedJob) -> WebhookDelivery | None:
    return await WebhookDelivery.get_or_none(id=leased.subject_id, clinic_id=leased.clinic_id)


async def _endpoint_of(delivery: WebhookDelivery) -> WebhookEndpoint | None:
    return await WebhookEndpoint.get_or_none(id=delivery.endpoint_id, clinic_id=delivery.clinic_id)
