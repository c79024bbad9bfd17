"""The clinic as clients see it: its places, people and services."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import strawberry

from chatbookr_core.clinics.queries import (
    LOCATION_ORDER,
    PRACTITIONER_ORDER,
    SERVICE_ORDER,
    ClinicRecord,
    LocationRecord,
    PractitionerRecord,
    ServiceRecord,
    location_pages,
    practitioner_pages,
    service_pages,
)
from chatbookr_core.keyset import Order, Page, PageRequest
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, field, object_type
from chatbookr_schema.nodes import Node
from chatbookr_schema.paging import After, Before, Connection, First, Last, connection, cursor_key, page_request
from chatbookr_schema.recorded import Recorded


@object_type("A place where patients are seen.", needs=Permission.CLINIC_READ, record=LocationRecord)
class Location(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    name: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    address: str = field("Where it is.", policy=OF_PARENT)
    time_zone: str = field("The IANA name of its time zone.", policy=OF_PARENT, column="zone")
    is_active: bool = field("Times are offered here.", policy=OF_PARENT)


@object_type("Somebody patients come to see.", needs=Permission.CLINIC_READ, record=PractitionerRecord)
class Practitioner(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    full_name: str = field("Title and name in full.", policy=OF_PARENT)
    short_name: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    is_active: bool = field("Times are offered with them.", policy=OF_PARENT)


@object_type("Something patients can book.", needs=Permission.CLINIC_READ, record=ServiceRecord)
class Service(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    title: str = field("What it is called.", policy=OF_PARENT)
    short_title: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    duration_minutes: int = field("How long the patient is there.", policy=OF_PARENT)
    buffer_before_minutes: int = field("Kept free before it.", policy=OF_PARENT)
    buffer_after_minutes: int = field("Kept free after it.", policy=OF_PARENT)
    step_minutes: int = field("How far apart the offered starts are.", policy=OF_PARENT)
    price_minor_units: int | None = field("What it costs, in the currency's smallest unit.", policy=OF_PARENT)
    currency: str | None = field("ISO 4217 code of the price's currency.", policy=OF_PARENT)
    is_active: bool = field("It is offered.", policy=OF_PARENT)

    @field("Who gives it, by name.", policy=OF_PARENT, cost=1, lists=5)
    async def practitioners(self, info: Info) -> list[Practitioner]:
        found = await info.context.loaders.service_practitioners.load(self.record.id)
        return [Practitioner.of(record) for record in found]


Pages = Callable[[list[UUID], PageRequest], Awaitable[list[Page[Any]]]]


async def _part_of_clinic(
    info: Info, clinic_id: UUID, pages: Pages, order: Order, make: Callable[[Any], Node], request: PageRequest
) -> Connection[Any]:
    """Page through what belongs to a clinic, for all clinics of the operation in one statement."""

    async def load(clinic_ids: list[UUID]) -> list[Page[Any]]:
        return await pages(clinic_ids, request)

    page = await info.context.loaders.of_parent((pages, request), load).load(clinic_id)
    items = [make(record) for record in page.rows]
    return connection(page, order, await cursor_key(info.context), items, list(page.rows))


@object_type("A clinic: the workspace everything else belongs to.", needs=Permission.CLINIC_READ, record=ClinicRecord)
class Clinic(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    name: str = field("What it is called.", policy=OF_PARENT)
    time_zone: str = field("The IANA name of its time zone.", policy=OF_PARENT, column="zone")
    locale: str = field("The language it speaks unless a patient prefers another.", policy=OF_PARENT)
    phone: str = field("The number patients can call.", policy=OF_PARENT)
    opening_text: str = field("Its opening hours in words.", policy=OF_PARENT)
    notice_minutes: int = field("How long before its start a time can last be booked.", policy=OF_PARENT)
    horizon_days: int = field("How far ahead times are offered.", policy=OF_PARENT)
    cutoff_minutes: int = field("Until when before its start patients can change a booking.", policy=OF_PARENT)

    @field("Its places, by name.", policy=OF_PARENT, cost=1)
    async def locations(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Location]:
        request = await page_request(info.context, LOCATION_ORDER, first, after, last, before)
        return await _part_of_clinic(info, self.clinic_id, location_pages, LOCATION_ORDER, Location.of, request)

    @field("Who works here, by name.", policy=OF_PARENT, cost=1)
    async def practitioners(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Practitioner]:
        request = await page_request(info.context, PRACTITIONER_ORDER, first, after, last, before)
        return await _part_of_clinic(
            info, self.clinic_id, practitioner_pages, PRACTITIONER_ORDER, Practitioner.of, request
        )

    @field("What can be booked, by title; also what is not offered at present.", policy=OF_PARENT, cost=1)
    async def services(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Service]:
        request = await page_request(info.context, SERVICE_ORDER, first, after, last, before)
        return await _part_of_clinic(info, self.clinic_id, service_pages, SERVICE_ORDER, Service.of, request)


async def find_clinic(context: Context, key: UUID) -> Clinic | None:
    record = await context.loaders.clinics.load(key)
    return Clinic.of(record) if record else None


async def find_location(context: Context, key: UUID) -> Location | None:
    record = await context.loaders.locations.load(key)
    return Location.of(record) if record else None


async def find_practitioner(context: Context, key: UUID) -> Practitioner | None:
    record = await context.loaders.practitioners.load(key)
    return Practitioner.of(record) if record else None


async def find_service(context: Context, key: UUID) -> Service | None:
    record = await context.loaders.services.load(key)
    return Service.of(record) if record else None
