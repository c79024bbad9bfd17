from datetime import timedelta

import pytest
from tests.clinic_world import DOCTOR, World
from tests.workers.followed_calendar import STAFF, TUESDAY, busy, connected, insert, read, span, timed
from tests.workers.followed_calendar import world as world

from chatbookr_core.calendars.choosing import choose_calendars
from chatbookr_core.calendars.feeds import list_anew
from chatbookr_core.calendars.mending import compare_all
from chatbookr_core.calendars.service import fetch_busy
from chatbookr_core.db import transaction
from chatbookr_core.errors import Conflict, InvalidInput, NeedsReconnect, NotFound
from chatbookr_core.models import CalendarConnection, CalendarFeed, Clinic, StaffTask
from chatbookr_sdk import PermanentFailure

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads
# --- several calendars --------------------------------------------------------------------------------------------

ROOM = "room@example.org"


async def with_second_calendar(world: World, role: str = "owner") -> None:
    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": role}
    mine = {"id": DOCTOR, "summary": "Dr One", "timeZone": world.clinic.zone, "primary": True}
    answer = await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [mine, entry]})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("role", ["owner", "reader"])
async def test_a_second_calendar_blocks_once_it_is_chosen(world: World, role: str) -> None:
    await with_second_calendar(world, role)
    connection = await connected(world)
    await insert(world, timed(TUESDAY))
    elsewhere = timed(TUESDAY + timedelta(hours=2))
    other = "owner-of-room@example.org"
    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": "owner"}
    await world.sandbox.post("/sandbox/google/accounts", json={"email": other, "calendars": [entry]})
    made = await world.google("POST", f"/calendars/{ROOM}/events", other, json=elsewhere)
    await read(world, connection)
    alone = await busy(world)

    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=[ROOM])
    chosen = await CalendarConnection.get(id=connection.id)
    await world.work()

    assert made.status_code == 200, made.text
    assert alone == [span(TUESDAY)]
    assert chosen.fetched_at is None  # nothing is offered until both were read
    assert await busy(world) == [span(TUESDAY), span(TUESDAY + timedelta(hours=2))]
    assert (await CalendarConnection.get(id=connection.id)).fetched_at == world.clock.now()
    feed = await CalendarFeed.get(connection_id=connection.id, calendar_id=ROOM)
    assert (feed.is_followable, feed.sync_token is not None) == (role == "owner", role == "owner")


async def test_a_calendar_that_is_not_owned_is_known_as_far_as_a_clinic_offers_times(world: World) -> None:
    """Its practitioner was never to be had as promised where that was further than Google answers for at once."""
    await Clinic.filter(id=world.clinic.id).update(horizon_days=366)
    await with_second_calendar(world, "reader")
    connection = await connected(world)
    other = "owner-of-room@example.org"
    entry = {"id": ROOM, "summary": "Room", "timeZone": world.clinic.zone, "accessRole": "owner"}
    await world.sandbox.post("/sandbox/google/accounts", json={"email": other, "calendars": [entry]})
    far = TUESDAY + timedelta(days=350)
    await world.google("POST", f"/calendars/{ROOM}/events", other, json=timed(far))

    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=[ROOM])
    await world.work()

    row = await CalendarConnection.get(id=connection.id)
    assert (row.fetched_at, await busy(world)) == (world.clock.now(), [span(far)])
    assert row.fetched_until is not None
    assert row.fetched_until > far


async def test_a_calendar_that_was_made_since_can_be_chosen_after_a_night(world: World) -> None:
    connection = await connected(world)
    await with_second_calendar(world)

    await compare_all(world.deployment, connection)
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=ROOM, blocking=[DOCTOR])
    await world.work()
    await with_second_calendar(world, "reader")
    await connection.refresh_from_db()
    await list_anew(world.deployment, connection)

    known = {one.calendar_id: one.is_writable for one in await CalendarFeed.filter(connection_id=connection.id)}
    assert (connection.calendar_id, connection.fetched_at) == (ROOM, world.clock.now())
    assert known == {DOCTOR: True, ROOM: False}


async def test_only_the_accounts_own_calendars_can_be_chosen_and_only_writable_ones_written(world: World) -> None:
    await with_second_calendar(world, "reader")
    connection = await connected(world)
    before = await CalendarConnection.get(id=connection.id).values()

    for written, blocking in ((ROOM, []), ("unknown@example.org", []), (DOCTOR, ["unknown@example.org"])):
        with pytest.raises(InvalidInput):
            async with transaction():
                await choose_calendars(world.deployment, STAFF, connection.id, written=written, blocking=blocking)
    with pytest.raises(NotFound):
        async with transaction():
            await choose_calendars(world.deployment, STAFF, world.clinic.id, written=DOCTOR, blocking=[])

    assert await CalendarConnection.get(id=connection.id).values() == before
    await CalendarConnection.filter(id=connection.id).update(state="needs_reconnect")
    with pytest.raises(Conflict):
        async with transaction():
            await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=[])


async def test_one_calendar_that_fails_does_not_keep_the_others_from_being_read(world: World) -> None:
    await with_second_calendar(world)
    connection = await connected(world)
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=DOCTOR, blocking=[ROOM])
    await world.work()
    known = (await CalendarConnection.get(id=connection.id)).fetched_at
    world.clock.turn(timedelta(minutes=2))
    await insert(world, timed(TUESDAY))
    await CalendarFeed.filter(connection_id=connection.id, calendar_id=ROOM).update(calendar_id="lost@example.org")
    await CalendarConnection.filter(id=connection.id).update(busy_calendar_ids=[DOCTOR, "lost@example.org"])
    await connection.refresh_from_db()

    with pytest.raises(PermanentFailure, match="calendar_not_found"):
        await fetch_busy(world.deployment, connection)

    await connection.refresh_from_db()
    assert await busy(world) == [span(TUESDAY)]
    assert connection.fetched_at == known  # the whole is as fresh as its stalest part


async def lose(world: World, connection: CalendarConnection) -> None:
    """Let the consent be withdrawn, and that be noticed."""
    await world.expire_google("access")
    await world.expire_google("refresh")
    await connection.refresh_from_db()
    with pytest.raises(NeedsReconnect):
        await fetch_busy(world.deployment, connection)


async def test_a_calendar_that_is_connected_again_keeps_what_was_chosen_of_it(world: World) -> None:
    """Else a calendar that takes time would quietly not do so any more, and its times be offered."""
    await with_second_calendar(world)
    connection = await connected(world)
    async with transaction():
        await choose_calendars(world.deployment, STAFF, connection.id, written=ROOM, blocking=[DOCTOR])
    await world.work()
    await lose(world, connection)
    asked = await StaffTask.filter(kind="calendar_lost", state="open").count()

    again = await world.connect_calendar()
    await world.work(within=timedelta(seconds=2))

    row = await CalendarConnection.get(id=connection.id)
    assert again == connection.id
    assert (row.state, row.calendar_id, row.busy_calendar_ids) == ("connected", ROOM, [ROOM, DOCTOR])
    assert row.fetched_at is not None
    assert (asked, await StaffTask.filter(kind="calendar_lost", state="open").count()) == (1, 0)


async def test_of_a_choice_what_the_account_has_not_any_more_is_left_out(world: World) -> None:
    connection = await connected(world)
    gone = ["gone@example.org", DOCTOR, "other@example.org"]
    await CalendarConnection.filter(id=connection.id).update(calendar_id=gone[0], busy_calendar_ids=gone)
    await world.expire_google("refresh")

    await world.connect_calendar()

    row = await CalendarConnection.get(id=connection.id)
    assert (row.calendar_id, row.busy_calendar_ids) == (DOCTOR, [DOCTOR])
