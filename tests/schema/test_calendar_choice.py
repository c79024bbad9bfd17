"""Choosing an account's calendars through the API: what is refused, and at which argument a form shows it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.matrix.preparing import have_calendars
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import CalendarConnection, CalendarFeed
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

CHOOSE = """mutation ($account: ID!, $written: String!, $blocking: [String!]!) {
  calendarChoose(calendarId: $account, written: $written, blocking: $blocking) {
    calendar { feeds { calendarId isWritten isBlocking } } userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    made = await make_desk(vault, clock.now())
    await have_calendars(made)
    return made


async def choose(deployment: Deployment, desk: Desk, **given: object) -> Mapping[str, Any]:
    own, other = await CalendarFeed.filter(connection_id=desk.calendar.id).order_by("calendar_id").limit(2)
    wish = {"account": desk.id_of("Calendar"), "written": own.calendar_id, "blocking": [other.calendar_id]}
    answer = await ask(deployment, desk.actor(Role.OWNER), CHOOSE, {**wish, **given})
    assert answer.errors == []
    done: Mapping[str, Any] = answer.data["calendarChoose"]
    return done


async def test_what_is_chosen_is_shown(deployment: Deployment, desk: Desk) -> None:
    done = await choose(deployment, desk)

    assert done["userErrors"] == []
    assert [(one["isWritten"], one["isBlocking"]) for one in done["calendar"]["feeds"]].count((True, True)) == 1
    assert [(one["isWritten"], one["isBlocking"]) for one in done["calendar"]["feeds"]].count((False, True)) == 1


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"written": "nobody's"}, {"code": "INVALID_VALUE", "field": ["written"]}),
        ({"blocking": ["nobody's"]}, {"code": "INVALID_VALUE", "field": ["blocking"]}),
        ({"account": global_id("Calendar", new_id())}, {"code": "NOT_FOUND", "field": ["calendarId"]}),
    ],
)
async def test_what_cannot_be_chosen_is_refused_at_its_argument(
    deployment: Deployment, desk: Desk, given: Mapping[str, object], error: Mapping[str, object]
) -> None:
    before = await CalendarConnection.get(id=desk.calendar.id).values()

    done = await choose(deployment, desk, **given)

    assert done["userErrors"] == [error]
    assert await CalendarConnection.get(id=desk.calendar.id).values() == before


async def test_an_account_that_is_lost_conflicts_at_no_argument(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await CalendarConnection.filter(id=desk.calendar.id).update(state="needs_reconnect")

    done = await choose(deployment, desk)

    assert done["userErrors"] == [{"code": "CONFLICT", "field": None}]
