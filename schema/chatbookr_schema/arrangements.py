"""How a clinic works, as those who arrange it see it: hours, days otherwise, limits, holidays, rooms and devices."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.availability.public_holidays import holidays_of
from chatbookr_core.clinics import arrangements as core
from chatbookr_core.db import listed
from chatbookr_core.models import Location as LocationRow
from chatbookr_core.models import Practitioner as PractitionerRow
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at
from chatbookr_schema.clinics import (
    Location,
    Practitioner,
    Service,
    find_location,
    find_practitioner,
    find_service,
)
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, object_type
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import clinic_for

READ = Needs(Permission.CLINIC_READ)


@object_type("A stretch of the day, in minutes since midnight on the clock of the place.")
class DayWindow:
    start_minute: int = field("From this minute on.", policy=OF_PARENT)
    end_minute: int = field("Until this one, which is outside.", policy=OF_PARENT)


@object_type("Hours of one weekday, in minutes since midnight on the clock of the place.")
class WeekWindow:
    weekday: int = field("1 for Monday … 7 for Sunday.", policy=OF_PARENT)
    start_minute: int = field("From this minute on.", policy=OF_PARENT)
    end_minute: int = field("Until this one, which is outside.", policy=OF_PARENT)
    valid_from: date | None = field("They hold from this date on; null: from ever.", policy=OF_PARENT)
    valid_until: date | None = field("They hold until this date, included; null: for ever.", policy=OF_PARENT)

    @classmethod
    def of(cls, one: core.HoursRecord) -> "WeekWindow":
        return cls(
            weekday=one.weekday,
            start_minute=one.start_minute,
            end_minute=one.end_minute,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
        )


@object_type("When a practitioner works at a place.", needs=Permission.CLINIC_READ)
class WorkingHours:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID]
    location_id: strawberry.Private[UUID]
    windows: list[WeekWindow] = field("The hours of their week there.", policy=OF_PARENT, lists=7)

    @field("Whose.", policy=READ, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id)

    @field("Where.", policy=READ, cost=1)
    async def location(self, info: Info) -> Location | None:
        return await find_location(info.context, self.location_id)


@object_type("A day on which other hours hold than in the week.", needs=Permission.CLINIC_READ)
class DayOtherwise:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID | None]
    day: date = field("The local date.", policy=OF_PARENT)
    windows: list[DayWindow] = field("The hours that hold; none: closed.", policy=OF_PARENT, lists=2)
    resource_id: strawberry.ID | None = field("Of this room or device.", policy=OF_PARENT)

    @field("Of this practitioner; with no room either it is the whole clinic's.", policy=READ, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id) if self.practitioner_id else None


@object_type("A room or a device that services need.", needs=Permission.CLINIC_READ)
class RoomOrDevice:
    clinic_id: strawberry.Private[UUID]
    location_id: strawberry.Private[UUID]
    resource_id: strawberry.ID = field("Its id.", policy=OF_PARENT)
    name: str = field("What it is called.", policy=OF_PARENT)
    kind: str = field("Those of one kind at one place stand in for each other.", policy=OF_PARENT)
    is_active: bool = field("It is in use.", policy=OF_PARENT)
    hours: list[WeekWindow] = field("When it can be used; none: always.", policy=OF_PARENT, lists=7)

    @field("Where it is.", policy=READ, cost=1)
    async def location(self, info: Info) -> Location | None:
        return await find_location(info.context, self.location_id)


@object_type("How many bookings of a practitioner are enough.", needs=Permission.CLINIC_READ)
class BookingLimits:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID]
    per_day: int | None = field("On one local date; null: there is no limit.", policy=OF_PARENT)
    per_week: int | None = field("From Monday to Sunday; null: there is no limit.", policy=OF_PARENT)

    @field("Whose.", policy=READ, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id)


@object_type("A public holiday.")
class Holiday:
    day: date = field("When.", policy=OF_PARENT)
    names: list[str] = field("What it is called, in English.", policy=OF_PARENT)
    is_worked: bool = field("The place is open all the same.", policy=OF_PARENT)


@object_type("The public holidays that a place keeps.", needs=Permission.CLINIC_READ)
class KeptHolidays:
    clinic_id: strawberry.Private[UUID]
    location_id: strawberry.Private[UUID]
    country: str | None = field("ISO 3166-1 code of the country; null: it keeps none.", policy=OF_PARENT)
    subdivision: str | None = field("The region in the country, mostly by its ISO 3166-2 code.", policy=OF_PARENT)
    this_year: list[Holiday] = field("Those of this year.", policy=OF_PARENT, lists=12)

    @field("Which place.", policy=READ, cost=1)
    async def location(self, info: Info) -> Location | None:
        return await find_location(info.context, self.location_id)


@object_type("A kind of room or device that a service takes, one of it.", needs=Permission.CLINIC_READ)
class ServiceNeed:
    clinic_id: strawberry.Private[UUID]
    service_id: strawberry.Private[UUID]
    resource_kind: str = field("Which kind.", policy=OF_PARENT)

    @field("Which service.", policy=READ, cost=1)
    async def service(self, info: Info) -> Service | None:
        return await find_service(info.context, self.service_id)


@object_type("How a clinic works, from today on.", needs=Permission.CLINIC_READ)
class Arrangements:
    clinic_id: strawberry.Private[UUID]
    travel_minutes: int = field("What a practitioner takes from one place to another.", policy=OF_PARENT)
    hours: list[WorkingHours] = field("Who works when and where.", policy=OF_PARENT, lists=20)
    days: list[DayOtherwise] = field("Days with other hours, from today on.", policy=OF_PARENT, lists=50)
    rooms: list[RoomOrDevice] = field("Rooms and devices.", policy=OF_PARENT, lists=20)
    limits: list[BookingLimits] = field("How many bookings are enough.", policy=OF_PARENT, lists=20)
    holidays: list[KeptHolidays] = field("Whose public holidays places keep.", policy=OF_PARENT, lists=5)
    needs: list[ServiceNeed] = field("Which services take rooms and devices.", policy=OF_PARENT, lists=20)


async def show_arrangements(context: Context, clinic_id: UUID, actor: Actor) -> Arrangements:
    """Show how a clinic works to somebody who was found to belong to it."""
    today = context.now.date()
    found = await core.arrangements_of(clinic_id, since=today, is_at=_at(actor), is_with=_with(actor, clinic_id))
    return Arrangements(
        clinic_id=clinic_id,
        travel_minutes=found.travel_minutes,
        hours=_hours(clinic_id, found.hours),
        days=[_day(clinic_id, one) for one in found.days],
        rooms=[_room(clinic_id, one) for one in found.rooms],
        limits=[_limits(clinic_id, one) for one in found.limits],
        holidays=[_holidays(clinic_id, one, today.year) for one in found.places],
        needs=[ServiceNeed(clinic_id=clinic_id, service_id=one, resource_kind=kind) for one, kind in found.needs],
    )


def _at(actor: Actor) -> Callable[[UUID], bool]:
    return lambda location_id: is_at(actor, location_id)


def _with(actor: Actor, clinic_id: UUID) -> Callable[[UUID], bool]:
    return lambda practitioner_id: is_with(actor, clinic_id, practitioner_id)


def _hours(clinic_id: UUID, windows: Sequence[core.HoursRecord]) -> list[WorkingHours]:
    found: dict[tuple[UUID, UUID], WorkingHours] = {}
    for one in windows:
        if one.practitioner_id is None or one.location_id is None:
            continue
        key = (one.practitioner_id, one.location_id)
        if key not in found:
            found[key] = WorkingHours(clinic_id=clinic_id, practitioner_id=key[0], location_id=key[1], windows=[])
        found[key].windows.append(WeekWindow.of(one))
    return list(found.values())


def _day(clinic_id: UUID, one: core.DayRecord) -> DayOtherwise:
    return DayOtherwise(
        clinic_id=clinic_id,
        practitioner_id=one.practitioner_id,
        day=one.day,
        windows=[DayWindow(start_minute=start, end_minute=end) for start, end in one.windows],
        resource_id=strawberry.ID(global_id("Resource", one.resource_id)) if one.resource_id else None,
    )


def _room(clinic_id: UUID, one: core.RoomRecord) -> RoomOrDevice:
    return RoomOrDevice(
        clinic_id=clinic_id,
        location_id=one.location_id,
        resource_id=strawberry.ID(global_id("Resource", one.id)),
        name=one.name,
        kind=one.kind,
        is_active=one.is_active,
        hours=[WeekWindow.of(window) for window in one.hours],
    )


def _limits(clinic_id: UUID, one: PractitionerRow) -> BookingLimits:
    return BookingLimits(
        clinic_id=clinic_id, practitioner_id=one.id, per_day=one.bookings_per_day, per_week=one.bookings_per_week
    )


def _holidays(clinic_id: UUID, place: LocationRow, year: int) -> KeptHolidays:
    worked = set(listed(place.holidays_worked) or ())
    country, region = place.holiday_country, place.holiday_region
    found = holidays_of(country, region, year) if country else {}
    return KeptHolidays(
        clinic_id=clinic_id,
        location_id=place.id,
        country=country,
        subdivision=region,
        this_year=[
            Holiday(day=day, names=list(names), is_worked=worked.issuperset(names))
            for day, names in sorted(found.items())
        ],
    )


@strawberry.type
class ArrangementQueries:
    @field("How a clinic works: hours, days otherwise, limits, holidays, rooms and devices.", policy=READ, cost=10)
    async def arrangements(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> Arrangements | None:
        clinic = clinic_for(info.context, clinic_id, Permission.CLINIC_READ)
        return await show_arrangements(info.context, clinic, info.context.principal())
