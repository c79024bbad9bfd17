"""Finds where a booking is spoken of: in the conversation with who arranged it, under that person's keys alone."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.assistant.view import summary_of
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import BookingSummary, View
from chatbookr_core.models import Booking, Clinic, Conversation
from chatbookr_core.relatives.queries import contact_of, find_spoken_for, first_names_in


async def conversation_about(booking: Booking) -> Conversation | None:
    """Find the conversation in which a booking is spoken of: the one it was made in, else the contact's latest."""
    rows = Conversation.filter(clinic_id=booking.clinic_id, patient_id=await contact_of(booking))
    made_in = await rows.get_or_none(id=booking.conversation_id) if booking.conversation_id is not None else None
    return made_in or await rows.order_by("-last_message_at").first()


async def changeable_in(conversation: Conversation, booking_id: UUID | None) -> Booking | None:
    """Find a booking that may be changed in a conversation: the patient's own, or of somebody they book for."""
    if booking_id is None:
        return None
    return await find_spoken_for(booking_id, clinic_id=conversation.clinic_id, contact_id=conversation.patient_id)


def kept_minutes(booking: Booking | None, wanted: int | None) -> int | None:
    """Say how long it is to be: a booking that is moved takes as long as it does, a new one what was asked for."""
    return wanted if booking is None else minutes_of(booking.starts_at, booking.ends_at)


async def told_in(
    deployment: Deployment, conversation: Conversation, clinic: Clinic | View, bookings: Sequence[Booking]
) -> list[BookingSummary]:
    """Say of bookings what may be told in a conversation: of who comes the first name, where that is another."""
    names = await first_names_in(deployment, bookings, conversation.patient_id)
    return [summary_of(one, clinic, deployment, person=names.get(one.patient_id)) for one in bookings]
