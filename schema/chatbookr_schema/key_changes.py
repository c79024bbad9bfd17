"""What managers do with API keys, having proved again who they are: make, rotate and revoke them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.errors import InvalidInput
from chatbookr_core.partners.rules import LONGEST_OVERLAP, SCOPE_NOT_GRANTABLE, KeyDraft
from chatbookr_core.partners.service import MadeKey, create_key, revoke_key, rotate_key
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import (
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of, keys_of
from chatbookr_schema.keys import ApiKey, find_api_key
from chatbookr_schema.mutation import COMMON, OUTCOME, Outcome, UserError, change, error_codes
from chatbookr_schema.values import aware, limited

READ, MANAGE = Needs(Permission.KEY_READ), Needs(Permission.KEY_MANAGE)
STEP_UP = "Prove again who you are: `POST /step-up` with your password, then ask again within 5 minutes."
TOKEN = "The token, shown this once: nobody can read it again."  # noqa: S105  # what is said of one


@error_codes(
    "Why a key was not made.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    SCOPE_NOT_GRANTABLE="A scope that no key can have, that the asker does not hold, or that is about no place.",
    QUOTA_REACHED="The clinic has as many open keys as it can have: revoke one first.",
)
class ApiKeyCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    SCOPE_NOT_GRANTABLE = "SCOPE_NOT_GRANTABLE"
    QUOTA_REACHED = "QUOTA_REACHED"


@error_codes(
    "Why a key was not rotated.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    KEY_CLOSED="It is revoked or has expired: make a new one.",
)
class ApiKeyRotateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    KEY_CLOSED = "KEY_CLOSED"


@error_codes("Why a key was not revoked.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class ApiKeyRevokeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@input_type("A key, as it is to be made.")
class ApiKeyCreateInput:
    clinic_id: strawberry.ID = field("The clinic it opens.", policy=OF_PARENT)
    name: str = field("What it is for, at most 80 characters.", policy=OF_PARENT)
    scopes: list[str] = field(
        "What it may do, as `resource:action`: nothing administrative, and nothing you may not do.", policy=OF_PARENT
    )
    location_ids: list[strawberry.ID] | None = optional_input(
        "The places it is limited to; left out, every one.", policy=OF_PARENT
    )
    ip_ranges: list[str] | None = optional_input(
        "Where it opens from, as CIDR, at most 20; left out, from anywhere.", policy=OF_PARENT
    )
    expires_at: datetime | None = optional_input("When it ends; left out, when it is revoked.", policy=OF_PARENT)
    is_strict: bool = field("One denied field refuses its whole operation.", policy=OF_PARENT, default=False)


@input_type("How to rotate a key.")
class ApiKeyRotateInput:
    api_key_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    previous_until: datetime | None = optional_input(
        f"Until when the token of before opens, at most {LONGEST_OVERLAP.days} days on; left out, it ends at once.",
        policy=OF_PARENT,
    )


@object_type("What became of making a key.")
class ApiKeyCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    api_key: ApiKey | None = field("The key.", policy=READ)
    token: str | None = field(TOKEN, policy=MANAGE, data=DataClass.SECRET)
    user_errors: list[UserError[ApiKeyCreateErrorCode]] = field("Why it was not made.", policy=OUTCOME)


@object_type("What became of rotating a key.")
class ApiKeyRotatePayload:
    clinic_id: strawberry.Private[UUID | None]
    api_key: ApiKey | None = field("The key as it is now.", policy=READ)
    token: str | None = field(TOKEN, policy=MANAGE, data=DataClass.SECRET)
    user_errors: list[UserError[ApiKeyRotateErrorCode]] = field("Why it was not rotated.", policy=OUTCOME)


@object_type("What became of revoking a key.")
class ApiKeyRevokePayload:
    clinic_id: strawberry.Private[UUID | None]
    api_key: ApiKey | None = field("The key as it is now.", policy=READ)
    user_errors: list[UserError[ApiKeyRevokeErrorCode]] = field("Why it was not revoked.", policy=OUTCOME)


async def _changed(context: Context, outcome: Outcome) -> ApiKey | None:
    return await find_api_key(context, outcome.key) if outcome.key else None


def _draft(input: ApiKeyCreateInput) -> Callable[[], KeyDraft]:
    """Read ids, instants and lengths at once, so that a wrong one is refused; scopes are judged as a whole, later."""
    draft = KeyDraft(
        clinic_id=key_of(input.clinic_id, "Clinic", field="input.clinicId"),
        name=input.name,
        scopes=(),
        location_ids=keys_of(input.location_ids, "Location", field="input.locationIds"),
        ip_ranges=tuple(limited(input.ip_ranges or [], "input.ipRanges")),
        expires_at=aware(input.expires_at, "input.expiresAt"),
        is_strict=input.is_strict,
    )
    names = limited(input.scopes, "input.scopes")
    return lambda: replace(draft, scopes=tuple(_permission(one, place) for place, one in enumerate(names)))


def _permission(name: str, place: int) -> Permission:
    """Read a scope. Raises InvalidInput for what is none."""
    try:
        return Permission(name)
    except ValueError:
        details = {"problem": SCOPE_NOT_GRANTABLE}
        raise InvalidInput("There is no scope of that name.", field=f"scopes.{place}", details=details) from None


@strawberry.type
class KeyMutations:
    @field("Make an API key for a partner's program.", policy=MANAGE, cost=10)
    async def api_key_create(
        self, info: Info, input: Annotated[ApiKeyCreateInput, argument("The key.")]
    ) -> ApiKeyCreatePayload | None:
        context, actor = info.context, info.context.principal()
        draft = _draft(input)
        made: list[MadeKey] = []

        async def work() -> UUID:
            made[:] = [await create_key(context.deployment, actor, draft())]
            return made[0].key_id

        outcome = await change(info, input, ApiKeyCreateErrorCode, work)
        found = await _changed(context, outcome)
        return ApiKeyCreatePayload(
            clinic_id=found.clinic_id if found else None,
            api_key=found,
            token=made[0].token if outcome.key and made else None,
            user_errors=outcome.user_errors,
        )

    @field("Give a key another token; the one of before can go on for a while.", policy=MANAGE, cost=10)
    async def api_key_rotate(
        self, info: Info, input: Annotated[ApiKeyRotateInput, argument("Which key, and how.")]
    ) -> ApiKeyRotatePayload | None:
        context, actor = info.context, info.context.principal()
        key_id = key_of(input.api_key_id, "ApiKey", field="input.apiKeyId")
        until = aware(input.previous_until, "input.previousUntil")
        made: list[MadeKey] = []

        async def work() -> UUID:
            made[:] = [await rotate_key(context.deployment, actor, key_id, previous_until=until)]
            return key_id

        outcome = await change(info, input, ApiKeyRotateErrorCode, work)
        found = await _changed(context, outcome)
        return ApiKeyRotatePayload(
            clinic_id=found.clinic_id if found else None,
            api_key=found,
            token=made[0].token if outcome.key and made else None,
            user_errors=outcome.user_errors,
        )

    @field("Take a key back: at once, everywhere, and for ever.", policy=MANAGE, cost=10)
    async def api_key_revoke(
        self, info: Info, api_key_id: Annotated[strawberry.ID, argument("Which key.")]
    ) -> ApiKeyRevokePayload | None:
        context, actor = info.context, info.context.principal()
        key_id = key_of(api_key_id, "ApiKey", field="apiKeyId")
        outcome = await change(info, None, ApiKeyRevokeErrorCode, lambda: revoke_key(context.deployment, actor, key_id))
        found = await _changed(context, outcome)
        return ApiKeyRevokePayload(
            clinic_id=found.clinic_id if found else None, api_key=found, user_errors=outcome.user_errors
        )
