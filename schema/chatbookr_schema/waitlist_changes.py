"""What staff and partners do with the waitlist: put people on it and off it, offer a time, answer for a patient."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import MOST
from chatbookr_core.clinics.queries import find_clinic_of_service
from chatbookr_core.deployment import Deployment
from chatbookr_core.waitlist.entries import Wanted
from chatbookr_core.waitlist.rules import EVERY_DAY, EVERY_PART, DayHours, Wish
from chatbookr_core.waitlist.use_cases import (
    OfferWish,
    add_entry,
    decline_offer,
    look_before_offer,
    make_offer,
    remove_entry,
    take_offer,
    why_not_offered,
)
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_schema.availability import WHY, Slot, SlotReason, reasons_shown, slots_shown
from chatbookr_schema.booking_changes import NOT_OFFERED, SLOTS, TAKEN, WRITE, is_about_time
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import BOTH, OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, Outcome, UserError, change, error_codes
from chatbookr_schema.values import aware, check_year
from chatbookr_schema.waitlist import READ, DayPart, WaitlistEntry, find_waitlist_entry

OVER = "It was answered already, or its minutes have passed."
T = TypeVar("T", "WaitlistEntryRemovePayload", "WaitlistOfferDeclinePayload")


@error_codes("Why nobody was put on the waitlist.", **COMMON)
class WaitlistEntryAddErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@error_codes(
    "Why somebody was not taken off.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    NOT_WAITING="It has led to a booking, or expired.",
    OFFER_OVER=OVER,
)
class WaitlistAnswerErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    NOT_WAITING = "NOT_WAITING"
    OFFER_OVER = "OFFER_OVER"


@error_codes(
    "Why a time was not offered.",
    **COMMON,
    SLOT_TAKEN=TAKEN,
    SLOT_NOT_OFFERED=NOT_OFFERED,
    CALENDAR_NOT_FRESH="The practitioner's calendar has something then, or cannot be read right now.",
    NOT_WAITING="They do not wait, or have to answer an offer first.",
    ALREADY_OFFERED="They were offered that time before, or one that overlaps it, or have another offer.",
)
class WaitlistOfferMakeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    SLOT_TAKEN = "SLOT_TAKEN"
    SLOT_NOT_OFFERED = "SLOT_NOT_OFFERED"
    CALENDAR_NOT_FRESH = "CALENDAR_NOT_FRESH"
    NOT_WAITING = "NOT_WAITING"
    ALREADY_OFFERED = "ALREADY_OFFERED"


@input_type("Of some days those minutes of the local day at which a start suits.")
class WaitlistDayHoursInput:
    weekdays: list[int] | None = optional_input(
        "On these days of the week: 1 for Monday … 7 for Sunday; left out, on any.", policy=OF_PARENT
    )
    days: list[date] | None = optional_input("On these days alone, at most 31.", policy=OF_PARENT)
    from_minute: int | None = optional_input("Not before this minute: 0 to 1439; left out, at any.", policy=OF_PARENT)
    until_minute: int | None = optional_input("Before this minute: up to 1440; left out, at any.", policy=OF_PARENT)


@input_type("Who waits for what, and when it would suit them.")
class WaitlistEntryAddInput:
    service_id: strawberry.ID = field("What for.", policy=OF_PARENT)
    patient_id: strawberry.ID = field("Who waits.", policy=Needs(Permission.PATIENT_READ))
    practitioner_id: strawberry.ID | None = optional_input("With whom; left out, with anybody.", policy=OF_PARENT)
    location_id: strawberry.ID | None = optional_input("Where; left out, anywhere.", policy=OF_PARENT)
    booking_id: strawberry.ID | None = optional_input(
        "The booking that would move to an earlier time; left out, a new one is made.", policy=OF_PARENT
    )
    duration_minutes: int | None = optional_input(
        "For how long, where the service takes other durations than its usual one.", policy=OF_PARENT
    )
    first_day: date | None = optional_input("Not before this day.", policy=OF_PARENT)
    last_day: date | None = optional_input("Not after this day.", policy=OF_PARENT)
    weekdays: list[int] | None = optional_input(
        "On these days alone: 1 for Monday … 7 for Sunday; left out, on any.", policy=OF_PARENT
    )
    day_parts: list[DayPart] | None = optional_input("In these parts alone; left out, in any.", policy=OF_PARENT)
    from_minute: int | None = optional_input(
        "Not before this minute of the local day: 0 to 1439; left out, at any.", policy=OF_PARENT
    )
    until_minute: int | None = optional_input(
        "Before this minute of the local day: up to 1440; left out, at any.", policy=OF_PARENT
    )
    days: list[date] | None = optional_input("On these days alone, at most 31.", policy=OF_PARENT)
    refused_weekdays: list[int] | None = optional_input(
        "Of these days a part would not suit: 1 for Monday … 7 for Sunday.", policy=OF_PARENT
    )
    refused_from_minute: int | None = optional_input(
        "The part begins at this minute of the local day: 0 to 1439; left out, with the day.", policy=OF_PARENT
    )
    refused_until_minute: int | None = optional_input(
        "The part ends before this minute of the local day: up to 1440; left out, with the day.", policy=OF_PARENT
    )
    day_hours: list[WaitlistDayHoursInput] | None = optional_input(
        "What lies in one of these alone, at most 14, within the rest of the wish.", policy=OF_PARENT
    )
    starts_before: datetime | None = optional_input("Earlier than this instant alone.", policy=OF_PARENT)


@input_type("Which time to offer to whom.")
class WaitlistOfferMakeInput:
    entry_id: strawberry.ID = field("Which place on the waitlist.", policy=OF_PARENT)
    starts_at: datetime = field("When, as `availableSlots` offered it.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input(
        "With whom; left out, one of those who are free.", policy=OF_PARENT
    )


@object_type("What became of putting somebody on the waitlist.")
class WaitlistEntryAddPayload:
    clinic_id: strawberry.Private[UUID | None]
    waitlist_entry: WaitlistEntry | None = field("The place; who had one for the same keeps it.", policy=READ)
    user_errors: list[UserError[WaitlistEntryAddErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of taking somebody off the waitlist.")
class WaitlistEntryRemovePayload:
    clinic_id: strawberry.Private[UUID | None]
    waitlist_entry: WaitlistEntry | None = field("The place as it is now.", policy=READ)
    user_errors: list[UserError[WaitlistAnswerErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of offering a time.")
class WaitlistOfferMakePayload:
    clinic_id: strawberry.Private[UUID | None]
    waitlist_entry: WaitlistEntry | None = field("The place as it is now.", policy=READ)
    alternatives: list[Slot] | None = field(
        "Where the time could not be had: the three offered times nearest to it, with the same practitioner if any; "
        "nothing that meets what they were offered before.",
        policy=SLOTS,
        lists=MOST,
    )
    reasons: list[SlotReason] | None = field(WHY, policy=SLOTS, lists=len(Reason))
    user_errors: list[UserError[WaitlistOfferMakeErrorCode]] = field("Why it was not offered.", policy=OUTCOME)


@object_type("What became of taking an offer.")
class WaitlistOfferTakePayload:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking that was made, or moved.", policy=READ)
    user_errors: list[UserError[WaitlistAnswerErrorCode]] = field("Why it was not taken.", policy=OUTCOME)


@object_type("What became of declining an offer.")
class WaitlistOfferDeclinePayload:
    clinic_id: strawberry.Private[UUID | None]
    waitlist_entry: WaitlistEntry | None = field("The place, which is kept.", policy=READ)
    user_errors: list[UserError[WaitlistAnswerErrorCode]] = field("Why it was not declined.", policy=OUTCOME)


def _wanted(given: WaitlistEntryAddInput) -> Wanted:
    return Wanted(
        key_of(given.service_id, "Service", field="input.serviceId"),
        optional_key(given.practitioner_id, "Practitioner", field="input.practitionerId"),
        optional_key(given.location_id, "Location", field="input.locationId"),
        optional_key(given.booking_id, "Booking", field="input.bookingId"),
        given.duration_minutes,
        Wish(
            given.first_day,
            given.last_day,
            EVERY_DAY if given.weekdays is None else _bits(given.weekdays),
            EVERY_PART if given.day_parts is None else sum({one.value for one in given.day_parts}),
            aware(given.starts_before, "input.startsBefore"),
            given.from_minute,
            given.until_minute,
            tuple(given.days or ()),
            _refused_bits(given.refused_weekdays or ()),
            given.refused_from_minute,
            given.refused_until_minute,
            tuple(map(_day_hours, given.day_hours or ())),
        ),
    )


def _day_hours(given: WaitlistDayHoursInput) -> DayHours:
    weekdays = EVERY_DAY if given.weekdays is None else _bits(given.weekdays)
    return DayHours(weekdays, tuple(given.days or ()), given.from_minute, given.until_minute)


def _bits(weekdays: Sequence[int]) -> int:
    """Write weekdays as bits; none, which is no wish, where one is on no week."""
    if any(not 1 <= one <= 7 for one in weekdays):
        return 0
    return sum({1 << one - 1 for one in weekdays})


def _refused_bits(weekdays: Sequence[int]) -> int:
    """Write them as bits likewise; none are refused where none are said."""
    return _bits(weekdays) or (-1 if weekdays else 0)


async def _answered(
    info: Info, kind: type[T], entry_id: str, work: Callable[[Deployment, Actor, UUID], Awaitable[UUID]]
) -> T:
    context, actor = info.context, info.context.principal()
    key = key_of(entry_id, "WaitlistEntry", field="entryId")
    outcome = await change(info, None, WaitlistAnswerErrorCode, lambda: work(context.deployment, actor, key))
    found = await find_waitlist_entry(context, outcome.key) if outcome.key else None
    clinic_id = found.clinic_id if found else None
    return kind(clinic_id=clinic_id, waitlist_entry=found, user_errors=outcome.user_errors)


async def _not_offered(context: Context, wish: OfferWish, outcome: Outcome) -> WaitlistOfferMakePayload:
    """Say what stands in the way of a time, and which are near it."""
    refused = await why_not_offered(context.deployment, context.principal(), wish)
    return WaitlistOfferMakePayload(
        clinic_id=refused.clinic_id,
        waitlist_entry=None,
        alternatives=await slots_shown(context, refused.clinic_id, refused.alternatives),
        reasons=reasons_shown(refused.reasons),
        user_errors=outcome.user_errors,
    )


@strawberry.type
class WaitlistMutations:
    @field(
        "Put a patient on the waitlist; what falls free and suits is offered in turn.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=True,
    )
    async def waitlist_entry_add(
        self, info: Info, input: Annotated[WaitlistEntryAddInput, argument("Who, and what for.")]
    ) -> WaitlistEntryAddPayload | None:
        context, actor = info.context, info.context.principal()
        patient_id = key_of(input.patient_id, "Patient", field="input.patientId")
        wanted = _wanted(input)

        async def work() -> UUID:
            clinic_id = await find_clinic_of_service(wanted.service_id)
            return await add_entry(context.deployment, actor, clinic_id, patient_id, wanted)

        outcome = await change(info, input, WaitlistEntryAddErrorCode, work)
        found = await find_waitlist_entry(context, outcome.key) if outcome.key else None
        clinic_id = found.clinic_id if found else None
        return WaitlistEntryAddPayload(clinic_id=clinic_id, waitlist_entry=found, user_errors=outcome.user_errors)

    @field(
        "Take a patient off the waitlist; what is kept for them goes to the next.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=False,
    )
    async def waitlist_entry_remove(
        self, info: Info, entry_id: Annotated[strawberry.ID, argument("Which place.")]
    ) -> WaitlistEntryRemovePayload | None:
        return await _answered(info, WaitlistEntryRemovePayload, entry_id, remove_entry)

    @field("Offer a free time to somebody out of their turn: it is kept, and they are told.", policy=WRITE, cost=10)
    async def waitlist_offer_make(
        self, info: Info, input: Annotated[WaitlistOfferMakeInput, argument("What, to whom.")]
    ) -> WaitlistOfferMakePayload | None:
        context, actor = info.context, info.context.principal()
        wish = OfferWish(
            key_of(input.entry_id, "WaitlistEntry", field="input.entryId"),
            aware(input.starts_at, "input.startsAt"),
            optional_key(input.practitioner_id, "Practitioner", field="input.practitionerId"),
        )

        async def look() -> None:
            check_year(wish.starts_at)
            await look_before_offer(context.deployment, actor, wish)

        async def work() -> UUID:
            return await make_offer(context.deployment, actor, wish)

        outcome = await change(info, input, WaitlistOfferMakeErrorCode, work, look=look)
        if is_about_time(outcome):
            return await _not_offered(context, wish, outcome)
        found = await find_waitlist_entry(context, outcome.key) if outcome.key else None
        return WaitlistOfferMakePayload(
            clinic_id=found.clinic_id if found else None,
            waitlist_entry=found,
            alternatives=[],
            reasons=[],
            user_errors=outcome.user_errors,
        )

    @field(
        "Take what is kept for a patient, who said so on the phone.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=True,
    )
    async def waitlist_offer_take(
        self, info: Info, entry_id: Annotated[strawberry.ID, argument("Whose place.")]
    ) -> WaitlistOfferTakePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(entry_id, "WaitlistEntry", field="entryId")
        outcome = await change(info, None, WaitlistAnswerErrorCode, lambda: take_offer(context.deployment, actor, key))
        found = await find_booking(context, outcome.key) if outcome.key else None
        clinic_id = found.clinic_id if found else None
        return WaitlistOfferTakePayload(clinic_id=clinic_id, booking=found, user_errors=outcome.user_errors)

    @field(
        "Pass on what is kept for a patient, who keeps their place.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=False,
    )
    async def waitlist_offer_decline(
        self, info: Info, entry_id: Annotated[strawberry.ID, argument("Whose place.")]
    ) -> WaitlistOfferDeclinePayload | None:
        return await _answered(info, WaitlistOfferDeclinePayload, entry_id, decline_offer)
