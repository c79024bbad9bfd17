"""Calls a calendar provider on behalf of one connection, with a token that is refreshed once, by one process."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from tortoise.expressions import Q

from chatbookr_core.calendars.trouble import tell_of_loss
from chatbookr_core.channels.connections import (
    CONNECTED,
    credentials_of,
    mark_needs_reconnect,
    sealed_credentials,
)
from chatbookr_core.channels.host import LentContext, lend
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NeedsReconnect
from chatbookr_core.models import CalendarConnection
from chatbookr_sdk import AuthExpired, CalendarProvider, TemporaryFailure

T = TypeVar("T")
EARLY = timedelta(minutes=2)  # a token this close to its end is refreshed before it is used
REFRESH_SECONDS = 20
WAITS = 40
WAIT_SECONDS = 0.5


async def ask(
    deployment: Deployment,
    connection: CalendarConnection,
    question: Callable[[CalendarProvider, LentContext], Awaitable[T]],
) -> T:
    """Call the provider; refresh a token that is about to end, or that it refuses, once.

    Must not run inside a transaction. Raises NeedsReconnect where the grant is gone (the connection is marked), and
    what the plugin raises otherwise.
    """
    if connection.state != CONNECTED:
        raise NeedsReconnect()
    expires = connection.credentials_expire_at
    if expires is not None and expires - EARLY <= deployment.clock.now():
        connection = await _refreshed(deployment, connection)
    try:
        return await _call(deployment, connection, question)
    except AuthExpired as problem:
        if problem.code == "insufficient_scope":
            await _lose(deployment, connection, "insufficient_scope")
            raise NeedsReconnect() from problem
    connection = await _refreshed(deployment, connection)
    try:
        return await _call(deployment, connection, question)
    except AuthExpired as problem:
        await _lose(deployment, connection, problem.code or "auth_expired")
        raise NeedsReconnect() from problem


async def _call(
    deployment: Deployment,
    connection: CalendarConnection,
    question: Callable[[CalendarProvider, LentContext], Awaitable[T]],
) -> T:
    loaded, provider = deployment.plugins.calendar_for(connection.plugin)
    credentials = await credentials_of(deployment, connection)
    context = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
    return await question(provider, context)


async def _refreshed(deployment: Deployment, connection: CalendarConnection) -> CalendarConnection:
    """Refresh the token, or wait for the process that is doing it; return the row as it stands then.

    Raises NeedsReconnect where the grant has gone meanwhile.
    """
    before = connection.credentials_sealed
    for _ in range(WAITS):
        has_turn = await _take_turn(deployment, connection)
        await connection.refresh_from_db()
        if connection.state != CONNECTED:
            raise NeedsReconnect()
        if connection.credentials_sealed != before:  # somebody was faster: another refresh would undo theirs
            if has_turn:
                await _end_turn(connection)
            return connection
        if has_turn:
            return await _refresh(deployment, connection)
        await asyncio.sleep(WAIT_SECONDS)
    raise TemporaryFailure("another process is refreshing the token", code="refresh_busy")


async def _take_turn(deployment: Deployment, connection: CalendarConnection) -> bool:
    now = deployment.clock.now()
    async with transaction():
        rows = CalendarConnection.filter(id=connection.id, clinic_id=connection.clinic_id, state=CONNECTED)
        free = rows.filter(Q(refreshing_until__isnull=True) | Q(refreshing_until__lt=now))
        return bool(await free.update(refreshing_until=now + timedelta(seconds=REFRESH_SECONDS)))


async def _refresh(deployment: Deployment, connection: CalendarConnection) -> CalendarConnection:
    loaded, provider = deployment.plugins.calendar_for(connection.plugin)
    credentials = await credentials_of(deployment, connection)
    context = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
    try:
        renewed = await provider.refresh(context)
    except AuthExpired as problem:
        await _lose(deployment, connection, problem.code or "invalid_grant")
        raise NeedsReconnect() from problem
    except BaseException:
        await _end_turn(connection)
        raise
    sealed = await sealed_credentials(deployment, connection, {**credentials, **renewed.values})
    async with transaction():  # the turn ends with the new token, not before: the next one would refresh again
        own = CalendarConnection.filter(id=connection.id, clinic_id=connection.clinic_id, state=CONNECTED)
        kept = await own.update(
            credentials_sealed=sealed, credentials_expire_at=renewed.expires_at, refreshing_until=None
        )
    if not kept:  # disconnected while the provider answered
        raise NeedsReconnect()
    await connection.refresh_from_db()
    return connection


async def _end_turn(connection: CalendarConnection) -> None:
    async with transaction():
        own = CalendarConnection.filter(id=connection.id, clinic_id=connection.clinic_id)
        await own.update(refreshing_until=None)


async def _lose(deployment: Deployment, connection: CalendarConnection, reason: str) -> None:
    async with transaction():
        if await mark_needs_reconnect(connection, reason, deployment.clock.now()):
            await tell_of_loss(deployment, connection)
