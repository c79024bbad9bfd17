"""A key of some places sees and does there what its scopes let it, and elsewhere nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.factories import make_booking, make_clinic, make_location, make_patient, make_practitioner, make_service

from chatbookr_core.bookings.agenda import BOOKING_ORDERS, BookingFilter, bookings_where
from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient, cancel_booking, move_booking
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound, SlotNotOffered
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keyset import PageRequest, page_of
from chatbookr_core.models import Booking, Location, Patient, Practitioner, Service
from chatbookr_core.patients.queries import PATIENT_ORDERS, PatientFilter, patients_by_id, patients_where
from chatbookr_core.patients.registering import register_patient
from chatbookr_core.reach import reach_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor

NINE = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
EVERYTHING = PageRequest(100)


@dataclass(frozen=True, slots=True)
class Places:
    """A clinic with two places, somebody at each, and a key of the first."""

    key: KeyActor
    service: Service
    here: Location
    there: Location
    doctors: tuple[Practitioner, Practitioner]
    patient: Patient

    def request(self, at: int, starts_at: datetime = NINE) -> BookingRequest:
        clinic_id = self.service.clinic_id
        return BookingRequest(clinic_id, self.service.id, self.doctors[at].id, starts_at, self.patient.id)


@pytest.fixture
async def places(database: Database, vault: Vault) -> Places:
    clinic = await make_clinic(vault)
    here, there = await make_location(clinic), await make_location(clinic)
    doctors = await make_practitioner(clinic, here), await make_practitioner(clinic, there)
    key = KeyActor(uuid4(), clinic.id, frozenset(Permission), frozenset({here.id}))
    service, patient = await make_service(clinic, *doctors), await make_patient(clinic, vault, created_by_id=key.key_id)
    return Places(key, service, here, there, doctors, patient)


async def test_a_key_books_moves_and_cancels_at_its_place_and_it_is_noted(
    places: Places, deployment: Deployment
) -> None:
    async with transaction():
        booking_id = await book_for_patient(deployment, places.key, places.request(0))
    async with transaction():
        await move_booking(deployment, places.key, booking_id, starts_at=NINE + timedelta(hours=1))
    async with transaction():
        await cancel_booking(deployment, places.key, booking_id)

    booking = await Booking.get(id=booking_id)
    assert (booking.created_by, booking.created_by_id) == ("partner", places.key.key_id)
    assert (booking.cancelled_by, booking.cancelled_by_id) == ("partner", places.key.key_id)


async def test_a_key_of_another_place_changes_nothing(places: Places, deployment: Deployment) -> None:
    booking = await make_booking(places.patient, places.service, places.doctors[1], places.there, starts_at=NINE)
    before = await Booking.all().values()

    with pytest.raises(SlotNotOffered):
        async with transaction():
            await book_for_patient(deployment, places.key, places.request(1, NINE + timedelta(hours=2)))
    with pytest.raises(NotFound):
        async with transaction():
            await move_booking(deployment, places.key, booking.id, starts_at=NINE + timedelta(hours=1))
    with pytest.raises(NotFound):
        async with transaction():
            await cancel_booking(deployment, places.key, booking.id)
    assert await Booking.all().values() == before


async def test_a_booking_is_not_moved_out_of_the_keys_places(places: Places, deployment: Deployment) -> None:
    async with transaction():
        booking_id = await book_for_patient(deployment, places.key, places.request(0))

    with pytest.raises(SlotNotOffered):
        async with transaction():
            await move_booking(deployment, places.key, booking_id, starts_at=NINE, practitioner_id=places.doctors[1].id)


async def test_a_list_holds_the_bookings_of_the_places_alone(places: Places) -> None:
    own = await make_booking(places.patient, places.service, places.doctors[0], places.here, starts_at=NINE)
    await make_booking(places.patient, places.service, places.doctors[1], places.there, starts_at=NINE)
    reach, order = reach_of(places.key), BOOKING_ORDERS["starts_at"]

    limited = await page_of(bookings_where(reach, BookingFilter(), order), EVERYTHING)
    elsewhere = bookings_where(reach, BookingFilter(location_id=places.there.id), order)

    assert [record.id for record, _ in limited.rows] == [own.id]
    assert not (await page_of(elsewhere, EVERYTHING)).rows


async def seen(key: KeyActor, ids: list[UUID]) -> list[UUID]:
    """List whom a key sees, and see that the list and the look-up by id agree."""
    selection = patients_where(reach_of(key), PatientFilter(), PATIENT_ORDERS["created_at"])
    by_page = {record.id for record in (await page_of(selection, EVERYTHING)).rows}
    by_id = set(await patients_by_id(reach_of(key), ids))
    assert by_page == by_id
    return [one for one in ids if one in by_id]


async def test_a_key_sees_who_was_at_its_place_and_whom_it_made_known(
    places: Places, deployment: Deployment, vault: Vault
) -> None:
    clinic_id, made = places.service.clinic_id, []
    other = KeyActor(uuid4(), clinic_id, frozenset(Permission), frozenset({places.there.id}))
    for key, phone in ((places.key, "+4915100000007"), (other, "+4915100000008")):
        async with transaction():
            made.append(await register_patient(deployment, key, clinic_id=clinic_id, name="Ada", phone=phone))
    await make_booking(places.patient, places.service, places.doctors[0], places.here, starts_at=NINE)
    everybody = [places.patient.id, *made]

    assert await seen(places.key, everybody) == [places.patient.id, made[0]]
    assert await seen(other, everybody) == [made[1]]
    assert reach_of(KeyActor(uuid4(), clinic_id, frozenset())).location_ids is None
