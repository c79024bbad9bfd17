"""How the provider counts a message, in its own codes: no sum, which depends on contract, country and month."""

from chatbookr_core.models import Conversation, Message
from chatbookr_sdk import StatusReported

CODE_CHARS = 48


async def note_price(message: Message, fact: StatusReported) -> None:
    """Keep what a status says of a message's price, and until when the patient is free to write to.

    Statuses come in any order, and a price that was told stays told. Needs a transaction.
    """
    price = fact.price
    if price is None:
        return
    message.price_category = price.category[:CODE_CHARS]
    message.price_kind = price.kind[:CODE_CHARS] if price.kind else message.price_kind
    message.price_model = price.model[:CODE_CHARS] if price.model else message.price_model
    message.is_billable = message.is_billable if price.is_billable is None else price.is_billable
    await message.save(update_fields=["price_category", "price_kind", "price_model", "is_billable"])
    if price.free_until is not None:
        rows = Conversation.filter(id=message.conversation_id, clinic_id=message.clinic_id)
        conversation = await rows.select_for_update().get()
        if conversation.free_until is None or conversation.free_until < price.free_until:
            conversation.free_until = price.free_until
            await conversation.save(update_fields=["free_until"])
