"""Bookings and free times as clients see them."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.agenda_feeds.events import Appointment, appointment_file, place_of, uid_of, voice_of
from chatbookr_core.bookings.agenda import (
    BOOKING_ORDERS,
    BookingFilter,
    BookingRecord,
    bookings_at_once,
    bookings_where,
    is_at_once,
)
from chatbookr_core.bookings.asked_moves import asked_move_in
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.sealed_rows import sealed_in
from chatbookr_permissions.actions import Permission
from chatbookr_schema.booking_states import BookingParty, BookingStatus, CalendarState
from chatbookr_schema.clinics import (
    Location,
    Practitioner,
    Service,
    find_clinic,
    find_location,
    find_practitioner,
    find_service,
)
from chatbookr_schema.context import Context, Info
from chatbookr_schema.conversations import Conversation, find_conversation
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import global_id, keys_of, optional_key
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    OrderDirection,
    Pageable,
    listed,
    opened,
    ordered,
)
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.requested_moves import RequestedMove
from chatbookr_schema.selection import asked_of_items
from chatbookr_schema.values import aware

CLINIC = Needs(Permission.CLINIC_READ)
BESIDE_PATIENT = Beside("patient_id", Patient.of)
BESIDE_ARRANGER = Beside("arranged_by_id", Patient.of)
BESIDE_SERVICE = Beside("service_id", Service.of)
BESIDE_PRACTITIONER = Beside("practitioner_id", Practitioner.of)
BESIDE_LOCATION = Beside("location_id", Location.of)
BESIDE_CONVERSATION = Beside("conversation_id", Conversation.of)
COMPANIONS = {
    "patient": "patient_id",
    "arrangedBy": "arranged_by_id",
    "service": "service_id",
    "practitioner": "practitioner_id",
    "location": "location_id",
    "conversation": "conversation_id",
}


@object_type("The series of appointments a booking is one of.", needs=Permission.BOOKING_READ)
class BookingSeries:
    clinic_id: strawberry.Private[UUID]
    id: strawberry.ID = field("The same for every booking of the series: `bookingSeries` lists them.", policy=OF_PARENT)
    ordinal: int = field("Which of them this booking is: 1 for the first.", policy=OF_PARENT)
    length: int = field("How many were booked; those that were cancelled since among them.", policy=OF_PARENT)
    recurrence: str = field("How they recur, as it was asked for: `FREQ=WEEKLY;COUNT=10` (RFC 5545).", policy=OF_PARENT)


@object_type("A patient's time with a practitioner.", needs=Permission.BOOKING_READ, record=BookingRecord)
class Booking(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[BookingRecord]
    keys: strawberry.Private[Keys]
    companions: strawberry.Private[Mapping[str, Any]]
    reference: str = field("Short, for people to read out.", policy=OF_PARENT)
    starts_at: datetime = field("When it starts.", policy=OF_PARENT)
    ends_at: datetime = field("When it ends.", policy=OF_PARENT)
    time_zone: str = field("The IANA time zone of the place: show times in it.", policy=OF_PARENT, column="zone")
    status: BookingStatus = field("Whether it stands.", policy=OF_PARENT)
    version: int = field("Counts changes: send it back to change what you saw.", policy=OF_PARENT)
    wants_reminders: bool = field("Whether the patient asked to be reminded of it.", policy=OF_PARENT)
    is_for_anybody: bool = field(
        "Whether nobody in particular was asked for: it may be with somebody else as well.", policy=OF_PARENT
    )
    calendar_state: CalendarState = field("Whether the practitioner's calendar shows it.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)
    created_by: BookingParty = field("Who made it.", policy=OF_PARENT)
    cancelled_at: datetime | None = field("When it was cancelled.", policy=OF_PARENT)
    cancelled_by: BookingParty | None = field("Who cancelled it.", policy=OF_PARENT)
    cancel_reason: str | None = field("Why, as a code like `no_show`.", policy=OF_PARENT)
    overbook_reason: str | None = field(
        "Why it was put where something else is, as a code; null: it is alone there.", policy=OF_PARENT
    )
    displaced_at: datetime | None = field(
        "Since when it lies outside of the hours of whom it is with, or lacks a room or device it needs, as these were "
        "changed after it was made (a closure, an absence, a public holiday, a place or somebody not there any more). "
        "It stands, and needs another time; nobody is reminded of it. Null: it does not.",
        policy=OF_PARENT,
    )
    upheld_at: datetime | None = field(
        "Since when it stands by the clinic's word though it was outside of those hours or without a room "
        "(`bookingUphold`); null: it was not, or something else came over it since.",
        policy=OF_PARENT,
    )
    reminder_held_at: datetime | None = field(
        "Since when a reminder of it is held back, as it needs another time (`displacedAt`): the patient has been told "
        "nothing. Null: none was due since.",
        policy=OF_PARENT,
    )
    reminded_at: datetime | None = field("When the patient was last reminded of it.", policy=OF_PARENT)
    reminder_answered_at: datetime | None = field("When they answered that.", policy=OF_PARENT, column="answered_at")
    moved_by: BookingParty | None = field("Who gave it the time it has; null: it was never moved.", policy=OF_PARENT)
    acknowledged_at: datetime | None = field(
        "When the patient said OK to the time the clinic moved it to; null: not yet, or it did not.", policy=OF_PARENT
    )
    checked_in_at: datetime | None = field("When it was noted that the patient is there.", policy=OF_PARENT)
    concluded_at: datetime | None = field(
        "When it was noted that it has taken place, or that nobody came.", policy=OF_PARENT
    )
    concluded_by: BookingParty | None = field("Who noted that.", policy=OF_PARENT)
    notes: str | None = field(
        "What the clinic noted.",
        policy=Needs(Permission.BOOKING_NOTES_READ),
        data=DataClass.CONVERSATION,
        sealed=columns.BOOKING_NOTES,
    )

    @field(
        "The series it is one of; null: it is alone.",
        policy=OF_PARENT,
        reads=("clinic_id", "series_id", "series_ordinal", "series_length", "series_recurrence"),
    )
    def series(self) -> BookingSeries | None:
        one = self.record
        if one.series_id is None or one.series_ordinal is None or one.series_length is None:
            return None
        return BookingSeries(
            clinic_id=one.clinic_id,
            id=strawberry.ID(global_id("BookingSeries", one.series_id)),
            ordinal=one.series_ordinal,
            length=one.series_length,
            recurrence=one.series_recurrence or "",
        )

    @field(
        "Where it is asked to move to: `bookingConfirm` moves it there, `bookingDecline` leaves it where it "
        "is; null: nowhere.",
        policy=OF_PARENT,
        reads=("clinic_id", "status", "asked_move"),
    )
    def requested_move(self, info: Info) -> RequestedMove | None:
        is_standing = self.record.status == BookingStatus.CONFIRMED.value
        found = asked_move_in(self.record.asked_move, info.context.now) if is_standing else None
        return RequestedMove.of(found, self.record.clinic_id) if found else None

    @field("Who comes.", policy=Needs(Permission.PATIENT_READ), cost=1, beside=BESIDE_PATIENT)
    async def patient(self, info: Info) -> Patient | None:
        found: Patient | None = self.along(BESIDE_PATIENT)
        return found or await find_patient(info.context, self.record.patient_id)

    @field(
        "Who booked it for them, as a parent does, and is written to about it; null: they did, or the clinic.",
        policy=Needs(Permission.PATIENT_READ),
        cost=1,
        reads=("arranged_by_id",),
    )
    async def arranged_by(self, info: Info) -> Patient | None:
        found: Patient | None = self.along(BESIDE_ARRANGER)
        key = self.record.arranged_by_id
        return found or (await find_patient(info.context, key) if key else None)

    @field("What for.", policy=CLINIC, cost=1, beside=BESIDE_SERVICE)
    async def service(self, info: Info) -> Service | None:
        found: Service | None = self.along(BESIDE_SERVICE)
        return found or await find_service(info.context, self.record.service_id)

    @field("With whom.", policy=CLINIC, cost=1, beside=BESIDE_PRACTITIONER)
    async def practitioner(self, info: Info) -> Practitioner | None:
        found: Practitioner | None = self.along(BESIDE_PRACTITIONER)
        return found or await find_practitioner(info.context, self.record.practitioner_id)

    @field("Where.", policy=CLINIC, cost=1, beside=BESIDE_LOCATION)
    async def location(self, info: Info) -> Location | None:
        found: Location | None = self.along(BESIDE_LOCATION)
        return found or await find_location(info.context, self.record.location_id)

    @field(
        "The conversation it was made in, if any.",
        policy=Needs(Permission.CONVERSATION_READ),
        cost=1,
        reads=("conversation_id",),
    )
    async def conversation(self, info: Info) -> Conversation | None:
        found: Conversation | None = self.along(BESIDE_CONVERSATION)
        key = self.record.conversation_id
        return found or (await find_conversation(info.context, key) if key else None)

    @field(
        "It as an iCalendar object (RFC 5545), to be added to a calendar: when and where, never what for or who.",
        policy=CLINIC,
        cost=2,
        reads=("clinic_id", "location_id", "reference", "starts_at", "ends_at", "zone", "status", "version"),
        also={"Location": ("name", "address"), "Clinic": ("name", "locale")},
    )
    async def icalendar(self, info: Info) -> str | None:
        context, record = info.context, self.record
        clinic = await find_clinic(context, record.clinic_id)
        location = await find_location(context, record.location_id)
        if clinic is None or location is None:
            return None
        appointment = Appointment(
            uid=uid_of(record.id, context.deployment.settings.public_url),
            reference=record.reference,
            starts_at=record.starts_at,
            ends_at=record.ends_at,
            zone=record.zone,
            status=record.status,
            version=record.version,
            place=place_of(clinic.record.name, location.record.name, location.record.address),
        )
        return appointment_file(appointment, stamped_at=context.now, voice=voice_of(clinic.record.locale))

    @field(
        "What else the same patient has at that time, by its start, as far as the asker sees it: nobody comes to two "
        "at once. None where it is over or was cancelled.",
        policy=OF_PARENT,
        cost=1,
        lists=1,
        reads=("clinic_id", "patient_id", "starts_at", "ends_at", "status"),
    )
    async def overlaps_with(self, info: Info) -> list["Booking"]:
        context, clinic_id = info.context, self.clinic_id

        async def load(ids: list[UUID]) -> list[list[BookingRecord]]:
            found = await bookings_at_once(context.reach(clinic_id), ids, context.unread(clinic_id))
            return [found for _ in ids]

        found = await context.loaders.of_parent((bookings_at_once, clinic_id), load).load(self.record.id)
        others = [one for one in found if is_at_once(self.record, one)]
        keys = await context.loaders.keys(clinic_id, [value for one in others for value in sealed_in(one)])
        return [Booking.of(one, keys) for one in others]

    @field(
        "The asker may move it: they may change bookings, and it stands or waits for an answer.",
        policy=OF_PARENT,
        reads=("status",),
    )
    def viewer_can_reschedule(self, info: Info) -> bool:
        return self._is_changeable(info.context)

    @field(
        "The asker may cancel it: they may change bookings, and it stands or waits for an answer.",
        policy=OF_PARENT,
        reads=("status",),
    )
    def viewer_can_cancel(self, info: Info) -> bool:
        return self._is_changeable(info.context)

    @field("The asker may read what the clinic noted.", policy=OF_PARENT, reads=())
    def viewer_can_read_notes(self, info: Info) -> bool:
        return info.context.can(Permission.BOOKING_NOTES_READ, self.clinic_id)

    def _is_changeable(self, context: Context) -> bool:
        return self.record.status in STANDING and context.can(Permission.BOOKING_WRITE, self.clinic_id)


async def find_booking(context: Context, key: UUID) -> Booking | None:
    found = await context.loaders.bookings.load(key)
    return Booking.of(found.record, found.keys) if found else None


@input_type("Which bookings; what is left out does not matter.")
class BookingWhere:
    ids: list[strawberry.ID] | None = optional_input("These.", policy=OF_PARENT)
    starts_from: datetime | None = optional_input("That start at this instant or later.", policy=OF_PARENT)
    starts_before: datetime | None = optional_input("That start before this instant.", policy=OF_PARENT)
    created_from: datetime | None = optional_input("Made at this instant or later.", policy=OF_PARENT)
    created_before: datetime | None = optional_input("Made before this instant.", policy=OF_PARENT)
    status: BookingStatus | None = optional_input("That stand, are over, or were cancelled.", policy=OF_PARENT)
    reference: str | None = optional_input("With this reference.", policy=OF_PARENT)
    service_id: strawberry.ID | None = optional_input("For this service.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("With this practitioner.", policy=OF_PARENT)
    patient_id: strawberry.ID | None = optional_input("Of this patient.", policy=Needs(Permission.PATIENT_READ))
    location_id: strawberry.ID | None = optional_input("At this place.", policy=OF_PARENT)
    is_displaced: bool | None = optional_input(
        "That need another time, as hours, people or rooms changed (`displacedAt`), and are yet to begin; false: all "
        "others.",
        policy=OF_PARENT,
    )


@enum_type("What bookings are ordered by.", STARTS_AT="When they start.", CREATED_AT="When they were made.")
class BookingOrderField(Enum):
    STARTS_AT = "starts_at"
    CREATED_AT = "created_at"


@input_type("The order of bookings.")
class BookingOrderBy:
    by: BookingOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: BookingWhere | None, now: datetime) -> BookingFilter:
    if where is None:
        return BookingFilter()
    return BookingFilter(
        ids=keys_of(where.ids, "Booking", field="where.ids"),
        since=aware(where.starts_from, "where.startsFrom"),
        until=aware(where.starts_before, "where.startsBefore"),
        created_since=aware(where.created_from, "where.createdFrom"),
        created_until=aware(where.created_before, "where.createdBefore"),
        status=where.status.value if where.status else None,
        reference=where.reference,
        service_id=optional_key(where.service_id, "Service", field="where.serviceId"),
        practitioner_id=optional_key(where.practitioner_id, "Practitioner", field="where.practitionerId"),
        patient_id=optional_key(where.patient_id, "Patient", field="where.patientId"),
        location_id=optional_key(where.location_id, "Location", field="where.locationId"),
        is_displaced=where.is_displaced,
        as_of=now,
    )


@strawberry.type
class BookingQueries:
    @field(
        "A clinic's bookings, by their start unless ordered.",
        policy=Needs(Permission.BOOKING_READ),
        cost=1,
        surfaces=BOTH,
    )
    async def bookings(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[BookingWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[BookingOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Booking] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        check_input(context.actor, where, clinic, "where")
        selection = bookings_where(
            context.reach(clinic),
            _filter(where, context.now),
            ordered(BOOKING_ORDERS, order_by),
            asked_of_items(info, COMPANIONS),
        )
        return await listed(
            info, selection, Pageable(first, after, last, before), opened(Booking, context, clinic), clinic
        )
