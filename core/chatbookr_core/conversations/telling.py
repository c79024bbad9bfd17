"""Lets whoever listens to a conversation know that a message in it is new, or not as it was."""

from typing import Protocol
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.events import Change


def tell_of_message(message_id: UUID, *, clinic_id: UUID, conversation_id: UUID) -> None:
    """Let subscribers of the conversation know of a new or changed message, once this has committed."""
    current_transaction().tell(Change("message", clinic_id, message_id, conversation_id))


class Spoken(Protocol):
    """A message, as its row or as what of it is sent."""

    @property
    def id(self) -> UUID: ...

    @property
    def clinic_id(self) -> UUID: ...

    @property
    def conversation_id(self) -> UUID: ...


def tell_of(message: Spoken) -> None:
    """Let subscribers of its conversation know of a message that changed, once this has committed."""
    tell_of_message(message.id, clinic_id=message.clinic_id, conversation_id=message.conversation_id)
