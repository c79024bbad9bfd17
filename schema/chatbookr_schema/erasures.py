"""Erasures of patients: how far they are, what they wait for, and their receipts."""

import json
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.erasure.queries import ERASURE_ORDERS, Duty, ErasureRecord, erasures_where
from chatbookr_core.erasure.receipt import receipt_key, signed_receipt
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.recorded import Recorded

READ = Needs(Permission.RETENTION_READ)


@enum_type("How far an erasure is.", RUNNING="It goes on.", ERASED="All that is here is gone.")
class ErasureState(Enum):
    RUNNING = "running"
    ERASED = "erased"


@enum_type(
    "On which ground somebody is erased (Art. 17(1) GDPR).",
    NO_LONGER_NECESSARY="(a) The data is not needed any longer.",
    CONSENT_WITHDRAWN="(b) They withdrew their consent.",
    OBJECTION="(c) They objected.",
    UNLAWFUL="(d) The data should not have been handled.",
    LEGAL_OBLIGATION="(e) The law says so.",
)
class ErasureGround(Enum):
    NO_LONGER_NECESSARY = "no_longer_necessary"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTION = "objection"
    UNLAWFUL = "unlawful"
    LEGAL_OBLIGATION = "legal_obligation"


@enum_type(
    "What an erasure waits for.",
    CALENDAR="That an event is gone from a practitioner's calendar.",
    PARTNER="That a partner says they have erased too.",
)
class ErasureDutyKind(Enum):
    CALENDAR = "calendar"
    PARTNER = "partner"


@enum_type(
    "What became of something an erasure waits for.",
    PENDING="It is waited for.",
    DONE="It was confirmed.",
    UNREACHABLE="There is no way to it: the calendar was disconnected. The clinic must look itself.",
)
class ErasureDutyState(Enum):
    PENDING = "pending"
    DONE = "done"
    UNREACHABLE = "unreachable"


@object_type("Something outside that an erasure waits for.", needs=Permission.RETENTION_READ)
class ErasureDuty:
    clinic_id: strawberry.Private[UUID]
    kind: ErasureDutyKind = field("What.", policy=OF_PARENT)
    subject_id: strawberry.ID = field("The booking whose event it is, or the partner's key.", policy=OF_PARENT)
    state: ErasureDutyState = field("What became of it.", policy=OF_PARENT)
    settled_at: datetime | None = field("When.", policy=OF_PARENT)

    @classmethod
    def of(cls, duty: Duty, clinic_id: UUID) -> "ErasureDuty":
        kind = ErasureDutyKind(duty.kind)
        type_name = "Booking" if kind is ErasureDutyKind.CALENDAR else "ApiKey"
        return cls(
            clinic_id=clinic_id,
            kind=kind,
            subject_id=strawberry.ID(global_id(type_name, duty.subject_id)),
            state=ErasureDutyState(duty.state),
            settled_at=duty.settled_at,
        )


@object_type(
    "An instruction to erase a patient, and what became of it.", needs=Permission.RETENTION_READ, record=ErasureRecord
)
class Erasure(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ErasureRecord]
    reference: str = field("The clinic's own, by which it finds the request again.", policy=OF_PARENT)
    ground: ErasureGround = field("On which ground.", policy=OF_PARENT, column="reason")
    state: ErasureState = field("How far it is.", policy=OF_PARENT)
    requested_at: datetime = field("When it was asked for.", policy=OF_PARENT)
    erased_at: datetime | None = field("When all that is here was gone.", policy=OF_PARENT)

    @field("Whom; the id leads to nobody any more.", policy=OF_PARENT, reads=("patient_id",))
    def patient_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Patient", self.record.patient_id))

    @field("What it waits for outside, or waited for.", policy=OF_PARENT, cost=1, lists=10, reads=())
    async def duties(self, info: Info) -> list[ErasureDuty]:
        found = await info.context.loaders.erasure_duties.load(self.record.id)
        return [ErasureDuty.of(one, self.clinic_id) for one in found]

    @field(
        "The receipt as of now, as JSON; null while it runs. `chatbookr receipt verify` checks it.",
        policy=OF_PARENT,
        cost=2,
        also={"Clinic": ("name",)},
    )  # which is of the whole row
    async def receipt(self, info: Info) -> str | None:
        loaders = info.context.loaders
        duties, clinic = await loaders.erasure_duties.load(self.record.id), await loaders.clinics.load(self.clinic_id)
        name = clinic.name if clinic else ""
        made = await signed_receipt(info.context.deployment, self.record, name, duties)
        return json.dumps(made, ensure_ascii=False) if made else None

    @field("The public key by which receipts of this deployment are checked, in base64.", policy=OF_PARENT, reads=())
    async def receipt_key(self, info: Info) -> str:
        return await receipt_key(info.context.deployment)


async def find_erasure(context: Context, key: UUID) -> Erasure | None:
    record = await context.loaders.erasures.load(key)
    return Erasure.of(record) if record else None


@input_type("Which erasures; what is left out does not matter.")
class ErasureWhere:
    state: ErasureState | None = optional_input("Those that are so far.", policy=OF_PARENT)


@enum_type("What erasures are ordered by.", REQUESTED_AT="When they were asked for.")
class ErasureOrderField(Enum):
    REQUESTED_AT = "requested_at"


@input_type("The order of erasures.")
class ErasureOrderBy:
    by: ErasureOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class ErasureQueries:
    @field("Whom a clinic has had erased, the newest first unless ordered.", policy=READ, cost=1)
    async def erasures(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[ErasureWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ErasureOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Erasure] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.RETENTION_READ)
        state = where.state.value if where and where.state else None
        selection = erasures_where(context.reach(clinic), ordered(ERASURE_ORDERS, order_by), state=state)
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(Erasure), clinic)
