"""Free times as partners and staff list them: what begins in a stretch is in its list, and in no other's."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_location, make_practitioner, make_service, writing
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Service
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

FREE = """query ($c: ID!, $s: ID!, $from: DateTime!, $to: DateTime!, $m: Int) {
  availableSlots(clinicId: $c, serviceId: $s, from: $from, to: $to, durationMinutes: $m) { startsAt endsAt timeZone }
  availableDays(clinicId: $c, serviceId: $s, from: $from, to: $to, durationMinutes: $m) { day count firstStartsAt } }"""
MIDNIGHT = datetime(2027, 3, 26, 23, tzinfo=UTC)
"""Of Saturday in Berlin; the clock there goes forward in the night to Sunday."""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@dataclass(frozen=True, slots=True)
class Night:
    """A clinic with somebody in Berlin who works through the night, and takes an hour or two."""

    desk: Desk
    service: Service

    async def found(
        self, deployment: Deployment, since: datetime, until: datetime, *, surface: Surface, minutes: int = 60
    ) -> tuple[list[Any], list[Any]]:
        actor: Principal = self.desk.actor(Role.RECEPTIONIST)
        if surface == "partner":
            actor = KeyActor(self.desk.api_key.id, self.desk.clinic.id, frozenset(Permission))
        ids = {"c": self.desk.id_of("Clinic"), "s": global_id("Service", self.service.id)}
        values = {**ids, "from": since.isoformat(), "to": until.isoformat(), "m": minutes}
        answer = await ask(deployment, actor, FREE, values, surface)
        assert answer.errors == []
        return answer.data["availableSlots"], answer.data["availableDays"]


@pytest.fixture
async def night(database: Database, vault: Vault, clock: TurnableClock) -> Night:
    desk = await make_desk(vault, clock.now())
    place = await make_location(desk.clinic, zone="Europe/Berlin")
    who = await make_practitioner(desk.clinic, place, hours=((0, 24 * 60),), weekdays=range(1, 8))
    service = await make_service(desk.clinic, who, duration_minutes=60, other_durations=[120])
    async with writing():
        await type(desk.clinic).filter(id=desk.clinic.id).update(horizon_days=60, notice_minutes=0)
    return Night(desk, service)


@pytest.mark.parametrize("surface", ["staff", "partner"])
@pytest.mark.parametrize("minutes", [60, 120])
async def test_what_begins_in_a_stretch_is_listed_there_and_nowhere_else(
    deployment: Deployment, night: Night, surface: Surface, minutes: int
) -> None:
    """Somebody who asks day by day misses no appointment over midnight, also where the clock changes."""
    days = [MIDNIGHT, MIDNIGHT + timedelta(hours=24), MIDNIGHT + timedelta(hours=47)]

    whole, counted = await night.found(deployment, days[0], days[2], surface=surface, minutes=minutes)
    parts = [
        await night.found(deployment, since, until, surface=surface, minutes=minutes) for since, until in pairwise(days)
    ]

    assert [one for slots, _ in parts for one in slots] == whole
    assert [one for _, spaces in parts for one in spaces] == counted
    assert {one["day"]: one["count"] for one in counted} == {"2027-03-27": 24 * 4, "2027-03-28": 23 * 4}
    assert datetime.fromisoformat(whole[-1]["startsAt"]) == days[2] - timedelta(minutes=15)
    assert datetime.fromisoformat(whole[-1]["endsAt"]) == days[2] - timedelta(minutes=15) + timedelta(minutes=minutes)


async def test_the_horizon_still_is_when_the_last_one_is_over(
    deployment: Deployment, night: Night, clock: TurnableClock
) -> None:
    until = clock.now() + timedelta(days=60)

    slots, spaces = await night.found(
        deployment, until - timedelta(hours=2), until + timedelta(days=1), surface="staff"
    )

    ends = [datetime.fromisoformat(one["endsAt"]) for one in slots]
    assert until - timedelta(minutes=15) < max(ends) <= until
    assert sum(one["count"] for one in spaces) == len(slots)
    assert date.fromisoformat(spaces[-1]["day"]) >= until.date()
