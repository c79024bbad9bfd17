"""The contract of a messaging channel: facts in, messages out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from chatbookr_sdk import received
from chatbookr_sdk.context import AppContext, Context, Secret
from chatbookr_sdk.manifest import Manifest
from chatbookr_sdk.received import Account

# --- what arrives -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """One HTTP request of the provider, untouched. Header names are lower case."""

    method: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes = field(repr=False)


# --- what is sent -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Button:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """A text with reply buttons."""

    body: str = field(repr=False)
    buttons: tuple[Button, ...]
    header: str | None = None
    footer: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    title: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """A text with a list that opens on `button`."""

    body: str = field(repr=False)
    button: str
    sections: tuple[Section, ...]
    header: str | None = None
    footer: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateValue:
    """What fills one variable of a template: one line, not empty."""

    place: str
    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """A template, filled: sent only to channels with the capability `SEND_TEMPLATE`.

    `body` is what the patient will read, whole, and is not sent; `replies` are the ids that its quick replies send
    back, with their titles, in the template's order.
    """

    body: str = field(repr=False)
    name: str
    language: str
    values: tuple[TemplateValue, ...] = ()
    replies: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class FileMessage:
    """A file with the words below it, which may be empty: sent only to channels with the capability `SEND_MEDIA`.

    `media_id` is what the channel's own `upload_media` returned; `kind` is a `MediaKind`.
    """

    body: str = field(repr=False)
    kind: str
    media_id: str = field(repr=False)
    mime_type: str
    filename: str = field(repr=False)


OutboundContent = Text | Buttons | Options | TemplateMessage | FileMessage


@dataclass(frozen=True, slots=True)
class Recipient:
    """By `phone` where it is known, else by the provider's `user_id`."""

    user_id: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """One message to send, at most once per `idempotency_key` (which the provider should echo in statuses).

    `reply_to_external_id` names a message of the same conversation that is to be shown above it; given only to channels
    with the capability `QUOTE`. Where the provider has that message no longer, this one is sent all the same.
    """

    idempotency_key: str
    recipient: Recipient
    content: OutboundContent
    reply_to_external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider took the message; statuses will name it by `external_id`."""

    external_id: str


# --- connecting -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Connected:
    """An account that the credentials opened.

    `expires_at` is when the credentials end by themselves; `credentials` is all that is to be kept of them, None where
    that is what was entered.
    """

    account: Account
    title: str
    expires_at: datetime | None = None
    credentials: Mapping[str, Secret] | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """The provider asks whether the callback is ours: answer 200 with `text` as text/plain."""

    text: str = field(repr=False)


class NamesAccounts(Protocol):
    """A channel with NAME_ACCOUNTS: tells whose a delivery is without reading the rest of it."""

    def accounts(self, ctx: AppContext, request: WebhookRequest) -> Sequence[received.Account]:
        """Name the accounts that the facts of an authenticated delivery will name, each once; raises what `parse` does.

        Asked of every delivery before it is answered, so that it had better be cheap.
        """
        ...


class ExchangesCode(Protocol):
    """A channel with EXCHANGE_CODE: its provider's own page hands over a code, once, in the place of credentials."""

    async def exchange(self, ctx: Context, credentials: Mapping[str, Secret]) -> Mapping[str, Secret]:
        """Exchange the entry `code` for credentials that last, and return all that `connect` needs, without it.

        Nothing else is done: the host keeps the result before it calls `connect`, so that no code is lost by what
        fails later. Raises InvalidCredentials, TemporaryFailure.
        """
        ...


class ShowsTyping(Protocol):
    """A channel with SHOW_TYPING: lets people see that somebody is about to answer them."""

    async def show_typing(self, ctx: Context, external_id: str) -> None:
        """Let whoever sent a message see that it was read, and that an answer is being written.

        It is shown for the provider's own while, or until an answer comes; nothing takes it back. Raises
        TemporaryFailure, PermanentFailure, AuthExpired; the host asks once and lets it be.
        """
        ...


class MessagingChannel(Protocol):
    """A plugin that carries messages. It keeps nothing between calls."""

    @property
    def manifest(self) -> Manifest: ...

    def authenticate(self, ctx: AppContext, request: WebhookRequest) -> Challenge | None:
        """Prove that the provider sent this, over the raw bytes, in constant time; cheap, no parsing of content.

        Return a Challenge for the provider's handshake, None for a delivery. Raises InvalidWebhook.
        """
        ...

    def parse(self, ctx: AppContext, request: WebhookRequest) -> Sequence[received.Fact]:
        """Turn an authenticated delivery into facts, in the provider's order; repeatable, writes nothing.

        Whatever is not understood becomes an UnknownFact; never raises on an authentic delivery of JSON.
        """
        ...

    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        """Test the credentials at the provider and subscribe our webhook; may run again after any of its steps.

        Raises InvalidCredentials, TemporaryFailure.
        """
        ...

    async def send(self, ctx: Context, message: OutboundMessage) -> Receipt:
        """Hand one message to the provider.

        Raises TemporaryFailure, OutcomeUnknown, PermanentFailure, AuthExpired.
        """
        ...

    async def revoke(self, ctx: Context) -> None:
        """Unsubscribe and revoke at the provider; best effort, may run twice, success where already gone."""
        ...
