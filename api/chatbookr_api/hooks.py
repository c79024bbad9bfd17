"""Providers' deliveries: authenticated over the raw bytes, stored once and durably, then answered."""

import logging
import time
from collections.abc import Sequence
from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from chatbookr_api.authentication import peer_of
from chatbookr_api.calendar_hooks import MOST_BYTES, is_pushing, push_answer
from chatbookr_api.errors import error_body, request_id_of
from chatbookr_core.audit.refusals import note_delivery_refused
from chatbookr_core.channels.connections import find_channel
from chatbookr_core.channels.intake import Intake
from chatbookr_core.channels.registry import LoadedPlugin, app_context
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    ChannelUnavailable,
    ChatbookrError,
    DeliveryRefused,
    KeyServiceUnavailable,
    LimitExceeded,
)
from chatbookr_core.people.origin import Origin
from chatbookr_core.scope import every_clinic
from chatbookr_sdk import (
    Account,
    AppContext,
    Capability,
    InvalidWebhook,
    MessagingChannel,
    NamesAccounts,
    WebhookRequest,
)

log = logging.getLogger(__name__)
KNOWN_SECONDS = 5.0
KNOWN_ACCOUNTS = 10_000
EMPTY = (b"content-length", b"0")


class Hooks:
    """The endpoint `/hooks/{plugin}`: GET for a provider's handshake, POST for deliveries."""

    def __init__(self, deployment: Deployment, intake: Intake) -> None:
        self._deployment = deployment
        self._intake = intake
        self._known: dict[tuple[str, Account], float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Be the ASGI application of the route: what providers are told most often is said without an object for it."""
        answer = await self.receive(Request(scope, receive, send))
        if answer is not None:
            await answer(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": [EMPTY]})
        await send({"type": "http.response.body"})  # nobody reads one, and a body would be a write of its own

    async def receive(self, request: Request) -> Response | None:
        """Return None after the delivery is durable, which is 200; 400, 401 or 413 leave no row behind."""
        name = cast(str, request.path_params["plugin"])
        found = self._deployment.plugins.find(name)
        if found is not None and is_pushing(found):
            return await self._receive_push(request, found)
        try:
            loaded, channel = self._deployment.plugins.messaging_for(name)
        except ChannelUnavailable as problem:
            return _refused(request, 404, problem)
        scheme = channel.manifest.webhook
        body = await body_within(request, scheme.max_body_bytes if scheme else 0)
        webhook = WebhookRequest(request.method, _headers(request), _query(request), body)
        context = app_context(loaded, self._deployment.clock)
        try:
            challenge = channel.authenticate(context, webhook)
            accounts = _accounts(channel, context, webhook) if challenge is None else ()
        except InvalidWebhook as problem:
            context.log.warning("hook.refused", authentic=int(problem.authentic))
            return await self._refuse(request, name, problem)
        if challenge is not None:
            return PlainTextResponse(challenge.text)
        if accounts and not await self._any_known(name, accounts):
            return _refused(request, 400, DeliveryRefused("Nobody here owns that account."))
        try:
            await self._intake.store(name, webhook)
        except (LimitExceeded, KeyServiceUnavailable) as problem:
            return _refused(request, 503, problem)
        return None

    async def _refuse(self, request: Request, plugin: str, problem: InvalidWebhook) -> Response:
        if problem.authentic:
            return _refused(request, 400, DeliveryRefused("The delivery cannot be read."))
        await self._note_forged(plugin, request)
        return _refused(request, 401, DeliveryRefused())

    async def _note_forged(self, plugin: str, request: Request) -> None:
        """Write down that somebody who is not the provider posted; without a database they are refused all the same."""
        try:
            with every_clinic("intake"):
                await note_delivery_refused(
                    self._deployment, plugin, Origin(peer_of(request, self._deployment.settings))
                )
        except Exception as problem:
            log.warning("hooks: a refusal was not written down (%s)", type(problem).__name__)

    async def _receive_push(self, request: Request, loaded: LoadedPlugin) -> Response:
        """Take a calendar's push: 200 after the look is owed; 401 for whatever does not bring a channel's secret."""
        body = await body_within(request, MOST_BYTES)
        webhook = WebhookRequest(request.method, _headers(request), _query(request), body)
        answer = await push_answer(self._deployment, loaded, webhook)
        return answer or _refused(request, 401, DeliveryRefused())

    async def _any_known(self, plugin: str, accounts: Sequence[Account]) -> bool:
        """Tell whether a clinic owns one of the accounts; what was found is believed for a few seconds.

        The worker looks again before it acts, so a disconnect is effective at once.
        """
        now = time.monotonic()
        for account in dict.fromkeys(accounts):
            if self._known.get((plugin, account), 0.0) > now:
                return True
            with every_clinic("intake"):
                found = await find_channel(plugin, account)
            if found is not None:
                if len(self._known) >= KNOWN_ACCOUNTS:
                    self._known.clear()
                self._known[plugin, account] = now + KNOWN_SECONDS
                return True
        return False


def _accounts(channel: MessagingChannel, context: AppContext, webhook: WebhookRequest) -> Sequence[Account]:
    """Name whose accounts a delivery is about: at the door that is all that has to be known of it."""
    if Capability.NAME_ACCOUNTS in channel.manifest.capabilities:
        return cast(NamesAccounts, channel).accounts(context, webhook)
    return [fact.account for fact in channel.parse(context, webhook) if fact.account is not None]


def _refused(request: Request, status: int, error: ChatbookrError) -> Response:
    body = error_body(error.message, error.code, requestId=request_id_of(request))
    headers = {"retry-after": str(error.retry_after_seconds)} if isinstance(error, LimitExceeded) else None
    return JSONResponse(body, status, headers)


def _headers(request: Request) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in request.scope["headers"]}


def _query(request: Request) -> dict[str, str]:
    return dict(request.query_params) if request.scope["query_string"] else {}


async def body_within(request: Request, max_bytes: int) -> bytes:
    """Read a body that may not exceed a size, whatever its Content-Length claims. Raises HTTPException 413."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise HTTPException(413, "The body is too large.")
    chunks: list[bytes] = []
    size = 0
    while (message := await request.receive())["type"] == "http.request":
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > max_bytes:
            raise HTTPException(413, "The body is too large.")
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)
    raise ClientDisconnect
