"""What an input can set: never whose a thing is, who somebody is, or what they proved, but where that is the point."""

import re

import pytest
from graphql import GraphQLInputObjectType
from tests.factories import make_user
from tests.schema.desk import ask

from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Membership, User
from chatbookr_schema.build import schema_of
from chatbookr_schema.field import Surface

OF_STANDING = re.compile(
    r"role|permission|scope|verified|owner|team|tenant|userid|accountid|isactive|isadmin|assurance|sealed|state$",
    re.IGNORECASE,
)
MEANT = {  # these are what the mutation is for, and within what the asker holds
    "ConversationAssignInput.teamId",
    "ConversationsChangeInput.teamId",
    "TeamSaveInput.teamId",
    "ApiKeyCreateInput.scopes",
    "CustomRoleCreateInput.permissions",
    "CustomRoleUpdateInput.permissions",
    "CustomRoleUpdateInput.customRoleId",
    "InvitationCreateInput.role",
    "MemberRoleChangeInput.customRoleId",
    "MemberRoleChangeInput.role",
    "LocationSaveInput.isActive",  # open or not
    "PractitionerSaveInput.isActive",  # working there or not
    "ResourceSaveInput.isActive",  # usable or not
    "ServiceSaveInput.isActive",  # offered or not
    "BookingSeriesRescheduleInput.scope",  # how much of a series
    "BookingSeriesCancelInput.scope",
}
ACCEPT = """mutation ($input: InvitationAcceptInput!) { invitationAccept(input: $input) { isAccepted } }"""


@pytest.mark.checklist(8)
@pytest.mark.parametrize("surface", ["staff", "partner"])
def test_no_input_sets_what_somebody_is(surface: Surface) -> None:
    """Inputs that choose (`…Where`) and order set nothing."""
    inputs = [one for one in schema_of(surface)._schema.type_map.values() if isinstance(one, GraphQLInputObjectType)]
    setting = [one for one in inputs if not one.name.endswith(("Where", "OrderBy"))]
    fields = {f"{one.name}.{name}" for one in setting for name in one.fields}

    assert len(fields) > 10
    assert {one for one in fields if OF_STANDING.search(one.partition(".")[2])} <= MEANT


@pytest.mark.attack("invite-take-over", cve="CVE-2026-16624")
@pytest.mark.attack("privilege-escalation", cve="CVE-2026-16624")
@pytest.mark.checklist(8)
@pytest.mark.parametrize(
    "more", [{"role": "OWNER"}, {"clinicId": "…"}, {"isEmailVerified": True}, {"userId": "…"}, {"email": "a@b.example"}]
)
async def test_what_cannot_be_set_is_refused_as_a_whole(
    sqlite_database: Database, deployment: Deployment, more: dict[str, object]
) -> None:
    await make_user(email="ada@example.com")
    account = {"fullName": "Grace Hopper", "password": "a long password of hers"}
    before = (await User.all().count(), await Membership.all().count())

    beside = await ask(deployment, None, ACCEPT, {"input": {"token": "t", "newAccount": account, **more}})
    within = await ask(deployment, None, ACCEPT, {"input": {"token": "t", "newAccount": {**account, **more}}})

    assert (beside.data, within.data) == (None, None)
    assert (await User.all().count(), await Membership.all().count()) == before
