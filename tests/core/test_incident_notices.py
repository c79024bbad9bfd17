"""Whom a breach concerns is told once, whole, and without a word of a patient."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import NOW
from tests.core.incident_staff import notified, staff
from tests.core.incident_staff import world as world
from tests.core.incident_world import NAME, TOLD, IncidentWorld
from tests.factories import make_membership, make_user
from tests.mailbox import letters
from tests.schema.desk import BODY

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.errors import Conflict, InvalidInput, NotFound
from chatbookr_core.incidents import notices
from chatbookr_core.incidents.notices import acknowledge
from chatbookr_core.incidents.record import as_markdown, record_of
from chatbookr_core.incidents.rules import State, Words
from chatbookr_core.keys import columns
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import (
    AuditEntry,
    Incident,
    IncidentNotice,
    IncidentPhase,
    Job,
    Mail,
)
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role


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
