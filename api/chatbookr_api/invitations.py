"""What an invitation's page shows before anybody accepts: `POST /invitation`, to whoever has the letter's token."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbookr_api.authentication import whence
from chatbookr_api.oidc import buttons_of
from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.acceptance import look_at

if TYPE_CHECKING:
    from chatbookr_api.login import Login


class Invitations:
    """The one address; accepting is `invitationAccept`, or `/oidc/{provider}/accept`."""

    def __init__(self, login: "Login") -> None:
        self._login = login

    async def show(self, request: Request) -> Response:
        """Take JSON {token}: in the body, so that no log has it. Tries are counted like those of all links."""
        token = (await self._login.json_of(request)).get("token")
        if not isinstance(token, str):
            raise InvalidInput("Give the invitation's token.", field="token")
        deployment = self._login.deployment
        letter = await look_at(deployment, token, whence(request, deployment.settings))
        return JSONResponse(
            {
                "clinic": letter.clinic_name,
                "role": letter.offer.role.value.upper(),
                "email": letter.offer.email,
                "hasAccount": letter.has_account,
                "providers": await buttons_of(letter.offer.clinic_id),
            }
        )
