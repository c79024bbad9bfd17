"""Series of appointments as clients see them: what a recurrence would give, and the bookings of one."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.availability.queries import OfferedSlot
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import MOST as NEAREST
from chatbookr_core.bookings.errors import Refusal
from chatbookr_core.bookings.rules import REACH
from chatbookr_core.series.layout import Wish, WithWhom
from chatbookr_core.series.preview import Occurrence, preview
from chatbookr_core.series.queries import ids_of_series
from chatbookr_core.series.rules import MOST
from chatbookr_permissions.actions import Permission
from chatbookr_schema.availability import DURATION, WHY, Slot, SlotReason, reasons_shown, slots_shown
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.clinics import Practitioner, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import BOTH, OF_PARENT, STAFF, Needs, argument, enum_type, field, object_type
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.nodes import clinic_for
from chatbookr_schema.values import aware

USUALLY = 20  # priced as so many: few series are as long as they may be
CLINIC = Needs(Permission.CLINIC_READ)
SLOTS, READ = Needs(Permission.SLOT_READ), Needs(Permission.BOOKING_READ)
RECURRENCE = (
    f"How it recurs (RFC 5545): `FREQ=WEEKLY;COUNT=10`, `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20271231`; DAILY, "
    f"WEEKLY or MONTHLY, with INTERVAL, COUNT or UNTIL, BYDAY, BYMONTHDAY and WKST; at most {MOST} appointments within "
    f"{REACH.days} days."
)
STARTS = "When the first one starts; the others have the same local time of the place, whatever the clock does there."
WHERE = "Where; left out, where they give the service, if that is one place."
WITH = (
    "With whom; left out, with whoever is free, fairly: who has the fewest bookings then, of these who is idle longest."
)
WITH_WHOM = "Whether one person gives all of it, where nobody is named."


@enum_type(
    "Whom a series is with that names nobody.",
    SAME="One practitioner for all of it: whoever's turn it is of those who are free each time; where nobody is, of "
    "those who are free for most of it.",
    EACH="For each appointment whoever's turn it is of those who are free then.",
)
class SeriesWithWhom(Enum):
    SAME = "same"
    EACH = "each"

    @property
    def core(self) -> WithWhom:
        return "same" if self is SeriesWithWhom.SAME else "each"


@enum_type(
    "Why one appointment of a series was not made or changed.",
    SLOT_TAKEN="The time has just been taken, or the practitioner's calendar is busy, or there are enough bookings.",
    SLOT_NOT_OFFERED="The time is not offered: taken, outside hours, too soon, too far, or not on the grid.",
    CALENDAR_NOT_FRESH="The practitioner's calendar cannot be read right now.",
    STALE="It was changed meanwhile, or its version was not given: load it again.",
)
class SeriesRefusalCode(Enum):
    SLOT_TAKEN = "SLOT_TAKEN"
    SLOT_NOT_OFFERED = "SLOT_NOT_OFFERED"
    CALENDAR_NOT_FRESH = "CALENDAR_NOT_FRESH"
    STALE = "STALE"


@object_type("Why one appointment of a series was not made or changed.", needs=Permission.BOOKING_WRITE)
class SeriesRefusal:
    clinic_id: strawberry.Private[UUID]
    ordinal: int = field("Which one: its number in the recurrence, or in the series there is.", policy=OF_PARENT)
    starts_at: datetime = field("When it was to start, or, of one that exists, when it starts.", policy=OF_PARENT)
    code: SeriesRefusalCode = field("What a program can go by.", policy=OF_PARENT)
    alternatives: list[Slot] | None = field(
        "The three offered times nearest to where it was to be, with the same practitioner if any.",
        policy=SLOTS,
        lists=NEAREST,
    )

    reasons: list[SlotReason] | None = field(WHY, policy=SLOTS, lists=len(Reason), surfaces=STAFF)

    @classmethod
    def of(cls, refusal: Refusal, others: list[Slot], reasons: Sequence[Reason], clinic_id: UUID) -> "SeriesRefusal":
        return cls(
            clinic_id=clinic_id,
            ordinal=refusal.ordinal,
            starts_at=refusal.starts_at,
            code=SeriesRefusalCode(refusal.code),
            alternatives=others,
            reasons=reasons_shown(reasons),
        )


@object_type("One appointment that a series would have.", needs=Permission.SLOT_READ)
class SeriesOccurrence:
    clinic_id: strawberry.Private[UUID]
    ordinal: int = field("Which one: 1 for the first.", policy=OF_PARENT)
    starts_at: datetime = field("When it would start.", policy=OF_PARENT)
    ends_at: datetime = field("When it would end.", policy=OF_PARENT)
    time_zone: str = field("The IANA time zone of the place: show times in it.", policy=OF_PARENT)
    practitioner: Practitioner | None = field(
        "Who would give it; where it is not offered, who would give the others, if that is one person.", policy=CLINIC
    )
    is_offered: bool = field("It can be booked, as far as is known now.", policy=OF_PARENT)
    reasons: list[SlotReason] | None = field(
        "Why it is not offered, as `explainSlot` says of `practitioner`; none where it is, nor of nobody.",
        policy=SLOTS,
        lists=len(Reason),
        surfaces=STAFF,
    )
    alternatives: list[Slot] = field(
        "Where it is not offered: the three offered times nearest to it, with the same practitioner if any; no other "
        "time of the series is among them.",
        policy=OF_PARENT,
        lists=NEAREST,
    )

    @classmethod
    def of(
        cls, one: Occurrence, zone: str, others: list[Slot], clinic_id: UUID, whose: Practitioner | None
    ) -> "SeriesOccurrence":
        return cls(
            clinic_id=clinic_id,
            practitioner=whose,
            ordinal=one.ordinal,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            time_zone=zone,
            is_offered=one.is_offered,
            reasons=reasons_shown(one.reasons),
            alternatives=others,
        )


async def shown_each(context: Context, clinic_id: UUID, each: Sequence[Sequence[OfferedSlot]]) -> list[list[Slot]]:
    """Show several lists of times of a clinic; with whom and where they are is looked up once."""
    shown = iter(await slots_shown(context, clinic_id, [slot for slots in each for slot in slots]))
    return [[next(shown) for _ in slots] for slots in each]


async def found_bookings(context: Context, ids: Sequence[UUID]) -> list[Booking]:
    """Read bookings in their order, those that the asker sees."""
    found = await asyncio.gather(*(find_booking(context, one) for one in ids))  # read in one statement
    return [one for one in found if one is not None]


async def _people(context: Context, found: Sequence[Occurrence]) -> dict[UUID | None, Practitioner | None]:
    """Read once who would give appointments, if the asker sees them."""
    keys = sorted({one.practitioner_id for one in found if one.practitioner_id is not None})
    return dict(zip(keys, await asyncio.gather(*(find_practitioner(context, one) for one in keys)), strict=True))


@strawberry.type
class SeriesQueries:
    @field(
        "What a series of appointments would be, each of them free or not, with what is near. Nothing is kept; "
        "of the practitioner's calendar it knows what was read last, and of times beyond the clinic's horizon nothing: "
        "`bookingSeriesCreate` asks it then.",
        policy=SLOTS,
        cost=50,
        lists=USUALLY,
        surfaces=BOTH,
    )
    async def booking_series_preview(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("In this clinic.")],
        service_id: Annotated[strawberry.ID, argument("For this service.")],
        starts_at: Annotated[datetime, argument(STARTS)],
        recurrence: Annotated[str, argument(RECURRENCE)],
        practitioner_id: Annotated[strawberry.ID | None, argument(WITH)] = None,
        location_id: Annotated[strawberry.ID | None, argument(WHERE)] = None,
        duration_minutes: Annotated[int | None, argument(DURATION)] = None,
        with_whom: Annotated[SeriesWithWhom, argument(WITH_WHOM)] = SeriesWithWhom.SAME,
    ) -> list[SeriesOccurrence] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.SLOT_READ)
        wish = Wish(
            clinic,
            key_of(service_id, "Service", field="serviceId"),
            optional_key(practitioner_id, "Practitioner", field="practitionerId"),
            aware(starts_at, "startsAt"),
            recurrence,
            optional_key(location_id, "Location", field="locationId"),
            duration_minutes,
            with_whom.core,
        )
        layout, found = await preview(context.deployment, context.principal(), wish)
        others = await shown_each(context, clinic, [one.alternatives for one in found])
        people = await _people(context, found)
        return [
            SeriesOccurrence.of(one, layout.zone, instead, clinic, people.get(one.practitioner_id))
            for one, instead in zip(found, others, strict=True)
        ]

    @field(
        "The bookings of a series by their number, those that were cancelled among them; which of them it is, each "
        "says in `series`.",
        policy=READ,
        cost=5,
        lists=USUALLY,
        surfaces=BOTH,
    )
    async def booking_series(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        series_id: Annotated[strawberry.ID, argument("Which series: `Booking.series.id`.")],
    ) -> list[Booking] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        key = key_of(series_id, "BookingSeries", field="seriesId")
        return await found_bookings(context, await ids_of_series(clinic, key))
