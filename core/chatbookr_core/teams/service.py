"""What managers do with teams: make one, say who is in it, let it go."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import Conversation, Membership, Team, TeamMember
from chatbookr_core.names import name_from
from chatbookr_core.teams.managing import is_taken, take_turn
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in

NAME_CHARS: Final = 80
MOST_TEAMS: Final = 50
"""How many teams a clinic can have."""


async def save_team(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    *,
    name: str,
    member_ids: Sequence[UUID],
    team_id: UUID | None,
) -> UUID:
    """Make a team, or change one: its name, and all who are in it. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput (a name that is taken too, members of elsewhere, too many teams).
    """
    await take_turn(actor, clinic_id)
    called = await _name_from(name, clinic_id, but=team_id)
    now = deployment.clock.now()
    if team_id is None:
        if await Team.filter(clinic_id=clinic_id).count() >= MOST_TEAMS:
            raise InvalidInput(f"A clinic has at most {MOST_TEAMS} teams: delete one first.", field="name")
        team_id = (await Team.create(id=new_id(), clinic_id=clinic_id, name=called, created_at=now)).id
    elif not await Team.filter(id=team_id, clinic_id=clinic_id).update(name=called):
        raise NotFound(field="team_id")
    wanted = set(member_ids)
    if await Membership.filter(clinic_id=clinic_id, id__in=list(wanted)).count() != len(wanted):
        raise NotFound("One of them is no member of the clinic.", field="member_ids")
    rows = TeamMember.filter(clinic_id=clinic_id, team_id=team_id)
    standing = {row.membership_id for row in await rows}
    await rows.filter(membership_id__in=list(standing - wanted)).delete()
    for one in sorted(wanted - standing):
        await TeamMember.create(id=new_id(), clinic_id=clinic_id, team_id=team_id, membership_id=one, created_at=now)
    return team_id


async def delete_team(actor: Actor, team_id: UUID) -> UUID:
    """Let a team go; conversations it had stay with whoever speaks in them. Needs a transaction.

    Return the clinic's id. Raises NotFound, PermissionDenied.
    """
    team = await Team.get_or_none(id=team_id)  # any clinic: the actor's is checked next
    if team is None or not permissions_in(actor, team.clinic_id):
        raise NotFound()
    await take_turn(actor, team.clinic_id)
    theirs = Conversation.filter(clinic_id=team.clinic_id, team_id=team_id)
    ids = await theirs.values_list("id", flat=True)
    await theirs.update(team_id=None)
    await Team.filter(id=team_id, clinic_id=team.clinic_id).delete()
    for one in ids:
        current_transaction().tell(Change("conversation", team.clinic_id, UUID(str(one))))
    return team.clinic_id


async def _name_from(name: str, clinic_id: UUID, *, but: UUID | None) -> str:
    called = name_from(name, NAME_CHARS)
    if await is_taken(Team.filter(clinic_id=clinic_id, name=called), but=but):
        raise InvalidInput("There is a team of that name already.", field="name")
    return called
