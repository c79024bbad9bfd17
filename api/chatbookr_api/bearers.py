"""Whose session or API key comes with a request to a door that staff and partners' programs share."""

from starlette.requests import Request

from chatbookr_api.authentication import bearer_token, peer_of, staff_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated
from chatbookr_core.partners.rules import is_token
from chatbookr_core.partners.service import key_for_token
from chatbookr_core.scope import admit
from chatbookr_permissions.actor import KeyActor, StaffActor


async def bearer_of(request: Request, deployment: Deployment) -> StaffActor | KeyActor:
    """Return whose key or session it is, admitted to the rows of their clinics.

    Raises NotAuthenticated, and NotPermitted for a cookie that a foreign page sends.
    """
    token = bearer_token(request.headers.get("authorization", ""))
    if token is None or not is_token(token):
        return await staff_of(request)
    found = await key_for_token(deployment, token, address=peer_of(request, deployment.settings))
    if found is None:
        raise NotAuthenticated("That key does not open this API.")
    admit(found.actor.clinic_ids)
    return found.actor
