"""Ticks off what asked a person to look."""

from uuid import UUID

from chatbookr_core.conversations.queries import tasks_by_id
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.events import Change
from chatbookr_core.models import StaffTask
from chatbookr_core.reach import reach_in
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require


async def tick_off(deployment: Deployment, actor: Actor, task_id: UUID) -> None:
    """Mark a task done; one that is done stays as it is. Needs a transaction. Raises NotFound, PermissionDenied."""
    tx = current_transaction()
    task = await StaffTask.get_or_none(id=task_id)  # any clinic: the actor's is checked next
    if task is None or not permissions_in(actor, task.clinic_id):
        raise NotFound()
    reach = reach_in(actor, task.clinic_id)
    if reach.is_limited and not await tasks_by_id(reach, [task_id]):
        raise NotFound()
    require(actor, Permission.TASK_WRITE, task.clinic_id)
    rows = StaffTask.filter(id=task_id, clinic_id=task.clinic_id, state="open")
    if await rows.update(state="done", done_at=deployment.clock.now()):
        tx.tell(Change("task", task.clinic_id, task_id))
