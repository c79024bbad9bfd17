"""What a message holds besides its text: files, places, cards, orders, forms, and what was put to it since."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Final
from uuid import UUID

import strawberry

from chatbookr_core.conversations import marks
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.vault import Keys
from chatbookr_core.media.links import LONGEST, MediaLink, path_to, viewer_of
from chatbookr_core.media.owing import hidden_media_id
from chatbookr_core.media.queries import MediaRecord
from chatbookr_core.media.rules import declared_type
from chatbookr_core.media.serving import is_served
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, DataClass, argument, enum_type, field, object_type
from chatbookr_sdk import ContactsReceived, FormFilled, LocationReceived, MediaReceived, OrderReceived
from chatbookr_sdk import Referral as ReferralFact

SAID = DataClass.CONVERSATION
LONGEST_SECONDS: Final = int(LONGEST.total_seconds())


@enum_type(
    "What kind of file it is, as its sender says.",
    IMAGE="A picture.",
    AUDIO="A sound.",
    VOICE="A voice message.",
    VIDEO="A film.",
    DOCUMENT="A document.",
    STICKER="A sticker.",
)
class MediaKind(Enum):
    IMAGE = "image"
    AUDIO = "audio"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"


@enum_type("Who put an emoji to a message.", PATIENT="The patient.", PHONE_APP="The clinic, from its phone.")
class ReactionAuthor(Enum):
    PATIENT = marks.PATIENT
    PHONE_APP = marks.PHONE_APP


@enum_type(
    "How far a file has come.",
    WAITING="It is being fetched, or has not been scanned yet.",
    FETCHED="It can be seen.",
    REFUSED="It is too large, or of a type that is not kept.",
    INFECTED="A scanner found malware in it; nothing of it is kept.",
    FAILED="It could not be had.",
    EXPIRED="The channel had it no longer, or it is kept no longer.",
)
class MediaState(Enum):
    WAITING = "waiting"
    FETCHED = "fetched"
    REFUSED = "refused"
    INFECTED = "infected"
    FAILED = "failed"
    EXPIRED = "expired"


@object_type("A file that came with a message.", needs=Permission.MESSAGE_READ)
class MessageMedia:
    clinic_id: strawberry.Private[UUID]
    keys: strawberry.Private[Keys]
    file: strawberry.Private[MediaRecord | None]
    kind: MediaKind = field("What kind of file.", policy=OF_PARENT, data=SAID)
    state: MediaState = field("How far it has come.", policy=OF_PARENT)
    error_code: str | None = field("Why it cannot be had, as a code.", policy=OF_PARENT)
    mime_type: str | None = field(
        "What it is: by its content once it is fetched, as its sender says before.", policy=OF_PARENT, data=SAID
    )
    size_bytes: int | None = field("How long it is, once it is fetched.", policy=OF_PARENT, data=SAID)
    caption: str | None = field("What was written below it.", policy=OF_PARENT, data=SAID)
    filename: str | None = field(
        "What its sender calls it; it may hold anything, paths as well.", policy=OF_PARENT, data=SAID
    )

    @field(
        "Where to fetch it: with the very session or key that asks, and as long as it sees the message; null where"
        " there is nothing to fetch. Pictures, sound and film can be shown in place, all else is for saving.",
        policy=OF_PARENT,
        data=DataClass.SECRET,
    )
    def url(
        self,
        info: Info,
        expires_in: Annotated[int, argument("How long the link holds, in seconds: 1 to 300.")] = LONGEST_SECONDS,
    ) -> str | None:
        if not 1 <= expires_in <= LONGEST_SECONDS:
            raise InvalidInput(f"A link holds for 1 to {LONGEST_SECONDS} seconds.", field="expiresIn")
        context, viewer = info.context, viewer_of(info.context.actor)
        if viewer is None or self.file is None or self.state is not MediaState.FETCHED:
            return None
        link = MediaLink(self.file.id, viewer, int(context.now.timestamp()) + expires_in)
        return f"{context.deployment.settings.public_url}{path_to(self.keys, link)}"

    @classmethod
    def of(
        cls, media: MediaReceived, clinic_id: UUID, keys: Keys, file: MediaRecord | None, state: str
    ) -> "MessageMedia":
        return cls(
            clinic_id=clinic_id,
            keys=keys,
            file=file,
            kind=MediaKind(media.kind),
            state=MediaState(state),
            error_code=file.error_code if file else None,
            mime_type=(file.mime_type if file else None) or declared_type(media.mime_type),
            size_bytes=file.size_bytes if file else None,
            caption=media.caption,
            filename=media.filename,
        )


async def media_of(info: Info, media: MediaReceived, message_id: UUID, clinic_id: UUID, keys: Keys) -> MessageMedia:
    """Show a message's file with what became of it; what was deleted by age has no row any more."""
    context, named = info.context, hidden_media_id(keys, media.media_id)
    files = await context.loaders.media.load(message_id)
    file = next((one for one in files if one.provider_hash == named), None)
    if file is None:
        return MessageMedia.of(media, clinic_id, keys, None, MediaState.EXPIRED.value)
    is_hidden = file.state == MediaState.FETCHED.value and not is_served(
        file.state, file.scanned_with, context.deployment
    )
    return MessageMedia.of(media, clinic_id, keys, file, MediaState.WAITING.value if is_hidden else file.state)


@object_type("A place that was sent.", needs=Permission.MESSAGE_READ)
class MessageLocation:
    clinic_id: strawberry.Private[UUID]
    latitude: float = field("Degrees north (WGS 84).", policy=OF_PARENT, data=SAID)
    longitude: float = field("Degrees east (WGS 84).", policy=OF_PARENT, data=SAID)
    name: str | None = field("What it is called.", policy=OF_PARENT, data=SAID)
    address: str | None = field("Its address.", policy=OF_PARENT, data=SAID)

    @classmethod
    def of(cls, place: LocationReceived, clinic_id: UUID) -> "MessageLocation":
        return cls(
            clinic_id=clinic_id,
            latitude=place.latitude,
            longitude=place.longitude,
            name=place.name,
            address=place.address,
        )


@object_type("An address card that was sent.", needs=Permission.MESSAGE_READ)
class MessageContact:
    clinic_id: strawberry.Private[UUID]
    name: str = field("Whose card it is.", policy=OF_PARENT, data=SAID)
    phones: list[str] = field("Their phones, as written.", policy=OF_PARENT, data=SAID)
    emails: list[str] = field("Their e-mail addresses, as written.", policy=OF_PARENT, data=SAID)

    @classmethod
    def all_of(cls, cards: ContactsReceived, clinic_id: UUID) -> list["MessageContact"]:
        return [
            cls(clinic_id=clinic_id, name=one.name, phones=list(one.phones), emails=list(one.emails))
            for one in cards.contacts
        ]


@object_type("One line of an order.", needs=Permission.MESSAGE_READ)
class MessageOrderItem:
    clinic_id: strawberry.Private[UUID]
    product_id: str = field("What, by the catalogue's own id.", policy=OF_PARENT, data=SAID)
    quantity: int = field("How many.", policy=OF_PARENT, data=SAID)
    price: str | None = field("For how much each, as a decimal number.", policy=OF_PARENT, data=SAID)
    currency: str | None = field("In which currency (ISO 4217).", policy=OF_PARENT, data=SAID)


@object_type("What was ordered out of a catalogue.", needs=Permission.MESSAGE_READ)
class MessageOrder:
    clinic_id: strawberry.Private[UUID]
    catalog_id: str = field("Out of which catalogue.", policy=OF_PARENT, data=SAID)
    items: list[MessageOrderItem] = field("What.", policy=OF_PARENT, data=SAID, lists=10)

    @classmethod
    def of(cls, order: OrderReceived, clinic_id: UUID) -> "MessageOrder":
        items = [
            MessageOrderItem(
                clinic_id=clinic_id,
                product_id=one.product_id,
                quantity=one.quantity,
                price=one.price,
                currency=one.currency,
            )
            for one in order.items
        ]
        return cls(clinic_id=clinic_id, catalog_id=order.catalog_id, items=items)


@object_type("An answered form.", needs=Permission.MESSAGE_READ)
class MessageForm:
    clinic_id: strawberry.Private[UUID]
    name: str = field("Which form, as a code.", policy=OF_PARENT, data=SAID)
    answers: str = field("The answers as JSON text: whatever the phone sent.", policy=OF_PARENT, data=SAID)

    @classmethod
    def of(cls, form: FormFilled, clinic_id: UUID) -> "MessageForm":
        return cls(clinic_id=clinic_id, name=form.name, answers=form.answers)


@object_type("The advertisement or post a patient came from.", needs=Permission.MESSAGE_READ)
class MessageReferral:
    clinic_id: strawberry.Private[UUID]
    source_type: str | None = field("An advertisement or a post.", policy=OF_PARENT, data=SAID)
    source_id: str | None = field("Which, by the channel's id.", policy=OF_PARENT, data=SAID)
    source_url: str | None = field("Where it stands.", policy=OF_PARENT, data=SAID)
    headline: str | None = field("What it is headed.", policy=OF_PARENT, data=SAID)
    body: str | None = field("What it says.", policy=OF_PARENT, data=SAID)

    @classmethod
    def of(cls, referral: ReferralFact, clinic_id: UUID) -> "MessageReferral":
        return cls(
            clinic_id=clinic_id,
            source_type=referral.source_type,
            source_id=referral.source_id,
            source_url=referral.source_url,
            headline=referral.headline,
            body=referral.body,
        )


@object_type("An emoji that stands at a message.", needs=Permission.MESSAGE_READ)
class MessageReaction:
    clinic_id: strawberry.Private[UUID]
    author: ReactionAuthor = field("Who put it there.", policy=OF_PARENT, data=SAID)
    emoji: str = field("Which.", policy=OF_PARENT, data=SAID)
    at: datetime = field("When.", policy=OF_PARENT, data=SAID)

    @classmethod
    def all_of(cls, put: marks.Marks, clinic_id: UUID) -> list["MessageReaction"]:
        return [
            cls(clinic_id=clinic_id, author=ReactionAuthor(one.author), emoji=one.emoji, at=one.at)
            for one in put.reactions
            if one.emoji is not None
        ]


@object_type("What a message said before it was edited.", needs=Permission.MESSAGE_READ)
class MessageVersion:
    clinic_id: strawberry.Private[UUID]
    at: datetime = field("Since when it said so.", policy=OF_PARENT, data=SAID)
    kind: str = field("Its kind then, as of messages.", policy=OF_PARENT, data=SAID)
    body: str = field("What a person read then.", policy=OF_PARENT, data=SAID)

    @classmethod
    def all_of(cls, put: marks.Marks, clinic_id: UUID) -> list["MessageVersion"]:
        return [cls(clinic_id=clinic_id, at=one.at, kind=one.kind, body=one.body) for one in put.versions]
