"""The end of a log-in at a provider: what it says is checked, and then somebody is let in, or an identity linked.

An e-mail never decides whose account it is: the identity was linked by the account's owner before, or it is nobody's.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import IdentityNotLinked, IdentityProviderUnavailable, IdentityRefused
from chatbookr_core.models import IdentityProvider, LinkedIdentity, User
from chatbookr_core.people.devices import name_of
from chatbookr_core.people.oidc.acceptance import accept
from chatbookr_core.people.oidc.claims import (
    Expected,
    Untrue,
    Vouched,
    check_id_token,
    shown_factors,
    verified_email,
)
from chatbookr_core.people.oidc.documents import Documents, Metadata
from chatbookr_core.people.oidc.exchange import Tokens, authorization_url, exchange, userinfo
from chatbookr_core.people.oidc.flows import Begun, Resumed, client_of
from chatbookr_core.people.oidc.id_tokens import claims_of, header_of
from chatbookr_core.people.oidc.identities import link
from chatbookr_core.people.oidc.queries import at_clinic_of, find_known, hold_provider
from chatbookr_core.people.oidc.rules import is_of_domain
from chatbookr_core.people.origin import NOWHERE, Origin
from chatbookr_core.people.sessions import LoggedIn, VouchedFor, open_session
from chatbookr_permissions.actor import StaffActor

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What a provider sent the browser back with; what it left out is empty."""

    state: str = field(repr=False)
    code: str = field(repr=False)
    issuer: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Where the browser goes on to, and the session it was given, where it was let in."""

    return_to: str
    session: LoggedIn | None


async def address_of(deployment: Deployment, documents: Documents, begun: Begun) -> str:
    """Write where the browser is sent to. Raises IdentityProviderUnavailable."""
    with _noted(begun.provider):
        metadata = await documents.metadata_for(begun.provider.issuer)
        client = await client_of(deployment, begun.provider)
        return authorization_url(metadata, client, state=begun.state, nonce=begun.nonce, verifier=begun.verifier)


async def finish(
    deployment: Deployment,
    documents: Documents,
    flow: Resumed,
    answer: ProviderAnswer,
    actor: StaffActor | None,
    origin: Origin = NOWHERE,
) -> SignedIn:
    """End a flow: let in who is known, link what the actor of the very session it began in brought, or accept.

    Opens its own transactions, none while the provider is asked. Raises IdentityRefused, IdentityNotLinked,
    IdentityTaken, QuotaReached, IdentityProviderUnavailable, NotFound (disabled meanwhile), and what `accept` raises.
    """
    with _noted(flow.provider):
        if flow.purpose == "link" and (actor is None or actor.session_id != flow.session_id):
            raise Untrue("session")
        vouched = await _vouched(deployment, documents, flow, answer)
    if flow.purpose == "accept":
        provider = flow.provider
        session = await accept(deployment, provider, flow.invited, vouched, origin, _assurance(provider, vouched))
        return SignedIn(flow.return_to, session)
    if flow.purpose == "link" and actor is not None:
        await link(deployment, actor, flow.provider, vouched.subject)
        return SignedIn(flow.return_to, None)
    return SignedIn(flow.return_to, await _let_in(deployment, flow.provider, vouched, origin))


async def _vouched(deployment: Deployment, documents: Documents, flow: Resumed, answer: ProviderAnswer) -> Vouched:
    metadata = await documents.metadata_for(flow.provider.issuer)
    if answer.issuer != metadata.issuer and (answer.issuer is not None or metadata.says_issuer):
        raise Untrue("mix_up")  # RFC 9207
    if answer.error is not None:
        raise Untrue("denied")
    client = await client_of(deployment, flow.provider)
    tokens = await exchange(documents, metadata, client, code=answer.code, verifier=flow.verifier)
    algorithm, key_id = header_of(tokens.id_token)
    if algorithm not in metadata.algorithms:
        raise Untrue("alg")
    claims = claims_of(tokens.id_token, await documents.key_for(metadata, algorithm, key_id))
    expected = Expected(
        metadata.issuer,
        client.client_id,
        flow.nonce_hash,
        tokens.access_token,
        algorithm,
        flow.provider.requires_access_token_hash,
    )
    vouched = check_id_token(claims, expected, deployment.clock.now())
    domains = flow.provider.email_domains
    if domains or flow.purpose == "accept":  # where the e-mail matters at all
        vouched = await _with_email(documents, metadata, tokens, claims, vouched)
    if not is_of_domain(vouched.email, domains):
        raise Untrue("email")
    return vouched


async def _with_email(
    documents: Documents, metadata: Metadata, tokens: Tokens, claims: Mapping[str, Any], vouched: Vouched
) -> Vouched:
    """Ask for the e-mail where the ID token leaves it out. Raises Untrue."""
    if "email" in claims:
        return vouched
    if not vouched.binds_access_token:
        raise Untrue("at_hash")
    told = await userinfo(documents, metadata, tokens.access_token, vouched.subject)
    return replace(vouched, email=verified_email(told))


def _assurance(provider: IdentityProvider, vouched: Vouched) -> int:
    return shown_factors(vouched, is_trusted=provider.trusts_second_factor, acrs=provider.second_factor_acrs)


async def _let_in(deployment: Deployment, provider: IdentityProvider, vouched: Vouched, origin: Origin) -> LoggedIn:
    now, device_name = deployment.clock.now(), await name_of(origin)
    with at_clinic_of(provider):
        async with transaction():
            await hold_provider(provider)
            known = await find_known(provider, vouched.subject)
            if known is None:
                log.warning("log-in by identity provider %s refused: not linked", provider.id)
                raise IdentityNotLinked()
            await LinkedIdentity.filter(clinic_id=provider.clinic_id, id=known.identity_id).update(last_used_at=now)
            return await open_session(
                deployment,
                await User.get(id=known.user_id),
                origin,
                device_name,
                assurance=_assurance(provider, vouched),
                vouched=VouchedFor(known.identity_id, provider.clinic_id, vouched.session),
            )


@contextmanager
def _noted(provider: IdentityProvider) -> Iterator[None]:
    """Write down why a provider's word does not count; whoever asks is told that alone."""
    try:
        yield
    except Untrue as problem:
        log.warning("log-in by identity provider %s refused: %s", provider.id, problem.reason)
        raise IdentityRefused() from None
    except IdentityProviderUnavailable as problem:
        log.warning("identity provider %s unavailable: %s", provider.id, problem.details.get("problem"))
        raise
