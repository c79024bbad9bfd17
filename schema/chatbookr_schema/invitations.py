"""Invitations as those see them who manage a clinic's members."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.keys import columns
from chatbookr_core.people import invitation_lists
from chatbookr_core.people.invitation_lists import INVITATION_ORDERS, InvitationRecord, invitations_where
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role
from chatbookr_schema import paging
from chatbookr_schema.clinics import Practitioner, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.selection import asked_of_items


@enum_type(
    "What became of an invitation.",
    OPEN="It can be accepted.",
    ACCEPTED="Somebody accepted it.",
    REVOKED="It was taken back.",
    EXPIRED="Its time is over; it can be sent again.",
)
class InvitationState(Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


BESIDE_PRACTITIONER = Beside("practitioner_id", Practitioner.of)


@object_type(
    "A letter that gives somebody a place in the clinic, once.", needs=Permission.MEMBER_READ, record=InvitationRecord
)
class Invitation(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[InvitationRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    role: Role = field("As what.", policy=OF_PARENT)
    letters: int = field("How often it was sent.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)
    expires_at: datetime = field("Until when it can be accepted.", policy=OF_PARENT)
    accepted_at: datetime | None = field("When it was accepted.", policy=OF_PARENT)
    revoked_at: datetime | None = field("When it was taken back.", policy=OF_PARENT)

    @field("The address it went to.", policy=OF_PARENT, data=DataClass.CONTACT, reads=("email_sealed",))
    async def email(self, info: Info) -> str:
        keys = await info.context.loaders.keys(self.clinic_id)
        return keys.open_text(columns.INVITATION_EMAIL, self.record.id, self.record.email_sealed)

    @field("What became of it.", policy=OF_PARENT, reads=("accepted_at", "revoked_at", "expires_at"))
    def state(self, info: Info) -> InvitationState:
        if self.record.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.record.revoked_at is not None:
            return InvitationState.REVOKED
        return InvitationState.OPEN if info.context.now < self.record.expires_at else InvitationState.EXPIRED

    @field(
        "The practitioner they are to be, if any.",
        policy=Needs(Permission.CLINIC_READ),
        cost=1,
        beside=BESIDE_PRACTITIONER,
    )
    async def practitioner(self, info: Info) -> Practitioner | None:
        found: Practitioner | None = self.along(BESIDE_PRACTITIONER)
        wanted = self.record.practitioner_id
        return found or (await find_practitioner(info.context, wanted) if wanted else None)

    @field("The colleague who sent it last.", policy=OF_PARENT, cost=1, reads=("invited_by_id",))
    async def invited_by(self, info: Info) -> User | None:
        person = self.companions.get("invited_by_id")
        if person is None:
            person = await info.context.loaders.people.load(self.record.invited_by_id)
        return User.of(person, self.clinic_id) if person else None


async def find_invitation(context: Context, key: UUID) -> Invitation | None:
    record = await context.loaders.invitations.load(key)
    return Invitation.of(record) if record else None


@input_type("Which invitations; what is left out does not matter.")
class InvitationWhere:
    state: InvitationState | None = optional_input("Of which this became, as it is now.", policy=OF_PARENT)


@enum_type("What invitations are ordered by.", CREATED_AT="When they were made.")
class InvitationOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of invitations.")
class InvitationOrderBy:
    by: InvitationOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class InvitationQueries:
    @field("A clinic's invitations, the newest first unless ordered.", policy=Needs(Permission.MEMBER_READ), cost=1)
    async def invitations(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[InvitationWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[InvitationOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Invitation] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.MEMBER_READ)
        including = asked_of_items(info, {"invitedBy": "invited_by_id", "practitioner": "practitioner_id"})
        state: invitation_lists.InvitationState | None = where.state.value if where and where.state else None
        order = ordered(INVITATION_ORDERS, order_by)
        selection = invitations_where(context.reach(clinic), order, including, state=state, now=context.now)
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(Invitation), clinic)
