"""What staff say of an appointment that needs another time: it takes place all the same."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.bookings.upholding import uphold_booking
from chatbookr_schema.booking_changes import CANCELLED, OVER, READ, STALE, WRITE
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Info
from chatbookr_schema.field import argument, field, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes


@error_codes(
    "Why it was not said of a booking that it takes place all the same.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STALE=STALE,
    ALREADY_CANCELLED=CANCELLED,
    WRONG_STATUS=OVER,
    NOT_THE_TIME="It has begun.",
    NOT_DISPLACED="It needs no other time: nothing came over it, or it was given back what it was without.",
)
class BookingUpholdErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STALE = "STALE"
    ALREADY_CANCELLED = "ALREADY_CANCELLED"
    WRONG_STATUS = "WRONG_STATUS"
    NOT_THE_TIME = "NOT_THE_TIME"
    NOT_DISPLACED = "NOT_DISPLACED"


@object_type("What became of saying that a booking takes place all the same.")
class BookingUpholdPayload:
    clinic_id: strawberry.Private[UUID | None]
    booking: Booking | None = field("The booking as it is now.", policy=READ)
    user_errors: list[UserError[BookingUpholdErrorCode]] = field("Why it was not said.", policy=OUTCOME)


@strawberry.type
class UpholdingMutations:
    @field(
        "Say that a booking takes place though it needed another time (`Booking.displacedAt`): somebody comes in on "
        "the closed day, or another room will do. It keeps what it has, and its patient is reminded of it as usual, "
        "and of what was held back. What comes over it later takes it anew, what was known by now does not. Said "
        "twice, it stands.",
        policy=WRITE,
        cost=10,
    )
    async def booking_uphold(
        self,
        info: Info,
        booking_id: Annotated[strawberry.ID, argument("Which one.")],
        version: Annotated[int, argument("The version that was seen; another one is refused.")],
    ) -> BookingUpholdPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(booking_id, "Booking", field="bookingId")

        async def work() -> UUID:
            return await uphold_booking(context.deployment, actor, key, version=version)

        outcome = await change(info, None, BookingUpholdErrorCode, work)
        found = await find_booking(context, outcome.key) if outcome.key else None
        clinic_id = found.clinic_id if found else None
        return BookingUpholdPayload(clinic_id=clinic_id, booking=found, user_errors=outcome.user_errors)
