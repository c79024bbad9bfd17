"""Rows for tests, made as the use cases would make them; each says only what the test is about.

Every factory writes inside the transaction under way, or else in one of its own. A database must be entered.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count, product
from typing import Any
from uuid import UUID

from chatbookr_core.clock import epoch_minute
from chatbookr_core.db import is_in_transaction, transaction
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    Allocation,
    Booking,
    CalendarConnection,
    ChannelConnection,
    ChannelNotice,
    Clinic,
    Conversation,
    CustomRole,
    Location,
    Membership,
    Patient,
    Practitioner,
    Resource,
    Service,
    ServicePractitioner,
    ServiceResource,
    User,
    WorkingHours,
)
from chatbookr_core.search.tokens import index_new_patient
from chatbookr_permissions.actions import Permission

CREATED_AT = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
WEEKDAYS = (1, 2, 3, 4, 5)
numbers = count(1)


@asynccontextmanager
async def writing() -> AsyncIterator[None]:
    """Write in the transaction under way, or else in one of its own."""
    if is_in_transaction():
        yield
    else:
        async with transaction():
            yield


async def make_clinic(vault: Vault | None = None, *, zone: str = "Europe/Berlin", **fields: Any) -> Clinic:
    """Make a clinic; with a vault it has keys, which patients and conversations need."""
    async with writing():
        clinic = await Clinic.create(
            **{"name": f"Clinic {next(numbers)}", "zone": zone, "created_at": CREATED_AT, **fields}
        )
        if vault is not None:
            await vault.create_clinic_keys(clinic.id)
    return clinic


async def make_location(clinic: Clinic, **fields: Any) -> Location:
    async with writing():
        return await Location.create(
            **{"clinic_id": clinic.id, "name": f"Place {next(numbers)}", "zone": clinic.zone, **fields}
        )


async def make_practitioner(
    clinic: Clinic,
    location: Location | None = None,
    *,
    hours: Sequence[tuple[int, int]] = ((9 * 60, 17 * 60),),
    weekdays: Sequence[int] = WEEKDAYS,
    services: Sequence[Service] = (),
    **fields: Any,
) -> Practitioner:
    """Make a practitioner who works `hours` (local minutes of the day) on `weekdays` at `location`."""
    number = next(numbers)
    async with writing():
        practitioner = await Practitioner.create(
            **{
                "clinic_id": clinic.id,
                "full_name": f"Dr. Number {number}",
                "short_name": f"Dr. {number}",
                **fields,
            }
        )
        for service in services:
            await give_service(service, practitioner)
        if location is not None:
            for weekday, (start_minute, end_minute) in product(weekdays, hours):
                await make_hours(practitioner, location, weekday, start_minute, end_minute)
    return practitioner


async def make_hours(
    practitioner: Practitioner, location: Location, weekday: int, start_minute: int, end_minute: int
) -> WorkingHours:
    """Make a weekly stretch: ISO weekday, local minutes of the day."""
    async with writing():
        return await WorkingHours.create(
            clinic_id=practitioner.clinic_id,
            practitioner_id=practitioner.id,
            location_id=location.id,
            weekday=weekday,
            start_minute=start_minute,
            end_minute=end_minute,
        )


async def make_service(
    clinic: Clinic, *practitioners: Practitioner, duration_minutes: int = 30, **fields: Any
) -> Service:
    """Make a service, given by `practitioners`."""
    number = next(numbers)
    async with writing():
        service = await Service.create(
            **{
                "clinic_id": clinic.id,
                "title": f"Service {number}",
                "short_title": f"Service {number}",
                "duration_minutes": duration_minutes,
                **fields,
            }
        )
        for practitioner in practitioners:
            await give_service(service, practitioner)
    return service


async def give_service(service: Service, practitioner: Practitioner) -> None:
    """Let a practitioner give a service."""
    async with writing():
        await ServicePractitioner.create(
            clinic_id=service.clinic_id, service_id=service.id, practitioner_id=practitioner.id
        )


async def make_resource(
    location: Location, *, kind: str = "room", services: Sequence[Service] = (), **fields: Any
) -> Resource:
    """Make a room or device; `services` need one of its kind."""
    async with writing():
        resource = await Resource.create(
            **{
                "clinic_id": location.clinic_id,
                "location_id": location.id,
                "name": f"{kind} {next(numbers)}",
                "kind": kind,
                **fields,
            }
        )
        for service in services:
            needed: dict[str, Any] = {"clinic_id": service.clinic_id, "service_id": service.id, "resource_kind": kind}
            if not await ServiceResource.filter(**needed).exists():
                await ServiceResource.create(**needed)
    return resource


async def make_patient(
    clinic: Clinic,
    vault: Vault,
    *,
    name: str | None = "Ada Example",
    phone: str | None = "+4915112345678",
    provider_user_id: str | None = None,
    channel: str = "whatsapp",
    **fields: Any,
) -> Patient:
    """Make a patient, sealed as the intake seals."""
    patient_id, user = fields.get("id") or new_id(), provider_user_id or f"user-{next(numbers)}"
    keys = vault.draft_patient_keys(await vault.clinic_keys(clinic.id), patient_id)
    async with writing():
        await vault.keep_patient_keys(keys)
        made = await Patient.create(
            **{
                "id": patient_id,
                "clinic_id": clinic.id,
                "channel": channel,
                "provider_user_hash": keys.lookup_hash("patient.provider_user", user),
                "provider_user_sealed": keys.seal(columns.PATIENT_PROVIDER_USER, patient_id, user),
                "phone_hash": keys.lookup_hash("patient.phone", phone) if phone else None,
                "phone_sealed": keys.seal(columns.PATIENT_PHONE, patient_id, phone) if phone else None,
                "name_sealed": keys.seal(columns.PATIENT_NAME, patient_id, name) if name else None,
                "birth_date_sealed": keys.seal(columns.PATIENT_BIRTH_DATE, patient_id, "1990-12-24"),
                "created_at": CREATED_AT,
                **fields,
            }
        )
        await index_new_patient(made.id, clinic.id, name, phone, keys)
        return made


async def make_connection(
    clinic: Clinic, vault: Vault | None = None, *, credentials: str = '{"access_token": "token"}', **fields: Any
) -> ChannelConnection:
    """Make a connected WhatsApp number; with a vault it has sealed credentials."""
    connection_id, number = new_id(), next(numbers)
    sealed = None
    if vault is not None:
        keys = await vault.clinic_keys(clinic.id)
        sealed = keys.seal(columns.CHANNEL_CREDENTIALS, connection_id, credentials)
    async with writing():
        return await ChannelConnection.create(
            **{
                "id": connection_id,
                "clinic_id": clinic.id,
                "plugin": "whatsapp",
                "account_id": f"{100_000_000_000_000 + number}",
                "group_id": f"{200_000_000_000_000 + number}",
                "credentials_sealed": sealed,
                "state": "connected",
                "connected_at": CREATED_AT,
                **fields,
            }
        )


async def make_channel_notice(connection: ChannelConnection, **fields: Any) -> ChannelNotice:
    """Make something a provider said about an account."""
    async with writing():
        return await ChannelNotice.create(
            **{
                "id": new_id(),
                "clinic_id": connection.clinic_id,
                "connection_id": connection.id,
                "kind": "account_update",
                "event": "ACCOUNT_VIOLATION",
                "effect": "look",
                "detail": "{}",
                "digest": new_id().hex,
                "happened_at": connection.connected_at,
                "created_at": connection.connected_at,
                **fields,
            }
        )


async def make_calendar_connection(
    practitioner: Practitioner,
    vault: Vault | None = None,
    *,
    credentials: str = '{"access_token": "token", "refresh_token": "refresh"}',
    **fields: Any,
) -> CalendarConnection:
    """Make a practitioner's connected calendar; with a vault it has sealed credentials."""
    connection_id, calendar_id = new_id(), f"calendar-{next(numbers)}@example.com"
    keys = await vault.clinic_keys(practitioner.clinic_id) if vault is not None else None
    sealed = keys.seal(columns.CALENDAR_CREDENTIALS, connection_id, credentials) if keys is not None else None
    async with writing():
        return await CalendarConnection.create(
            **{
                "id": connection_id,
                "clinic_id": practitioner.clinic_id,
                "practitioner_id": practitioner.id,
                "plugin": "gcal",
                "account_id": f"account-of-{calendar_id}",
                "credentials_sealed": sealed,
                "calendar_id": calendar_id,
                "busy_calendar_ids": [calendar_id],
                "state": "connected",
                "connected_at": CREATED_AT,
                "fetched_at": CREATED_AT,
                "fetched_until": CREATED_AT + timedelta(days=60),
                **fields,
            }
        )


async def make_conversation(patient: Patient, connection: ChannelConnection, **fields: Any) -> Conversation:
    async with writing():
        return await Conversation.create(
            **{
                "clinic_id": patient.clinic_id,
                "patient_id": patient.id,
                "connection_id": connection.id,
                "last_message_at": CREATED_AT,
                "created_at": CREATED_AT,
                **fields,
            }
        )


async def make_booking(
    patient: Patient,
    service: Service,
    practitioner: Practitioner,
    location: Location,
    *,
    starts_at: datetime,
    **fields: Any,
) -> Booking:
    """Make a booking with the practitioner's allocation, past all rules but the guard."""
    values = {
        "clinic_id": patient.clinic_id,
        "patient_id": patient.id,
        "service_id": service.id,
        "practitioner_id": practitioner.id,
        "location_id": location.id,
        "reference": f"T{next(numbers):05}",
        "ends_at": starts_at + timedelta(minutes=service.duration_minutes),
        "zone": location.zone,
        "status": "confirmed",
        "calendar_state": "none",
        "created_at": CREATED_AT,
        "created_by": "staff",
    }
    async with writing():
        booking = await Booking.create(**{**values, "starts_at": starts_at, **fields})
        await _allocate(booking, service)
    return booking


async def _allocate(booking: Booking, service: Service) -> None:
    await Allocation.create(
        clinic_id=booking.clinic_id,
        subject_id=booking.practitioner_id,
        booking_id=booking.id,
        starts_minute=epoch_minute(booking.starts_at) - service.buffer_before_minutes,
        ends_minute=epoch_minute(booking.ends_at) + service.buffer_after_minutes,
        is_active=booking.status == "confirmed",
    )


async def make_user(**fields: Any) -> User:
    """Make a staff account; it can log in only when a real `password_hash` is given."""
    number = next(numbers)
    async with writing():
        return await User.create(
            **{
                "email": f"user-{number}@example.com",
                "full_name": f"User {number}",
                "password_hash": "unusable",
                "created_at": CREATED_AT,
                **fields,
            }
        )


async def make_membership(
    user: User, clinic: Clinic, *, role: str = "receptionist", practitioner_id: UUID | None = None, **fields: Any
) -> Membership:
    async with writing():
        return await Membership.create(
            **{
                "clinic_id": clinic.id,
                "user_id": user.id,
                "role": role,
                "practitioner_id": practitioner_id,
                "created_at": CREATED_AT,
                **fields,
            }
        )


async def make_custom_role(clinic: Clinic, *permissions: Permission, **fields: Any) -> CustomRole:
    """Make a role of a clinic's own."""
    async with writing():
        return await CustomRole.create(
            **{
                "clinic_id": clinic.id,
                "name": f"Role {next(numbers)}",
                "permissions": sorted(one.value for one in permissions),
                "created_at": CREATED_AT,
                **fields,
            }
        )
