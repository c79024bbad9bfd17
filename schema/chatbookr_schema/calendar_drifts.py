"""Cards about events that somebody changed in a calendar: what bookings say, and what the calendar says instead."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.calendars.drift_queries import DRIFT_ORDERS, DriftFilter, DriftRecord, drifts_where
from chatbookr_core.keys.vault import Keys
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.bookings import Booking, find_booking
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.ids import optional_key
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.values import aware

READ = Needs(Permission.BOOKING_READ)


@enum_type(
    "What somebody did to a booking's event.",
    MOVED="It is at another time.",
    DELETED="It is gone.",
    EDITED="It says something else, or does not take the time any more.",
)
class CalendarDriftKind(Enum):
    MOVED = "moved"
    DELETED = "deleted"
    EDITED = "edited"


@enum_type(
    "What became of a card.",
    OPEN="Somebody is to say what holds.",
    ACCEPTED="The booking followed its event.",
    PUT_BACK="The event was brought back to the booking.",
    KEPT_BOTH="The event stays as it is, and the booking as it was.",
    OVERTAKEN="The booking was changed, or the event came back by itself: nothing is left to be said.",
)
class CalendarDriftState(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    PUT_BACK = "put_back"
    KEPT_BOTH = "kept_both"
    OVERTAKEN = "overtaken"


@object_type(
    "That the event of a booking is not in the calendar as it was left there.",
    needs=Permission.BOOKING_READ,
    record=DriftRecord,
)
class CalendarDrift(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[DriftRecord]
    keys: strawberry.Private[Keys]
    kind: CalendarDriftKind = field("What was done to the event.", policy=OF_PARENT)
    state: CalendarDriftState = field("What became of it.", policy=OF_PARENT)
    event_starts_at: datetime | None = field("When the event starts now; null: it is gone.", policy=OF_PARENT)
    event_ends_at: datetime | None = field("When the event ends now; null: it is gone.", policy=OF_PARENT)
    found_at: datetime = field("When it was found.", policy=OF_PARENT)
    settled_at: datetime | None = field("When somebody, or the clinic's mode, said what holds.", policy=OF_PARENT)

    @field("The booking, as it is now.", policy=OF_PARENT, cost=1, reads=("booking_id",))
    async def booking(self, info: Info) -> Booking | None:
        return await find_booking(info.context, self.record.booking_id)

    @field("The asker may settle it: they may change bookings, and it is open.", policy=OF_PARENT, reads=("state",))
    def viewer_can_settle(self, info: Info) -> bool:
        return self.record.state == "open" and info.context.can(Permission.BOOKING_WRITE, self.clinic_id)


async def find_calendar_drift(context: Context, key: UUID) -> CalendarDrift | None:
    record = await context.loaders.calendar_drifts.load(key)
    return CalendarDrift.of(record) if record else None


@input_type("Which cards; what is left out does not matter.")
class CalendarDriftWhere:
    states: list[CalendarDriftState] | None = optional_input("Settled so far.", policy=OF_PARENT)
    kinds: list[CalendarDriftKind] | None = optional_input("Of these kinds.", policy=OF_PARENT)
    booking_id: strawberry.ID | None = optional_input("About this booking.", policy=OF_PARENT)
    found_from: datetime | None = optional_input("Found at this instant or later.", policy=OF_PARENT)
    found_before: datetime | None = optional_input("Found before this instant.", policy=OF_PARENT)


@enum_type("What cards are ordered by.", FOUND_AT="When they were found.")
class CalendarDriftOrderField(Enum):
    FOUND_AT = "found_at"


@input_type("The order of cards.")
class CalendarDriftOrderBy:
    by: CalendarDriftOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: CalendarDriftWhere | None) -> DriftFilter:
    if where is None:
        return DriftFilter()
    return DriftFilter(
        [one.value for one in where.states] if where.states is not None else None,
        [one.value for one in where.kinds] if where.kinds is not None else None,
        optional_key(where.booking_id, "Booking", field="where.bookingId"),
        aware(where.found_from, "where.foundFrom"),
        aware(where.found_before, "where.foundBefore"),
    )


@strawberry.type
class CalendarDriftQueries:
    @field(
        "Events of bookings that somebody changed in a calendar, the latest find first unless ordered.",
        policy=READ,
        cost=1,
    )
    async def calendar_drifts(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[CalendarDriftWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[CalendarDriftOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[CalendarDrift] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        selection = drifts_where(context.reach(clinic), ordered(DRIFT_ORDERS, order_by), _filter(where))
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(CalendarDrift), clinic)
