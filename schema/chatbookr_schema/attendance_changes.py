"""What becomes of a visit: the patient is there, it is over, nobody came; and undoing what was noted by mistake."""

from enum import Enum
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from chatbookr_core.bookings.life import Step
from chatbookr_core.bookings.use_cases import record_step
from chatbookr_schema.booking_changes import CANCELLED, READ, STALE, WRITE
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Info
from chatbookr_schema.field import BOTH, argument, field, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

T = TypeVar("T", bound="BookingAttended")
SEEN = "The version that was seen; another one is refused."


@error_codes(
    "Why nothing was noted of a visit.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STALE=STALE,
    ALREADY_CANCELLED=CANCELLED,
    WRONG_STATUS="It does not lead there from where the booking is: load it again.",
    NOT_THE_TIME=(
        "Patients are checked in on the day, a visit is over or missed once it has begun, and a note is undone on the "
        "day it was made."
    ),
)
class BookingAttendanceErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STALE = "STALE"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    WRONG_STATUS = "WRONG_STATUS"
    NOT_THE_TIME = "NOT_THE_TIME"


@object_type("What became of noting something of a visit.")
class BookingAttended:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking as it is now.", policy=READ)
    user_errors: list[UserError[BookingAttendanceErrorCode]] = field("Why nothing was noted.", policy=OUTCOME)


@object_type("What became of checking a patient in.")
class BookingCheckInPayload(BookingAttended):
    pass


@object_type("What became of completing a visit.")
class BookingCompletePayload(BookingAttended):
    pass


@object_type("What became of noting that nobody came.")
class BookingNoShowPayload(BookingAttended):
    pass


@object_type("What became of undoing what was noted of a visit.")
class BookingAttendanceUndoPayload(BookingAttended):
    pass


async def _noted(info: Info, kind: type[T], booking_id: str, version: int, step: Step) -> T:
    context, actor = info.context, info.context.principal()
    key = key_of(booking_id, "Booking", field="bookingId")

    async def work() -> UUID:
        return await record_step(context.deployment, actor, key, step, version=version)

    outcome = await change(info, None, BookingAttendanceErrorCode, work)
    found = await find_booking(context, outcome.key) if outcome.key else None
    return kind(clinic_id=found.clinic_id if found else None, booking=found, user_errors=outcome.user_errors)


@strawberry.type
class AttendanceMutations:
    @field("Note that the patient is there.", policy=WRITE, cost=10, surfaces=BOTH, tells=False)
    async def booking_check_in(
        self,
        info: Info,
        booking_id: Annotated[strawberry.ID, argument("Which one.")],
        version: Annotated[int, argument(SEEN)],
    ) -> BookingCheckInPayload | None:
        return await _noted(info, BookingCheckInPayload, booking_id, version, Step.CHECK_IN)

    @field("Note that the visit has taken place.", policy=WRITE, cost=10, surfaces=BOTH, tells=False)
    async def booking_complete(
        self,
        info: Info,
        booking_id: Annotated[strawberry.ID, argument("Which one.")],
        version: Annotated[int, argument(SEEN)],
    ) -> BookingCompletePayload | None:
        return await _noted(info, BookingCompletePayload, booking_id, version, Step.COMPLETE)

    @field(
        "Note that nobody came: a person says so, never a program of ours.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=True,
    )
    async def booking_no_show(
        self,
        info: Info,
        booking_id: Annotated[strawberry.ID, argument("Which one.")],
        version: Annotated[int, argument(SEEN)],
    ) -> BookingNoShowPayload | None:
        return await _noted(info, BookingNoShowPayload, booking_id, version, Step.NO_SHOW)

    @field(
        "Undo what was noted of a visit, on the local day it was noted: it stands again as before.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=False,
    )
    async def booking_attendance_undo(
        self,
        info: Info,
        booking_id: Annotated[strawberry.ID, argument("Which one.")],
        version: Annotated[int, argument(SEEN)],
    ) -> BookingAttendanceUndoPayload | None:
        return await _noted(info, BookingAttendanceUndoPayload, booking_id, version, Step.UNDO)
