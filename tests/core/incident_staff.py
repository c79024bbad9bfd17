"""Whom a breach concerns in its world: the staff of a clinic."""

import pytest
from tests.core.incident_world import House, IncidentWorld, make_incident_world

from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.incidents.rules import State
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role


@pytest.fixture
async def world(deployment: Deployment, database: Database) -> IncidentWorld:
    return await make_incident_world(deployment)


def staff(house: House, role: Role = Role.OWNER) -> StaffActor:
    return StaffActor(house.owner.id, house.owner.id, {house.clinic.id: Membership(role)})


async def notified(world: IncidentWorld) -> None:
    await world.open()
    await world.scope()
    await world.go_on(State.CONFIRMED)
    await world.notify()
