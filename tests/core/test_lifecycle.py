"""Connecting and disconnecting a channel: nothing unless the provider agrees, and its grant ends with ours."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.clinic_world import World
from tests.factories import make_clinic
from tests.worlds import world as world

from chatbookr_core.channels.lifecycle import connect_channel, disconnect_channel
from chatbookr_core.db import transaction
from chatbookr_core.errors import Conflict, InvalidInput, NotFound, StepUpRequired
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Job
from chatbookr_permissions.actor import Membership, StaffActor, SystemActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role
from chatbookr_sdk import Secret

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


def entered(world: World, **changes: str) -> dict[str, Secret]:
    meta = world.sandbox_settings.meta
    right = {"phone_number_id": meta.phone_number_id, "waba_id": meta.waba_id, "access_token": meta.access_token}
    return {name: Secret(value) for name, value in {**right, **changes}.items()}


async def connects(world: World, **changes: str) -> ChannelConnection:
    connection_id = await connect_channel(
        world.deployment,
        SystemActor("test"),
        clinic_id=world.clinic.id,
        plugin="whatsapp",
        credentials=entered(world, **changes),
    )
    return await ChannelConnection.get(id=connection_id)


async def disconnect(world: World) -> None:
    async with transaction():
        await disconnect_channel(world.deployment, SystemActor("test"), world.connection_id)


async def test_wrong_credentials_name_the_faulty_entry_and_change_nothing(world: World) -> None:
    before = await ChannelConnection.get(id=world.connection_id)
    for field, value in (("access_token", "EAAwrong"), ("waba_id", "999999999999"), ("phone_number_id", "nonsense")):
        with pytest.raises(InvalidInput) as refusal:
            await connects(world, **{field: value})
        assert refusal.value.field == field
        assert value not in str(refusal.value)

    after = await ChannelConnection.get()
    assert (after.credentials_sealed, after.state) == (before.credentials_sealed, "connected")


async def test_blanks_that_were_pasted_along_do_not_matter(world: World) -> None:
    token = world.sandbox_settings.meta.access_token

    again = await connects(world, access_token=f"  {token}\n")

    assert again.id == world.connection_id


async def test_a_disconnect_is_revoked_until_the_provider_confirms_and_can_be_undone(world: World) -> None:
    await world.fault("meta", "*", "server_error", times=2)
    await disconnect(world)
    await disconnect(world)
    jobs = await Job.filter(kind="connection.revoke").count()
    at_once = await ChannelConnection.get(id=world.connection_id)
    await world.work()
    tried = await ChannelConnection.get(id=world.connection_id)
    await world.work(within=timedelta(minutes=5))
    done = await ChannelConnection.get(id=world.connection_id)
    again = await connects(world)

    assert jobs == 1
    assert (at_once.state, tried.state, done.state) == ("disconnecting", "disconnecting", "disconnected")
    assert tried.credentials_sealed is not None
    assert done.credentials_sealed is None
    assert (again.id, again.state) == (world.connection_id, "connected")


async def test_an_account_goes_to_another_clinic_once_it_is_given_up(world: World, vault: Vault) -> None:
    other = await make_clinic(vault)

    async def takes() -> ChannelConnection:
        connection_id = await connect_channel(
            world.deployment, SystemActor("test"), clinic_id=other.id, plugin="whatsapp", credentials=entered(world)
        )
        return await ChannelConnection.get(id=connection_id)

    with pytest.raises(Conflict):
        await takes()
    await disconnect(world)
    with pytest.raises(Conflict):  # the provider has not confirmed yet
        await takes()
    await world.work()
    taken = await takes()

    given_up = await ChannelConnection.get(id=world.connection_id)
    assert taken.clinic_id == other.id
    assert taken.account_id == world.sandbox_settings.meta.phone_number_id
    assert (given_up.clinic_id, given_up.state) == (world.clinic.id, "disconnected")
    assert given_up.account_id != taken.account_id


async def test_a_reconnect_before_the_revocation_keeps_the_grant(world: World) -> None:
    await disconnect(world)
    await connects(world)
    await world.work()
    await world.write()
    await world.work()

    assert (await ChannelConnection.get(id=world.connection_id)).state == "connected"
    assert await world.heard()


async def test_only_who_manages_connections_may_end_one(world: World) -> None:
    stranger = StaffActor(uuid4(), uuid4(), {uuid4(): Membership(Role.OWNER)})
    for actor, refusal in ((world.staff(Role.RECEPTIONIST), PermissionDenied), (stranger, NotFound)):
        with pytest.raises(refusal):
            async with transaction():
                await disconnect_channel(world.deployment, actor, world.connection_id)

    assert (await ChannelConnection.get(id=world.connection_id)).state == "connected"


@pytest.mark.checklist(24)
async def test_ending_a_connection_takes_proof_of_the_last_minutes(world: World) -> None:
    with pytest.raises(StepUpRequired):
        async with transaction():
            await disconnect_channel(world.deployment, world.staff(), world.connection_id)

    assert (await ChannelConnection.get(id=world.connection_id)).state == "connected"
