"""Log-in over HTTP: `POST /login` opens a session as a cookie or a bearer token, `POST /step-up` proves it again,
`POST /logout` ends it, `GET /me` says whose it is."""

from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatbookr_api.authentication import bearer_token, check_origin, cookie_name, is_https, staff_of, whence
from chatbookr_api.cookies import set_device_cookie, set_session_cookie
from chatbookr_api.errors import Unacceptable
from chatbookr_api.json_body import json_of
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotAuthenticated
from chatbookr_core.people.factors import factor_kinds
from chatbookr_core.people.queries import Person, people_for
from chatbookr_core.people.sessions import LoggedIn, log_in, log_out
from chatbookr_core.people.step_up import Proven, step_up
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.ids import global_id

BODY_BYTES = 8 * 1024


class Login:
    """The four addresses; errors are raised and written by the error table."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment

    async def log_in(self, request: Request) -> Response:
        """Take JSON {email, password}; with `"token": true` the session comes as a token and not as a cookie.

        So does the `deviceToken`, by which a program is known again that sends it at the next log-in.
        """
        check_origin(request, self.deployment.settings)
        body = await json_object(request)
        email, password = body.get("email"), body.get("password")
        if not isinstance(email, str) or not isinstance(password, str):
            raise InvalidInput("Give an e-mail and a password.", field="email")
        device = body.get("deviceToken")
        origin = whence(request, self.deployment.settings).having(device if isinstance(device, str) else None)
        session = await log_in(self.deployment, email, password, origin)
        return await self.answer_logged_in(session, as_token=body.get("token") is True)

    async def answer_logged_in(self, session: LoggedIn, *, as_token: bool) -> Response:
        """Give a fresh session to whoever opened it; what they can show next, only where that is wanted still."""
        people = await people_for([session.user_id])
        kinds = await factor_kinds(session.user_id) if session.needs_second_factor else []
        answer: dict[str, object] = {
            "user": _user(people[session.user_id]),
            "expiresAt": session.expires_at.isoformat(),
            "needsSecondFactor": session.needs_second_factor,
            "secondFactors": [kind.upper() for kind in kinds],
        }
        if as_token:
            return JSONResponse({**answer, "token": session.token, "deviceToken": session.device_token})
        response = JSONResponse(answer)
        self.give(response, session)
        return response

    async def log_out(self, request: Request) -> Response:
        """End the session; nobody's session ends just as well."""
        response = JSONResponse({"loggedOut": True})
        response.delete_cookie(
            cookie_name(self.deployment.settings),
            path="/",
            secure=is_https(self.deployment.settings),
            httponly=True,
            samesite="lax",
        )
        try:
            actor = await staff_of(request)
        except NotAuthenticated:
            return response
        async with transaction():
            await log_out(actor, self.deployment.clock.now())
        return response

    async def step_up(self, request: Request) -> Response:
        """Take JSON {password} of whoever is logged in, and a {code} where they have a second factor.

        The session gets another token, the way it came with the old. For some minutes it may then do what a session
        alone may not.
        """
        actor = await staff_of(request)
        body = await json_object(request)
        password, code = body.get("password"), body.get("code")
        if not isinstance(password, str) or not isinstance(code, str | None):
            raise InvalidInput("Give your password.", field="password")
        proven = await step_up(self.deployment, actor, password, code)
        until = proven.until.isoformat() if proven.until else None
        return self.answer_proven(
            request, proven, {"steppedUpUntil": until, "expiresAt": proven.expires_at.isoformat()}
        )

    def answer_proven(self, request: Request, proven: Proven, answer: dict[str, str | None]) -> Response:
        """Give a session its new token the way it came with the old: in the answer, or as a cookie."""
        if bearer_token(request.headers.get("authorization", "")) is not None:
            return JSONResponse({**answer, "token": proven.token})
        response = JSONResponse(answer)
        self.set_cookie(response, proven.token, proven.expires_at)
        return response

    def check_origin(self, request: Request) -> None:
        """Raises NotPermitted where a page of another origin is asking."""
        check_origin(request, self.deployment.settings)

    async def json_of(self, request: Request) -> dict[str, Any]:
        """Read a small JSON object of a page of our own. Raises NotPermitted, Unacceptable and InvalidInput."""
        check_origin(request, self.deployment.settings)
        return await json_object(request)

    async def me(self, request: Request) -> Response:
        """Say who is logged in and where they belong."""
        actor = await staff_of(request)
        people = await people_for([actor.user_id])
        return JSONResponse({"user": _user(people[actor.user_id]), "memberships": _memberships(actor)})

    def give(self, response: Response, session: LoggedIn) -> None:
        """Give a browser a fresh session, and what it is known by at the next log-in."""
        self.set_cookie(response, session.token, session.expires_at)
        if session.device_token is not None:
            set_device_cookie(response, self.deployment.settings, session.user_id, session.device_token)

    def set_cookie(self, response: Response, token: str, expires_at: datetime) -> None:
        """Give a browser its session."""
        set_session_cookie(response, self.deployment.settings, token, expires_at - self.deployment.clock.now())


async def json_object(request: Request) -> dict[str, Any]:
    """Read a small JSON object that says one thing alone. Raises Unacceptable (413, 415) and InvalidInput."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Unacceptable(415, "Send JSON as application/json.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise Unacceptable(413, "The request is too large.")
    try:
        value = json_of(bytes(body))
    except Unacceptable:
        raise InvalidInput("Send a JSON object.") from None
    if not isinstance(value, dict):
        raise InvalidInput("Send a JSON object.")
    return value


def _user(person: Person) -> dict[str, str]:
    return {"id": global_id("User", person.id), "fullName": person.full_name, "email": person.email}


def _memberships(actor: StaffActor) -> list[dict[str, str | None]]:
    return [
        {
            "clinicId": global_id("Clinic", clinic_id),
            "role": place.role.value.upper(),
            "practitionerId": global_id("Practitioner", place.practitioner_id) if place.practitioner_id else None,
        }
        for clinic_id, place in sorted(actor.memberships.items())
    ]
