"""Reads stored deliveries: one transaction takes in every fact of one delivery, or none."""

from chatbookr_core.channels.connections import find_channel
from chatbookr_core.channels.intake import opened_delivery
from chatbookr_core.channels.registry import app_context
from chatbookr_core.conversations.sending import note_status
from chatbookr_core.conversations.service import receive
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish
from chatbookr_core.models import InboundDelivery
from chatbookr_sdk import Fact, MessageReceived, StatusReported
from chatbookr_workers.kinds import job


@job("inbound.process", queue="inbound", lease_seconds=60)
async def process(deployment: Deployment, leased: LeasedJob) -> None:
    """Take in what a provider delivered; what is not understood, or nobody's, is kept with its reason."""
    delivery = await InboundDelivery.get_or_none(id=leased.subject_id)
    facts: tuple[Fact, ...] = ()
    if delivery is not None and delivery.state == "received":
        keys = await deployment.vault.deployment_keys()
        loaded, channel = deployment.plugins.messaging_for(delivery.plugin)
        facts = tuple(channel.parse(app_context(loaded, deployment.clock), opened_delivery(keys, delivery)))
    reach("inbound.parsed")
    async with transaction():
        if delivery is not None and delivery.state == "received":
            await _take_in(deployment, delivery, facts)
        reach("inbound.before_commit")
        await finish(leased, now=deployment.clock.now())
    reach("inbound.after_commit")


async def _take_in(deployment: Deployment, delivery: InboundDelivery, facts: tuple[Fact, ...]) -> None:
    reasons: list[str] = []
    for fact in facts:
        connection = await find_channel(delivery.plugin, fact.account) if fact.account else None
        if connection is None:
            reasons.append("no_such_account" if fact.account else "no_account")
            continue
        delivery.clinic_id = delivery.clinic_id or connection.clinic_id
        match fact:
            case MessageReceived():
                await receive(deployment, connection, fact)
            case StatusReported():
                if not await note_status(connection, fact, deployment.clock.now()):
                    reasons.append("status_of_unknown_message")
            case _:
                reasons.append(f"unknown:{fact.kind}")
    delivery.processed_at = deployment.clock.now()
    delivery.state = "kept" if reasons else "processed"
    delivery.kept_reason = ",".join(dict.fromkeys(reasons))[:80] or None
    if not reasons:
        delivery.body_sealed = None  # all of it stands in its own rows now
    await delivery.save()
