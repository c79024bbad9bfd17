from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.booking_desk import Desk
from tests.core.bookings_desk import desk as desk
from tests.factories import (
    make_clinic,
    make_service,
)

from chatbookr_core.bookings.queries import booking_for
from chatbookr_core.errors import (
    AlreadyCancelled,
    HoldExpired,
    InvalidInput,
    NotFound,
    SlotTaken,
    StaleVersion,
)
from chatbookr_core.keys.vault import Vault


async def test_a_moved_booking_keeps_its_id_and_gives_its_old_time_back(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))

    moved = await desk.reschedule(booking, desk.at(120), version=1)

    assert (moved.id, moved.reference, moved.version) == (booking.id, booking.reference, 2)
    assert moved.starts_at == desk.at(120).starts_at
    assert await desk.taken() == [(120, 150)]


async def test_a_booking_may_be_moved_by_less_than_its_length(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))

    await desk.reschedule(booking, desk.at(15))

    assert await desk.taken() == [(15, 45)]


async def test_a_booking_that_cannot_be_moved_stays_where_it_is(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    await desk.book(desk.at(60))

    with pytest.raises(SlotTaken):
        await desk.reschedule(booking, desk.at(45))

    kept = await booking_for(booking.id, clinic_id=desk.clinic.id)
    assert (kept.version, kept.starts_at) == (1, booking.starts_at)
    assert await desk.taken() == [(0, 30), (60, 90)]


async def test_a_booking_is_moved_to_what_a_hold_keeps(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    kept = await desk.hold(desk.at(60))

    moved = await desk.reschedule(booking, kept.id)

    assert moved.starts_at == kept.starts_at
    assert await desk.taken() == [(60, 90)]


async def test_a_hold_that_has_run_out_moves_nothing(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    kept = await desk.hold(desk.at(60))
    desk.clock.turn(timedelta(minutes=11))

    with pytest.raises(HoldExpired):
        await desk.reschedule(booking, kept.id)

    assert (0, 30) in await desk.taken()
    assert (await booking_for(booking.id, clinic_id=desk.clinic.id)).version == 1


async def test_a_stale_version_changes_nothing(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    await desk.reschedule(booking, desk.at(60))

    with pytest.raises(StaleVersion):
        await desk.reschedule(booking, desk.at(120), version=1)
    with pytest.raises(StaleVersion):
        await desk.cancel(booking, version=1)

    assert await desk.taken() == [(60, 90)]


async def test_a_moved_booking_keeps_its_service(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    other = await make_service(desk.clinic, desk.practitioner)

    with pytest.raises(InvalidInput):
        await desk.reschedule(booking, replace(desk.at(60), service_id=other.id))


# --- cancelling ---------------------------------------------------------------------------------------------------


async def test_a_cancelled_booking_frees_its_time_and_stays_on_record(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))

    cancelled = await desk.cancel(booking)
    await desk.book(desk.at(0))

    assert (cancelled.status, cancelled.version, cancelled.cancelled_by) == ("cancelled", 2, "staff")
    assert (cancelled.cancelled_at, cancelled.cancel_reason) == (desk.clock.now(), "ill")


async def test_a_cancelled_booking_cannot_be_changed(desk: Desk) -> None:
    booking = await desk.book(desk.at(0))
    await desk.cancel(booking)

    with pytest.raises(AlreadyCancelled):
        await desk.cancel(booking)
    with pytest.raises(AlreadyCancelled):
        await desk.reschedule(booking, desk.at(60))


async def test_another_clinics_booking_is_not_found(desk: Desk, vault: Vault) -> None:
    booking = await desk.book(desk.at(0))
    foreign = replace(desk, clinic=await make_clinic(vault))

    with pytest.raises(NotFound):
        await foreign.cancel(booking)
    with pytest.raises(NotFound):
        await foreign.reschedule(booking, desk.at(60))
