"""Connecting a clinic to a provider, and disconnecting: unusable in the same transaction, then revoked there."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.channels.connections import (
    CONNECTED,
    DISCONNECTED,
    DISCONNECTING,
    NEEDS_RECONNECT,
    calendar_for,
    channel_for,
    credentials_of,
    sealed_credentials,
)
from chatbookr_core.channels.host import lend
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import LeasedJob, enqueue, finish
from chatbookr_core.models import CalendarConnection, CalendarEvent, ChannelConnection, ExternalBusy
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.residency.service import check_region
from chatbookr_core.scope import every_clinic
from chatbookr_core.templates.syncing import sync_later
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import AuthExpired, InvalidCredentials, Secret

REVOKE_FOR = timedelta(days=7)


async def connect_channel(
    deployment: Deployment, actor: Actor, *, clinic_id: UUID, plugin: str, credentials: Mapping[str, Secret]
) -> UUID:
    """Test the credentials at the provider, then keep them sealed. Opens its own transaction after the test.

    Raises NotPermitted, StepUpRequired, ChannelUnavailable, InvalidInput (with the faulty field), Conflict where the
    account belongs to another connection, RegionNotAllowed, and what the provider's trouble makes the plugin raise.
    """
    require(actor, Permission.CONNECTION_MANAGE, clinic_id)
    await require_step_up(actor, deployment.clock.now())
    loaded, channel = deployment.plugins.messaging_for(plugin)
    await check_region(deployment, plugin, clinic_id)
    credentials = {name: Secret(secret.reveal().strip()) for name, secret in credentials.items()}  # pasted blanks
    context = lend(loaded, deployment.clock, connection_id="new", credentials=credentials)
    try:
        connected = await channel.connect(context, credentials)
    except InvalidCredentials as problem:
        raise InvalidInput("The provider does not accept these credentials.", field=problem.field) from problem
    async with transaction() as tx:
        row = await _own_or_none(clinic_id, plugin, connected.account.id)
        if row is None:
            row = ChannelConnection(id=new_id(), clinic_id=clinic_id, plugin=plugin, account_id=connected.account.id)
        is_new = not row._saved_in_db
        row.group_id = connected.account.group_id
        row.title = connected.title[:120]
        row.state, row.state_reason, row.failures = CONNECTED, "", 0
        row.connected_at = deployment.clock.now()
        row.disconnected_at = None
        row.credentials_sealed = await sealed_credentials(deployment, row, credentials)
        await row.save(force_create=is_new)
        tx.tell(Change("connection", clinic_id, row.id))
        await sync_later(clinic_id, row.id, now=deployment.clock.now())
        note(deployment.clock.now(), "channelConnect", actor, clinics=(clinic_id,), subject_id=row.id, plugin=plugin)
    return row.id


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


async def _disconnect(deployment: Deployment, row: ChannelConnection | CalendarConnection, kind: str) -> None:
    tx = current_transaction()
    now = deployment.clock.now()
    standing = type(row).filter(id=row.id, clinic_id=row.clinic_id, state__in=(CONNECTED, NEEDS_RECONNECT))
    if not await standing.update(state=DISCONNECTING, state_reason="", disconnected_at=now):
        return
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
