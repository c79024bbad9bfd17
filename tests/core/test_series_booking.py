"""A series is booked, moved and cancelled as one, and each of its appointments is a booking like any other."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.core.series_front import NINE, WEEKLY, Front, make_front, series
from tests.core.test_bookings_races import CONNECTIONS, assert_sound
from tests.factories import make_patient, make_practitioner, make_resource, writing
from tests.schema.statements import statements

from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.errors import SeriesRefused
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, opened
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import AlreadyCancelled, ChatbookrError, InvalidInput, NotFound
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, AuditEntry, Booking, Clinic, Job, Location, Practitioner, Service
from chatbookr_core.series.preview import preview
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role

WEEK, BERLIN = timedelta(weeks=1), ZoneInfo("Europe/Berlin")


@pytest.fixture
async def front(database: Database, deployment: Deployment, vault: Vault) -> Front:
    return await make_front(deployment, vault)


def clock_times(bookings: list[Booking]) -> set[str]:
    return {one.starts_at.astimezone(BERLIN).strftime("%a %H:%M") for one in bookings}


async def test_ten_weeks_are_ten_bookings_at_one_local_time_beyond_the_horizon_too(front: Front) -> None:
    await front.books(front.request)

    found = await series()
    assert [one.series_ordinal for one in found] == list(range(1, 11))
    assert {(one.series_id, one.series_length, one.series_recurrence) for one in found} == {
        (found[0].series_id, 10, WEEKLY)
    }
    assert clock_times(found) == {"Tue 09:00"}
    assert [one.starts_at.hour for one in found] == [8] * 4 + [7] * 6  # UTC, over the change of the clock
    assert len({one.reference for one in found}) == 10
    assert await Allocation.filter(is_active=True).count() == 10
    assert await AuditEntry.filter(action="bookingSeriesCreate").count() == 10
    assert await Job.filter(kind="booking.remind").count() == 18  # two each, but for the first, which is tomorrow


async def test_one_time_that_is_taken_refuses_all_unless_it_is_skipped_or_replaced(front: Front) -> None:
    await front.books_one(NINE + 2 * WEEK)

    with pytest.raises(SeriesRefused) as refused:
        await front.books(front.request)
    nothing = await series()
    free_at = NINE + 2 * WEEK + timedelta(hours=1)
    replaced = await front.books(front.asked({"replacements": {NINE + 2 * WEEK: free_at}}))

    assert [(one.ordinal, one.starts_at, one.code) for one in refused.value.refusals] == [
        (3, NINE + 2 * WEEK, "SLOT_NOT_OFFERED")
    ]
    assert nothing == []
    assert replaced.refusals == ()
    assert [one.starts_at for one in await series()][2] == free_at


async def test_what_is_skipped_is_told_of_and_the_rest_is_counted_as_booked(front: Front) -> None:
    await front.books_one(NINE + 2 * WEEK)

    booked = await front.books(front.asked({"if_not_free": "skip"}))

    found = await series()
    assert [(one.ordinal, one.code) for one in booked.refusals] == [(3, "SLOT_NOT_OFFERED")]
    assert [(one.series_ordinal, one.series_length) for one in found] == [(number, 9) for number in range(1, 10)]
    assert found[0].id == booked.first_id


async def test_a_limit_counts_the_series_own_appointments(front: Front) -> None:
    await Service.filter(id=front.request.wish.service_id).update(bookings_per_week=2)

    with pytest.raises(SeriesRefused) as refused:
        await front.books(front.asked(recurrence="FREQ=DAILY;COUNT=4"))

    assert [(one.ordinal, one.code) for one in refused.value.refusals] == [(3, "SLOT_TAKEN"), (4, "SLOT_TAKEN")]
    assert await series() == []


async def test_a_series_of_only_refused_times_is_refused_though_they_may_be_skipped(front: Front) -> None:
    night = NINE - timedelta(hours=6)

    with pytest.raises(SeriesRefused) as refused:
        await front.books(front.asked({"if_not_free": "skip"}, starts_at=night))

    assert len(refused.value.refusals) == 10


@pytest.mark.parametrize(
    "more",
    [
        {"replacements": {NINE + timedelta(hours=1): NINE}},
        {"replacements": {NINE: NINE + WEEK}},
        {"replacements": {NINE: datetime(9999, 12, 31, 23, tzinfo=UTC)}},
    ],
)
async def test_replacements_are_for_times_of_the_recurrence_and_not_for_one_that_is_wanted(
    front: Front, more: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await front.books(front.asked(more))

    assert refused.value.field == "replacements"


async def test_a_preview_says_of_each_what_stands_in_the_way_and_what_is_near(front: Front) -> None:
    """Of the fifth and of the tenth, which is beyond the horizon."""
    in_summer = NINE + 4 * WEEK - timedelta(hours=1)
    await front.books(front.asked(starts_at=in_summer, recurrence="FREQ=WEEKLY;INTERVAL=5;COUNT=2"))

    _, found = await preview(front.deployment, front.staff(), front.request.wish)

    taken = [one for one in found if not one.is_offered]
    assert [(one.ordinal, one.reasons) for one in taken] == [(5, [Reason.BOOKING]), (10, [Reason.BOOKING])]
    for one in taken:
        near = [other.starts_at - one.starts_at for other in one.alternatives]
        assert near == [timedelta(minutes=30), timedelta(minutes=45), timedelta(minutes=60)]
    assert all(one.is_offered != bool(one.reasons or one.alternatives) for one in found)
    assert len(await series()) == 2


async def test_a_place_is_named_where_there_are_several(front: Front) -> None:
    wish = front.request.wish
    clinic = await Clinic.get(id=wish.clinic_id)
    other = await make_practitioner(clinic, await Location.all().first())

    with pytest.raises(InvalidInput, match="does not give"):
        await front.books(front.asked(practitioner_id=other.id))
    async with writing():
        await Practitioner.filter(id=other.id).update(is_active=False)
    with pytest.raises(InvalidInput, match="has left"):
        await front.books(front.asked(practitioner_id=other.id))
    with pytest.raises(NotFound):
        await front.books(front.asked(practitioner_id=clinic.id))
    with pytest.raises(NotFound):
        await front.books(front.asked(location_id=clinic.id))


async def test_patients_share_the_times_of_a_course(database: Database, deployment: Deployment, vault: Vault) -> None:
    front = await make_front(deployment, vault, seats=2)
    other = await make_patient(await Clinic.get(), vault)
    for patient_id in (front.request.patient_id, other.id):
        await front.books(front.asked({"patient_id": patient_id}, recurrence="FREQ=WEEKLY;COUNT=3"))

    with pytest.raises(SeriesRefused) as full:
        await front.books(front.request)
    await front.cancels(await front.change(1, "all"))

    assert [one.ordinal for one in full.value.refusals] == [1, 2, 3]
    assert await Booking.filter(status="confirmed").count() == 3


# --- moved --------------------------------------------------------------------------------------------------------


async def test_this_and_those_that_follow_move_by_the_local_calendar_and_clock(front: Front) -> None:
    await front.books(front.request)

    await front.moves(await front.change(3), NINE + 2 * WEEK + timedelta(days=1, hours=2))

    found = await series()
    assert clock_times(found[:2]) == {"Tue 09:00"}
    assert clock_times(found[2:]) == {"Wed 11:00"}
    assert [one.version for one in found] == [1, 1, *[2] * 8]
    assert await Allocation.filter(is_active=True).count() == 10


async def test_all_move_by_a_week_into_each_others_times(front: Front) -> None:
    await front.books(front.request)

    await front.moves(await front.change(1, "all"), NINE + WEEK)
    await front.moves(await front.change(1, "all"), NINE)

    assert [one.starts_at for one in await series()][:3] == [NINE, NINE + WEEK, NINE + 2 * WEEK]
    await assert_sound()


async def test_a_move_that_one_cannot_make_is_made_by_none(front: Front) -> None:
    await front.books(front.request)
    await front.books_one(NINE + 4 * WEEK - timedelta(hours=1) + timedelta(hours=2))
    before = [(one.starts_at, one.version) for one in await series()]

    with pytest.raises(SeriesRefused) as refused:
        await front.moves(await front.change(1, "all"), NINE + timedelta(hours=2))

    assert [(one.ordinal, one.code) for one in refused.value.refusals] == [(5, "SLOT_NOT_OFFERED")]
    assert [(one.starts_at, one.version) for one in await series()] == before
    assert await Allocation.filter(is_active=True).count() == 11


async def test_what_was_seen_in_another_version_or_not_at_all_is_refused(front: Front) -> None:
    await front.books(front.request)
    seen = await front.change(1, "all")
    await front.moves(await front.change(10), NINE + 9 * WEEK)
    less = await front.change(9)
    less.versions.pop(less.booking_id)  # type: ignore[attr-defined]  # a dict

    with pytest.raises(SeriesRefused) as moved:
        await front.moves(seen, NINE + timedelta(hours=2))
    with pytest.raises(SeriesRefused) as cancelled:
        await front.cancels(less)

    assert [(one.ordinal, one.code) for one in moved.value.refusals] == [(10, "STALE")]
    assert [(one.ordinal, one.code) for one in cancelled.value.refusals] == [(9, "STALE")]
    assert {one.status for one in await series()} == {"confirmed"}


async def test_what_has_begun_and_what_is_cancelled_stays_as_it_is(front: Front, clock: TurnableClock) -> None:
    await front.books(front.request)
    fourth = await front.change(4)
    await front.cancels(type(fourth)(fourth.booking_id, "this_and_following", fourth.versions))
    clock.turn(NINE + timedelta(hours=1) - clock.now())

    await front.cancels(await front.change(3, "all"), "moved_away")

    statuses = [one.status for one in await series()]
    assert statuses == ["confirmed", *["cancelled"] * 9]
    assert {one.cancel_reason for one in (await series())[1:3]} == {"moved_away"}
    with pytest.raises(AlreadyCancelled):
        await front.cancels(await front.change(5))
    with pytest.raises(ChatbookrError) as begun:
        await front.cancels(await front.change(1, "all"))
    assert begun.value.code == "NOT_THE_TIME"


async def test_the_series_goes_to_another_practitioner_as_a_whole(front: Front) -> None:
    wish = front.request.wish
    clinic = await Clinic.get(id=wish.clinic_id)
    other = await make_practitioner(clinic, await Location.all().first(), services=[await Service.get()])
    await front.books(front.request)

    await front.moves(await front.change(6), (await series())[5].starts_at, other.id)

    assert [one.practitioner_id for one in await series()] == [wish.practitioner_id] * 5 + [other.id] * 5
    await assert_sound()


async def test_all_move_within_what_is_enough_for_a_week_and_no_further(front: Front) -> None:
    """Each to another day of its week; then two of them into one, of which the second is one too many."""
    await Service.filter(id=front.request.wish.service_id).update(bookings_per_week=1)
    await front.books(front.asked(recurrence="FREQ=WEEKLY;COUNT=3"))

    await front.moves(await front.change(1, "all"), NINE + timedelta(days=2))
    await front.books_one(NINE + 3 * WEEK)
    with pytest.raises(SeriesRefused) as refused:
        await front.moves(await front.change(1, "all"), NINE + WEEK)

    assert [(one.ordinal, one.code) for one in refused.value.refusals] == [(3, "SLOT_NOT_OFFERED")]
    assert clock_times(await series()) == {"Thu 09:00"}


async def test_what_a_series_costs_the_database_grows_by_so_many_statements_for_each_appointment(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    """The search for all new times is one; what is left writes one booking, its time, its jobs."""
    counts: list[tuple[int, int, int]] = []
    for count in (5, 10):
        front = await make_front(deployment, vault)
        await Booking.exclude(series_id=None).update(series_id=None)
        with statements() as booked:
            await front.books(front.asked(recurrence=f"FREQ=WEEKLY;COUNT={count}"))
        change = await front.change(1, "all")
        with statements() as moved:
            await front.moves(change, NINE + timedelta(hours=1))
        change = await front.change(1, "all")
        with statements() as cancelled:
            await front.cancels(change)
        counts.append((len(booked), len(moved), len(cancelled)))

    each = [(more - less) / 5 for less, more in zip(*counts, strict=True)]
    assert each[0] <= 3
    assert each[1] <= 8
    assert each[2] <= 5


# --- who may ------------------------------------------------------------------------------------------------------


async def test_nobody_without_the_right_and_nobody_of_elsewhere_books_a_series(front: Front, vault: Vault) -> None:
    wish = front.request.wish
    stranger = StaffActor(front.staff().user_id, front.staff().session_id, {})
    limited = KeyActor(wish.clinic_id, wish.clinic_id, frozenset({Permission.BOOKING_READ, Permission.PATIENT_READ}))

    with pytest.raises(PermissionDenied):
        await front.books(front.request, front.staff(Role.AUDITOR))
    with pytest.raises(NotFound):
        await front.books(front.request, stranger)
    with pytest.raises(PermissionDenied):
        await front.books(front.request, limited)
    assert await series() == []


async def test_a_practitioner_moves_nothing_of_a_series_that_is_partly_anothers(front: Front) -> None:
    wish = front.request.wish
    clinic = await Clinic.get(id=wish.clinic_id)
    other = await make_practitioner(clinic, await Location.all().first(), services=[await Service.get()])
    await front.books(front.request)
    await front.moves(await front.change(6), (await series())[5].starts_at, other.id)
    place = {wish.clinic_id: Membership(Role.PRACTITIONER, wish.practitioner_id)}
    own = StaffActor(front.staff().user_id, front.staff().session_id, place)

    with pytest.raises((NotFound, PermissionDenied)):
        await front.cancels(await front.change(1, "all"), actor=own)

    assert {one.status for one in await series()} == {"confirmed"}


# --- at once ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def crowd(database_url: str, deployment: Deployment, vault: Vault) -> AsyncIterator[Front]:
    """Open a clinic over several connections where the database has them."""
    is_pooled = database_url.startswith("postgresql")
    async with opened(f"{database_url}?maxsize={CONNECTIONS}" if is_pooled else database_url):
        yield await make_front(deployment, vault)


@pytest.mark.integration
async def test_of_many_who_book_crossing_series_at_once_each_time_has_one(crowd: Front) -> None:
    """Series of two practitioners who share one room, beginning at different weeks; singles in between."""
    clinic, location = await Clinic.get(), await Location.get()
    other = await make_practitioner(clinic, location, services=[await Service.get()])
    await make_resource(location, services=[await Service.get()])
    people: list[Practitioner] = [await Practitioner.get(id=crowd.request.wish.practitioner_id), other]

    async def attempt(number: int) -> str:
        week = number % 3
        asked = crowd.asked(
            {"if_not_free": "skip" if number % 2 else "refuse_all"},
            practitioner_id=people[number % 2].id,
            starts_at=NINE + week * WEEK,
            recurrence="FREQ=WEEKLY;COUNT=4",
        )
        try:
            await (crowd.books_one(NINE + number % 4 * WEEK) if number % 5 == 0 else crowd.books(asked))
        except ChatbookrError as refused:
            return refused.code
        return "done"

    ended = Counter(await asyncio.gather(*(attempt(number) for number in range(24))))

    assert set(ended) <= {"done", "SERIES_REFUSED", "SLOT_TAKEN", "SLOT_NOT_OFFERED"}
    assert ended["done"] >= 1
    await assert_sound(allocations_a_booking=2)
    starts = await Booking.filter(status="confirmed").values_list("starts_at", flat=True)
    assert len(starts) == len(set(starts))  # one room


@pytest.mark.integration
async def test_moves_and_cancels_of_one_series_at_once_lose_nothing(crowd: Front) -> None:
    await crowd.books(crowd.request)
    change = await crowd.change(1, "all")

    async def attempt(number: int) -> str:
        try:
            if number % 3 == 0:
                await crowd.cancels(change)
            else:
                await crowd.moves(change, NINE + timedelta(hours=number % 5 + 1))
        except ChatbookrError as refused:
            return refused.code
        return "done"

    ended = Counter(await asyncio.gather(*(attempt(number) for number in range(12))))

    assert ended["done"] == 1
    assert set(ended) - {"done"} <= {"SERIES_REFUSED", "ALREADY_CANCELLED"}
    assert len({(one.status, one.version) for one in await series()}) == 1
    await assert_sound()
