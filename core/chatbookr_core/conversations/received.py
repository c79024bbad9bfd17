"""What a received message is in our rows: its kind, what a person reads of it, and the whole content as JSON.

Words for kinds without words stand in square brackets and are the same for everyone: the reader's language is not
known when a message comes in.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from chatbookr_sdk import (
    ContactCard,
    ContactsReceived,
    Content,
    FormFilled,
    LocationReceived,
    MediaReceived,
    OptionChosen,
    OrderItem,
    OrderReceived,
    OtherContent,
    TextReceived,
)

KIND_CHARS = 24
REVOKED_BODY = "[deleted]"
Structured = MediaReceived | LocationReceived | ContactsReceived | OrderReceived | FormFilled
KINDS_OF_MEDIA = frozenset({"image", "audio", "voice", "video", "document", "sticker"})
KINDS_OF_STRUCTURE = KINDS_OF_MEDIA | {"location", "contacts", "order", "form"}
OUR_KINDS = frozenset({"option", "buttons", "options", "template", "reaction", "call", "system", "revoked"})
"""Kinds whose content is written by us, not the provider's JSON."""
WRITTEN_HERE = frozenset({"assistant", "staff", "partner"})


@dataclass(frozen=True, slots=True)
class Readable:
    """How a content stands in a message's row."""

    kind: str
    body: str = field(repr=False)
    content: str | None = field(default=None, repr=False)


def readable(content: Content) -> Readable:
    """Say how a content stands in a message's row."""
    match content:
        case TextReceived(body):
            return Readable("text", body)
        case OptionChosen(option_id, title):
            return Readable("option", title, option_id)
        case OtherContent(kind, raw):
            named = kind if len(kind) <= KIND_CHARS else kind.rpartition(".")[2]  # better half a name than a torn one
            return Readable(named[:KIND_CHARS], f"[{kind}]", raw)
        case _:
            return Readable(kind_of(content), _words(content), _plain(content))


def kind_of(content: Structured) -> str:
    """Name the kind of a structured content as the message row does."""
    match content:
        case MediaReceived():
            return content.kind
        case LocationReceived():
            return "location"
        case ContactsReceived():
            return "contacts"
        case OrderReceived():
            return "order"
        case FormFilled():
            return "form"


def _words(content: Structured) -> str:
    match content:
        case MediaReceived():
            return content.caption or f"[{content.kind}]"
        case LocationReceived():
            named = ", ".join(one for one in (content.name, content.address) if one)
            return named or f"[location] {content.latitude}, {content.longitude}"
        case ContactsReceived():
            return ", ".join(card.name for card in content.contacts if card.name) or "[contacts]"
        case OrderReceived():
            return content.text or f"[order] {len(content.items)}"
        case FormFilled():
            return content.text or "[form]"


def _plain(content: Structured) -> str:
    return json.dumps(asdict(content), ensure_ascii=False, separators=(",", ":"))


def structured(kind: str, text: str | None) -> Structured | None:
    """Read what `readable` wrote of a structured content; None for every other kind, and for what came as it was."""
    if text is None or kind not in KINDS_OF_STRUCTURE:
        return None
    value: Any = json.loads(text)
    try:
        return _structured(kind, value)
    except (KeyError, TypeError):  # a kind the plugin passes on as it came has the provider's JSON
        return None


def _structured(kind: str, value: dict[str, Any]) -> Structured:
    if kind in KINDS_OF_MEDIA:
        return MediaReceived(**value)
    if kind == "location":
        return LocationReceived(**value)
    if kind == "contacts":
        cards = [ContactCard(one["name"], tuple(one["phones"]), tuple(one["emails"])) for one in value["contacts"]]
        return ContactsReceived(tuple(cards), value["raw"])
    if kind == "order":
        items = tuple(OrderItem(**one) for one in value["items"])
        return OrderReceived(value["catalog_id"], items, value["text"])
    return FormFilled(**value)
