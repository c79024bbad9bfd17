"""What managers do with webhooks, having proved again who they are: make, change, delete; test and replay."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import Enum
from typing import Annotated, cast
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from chatbookr_core.errors import InvalidInput
from chatbookr_core.webhooks.deliveries import replay_delivery, send_test
from chatbookr_core.webhooks.endpoints import (
    MadeEndpoint,
    create_endpoint,
    delete_endpoint,
    endpoint_for,
    key_for,
    rotate_secret,
    update_endpoint,
)
from chatbookr_core.webhooks.payloads import Document
from chatbookr_core.webhooks.rules import LONGEST_OVERLAP
from chatbookr_permissions.actor import Actor, KeyActor
from chatbookr_schema.context import Info
from chatbookr_schema.field import (
    OF_PARENT,
    DataClass,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of
from chatbookr_schema.key_changes import STEP_UP
from chatbookr_schema.limits import check_variables
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.surface_schema import ChatbookrSchema
from chatbookr_schema.webhook_payloads import checked_document
from chatbookr_schema.webhooks import MANAGE, READ, WebhookDelivery, WebhookEndpoint
from chatbookr_schema.webhooks import find_webhook_delivery as find_delivery
from chatbookr_schema.webhooks import find_webhook_endpoint as find_endpoint

NOT_FOUND, INVALID_VALUE = COMMON["NOT_FOUND"], COMMON["INVALID_VALUE"]
URL = "Not an https:// address of the public internet, or with a user, a fragment or another port than 443 and 8443."
DOCUMENT = "Not exactly one subscription that partners' programs have, or one the key may not listen to."
DISABLED = "The endpoint is disabled: enable it first."
SECRET = "The secret deliveries are signed with, shown this once."  # noqa: S105  # what is said of one


@error_codes(
    "Why an endpoint was not made.",
    NOT_FOUND=NOT_FOUND,
    INVALID_VALUE=INVALID_VALUE,
    STEP_UP_REQUIRED=STEP_UP,
    URL_NOT_ALLOWED=URL,
    DOCUMENT_INVALID=DOCUMENT,
    QUOTA_REACHED="The clinic has as many endpoints as it can have: delete one first.",
)
class WebhookEndpointCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    URL_NOT_ALLOWED = "URL_NOT_ALLOWED"
    DOCUMENT_INVALID = "DOCUMENT_INVALID"
    QUOTA_REACHED = "QUOTA_REACHED"


@error_codes(
    "Why an endpoint was not changed.",
    NOT_FOUND=NOT_FOUND,
    INVALID_VALUE=INVALID_VALUE,
    STEP_UP_REQUIRED=STEP_UP,
    URL_NOT_ALLOWED=URL,
    DOCUMENT_INVALID=DOCUMENT,
)
class WebhookEndpointUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    URL_NOT_ALLOWED = "URL_NOT_ALLOWED"
    DOCUMENT_INVALID = "DOCUMENT_INVALID"


@error_codes(
    "Why the secret was not rotated.", NOT_FOUND=NOT_FOUND, INVALID_VALUE=INVALID_VALUE, STEP_UP_REQUIRED=STEP_UP
)
class WebhookSecretRotateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@error_codes("Why an endpoint was not deleted.", NOT_FOUND=NOT_FOUND, STEP_UP_REQUIRED=STEP_UP)
class WebhookEndpointDeleteErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@error_codes("Why no test was sent.", NOT_FOUND=NOT_FOUND, ENDPOINT_DISABLED=DISABLED)
class WebhookTestErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    ENDPOINT_DISABLED = "ENDPOINT_DISABLED"


@error_codes("Why nothing was sent again.", NOT_FOUND=NOT_FOUND, ENDPOINT_DISABLED=DISABLED)
class WebhookDeliveryReplayErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    ENDPOINT_DISABLED = "ENDPOINT_DISABLED"


@input_type("An endpoint, as it is to be made.")
class WebhookEndpointCreateInput:
    clinic_id: strawberry.ID = field("The clinic whose events it is told of.", policy=OF_PARENT)
    api_key_id: strawberry.ID = field(
        "The key the document is executed as: what it may not read is null in payloads.", policy=OF_PARENT
    )
    url: str = field(
        "Where to post: https://, on the public internet, port 443 or 8443.", policy=OF_PARENT, data=DataClass.SECRET
    )
    document: str = field(
        "One subscription of the partners' schema; executed for every event it is about.", policy=OF_PARENT
    )
    variables: JSON | None = optional_input("The document's variables, an object.", policy=OF_PARENT)


@input_type("What to change of an endpoint; what is left out stays.")
class WebhookEndpointUpdateInput:
    endpoint_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    url: str | None = optional_input("Where to post.", policy=OF_PARENT, data=DataClass.SECRET)
    document: str | None = optional_input("Another subscription, with its variables.", policy=OF_PARENT)
    variables: JSON | None = optional_input("The variables of the document given with them.", policy=OF_PARENT)
    is_enabled: bool | None = optional_input(
        "Enable it again, to be told what happens from then on; or disable it.", policy=OF_PARENT
    )


@input_type("How to rotate an endpoint's secret.")
class WebhookSecretRotateInput:
    endpoint_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    overlap_hours: int = field(
        f"For how long to sign under both, at most {LONGEST_OVERLAP.days * 24}; 0: the old one ends at once.",
        policy=OF_PARENT,
        default=24,
    )


@object_type("What became of making an endpoint.")
class WebhookEndpointCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    endpoint: WebhookEndpoint | None = field("The endpoint.", policy=READ)
    secret: str | None = field(SECRET, policy=MANAGE, data=DataClass.SECRET)
    user_errors: list[UserError[WebhookEndpointCreateErrorCode]] = field("Why it was not made.", policy=OUTCOME)


@object_type("What became of changing an endpoint.")
class WebhookEndpointUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    endpoint: WebhookEndpoint | None = field("The endpoint as it is now.", policy=READ)
    user_errors: list[UserError[WebhookEndpointUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@object_type("What became of rotating a secret.")
class WebhookSecretRotatePayload:
    clinic_id: strawberry.Private[UUID | None]
    endpoint: WebhookEndpoint | None = field("The endpoint as it is now.", policy=READ)
    secret: str | None = field(SECRET, policy=MANAGE, data=DataClass.SECRET)
    user_errors: list[UserError[WebhookSecretRotateErrorCode]] = field("Why it was not rotated.", policy=OUTCOME)


@object_type("What became of deleting an endpoint.")
class WebhookEndpointDeletePayload:
    deleted_id: strawberry.ID | None = field("The id that is no more.", policy=OUTCOME)
    user_errors: list[UserError[WebhookEndpointDeleteErrorCode]] = field("Why it was not deleted.", policy=OUTCOME)


@object_type("What became of asking for a test.")
class WebhookTestPayload:
    clinic_id: strawberry.Private[UUID | None]
    delivery: WebhookDelivery | None = field("The test on its way; ask for it again to see it end.", policy=READ)
    user_errors: list[UserError[WebhookTestErrorCode]] = field("Why none was sent.", policy=OUTCOME)


@object_type("What became of asking for a replay.")
class WebhookDeliveryReplayPayload:
    clinic_id: strawberry.Private[UUID | None]
    delivery: WebhookDelivery | None = field("The new delivery on its way.", policy=READ)
    user_errors: list[UserError[WebhookDeliveryReplayErrorCode]] = field("Why nothing was sent again.", policy=OUTCOME)


def _variables(given: object) -> dict[str, object]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise InvalidInput("Variables are an object.", field="variables")
    check_variables({"variables": given})  # those that are written in the document were not among its variables
    return given


def _made(made: list[MadeEndpoint], make: Callable[[], Awaitable[MadeEndpoint]]) -> Callable[[], Awaitable[UUID]]:
    """Keep what was made beside its id; a transaction that is tried again makes it again."""

    async def work() -> UUID:
        made[:] = [await make()]
        return made[0].endpoint_id

    return work


async def _checked(info: Info, key: KeyActor, text: str, variables: JSON | None) -> Document:
    """Check a document in the schema it will be executed in, which is the partners'."""
    schema = cast("ChatbookrSchema", info.schema).of_webhooks()
    return await checked_document(schema, info.context.deployment, key, text, _variables(variables))


async def _document_for_update(info: Info, actor: Actor, input: WebhookEndpointUpdateInput) -> Document | None:
    if input.document is None:
        return None
    row = await endpoint_for(actor, key_of(input.endpoint_id, "WebhookEndpoint", field="input.endpointId"))
    key = await key_for(actor, row.clinic_id, row.api_key_id, now=info.context.now)
    return await _checked(info, key, input.document, input.variables)


@strawberry.type
class WebhookMutations:
    @field("Let a partner be called when something happens.", policy=MANAGE, cost=10)
    async def webhook_endpoint_create(
        self, info: Info, input: Annotated[WebhookEndpointCreateInput, argument("The endpoint.")]
    ) -> WebhookEndpointCreatePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        key_id = key_of(input.api_key_id, "ApiKey", field="input.apiKeyId")
        made: list[MadeEndpoint] = []
        documents: list[Document] = []

        async def look() -> None:
            key = await key_for(actor, clinic_id, key_id, now=context.now)
            documents.append(await _checked(info, key, input.document, input.variables))

        async def make() -> MadeEndpoint:
            given = {"clinic_id": clinic_id, "api_key_id": key_id}
            return await create_endpoint(context.deployment, actor, **given, url=input.url, document=documents[0])

        outcome = await change(info, input, WebhookEndpointCreateErrorCode, _made(made, make), look=look)
        found = await find_endpoint(context, outcome.key) if outcome.key else None
        return WebhookEndpointCreatePayload(
            clinic_id=found.clinic_id if found else None,
            endpoint=found,
            secret=made[0].secret if found and made else None,
            user_errors=outcome.user_errors,
        )

    @field("Change an endpoint, enable it again or disable it.", policy=MANAGE, cost=10)
    async def webhook_endpoint_update(
        self, info: Info, input: Annotated[WebhookEndpointUpdateInput, argument("What to change.")]
    ) -> WebhookEndpointUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.endpoint_id, "WebhookEndpoint", field="input.endpointId")
        documents: list[Document | None] = []

        async def look() -> None:
            documents.append(await _document_for_update(info, actor, input))

        async def work() -> UUID:
            return await update_endpoint(
                context.deployment, actor, key, url=input.url, document=documents[0], is_enabled=input.is_enabled
            )

        outcome = await change(info, input, WebhookEndpointUpdateErrorCode, work, look=look)
        found = await find_endpoint(context, outcome.key) if outcome.key else None
        return WebhookEndpointUpdatePayload(
            clinic_id=found.clinic_id if found else None, endpoint=found, user_errors=outcome.user_errors
        )

    @field("Give an endpoint another secret; the old one can stand beside it for a while.", policy=MANAGE, cost=10)
    async def webhook_secret_rotate(
        self, info: Info, input: Annotated[WebhookSecretRotateInput, argument("Which endpoint, and how.")]
    ) -> WebhookSecretRotatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.endpoint_id, "WebhookEndpoint", field="input.endpointId")
        overlap = timedelta(hours=max(min(input.overlap_hours, 10_000), -1))
        made: list[MadeEndpoint] = []
        work = _made(made, lambda: rotate_secret(context.deployment, actor, key, overlap=overlap))
        outcome = await change(info, input, WebhookSecretRotateErrorCode, work)
        found = await find_endpoint(context, outcome.key) if outcome.key else None
        return WebhookSecretRotatePayload(
            clinic_id=found.clinic_id if found else None,
            endpoint=found,
            secret=made[0].secret if found and made else None,
            user_errors=outcome.user_errors,
        )

    @field("Delete an endpoint, with its deliveries.", policy=MANAGE, cost=10)
    async def webhook_endpoint_delete(
        self, info: Info, endpoint_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> WebhookEndpointDeletePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(endpoint_id, "WebhookEndpoint", field="endpointId")
        outcome = await change(
            info, None, WebhookEndpointDeleteErrorCode, lambda: delete_endpoint(context.deployment, actor, key)
        )
        return WebhookEndpointDeletePayload(
            deleted_id=endpoint_id if outcome.key else None, user_errors=outcome.user_errors
        )

    @field("Send a delivery that says that it is a test.", policy=MANAGE, cost=10)
    async def webhook_test(
        self, info: Info, endpoint_id: Annotated[strawberry.ID, argument("Where to.")]
    ) -> WebhookTestPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(endpoint_id, "WebhookEndpoint", field="endpointId")
        outcome = await change(info, None, WebhookTestErrorCode, lambda: send_test(context.deployment, actor, key))
        found = await find_delivery(context, outcome.key) if outcome.key else None
        return WebhookTestPayload(
            clinic_id=found.clinic_id if found else None, delivery=found, user_errors=outcome.user_errors
        )

    @field("Tell again of what was told before: a new delivery, its payload as things are now.", policy=MANAGE, cost=10)
    async def webhook_delivery_replay(
        self, info: Info, delivery_id: Annotated[strawberry.ID, argument("Which delivery.")]
    ) -> WebhookDeliveryReplayPayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(delivery_id, "WebhookDelivery", field="deliveryId")
        outcome = await change(
            info, None, WebhookDeliveryReplayErrorCode, lambda: replay_delivery(context.deployment, actor, key)
        )
        found = await find_delivery(context, outcome.key) if outcome.key else None
        return WebhookDeliveryReplayPayload(
            clinic_id=found.clinic_id if found else None, delivery=found, user_errors=outcome.user_errors
        )
