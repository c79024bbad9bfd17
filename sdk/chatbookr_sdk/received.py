"""What arrives through a messaging channel: contents that people send, and the facts a delivery is made of.

Every type may grow fields that have a default, and `Content` and `Fact` may grow members: both are read by the host
and written by plugins, so a plugin that knows fewer of them stays right.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

# --- who ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Account:
    """The clinic's account at the provider that a fact is about: `id` (a phone number id), `group_id` (its WABA)."""

    id: str
    group_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """A person: known by `user_id`; the phone (digits, E.164 without +) and the name may be absent."""

    user_id: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)


# --- contents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextReceived:
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OptionChosen:
    """A tap on a button or list row; `option_id` is what we sent, and what a forger may have made up."""

    option_id: str = field(repr=False)
    title: str = field(repr=False)


MediaKind = Literal["image", "audio", "voice", "video", "document", "sticker"]


@dataclass(frozen=True, slots=True)
class MediaReceived:
    """A file that stays with the provider until it is asked for by `media_id`; all but the kind is the sender's word.

    `sha256` is base64 as the provider writes it; `filename` may hold paths, and is never one of ours.
    """

    kind: MediaKind
    media_id: str = field(repr=False)
    mime_type: str | None = None
    sha256: str | None = field(default=None, repr=False)
    caption: str | None = field(default=None, repr=False)
    filename: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class LocationReceived:
    """A place, in degrees (WGS 84): -90 to 90 north, -180 to 180 east."""

    latitude: float = field(repr=False)
    longitude: float = field(repr=False)
    name: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One address card: a name to show, phones and e-mail addresses as they were written."""

    name: str = field(repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ContactsReceived:
    """Address cards; `raw` is the provider's JSON of them, whole."""

    contacts: tuple[ContactCard, ...] = field(repr=False)
    raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One line of an order; `price` is a decimal number as the provider writes it, `currency` a code of ISO 4217."""

    product_id: str
    quantity: int
    price: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class OrderReceived:
    """What somebody ordered out of a catalogue."""

    catalog_id: str
    items: tuple[OrderItem, ...]
    text: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class FormFilled:
    """An answered form (a WhatsApp Flow): `answers` is the provider's JSON text, which need not be an object."""

    name: str
    answers: str = field(repr=False)
    text: str | None = field(default=None, repr=False)


TOO_LARGE: Final = "too_large"
"""The kind of what the provider does not pass on because it is too large: whoever sent it can send it smaller."""


@dataclass(frozen=True, slots=True)
class OtherContent:
    """A kind there are no words for (yet), or one the provider cannot pass on, kept whole as its JSON text.

    `kind` is TOO_LARGE where that is why; any other is the provider's own.
    """

    kind: str
    raw: str = field(repr=False)


Content = (
    TextReceived
    | OptionChosen
    | MediaReceived
    | LocationReceived
    | ContactsReceived
    | OrderReceived
    | FormFilled
    | OtherContent
)


@dataclass(frozen=True, slots=True)
class Referral:
    """Where somebody came from who wrote for the first time: an advertisement or a post."""

    source_type: str | None = None
    source_id: str | None = None
    source_url: str | None = None
    headline: str | None = None
    body: str | None = None
    click_id: str | None = field(default=None, repr=False)


# --- facts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A person wrote to the clinic. `external_id` is unique within the account.

    With a `chat_group_id` it was said in a group, before others: the host keeps it and answers nothing.
    `product_id` names what of a catalogue it is about.
    """

    account: Account
    external_id: str
    sender: Sender
    sent_at: datetime
    content: Content
    reply_to_external_id: str | None = None
    chat_group_id: str | None = None
    is_forwarded: bool = False
    referral: Referral | None = None
    product_id: str | None = None


@dataclass(frozen=True, slots=True)
class MessageEchoed:
    """The clinic wrote to a person from elsewhere (its phone app); the host keeps it, and the assistant is silent."""

    account: Account
    external_id: str
    recipient: Sender
    sent_at: datetime
    content: Content
    reply_to_external_id: str | None = None


@dataclass(frozen=True, slots=True)
class PastMessage:
    """A message from before the account was connected; the host keeps it, in time's order, and answers nothing.

    `phase` counts how far back the import has come: 0 is the newest. `status` is what became of one of the clinic's.
    """

    account: Account
    external_id: str
    person: Sender
    is_from_clinic: bool
    sent_at: datetime
    content: Content
    phase: int
    status: "DeliveryStatus | None" = None
    reply_to_external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reacted:
    """A person (or, from the phone app, the clinic) put an emoji to a message, or with None took it away.

    `external_id` names the reaction, `target_external_id` the message; `person` is the clinic's counterpart.
    """

    account: Account
    external_id: str
    person: Sender
    at: datetime
    target_external_id: str
    emoji: str | None = field(repr=False)
    is_from_clinic: bool = False


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """Whoever wrote a message has written it anew; `content` stands from `at` on."""

    account: Account
    external_id: str
    person: Sender
    at: datetime
    target_external_id: str
    content: Content
    is_from_clinic: bool = False


@dataclass(frozen=True, slots=True)
class MessageRevoked:
    """Whoever wrote a message has deleted it for everyone: nobody is to read it any more."""

    account: Account
    external_id: str
    person: Sender
    at: datetime
    target_external_id: str
    is_from_clinic: bool = False


@dataclass(frozen=True, slots=True)
class IdentityChanged:
    """The provider says that who was `before` is `after`: a new number, or a new id of its own.

    Where both are the same, who it is stays: the person has another device, say, and a clinic that doubts it asks.
    `text` is the provider's sentence about it.
    """

    account: Account
    external_id: str
    before: Sender
    after: Sender
    at: datetime
    text: str | None = field(default=None, repr=False)


class CallState(StrEnum):
    """How far a call got."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CallReported:
    """A call between the clinic and a person; `external_id` names the call, of which there are several reports."""

    account: Account
    external_id: str
    person: Sender
    is_from_clinic: bool
    state: CallState
    at: datetime
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class PreferenceChanged:
    """A person told the provider whether the clinic may send them messages of a kind (`marketing`)."""

    account: Account
    person: Sender
    purpose: str
    is_granted: bool
    at: datetime


class DeliveryStatus(StrEnum):
    """How far an outgoing message got; forward only, except that `failed` may be healed by a later report."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    PLAYED = "played"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PriceClass:
    """How the provider counts a message: codes, and no sum. `kind`: regular, free_customer_service, free_entry_point.

    `free_until`: everything to this person is free until then, where the provider says so.
    """

    category: str
    kind: str | None = None
    model: str | None = None
    is_billable: bool | None = None
    free_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StatusReported:
    """What became of a message we sent; `correlation` is the idempotency key we gave, where the provider echoes it.

    `error_reason` is what `PermanentFailure.reason` would be, had the provider said it at once.
    """

    account: Account
    external_id: str
    status: DeliveryStatus
    at: datetime
    error_code: str | None = None
    error_detail: str | None = None
    correlation: str | None = None
    error_reason: str | None = None
    price: PriceClass | None = None


class NoticeEffect(StrEnum):
    """What a notice means for the connection: nothing, a look by staff, that it is lost, ended, or works again.

    What is lost can be given back by the provider; what it has ended has to be connected anew.
    """

    NONE = "none"
    LOOK = "look"
    LOST = "lost"
    ENDED = "ended"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class AccountNotice:
    """The provider tells the clinic something about its account, a template or a group; never about one patient.

    `account` is None where it concerns every account of `group_id`. `kind` and `event` are codes; `detail` is the
    provider's JSON of it, without anything about persons. `is_about_templates`: the list of templates, or what the
    account may send, is not as it was.
    """

    account: Account | None
    group_id: str | None
    kind: str
    event: str
    at: datetime
    detail: str
    effect: NoticeEffect = NoticeEffect.NONE
    is_about_templates: bool = False


@dataclass(frozen=True, slots=True)
class UnknownFact:
    """Something authentic that this version does not understand; the host keeps it, whole."""

    account: Account | None
    kind: str
    raw: str = field(repr=False)


Fact = (
    MessageReceived
    | MessageEchoed
    | PastMessage
    | Reacted
    | MessageEdited
    | MessageRevoked
    | IdentityChanged
    | CallReported
    | PreferenceChanged
    | StatusReported
    | AccountNotice
    | UnknownFact
)
