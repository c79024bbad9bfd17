"""Clinics of any kind, made by chance: several zones, places, people, rooms, services, and everything that limits them.

The same seed makes the same clinic in any database: who and what is offered have keys that are the same too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from tests.factories import (
    give_service,
    make_calendar_connection,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_resource,
    make_service,
    writing,
)

from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import (
    Clinic,
    Conversation,
    Hold,
    Location,
    Patient,
    Practitioner,
    Resource,
    ResourceHours,
    Service,
    ServiceResource,
    WorkingHours,
)
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role

T = TypeVar("T")
DAYS: Final = 9
"""So far ahead a clinic books: the clock changes within that."""
BEGINNINGS: Final = (
    ("Europe/Berlin", "Europe/Lisbon", datetime(2027, 3, 24, 6, 7, tzinfo=UTC)),  # Good Friday and summer time
    ("Australia/Lord_Howe", "Pacific/Chatham", datetime(2027, 3, 30, 20, 41, tzinfo=UTC)),  # half an hour, and odd ones
    ("America/Havana", "America/Santiago", datetime(2027, 3, 30, 13, 0, tzinfo=UTC)),
    ("America/Havana", "America/New_York", datetime(2027, 3, 9, 13, 30, tzinfo=UTC)),  # at midnight, and at two
    ("Asia/Beirut", "Atlantic/Azores", datetime(2027, 3, 24, 4, 59, tzinfo=UTC)),
    ("Africa/Cairo", "Asia/Kolkata", datetime(2027, 4, 26, 22, 3, tzinfo=UTC)),
)
WINDOWS: Final = (
    *(((9 * 60, 12 * 60), (13 * 60, 17 * 60)), ((8 * 60 + 5, 12 * 60 + 10),), ((0, 1440),)),
    *(((0, 3 * 60), (22 * 60, 1440)), ((10 * 60, 10 * 60 + 50), (11 * 60, 13 * 60)), ((14 * 60, 20 * 60 + 15),)),
)
KINDS: Final = ("room", "laser")


@dataclass
class Explored:
    """One clinic with who and what there is in it, and what has been done to it."""

    chance: Random
    deployment: Deployment
    clock: TurnableClock
    clinic: Clinic
    locations: list[Location] = field(default_factory=list)
    people: list[Practitioner] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    rooms: list[Resource] = field(default_factory=list)
    patients: list[tuple[Patient, Conversation]] = field(default_factory=list)
    calendars: list[Any] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def staff(self) -> StaffActor:
        return StaffActor(uuid4(), uuid4(), {self.clinic.id: Membership(Role.OWNER)})

    def some(self, of: Sequence[T]) -> T:
        return self.chance.choice(of)

    def is_so(self, share: float) -> bool:
        return self.chance.random() < share

    def day(self) -> date:
        """Name a day on which something can be booked."""
        return (self.now + timedelta(days=self.chance.randrange(DAYS))).date()

    def minute(self) -> int:
        """Name a minute within what can be booked, mostly a round one."""
        minute = epoch_minute(self.now) + self.chance.randrange(DAYS * 1440)
        return minute if self.is_so(0.2) else minute - minute % 15


async def make_explored(deployment: Deployment, chance: Random) -> Explored:
    """Make a clinic; its clock is its own."""
    here, there, now = chance.choice(BEGINNINGS)
    clock = TurnableClock(now)
    clinic = await make_clinic(
        deployment.vault,
        zone=chance.choice((here, there)),
        notice_minutes=chance.choice((0, 0, 45, 1500)),
        horizon_days=DAYS,
        travel_minutes=chance.choice((0, 0, 25)),
        waitlist_minutes=15,
        calendar_freshness_minutes=240,
    )
    made = Explored(chance, replace(deployment, clock=clock, random=Random(1)), clock, clinic)  # noqa: S311  # references
    async with writing():
        await _build(made, (here, there))
        await _staff(made)
        await _offer(made)
        await _let_in(made)
    return made


async def _build(made: Explored, zones: tuple[str, str]) -> None:
    """Open two places, the second maybe in another zone, with rooms and devices of which some have hours."""
    for number, zone in enumerate(zones if made.is_so(0.5) else (zones[0], zones[0])):
        country = made.some(((None, None), ("DE", "BY"), ("CL", None)))
        place = await make_location(
            made.clinic, id=UUID(int=100 + number), zone=zone, holiday_country=country[0], holiday_region=country[1]
        )
        made.locations.append(place)
    for number in range(made.chance.randrange(2, 6)):
        place, kind = made.locations[number % 2], made.some(KINDS)
        made.rooms.append(await make_resource(place, id=UUID(int=200 + number), kind=kind))
        if made.is_so(0.3):
            await set_hours(made, made.rooms[-1])


async def _staff(made: Explored) -> None:
    """Let two or three people work at one place or both, some of whom have calendars and limits."""
    for number in range(made.chance.randrange(2, 4)):
        limits: dict[str, Any] = {
            "bookings_per_day": made.some((None, None, 2)),
            "bookings_per_week": made.some((None, None, 4)),
        }
        person = await make_practitioner(made.clinic, id=UUID(int=300 + number), **limits)
        made.people.append(person)
        for place in made.locations if made.is_so(0.6) else [made.some(made.locations)]:
            await set_hours(made, person, place)
        if made.is_so(0.4):
            calendar = await make_calendar_connection(person, fetched_at=made.now, connected_at=made.now)
            made.calendars.append(calendar)


async def _offer(made: Explored) -> None:
    """Offer some services; the last is a group appointment."""
    for number in range(3):
        service = await make_service(
            made.clinic,
            id=UUID(int=400 + number),
            duration_minutes=made.some((20, 30, 45, 75)),
            other_durations=made.some((None, [15], [60, 90])),
            buffer_before_minutes=made.some((0, 0, 5, 7)),
            buffer_after_minutes=made.some((0, 0, 10, 13)),
            step_minutes=made.some((15, 20, 30, 30, 50, 60)),
            is_on_request=made.is_so(0.2),
            seats=1 if number < 2 else 2,
            bookings_per_day=made.some((None, None, 3)),
            bookings_per_week=made.some((None, None, 6)),
        )
        made.services.append(service)
        for person in made.people:
            if made.is_so(0.8):
                await give_service(service, person)
        for kind in KINDS:
            if made.is_so(0.4):
                await ServiceResource.create(clinic_id=made.clinic.id, service_id=service.id, resource_kind=kind)


async def _let_in(made: Explored) -> None:
    """Let some patients have written."""
    connection = await make_connection(made.clinic)
    for number in range(3):
        patient = await make_patient(made.clinic, made.deployment.vault, phone=f"+4915112346{number:03}")
        made.patients.append((patient, await make_conversation(patient, connection)))


async def set_hours(made: Explored, whose: Practitioner | Resource, place: Location | None = None) -> None:
    """Let somebody or something have hours on some weekdays, which may pass, instead of those there were."""
    values: dict[str, Any] = {"clinic_id": made.clinic.id}
    model: Any = ResourceHours
    if isinstance(whose, Practitioner):
        model, values = (
            WorkingHours,
            {**values, "practitioner_id": whose.id, "location_id": place.id if place else None},
        )
    else:
        values["resource_id"] = whose.id
    await model.filter(**values).delete()
    for weekday in range(1, 8):
        if made.is_so(0.25):
            continue
        first, last = made.some(((None, None), (None, None), (made.day(), None), (None, made.day())))
        for start, end in made.some(WINDOWS):
            stretch = {"start_minute": start, "end_minute": end, "valid_from": first, "valid_until": last}
            await model.create(**values, weekday=weekday, **stretch)
