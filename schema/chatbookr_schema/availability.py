"""Free times as clients see them."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, slots_for
from chatbookr_core.errors import InvalidInput
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at
from chatbookr_schema.clinics import Location, Practitioner, find_location, find_practitioner
from chatbookr_schema.context import Info
from chatbookr_schema.field import BOTH, OF_PARENT, Needs, argument, field, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.nodes import clinic_for
from chatbookr_schema.values import aware

LONGEST = timedelta(days=92)
MOST = 500
CLINIC = Needs(Permission.CLINIC_READ)


@object_type("A time that can be booked now.", needs=Permission.SLOT_READ)
class Slot:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID]
    location_id: strawberry.Private[UUID]
    starts_at: datetime = field("When it would start.", policy=OF_PARENT)
    ends_at: datetime = field("When it would end.", policy=OF_PARENT)
    time_zone: str = field("The IANA time zone of the place: show times in it.", policy=OF_PARENT)

    @field("With whom.", policy=CLINIC, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id)

    @field("Where.", policy=CLINIC, cost=1)
    async def location(self, info: Info) -> Location | None:
        return await find_location(info.context, self.location_id)

    @classmethod
    def of(cls, slot: OfferedSlot, clinic_id: UUID) -> "Slot":
        return cls(
            clinic_id=clinic_id,
            practitioner_id=slot.practitioner_id,
            location_id=slot.location_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            time_zone=slot.zone,
        )


@strawberry.type
class AvailabilityQueries:
    @field(
        f"The times of a service that can be booked now, the soonest first, at most {MOST}: where there are so many, "
        "ask again from the last one's `startsAt` on. A practitioner whose calendar cannot be trusted offers none.",
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
    ) -> list[Slot] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.SLOT_READ)
        since, until = aware(from_, "from"), aware(to, "to")
        if not timedelta() < until - since <= LONGEST:
            raise InvalidInput(f"`to` is later than `from`, by at most {LONGEST.days} days.", field="to")
        wanted = SlotSearch(
            key_of(service_id, "Service", field="serviceId"),
            practitioner_id=key_of(practitioner_id, "Practitioner", field="practitionerId")
            if practitioner_id
            else None,
            location_id=key_of(location_id, "Location", field="locationId") if location_id else None,
            earliest=since,
            latest=until,
        )
        actor = info.context.principal()

        def is_for(slot: OfferedSlot) -> bool:
            return is_at(actor, slot.location_id) and is_with(actor, clinic, slot.practitioner_id)

        slots = await slots_for(clinic, wanted, now=info.context.now)
        return [Slot.of(slot, clinic) for slot in slots if is_for(slot)][:MOST]
