"""What is made of a stored delivery: facts for the clinics they concern; the rest is kept with its reason."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.channels.connections import find_channels
from chatbookr_core.channels.intake import opened_delivery
from chatbookr_core.channels.notices import concerned, note_notice, note_unknown
from chatbookr_core.channels.registry import app_context
from chatbookr_core.conversations.afterwards import edit, react, revoke
from chatbookr_core.conversations.phone_app import echo, note_call, remember
from chatbookr_core.conversations.service import receive
from chatbookr_core.conversations.standing import follow_identity, note_preference
from chatbookr_core.conversations.statuses import note_status, note_statuses
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.late import may_be_of_somebody_erased
from chatbookr_core.models import ChannelConnection, InboundDelivery
from chatbookr_core.scope import within
from chatbookr_sdk import (
    Account,
    AccountNotice,
    CallReported,
    Fact,
    IdentityChanged,
    MessageEchoed,
    MessageEdited,
    MessageReceived,
    MessageRevoked,
    PastMessage,
    PreferenceChanged,
    Reacted,
    StatusReported,
    UnknownFact,
)

REASONS_CHARS = 80
OF_NOTHING_HERE = "status_of_unknown_message"
OF_SOMEBODY_ERASED = "past_of_somebody_erased"
"""The message may be one of somebody who was erased: a delivery that says no more than that is not kept as it came."""
CLOSE: Final = """
UPDATE inbound_delivery SET clinic_id = $2, processed_at = $3, state = $4, kept_reason = $5, body_sealed = NULL
WHERE id = $1
"""
Read = tuple[InboundDelivery, Sequence[Fact]]
"""A delivery, and what the plugin read in it."""
Closed = tuple[UUID, UUID, datetime, str, str | None]
"""What is written of a delivery that was taken in: its id, whose it is, when, its state, why it is kept."""
Reports = dict[tuple[str, Account], list[tuple[UUID, StatusReported]]]
"""What deliveries, by their ids, report to an account of a plugin's."""
Channels = Mapping[Account, ChannelConnection]
"""Whose the accounts are that a delivery is about; what is nobody's is not among them."""


async def find_waiting(delivery_id: UUID | None) -> InboundDelivery | None:
    """Find a delivery nothing was made of yet."""
    return await InboundDelivery.get_or_none(  # any clinic: which one, its facts will tell
        id=delivery_id, state="received"
    )


async def find_all_waiting(delivery_ids: Collection[UUID]) -> list[InboundDelivery]:
    """Find those of several deliveries that nothing was made of yet."""
    return await InboundDelivery.filter(  # any clinic: which ones, their facts will tell
        id__in=list(delivery_ids), state="received"
    )


async def facts_of(deployment: Deployment, delivery: InboundDelivery) -> tuple[Fact, ...]:
    """Let the plugin read a delivery. Raises ChannelUnavailable where the plugin is not there."""
    keys = await deployment.vault.deployment_keys()
    loaded, channel = deployment.plugins.messaging_for(delivery.plugin)
    return tuple(channel.parse(app_context(loaded, deployment.clock), opened_delivery(keys, delivery)))


async def channels_of(delivery: InboundDelivery, facts: Sequence[Fact]) -> Channels:
    """Find whose the accounts are that a delivery's facts are about."""
    return await find_channels(delivery.plugin, {fact.account for fact in facts if fact.account is not None})


async def take_in(deployment: Deployment, delivery: InboundDelivery, facts: Sequence[Fact], channels: Channels) -> None:
    """Take in every fact of a delivery. Needs a transaction."""
    reasons: list[str] = []
    for fact in facts:
        reason = await _take_in(deployment, delivery, fact, channels)
        if reason is not None:
            reasons.append(reason)
        if isinstance(fact, AccountNotice):  # by which an account may have ended, or come back
            channels = await channels_of(delivery, facts)
    changed = ["clinic_id", "processed_at", "state", "kept_reason"]
    delivery.processed_at = deployment.clock.now()
    delivery.state = "kept" if reasons else "processed"
    delivery.kept_reason = ",".join(dict.fromkeys(reasons))[:REASONS_CHARS] or None
    if set(reasons) <= {OF_NOTHING_HERE, OF_SOMEBODY_ERASED}:
        changed.append("body_sealed")
        delivery.body_sealed = None  # all of it stands in its own rows now, or is of none and names a person
    await delivery.save(update_fields=changed)


def reports_in(read: Sequence[Read]) -> Reports:
    """Gather the statuses of deliveries that hold nothing else, and of one account; the others are for `take_in`."""
    found: Reports = {}
    for delivery, facts in read:
        statuses = [(fact.account, fact) for fact in facts if isinstance(fact, StatusReported) and fact.account]
        if len({account for account, _ in statuses}) == 1 and len(statuses) == len(facts):
            of_account = found.setdefault((delivery.plugin, statuses[0][0]), [])
            of_account += [(delivery.id, fact) for _, fact in statuses]
    return found


async def take_in_reports(deployment: Deployment, reports: Reports) -> set[UUID]:
    """Take in deliveries of statuses, where their account stands here; return their ids. Needs a transaction."""
    closed: list[Closed] = []
    for plugin in sorted({plugin for plugin, _ in reports}):
        channels = await find_channels(plugin, {account for other, account in reports if other == plugin})
        for account, connection in sorted(channels.items(), key=lambda one: one[0].id):
            closed += await _take_in_reports(deployment, connection, reports[plugin, account])
    await current_transaction().execute_each(CLOSE, closed)
    return {delivery_id for delivery_id, *_ in closed}


async def _take_in_reports(
    deployment: Deployment, connection: ChannelConnection, reports: Sequence[tuple[UUID, StatusReported]]
) -> list[Closed]:
    now, facts = deployment.clock.now(), [fact for _, fact in reports]
    with within((connection.clinic_id,)):
        ours = await note_statuses(deployment.vault, connection, facts, now)
    kept = {delivery_id for (delivery_id, _), is_ours in zip(reports, ours, strict=True) if not is_ours}
    ends: dict[bool, tuple[str, str | None]] = {True: ("kept", OF_NOTHING_HERE), False: ("processed", None)}
    taken = sorted({delivery_id for delivery_id, _ in reports})
    return [(one, connection.clinic_id, now, *ends[one in kept]) for one in taken]


async def _take_in(deployment: Deployment, delivery: InboundDelivery, fact: Fact, channels: Channels) -> str | None:
    """Take in one fact; return why it is kept where nothing could be made of it."""
    if isinstance(fact, AccountNotice):
        return await _note(deployment, delivery, fact)
    if fact.account is None:
        return f"no_account:{fact.kind}"
    connection = channels.get(fact.account)
    if connection is None:
        return "no_such_account"
    delivery.clinic_id = delivery.clinic_id or connection.clinic_id
    with within((connection.clinic_id,)):
        if await may_be_of_somebody_erased(deployment, connection, fact):
            return OF_SOMEBODY_ERASED
        return await _take_in_for(deployment, connection, fact)


async def _note(deployment: Deployment, delivery: InboundDelivery, notice: AccountNotice) -> str | None:
    connections = await concerned(delivery.plugin, notice)
    for connection in connections:
        delivery.clinic_id = delivery.clinic_id or connection.clinic_id
        await note_notice(deployment, connection, notice)
    return None if connections else f"no_account:{notice.kind}"


async def _take_in_for(deployment: Deployment, connection: ChannelConnection, fact: Fact) -> str | None:
    match fact:
        case MessageReceived():
            await receive(deployment, connection, fact)
        case StatusReported():
            if not await note_status(deployment.vault, connection, fact, deployment.clock.now()):
                return OF_NOTHING_HERE
        case MessageEchoed():
            await echo(deployment, connection, fact)
        case PastMessage():
            await remember(deployment, connection, fact)
        case Reacted():
            return await react(deployment, connection, fact)
        case MessageEdited():
            return await edit(deployment, connection, fact)
        case MessageRevoked():
            return await revoke(deployment, connection, fact)
        case IdentityChanged():
            return await follow_identity(deployment, connection, fact)
        case CallReported():
            await note_call(deployment, connection, fact)
        case PreferenceChanged():
            await note_preference(deployment, connection, fact)
        case UnknownFact():
            await note_unknown(connection, fact, deployment.clock.now())
            return f"unknown:{fact.kind}"
        case _:
            return f"unknown:{type(fact).__name__}"
    return None
