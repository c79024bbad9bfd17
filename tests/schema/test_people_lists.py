"""Lists of accesses, reads, invitations, providers and roles, chosen by what became of them, also by time alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.account_rows import make_access_grant, make_identity_provider, make_invitation
from tests.api.clients import make_deployment
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def listed(deployment: Deployment, desk: Desk, name: str, where: str, shown: str) -> list[str]:
    """Ask for a list of the desk's clinic, and return one field of what came."""
    query = f"query ($c: ID!) {{ {name}(clinicId: $c, where: {{{where}}}) {{ totalCount nodes {{ {shown} }} }} }}"
    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"c": desk.id_of("Clinic")})
    assert answer.errors == []
    found = answer.data[name]
    assert found["totalCount"] == len(found["nodes"])
    return sorted(str(node[shown]) for node in found["nodes"])


async def test_requests_for_access_are_chosen_by_what_they_are_now(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk, now = await make_desk(vault, clock.now()), clock.now()
    later = now + timedelta(minutes=1)
    await make_access_grant(desk.clinic, reason="open", state="open", expires_at=later)
    await make_access_grant(desk.clinic, reason="over", state="open", expires_at=now)
    await make_access_grant(desk.clinic, reason="ended", state="ended", expires_at=later)
    await make_access_grant(desk.clinic, reason="refused", state="refused")

    found = {
        state: await listed(deployment, desk, "accessGrants", f"state: {state}", "reason")
        for state in ("REQUESTED", "OPEN", "REFUSED", "ENDED")
    }

    assert found == {
        "REQUESTED": [desk.access_grant.reason],
        "OPEN": ["open"],
        "REFUSED": ["refused"],
        "ENDED": ["ended", "over"],
    }
    assert await listed(deployment, desk, "accessGrants", "state: OPEN", "state") == ["OPEN"]
    assert await listed(deployment, desk, "accessGrants", "state: ENDED", "state") == ["ENDED", "ENDED"]


async def test_reads_are_chosen_by_the_access_they_were_made_under(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    await make_access_grant(desk.clinic)
    wanted = global_id("AccessGrant", desk.access_grant.id)

    found = await listed(deployment, desk, "accessReads", f'accessGrantId: "{wanted}"', "accessGrantId")

    assert found == [wanted]
    assert len(await listed(deployment, desk, "accessReads", "", "accessGrantId")) == 2


async def test_invitations_are_chosen_by_what_they_are_now(
    database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk, now = await make_desk(vault, clock.now()), clock.now()
    await make_invitation(desk.clinic, vault, desk.user, expires_at=now)
    await make_invitation(desk.clinic, vault, desk.user, accepted_at=now)
    await make_invitation(desk.clinic, vault, desk.user, revoked_at=now)

    for state in ("OPEN", "ACCEPTED", "REVOKED", "EXPIRED"):
        assert await listed(deployment, desk, "invitations", f"state: {state}", "state") == [state]


async def test_providers_are_chosen_by_whether_anybody_can_log_in_by_them(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())
    await make_identity_provider(desk.clinic, vault, state="disabled")

    assert await listed(deployment, desk, "identityProviders", "isEnabled: true", "isEnabled") == ["True"]
    assert await listed(deployment, desk, "identityProviders", "isEnabled: false", "isEnabled") == ["False"]
    assert len(await listed(deployment, desk, "identityProviders", "", "isEnabled")) == 2


async def test_a_clinics_own_roles_are_chosen_by_name(
    sqlite_database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock
) -> None:
    desk = await make_desk(vault, clock.now())

    [name] = await listed(deployment, desk, "customRoles", "", "name")

    assert await listed(deployment, desk, "customRoles", f'name: "{name}"', "name") == [name]
    assert await listed(deployment, desk, "customRoles", 'name: "another"', "name") == []
