"""Log-in by a clinic's identity provider, in a browser: begun, linked with an account, ended, by the provider too.

Whoever is refused is shown a page with the code, or JSON where no page was asked for.
"""

from typing import cast
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from chatbookr_api.authentication import check_person, find_staff, is_https, staff_of, whence
from chatbookr_api.errors import Unacceptable, status_of
from chatbookr_api.login import BODY_BYTES, Login
from chatbookr_api.pages.refusals import log_in_refusal
from chatbookr_api.pages.routes import is_page_wanted, refused_page
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError, InvalidInput, NotAuthenticated, NotFound
from chatbookr_core.people.oidc import acceptance
from chatbookr_core.people.oidc.documents import Documents
from chatbookr_core.people.oidc.flows import Begun, Invited, begin_link, begin_log_in, resume
from chatbookr_core.people.oidc.logout import end_by_provider
from chatbookr_core.people.oidc.queries import enabled_providers_of
from chatbookr_core.people.oidc.rules import FLOW_TIME
from chatbookr_core.people.oidc.sign_in import ProviderAnswer, SignedIn, address_of, finish
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.ids import key_of


class Oidc:
    """The addresses below `/oidc/{provider}`; `documents` are what providers publish of themselves."""

    def __init__(self, login: Login, documents: Documents | None = None) -> None:
        self._login = login
        self._deployment: Deployment = login.deployment
        self._documents = documents or Documents.of(self._deployment.settings, self._deployment.clock)

    async def begin(self, request: Request) -> Response:
        """Send the browser to the provider; `?returnTo=` is a listed path of ours it comes back to."""
        try:
            check_person(request)
            begun = await begin_log_in(
                self._deployment, provider_of(request), return_to=request.query_params.get("returnTo")
            )
            url = await address_of(self._deployment, self._documents, begun)
        except ChatbookrError as problem:
            return self._refused(request, problem)
        response = RedirectResponse(url, 303)
        self._remember(response, begun)
        return response

    async def link(self, request: Request) -> Response:
        """Take JSON {returnTo?} of whoever is logged in and stepped up; answer where their browser goes on to."""
        actor = await staff_of(request)
        wanted = (await self._login.json_of(request)).get("returnTo")
        if not isinstance(wanted, str | None):
            raise InvalidInput("Give a path.", field="returnTo")
        begun = await begin_link(self._deployment, actor, provider_of(request), return_to=wanted)
        response = JSONResponse({"authorizationUrl": await address_of(self._deployment, self._documents, begun)}, 201)
        self._remember(response, begun)
        return response

    async def providers(self, request: Request) -> Response:
        """List the providers of `?clinic=` for a page's buttons: what each is called, and its addresses' beginning."""
        clinic_id = key_of(request.query_params.get("clinic", ""), "Clinic", field="clinic")
        return JSONResponse({"providers": await buttons_of(clinic_id)})

    async def accept(self, request: Request) -> Response:
        """Take JSON {token, fullName} of whoever accepts an invitation; answer where their browser goes on to."""
        body = await self._login.json_of(request)
        token, full_name = body.get("token"), body.get("fullName")
        if not isinstance(token, str) or not isinstance(full_name, str):
            raise InvalidInput("Give the invitation's token and your name.", field="fullName")
        origin = whence(request, self._deployment.settings)
        begun = await acceptance.begin(self._deployment, provider_of(request), Invited(token, full_name), origin)
        response = JSONResponse({"authorizationUrl": await address_of(self._deployment, self._documents, begun)}, 201)
        self._remember(response, begun)
        return response

    async def end(self, request: Request) -> Response:
        """Take what the provider sent the browser back with: open a session, or link the identity."""
        try:
            signed_in = await self._ended(request)
        except ChatbookrError as problem:
            response = self._refused(request, problem)
        else:
            response = self._led_on(signed_in)
        response.delete_cookie(self._cookie_name, path="/", secure=self._is_secure, httponly=True, samesite="lax")
        return response

    async def log_out(self, request: Request) -> Response:
        """Take a `logout_token` as a form, from the provider itself (OpenID Connect Back-Channel Logout 1.0)."""
        token = await form_value(request, "logout_token")
        await end_by_provider(self._deployment, self._documents, provider_of(request), token)
        return Response(status_code=200)

    async def _ended(self, request: Request) -> SignedIn:
        browser = request.cookies.get(self._cookie_name, "")
        answer = answer_of(request)
        flow = await resume(self._deployment, provider_of(request), state=answer.state, browser=browser)
        actor, origin = await self._actor(request), whence(request, self._deployment.settings)
        return await finish(self._deployment, self._documents, flow, answer, actor, origin)

    async def _actor(self, request: Request) -> StaffActor | None:
        try:
            return await find_staff(request, self._deployment)
        except NotAuthenticated:
            return None  # a session that is over is no reason not to log in

    def _led_on(self, signed_in: SignedIn) -> Response:
        session, path = signed_in.session, signed_in.return_to
        if session is None:
            return RedirectResponse(f"{path}?{urlencode({'signIn': 'linked'})}", 303)
        outcome = "second-factor" if session.needs_second_factor else "done"
        response = RedirectResponse(f"{path}?{urlencode({'signIn': outcome})}", 303)
        self._login.give(response, session)
        return response

    def _remember(self, response: Response, begun: Begun) -> None:
        """Bind the flow to this browser; a page elsewhere leads back to us, which `lax` lets have the cookie."""
        response.set_cookie(
            self._cookie_name,
            begun.browser,
            max_age=int(FLOW_TIME.total_seconds()),
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax",
        )

    @property
    def _cookie_name(self) -> str:
        return "__Host-chatbookr-oidc" if self._is_secure else "chatbookr-oidc"

    @property
    def _is_secure(self) -> bool:
        return is_https(self._deployment.settings)

    def _refused(self, request: Request, problem: ChatbookrError) -> Response:
        """Show a person a page; programs get the JSON of all errors."""
        if not is_page_wanted(request):
            raise problem
        return refused_page(
            request, status_of(problem), problem.code, lambda voice: log_in_refusal(voice, problem.code)
        )


async def buttons_of(clinic_id: UUID) -> list[dict[str, str]]:
    """Write a clinic's providers for a page."""
    return [{"name": one.name, "path": f"/oidc/{one.id}"} for one in await enabled_providers_of(clinic_id)]


def provider_of(request: Request) -> UUID:
    """Read whose address it is. Raises NotFound."""
    try:
        return UUID(cast(str, request.path_params["provider"]))
    except ValueError:
        raise NotFound("There is no such identity provider.") from None


def answer_of(request: Request) -> ProviderAnswer:
    """Read the provider's answer. Raises InvalidInput where it says something twice (RFC 6749, section 3.1)."""
    given = request.query_params
    if any(len(given.getlist(name)) > 1 for name in ("state", "code", "iss", "error")):
        raise InvalidInput("That answer says something twice.", field="state")
    return ProviderAnswer(given.get("state", ""), given.get("code", ""), given.get("iss"), given.get("error"))


async def form_value(request: Request, name: str) -> str:
    """Read one value of a small form. Raises Unacceptable (413, 415) and InvalidInput."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Unacceptable(415, "Send a form.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > 4 * BODY_BYTES:
            raise Unacceptable(413, "The request is too large.")
    try:
        values = parse_qs(body.decode("ascii"), strict_parsing=True, max_num_fields=10).get(name, [])
    except ValueError:
        values = []
    if len(values) != 1:
        raise InvalidInput(f"Give one {name}.", field=name)
    return values[0]
