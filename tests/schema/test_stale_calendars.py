"""A calendar that was not read for long and answers now: staff and programs book its free times all the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import CalendarConnection
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_sdk import Busy

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOOK = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) @idempotent(key: "b") {
  booking { startsAt } userErrors { code } } }"""


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    made = await make_desk(vault, clock.now())
    async with writing():
        await CalendarConnection.filter(id=made.calendar.id).update(fetched_at=clock.now() - HOUR)
    return made


@pytest.mark.parametrize("surface", ["staff", "partner"])
@pytest.mark.parametrize(("busy", "codes"), [((), []), ((Busy(ELEVEN, ELEVEN + HOUR),), ["SLOT_TAKEN"])])
async def test_a_time_is_booked_by_what_the_calendar_says_now(
    desk: Desk,
    vault: Vault,
    clock: TurnableClock,
    tmp_path: Path,
    surface: Surface,
    busy: tuple[Busy, ...],
    codes: list[str],
) -> None:
    deployment = replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin(*busy)}))
    program = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    actor = desk.actor(Role.RECEPTIONIST) if surface == "staff" else program
    ids = {f"{kind.lower()}Id": desk.id_of(kind) for kind in ("Service", "Practitioner", "Patient")}

    answer = await ask(deployment, actor, BOOK, {"input": {**ids, "startsAt": ELEVEN.isoformat()}}, surface)

    done: Any = answer.data["bookingCreate"]
    assert [error["code"] for error in done["userErrors"]] == codes
    assert (done["booking"] is None) is bool(codes)
    assert (await CalendarConnection.get(id=desk.calendar.id)).fetched_at == clock.now()
