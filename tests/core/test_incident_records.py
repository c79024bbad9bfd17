"""Operators are reminded, drills are forgotten, and the record of a breach is proven."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.account_rows import make_operator
from tests.conftest import NOW
from tests.core.incident_staff import notified
from tests.core.incident_staff import world as world
from tests.core.incident_world import AWARE, NAME, TOLD, IncidentWorld
from tests.mailbox import letters

from chatbookr_core.audit.keeping import log_signer
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.errors import Conflict
from chatbookr_core.incidents.proving import RecordRefused, verify_record
from chatbookr_core.incidents.queries import incidents
from chatbookr_core.incidents.record import as_markdown, record_of
from chatbookr_core.incidents.reminders import remind
from chatbookr_core.incidents.rules import State
from chatbookr_core.incidents.service import delete_drill
from chatbookr_core.models import (
    AuditEntry,
    Incident,
    IncidentClinic,
    IncidentNotice,
    IncidentPhase,
    IncidentScope,
    Mail,
)


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
