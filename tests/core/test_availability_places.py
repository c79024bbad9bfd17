"""A practitioner at two places: what holds on a day at the one is no reason to be at the other."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make_clinic, make_location, make_practitioner, make_service, writing

from chatbookr_core.agendas.opening import days_otherwise, open_spans, practitioners_open
from chatbookr_core.availability.explaining import reasons_for
from chatbookr_core.availability.hours import WeeklyHours, held_at
from chatbookr_core.availability.queries import SlotSearch, find_slots, slots_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Location, Practitioner, Service, WorkingException, WorkingHours

TUESDAY, WEDNESDAY, SATURDAY = date(2027, 3, 2), date(2027, 3, 3), date(2027, 3, 6)
DAY = timedelta(days=1)


class TwoPlaces:
    """One practitioner: in Berlin from Monday to Friday, in New York on Mondays and Wednesdays, from nine to five."""

    def __init__(self, clinic: Clinic, berlin: Location, new_york: Location, who: Practitioner, what: Service) -> None:
        self.clinic, self.berlin, self.new_york, self.who, self.what = clinic, berlin, new_york, who, what

    async def otherwise(self, day: date, windows: list[list[int]], *, is_own: bool = True) -> None:
        whose = self.who.id if is_own else None
        async with writing():
            await WorkingException.create(clinic_id=self.clinic.id, practitioner_id=whose, day=day, windows=[*windows])

    async def offered(self, day: date, now: datetime, where: UUID | None = None) -> dict[str, list[time]]:
        """List the local times that are offered on a local date, by the zone of the place."""
        midnight = datetime.combine(day, time(), UTC)
        search = SlotSearch(self.what.id, location_id=where, earliest=midnight - DAY, latest=midnight + 2 * DAY)
        found: dict[str, list[time]] = {}
        for slot in await slots_for(self.clinic.id, search, now=now):
            local = slot.starts_at.astimezone(ZoneInfo(slot.zone))
            if local.date() == day:
                found.setdefault(slot.zone, []).append(local.time())
        return found


@pytest.fixture
async def two(database: Database, vault: Vault) -> TwoPlaces:
    clinic = await make_clinic(vault)
    berlin, new_york = await make_location(clinic), await make_location(clinic, zone="America/New_York")
    who = await make_practitioner(clinic, berlin)
    async with writing():
        for weekday in (1, 3):
            await WorkingHours.create(
                clinic_id=clinic.id,
                practitioner_id=who.id,
                location_id=new_york.id,
                weekday=weekday,
                start_minute=9 * 60,
                end_minute=17 * 60,
            )
    return TwoPlaces(clinic, berlin, new_york, who, await make_service(clinic, who, step_minutes=30))


TEN_TO_ELEVEN = [[10 * 60, 11 * 60]]
TIMES = [time(10), time(10, 30)]


@pytest.mark.parametrize("is_own", [True, False])
async def test_other_hours_of_a_day_hold_where_somebody_works_on_that_weekday(
    two: TwoPlaces, clock: TurnableClock, is_own: bool
) -> None:
    await two.otherwise(TUESDAY, TEN_TO_ELEVEN, is_own=is_own)

    remembered = await two.offered(TUESDAY, clock.now())
    async with transaction():
        read = await two.offered(TUESDAY, clock.now())
    there_alone = await two.offered(TUESDAY, clock.now(), two.new_york.id)

    assert remembered == read == {"Europe/Berlin": TIMES}
    assert there_alone == {}


async def test_they_hold_at_both_where_somebody_works_at_both_or_at_none_then(
    two: TwoPlaces, clock: TurnableClock
) -> None:
    for day in (WEDNESDAY, SATURDAY):
        await two.otherwise(day, TEN_TO_ELEVEN)

    both = {"Europe/Berlin": TIMES, "America/New_York": TIMES}
    assert await two.offered(WEDNESDAY, clock.now()) == both
    assert await two.offered(SATURDAY, clock.now()) == both


async def test_every_door_says_the_same(two: TwoPlaces, clock: TurnableClock) -> None:
    """A time that is not offered is not booked, it is outside of the hours, and no agenda shows it as open."""
    await two.otherwise(TUESDAY, TEN_TO_ELEVEN)
    at = datetime(2027, 3, 2, 15, tzinfo=UTC)  # ten in New York
    there = SlotSearch(two.what.id, two.who.id, two.new_york.id)

    found = await find_slots(two.clinic.id, there, at, now=clock.now())
    reasons = await reasons_for(two.clinic.id, there, at, now=clock.now())
    span = datetime(2027, 3, 2, 9, tzinfo=UTC), datetime(2027, 3, 3, 9, tzinfo=UTC)
    (opening,) = await practitioners_open(two.clinic.id)
    spans = open_spans(opening, await days_otherwise(two.clinic.id, span), span)

    assert (found, reasons) == ([], [Reason.HOURS])
    assert [(where, until - since) for where, since, until in spans if where == two.new_york.id] == []
    assert spans == [
        (two.berlin.id, span[0], datetime(2027, 3, 2, 10, tzinfo=UTC)),
        (two.berlin.id, datetime(2027, 3, 3, 8, tzinfo=UTC), span[1]),
    ]


async def test_a_day_that_begins_later_elsewhere_is_closed_there_too(two: TwoPlaces) -> None:
    """Tuesday in London is Monday evening in New York, where Monday is closed."""
    await two.otherwise(date(2027, 3, 1), [])
    async with writing():
        await WorkingHours.filter(clinic_id=two.clinic.id, location_id=two.new_york.id).update(end_minute=21 * 60)
    span = datetime(2027, 3, 2, tzinfo=UTC), datetime(2027, 3, 3, tzinfo=UTC)

    (opening,) = await practitioners_open(two.clinic.id)
    spans = open_spans(opening, await days_otherwise(two.clinic.id, span), span)

    assert {where for where, _, _ in spans} == {two.berlin.id}


week = st.lists(st.builds(WeeklyHours, st.integers(1, 7), st.just(540), st.just(600)), max_size=6)
windows = st.sampled_from([(), ((600, 660),)])
days = st.dictionaries(st.dates(date(2027, 3, 1), date(2027, 3, 14)), windows, max_size=5)


@given(days, week, week)
def test_what_is_closed_stays_closed_and_what_is_open_is_open_somewhere(
    days: dict[date, tuple[tuple[int, int], ...]], here: list[WeeklyHours], there: list[WeeklyHours]
) -> None:
    both = [*here, *there]

    first, second = held_at(days, here, both), held_at(days, there, both)

    for day, held in days.items():
        assert {first[day], second[day]} <= {held, ()}
        assert not here or not there or held in (first[day], second[day])
