"""What patients agreed to: what stands, the ledger it follows from, and copies of the whole ledger."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.consents.exporting import (
    CONSENT_EXPORT_ORDERS,
    ConsentExportRecord,
    consent_exports_where,
)
from chatbookr_core.consents.queries import CONSENT_ORDERS, ConsentFilter, ConsentRecord, consents_where
from chatbookr_core.consents.rules import Standing
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_permissions.actions import Permission
from chatbookr_schema.consent_codes import (
    ConsentDecision,
    ConsentExportState,
    ConsentPurpose,
    ConsentRecorder,
    ConsentSource,
    ConsentState,
)
from chatbookr_schema.context import Context, Info
from chatbookr_schema.exports import link_to
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
from chatbookr_schema.ids import global_id, optional_key
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

READ, EXPORT = Needs(Permission.CONSENT_READ), Needs(Permission.CONSENT_EXPORT)


@object_type("How it stands with one purpose, by the whole ledger.")
class PatientConsent:
    purpose: ConsentPurpose = field("What for.", policy=OF_PARENT)
    state: ConsentState = field("How it stands.", policy=OF_PARENT)
    since: datetime | None = field("Since when; null where nobody asked.", policy=OF_PARENT)
    entry_id: strawberry.ID | None = field("The entry of the ledger that says so.", policy=OF_PARENT)
    notice_shown_at: datetime | None = field("When they were shown the notice last.", policy=OF_PARENT)

    @classmethod
    def of(cls, standing: Standing) -> "PatientConsent":
        entry = standing.entry_id
        return cls(
            purpose=ConsentPurpose(standing.purpose),
            state=ConsentState(standing.state.value),
            since=standing.since,
            entry_id=strawberry.ID(global_id("ConsentEntry", entry)) if entry else None,
            notice_shown_at=standing.shown_at,
        )


async def consents_of(context: Context, patient_id: UUID) -> list[PatientConsent]:
    """List how it stands with every purpose, asked about or not."""
    found = await context.loaders.consent_standings.load(patient_id)
    return [PatientConsent.of(found.get(one.value, Standing(one.value))) for one in ConsentPurpose]


@object_type(
    "One entry of the ledger of consents; none is ever changed.", needs=Permission.CONSENT_READ, record=ConsentRecord
)
class ConsentEntry(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ConsentRecord]
    keys: strawberry.Private[Keys]
    purpose: ConsentPurpose = field("What for.", policy=OF_PARENT)
    decision: ConsentDecision = field("What was said.", policy=OF_PARENT)
    recorded_at: datetime = field("When it was said.", policy=OF_PARENT)
    recorded_by: ConsentRecorder = field("Who made the entry.", policy=OF_PARENT, column="actor_kind")
    source: ConsentSource = field("Where it was said.", policy=OF_PARENT)
    wording: str | None = field("The version of the words that were shown.", policy=OF_PARENT)
    wording_text: str | None = field("Those words.", policy=OF_PARENT)
    language: str | None = field("Their language.", policy=OF_PARENT)
    note: str | None = field(
        "What staff wrote: where the signed form lies.",
        policy=Needs(Permission.PATIENT_CONTACT_READ),
        data=DataClass.CONTACT,
        sealed=columns.CONSENT_NOTE,
    )

    @field("Whose it is.", policy=OF_PARENT, reads=("patient_id",))
    def patient_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Patient", self.record.patient_id))

    @field("The plugin of the channel; null where it was said elsewhere.", policy=OF_PARENT, reads=("channel",))
    def channel(self) -> str | None:
        return self.record.channel or None

    @field("The message that shows it; it is kept as long as this.", policy=OF_PARENT, reads=("message_id",))
    def message_id(self) -> strawberry.ID | None:
        key = self.record.message_id
        return strawberry.ID(global_id("Message", key)) if key else None

    @field("The booking it was about; null: about none in particular.", policy=OF_PARENT, reads=("booking_id",))
    def booking_id(self) -> strawberry.ID | None:
        key = self.record.booking_id
        return strawberry.ID(global_id("Booking", key)) if key else None


async def find_consent(context: Context, key: UUID) -> ConsentEntry | None:
    found = await context.loaders.consents.load(key)
    return ConsentEntry.of(found.record, found.keys) if found else None


@object_type(
    "A clinic's whole ledger of consents, as one file for a few days.",
    needs=Permission.CONSENT_EXPORT,
    record=ConsentExportRecord,
)
class ConsentExport(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ConsentExportRecord]
    state: ConsentExportState = field("How far it is.", policy=OF_PARENT)
    requested_at: datetime = field("When it was asked for.", policy=OF_PARENT)
    ready_at: datetime | None = field("When it was ready: it is of that moment.", policy=OF_PARENT)
    expires_at: datetime = field("Until when it can be fetched.", policy=OF_PARENT)
    size_bytes: int | None = field("How long it is.", policy=OF_PARENT)
    sha256: str | None = field("The SHA-256 of the file, in hexadecimal digits.", policy=OF_PARENT)

    @field(
        "Where to fetch it, for five minutes and by the asker alone, logged in; null where there is nothing to fetch.",
        policy=OF_PARENT,
        data=DataClass.SECRET,
        reads=("state", "expires_at"),
    )
    async def url(self, info: Info) -> str | None:
        is_ready = ConsentExportState(self.record.state) is ConsentExportState.READY
        return await link_to(info.context, self.record.id, self.record.expires_at) if is_ready else None


async def find_consent_export(context: Context, key: UUID) -> ConsentExport | None:
    record = await context.loaders.consent_exports.load(key)
    return ConsentExport.of(record) if record else None


@input_type("Which entries; what is left out does not matter.")
class ConsentEntryWhere:
    patient_id: strawberry.ID | None = optional_input("Of this patient.", policy=OF_PARENT)
    purpose: ConsentPurpose | None = optional_input("For this purpose.", policy=OF_PARENT)
    decision: ConsentDecision | None = optional_input("Which say this.", policy=OF_PARENT)


@enum_type("What entries are ordered by.", RECORDED_AT="When it was said.")
class ConsentEntryOrderField(Enum):
    RECORDED_AT = "recorded_at"


@input_type("The order of entries.")
class ConsentEntryOrderBy:
    by: ConsentEntryOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@input_type("Which copies of the ledger; what is left out does not matter.")
class ConsentExportWhere:
    state: ConsentExportState | None = optional_input("This far.", policy=OF_PARENT)


@enum_type("What copies of the ledger are ordered by.", REQUESTED_AT="When they were asked for.")
class ConsentExportOrderField(Enum):
    REQUESTED_AT = "requested_at"


@input_type("The order of copies of the ledger.")
class ConsentExportOrderBy:
    by: ConsentExportOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _filter(where: ConsentEntryWhere | None) -> ConsentFilter:
    if where is None:
        return ConsentFilter()
    return ConsentFilter(
        patient_id=optional_key(where.patient_id, "Patient", field="where.patientId"),
        purpose=where.purpose.value if where.purpose else None,
        decision=where.decision.value if where.decision else None,
    )


@strawberry.type
class ConsentQueries:
    @field("The ledger of a clinic's consents, the newest entry first unless ordered.", policy=READ, cost=1)
    async def consent_entries(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[ConsentEntryWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ConsentEntryOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[ConsentEntry] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONSENT_READ)
        selection = consents_where(context.reach(clinic), _filter(where), ordered(CONSENT_ORDERS, order_by))
        return await listed(
            info, selection, Pageable(first, after, last, before), opened(ConsentEntry, context, clinic), clinic
        )

    @field("Copies of a clinic's ledger of consents, the newest first unless ordered.", policy=EXPORT, cost=1)
    async def consent_exports(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[ConsentExportWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ConsentExportOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[ConsentExport] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONSENT_EXPORT)
        state = where.state.value if where and where.state else None
        selection = consent_exports_where(context.reach(clinic), ordered(CONSENT_EXPORT_ORDERS, order_by), state=state)

        async def make(rows: Sequence[Any]) -> Sequence[ConsentExport]:
            return [ConsentExport.of(record) for record in rows]

        return await listed(info, selection, Pageable(first, after, last, before), make)
