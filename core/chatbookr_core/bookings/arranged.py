"""Reads what is arranged where bookings are that staff uphold: what takes each is told one by one."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from chatbookr_core.agendas.opening import DaysOtherwise, Opening, Place, dates_around, holidays_at
from chatbookr_core.availability.hours import held_at
from chatbookr_core.bookings.displacing_rules import Arranged, Standing, taken_by
from chatbookr_core.models import Location


async def takers_of(
    clinic_id: UUID, bookings: Sequence[Standing], people: Mapping[UUID, Opening], days: DaysOtherwise
) -> dict[UUID, frozenset[str]]:
    """Name what takes each of those bookings that are upheld; `people` are those who are there."""
    upheld = [one for one in bookings if one.is_upheld]
    if not upheld:
        return {}
    wanted = sorted({one.location_id for one in upheld})
    places = {row.id: row for row in await Location.filter(clinic_id=clinic_id, id__in=wanted)}
    return {one.id: taken_by(one, _arranged(one, places[one.location_id], people, days)) for one in upheld}


def _arranged(booking: Standing, at: Location, people: Mapping[UUID, Opening], days: DaysOtherwise) -> Arranged:
    person = people.get(booking.practitioner_id)
    absent = {"person": person is None, "place": not at.is_active}
    first, last = dates_around((booking.starts_at, booking.ends_at))
    place = Place(at.id, at.zone, at.holiday_country, at.holiday_region, frozenset(at.holidays_worked or ()))
    here, everywhere = (person.weekly.get(at.id, []), person.everywhere) if person is not None else ([], [])
    return Arranged(
        at.zone,
        frozenset(who for who, is_absent in absent.items() if is_absent),
        tuple(here),
        {
            "holidays": holidays_at(place, first, last),
            "days_of_clinic": held_at(days.of_clinic, here, everywhere),
            "days_of_person": held_at(days.of_one.get(booking.practitioner_id, {}), here, everywhere),
        },
    )
