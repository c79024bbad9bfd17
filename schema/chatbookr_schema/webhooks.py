"""Webhooks as those who look after them see them: endpoints, what was delivered, and how every try ended."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from chatbookr_core.keys import columns
from chatbookr_core.webhooks.queries import (
    ATTEMPT_ORDERS,
    DELIVERY_ORDERS,
    ENDPOINT_ORDERS,
    AttemptRecord,
    DeliveryRecord,
    EndpointRecord,
    attempts_where,
    deliveries_where,
    endpoints_where,
)
from chatbookr_core.webhooks.rules import TEST, event_name
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
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
from chatbookr_schema.guards import check_input
from chatbookr_schema.ids import optional_key
from chatbookr_schema.keys import ApiKey, find_api_key
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
    listed_of_parent,
    ordered,
    shown,
)
from chatbookr_schema.recorded import Beside, Recorded
from chatbookr_schema.selection import asked_of_items

READ = Needs(Permission.WEBHOOK_READ)
MANAGE = Needs(Permission.WEBHOOK_MANAGE)


@enum_type(
    "Whether an endpoint is told what happens.",
    ENABLED="It is.",
    DISABLED="It is not; `stateReason` says why. Enabled again, it is told what happens from then on.",
)
class WebhookEndpointState(Enum):
    ENABLED = "enabled"
    DISABLED = "disabled"


@enum_type(
    "What became of a delivery.",
    PENDING="It is on its way, or waits for its next try.",
    DELIVERED="The receiver took it.",
    FAILED="It is given up; `reason` says why.",
    SKIPPED="It was not sent, because it could not or must not be; `reason` says why.",
)
class WebhookDeliveryState(Enum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"


@input_type("Which deliveries; what is left out does not matter.")
class WebhookDeliveryWhere:
    state: WebhookDeliveryState | None = optional_input("Of which this became.", policy=OF_PARENT)


@enum_type("What deliveries are ordered by.", CREATED_AT="Since when they are on their way.")
class WebhookDeliveryOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of deliveries.")
class WebhookDeliveryOrderBy:
    by: WebhookDeliveryOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@input_type("Which tries; what is left out does not matter.")
class WebhookAttemptWhere:
    is_answered: bool | None = optional_input("That the receiver answered, or did not.", policy=OF_PARENT)


@enum_type("What tries are ordered by.", ATTEMPTED_AT="When they began.")
class WebhookAttemptOrderField(Enum):
    ATTEMPTED_AT = "attempted_at"


@input_type("The order of tries.")
class WebhookAttemptOrderBy:
    by: WebhookAttemptOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@object_type("How one try to deliver ended.", needs=Permission.WEBHOOK_READ, record=AttemptRecord)
class WebhookAttempt(Recorded):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[AttemptRecord]
    attempted_at: datetime = field("When it began.", policy=OF_PARENT)
    status: int | None = field("The receiver's HTTP status, if it answered.", policy=OF_PARENT)
    error: str | None = field("What prevented an answer, as a code.", policy=OF_PARENT)
    duration_ms: int = field("How long it took.", policy=OF_PARENT)


@object_type(
    "One event on its way to one endpoint; its id is the receiver's `webhook-id`.",
    needs=READ.permission,
    record=DeliveryRecord,
)
class WebhookDelivery(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[DeliveryRecord]
    state: WebhookDeliveryState = field("What became of it.", policy=OF_PARENT)
    reason: str = field("Why it failed or was skipped, as a code; else empty.", policy=OF_PARENT)
    attempt_count: int = field("How often it was tried.", policy=OF_PARENT, column="attempts")
    next_attempt_at: datetime | None = field("When it is tried next.", policy=OF_PARENT)
    happened_at: datetime = field("When that happened of which it tells.", policy=OF_PARENT)
    created_at: datetime = field("Since when it is on its way.", policy=OF_PARENT)
    settled_at: datetime | None = field("When it was over.", policy=OF_PARENT)

    @field("What the receiver gets as `webhook-id`.", policy=OF_PARENT, reads=())
    def message_id(self) -> str:
        return str(self.record.id)

    @field("It tells of nothing: somebody asked for a test.", policy=OF_PARENT, reads=("kind",))
    def is_test(self) -> bool:
        return self.record.kind == TEST

    @field("It tells again of what was told before.", policy=OF_PARENT, reads=("dedupe_key",))
    def is_replay(self) -> bool:
        return self.record.dedupe_key.startswith("replay:")

    @field("Where it goes.", policy=READ, cost=1, reads=("endpoint_id",))
    async def endpoint(self, info: Info) -> "WebhookEndpoint | None":
        return await find_webhook_endpoint(info.context, self.record.endpoint_id)

    @field("How each try ended, the oldest first unless ordered.", policy=READ, cost=1, reads=())
    async def attempts(
        self,
        info: Info,
        where: Annotated[WebhookAttemptWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[WebhookAttemptOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[WebhookAttempt] | None:
        check_input(info.context.actor, where, self.clinic_id, "where")
        order = ordered(ATTEMPT_ORDERS, order_by)
        is_answered = where.is_answered if where else None
        selection = attempts_where(info.context.reach(self.clinic_id), order, is_answered=is_answered)
        given = Pageable(first, after, last, before)
        of, column, clinic = self.record.id, "webhook_attempt.delivery_id", self.clinic_id
        return await listed_of_parent(info, of, column, selection, given, shown(WebhookAttempt), clinic)


BESIDE_KEY = Beside("api_key_id", ApiKey.of)


@object_type("Where a partner is called when something happens.", needs=Permission.WEBHOOK_READ, record=EndpointRecord)
class WebhookEndpoint(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[EndpointRecord]
    companions: strawberry.Private[Mapping[str, Any]]
    document: str = field("The subscription that is executed as its key to make payloads.", policy=OF_PARENT)
    state: WebhookEndpointState = field("Whether it is told anything.", policy=OF_PARENT)
    state_reason: str = field(
        "Why it is disabled, as a code: by_staff, key_inactive, gone (the receiver said 410), failing.",
        policy=OF_PARENT,
    )
    previous_secret_until: datetime | None = field(
        "Until when deliveries are signed under the secret of before too.", policy=OF_PARENT
    )
    created_at: datetime = field("Since when it is there.", policy=OF_PARENT)

    @field("What it is told of, like `booking.changed`: the deliveries' `type`.", policy=OF_PARENT, reads=("event",))
    def event(self) -> str:
        return event_name(self.record.event)

    @field("The document's variables.", policy=OF_PARENT, reads=("variables",))
    def variables(self) -> JSON:
        given: Any = self.record.variables
        found: Any = json.loads(given) if isinstance(given, str) else given  # the drivers give text
        return JSON(found or {})

    @field(
        "Its address, which may hold secrets of the partner's.",
        policy=MANAGE,
        data=DataClass.SECRET,
        reads=("url_sealed",),
    )
    async def url(self, info: Info) -> str | None:
        keys = await info.context.loaders.keys(self.clinic_id)
        return keys.open_text(columns.WEBHOOK_URL, self.record.id, self.record.url_sealed)

    @field("The key its document is executed as.", policy=Needs(Permission.KEY_READ), cost=1, beside=BESIDE_KEY)
    async def api_key(self, info: Info) -> ApiKey | None:
        found: ApiKey | None = self.along(BESIDE_KEY)
        return found or await find_api_key(info.context, self.record.api_key_id)

    @field(
        "What was delivered to it in the last 30 days, the newest first unless ordered.", policy=READ, cost=1, reads=()
    )
    async def deliveries(
        self,
        info: Info,
        where: Annotated[WebhookDeliveryWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[WebhookDeliveryOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[WebhookDelivery] | None:
        check_input(info.context.actor, where, self.clinic_id, "where")
        state = where.state.value if where and where.state else None
        order = ordered(DELIVERY_ORDERS, order_by)
        selection = deliveries_where(info.context.reach(self.clinic_id), order, state=state)
        given = Pageable(first, after, last, before)
        of, column, clinic = self.record.id, "webhook_delivery.endpoint_id", self.clinic_id
        return await listed_of_parent(info, of, column, selection, given, shown(WebhookDelivery), clinic)


async def find_webhook_endpoint(context: Context, key: UUID) -> WebhookEndpoint | None:
    record = await context.loaders.webhook_endpoints.load(key)
    return WebhookEndpoint.of(record) if record else None


async def find_webhook_delivery(context: Context, key: UUID) -> WebhookDelivery | None:
    record = await context.loaders.webhook_deliveries.load(key)
    return WebhookDelivery.of(record) if record else None


@input_type("Which endpoints; what is left out does not matter.")
class WebhookEndpointWhere:
    state: WebhookEndpointState | None = optional_input("That are like this.", policy=OF_PARENT)
    api_key_id: strawberry.ID | None = optional_input(
        "Whose document is executed as this key.", policy=Needs(Permission.KEY_READ)
    )


@enum_type("What endpoints are ordered by.", CREATED_AT="Since when they are there.")
class WebhookEndpointOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of endpoints.")
class WebhookEndpointOrderBy:
    by: WebhookEndpointOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class WebhookQueries:
    @field("A clinic's webhook endpoints, the oldest first unless ordered.", policy=READ, cost=1)
    async def webhook_endpoints(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[WebhookEndpointWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[WebhookEndpointOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[WebhookEndpoint] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.WEBHOOK_READ)
        including = asked_of_items(info, {"apiKey": "api_key_id"})
        check_input(context.actor, where, clinic, "where")
        selection = endpoints_where(
            context.reach(clinic),
            ordered(ENDPOINT_ORDERS, order_by),
            including,
            state=where.state.value if where and where.state else None,
            api_key_id=optional_key(where.api_key_id, "ApiKey", field="where.apiKeyId") if where else None,
        )
        return await listed(info, selection, Pageable(first, after, last, before), shown(WebhookEndpoint), clinic)
