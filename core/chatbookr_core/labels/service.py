"""What is done with labels: made, changed, let go; put on conversations."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.inbox.service import conversation_for_change, tell_of_conversation
from chatbookr_core.models import Conversation, ConversationLabel, Label
from chatbookr_core.names import name_from
from chatbookr_core.teams.managing import is_taken, take_turn
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in

NAME_CHARS: Final = 40
COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
MOST_LABELS: Final = 100
"""How many labels a clinic can have."""
MOST_ON_ONE: Final = 20
"""How many can stand on one conversation."""


async def save_label(
    deployment: Deployment, actor: Actor, clinic_id: UUID, *, name: str, colour: str, label_id: UUID | None
) -> UUID:
    """Make a label, or change one wherever it stands. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput (a name that is taken too, a colour that is none, too many labels).
    """
    await take_turn(actor, clinic_id)
    called, painted = await _name_from(name, clinic_id, but=label_id), colour.strip().lower()
    if COLOUR.fullmatch(painted) is None:
        raise InvalidInput("A colour is written like #1a7f37.", field="colour")
    if label_id is None:
        if await Label.filter(clinic_id=clinic_id).count() >= MOST_LABELS:
            raise InvalidInput(f"A clinic has at most {MOST_LABELS} labels: delete one first.", field="name")
        now = deployment.clock.now()
        made = await Label.create(id=new_id(), clinic_id=clinic_id, name=called, colour=painted, created_at=now)
        return made.id
    if not await Label.filter(id=label_id, clinic_id=clinic_id).update(name=called, colour=painted):
        raise NotFound(field="label_id")
    _tell(clinic_id, await _standing_on(clinic_id, label_id))
    return label_id


async def delete_label(actor: Actor, label_id: UUID) -> UUID:
    """Let a label go, and take it off wherever it stands. Needs a transaction. Raises NotFound, PermissionDenied."""
    label = await Label.get_or_none(id=label_id)  # any clinic: the actor's is checked next
    if label is None or not permissions_in(actor, label.clinic_id):
        raise NotFound()
    await take_turn(actor, label.clinic_id)
    _tell(label.clinic_id, await _standing_on(label.clinic_id, label_id))
    await Label.filter(id=label_id, clinic_id=label.clinic_id).delete()
    return label_id


async def set_labels(deployment: Deployment, actor: Actor, conversation_id: UUID, label_ids: Sequence[UUID]) -> None:
    """Let these labels stand on a conversation, and no others. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    await _let_stand(deployment, conversation, await _standing(conversation), set(label_ids))


async def change_labels(
    deployment: Deployment,
    actor: Actor,
    conversation_id: UUID,
    *,
    add: Collection[UUID] = (),
    remove: Collection[UUID] = (),
) -> None:
    """Put labels on a conversation or take them off, and leave the others. Needs a transaction. As `set_labels`."""
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    await _check_labels(conversation.clinic_id, {*add, *remove})
    standing = await _standing(conversation)
    await _let_stand(deployment, conversation, standing, (standing | set(add)) - set(remove))


async def _check_labels(clinic_id: UUID, label_ids: Collection[UUID]) -> None:
    if await Label.filter(clinic_id=clinic_id, id__in=list(label_ids)).count() != len(label_ids):
        raise NotFound("One of them is no label of the clinic.", field="label_ids")


async def _standing(conversation: Conversation) -> set[UUID]:
    rows = ConversationLabel.filter(clinic_id=conversation.clinic_id, conversation_id=conversation.id)
    return {row.label_id for row in await rows}


async def _let_stand(
    deployment: Deployment, conversation: Conversation, standing: set[UUID], wanted: set[UUID]
) -> None:
    clinic_id = conversation.clinic_id
    if len(wanted) > MOST_ON_ONE:
        raise InvalidInput(f"At most {MOST_ON_ONE} labels stand on a conversation.", field="label_ids")
    await _check_labels(clinic_id, wanted)
    if standing == wanted:
        return
    rows = ConversationLabel.filter(clinic_id=clinic_id, conversation_id=conversation.id)
    await rows.filter(label_id__in=list(standing - wanted)).delete()
    now = deployment.clock.now()
    for one in sorted(wanted - standing):
        await ConversationLabel.create(
            id=new_id(), clinic_id=clinic_id, conversation_id=conversation.id, label_id=one, created_at=now
        )
    tell_of_conversation(conversation)


async def _standing_on(clinic_id: UUID, label_id: UUID) -> list[UUID]:
    rows = ConversationLabel.filter(clinic_id=clinic_id, label_id=label_id)
    return [UUID(str(one)) for one in await rows.values_list("conversation_id", flat=True)]


def _tell(clinic_id: UUID, conversation_ids: Iterable[UUID]) -> None:
    for one in conversation_ids:
        current_transaction().tell(Change("conversation", clinic_id, one))


async def _name_from(name: str, clinic_id: UUID, *, but: UUID | None) -> str:
    called = name_from(name, NAME_CHARS)
    if await is_taken(Label.filter(clinic_id=clinic_id, name=called), but=but):
        raise InvalidInput("There is a label of that name already.", field="name")
    return called
