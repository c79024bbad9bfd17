"""A series is at one place: whose practitioner is elsewhere on other days has one series for each place."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.core.series_front import NINE, Front, make_front, series
from tests.factories import make_hours, make_location, make_practitioner, writing

from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.errors import SeriesRefused
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Location, Practitioner, Service, WorkingHours
from chatbookr_core.series.preview import preview

TWICE = "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"
THURSDAY = NINE + timedelta(days=2)


@pytest.fixture
async def front(database: Database, deployment: Deployment, vault: Vault) -> Front:
    """Open a front desk whose practitioner is at another place on Thursdays."""
    made = await make_front(deployment, vault)
    clinic = await Clinic.get()
    async with writing():
        await WorkingHours.filter(clinic_id=clinic.id, weekday=4).delete()
        await Clinic.filter(id=clinic.id).update(travel_minutes=60)
    await make_hours(await Practitioner.get(), await make_location(clinic), 4, 9 * 60, 12 * 60)
    return made


async def places() -> tuple[UUID, UUID]:
    """Return where they are on most days, and where on Thursdays."""
    there = (await WorkingHours.get(weekday=4)).location_id
    return (await Location.exclude(id=there).get()).id, there


async def test_a_place_is_asked_for_and_days_of_another_one_are_not_offered(front: Front) -> None:
    here, _ = await places()

    with pytest.raises(InvalidInput) as unsaid:
        await front.books(front.asked(recurrence=TWICE))
    with pytest.raises(SeriesRefused) as refused:
        await front.books(front.asked(recurrence=TWICE, location_id=here))
    wish = front.asked(recurrence=TWICE, location_id=here).wish
    _, previewed = await preview(front.deployment, front.staff(), wish)

    assert unsaid.value.field == "locationId"
    assert [(one.ordinal, one.code) for one in refused.value.refusals] == [
        (2, "SLOT_NOT_OFFERED"),
        (4, "SLOT_NOT_OFFERED"),
    ]
    assert [list(one.reasons) for one in previewed] == [[], [Reason.HOURS], [], [Reason.HOURS]]
    assert not await Booking.exists()


async def test_one_series_for_each_place_is_booked(front: Front) -> None:
    here, there = await places()

    await front.books(front.asked(recurrence="FREQ=WEEKLY;COUNT=2", location_id=here))
    await front.books(front.asked(recurrence="FREQ=WEEKLY;COUNT=2", starts_at=THURSDAY, location_id=there))

    found = await Booking.all().order_by("starts_at")
    assert [one.location_id for one in found] == [here, there, here, there]
    assert len({one.series_id for one in found}) == 2


async def test_a_series_that_comes_to_somebody_else_is_where_they_are(front: Front) -> None:
    here, there = await places()
    other = await make_practitioner(
        await Clinic.get(), await Location.get(id=there), services=[await Service.get()], weekdays=[2]
    )
    await front.books(front.asked(recurrence="FREQ=WEEKLY;COUNT=2", location_id=here))

    await front.moves(await front.change(1, "all"), NINE, other.id)

    assert [(one.practitioner_id, one.location_id) for one in await series()] == [(other.id, there)] * 2
