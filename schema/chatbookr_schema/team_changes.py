"""What is done about teams, and with them: made, changed, deleted; conversations given away or put off."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.inbox.assigning import assign
from chatbookr_core.inbox.states import snooze
from chatbookr_core.teams.service import delete_team, save_team
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.conversations import Conversation, find_conversation
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, keys_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.teams import Team, find_team
from chatbookr_schema.values import aware

READ, ASSIGN, MANAGE = (
    Needs(Permission.CONVERSATION_READ),
    Needs(Permission.CONVERSATION_ASSIGN),
    Needs(Permission.INBOX_MANAGE),
)
CLOSED = "The conversation is closed: open it again first."


@error_codes("Why a team was not saved.", **COMMON)
class TeamSaveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@error_codes("Why a team was not deleted.", NOT_FOUND=COMMON["NOT_FOUND"])
class TeamDeleteErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why a conversation was not given away.", **COMMON, CONVERSATION_CLOSED=CLOSED)
class ConversationAssignErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    CONVERSATION_CLOSED = "CONVERSATION_CLOSED"


@error_codes("Why a conversation was not put off.", **COMMON, CONVERSATION_CLOSED=CLOSED)
class ConversationSnoozeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    CONVERSATION_CLOSED = "CONVERSATION_CLOSED"


@input_type("A team, whole.")
class TeamSaveInput:
    clinic_id: strawberry.ID = field("Of which clinic.", policy=OF_PARENT)
    team_id: strawberry.ID | None = optional_input("Which one; left out, a new one.", policy=OF_PARENT)
    name: str = field("What it is called: 1 to 80 characters, unlike any other team's.", policy=OF_PARENT)
    member_ids: list[strawberry.ID] = field("All who are in it.", policy=OF_PARENT)


@input_type("Who is to have a conversation; of colleague and team, what is left out has it no longer.")
class ConversationAssignInput:
    conversation_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    assignee_id: strawberry.ID | None = optional_input("This colleague, one of `assignees`.", policy=OF_PARENT)
    team_id: strawberry.ID | None = optional_input("This team.", policy=OF_PARENT)


@input_type("What is put off, and until when.")
class ConversationSnoozeInput:
    conversation_id: strawberry.ID = field("Which conversation.", policy=OF_PARENT)
    until: datetime | None = optional_input(
        "Until then, within 366 days; left out, until the patient writes, as is so in any case.", policy=OF_PARENT
    )


@object_type("What became of saving a team.")
class TeamSavePayload:
    clinic_id: strawberry.Private[UUID | None]
    team: Team | None = field("The team as it is now.", policy=READ)
    user_errors: list[UserError[TeamSaveErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of deleting a team.")
class TeamDeletePayload:
    clinic_id: strawberry.Private[UUID | None]
    team_id: strawberry.ID | None = field("The team that is gone.", policy=OUTCOME)
    user_errors: list[UserError[TeamDeleteErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of giving a conversation away.")
class ConversationAssignPayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=READ)
    user_errors: list[UserError[ConversationAssignErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of putting a conversation off.")
class ConversationSnoozePayload:
    clinic_id: strawberry.Private[UUID | None]
    conversation: Conversation | None = field("The conversation as it is now.", policy=READ)
    user_errors: list[UserError[ConversationSnoozeErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class TeamMutations:
    @field("Make a team, or change one.", policy=MANAGE, cost=10)
    async def team_save(
        self, info: Info, input: Annotated[TeamSaveInput, argument("The team.")]
    ) -> TeamSavePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        team_id = optional_key(input.team_id, "Team", field="input.teamId")
        members = keys_of(input.member_ids, "Member", field="input.memberIds") or ()

        async def work() -> UUID:
            return await save_team(
                context.deployment, actor, clinic_id, name=input.name, member_ids=members, team_id=team_id
            )

        outcome = await change(info, input, TeamSaveErrorCode, work)
        found = await find_team(context, outcome.key) if outcome.key else None
        return TeamSavePayload(
            clinic_id=found.clinic_id if found else None, team=found, user_errors=outcome.user_errors
        )

    @field("Let a team go; its conversations stay with whoever speaks in them.", policy=MANAGE, cost=10)
    async def team_delete(
        self, info: Info, team_id: Annotated[strawberry.ID, argument("Which team.")]
    ) -> TeamDeletePayload | None:
        actor, key = info.context.principal(), key_of(team_id, "Team", field="teamId")

        async def work() -> UUID:
            await delete_team(actor, key)
            return key

        outcome = await change(info, None, TeamDeleteErrorCode, work)
        return TeamDeletePayload(
            clinic_id=None, team_id=team_id if outcome.key else None, user_errors=outcome.user_errors
        )

    @field("Give a conversation to a colleague, a team, both, or nobody in particular.", policy=ASSIGN, cost=10)
    async def conversation_assign(
        self, info: Info, input: Annotated[ConversationAssignInput, argument("Which, and who is to have it.")]
    ) -> ConversationAssignPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.conversation_id, "Conversation", field="input.conversationId")
        user_id = optional_key(input.assignee_id, "User", field="input.assigneeId")
        team_id = optional_key(input.team_id, "Team", field="input.teamId")

        async def work() -> UUID:
            await assign(context.deployment, actor, key, user_id=user_id, team_id=team_id)
            return key

        outcome = await change(info, input, ConversationAssignErrorCode, work)
        found = await find_conversation(context, key) if outcome.key else None
        return ConversationAssignPayload(
            clinic_id=found.clinic_id if found else None, conversation=found, user_errors=outcome.user_errors
        )

    @field("Put a conversation off, until a time or the patient's next message.", policy=ASSIGN, cost=10)
    async def conversation_snooze(
        self, info: Info, input: Annotated[ConversationSnoozeInput, argument("Which, and until when.")]
    ) -> ConversationSnoozePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.conversation_id, "Conversation", field="input.conversationId")
        until = aware(input.until, "input.until")

        async def work() -> UUID:
            await snooze(context.deployment, actor, key, until)
            return key

        outcome = await change(info, input, ConversationSnoozeErrorCode, work)
        found = await find_conversation(context, key) if outcome.key else None
        return ConversationSnoozePayload(
            clinic_id=found.clinic_id if found else None, conversation=found, user_errors=outcome.user_errors
        )
