"""PostgreSQL's function that writes a booking by what is remembered: how it looks, and what keeps its rows whole."""

import asyncio
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import asyncpg
import pytest
from tests.conftest import PostgresUrls
from tests.core.booking_desk import Desk, make_desk
from tests.factories import make_clinic, make_resource

from chatbookr_core.change_log import missed_since, position_now
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database
from chatbookr_core.errors import SlotTaken
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking

pytestmark = pytest.mark.postgres

PLANNED_FOR_VALUES = 5  # then PostgreSQL weighs a plan for any values against those (PostgreSQL manual, PREPARE)
EXPLAINING = """
LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;
SET client_min_messages = log
"""
BY_THE_LAST = "Index Scan Backward using idx_allocation_clinic__bebdd5"
TAKE = """
INSERT INTO allocation (id, clinic_id, subject_id, starts_minute, ends_minute, is_active)
VALUES ($1, $2, $3, $4, $5, TRUE)
"""
COPY = """
INSERT INTO booking SELECT (jsonb_populate_record(booking, jsonb_build_object(
    'id', gen_random_uuid(), 'reference', 'COPY', 'clinic_id', $1::uuid))).* FROM booking
"""
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
async def desk(postgres_database: Database, vault: Vault, clock: TurnableClock, random: Random) -> Desk:
    return await make_desk(vault, clock, random)


@pytest.fixture
async def admin(postgres_urls: PostgresUrls) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(postgres_urls.admin)
    yield connection
    await connection.close()


async def test_none_of_its_statements_goes_through_a_table_or_is_planned_each_time(
    desk: Desk, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL has no statistics here, as when a clinic begins."""
    for _ in range(2):
        await make_resource(desk.location, services=[desk.service])
    await desk.book(desk.at(0))
    plans = await _plans_of_bookings(desk, admin, monkeypatch)

    (look,) = [plan for plan in plans if "SELECT EXISTS" in plan]
    (other,) = [plan for plan in plans if "Query Text: NOT (EXISTS" in plan]
    assert "slot_change_of_ways" in look
    assert [plan for plan in (look, other) if BY_THE_LAST not in plan] == []
    assert [plan for plan in (look, other) if "allocation_beside" not in plan] == []
    assert [plan for plan in (look, other) if "Seq Scan" in plan] == []
    assert "(transaction_id >= $" in look  # for any values
    assert "(starts_minute > $" in other


async def _plans_of_bookings(desk: Desk, admin: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let another session book as often as it plans anew, and return how its last booking was run."""
    values: list[tuple[object, ...]] = []

    async def noted(self: Any, sql: str, given: tuple[object, ...] = ()) -> Any:
        values.append((sql, *given))
        raise LookupError

    for number in range(1, PLANNED_FOR_VALUES + 3):
        with monkeypatch.context() as patched:
            patched.setattr("chatbookr_core.db.Transaction.fetch", noted)
            with pytest.raises(LookupError):
                await desk.book(desk.at(60 * number))
    said: list[str] = []
    await admin.execute(EXPLAINING)
    admin.add_log_listener(lambda _, message: said.append(message.message))
    for sql, *given in values:
        said.clear()
        assert await admin.fetchval(sql, *given) == "written"
    return [text for text in said if text.startswith("duration")]


async def test_what_it_tells_stands_in_the_log_once(desk: Desk) -> None:
    await desk.book(desk.at(0))
    start = await position_now()

    booking = await desk.book(desk.at(60))

    told = [change async for change in missed_since(start)]
    assert told == [Change("booking", desk.clinic.id, booking.id)]


BESIDE = """
INSERT INTO allocation (id, clinic_id, subject_id, starts_minute, ends_minute, is_active, is_exclusive)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
HOUR = [
    pytest.param([(0, 30, True, True)], False, id="one that has ended"),
    pytest.param([(0, 61, True, True)], True, id="one that has not"),
    pytest.param([(0, 61, False, True)], False, id="one that was given up"),
    pytest.param([(0, 90, True, False), (30, 40, True, True)], True, id="beside others, and longer than the last"),
    pytest.param([(0, 90, False, False), (30, 40, True, True)], False, id="beside others, and given up"),
    pytest.param([(0, 61, True, True), (61, 70, False, True)], True, id="before one that was given up"),
    pytest.param([(-2000, -1990, True, True), (65, 70, True, True)], True, id="one within"),
    pytest.param([(-2000, -1990, True, True), (90, 100, True, True)], False, id="one right behind"),
]


@pytest.mark.parametrize(("times", "is_taken"), HOUR)
@pytest.mark.parametrize("whose", ["practitioner", "room", "one of two devices"])
async def test_who_has_a_time_that_meets_it_is_taken(
    desk: Desk, admin: asyncpg.Connection, times: list[tuple[int, int, bool, bool]], is_taken: bool, whose: str
) -> None:
    """A booking of half an hour, an hour after times that stand or not, under the guard or beside it."""
    room = await make_resource(desk.location, services=[desk.service])
    devices = [await make_resource(desk.location, kind="device", services=[desk.service]) for _ in range(2)]
    await desk.book(desk.at(-120))
    taken = {"practitioner": desk.practitioner.id, "room": room.id, "one of two devices": devices[0].id}[whose]
    began = epoch_minute(desk.at(0).starts_at)
    for since, until, is_active, is_exclusive in times:
        spans = (began + since, began + until, is_active, is_exclusive)
        await admin.execute(BESIDE, new_id(), desk.clinic.id, taken, *spans)

    if is_taken and whose != "one of two devices":
        with pytest.raises(SlotTaken):
            await desk.book(desk.at(60))
        return
    booking = await desk.book(desk.at(60))
    others = set(await Allocation.filter(booking_id=booking.id).values_list("subject_id", flat=True))
    free = devices[1].id if is_taken else min(one.id for one in devices)
    assert others == {desk.practitioner.id, room.id, free}


async def _until_it_waits(admin: Any) -> None:
    async with asyncio.timeout(10):
        while not await admin.fetchval(WAITING):  # noqa: ASYNC110  # the server tells nobody
            await asyncio.sleep(0.01)


async def test_a_room_that_another_takes_meanwhile_leaves_the_next(desk: Desk, admin: asyncpg.Connection) -> None:
    rooms = sorted([(await make_resource(desk.location, services=[desk.service])).id for _ in range(2)])
    await desk.book(desk.at(0))
    request = desk.at(60)
    since = epoch_minute(request.starts_at)
    meanwhile = admin.transaction()
    await meanwhile.start()
    await admin.execute(TAKE, new_id(), desk.clinic.id, rooms[0], since, since + 5)

    booking = asyncio.create_task(desk.book(request))
    await _until_it_waits(admin)
    await meanwhile.commit()

    taken = await Allocation.filter(booking_id=(await booking).id).values_list("subject_id", flat=True)
    assert set(taken) == {desk.practitioner.id, rooms[1]}


async def test_where_another_takes_the_only_room_nothing_is_left(desk: Desk, admin: asyncpg.Connection) -> None:
    room = (await make_resource(desk.location, services=[desk.service])).id
    first = await desk.book(desk.at(0))
    since = epoch_minute(desk.at(60).starts_at)
    meanwhile = admin.transaction()
    await meanwhile.start()
    await admin.execute(TAKE, new_id(), desk.clinic.id, room, since, since + 5)

    booking = asyncio.create_task(desk.book(desk.at(60)))
    await _until_it_waits(admin)
    await meanwhile.commit()

    with pytest.raises(SlotTaken):
        await booking
    assert [one.id for one in await Booking.all()] == [first.id]
    assert {one.subject_id for one in await Allocation.filter(starts_minute__gte=since)} == {room}


async def test_a_booking_and_its_time_are_of_a_clinic_that_is_there(desk: Desk, admin: asyncpg.Connection) -> None:
    """Their clinic has no foreign key of its own: that of the patient, or of what owns the time, implies it."""
    booking, nowhere = await desk.book(desk.at(0)), new_id()

    for change, refused in (
        (COPY, "booking_[a-z]+_id_fkey"),
        ("UPDATE allocation SET clinic_id = $1", "allocation_booking_id_fkey"),
        ("UPDATE allocation SET clinic_id = $1, booking_id = NULL", "no clinic"),
    ):
        with pytest.raises(asyncpg.ForeignKeyViolationError, match=refused):
            await admin.execute(change, nowhere)
    with pytest.raises(asyncpg.ForeignKeyViolationError, match="no clinic"):
        await admin.execute(TAKE, new_id(), nowhere, new_id(), 1, 2)

    assert {one.clinic_id for one in await Allocation.filter(booking_id=booking.id)} == {desk.clinic.id}


async def test_a_clinic_with_times_that_nobody_owns_stays(vault: Vault, desk: Desk, admin: asyncpg.Connection) -> None:
    clinic = await make_clinic(vault)
    await admin.execute(TAKE, new_id(), clinic.id, new_id(), 1, 2)

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await admin.execute("DELETE FROM clinic WHERE id = $1", clinic.id)


async def test_a_status_that_does_not_exist_is_refused(desk: Desk, admin: asyncpg.Connection) -> None:
    booking = await desk.book(desk.at(0))
    hold = await desk.hold(desk.at(60))

    for status in ("requested", "confirmed", "checked_in", "completed", "cancelled", "no_show"):
        await admin.execute("UPDATE booking SET status = $1", status)
    for state in ("held", "confirmed", "released", "expired"):
        await admin.execute("UPDATE hold SET state = $1", state)
    with pytest.raises(asyncpg.CheckViolationError, match="booking_status"):
        await admin.execute("UPDATE booking SET status = 'done' WHERE id = $1", booking.id)
    with pytest.raises(asyncpg.CheckViolationError, match="hold_state"):
        await admin.execute("UPDATE hold SET state = 'kept' WHERE id = $1", hold.id)


@pytest.mark.parametrize("change", ["ends_at = starts_at", "starts_at = ends_at + '1 minute'"])
async def test_what_ends_before_it_begins_is_refused(desk: Desk, admin: asyncpg.Connection, change: str) -> None:
    await desk.book(desk.at(0))
    await desk.hold(desk.at(60))

    for table in ("booking", "hold"):
        with pytest.raises(asyncpg.CheckViolationError, match=f"{table}_times"):
            await admin.execute(f"UPDATE {table} SET {change}")  # noqa: S608  # the two above
