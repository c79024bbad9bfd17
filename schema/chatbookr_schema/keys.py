"""API keys as staff see them, and the one a program comes with as it sees itself."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.db import listed
from chatbookr_core.field_use import Used, fields_used
from chatbookr_core.partners.queries import KEY_ORDERS, KeyRecord, KeyState, keys_where
from chatbookr_core.partners.rules import is_open
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor
from chatbookr_schema import paging
from chatbookr_schema.clinics import Clinic, Location, find_clinic
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    AUTHENTICATED,
    OF_PARENT,
    PARTNER,
    Needs,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.people import User
from chatbookr_schema.recorded import Recorded
from chatbookr_schema.selection import asked_of_items

CLINIC = Needs(Permission.CLINIC_READ)
USE_SHOWN = timedelta(days=90)
PLACES = "The places it is limited to; null where it is not limited."


@enum_type("Whether a key opens anything.", OPEN="It does.", EXPIRED="Its time is over.", REVOKED="It was taken back.")
class ApiKeyState(Enum):
    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


@object_type("How often a program asked for one part of the schema.")
class FieldUse:
    coordinate: str = field("Which part: `Type.field`, or `Type.field(argument:)`.", policy=OF_PARENT)
    uses: int = field("In how many operations.", policy=OF_PARENT)
    last_day: date = field("The last day it did, in UTC.", policy=OF_PARENT)


@object_type(
    "What a partner's program comes with; its token is shown once, when it is made.",
    needs=Permission.KEY_READ,
    record=KeyRecord,
)
class ApiKey(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[KeyRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    name: str = field("What it is for.", policy=OF_PARENT)
    prefix: str = field("How its token begins, by which people tell keys apart.", policy=OF_PARENT)
    is_strict: bool = field("One denied field refuses its whole operation.", policy=OF_PARENT)
    created_at: datetime = field("When it was made.", policy=OF_PARENT)
    expires_at: datetime | None = field("When it ends by itself.", policy=OF_PARENT)
    revoked_at: datetime | None = field("When it was taken back.", policy=OF_PARENT)
    last_used_at: datetime | None = field("When it was last used, to the minute.", policy=OF_PARENT)

    @field("What it may do, as `resource:action`.", policy=OF_PARENT, reads=("scopes",))
    def scopes(self) -> list[str]:
        return listed(self.record.scopes) or []

    @field("Where it opens from, as CIDR; empty: from anywhere.", policy=OF_PARENT, reads=("ip_ranges",))
    def ip_ranges(self) -> list[str]:
        return listed(self.record.ip_ranges) or []

    @field(
        "Until when the token before the last rotation opens, while it does.",
        policy=OF_PARENT,
        reads=("previous_until",),
    )
    def previous_until(self, info: Info) -> datetime | None:
        until = self.record.previous_until
        return until if until is not None and until > info.context.now else None

    @field("Whether it opens anything.", policy=OF_PARENT, reads=("revoked_at", "expires_at"))
    def state(self, info: Info) -> ApiKeyState:
        if self.record.revoked_at is not None:
            return ApiKeyState.REVOKED
        opens = is_open(revoked_at=None, expires_at=self.record.expires_at, now=info.context.now)
        return ApiKeyState.OPEN if opens else ApiKeyState.EXPIRED

    @field(PLACES, policy=CLINIC, cost=1, lists=5, reads=("location_ids",))
    async def locations(self, info: Info) -> list[Location] | None:
        return await _locations(info.context, listed(self.record.location_ids))

    @field("The colleague who made it.", policy=OF_PARENT, cost=1, reads=("created_by_id",))
    async def created_by(self, info: Info) -> User | None:
        person = self.companions.get("created_by_id")
        if person is None:
            person = await info.context.loaders.people.load(self.record.created_by_id)
        return User.of(person, self.clinic_id) if person else None

    @field(
        f"Which parts of the schema its program asked for in the last {USE_SHOWN.days} days, by coordinate.",
        policy=OF_PARENT,
        cost=5,
        lists=20,
        reads=(),
    )
    async def field_use(self, info: Info) -> list[FieldUse]:
        clinic_id, since = self.clinic_id, (info.context.now - USE_SHOWN).date()

        async def load(keys: list[UUID]) -> list[list[Used]]:
            used = await fields_used(clinic_id, keys, since=since)
            return [used.get(key, []) for key in keys]

        found = await info.context.loaders.of_parent((fields_used, clinic_id, since), load).load(self.record.id)
        return [FieldUse(coordinate=one.coordinate, uses=one.uses, last_day=one.last_day) for one in found]


@object_type("The key a program came with.", record=KeyRecord)
class Key(Recorded):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[KeyRecord]
    name: str = field("What the clinic calls it.", policy=OF_PARENT)
    prefix: str = field("How its token begins; after a rotation, the new one.", policy=OF_PARENT)
    is_strict: bool = field("One denied field refuses the whole operation.", policy=OF_PARENT)
    expires_at: datetime | None = field("When it ends by itself.", policy=OF_PARENT)

    @field("What it may do, as `resource:action`.", policy=OF_PARENT, reads=("scopes",))
    def scopes(self) -> list[str]:
        return listed(self.record.scopes) or []

    @field("The id of the one clinic it opens.", policy=OF_PARENT, name="clinicId", reads=())
    def opens(self) -> strawberry.ID:
        return strawberry.ID(global_id("Clinic", self.clinic_id))

    @field("The one clinic it opens.", policy=CLINIC, cost=1, reads=())
    async def clinic(self, info: Info) -> Clinic | None:
        return await find_clinic(info.context, self.clinic_id)

    @field(PLACES, policy=CLINIC, cost=1, lists=5, reads=("location_ids",))
    async def locations(self, info: Info) -> list[Location] | None:
        return await _locations(info.context, listed(self.record.location_ids))


async def _locations(context: Context, ids: list[str] | None) -> list[Location] | None:
    if ids is None:
        return None
    records = await context.loaders.locations.load_many([UUID(one) for one in ids])
    return [Location.of(record) for record in records if record is not None]


async def find_api_key(context: Context, key: UUID) -> ApiKey | None:
    record = await context.loaders.api_keys.load(key)
    return ApiKey.of(record) if record else None


@input_type("Which keys; what is left out does not matter.")
class ApiKeyWhere:
    state: ApiKeyState | None = optional_input("That are like this now.", policy=OF_PARENT)


@enum_type("What keys are ordered by.", CREATED_AT="When they were made.")
class ApiKeyOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of keys.")
class ApiKeyOrderBy:
    by: ApiKeyOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class KeyQueries:
    @field(
        "A clinic's API keys, the newest first unless ordered; also those that ended.",
        policy=Needs(Permission.KEY_READ),
        cost=1,
    )
    async def api_keys(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[ApiKeyWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[ApiKeyOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[ApiKey] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.KEY_READ)
        including = asked_of_items(info, {"createdBy": "created_by_id"})
        check_input(context.actor, where, clinic, "where")
        state: KeyState | None = where.state.value if where and where.state else None
        selection = keys_where(
            context.reach(clinic), ordered(KEY_ORDERS, order_by), including, state=state, now=context.now
        )
        return await paging.listed(info, selection, Pageable(first, after, last, before), shown(ApiKey), clinic)

    @field("The key the program came with.", policy=AUTHENTICATED, cost=1, surfaces=PARTNER)
    async def key(self, info: Info) -> Key | None:
        actor = info.context.principal()
        record = await info.context.loaders.api_keys.load(actor.key_id) if isinstance(actor, KeyActor) else None
        return Key.of(record) if record else None
