"""What operators do over HTTP: enrol, log in, ask for access to a clinic, stand up for a colleague, give it back.

Their sessions are bearer tokens alone: there is no cookie a foreign page could use. What is open to them they read at
`/operator/graphql`.
"""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbookr_api.authentication import bearer_token
from chatbookr_api.graphiql import POLICY, stamp
from chatbookr_api.login import json_object
from chatbookr_api.passkeys import credential_in
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotAuthenticated
from chatbookr_core.operators.access import AccessRequest, end_as_operator, request_access, second
from chatbookr_core.operators.accounts import begin_enrolment, begin_log_in, enrol, log_in, log_out
from chatbookr_core.operators.queries import session_for_token
from chatbookr_core.scope import admit
from chatbookr_permissions.actor import OperatorActor
from chatbookr_schema.ids import global_id, key_of

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Operators</title>
<link rel="icon" href="data:,">
<script defer src="/assets/operator/operator.js?{stamp}"></script>
</head>
<body>
<h1>Operators</h1>
<p><button id="action" type="button" disabled>Loading…</button></p>
<p id="said" role="status"></p>
<p><input id="token" aria-label="Token" readonly hidden size="60"></p>
</body>
</html>
"""


class OperatorDesk:
    """The addresses below `/operator`."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def page(self, _: Request) -> Response:
        """Show the page on which invitations are taken up, and passkeys shown."""
        headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
        return Response(PAGE.format(stamp=stamp()), media_type="text/html", headers=headers)

    async def begin_enrolment(self, request: Request) -> Response:
        """Take JSON {token} of an invitation; say what `navigator.credentials.create` is to be given."""
        token = _text(await json_object(request), "token")
        async with transaction():
            options = await begin_enrolment(self._deployment, token)
        return JSONResponse({"publicKey": options})

    async def enrol(self, request: Request) -> Response:
        """Take JSON {token, credential}; the invitation is used up."""
        body = await json_object(request)
        await enrol(self._deployment, _text(body, "token"), credential_in(body))
        return JSONResponse({"enrolled": True}, 201)

    async def begin_log_in(self, request: Request) -> Response:
        """Say what `navigator.credentials.get` is to be given, and what to come back with: {publicKey, ceremony}."""
        async with transaction():
            asked = await begin_log_in(self._deployment)
        return JSONResponse({"publicKey": asked.options, "ceremony": asked.browser})

    async def log_in(self, request: Request) -> Response:
        """Take JSON {credential, ceremony}; give a token."""
        body = await json_object(request)
        opened = await log_in(self._deployment, credential_in(body), _text(body, "ceremony"))
        return JSONResponse({"token": opened.token, "expiresAt": opened.expires_at.isoformat()})

    async def log_out(self, request: Request) -> Response:
        """End the session."""
        actor = await self._operator(request)
        async with transaction():
            await log_out(actor, self._deployment.clock.now())
        return JSONResponse({"loggedOut": True})

    async def ask(self, request: Request) -> Response:
        """Take JSON {clinicId, reason, permissions, minutes, isEmergency}; the clinic's owners hear of it."""
        actor = await self._operator(request)
        asked = _request_in(await json_object(request))
        async with transaction():
            grant_id = await request_access(self._deployment, actor, asked)
        return JSONResponse({"accessGrantId": global_id("AccessGrant", grant_id)}, 201)

    async def second(self, request: Request) -> Response:
        """Stand up for a colleague's emergency; say whether that opened it."""
        actor, grant_id = await self._operator(request), _grant_in(request)
        is_open = await second(self._deployment, actor, grant_id)
        return JSONResponse({"isOpen": is_open})

    async def end(self, request: Request) -> Response:
        """Give access back."""
        actor, grant_id = await self._operator(request), _grant_in(request)
        async with transaction():
            await end_as_operator(self._deployment, actor, grant_id)
        return JSONResponse({"ended": True})

    async def _operator(self, request: Request) -> OperatorActor:
        token = bearer_token(request.headers.get("authorization", ""))
        found = await session_for_token(token, self._deployment.clock.now()) if token else None
        if found is None:
            raise NotAuthenticated()
        admit(found.actor.clinic_ids)
        return found.actor


def _request_in(body: dict[str, Any]) -> AccessRequest:
    permissions, minutes = body.get("permissions"), body.get("minutes")
    if not isinstance(permissions, list) or not all(isinstance(one, str) for one in permissions):
        raise InvalidInput("Give a list of permissions.", field="permissions")
    if type(minutes) is not int:
        raise InvalidInput("Give a number of minutes.", field="minutes")
    return AccessRequest(
        clinic_id=key_of(_text(body, "clinicId"), "Clinic", field="clinicId"),
        reason=_text(body, "reason"),
        permissions=permissions,
        minutes=minutes,
        is_emergency=body.get("isEmergency") is True,
    )


def _text(body: dict[str, Any], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not found:
        raise InvalidInput(f"Give {name}.", field=name)
    return found


def _grant_in(request: Request) -> UUID:
    return key_of(request.path_params["id"], "AccessGrant", field="id")
