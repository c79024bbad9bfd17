"""A plain query of one root field is run straight through, and graphql-core does again whatever is not plain."""

from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.schema.desk import NAME, NOTES, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.roles import Role
from chatbookr_schema.straight import Straight

PLAIN = "query Straight($c: ID!) { bookings(clinicId: $c) { nodes { reference startsAt patient { name } } } }"
CLOSED = "query Closed($c: ID!) { bookings(clinicId: $c) { nodes { reference notes patient { name } } } }"
WAITING = "query Waits($c: ID!) { bookings(clinicId: $c) { nodes { reference conversation { id } } totalCount } }"
TWO = "query Two($c: ID!) { a: bookings(clinicId: $c) { nodes { id } } b: bookings(clinicId: $c) { nodes { id } } }"
NOBODYS = 'query Nobodys($c: ID!) { bookings(clinicId: $c, after: "nothing") { nodes { id } } }'


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note of each try to run straight through whether it came to its end."""
    noted: list[bool] = []
    run = Straight.data

    async def data(*arguments: Any) -> Any:
        found = await run(*arguments)
        noted.append(found is not None)
        return found

    monkeypatch.setattr(Straight, "data", data)
    return noted


async def asked(deployment: Deployment, desk: Desk, role: Role | None, query: str, times: int) -> list[Any]:
    actor = desk.actor(role) if role else None
    return [await ask(deployment, actor, query, {"c": desk.id_of("Clinic")}) for _ in range(times)]


async def test_a_plain_list_is_run_straight_from_the_second_time_on(
    deployment: Deployment, desk: Desk, runs: list[bool]
) -> None:
    answers = await asked(deployment, desk, Role.RECEPTIONIST, PLAIN, 4)

    assert runs == [True, True, True]
    assert answers[1:] == answers[:1] * 3
    assert answers[0].data["bookings"]["nodes"][0]["patient"] == {"name": NAME}


@pytest.mark.parametrize("query", [WAITING, TWO])
async def test_what_is_not_plain_is_left_to_graphql_core(
    deployment: Deployment, desk: Desk, runs: list[bool], query: str
) -> None:
    answers = await asked(deployment, desk, Role.OWNER, query, 4)

    assert True not in runs
    assert answers[0].errors == []
    assert answers[1:] == answers[:1] * 3


async def test_what_is_closed_to_somebody_is_tried_with_them_once(
    deployment: Deployment, desk: Desk, runs: list[bool]
) -> None:
    owner = await asked(deployment, desk, Role.OWNER, CLOSED, 3)
    receptionist = await asked(deployment, desk, Role.RECEPTIONIST, CLOSED, 3)
    again = await asked(deployment, desk, Role.OWNER, CLOSED, 1)

    assert runs == [True, True, False, False, False, True]
    assert owner[2].data["bookings"]["nodes"][0]["notes"] == again[0].data["bookings"]["nodes"][0]["notes"] == NOTES
    for answer in receptionist:
        assert NOTES not in str(answer)
        assert [one["extensions"]["coordinate"] for one in answer.errors] == ["Booking.notes"]


@pytest.mark.parametrize("role", [Role.OWNER, None])
async def test_errors_are_told_as_ever(deployment: Deployment, desk: Desk, runs: list[bool], role: Role | None) -> None:
    answers = await asked(deployment, desk, role, NOBODYS, 3)

    assert True not in runs
    assert answers[0].data == {"bookings": None}
    assert answers[0].codes == ["BAD_USER_INPUT" if role else "UNAUTHENTICATED"]
    assert answers[1:] == answers[:1] * 2


async def test_nothing_of_one_asker_is_left_for_the_next(deployment: Deployment, desk: Desk, runs: list[bool]) -> None:
    await asked(deployment, desk, Role.OWNER, PLAIN, 3)

    stranger = await asked(deployment, desk, None, PLAIN, 1)

    assert stranger[0].data == {"bookings": None}
    assert stranger[0].codes == ["UNAUTHENTICATED"]
