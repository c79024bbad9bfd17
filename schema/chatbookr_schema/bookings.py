"""Bookings and free times as clients see them."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.bookings.agenda import BOOKING_ORDER, BookingFilter, BookingRecord, booking_page
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.policy import is_at
from chatbookr_schema.clinics import (
    Location,
    Practitioner,
    Service,
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
from chatbookr_schema.ids import key_of
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, connection, cursor_key, page_request
from chatbookr_schema.patients import Patient, find_patient
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.selection import asked_of_items
from chatbookr_schema.values import aware

CLINIC = Needs(Permission.CLINIC_READ)
BESIDE_PATIENT = Beside("patient_id", Patient.of)
BESIDE_SERVICE = Beside("service_id", Service.of)
BESIDE_PRACTITIONER = Beside("practitioner_id", Practitioner.of)
BESIDE_LOCATION = Beside("location_id", Location.of)
COMPANIONS = {
    "patient": "patient_id",
    "service": "service_id",
    "practitioner": "practitioner_id",
    "location": "location_id",
}


@enum_type("Whether a booking stands.", CONFIRMED="It stands.", CANCELLED="It was cancelled.")
class BookingStatus(Enum):
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@enum_type(
    "Whether the practitioner's calendar shows a booking.",
    NONE="There is no calendar to write to.",
    PENDING="It is being written.",
    WRITTEN="It does.",
    FAILED="It could not be written; a task says so.",
)
class CalendarState(Enum):
    NONE = "none"
    PENDING = "pending"
    WRITTEN = "written"
    FAILED = "failed"


@enum_type("Who did something.", PATIENT="The patient.", STAFF="The clinic.", PARTNER="A connected system.")
class BookingParty(Enum):
    PATIENT = "patient"
    STAFF = "staff"
    PARTNER = "partner"


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
    calendar_state: CalendarState = field("Whether the practitioner's calendar shows it.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)
    created_by: BookingParty = field("Who made it.", policy=OF_PARENT)
    cancelled_at: datetime | None = field("When it was cancelled.", policy=OF_PARENT)
    cancelled_by: BookingParty | None = field("Who cancelled it.", policy=OF_PARENT)
    cancel_reason: str | None = field("Why, as a code.", policy=OF_PARENT)

    @field("Who comes.", policy=Needs(Permission.PATIENT_READ), cost=1, beside=BESIDE_PATIENT)
    async def patient(self, info: Info) -> Patient | None:
        found: Patient | None = self.along(BESIDE_PATIENT)
        return found or await find_patient(info.context, self.record.patient_id)

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

    @field("The conversation it was made in, if any.", policy=Needs(Permission.CONVERSATION_READ), cost=1)
    async def conversation(self, info: Info) -> Conversation | None:
        key = self.record.conversation_id
        return await find_conversation(info.context, key) if key else None

    @field("What the clinic noted.", policy=Needs(Permission.BOOKING_NOTES_READ), data=DataClass.CONVERSATION)
    def notes(self) -> str | None:
        sealed = self.record.notes_sealed
        return self.keys.open_text(columns.BOOKING_NOTES, self.record.id, sealed) if sealed is not None else None


async def find_booking(context: Context, key: UUID) -> Booking | None:
    found = await context.loaders.bookings.load(key)
    if found is None or not is_at(context.principal(), found.record.location_id):
        return None
    return Booking.of(found.record, found.keys)


@input_type("Which bookings; what is left out does not matter.")
class BookingWhere:
    starts_from: datetime | None = optional_input("That start at this instant or later.", policy=OF_PARENT)
    starts_before: datetime | None = optional_input("That start before this instant.", policy=OF_PARENT)
    status: BookingStatus | None = optional_input("That stand, or were cancelled.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("With this practitioner.", policy=OF_PARENT)
    patient_id: strawberry.ID | None = optional_input("Of this patient.", policy=Needs(Permission.PATIENT_READ))
    location_id: strawberry.ID | None = optional_input("At this place.", policy=OF_PARENT)


def _filter(where: BookingWhere | None, actor: Principal) -> BookingFilter:
    places = actor.location_ids if isinstance(actor, KeyActor) else None
    location_ids = None if places is None else tuple(sorted(places))
    if where is None:
        return BookingFilter(location_ids=location_ids)

    def key(value: strawberry.ID | None, type_name: str, name: str) -> UUID | None:
        return key_of(value, type_name, field=f"where.{name}") if value is not None else None

    return BookingFilter(
        since=aware(where.starts_from, "where.startsFrom"),
        until=aware(where.starts_before, "where.startsBefore"),
        status=where.status.value if where.status else None,
        practitioner_id=key(where.practitioner_id, "Practitioner", "practitionerId"),
        patient_id=key(where.patient_id, "Patient", "patientId"),
        location_id=key(where.location_id, "Location", "locationId"),
        location_ids=location_ids,
    )


@strawberry.type
class BookingQueries:
    @field("A clinic's bookings by their start.", policy=Needs(Permission.BOOKING_READ), cost=1, surfaces=BOTH)
    async def bookings(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[BookingWhere | None, argument("Which of them.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Booking] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.BOOKING_READ)
        check_input(info.context, where, clinic, "where")
        request = await page_request(info.context, BOOKING_ORDER, first, after, last, before)
        page = await booking_page(
            clinic, _filter(where, info.context.principal()), request, asked_of_items(info, COMPANIONS)
        )
        keys = await info.context.loaders.keys(clinic)
        records = [record for record, _ in page.rows]
        items = [Booking.of(record, keys, companions) for record, companions in page.rows]
        return connection(page, BOOKING_ORDER, await cursor_key(info.context), items, records)
