"""A provider says that somebody logged out there: the sessions it vouched for end here too.

OpenID Connect Back-Channel Logout 1.0. A token that is shown twice ends nothing further, so none is remembered.
"""

import logging
from uuid import UUID

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.people.oidc.claims import Untrue, check_logout_token
from chatbookr_core.people.oidc.documents import Documents
from chatbookr_core.people.oidc.id_tokens import LOGOUT_TYPES, claims_of, header_of
from chatbookr_core.people.oidc.queries import at_clinic_of, find_enabled_provider, identity_ids
from chatbookr_core.people.sessions import end_vouched_for

log = logging.getLogger(__name__)


async def end_by_provider(deployment: Deployment, documents: Documents, provider_id: UUID, token: str) -> None:
    """End the sessions a logout token is about: all of a `sub`, or those of one `sid`. Opens its own transaction.

    Raises NotFound, IdentityProviderUnavailable, and InvalidInput for a token that is not believed.
    """
    provider = await find_enabled_provider(provider_id)
    if provider is None:
        raise NotFound("There is no such identity provider.")
    now = deployment.clock.now()
    try:
        algorithm, key_id = header_of(token, LOGOUT_TYPES)
        metadata = await documents.metadata_for(provider.issuer)
        if algorithm not in metadata.algorithms:
            raise Untrue("alg")
        claims = claims_of(token, await documents.key_for(metadata, algorithm, key_id))
        subject, session = check_logout_token(claims, metadata.issuer, provider.client_id, now)
    except Untrue as problem:
        log.warning("logout by identity provider %s refused: %s", provider.id, problem.reason)
        raise InvalidInput("That token does not count.", field="logout_token") from None
    with at_clinic_of(provider):
        async with transaction():
            ids = await identity_ids(provider, subject or None)
            await end_vouched_for(ids, now, provider_session=session or None)
