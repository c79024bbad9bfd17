"""What the log says of a breach: whom it concerns, which data, how much and when; on both databases."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from tests.account_rows import make_access_grant
from tests.conftest import NOW
from tests.core.incident_staff import world as world
from tests.core.incident_world import IncidentWorld
from tests.factories import make_calendar_connection

from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.recording import note
from chatbookr_core.db import transaction
from chatbookr_core.errors import Conflict, InvalidInput
from chatbookr_core.incidents.affected import affected
from chatbookr_core.incidents.queries import newest_scope, parts_of_scope
from chatbookr_core.models import (
    AccessRead,
    AuditEntry,
    IncidentPhase,
    IncidentScope,
    Practitioner,
)
from chatbookr_schema.ids import global_id
from chatbookr_schema.vocabulary import vocabulary


async def test_the_scope_says_of_each_clinic_whom_which_data_how_much_and_when(world: IncidentWorld) -> None:
    first, second = world.houses
    incident_id = await world.open()

    await world.scope()

    scope = await newest_scope(incident_id)
    assert scope is not None
    assert (scope.entries, scope.pending) == (3, 0)
    parts = {part.clinic_id: part for part in await parts_of_scope(scope.id)}
    part = parts[first.clinic.id]
    assert set(part.patients) == {one.id for one in first.patients}
    assert part.classes == {"contact": 1, "booking": 2, "conversation": 2}  # notes are the conversation's class
    assert (part.records, part.unresolved) == (3, 0)
    assert (part.first_at, part.last_at) == (NOW - timedelta(hours=5), NOW - timedelta(hours=3))
    other = parts[second.clinic.id]
    assert (other.patients, other.classes, other.records) == ((second.patients[0].id,), {"conversation": 1}, 1)


async def test_what_is_asked_narrows_it(world: IncidentWorld) -> None:
    first, second = world.houses
    incident_id = await world.open()
    async with transaction():
        note(NOW, "bookingCancel", Who("key", world.key_id), clinics=(second.clinic.id,), subject_id=second.bookings[1])
        note(
            NOW,
            "bookingCancel",
            Who("key", world.operator.id),
            clinics=(first.clinic.id,),
            subject_id=first.bookings[0],
        )
        denied = {"clinics": (first.clinic.id,), "subject_id": first.bookings[0], "outcome": "denied"}
        note(NOW, "bookingCancel", Who("key", world.key_id), **denied)  # type: ignore[arg-type]  # it saw nothing

    for changes, entries, clinics in (
        ({"actions": ("bookingCancel",)}, 1, {second.clinic.id}),
        ({"clinic_ids": (first.clinic.id,)}, 2, {first.clinic.id}),
        ({"until": NOW - timedelta(hours=4)}, 1, {first.clinic.id}),
        ({"actors": (("staff", world.key_id),)}, 0, set()),
        ({}, 4, {first.clinic.id, second.clinic.id}),
    ):
        await world.scope(**changes)
        scope = await newest_scope(incident_id)
        assert scope is not None
        assert (scope.entries, {one.clinic_id for one in await parts_of_scope(scope.id)}) == (entries, clinics)
    assert await IncidentScope.filter(incident_id=incident_id).count() == 5


async def test_what_was_deleted_since_is_counted_though_nobody_can_say_whose_it_was(world: IncidentWorld) -> None:
    first = world.houses[0]
    await world.read(first, "Booking.startsAt", Booking=[world.operator.id])
    await world.read(first, "BookingConnection.totalCount")
    incident_id = await world.open()

    await world.scope(clinic_ids=(first.clinic.id,))

    scope = await newest_scope(incident_id)
    assert scope is not None
    (part,) = await parts_of_scope(scope.id)
    assert (part.records, part.unresolved) == (5, 2)


async def test_an_operators_reads_are_counted_whole_where_the_entry_is_cut(world: IncidentWorld) -> None:
    first, grant = world.houses[0], world.operator.id
    subjects = [global_id("Patient", one.id) for one in first.patients]
    access = await make_access_grant(first.clinic, world.operator)
    async with transaction():
        note(
            NOW,
            "operatorRead",
            Who("operator", world.operator.id),
            clinics=(first.clinic.id,),
            grant=str(grant),
            coordinates=["Patient.name"],
            subjects=subjects[:1],
            subjectCount=2,
        )
        await AccessRead.create(
            clinic_id=first.clinic.id,
            grant_id=access.id,
            operator_id=world.operator.id,
            coordinates=["Patient.name"],
            subjects=subjects,
            read_at=NOW,
        )
    incident_id = await world.open()

    await world.scope(actors=(("operator", world.operator.id),))

    scope = await newest_scope(incident_id)
    assert scope is not None
    (part,) = await parts_of_scope(scope.id)
    assert set(part.patients) == {one.id for one in first.patients}


async def test_what_went_over_a_stolen_connection_counts(world: IncidentWorld) -> None:
    first = world.houses[0]
    practitioner = await Practitioner.get(clinic_id=first.clinic.id)
    calendar = await make_calendar_connection(practitioner)
    incident_id = await world.open()

    await world.scope(actors=(("connection", calendar.id),))

    scope = await newest_scope(incident_id)
    assert scope is not None
    (part,) = await parts_of_scope(scope.id)
    assert (set(part.patients), part.classes) == ({one.id for one in first.patients}, {"booking": 2})


async def test_a_scope_is_the_same_again_of_as_many_entries_and_is_not_written_twice(world: IncidentWorld) -> None:
    incident_id = await world.open()
    await world.scope()
    scope = await newest_scope(incident_id)
    assert scope is not None

    await world.scope()
    await world.read(world.houses[1], "Patient.name", Patient=[world.houses[1].patients[1].id])
    await world.scope()

    assert await IncidentScope.filter(incident_id=incident_id).count() == 2
    again = await affected(world.question(), vocabulary(), size=scope.tree_size)
    assert (again.digest, again.root) == (scope.digest, scope.tree_root)
    entry = await AuditEntry.filter(action="incidentScope").order_by("id").first()
    assert entry is not None
    details = json.loads(entry.content)["details"]
    assert (details["digest"], details["size"], details["root"]) == (scope.digest, scope.tree_size, scope.tree_root)


async def test_entries_without_a_place_are_said_to_be_missing(world: IncidentWorld) -> None:
    await world.place()
    await world.read(world.houses[1], "Patient.name", Patient=[world.houses[1].patients[1].id])

    found = await affected(world.question(), vocabulary())

    assert (found.entries, found.pending) == (3, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"actors": ()},
        {"actors": (("patient", NOW),)},
        {"until": NOW - timedelta(days=9)},
        {"since": NOW.replace(tzinfo=None)},
    ],
)
async def test_what_cannot_be_asked_is_refused(world: IncidentWorld, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        world.question(**changes)


async def test_two_operators_who_open_the_same_have_one_incident(world: IncidentWorld) -> None:
    ids = await asyncio.gather(*(world.open() for _ in range(4)))

    assert len(set(ids)) == 1
    assert (await IncidentPhase.all().count(), await AuditEntry.filter(action="incidentOpen").count()) == (1, 1)
    with pytest.raises(Conflict):
        await world.open(is_drill=True)
