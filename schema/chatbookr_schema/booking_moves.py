"""Moving a booking, or asking to: with whom it is, with somebody who is named, or with whoever is free."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings.alternatives import MOST, instead_of_move
from chatbookr_core.bookings.live import NOBODY, look_before_move
from chatbookr_core.bookings.refusals import why_not_moved
from chatbookr_core.bookings.use_cases import move_booking, was_for_anybody
from chatbookr_core.errors import InvalidInput
from chatbookr_schema.availability import WHY, Slot, SlotReason, reasons_shown, slots_shown
from chatbookr_schema.booking_changes import (
    ASK_FOR_IT,
    CANCELLED,
    INSTEAD,
    NOT_OFFERED,
    OVER,
    READ,
    SLOTS,
    STALE,
    TAKEN,
    WRITE,
    changed_booking,
    is_about_time,
)
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    STAFF,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.values import aware, check_year


@error_codes(
    "Why a booking was not moved.",
    **COMMON,
    SLOT_TAKEN=TAKEN,
    SLOT_NOT_OFFERED=NOT_OFFERED,
    ONLY_ON_REQUEST=ASK_FOR_IT,
    STALE=STALE,
    ALREADY_CANCELLED=CANCELLED,
    WRONG_STATUS=OVER,
    CALENDAR_NOT_FRESH="The practitioner's calendar cannot be read right now.",
)
class BookingRescheduleErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    SLOT_TAKEN = "SLOT_TAKEN"
    SLOT_NOT_OFFERED = "SLOT_NOT_OFFERED"
    ONLY_ON_REQUEST = "ONLY_ON_REQUEST"
    STALE = "STALE"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    WRONG_STATUS = "WRONG_STATUS"
    CALENDAR_NOT_FRESH = "CALENDAR_NOT_FRESH"


@enum_type(
    "With whom a booking that is moved is to be, where nobody is named.",
    SAME="Whoever it is with.",
    ANYBODY="Whose turn it is of those who are free then at its place: the fewest bookings in that week, what is moved "
    "left aside, then idle for longest. A calendar that says no is passed over for the next.",
    AS_BOOKED="As ANYBODY, where nobody in particular was asked for (`Booking.isForAnybody`); else as SAME.",
)
class RescheduleWithWhom(Enum):
    SAME = "same"
    ANYBODY = "anybody"
    AS_BOOKED = "as_booked"


@input_type("How to move a booking.")
class BookingRescheduleInput:
    booking_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    starts_at: datetime = field("To when, as `availableSlots` offered it.", policy=OF_PARENT)
    version: int = field("The version that was seen; another one is refused.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("To whom; left out, as `withWhom` says.", policy=OF_PARENT)
    with_whom: RescheduleWithWhom = field(
        "With whom, where nobody is named.", policy=OF_PARENT, default=RescheduleWithWhom.SAME
    )
    or_on_request: bool = field(
        "Where nobody can see the practitioner's calendar (`Slot.isOnRequest`): ask for the time. A booking that "
        "stands stays where it is, and the other time is kept beside it (`Booking.requestedMove`), until staff confirm "
        "or decline that; a request moves at once, and stays one. Asked to move to where it is, it is asked no longer.",
        policy=OF_PARENT,
        default=False,
    )


@object_type("What became of moving a booking.")
class BookingReschedulePayload:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking as it is now.", policy=READ)
    alternatives: list[Slot] | None = field(INSTEAD, policy=SLOTS, lists=MOST)
    reasons: list[SlotReason] | None = field(WHY, policy=SLOTS, lists=len(Reason), surfaces=STAFF)
    user_errors: list[UserError[BookingRescheduleErrorCode]] = field("Why it was not moved.", policy=OUTCOME)


@dataclass(slots=True)
class _Move:
    """What was asked for, and whose calendars said no when they were looked at."""

    context: Context
    booking_id: UUID
    starts_at: datetime
    practitioner_id: UUID | None
    with_whom: RescheduleWithWhom
    or_on_request: bool
    version: int
    to_anybody: bool = False
    passed_over: frozenset[UUID] = NOBODY

    @classmethod
    def of(cls, context: Context, given: BookingRescheduleInput) -> "_Move":
        """Read what was given."""
        return cls(
            context,
            key_of(given.booking_id, "Booking", field="input.bookingId"),
            aware(given.starts_at, "input.startsAt"),
            optional_key(given.practitioner_id, "Practitioner", field="input.practitionerId"),
            given.with_whom,
            given.or_on_request,
            given.version,
        )

    async def look(self) -> None:
        """Ask the calendars of whom it may come to."""
        check_year(self.starts_at)
        if self.with_whom is not RescheduleWithWhom.SAME and self.practitioner_id is not None:
            raise InvalidInput("Name somebody, or take anybody: not both.", field="with_whom")
        self.to_anybody = self.with_whom is RescheduleWithWhom.ANYBODY
        if self.with_whom is RescheduleWithWhom.AS_BOOKED:
            self.to_anybody = await was_for_anybody(self.context.principal(), self.booking_id)
        self.passed_over = await look_before_move(
            self.context.deployment,
            self.context.principal(),
            self.booking_id,
            starts_at=self.starts_at,
            practitioner_id=self.practitioner_id,
            to_anybody=self.to_anybody,
            version=self.version,
        )

    async def make(self) -> UUID:
        """Move it."""
        return await move_booking(
            self.context.deployment,
            self.context.principal(),
            self.booking_id,
            starts_at=self.starts_at,
            practitioner_id=self.practitioner_id,
            to_anybody=self.to_anybody,
            or_on_request=self.or_on_request,
            passed_over=self.passed_over,
            version=self.version,
        )

    async def instead(self) -> tuple[UUID | None, list[Slot]]:
        """Say of which clinic it is, and where else it could go."""
        found = await find_booking(self.context, self.booking_id)
        if found is None:
            return None, []
        others = await instead_of_move(
            self.context.deployment,
            self.context.principal(),
            self.booking_id,
            starts_at=self.starts_at,
            practitioner_id=self.practitioner_id,
            to_anybody=self.to_anybody,
            or_on_request=self.or_on_request,
        )
        clinic_id = found.record.clinic_id
        return clinic_id, await slots_shown(self.context, clinic_id, others)

    async def why_not(self) -> list[SlotReason]:
        """Say what stands in its way."""
        found = await why_not_moved(
            self.context.deployment,
            self.context.principal(),
            self.booking_id,
            starts_at=self.starts_at,
            practitioner_id=self.practitioner_id,
            to_anybody=self.to_anybody,
        )
        return reasons_shown(found)


@strawberry.type
class BookingMoveMutations:
    @field(
        "Move a booking to another offered time; the old one is kept until the new one is taken, or, of a time that "
        "can only be asked for (`orOnRequest`), until staff have confirmed it.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=True,
    )
    async def booking_reschedule(
        self, info: Info, input: Annotated[BookingRescheduleInput, argument("How to move it.")]
    ) -> BookingReschedulePayload | None:
        context, move = info.context, _Move.of(info.context, input)
        outcome = await change(info, input, BookingRescheduleErrorCode, move.make, look=move.look)
        found = await changed_booking(context, outcome)
        clinic_id, others, reasons = found.clinic_id if found else None, list[Slot](), list[SlotReason]()
        if is_about_time(outcome):
            clinic_id, others = await move.instead()
            reasons = await move.why_not()
        return BookingReschedulePayload(
            clinic_id=clinic_id,
            booking=found,
            alternatives=others,
            reasons=reasons,
            user_errors=outcome.user_errors,
        )
