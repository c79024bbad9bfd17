"""Free times as clients see them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.availability.explaining import reasons_for
from chatbookr_core.availability.horizons import ASIDE
from chatbookr_core.availability.queries import DaySpace, OfferedSlot, SlotSearch, days_for, slots_for
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.availability.remembered import ForWhom
from chatbookr_core.bookings.moving import search_for_move
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.bookings.use_cases import booking_for_change
from chatbookr_core.clinics.queries import LocationRecord, PractitionerRecord
from chatbookr_core.clock import from_epoch_minute
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.records import ALL_READ
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at
from chatbookr_schema.clinics import Location, Practitioner, find_location, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import BOTH, OF_PARENT, Needs, argument, enum_type, field, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.nodes import clinic_for
from chatbookr_schema.values import aware, check_year

T = TypeVar("T")
LONGEST = timedelta(days=92)
MOST = 500
DURATION = "For so long, where the service takes other durations than its usual one."
MOVING = (
    "For this booking of the service, which is to move: what `bookingReschedule` takes, by naming the practitioner. It "
    "keeps its length and stands in nobody's way; one that stands beyond the clinic's horizon may go up to "
    f"{ASIDE.days} days after it, one of a series as far as the series could. What is on request may not meet the time "
    "it has. Needs `booking:write`."
)
ON_REQUEST = (
    "Nobody can see the calendar right now: it can be had by `orOnRequest` alone, and what is booked then is "
    "`REQUESTED` until staff confirm it. Of a service on request (`Service.isOnRequest`) all that patients and "
    "partners book is."
)
WHY = (
    "Where the time could not be had: every reason there is, as `explainSlot` says of whoever was asked for; where "
    "nobody was named, of all who give it there. None where it is free by now, or nobody gives it there."
)
CLINIC = Needs(Permission.CLINIC_READ)
TO_MOVE = Needs(Permission.BOOKING_WRITE)


@dataclass(frozen=True, slots=True)
class Found:
    """With whom and where the times of a list are: few, whom hundreds of times share, and none of a kind not asked for.

    Found before the list is shown, so that none of its times waits.
    """

    practitioners: Mapping[UUID, Practitioner | None]
    locations: Mapping[UUID, Location | None]


@object_type("A time that can be booked now.", needs=Permission.SLOT_READ)
class Slot:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID]
    location_id: strawberry.Private[UUID]
    found: strawberry.Private["Found"]
    starts_at: datetime = field("When it would start.", policy=OF_PARENT)
    ends_at: datetime = field("When it would end.", policy=OF_PARENT)
    time_zone: str = field("The IANA time zone of the place: show times in it.", policy=OF_PARENT)
    is_on_request: bool = field(ON_REQUEST, policy=OF_PARENT)

    @field("With whom.", policy=CLINIC, cost=1)
    def practitioner(self) -> Practitioner | None:
        return self.found.practitioners.get(self.practitioner_id)

    @field("Where.", policy=CLINIC, cost=1)
    def location(self) -> Location | None:
        return self.found.locations.get(self.location_id)

    @classmethod
    def of(cls, slot: OfferedSlot, clinic_id: UUID, found: "Found") -> "Slot":
        return cls(
            clinic_id=clinic_id,
            practitioner_id=slot.practitioner_id,
            location_id=slot.location_id,
            found=found,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            time_zone=slot.zone,
            is_on_request=slot.is_on_request,
        )


@object_type("A day with times that can be booked now.", needs=Permission.SLOT_READ)
class AvailableDay:
    clinic_id: strawberry.Private[UUID]
    day: date = field("The local date of the place.", policy=OF_PARENT)
    count: int = field("How many times there are.", policy=OF_PARENT)
    first_starts_at: datetime = field("When the first would start.", policy=OF_PARENT)
    is_on_request: bool = field(ON_REQUEST, policy=OF_PARENT)

    @classmethod
    def of(cls, space: DaySpace, clinic_id: UUID) -> "AvailableDay":
        return cls(
            clinic_id=clinic_id,
            day=space.day,
            count=space.count,
            first_starts_at=from_epoch_minute(space.first_start),
            is_on_request=space.is_on_request,
        )


@enum_type(
    "Why a time is not offered.",
    NOTICE="It is too soon: the clinic wants to know earlier.",
    HORIZON="It is too far ahead: nobody books as late as that yet.",
    HOURS="The practitioner does not work then.",
    BREAK="The practitioner has a break, between two stretches of one day.",
    GRID="Times of this service start at other minutes.",
    BOOKING="The practitioner has another booking.",
    SEATS="All seats of the group appointment that starts then are taken, or kept for somebody for some minutes.",
    HOLD="Somebody is about to book it, and it is kept for them for some minutes.",
    EXTERNAL_BUSY="The practitioner's own calendar says they are busy.",
    BUFFER="It would leave less time before or after something else than is to be kept free.",
    TRAVEL="The practitioner is at another place around then, and would be on the way.",
    LIMIT="The practitioner, or the service, has had enough bookings on that day or in that week.",
    ROOM="No room or device of a kind that is needed is free and can be used then.",
    STALE_CALENDAR="The practitioner's calendar could not be read lately. Where that is the only reason, the time can "
    "be asked for (`orOnRequest`): booked with that practitioner it is `REQUESTED` until staff confirm it.",
)
class SlotReason(Enum):
    NOTICE = "NOTICE"
    HORIZON = "HORIZON"
    HOURS = "HOURS"
    BREAK = "BREAK"
    GRID = "GRID"
    BOOKING = "BOOKING"
    SEATS = "SEATS"
    HOLD = "HOLD"
    EXTERNAL_BUSY = "EXTERNAL_BUSY"
    BUFFER = "BUFFER"
    TRAVEL = "TRAVEL"
    LIMIT = "LIMIT"
    ROOM = "ROOM"
    STALE_CALENDAR = "STALE_CALENDAR"


def reasons_shown(reasons: Sequence[Reason]) -> list[SlotReason]:
    """Show why a time is not offered."""
    return [SlotReason[reason.name] for reason in reasons]


@strawberry.type
class AvailabilityQueries:
    @field(
        f"The times of a service that can be booked now, the soonest first, at most {MOST}: where there are so many, "
        "ask again from the last one's `startsAt` on. A practitioner whose calendar cannot be trusted offers none, "
        "unless nobody else who is asked for has any up to the clinic's horizon: then theirs are, `isOnRequest`.",
        policy=Needs(Permission.SLOT_READ),
        cost=10,
        lists=100,
        surfaces=BOTH,
    )
    async def available_slots(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("In this clinic.")],
        service_id: Annotated[strawberry.ID, argument("For this service.")],
        from_: Annotated[datetime, argument("That start at this instant or later.", name="from")],
        to: Annotated[datetime, argument(f"That start before this instant, at most {LONGEST.days} days later.")],
        practitioner_id: Annotated[strawberry.ID | None, argument("With this practitioner only.")] = None,
        location_id: Annotated[strawberry.ID | None, argument("At this place only.")] = None,
        duration_minutes: Annotated[int | None, argument(DURATION)] = None,
        moving_booking_id: Annotated[strawberry.ID | None, argument(MOVING, policy=TO_MOVE)] = None,
    ) -> list[Slot] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.SLOT_READ)
        wanted = _wanted(service_id, practitioner_id, location_id, from_, to)
        actor, now = info.context.principal(), info.context.now
        asked = await _asked(actor, clinic, replace(wanted, duration_minutes=duration_minutes), moving_booking_id)
        slots = await slots_for(
            clinic, asked.search, now=now, limit=MOST, is_for=_seen_by(actor, clinic), moving=asked.moving
        )
        return await slots_shown(info.context, clinic, slots)

    @field(
        "The days on which a service can be booked now, and how many times each has: what `availableSlots` would list, "
        "where several people are free at one time counted once.",
        policy=Needs(Permission.SLOT_READ),
        cost=10,
        lists=LONGEST.days + 2,
        surfaces=BOTH,
    )
    async def available_days(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("In this clinic.")],
        service_id: Annotated[strawberry.ID, argument("For this service.")],
        from_: Annotated[datetime, argument("Of times that start at this instant or later.", name="from")],
        to: Annotated[datetime, argument(f"And before this one, at most {LONGEST.days} days later.")],
        practitioner_id: Annotated[strawberry.ID | None, argument("With this practitioner only.")] = None,
        location_id: Annotated[strawberry.ID | None, argument("At this place only.")] = None,
        duration_minutes: Annotated[int | None, argument(DURATION)] = None,
        moving_booking_id: Annotated[strawberry.ID | None, argument(MOVING, policy=TO_MOVE)] = None,
    ) -> list[AvailableDay] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.SLOT_READ)
        wanted = _wanted(service_id, practitioner_id, location_id, from_, to)
        actor, now = info.context.principal(), info.context.now
        asked = await _asked(actor, clinic, replace(wanted, duration_minutes=duration_minutes), moving_booking_id)
        days = await days_for(clinic, asked.search, now=now, is_for=_seen_by(actor, clinic), moving=asked.moving)
        return [AvailableDay.of(day, clinic) for day in days]

    @field(
        "Why a time is not offered: every reason there is, in a fixed order; none where it is offered. Of events in "
        "other calendars it says that there is one, never what it is.",
        policy=Needs(Permission.SLOT_READ),
        cost=5,
        lists=len(Reason),
    )
    async def explain_slot(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("In this clinic.")],
        service_id: Annotated[strawberry.ID, argument("For this service.")],
        practitioner_id: Annotated[strawberry.ID, argument("With this practitioner.")],
        location_id: Annotated[strawberry.ID, argument("At this place.")],
        at: Annotated[datetime, argument("When it would start, in whole minutes.")],
        duration_minutes: Annotated[int | None, argument(DURATION)] = None,
        moving_booking_id: Annotated[strawberry.ID | None, argument(MOVING, policy=TO_MOVE)] = None,
    ) -> list[SlotReason] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.SLOT_READ)
        wanted = SlotSearch(
            key_of(service_id, "Service", field="serviceId"),
            practitioner_id=key_of(practitioner_id, "Practitioner", field="practitionerId"),
            location_id=key_of(location_id, "Location", field="locationId"),
            duration_minutes=duration_minutes,
        )
        starts_at, actor = _whole_minute(at), info.context.principal()
        if not _seen_by(actor, clinic)(*_who(wanted)):
            raise NotFound(field="practitionerId")
        asked = await _asked(actor, clinic, wanted, moving_booking_id)
        moving = () if asked.moving is None else (asked.moving,)
        return reasons_shown(await reasons_for(clinic, asked.search, starts_at, now=info.context.now, moving=moving))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for, and which booking would move there."""

    search: SlotSearch
    moving: UUID | None = None


async def _asked(actor: Actor, clinic_id: UUID, wanted: SlotSearch, moving_booking_id: str | None) -> _Asked:
    """Look for what a booking that moves could be given. Raises NotFound, NotPermitted, InvalidInput."""
    if moving_booking_id is None:
        return _Asked(wanted)
    key = key_of(moving_booking_id, "Booking", field="movingBookingId")
    try:
        booking = await booking_for_change(actor, key)
    except NotFound as problem:
        raise NotFound(field="movingBookingId") from problem
    if booking.clinic_id != clinic_id or booking.status not in STANDING:
        raise NotFound(field="movingBookingId")
    if booking.service_id != wanted.service_id:
        raise InvalidInput("A booking keeps its service when it is moved.", field="serviceId")
    if wanted.duration_minutes is not None:
        raise InvalidInput("A booking keeps its length when it is moved.", field="durationMinutes")
    search = search_for_move(booking, wanted.practitioner_id, or_on_request=wanted.or_on_request)
    here = replace(search, practitioner_id=wanted.practitioner_id, location_id=wanted.location_id)
    return _Asked(replace(here, earliest=wanted.earliest, starts_before=wanted.starts_before), booking.id)


def _whole_minute(at: datetime) -> datetime:
    starts_at = aware(at, "at")
    check_year(starts_at, "at")
    if starts_at.second or starts_at.microsecond:
        raise InvalidInput("A time is given in whole minutes.", field="at")
    return starts_at


def _wanted(
    service_id: str, practitioner_id: str | None, location_id: str | None, from_: datetime, to: datetime
) -> SlotSearch:
    since, until = aware(from_, "from"), aware(to, "to")
    if not timedelta() < until - since <= LONGEST:
        raise InvalidInput(f"`to` is later than `from`, by at most {LONGEST.days} days.", field="to")
    return SlotSearch(
        key_of(service_id, "Service", field="serviceId"),
        practitioner_id=key_of(practitioner_id, "Practitioner", field="practitionerId") if practitioner_id else None,
        location_id=key_of(location_id, "Location", field="locationId") if location_id else None,
        earliest=since,
        starts_before=until,
        or_on_request=True,
    )


def _who(wanted: SlotSearch) -> tuple[UUID, UUID]:
    if wanted.practitioner_id is None or wanted.location_id is None:
        raise NotFound(field="practitionerId")
    return wanted.practitioner_id, wanted.location_id


def _seen_by(actor: Actor, clinic_id: UUID) -> ForWhom:
    """Leave out places and practitioners that whoever asks has no part in."""
    return lambda practitioner_id, location_id: is_at(actor, location_id) and is_with(actor, clinic_id, practitioner_id)


async def slots_shown(context: Context, clinic_id: UUID, slots: Sequence[OfferedSlot]) -> list[Slot]:
    """Show times of a clinic."""
    found = await _found(context, clinic_id, slots)
    return [Slot.of(slot, clinic_id, found) for slot in slots]


async def _found(context: Context, clinic_id: UUID, slots: Sequence[OfferedSlot]) -> Found:
    """Find with whom and where times are, each once, as far as the operation can show it."""
    asked = context.unread(clinic_id)
    has_people, has_places = PractitionerRecord in asked, LocationRecord in asked
    if asked is ALL_READ:  # nobody knows what is asked for
        has_people = has_places = True
    people = {slot.practitioner_id for slot in slots} if has_people else set[UUID]()
    places = {slot.location_id for slot in slots} if has_places else set[UUID]()
    return Found(
        *await asyncio.gather(_each(context, find_practitioner, people), _each(context, find_location, places))
    )


async def _each(
    context: Context, find: Callable[[Context, UUID], Awaitable[T | None]], keys: set[UUID]
) -> dict[UUID, T | None]:
    return dict(zip(keys, await asyncio.gather(*(find(context, key) for key in keys)), strict=True))
