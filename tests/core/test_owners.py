import asyncio

import pytest
from tests.factories import make_clinic, make_connection

from chatbookr_core.channels import owners as owners_module
from chatbookr_core.channels.connections import find_channel
from chatbookr_core.channels.owners import BELIEVED_SECONDS, FRESH_SECONDS, Owners
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection
from chatbookr_sdk import Account

ACCOUNT = Account("number", "group")


class Seconds:
    """A time that stands until it is turned."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[Account]:
    """Note every look at the database."""
    asked: list[Account] = []

    async def noted(plugin: str, account: Account) -> ChannelConnection | None:
        asked.append(account)
        return await find_channel(plugin, account)

    monkeypatch.setattr(owners_module, "find_channel", noted)
    return asked


async def connect(vault: Vault) -> None:
    clinic = await make_clinic(vault)
    await make_connection(clinic, vault, account_id=ACCOUNT.id, group_id=str(ACCOUNT.group_id))


async def disconnect() -> None:
    async with transaction():
        await ChannelConnection.filter(account_id=ACCOUNT.id).update(state="disconnected")  # any clinic: there is one


async def settled(owners: Owners) -> None:
    await asyncio.gather(*owners._looking.values())


async def test_what_was_found_is_not_asked_again_while_it_is_fresh(
    database: Database, vault: Vault, seconds: Seconds, looked: list[Account]
) -> None:
    await connect(vault)
    owners = Owners(database, seconds)

    assert [await owners.have_any("whatsapp", [ACCOUNT]) for _ in range(3)] == [True] * 3
    assert looked == [ACCOUNT]


async def test_what_is_no_longer_fresh_is_believed_while_one_looks_again(
    sqlite_database: Database, vault: Vault, seconds: Seconds, looked: list[Account]
) -> None:
    await connect(vault)
    owners = Owners(sqlite_database, seconds)
    await owners.have_any("whatsapp", [ACCOUNT])
    await disconnect()
    seconds.now += FRESH_SECONDS

    believed = [await owners.have_any("whatsapp", [ACCOUNT]) for _ in range(64)]
    await settled(owners)

    assert believed == [True] * 64
    assert looked == [ACCOUNT] * 2
    assert not await owners.have_any("whatsapp", [ACCOUNT])


async def test_what_was_found_long_ago_is_not_believed(
    sqlite_database: Database, vault: Vault, seconds: Seconds
) -> None:
    await connect(vault)
    owners = Owners(sqlite_database, seconds)
    await owners.have_any("whatsapp", [ACCOUNT])
    await disconnect()
    seconds.now += BELIEVED_SECONDS

    assert not await owners.have_any("whatsapp", [ACCOUNT])


async def test_a_look_that_fails_leaves_what_was_found(
    sqlite_database: Database, vault: Vault, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    await connect(vault)
    owners = Owners(sqlite_database, seconds)
    await owners.have_any("whatsapp", [ACCOUNT])
    seconds.now += FRESH_SECONDS

    async def fail(plugin: str, account: Account) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr(owners_module, "find_channel", fail)
    assert await owners.have_any("whatsapp", [ACCOUNT])
    await settled(owners)

    assert await owners.have_any("whatsapp", [ACCOUNT])


async def test_nobody_owns_an_account_of_another_plugin(
    sqlite_database: Database, vault: Vault, seconds: Seconds
) -> None:
    await connect(vault)

    assert not await Owners(sqlite_database, seconds).have_any("other", [ACCOUNT])
