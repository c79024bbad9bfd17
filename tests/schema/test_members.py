"""Members and a clinic's own roles through the schema, and how soon what was changed counts for whoever listens."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_custom_role, make_membership, make_user, writing
from tests.schema.desk import Desk, ask, make_desk
from tests.schema.listening import hearing, tell, told_by
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Conversation, CustomRole, Membership, Patient, Session
from chatbookr_core.patients.sealing import set_sealed
from chatbookr_core.people.queries import find_actor
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

MEMBERS = """query ($c: ID!, $where: MemberWhere) { members(clinicId: $c, where: $where) { totalCount nodes {
  role state user { fullName } customRole { name permissions } practitioner { id } } } }"""
CHANGE = """mutation ($input: MemberRoleChangeInput!) { memberRoleChange(input: $input) {
  member { role customRole { id } practitioner { id } } userErrors { code field } } }"""
SUSPEND = """mutation ($id: ID!) { memberSuspend(memberId: $id) { member { state } userErrors { code } } }"""
REINSTATE = """mutation ($id: ID!) { memberReinstate(memberId: $id) { member { state } userErrors { code } } }"""
REMOVE = """mutation ($id: ID!) { memberRemove(memberId: $id) { removedId userErrors { code } } }"""
CREATE = """mutation ($input: CustomRoleCreateInput!) { customRoleCreate(input: $input) {
  customRole { id name permissions } userErrors { code field } } }"""
UPDATE = """mutation ($input: CustomRoleUpdateInput!) { customRoleUpdate(input: $input) {
  customRole { name permissions } userErrors { code field } } }"""
DELETE = """mutation ($id: ID!) { customRoleDelete(customRoleId: $id) { deletedId userErrors { code } } }"""
SEAL = """mutation ($id: ID!) { patientSeal(patientId: $id) { patient { isSealed } userErrors { code } } }"""
BOOKINGS = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { id } } }"
WITH_PATIENTS = BOOKINGS.replace("booking { id }", "booking { id patient { id } }")
CONVERSATIONS = """subscription ($clinic: ID!) {
  conversationChanged(clinicId: $clinic) { conversation { id } message { id } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> AsyncIterator[Desk]:
    desk = await make_desk(vault, clock.now())
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now())
    async with told_by(database.url):
        yield desk


async def logged_in(desk: Desk, clock: TurnableClock, role: str, **fields: Any) -> tuple[Membership, StaffActor]:
    """Make somebody of a role with an open session."""
    user = await make_user()
    member = await make_membership(user, desk.clinic, role=role, **fields)
    actor = await find_actor((await make_session(user, clock.now())).id, now=clock.now())
    assert actor is not None
    return member, actor


async def asked(deployment: Deployment, desk: Desk, query: str, **variables: object) -> Any:
    """Ask as the owner, and return the only field."""
    answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)
    assert answer.errors == [], answer.errors
    return next(iter(answer.data.values()))


async def test_an_owner_sees_who_works_there_and_as_what(deployment: Deployment, desk: Desk) -> None:
    clinic = desk.id_of("Clinic")
    found = await asked(deployment, desk, MEMBERS, c=clinic)
    custom = await asked(deployment, desk, MEMBERS, c=clinic, where={"customRoleId": desk.id_of("CustomRole")})
    owners = await asked(deployment, desk, MEMBERS, c=clinic, where={"role": "OWNER", "state": "ACTIVE"})

    assert found["totalCount"] == 2
    assert [node["role"] for node in owners["nodes"]] == ["OWNER"]
    [colleague] = custom["nodes"]
    assert colleague["customRole"] == {"name": desk.custom_role.name, "permissions": ["clinic:read"]}
    assert colleague["practitioner"] == {"id": desk.id_of("Practitioner")}
    assert owners["nodes"][0]["customRole"] is owners["nodes"][0]["practitioner"] is None


async def test_a_member_is_changed_suspended_reinstated_and_removed(deployment: Deployment, desk: Desk) -> None:
    member, doctor = desk.id_of("Member"), desk.id_of("Practitioner")

    changed = await asked(deployment, desk, CHANGE, input={"memberId": member, "role": "PRACTITIONER"})
    assert changed["member"] == {"role": "PRACTITIONER", "customRole": None, "practitioner": {"id": doctor}}
    cleared = await asked(deployment, desk, CHANGE, input={"memberId": member, "isNoPractitioner": True})
    assert cleared["member"]["practitioner"] is None
    assert (await asked(deployment, desk, SUSPEND, id=member))["member"] == {"state": "SUSPENDED"}
    assert (await asked(deployment, desk, REINSTATE, id=member))["member"] == {"state": "ACTIVE"}
    assert (await asked(deployment, desk, REMOVE, id=member))["removedId"] == member

    assert (await asked(deployment, desk, MEMBERS, c=desk.id_of("Clinic")))["totalCount"] == 1
    assert (await asked(deployment, desk, REMOVE, id=member))["userErrors"] == [{"code": "NOT_FOUND"}]


async def test_refusals_are_outcomes_with_codes_and_change_nothing(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    own = await Membership.get(clinic_id=desk.clinic.id, user_id=desk.user.id)
    own_id, member = global_id("Member", own.id), desk.id_of("Member")
    auditor = {"memberId": member, "role": "AUDITOR"}
    before = await Membership.all().order_by("id").values()

    assert (await asked(deployment, desk, SUSPEND, id=own_id))["userErrors"] == [{"code": "LAST_OWNER"}]
    assert (await asked(deployment, desk, REMOVE, id=own_id))["userErrors"] == [{"code": "LAST_OWNER"}]
    demoted = await asked(deployment, desk, CHANGE, input={"memberId": own_id, "role": "MANAGER"})
    assert demoted["userErrors"] == [{"code": "LAST_OWNER", "field": None}]
    wrong = await asked(deployment, desk, CHANGE, input={"memberId": member, "role": "CUSTOM"})
    assert wrong["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "customRoleId"]}]
    async with writing():
        await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now() - timedelta(minutes=6))
    stale = await asked(deployment, desk, CHANGE, input=auditor)
    assert stale["userErrors"] == [{"code": "STEP_UP_REQUIRED", "field": None}]
    assert await Membership.all().order_by("id").values() == before


async def test_a_role_is_made_changed_and_deleted(deployment: Deployment, desk: Desk) -> None:
    given = {"clinicId": desk.id_of("Clinic"), "name": "Night desk", "permissions": ["booking:read"]}

    made = (await asked(deployment, desk, CREATE, input=given))["customRole"]
    assert (made["name"], made["permissions"]) == ("Night desk", ["booking:read"])
    again = await asked(deployment, desk, CREATE, input=given)
    assert again["userErrors"][0]["code"] == "CONFLICT"
    unknown = await asked(deployment, desk, CREATE, input={**given, "name": "X", "permissions": ["moon:read"]})
    assert unknown["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "permissions", "0"]}]
    renamed = await asked(deployment, desk, UPDATE, input={"customRoleId": made["id"], "name": "Nights"})
    assert renamed["customRole"] == {"name": "Nights", "permissions": ["booking:read"]}
    in_use = await asked(deployment, desk, DELETE, id=desk.id_of("CustomRole"))
    assert in_use["userErrors"] == [{"code": "ROLE_IN_USE"}]
    assert (await asked(deployment, desk, DELETE, id=made["id"]))["deletedId"] == made["id"]

    assert await CustomRole.filter(clinic_id=desk.clinic.id).count() == 1


@pytest.mark.checklist(9)
@pytest.mark.parametrize("query", [SUSPEND, REMOVE])
async def test_who_is_suspended_or_removed_is_not_listened_for_any_longer(
    deployment: Deployment, desk: Desk, clock: TurnableClock, query: str
) -> None:
    member, actor = await logged_in(desk, clock, "receptionist")

    async with hearing(deployment, actor, BOOKINGS, clinic=desk.id_of("Clinic")) as heard:
        await asked(deployment, desk, query, id=global_id("Member", member.id))
        assert await heard.end() == 4403


@pytest.mark.checklist(9)
async def test_a_role_without_the_permission_ends_what_it_opened(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    role = await make_custom_role(desk.clinic, Permission.BOOKING_READ, Permission.BOOKING_ALL_READ)
    _, actor = await logged_in(desk, clock, "custom", custom_role_id=role.id)

    async with hearing(deployment, actor, BOOKINGS, clinic=desk.id_of("Clinic")) as heard:
        await tell(Change("booking", desk.clinic.id, desk.booking.id))
        assert (await heard.next())["booking"]["id"] == desk.id_of("Booking")
        given = {"customRoleId": global_id("CustomRole", role.id), "permissions": ["clinic:read"]}
        await asked(deployment, desk, UPDATE, input=given)
        assert await heard.end() == 4403


async def test_a_role_made_narrower_hears_of_its_own_alone_from_then_on(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    role = await make_custom_role(desk.clinic, Permission.BOOKING_READ, Permission.BOOKING_ALL_READ)
    _, actor = await logged_in(desk, clock, "custom", custom_role_id=role.id)
    given = {"customRoleId": global_id("CustomRole", role.id), "permissions": ["booking:read"]}

    async with hearing(deployment, actor, BOOKINGS, clinic=desk.id_of("Clinic")) as heard:
        await asked(deployment, desk, UPDATE, input=given)
        await tell(Change("booking", desk.clinic.id, desk.booking.id))
        assert await heard.is_silent()


async def test_a_practitioner_hears_of_their_own_alone(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    _, own = await logged_in(desk, clock, "practitioner", practitioner_id=desk.practitioner.id)
    _, other = await logged_in(desk, clock, "practitioner")
    clinic = desk.id_of("Clinic")

    async with (
        hearing(deployment, own, BOOKINGS, clinic=clinic) as mine,
        hearing(deployment, own, CONVERSATIONS, clinic=clinic) as said_to_me,
        hearing(deployment, other, BOOKINGS, clinic=clinic) as theirs,
        hearing(deployment, other, CONVERSATIONS, clinic=clinic) as said_to_them,
    ):
        await tell(Change("booking", desk.clinic.id, desk.booking.id))
        await tell(Change("message", desk.clinic.id, desk.message.id, desk.conversation.id))
        assert (await mine.next())["booking"]["id"] == desk.id_of("Booking")
        assert (await said_to_me.next())["message"] == {"id": desk.id_of("Message")}
        assert await theirs.is_silent()
        assert await said_to_them.is_silent()


async def test_a_seal_is_told_to_who_loses_and_to_who_gains_and_to_nobody_else(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(assignee_id=None)
    _, receptionist = await logged_in(desk, clock, "receptionist")
    _, other_doctor = await logged_in(desk, clock, "practitioner")
    clinic, owner = desk.id_of("Clinic"), desk.actor(Role.OWNER)

    async with (
        hearing(deployment, receptionist, CONVERSATIONS, clinic=clinic) as lost,
        hearing(deployment, receptionist, WITH_PATIENTS, clinic=clinic) as bookings,
        hearing(deployment, owner, CONVERSATIONS, clinic=clinic) as kept,
        hearing(deployment, other_doctor, CONVERSATIONS, clinic=clinic) as never,
    ):
        sealed = await asked(deployment, desk, SEAL, id=desk.id_of("Patient"))
        assert sealed == {"patient": {"isSealed": True}, "userErrors": []}
        assert await lost.next() == {"conversation": None, "message": None}
        assert (await bookings.next())["booking"] == {"id": desk.id_of("Booking"), "patient": None}
        assert (await kept.next())["conversation"] == {"id": desk.id_of("Conversation")}
        await tell(Change("message", desk.clinic.id, desk.message.id, desk.conversation.id))
        assert (await kept.next())["message"] == {"id": desk.id_of("Message")}
        async with transaction():
            await set_sealed(owner, desk.patient.id, is_sealed=False)
        assert (await lost.next())["conversation"] == {
            "id": desk.id_of("Conversation")
        }  # nothing of the message before
        assert await never.is_silent()

    assert not (await Patient.get(id=desk.patient.id)).is_sealed


async def test_a_manager_who_seals_somebody_does_not_see_them_any_longer(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await Conversation.filter(id=desk.conversation.id).update(assignee_id=None)

    answer = await ask(deployment, desk.actor(Role.MANAGER), SEAL, {"id": desk.id_of("Patient")})

    assert answer.data == {"patientSeal": {"patient": None, "userErrors": []}}
    assert answer.errors == []
    assert (await Patient.get(id=desk.patient.id)).is_sealed


async def test_the_practitioner_of_a_sealed_patients_booking_and_who_took_their_conversation_see_them(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await asked(deployment, desk, SEAL, id=desk.id_of("Patient"))
    _, doctor = await logged_in(desk, clock, "practitioner", practitioner_id=desk.practitioner.id)
    query = "query ($id: ID!) { node(id: $id) { ... on Booking { notes patient { name } conversation { id } } } }"

    seen = [
        (await ask(deployment, actor, query, {"id": desk.id_of("Booking")})).data["node"]
        for actor in (doctor, desk.actor(Role.RECEPTIONIST))  # the desk's user took the conversation
    ]

    assert seen[0] == {
        "notes": "canary notes",
        "patient": {"name": "Ada Canary"},
        "conversation": {"id": desk.id_of("Conversation")},
    }
    assert seen[1]["patient"] == {"name": "Ada Canary"}
