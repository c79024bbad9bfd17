"""What is made of a stored delivery: facts for the clinics they concern; the rest is kept with its reason."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.channels.connections import find_channel
from chatbookr_core.channels.intake import opened_delivery
from chatbookr_core.channels.registry import app_context
from chatbookr_core.conversations.sending import note_status
from chatbookr_core.conversations.service import receive
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import InboundDelivery
from chatbookr_core.scope import within
from chatbookr_sdk import Fact, MessageReceived, StatusReported

REASONS_CHARS = 80


async def find_waiting(delivery_id: UUID | None) -> InboundDelivery | None:
    """Find a delivery nothing was made of yet."""
    return await InboundDelivery.get_or_none(  # any clinic: which one, its facts will tell
        id=delivery_id, state="received"
    )


async def facts_of(deployment: Deployment, delivery: InboundDelivery) -> tuple[Fact, ...]:
    """Let the plugin read a delivery. Raises ChannelUnavailable where the plugin is not there."""
    keys = await deployment.vault.deployment_keys()
    loaded, channel = deployment.plugins.messaging_for(delivery.plugin)
    return tuple(channel.parse(app_context(loaded, deployment.clock), opened_delivery(keys, delivery)))


async def take_in(deployment: Deployment, delivery: InboundDelivery, facts: Sequence[Fact]) -> None:
    """Take in every fact of a delivery. Needs a transaction."""
    reasons: list[str] = []
    for fact in facts:
        reason = await _take_in(deployment, delivery, fact)
        if reason is not None:
            reasons.append(reason)
    delivery.processed_at = deployment.clock.now()
    delivery.state = "kept" if reasons else "processed"
    delivery.kept_reason = ",".join(dict.fromkeys(reasons))[:REASONS_CHARS] or None
    if not reasons:
        delivery.body_sealed = None  # all of it stands in its own rows now
    await delivery.save()


async def _take_in(deployment: Deployment, delivery: InboundDelivery, fact: Fact) -> str | None:
    """Take in one fact; return why it is kept where nothing could be made of it."""
    if fact.account is None:
        return f"no_account:{fact.kind}"
    connection = await find_channel(delivery.plugin, fact.account)
    if connection is None:
        return "no_such_account"
    delivery.clinic_id = delivery.clinic_id or connection.clinic_id
    with within((connection.clinic_id,)):
        match fact:
            case MessageReceived():
                await receive(deployment, connection, fact)
            case StatusReported():
                if not await note_status(connection, fact, deployment.clock.now()):
                    return "status_of_unknown_message"
            case _:
                return f"unknown:{fact.kind}"
    return None
