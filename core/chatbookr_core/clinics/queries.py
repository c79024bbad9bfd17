"""Reads clinics, places, practitioners and services; always within clinics the asker was found to belong to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chatbookr_core.db import fetch, numbered, uuid_of
from chatbookr_core.keyset import Order, Page, PageRequest, Selection, pages_of, records_by_id
from chatbookr_core.models import Practitioner, Service, ServicePractitioner
from chatbookr_core.records import Records


@dataclass(frozen=True, slots=True)
class ClinicRecord:
    """A clinic and its rules for bookings."""

    id: UUID
    name: str
    zone: str
    locale: str
    phone: str
    opening_text: str
    notice_minutes: int
    horizon_days: int
    cutoff_minutes: int
    hold_minutes: int
    calendar_freshness_minutes: int


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


CLINICS = Records(ClinicRecord, "clinic")
LOCATIONS = Records(LocationRecord, "location")
PRACTITIONERS = Records(PractitionerRecord, "practitioner")
SERVICES = Records(ServiceRecord, "service")
LOCATION_ORDER = Order("location.name", "location", "name")
PRACTITIONER_ORDER = Order("practitioner.name", "practitioner", "full_name")
SERVICE_ORDER = Order("service.title", "service", "title")
OF_SERVICES = """
SELECT service_practitioner.service_id, {columns} FROM service_practitioner
JOIN practitioner ON practitioner.id = service_practitioner.practitioner_id AND practitioner.is_active
WHERE service_practitioner.clinic_id IN ({clinics}) AND service_practitioner.service_id IN ({services})
ORDER BY practitioner.full_name, practitioner.id
"""


async def clinics_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, ClinicRecord]:
    """Read those of the clinics that are wanted."""
    return await records_by_id(CLINICS, clinic_ids, ids)


async def locations_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, LocationRecord]:
    """Read places by id."""
    return await records_by_id(LOCATIONS, clinic_ids, ids)


async def practitioners_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, PractitionerRecord]:
    """Read practitioners by id."""
    return await records_by_id(PRACTITIONERS, clinic_ids, ids)


async def services_by_id(clinic_ids: Sequence[UUID], ids: Sequence[UUID]) -> dict[UUID, ServiceRecord]:
    """Read services by id."""
    return await records_by_id(SERVICES, clinic_ids, ids)


async def location_pages(clinic_ids: Sequence[UUID], request: PageRequest) -> list[Page[LocationRecord]]:
    """Page through each clinic's places, by name."""
    selection = Selection(LOCATIONS, LOCATION_ORDER, "location.is_active")
    return await pages_of(clinic_ids, "location.clinic_id", selection, request)


async def practitioner_pages(clinic_ids: Sequence[UUID], request: PageRequest) -> list[Page[PractitionerRecord]]:
    """Page through each clinic's practitioners, by name."""
    selection = Selection(PRACTITIONERS, PRACTITIONER_ORDER, "practitioner.is_active")
    return await pages_of(clinic_ids, "practitioner.clinic_id", selection, request)


async def service_pages(clinic_ids: Sequence[UUID], request: PageRequest) -> list[Page[ServiceRecord]]:
    """Page through everything each clinic offers or offered, by title."""
    selection = Selection(SERVICES, SERVICE_ORDER, "1 = 1")
    return await pages_of(clinic_ids, "service.clinic_id", selection, request)


async def practitioners_of_services(
    clinic_ids: Sequence[UUID], service_ids: Sequence[UUID]
) -> dict[UUID, list[PractitionerRecord]]:
    """List who gives each service, by name."""
    if not clinic_ids or not service_ids:
        return {}
    sql = OF_SERVICES.format(
        columns=PRACTITIONERS.columns,
        clinics=numbered(len(clinic_ids), since=1),
        services=numbered(len(service_ids), since=len(clinic_ids) + 1),
    )
    found: dict[UUID, list[PractitionerRecord]] = defaultdict(list)
    for row in await fetch(sql, (*clinic_ids, *service_ids)):
        found[uuid_of(row["service_id"])].append(PRACTITIONERS.read(row))
    return found


async def find_clinic_of_service(service_id: UUID) -> UUID | None:
    """Find whose service it is; the caller must still ask whether the actor belongs there."""
    row = await Service.get_or_none(id=service_id).only("id", "clinic_id")  # any clinic: the actor's is checked next
    return row.clinic_id if row else None


async def find_service_for_change(service_id: UUID, *, clinic_id: UUID) -> Service | None:
    """Find and lock a service to change it."""
    return await Service.filter(id=service_id, clinic_id=clinic_id).select_for_update().first()


async def count_practitioners(practitioner_ids: Sequence[UUID], *, clinic_id: UUID) -> int:
    """Count how many of some practitioners are the clinic's."""
    return await Practitioner.filter(clinic_id=clinic_id, id__in=list(practitioner_ids), is_active=True).count()


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
