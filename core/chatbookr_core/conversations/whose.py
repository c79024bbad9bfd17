"""Finds where a booking is spoken of: in the conversation with who arranged it, under that person's keys alone."""

from collections.abc import Sequence

from chatbookr_core.conversations.view import summary_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import BookingSummary, View
from chatbookr_core.models import Booking, Clinic, Conversation
from chatbookr_core.relatives.queries import contact_of, first_names_in


async def conversation_about(booking: Booking) -> Conversation | None:
    """Find the conversation in which a booking is spoken of: the one it was made in, else the contact's latest."""
    rows = Conversation.filter(clinic_id=booking.clinic_id, patient_id=await contact_of(booking))
    made_in = await rows.get_or_none(id=booking.conversation_id) if booking.conversation_id is not None else None
    return made_in or await rows.order_by("-last_message_at").first()


async def told_in(
    deployment: Deployment, conversation: Conversation, clinic: Clinic | View, bookings: Sequence[Booking]
) -> list[BookingSummary]:
    """Say of bookings what may be told in a conversation: of who comes the first name, where that is another."""
    names = await first_names_in(deployment, bookings, conversation.patient_id)
    return [summary_of(one, clinic, deployment, person=names.get(one.patient_id)) for one in bookings]
