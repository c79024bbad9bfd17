"""What managers do with templates: say what each is used for, look how it reads, have the list read anew."""

from collections.abc import Sequence
from uuid import UUID

from chatbookr_core.channels.connections import CONNECTED
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, InvalidInput, NeedsReconnect, NotFound
from chatbookr_core.ids import new_id
from chatbookr_core.models import ChannelConnection, MessageTemplate, TemplateUse
from chatbookr_core.templates.candidates import shape_of
from chatbookr_core.templates.purposes import VALUES, Purpose
from chatbookr_core.templates.rules import GONE, problems_of_use
from chatbookr_core.templates.syncing import sync_later
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

MOST_FILLINGS = 40


async def template_for_change(actor: Actor, template_id: UUID, permission: Permission) -> MessageTemplate:
    """Return a template of a clinic of the actor's. Raises NotFound, NotPermitted."""
    row = await MessageTemplate.get_or_none(id=template_id)  # any clinic: the actor's is checked next
    if row is None or not permissions_in(actor, row.clinic_id):
        raise NotFound()
    require(actor, permission, row.clinic_id)
    return row


async def use_template(
    deployment: Deployment, actor: Actor, template_id: UUID, purpose: Purpose, fillings: Sequence[str]
) -> UUID:
    """Use a template, in its language, for a purpose from now on, in place of another. Needs a transaction.

    Raises NotFound, NotPermitted, InvalidInput (with what is amiss), Conflict where the provider has it no longer.
    """
    row = await template_for_change(actor, template_id, Permission.CONNECTION_MANAGE)
    offered = VALUES.get(purpose)
    if offered is None:
        raise InvalidInput("No template can stand for an answer.", field="purpose")
    if row.status == GONE:
        raise Conflict("The provider does not list that template any longer.")
    problems = problems_of_use(shape_of(row), fillings[: MOST_FILLINGS + 1], offered)
    if problems:
        said = f"It has {len(row.variables)} variables; {', '.join(offered)} can fill them."
        raise InvalidInput(f"{said} {', '.join(problems)}", field="fillings")
    standing = TemplateUse.filter(clinic_id=row.clinic_id, connection_id=row.connection_id, language=row.language)
    await standing.filter(purpose=purpose.value).delete()
    await TemplateUse.create(
        id=new_id(),
        clinic_id=row.clinic_id,
        connection_id=row.connection_id,
        template_id=row.id,
        purpose=purpose.value,
        language=row.language,
        fillings=list(fillings),
        created_at=deployment.clock.now(),
    )
    return row.id


async def stop_using(actor: Actor, template_id: UUID, purpose: Purpose) -> UUID:
    """Use a template for a purpose no longer. Needs a transaction. Raises NotFound, NotPermitted."""
    row = await template_for_change(actor, template_id, Permission.CONNECTION_MANAGE)
    await TemplateUse.filter(clinic_id=row.clinic_id, template_id=row.id, purpose=purpose.value).delete()
    return row.id


async def request_sync(deployment: Deployment, actor: Actor, connection_id: UUID) -> UUID:
    """Have a channel's templates read anew, soon. Needs a transaction. Raises NotFound, NotPermitted, NeedsReconnect.

    Asked for again within the same minute, it is one look.
    """
    row = await ChannelConnection.get_or_none(id=connection_id)  # any clinic: the actor's is checked next
    if row is None or not permissions_in(actor, row.clinic_id):
        raise NotFound()
    require(actor, Permission.CONNECTION_MANAGE, row.clinic_id)
    if row.state != CONNECTED:
        raise NeedsReconnect()
    now = deployment.clock.now()
    await sync_later(row.clinic_id, row.id, now=now, key=f"asked:{now:%Y%m%d%H%M}")
    return row.id
