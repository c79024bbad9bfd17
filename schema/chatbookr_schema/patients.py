"""Patients as clients see them; name and phone are opened only for those who may read contacts."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.patients.queries import PATIENT_ORDERS, PatientFilter, PatientRecord, patients_where
from chatbookr_core.relatives.queries import LinkRecord
from chatbookr_core.search.tokens import Sought
from chatbookr_permissions.actions import Permission
from chatbookr_schema.consents import PatientConsent, consents_of
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    BOTH,
    OF_PARENT,
    STAFF,
    DataClass,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import global_id, keys_of
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import (
    After,
    Before,
    Connection,
    First,
    Last,
    OrderDirection,
    Pageable,
    listed,
    opened,
    ordered,
)
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.searching import ASKED_SO, sift_for, sought_in
from chatbookr_schema.values import aware

CONTACT, CONSENTS = Needs(Permission.PATIENT_CONTACT_READ), Needs(Permission.CONSENT_READ)


@enum_type(
    "Who said that somebody books for another.",
    PATIENT="Who writes, in the chat.",
    STAFF="The clinic.",
    PARTNER="A connected system.",
)
class LinkedBy(Enum):
    PATIENT = "patient"
    STAFF = "staff"
    PARTNER = "partner"


@object_type("That somebody books for a patient, as a parent does, and is written to about it.")
class RelatedPerson:
    patient_id: strawberry.ID = field("Who comes.", policy=OF_PARENT)
    contact_id: strawberry.ID = field("Who writes, and is written to.", policy=OF_PARENT)
    created_at: datetime = field("Since when.", policy=OF_PARENT)
    created_by: LinkedBy = field("Who said so.", policy=OF_PARENT)

    @classmethod
    def of(cls, link: LinkRecord) -> "RelatedPerson":
        return cls(
            patient_id=strawberry.ID(global_id("Patient", link.patient_id)),
            contact_id=strawberry.ID(global_id("Patient", link.contact_id)),
            created_at=link.created_at,
            created_by=LinkedBy(link.created_by),
        )


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
    is_sealed: bool = field(
        "Whether they are sealed: to most of the clinic's staff there is no such patient.", policy=OF_PARENT
    )

    erased_at: datetime | None = field(
        "When they were erased: nothing of them is known any more, and no list has them.", policy=OF_PARENT
    )

    name: str | None = field(
        "The name they gave, or their channel gave for them.",
        policy=CONTACT,
        data=DataClass.CONTACT,
        sealed=columns.PATIENT_NAME,
    )
    phone: str | None = field(
        "Their phone number in international form, where it is known: its digits alone, without the + of E.164.",
        policy=CONTACT,
        data=DataClass.CONTACT,
        sealed=columns.PATIENT_PHONE,
    )

    birth_date: str | None = field(
        "When they were born, as YYYY-MM-DD, where the chat asked for it.",
        policy=CONTACT,
        data=DataClass.CONTACT,
        sealed=columns.PATIENT_BIRTH_DATE,
    )

    @field("The plugin they write through; null until they have.", policy=OF_PARENT, reads=("channel",))
    def channel(self) -> str | None:
        return self.record.channel or None

    @field("How it stands with what they are asked about.", policy=CONSENTS, cost=1, lists=5, surfaces=STAFF, reads=())
    async def consents(self, info: Info) -> list[PatientConsent] | None:
        return await consents_of(info.context, self.record.id)

    @field(
        "Who books for them, and whom they book for, the oldest first.",
        policy=OF_PARENT,
        cost=1,
        lists=20,
        surfaces=STAFF,
        reads=(),
    )
    async def related_persons(self, info: Info) -> list[RelatedPerson] | None:
        return [RelatedPerson.of(one) for one in await info.context.loaders.related_people.load(self.record.id)]


async def find_patient(context: Context, key: UUID) -> Patient | None:
    found = await context.loaders.patients.load(key)
    return Patient.of(found.record, found.keys) if found else None


@input_type("Which patients; what is left out does not matter.")
class PatientWhere:
    ids: list[strawberry.ID] | None = optional_input("These.", policy=OF_PARENT)
    channel: str | None = optional_input("Who write through this plugin.", policy=OF_PARENT)
    language: str | None = optional_input("Who speak this language.", policy=OF_PARENT)
    created_from: datetime | None = optional_input("Who first wrote at this instant or later.", policy=OF_PARENT)
    created_before: datetime | None = optional_input("Who first wrote before this instant.", policy=OF_PARENT)
    contains: str | None = optional_input(
        "Whose name has these words, or words that begin so (three letters or more), or whose number ends so (four "
        f"digits or more). {ASKED_SO}",
        policy=CONTACT,
        data=DataClass.CONTACT,
        surfaces=STAFF,
    )


@enum_type("What patients are ordered by.", CREATED_AT="When they first wrote.")
class PatientOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of patients.")
class PatientOrderBy:
    by: PatientOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: PatientWhere | None, known_by: Sought | None) -> PatientFilter:
    if where is None:
        return PatientFilter()
    return PatientFilter(
        ids=keys_of(where.ids, "Patient", field="where.ids"),
        channel=where.channel,
        language=where.language,
        since=aware(where.created_from, "where.createdFrom"),
        until=aware(where.created_before, "where.createdBefore"),
        known_by=known_by,
    )


@strawberry.type
class PatientQueries:
    @field(
        "A clinic's patients, the newest first unless ordered.",
        policy=Needs(Permission.PATIENT_READ),
        cost=1,
        surfaces=BOTH,
    )
    async def patients(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[PatientWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[PatientOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Patient] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.PATIENT_READ)
        check_input(context.actor, where, clinic, "where")
        contains = where.contains if where else None
        known_by = await sought_in(context, clinic, "patient", contains, field="where.contains")
        selection = patients_where(context.reach(clinic), _filter(where, known_by), ordered(PATIENT_ORDERS, order_by))
        sift = sift_for(context, clinic, "patient", known_by)
        return await listed(
            info, selection, Pageable(first, after, last, before), opened(Patient, context, clinic), clinic, sift
        )
