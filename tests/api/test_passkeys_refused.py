"""Passkeys over HTTP: whatever is wrong with an answer, it opens nothing, and of fifty at once one counts."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.passkey_holder import EMAIL, HASH, PASSWORD, Person, at_a_browser, kinds_of_mail
from tests.authenticator import Authenticator, base64url, from_base64url
from tests.factories import make_user, writing

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.mail.outbox import message_of
from chatbookr_core.models import Mail, Passkey, PasskeyChallenge, RecoveryCode, Session, User


@pytest.fixture
async def ada(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Person]:
    async with at_a_browser(sqlite_database, vault, clock, tmp_path) as person:
        yield person


@pytest.fixture
async def bea(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Person]:
    """Somebody on either database, for what the database decides."""
    async with at_a_browser(database, vault, clock, tmp_path) as person:
        yield person


# --- what must not count ------------------------------------------------------------------------------------------


async def refused_everywhere(ada: Person, phone: Authenticator, **client_data: object) -> None:
    """Show an answer at each door; none opens, and none says why."""
    for path, status in (("/login/passkey", 401), ("/login/second-factor/passkey", 401), ("/step-up/passkey", 403)):
        before = await Session.filter(revoked_at=None).order_by("id").values()
        answer = await ada.shown(path, phone, **client_data)
        assert answer.status_code == status, path
        assert answer.json()["errors"][0]["message"].startswith("That passkey does not count"), path
        assert await Session.filter(revoked_at=None).order_by("id").values() == before


LIES: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://clinic.test.evil.example"},
    "another scheme": {"origin": "https://clinic.test"},
    "another port": {"origin": "http://clinic.test:8080"},
    "another rpId": {"rp_id": "evil.example"},
    "its person not verified": {"is_verifying": False},
    "copies it could not have before": {"is_backup_eligible": True},
    "copies that cannot be": {"is_backed_up": True},
    "somebody else's handle": {"handle": b"somebody else"},
    "no handle it knows": {"handle": b""},
}


@pytest.mark.attack("passkey-forgery")
@pytest.mark.checklist(25)
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
async def test_an_authenticator_that_lies_opens_nothing(ada: Person, lie: dict[str, Any]) -> None:
    await ada.enrol()
    for name, value in lie.items():
        setattr(ada.phone, name, value)

    await refused_everywhere(ada, ada.phone)


@pytest.mark.attack("passkey-forgery")
@pytest.mark.parametrize(
    "client_data",
    [{"type": "webauthn.create"}, {"crossOrigin": True}, {"challenge": base64url(bytes(32))}, {"origin": None}],
)
async def test_client_data_of_another_kind_opens_nothing(ada: Person, client_data: dict[str, object]) -> None:
    await ada.enrol()

    await refused_everywhere(ada, ada.phone, **client_data)


@pytest.mark.attack("passkey-forgery")
async def test_a_key_nobody_knows_opens_nothing(ada: Person) -> None:
    await ada.enrol()

    await refused_everywhere(ada, Authenticator(handle=ada.phone.handle))
    await refused_everywhere(ada, Authenticator(handle=ada.phone.handle, credential_id=ada.phone.credential_id))


@pytest.mark.attack("passkey-forgery")
async def test_a_colleagues_passkey_proves_nothing_in_ones_session(ada: Person) -> None:
    """Their key opens their own account; named in somebody else's session, it is unknown there."""
    bob = await make_user(email="bob@example.com", password_hash=HASH)
    await ada.enrol()
    ada.forget()
    await ada.post("/login", email="bob@example.com", password=PASSWORD)
    await ada.post("/step-up", password=PASSWORD)
    bobs = Authenticator()
    assert (await ada.add(bobs)).status_code == 201
    ada.forget()
    await ada.log_in()

    for path, status in (("/login/second-factor/passkey", 401), ("/step-up/passkey", 403)):
        for handle in (bobs.handle, ada.user.id.bytes):
            bobs.handle = handle
            assert (await ada.shown(path, bobs)).status_code == status
            bobs.handle = bob.id.bytes

    assert await ada.clinics() == []


@pytest.mark.attack("passkey-forgery")
async def test_what_was_tampered_with_after_signing_opens_nothing(ada: Person) -> None:
    await ada.enrol()
    ada.forget()
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        credential = ada.phone.get(await ada.asked("/login/passkey/begin"))
        raw = bytearray(from_base64url(credential["response"][part]))
        if part == "clientDataJSON":  # a space between two names: the same values, other bytes
            raw[1:1] = b" "
        else:
            raw[-1] ^= 1
        credential["response"][part] = base64url(bytes(raw))

        assert (await ada.post("/login/passkey", credential=credential)).status_code == 401

    assert await ada.clinics() == []


@pytest.mark.attack("passkey-forgery")
@pytest.mark.checklist(25)
async def test_an_answer_counts_once(ada: Person) -> None:
    ada.phone = Authenticator(counts=False)  # nothing but the challenge tells the second time from the first
    await ada.enrol()
    ada.forget()
    credential = ada.phone.get(await ada.asked("/login/passkey/begin"))
    cookie = dict(ada.browser.cookies)
    assert (await ada.post("/login/passkey", credential=credential)).status_code == 200

    ada.forget()
    ada.browser.cookies.update(cookie)

    assert (await ada.post("/login/passkey", credential=credential)).status_code == 401


@pytest.mark.attack("passkey-forgery")
async def test_an_answer_found_wrong_has_used_up_its_challenge(ada: Person) -> None:
    await ada.enrol()
    ada.forget()
    options = await ada.asked("/login/passkey/begin")
    wrong = ada.phone.get(options)
    wrong["response"]["signature"] = base64url(b"wrong")

    first = await ada.post("/login/passkey", credential=wrong)
    second = await ada.post("/login/passkey", credential=ada.phone.get(options))

    assert (first.status_code, second.status_code) == (401, 401)


@pytest.mark.attack("passkey-forgery")
async def test_an_answer_is_not_waited_for_longer_than_five_minutes(bea: Person) -> None:
    await bea.enrol()
    bea.forget()
    options = await bea.asked("/login/passkey/begin")
    cookie = dict(bea.browser.cookies)
    bea.clock.turn(timedelta(minutes=5))
    bea.browser.cookies.update(cookie)

    assert (await bea.post("/login/passkey", credential=bea.phone.get(options))).status_code == 401

    await bea.asked("/login/passkey/begin")
    assert await PasskeyChallenge.all().count() == 1  # what ran out is gone


@pytest.mark.attack("passkey-forgery")
async def test_a_challenge_belongs_to_who_asked_and_to_what_for(ada: Person) -> None:
    ada.phone = Authenticator(counts=False)
    await ada.enrol()
    ada.forget()
    await ada.log_in()
    of_another = ada.phone.get(await ada.asked("/login/second-factor/passkey/begin"))
    to_step_up = ada.phone.get(await ada.asked("/step-up/passkey/begin"))
    to_log_in = ada.phone.get(await ada.asked("/login/passkey/begin"))
    ada.forget()
    await ada.log_in()

    answers = [
        await ada.post("/login/second-factor/passkey", credential=one) for one in (of_another, to_step_up, to_log_in)
    ]
    without_its_browser = await ada.post("/login/passkey", credential=to_log_in)
    await ada.asked("/login/passkey/begin")
    by_another_browser = await ada.post("/login/passkey", credential=to_log_in)

    assert {one.status_code for one in (*answers, without_its_browser, by_another_browser)} == {401}
    assert await ada.clinics() == []


@pytest.mark.attack("passkey-clone")
@pytest.mark.checklist(25)
async def test_a_counter_that_has_not_gone_on_is_refused_and_told_of(bea: Person) -> None:
    await bea.enrol()
    bea.forget()
    assert (await bea.shown("/login/passkey")).status_code == 200
    before = await Mail.all().count()
    bea.phone.sign_count -= 1  # what a copy made before would show

    answer = await bea.shown("/login/passkey")

    assert answer.status_code == 401
    mails = await Mail.all().order_by("created_at", "id")
    assert [mail.kind for mail in mails[before:]] == ["passkey_refused"]
    letter = await message_of(bea.deployment, mails[-1])
    assert letter["To"] == EMAIL
    assert "My phone" in letter.get_content()
    assert (await Passkey.get(user_id=bea.user.id)).sign_count == 2
    assert (await bea.shown("/login/passkey")).status_code == 200  # the one that goes on counting still does


@pytest.mark.attack("passkey-clone")
async def test_one_that_stops_counting_is_refused_too(ada: Person) -> None:
    await ada.enrol()
    ada.phone.counts, ada.phone.sign_count = False, 0

    assert (await ada.shown("/step-up/passkey")).status_code == 403

    assert (await kinds_of_mail())[-1] == "passkey_refused"


@pytest.mark.attack("session-revocation")
async def test_an_account_that_was_closed_opens_by_no_passkey(ada: Person) -> None:
    await ada.enrol()
    ada.forget()
    async with writing():
        await User.filter(id=ada.user.id).update(is_active=False)

    assert (await ada.shown("/login/passkey")).status_code == 401


async def test_somebody_elses_passkeys_are_not_to_be_found(ada: Person) -> None:
    passkey_id = (await ada.enrol())["passkey"]["id"]
    await make_user(email="eve@example.com", password_hash=HASH)
    ada.forget()
    await ada.post("/login", email="eve@example.com", password=PASSWORD)
    await ada.post("/step-up", password=PASSWORD)

    renamed = await ada.browser.patch(f"/passkeys/{passkey_id}", json={"name": "Mine"})
    removed = await ada.browser.delete(f"/passkeys/{passkey_id}")

    assert (renamed.status_code, removed.status_code) == (404, 404)
    assert (await ada.browser.get("/passkeys")).json() == {"passkeys": []}
    assert [one.name for one in await Passkey.all()] == ["My phone"]


@pytest.mark.attack("passkey-forgery")
async def test_a_key_belongs_to_one_account(ada: Person) -> None:
    """Who registers a key that is somebody's already would log in as them, or lock them out."""
    await ada.enrol()
    await make_user(email="eve@example.com", password_hash=HASH)
    ada.forget()
    await ada.post("/login", email="eve@example.com", password=PASSWORD)
    await ada.post("/step-up", password=PASSWORD)

    answer = await ada.add(Authenticator(credential_id=ada.phone.credential_id), "Stolen name")

    assert answer.status_code == 409
    assert [one.user_id for one in await Passkey.all()] == [ada.user.id]
    assert (await User.get(email="eve@example.com")).has_second_factor is False


@pytest.mark.attack("passkey-forgery")
@pytest.mark.parametrize("lie", list(LIES.values())[:5], ids=list(LIES)[:5])
async def test_a_key_made_by_a_liar_is_not_kept(ada: Person, lie: dict[str, Any]) -> None:
    await ada.log_in()
    await ada.post("/step-up", password=PASSWORD)

    answer = await ada.add(Authenticator(**lie))

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["field"] == ["credential"]
    assert await Passkey.all().count() == 0
    assert (await User.get(id=ada.user.id)).has_second_factor is False


GARBAGE: list[Any] = [
    {},
    {"response": None},
    {"response": {"clientDataJSON": 7}},
    {"response": {"clientDataJSON": "%%%"}},
    {"response": {"clientDataJSON": base64url(b"[]")}},
    {"response": {"clientDataJSON": base64url(b"\xff")}},
    {"response": {"clientDataJSON": base64url(json.dumps({"type": 1, "challenge": 2, "origin": 3}).encode())}},
    {"response": {"clientDataJSON": base64url(b"[" * 3000)}},
    7,
    None,
    "text",
]


@pytest.mark.attack("passkey-forgery")
@pytest.mark.parametrize("credential", GARBAGE)
async def test_garbage_is_refused(ada: Person, credential: object) -> None:
    await ada.enrol()

    for path in ("/passkeys", "/login/passkey", "/login/second-factor/passkey", "/step-up/passkey"):
        if not path.endswith("keys"):
            await ada.asked(f"{path}/begin")
        answer = await ada.post(path, credential=credential, name="Garbage")
        assert answer.status_code in (400, 401, 403), (path, answer.text)

    assert await Passkey.all().count() == 1


@pytest.mark.parametrize("attestation", [b"", b"\xff", b"\xa0", b"\x81" * 4000, b"\xbf" * 10, b"\xa1\x63fmt\xf6"])
async def test_garbage_for_a_key_is_refused_and_uses_up_the_challenge(ada: Person, attestation: bytes) -> None:
    await ada.log_in()
    await ada.post("/step-up", password=PASSWORD)
    options = await ada.asked("/passkeys/begin")
    credential = ada.phone.create(options)
    credential["response"]["attestationObject"] = base64url(attestation)

    first = await ada.post("/passkeys", credential=credential, name="Garbage")
    second = await ada.post("/passkeys", credential=ada.phone.create(options), name="Late")

    assert (first.status_code, second.status_code) == (400, 400)
    assert await Passkey.all().count() == 0


@pytest.mark.attack("csrf")
async def test_a_foreign_page_can_ask_for_nothing(ada: Person) -> None:
    await ada.enrol()
    foreign = {"origin": "https://evil.example"}

    for path in ("/login/passkey/begin", "/passkeys/begin", "/step-up/passkey/begin"):
        assert (await ada.browser.post(path, headers=foreign)).status_code == 403


# --- fifty at once ------------------------------------------------------------------------------------------------


async def fifty(ada: Person, path: str, body: dict[str, object]) -> Counter[int]:
    """Send the same request fifty times at once, each with the same cookies."""
    cookies = dict(ada.browser.cookies)

    async def send() -> int:
        async with httpx.AsyncClient(
            transport=ada.browser._transport, base_url=ada.browser.base_url, cookies=cookies
        ) as other:
            return (await other.post(path, json=body)).status_code

    return Counter(await asyncio.gather(*(send() for _ in range(50))))


@pytest.mark.attack("passkey-forgery")
async def test_of_fifty_log_ins_with_one_answer_one_opens(bea: Person) -> None:
    bea.phone = Authenticator(counts=False)
    await bea.enrol()
    bea.forget()
    credential = bea.phone.get(await bea.asked("/login/passkey/begin"))
    before = await Session.all().count()

    passed = await fifty(bea, "/login/passkey", {"credential": credential})

    assert passed == {200: 1, 401: 49}
    assert await Session.all().count() == before + 1


@pytest.mark.attack("passkey-forgery")
async def test_of_fifty_that_step_up_with_one_answer_one_does(bea: Person) -> None:
    bea.phone = Authenticator(counts=False)
    await bea.enrol()
    credential = bea.phone.get(await bea.asked("/step-up/passkey/begin"))

    passed = await fifty(bea, "/step-up/passkey", {"credential": credential})

    assert passed[200] == 1
    assert set(passed) <= {200, 401, 403}  # 401: the token was another by then


async def test_of_fifty_that_make_one_key_one_does(bea: Person) -> None:
    await bea.log_in()
    await bea.post("/step-up", password=PASSWORD)
    credential = bea.phone.create(await bea.asked("/passkeys/begin"))

    passed = await fifty(bea, "/passkeys", {"credential": credential, "name": "My phone"})

    assert passed == {201: 1, 400: 49}
    assert await Passkey.all().count() == 1
    assert await RecoveryCode.all().count() == 10
