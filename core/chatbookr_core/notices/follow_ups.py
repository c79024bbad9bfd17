"""Offers another time to who did not come, where the clinic wants that and who is written to agreed to reminders."""

from datetime import timedelta

from chatbookr_core.assistant.view import view_of
from chatbookr_core.assistant.whose import conversation_about, told_in
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Purpose as ConsentPurpose
from chatbookr_core.consents.rules import may_send
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import missed_message
from chatbookr_core.jobs import LeasedJob
from chatbookr_core.models import Booking, Clinic, Conversation, Patient
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.queries import is_used_for
from chatbookr_core.templates.values import Values

WORTH_FOR = timedelta(days=2)


async def follow_up(deployment: Deployment, job: LeasedJob) -> None:
    """Offer another time, unless the note was undone meanwhile. Needs a transaction.

    It is a courtesy: where it can be said neither as text nor as a template, nobody is asked to say it.
    """
    rows = Booking.filter(id=job.subject_id, clinic_id=job.clinic_id, status="no_show")
    booking = await rows.select_for_update(no_key=True).first()
    if booking is None or booking.version != job.arguments.get("version"):
        return
    clinic = await Clinic.get(id=booking.clinic_id)
    conversation = await conversation_about(booking) if clinic.follows_up_no_shows else None
    if conversation is None:
        return
    standings = await standings_of(conversation.clinic_id, conversation.patient_id)
    if may_send(standings, ConsentPurpose.REMINDERS) and await _can_be_said(deployment, conversation):
        await _say(deployment, booking, clinic, conversation)


async def _can_be_said(deployment: Deployment, conversation: Conversation) -> bool:
    if is_window_open(conversation.last_inbound_at, deployment.clock.now()):
        return True
    return await is_used_for(conversation.clinic_id, conversation.connection_id, Purpose.NO_SHOW)


async def _say(deployment: Deployment, booking: Booking, clinic: Clinic, conversation: Conversation) -> None:
    now = deployment.clock.now()
    keys = await deployment.vault.patient_keys(clinic.id, conversation.patient_id)
    patient = await Patient.get(id=conversation.patient_id, clinic_id=clinic.id)
    (summary,) = await told_in(deployment, conversation, clinic, [booking])
    view = await view_of(deployment, conversation, patient, keys)
    content = missed_message(
        summary,
        view,
        language=patient.language or clinic.locale,
        sign=signer_of(keys, conversation),
        relative_id=booking.patient_id if booking.patient_id != conversation.patient_id else None,
    )
    values = Values({"clinic": clinic.name, "reference": booking.reference}, booking.starts_at, zone=booking.zone)
    occasion = Occasion(Purpose.NO_SHOW, values, worth_for=WORTH_FOR).naming([summary.person])
    await say(conversation, content, keys=keys, now=now, occasion=occasion)
