"""The WhatsApp channel: the SDK's protocol, put together from webhook, facts, content and client."""

from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence

from chatbookr_sdk import (
    Account,
    AppContext,
    AuthExpired,
    Challenge,
    ChannelHealth,
    Connected,
    Context,
    Fact,
    Manifest,
    MediaReceived,
    OutboundFile,
    OutboundMessage,
    OutcomeUnknown,
    PermanentFailure,
    Receipt,
    Secret,
    SendingLimits,
    TemplatePage,
    WebhookRequest,
)
from chatbookr_whatsapp import templates, webhook
from chatbookr_whatsapp.client import Graph
from chatbookr_whatsapp.connecting import connect
from chatbookr_whatsapp.content import body_of
from chatbookr_whatsapp.facts import accounts_of, facts_of
from chatbookr_whatsapp.granting import BY_SIGNUP, exchange
from chatbookr_whatsapp.health import health
from chatbookr_whatsapp.manifest import MANIFEST
from chatbookr_whatsapp.media import fetch, upload
from chatbookr_whatsapp.refusals import NOT_FOUND


class WhatsApp:
    """WhatsApp Cloud API."""

    @property
    def manifest(self) -> Manifest:
        """Describe the plugin."""
        return MANIFEST

    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        """Answer the handshake or prove a delivery. Raises InvalidWebhook."""
        return webhook.authenticate(ctx, request)

    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Fact]:
        """Read the facts of an authentic delivery."""
        return tuple(facts_of(webhook.payload_of(request.body), now=ctx.clock.now()))

    def accounts(self, ctx: AppContext, request: WebhookRequest) -> Sequence[Account]:
        """Name the accounts of an authentic delivery."""
        return accounts_of(webhook.payload_of(request.body))

    async def exchange(self, ctx: Context, credentials: Mapping[str, Secret]) -> Mapping[str, Secret]:
        """Exchange the code of an Embedded Signup for a token. Raises InvalidCredentials."""
        return await exchange(ctx, credentials)

    async def health(self, ctx: Context) -> ChannelHealth:
        """Ask how number, token and webhook are. Raises AuthExpired where the token is dead."""
        return await health(ctx)

    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        """Check the number and its account, subscribe the webhook. Raises InvalidCredentials."""
        return await connect(ctx, credentials)

    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        """Send one message; its idempotency key comes back in every status of it."""
        body = body_of(message)
        graph = Graph(ctx, ctx.credentials["access_token"])
        accepted = await graph.post(ctx.credentials["phone_number_id"].reveal(), "messages", body)
        messages = accepted.get("messages")
        first = messages[0] if isinstance(messages, list) and messages else None
        external_id = first.get("id") if isinstance(first, dict) else None
        if not isinstance(external_id, str) or not external_id:
            raise OutcomeUnknown("WhatsApp accepted the message and gave no id")
        return Receipt(external_id)

    async def show_typing(self, ctx: Context, external_id: str) -> None:
        """Mark a message as read, and show for up to 25 seconds that an answer is being written."""
        graph = Graph(ctx, ctx.credentials["access_token"])
        body = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": external_id,
            "typing_indicator": {"type": "text"},
        }
        await graph.post(ctx.credentials["phone_number_id"].reveal(), "messages", body)

    def fetch_media(self, ctx: Context, media: MediaReceived, *, most_bytes: int) -> AsyncIterator[bytes]:
        """Fetch a file that came with a message."""
        return fetch(ctx, media, most_bytes=most_bytes)

    async def upload_media(self, ctx: Context, file: OutboundFile, content: AsyncIterator[bytes]) -> str:
        """Hand a file over that a message is to name."""
        return await upload(ctx, file, content)

    async def list_templates(self, ctx: Context, after: str | None) -> TemplatePage:
        """List a page of the account's message templates."""
        return await templates.list_templates(ctx, after)

    async def sending_limits(self, ctx: Context) -> SendingLimits:
        """Ask how fast the number may send, and to how many people a day."""
        return await templates.sending_limits(ctx)

    async def revoke(self, ctx: Context) -> None:
        """Unsubscribe our webhook from the clinic's account, then end a token that came of a sign-up.

        A token that was entered is the clinic's own to revoke.
        """
        graph = Graph(ctx, ctx.credentials["access_token"])
        if "waba_id" in ctx.credentials:  # a sign-up that was given up may never have come to know its account
            await _without(ctx, graph.delete(ctx.credentials["waba_id"].reveal(), "subscribed_apps"))
        if BY_SIGNUP in ctx.credentials:
            await _without(ctx, graph.delete("me", "permissions"))


async def _without(ctx: Context, deletion: Awaitable[object]) -> None:
    """Take something away at Meta; what is gone already is as good."""
    try:
        await deletion
    except AuthExpired as dead:
        ctx.log.info("whatsapp.already_unsubscribed", code=dead.code)
    except PermanentFailure as failure:
        if failure.reason != NOT_FOUND:
            raise
        ctx.log.info("whatsapp.already_unsubscribed", code=failure.code)
