"""Does one thing to many conversations at once: what cannot be done to one of them is said of it, the others go on."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChatbookrError, ConversationClosed, InvalidInput, NotFound
from chatbookr_core.inbox.assigning import assign
from chatbookr_core.inbox.service import mark_read, mark_unread
from chatbookr_core.inbox.states import close, reopen, snooze
from chatbookr_core.labels.service import change_labels
from chatbookr_core.models import Conversation
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

MOST: Final = 50
"""How many conversations something is done to at once."""


class Act(Enum):
    """What is done."""

    CLOSE = "close"
    REOPEN = "reopen"
    SNOOZE = "snooze"
    ASSIGN = "assign"
    ADD_LABELS = "add_labels"
    REMOVE_LABELS = "remove_labels"
    MARK_READ = "mark_read"
    MARK_UNREAD = "mark_unread"


LABELS: Final = (Act.ADD_LABELS, Act.REMOVE_LABELS)
NOT_OF_CLOSED: Final = (Act.SNOOZE, Act.ASSIGN)
WRITTEN_AS: Final[Mapping[Act, str]] = {
    Act.CLOSE: "conversationClose",
    Act.REOPEN: "conversationReopen",
    Act.SNOOZE: "conversationSnooze",
    Act.ASSIGN: "conversationAssign",
    Act.ADD_LABELS: "conversationLabelsSet",
    Act.REMOVE_LABELS: "conversationLabelsSet",
    Act.MARK_READ: "conversationMarkRead",
    Act.MARK_UNREAD: "conversationMarkUnread",
}
"""How each stands in the audit log, once a conversation: as what is done to one alone."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is done, and with what: `until` of SNOOZE, colleague and team of ASSIGN, `label_ids` of the labels' two."""

    act: Act
    until: datetime | None = None
    user_id: UUID | None = None
    team_id: UUID | None = None
    label_ids: tuple[UUID, ...] = ()

    def check(self) -> None:
        """Raise InvalidInput for what is given and means nothing here, and for labels that are wanted and not given."""
        allowed = {Act.SNOOZE: {"until"}, Act.ASSIGN: {"user_id", "team_id"}}.get(self.act, set())
        allowed |= {"label_ids"} if self.act in LABELS else set()
        names = {"until": "until", "user_id": "assignee_id", "team_id": "team_id", "label_ids": "label_ids"}
        for own, given in names.items():
            if own not in allowed and getattr(self, own):
                raise InvalidInput("That means nothing with this action.", field=given)
        if self.act in LABELS and not self.label_ids:
            raise InvalidInput("Say which labels.", field="label_ids")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was done to one conversation."""

    conversation_id: UUID
    problem: ChatbookrError


async def do_to_each(
    deployment: Deployment, actor: Actor, clinic_id: UUID, conversation_ids: Sequence[UUID], batch: Batch
) -> list[Refusal]:
    """Do it to each of a clinic's conversations; return those to which it could not be done. Needs a transaction.

    They are locked in the order of their ids, so that two batches never wait for each other. Raises NotFound,
    PermissionDenied, InvalidInput for what is wrong with all of it: nothing is done then.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.CONVERSATION_ASSIGN, clinic_id)
    batch.check()
    wanted = set(conversation_ids)
    if not 1 <= len(wanted) <= MOST:
        raise InvalidInput(f"Name 1 to {MOST} conversations.", field="conversation_ids")
    rows = Conversation.filter(clinic_id=clinic_id, id__in=list(wanted))
    known = {UUID(str(one)) for one in await rows.values_list("id", flat=True)}
    refused = {one: Refusal(one, NotFound()) for one in wanted - known}
    for one in sorted(known):
        problem = await _problem_with(_done(deployment, actor, one, batch))
        if problem is not None:
            refused[one] = Refusal(one, problem)
        else:
            written = WRITTEN_AS[batch.act]
            note(deployment.clock.now(), written, actor, clinics=(clinic_id,), subject_id=one)
    return [refused[one] for one in dict.fromkeys(conversation_ids) if one in refused]


async def _problem_with(doing: Awaitable[None]) -> ChatbookrError | None:
    """Tell what is wrong with one conversation alone: each use case refuses before it writes.

    What names a value that all share is raised.
    """
    try:
        await doing
    except NotFound as problem:
        if problem.field is not None:
            raise
        return problem
    except ConversationClosed as problem:
        return problem
    except InvalidInput as problem:
        if problem.field != "label_ids":  # so many stand on this one already
            raise
        return problem
    return None


async def _done(deployment: Deployment, actor: Actor, conversation_id: UUID, batch: Batch) -> None:
    match batch.act:
        case Act.CLOSE:
            await close(deployment, actor, conversation_id)
        case Act.REOPEN:
            await reopen(deployment, actor, conversation_id)
        case Act.SNOOZE:
            await snooze(deployment, actor, conversation_id, batch.until)
        case Act.ASSIGN:
            await assign(deployment, actor, conversation_id, user_id=batch.user_id, team_id=batch.team_id)
        case Act.ADD_LABELS:
            await change_labels(deployment, actor, conversation_id, add=batch.label_ids)
        case Act.REMOVE_LABELS:
            await change_labels(deployment, actor, conversation_id, remove=batch.label_ids)
        case Act.MARK_READ:
            await mark_read(actor, conversation_id)
        case Act.MARK_UNREAD:
            await mark_unread(actor, conversation_id)
