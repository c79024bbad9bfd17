"""What staff and partners do with patients: make somebody known who has not written yet; seal those few should know."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.patients.registering import register_patient
from chatbookr_core.patients.sealing import set_sealed
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import global_id, key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.patients import Patient, find_patient

READ, WRITE, SEAL = (
    Needs(Permission.PATIENT_READ),
    Needs(Permission.PATIENT_WRITE),
    Needs(Permission.PATIENT_SEAL),
)


@error_codes("Why a patient was not made known.", **COMMON)
class PatientCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("Somebody who has not written yet.")
class PatientCreateInput:
    clinic_id: strawberry.ID = field("Whose patient they are.", policy=OF_PARENT)
    name: str = field("What they are called, 1 to 120 characters.", policy=OF_PARENT, data=DataClass.CONTACT)
    phone: str | None = optional_input(
        "Their number in international form, with +; who writes from it later is taken to be them.",
        policy=OF_PARENT,
        data=DataClass.CONTACT,
    )


@object_type("What became of making a patient known.")
class PatientCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    patient_id: strawberry.ID | None = field("The id to book with.", policy=WRITE)
    patient: Patient | None = field(
        "The patient; null where the key is limited to places and they were never there.",
        policy=Needs(Permission.PATIENT_READ),
    )
    user_errors: list[UserError[PatientCreateErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@error_codes("Why a patient was not sealed.", NOT_FOUND=COMMON["NOT_FOUND"])
class PatientSealErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why a patient was not unsealed.", NOT_FOUND=COMMON["NOT_FOUND"])
class PatientUnsealErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@object_type("What became of sealing a patient.")
class PatientSealPayload:
    clinic_id: strawberry.Private[UUID | None]
    patient: Patient | None = field(
        "The patient; null where they are out of the asker's reach from now on.", policy=READ
    )
    user_errors: list[UserError[PatientSealErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@object_type("What became of unsealing a patient.")
class PatientUnsealPayload:
    clinic_id: strawberry.Private[UUID | None]
    patient: Patient | None = field("The patient as they are now.", policy=READ)
    user_errors: list[UserError[PatientUnsealErrorCode]] = field("Why it was not done.", policy=OUTCOME)


@strawberry.type
class PatientMutations:
    @field(
        "Seal a patient: only holders of `patient.sealed:read`, who took a conversation with them and who has a "
        "booking with them see them, what is said and whose the bookings are. To all others there is no such patient.",
        policy=SEAL,
        cost=10,
    )
    async def patient_seal(
        self, info: Info, patient_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> PatientSealPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(patient_id, "Patient", field="patientId")
        outcome = await change(info, None, PatientSealErrorCode, lambda: set_sealed(actor, key, is_sealed=True))
        found = await find_patient(context, outcome.key) if outcome.key else None
        clinic_id = found.record.clinic_id if found else None
        return PatientSealPayload(clinic_id=clinic_id, patient=found, user_errors=outcome.user_errors)

    @field("Let everybody see a patient again who may see patients.", policy=SEAL, cost=10)
    async def patient_unseal(
        self, info: Info, patient_id: Annotated[strawberry.ID, argument("Which one; one the asker sees.")]
    ) -> PatientUnsealPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(patient_id, "Patient", field="patientId")
        outcome = await change(info, None, PatientUnsealErrorCode, lambda: set_sealed(actor, key, is_sealed=False))
        found = await find_patient(context, outcome.key) if outcome.key else None
        clinic_id = found.record.clinic_id if found else None
        return PatientUnsealPayload(clinic_id=clinic_id, patient=found, user_errors=outcome.user_errors)

    @field(
        "Make a patient known before they write; a number that is known already gives the patient who has it.",
        policy=WRITE,
        cost=10,
        surfaces=BOTH,
        tells=False,
    )
    async def patient_create(
        self, info: Info, input: Annotated[PatientCreateInput, argument("Who they are.")]
    ) -> PatientCreatePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        outcome = await change(
            info,
            input,
            PatientCreateErrorCode,
            lambda: register_patient(
                context.deployment, actor, clinic_id=clinic_id, name=input.name, phone=input.phone
            ),
        )
        key = outcome.key
        return PatientCreatePayload(
            clinic_id=clinic_id if key else None,
            patient_id=strawberry.ID(global_id("Patient", key)) if key else None,
            patient=await find_patient(context, key) if key else None,
            user_errors=outcome.user_errors,
        )
