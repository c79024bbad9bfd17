"""The moves that are asked for, as those who answer them see them."""

from datetime import datetime
from uuid import UUID

import strawberry

from chatbookr_core.bookings.asked_moves import AskedMove
from chatbookr_permissions.actions import Permission
from chatbookr_schema.booking_states import BookingParty
from chatbookr_schema.clinics import Location, Practitioner, find_location, find_practitioner
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, field, object_type

CLINIC = Needs(Permission.CLINIC_READ)


@object_type(
    "A time that a booking is asked to move to. It is kept until staff confirm or decline it; the booking stays.",
    needs=Permission.BOOKING_READ,
)
class RequestedMove:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID]
    location_id: strawberry.Private[UUID]
    starts_at: datetime = field("When it would start.", policy=OF_PARENT)
    ends_at: datetime = field("When it would end.", policy=OF_PARENT)
    answer_by: datetime = field("Until when that waits for an answer: then either time begins.", policy=OF_PARENT)

    requested_by: BookingParty = field("Who asks.", policy=OF_PARENT)

    @classmethod
    def of(cls, asked: AskedMove, clinic_id: UUID) -> "RequestedMove":
        return cls(
            clinic_id=clinic_id,
            practitioner_id=asked.practitioner_id,
            location_id=asked.location_id,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            answer_by=asked.expires_at,
            requested_by=BookingParty(asked.asked_by),
        )

    @field("With whom it would be.", policy=CLINIC, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id)

    @field("Where it would be.", policy=CLINIC, cost=1)
    async def location(self, info: Info) -> Location | None:
        return await find_location(info.context, self.location_id)
