"""The second factor over HTTP: enrolled, asked for, used up once."""

import asyncio
import base64
import json
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from tests.api.phone_holder import PASSWORD, Person, phone_holder
from tests.factories import make_clinic, make_membership, writing

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, RecoveryCode, Session, TotpFactor, User

VECTORS = json.loads((Path(__file__).parent / "fixtures" / "rfc6238_vectors.json").read_text())["vectors"]


@pytest.fixture
async def ada(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Person]:
    async with phone_holder(database, vault, clock, tmp_path) as made:
        yield made


async def test_a_phone_is_enrolled_and_asked_for_from_then_on(ada: Person) -> None:
    codes = await ada.enrol()
    assert len(set(codes)) == 10
    assert len(await ada.clinics()) == 1  # the session that enrolled it goes on

    answer = await ada.log_in()
    assert answer.json()["needsSecondFactor"] is True
    assert await ada.clinics() == []
    shown = await ada.post("/login/second-factor", code=ada.code())

    assert shown.status_code == 200
    assert len(await ada.clinics()) == 1


async def test_the_key_is_shown_as_a_picture_and_lies_sealed(ada: Person) -> None:
    await ada.log_in()
    await ada.step_up()

    answer = (await ada.post("/second-factor/totp")).json()

    assert answer["qrSvg"].startswith("<svg")
    assert answer["uri"].startswith("otpauth://totp/Chatbookr:ada%40example.com?secret=")
    row = await TotpFactor.get()
    assert answer["key"].encode() not in row.key_sealed
    assert row.confirmed_at is None
    assert (await User.get(id=ada.user.id)).has_second_factor is False


@pytest.mark.attack("factor-bypass")
async def test_a_key_that_was_never_confirmed_asks_nothing_of_anybody(ada: Person) -> None:
    await ada.log_in()
    await ada.step_up()
    await ada.post("/second-factor/totp")

    answer = await ada.log_in()

    assert answer.json()["needsSecondFactor"] is False
    assert len(await ada.clinics()) == 1


BOTH_HALVES = list(product(("right", "wrong"), ("right", "wrong", "absent")))


@pytest.mark.attack("factor-bypass", cve="CVE-2025-66489")
@pytest.mark.asvs("6.3.3")
@pytest.mark.checklist(13, 14)
@pytest.mark.parametrize(("password", "code"), BOTH_HALVES[1:])  # the first is right twice
async def test_both_factors_must_be_right(ada: Person, password: str, code: str) -> None:
    """CVE-2025-66489: a right code must not make up for a wrong password, nor the other way round."""
    await ada.enrol()
    ada.browser.cookies.clear()

    await ada.log_in(PASSWORD if password == "right" else "wrong horse battery")
    if code != "absent":
        await ada.post("/login/second-factor", code=ada.code() if code == "right" else "000000")

    assert await ada.clinics() == []


@pytest.mark.attack("totp-replay")
@pytest.mark.asvs("6.5.1")
@pytest.mark.checklist(15)
async def test_of_fifty_that_show_one_code_at_once_one_passes(ada: Person) -> None:
    await ada.enrol()
    await ada.log_in()
    cookie, code = dict(ada.browser.cookies), ada.code()

    async def show() -> int:
        async with httpx.AsyncClient(
            transport=ada.browser._transport, base_url=ada.browser.base_url, cookies=cookie
        ) as other:
            return (await other.post("/login/second-factor", json={"code": code})).status_code

    passed = Counter(await asyncio.gather(*(show() for _ in range(50))))

    assert passed[200] == 1
    assert set(passed) <= {200, 401, 429}


@pytest.mark.attack("totp-replay")
@pytest.mark.asvs("6.5.1")
async def test_a_code_that_was_used_counts_no_more_though_it_is_still_shown(ada: Person) -> None:
    await ada.enrol()
    code = ada.code()
    await ada.log_in()
    assert (await ada.post("/login/second-factor", code=code)).status_code == 200

    await ada.log_in()

    assert (await ada.post("/login/second-factor", code=code)).status_code == 401
    assert await ada.clinics() == []


@pytest.mark.attack("totp-brute-force")
@pytest.mark.asvs("6.5.5")
@pytest.mark.checklist(16)
@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 200), (0, 200), (1, 200), (2, 401)])
async def test_a_code_counts_for_half_a_minute_either_way(ada: Person, steps: int, status: int) -> None:
    await ada.enrol()
    ada.clock.turn(timedelta(minutes=5))
    await ada.log_in()

    assert (await ada.post("/login/second-factor", code=ada.code(steps=steps))).status_code == status


SHOWN = """
import asyncio, os, signal, sys
from datetime import datetime
from pathlib import Path
from uuid import UUID
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import deployment_from
from chatbookr_core.people.factors import use_code
from chatbookr_core.scope import at_the_door
from chatbookr_core.settings import Settings

async def main(url, key_file, user_id, code, now):
    settings = Settings(database_url=url, key_file=Path(key_file), plugins=())
    deployment = deployment_from(settings, clock=TurnableClock(datetime.fromisoformat(now)))
    async with opened(url):
        with at_the_door():
            async with transaction():
                assert await use_code(deployment, UUID(user_id), code) == "totp"
            os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.integration
@pytest.mark.attack("totp-replay")
@pytest.mark.asvs("6.5.1")
@pytest.mark.checklist(16)
async def test_a_code_stays_used_though_its_process_was_killed_right_after(
    ada: Person, database_url: str, tmp_path: Path
) -> None:
    await ada.enrol()
    code = ada.code()
    given = (database_url, str(tmp_path / "key-encryption.key"), str(ada.user.id), code, ada.clock.now().isoformat())

    died = await asyncio.create_subprocess_exec(sys.executable, "-c", SHOWN, *given)

    assert await died.wait() == -signal.SIGKILL
    await ada.log_in()
    assert (await ada.post("/login/second-factor", code=code)).status_code == 401
    assert (await ada.post("/login/second-factor", code=ada.code(steps=1))).status_code == 200


@pytest.mark.attack("totp-replay")
async def test_nor_does_one_from_before_the_last_that_was_used(ada: Person) -> None:
    await ada.enrol()
    ada.clock.turn(timedelta(minutes=5))
    await ada.log_in()
    await ada.post("/login/second-factor", code=ada.code(steps=1))

    await ada.log_in()

    assert (await ada.post("/login/second-factor", code=ada.code())).status_code == 401


@pytest.mark.attack("totp-brute-force", cve="CVE-2026-74878")
@pytest.mark.checklist(17)
async def test_guessing_locks_the_account_and_ends_the_session_that_waited(ada: Person) -> None:
    """Counted in the database under the account alone: another address or a new log-in does not begin anew."""
    await ada.enrol()
    await ada.log_in()

    statuses = []
    for number in range(8):
        if number == 3:
            await ada.log_in()
        headers = {"x-forwarded-for": f"203.0.113.{number}"}
        answer = await ada.browser.post("/login/second-factor", json={"code": "000000"}, headers=headers)
        statuses.append(answer.status_code)

    assert set(statuses) == {401}  # the fifth wrong code ends the session that waited
    assert (await ada.browser.get("/me")).status_code == 401
    await ada.log_in()
    assert (await ada.post("/login/second-factor", code=ada.code())).status_code == 429


@pytest.mark.attack("totp-brute-force")
async def test_the_session_that_waits_does_not_wait_long(ada: Person) -> None:
    await ada.enrol()
    await ada.log_in()

    ada.clock.turn(timedelta(minutes=11))

    assert (await ada.post("/login/second-factor", code=ada.code())).status_code == 401


@pytest.mark.checklist(23)
async def test_a_code_that_is_shown_again_makes_no_session_last_longer(ada: Person) -> None:
    await ada.enrol()
    await ada.log_in()
    once = await ada.post("/login/second-factor", code=ada.code())
    ada.clock.turn(timedelta(hours=6))

    again = await ada.post("/login/second-factor", code=ada.code())

    assert again.status_code == 200
    assert again.json()["expiresAt"] == once.json()["expiresAt"]


@pytest.mark.attack("session-fixation")
async def test_the_token_before_the_code_opens_nothing_after_it(ada: Person) -> None:
    await ada.enrol()
    await ada.log_in()
    before = dict(ada.browser.cookies)
    await ada.post("/login/second-factor", code=ada.code())
    after = dict(ada.browser.cookies)

    ada.browser.cookies.clear()
    ada.browser.cookies.update(before)

    assert before != after
    assert (await ada.browser.get("/me")).status_code == 401


async def test_stepping_up_takes_a_code_where_there_is_a_phone(ada: Person) -> None:
    await ada.enrol()

    without = await ada.step_up()
    with_it = await ada.step_up(code=ada.code())

    assert (without.status_code, with_it.status_code) == (403, 200)


@pytest.mark.asvs("6.4.4", "7.5.1")
@pytest.mark.checklist(24)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/second-factor/totp"),
        ("POST", "/second-factor/totp/confirm"),
        ("DELETE", "/second-factor/totp"),
        ("POST", "/second-factor/recovery-codes"),
    ],
)
async def test_factors_are_changed_only_by_who_just_proved_who_they_are(ada: Person, method: str, path: str) -> None:
    await ada.log_in()

    answer = await ada.browser.request(method, path, json={"code": "123456"})

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "STEP_UP_REQUIRED"


@pytest.mark.attack("session-revocation", cve="CVE-2021-3740")
@pytest.mark.asvs("7.4.3")
@pytest.mark.checklist(22, 27)
async def test_enrolling_and_removing_end_every_other_session(ada: Person) -> None:
    """CVE-2021-3740: whoever holds an older session has not shown what is asked for now."""
    await ada.log_in()
    older = dict(ada.browser.cookies)
    await ada.enrol()
    assert await Session.filter(user_id=ada.user.id, revoked_at=None).count() == 1

    await ada.log_in()
    await ada.post("/login/second-factor", code=ada.code())
    ada.clock.turn(timedelta(seconds=60))
    await ada.step_up(code=ada.code())
    assert (await ada.browser.delete("/second-factor/totp")).status_code == 200

    assert await Session.filter(user_id=ada.user.id, revoked_at=None).count() == 1
    assert await RecoveryCode.all().count() == 0
    ada.browser.cookies.clear()
    ada.browser.cookies.update(older)
    assert (await ada.browser.get("/me")).status_code == 401


@pytest.mark.attack("factor-bypass")
@pytest.mark.asvs("6.3.3")
@pytest.mark.checklist(13)
async def test_a_clinic_that_asks_for_two_factors_opens_to_nobody_with_one(ada: Person) -> None:
    other = await make_clinic()
    await make_membership(ada.user, other, role="receptionist")
    async with writing():
        await Clinic.filter(id=ada.clinic.id).update(requires_second_factor=True)

    await ada.log_in()
    before = await ada.clinics()
    await ada.enrol()

    assert len(before) == 1  # the other one, which does not ask
    assert len(await ada.clinics()) == 2


@pytest.mark.parametrize("vector", [one for one in VECTORS if one["alg"] == "SHA1"])
def test_codes_are_those_of_rfc_6238(vector: dict[str, Any]) -> None:
    key = base64.b32encode(vector["secret_ascii"].encode()).decode()

    assert pyotp.TOTP(key, digits=vector["digits"]).at(vector["time"]) == vector["code"]
