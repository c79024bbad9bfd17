"""What providers call messages is kept as a keyed hash; rows of before are found by either until they are hidden."""

import importlib.util
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from tests.factories import make_clinic, make_connection, make_conversation, make_patient
from tests.schema.desk import make_message

from chatbookr_core import faultpoints
from chatbookr_core.clock import TurnableClock
from chatbookr_core.conversations import provider_ids
from chatbookr_core.conversations.provider_ids import CLEAR, FIRST, HIDE, hidden, hiding
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.receiving import receive
from chatbookr_core.keys.vault import Vault
from chatbookr_core.migration import folder_of, versions_of
from chatbookr_core.models import ChannelConnection, Clinic, Job, Message
from chatbookr_core.outbox.statuses import note_status
from chatbookr_sdk import (
    Account,
    DeliveryStatus,
    MessageReceived,
    Sender,
    StatusReported,
    TextReceived,
)
from chatbookr_workers import provider_ids as _declared  # noqa: F401  # its import declares the kind of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

WAMID = "wamid.HBgLMzE2ODc2NTQzMjEVAgASGBQzQUVDMDdFNzQ5"


async def clinic_of_before(vault: Vault, clock: TurnableClock, *names: str) -> tuple[Clinic, ChannelConnection]:
    """Make a clinic whose messages hold providers' ids in clear, as they did before."""
    clinic = await make_clinic(vault)
    connection = await make_connection(clinic, vault)
    conversation = await make_conversation(await make_patient(clinic, vault), connection)
    for name in names:
        fields: dict[str, Any] = {"external_hash": name, "reply_to_hash": f"{name}-before"}
        await make_message(conversation, vault, sent_at=clock.now(), **fields)
    return clinic, connection


def account_of(connection: ChannelConnection) -> Account:
    return Account(connection.account_id, connection.group_id)


async def owe(database: Database) -> None:
    """Do what the migration does to a database that has messages."""
    (version,) = [one for one in versions_of(database.dialect) if "message_hashes" in one]
    spec = importlib.util.spec_from_file_location("message_hashes", folder_of(database.dialect) / version)
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    async with transaction() as tx:
        await tx.connection.execute_script(module.OWE % module.VALUES)


async def test_the_migration_owes_each_clinic_with_messages_one_job_that_hides_all(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    clinics = [(await clinic_of_before(vault, clock, f"{WAMID}{n}", f"{WAMID}{n}x"))[0] for n in range(2)]
    await make_clinic(vault)
    await owe(database)
    owed = await Job.filter(kind=HIDE)
    stood = [await hiding()]

    for one in owed:
        await run(deployment, declared_kinds()[HIDE], one.id)
        stood.append(await hiding())

    assert [(one.messages_left, one.clinics_left) for one in stood] == [(4, 2), (2, 1), (0, 0)]
    assert [dict(one.jobs) for one in stood] == [{"due": 2}, {"due": 1, "done": 1}, {"done": 2}]

    assert {one.clinic_id for one in owed} == {one.id for one in clinics}
    assert [(one.id.version, one.id.variant) for one in owed] == [(7, uuid4().variant)] * 2
    assert [one.state for one in await Job.filter(kind=HIDE)] == ["done"] * 2
    for number, clinic in enumerate(clinics):
        keys = await vault.clinic_keys(clinic.id)
        kept = {(one.external_hash, one.reply_to_hash) for one in await Message.filter(clinic_id=clinic.id)}
        names = [f"{WAMID}{number}", f"{WAMID}{number}x"]
        assert kept == {(hidden(keys, one), hidden(keys, f"{one}-before")) for one in names}


async def test_killed_between_two_portions_the_next_attempt_goes_on(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_ids, "PORTION", 2)
    monkeypatch.setattr(provider_ids, "CLEAR", provider_ids.CLEAR.replace("LIMIT 500", "LIMIT 2"))
    clinic, _ = await clinic_of_before(vault, clock, *(f"{WAMID}{n}" for n in range(5)))

    async def told(_count: int) -> None:
        """Listen to nothing."""

    def die(point: str) -> None:
        assert point != "hiding.between_portions"

    faultpoints.install(die)
    with pytest.raises(AssertionError):
        await provider_ids.hide(vault, clinic.id, told)
    faultpoints.install(None)
    left = len(await fetch(CLEAR, (clinic.id, FIRST)))
    hidden_since = await provider_ids.hide(vault, clinic.id, told)

    assert (left, hidden_since, len(await fetch(CLEAR, (clinic.id, FIRST)))) == (3, 3, 0)


async def test_a_message_of_before_that_comes_again_is_the_same_message(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    clinic, connection = await clinic_of_before(vault, clock, WAMID)
    again = MessageReceived(
        account_of(connection), WAMID, Sender("u-1", "31687654321"), clock.now(), TextReceived("hi")
    )

    async def is_new() -> bool:
        async with transaction():
            return await receive(deployment, connection, again)

    before = await is_new()
    await provider_ids.hide(vault, clinic.id, _nobody)
    after = await is_new()

    assert (before, after) == (False, False)
    assert await Message.filter(clinic_id=clinic.id).count() == 1


@pytest.mark.parametrize("is_hidden", [False, True])
async def test_a_status_finds_a_message_of_before(
    database: Database, vault: Vault, clock: TurnableClock, *, is_hidden: bool
) -> None:
    clinic, connection = await clinic_of_before(vault, clock)
    conversation = await make_conversation(await make_patient(clinic, vault, phone="31600000009"), connection)
    sent: dict[str, Any] = {"direction": "outbound", "author": "staff", "status": "sent", "external_hash": WAMID}
    message = await make_message(conversation, vault, sent_at=clock.now(), status_at=clock.now(), **sent)
    if is_hidden:
        await provider_ids.hide(vault, clinic.id, _nobody)
    fact = StatusReported(account_of(connection), WAMID, DeliveryStatus.READ, clock.now() + timedelta(seconds=1))

    async with transaction():
        is_ours = await note_status(vault, connection, fact, clock.now())

    assert is_ours
    assert (await Message.get(id=message.id)).status == "read"


async def test_two_clinics_keep_different_hashes_of_one_id(database: Database, vault: Vault) -> None:
    one, other = [await vault.clinic_keys((await make_clinic(vault)).id) for _ in range(2)]

    assert hidden(one, WAMID) != hidden(other, WAMID)
    assert hidden(one, WAMID) == hidden(one, WAMID)


async def _nobody(_count: int) -> None:
    """Listen to no progress."""
