"""Connecting providers from a browser: OAuth 2.0 with PKCE and state for calendars, credentials for channels."""

from __future__ import annotations

import re
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from chatbookr_api.authentication import staff_of
from chatbookr_api.errors import log_failure, status_of
from chatbookr_api.login import json_object
from chatbookr_api.pages.refusals import consent_refusal
from chatbookr_api.pages.routes import is_page_wanted, refused_page
from chatbookr_core.calendars import connecting
from chatbookr_core.calendars.connecting import Flow, Grant
from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.channels.registry import LoadedPlugin
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChannelUnavailable, ChatbookrError, InvalidInput, NotPermitted
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_schema.ids import global_id, key_of
from chatbookr_sdk import OAuth, PluginError, Secret

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import AsyncOAuth2Client

TOKEN_SECONDS = 15.0
BARE = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Connect:
    """`/connect/{plugin}` begins a consent, `/connect/{plugin}/callback` ends it, POST connects a channel."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment

    async def begin(self, request: Request) -> Response:
        """Send the browser to the provider's consent page for one practitioner's calendar."""
        return await _or_page(request, self._begun)

    async def end(self, request: Request) -> Response:
        """Exchange the code, test the grant, keep it sealed; any failure saves nothing."""
        return await _or_page(request, self._ended)

    async def _begun(self, request: Request) -> Response:
        actor = await staff_of(request)
        loaded, oauth = self._oauth(request)
        practitioner_id = id_from(request.query_params.get("practitioner", ""), "Practitioner", "practitioner")
        flow = await connecting.begin(self._deployment, actor, plugin=loaded.name, practitioner_id=practitioner_id)
        async with self._client(loaded, oauth) as client:
            url, _ = client.create_authorization_url(
                oauth.authorize_url.format(**loaded.settings),
                state=flow.state,
                code_verifier=flow.verifier,
                **dict(oauth.authorize_parameters),
            )
        return RedirectResponse(url, 303)

    async def _ended(self, request: Request) -> Response:
        actor = await staff_of(request)
        loaded, oauth = self._oauth(request)
        state = request.query_params.get("state", "")
        flow = await connecting.resume(self._deployment, actor, plugin=loaded.name, state=state)
        if request.query_params.get("error"):
            raise InvalidInput("The consent was not given.", field="consent")
        grant = await self._exchange(loaded, oauth, flow, request.query_params.get("code", ""))
        with provider_trouble():
            await connecting.keep(
                self._deployment,
                actor,
                plugin=loaded.name,
                clinic_id=flow.clinic_id,
                practitioner_id=flow.practitioner_id,
                grant=grant,
            )
        return RedirectResponse(f"{self._deployment.settings.public_url}/?connected={loaded.name}", 303)

    async def channel(self, request: Request) -> Response:
        """Connect a channel: JSON {clinicId, credentials: {name: value}}; with a connectionId, go on with that one."""
        actor = await staff_of(request)
        body = await json_object(request)
        clinic_id = id_from(str(body.get("clinicId", "")), "Clinic", "clinicId")
        given = body.get("credentials")
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            raise InvalidInput("Give the credentials as names and texts.", field="credentials")
        begun = body.get("connectionId")
        with provider_trouble():
            connection_id = await connect_channel(
                self._deployment,
                actor,
                clinic_id=clinic_id,
                plugin=cast(str, request.path_params["plugin"]),
                credentials={name: Secret(value) for name, value in given.items()},
                connection_id=None if begun is None else id_from(str(begun), "Channel", "connectionId"),
            )
        shown = global_id("Channel", connection_id)
        return JSONResponse({"connectionId": str(connection_id), "channelId": shown}, 201)

    def _oauth(self, request: Request) -> tuple[LoadedPlugin, OAuth]:
        loaded, provider = self._deployment.plugins.calendar_for(cast(str, request.path_params["plugin"]))
        if provider.manifest.oauth is None:
            raise ChannelUnavailable()
        return loaded, provider.manifest.oauth

    def _client(self, loaded: LoadedPlugin, oauth: OAuth) -> AsyncOAuth2Client:
        return oauth_client_class()(
            client_id=loaded.settings[oauth.client_id_setting],
            client_secret=loaded.secrets[oauth.client_secret_setting].reveal(),
            scope=" ".join(scope.name for scope in oauth.scopes),
            redirect_uri=f"{self._deployment.settings.public_url}/connect/{loaded.name}/callback",
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_post",  # noqa: S106  # the name of a method
            trust_env=False,
        )

    async def _exchange(self, loaded: LoadedPlugin, oauth: OAuth, flow: Flow, code: str) -> Grant:
        from authlib.common.errors import AuthlibBaseError  # heavy, and only needed at a consent

        try:
            async with self._client(loaded, oauth) as client:
                token: dict[str, Any] = await client.fetch_token(
                    oauth.token_url.format(**loaded.settings),
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=flow.verifier,
                    timeout=TOKEN_SECONDS,
                )
        except AuthlibBaseError as problem:
            raise InvalidInput("The provider refused the consent.", field="code") from problem
        except Exception as problem:  # no answer, a 5xx, no JSON: authlib lets its HTTP library's errors through
            raise ChannelUnavailable("The provider does not answer right now; begin again.") from problem
        if not token.get("access_token"):
            raise InvalidInput("The provider refused the consent.", field="code")
        return grant_from(token, self._deployment.clock.now())


async def _or_page(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Answer; show a person a page where it is refused. Programs get the JSON of all errors."""
    try:
        return await answer(request)
    except (ChatbookrError, PermissionDenied) as problem:
        if not is_page_wanted(request):
            raise
        told = NotPermitted() if isinstance(problem, PermissionDenied) else problem
        status, field = status_of(told), told.field if isinstance(told, InvalidInput) else None
        if status >= 500:
            log_failure(request, told)
        return refused_page(request, status, told.code, lambda voice: consent_refusal(voice, told.code, field))


@contextmanager
def provider_trouble() -> Iterator[None]:
    """Turn what a plugin raises into an answer: nothing was saved, and the browser may try again."""
    try:
        yield
    except PluginError as problem:
        raise ChannelUnavailable("The provider does not answer as it should; try again.") from problem


def oauth_client_class() -> Any:
    """Import authlib's client at the first consent: it is heavy."""
    import authlib.deprecate  # noqa: F401  # its import lets its own warnings through: ours must come after it

    with warnings.catch_warnings():
        # authlib 1.9 would rather have httpx2, which is not the client the rest of us uses
        warnings.simplefilter("ignore")
        from authlib.integrations.httpx_client import AsyncOAuth2Client

    return AsyncOAuth2Client


def grant_from(token: dict[str, Any], now: datetime) -> Grant:
    """Read a token answer (RFC 6749, section 5.1) into credentials."""
    lifetime = token.get("expires_in")
    expires_at = (now + timedelta(seconds=int(lifetime))).astimezone(UTC) if lifetime else None
    names = ("access_token", "refresh_token", "scope", "token_type")
    credentials = {name: Secret(str(token[name])) for name in names if token.get(name)}
    until = token.get("refresh_token_expires_in")  # Google sends it where it ends the consent by itself
    ends_at = (now + timedelta(seconds=int(until))).astimezone(UTC) if until else None
    return Grant(credentials, expires_at, ends_at)


def id_from(text: str, type_name: str, field: str) -> UUID:
    """Read the API's own id of a thing, or the bare UUID in it. Raises InvalidInput."""
    return uuid_from(text, field) if BARE.fullmatch(text) else key_of(text, type_name, field=field)


def uuid_from(text: str, field: str) -> UUID:
    """Read an id of the query or body. Raises InvalidInput."""
    try:
        return UUID(text)
    except ValueError as problem:
        raise InvalidInput("That is no id.", field=field) from problem
