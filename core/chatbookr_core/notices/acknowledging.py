"""Notes that who was told has seen to what time the clinic moved an appointment: by OK, a yes, or a thumb (M17)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from chatbookr_core.assistant.hearing import state_of
from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.recording import note
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.db import current_transaction
from chatbookr_core.dialogue import is_confirming, seen_version
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Booking, Conversation
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.relatives.queries import contact_of, spoken_for
from chatbookr_sdk import Content, OptionChosen, TextReceived

BY_CLINIC: Final = ("staff", "partner", "system")


async def note_acknowledged(conversation: Conversation, content: Content, keys: PatientKeys, now: datetime) -> None:
    """Take a tap on OK, or a yes where nothing else was asked, for what it is, whoever has the conversation.

    Needs a transaction. An OK to a time that does not hold any more notes nothing.
    """
    match content:
        case OptionChosen(option_id, _):
            option = signer_of(keys, conversation).find(option_id)
            seen = seen_version(option.choice) if option is not None else None
            if seen is not None:
                await acknowledge(conversation, now, id=seen[0], version=seen[1])
        case TextReceived(body):
            if is_confirming(body, state_of(keys, conversation)):
                await acknowledge(conversation, now)
        case _:
            return


async def acknowledge(conversation: Conversation, now: datetime, **which: UUID | int) -> None:
    """Note that whom a conversation is with knows of the appointments (`which` of them) that the clinic moved.

    Their own, and those of whom they book for; a yes that names none is about what they were told of alone. Needs a
    transaction.
    """
    contact_id = conversation.patient_id
    rows = Booking.filter(
        await spoken_for(clinic_id=conversation.clinic_id, contact_id=contact_id),
        clinic_id=conversation.clinic_id,
        status__in=STANDING,
        starts_at__gt=now,
        moved_by__in=BY_CLINIC,
        acknowledged_at=None,
        **which,
    )
    for booking in await rows.select_for_update(no_key=True):
        if booking.announced_version < booking.version or not (which or await contact_of(booking) == contact_id):
            continue
        booking.acknowledged_at = now
        await booking.save(update_fields=["acknowledged_at"])
        who = Who("patient", contact_id)
        note(now, "bookingAcknowledge", who, clinics=(booking.clinic_id,), subject_id=booking.id)
        current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
