"""Enters into the ledger of consents what a patient says or is shown in a conversation."""

from uuid import UUID

from chatbookr_core.consents.ledger import Statement, Wording, enter
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Decision, Purpose, Recorder, said_now
from chatbookr_core.conversations.tasks import close_tasks
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import Confirm, Effect, NoteConsent, TakeBack
from chatbookr_core.events import Change
from chatbookr_core.models import Conversation

STOPPED = "stop_requested"


def is_shown(effect: Effect) -> bool:
    """Tell whether what shows it is the message that was just sent, and not the one that was answered."""
    return isinstance(effect, NoteConsent) and effect.decision is Decision.SHOWN


async def note_opting(
    deployment: Deployment, conversation: Conversation, said: NoteConsent | TakeBack, message_id: UUID | None
) -> None:
    """Enter what was said for a purpose, with the message that shows it; what stands already is no news.

    After a START the assistant speaks again where a person has the conversation for no other reason than the STOP.
    """
    if isinstance(said, TakeBack):
        return await _take_back(deployment, conversation)
    standings = await standings_of(conversation.clinic_id, conversation.patient_id)
    decision = said_now(standings, said.purpose, said.decision, is_of_booking=False)
    if decision is not None:
        await _enter(deployment, conversation, said, decision, message_id)
    return None


async def note_reminders(
    deployment: Deployment, conversation: Conversation, made: Confirm, booking_id: UUID, message_id: UUID | None
) -> None:
    """Enter the yes or no to reminders that came with a booking; nothing where they were not asked about."""
    if not made.wording:
        return
    decision = Decision.GRANTED if made.reminders else Decision.REFUSED
    said = NoteConsent(Purpose.REMINDERS, decision, made.wording, made.language)
    await _enter(deployment, conversation, said, decision, message_id, booking_id)


async def _enter(
    deployment: Deployment,
    conversation: Conversation,
    said: NoteConsent,
    decision: str,
    message_id: UUID | None,
    booking_id: UUID | None = None,
) -> None:
    await enter(
        Statement(
            conversation.clinic_id,
            conversation.patient_id,
            said.purpose,
            decision,
            deployment.clock.now(),
            Recorder.ASSISTANT if decision == Decision.SHOWN else Recorder.PATIENT,
            connection_id=conversation.connection_id,
            wording=Wording(said.wording, said.language) if said.wording else None,
            booking_id=booking_id,
            message_id=message_id,
            dedupe_key=f"{message_id}:{said.purpose}:{decision}" if message_id else None,
        )
    )


async def _take_back(deployment: Deployment, conversation: Conversation) -> None:
    """Let the assistant speak again where a person has the conversation only because the patient wanted silence."""
    if (conversation.owner, conversation.handover_reason, conversation.assignee_id) != ("staff", STOPPED, None):
        return
    conversation.owner, conversation.handover_reason = "assistant", None
    await conversation.save(update_fields=["owner", "handover_reason"])
    await close_tasks(conversation, deployment.clock.now(), kind="handover")
    current_transaction().tell(Change("conversation", conversation.clinic_id, conversation.id))
