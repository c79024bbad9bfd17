"""What staff do with bookings: the right, the offer and the guard are asked in turn, in one transaction."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.factories import make_clinic, make_location, make_patient, make_practitioner, make_service

from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import AlreadyCancelled, InvalidInput, NotFound, SlotNotOffered, StaleVersion
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role

NINE = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
STEP = timedelta(minutes=15)


class Front:
    """Staff of one clinic, and the verbs, each in a transaction of its own."""

    def __init__(self, deployment: Deployment, request: BookingRequest) -> None:
        self.deployment, self.request = deployment, request

    def staff(self, role: Role = Role.OWNER) -> StaffActor:
        return StaffActor(uuid4(), uuid4(), {self.request.clinic_id: Membership(role)})

    async def books(self, actor: StaffActor | KeyActor | None = None, **changes: object) -> Booking:
        request = replace(self.request, **changes)  # type: ignore[arg-type]  # fields of the request
        async with transaction():
            return await Booking.get(id=await book_for_patient(self.deployment, actor or self.staff(), request))

    async def moves(self, booking: Booking, starts_at: datetime, version: int | None = None) -> Booking:
        async with transaction():
            await move_booking(self.deployment, self.staff(), booking.id, starts_at=starts_at, version=version)
        return await Booking.get(id=booking.id)

    async def cancels(self, booking: Booking, actor: StaffActor | None = None, version: int | None = None) -> Booking:
        async with transaction():
            await cancel_booking(self.deployment, actor or self.staff(), booking.id, version=version)
        return await Booking.get(id=booking.id)


@pytest.fixture
async def front(database: Database, deployment: Deployment, vault: Vault) -> Front:
    clinic = await make_clinic(vault)
    practitioner = await make_practitioner(clinic, await make_location(clinic))
    service = await make_service(clinic, practitioner)
    patient = await make_patient(clinic, vault)
    return Front(deployment, BookingRequest(clinic.id, service.id, practitioner.id, NINE, patient.id))


async def test_notes_are_sealed_and_only_for_who_may_write_them(front: Front, vault: Vault) -> None:
    booking = await front.books(notes="allergic to latex")
    keys = await vault.reading(front.request.clinic_id, [booking.notes_sealed])

    assert booking.notes_sealed is not None
    assert b"latex" not in booking.notes_sealed
    assert keys.open_text(columns.BOOKING_NOTES, booking.id, booking.notes_sealed) == "allergic to latex"
    with pytest.raises(PermissionDenied):
        await front.books(front.staff(Role.RECEPTIONIST), notes="x", starts_at=NINE + 4 * STEP)
    with pytest.raises(InvalidInput):
        await front.books(notes="x" * 501, starts_at=NINE + 4 * STEP)
    assert await Booking.all().count() == 1


async def test_what_is_not_offered_cannot_be_booked(front: Front) -> None:
    await front.books()
    for starts_at in (NINE, NINE + STEP, NINE - STEP, NINE - timedelta(days=2), NINE + timedelta(seconds=1)):
        with pytest.raises(SlotNotOffered):
            await front.books(starts_at=starts_at)

    assert await Booking.all().count() == 1


async def test_a_booking_moves_by_less_than_its_length_and_frees_what_it_left(front: Front) -> None:
    booking = await front.books()

    moved = await front.moves(booking, NINE + STEP)
    with pytest.raises(SlotNotOffered):
        await front.books()
    back = await front.moves(moved, NINE)

    assert (moved.starts_at, moved.version) == (NINE + STEP, booking.version + 1)
    assert back.starts_at == NINE
    assert await Allocation.filter(is_active=True).count() == 1


async def test_who_saw_an_older_version_changes_nothing(front: Front) -> None:
    booking = await front.books()
    await front.moves(booking, NINE + 4 * STEP)

    with pytest.raises(StaleVersion):
        await front.moves(booking, NINE, booking.version)
    with pytest.raises(StaleVersion):
        await front.cancels(booking, version=booking.version)
    assert (await Booking.get(id=booking.id)).starts_at == NINE + 4 * STEP


async def test_a_cancelled_booking_gives_its_time_back_once(front: Front) -> None:
    booking = await front.books()
    cancelled = await front.cancels(booking)
    with pytest.raises(AlreadyCancelled):
        await front.cancels(booking)

    assert cancelled.status == "cancelled"
    assert (await front.books()).starts_at == NINE


async def test_who_may_book_and_not_read_patients_books_nobody(front: Front) -> None:
    scopes = frozenset({Permission.BOOKING_WRITE})
    key = KeyActor(uuid4(), front.request.clinic_id, scopes)

    with pytest.raises(PermissionDenied) as denied:
        await front.books(key)

    assert denied.value.permission is Permission.PATIENT_READ
    assert not await Booking.all().exists()


async def test_nobody_without_the_right_and_nobody_of_another_clinic_changes_anything(
    front: Front, vault: Vault
) -> None:
    booking = await front.books()
    other = await make_clinic(vault)
    stranger = StaffActor(uuid4(), uuid4(), {other.id: Membership(Role.OWNER)})
    theirs = await make_patient(other, vault)

    with pytest.raises(PermissionDenied):
        await front.books(front.staff(Role.AUDITOR), starts_at=NINE + 4 * STEP)
    with pytest.raises(PermissionDenied):
        await front.cancels(booking, front.staff(Role.AUDITOR))
    with pytest.raises(NotFound):
        await front.books(stranger, starts_at=NINE + 4 * STEP)
    with pytest.raises(NotFound):
        await front.cancels(booking, stranger)
    with pytest.raises(NotFound):
        await front.books(starts_at=NINE + 4 * STEP, patient_id=theirs.id)
    assert await Booking.all().count() == 1
    assert (await Booking.get()).status == "confirmed"
