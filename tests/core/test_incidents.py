"""Incidents on both databases: whom they concern, what clinics are told, and that each write may run twice."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import NOW
from tests.core.incident_world import AWARE, NAME, TOLD, House, IncidentWorld, make_incident_world
from tests.factories import make_access_grant, make_calendar_connection, make_membership, make_operator, make_user
from tests.mailbox import letters
from tests.schema.desk import BODY

from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.keeping import log_signer
from chatbookr_core.audit.recording import note
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, InvalidInput, NotFound
from chatbookr_core.incidents import notices
from chatbookr_core.incidents.affected import affected
from chatbookr_core.incidents.notices import acknowledge
from chatbookr_core.incidents.proving import RecordRefused, verify_record
from chatbookr_core.incidents.queries import incidents, newest_scope, parts_of_scope
from chatbookr_core.incidents.record import as_markdown, record_of
from chatbookr_core.incidents.reminders import remind
from chatbookr_core.incidents.rules import State, Words
from chatbookr_core.incidents.service import delete_drill
from chatbookr_core.keys import columns
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import (
    AccessRead,
    AuditEntry,
    Incident,
    IncidentClinic,
    IncidentNotice,
    IncidentPhase,
    IncidentScope,
    Job,
    Mail,
    Practitioner,
)
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id
from chatbookr_schema.vocabulary import vocabulary


@pytest.fixture
async def world(deployment: Deployment, database: Database) -> IncidentWorld:
    return await make_incident_world(deployment)


def staff(house: House, role: Role = Role.OWNER) -> StaffActor:
    return StaffActor(house.owner.id, house.owner.id, {house.clinic.id: Membership(role)})


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


async def notified(world: IncidentWorld) -> None:
    await world.open()
    await world.scope()
    await world.go_on(State.CONFIRMED)
    await world.notify()


async def test_each_owner_gets_a_letter_and_each_clinic_a_notice_with_all_four_contents(world: IncidentWorld) -> None:
    first, second = world.houses
    another = await make_user()
    await make_membership(another, first.clinic, role="owner")
    await make_membership(await make_user(), first.clinic, role="manager")

    await notified(world)

    for house, owners in ((first, [first.owner, another]), (second, [second.owner])):
        notice = await IncidentNotice.get(clinic_id=house.clinic.id)
        keys = await world.deployment.vault.clinic_keys(house.clinic.id)
        assert keys.open_text(columns.NOTICE_NATURE, notice.id, notice.nature_sealed) == TOLD.facts
        assert keys.open_text(columns.NOTICE_CONTACT, notice.id, notice.contact_sealed) == TOLD.contact
        assert (notice.people, notice.told_at) == (2 if house is first else 1, NOW)
        assert notice.authority_due_at == NOW + timedelta(hours=72)
        for owner in owners:
            (letter,) = await letters(world.deployment, owner.email)
            for text in (TOLD.facts, TOLD.effects, TOLD.measures, TOLD.contact, f"about: {notice.people}"):
                assert text in letter.text
            assert "DRILL" not in letter.text
    assert await Mail.filter(kind="incident_notice").count() == 3
    assert await Job.filter(kind="mail.send").count() == 3
    assert await AuditEntry.filter(action="incidentNotify").count() == 2


async def test_no_patients_words_names_or_numbers_are_in_what_operators_and_owners_get(world: IncidentWorld) -> None:
    await notified(world)
    await world.place()
    async with transaction():
        record = await record_of(world.deployment, world.by, NAME)

    text = json.dumps(record) + as_markdown(record)
    for house in world.houses:
        text += "".join([one.text for one in await letters(world.deployment, house.owner.email)])
    for canary in ("Canary", "4915199", BODY, *(house.owner.email for house in world.houses)):
        assert canary not in text


async def test_whoever_asks_twice_tells_nobody_twice(world: IncidentWorld) -> None:
    await notified(world)

    await world.notify()
    await world.go_on(State.CONTAINED)
    await world.go_on(State.CONTAINED)

    assert await IncidentPhase.all().count() == 4  # opened, confirmed, notified, contained
    assert await IncidentNotice.all().count() == 4
    assert await Mail.all().count() == 4
    with pytest.raises(Conflict):
        await world.notify(Words("other facts", "b", "c", "d"))


async def test_a_death_between_notices_and_mail_leaves_neither(
    world: IncidentWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.open()
    await world.scope()
    await world.go_on(State.CONFIRMED)
    whole, calls = post, list[str]()

    async def dies(*given: Any, **more: Any) -> Any:
        calls.append(str(given[1]))
        if len(calls) == 2:
            raise OSError("killed")
        return await whole(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(notices, "post", dies)
        with pytest.raises(OSError, match="killed"):
            await world.notify()

    assert (await IncidentNotice.all().count(), await Mail.all().count()) == (0, 0)
    assert (await Incident.get(name=NAME)).state == State.CONFIRMED
    await world.notify()
    assert (await IncidentNotice.all().count(), await Mail.all().count()) == (2, 2)


async def test_a_clinic_that_is_found_later_is_told_then_and_the_others_are_not_told_again(
    world: IncidentWorld,
) -> None:
    first, second = world.houses
    await world.open()
    await world.scope(clinic_ids=(first.clinic.id,))
    await world.go_on(State.CONFIRMED)
    await world.notify()
    with pytest.raises(Conflict):
        await world.notify(Words("a", "b", "c", "d"))

    await world.scope()
    await world.go_on(State.CONTAINED)
    with pytest.raises(Conflict, match="not told"):
        await world.go_on(State.CLOSED)
    await world.notify(Words("a", "b", "c", "d"))

    assert [one.phase for one in await IncidentNotice.filter(clinic_id=second.clinic.id)] == [5]
    assert [one.phase for one in await IncidentNotice.filter(clinic_id=first.clinic.id).order_by("phase")] == [3, 4]


async def test_it_is_dismissed_with_a_reason_and_those_who_were_told_hear_of_it(world: IncidentWorld) -> None:
    await notified(world)

    with pytest.raises(InvalidInput):
        await world.go_on(State.DISMISSED, Words(""))
    await world.go_on(State.DISMISSED, Words("It was a test of our own"))

    incident = await Incident.get(name=NAME)
    assert (incident.state, incident.closed_at) == (State.DISMISSED, NOW)
    assert [
        one.state for one in await IncidentNotice.filter(clinic_id=world.houses[0].clinic.id).order_by("phase")
    ] == [
        "notified",
        "dismissed",
    ]
    for again in (world.scope(), world.go_on(State.CONFIRMED), world.notify(Words("a", "b", "c", "d"))):
        with pytest.raises(Conflict):
            await again


async def test_an_incident_that_is_not_there_is_not_found(world: IncidentWorld) -> None:
    deeds: list[Callable[[], Awaitable[Any]]] = [world.scope, world.notify, lambda: world.go_on(State.CONFIRMED)]
    for deed in deeds:
        with pytest.raises(NotFound):
            await deed()


async def test_an_owner_says_that_it_was_read_and_the_first_stays(world: IncidentWorld, clock: TurnableClock) -> None:
    first, second = world.houses
    await notified(world)
    notice = await IncidentNotice.get(clinic_id=first.clinic.id)

    async def acknowledges(actor: StaffActor) -> None:
        async with transaction():
            await acknowledge(world.deployment, actor, notice.id)

    for role in (Role.MANAGER, Role.AUDITOR, Role.RECEPTIONIST):
        with pytest.raises(PermissionDenied):
            await acknowledges(staff(first, role))
    with pytest.raises(NotFound):
        await acknowledges(staff(second))
    await acknowledges(staff(first))
    clock.turn(timedelta(hours=1))
    await acknowledges(staff(first))

    notice = await IncidentNotice.get(id=notice.id)
    assert (notice.acknowledged_at, notice.acknowledged_by_id) == (NOW, first.owner.id)


async def test_operators_are_reminded_at_half_at_four_fifths_and_when_it_is_overdue_each_once(
    world: IncidentWorld, clock: TurnableClock
) -> None:
    await make_operator(is_active=False)
    other = await make_operator()
    await world.open()
    await world.scope()

    async def marks() -> list[tuple[str, int]]:
        async with transaction():
            return [(one.kind.value, one.mark) for one in await remind(world.deployment)]

    assert await marks() == []  # aware for one hour
    clock.turn(timedelta(hours=11))
    assert await marks() == [("clinics", 50)]
    assert await marks() == []
    world.deployment = replace(world.deployment, settings=replace(world.deployment.settings, operator_language="de"))
    clock.turn(timedelta(hours=12))
    assert await marks() == [("clinics", 100)]  # what came in between passed unseen
    clock.turn(timedelta(hours=12))
    assert await marks() == [("authority", 50)]  # seen from when operators knew
    await world.go_on(State.CONFIRMED)
    await world.notify()
    assert await marks() == []
    clock.turn(timedelta(hours=60))
    assert await marks() == [("authority", 80)]
    assert len(await letters(world.deployment, other.email)) == 4
    texts = [one.text for one in await letters(world.deployment, other.email)]
    assert "do not know yet" in texts[0]
    assert [one.language for one in await Mail.filter(kind="incident_reminder").order_by("id")][::2] == [
        "en",
        *["de"] * 3,
    ]
    assert AWARE < NOW


async def test_a_drill_runs_whole_is_marked_everywhere_and_can_be_forgotten(world: IncidentWorld) -> None:
    await world.open(is_drill=True)
    await world.scope()
    await world.go_on(State.CONFIRMED)
    await world.notify()

    for house in world.houses:
        (letter,) = await letters(world.deployment, house.owner.email)
        assert letter.text.startswith("DRILL.")
        assert (await IncidentNotice.get(clinic_id=house.clinic.id)).is_drill
    assert (await incidents(are_drills=False), len(await incidents(are_drills=True))) == ([], 1)
    async with transaction():
        await delete_drill(world.deployment, world.by, NAME)
    for model in (Incident, IncidentScope, IncidentClinic, IncidentPhase, IncidentNotice):
        assert await model.all().count() == 0
    assert await AuditEntry.filter(action="incidentDrillDelete").count() == 1


async def test_a_real_one_is_never_forgotten(world: IncidentWorld) -> None:
    await world.open()

    with pytest.raises(Conflict):
        async with transaction():
            await delete_drill(world.deployment, world.by, NAME)

    assert await Incident.exists(name=NAME)


async def test_the_record_is_proven_by_the_audit_log_and_any_change_to_it_shows(world: IncidentWorld) -> None:
    await notified(world)
    await world.go_on(State.CONTAINED)
    await world.go_on(State.CLOSED)
    await world.place()
    async with transaction():
        record = await record_of(world.deployment, world.by, NAME)
    key = (await log_signer(world.deployment)).verifier

    record = json.loads(json.dumps(record))
    assert verify_record(record, key) == 8  # opened, scope, confirmed, notified, two clinics, contained, closed

    def forged(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        copy: dict[str, Any] = json.loads(json.dumps(record))
        change(copy)
        return copy

    forgeries: list[Callable[[dict[str, Any]], object]] = [
        lambda one: one["phases"][1]["words"].update(effects="none"),
        lambda one: one["phases"].pop(),
        lambda one: one["scopes"][0]["clinics"][0]["patients"].pop(),
        lambda one: one["scopes"][0].update(entries=1),
        lambda one: one["notices"].clear(),
        lambda one: one["audit"]["entries"].pop(),
        lambda one: one["audit"]["entries"][0].update(index=0),
        lambda one: one["audit"].update(checkpoint="nothing"),
        lambda one: one["audit"].update(checkpoint=None),
        lambda one: one.pop("phases"),
        lambda one: one["incident"].update(name="another-name"),
    ]
    for change in forgeries:
        with pytest.raises(RecordRefused):
            verify_record(forged(change), key)


async def test_the_record_says_facts_effects_remedies_and_who_decided(world: IncidentWorld) -> None:
    await notified(world)
    await world.place()
    async with transaction():
        record = await record_of(world.deployment, world.by, NAME)

    text = as_markdown(record)

    for said in (TOLD.facts, TOLD.effects, TOLD.measures, world.operator.full_name, "2 people", "clinics, due"):
        assert said in text
    assert await AuditEntry.filter(action="incidentRecord").count() == 1
