"""Operators' accounts over HTTP: let in by passkey alone, and shown nothing of a clinic."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.operator_house import (
    CANARIES,
    Helper,
    House,
    operator_house,
)

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.mail.outbox import message_of
from chatbookr_core.models import AccessRead, Mail, Operator, OperatorPasskey, OperatorSession
from chatbookr_core.operators.accounts import invite, operators, suspend


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with operator_house(database, vault, clock, tmp_path) as made:
        yield made


@pytest.mark.attack("invite-take-over")
async def test_an_invitation_enrols_one_passkey_once(house: House) -> None:
    async with transaction():
        invitation = await invite(house.deployment, email=" Op@example.com", full_name="Olga")
    helper = Helper(house.browser, await Operator.get(email="op@example.com"))

    first = await helper.enrol(invitation.token)
    again = await Helper(house.browser, helper.operator).enrol(invitation.token)

    assert (first.status_code, again.status_code) == (201, 401)
    assert await OperatorPasskey.all().count() == 1
    assert invitation.token not in str(await Operator.all().values("enrolment_hash"))


@pytest.mark.attack("invite-take-over")
async def test_of_fifty_that_enrol_with_one_invitation_one_does(house: House) -> None:
    async with transaction():
        invitation = await invite(house.deployment, email="op@example.com", full_name="Olga")
    helper = Helper(house.browser, await Operator.get(email="op@example.com"))
    begun = (await helper.post("/operator/enrol/begin", token=invitation.token)).json()["publicKey"]
    credential = helper.key.create(begun)

    answers = await asyncio.gather(
        *(helper.post("/operator/enrol", token=invitation.token, credential=credential) for _ in range(50))
    )

    assert sorted(answer.status_code for answer in answers) == [201, *[401] * 49]


@pytest.mark.asvs("6.4.1")
async def test_an_invitation_does_not_hold_for_ever(house: House) -> None:
    async with transaction():
        invitation = await invite(house.deployment, email="op@example.com", full_name="Olga")
    house.clock.turn(timedelta(hours=24))

    answer = await Helper(house.browser, await Operator.get(email="op@example.com")).enrol(invitation.token)

    assert answer.status_code == 401
    assert await OperatorPasskey.all().count() == 0


@pytest.mark.attack("passkey-forgery")
@pytest.mark.checklist(25)
@pytest.mark.parametrize(
    "lie", [{"origin": "https://evil.example"}, {"is_verifying": False}, {"handle": b"other"}, {"sign_count": 0}]
)
async def test_a_passkey_that_lies_lets_nobody_in(house: House, lie: dict[str, Any]) -> None:
    helper = await house.helper()
    for name, value in lie.items():
        setattr(helper.key, name, value)

    answer = await helper.log_in()

    assert answer.status_code == 401
    assert await OperatorSession.all().count() == 1


@pytest.mark.attack("break-glass")
@pytest.mark.checklist(20)
async def test_a_staff_passkey_or_session_is_no_operators(house: House) -> None:
    helper = await house.helper()
    helper.token = "not a token of anybody's"

    assert (await helper.reads(house.desk)).status_code == 401
    staff = await house.browser.get("/me", headers={"authorization": f"Bearer {(await house.helper('b@x.org')).token}"})

    assert staff.status_code == 401  # nor is an operator's one of staff


@pytest.mark.asvs("7.4.2")
async def test_who_is_suspended_is_out_at_once(house: House) -> None:
    helper = await house.helper()
    await house.opened(helper)

    async with transaction():
        await suspend(house.deployment, email="op@example.com")

    assert (await helper.reads(house.desk)).status_code == 401
    assert (await helper.log_in()).status_code == 401
    assert ("op@example.com", "Olga Operator", False, 1) in await operators()


async def test_a_session_ends_when_nobody_uses_it(house: House) -> None:
    helper = await house.helper()
    house.clock.turn(timedelta(minutes=31))

    assert (await helper.reads(house.desk)).status_code == 401


# --- nothing by default -------------------------------------------------------------------------------------------


@pytest.mark.attack("break-glass")
async def test_nothing_of_a_clinic_is_an_operators(house: House) -> None:
    helper = await house.helper()

    answer = await helper.reads(house.desk)

    assert answer.json()["data"] == {"bookings": None, "viewer": None, "clinic": None}
    assert not any(canary in answer.text for canary in CANARIES)
    assert await AccessRead.all().count() == 0


@pytest.mark.attack("break-glass")
async def test_operators_change_nothing_even_where_they_may_read(house: House) -> None:
    helper = await house.helper()
    await house.opened(helper)
    document = "mutation { passkeyRegistrationBegin { publicKey userErrors { code } } }"

    answer = await helper.reads(house.desk, document)

    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


# --- a key that may have been copied ------------------------------------------------------------------------------


@pytest.mark.attack("passkey-clone")
@pytest.mark.checklist(25)
@pytest.mark.parametrize("stops_counting", [False, True])
async def test_a_counter_that_has_not_gone_on_is_refused_and_every_operator_told(
    house: House, stops_counting: bool
) -> None:
    helper, colleague = await house.helper("a@example.com"), await house.helper("b@example.com")
    async with transaction():
        await invite(house.deployment, email="gone@example.com", full_name="Gone")
        await suspend(house.deployment, email="gone@example.com")
    everybody = {operator.email for operator in await Operator.filter(is_active=True)}
    before, counted = await Mail.all().count(), helper.key.sign_count
    if stops_counting:
        helper.key.counts, helper.key.sign_count = False, 0
    else:
        helper.key.sign_count -= 1  # what a copy made before would show

    answer = await helper.log_in()

    assert answer.status_code == 401
    assert {"a@example.com", "b@example.com"} <= everybody
    assert "gone@example.com" not in everybody
    mails = (await Mail.all().order_by("created_at", "id"))[before:]
    assert [mail.kind for mail in mails] == ["operator_key_refused"] * len(everybody)
    told = [await message_of(house.deployment, mail) for mail in mails]
    assert {letter["To"] for letter in told} == everybody
    assert all("Olga Operator (a@example.com)" in letter.get_content() for letter in told)
    assert (await OperatorPasskey.get(operator_id=helper.operator.id)).sign_count == counted
    assert (await colleague.log_in()).status_code == 200
    assert await Mail.all().count() == before + len(everybody)
