"""The table of what takes a proof of the last five minutes, and what does not: every mutation stands in one of the two.

A new mutation that stands in neither fails here, so that somebody decides.
"""

from datetime import timedelta

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, get_named_type
from tests.factories import writing
from tests.matrix.examples import Examples
from tests.matrix.places import core_of
from tests.matrix.preparing import PREPARED, nothing
from tests.matrix.test_changing_matrix import MUTATIONS, asked, changed, refusals_of, snapshot
from tests.matrix.test_changing_matrix import deployment as deployment
from tests.matrix.test_changing_matrix import desk as desk
from tests.schema.desk import Desk, ask

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import LoginFailure, Session, TotpFactor
from chatbookr_core.people.rules import STEP_UP_HOLDS
from chatbookr_permissions.roles import Role

TAKES_PROOF = {
    "keys": {"apiKeyCreate", "apiKeyRotate", "apiKeyRevoke", "agendaFeedCreate", "agendaFeedRevoke"},
    "webhooks": {"webhookEndpointCreate", "webhookEndpointUpdate", "webhookEndpointDelete", "webhookSecretRotate"},
    "connections": {"channelDisconnect", "calendarDisconnect", "calendarChoose"},  # connecting is HTTP: test_connect.py
    "exports": {"patientExport", "consentLedgerExport"},
    "erasure": {"patientErase"},
    "what is not undone": {"patientsMerge"},
    "members": {
        "invitationCreate", "invitationResend", "invitationRevoke",
        "memberRoleChange", "memberSuspend", "memberReinstate", "memberRemove",
        "customRoleCreate", "customRoleUpdate", "customRoleDelete",
    },
    "retention": {"retentionUpdate", "legalHoldPlace", "legalHoldRelease"},
    "factors": {
        "totpEnrol", "totpConfirm", "totpRemove", "recoveryCodesRenew",
        "passkeyRegistrationBegin", "passkeyRegistrationFinish", "passkeyRemove", "clinicSecurityUpdate",
    },
    "ways in": {
        "passwordChange", "emailChangeRequest", "linkedIdentityRemove",
        "identityProviderCreate", "identityProviderUpdate", "identityProviderDelete",
    },
    "who looks in": {"accessApprove", "accessRefuse", "accessEnd"},
    "where data lies, and what alerts": {"clinicResidencyUpdate", "anomalyRuleSet", "watchedReadsSet"},
    "what patients are asked first": {"clinicConsentModeUpdate"},
    "where patients are sent": {"clinicUpdate"},
}  # fmt: skip
"""What the clinic or the account answers for, by what it is about."""
TAKES_NONE = {
    "a proof itself, or by a mailed link": {
        "sessionCreate", "sessionProve", "sessionStepUp", "passwordResetRequest", "passwordReset", "invitationAccept",
        "emailVerificationRequest", "emailVerify", "emailChangeConfirm", "emailChangeUndo",
        "passkeyLogInBegin", "passkeyLogIn", "passkeyProofBegin", "passkeyProve", "passkeyStepUp",
    },
    "closes what somebody else may have opened": {"sessionEnd", "sessionEndOthers"},
    "a name alone": {"passkeyRename"},
}  # fmt: skip
"""What is about accounts and takes none, with why. All other mutations are the daily work of the desk."""
MATTERS = set().union(*TAKES_PROOF.values())
STAFF = {name for surface, name in MUTATIONS if surface == "staff"}


def can_say_so(name: str) -> bool:
    """Tell whether a mutation's error codes have that of a missing proof."""
    root = core_of("staff").mutation_type
    assert root is not None
    payload = get_named_type(root.fields[name].type)
    assert isinstance(payload, GraphQLObjectType)
    error = get_named_type(payload.fields["userErrors"].type)
    assert isinstance(error, GraphQLObjectType)
    code = get_named_type(error.fields["code"].type)
    return isinstance(code, GraphQLEnumType) and "STEP_UP_REQUIRED" in code.values


@pytest.mark.asvs("7.5.1")
@pytest.mark.checklist(24)
def test_the_table_is_what_the_schema_says() -> None:
    says_so = {name for name in STAFF if can_say_so(name)} - {
        "sessionStepUp",
        "passkeyStepUp",
    }  # whose wrong proofs are told by it

    assert says_so == MATTERS
    assert set().union(*TAKES_NONE.values()) <= STAFF - MATTERS
    assert timedelta(minutes=5) == STEP_UP_HOLDS


@pytest.mark.exhaustive  # each mutation of the table
@pytest.mark.attack("session-revocation")
@pytest.mark.asvs("7.5.1")
@pytest.mark.checklist(24)
@pytest.mark.parametrize("ago", [None, timedelta(minutes=5)], ids=["never", "five_minutes_ago"])
async def test_what_matters_most_takes_a_proof_of_the_last_five_minutes(
    deployment: Deployment, desk: Desk, clock: TurnableClock, ago: timedelta | None
) -> None:
    """A stolen session is at its owner's desk, with all permissions: without the proof it changes none of this."""
    wrong = []
    for name in sorted(MATTERS):
        async with writing():
            await TotpFactor.all().delete()
        await PREPARED.get(name, nothing)(desk)
        async with writing():
            await LoginFailure.all().delete()  # so much is more than anybody may ask for in an hour
            await Session.filter(id=desk.session.id).update(stepped_up_at=clock.now() - ago if ago else None)
        before = await snapshot()
        document, variables = asked(MUTATIONS["staff", name][0], Examples(desk))
        answer = await ask(deployment, desk.actor(Role.OWNER), document, variables)
        if refusals_of(answer, name) != ["STEP_UP_REQUIRED"] or changed(before, await snapshot()):
            wrong.append(f"{name}: {answer}")

    assert not wrong, "\n".join(wrong)
