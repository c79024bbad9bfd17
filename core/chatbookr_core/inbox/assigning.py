"""Gives conversations to people: to a colleague, to a team, or to nobody in particular."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chatbookr_core.conversations.tasks import close_tasks
from chatbookr_core.db import fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ConversationClosed, NotFound
from chatbookr_core.inbox.service import conversation_for_change, tell_of_conversation
from chatbookr_core.models import Team
from chatbookr_core.people.queries import PEOPLE, Person, membership_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import permissions_of

PLACES = f"""
SELECT membership.user_id, membership.role, membership.practitioner_id, membership.custom_role_id,
    custom_role.permissions AS granted, {PEOPLE.columns} FROM membership
JOIN user_account ON user_account.id = membership.user_id AND user_account.is_active
LEFT JOIN custom_role ON custom_role.id = membership.custom_role_id AND custom_role.clinic_id = membership.clinic_id
WHERE membership.clinic_id = $1 AND membership.state = 'active' ORDER BY user_account.full_name, user_account.id
"""  # noqa: S608  # names out of this program alone


async def assign(
    deployment: Deployment, actor: Actor, conversation_id: UUID, *, user_id: UUID | None, team_id: UUID | None
) -> None:
    """Give a conversation to a colleague, a team or both, in place of whoever had it; to neither, it is for anybody.

    A person has it in any case: the assistant is silent until it is returned. Needs a transaction.
    Raises NotFound (also for a colleague who may not read conversations), PermissionDenied, ConversationClosed.
    """
    conversation = await conversation_for_change(actor, conversation_id, Permission.CONVERSATION_ASSIGN)
    if conversation.state == "closed":
        raise ConversationClosed()
    clinic_id = conversation.clinic_id
    if user_id is not None and all(person.id != user_id for person in await assignees_of(clinic_id)):
        raise NotFound("No colleague of that id can be given a conversation.", field="assignee_id")
    if team_id is not None and not await Team.exists(id=team_id, clinic_id=clinic_id):
        raise NotFound("There is no team of that id.", field="team_id")
    if (conversation.owner, conversation.assignee_id, conversation.team_id) == ("staff", user_id, team_id):
        return
    conversation.owner, conversation.assignee_id, conversation.team_id = "staff", user_id, team_id
    conversation.version += 1
    await conversation.save(update_fields=["owner", "assignee_id", "team_id", "version"])
    tell_of_conversation(conversation)
    if user_id is not None and isinstance(actor, StaffActor) and actor.user_id == user_id:
        await close_tasks(conversation, deployment.clock.now())


async def assignees_of(clinic_id: UUID) -> list[Person]:
    """List who can be given a clinic's conversations, by name: whose place lets them read some."""
    return [PEOPLE.read(row) for row in await fetch(PLACES, (clinic_id,)) if _reads_conversations(row)]


def _reads_conversations(row: Mapping[str, Any]) -> bool:
    return Permission.CONVERSATION_READ in permissions_of(membership_of(row))
