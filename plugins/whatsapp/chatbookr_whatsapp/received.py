"""Reads what a message holds: words, taps, files, places, cards, orders, forms; anything else is kept whole.

Shapes: Meta, "Webhooks reference: messages" and its pages for each type.
"""

from chatbookr_sdk import (
    TOO_LARGE,
    ContactCard,
    ContactsReceived,
    Content,
    FormFilled,
    LocationReceived,
    MediaKind,
    MediaReceived,
    OptionChosen,
    OrderItem,
    OrderReceived,
    OtherContent,
    Referral,
    TextReceived,
)
from chatbookr_whatsapp.reading import Json, code, dict_of, legible, list_of, number, raw, text, word

_MEDIA: dict[str, MediaKind] = {
    "image": "image",
    "audio": "audio",
    "video": "video",
    "document": "document",
    "sticker": "sticker",
}

_NO_FILE = 131052
_TOO_BIG = "size too big"


def content_of(message: Json) -> Content:
    """Read the content of a message, an echo, or the message inside an edit."""
    if _is_too_large(message):
        return OtherContent(TOO_LARGE, raw(message))
    kind = code(message.get("type"))
    part = dict_of(message.get(kind))
    found: Content | None = None
    if kind == "text" and isinstance(body := part.get("body"), str):
        found = TextReceived(legible(body))
    elif kind in _MEDIA:
        found = _media(_MEDIA[kind], part)
    elif kind == "button":
        found = _option(part.get("payload"), part.get("text"))
    elif kind == "location":
        found = _location(part)
    elif kind == "contacts":
        found = _contacts(list_of(message.get("contacts")))
    elif kind == "order":
        found = _order(part)
    elif kind == "interactive":
        kind = code(f"interactive.{part.get('type')}") if isinstance(part.get("type"), str) else kind
        found = _interactive(part)
    return found or OtherContent(kind, raw(message))


def _is_too_large(message: Json) -> bool:
    """Tell whether Meta kept a file back for its size: 131052 stands for any file it has not, its title says why.

    Source: Meta, Cloud API, "Media", "Media message download constraints".
    """
    errors = [one for one in list_of(message.get("errors")) if isinstance(one, dict) and one.get("code") == _NO_FILE]
    said = [(one.get("title"), one.get("message"), dict_of(one.get("error_data")).get("details")) for one in errors]
    return any(_TOO_BIG in str(words).lower() for words in said)


def _interactive(part: Json) -> Content | None:
    kind = part.get("type")
    reply = dict_of(part.get(str(kind)))
    if kind in ("button_reply", "list_reply"):
        return _option(reply.get("id"), reply.get("title"))
    answers = reply.get("response_json")
    if kind != "nfm_reply" or not isinstance(answers, str):
        return None
    return FormFilled(code(reply.get("name")), legible(answers), text(reply.get("body")))


def _option(option_id: object, title: object) -> OptionChosen | None:
    if not isinstance(option_id, str) or not option_id:
        return None
    return OptionChosen(legible(option_id), legible(title) if isinstance(title, str) else "")


def _media(kind: MediaKind, part: Json) -> MediaReceived | None:
    media_id = word(part.get("id"))
    if media_id is None:
        return None
    return MediaReceived(
        kind="voice" if kind == "audio" and part.get("voice") is True else kind,
        media_id=media_id,
        mime_type=word(part.get("mime_type")),
        sha256=word(part.get("sha256")),
        caption=text(part.get("caption")),
        filename=text(part.get("filename")),
    )


def _location(part: Json) -> LocationReceived | None:
    latitude, longitude = number(part.get("latitude")), number(part.get("longitude"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return LocationReceived(latitude, longitude, text(part.get("name")), text(part.get("address")))


def _contacts(cards: list[object]) -> ContactsReceived | None:
    if not cards:
        return None
    return ContactsReceived(tuple(_card(dict_of(card)) for card in cards), raw(cards))


def _card(card: Json) -> ContactCard:
    phones = [text(dict_of(one).get("phone")) for one in list_of(card.get("phones"))]
    emails = [text(dict_of(one).get("email")) for one in list_of(card.get("emails"))]
    name = dict_of(card.get("name"))
    return ContactCard(
        name=text(name.get("formatted_name")) or text(name.get("first_name")) or "",
        phones=tuple(one for one in phones if one),
        emails=tuple(one for one in emails if one),
    )


def _order(part: Json) -> OrderReceived | None:
    catalog_id = word(part.get("catalog_id"))
    items = [_item(dict_of(one)) for one in list_of(part.get("product_items"))]
    found = tuple(item for item in items if item is not None)
    if catalog_id is None or not found or len(found) < len(items):  # an order is read whole, or kept as it came
        return None
    return OrderReceived(catalog_id, found, text(part.get("text")))


def _item(item: Json) -> OrderItem | None:
    product_id, quantity = word(item.get("product_retailer_id")), word(item.get("quantity"))
    if product_id is None or quantity is None or not quantity.isascii() or not quantity.isdigit() or len(quantity) > 9:
        return None
    price = item.get("item_price")
    written = str(price) if isinstance(price, float) and number(price) is not None else word(price)
    return OrderItem(product_id, int(quantity), written, word(item.get("currency")))


def referral_of(message: Json) -> Referral | None:
    """Read from which advertisement or post somebody came; None where from none."""
    part = dict_of(message.get("referral"))
    if not part:
        return None
    return Referral(
        source_type=word(part.get("source_type")),
        source_id=word(part.get("source_id")),
        source_url=text(part.get("source_url")),
        headline=text(part.get("headline")),
        body=text(part.get("body")),
        click_id=text(part.get("ctwa_clid")),
    )
