"""A clinic's connections: finding them, opening their credentials, and what a plugin's error does to them."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.db import current_transaction, fetch, instant_of, padded, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NeedsReconnect, NotFound
from chatbookr_core.events import Change
from chatbookr_core.keys import columns
from chatbookr_core.models import CalendarConnection, ChannelConnection
from chatbookr_sdk import Account, Secret

CONNECTING = "connecting"
"""Credentials are kept, and something has to be done before they can be used."""
CONNECTED = "connected"
NEEDS_RECONNECT = "needs_reconnect"
IN_USE = (CONNECTED, NEEDS_RECONNECT)
"""States in which an account is a clinic's, and what it says counts; it may have to be connected anew."""
IN_USE_SQL: Final = f"('{CONNECTED}', '{NEEDS_RECONNECT}')"
"""The same to stand behind IN in a statement."""
DISCONNECTING = "disconnecting"
DISCONNECTED = "disconnected"
GIVEN_UP = (DISCONNECTING, DISCONNECTED)
"""States in which nothing more goes out by an account."""
GIVEN_UP_SQL: Final = f"('{DISCONNECTING}', '{DISCONNECTED}')"
"""The same to stand behind IN in a statement."""
BY_STANDING: Final = ("standing_since", "connected_at")
"""Of a practitioner's accounts bookings go to the first one; a new consent to it does not make it another."""
BOOKED = """
SELECT calendar.clinic_id, calendar.id, calendar.fetched_at FROM calendar_connection AS calendar
WHERE calendar.state = $1 AND calendar.next_read_at > $2 AND calendar.fetched_at IS NOT NULL
    AND EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = calendar.clinic_id
        AND booking.practitioner_id = calendar.practitioner_id AND booking.starts_at > $2
        AND booking.calendar_state <> 'none')
    AND NOT EXISTS (SELECT 1 FROM calendar_feed WHERE calendar_feed.clinic_id = calendar.clinic_id
        AND calendar_feed.connection_id = calendar.id AND calendar_feed.failures > 0)
"""


async def find_channel(plugin: str, account: Account) -> ChannelConnection | None:
    """Find whose account a fact is about; None where nobody's, or where the group does not agree.

    A valid signature says nothing about the clinic: the provider app's secret is shared by all of them.
    """
    return (await find_channels(plugin, [account])).get(account)


async def find_channels(plugin: str, accounts: Collection[Account]) -> dict[Account, ChannelConnection]:
    """Find whose several accounts are, as `find_channel` does; what is nobody's is left out."""
    if not accounts:
        return {}
    ids = padded(sorted({account.id for account in accounts}))
    rows = ChannelConnection.filter(plugin=plugin, account_id__in=ids)  # any clinic: the account is what says which
    standing = {row.account_id: row for row in await rows if row.state in IN_USE}
    return {one: standing[one.id] for one in accounts if one.id in standing and _is_of(one, standing[one.id])}


def _is_of(account: Account, connection: ChannelConnection) -> bool:
    """Tell whether the group agrees, where both name one."""
    return not connection.group_id or not account.group_id or connection.group_id == account.group_id


async def channel_for(connection_id: UUID, *, clinic_id: UUID) -> ChannelConnection:
    """Return a clinic's channel connection. Raises NotFound."""
    found = await ChannelConnection.get_or_none(id=connection_id, clinic_id=clinic_id)
    if found is None:
        raise NotFound()
    return found


async def locked_channel(connection_id: UUID, *, clinic_id: UUID) -> ChannelConnection:
    """Read a connection and keep others from deciding about its pace meanwhile. Needs a transaction.

    Rows that point at it can be written all the same.
    """
    rows = ChannelConnection.filter(id=connection_id, clinic_id=clinic_id)
    return await rows.select_for_update(no_key=True).get()


async def connected_channels() -> list[ChannelConnection]:
    """List the messaging accounts of every clinic that stand; for the host's own upkeep alone."""
    rows = ChannelConnection.filter(state=CONNECTED)  # any clinic: upkeep of the host
    return await rows.only("id", "clinic_id")


async def channels_standing() -> list[ChannelConnection]:
    """List those, and the accounts that are being connected; for the host's own upkeep alone."""
    rows = ChannelConnection.filter(state__in=(CONNECTED, CONNECTING))  # any clinic: upkeep of the host
    return await rows.only("id", "clinic_id")


async def calendar_for(connection_id: UUID, *, clinic_id: UUID) -> CalendarConnection:
    """Return a clinic's calendar connection. Raises NotFound."""
    found = await CalendarConnection.get_or_none(id=connection_id, clinic_id=clinic_id)
    if found is None:
        raise NotFound()
    return found


async def calendar_of(practitioner_id: UUID, *, clinic_id: UUID) -> CalendarConnection | None:
    """Find the calendar a practitioner's bookings are written to, whatever its state, unless disconnected."""
    rows = CalendarConnection.filter(clinic_id=clinic_id, practitioner_id=practitioner_id, state__in=IN_USE)
    return await rows.order_by(*BY_STANDING).first()


async def calendars_of(practitioner_id: UUID, *, clinic_id: UUID) -> list[CalendarConnection]:
    """List every account whose calendars take a practitioner's time, the written one first; as `calendar_of`."""
    rows = CalendarConnection.filter(clinic_id=clinic_id, practitioner_id=practitioner_id, state__in=IN_USE)
    return await rows.order_by(*BY_STANDING)


async def calendars_due(before: datetime) -> list[CalendarConnection]:
    """List the connected calendars of every clinic that are to be read by then; for the host's own upkeep alone."""
    due = CalendarConnection.filter(state=CONNECTED)  # any clinic: upkeep of the host
    due = due.filter(Q(next_read_at__isnull=True) | Q(next_read_at__lte=before))
    return await due.only("id", "clinic_id", "next_read_at")


async def calendars_booked(now: datetime) -> list[tuple[UUID, UUID, datetime]]:
    """List (clinic, connection, when it was read) of those that are not due yet and show bookings to come.

    For the host's own upkeep alone. One that failed lately is not among them: it rests for as long as that says.
    """
    rows = await fetch(BOOKED, (CONNECTED, now))
    return [(uuid_of(row["clinic_id"]), uuid_of(row["id"]), instant_of(row["fetched_at"])) for row in rows]


async def connected_calendars() -> list[CalendarConnection]:
    """List the calendar accounts of every clinic that stand; for the host's own upkeep alone."""
    rows = CalendarConnection.filter(state=CONNECTED)  # any clinic: upkeep of the host
    return await rows.only("id", "clinic_id")


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


async def mark_needs_reconnect(connection: ChannelConnection | CalendarConnection, reason: str, now: datetime) -> bool:
    """Stop using dead credentials and let staff see it, and since when; bookings and messages stay.

    Needs a transaction. Return whether it was this call that did it.
    """
    tx = current_transaction()
    model = type(connection)
    changed = await model.filter(id=connection.id, state=CONNECTED).update(
        state=NEEDS_RECONNECT, state_reason=reason[:80], lost_at=now
    )
    if changed:
        tx.tell(Change("connection", connection.clinic_id, connection.id))
    return bool(changed)
