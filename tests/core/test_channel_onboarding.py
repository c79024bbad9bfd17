"""Connecting a channel by a sign-up's code: kept from the first step on, resumable, nobody else's, and given up."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.clinic_world import World
from tests.factories import make_clinic
from tests.worlds import world as world

from chatbookr_core.channels.connections import credentials_of
from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.errors import ConnectionPending, CredentialsRefused, InvalidInput, NotFound
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Clinic
from chatbookr_permissions.actor import SystemActor
from chatbookr_sdk import Secret

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads


async def signed_up(world: World, **number: Any) -> dict[str, Any]:
    """Let a clinic go through Meta's sign-up with a new number, which is not registered; return what it hands over."""
    wish = {"verified_name": "Praktijk Noord", "is_registered": False, "is_subscribed": False, **number}
    opened = (await world.sandbox.post("/sandbox/meta/numbers", json=wish)).json()
    answer = await world.sandbox.post("/sandbox/meta/codes", json={"phone_number_id": opened["phone_number_id"]})
    handed: dict[str, Any] = answer.json()
    return handed


async def connects(world: World, **entered: Any) -> ChannelConnection:
    return await goes_on(world, None, **entered)


async def goes_on(
    world: World, connection_id: UUID | None, *, clinic: Clinic | None = None, **entered: Any
) -> ChannelConnection:
    found = await connect_channel(
        world.deployment,
        SystemActor("test"),
        clinic_id=(clinic or world.clinic).id,
        plugin="whatsapp",
        credentials={name: Secret(value) for name, value in entered.items()},
        connection_id=connection_id,
    )
    return await ChannelConnection.get(id=found)


async def refused(world: World, **entered: str) -> CredentialsRefused:
    with pytest.raises(CredentialsRefused) as refusal:
        await connects(world, **entered)
    return refusal.value


async def number_of(world: World, phone_number_id: str) -> dict[str, Any]:
    answer = await world.sandbox.patch("/sandbox/meta/numbers", json={"phone_number_id": phone_number_id})
    number: dict[str, Any] = answer.json()
    return number


async def test_a_sign_up_goes_on_with_the_entry_that_was_missing(world: World) -> None:
    handed = await signed_up(world)

    missing = await refused(world, code=handed["code"])
    begun = await ChannelConnection.get(id=missing.details["connectionId"])
    connected = await goes_on(world, begun.id, pin="246810")

    assert (missing.field, missing.details["reason"]) == ("pin", "pin_needed")
    assert "six digits" in missing.message
    assert (begun.state, begun.state_reason) == ("connecting", "pin_needed")
    assert begun.account_id != handed["phone_number_id"]
    assert connected.id == begun.id
    assert (connected.state, connected.account_id) == ("connected", handed["phone_number_id"])
    kept = await credentials_of(world.deployment, connected)
    assert sorted(kept) == ["access_token", "by_signup", "phone_number_id", "waba_id"]
    number = await number_of(world, handed["phone_number_id"])
    assert (number["is_registered"], number["pin"], number["data_localization_region"]) == (True, "246810", "DE")


async def test_a_wrong_pin_is_corrected_without_a_new_sign_up(world: World) -> None:
    handed = await signed_up(world)
    await world.sandbox.patch(
        "/sandbox/meta/numbers", json={"phone_number_id": handed["phone_number_id"], "pin": "111111"}
    )

    wrong = await refused(world, code=handed["code"], pin="222222")
    connected = await goes_on(world, UUID(str(wrong.details["connectionId"])), pin="111111")

    assert (wrong.field, wrong.details["reason"]) == ("pin", "pin_wrong")
    assert connected.state == "connected"


@pytest.mark.parametrize("operation", ["phone_numbers.list", "register", "subscribed_apps.add", "subscribed_apps.list"])
async def test_whatever_step_the_provider_fails_at_it_goes_on_from_there(world: World, operation: str) -> None:
    handed = await signed_up(world)
    await world.fault("meta", operation, "server_error")

    with pytest.raises(ConnectionPending) as pending:
        await connects(world, code=handed["code"], pin="246810")
    waiting = UUID(str(pending.value.details["connectionId"]))
    again = await goes_on(world, waiting, pin="246810")

    assert (again.id, again.state) == (waiting, "connected")
    assert await ChannelConnection.filter(clinic_id=world.clinic.id).count() == 2  # and the one that was there before


async def test_a_code_counts_once_and_an_exchange_that_fails_keeps_nothing(world: World) -> None:
    handed = await signed_up(world, is_registered=True)
    await connects(world, code=handed["code"])

    used = await refused(world, code=handed["code"])

    assert (used.field, used.details) == ("code", {"reason": "code_used"})
    assert "begin the sign-up again" in used.message
    assert handed["code"] not in str(used)
    assert not await ChannelConnection.filter(state="connecting").exists()


async def test_a_sign_up_for_an_account_that_is_known_reconnects_it(world: World) -> None:
    await ChannelConnection.filter(id=world.connection_id).update(state="needs_reconnect", state_reason="190")
    answer = await world.sandbox.post("/sandbox/meta/codes", json={})

    again = await connects(world, code=answer.json()["code"])

    assert (again.id, again.state) == (world.connection_id, "connected")
    assert await ChannelConnection.all().count() == 1


@pytest.mark.attack("tenant-crossing")
async def test_what_another_clinic_has_begun_cannot_be_gone_on_with(world: World, vault: Vault) -> None:
    other = await make_clinic(vault)
    handed = await signed_up(world)
    missing = await refused(world, code=handed["code"])
    begun = UUID(str(missing.details["connectionId"]))

    with pytest.raises(NotFound):
        await goes_on(world, begun, clinic=other, pin="246810")
    with pytest.raises(NotFound):  # one that stands is not being connected
        await goes_on(world, world.connection_id, pin="246810")

    assert (await ChannelConnection.get(id=begun)).clinic_id == world.clinic.id


async def test_nothing_is_taken_in_or_sent_before_it_is_connected(world: World) -> None:
    handed = await signed_up(world)
    missing = await refused(world, code=handed["code"])
    await world.sandbox.post(
        "/sandbox/meta/patients/4915112345678/messages",
        json={"text": "hello?", "phone_number_id": handed["phone_number_id"]},
    )

    begun = await ChannelConnection.get(id=missing.details["connectionId"])
    assert begun.account_id == f"new {begun.id}"


async def test_what_nobody_goes_on_with_is_given_up_and_its_token_revoked(world: World) -> None:
    handed = await signed_up(world)
    missing = await refused(world, code=handed["code"])
    begun = await ChannelConnection.get(id=missing.details["connectionId"])
    token = (await credentials_of(world.deployment, begun))["access_token"].reveal()

    await world.check(begun.id)
    waits = await ChannelConnection.get(id=begun.id)
    world.clock.turn(timedelta(days=1))
    await world.check(begun.id)

    ended = await ChannelConnection.get(id=begun.id)
    asked = await world.sandbox.get(f"/meta/v23.0/{handed['waba_id']}", headers={"authorization": f"Bearer {token}"})
    assert waits.state == "connecting"
    assert (ended.state, ended.state_reason, ended.credentials_sealed) == ("disconnected", "abandoned", None)
    assert asked.json()["error"]["code"] == 190


async def test_entries_that_are_missing_are_named(world: World) -> None:
    for entered, field in (({}, "access_token"), ({"code": ""}, "code")):
        with pytest.raises(InvalidInput) as refusal:
            await connects(world, **entered)
        assert refusal.value.field == field
