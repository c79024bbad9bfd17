"""How a channel counts a message: its own codes, and no sum."""

from uuid import UUID

import strawberry

from chatbookr_core.conversations.queries import MessageRecord
from chatbookr_schema.field import OF_PARENT, STAFF, field, object_type


@object_type("How the channel counts a message, in its own codes; what that costs, its price list says.")
class MessagePrice:
    clinic_id: strawberry.Private[UUID]
    category: str = field("utility, marketing, authentication, service …", policy=OF_PARENT, surfaces=STAFF)
    kind: str | None = field(
        "regular, free_customer_service, free_entry_point, as far as it says.", policy=OF_PARENT, surfaces=STAFF
    )
    model: str | None = field("By what it is priced, as far as it says.", policy=OF_PARENT, surfaces=STAFF)
    is_billable: bool | None = field("It is charged, as far as the channel says.", policy=OF_PARENT, surfaces=STAFF)

    @classmethod
    def of(cls, record: MessageRecord, clinic_id: UUID) -> "MessagePrice | None":
        if record.price_category is None:
            return None
        return cls(
            clinic_id=clinic_id,
            category=record.price_category,
            kind=record.price_kind,
            model=record.price_model,
            is_billable=record.is_billable,
        )
