"""Finds a message by the provider's id of it: kept as a keyed hash, and in clear in rows that are not hidden yet."""

from chatbookr_core.conversations.provider_ids import hidden
from chatbookr_core.keys.sealing import Keys, PatientKeys
from chatbookr_core.models import ChannelConnection, Message


async def find_named(keys: Keys | PatientKeys, connection: ChannelConnection, external_id: str) -> Message | None:
    """Find and lock the message a provider knows by an id, by keys of the clinic's. Needs a transaction."""
    rows = Message.filter(clinic_id=connection.clinic_id, connection_id=connection.id)
    return await rows.filter(external_hash__in=(hidden(keys, external_id), external_id)).select_for_update().first()
