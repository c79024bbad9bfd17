"""What staff do with bookings: make and cancel them, and answer requests."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import MOST, instead_of_booking, instead_of_request
from chatbookr_core.bookings.live import NOBODY, look_before_booking, look_before_confirming
from chatbookr_core.bookings.refusals import why_not_booked
from chatbookr_core.bookings.use_cases import (
    BookingRequest,
    answer_request,
    book_for_patient,
    cancel_booking,
)
from chatbookr_core.clinics.queries import find_clinic_of_service
from chatbookr_core.errors import NotFound
from chatbookr_permissions.actions import Permission
from chatbookr_schema.availability import WHY, Slot, SlotReason, reasons_shown, slots_shown
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, Outcome, UserError, change, error_codes
from chatbookr_schema.values import aware, check_year

SLOTS = Needs(Permission.SLOT_READ)
ABOUT_TIME = frozenset({"SLOT_TAKEN", "SLOT_NOT_OFFERED", "ONLY_ON_REQUEST", "CALENDAR_NOT_FRESH"})
INSTEAD = (
    "Where the time could not be had: the three offered times nearest to it, with the same practitioner if any; times "
    "on request alone where they were asked for (`orOnRequest`)."
)
READ, WRITE = Needs(Permission.BOOKING_READ), Needs(Permission.BOOKING_WRITE)
TAKEN = "The time has just been taken."
NOT_OFFERED = "The time is not offered: outside hours, too soon, too far, or not on the grid."
ASK_FOR_IT = "Nobody can see the practitioner's calendar right now: the time can be asked for, by `orOnRequest`."
DESPITE = (
    "Let it stand whatever the calendar has then, and say why, as a code: small letters and _, at most 40. It carries "
    "that as its mark."
)
STALE = "It was changed meanwhile: load it again."
CANCELLED = "It is cancelled already."
OVER = "It has been noted already what became of the visit."


@error_codes(
    "Why a booking was not made.",
    **COMMON,
    SLOT_TAKEN=TAKEN,
    SLOT_NOT_OFFERED=NOT_OFFERED,
    ONLY_ON_REQUEST=ASK_FOR_IT,
    CALENDAR_NOT_FRESH="The practitioner's calendar cannot be read right now.",
)
class BookingCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    SLOT_TAKEN = "SLOT_TAKEN"
    SLOT_NOT_OFFERED = "SLOT_NOT_OFFERED"
    ONLY_ON_REQUEST = "ONLY_ON_REQUEST"
    CALENDAR_NOT_FRESH = "CALENDAR_NOT_FRESH"


@error_codes("Why a booking was not cancelled.", **COMMON, STALE=STALE, ALREADY_CANCELLED=CANCELLED, WRONG_STATUS=OVER)
class BookingCancelErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    STALE = "STALE"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    WRONG_STATUS = "WRONG_STATUS"


@error_codes(
    "Why a request was not declined.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    NOT_REQUESTED="It does not wait for an answer: it stands already, or is cancelled.",
    STALE=STALE,
)
class BookingDeclineErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    NOT_REQUESTED = "NOT_REQUESTED"
    STALE = "STALE"


@error_codes(
    "Why a request was not confirmed.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    NOT_REQUESTED="It does not wait for an answer: it stands already, or is cancelled.",
    STALE=STALE,
    SLOT_TAKEN="The practitioner's calendar has something else then by now.",
)
class BookingConfirmErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    NOT_REQUESTED = "NOT_REQUESTED"
    STALE = "STALE"
    SLOT_TAKEN = "SLOT_TAKEN"


@input_type("What to book.")
class BookingCreateInput:
    service_id: strawberry.ID = field("What for.", policy=OF_PARENT)
    starts_at: datetime = field("When, as `availableSlots` offered it.", policy=OF_PARENT)
    patient_id: strawberry.ID = field("Who comes.", policy=Needs(Permission.PATIENT_READ))
    practitioner_id: strawberry.ID | None = optional_input(
        "With whom; left out, whose turn it is of those who are free: the fewest bookings in the week, then idle for "
        "longest.",
        policy=OF_PARENT,
    )
    location_id: strawberry.ID | None = optional_input(
        "Where; left out, where the practitioner is then.", policy=OF_PARENT
    )
    duration_minutes: int | None = optional_input(
        "For how long, where the service takes other durations than its usual one.", policy=OF_PARENT
    )
    or_on_request: bool = field(
        "Where nobody can see the practitioner's calendar (`Slot.isOnRequest`): ask for the time. The booking is "
        "`REQUESTED`, and keeps it, until staff confirm or decline it. What can be promised is booked all the same.",
        policy=OF_PARENT,
        default=False,
    )
    overbook_reason: str | None = optional_input(
        "Put it there whatever else is there, and say why, as a code: small letters and _, at most 40; then say with "
        "whom and where, too.",
        policy=Needs(Permission.BOOKING_OVERBOOK),
    )
    notes: str | None = optional_input(
        "What the clinic notes, at most 500 characters.",
        policy=Needs(Permission.BOOKING_NOTES_WRITE),
        data=DataClass.CONVERSATION,
    )


@input_type("How to cancel a booking.")
class BookingCancelInput:
    booking_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    reason: str | None = optional_input(
        "Why, as a code: small letters and _, at most 40, like `no_show`; no words of anybody's.", policy=OF_PARENT
    )
    version: int = field("The version that was seen; another one is refused.", policy=OF_PARENT)


@object_type("What became of making a booking.")
class BookingCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking.", policy=READ)
    alternatives: list[Slot] | None = field(INSTEAD, policy=SLOTS, lists=MOST)
    reasons: list[SlotReason] | None = field(WHY, policy=SLOTS, lists=len(Reason), surfaces=STAFF)
    user_errors: list[UserError[BookingCreateErrorCode]] = field("Why it was not made.", policy=OUTCOME)


@object_type("What became of cancelling a booking.")
class BookingCancelPayload:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking as it is now.", policy=READ)
    user_errors: list[UserError[BookingCancelErrorCode]] = field("Why it was not cancelled.", policy=OUTCOME)


@object_type("What became of confirming a request.")
class BookingConfirmPayload:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking as it is now.", policy=READ)
    alternatives: list[Slot] | None = field(
        "Where the time is gone: the three offered times nearest to it, with the same practitioner if any.",
        policy=SLOTS,
        lists=MOST,
    )
    user_errors: list[UserError[BookingConfirmErrorCode]] = field("Why it was not confirmed.", policy=OUTCOME)


@object_type("What became of declining a request.")
class BookingDeclinePayload:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking as it is now.", policy=READ)
    user_errors: list[UserError[BookingDeclineErrorCode]] = field("Why it was not declined.", policy=OUTCOME)


async def changed_booking(context: Context, outcome: Outcome) -> Booking | None:
    """Show the booking as it is after a change; None where nothing was changed."""
    return await find_booking(context, outcome.key) if outcome.key else None


def is_about_time(outcome: Outcome) -> bool:
    """Tell whether it was the time that could not be had: then others are offered."""
    return any(error.code.name in ABOUT_TIME for error in outcome.user_errors)


def _wanted(given: BookingCreateInput) -> Callable[[], Awaitable[BookingRequest]]:
    """Read the ids at once, so that a wrong one is refused; the clinic is that of the service, looked up when asked."""
    service_id = key_of(given.service_id, "Service", field="input.serviceId")
    practitioner_id = optional_key(given.practitioner_id, "Practitioner", field="input.practitionerId")
    patient_id = key_of(given.patient_id, "Patient", field="input.patientId")
    location = given.location_id
    location_id = key_of(location, "Location", field="input.locationId") if location else None
    starts_at = aware(given.starts_at, "input.startsAt")

    async def request() -> BookingRequest:
        check_year(starts_at)
        clinic_id = await find_clinic_of_service(service_id)
        if clinic_id is None:
            raise NotFound(field="service_id")
        return BookingRequest(
            clinic_id=clinic_id,
            service_id=service_id,
            practitioner_id=practitioner_id,
            starts_at=starts_at,
            patient_id=patient_id,
            location_id=location_id,
            duration_minutes=given.duration_minutes,
            notes=given.notes,
            overbook_reason=given.overbook_reason,
            or_on_request=given.or_on_request,
        )

    return request


async def _not_made(context: Context, request: BookingRequest, outcome: Outcome) -> BookingCreatePayload:
    """Say what stands in the way of a time, and which are near it."""
    actor, clinic_id = context.principal(), request.clinic_id
    offered = await instead_of_booking(context.deployment, actor, request)
    return BookingCreatePayload(
        clinic_id=clinic_id,
        booking=None,
        alternatives=await slots_shown(context, clinic_id, offered),
        reasons=reasons_shown(await why_not_booked(context.deployment, actor, request)),
        user_errors=outcome.user_errors,
    )


@strawberry.type
class BookingMutations:
    @field("Book an offered time for a patient.", policy=WRITE, cost=10, surfaces=BOTH, tells=True)
    async def booking_create(
        self, info: Info, input: Annotated[BookingCreateInput, argument("What to book.")]
    ) -> BookingCreatePayload | None:
        context, actor = info.context, info.context.principal()
        wanted, passed_over = _wanted(input), NOBODY

        async def look() -> None:
            nonlocal passed_over
            passed_over = await look_before_booking(context.deployment, actor, await wanted())

        async def work() -> UUID:
            request = replace(await wanted(), passed_over=passed_over)
            return await book_for_patient(context.deployment, actor, request)

        outcome = await change(info, input, BookingCreateErrorCode, work, look=look)
        found = await changed_booking(context, outcome)
        if is_about_time(outcome):
            return await _not_made(context, await wanted(), outcome)
        clinic_id = found.clinic_id if found else None
        return BookingCreatePayload(
            clinic_id=clinic_id, booking=found, alternatives=[], reasons=[], user_errors=outcome.user_errors
        )

    @field("Cancel a booking for the clinic.", policy=WRITE, cost=10, surfaces=BOTH, tells=True)
    async def booking_cancel(
        self, info: Info, input: Annotated[BookingCancelInput, argument("Which one, and why.")]
    ) -> BookingCancelPayload | None:
        context, actor = info.context, info.context.principal()
        booking_id = key_of(input.booking_id, "Booking", field="input.bookingId")
        outcome = await change(
            info,
            input,
            BookingCancelErrorCode,
            lambda: cancel_booking(context.deployment, actor, booking_id, reason=input.reason, version=input.version),
        )
        found = await changed_booking(context, outcome)
        clinic_id = found.clinic_id if found else None
        return BookingCancelPayload(clinic_id=clinic_id, booking=found, user_errors=outcome.user_errors)

    @field(
        "Confirm what was asked for: it stands, or moves where it was asked to (`Booking.requestedMove`), and the "
        "patient is told. The practitioner's calendar is looked into first; where it cannot be, what was known of it "
        "last counts.",
        policy=WRITE,
        cost=10,
    )
    async def booking_confirm(
        self,
        info: Info,
        booking_id: Annotated[strawberry.ID, argument("Which one.")],
        version: Annotated[int, argument("The version that was seen; another one is refused.")],
        overbook_reason: Annotated[str | None, argument(DESPITE, policy=Needs(Permission.BOOKING_OVERBOOK))] = None,
    ) -> BookingConfirmPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(booking_id, "Booking", field="bookingId")

        async def look() -> None:
            if overbook_reason is None:
                await look_before_confirming(context.deployment, actor, key, version=version)

        async def work() -> UUID:
            return await answer_request(
                context.deployment, actor, key, is_confirmed=True, version=version, overbook_reason=overbook_reason
            )

        outcome = await change(info, None, BookingConfirmErrorCode, work, look=look)
        found, near = await changed_booking(context, outcome), list[Slot]()
        clinic_id = found.clinic_id if found else None
        if is_about_time(outcome) and (asked := await find_booking(context, key)) is not None:
            clinic_id = asked.record.clinic_id
            near = await slots_shown(context, clinic_id, await instead_of_request(context.deployment, actor, key))
        return BookingConfirmPayload(
            clinic_id=clinic_id, booking=found, alternatives=near, user_errors=outcome.user_errors
        )

    @field(
        "Decline what was asked for: the time is free again, and the patient is told. A booking that was asked to move "
        "stays where it is.",
        policy=WRITE,
        cost=10,
    )
    async def booking_decline(
        self,
        info: Info,
        booking_id: Annotated[strawberry.ID, argument("Which one.")],
        version: Annotated[int, argument("The version that was seen; another one is refused.")],
    ) -> BookingDeclinePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(booking_id, "Booking", field="bookingId")

        async def work() -> UUID:
            return await answer_request(context.deployment, actor, key, is_confirmed=False, version=version)

        outcome = await change(info, None, BookingDeclineErrorCode, work)
        found = await changed_booking(context, outcome)
        clinic_id = found.clinic_id if found else None
        return BookingDeclinePayload(clinic_id=clinic_id, booking=found, user_errors=outcome.user_errors)
