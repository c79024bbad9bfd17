"""The checks of what people may: members' second factors, and what stands open to operators."""

from datetime import timedelta
from uuid import uuid4

from tests.account_rows import make_access_grant, make_operator, make_passkey
from tests.conftest import NOW
from tests.core.trust_looks import facts_of, found
from tests.factories import make_clinic, make_membership, make_user

from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.recording import note
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import OperatorPasskey
from chatbookr_core.trust.findings import Outcome

KEPT, NOT_KEPT, NOT_SHOWN = Outcome.KEPT, Outcome.NOT_KEPT, Outcome.NOT_SHOWN


async def test_members_have_a_second_factor_or_are_not_let_in(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    user = await make_user()
    assert (await found("P7", deployment)).outcome is NOT_SHOWN
    await make_membership(user, clinic)

    without = await found("P7", deployment)
    clinic.requires_second_factor = True
    await clinic.save(update_fields=["requires_second_factor"])
    asked = await found("P7", deployment)
    clinic.requires_second_factor = False
    await clinic.save(update_fields=["requires_second_factor"])
    await make_passkey(user)
    with_one = await found("P7", deployment)

    assert [one.outcome for one in (without, asked, with_one)] == [NOT_KEPT, KEPT, KEPT]
    assert [facts_of(one)["membersWithSecondFactor"] for one in (without, with_one)] == [0, 100]
    assert (await found("P7", deployment, clinic_id=uuid4())).outcome is NOT_SHOWN


async def test_what_is_open_to_operators_was_opened_for_a_reason_and_a_time(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic, owner = await make_clinic(vault), await make_user()
    assert (await found("P8", deployment)).outcome is KEPT
    until = NOW + timedelta(minutes=30)
    grant = await make_access_grant(
        clinic, reason="the agenda is empty", state="open", decided_at=NOW, expires_at=until, minutes=30,
        decided_by_id=owner.id,
    )  # fmt: skip
    async with transaction():
        note(NOW, "operatorRead", Who("operator", grant.operator_id), clinics=(clinic.id,))
    opened = await found("P8", deployment)

    grant.decided_by_id = None  # nobody of the clinic, nor two operators
    await grant.save(update_fields=["decided_by_id"])
    by_nobody = await found("P8", deployment)
    grant.decided_by_id, grant.expires_at = owner.id, NOW + timedelta(hours=9)
    await grant.save(update_fields=["decided_by_id", "expires_at"])
    for_ever = await found("P8", deployment)

    assert [one.outcome for one in (opened, by_nobody, for_ever)] == [KEPT, NOT_KEPT, NOT_KEPT]
    assert facts_of(opened)["openNow"] == 1


async def test_a_read_of_an_operator_that_the_log_has_not_is_found(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    clinic = await make_clinic(vault)
    grant = await make_access_grant(clinic, state="ended")
    unlogged = await found("P8", deployment)
    async with transaction():
        note(NOW, "operatorRead", Who("operator", grant.operator_id), clinics=(clinic.id,))

    assert unlogged.outcome is NOT_KEPT
    assert (await found("P8", deployment)).outcome is KEPT
    assert (await found("P8", deployment, clinic_id=uuid4())).outcome is KEPT


async def test_an_operators_key_that_can_be_copied_is_none_of_hardware(
    database: Database, deployment: Deployment, vault: Vault
) -> None:
    await make_membership(await make_user(has_second_factor=True), await make_clinic(vault))
    operator = await make_operator()
    before = await found("P7", deployment)
    async with transaction():
        key = await OperatorPasskey.create(
            operator_id=operator.id, credential_id=b"id", credential_hash="h", public_key=b"no key",
            is_backup_eligible=True, is_backed_up=True, created_at=NOW,
        )  # fmt: skip
    copied = await found("P7", deployment)
    key.is_backup_eligible = False
    await key.save(update_fields=["is_backup_eligible"])

    assert [one.outcome for one in (before, copied)] == [KEPT, NOT_KEPT]
    assert (await found("P7", deployment)).outcome is KEPT
