"""What is done with canned replies: written, let go, and looked at as they would be sent."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from chatbookr_core.conversations.queries import conversations_by_id
from chatbookr_core.db import by_language
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import CannedReply, Clinic, Patient
from chatbookr_core.people.queries import people_for
from chatbookr_core.reach import reach_in
from chatbookr_core.replies.rules import Filled, check_shortcut, check_texts, fill, first_name_of, language_for
from chatbookr_core.teams.managing import is_taken, take_turn
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import is_allowed, permissions_in, require

MOST_REPLIES: Final = 500
"""How many canned replies a clinic can have."""


async def save_reply(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    *,
    shortcut: str,
    texts: Mapping[str, str],
    reply_id: UUID | None,
) -> UUID:
    """Write a canned reply, or write one anew. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput (a shortcut that is taken too, a variable there is not).
    """
    await take_turn(actor, clinic_id)
    check_shortcut(shortcut)
    kept = check_texts(texts)
    if await is_taken(CannedReply.filter(clinic_id=clinic_id, shortcut=shortcut), but=reply_id):
        raise InvalidInput("That shortcut is taken.", field="shortcut")
    if reply_id is not None:
        if not await CannedReply.filter(id=reply_id, clinic_id=clinic_id).update(shortcut=shortcut, texts=kept):
            raise NotFound(field="canned_reply_id")
        return reply_id
    if await CannedReply.filter(clinic_id=clinic_id).count() >= MOST_REPLIES:
        raise InvalidInput(f"A clinic has at most {MOST_REPLIES} canned replies: delete one first.", field="shortcut")
    now = deployment.clock.now()
    made = await CannedReply.create(id=new_id(), clinic_id=clinic_id, shortcut=shortcut, texts=kept, created_at=now)
    return made.id


async def delete_reply(actor: Actor, reply_id: UUID) -> UUID:
    """Let a canned reply go. Needs a transaction. Raises NotFound, PermissionDenied."""
    reply = await CannedReply.get_or_none(id=reply_id)  # any clinic: the actor's is checked next
    if reply is None or not permissions_in(actor, reply.clinic_id):
        raise NotFound()
    await take_turn(actor, reply.clinic_id)
    await CannedReply.filter(id=reply_id, clinic_id=reply.clinic_id).delete()
    return reply_id


async def preview(deployment: Deployment, actor: Actor, conversation_id: UUID, reply_id: UUID) -> tuple[UUID, Filled]:
    """Show a reply as it would be sent in a conversation, and whose it is; nothing is sent.

    Raises NotFound (also for a conversation out of reach, or a reply of another clinic), PermissionDenied.
    """
    reply = await CannedReply.get_or_none(id=reply_id)  # any clinic: the actor's is checked next
    if reply is None or not permissions_in(actor, reply.clinic_id):
        raise NotFound()
    clinic_id = reply.clinic_id
    found = await conversations_by_id(reach_in(actor, clinic_id), [conversation_id])
    if conversation_id not in found:
        raise NotFound()
    require(actor, Permission.MESSAGE_SEND, clinic_id)
    clinic = await Clinic.get(id=clinic_id)
    patient = await Patient.get(id=found[conversation_id].patient_id, clinic_id=clinic_id)
    texts = by_language(reply.texts)
    language = language_for(texts, wanted=patient.language, usual=clinic.locale)
    return clinic_id, fill(texts, language, await _values(deployment, actor, clinic, patient))


async def _values(deployment: Deployment, actor: Actor, clinic: Clinic, patient: Patient) -> dict[str, str]:
    name = ""
    if patient.name_sealed is not None and is_allowed(actor, Permission.PATIENT_CONTACT_READ, clinic.id):
        keys = await deployment.vault.reading(clinic.id, [patient.name_sealed])
        name = keys.open_text(columns.PATIENT_NAME, patient.id, patient.name_sealed)
    user_id = actor.user_id if isinstance(actor, StaffActor) else None
    person = (await people_for([user_id])).get(user_id) if user_id is not None else None
    return {
        "patient.name": name,
        "patient.first_name": first_name_of(name),
        "clinic.name": clinic.name,
        "clinic.phone": clinic.phone,
        "agent.name": person.full_name if person is not None else "",
    }
