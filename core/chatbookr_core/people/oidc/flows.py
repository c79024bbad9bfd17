"""A log-in at a provider under way: begun in a browser, and ended once, in that very browser, within ten minutes.

RFC 9700: `state` against forged answers, `nonce` against injected tokens, PKCE against injected codes. All are random,
none lies in the database as it is, and one UPDATE decides which of two answers counts.
"""

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.sealing import Keys
from chatbookr_core.models import IdentityProvider, SignInFlow
from chatbookr_core.people.oidc.claims import sha256_of
from chatbookr_core.people.oidc.exchange import Client
from chatbookr_core.people.oidc.queries import at_clinic_of, find_enabled_provider
from chatbookr_core.people.oidc.rules import FLOW_TIME, return_path
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.scope import every_clinic
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.policy import permissions_in

TOKEN_BYTES: Final = 32
VERIFIER_BYTES: Final = 48
OVER: Final = "This log-in is over: begin again."

Purpose = Literal["log_in", "link", "accept"]
OWN_PATH: Final = "/account"
"""Our own page, to which a log-in may lead besides the paths that are listed."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who accepts an invitation in a flow: what the letter said, and their name. It lies sealed with the flow."""

    token: str = field(repr=False)
    full_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A flow that has just begun: what the provider is told, and what the browser is given."""

    provider: IdentityProvider = field(repr=False)
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    browser: str = field(repr=False)  # for a cookie


@dataclass(frozen=True, slots=True)
class Resumed:
    """A flow at its end: what it was for, and what only we know of it."""

    provider: IdentityProvider = field(repr=False)
    purpose: str
    session_id: UUID | None
    nonce_hash: str
    return_to: str
    verifier: str = field(repr=False)
    invited: Invited | None = field(default=None, repr=False)


async def begin_log_in(deployment: Deployment, provider_id: UUID, *, return_to: str | None = None) -> Begun:
    """Begin a log-in. Opens its own transaction. Raises NotFound, and InvalidInput for where it cannot lead to."""
    provider = await find_enabled_provider(provider_id)
    if provider is None:
        raise NotFound("There is no such identity provider.")
    return await _begin(deployment, provider, "log_in", None, return_to)


async def begin_link(
    deployment: Deployment, actor: StaffActor, provider_id: UUID, *, return_to: str | None = None
) -> Begun:
    """Begin to link an identity with the account of whoever proved again who they are. Opens its own transaction.

    Raises NotFound (a clinic of others, too), StepUpRequired, InvalidInput.
    """
    provider = await find_enabled_provider(provider_id)
    if provider is None or not permissions_in(actor, provider.clinic_id):
        raise NotFound("There is no such identity provider.")
    await require_step_up(actor, deployment.clock.now())
    return await _begin(deployment, provider, "link", actor.session_id, return_to)


async def begin_acceptance(deployment: Deployment, provider: IdentityProvider, invited: Invited) -> Begun:
    """Begin to accept an invitation of the provider's clinic. Opens its own transaction."""
    return await _begin(deployment, provider, "accept", None, OWN_PATH, invited)


async def _begin(
    deployment: Deployment,
    provider: IdentityProvider,
    purpose: Purpose,
    session_id: UUID | None,
    return_to: str | None,
    invited: Invited | None = None,
) -> Begun:
    state, nonce, browser = (secrets.token_urlsafe(TOKEN_BYTES) for _ in range(3))
    verifier, flow_id, now = secrets.token_urlsafe(VERIFIER_BYTES), new_id(), deployment.clock.now()
    with at_clinic_of(provider):
        keys = await deployment.vault.clinic_keys(provider.clinic_id)
        async with transaction():
            await SignInFlow.filter(clinic_id=provider.clinic_id, provider_id=provider.id, expires_at__lte=now).delete()
            await SignInFlow.create(
                id=flow_id,
                clinic_id=provider.clinic_id,
                provider_id=provider.id,
                purpose=purpose,
                session_id=session_id,
                state_hash=sha256_of(state),
                browser_hash=sha256_of(browser),
                nonce_hash=sha256_of(nonce),
                verifier_sealed=keys.seal(columns.SIGN_IN_VERIFIER, flow_id, verifier),
                invited_sealed=_sealed(keys, flow_id, invited),
                return_to=return_path(return_to, (*deployment.settings.sign_in_return_paths, OWN_PATH)),
                created_at=now,
                expires_at=now + FLOW_TIME,
            )
    return Begun(provider, state, nonce, verifier, browser)


async def resume(deployment: Deployment, provider_id: UUID, *, state: str, browser: str) -> Resumed:
    """Take up a flow at the provider's answer, once. Opens its own transaction.

    Raises InvalidInput for a state that is missing, unknown, used, too old, of another browser or another provider,
    and NotFound where the provider was disabled meanwhile.
    """
    with every_clinic("sign-in"):
        row = await _used(provider_id, state=state, browser=browser, now=deployment.clock.now())
    provider = await find_enabled_provider(provider_id)
    if provider is None:
        raise NotFound("There is no such identity provider.")
    with at_clinic_of(provider):
        keys = await deployment.vault.clinic_keys(row.clinic_id)
    verifier = keys.open_text(columns.SIGN_IN_VERIFIER, row.id, row.verifier_sealed)
    invited = _opened(keys, row)
    return Resumed(provider, row.purpose, row.session_id, row.nonce_hash, row.return_to, verifier, invited)


def _sealed(keys: Keys, flow_id: UUID, invited: Invited | None) -> bytes | None:
    if invited is None:
        return None
    return keys.seal(columns.SIGN_IN_INVITED, flow_id, json.dumps([invited.token, invited.full_name]))


def _opened(keys: Keys, row: SignInFlow) -> Invited | None:
    if row.invited_sealed is None:
        return None
    return Invited(*json.loads(keys.open_text(columns.SIGN_IN_INVITED, row.id, row.invited_sealed)))


async def _used(provider_id: UUID, *, state: str, browser: str, now: datetime) -> SignInFlow:
    """Use a flow up; of two answers one does. Raises InvalidInput."""
    state_hash = sha256_of(state)
    async with transaction():
        fresh = SignInFlow.filter(  # any clinic: the state names one flow, of this very browser and provider
            state_hash=state_hash,
            provider_id=provider_id,
            browser_hash=sha256_of(browser),
            used_at=None,
            expires_at__gt=now,
        )
        if not state or not browser or not await fresh.update(used_at=now):
            raise InvalidInput(OVER, field="state")
        return await SignInFlow.get(state_hash=state_hash)  # any clinic: it was checked above


async def client_of(deployment: Deployment, provider: IdentityProvider) -> Client:
    """Open what a provider knows us by. The address it answers to is its own: no other's answer is taken there."""
    with at_clinic_of(provider):
        keys = await deployment.vault.clinic_keys(provider.clinic_id)
    secret = keys.open_text(columns.IDENTITY_PROVIDER_SECRET, provider.id, provider.client_secret_sealed)
    return Client(provider.client_id, redirect_uri_of(deployment, provider.id), secret)


def redirect_uri_of(deployment: Deployment, provider_id: UUID) -> str:
    """Write the address that is registered at a provider, letter by letter."""
    return f"{deployment.settings.public_url}/oidc/{provider_id}/callback"
