"""Rooms have hours by the clock of their place: by another, what is booked in them may need another room, or time."""

from dataclasses import replace

import pytest
from tests.core.booking_desk import Desk, within_transaction
from tests.core.test_rooms_given import HOST, at, is_displaced, laser, room_of
from tests.core.test_rooms_given import deployment as deployment
from tests.core.test_rooms_given import desk as desk
from tests.factories import make_resource

from chatbookr_core.clinics.arranging import set_resource_hours, set_working_hours
from chatbookr_core.clinics.arranging_rules import Window
from chatbookr_core.clinics.premises import LocationDraft, save_location
from chatbookr_core.deployment import Deployment


@pytest.mark.parametrize("is_other_free", [True, False])
async def test_a_place_by_another_clock_closes_the_rooms_that_have_hours(
    deployment: Deployment, desk: Desk, is_other_free: bool
) -> None:
    service, (who,) = await laser(desk)
    room, place = await make_resource(desk.location, kind="laser"), desk.location
    midday = [Window(day, 10 * 60, 14 * 60) for day in range(1, 8)]
    always, here = [Window(day, 0, 1440) for day in range(1, 8)], {"practitioner_id": who.id, "location_id": place.id}
    await within_transaction(lambda: set_resource_hours(deployment, HOST, resource_id=room.id, hours=midday))
    await within_transaction(lambda: set_working_hours(deployment, HOST, **here, hours=always))
    booking = await desk.book(at(desk, service, who, 0))
    if is_other_free:
        await make_resource(place, kind="laser")

    draft = LocationDraft(place.name, place.address, "Pacific/Auckland")
    await within_transaction(lambda: save_location(deployment, HOST, desk.clinic.id, draft, place.id))
    taken = await is_displaced(booking), await room_of(booking) == room.id
    back = replace(draft, zone=place.zone)
    await within_transaction(lambda: save_location(deployment, HOST, desk.clinic.id, back, place.id))

    assert taken == ((False, False) if is_other_free else (True, True))
    assert not await is_displaced(booking)
