"""Fills a database with a clinic whose practitioners have much to do: for benchmarks that look for free times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from availability import NEED, ZONE, clinic

from chatbookr_core.availability import Subject
from chatbookr_core.clock import from_epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.ids import new_id
from chatbookr_core.models import (
    Allocation,
    Booking,
    CalendarConnection,
    Clinic,
    ExternalBusy,
    Location,
    Membership,
    Patient,
    Practitioner,
    Service,
    ServicePractitioner,
    Session,
    User,
    WorkingException,
    WorkingHours,
)
from chatbookr_core.people.tokens import token_hash_of

AT_ONCE = 1_000
BOOKED_EACH = 8
"""One in so many of what takes their time is a booking, the others stand in their calendars."""


@dataclass(frozen=True, slots=True)
class BusyClinic:
    """A clinic, its one service, the token of somebody who works there, and how many rows take people's time."""

    clinic_id: UUID
    service_id: UUID
    token: str
    rows: int


async def open_busy_clinic(practitioners: int, days: int, now: datetime) -> BusyClinic:
    """Make a clinic whose days from the next on are as `availability.clinic` makes them up. Needs a database."""
    subjects, _ = clinic(practitioners, days, now.date() + timedelta(days=1))
    async with transaction():
        place = await Clinic.create(
            name="Busy", zone=ZONE, created_at=now, horizon_days=days, calendar_freshness_minutes=100_000
        )
        location = await Location.create(clinic_id=place.id, name="Place", zone=ZONE)
        service = await _service(place.id)
        patient = await Patient.create(
            clinic_id=place.id,
            channel="benchmark",
            provider_user_hash="0" * 64,
            provider_user_sealed=b"",
            created_at=now,
        )
        whose = _Whose(place.id, location.id, service.id, patient.id, now)
        for number, subject in enumerate(subjects):
            await _practitioner(whose, number, subject)
        token = await _member(place.id, now)
    return BusyClinic(place.id, service.id, token, sum(len(one.busy) for one in subjects))


@dataclass(frozen=True, slots=True)
class _Whose:
    clinic_id: UUID
    location_id: UUID
    service_id: UUID
    patient_id: UUID
    now: datetime


async def _service(clinic_id: UUID) -> Service:
    return await Service.create(
        clinic_id=clinic_id,
        title="Examination",
        short_title="Exam",
        duration_minutes=NEED.duration_minutes,
        buffer_before_minutes=NEED.buffer_before_minutes,
        buffer_after_minutes=NEED.buffer_after_minutes,
        step_minutes=NEED.step_minutes,
    )


async def _member(clinic_id: UUID, now: datetime) -> str:
    """Make a receptionist who is logged in."""
    user = await User.create(email=f"{clinic_id}@clinic.test", full_name="Somebody", password_hash="", created_at=now)
    await Membership.create(clinic_id=clinic_id, user_id=user.id, role="receptionist", created_at=now)
    token, ends = f"benchmark-{clinic_id.hex}", now + timedelta(days=1)
    times: dict[str, Any] = {"created_at": now, "last_seen_at": now, "expires_at": ends}
    await Session.create(id=new_id(), user_id=user.id, token_hash=token_hash_of(token), **times)
    return token


async def _practitioner(whose: _Whose, number: int, subject: Subject) -> None:
    names: dict[str, Any] = {"full_name": f"Dr. Number {number}", "short_name": f"Dr. {number}"}
    person = await Practitioner.create(clinic_id=whose.clinic_id, **names)
    of_person: dict[str, Any] = {"clinic_id": whose.clinic_id, "practitioner_id": person.id}
    await ServicePractitioner.create(**of_person, service_id=whose.service_id)
    for hours in subject.schedule.weekly:
        window: dict[str, Any] = {"start_minute": hours.start_minute, "end_minute": hours.end_minute}
        await WorkingHours.create(**of_person, location_id=whose.location_id, weekday=hours.weekday, **window)
    for exception in subject.schedule.exceptions:
        await WorkingException.create(**of_person, day=exception.day, windows=[list(one) for one in exception.windows])
    connection = await CalendarConnection.create(
        **of_person,
        plugin="gcal",
        account_id=f"{number}@clinic.test",
        calendar_id=f"{number}@clinic.test",
        busy_calendar_ids=[f"{number}@clinic.test"],
        state="connected",
        connected_at=whose.now,
        fetched_at=whose.now,
    )
    booked = list(_booked(subject))
    bookings = [_booking(whose, person.id, *interval) for interval in booked]
    busy = [
        ExternalBusy(**of_person, connection_id=connection.id, starts_minute=start, ends_minute=end)
        for start, end in sorted(set(subject.busy) - set(booked))
    ]
    await Booking.bulk_create(bookings, AT_ONCE)
    await Allocation.bulk_create([_taken(person.id, *one) for one in zip(bookings, booked, strict=True)], AT_ONCE)
    await ExternalBusy.bulk_create(busy, AT_ONCE)


def _booked(subject: Subject) -> Iterator[tuple[int, int]]:
    """Pick some of what takes somebody's time that do not meet, as bookings never do."""
    reached = 0
    for start, end in subject.busy[::BOOKED_EACH]:
        if start >= reached:
            yield start, end
            reached = end


def _booking(whose: _Whose, practitioner_id: UUID, start: int, end: int) -> Booking:
    booking_id = new_id()
    return Booking(
        id=booking_id,
        clinic_id=whose.clinic_id,
        patient_id=whose.patient_id,
        service_id=whose.service_id,
        practitioner_id=practitioner_id,
        location_id=whose.location_id,
        reference=booking_id.hex[-12:],
        starts_at=from_epoch_minute(start),
        ends_at=from_epoch_minute(end),
        zone=ZONE,
        status="confirmed",
        calendar_state="written",
        created_at=whose.now,
        created_by="staff",
    )


def _taken(practitioner_id: UUID, booking: Booking, interval: tuple[int, int]) -> Allocation:
    start, end = interval
    return Allocation(
        clinic_id=booking.clinic_id,
        subject_id=practitioner_id,
        booking_id=booking.id,
        starts_minute=start,
        ends_minute=end,
    )
