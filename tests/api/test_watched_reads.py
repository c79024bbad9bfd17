"""A clinic says whose reading it wants to know of: owners alone, at once, for queries and events, for itself alone."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.api.serving import House, served, tell
from tests.api.test_graphql_stream import about_booking, client_for, streaming, url_of
from tests.factories import make_membership, writing
from tests.schema.desk import make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, Clinic, Membership, Session

pytestmark = pytest.mark.integration  # speaks to itself, over sockets

SET = """mutation ($clinic: ID!, $fields: [String!]!) {
    watchedReadsSet(input: {clinicId: $clinic, fields: $fields}) { clinic { watchedReads } userErrors { code } } }"""
READ = "query ($clinic: ID!) { bookings(clinicId: $clinic) { totalCount nodes { reference status } } }"
WATCHED = "Booking.reference"


@pytest.fixture
async def house(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        async with writing():
            await Membership.filter(user_id=house.user.id).update(role="owner")
        yield house


async def ask(house: House, document: str, *, clinic: str = "", **variables: object) -> Any:
    async with client_for(house, accept="application/json", **{"x-purpose": "TREAT"}) as client:
        given = {"clinic": clinic or house.desk.id_of("Clinic"), **variables}
        answer = await client.post(url_of(house), json={"query": document, "variables": given})
    return answer.json()["data"]


async def watch(house: House, *fields: str) -> Any:
    return (await ask(house, SET, fields=list(fields)))["watchedReadsSet"]


async def step_up(house: House) -> None:
    async with writing():
        await Session.filter(user_id=house.user.id).update(stepped_up_at=house.deployment.clock.now())


async def reads() -> list[dict[str, Any]]:
    return [json.loads(one.content) for one in await AuditEntry.filter(action="read").order_by("id")]


async def test_an_owner_says_what_is_watched_and_it_is_from_the_next_request_on(house: House) -> None:
    other = await make_desk(house.deployment.vault, house.deployment.clock.now())
    await make_membership(house.user, other.clinic, role="owner")
    unproven = await watch(house, WATCHED)
    await step_up(house)
    unknown = [await watch(house, wrong) for wrong in ("Booking.nothing", "no words", "Booking." + "x" * 2000)]
    await ask(house, READ)

    done = await watch(house, WATCHED, WATCHED, "Message.body")
    await ask(house, READ)
    await ask(house, READ, clinic=other.id_of("Clinic"))

    assert unproven == {"clinic": None, "userErrors": [{"code": "STEP_UP_REQUIRED"}]}
    assert [one["userErrors"] for one in unknown] == [[{"code": "INVALID_VALUE"}]] * 3
    assert done == {"clinic": {"watchedReads": [WATCHED, "Message.body"]}, "userErrors": []}
    (entry,) = await reads()
    assert (entry["clinic"], entry["actor"]["id"]) == (str(house.desk.clinic.id), str(house.user.id))
    assert entry["details"]["coordinates"] == [WATCHED]
    assert entry["details"]["purpose"] == "TREAT"
    assert entry["details"]["subjects"] == [house.desk.id_of("Booking")]
    assert [one.outcome for one in await AuditEntry.filter(action="watchedReadsSet").order_by("id")][-1] == "done"

    assert (await watch(house))["clinic"] == {"watchedReads": []}
    await ask(house, READ)
    assert len(await reads()) == 1


async def test_events_of_a_subscription_are_watched_and_the_change_reaches_one_that_is_open(house: House) -> None:
    await step_up(house)
    async with streaming(house) as (_, heard):
        for expected, fields in ((0, None), (1, [WATCHED]), (2, None), (2, [])):
            if fields is not None:
                await watch(house, *fields)
            await tell(about_booking(house))
            _, event = await anext(heard)
            assert event["data"]["bookingChanged"]["booking"]["reference"] == house.desk.booking.reference
            assert len(await reads()) == expected


async def test_nobody_but_owners_says_what_is_watched_and_auditors_may_know(house: House) -> None:
    await step_up(house)
    shown = "query ($clinic: ID!) { clinic(id: $clinic) { watchedReads } }"
    async with writing():
        await Clinic.filter(id=house.desk.clinic.id).update(watched_reads=WATCHED)
    for role, is_told in (("auditor", True), ("receptionist", False)):
        async with writing():
            await Membership.filter(user_id=house.user.id).update(role=role)
        await tell(Change("membership", house.desk.clinic.id, None))
        assert await ask(house, SET, fields=[]) == {"watchedReadsSet": None}
        assert (await ask(house, shown))["clinic"]["watchedReads"] == ([WATCHED] if is_told else None)
    assert (await Clinic.get(id=house.desk.clinic.id)).watched_reads == WATCHED
