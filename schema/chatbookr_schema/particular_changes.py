"""What managers say of the clinic itself: what it is called, and what patients read of it."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.clinics.particulars import PARTICULARS, set_particulars
from chatbookr_core.errors import InvalidInput
from chatbookr_permissions.actions import Permission
from chatbookr_schema.clinics import Clinic, find_clinic
from chatbookr_schema.context import Info
from chatbookr_schema.factor_changes import STEP_UP
from chatbookr_schema.field import OF_PARENT, DataClass, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.values import limited


@error_codes("Why a clinic was not changed.", **COMMON, STEP_UP_REQUIRED=STEP_UP)
class ClinicUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@input_type("What a clinic says of its opening hours in one language.")
class OpeningTextInput:
    language: str = field("en, de, fr, es, it, pt or nl.", policy=OF_PARENT)
    text: str = field("At most 80 characters; empty: nothing in this language.", policy=OF_PARENT)


@input_type("What a clinic says of itself; what is left out stays as it is.")
class ClinicUpdateInput:
    clinic_id: strawberry.ID = field("Which clinic.", policy=OF_PARENT)
    name: str | None = optional_input(
        "What it is called, at most 80 characters.", policy=OF_PARENT, data=DataClass.NONE
    )  # a practice's, not a person's
    time_zone: str | None = optional_input(
        "IANA's name of its time zone, by which its quiet hours go; its places keep theirs.", policy=OF_PARENT
    )
    language: str | None = optional_input(
        "The language it speaks unless a patient prefers another: en, de, fr, es, it, pt or nl.", policy=OF_PARENT
    )
    phone: str | None = optional_input(
        "The number patients can call, as they are to read it; empty: none.", policy=OF_PARENT, data=DataClass.NONE
    )  # it is the desk's
    emergency_number: str | None = optional_input(
        "The number patients are told to call in an emergency.", policy=OF_PARENT
    )
    opening_text: str | None = optional_input(
        "Its opening hours in words, at most 80 characters; empty: it does not say.", policy=OF_PARENT
    )
    opening_texts: list[OpeningTextInput] | None = optional_input(
        "The same by language, each once: all there are. In any other language patients read `openingText`.",
        policy=OF_PARENT,
    )
    privacy_url: str | None = optional_input(
        "Where patients read how their data is used: a page under https://; empty: nowhere.", policy=OF_PARENT
    )


@object_type("What became of changing a clinic.")
class ClinicUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    clinic: Clinic | None = field("The clinic as it is now.", policy=Needs(Permission.CLINIC_READ))
    user_errors: list[UserError[ClinicUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


def _openings(given: Sequence[OpeningTextInput] | None) -> dict[str, str] | None:
    if given is None:
        return None
    found = {one.language: one.text for one in given}
    if len(found) != len(given):
        raise InvalidInput("Write one text for each language.", field="opening_texts")
    return found


@strawberry.type
class ParticularMutations:
    @field(
        "Say what a clinic is called, and what patients read of it.", policy=Needs(Permission.SERVICE_WRITE), cost=10
    )
    async def clinic_update(
        self, info: Info, input: Annotated[ClinicUpdateInput, argument("What it says of itself.")]
    ) -> ClinicUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        given = {name: getattr(input, name) for name in PARTICULARS}
        texts = limited(input.opening_texts, "input.openingTexts") if input.opening_texts is not None else None

        async def work() -> UUID:
            return await set_particulars(context.deployment, actor, key, given, _openings(texts))

        outcome = await change(info, input, ClinicUpdateErrorCode, work)
        found = await find_clinic(context, key) if outcome.key else None
        return ClinicUpdatePayload(
            clinic_id=found.clinic_id if found else None, clinic=found, user_errors=outcome.user_errors
        )
