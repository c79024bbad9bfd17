"""What is not said is not told by time either: medians over 1 000 tries, taken in turns, so that a busy machine adds to
both alike. Nightly: it takes nine minutes on two busy cores.
"""

from collections.abc import Awaitable, Callable
from random import Random
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest
from tests.factories import make_patient, make_user
from tests.schema.desk import ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.origin import NOWHERE
from chatbookr_core.people.password_changes import ask_for_reset
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.sessions import log_in
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

TRIES = 1000
OF_AN_ACCOUNT, OF_AN_ID = 0.010, 0.005  # seconds between the medians
NODE = "query ($id: ID!) { node(id: $id) { id } }"

pytestmark = [pytest.mark.nightly, pytest.mark.usefixtures("costly_passwords")]


async def between_medians(one: Callable[[int], Awaitable[object]], other: Callable[[int], Awaitable[object]]) -> float:
    """Try both in turns, either first as chance has it; return the seconds between their medians."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    chance = Random(7)  # noqa: S311  # who goes first
    for number in range(TRIES):
        for is_one in chance.sample([True, False], 2):
            started = perf_counter()
            await (one if is_one else other)(number)
            taken[is_one].append(perf_counter() - started)
    return abs(median(taken[True]) - median(taken[False]))


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(21)
async def test_a_log_in_takes_as_long_for_nobody(sqlite_database: Database, deployment: Deployment) -> None:
    await deployment.vault.deployment_keys()
    password_hash = hash_password_now("correct horse battery staple")
    for number in range(TRIES):
        await make_user(email=f"known-{number}@example.com", password_hash=password_hash)

    async def tried(email: str) -> None:
        with pytest.raises(NotAuthenticated):
            await log_in(deployment, email, "not the password at all")

    seconds = await between_medians(
        lambda number: tried(f"known-{number}@example.com"), lambda number: tried(f"nobody-{number}@example.com")
    )

    assert seconds < OF_AN_ACCOUNT


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(21)
async def test_a_forgotten_password_takes_as_long_for_nobody(sqlite_database: Database, deployment: Deployment) -> None:
    await deployment.vault.deployment_keys()
    password_hash = hash_password_now("correct horse battery staple")
    for number in range(TRIES):
        await make_user(email=f"known-{number}@example.com", password_hash=password_hash)

    seconds = await between_medians(
        lambda number: ask_for_reset(deployment, f"known-{number}@example.com", NOWHERE),
        lambda number: ask_for_reset(deployment, f"nobody-{number}@example.com", NOWHERE),
    )

    assert seconds < OF_AN_ACCOUNT


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(6)
async def test_another_clinics_id_takes_as_long_as_nobodys(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    own, other = await make_desk(vault, clock.now()), await make_desk(vault, clock.now())
    actor, theirs = own.actor(Role.OWNER), await make_patient(other.clinic, vault)

    async def asked(key: object) -> None:
        answer = await ask(deployment, actor, NODE, {"id": global_id("Patient", key)})  # type: ignore[arg-type]  # a UUID
        assert answer.data == {"node": None}

    seconds = await between_medians(lambda _: asked(theirs.id), lambda _: asked(uuid4()))

    assert seconds < OF_AN_ID
