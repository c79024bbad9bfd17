"""Who books for whom: what the clinic's people do about it."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.relatives.service import link_relative, unlink_relative
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.patients import Patient, find_patient

READ, WRITE = Needs(Permission.PATIENT_READ), Needs(Permission.PATIENT_WRITE)


@error_codes(
    "Why nobody was linked.",
    **COMMON,
    TOO_MANY_RELATIVES="The contact books for 20 people already: unlink one first.",
)
class RelatedPersonLinkErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"
    TOO_MANY_RELATIVES = "TOO_MANY_RELATIVES"


@error_codes("Why nobody was unlinked.", NOT_FOUND=COMMON["NOT_FOUND"], FORBIDDEN_FIELD=COMMON["FORBIDDEN_FIELD"])
class RelatedPersonUnlinkErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("Who books for whom.")
class RelatedPersonLinkInput:
    patient_id: strawberry.ID = field("Who comes.", policy=OF_PARENT)
    contact_id: strawberry.ID = field("Who writes, and is written to about it.", policy=OF_PARENT)


@input_type("Who books for whom no longer.")
class RelatedPersonUnlinkInput:
    patient_id: strawberry.ID = field("Who comes.", policy=OF_PARENT)
    contact_id: strawberry.ID = field("Who is written to about it no more.", policy=OF_PARENT)


@object_type("What became of linking somebody with who books for them.")
class RelatedPersonLinkPayload:
    clinic_id: strawberry.Private[UUID | None]
    patient: Patient | None = field("Who comes, as they are now.", policy=READ)
    user_errors: list[UserError[RelatedPersonLinkErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of unlinking somebody from who books for them.")
class RelatedPersonUnlinkPayload:
    clinic_id: strawberry.Private[UUID | None]
    patient: Patient | None = field("Who comes, as they are now.", policy=READ)
    user_errors: list[UserError[RelatedPersonUnlinkErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class RelatedPersonMutations:
    @field(
        "Let a patient book for another in the chat, and be written to about that one's appointments.",
        policy=WRITE,
        cost=10,
    )
    async def related_person_link(
        self, info: Info, input: Annotated[RelatedPersonLinkInput, argument("Who for whom.")]
    ) -> RelatedPersonLinkPayload | None:
        context, actor = info.context, info.context.principal()
        patient_id = key_of(input.patient_id, "Patient", field="input.patientId")
        contact_id = key_of(input.contact_id, "Patient", field="input.contactId")
        outcome = await change(
            info,
            input,
            RelatedPersonLinkErrorCode,
            lambda: link_relative(context.deployment, actor, patient_id=patient_id, contact_id=contact_id),
        )
        found = await find_patient(context, outcome.key) if outcome.key else None
        return RelatedPersonLinkPayload(
            clinic_id=found.clinic_id if found else None, patient=found, user_errors=outcome.user_errors
        )

    @field(
        "Let a patient book for another no more, nor read of it. What they booked stays.",
        policy=WRITE,
        cost=10,
    )
    async def related_person_unlink(
        self, info: Info, input: Annotated[RelatedPersonUnlinkInput, argument("Who for whom.")]
    ) -> RelatedPersonUnlinkPayload | None:
        context, actor = info.context, info.context.principal()
        patient_id = key_of(input.patient_id, "Patient", field="input.patientId")
        contact_id = key_of(input.contact_id, "Patient", field="input.contactId")
        outcome = await change(
            info,
            input,
            RelatedPersonUnlinkErrorCode,
            lambda: unlink_relative(actor, patient_id=patient_id, contact_id=contact_id),
        )
        found = await find_patient(context, outcome.key) if outcome.key else None
        return RelatedPersonUnlinkPayload(
            clinic_id=found.clinic_id if found else None, patient=found, user_errors=outcome.user_errors
        )
