"""Who may manage members invites people, sends the letter again and takes it back; whoever was invited accepts."""

from enum import Enum
from typing import Annotated, Final
from uuid import UUID

import strawberry

from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.acceptance import Newcomer, accept_as_member, accept_as_newcomer
from chatbookr_core.people.invitations import InvitationDraft, invite, resend, revoke
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.account_changes import BY_LINK, INVALID_LINK, LEAKED, PASSWORD, TOKEN, WEAK
from chatbookr_schema.context import Context, Info
from chatbookr_schema.factor_changes import STEP_UP
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
from chatbookr_schema.ids import key_of
from chatbookr_schema.invitations import Invitation, find_invitation
from chatbookr_schema.mutation import COMMON, OUTCOME, Outcome, UserError, attempt, change, error_codes

READ, MANAGE = Needs(Permission.MEMBER_READ), Needs(Permission.MEMBER_MANAGE)
NOT_GRANTABLE: Final = "A role that may do more than the asker."
ONE_OR_OTHER: Final = "Give `newAccount` where nobody is logged in, and leave it out where somebody is."


@error_codes(
    "Why nobody was invited.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    ROLE_NOT_GRANTABLE=NOT_GRANTABLE,
    ALREADY_MEMBER="They have a place in the clinic already, suspended perhaps.",
    ALREADY_INVITED="An invitation to that address is open: send it again, or take it back.",
    QUOTA_REACHED="The clinic has as many open invitations as it can have.",
)
class InvitationCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    ROLE_NOT_GRANTABLE = "ROLE_NOT_GRANTABLE"
    ALREADY_MEMBER = "ALREADY_MEMBER"
    ALREADY_INVITED = "ALREADY_INVITED"
    QUOTA_REACHED = "QUOTA_REACHED"


@error_codes(
    "Why the letter was not sent again.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    STEP_UP_REQUIRED=STEP_UP,
    ROLE_NOT_GRANTABLE=NOT_GRANTABLE,
    QUOTA_REACHED="It was sent as often as it can be.",
)
class InvitationResendErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    ROLE_NOT_GRANTABLE = "ROLE_NOT_GRANTABLE"
    QUOTA_REACHED = "QUOTA_REACHED"


@error_codes("Why an invitation was not taken back.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class InvitationRevokeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@enum_type(
    "Why an invitation was not accepted; nothing was changed.",
    LINK_INVALID=INVALID_LINK,
    ACCOUNT_EXISTS="The invited address has an account: log in as it, then accept without `newAccount`.",
    WRONG_ACCOUNT="The letter went to another address than that of the account that is logged in.",
    ALREADY_MEMBER="The account has a place in the clinic already, suspended perhaps.",
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    PASSWORD_BREACHED=LEAKED,
    PASSWORD_WEAK=WEAK,
)
class InvitationAcceptErrorCode(Enum):
    LINK_INVALID = "LINK_INVALID"
    ACCOUNT_EXISTS = "ACCOUNT_EXISTS"
    WRONG_ACCOUNT = "WRONG_ACCOUNT"
    ALREADY_MEMBER = "ALREADY_MEMBER"
    INVALID_VALUE = "INVALID_VALUE"
    PASSWORD_BREACHED = "PASSWORD_BREACHED"  # noqa: S105  # a code
    PASSWORD_WEAK = "PASSWORD_WEAK"  # noqa: S105  # a code


@input_type("Whom to invite.")
class InvitationCreateInput:
    clinic_id: strawberry.ID = field("To this clinic.", policy=OF_PARENT)
    email: str = field("Where the letter goes.", policy=OF_PARENT, data=DataClass.CONTACT)
    role: Role = field("As what: a role that may do no more than the asker.", policy=OF_PARENT)
    practitioner_id: strawberry.ID | None = optional_input("The practitioner they are, if any.", policy=OF_PARENT)


@input_type("Somebody who has no account yet.")
class NewAccountInput:
    full_name: str = field("Their name, at most 80 characters.", policy=OF_PARENT, data=DataClass.CONTACT)
    password: str = field(PASSWORD, policy=OF_PARENT, data=DataClass.SECRET)


@input_type("An invitation, and who accepts it.")
class InvitationAcceptInput:
    token: str = field(TOKEN, policy=OF_PARENT, data=DataClass.SECRET)
    new_account: NewAccountInput | None = optional_input(
        "For somebody who has no account; left out, whoever is logged in accepts.", policy=OF_PARENT
    )


@object_type("What became of inviting somebody; the same whether or not they have an account.")
class InvitationCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    invitation: Invitation | None = field("The invitation.", policy=READ)
    user_errors: list[UserError[InvitationCreateErrorCode]] = field("Why nobody was invited.", policy=OUTCOME)


@object_type("What became of sending an invitation again.")
class InvitationResendPayload:
    clinic_id: strawberry.Private[UUID | None]
    invitation: Invitation | None = field("The invitation as it is now.", policy=READ)
    user_errors: list[UserError[InvitationResendErrorCode]] = field("Why it was not sent.", policy=OUTCOME)


@object_type("What became of taking an invitation back.")
class InvitationRevokePayload:
    clinic_id: strawberry.Private[UUID | None]
    invitation: Invitation | None = field("The invitation as it is now.", policy=READ)
    user_errors: list[UserError[InvitationRevokeErrorCode]] = field("Why it was not taken back.", policy=OUTCOME)


@object_type("What became of accepting an invitation.")
class InvitationAcceptPayload:
    is_accepted: bool = field("They have the place; log in, or go on where somebody is.", policy=OUTCOME)
    user_errors: list[UserError[InvitationAcceptErrorCode]] = field("Why it was not accepted.", policy=OUTCOME)


async def _changed(context: Context, outcome: Outcome) -> Invitation | None:
    return await find_invitation(context, outcome.key) if outcome.key else None


@strawberry.type
class InvitationMutations:
    @field("Mail somebody a place in the clinic; the link counts once, for a week.", policy=MANAGE, cost=10)
    async def invitation_create(
        self, info: Info, input: Annotated[InvitationCreateInput, argument("Whom, and as what.")]
    ) -> InvitationCreatePayload | None:
        context, actor, wanted = info.context, info.context.principal(), input.practitioner_id
        draft = InvitationDraft(
            key_of(input.clinic_id, "Clinic", field="input.clinicId"),
            input.email,
            input.role,
            key_of(wanted, "Practitioner", field="input.practitionerId") if wanted is not None else None,
        )
        outcome = await change(info, input, InvitationCreateErrorCode, lambda: invite(context.deployment, actor, draft))
        found = await _changed(context, outcome)
        return InvitationCreatePayload(
            clinic_id=found.clinic_id if found else None, invitation=found, user_errors=outcome.user_errors
        )

    @field("Mail an invitation again; the link before opens nothing any longer.", policy=MANAGE, cost=10)
    async def invitation_resend(
        self, info: Info, invitation_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> InvitationResendPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(invitation_id, "Invitation", field="invitationId")
        outcome = await change(info, None, InvitationResendErrorCode, lambda: resend(context.deployment, actor, key))
        found = await _changed(context, outcome)
        return InvitationResendPayload(
            clinic_id=found.clinic_id if found else None, invitation=found, user_errors=outcome.user_errors
        )

    @field("Take an invitation back: its link opens nothing any longer.", policy=MANAGE, cost=10)
    async def invitation_revoke(
        self, info: Info, invitation_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> InvitationRevokePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(invitation_id, "Invitation", field="invitationId")
        outcome = await change(info, None, InvitationRevokeErrorCode, lambda: revoke(context.deployment, actor, key))
        found = await _changed(context, outcome)
        return InvitationRevokePayload(
            clinic_id=found.clinic_id if found else None, invitation=found, user_errors=outcome.user_errors
        )

    @field(
        "Accept an invitation: as somebody new, who gets an account, or as whoever is logged in.",
        policy=BY_LINK,
        cost=10,
    )
    async def invitation_accept(
        self, info: Info, input: Annotated[InvitationAcceptInput, argument("The link's token, and who accepts.")]
    ) -> InvitationAcceptPayload | None:
        context = info.context

        async def work() -> UUID:
            deployment, actor, given = context.deployment, context.actor, input.new_account
            if isinstance(actor, StaffActor) and given is None:
                return await accept_as_member(deployment, input.token, actor, context.origin)
            if actor is not None or given is None:
                raise InvalidInput(ONE_OR_OTHER, field="new_account")
            newcomer = Newcomer(given.full_name, given.password)
            return await accept_as_newcomer(deployment, input.token, newcomer, context.origin)

        _, user_errors = await attempt(info, input, InvitationAcceptErrorCode, work)
        return InvitationAcceptPayload(is_accepted=not user_errors, user_errors=user_errors)
