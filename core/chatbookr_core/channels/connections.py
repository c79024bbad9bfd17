"""A clinic's connections: finding them, opening their credentials, and what a plugin's error does to them."""

import json
from collections.abc import Mapping
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NeedsReconnect, NotFound
from chatbookr_core.events import Change
from chatbookr_core.keys import columns
from chatbookr_core.models import CalendarConnection, ChannelConnection
from chatbookr_sdk import Account, Secret

CONNECTED = "connected"
NEEDS_RECONNECT = "needs_reconnect"
DISCONNECTING = "disconnecting"
DISCONNECTED = "disconnected"


async def find_channel(plugin: str, account: Account) -> ChannelConnection | None:
    """Find whose account a fact is about; None where nobody's, or where the group does not agree.

    A valid signature says nothing about the clinic: the provider app's secret is shared by all of them.
    """
    connection = await ChannelConnection.get_or_none(  # any clinic: the account is what says which
        plugin=plugin, account_id=account.id
    )
    if connection is None or connection.state in (DISCONNECTING, DISCONNECTED):
        return None
    if connection.group_id and account.group_id and connection.group_id != account.group_id:
        return None
    return connection


async def channel_for(connection_id: UUID, *, clinic_id: UUID) -> ChannelConnection:
    """Return a clinic's channel connection. Raises NotFound."""
    found = await ChannelConnection.get_or_none(id=connection_id, clinic_id=clinic_id)
    if found is None:
        raise NotFound()
    return found


async def calendar_for(connection_id: UUID, *, clinic_id: UUID) -> CalendarConnection:
    """Return a clinic's calendar connection. Raises NotFound."""
    found = await CalendarConnection.get_or_none(id=connection_id, clinic_id=clinic_id)
    if found is None:
        raise NotFound()
    return found


async def calendar_of(practitioner_id: UUID, *, clinic_id: UUID) -> CalendarConnection | None:
    """Find the calendar a practitioner's bookings are written to, whatever its state, unless disconnected."""
    rows = CalendarConnection.filter(
        clinic_id=clinic_id, practitioner_id=practitioner_id, state__in=(CONNECTED, NEEDS_RECONNECT)
    )
    return await rows.order_by("connected_at").first()


async def all_connected_calendars() -> list[CalendarConnection]:
    """List the connected calendars of every clinic; for the host's own upkeep alone."""
    return await CalendarConnection.filter(state=CONNECTED).only("id", "clinic_id")  # any clinic: upkeep of the host


async def credentials_of(
    deployment: Deployment, connection: ChannelConnection | CalendarConnection
) -> Mapping[str, Secret]:
    """Open a connection's credentials. Raises NeedsReconnect where there are none any more."""
    if connection.credentials_sealed is None:
        raise NeedsReconnect()
    keys = await deployment.vault.clinic_keys(connection.clinic_id)
    text = keys.open_text(_column(connection), connection.id, connection.credentials_sealed)
    return {name: Secret(value) for name, value in json.loads(text).items()}


async def sealed_credentials(
    deployment: Deployment,
    connection: ChannelConnection | CalendarConnection,
    credentials: Mapping[str, Secret],
) -> bytes:
    """Seal credentials for the row they will stand in."""
    keys = await deployment.vault.clinic_keys(connection.clinic_id)
    text = json.dumps({name: secret.reveal() for name, secret in credentials.items()})
    return keys.seal(_column(connection), connection.id, text)


def _column(connection: ChannelConnection | CalendarConnection) -> columns.SealedColumn:
    if isinstance(connection, ChannelConnection):
        return columns.CHANNEL_CREDENTIALS
    return columns.CALENDAR_CREDENTIALS


async def mark_needs_reconnect(connection: ChannelConnection | CalendarConnection, reason: str) -> None:
    """Stop using dead credentials and let staff see it; bookings and messages stay. Needs a transaction."""
    tx = current_transaction()
    model = type(connection)
    changed = await model.filter(id=connection.id, state=CONNECTED).update(
        state=NEEDS_RECONNECT, state_reason=reason[:80]
    )
    if changed:
        tx.tell(Change("connection", connection.clinic_id, connection.id))
