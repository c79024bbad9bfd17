"""Google's OAuth 2.0 endpoints: the consent page, the token endpoint, revocation, and who a token belongs to.

https://developers.google.com/identity/protocols/oauth2/web-server
"""

from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from hmac import compare_digest
from urllib.parse import parse_qs, unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.faults import FaultKind, answer_under
from chatbookr_sandbox.google.authorization import AuthorizationRequest, RefusedAuthorization, authorization_from
from chatbookr_sandbox.google.consent import consent_page, refusal_page
from chatbookr_sandbox.google.refusals import OAuthRefusal
from chatbookr_sandbox.google.scopes import known_scopes
from chatbookr_sandbox.google.state import GoogleState
from chatbookr_sandbox.google.tokens import Tokens

Accept = Callable[[], Awaitable[Response]]

_NO_STORE = {"Cache-Control": "no-cache, no-store, max-age=0, must-revalidate", "Pragma": "no-cache"}
_RATE_LIMITED = {"error": "rate_limit_exceeded", "error_description": "Rate limit exceeded."}


class OAuth:
    """The endpoints, over the sandbox's one known client."""

    def __init__(self, context: SandboxContext, state: GoogleState) -> None:
        self._context = context
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("/google/o/oauth2/v2/auth", self.authorize, methods=["GET", "POST"]),
            Route("/google/token", self.token, methods=["POST"]),
            Route("/google/revoke", self.revoke, methods=["POST"]),
            Route("/google/oauth2/v2/userinfo", self.userinfo, methods=["GET"]),
            Route("/google/tokeninfo", self.tokeninfo, methods=["GET"]),
        ]

    async def authorize(self, request: Request) -> Response:
        """Show the consent page, and take its answer."""
        form = await _form(request) if request.method == "POST" else None
        try:
            asked = authorization_from(request.query_params, self._context.settings.google)
        except RefusedAuthorization as refusal:
            return refusal_page(refusal.error, refusal.reason)
        accounts = [(account.email, account.name) for account in self._state.accounts.values()]
        if form is None:
            described = [(scope, known_scopes()[scope]) for scope in asked.scopes]
            return consent_page(accounts, described, asked.login_hint, redirect_uri=asked.redirect_uri)
        granted = [scope for scope in form.get("scope", []) if scope in asked.scopes]
        email = form.get("account", [""])[0]
        if form.get("decision") != ["allow"] or not granted or email not in self._state.accounts:
            return RedirectResponse(asked.redirect({"error": "access_denied"}), 302)
        return RedirectResponse(asked.redirect(self._consented(asked, email, granted)), 302)

    def _consented(self, asked: AuthorizationRequest, email: str, granted: list[str]) -> dict[str, str]:
        code = self._tokens().consent(asked, email=email, scopes=granted)
        self._context.state.touch()
        return {"code": code.code, "scope": " ".join(code.scopes), "authuser": "0", "prompt": "consent"}

    async def token(self, request: Request) -> Response:
        """Exchange a code, or refresh."""
        form = {name: values[-1] for name, values in (await _form(request)).items()}
        authorization = request.headers.get("authorization", "")

        async def accept() -> Response:
            client_id = self._client(form, authorization)
            match form.get("grant_type"):
                case "authorization_code":
                    answer = self._tokens().exchange(
                        form.get("code", ""),
                        client_id=client_id,
                        redirect_uri=form.get("redirect_uri", ""),
                        code_verifier=form.get("code_verifier", ""),
                    )
                case "refresh_token":
                    answer = self._tokens().refresh(form.get("refresh_token", ""), client_id=client_id)
                case other:
                    raise OAuthRefusal("unsupported_grant_type", f"Invalid grant_type: {other or ''}")
            self._context.state.touch()
            return JSONResponse(answer, headers=_NO_STORE)

        given = form.get("refresh_token") or form.get("code", "")
        return await self._answer("token", accept, self._tokens().whose(given))

    async def revoke(self, request: Request) -> Response:
        """Revoke a grant by one of its tokens, in the body or the query as Google takes it."""
        form = await _form(request)
        token = (form.get("token") or [request.query_params.get("token", "")])[0]

        async def accept() -> Response:
            self._tokens().revoke(token)
            self._context.state.touch()
            return JSONResponse({})

        return await self._answer("revoke", accept, self._tokens().whose(token))

    async def userinfo(self, request: Request) -> Response:
        """Say whose token it is, as the userinfo endpoint of oauth2 v2 does."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        found = self._tokens().find_bearer(token) if scheme.lower() == "bearer" else None
        if found is None:
            error = {"code": 401, "message": "Request is missing required authentication credential."}
            return JSONResponse({"error": {**error, "status": "UNAUTHENTICATED"}}, 401)
        account = self._state.accounts[found[1].email]
        return JSONResponse({"id": account.email, "email": account.email, "verified_email": True, "name": account.name})

    async def tokeninfo(self, request: Request) -> Response:
        """Say what a token is good for."""
        found = self._tokens().find_bearer(request.query_params.get("access_token", ""))
        if found is None:
            return JSONResponse({"error": "invalid_token", "error_description": "Invalid Value"}, 400)
        access, grant = found
        seconds = int(access.expires_at - self._context.clock.now().timestamp())
        described = {"azp": grant.client_id, "aud": grant.client_id, "scope": " ".join(access.scopes)}
        return JSONResponse({**described, "expires_in": str(seconds), "email": grant.email})

    def _client(self, form: Mapping[str, str], authorization: str) -> str:
        client_id, client_secret = form.get("client_id", ""), form.get("client_secret", "")
        if authorization.lower().startswith("basic "):
            client_id, client_secret = _basic(authorization[6:])
        known = self._context.settings.google
        if client_id != known.client_id:
            raise OAuthRefusal("invalid_client", "The OAuth client was not found.", status=401)
        if not compare_digest(client_secret.encode(), known.client_secret.encode()):
            raise OAuthRefusal("invalid_client", "The provided client secret is invalid.", status=401)
        return client_id

    async def _answer(self, operation: str, accept: Accept, account: str | None) -> Response:
        async def accept_or_refuse() -> Response:
            try:
                return await accept()
            except OAuthRefusal as refusal:
                return JSONResponse(refusal.body, refusal.status, headers=_NO_STORE)

        refusals = {
            FaultKind.RATE_LIMITED: lambda: JSONResponse(_RATE_LIMITED, 429),
            FaultKind.SERVER_ERROR: lambda: JSONResponse({"error": "internal_failure"}, 500),
            FaultKind.EXPIRED_TOKEN: lambda: _refused("invalid_grant", "Token has been expired or revoked."),
            FaultKind.GONE: lambda: _refused("invalid_grant", "Account has been deleted"),
        }
        fault = self._context.faults.take("google", operation, account)
        return await answer_under(fault, accept_or_refuse, refusals=refusals)

    def _tokens(self) -> Tokens:
        return Tokens(self._state, self._context.clock.now())


async def _form(request: Request) -> dict[str, list[str]]:
    """Read a form-encoded body; another kind of body, or one that is no text, holds no fields."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if kind != "application/x-www-form-urlencoded":
        return {}
    return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)


def _refused(error: str, description: str) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": description}, 400, headers=_NO_STORE)


def _basic(encoded: str) -> tuple[str, str]:
    """Read Basic credentials, form-encoded inside as RFC 6749, 2.3.1 wants; unreadable ones are nobody's."""
    try:
        name, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote(name), unquote(secret)
