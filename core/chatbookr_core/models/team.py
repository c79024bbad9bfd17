"""Teams of a clinic, and who is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from chatbookr_core.models.base import Row

if TYPE_CHECKING:
    from chatbookr_core.models.clinic import Clinic
    from chatbookr_core.models.person import Membership


class Team(Row):
    """Some of a clinic's members, to whom conversations can be given together."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    name = fields.CharField(max_length=80)
    created_at = fields.DatetimeField()

    class Meta:
        table = "team"
        unique_together = (("clinic_id", "name"),)


class TeamMember(Row):
    """That somebody is in a team; it goes with their place in the clinic."""

    clinic_id: UUID
    clinic: fields.ForeignKeyRelation[Clinic] = fields.ForeignKeyField(
        "models.Clinic", related_name=False, on_delete=fields.RESTRICT, db_index=False
    )
    team_id: UUID
    team: fields.ForeignKeyRelation[Team] = fields.ForeignKeyField(
        "models.Team", related_name=False, on_delete=fields.CASCADE, db_index=False
    )
    membership_id: UUID
    membership: fields.ForeignKeyRelation[Membership] = fields.ForeignKeyField(
        "models.Membership", related_name=False, on_delete=fields.CASCADE
    )
    created_at = fields.DatetimeField()

    class Meta:
        table = "team_member"
        unique_together = (("clinic_id", "team_id", "membership_id"),)
