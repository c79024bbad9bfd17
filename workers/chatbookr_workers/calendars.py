"""Writes bookings into calendars, removes them, and keeps the busy times fresh."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.calendars.asking import ask
from chatbookr_core.calendars.drift_answers import answer_by_itself
from chatbookr_core.calendars.drifts import judge, look
from chatbookr_core.calendars.events import event_of, note_removed, note_unremoved, note_unwritten, note_written
from chatbookr_core.calendars.looking_up import Unknown
from chatbookr_core.calendars.mending import compare_all, owe_again
from chatbookr_core.calendars.places import written_place
from chatbookr_core.calendars.reading import LONGEST_CODE, rests_until
from chatbookr_core.calendars.rules import Turn, fair_turns
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.calendars.trouble import note_if_stale, note_unreadable, warn_of_end
from chatbookr_core.calendars.watching import end_channels, keep_watched
from chatbookr_core.channels.connections import (
    CONNECTED,
    DISCONNECTING,
    calendar_for,
    calendars_booked,
    calendars_due,
    connected_calendars,
)
from chatbookr_core.channels.lifecycle import revoke
from chatbookr_core.db import transaction, with_retry
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import CalendarNotFresh, NeedsReconnect
from chatbookr_core.faultpoints import reach
from chatbookr_core.jobs import LeasedJob, finish, wait_until
from chatbookr_core.models import CalendarConnection
from chatbookr_core.traces import place_of
from chatbookr_sdk import PermanentFailure, TemporaryFailure
from chatbookr_workers.ending import end
from chatbookr_workers.kinds import job
from chatbookr_workers.schedule import Subject, every, next_turn

RECONNECT_PAUSE = timedelta(minutes=5)
REFRESH_SECONDS = 45
"""A push can be lost while its channel stands: what nobody told of is found within a minute all the same."""
SWEEP_SECONDS = 24 * 3600
log = logging.getLogger(__name__)


async def _due_calendars(deployment: Deployment) -> list[Subject]:
    """Say whose calendars are read in this period: the clinics in turn, as far as the provider's quota goes.

    What is left of it goes to calendars that show bookings to come, those first that were not read for longest.
    """
    now = deployment.clock.now()
    budget = max(deployment.settings.calendar_reads_per_minute * REFRESH_SECONDS // 60, 1)
    rows = await calendars_due(now + 2 * timedelta(seconds=REFRESH_SECONDS))
    turns = [Turn(row.clinic_id, row.id, row.next_read_at) for row in rows]
    chosen = fair_turns([turn for turn in turns if _falls_due(turn, now)], budget)
    if len(chosen) < budget:
        due = {turn.connection_id for turn in chosen}
        booked = [Turn(*one) for one in await calendars_booked(now) if one[1] not in due]
        chosen += fair_turns(booked, budget - len(chosen))
    return [Subject(turn.clinic_id, turn.connection_id) for turn in chosen]


def _falls_due(turn: Turn, now: datetime) -> bool:
    """Tell whether a calendar is to be read in this period: it falls due before its turn in the next one."""
    return turn.due_at is None or turn.due_at < next_turn(turn.connection_id, REFRESH_SECONDS, now)


async def _connected_calendars(deployment: Deployment) -> list[Subject]:
    return [Subject(row.clinic_id, row.id) for row in await connected_calendars()]


every(REFRESH_SECONDS, "calendar.refresh", _due_calendars)
every(SWEEP_SECONDS, "calendar.sweep", _connected_calendars)


@job("calendar.put", queue="calendars", lease_seconds=30, at_once=16)
async def put(deployment: Deployment, leased: LeasedJob) -> None:
    """Bring the event of a booking to the booking's times; a newer version of the booking has a job of its own."""
    found = await event_of(deployment, leased)
    if found is None:
        await end(deployment, leased)
        return
    place, event, version = found
    reach("calendar.before_put")
    try:
        stored = await ask(
            deployment, place.connection, lambda provider, ctx: provider.put_event(ctx, place.calendar_id, event)
        )
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
        await note_written(deployment, leased, version, place, stored)
        await finish(leased, now=deployment.clock.now())
    reach("calendar.put_committed")


@job("calendar.delete", queue="calendars", lease_seconds=30)
async def delete(deployment: Deployment, leased: LeasedJob) -> None:
    """Remove the event of a cancelled booking, or of one that moved to another practitioner's calendar."""
    place = await written_place(leased)
    if place is not None:
        etag = {"etag": place.etag} if place.etag is not None else {}
        reach("calendar.before_delete")
        try:
            await ask(
                deployment,
                place.connection,
                lambda provider, ctx: provider.delete_event(ctx, place.calendar_id, place.event_id, **etag),
            )
        except NeedsReconnect:
            async with transaction():
                await wait_until(leased, deployment.clock.now() + RECONNECT_PAUSE)
            return
        except PermanentFailure:
            if not await _left_to_staff(deployment, leased):
                raise
            return
        reach("calendar.after_delete")
    async with transaction():
        await note_removed(deployment, leased)
        await finish(leased, now=deployment.clock.now())


async def _left_to_staff(deployment: Deployment, leased: LeasedJob) -> bool:
    """Ask staff once to remove an event, instead of the work dying: another try comes with each reading."""
    async with transaction():
        is_asked = await note_unremoved(deployment, leased)
        if is_asked:
            await finish(leased, now=deployment.clock.now())
    return is_asked


@job("calendar.compare", queue="calendars", lease_seconds=30)
async def compare(deployment: Deployment, leased: LeasedJob) -> None:
    """Look at the event of one booking: what somebody changed there makes a card, what is not known changes nothing."""
    seen = await look(deployment, leased)
    if seen is not None and isinstance(seen.looked, Unknown):
        code, seconds = seen.looked.code, seen.looked.retry_after_seconds
        raise TemporaryFailure("nobody can say what became of the event", code=code, retry_after_seconds=seconds)

    async def once() -> None:
        async with transaction():
            card = await judge(deployment, seen) if seen is not None else None
            if card is not None:
                await answer_by_itself(deployment, card)
            await finish(leased, now=deployment.clock.now())

    await with_retry(once)


@job("calendar.sweep", queue="calendars", lease_seconds=240)
async def sweep(deployment: Deployment, leased: LeasedJob) -> None:
    """Compare a calendar with the bookings that stand in it, from both sides, once a night.

    One that nobody sees is told of in the log, and nothing of it is tried again: the readings of the day ask staff.
    """
    if leased.subject_id is not None and leased.clinic_id is not None:
        connection = await calendar_for(leased.subject_id, clinic_id=leased.clinic_id)
        if connection.state == CONNECTED:
            try:
                await compare_all(deployment, connection)
            except (NeedsReconnect, CalendarNotFresh, PermanentFailure) as problem:
                log.warning("calendar %s was not compared: %s", connection.id, place_of(problem))
    await end(deployment, leased)


@job("calendar.refresh", queue="calendars", lease_seconds=120)
async def refresh(deployment: Deployment, leased: LeasedJob) -> None:
    """Read what changed in the calendars of one connection, and keep its push channels standing.

    One that needs to be reconnected is left as it is; one that failed lately rests until its pause is over.
    """
    reading, connection = NOT_READ, None
    if leased.subject_id is not None and leased.clinic_id is not None:
        connection = await calendar_for(leased.subject_id, clinic_id=leased.clinic_id)
        if connection.state == CONNECTED:
            reading = await _read(deployment, connection)
    async with transaction():
        if connection is not None and reading.is_answered:
            await warn_of_end(deployment, connection)
            await owe_again(connection, deployment.clock.now())
        if reading.again is not None and reading.again < leased.give_up_at:
            await wait_until(leased, reading.again)
        else:
            await finish(leased, now=deployment.clock.now())


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a connection's calendars: whether they answered, or refused for good.

    `again` is when to try again, where that failed for now or one of them still rests.
    """

    is_answered: bool
    again: datetime | None = None


NOT_READ: Final = Reading(is_answered=False)


async def _read(deployment: Deployment, connection: CalendarConnection) -> Reading:
    """Read a connection's calendars.

    Staff are asked instead of the work dying: another look comes soon, and each would be a dead letter of its own.
    """
    try:
        await fetch_busy(deployment, connection, rests=True)
        await keep_watched(deployment, connection)
    except NeedsReconnect:
        return NOT_READ  # the connection is marked, and staff were told; there is nothing to try again
    except PermanentFailure as problem:
        async with transaction():
            await note_unreadable(deployment, connection, reason=problem.reason[:LONGEST_CODE])
    except (CalendarNotFresh, TemporaryFailure):
        now = deployment.clock.now()
        await note_if_stale(deployment, connection)
        return Reading(is_answered=False, again=max(connection.next_read_at or now, now + timedelta(seconds=1)))
    again = await rests_until(connection, deployment.clock.now())  # what was left out is not left to chance
    if again is not None:
        await note_if_stale(deployment, connection)
    return Reading(is_answered=True, again=again)


@job("connection.revoke", queue="connections", lease_seconds=30)
async def revoke_connection(deployment: Deployment, leased: LeasedJob) -> None:
    """Revoke a disconnected connection at its provider, until the provider has confirmed."""
    if leased.arguments.get("kind") == "calendar" and leased.subject_id is not None and leased.clinic_id is not None:
        connection = await calendar_for(leased.subject_id, clinic_id=leased.clinic_id)
        if connection.state == DISCONNECTING:
            await end_channels(deployment, connection)
    await revoke(deployment, leased)
