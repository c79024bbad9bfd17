"""What the provider says of a patient: who they are from now on, and what they want to be sent."""

from chatbookr_core.consents.ledger import Statement, enter, key_of
from chatbookr_core.consents.rules import Decision, Purpose, Recorder, Source
from chatbookr_core.conversations.received import Readable
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.telling import tell_of_message
from chatbookr_core.deployment import Deployment
from chatbookr_core.inbox.keeping import Arrival, conversation_with, keep
from chatbookr_core.models import ChannelConnection
from chatbookr_core.patients.identities import carry_over, find_known
from chatbookr_core.patients.service import recognise
from chatbookr_core.patients.stubs import kept_of
from chatbookr_sdk import IdentityChanged, PreferenceChanged

NOBODY = "identity_of_nobody"
BY_CHANNEL = "channel"


async def follow_identity(deployment: Deployment, connection: ChannelConnection, fact: IdentityChanged) -> str | None:
    """Follow a patient to a new number or id, and show it in the conversation; refuse where that is another patient.

    Return why nothing could be made of it, or None. Needs a transaction.
    """
    now, vault = deployment.clock.now(), deployment.vault
    patient = await find_known(connection.clinic_id, connection.plugin, fact.before, vault)
    patient = patient or await find_known(connection.clinic_id, connection.plugin, fact.after, vault)
    if patient is None:
        return NOBODY
    is_carried = fact.after == fact.before or await carry_over(patient, connection.plugin, fact.after, vault)
    conversation = await conversation_with(await kept_of(patient), connection, now)
    keys = await vault.patient_keys(connection.clinic_id, conversation.patient_id)
    content = Readable("system", fact.text or "[identity changed]")
    arrival = Arrival(fact.external_id, content, min(fact.at, now), author=BY_CHANNEL)
    message_id = await keep(conversation, arrival, keys, now)
    if message_id is None:
        return None
    tell_of_message(message_id, clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    if not is_carried:
        await ask_staff(
            "identity_conflict",
            clinic_id=conversation.clinic_id,
            conversation_id=conversation.id,
            dedupe_key=f"identity_conflict:{message_id}",
            now=now,
        )
    return None


async def note_preference(deployment: Deployment, connection: ChannelConnection, fact: PreferenceChanged) -> None:
    """Enter a yes or no that a patient gave to the provider, as of the provider's time. Needs a transaction.

    The contract with plugins names the purposes there are; of any other the sealed delivery alone knows.
    """
    if fact.purpose not in tuple(Purpose):
        return
    patient = await recognise(
        clinic_id=connection.clinic_id,
        channel=connection.plugin,
        sender=fact.person,
        vault=deployment.vault,
        now=deployment.clock.now(),
    )
    decision = Decision.GRANTED if fact.is_granted else Decision.WITHDRAWN
    await enter(
        Statement(
            connection.clinic_id,
            patient.id,
            fact.purpose,
            decision,
            fact.at,
            Recorder.PROVIDER,
            Source.PROVIDER,
            channel=connection.plugin,
            dedupe_key=key_of(BY_CHANNEL, patient.id, fact.purpose, decision, fact.at.isoformat()),
            heard_at=deployment.clock.now(),
        )
    )
