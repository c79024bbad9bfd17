"""The front desk's agenda: days and weeks by practitioner and by room, and figures about them."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.agendas import figures, sheets
from chatbookr_core.errors import InvalidInput
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.clinics import Location, Practitioner, Service, find_location, find_practitioner, find_service
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, object_type
from chatbookr_schema.ids import global_id, keys_of
from chatbookr_schema.nodes import clinic_for

READ, CLINIC = Needs(Permission.BOOKING_READ), Needs(Permission.CLINIC_READ)
Days = Annotated[int, argument(f"So many local days, at most {sheets.LONGEST_DAYS}.")]
Period = Annotated[int, argument(f"So many local days, at most {figures.LONGEST_DAYS}.")]
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)  # minutes since 1970 have 32 bits in some columns
First = Annotated[date, argument("From this local date of the clinic on.")]


@enum_type(
    "What a stretch of an agenda is.",
    HOURS="It is open: working hours, as they hold on that day.",
    CLOSURE="A day is closed: a public holiday, the clinic's or one's own.",
    BOOKING="A booking; a room's is as long as the room is taken.",
    HOLD="Somebody is about to book it, and it is kept for them for some minutes.",
    EXTERNAL_BUSY="The practitioner's own calendar is busy; what for is not known here.",
)
class AgendaEntryKind(Enum):
    HOURS = "hours"
    CLOSURE = "closure"
    BOOKING = "booking"
    HOLD = "hold"
    EXTERNAL_BUSY = "external_busy"


@object_type("A stretch of an agenda.", needs=Permission.BOOKING_READ)
class AgendaEntry:
    clinic_id: strawberry.Private[UUID]
    location_id: strawberry.Private[UUID | None]
    booking_id: strawberry.Private[UUID | None]
    kind: AgendaEntryKind = field("What it is.", policy=OF_PARENT)
    starts_at: datetime = field("From then on.", policy=OF_PARENT)
    ends_at: datetime = field("Until then, which is outside.", policy=OF_PARENT)

    @field("The booking; null where it is another's, which the asker does not see.", policy=OF_PARENT, cost=1)
    async def booking(self, info: Info) -> Booking | None:
        return await find_booking(info.context, self.booking_id) if self.booking_id else None

    @field("Where, if it is known.", policy=CLINIC, cost=1)
    async def location(self, info: Info) -> Location | None:
        return await find_location(info.context, self.location_id) if self.location_id else None


@object_type("The agenda of a practitioner, or of a room or device.", needs=Permission.BOOKING_READ)
class AgendaColumn:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID | None]
    resource_id: strawberry.ID | None = field("Of this room or device.", policy=OF_PARENT)
    name: str | None = field("What the room or device is called.", policy=OF_PARENT)
    entries: list[AgendaEntry] = field("Its stretches, in time order.", policy=OF_PARENT, lists=20)

    @field("Of this practitioner.", policy=CLINIC, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id) if self.practitioner_id else None


@object_type("How much of a practitioner's open time was booked.", needs=Permission.BOOKING_READ)
class Utilisation:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID]
    open_minutes: int = field("Minutes of working hours.", policy=OF_PARENT)
    booked_minutes: int = field("Minutes that bookings took, with what is kept free around them.", policy=OF_PARENT)
    share: float | None = field("Booked of open; null: nothing was open.", policy=OF_PARENT)

    @field("Whose.", policy=CLINIC, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id)


@enum_type(
    "By what those who did not come are counted.",
    PRACTITIONER="By whom they were to see.",
    SERVICE="By what for.",
    WEEK="By week, from Monday on.",
)
class NoShowsBy(Enum):
    PRACTITIONER = "practitioner"
    SERVICE = "service"
    WEEK = "week"


@object_type("How many of the bookings that were due did not come.", needs=Permission.BOOKING_READ)
class NoShows:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID | None]
    service_id: strawberry.Private[UUID | None]
    week: date | None = field("Of the week from this Monday on, if they are counted so.", policy=OF_PARENT)
    bookings: int = field("How many were due, and not cancelled before.", policy=OF_PARENT)
    missed: int = field("How many of them did not come.", policy=OF_PARENT)
    rate: float = field("The part that did not come.", policy=OF_PARENT)

    @field("Of this practitioner, if they are counted so.", policy=CLINIC, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id) if self.practitioner_id else None

    @field("Of this service, if they are counted so.", policy=CLINIC, cost=1)
    async def service(self, info: Info) -> Service | None:
        return await find_service(info.context, self.service_id) if self.service_id else None


def _within(first_day: date, days: int, most: int) -> int:
    if not EARLIEST <= first_day <= LATEST:
        raise InvalidInput(f"Ask for days from {EARLIEST} to {LATEST}.", field="firstDay")
    if not 1 <= days <= most:
        raise InvalidInput(f"Ask for 1 to {most} days.", field="dayCount")
    return days


def _column(clinic_id: UUID, one: sheets.Column) -> AgendaColumn:
    return AgendaColumn(
        clinic_id=clinic_id,
        practitioner_id=one.practitioner_id,
        resource_id=strawberry.ID(global_id("Resource", one.resource_id)) if one.resource_id else None,
        name=one.name or None,
        entries=[
            AgendaEntry(
                clinic_id=clinic_id,
                location_id=entry.location_id,
                booking_id=entry.booking_id,
                kind=AgendaEntryKind(entry.kind),
                starts_at=entry.starts_at,
                ends_at=entry.ends_at,
            )
            for entry in one.entries
        ],
    )


@strawberry.type
class AgendaQueries:
    @field(
        f"A day or a week by practitioner and by room, at most {sheets.MOST_COLUMNS} columns: hours, closures, "
        "bookings, holds, and when other calendars are busy.",
        policy=READ,
        cost=20,
        lists=10,
    )
    async def agenda(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        first_day: First,
        day_count: Days = 1,
        practitioner_ids: Annotated[list[strawberry.ID] | None, argument("Of these practitioners alone.")] = None,
        resource_ids: Annotated[list[strawberry.ID] | None, argument("Of these rooms and devices alone.")] = None,
    ) -> list[AgendaColumn] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        actor = context.principal()
        people = keys_of(practitioner_ids, "Practitioner", field="practitionerIds")
        rooms = keys_of(resource_ids, "Resource", field="resourceIds")
        asked = sheets.Asked(
            first_day,
            _within(first_day, day_count, sheets.LONGEST_DAYS),
            frozenset(people) if people is not None else None,
            frozenset(rooms) if rooms is not None else None,
        )
        found = await sheets.sheet_of(
            clinic,
            asked,
            now=context.now,
            is_at=lambda one: is_at(actor, one),
            is_with=lambda one: is_with(actor, clinic, one),
        )
        return [_column(clinic, one) for one in found]

    @field("How much of each practitioner's open time was booked.", policy=READ, cost=20, lists=20)
    async def utilisation(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        first_day: First,
        day_count: Period = 7,
    ) -> list[Utilisation] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        actor, within = context.principal(), _within(first_day, day_count, figures.LONGEST_DAYS)
        found = await figures.utilisation_of(clinic, first_day, within, is_with=lambda one: is_with(actor, clinic, one))
        return [
            Utilisation(
                clinic_id=clinic,
                practitioner_id=one.practitioner_id,
                open_minutes=one.open_minutes,
                booked_minutes=one.booked_minutes,
                share=one.share,
            )
            for one in found
        ]

    @field("How many did not come, of the bookings that were due until now.", policy=READ, cost=20, lists=20)
    async def no_shows(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        first_day: First,
        by: Annotated[NoShowsBy, argument("Counted by what.")],
        day_count: Period = 28,
    ) -> list[NoShows] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        within = _within(first_day, day_count, figures.LONGEST_DAYS)
        reach = context.reach(clinic)
        found = await figures.no_shows_of(reach, clinic, first_day, within, by=by.value, now=context.now)
        return [
            NoShows(
                clinic_id=clinic,
                practitioner_id=one.practitioner_id,
                service_id=one.service_id,
                week=one.week,
                bookings=one.bookings,
                missed=one.missed,
                rate=one.rate,
            )
            for one in found
        ]
