"""Writes into the audit log what a patient did by the assistant, for themselves or for somebody else."""

from uuid import UUID

from chatbookr_core.audit.entries import Who
from chatbookr_core.audit.recording import note
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import Conversation


def note_deed(deployment: Deployment, action: str, conversation: Conversation, subject_id: UUID) -> None:
    """Note an action of whom the conversation is with. Needs a transaction."""
    who = Who("patient", conversation.patient_id)
    note(deployment.clock.now(), action, who, clinics=(conversation.clinic_id,), subject_id=subject_id)
