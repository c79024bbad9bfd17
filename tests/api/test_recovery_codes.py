"""Recovery codes over HTTP: ten, told once, each in place of a phone once."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.api.phone_holder import Person, phone_holder

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Mail, RecoveryCode
from chatbookr_core.people.factors import recovery_hash_of


@pytest.fixture
async def ada(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Person]:
    async with phone_holder(database, vault, clock, tmp_path) as made:
        yield made


@pytest.mark.asvs("6.5.3", "6.5.4")
@pytest.mark.checklist(18)
async def test_keys_and_codes_are_random_and_too_long_to_guess(ada: Person) -> None:
    codes, key = await ada.enrol(), ada.key
    await ada.log_in()
    await ada.post("/login/second-factor", code=ada.code())
    ada.clock.turn(timedelta(seconds=30))
    await ada.step_up(code=ada.code())
    others = (await ada.post("/second-factor/recovery-codes")).json()["recoveryCodes"]

    digits = [code.replace("-", "") for code in (*codes, *others)]
    assert len(set(digits)) == 20
    assert {len(one) * 5 >= 112 for one in digits} == {True}  # of 32 signs each
    assert len(base64.b32decode(key)) >= 20  # RFC 4226, section 4: 160 bits
    assert {place for place in range(len(digits[0])) if len({one[place] for one in digits}) < 4} == set()


@pytest.mark.attack("totp-replay")
@pytest.mark.asvs("6.4.4", "6.5.1")
@pytest.mark.checklist(18, 27)
async def test_a_recovery_code_stands_in_once_and_is_told_of(ada: Person) -> None:
    codes = await ada.enrol()
    await ada.log_in()
    typed = codes[3].lower().replace("-", " ")

    assert (await ada.post("/login/second-factor", code=typed)).status_code == 200
    assert len(await ada.clinics()) == 1
    await ada.log_in()
    assert (await ada.post("/login/second-factor", code=typed)).status_code == 401

    assert await RecoveryCode.filter(user_id=ada.user.id, used_at=None).count() == 9
    assert [mail.kind for mail in await Mail.exclude(kind="new_device").order_by("created_at", "id")] == [
        "factor_changed",
        "recovery_used",
    ]


@pytest.mark.asvs("6.5.2")
@pytest.mark.checklist(18)
async def test_recovery_codes_lie_hashed_and_are_hard_to_guess(ada: Person) -> None:
    codes = await ada.enrol()

    rows = {row.code_hash for row in await RecoveryCode.all()}

    assert rows == {recovery_hash_of(code) for code in codes}
    assert {len(code.replace("-", "")) for code in codes} == {24}  # 24 x 5 bits


@pytest.mark.attack("totp-replay")
@pytest.mark.checklist(18)
async def test_new_recovery_codes_void_the_old(ada: Person) -> None:
    old = await ada.enrol()
    await ada.step_up(code=ada.code())
    new = (await ada.post("/second-factor/recovery-codes")).json()["recoveryCodes"]

    await ada.log_in()

    assert (await ada.post("/login/second-factor", code=old[0])).status_code == 401
    assert (await ada.post("/login/second-factor", code=new[0])).status_code == 200
