"""Operators over HTTP: let in by passkey alone, shown nothing of a clinic until it opens, logged with every read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.clients import client_of, make_app, make_deployment
from tests.authenticator import Authenticator
from tests.factories import make_membership, make_user, writing
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Desk, ask, make_desk
from tests.schema.listening import told_by

from chatbookr_api.app import operator_routes, surface_routes
from chatbookr_api.surface import operator_surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change, listening
from chatbookr_core.keys.vault import Vault
from chatbookr_core.mail.outbox import message_of
from chatbookr_core.models import AccessGrant, AccessRead, Mail, Operator, OperatorPasskey, OperatorSession, Session
from chatbookr_core.operators.accounts import invite, operators, suspend
from chatbookr_core.operators.queries import find_open_operator_session
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.ids import global_id
from chatbookr_schema.seen import Seen

REASON = "The bookings of Monday are missing"
BOOKINGS = """query ($clinic: ID!) {
    bookings(clinicId: $clinic) { nodes { id reference patient { id name phone } notes } }
    viewer { email } clinic(id: $clinic) { name } }"""
APPROVE = "mutation ($id: ID!) { accessApprove(accessGrantId: $id) { accessGrant { state } userErrors { code } } }"
REFUSE = "mutation ($id: ID!) { accessRefuse(accessGrantId: $id) { accessGrant { state } userErrors { code } } }"
END = "mutation ($id: ID!) { accessEnd(accessGrantId: $id) { accessGrant { state endedBy } userErrors { code } } }"
CANARIES = (NAME, PHONE, BODY, NOTES)


@dataclass(slots=True)
class Helper:
    """An operator with an authenticator, and the token of their session."""

    browser: httpx.AsyncClient
    operator: Operator
    key: Authenticator = field(default_factory=Authenticator)
    token: str = ""

    async def post(self, path: str, **body: object) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return await self.browser.post(path, json=body, headers=headers)

    async def enrol(self, invitation: str) -> httpx.Response:
        begun = await self.post("/operator/enrol/begin", token=invitation)
        if begun.status_code != 200:
            return begun
        return await self.post(
            "/operator/enrol", token=invitation, credential=self.key.create(begun.json()["publicKey"])
        )

    async def log_in(self) -> httpx.Response:
        begun = (await self.browser.post("/operator/login/begin")).json()
        answer = await self.post(
            "/operator/login", credential=self.key.get(begun["publicKey"]), ceremony=begun["ceremony"]
        )
        if answer.status_code == 200:
            self.token = answer.json()["token"]
        return answer

    async def asks(self, desk: Desk, **further: object) -> httpx.Response:
        wanted = {"permissions": ["booking:read", "patient:read"], "minutes": 30, "reason": REASON, **further}
        return await self.post("/operator/access", clinicId=desk.id_of("Clinic"), **wanted)

    async def reads(self, desk: Desk, document: str = BOOKINGS) -> httpx.Response:
        return await self.post("/operator/graphql", query=document, variables={"clinic": desk.id_of("Clinic")})


@dataclass(slots=True)
class House:
    """A clinic, its owner, and whoever runs the deployment."""

    desk: Desk
    deployment: Deployment
    clock: TurnableClock
    browser: httpx.AsyncClient

    async def helper(self, email: str = "op@example.com") -> Helper:
        async with transaction():
            invitation = await invite(self.deployment, email=email, full_name="Olga Operator")
        helper = Helper(self.browser, await Operator.get(id=invitation.operator_id))
        assert (await helper.enrol(invitation.token)).status_code == 201
        assert (await helper.log_in()).status_code == 200
        return helper

    async def decided(self, document: str, grant_id: str, role: Role = Role.OWNER) -> Any:
        answer = await ask(self.deployment, self.desk.actor(role), document, {"id": grant_id})
        return next(iter(answer.data.values())) if answer.data else answer.codes

    async def opened(self, helper: Helper, **further: object) -> str:
        grant_id: str = (await helper.asks(self.desk, **further)).json()["accessGrantId"]
        payload = await self.decided(APPROVE, grant_id)
        assert payload == {"accessGrant": {"state": "OPEN"}, "userErrors": []}
        return grant_id


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    deployment = make_deployment(vault, clock, tmp_path)
    desk = await make_desk(vault, clock.now())
    owner = await make_user(email="owner@example.com")
    await make_membership(owner, desk.clinic, role="owner")
    async with writing():
        await AccessRead.all().delete()
        await AccessGrant.all().delete()
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())
    app = make_app(
        deployment,
        database,
        *surface_routes(staff_surface(deployment)),
        *surface_routes(operator_surface(deployment)),
        *operator_routes(deployment),
    )
    async with told_by(database.url), client_of(app) as browser:
        yield House(desk, deployment, clock, browser)


async def kinds_of_mail() -> list[str]:
    found = await Mail.exclude(kind="new_device").order_by("created_at", "id")  # which log-ins send, as they should
    return [mail.kind for mail in found]


# --- accounts -----------------------------------------------------------------------------------------------------


async def test_an_invitation_enrols_one_passkey_once(house: House) -> None:
    async with transaction():
        invitation = await invite(house.deployment, email=" Op@example.com", full_name="Olga")
    helper = Helper(house.browser, await Operator.get(email="op@example.com"))

    first = await helper.enrol(invitation.token)
    again = await Helper(house.browser, helper.operator).enrol(invitation.token)

    assert (first.status_code, again.status_code) == (201, 401)
    assert await OperatorPasskey.all().count() == 1
    assert invitation.token not in str(await Operator.all().values("enrolment_hash"))


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


async def test_an_invitation_does_not_hold_for_ever(house: House) -> None:
    async with transaction():
        invitation = await invite(house.deployment, email="op@example.com", full_name="Olga")
    house.clock.turn(timedelta(hours=24))

    answer = await Helper(house.browser, await Operator.get(email="op@example.com")).enrol(invitation.token)

    assert answer.status_code == 401
    assert await OperatorPasskey.all().count() == 0


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


async def test_a_staff_passkey_or_session_is_no_operators(house: House) -> None:
    helper = await house.helper()
    helper.token = "not a token of anybody's"

    assert (await helper.reads(house.desk)).status_code == 401
    staff = await house.browser.get("/me", headers={"authorization": f"Bearer {(await house.helper('b@x.org')).token}"})

    assert staff.status_code == 401  # nor is an operator's one of staff


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


async def test_nothing_of_a_clinic_is_an_operators(house: House) -> None:
    helper = await house.helper()

    answer = await helper.reads(house.desk)

    assert answer.json()["data"] == {"bookings": None, "viewer": None, "clinic": None}
    assert not any(canary in answer.text for canary in CANARIES)
    assert await AccessRead.all().count() == 0


async def test_operators_change_nothing_even_where_they_may_read(house: House) -> None:
    helper = await house.helper()
    await house.opened(helper)
    document = "mutation { passkeyRegistrationBegin { publicKey userErrors { code } } }"

    answer = await helper.reads(house.desk, document)

    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


# --- opened -------------------------------------------------------------------------------------------------------


async def test_what_the_owner_opens_is_read_and_nothing_else_and_every_read_is_logged(house: House) -> None:
    helper = await house.helper()
    grant_id = await house.opened(helper)

    answer = await helper.reads(house.desk)

    booking = answer.json()["data"]["bookings"]["nodes"][0]
    assert booking["id"] == house.desk.id_of("Booking")
    assert (booking["patient"]["name"], booking["patient"]["phone"], booking["notes"]) == (None, None, None)
    assert not any(canary in answer.text for canary in CANARIES)
    read = await AccessRead.get()
    assert global_id("AccessGrant", read.grant_id) == grant_id
    assert (read.operator_id, read.read_at) == (helper.operator.id, house.clock.now())
    assert {"Booking.reference", "Booking.patient", "Patient.id"} <= set(read.coordinates)
    assert {house.desk.id_of("Booking"), house.desk.id_of("Patient")} <= set(read.subjects)
    assert "Patient.name" not in read.coordinates


async def test_what_is_read_again_and_again_is_logged_each_time(house: House) -> None:
    """Documents that come often run by code compiled for them, which must not pass the log by."""
    staff, helper = house.desk.actor(Role.OWNER), await house.helper()
    await house.opened(helper)
    for _ in range(3):
        await ask(house.deployment, staff, BOOKINGS, {"clinic": house.desk.id_of("Clinic")})

    for _ in range(4):
        assert (await helper.reads(house.desk)).json()["data"]["bookings"]["nodes"] != []

    reads = await AccessRead.all()
    assert len(reads) == 4
    assert all(house.desk.id_of("Booking") in one.subjects for one in reads)


async def test_a_count_is_a_read_too(house: House) -> None:
    helper = await house.helper()
    await house.opened(helper)

    answer = await helper.reads(house.desk, "query ($clinic: ID!) { bookings(clinicId: $clinic) { totalCount } }")

    assert answer.json()["data"]["bookings"]["totalCount"] == 1
    assert "Query.bookings" in (await AccessRead.get()).coordinates


async def test_the_clinic_reads_who_asked_and_what_was_read(house: House) -> None:
    helper = await house.helper()
    await house.opened(helper)
    await helper.reads(house.desk)
    document = """query ($clinic: ID!) {
        accessGrants(clinicId: $clinic) { nodes { operatorName reason permissions state decidedBy { fullName } } }
        accessReads(clinicId: $clinic) { nodes { operatorName coordinates subjectIds readAt } }
        clinic(id: $clinic) { operatorAccess { operatorName until } } }"""

    answer = await ask(
        house.deployment, house.desk.actor(Role.AUDITOR), document, {"clinic": house.desk.id_of("Clinic")}
    )

    assert answer.errors == []
    grant = answer.data["accessGrants"]["nodes"][0]
    assert (grant["operatorName"], grant["reason"], grant["state"]) == ("Olga Operator", REASON, "OPEN")
    assert grant["decidedBy"] == {"fullName": house.desk.user.full_name}
    assert house.desk.id_of("Booking") in answer.data["accessReads"]["nodes"][0]["subjectIds"]
    until = (house.clock.now() + timedelta(minutes=30)).isoformat()
    assert answer.data["clinic"]["operatorAccess"] == [{"operatorName": "Olga Operator", "until": until}]


async def test_it_opens_one_clinic_alone(house: House) -> None:
    helper, other = await house.helper(), await make_desk(house.deployment.vault, house.clock.now())
    await house.opened(helper)

    answer = await helper.reads(other)

    assert answer.json()["data"]["bookings"] is None
    assert await AccessRead.filter(clinic_id=other.clinic.id, operator_id=helper.operator.id).count() == 0


@pytest.mark.parametrize("ending", ["time", "clinic", "operator"])
async def test_it_ends(house: House, ending: str) -> None:
    helper = await house.helper()
    grant_id = await house.opened(helper, minutes=3)
    assert (await helper.reads(house.desk)).json()["data"]["bookings"] is not None
    logged = await AccessRead.all().count()

    async with listening() as ear:
        if ending == "time":
            house.clock.turn(timedelta(minutes=3))
        elif ending == "clinic":
            ended = await house.decided(END, grant_id)
            assert ended == {"accessGrant": {"state": "ENDED", "endedBy": "CLINIC"}, "userErrors": []}
        else:
            assert (await helper.post(f"/operator/access/{grant_id}/end")).status_code == 200
        if ending != "time":  # whatever listens hears of it
            async with asyncio.timeout(1):
                assert (await ear.get()).subject_id == (await OperatorSession.get()).id

    assert (await helper.reads(house.desk)).json()["data"]["bookings"] is None
    assert await AccessRead.all().count() == logged


async def test_what_an_operator_listens_to_ends_with_what_was_opened(house: House) -> None:
    helper = await house.helper()
    grant_id = await house.opened(helper, permissions=["booking:read"])
    session = await OperatorSession.get()
    found = await find_open_operator_session(session.id, now=house.clock.now())
    assert found is not None
    document = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { reference } } }"
    context = Context(house.deployment, found.actor, "request-1", seen=Seen())
    stream: Any = await schema_of("staff").subscribe(
        document, variable_values={"clinic": house.desk.id_of("Clinic")}, context_value=context
    )
    heard = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0.1)  # until it listens
    async with transaction() as tx:
        tx.tell(Change("booking", house.desk.clinic.id, house.desk.booking.id))
    async with asyncio.timeout(2):
        first = (await heard).data
    over = asyncio.ensure_future(anext(stream, None))
    await asyncio.sleep(0.1)

    await house.decided(END, grant_id)

    async with asyncio.timeout(1):
        assert await over is None
    assert first == {"bookingChanged": {"booking": {"reference": house.desk.booking.reference}}}


async def test_a_refusal_opens_nothing_and_is_final(house: House) -> None:
    helper = await house.helper()
    grant_id = (await helper.asks(house.desk)).json()["accessGrantId"]

    refused = await house.decided(REFUSE, grant_id)
    approved = await house.decided(APPROVE, grant_id)

    assert refused == {"accessGrant": {"state": "REFUSED"}, "userErrors": []}
    assert approved == {"accessGrant": None, "userErrors": [{"code": "CONFLICT"}]}
    assert (await helper.reads(house.desk)).json()["data"]["bookings"] is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER}))
async def test_only_owners_open_their_clinic(house: House, role: Role) -> None:
    helper = await house.helper()
    grant_id = (await helper.asks(house.desk)).json()["accessGrantId"]

    answer = await ask(house.deployment, house.desk.actor(role), APPROVE, {"id": grant_id})

    assert answer.codes == ["FORBIDDEN"]
    assert (await AccessGrant.get()).state == "requested"


async def test_opening_takes_proof_of_the_last_minutes(house: House) -> None:
    helper = await house.helper()
    grant_id = (await helper.asks(house.desk)).json()["accessGrantId"]
    async with writing():
        await Session.filter(id=house.desk.session.id).update(stepped_up_at=None)

    assert await house.decided(APPROVE, grant_id) == {"accessGrant": None, "userErrors": [{"code": "STEP_UP_REQUIRED"}]}
    assert (await AccessGrant.get()).state == "requested"


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "short"},
        {"reason": "x" * 501},
        {"minutes": 0},
        {"minutes": 241},
        {"minutes": True},
        {"permissions": []},
        {"permissions": ["booking:write"]},
        {"permissions": ["access:read"]},
        {"permissions": ["made:up"]},
        {"permissions": "booking:read"},
    ],
)
async def test_no_more_can_be_asked_for_than_to_read_for_a_while(house: House, wrong: dict[str, object]) -> None:
    helper = await house.helper()

    assert (await helper.asks(house.desk, **wrong)).status_code == 400
    assert await AccessGrant.all().count() == 0


async def test_asking_takes_a_log_in_of_the_last_minutes(house: House) -> None:
    helper = await house.helper()
    house.clock.turn(timedelta(minutes=5))

    answer = await helper.asks(house.desk)

    assert answer.status_code == 403
    assert await AccessGrant.all().count() == 0


async def test_owners_are_told_what_is_asked_and_why(house: House) -> None:
    await (await house.helper()).asks(house.desk)

    mails = await Mail.exclude(kind="new_device")
    letters = [await message_of(house.deployment, mail) for mail in mails]

    assert [mail.kind for mail in mails] == ["access_requested"] * 2
    assert {letter["To"] for letter in letters} == {"owner@example.com", house.desk.user.email}
    assert all(REASON in letter.get_content() for letter in letters)


# --- emergencies --------------------------------------------------------------------------------------------------


async def test_two_others_open_a_clinic_in_an_emergency_and_it_is_told_at_once(house: House) -> None:
    helper, second, third = [await house.helper(f"{name}@example.com") for name in ("a", "b", "c")]
    grant_id = (await helper.asks(house.desk, isEmergency=True)).json()["accessGrantId"]

    own = await helper.post(f"/operator/access/{grant_id}/second")
    first_time = await second.post(f"/operator/access/{grant_id}/second")
    twice = await second.post(f"/operator/access/{grant_id}/second")
    before = await kinds_of_mail()
    opened = await third.post(f"/operator/access/{grant_id}/second")

    assert own.status_code == 404
    assert (first_time.json(), twice.json(), opened.json()) == ({"isOpen": False}, {"isOpen": False}, {"isOpen": True})
    assert (before, await kinds_of_mail()) == (
        ["access_requested"] * 2,
        ["access_requested"] * 2 + ["access_opened"] * 2,
    )
    assert (await helper.reads(house.desk)).json()["data"]["bookings"] is not None
    assert (await second.reads(house.desk)).json()["data"]["bookings"] is None


async def test_without_an_emergency_the_clinic_alone_decides(house: House) -> None:
    helper, second = await house.helper("a@example.com"), await house.helper("b@example.com")
    grant_id = (await helper.asks(house.desk)).json()["accessGrantId"]

    answer = await second.post(f"/operator/access/{grant_id}/second")

    assert answer.status_code == 409
    assert (await AccessGrant.get()).state == "requested"
