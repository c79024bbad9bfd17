"""What owners want to know of when it is read."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.audit.watched import MOST
from chatbookr_core.clinics.watching import watch_reads
from chatbookr_core.errors import InvalidInput
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.seen import unknown_among


@error_codes(
    "Why it was not changed whose reading is written down.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED="Prove again who you are: `POST /step-up`, then ask again within 5 minutes.",
)
class WatchedReadsSetErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@input_type("Which fields' reading is written down.")
class WatchedReadsSetInput:
    clinic_id: strawberry.ID = field("At which clinic.", policy=OF_PARENT)
    fields: list[str] = field(
        f"All of them, at most {MOST}, as `Conversation.messages`; none: what the deployment watches alone.",
        policy=OF_PARENT,
    )


@object_type("What became of saying whose reading is written down.")
class WatchedReadsSetPayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[WatchedReadsSetErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@strawberry.type
class WatchingMutations:
    @field(
        "Say which fields' reading is written into the audit log, with who read and what for.",
        policy=Needs(Permission.CLINIC_SECURITY_MANAGE),
        cost=10,
    )
    async def watched_reads_set(
        self, info: Info, input: Annotated[WatchedReadsSetInput, argument("Which fields, where.")]
    ) -> WatchedReadsSetPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")

        async def work() -> UUID:
            done = await watch_reads(context.deployment, actor, key, input.fields)
            for one in unknown_among(info.schema._schema, input.fields):
                raise InvalidInput(f"There is no field {one}.", field="fields")
            return done

        outcome = await change(info, input, WatchedReadsSetErrorCode, work)
        found = await find_clinic(context, key) if outcome.key else None
        return WatchedReadsSetPayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )
