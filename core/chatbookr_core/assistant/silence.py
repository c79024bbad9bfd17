"""What is done about a patient who fell silent: asked within the window, by day, and never who wants no messages."""

from datetime import datetime, timedelta
from typing import Final

from chatbookr_core.assistant import hearing
from chatbookr_core.assistant.view import view_of
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import is_stopped
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import FellSilent, silent_at
from chatbookr_core.errors import NotFound
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.models import Clinic, Conversation, Patient
from chatbookr_core.outbox.routing import quiet_hours_of

MARGIN: Final = timedelta(minutes=5)
"""So long a message may take to leave, and the window is to be open still."""


async def nudge(deployment: Deployment, job: LeasedJob) -> datetime | None:
    """Ask whether to go on, if the step is open still; return when to look again, None where it is done with.

    Needs a transaction; the conversation is locked, so that what the patient says meanwhile comes before or after.
    """
    if job.clinic_id is None or job.subject_id is None:
        raise NotFound()
    rows = Conversation.filter(id=job.subject_id, clinic_id=job.clinic_id)
    conversation = await rows.select_for_update().first()
    now = deployment.clock.now()
    if conversation is None or conversation.owner != "assistant" or conversation.state != "open":
        return None
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    patient = await Patient.get(id=conversation.patient_id, clinic_id=conversation.clinic_id)
    state = hearing.state_of(keys, conversation)
    clinic = await Clinic.get(id=conversation.clinic_id)
    view = await view_of(deployment, conversation, patient, keys)
    at = silent_at(state, view)
    if at is None or state.serial != job.arguments.get("serial"):
        return None
    at = max(at, quiet_hours_of(clinic).end_at(max(at, now)) or at)
    if not is_window_open(conversation.last_inbound_at, max(at, now) + MARGIN):
        return None
    if is_stopped(await standings_of(conversation.clinic_id, conversation.patient_id)):
        return None
    if at > now:
        return at
    await hearing.hear(deployment, conversation, patient, FellSilent(), keys=keys, message_id=None, view=view)
    return None
