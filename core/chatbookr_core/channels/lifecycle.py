"""Connecting a clinic to a provider, and disconnecting: unusable in the same transaction, then revoked there."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.channels.connections import (
    CONNECTED,
    CONNECTING,
    DISCONNECTED,
    DISCONNECTING,
    NEEDS_RECONNECT,
    calendar_for,
    channel_for,
    credentials_of,
    sealed_credentials,
)
from chatbookr_core.channels.health import check_later
from chatbookr_core.channels.host import lend
from chatbookr_core.channels.onboarding import Attempt, begun, tested
from chatbookr_core.conversations.tasks import close_loss
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import LeasedJob, enqueue, finish
from chatbookr_core.models import CalendarConnection, CalendarEvent, ChannelConnection, ExternalBusy
from chatbookr_core.outbox.resuming import resume_sending
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.residency.service import check_region
from chatbookr_core.scope import every_clinic
from chatbookr_core.templates.syncing import sync_later
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import AuthExpired, Connected, Secret

REVOKE_FOR = timedelta(days=7)


async def connect_channel(
    deployment: Deployment,
    actor: Actor,
    *,
    clinic_id: UUID,
    plugin: str,
    credentials: Mapping[str, Secret],
    connection_id: UUID | None = None,
) -> UUID:
    """Test the credentials at the provider, then keep them sealed. Opens its own transactions.

    A code of a provider's own page is exchanged first, and what came of it is kept at once: with the `connection_id`
    of an error, and the entry that was missing, it goes on from there. Raises NotPermitted, StepUpRequired, NotFound,
    ChannelUnavailable, CredentialsRefused (with the faulty field), ConnectionPending, Conflict where the account is
    another connection's, RegionNotAllowed, and what the provider's trouble makes the plugin raise.
    """
    require(actor, Permission.CONNECTION_MANAGE, clinic_id)
    await require_step_up(actor, deployment.clock.now())
    deployment.plugins.messaging_for(plugin)
    await check_region(deployment, plugin, clinic_id)
    entered = {name: Secret(secret.reveal().strip()) for name, secret in credentials.items()}  # pasted blanks
    attempt = await begun(deployment, clinic_id, plugin, entered, connection_id)
    connected = await tested(deployment, attempt)
    async with transaction():
        row = await _connected_row(deployment, attempt, connected)
        note(deployment.clock.now(), "channelConnect", actor, clinics=(clinic_id,), subject_id=row.id, plugin=plugin)
    return row.id


async def _connected_row(deployment: Deployment, attempt: Attempt, connected: Connected) -> ChannelConnection:
    """Keep what was connected in the clinic's own row of the account, and let what waited for it go out."""
    now, clinic_id, pending = deployment.clock.now(), attempt.clinic_id, attempt.row
    row = await _own_or_none(clinic_id, attempt.plugin, connected.account.id)
    if row is None:
        row = pending or ChannelConnection(id=new_id(), clinic_id=clinic_id, plugin=attempt.plugin)
    elif pending is not None and pending.id != row.id:
        await pending.delete()
    is_new = not row._saved_in_db
    row.account_id, row.group_id = connected.account.id, connected.account.group_id
    row.title = connected.title[:120]
    row.state, row.state_reason, row.failures = CONNECTED, "", 0
    row.update_from_dict({"problems": None})
    row.connected_at = now
    row.disconnected_at = row.lost_at = row.health_checked_at = None
    row.credentials_expire_at = connected.expires_at
    kept = attempt.credentials if connected.credentials is None else connected.credentials
    row.credentials_sealed = await sealed_credentials(deployment, row, kept)
    await row.save(force_create=is_new)
    current_transaction().tell(Change("connection", clinic_id, row.id))
    await sync_later(clinic_id, row.id, now=now)
    await check_later(clinic_id, row.id, now=now)
    await close_loss(row, now)
    await resume_sending(row, now)
    return row


async def _own_or_none(clinic_id: UUID, plugin: str, account_id: str) -> ChannelConnection | None:
    """Find the clinic's own connection of an account; one that another clinic has given up is out of the way.

    The old row keeps its conversations and gives up the account's name. Raises Conflict while it still stands there.
    """
    with every_clinic("channel account"):
        row = await ChannelConnection.get_or_none(  # any clinic: an account belongs to one of them
            plugin=plugin, account_id=account_id
        )
        if row is None or row.clinic_id == clinic_id:
            return row
        if row.state != DISCONNECTED:
            raise Conflict("That account is connected elsewhere.")
        row.account_id = f"{account_id[:80]} until {row.id}"
        await row.save(update_fields=["account_id"])
    return None


async def disconnect_channel(deployment: Deployment, actor: Actor, connection_id: UUID) -> None:
    """Stop a channel: from this commit on nothing is sent or taken in; the provider is told by a job.

    Raises NotFound, NotPermitted, StepUpRequired.
    """
    row = await ChannelConnection.get_or_none(id=connection_id)  # any clinic: the actor's is checked next
    if row is None or not permissions_in(actor, row.clinic_id):
        raise NotFound()
    require(actor, Permission.CONNECTION_MANAGE, row.clinic_id)
    await require_step_up(actor, deployment.clock.now())
    await _disconnect(deployment, row, "channel")


async def end_channel(deployment: Deployment, row: ChannelConnection, reason: str) -> bool:
    """Take a channel that its provider has ended, or that nobody went on to connect, for disconnected.

    As if somebody here had: unusable at once, its grant withdrawn as far as it still stands, and then forgotten. Return
    whether it stood until now. Needs a transaction.
    """
    return await _disconnect(deployment, row, "channel", reason=reason[:80])


async def disconnect_calendar(deployment: Deployment, actor: Actor, connection_id: UUID) -> None:
    """Stop a calendar: from this commit on it is neither read nor written; bookings stay.

    Raises NotFound, NotPermitted, StepUpRequired.
    """
    row = await CalendarConnection.get_or_none(id=connection_id)  # any clinic: the actor's is checked next
    if row is None or not permissions_in(actor, row.clinic_id):
        raise NotFound()
    require(actor, Permission.CONNECTION_MANAGE, row.clinic_id)
    await require_step_up(actor, deployment.clock.now())
    await ExternalBusy.filter(clinic_id=row.clinic_id, connection_id=row.id).delete()
    await CalendarEvent.filter(clinic_id=row.clinic_id, feed__connection_id=row.id).delete()
    await _disconnect(deployment, row, "calendar")


async def _disconnect(
    deployment: Deployment, row: ChannelConnection | CalendarConnection, kind: str, *, reason: str = ""
) -> bool:
    tx = current_transaction()
    now = deployment.clock.now()
    states = (CONNECTING, CONNECTED, NEEDS_RECONNECT)
    standing = type(row).filter(id=row.id, clinic_id=row.clinic_id, state__in=states)
    if not await standing.update(state=DISCONNECTING, state_reason=reason, disconnected_at=now):
        return False
    await enqueue(
        "connection.revoke",
        clinic_id=row.clinic_id,
        subject_id=row.id,
        arguments={"kind": kind},
        now=now,
        due_at=now,
        give_up_after=REVOKE_FOR,
    )
    tx.tell(Change("connection", row.clinic_id, row.id))
    return True


async def revoke(deployment: Deployment, job: LeasedJob) -> None:
    """Tell the provider, then forget the credentials. A dead token counts as revoked."""
    row = await _connection_of(job)
    if row.state == DISCONNECTING and row.credentials_sealed is not None and not await _is_shared(row):
        is_channel = isinstance(row, ChannelConnection)
        find = deployment.plugins.messaging_for if is_channel else deployment.plugins.calendar_for
        loaded, plugin = find(row.plugin)
        credentials = await credentials_of(deployment, row)
        context = lend(loaded, deployment.clock, connection_id=str(row.id), credentials=credentials)
        try:
            await plugin.revoke(context)
        except AuthExpired:
            context.log.info("revoke.already_dead")
    async with transaction() as tx:
        await type(row).filter(id=row.id, state=DISCONNECTING).update(state=DISCONNECTED, credentials_sealed=None)
        await finish(job, now=deployment.clock.now())
        tx.tell(Change("connection", row.clinic_id, row.id))


async def _is_shared(row: ChannelConnection | CalendarConnection) -> bool:
    """Tell whether revoking would silence another connection that still stands: providers revoke whole groups."""
    with every_clinic("channel account"):
        if isinstance(row, CalendarConnection):
            return await CalendarConnection.exists(  # any clinic: a grant may serve several
                plugin=row.plugin, account_id=row.account_id, state=CONNECTED
            )
        return row.group_id is not None and await ChannelConnection.exists(  # any clinic: so may a business account
            plugin=row.plugin, group_id=row.group_id, state=CONNECTED
        )


async def _connection_of(job: LeasedJob) -> ChannelConnection | CalendarConnection:
    if job.clinic_id is None or job.subject_id is None:
        raise NotFound()
    if job.arguments.get("kind") == "calendar":
        return await calendar_for(job.subject_id, clinic_id=job.clinic_id)
    return await channel_for(job.subject_id, clinic_id=job.clinic_id)
