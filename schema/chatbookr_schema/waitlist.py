"""Who waits for a time to fall free, and what is kept for them at the moment."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.keys.vault import Keys
from chatbookr_core.waitlist.entries import days_of, hours_of
from chatbookr_core.waitlist.queries import (
    ENTRY_ORDERS,
    EntryFilter,
    EntryRecord,
    OfferRecord,
    entries_where,
    open_offers_by_entry,
)
from chatbookr_core.waitlist.rules import DayHours
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.booking_states import BookingParty
from chatbookr_schema.bookings import CLINIC, Booking, find_booking
from chatbookr_schema.clinics import (
    Location,
    Practitioner,
    Service,
    find_location,
    find_practitioner,
    find_service,
)
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import optional_key
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.values import aware

READ = Needs(Permission.BOOKING_READ)


@enum_type(
    "What became of a place on the waitlist.",
    WAITING="They wait.",
    OFFERED="A time is kept for them, and they are to answer.",
    TAKEN="It led to a booking, or moved one.",
    LEFT="They wait no longer.",
    EXPIRED="Nothing can come any more: the last day has passed, or the appointment that was to move has begun.",
)
class WaitlistState(Enum):
    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"
    EXPIRED = "expired"


@enum_type(
    "A part of the day, on the clock of the place.",
    MORNING="Before noon.",
    AFTERNOON="From noon on, before 17:00.",
    EVENING="From 17:00 on.",
)
class DayPart(Enum):
    MORNING = 1
    AFTERNOON = 2
    EVENING = 4


@object_type("A time that is kept for somebody who waits.")
class WaitlistOffer:
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[OfferRecord]

    @field("When it starts.", policy=OF_PARENT)
    def starts_at(self) -> datetime:
        return self.record.starts_at

    @field("When it ends.", policy=OF_PARENT)
    def ends_at(self) -> datetime:
        return self.record.ends_at

    @field("When it was offered.", policy=OF_PARENT)
    def offered_at(self) -> datetime:
        return self.record.offered_at

    @field("Until when it is kept; from that instant on it is free for everybody.", policy=OF_PARENT)
    def offered_until(self) -> datetime:
        return self.record.offered_until

    @field("No message can tell the patient: somebody of the clinic is to call.", policy=OF_PARENT)
    def needs_call(self) -> bool:
        return self.record.conversation_id is None

    @field("With whom.", policy=CLINIC, cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.record.practitioner_id)

    @field("Where.", policy=CLINIC, cost=1)
    async def location(self, info: Info) -> Location | None:
        return await find_location(info.context, self.record.location_id)


@object_type("Of some days those minutes of the local day at which a start suits.")
class WaitlistDayHours:
    weekdays: list[int] = field("On these days of the week: 1 for Monday … 7 for Sunday.", policy=OF_PARENT, lists=7)
    days: list[date] = field("On these days alone; none: on any of those.", policy=OF_PARENT, lists=3)
    from_minute: int | None = field("Not before this minute; null: at any.", policy=OF_PARENT)
    until_minute: int | None = field("Before this minute; null: at any.", policy=OF_PARENT)

    @classmethod
    def of(cls, one: DayHours) -> "WaitlistDayHours":
        return cls(
            weekdays=numbers_of(one.weekdays),
            days=list(one.days),
            from_minute=one.from_minute,
            until_minute=one.until_minute,
        )


def numbers_of(bits: int) -> list[int]:
    """Number the weekdays that bits name: 1 for Monday … 7 for Sunday."""
    return [day + 1 for day in range(7) if bits >> day & 1]


@object_type("A patient's place on the waitlist.", needs=Permission.BOOKING_READ, record=EntryRecord)
class WaitlistEntry(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[EntryRecord]
    keys: strawberry.Private[Keys]
    state: WaitlistState = field("What became of it.", policy=OF_PARENT)
    since: datetime = field("Since when: who has waited longest comes first.", policy=OF_PARENT)
    ended_at: datetime | None = field("When it ended.", policy=OF_PARENT)
    version: int = field("Counts changes.", policy=OF_PARENT)
    created_by: BookingParty = field("Who put them there.", policy=OF_PARENT)
    duration_minutes: int | None = field("For how long; null: what the service usually takes.", policy=OF_PARENT)
    first_day: date | None = field("Not before this day.", policy=OF_PARENT)
    last_day: date | None = field("Not after this day.", policy=OF_PARENT)
    from_minute: int | None = field(
        "Not before this minute of the local day; null: at any, in those parts of it.", policy=OF_PARENT
    )
    until_minute: int | None = field("Before this minute of the local day; null: likewise.", policy=OF_PARENT)
    refused_from_minute: int | None = field(
        "What would not suit begins at this minute of those days; null: with the day.", policy=OF_PARENT
    )
    refused_until_minute: int | None = field(
        "What would not suit ends before this minute of those days; null: with the day.", policy=OF_PARENT
    )
    starts_before: datetime | None = field(
        "Earlier than this instant alone: when they came, what was free began there.", policy=OF_PARENT
    )

    @field("On these days of the week: 1 for Monday … 7 for Sunday.", policy=OF_PARENT, lists=7, reads=("weekdays",))
    def weekdays(self) -> list[int]:
        return numbers_of(self.record.weekdays)

    @field("On these days alone; none: on any of those.", policy=OF_PARENT, lists=3, reads=("days",))
    def days(self) -> list[date]:
        return list(days_of(self.record.days))

    @field(
        "Of these days of the week a part would not suit: 1 for Monday … 7 for Sunday.",
        policy=OF_PARENT,
        lists=7,
        reads=("refused_weekdays",),
    )
    def refused_weekdays(self) -> list[int]:
        return numbers_of(self.record.refused_weekdays)

    @field(
        "Some days have hours of their own, and what lies in one of these suits alone; none: no day has.",
        policy=OF_PARENT,
        lists=2,
        reads=("day_hours",),
    )
    def day_hours(self) -> list[WaitlistDayHours]:
        return [WaitlistDayHours.of(one) for one in hours_of(self.record.day_hours)]

    @field("In these parts of the day.", policy=OF_PARENT, lists=3, reads=("day_parts",))
    def day_parts(self) -> list[DayPart]:
        return [one for one in DayPart if self.record.day_parts & one.value]

    @field("Who waits.", policy=Needs(Permission.PATIENT_READ), cost=1, reads=("patient_id",))
    async def patient(self, info: Info) -> Patient | None:
        return await find_patient(info.context, self.record.patient_id)

    @field(
        "Who asked for it for them in the chat, as a parent does, and is told; null: they did, or the clinic.",
        policy=Needs(Permission.PATIENT_READ),
        cost=1,
        reads=("arranged_by_id",),
    )
    async def arranged_by(self, info: Info) -> Patient | None:
        key = self.record.arranged_by_id
        return await find_patient(info.context, key) if key else None

    @field("What for.", policy=CLINIC, cost=1, reads=("service_id",))
    async def service(self, info: Info) -> Service | None:
        return await find_service(info.context, self.record.service_id)

    @field("With whom; null: with anybody.", policy=CLINIC, cost=1, reads=("practitioner_id",))
    async def practitioner(self, info: Info) -> Practitioner | None:
        key = self.record.practitioner_id
        return await find_practitioner(info.context, key) if key else None

    @field("Where; null: anywhere.", policy=CLINIC, cost=1, reads=("location_id",))
    async def location(self, info: Info) -> Location | None:
        key = self.record.location_id
        return await find_location(info.context, key) if key else None

    @field("The booking that would move to an earlier time.", policy=OF_PARENT, cost=1, reads=("booking_id",))
    async def booking(self, info: Info) -> Booking | None:
        key = self.record.booking_id
        return await find_booking(info.context, key) if key else None

    @field("The time that is kept for them at the moment.", policy=OF_PARENT, cost=1, reads=("id", "clinic_id"))
    async def offer(self, info: Info) -> WaitlistOffer | None:
        async def load(ids: list[UUID]) -> list[OfferRecord | None]:
            kept = await open_offers_by_entry(info.context.reach(self.clinic_id), ids)
            return [kept.get(one) for one in ids]

        found = await info.context.loaders.of_parent((open_offers_by_entry, self.clinic_id), load).load(self.record.id)
        return WaitlistOffer(clinic_id=found.clinic_id, record=found) if found else None


async def find_waitlist_entry(context: Context, key: UUID) -> WaitlistEntry | None:
    record = await context.loaders.waitlist_entries.load(key)
    return WaitlistEntry.of(record) if record else None


@input_type("Which places on the waitlist; what is left out does not matter.")
class WaitlistWhere:
    states: list[WaitlistState] | None = optional_input("Of which that became.", policy=OF_PARENT)
    service_id: strawberry.ID | None = optional_input("For this service.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("With this practitioner alone.", policy=OF_PARENT)
    patient_id: strawberry.ID | None = optional_input("Of this patient.", policy=Needs(Permission.PATIENT_READ))
    since_from: datetime | None = optional_input("Who came at this instant or later.", policy=OF_PARENT)
    since_before: datetime | None = optional_input("Who came before this instant.", policy=OF_PARENT)


@enum_type("What the waitlist is ordered by.", SINCE="How long they have waited.")
class WaitlistOrderField(Enum):
    SINCE = "since"


@input_type("The order of the waitlist.")
class WaitlistOrderBy:
    by: WaitlistOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: WaitlistWhere | None) -> EntryFilter:
    if where is None:
        return EntryFilter()
    return EntryFilter(
        [one.value for one in where.states] if where.states is not None else None,
        optional_key(where.service_id, "Service", field="where.serviceId"),
        optional_key(where.practitioner_id, "Practitioner", field="where.practitionerId"),
        optional_key(where.patient_id, "Patient", field="where.patientId"),
        aware(where.since_from, "where.sinceFrom"),
        aware(where.since_before, "where.sinceBefore"),
    )


@strawberry.type
class WaitlistQueries:
    @field("Who waits for a time to fall free, in their turn unless ordered.", policy=READ, cost=1, surfaces=BOTH)
    async def waitlist(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[WaitlistWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[WaitlistOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[WaitlistEntry] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        check_input(context.actor, where, clinic, "where")
        selection = entries_where(context.reach(clinic), ordered(ENTRY_ORDERS, order_by), _filter(where))
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(WaitlistEntry), clinic)
