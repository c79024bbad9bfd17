"""Writes bookings into calendars, removes them, and keeps the busy times fresh."""

from datetime import timedelta

from chatbookr_core.calendars.asking import ask
from chatbookr_core.calendars.events import (
    event_of,
    note_removed,
    note_unwritten,
    note_written,
    written_place,
)
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.calendars.trouble import note_unreadable
from chatbookr_core.channels.connections import CONNECTED, all_connected_calendars, calendar_for
from chatbookr_core.channels.lifecycle import revoke
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, NeedsReconnect
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, wait_until
from chatbookr_core.models import CalendarConnection
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every

RECONNECT_PAUSE = timedelta(minutes=5)

REFRESH_SECONDS = 60


async def _connected_calendars(_: Deployment) -> list[Subject]:
    return [Subject(row.clinic_id, row.id) for row in await all_connected_calendars()]


every(REFRESH_SECONDS, "calendar.refresh", _connected_calendars)


@job("calendar.put", queue="calendars", lease_seconds=30)
async def put(deployment: Deployment, leased: LeasedJob) -> None:
    """Bring the event of a booking to the booking's times; a newer version of the booking has a job of its own."""
    found = await event_of(deployment, leased)
    if found is None:
        await _finish(deployment, leased)
        return
    connection, event, version = found
    reach("calendar.before_put")
    try:
        await ask(deployment, connection, lambda provider, ctx: provider.put_event(ctx, connection.calendar_id, event))
    except NeedsReconnect:
        async with transaction():
            await note_unwritten(deployment, leased, "needs_reconnect")
            await wait_until(leased, deployment.clock.now() + RECONNECT_PAUSE)
        return
    except PermanentFailure as problem:
        async with transaction():
            await note_unwritten(deployment, leased, problem.reason)
            await finish(leased, now=deployment.clock.now())
        return
    reach("calendar.after_put")
    async with transaction():
        await note_written(deployment, leased, version)
        await finish(leased, now=deployment.clock.now())
    reach("calendar.put_committed")


@job("calendar.delete", queue="calendars", lease_seconds=30)
async def delete(deployment: Deployment, leased: LeasedJob) -> None:
    """Remove the event of a cancelled booking, or of one that moved to another practitioner's calendar."""
    found = await written_place(leased)
    if found is not None:
        connection, event_id = found
        reach("calendar.before_delete")
        try:
            await ask(
                deployment,
                connection,
                lambda provider, ctx: provider.delete_event(ctx, connection.calendar_id, event_id),
            )
        except NeedsReconnect:
            async with transaction():
                await wait_until(leased, deployment.clock.now() + RECONNECT_PAUSE)
            return
        reach("calendar.after_delete")
    async with transaction():
        await note_removed(deployment, leased)
        await finish(leased, now=deployment.clock.now())


@job("calendar.refresh", queue="calendars", lease_seconds=30)
async def refresh(deployment: Deployment, leased: LeasedJob) -> None:
    """Fetch the busy times of one connection anew; one that needs to be reconnected is left as it is."""
    if leased.subject_id is not None and leased.clinic_id is not None:
        connection = await calendar_for(leased.subject_id, clinic_id=leased.clinic_id)
        if connection.state == CONNECTED:
            try:
                await fetch_busy(deployment, connection)
            except NeedsReconnect:
                pass  # the connection is marked, and staff see it; there is nothing to try again
            except PermanentFailure:
                await _note_unreadable(deployment, connection)
            except (CalendarNotFresh, TemporaryFailure) as problem:
                if deployment.clock.now() < leased.give_up_at:
                    raise _for_now(problem) from problem
                await _note_unreadable(deployment, connection)
    await _finish(deployment, leased)


def _for_now(problem: CalendarNotFresh | TemporaryFailure) -> TemporaryFailure:
    if isinstance(problem, TemporaryFailure):
        return problem
    return TemporaryFailure("a calendar could not be read", code="calendar_unknown")


async def _note_unreadable(deployment: Deployment, connection: CalendarConnection) -> None:
    """Ask staff instead of dying: another look comes every minute, and each would be a dead letter of its own."""
    async with transaction():
        await note_unreadable(deployment, connection)


@job("connection.revoke", queue="connections", lease_seconds=30)
async def revoke_connection(deployment: Deployment, leased: LeasedJob) -> None:
    """Revoke a disconnected connection at its provider, until the provider has confirmed."""
    await revoke(deployment, leased)


async def _finish(deployment: Deployment, leased: LeasedJob) -> None:
    async with transaction():
        await finish(leased, now=deployment.clock.now())
