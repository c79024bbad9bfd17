"""Reads clinics, places, practitioners and services; always within clinics the asker was found to belong to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.models import Practitioner, Service, ServicePractitioner, ServiceResource
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread


@dataclass(frozen=True, slots=True)
class ClinicRecord:
    """A clinic and its rules for bookings."""

    id: UUID
    name: str
    zone: str
    locale: str
    phone: str
    emergency_number: str
    opening_text: str
    opening_texts: object
    privacy_url: str
    notice_minutes: int
    horizon_days: int
    cutoff_minutes: int
    hold_minutes: int
    calendar_freshness_minutes: int
    quiet_from_minute: int
    quiet_until_minute: int
    sends_reminders: bool
    reminder_hours: int
    last_reminder_hours: int
    reminders_name_services: bool
    follows_up_no_shows: bool
    books_for_others: bool
    asks_birth_date: bool
    completes_bookings: bool
    nudge_minutes: int
    answer_minutes: int
    waitlist_minutes: int
    region: str
    allows_transfers: bool
    consent_mode: str
    requires_second_factor: bool
    watched_reads: str
    calendar_drift_mode: str


@dataclass(frozen=True, slots=True)
class LocationRecord:
    """A place of a clinic."""

    id: UUID
    clinic_id: UUID
    name: str
    address: str
    zone: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class PractitionerRecord:
    """Somebody patients come to see."""

    id: UUID
    clinic_id: UUID
    full_name: str
    short_name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """Something that can be booked."""

    id: UUID
    clinic_id: UUID
    title: str
    short_title: str
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    step_minutes: int
    price_minor_units: int | None
    currency: str | None
    is_active: bool
    other_durations: object
    is_on_request: bool
    seats: int
    bookings_per_day: int | None
    bookings_per_week: int | None


CLINICS = Records(ClinicRecord, "clinic")
LOCATIONS = Records(LocationRecord, "location")
PRACTITIONERS = Records(PractitionerRecord, "practitioner")
SERVICES = Records(ServiceRecord, "service")
LOCATION_ORDERS: Mapping[str, Order] = {"name": Order("location.name", "location", "name")}
PRACTITIONER_ORDERS: Mapping[str, Order] = {"full_name": Order("practitioner.name", "practitioner", "full_name")}
SERVICE_ORDERS: Mapping[str, Order] = {"title": Order("service.title", "service", "title")}
OF_SERVICES = """
SELECT service_practitioner.service_id, {columns} FROM service_practitioner
JOIN practitioner ON practitioner.id = service_practitioner.practitioner_id AND practitioner.is_active
    AND practitioner.clinic_id = service_practitioner.clinic_id
WHERE {wanted}
ORDER BY practitioner.full_name, practitioner.id
"""


async def clinics_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ClinicRecord]:
    """Read those of the clinics that are wanted."""
    return await records_by_id(CLINICS, reach, ids, unread)


async def locations_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, LocationRecord]:
    """Read places by id."""
    return await records_by_id(LOCATIONS, reach, ids, unread)


async def practitioners_by_id(
    reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, PractitionerRecord]:
    """Read practitioners by id."""
    return await records_by_id(PRACTITIONERS, reach, ids, unread)


async def services_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, ServiceRecord]:
    """Read services by id."""
    return await records_by_id(SERVICES, reach, ids, unread)


def locations_where(reach: Reach, order: Order, *, is_active: bool | None) -> Selection[LocationRecord]:
    """Select places, to be paged or counted for each clinic; None: those in use and those that are not."""
    conditions = reachable("location", reach).where("location.is_active =", is_active)
    return Selection(LOCATIONS, order, conditions)


def practitioners_where(reach: Reach, order: Order, *, is_active: bool | None) -> Selection[PractitionerRecord]:
    """Select practitioners, to be paged or counted for each clinic; None: also those who left."""
    conditions = reachable("practitioner", reach).where("practitioner.is_active =", is_active)
    return Selection(PRACTITIONERS, order, conditions)


def services_where(reach: Reach, order: Order, *, is_active: bool | None) -> Selection[ServiceRecord]:
    """Select services, to be paged or counted for each clinic; None: also what is not offered at present."""
    conditions = reachable("service", reach).where("service.is_active =", is_active)
    return Selection(SERVICES, order, conditions)


async def practitioners_of_services(
    reach: Reach, service_ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, list[PractitionerRecord]]:
    """List who gives each service, by name."""
    if not reach.clinic_ids or not service_ids:
        return {}
    wanted = reachable("practitioner", reach).among("service_practitioner.service_id", service_ids)
    records = PRACTITIONERS.narrowed(unread)
    sql = OF_SERVICES.format(columns=records.columns, wanted=wanted.text)
    found: dict[UUID, list[PractitionerRecord]] = defaultdict(list)
    for row in await fetch(sql, wanted.values):
        found[uuid_of(row["service_id"])].append(records.read(row))
    return found


async def find_clinic_of_service(service_id: UUID) -> UUID | None:
    """Find whose service it is; the caller must still ask whether the actor belongs there."""
    row = await Service.get_or_none(id=service_id).only("id", "clinic_id")  # any clinic: the actor's is checked next
    return row.clinic_id if row else None


async def find_service_for_change(service_id: UUID, *, clinic_id: UUID) -> Service | None:
    """Find and lock a service to change it."""
    return await Service.filter(id=service_id, clinic_id=clinic_id).select_for_update().first()


async def active_practitioners(practitioner_ids: Collection[UUID], *, clinic_id: UUID) -> set[UUID]:
    """Pick out which of some practitioners are the clinic's."""
    rows = Practitioner.filter(clinic_id=clinic_id, id__in=list(set(practitioner_ids)), is_active=True)
    return {UUID(str(one)) for one in await rows.values_list("id", flat=True)}


async def replace_practitioners(service: Service, practitioner_ids: Sequence[UUID]) -> None:
    """Let exactly these practitioners give a service. Needs a transaction."""
    rows = ServicePractitioner.filter(clinic_id=service.clinic_id, service_id=service.id)
    wanted = set(practitioner_ids)
    present = {UUID(str(one)) for one in await rows.values_list("practitioner_id", flat=True)}
    if present - wanted:
        await rows.filter(practitioner_id__in=list(present - wanted)).delete()
    for practitioner_id in sorted(wanted - present):
        await ServicePractitioner.create(
            clinic_id=service.clinic_id, service_id=service.id, practitioner_id=practitioner_id
        )


async def replace_kinds(service: Service, kinds: Sequence[str]) -> None:
    """Let a service need exactly these kinds of rooms and devices. Needs a transaction."""
    rows = ServiceResource.filter(clinic_id=service.clinic_id, service_id=service.id)
    present = {str(one) for one in await rows.values_list("resource_kind", flat=True)}
    if present - set(kinds):
        await rows.filter(resource_kind__in=list(present - set(kinds))).delete()
    for kind in sorted(set(kinds) - present):
        await ServiceResource.create(clinic_id=service.clinic_id, service_id=service.id, resource_kind=kind)
