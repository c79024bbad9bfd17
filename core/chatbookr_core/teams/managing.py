"""Who looks after what a clinic's inbox is sorted and answered by: its teams, labels and canned replies."""

from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from chatbookr_core.errors import NotFound
from chatbookr_core.models import Clinic
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require


async def take_turn(actor: Actor, clinic_id: UUID) -> None:
    """Let a clinic's managers pass, one after the other: names and shortcuts are unique, and counted.

    Needs a transaction, and holds the clinic's row until it ends. Raises NotFound and PermissionDenied.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound()
    require(actor, Permission.INBOX_MANAGE, clinic_id)
    await Clinic.filter(id=clinic_id).select_for_update(no_key=True).get()


async def is_taken(called_so: QuerySet[Any], *, but: UUID | None) -> bool:
    """Tell whether a row that is called so is another than `but`. It stays so while the turn lasts."""
    return await (called_so if but is None else called_so.exclude(id=but)).exists()
