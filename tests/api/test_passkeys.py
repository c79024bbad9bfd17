"""Passkeys over HTTP: made, shown alone, after a password, and to step up."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from tests.api.clients import client_of, make_app, make_deployment
from tests.api.passkey_holder import EMAIL, PASSWORD, Person, at_a_browser, kinds_of_mail
from tests.authenticator import Authenticator, from_base64url
from tests.factories import writing

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Passkey, PasskeyChallenge, RecoveryCode, Session, TotpFactor, User


@pytest.fixture
async def ada(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Person]:
    async with at_a_browser(sqlite_database, vault, clock, tmp_path) as person:
        yield person


@pytest.fixture
async def bea(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody on either database, for what the database decides."""
    async with at_a_browser(database, vault, clock, tmp_path) as person:
        yield person


# --- made ---------------------------------------------------------------------------------------------------------


async def test_a_passkey_is_the_second_factor_and_brings_recovery_codes(bea: Person) -> None:
    told = await bea.enrol()

    assert len(set(told["recoveryCodes"])) == 10
    assert told["passkey"]["name"] == "My phone"
    row = await Passkey.get(user_id=bea.user.id)
    assert bytes(row.credential_id) == bea.phone.credential_id
    assert (row.transports, row.is_backed_up, row.is_backup_eligible, row.sign_count) == (["usb"], False, False, 1)
    assert (await User.get(id=bea.user.id)).has_second_factor is True
    assert (await Session.get(revoked_at=None)).assurance == 2
    assert len(await bea.clinics()) == 1  # the session that made it goes on
    assert await kinds_of_mail() == ["factor_changed"]


async def test_an_authenticator_is_asked_to_know_its_person_and_to_keep_the_key(ada: Person) -> None:
    await ada.enrol()

    options = await ada.asked("/passkeys/begin")

    assert options["rp"] == {"name": "Chatbookr", "id": "clinic.test"}
    assert options["user"]["name"] == EMAIL
    assert from_base64url(options["user"]["id"]) == ada.user.id.bytes
    assert options["authenticatorSelection"] == {
        "requireResidentKey": True,
        "residentKey": "required",
        "userVerification": "required",
    }
    assert options["attestation"] == "none"
    assert options["timeout"] == 300_000
    assert [from_base64url(one["id"]) for one in options["excludeCredentials"]] == [ada.phone.credential_id]


async def test_what_is_asked_lies_hashed_and_each_time_is_another(ada: Person) -> None:
    await ada.log_in()
    await ada.post("/step-up", password=PASSWORD)

    first, second = await ada.asked("/passkeys/begin"), await ada.asked("/passkeys/begin")

    assert first["challenge"] != second["challenge"]
    assert len(from_base64url(first["challenge"])) == 32
    rows = await PasskeyChallenge.all()
    assert len(rows) == 1  # the last one asked for counts
    assert second["challenge"] not in str(await PasskeyChallenge.all().values())
    late = await ada.post("/passkeys", credential=ada.phone.create(first), name="Late")
    assert late.status_code == 400


async def test_a_second_passkey_brings_no_further_codes(ada: Person) -> None:
    await ada.enrol()

    made = await ada.add(Authenticator(), "Key on the ring")

    assert made.json()["recoveryCodes"] == []
    assert await RecoveryCode.filter(user_id=ada.user.id).count() == 10
    listed = (await ada.browser.get("/passkeys")).json()["passkeys"]
    assert [one["name"] for one in listed] == ["My phone", "Key on the ring"]


async def test_codes_of_a_phone_and_passkeys_stand_side_by_side(ada: Person) -> None:
    await ada.enrol()

    key = (await ada.post("/second-factor/totp")).json()["key"]
    confirmed = await ada.post("/second-factor/totp/confirm", code=pyotp.TOTP(key).at(ada.clock.now()))
    asked = (await ada.log_in()).json()

    assert confirmed.json()["recoveryCodes"] == []
    assert asked["secondFactors"] == ["TOTP", "PASSKEY"]


async def test_a_passkey_is_renamed_and_removed_by_its_person(bea: Person) -> None:
    passkey_id = (await bea.enrol())["passkey"]["id"]

    renamed = await bea.browser.patch(f"/passkeys/{passkey_id}", json={"name": "  Work   phone "})
    removed = await bea.browser.delete(f"/passkeys/{passkey_id}")

    assert renamed.json()["passkey"]["name"] == "Work phone"
    assert removed.status_code == 200
    assert await Passkey.all().count() == await RecoveryCode.all().count() == 0
    assert (await User.get(id=bea.user.id)).has_second_factor is False
    assert (await bea.log_in()).json()["needsSecondFactor"] is False
    assert await kinds_of_mail() == ["factor_changed", "factor_changed"]


async def test_while_another_factor_is_left_the_second_is_still_asked_for(ada: Person) -> None:
    passkey_id = (await ada.enrol())["passkey"]["id"]
    await ada.add(Authenticator(), "Another")

    await ada.browser.delete(f"/passkeys/{passkey_id}")

    assert (await User.get(id=ada.user.id)).has_second_factor is True
    assert await RecoveryCode.all().count() == 10
    assert (await ada.log_in()).json()["needsSecondFactor"] is True
    assert (await ada.shown("/login/second-factor/passkey")).status_code == 401  # the one that was removed


async def test_the_phone_can_go_while_a_passkey_stays(ada: Person) -> None:
    await ada.enrol()
    key = (await ada.post("/second-factor/totp")).json()["key"]
    await ada.post("/second-factor/totp/confirm", code=pyotp.TOTP(key).at(ada.clock.now()))

    assert (await ada.browser.delete("/second-factor/totp")).status_code == 200

    assert await TotpFactor.all().count() == 0
    assert (await User.get(id=ada.user.id)).has_second_factor is True
    assert await RecoveryCode.all().count() == 10


@pytest.mark.checklist(19)
async def test_two_that_remove_the_last_two_at_once_leave_nobody_locked_out(bea: Person) -> None:
    """The flag would stay on with nothing behind it, if each took the other's for what is left."""
    await bea.enrol()
    await bea.add(Authenticator(), "Another")
    ids = [one["id"] for one in (await bea.browser.get("/passkeys")).json()["passkeys"]]

    answers = await asyncio.gather(*(bea.browser.delete(f"/passkeys/{one}") for one in ids))

    assert {answer.status_code for answer in answers} == {200}
    assert (await User.get(id=bea.user.id)).has_second_factor is False


@pytest.mark.asvs("6.4.4", "7.5.1")
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/passkeys/begin"), ("POST", "/passkeys"), ("DELETE", "/passkeys/{id}")]
)
async def test_passkeys_are_changed_only_by_who_just_proved_who_they_are(ada: Person, method: str, path: str) -> None:
    passkey_id = (await ada.enrol())["passkey"]["id"]
    credential = Authenticator().create(await ada.asked("/passkeys/begin"))
    ada.clock.turn(timedelta(minutes=5))

    answer = await ada.browser.request(
        method, path.format(id=passkey_id), json={"credential": credential, "name": "Sneaked in"}
    )

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "STEP_UP_REQUIRED"
    assert [one.name for one in await Passkey.all()] == ["My phone"]


@pytest.mark.attack("session-revocation", cve="CVE-2021-3740")
@pytest.mark.asvs("7.4.3")
async def test_making_and_removing_one_ends_every_other_session(ada: Person) -> None:
    """CVE-2021-3740: whoever holds an older session has not shown what is asked for now."""
    await ada.log_in()
    older = dict(ada.browser.cookies)
    passkey_id = (await ada.enrol())["passkey"]["id"]
    assert await Session.filter(revoked_at=None).count() == 1
    await ada.shown("/login/passkey")
    await ada.shown("/step-up/passkey")

    await ada.browser.delete(f"/passkeys/{passkey_id}")

    assert await Session.filter(revoked_at=None).count() == 1
    ada.forget()
    ada.browser.cookies.update(older)
    assert (await ada.browser.get("/me")).status_code == 401


async def test_an_account_has_at_most_ten(ada: Person) -> None:
    await ada.enrol()
    for number in range(9):
        await ada.add(Authenticator(), f"Key {number}")

    answer = await ada.browser.post("/passkeys/begin")

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["extensions"]["code"] == "QUOTA_REACHED"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "line\u0000break", "flip\u202e"])
async def test_a_name_can_be_shown(ada: Person, name: str) -> None:
    await ada.log_in()
    await ada.post("/step-up", password=PASSWORD)

    answer = await ada.add(name=name)

    assert answer.status_code == 400
    assert await Passkey.all().count() == 0


async def test_a_deployment_without_a_name_says_so(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    lent = make_deployment(vault, clock, tmp_path, public_url="http://127.0.0.1:8000")
    async with client_of(make_app(lent, sqlite_database)) as browser:
        answer = await browser.post("/login/passkey/begin")

    assert answer.status_code == 409
    assert "CHATBOOKR_PUBLIC_URL" in answer.json()["errors"][0]["message"]
    assert await PasskeyChallenge.all().count() == 0


# --- shown --------------------------------------------------------------------------------------------------------


async def test_a_passkey_alone_logs_in_with_two_factors(bea: Person) -> None:
    await bea.enrol()
    bea.forget()

    answer = await bea.shown("/login/passkey")

    assert answer.status_code == 200
    assert answer.json()["user"]["email"] == EMAIL
    assert (answer.json()["needsSecondFactor"], answer.json()["secondFactors"]) == (False, [])
    assert len(await bea.clinics()) == 1
    session = await Session.filter(revoked_at=None).order_by("-created_at", "-id").first()
    assert session is not None
    assert (session.assurance, session.stepped_up_at) == (2, None)  # a log-in alone is no step-up
    assert "chatbookr-passkey" not in bea.browser.cookies


@pytest.mark.attack("enumeration")
async def test_nobody_is_named_before_a_passkey_is_shown(ada: Person) -> None:
    await ada.enrol()
    ada.forget()

    options = await ada.asked("/login/passkey/begin")

    assert options["allowCredentials"] == []
    assert (options["userVerification"], options["rpId"]) == ("required", "clinic.test")


async def test_a_session_by_passkey_can_come_as_a_token(ada: Person) -> None:
    await ada.enrol()
    ada.forget()
    credential = ada.phone.get(await ada.asked("/login/passkey/begin"))

    answer = await ada.post("/login/passkey", credential=credential, token=True)
    ada.forget()
    me = await ada.browser.get("/me", headers={"authorization": f"Bearer {answer.json()['token']}"})

    assert me.json()["user"]["email"] == EMAIL
    assert "chatbookr" not in answer.cookies


@pytest.mark.checklist(23)
async def test_a_passkey_that_is_shown_again_makes_no_session_last_longer(ada: Person) -> None:
    await ada.enrol()
    await ada.log_in()
    once = await ada.shown("/login/second-factor/passkey")
    ada.clock.turn(timedelta(hours=6))

    again = await ada.shown("/login/second-factor/passkey")

    assert again.status_code == 200
    assert again.json()["expiresAt"] == once.json()["expiresAt"]


async def test_after_a_password_a_passkey_opens_what_waited(ada: Person) -> None:
    await ada.enrol()
    asked = (await ada.log_in()).json()
    before, waiting = await ada.clinics(), dict(ada.browser.cookies)
    options = await ada.asked("/login/second-factor/passkey/begin")

    answer = await ada.post("/login/second-factor/passkey", credential=ada.phone.get(options))

    assert (asked["needsSecondFactor"], asked["secondFactors"], before) == (True, ["PASSKEY"], [])
    assert [from_base64url(one["id"]) for one in options["allowCredentials"]] == [ada.phone.credential_id]
    assert options["allowCredentials"][0]["transports"] == ["usb"]
    assert answer.status_code == 200
    assert len(await ada.clinics()) == 1
    assert dict(ada.browser.cookies) != waiting  # another token


async def test_a_recovery_code_stands_in_for_a_passkey(ada: Person) -> None:
    codes = (await ada.enrol())["recoveryCodes"]
    await ada.log_in()

    assert (await ada.post("/login/second-factor", code=codes[0])).status_code == 200
    assert (await ada.post("/step-up", password=PASSWORD, code=codes[1])).status_code == 200
    assert (await ada.post("/step-up", password=PASSWORD, code=codes[1])).status_code == 403

    assert len(await ada.clinics()) == 1


async def test_a_passkey_proves_again_who_somebody_is(ada: Person) -> None:
    await ada.enrol()
    ada.clock.turn(timedelta(minutes=6))
    before = dict(ada.browser.cookies)
    assert (await ada.browser.post("/passkeys/begin")).status_code == 403

    answer = await ada.shown("/step-up/passkey")

    assert answer.status_code == 200
    assert answer.json()["steppedUpUntil"] == (ada.clock.now() + timedelta(minutes=5)).isoformat()
    assert dict(ada.browser.cookies) != before
    assert (await ada.browser.post("/passkeys/begin")).status_code == 200


async def test_without_a_passkey_there_is_nothing_to_show(ada: Person) -> None:
    await ada.log_in()

    assert (await ada.browser.post("/step-up/passkey/begin")).status_code == 404
    assert (await ada.browser.post("/login/second-factor/passkey/begin")).status_code == 404


async def test_what_an_authenticator_says_of_copies_is_kept(ada: Person) -> None:
    ada.phone = Authenticator(counts=False, is_backup_eligible=True)
    await ada.enrol()
    ada.phone.is_backed_up = True

    assert (await ada.shown("/login/passkey")).status_code == 200
    assert (await ada.shown("/login/passkey")).status_code == 200  # one that never counts shows 0 each time

    row = await Passkey.get(user_id=ada.user.id)
    assert (row.is_backup_eligible, row.is_backed_up, row.sign_count) == (True, True, 0)
    assert row.last_used_at == ada.clock.now()


@pytest.mark.asvs("6.3.3")
async def test_a_clinic_that_asks_for_two_factors_opens_by_a_passkey(ada: Person) -> None:
    async with writing():
        await Clinic.filter(id=ada.clinic.id).update(requires_second_factor=True)
    await ada.log_in()
    before = await ada.clinics()

    await ada.enrol()

    assert before == []
    assert len(await ada.clinics()) == 1
