"""Providers' deliveries: authenticated over the raw bytes, stored once and durably, then answered."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chatbookr_api.authentication import peer_of
from chatbookr_api.calendar_hooks import MOST_BYTES, is_pushing, push_answer
from chatbookr_api.errors import error_body, request_id_of, retry_headers
from chatbookr_core.audit.refusals import note_delivery_refused
from chatbookr_core.channels.intake import Intake
from chatbookr_core.channels.owners import Owners
from chatbookr_core.channels.registry import LoadedPlugin, app_context
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    ChannelUnavailable,
    ChatbookrError,
    DeliveryRefused,
    KeyServiceUnavailable,
    LimitExceeded,
)
from chatbookr_core.people.origin import Origin
from chatbookr_core.scope import at_the_door, every_clinic
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
PATH = "/hooks/"
OUTCOME = "chatbookr.outcome"  # of a request, in its scope
TOO_LARGE = "The body is too large."
EMPTY = (b"content-length", b"0")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a delivery was not taken in; `answer_to` makes an answer of it, which carries the id of the request."""

    status: int
    error: ChatbookrError

    def answer_to(self, request: Request) -> Response:
        """Say so in the shape of all errors."""
        error = self.error
        body = error_body(error.message, error.code, requestId=request_id_of(request))
        return JSONResponse(body, self.status, retry_headers(error))


Outcome = Response | Refusal | Exception | None
"""What becomes of a request: None is 200, after the delivery is durable."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every delivery of one channel needs, put together once."""

    channel: MessagingChannel
    context: AppContext
    most_bytes: int
    names_accounts: bool

    def accounts_in(self, webhook: WebhookRequest) -> Sequence[Account]:
        """Name whose accounts a delivery is about: at the door that is all that has to be known of it."""
        if self.names_accounts:
            return cast(NamesAccounts, self.channel).accounts(self.context, webhook)
        return [fact.account for fact in self.channel.parse(self.context, webhook) if fact.account is not None]


class Hooks:
    """The endpoint `/hooks/{plugin}`: GET for a provider's handshake, POST for deliveries."""

    def __init__(self, deployment: Deployment, database: Database, intake: Intake, owners: Owners) -> None:
        self._deployment = deployment
        self._database = database
        self._intake = intake
        self._owners = owners
        self._desks: dict[str, Desk] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Be the ASGI application of the route: answer what came to it, or what `Door` has taken already."""
        if OUTCOME in scope:
            outcome: Outcome = scope[OUTCOME]
        else:
            outcome = await self.receive(scope["path_params"]["plugin"], scope, receive)
        if isinstance(outcome, Exception):
            raise outcome
        answer = outcome.answer_to(Request(scope)) if isinstance(outcome, Refusal) else outcome
        await (answer(scope, receive, send) if answer is not None else say_taken(send))

    async def receive(self, name: str, scope: Scope, receive: Receive) -> Outcome:
        """Return None after the delivery is durable, which is 200; 400, 401 or 413 leave no row behind."""
        desk = self._desks.get(name)
        if desk is None:
            found = self._deployment.plugins.find(name)
            if found is not None and is_pushing(found):
                return await self._receive_push(scope, receive, found)
            try:
                desk = self._open_desk(name)
            except ChannelUnavailable as problem:
                return Refusal(404, problem)
        webhook = await _webhook(scope, receive, desk.most_bytes)
        try:
            challenge = desk.channel.authenticate(desk.context, webhook)
            accounts = desk.accounts_in(webhook) if challenge is None else ()
        except InvalidWebhook as problem:
            desk.context.log.warning("hook.refused", authentic=int(problem.authentic))
            return await self._refusal(scope, name, problem)
        if challenge is not None:
            return PlainTextResponse(challenge.text)
        if accounts and not await self._owners.have_any(name, accounts):
            return Refusal(400, DeliveryRefused("Nobody here owns that account."))
        try:
            await self._intake.store(name, webhook, whose=accounts[0].id if accounts else "")
        except (LimitExceeded, KeyServiceUnavailable) as problem:
            return Refusal(503, problem)
        return None

    def _open_desk(self, name: str) -> Desk:
        """Put together what a channel's deliveries need. Raises ChannelUnavailable."""
        loaded, channel = self._deployment.plugins.messaging_for(name)
        scheme, names_accounts = channel.manifest.webhook, Capability.NAME_ACCOUNTS in channel.manifest.capabilities
        context = app_context(loaded, self._deployment.clock)
        desk = self._desks[name] = Desk(channel, context, scheme.max_body_bytes if scheme else 0, names_accounts)
        return desk

    async def _refusal(self, scope: Scope, plugin: str, problem: InvalidWebhook) -> Refusal:
        if problem.authentic:
            return Refusal(400, DeliveryRefused("The delivery cannot be read."))
        await self._note_forged(scope, plugin)
        return Refusal(401, DeliveryRefused())

    async def _note_forged(self, scope: Scope, plugin: str) -> None:
        """Write down that somebody who is not the provider posted; without a database they are refused all the same."""
        origin = Origin(peer_of(Request(scope), self._deployment.settings))
        try:
            with self._database.entered(), every_clinic("intake"):
                await note_delivery_refused(self._deployment, plugin, origin)
        except Exception as problem:
            log.warning("hooks: a refusal was not written down (%s)", type(problem).__name__)

    async def _receive_push(self, scope: Scope, receive: Receive, loaded: LoadedPlugin) -> Outcome:
        """Take a calendar's push: 200 after the look is owed; 401 for whatever does not bring a channel's secret."""
        webhook = await _webhook(scope, receive, MOST_BYTES)
        with self._database.entered(), at_the_door():
            answer = await push_answer(self._deployment, loaded, webhook)
        return answer or Refusal(401, DeliveryRefused())


class Door:
    """The first of all layers: takes in what providers post, before the layers that are there for people.

    A delivery that is stored needs nothing of them, and they would be a tenth of its cost. Any other outcome is handed
    to the route through the layers, so that errors look as they do everywhere; so is what came in the clear, untouched.
    It enters no database and no scope: whoever needs one on the way does it, and a statement without is never sent.
    """

    def __init__(self, app: ASGIApp, hooks: Hooks, is_refused: Callable[[Scope], bool]) -> None:
        self._app = app
        self._hooks = hooks
        self._is_refused = is_refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith(PATH):
            await self._app(scope, receive, send)
            return
        if self._is_refused(scope) or "/" in (name := scope["path"][len(PATH) :]):
            await self._app(scope, receive, send)
            return
        try:
            scope[OUTCOME] = await self._hooks.receive(name, scope, receive)
        except Exception as problem:
            scope[OUTCOME] = problem  # the route raises it, inside of the layers that know what to answer
        if scope[OUTCOME] is None:
            await say_taken(send)
        else:
            await self._app(scope, receive, send)


async def say_taken(send: Send) -> None:
    """Answer 200: nobody reads a body, and it would be a write of its own."""
    await send({"type": "http.response.start", "status": 200, "headers": [EMPTY]})
    await send({"type": "http.response.body"})


async def _webhook(scope: Scope, receive: Receive, most_bytes: int) -> WebhookRequest:
    """Read a request whole. Raises HTTPException 413 where it is larger."""
    headers = {str(name, "latin-1"): str(value, "latin-1") for name, value in scope["headers"]}
    query = dict(QueryParams(scope["query_string"])) if scope["query_string"] else {}
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        raise HTTPException(413, TOO_LARGE)
    return WebhookRequest(scope["method"], headers, query, await body_within(receive, most_bytes))


async def body_within(receive: Receive, most_bytes: int) -> bytes:
    """Read a body that may not exceed a size, whatever its Content-Length claims. Raises HTTPException 413."""
    chunks: list[bytes] = []
    size = 0
    while (message := await receive())["type"] == "http.request":
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > most_bytes:
            raise HTTPException(413, TOO_LARGE)
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks) if len(chunks) > 1 else chunk
    raise ClientDisconnect
