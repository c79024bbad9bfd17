"""Passkeys as their person sees them."""

from datetime import datetime

import strawberry

from chatbookr_core.people.passkeys import PasskeyRecord
from chatbookr_schema.field import OF_PARENT, field, object_type
from chatbookr_schema.ids import global_id


@object_type("A key in a phone, a computer or a security key, by which its person logs in.")
class Passkey:
    id: strawberry.ID = field("Opaque; the same for the same passkey, for ever.", policy=OF_PARENT)
    name: str = field("What its person calls it.", policy=OF_PARENT)
    is_backed_up: bool = field(
        "There were copies of it, on further devices of theirs, when it was last used.", policy=OF_PARENT
    )
    created_at: datetime = field("When it was made.", policy=OF_PARENT)
    last_used_at: datetime | None = field("When it was last used.", policy=OF_PARENT)

    @classmethod
    def of(cls, record: PasskeyRecord) -> "Passkey":
        return cls(
            id=strawberry.ID(global_id("Passkey", record.id)),
            name=record.name,
            is_backed_up=record.is_backed_up,
            created_at=record.created_at,
            last_used_at=record.last_used_at,
        )
