"""The table of addresses that take a proof of the last five minutes: each that changes something says which it is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.routing import Route
from tests.account_rows import make_identity_provider, make_passkey
from tests.api.clients import make_deployment
from tests.api.phone_holder import Person, phone_holder
from tests.factories import make_clinic, make_membership

from chatbookr_api.app import login_routes
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Passkey, TotpFactor
from chatbookr_schema.ids import global_id

TAKES_PROOF = {
    ("POST", "/second-factor/totp"), ("DELETE", "/second-factor/totp"), ("POST", "/second-factor/totp/confirm"),
    ("POST", "/second-factor/recovery-codes"), ("POST", "/passkeys/begin"), ("POST", "/passkeys"),
    ("DELETE", "/passkeys/{id}"), ("POST", "/oidc/{provider}/link"),
}  # fmt: skip
TAKES_NONE = {
    ("POST", "/login"), ("POST", "/login/passkey/begin"), ("POST", "/login/passkey"), ("POST", "/login/second-factor"),
    ("POST", "/login/second-factor/passkey/begin"), ("POST", "/login/second-factor/passkey"), ("POST", "/step-up"),
    ("POST", "/step-up/passkey/begin"), ("POST", "/step-up/passkey"), ("POST", "/logout"), ("POST", "/invitation"),
    ("POST", "/oidc/{provider}/accept"), ("POST", "/oidc/{provider}/back-channel-logout"), ("PATCH", "/passkeys/{id}"),
}  # fmt: skip
"""Proofs themselves, the way out, what a mailed link or the provider's signature proves, and a name alone."""


@pytest.fixture
async def ada(sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Person]:
    async with phone_holder(sqlite_database, vault, clock, tmp_path) as made:
        yield made


@pytest.mark.attack("session-revocation")
@pytest.mark.asvs("7.5.1")
@pytest.mark.checklist(24)
async def test_what_changes_a_factor_or_a_way_in_takes_a_proof_of_the_last_five_minutes(
    ada: Person, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    routes = [one for one in login_routes(make_deployment(vault, clock, tmp_path)) if isinstance(one, Route)]
    changing = {(method, one.path) for one in routes for method in (one.methods or ()) if method not in ("GET", "HEAD")}
    clinic = await make_clinic(vault)
    await make_membership(ada.user, clinic, role="owner")
    provider = await make_identity_provider(clinic, vault)
    passkey = await make_passkey(ada.user)
    answers: dict[str, tuple[int, str]] = {}

    await ada.log_in()
    for ago in ("never", "five minutes ago"):
        for method, path in sorted(TAKES_PROOF):
            address = path.replace("{id}", global_id("Passkey", passkey.id)).replace("{provider}", str(provider.id))
            answer = await ada.browser.request(method, address, json={"code": "123456", "credential": {}, "name": "n"})
            answers[f"{method} {path} {ago}"] = (answer.status_code, answer.json()["errors"][0]["extensions"]["code"])
        await ada.step_up()
        clock.turn(timedelta(minutes=5))

    assert changing == TAKES_PROOF | TAKES_NONE
    assert {place: told for place, told in answers.items() if told != (403, "STEP_UP_REQUIRED")} == {}
    assert (await Passkey.all().count(), await TotpFactor.all().count()) == (1, 0)
