"""Two clinics, deeds that the audit log has, and operators who look into them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tests.account_rows import make_operator
from tests.conftest import NOW
from tests.factories import (
    make_booking,
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_membership,
    make_patient,
    make_practitioner,
    make_service,
    make_user,
)

from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.incidents.affected import Question
from chatbookr_core.incidents.rules import State, Words
from chatbookr_core.incidents.service import Decider, Opening, compute_scope, go_on, notify, open_incident
from chatbookr_core.models import Clinic, Operator, Patient, User
from chatbookr_schema.ids import global_id
from chatbookr_schema.vocabulary import vocabulary

NAME = "2027-03-stolen-key"
FACTS = "An API key was stolen"
TOLD = Words(FACTS, "Somebody may have read bookings", "The key is revoked", "privacy@host.example")
AWARE = NOW - timedelta(hours=1)


@dataclass(slots=True)
class House:
    """A clinic with an owner and patients."""

    clinic: Clinic
    owner: User
    patients: list[Patient] = field(default_factory=list)
    bookings: list[UUID] = field(default_factory=list)


@dataclass(slots=True)
class IncidentWorld:
    """The deployment, its clinics, a stolen key and the operator who answers."""

    deployment: Deployment
    operator: Operator
    houses: list[House]
    key_id: UUID

    @property
    def by(self) -> Decider:
        return Decider(Who("operator", self.operator.id), self.operator.id)

    def question(self, **changes: object) -> Question:
        values = {"actors": (("key", self.key_id),), "since": NOW - timedelta(days=2), "until": NOW + timedelta(days=9)}
        return Question(**{**values, **changes})  # type: ignore[arg-type]  # tests change what they name

    async def read(self, house: House, *coordinates: str, at: datetime = NOW, **ids: list[UUID]) -> None:
        """Let the stolen key read things of a clinic; `ids` by type."""
        subjects = [global_id(kind, key) for kind, keys in ids.items() for key in keys]
        async with transaction():
            note(
                at,
                "read",
                Who("key", self.key_id),
                clinics=(house.clinic.id,),
                purpose="HOPERAT",
                coordinates=list(coordinates),
                subjects=subjects,
            )

    async def place(self) -> None:
        while await sequence(self.deployment):
            pass

    async def open(self, *, is_drill: bool = False, name: str = NAME) -> UUID:
        async with transaction():
            return await open_incident(self.deployment, self.by, Opening(name, AWARE, FACTS, is_drill))

    async def scope(self, **changes: object) -> UUID:
        await self.place()
        async with transaction():
            return await compute_scope(self.deployment, self.by, NAME, self.question(**changes), vocabulary())

    async def go_on(self, to: State, words: Words = TOLD) -> UUID:
        async with transaction():
            return await go_on(self.deployment, self.by, NAME, to, words)

    async def notify(self, words: Words = TOLD) -> UUID:
        async with transaction():
            return await notify(self.deployment, self.by, NAME, words)


async def make_incident_world(deployment: Deployment) -> IncidentWorld:
    """Make two clinics; of the first two patients were read, by three things; of the second one."""
    houses = [await _house(deployment) for _ in range(2)]
    world = IncidentWorld(deployment, await make_operator(), houses, uuid4())
    first, second = houses
    await world.read(first, "Patient.phone", at=NOW - timedelta(hours=5), Patient=[first.patients[0].id])
    await world.read(first, "Booking.startsAt", "Booking.notes", at=NOW - timedelta(hours=3), Booking=first.bookings)
    await world.read(second, "Message.body", at=NOW - timedelta(hours=2), Patient=[second.patients[0].id])
    return world


async def _house(deployment: Deployment) -> House:
    clinic, owner = await make_clinic(deployment.vault), await make_user()
    await make_membership(owner, clinic, role="owner")
    location, service = await make_location(clinic), await make_service(clinic)
    practitioner = await make_practitioner(clinic, location)
    house = House(clinic, owner)
    for place in range(2):
        patient = await make_patient(clinic, deployment.vault, name="Canary Name", phone=f"+49151999900{place}")
        house.patients.append(patient)
        starts = NOW + timedelta(days=1, hours=place)
        house.bookings.append((await make_booking(patient, service, practitioner, location, starts_at=starts)).id)
    await make_conversation(house.patients[0], await make_connection(clinic))
    return house
