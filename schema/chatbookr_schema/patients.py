"""Patients as clients see them; name and phone are opened only for those who may read contacts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.patients.queries import PATIENT_ORDER, PatientRecord, patient_page, reach_of
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import BOTH, OF_PARENT, DataClass, Needs, argument, field, object_type
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, connection, cursor_key, page_request
from chatbookr_schema.recorded import Recorded

CONTACT = Needs(Permission.PATIENT_CONTACT_READ)


@object_type(
    "Somebody who wrote to the clinic through one channel, or was made known before.",
    needs=Permission.PATIENT_READ,
    record=PatientRecord,
)
class Patient(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[PatientRecord]
    keys: strawberry.Private[Keys]
    language: str | None = field("The language they chose, or are taken to speak.", policy=OF_PARENT)
    created_at: datetime = field("When they first wrote, or were made known.", policy=OF_PARENT)

    @field("The plugin they write through; null until they have.", policy=OF_PARENT)
    def channel(self) -> str | None:
        return self.record.channel or None

    @field("The name they gave, or their channel gave for them.", policy=CONTACT, data=DataClass.CONTACT)
    def name(self) -> str | None:
        sealed = self.record.name_sealed
        return self.keys.open_text(columns.PATIENT_NAME, self.record.id, sealed) if sealed is not None else None

    @field("Their phone number in international form, where it is known.", policy=CONTACT, data=DataClass.CONTACT)
    def phone(self) -> str | None:
        sealed = self.record.phone_sealed
        return self.keys.open_text(columns.PATIENT_PHONE, self.record.id, sealed) if sealed is not None else None


async def find_patient(context: Context, key: UUID) -> Patient | None:
    found = await context.loaders.patients.load(key)
    return Patient.of(found.record, found.keys) if found else None


@strawberry.type
class PatientQueries:
    @field("A clinic's patients, the newest first.", policy=Needs(Permission.PATIENT_READ), cost=1, surfaces=BOTH)
    async def patients(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Patient] | None:
        clinic = clinic_for(info.context, clinic_id, Permission.PATIENT_READ)
        request = await page_request(info.context, PATIENT_ORDER, first, after, last, before)
        page = await patient_page(clinic, request, reach_of(info.context.principal()))
        keys = await info.context.loaders.keys(clinic)
        items = [Patient.of(record, keys) for record in page.rows]
        return connection(page, PATIENT_ORDER, await cursor_key(info.context), items, list(page.rows))
