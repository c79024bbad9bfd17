"""What is made of a stored delivery: facts for the clinics they concern; the rest is kept with its reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chatbookr_core.channels.connections import find_channels
from chatbookr_core.channels.intake import opened_delivery
from chatbookr_core.channels.notices import concerned, note_notice, note_unknown
from chatbookr_core.channels.registry import app_context
from chatbookr_core.db import current_transaction, padded
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.late import may_be_of_somebody_erased
from chatbookr_core.inbox.afterwards import edit, react, revoke
from chatbookr_core.inbox.phone_app import echo, note_call, remember
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.inbox.standing import follow_identity, note_preference
from chatbookr_core.models import ChannelConnection, InboundDelivery
from chatbookr_core.outbox.statuses import note_status, note_statuses
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
Channels = Mapping[Account, ChannelConnection]
"""Whose the accounts are that a delivery is about; what is nobody's is not among them."""


@dataclass(frozen=True, slots=True)
class Read:
    """A delivery nothing was made of yet, what the plugin read in it, and whose the accounts are."""

    delivery: InboundDelivery
    facts: Sequence[Fact]
    channels: Channels


@dataclass(frozen=True, slots=True)
class Reports:
    """A delivery that holds statuses of one account, which stands here, and nothing else."""

    read: Read
    connection: ChannelConnection
    statuses: Sequence[StatusReported]


async def read_waiting(deployment: Deployment, delivery_ids: Collection[UUID]) -> list[Read]:
    """Read those of several deliveries that nothing was made of yet, by two statements for all of them.

    Raises ChannelUnavailable where the plugin of one is not there.
    """
    if not delivery_ids:
        return []
    rows = await InboundDelivery.filter(  # any clinic: which ones, their facts will tell
        id__in=padded(sorted(delivery_ids)), state="received"
    )
    found = [(delivery, await facts_of(deployment, delivery)) for delivery in rows]
    about: dict[str, set[Account]] = {}
    for delivery, facts in found:
        about.setdefault(delivery.plugin, set()).update(_accounts(facts))
    channels = {plugin: await find_channels(plugin, accounts) for plugin, accounts in sorted(about.items())}
    return [Read(delivery, facts, _among(channels[delivery.plugin], facts)) for delivery, facts in found]


def _accounts(facts: Sequence[Fact]) -> set[Account]:
    return {fact.account for fact in facts if fact.account is not None}


def _among(channels: Channels, facts: Sequence[Fact]) -> Channels:
    return {account: channels[account] for account in _accounts(facts) if account in channels}


async def facts_of(deployment: Deployment, delivery: InboundDelivery) -> tuple[Fact, ...]:
    """Let the plugin read a delivery. Raises ChannelUnavailable where the plugin is not there."""
    keys = await deployment.vault.deployment_keys()
    loaded, channel = deployment.plugins.messaging_for(delivery.plugin)
    return tuple(channel.parse(app_context(loaded, deployment.clock), opened_delivery(keys, delivery)))


async def channels_of(delivery: InboundDelivery, facts: Sequence[Fact]) -> Channels:
    """Find whose the accounts are that a delivery's facts are about."""
    return await find_channels(delivery.plugin, _accounts(facts))


async def take_in(deployment: Deployment, read: Read) -> None:
    """Take in every fact of a delivery. Needs a transaction."""
    delivery, facts, channels = read.delivery, read.facts, read.channels
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


def reports_in(read: Sequence[Read]) -> list[Reports]:
    """Pick the deliveries of statuses; all others are for `take_in`."""
    found: list[Reports] = []
    for one in read:
        statuses = [fact for fact in one.facts if isinstance(fact, StatusReported)]
        accounts = {fact.account for fact in statuses}
        if len(accounts) == len(one.channels) == 1 and len(statuses) == len(one.facts):
            (connection,) = one.channels.values()
            found.append(Reports(one, connection, statuses))
    return found


async def take_in_reports(deployment: Deployment, reports: Sequence[Reports]) -> None:
    """Take in deliveries of statuses, of whichever clinics. Needs a transaction."""
    now = deployment.clock.now()
    each = [(one, fact) for one in reports for fact in one.statuses]
    with within({one.connection.clinic_id for one in reports}):
        ours = await note_statuses(deployment.vault, [(one.connection, fact) for one, fact in each], now)
    kept = {one.read.delivery.id for (one, _), is_ours in zip(each, ours, strict=True) if not is_ours}
    ends: dict[bool, tuple[str, str | None]] = {True: ("kept", OF_NOTHING_HERE), False: ("processed", None)}
    taken = sorted((one.read.delivery.id, one.connection.clinic_id) for one in reports)
    closed = [(delivery_id, clinic_id, now, *ends[delivery_id in kept]) for delivery_id, clinic_id in taken]
    await current_transaction().execute_each(CLOSE, closed)


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
