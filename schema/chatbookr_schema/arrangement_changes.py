"""What managers arrange: who works when and where, days otherwise, limits, holidays, travel times, rooms' hours."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from enum import Enum
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.bookings.standing import Scope
from chatbookr_core.clinics import arranging
from chatbookr_core.clinics.arranging_rules import Window
from chatbookr_permissions.actions import Permission
from chatbookr_schema.arrangements import READ, Arrangements, show_arrangements
from chatbookr_schema.bookings import Booking
from chatbookr_schema.context import Context, Info
from chatbookr_schema.displaced import AFFECTED, NAMED, USUALLY, affected_in
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, Outcome, UserError, change, error_codes

WRITE = Needs(Permission.SERVICE_WRITE)
T = TypeVar("T", bound="Arranged")
H = TypeVar("H", bound="HoursArranged")
Within = Callable[[UUID], Scope]
"""Which hours change: the clinic is known once they have."""


@error_codes("Why something was not arranged.", **COMMON)
class ArrangementErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("Hours of one weekday, in minutes since midnight on the clock of the place.")
class WeekWindowInput:
    weekday: int = field("1 for Monday … 7 for Sunday.", policy=OF_PARENT)
    start_minute: int = field("From this minute on.", policy=OF_PARENT)
    end_minute: int = field("Until this one, which is outside; 1440 is midnight.", policy=OF_PARENT)
    valid_from: date | None = optional_input("They hold from this date on; left out: from ever.", policy=OF_PARENT)
    valid_until: date | None = optional_input(
        "They hold until this date, included; left out: for ever.", policy=OF_PARENT
    )


@input_type("A stretch of the day, in minutes since midnight on the clock of the place.")
class DayWindowInput:
    start_minute: int = field("From this minute on.", policy=OF_PARENT)
    end_minute: int = field("Until this one, which is outside; 1440 is midnight.", policy=OF_PARENT)


@input_type("A practitioner's week at a place, whole.")
class WorkingHoursSetInput:
    practitioner_id: strawberry.ID = field("Whose.", policy=OF_PARENT)
    location_id: strawberry.ID = field("Where.", policy=OF_PARENT)
    hours: list[WeekWindowInput] = field(
        "All of their hours there, at most 100; what holds on one day adds up. None: they do not work there.",
        policy=OF_PARENT,
    )


@input_type("When a room or device can be used, whole.")
class ResourceHoursSetInput:
    resource_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    hours: list[WeekWindowInput] = field("All of its hours, at most 100. None: always.", policy=OF_PARENT)


@input_type("Other hours on some days: a practitioner's, a room's or, with neither, the clinic's.")
class WorkingDaysSetInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    first_day: date = field("From this local date on.", policy=OF_PARENT)
    last_day: date = field("Until this one, included; at most 366 days.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("Of this practitioner alone.", policy=OF_PARENT)
    resource_id: strawberry.ID | None = optional_input("Of this room or device alone.", policy=OF_PARENT)
    windows: list[DayWindowInput] | None = optional_input(
        "The hours of each of these days; an empty list: closed. Left out: the usual hours hold again.",
        policy=OF_PARENT,
    )


@input_type("How many bookings of a practitioner are enough.")
class BookingLimitsSetInput:
    practitioner_id: strawberry.ID = field("Whose.", policy=OF_PARENT)
    per_day: int | None = optional_input("On one local date; left out: there is no limit.", policy=OF_PARENT)
    per_week: int | None = optional_input("From Monday to Sunday; left out: there is no limit.", policy=OF_PARENT)


@input_type("Whose public holidays a place keeps.")
class HolidaysSetInput:
    location_id: strawberry.ID = field("Which place.", policy=OF_PARENT)
    country: str | None = optional_input("ISO 3166-1 code; left out: it keeps none.", policy=OF_PARENT)
    subdivision: str | None = optional_input(
        "The region, mostly by its ISO 3166-2 code without the country: BY for Bavaria.", policy=OF_PARENT
    )
    worked: list[str] | None = optional_input(
        "Holidays on which it is open all the same, by their English names.", policy=OF_PARENT
    )


@input_type("What a practitioner takes from one place of a clinic to another.")
class TravelTimeSetInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    minutes: int = field("Kept free on top of buffers; 0: none is.", policy=OF_PARENT)


@object_type("What became of arranging something.")
class Arranged:
    clinic_id: strawberry.Private[UUID | None]
    arrangements: Arrangements | None = field("How the clinic works now.", policy=READ)
    user_errors: list[UserError[ArrangementErrorCode]] = field("Why it was not arranged.", policy=OUTCOME)


@object_type("What became of changing when patients can be seen.")
class HoursArranged(Arranged):
    affected_bookings: list[Booking] | None = field(
        AFFECTED.format("of those hours, days, that place or that room"), policy=NAMED, lists=USUALLY
    )


@object_type("What became of saying when a practitioner works.")
class WorkingHoursSetPayload(HoursArranged):
    pass


@object_type("What became of saying when a room can be used.")
class ResourceHoursSetPayload(HoursArranged):
    pass


@object_type("What became of letting other hours hold.")
class WorkingDaysSetPayload(HoursArranged):
    pass


@object_type("What became of limiting bookings.")
class BookingLimitsSetPayload(Arranged):
    pass


@object_type("What became of saying whose holidays a place keeps.")
class HolidaysSetPayload(HoursArranged):
    pass


@object_type("What became of saying how long the way takes.")
class TravelTimeSetPayload(Arranged):
    pass


async def arranged_by(info: Info, kind: type[T], input: object, work: Callable[[], Awaitable[UUID]]) -> T:
    """Do what was asked for, and show how the clinic works now."""
    outcome = await change(info, input, ArrangementErrorCode, work)
    shown = await _shown(info.context, outcome)
    return kind(clinic_id=outcome.key, arrangements=shown, user_errors=outcome.user_errors)


async def hours_arranged_by(
    info: Info, kind: type[H], input: object, work: Callable[[], Awaitable[UUID]], within: Within | None
) -> H:
    """Do the same, and show which bookings need another time, within what was changed; None: it has none yet."""
    context, outcome = info.context, await change(info, input, ArrangementErrorCode, work)
    found: list[Booking] | None = None if within else []
    if outcome.key is not None and within is not None:
        found = await affected_in(context, within(outcome.key))
    return kind(
        clinic_id=outcome.key,
        arrangements=await _shown(context, outcome),
        affected_bookings=found,
        user_errors=outcome.user_errors,
    )


async def _shown(context: Context, outcome: Outcome) -> Arrangements | None:
    if outcome.key is None or not context.can(Permission.CLINIC_READ, outcome.key):
        return None
    return await show_arrangements(context, outcome.key, context.principal())


def _windows(given: Sequence[WeekWindowInput]) -> list[Window]:
    return [Window(one.weekday, one.start_minute, one.end_minute, one.valid_from, one.valid_until) for one in given]


@strawberry.type
class ArrangementMutations:
    @field("Say when a practitioner works at a place.", policy=WRITE, cost=10)
    async def working_hours_set(
        self, info: Info, input: Annotated[WorkingHoursSetInput, argument("Whose week, and how it is.")]
    ) -> WorkingHoursSetPayload | None:
        context, actor = info.context, info.context.principal()
        practitioner_id = key_of(input.practitioner_id, "Practitioner", field="input.practitionerId")
        location_id = key_of(input.location_id, "Location", field="input.locationId")

        async def work() -> UUID:
            return await arranging.set_working_hours(
                context.deployment,
                actor,
                practitioner_id=practitioner_id,
                location_id=location_id,
                hours=_windows(input.hours),
            )

        within = partial(Scope, practitioner_id=practitioner_id)
        return await hours_arranged_by(info, WorkingHoursSetPayload, input, work, within)

    @field("Say when a room or device can be used.", policy=WRITE, cost=10)
    async def resource_hours_set(
        self, info: Info, input: Annotated[ResourceHoursSetInput, argument("Which one, and when.")]
    ) -> ResourceHoursSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.resource_id, "Resource", field="input.resourceId")

        async def work() -> UUID:
            return await arranging.set_resource_hours(
                context.deployment, actor, resource_id=key, hours=_windows(input.hours)
            )

        return await hours_arranged_by(info, ResourceHoursSetPayload, input, work, partial(Scope, resource_id=key))

    @field("Let other hours hold on some days, or the usual ones again.", policy=WRITE, cost=10)
    async def working_days_set(
        self, info: Info, input: Annotated[WorkingDaysSetInput, argument("Which days, and what holds.")]
    ) -> WorkingDaysSetPayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        practitioner_id = optional_key(input.practitioner_id, "Practitioner", field="input.practitionerId")
        resource_id = optional_key(input.resource_id, "Resource", field="input.resourceId")
        given = input.windows
        windows = [(one.start_minute, one.end_minute) for one in given] if given is not None else None

        async def work() -> UUID:
            return await arranging.set_days(
                context.deployment,
                actor,
                clinic_id,
                first=input.first_day,
                last=input.last_day,
                windows=windows,
                practitioner_id=practitioner_id,
                resource_id=resource_id,
            )

        days = partial(Scope, first=input.first_day, last=input.last_day)
        within = partial(days, practitioner_id=practitioner_id, resource_id=resource_id)
        return await hours_arranged_by(info, WorkingDaysSetPayload, input, work, within)

    @field("Say how many bookings of a practitioner are enough.", policy=WRITE, cost=10)
    async def booking_limits_set(
        self, info: Info, input: Annotated[BookingLimitsSetInput, argument("Whose, and how many.")]
    ) -> BookingLimitsSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.practitioner_id, "Practitioner", field="input.practitionerId")

        async def work() -> UUID:
            return await arranging.set_limits(
                context.deployment, actor, key, per_day=input.per_day, per_week=input.per_week
            )

        return await arranged_by(info, BookingLimitsSetPayload, input, work)

    @field("Say whose public holidays a place keeps.", policy=WRITE, cost=10)
    async def holidays_set(
        self, info: Info, input: Annotated[HolidaysSetInput, argument("Which place, and which holidays.")]
    ) -> HolidaysSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.location_id, "Location", field="input.locationId")

        async def work() -> UUID:
            return await arranging.set_holidays(
                context.deployment,
                actor,
                key,
                country=input.country,
                subdivision=input.subdivision,
                worked=input.worked or (),
            )

        return await hours_arranged_by(info, HolidaysSetPayload, input, work, partial(Scope, location_id=key))

    @field("Say what a practitioner takes from one place to another.", policy=WRITE, cost=10)
    async def travel_time_set(
        self, info: Info, input: Annotated[TravelTimeSetInput, argument("How long.")]
    ) -> TravelTimeSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")

        async def work() -> UUID:
            return await arranging.set_travel_time(context.deployment, actor, key, minutes=input.minutes)

        return await arranged_by(info, TravelTimeSetPayload, input, work)
