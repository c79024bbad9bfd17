"""A series begins within the clinic's horizon and goes on beyond it; one of it moves there as the whole does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.series_front import NINE, Front, make_front, series

from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import instead_of_move
from chatbookr_core.bookings.errors import SeriesRefused
from chatbookr_core.bookings.use_cases import move_booking
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import SlotNotOffered
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking
from chatbookr_core.series.preview import preview

WEEK = timedelta(weeks=1)


@pytest.fixture
async def front(database: Database, deployment: Deployment, vault: Vault) -> Front:
    return await make_front(deployment, vault)


async def test_the_first_appointment_is_bound_by_the_horizon_as_any_other(front: Front) -> None:
    late = front.asked(starts_at=NINE + 8 * WEEK - timedelta(hours=1))

    _, found = await preview(front.deployment, front.staff(), late.wish)

    assert [one.is_offered for one in found] == [False] + [True] * 9
    assert found[0].reasons == [Reason.HORIZON]


@pytest.mark.parametrize("if_not_free", ["refuse_all", "skip"])
async def test_a_series_that_begins_beyond_the_horizon_is_refused_and_what_is_near_can_be_its_first(
    front: Front, if_not_free: str
) -> None:
    late = front.asked({"if_not_free": if_not_free}, starts_at=NINE + 8 * WEEK - timedelta(hours=1))

    with pytest.raises(SeriesRefused) as refused:
        await front.books(late)
    _, found = await preview(front.deployment, front.staff(), late.wish)
    begins = found[0].alternatives[-1].starts_at
    with pytest.raises(SeriesRefused):
        await front.books(replace(late, replacements={late.wish.starts_at: late.wish.starts_at + timedelta(hours=1)}))
    nothing = await series()
    booked = await front.books(replace(late, replacements={late.wish.starts_at: begins}))

    assert [(one.ordinal, one.code) for one in refused.value.refusals] == [(1, "SLOT_NOT_OFFERED")]
    assert len(found[0].alternatives) == 3
    assert all(one.ends_at <= front.deployment.clock.now() + 6 * WEEK for one in found[0].alternatives)
    assert nothing == []
    assert booked.refusals == ()
    assert (await series())[0].starts_at == begins


async def test_one_of_a_series_that_is_beyond_the_horizon_moves_to_a_time_near_it(front: Front) -> None:
    await front.books(front.request)
    last = (await series())[-1]
    later = last.starts_at + timedelta(hours=2)
    who = front.staff()

    near = await instead_of_move(front.deployment, who, last.id, starts_at=later, practitioner_id=None)
    async with transaction():
        await move_booking(front.deployment, who, last.id, starts_at=later, version=last.version)

    assert [one.starts_at - later for one in near] == [timedelta(minutes=minutes) for minutes in (-15, 0, 15)]
    assert (await Booking.get(id=last.id)).starts_at == later


async def test_a_booking_of_no_series_stays_within_the_horizon(front: Front) -> None:
    booking_id = await front.books_one(NINE)

    with pytest.raises(SlotNotOffered):
        async with transaction():
            await move_booking(
                front.deployment, front.staff(), booking_id, starts_at=NINE + 8 * WEEK - timedelta(hours=1), version=1
            )
