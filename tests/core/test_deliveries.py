"""What becomes of stored deliveries: facts for whom they concern, and a reason for all that was left over."""

from datetime import datetime
from pathlib import Path

import pytest
from tests.api.test_hooks import ENVIRONMENT, NUMBER, WABA
from tests.clinic_world import deployment_for, settings_for
from tests.factories import make_clinic, make_connection

from chatbookr_core.channels.connections import find_channel
from chatbookr_core.channels.deliveries import REASONS_CHARS, Read, channels_of, read_waiting, take_in
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import InboundDelivery, Message
from chatbookr_sdk import (
    Account,
    DeliveryStatus,
    Fact,
    MessageReceived,
    Sender,
    StatusReported,
    TextReceived,
    UnknownFact,
)

OURS = Account(NUMBER, WABA)


@pytest.fixture
async def equipped(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> Deployment:
    clinic = await make_clinic(vault)
    await make_connection(clinic, vault, account_id=NUMBER, group_id=WABA)
    return deployment_for(settings_for(database_url, tmp_path, ENVIRONMENT, plugins=("whatsapp",)), clock, vault)


async def taken_in(deployment: Deployment, *facts: Fact) -> InboundDelivery:
    """Store a delivery, take its facts in, and return what stands of it."""
    row_id = new_id()
    async with transaction():
        await InboundDelivery.create(
            id=row_id,
            plugin="whatsapp",
            digest=str(row_id),
            body_sealed=b"sealed",
            received_at=deployment.clock.now(),
            state="received",
        )
    waiting = await InboundDelivery.get(id=row_id)
    read = Read(waiting, facts, await channels_of(waiting, facts))
    async with transaction():
        await take_in(deployment, read)
    assert await read_waiting(deployment, [row_id]) == []
    return await InboundDelivery.get(id=row_id)


def message(at: datetime, account: Account = OURS) -> MessageReceived:
    return MessageReceived(account, "wamid.1", Sender("49151", "49151"), at, TextReceived("hello"))


def status(at: datetime) -> StatusReported:
    return StatusReported(OURS, "wamid.unknown", DeliveryStatus.READ, at)


async def test_what_was_understood_needs_no_body_any_more(equipped: Deployment, clock: TurnableClock) -> None:
    kept = await taken_in(equipped, message(clock.now()))

    assert (kept.state, kept.kept_reason, kept.body_sealed) == ("processed", None, None)
    assert kept.processed_at == clock.now()
    assert await Message.filter(direction="inbound").count() == 1


async def test_what_was_not_understood_is_kept_with_each_reason_once(
    equipped: Deployment, clock: TurnableClock
) -> None:
    stranger = Account(NUMBER, "999")
    unknown = [UnknownFact(OURS, f"kind_{number}", "{}") for number in range(20)]
    kept = await taken_in(
        equipped,
        message(clock.now()),
        message(clock.now(), stranger),
        message(clock.now(), stranger),
        status(clock.now()),
        UnknownFact(None, "account_update", "{}"),
        *unknown,
    )

    assert kept.state == "kept"
    assert kept.body_sealed == b"sealed"
    assert kept.kept_reason is not None
    assert kept.kept_reason.startswith("no_such_account,status_of_unknown_message,no_account:account_update,")
    assert len(kept.kept_reason) <= REASONS_CHARS
    assert await Message.filter(direction="inbound").count() == 1


async def test_a_status_of_nothing_here_leaves_no_body_with_its_number(
    equipped: Deployment, clock: TurnableClock
) -> None:
    kept = await taken_in(equipped, status(clock.now()))

    assert (kept.state, kept.kept_reason, kept.body_sealed) == ("kept", "status_of_unknown_message", None)


@pytest.mark.parametrize(
    ("account", "is_ours"),
    [
        (OURS, True),
        (Account(NUMBER), True),
        (Account(NUMBER, "999"), False),
        (Account("999", WABA), False),
        (Account(NUMBER + " ", WABA), False),
        (Account("", ""), False),
    ],
)
async def test_an_account_is_ours_by_number_and_business_account_together(
    equipped: Deployment, account: Account, is_ours: bool
) -> None:
    assert (await find_channel("whatsapp", account) is not None) is is_ours
    assert await find_channel("other", account) is None
