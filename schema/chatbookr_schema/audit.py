"""The audit log as a clinic reads it: its entries, the signed state of the whole, and proofs of both."""

import base64
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.audit.keeping import log_signer, time_signer
from chatbookr_core.audit.proofs import growth, newest_note
from chatbookr_core.audit.queries import ENTRY_ORDERS, AuditRecord, Wanted, entries_where
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.ids import optional_key
from chatbookr_schema.nodes import clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.selection import asked_of_items
from chatbookr_schema.values import aware

READ = Needs(Permission.AUDIT_READ)


@enum_type(
    "What became of what somebody did.",
    DONE="It was done.",
    FAILED="It was tried, and what was shown did not count.",
    DENIED="It was closed to whoever asked.",
)
class AuditOutcome(Enum):
    DONE = "done"
    FAILED = "failed"
    DENIED = "denied"


@enum_type(
    "Who did it.",
    STAFF="Somebody of the clinic's.",
    KEY="A partner's program.",
    OPERATOR="Somebody who runs the deployment.",
    PATIENT="A patient, by the assistant.",
    HOST="The program of its own accord.",
    NOBODY="Nobody knows who.",
)
class AuditActorKind(Enum):
    STAFF = "staff"
    KEY = "key"
    OPERATOR = "operator"
    PATIENT = "patient"
    HOST = "host"
    NOBODY = "nobody"


@object_type("That an entry is in the log, as RFC 9162 proves it.", needs=Permission.AUDIT_READ)
class AuditInclusion:
    clinic_id: strawberry.Private[UUID]
    index: int = field("Its place in the log, from 0.", policy=OF_PARENT)
    size: int = field("The size of the log it is proven to be in: that of the newest checkpoint.", policy=OF_PARENT)
    leaf: str = field("What its hash is over, byte for byte (UTF-8).", policy=OF_PARENT)
    hashes: list[str] = field("The audit path, lowest first, in base64.", policy=OF_PARENT)


@object_type(
    "What somebody did, as it was written down: codes and ids.", needs=Permission.AUDIT_READ, record=AuditRecord
)
class AuditEntry(Recorded):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[AuditRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    action: str = field("What: the name of a mutation, or another of the documented ones.", policy=OF_PARENT)
    happened_at: datetime = field("When.", policy=OF_PARENT)
    content: str = field("All of it, as canonical JSON (RFC 8785).", policy=OF_PARENT)
    outcome: AuditOutcome = field("What became of it.", policy=OF_PARENT)
    actor_kind: AuditActorKind = field("Who did it.", policy=OF_PARENT)

    @field("The colleague who did it; null for all others.", policy=OF_PARENT, cost=1, reads=("actor_id", "actor_kind"))
    async def person(self, info: Info) -> User | None:
        person, key = self.companions.get("actor_id"), self.record.actor_id
        if self.record.actor_kind != "staff" or key is None:
            return None
        if person is None:
            person = await info.context.loaders.people.load(key)
        return User.of(person, self.clinic_id) if person else None

    @field(
        "The proof that it is in the log; null until it has a place, for a second or so.",
        policy=OF_PARENT,
        cost=5,
        reads=(),
    )
    async def inclusion(self, info: Info) -> AuditInclusion | None:
        found = await info.context.loaders.inclusions.load(self.record.id)
        if found is None:
            return None
        hashes = [base64.b64encode(one).decode() for one in found.hashes]
        return AuditInclusion(
            clinic_id=self.clinic_id, index=found.index, size=found.size, leaf=found.leaf.decode(), hashes=hashes
        )


@object_type("A signed state of the log of all clinics (c2sp.org/tlog-checkpoint).", needs=Permission.AUDIT_READ)
class AuditCheckpoint:
    size: int = field("How many entries it is of.", policy=OF_PARENT)
    note: str = field(
        "The signed note: the log's signature, those of witnesses, and the log's cosignature that says at which moment "
        "it was the newest; without that, entries have waited for their place for longer than 10 seconds.",
        policy=OF_PARENT,
    )
    log_key: str = field("The log's verifier key (c2sp.org/signed-note); keep it, and compare.", policy=OF_PARENT)
    time_key: str = field("The verifier key of the log's own cosignature.", policy=OF_PARENT)


@input_type("Which entries; what is left out does not matter.")
class AuditEntryWhere:
    actions: list[str] | None = optional_input("Of these actions.", policy=OF_PARENT)
    outcome: AuditOutcome | None = optional_input("That ended like this.", policy=OF_PARENT)
    actor_kind: AuditActorKind | None = optional_input("By one of these.", policy=OF_PARENT)
    person_id: strawberry.ID | None = optional_input("By this colleague.", policy=OF_PARENT)
    since: datetime | None = optional_input("At this moment or later.", policy=OF_PARENT)
    until: datetime | None = optional_input("Before this moment.", policy=OF_PARENT)


@enum_type("What entries are ordered by.", HAPPENED_AT="When it was done.")
class AuditEntryOrderField(Enum):
    HAPPENED_AT = "happened_at"


@input_type("The order of entries.")
class AuditEntryOrderBy:
    by: AuditEntryOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


def _wanted(where: AuditEntryWhere | None) -> Wanted:
    if where is None:
        return Wanted()
    return Wanted(
        where.actions,
        where.outcome.value if where.outcome else None,
        where.actor_kind.value if where.actor_kind else None,
        optional_key(where.person_id, "User", field="where.personId"),
        aware(where.since, "where.since") if where.since else None,
        aware(where.until, "where.until") if where.until else None,
    )


@strawberry.type
class AuditQueries:
    @field("What was done in a clinic, the newest first unless ordered.", policy=READ, cost=1)
    async def audit_entries(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[AuditEntryWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[AuditEntryOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[AuditEntry] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.AUDIT_READ)

        including = asked_of_items(info, {"person": "actor_id"})
        selection = entries_where(context.reach(clinic), ordered(ENTRY_ORDERS, order_by), including, _wanted(where))
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(AuditEntry), clinic)

    @field("The newest signed state of the audit log; null before its first entry.", policy=READ, cost=5)
    async def audit_checkpoint(self, info: Info) -> AuditCheckpoint | None:
        deployment = info.context.deployment
        found = await newest_note(deployment)
        if found is None:
            return None
        log, time = await log_signer(deployment), await time_signer(deployment)
        size, note = found
        return AuditCheckpoint(size=size, note=note, log_key=log.verifier.text, time_key=time.verifier.text)

    @field("The proof that a log grew from a smaller one (RFC 9162, 2.1.4), in base64.", policy=READ, cost=5)
    async def audit_consistency(
        self,
        info: Info,
        size1: Annotated[int, argument("Of how many entries the one was; at least 1.")],
        size2: Annotated[int, argument("Of how many the other; at most those of the newest checkpoint.")],
    ) -> list[str] | None:
        return [base64.b64encode(one).decode() for one in await growth(size1, size2)]
