"""What a clinic opens to operators, and who else can: read alone, for minutes, logged with every read."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.operator_house import (
    APPROVE,
    BOOKINGS,
    CANARIES,
    END,
    REASON,
    REFUSE,
    House,
    kinds_of_mail,
    operator_house,
)
from tests.api.sockets import listeners
from tests.factories import writing
from tests.schema.desk import ask, make_desk

from chatbookr_core import events
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change, listening
from chatbookr_core.keys.vault import Vault
from chatbookr_core.mail.outbox import message_of
from chatbookr_core.models import AccessGrant, AccessRead, Mail, OperatorSession, Session
from chatbookr_core.operators.queries import find_open_operator_session
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.ids import global_id
from chatbookr_schema.seen import Seen


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[House]:
    async with operator_house(database, vault, clock, tmp_path) as made:
        yield made


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


@pytest.mark.attack("break-glass")
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


@pytest.mark.attack("break-glass")
async def test_it_opens_one_clinic_alone(house: House) -> None:
    helper, other = await house.helper(), await make_desk(house.deployment.vault, house.clock.now())
    await house.opened(helper)

    answer = await helper.reads(other)

    assert answer.json()["data"]["bookings"] is None
    assert await AccessRead.filter(clinic_id=other.clinic.id, operator_id=helper.operator.id).count() == 0


@pytest.mark.attack("break-glass")
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
            async with asyncio.timeout(20):
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
    before = len(events._ears)
    heard = asyncio.ensure_future(anext(stream))
    await listeners(before + 1)
    async with transaction() as tx:
        tx.tell(Change("booking", house.desk.clinic.id, house.desk.booking.id))
    async with asyncio.timeout(20):
        first = (await heard).data
    over = asyncio.ensure_future(anext(stream, None))
    await asyncio.sleep(0.1)

    await house.decided(END, grant_id)

    async with asyncio.timeout(20):
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


@pytest.mark.attack("break-glass")
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OWNER}))
async def test_only_owners_open_their_clinic(house: House, role: Role) -> None:
    helper = await house.helper()
    grant_id = (await helper.asks(house.desk)).json()["accessGrantId"]

    answer = await ask(house.deployment, house.desk.actor(role), APPROVE, {"id": grant_id})

    assert answer.codes == ["FORBIDDEN"]
    assert (await AccessGrant.get()).state == "requested"


@pytest.mark.attack("break-glass")
async def test_opening_takes_proof_of_the_last_minutes(house: House) -> None:
    helper = await house.helper()
    grant_id = (await helper.asks(house.desk)).json()["accessGrantId"]
    async with writing():
        await Session.filter(id=house.desk.session.id).update(stepped_up_at=None)

    assert await house.decided(APPROVE, grant_id) == {"accessGrant": None, "userErrors": [{"code": "STEP_UP_REQUIRED"}]}
    assert (await AccessGrant.get()).state == "requested"


@pytest.mark.attack("break-glass")
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


@pytest.mark.attack("break-glass")
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


TASKS = "query ($clinic: ID!) { tasks(clinicId: $clinic, where: {state: OPEN}) { nodes { kind } } }"


async def tasks(house: House) -> list[str]:
    """Return what the front desk is to look at."""
    desk = house.desk
    answer = await ask(house.deployment, desk.actor(Role.RECEPTIONIST), TASKS, {"clinic": desk.id_of("Clinic")})
    return [task["kind"] for task in answer.data["tasks"]["nodes"]]


async def test_two_others_open_a_clinic_in_an_emergency_and_it_is_told_at_once(house: House) -> None:
    helper, second, third = [await house.helper(f"{name}@example.com") for name in ("a", "b", "c")]
    grant_id = (await helper.asks(house.desk, isEmergency=True)).json()["accessGrantId"]

    own = await helper.post(f"/operator/access/{grant_id}/second")
    first_time = await second.post(f"/operator/access/{grant_id}/second")
    twice = await second.post(f"/operator/access/{grant_id}/second")
    before, asked = await kinds_of_mail(), await tasks(house)
    opened = await third.post(f"/operator/access/{grant_id}/second")

    assert own.status_code == 404
    assert (first_time.json(), twice.json(), opened.json()) == ({"isOpen": False}, {"isOpen": False}, {"isOpen": True})
    assert (before, await kinds_of_mail()) == (
        ["access_requested"] * 2,
        ["access_requested"] * 2 + ["access_opened"] * 2,
    )
    assert "emergency_access" not in asked
    assert await tasks(house) == [*asked, "emergency_access"]
    assert (await helper.reads(house.desk)).json()["data"]["bookings"] is not None
    assert (await second.reads(house.desk)).json()["data"]["bookings"] is None


@pytest.mark.attack("break-glass")
async def test_without_an_emergency_the_clinic_alone_decides(house: House) -> None:
    helper, second = await house.helper("a@example.com"), await house.helper("b@example.com")
    grant_id = (await helper.asks(house.desk)).json()["accessGrantId"]

    answer = await second.post(f"/operator/access/{grant_id}/second")

    assert answer.status_code == 409
    assert (await AccessGrant.get()).state == "requested"
