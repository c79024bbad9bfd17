"""Accounts by GraphQL alone, over HTTP: from the invitation to the recovery, with what others try on the way."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from tests.api.account_place import (
    ACCEPT,
    CHANGE,
    END_OTHERS,
    FORGOT,
    HASH,
    LOG_IN,
    NEW,
    NEWCOMER,
    OWNER,
    PASSKEY_LOG_IN,
    PASSKEY_LOG_IN_BEGIN,
    PASSKEY_PROOF_BEGIN,
    PASSKEY_STEP_UP,
    PASSWORD,
    PROVE,
    RESET,
    STEP_UP,
    VIEWER,
    Place,
    Program,
    account_place,
    enrolled,
    invited,
)
from tests.authenticator import Authenticator
from tests.factories import make_user
from tests.mailbox import kinds

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Mail, Membership, Session, User


@pytest.fixture
async def place(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Place]:
    async with account_place(sqlite_database, vault, clock, tmp_path) as made:
        yield made


async def test_somebody_new_is_invited_enrols_recovers_and_is_suspended_by_graphql_alone(place: Place) -> None:
    token = await invited(place)
    grace = place.program()

    accepted = await grace.does(
        ACCEPT, input={"token": token, "newAccount": {"fullName": "Grace Hopper", "password": PASSWORD}}
    )
    assert accepted == {"isAccepted": True, "userErrors": []}
    await grace.logs_in(NEWCOMER)
    key, recovery = await enrolled(grace, place.clock)
    assert len(recovery) == 10
    logged_in = await grace.logs_in(NEWCOMER)
    assert logged_in["needsSecondFactor"] is True
    half = await grace.viewer()
    assert (half["memberships"], half["sessions"], half["needsSecondFactor"]) == ([], None, True)
    await grace.does(PROVE, code=pyotp.TOTP(key).at(place.clock.now()))
    whole = await grace.viewer()
    assert [one["role"] for one in whole["memberships"]] == ["RECEPTIONIST"]
    assert (whole["isEmailVerified"], whole["hasSecondFactor"], whole["recoveryCodesLeft"]) == (True, True, 10)

    laptop = Authenticator()
    place.clock.turn(timedelta(minutes=1))
    await grace.does(STEP_UP, password=PASSWORD, code=pyotp.TOTP(key).at(place.clock.now()))
    await grace.adds(laptop)
    assert (await grace.logs_in_with(laptop))["userErrors"] == []
    assert [one["role"] for one in (await grace.viewer())["memberships"]] == ["RECEPTIONIST"]
    assert (await grace.logs_in(NEWCOMER))["needsSecondFactor"] is True
    assert (await grace.shows(laptop, "SECOND_FACTOR"))["userErrors"] == []
    assert (await grace.shows(laptop, "STEP_UP"))["until"] is not None

    await grace.does(FORGOT, email=NEWCOMER)
    await grace.does(RESET, token=await place.token_to(NEWCOMER), password=NEW)
    await grace.logs_in(NEWCOMER, NEW)
    await grace.does(PROVE, code=recovery[0])

    assert (await grace.viewer())["recoveryCodesLeft"] == 9
    await place.suspends("Grace Hopper")
    assert (await grace.viewer())["memberships"] == []
    told = await kinds(place.deployment, NEWCOMER)
    assert set(told) >= {"invitation", "new_device", "factor_changed", "password_reset", "recovery_used"}


@pytest.mark.attack("passkey-forgery")
@pytest.mark.checklist(25)
async def test_a_passkey_shown_by_graphql_counts_once_and_for_whoever_asked(place: Place) -> None:
    laptop, owner, thief = Authenticator(), place.program(), place.program()
    await owner.logs_in()
    await owner.does(STEP_UP, password=PASSWORD)
    await owner.adds(laptop)
    begun = await owner.does(PASSKEY_LOG_IN_BEGIN)
    given = {"assertion": laptop.get(begun["publicKey"]), "ceremony": begun["ceremony"]}

    elsewhere = await thief.does(PASSKEY_LOG_IN, input={**given, "ceremony": "of another"})
    first = await Program(place.http).does(PASSKEY_LOG_IN, input=given)
    again = await thief.does(PASSKEY_LOG_IN, input=given)
    of_no_kind = await thief.does(PASSKEY_LOG_IN, input={**given, "assertion": "x"})
    await owner.does(PASSKEY_PROOF_BEGIN, purpose="STEP_UP")
    unasked = await owner.does(PASSKEY_STEP_UP, assertion=laptop.get(begun["publicKey"]))
    nobody = await thief.asks(PASSKEY_PROOF_BEGIN, purpose="SECOND_FACTOR")

    assert first["token"] is not None
    told = [[error["code"] for error in one["userErrors"]] for one in (elsewhere, again, of_no_kind, unasked)]
    assert told == [["UNAUTHENTICATED"], ["UNAUTHENTICATED"], ["INVALID_VALUE"], ["STEP_UP_REQUIRED"]]
    assert thief.token is None
    assert nobody["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.attack("session-fixation")
@pytest.mark.asvs("7.2.4")
@pytest.mark.checklist(22)
async def test_a_session_is_given_another_token_at_each_proof_and_the_old_one_opens_nothing(place: Place) -> None:
    """Session fixation (ASVS 7.2.4): no token from before a proof is worth anything after it."""
    program = place.program()
    await program.logs_in()
    before = program.token

    await program.does(STEP_UP, password=PASSWORD)

    assert program.token not in (None, before)
    assert (await Program(place.http, before).asks(VIEWER))["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert (await program.viewer())["email"] == OWNER


@pytest.mark.attack("session-fixation")
async def test_a_token_that_somebody_brings_is_no_session_after_a_log_in(place: Place) -> None:
    planted = place.program()
    planted.token = "planted"

    refused = await planted.asks(LOG_IN, email=OWNER, password=PASSWORD, device=None)

    assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert not await Session.exists()


@pytest.mark.attack("enumeration")
async def test_wrong_unknown_and_inactive_are_answered_alike(place: Place) -> None:
    await make_user(email="gone@example.com", password_hash=HASH, is_active=False)
    tries = [(OWNER, "wrong"), ("nobody@example.com", PASSWORD), ("gone@example.com", PASSWORD), ("no address", "x")]

    answers = [await place.program().does(LOG_IN, email=email, password=given) for email, given in tries]

    assert all(one == answers[0] for one in answers)
    assert answers[0]["userErrors"][0]["code"] == "UNAUTHENTICATED"
    assert answers[0]["token"] is None
    assert not await Session.exists()


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(21)
async def test_a_forgotten_password_is_answered_alike_for_everybody(place: Place) -> None:
    answers = [await place.program().does(FORGOT, email=one) for one in (OWNER, "nobody@example.com")]

    assert answers[0] == answers[1] == {"isAccepted": True, "userErrors": []}
    assert sorted([mail.kind for mail in await Mail.all()]) == ["no_account", "password_reset"]


@pytest.mark.attack("header-spoofing", cve="CVE-2025-69615")
@pytest.mark.asvs("6.3.1")
@pytest.mark.checklist(17)
@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip"])
async def test_no_header_takes_guesses_elsewhere(place: Place, monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    """CVE-2025-69615: a limit that believes X-Forwarded-For is none."""
    codes = []
    for number in range(6):
        headers = {header: f"198.51.100.{number}", "user-agent": f"program {number}"}
        given = {"query": LOG_IN, "variables": {"email": OWNER, "password": f"guess {number}"}}
        answer = (await place.http.post("/graphql", json=given, headers=headers)).json()
        codes.append([one["extensions"]["code"] for one in answer.get("errors", [])])

    assert codes == [[]] * 5 + [["RATE_LIMITED"]]


@pytest.mark.attack("password-guessing")
async def test_fifty_guesses_in_one_document_are_fifty_tries(place: Place) -> None:
    guess = 'sessionCreate(input: {{email: "{}", password: "{}"}}) {{ token userErrors {{ code }} }}'
    many = " ".join(f"g{number}: {guess.format(OWNER, number)}" for number in range(4))

    first = await place.program().asks(f"mutation {{ {many} }}")
    second = await place.program().asks(f"mutation {{ {many} }}")
    too_many = await place.program().asks(f"mutation {{ {many} h: {guess.format(OWNER, 5)} }}")

    assert "errors" not in first
    assert [one["extensions"]["code"] for one in second["errors"]] == ["RATE_LIMITED"] * 3
    assert too_many.get("data") is None


async def test_a_proof_is_never_answered_again(place: Place) -> None:
    document = LOG_IN.replace(") {\n    token", ') @idempotent(key: "k") {\n    token')
    assert document != LOG_IN

    answer = await place.program().asks(document, email=OWNER, password=PASSWORD)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert not await Session.exists()


async def test_a_weak_password_is_refused_with_advice_and_never_repeated(place: Place) -> None:
    program = place.program()
    await program.logs_in()
    await program.does(STEP_UP, password=PASSWORD)

    leaked = await program.does(CHANGE, password="Password1234")
    weak = await program.does(CHANGE, password="owner@example.com")
    short = await program.does(CHANGE, password="short")

    assert [one["userErrors"][0]["code"] for one in (leaked, weak, short)] == [
        "PASSWORD_BREACHED",
        "PASSWORD_WEAK",
        "INVALID_VALUE",
    ]
    assert leaked["userErrors"][0]["field"] == ["input", "newPassword"]
    assert not any("Password1234" in one for one in program.seen)
    assert (await User.get(id=place.owner.id)).password_hash == HASH


MISTAKEN: list[tuple[str, dict[str, Any]]] = [
    ("mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { token } }", {"password": PASSWORD, "odd": 1}),
    ("mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { token } }", {"password": [PASSWORD]}),
    ("mutation ($i: SessionCreateInput!) { sessionCreate(input: $i) { token } }", {"email": {"a": PASSWORD}}),
    (f'mutation {{ sessionCreate(input: {{email: "a", password: "{PASSWORD}", odd: 1}}) {{ token }} }}', {}),
    (f'mutation {{ sessionCreate(input: {{email: "a", password: ["{PASSWORD}"]}}) {{ token }} }}', {}),
    (f'mutation {{ sessionStepUp(password: {{a: "{PASSWORD}"}}) {{ token }} }}', {}),
]


@pytest.mark.parametrize(("document", "given"), MISTAKEN)
async def test_a_password_in_the_wrong_place_is_not_quoted(place: Place, document: str, given: dict[str, Any]) -> None:
    """What graphql-core says of a value that does not fit quotes it, whole inputs with all that is in them."""
    answer = await place.program().asks(document, **({"i": given} if given else {}))

    assert answer["errors"]
    assert PASSWORD not in str(answer)
    assert not await Session.exists()


@pytest.mark.asvs("6.2.3")
async def test_a_change_takes_a_step_up_and_ends_the_others(place: Place) -> None:
    first, second = place.program(), place.program()
    await first.logs_in()
    await second.logs_in()

    refused = await first.does(CHANGE, password=NEW)
    await first.does(STEP_UP, password=PASSWORD)
    changed = await first.does(CHANGE, password=NEW)

    assert [one["code"] for one in refused["userErrors"]] == ["STEP_UP_REQUIRED"]
    assert changed["isChanged"] is True
    assert (await first.viewer())["email"] == OWNER
    assert "errors" in await second.asks(VIEWER)


@pytest.mark.attack("invite-take-over")
@pytest.mark.checklist(12)
async def test_an_invitation_is_no_way_into_an_account(place: Place) -> None:
    token = await invited(place)
    victim = await make_user(email=NEWCOMER, password_hash=HASH, full_name="Grace")
    thief = place.program()
    new = {"fullName": "Thief", "password": NEW}

    as_new = await thief.does(ACCEPT, input={"token": token, "newAccount": new})
    without = await thief.does(ACCEPT, input={"token": token})
    await thief.logs_in()
    as_other = await thief.does(ACCEPT, input={"token": token})
    both = await thief.does(ACCEPT, input={"token": token, "newAccount": new})

    told = [one["userErrors"][0]["code"] for one in (as_new, without, as_other, both)]
    assert told == ["ACCOUNT_EXISTS", "INVALID_VALUE", "WRONG_ACCOUNT", "INVALID_VALUE"]
    after = await User.get(id=victim.id)
    assert (after.password_hash, after.full_name, after.email_verified_at) == (HASH, "Grace", None)
    assert not await Membership.exists(user_id=victim.id)
    grace = place.program()
    await grace.logs_in(NEWCOMER)
    assert (await grace.does(ACCEPT, input={"token": token}))["isAccepted"] is True


@pytest.mark.attack("factor-bypass")
@pytest.mark.asvs("6.3.4", "7.5.2")
async def test_who_gave_a_password_alone_neither_sees_nor_ends_sessions(place: Place) -> None:
    owner = place.program()
    await owner.logs_in()
    await enrolled(owner, place.clock)
    thief = place.program()
    await thief.logs_in()

    answer = await thief.asks(END_OTHERS)
    viewer = await thief.viewer()

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert viewer["sessions"] is None
    assert (await owner.viewer())["hasSecondFactor"] is True


@pytest.mark.asvs("7.5.2")
async def test_somebody_sees_their_devices_and_signs_out_everywhere_else(place: Place) -> None:
    here, there = place.program(), place.program()
    await there.logs_in()
    await here.logs_in()

    listed = (await here.viewer())["sessions"]
    ended = await here.does(END_OTHERS)

    assert [one["isCurrent"] for one in listed] == [True, False]
    assert ended == {"isEnded": True, "userErrors": []}
    assert "errors" in await there.asks(VIEWER)
    assert len((await here.viewer())["sessions"]) == 1


async def test_a_known_device_is_not_told_of_again(place: Place) -> None:
    program = place.program()
    await program.logs_in()
    again = await program.logs_in()
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})
    cookies = dict(place.http.cookies)
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})

    assert again["deviceToken"] is None
    assert await kinds(place.deployment, OWNER) == ["new_device", "new_device"]
    assert [name for name in cookies if name.startswith("chatbookr-device-")]


async def test_a_session_of_a_cookie_is_given_its_next_token_as_a_cookie(place: Place) -> None:
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})
    before = place.http.cookies["chatbookr"]

    answer = await place.http.post("/graphql", json={"query": STEP_UP, "variables": {"password": PASSWORD}})

    assert answer.json()["data"]["sessionStepUp"]["token"] is None
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert place.http.cookies["chatbookr"] != before
    assert place.http.cookies["chatbookr"] not in answer.text
    assert (await place.http.get("/me")).status_code == 200


@pytest.mark.attack("csrf")
async def test_a_foreign_page_gets_no_use_of_the_cookie(place: Place) -> None:
    await place.http.post("/login", json={"email": OWNER, "password": PASSWORD})

    answer = await place.http.post("/graphql", json={"query": END_OTHERS}, headers={"origin": "https://evil.test"})

    assert answer.status_code == 403
