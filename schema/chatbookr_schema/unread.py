"""What is unread to whoever asks."""

from uuid import UUID

from chatbookr_core.conversations.seen import unread_counts
from chatbookr_core.reach import Reach
from chatbookr_schema.context import Context


async def unread_count_of(context: Context, key: UUID, clinic_id: UUID, user_id: UUID) -> int:
    """Count what is unread to a colleague in a conversation that was reached; for all of an operation at once."""

    async def load(ids: list[UUID]) -> list[int]:
        found = await unread_counts(Reach((clinic_id,)), ids, user_id)
        return [found.get(one, 0) for one in ids]

    return await context.loaders.of_parent((unread_counts, clinic_id), load).load(key)
