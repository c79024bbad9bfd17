"""Staff send a template, where free text may not be sent or where they would rather."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, TemplateNotSendable
from chatbookr_core.inbox.service import author_of, check_going_on, conversation_for_change, take_by_writing
from chatbookr_core.models import MessageTemplate
from chatbookr_core.outbox.permits import permits_of
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.templates.candidates import Fitted, message_of, shape_of
from chatbookr_core.templates.purposes import Permit, Purpose
from chatbookr_core.templates.rules import APPROVED, MARKETING, fill
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor

MOST_CHOICES = 50


async def send_template(
    deployment: Deployment,
    actor: Actor,
    conversation_id: UUID,
    template_id: UUID,
    texts: Sequence[str],
    *,
    is_urgent: bool = False,
) -> UUID:
    """Send a template with texts for its variables; who sends it takes the conversation over. Needs a transaction.

    In the clinic's quiet hours it waits for their end, unless it is urgent. Raises NotFound, NotPermitted,
    ConversationClosed, NeedsReconnect, InvalidInput, TemplateNotSendable.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.MESSAGE_SEND)
    await check_going_on(conversation)
    rows = MessageTemplate.filter(clinic_id=conversation.clinic_id, connection_id=conversation.connection_id)
    row = await rows.get_or_none(id=template_id)
    if row is None:
        raise NotFound(field="template_id")
    filled = fill(shape_of(row), texts)
    if filled.problems:
        raise InvalidInput(f"It cannot be filled in so: {', '.join(filled.problems)}.", field="values")
    permits = await permits_of(clinic_id=conversation.clinic_id, patient_id=conversation.patient_id)
    if row.status != APPROVED:
        raise TemplateNotSendable("The provider has not approved that template.")
    if Permit.SERVICE not in permits or (row.category == MARKETING and Permit.MARKETING not in permits):
        raise TemplateNotSendable("The patient has not agreed to be sent this.")
    now = deployment.clock.now()
    await take_by_writing(conversation, actor, now)
    keys = await deployment.vault.patient_keys(conversation.clinic_id, conversation.patient_id)
    occasion = Occasion(Purpose.WRITE_BACK, is_urgent=is_urgent)
    content = message_of(Fitted(row, filled))
    return await say(conversation, content, keys=keys, now=now, author=author_of(actor), occasion=occasion)
