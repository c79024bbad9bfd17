"""What an owner does with identity providers, and anybody with what they have linked, having proved who they are."""

from enum import Enum
from typing import Annotated, Final
from uuid import UUID

import strawberry

from chatbookr_core.people.oidc.identities import remove_identity
from chatbookr_core.people.oidc.providers import change_provider, register_provider, remove_provider
from chatbookr_core.people.oidc.rules import ProviderChange, ProviderDraft
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import (
    AUTHENTICATED,
    OF_PARENT,
    DataClass,
    Needs,
    argument,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.identities import IdentityProvider, find_identity_provider
from chatbookr_schema.ids import key_of
from chatbookr_schema.key_changes import STEP_UP
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.values import limited

READ, MANAGE = Needs(Permission.IDENTITY_PROVIDER_READ), Needs(Permission.IDENTITY_PROVIDER_MANAGE)
SECRET: Final = "What this deployment proves itself to it with; sealed, and shown to nobody."  # noqa: S105  # what is said of one
DOMAINS: Final = "Let in verified e-mails of these domains alone, in lower case, at most 20."
ACRS: Final = "Values of `acr` by which it says that two factors were shown, at most 20; `mfa` in `amr` always does."


@error_codes(
    "Why an identity provider was not registered.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    QUOTA_REACHED="The clinic has as many identity providers as it can have: remove one first.",
)
class IdentityProviderCreateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    QUOTA_REACHED = "QUOTA_REACHED"


@error_codes(
    "Why an identity provider was not changed.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
)
class IdentityProviderUpdateErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@error_codes("Why an identity provider was not removed.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class IdentityProviderDeleteErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@error_codes("Why a linked identity was not removed.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class LinkedIdentityRemoveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@input_type("An identity provider, as it is to be registered.")
class IdentityProviderCreateInput:
    clinic_id: strawberry.ID = field("The clinic whose people log in by it.", policy=OF_PARENT)
    name: str = field("What its button says, at most 80 characters.", policy=OF_PARENT)
    issuer: str = field("Its issuer, letter by letter: https://, no query.", policy=OF_PARENT)
    client_id: str = field("What it knows this deployment by.", policy=OF_PARENT)
    client_secret: str = field(SECRET, policy=OF_PARENT, data=DataClass.SECRET)
    email_domains: list[str] | None = optional_input(f"{DOMAINS} Left out: any.", policy=OF_PARENT)
    requires_access_token_hash: bool = field(
        "Refuse ID tokens without `at_hash`: let go of it only where the provider never sends one.",
        policy=OF_PARENT,
        default=True,
    )
    trusts_second_factor: bool = field(
        "Let its word count for a second factor: only where it asks everybody for one.", policy=OF_PARENT, default=False
    )
    second_factor_acrs: list[str] | None = optional_input(ACRS, policy=OF_PARENT)


@input_type("What to change about an identity provider; its issuer and client id never change.")
class IdentityProviderUpdateInput:
    identity_provider_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    name: str | None = optional_input("What its button says.", policy=OF_PARENT)
    client_secret: str | None = optional_input(SECRET, policy=OF_PARENT, data=DataClass.SECRET)
    email_domains: list[str] | None = optional_input(f"{DOMAINS} Empty: any.", policy=OF_PARENT)
    requires_access_token_hash: bool | None = optional_input("Refuse ID tokens without `at_hash`.", policy=OF_PARENT)
    trusts_second_factor: bool | None = optional_input("Let its word count for a second factor.", policy=OF_PARENT)
    second_factor_acrs: list[str] | None = optional_input(ACRS, policy=OF_PARENT)
    is_enabled: bool | None = optional_input(
        "Whether anybody can log in by it; disabled, the sessions it opened end.", policy=OF_PARENT
    )


@object_type("What became of registering an identity provider.")
class IdentityProviderCreatePayload:
    clinic_id: strawberry.Private[UUID | None]
    identity_provider: IdentityProvider | None = field("The provider.", policy=READ)
    user_errors: list[UserError[IdentityProviderCreateErrorCode]] = field("Why it was not registered.", policy=OUTCOME)


@object_type("What became of changing an identity provider.")
class IdentityProviderUpdatePayload:
    clinic_id: strawberry.Private[UUID | None]
    identity_provider: IdentityProvider | None = field("The provider as it is now.", policy=READ)
    user_errors: list[UserError[IdentityProviderUpdateErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@object_type("What became of removing an identity provider.")
class IdentityProviderDeletePayload:
    deleted_id: strawberry.ID | None = field("The id it had.", policy=OUTCOME)
    user_errors: list[UserError[IdentityProviderDeleteErrorCode]] = field("Why it was not removed.", policy=OUTCOME)


@object_type("What became of removing a linked identity.")
class LinkedIdentityRemovePayload:
    removed_id: strawberry.ID | None = field("The id it had.", policy=OUTCOME)
    user_errors: list[UserError[LinkedIdentityRemoveErrorCode]] = field("Why it was not removed.", policy=OUTCOME)


def _texts(values: list[str] | None, name: str) -> tuple[str, ...] | None:
    return None if values is None else tuple(limited(values, f"input.{name}"))


def _draft(input: IdentityProviderCreateInput) -> ProviderDraft:
    return ProviderDraft(
        clinic_id=key_of(input.clinic_id, "Clinic", field="input.clinicId"),
        name=input.name,
        issuer=input.issuer,
        client_id=input.client_id,
        client_secret=input.client_secret,
        email_domains=_texts(input.email_domains, "emailDomains") or (),
        requires_access_token_hash=input.requires_access_token_hash,
        trusts_second_factor=input.trusts_second_factor,
        second_factor_acrs=_texts(input.second_factor_acrs, "secondFactorAcrs") or (),
    )


def _wanted(input: IdentityProviderUpdateInput) -> ProviderChange:
    return ProviderChange(
        name=input.name,
        client_secret=input.client_secret,
        email_domains=_texts(input.email_domains, "emailDomains"),
        requires_access_token_hash=input.requires_access_token_hash,
        trusts_second_factor=input.trusts_second_factor,
        second_factor_acrs=_texts(input.second_factor_acrs, "secondFactorAcrs"),
        is_enabled=input.is_enabled,
    )


@strawberry.type
class IdentityMutations:
    @field("Let a clinic's people log in by an OpenID provider.", policy=MANAGE, cost=10)
    async def identity_provider_create(
        self, info: Info, input: Annotated[IdentityProviderCreateInput, argument("The provider.")]
    ) -> IdentityProviderCreatePayload | None:
        context, actor, draft = info.context, info.context.principal(), _draft(input)
        outcome = await change(
            info,
            input,
            IdentityProviderCreateErrorCode,
            lambda: register_provider(context.deployment, actor, draft),
        )
        found = await find_identity_provider(context, outcome.key) if outcome.key else None
        return IdentityProviderCreatePayload(
            clinic_id=found.clinic_id if found else None, identity_provider=found, user_errors=outcome.user_errors
        )

    @field("Change an identity provider, disable it or enable it again.", policy=MANAGE, cost=10)
    async def identity_provider_update(
        self, info: Info, input: Annotated[IdentityProviderUpdateInput, argument("What to change.")]
    ) -> IdentityProviderUpdatePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.identity_provider_id, "IdentityProvider", field="input.identityProviderId")
        wanted = _wanted(input)
        outcome = await change(
            info,
            input,
            IdentityProviderUpdateErrorCode,
            lambda: change_provider(context.deployment, actor, key, wanted),
        )
        found = await find_identity_provider(context, outcome.key) if outcome.key else None
        return IdentityProviderUpdatePayload(
            clinic_id=found.clinic_id if found else None, identity_provider=found, user_errors=outcome.user_errors
        )

    @field("Remove an identity provider: all links by it are gone, the sessions it opened end.", policy=MANAGE, cost=10)
    async def identity_provider_delete(
        self, info: Info, identity_provider_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> IdentityProviderDeletePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(identity_provider_id, "IdentityProvider", field="identityProviderId")
        outcome = await change(
            info, None, IdentityProviderDeleteErrorCode, lambda: remove_provider(context.deployment, actor, key)
        )
        return IdentityProviderDeletePayload(
            deleted_id=identity_provider_id if outcome.key else None, user_errors=outcome.user_errors
        )

    @field(
        "Take a linked identity from the asker's own account; the sessions it opened end.",
        policy=AUTHENTICATED,
        cost=10,
    )
    async def linked_identity_remove(
        self, info: Info, linked_identity_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> LinkedIdentityRemovePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(linked_identity_id, "LinkedIdentity", field="linkedIdentityId")
        outcome = await change(
            info, None, LinkedIdentityRemoveErrorCode, lambda: remove_identity(context.deployment, actor, key)
        )
        return LinkedIdentityRemovePayload(
            removed_id=linked_identity_id if outcome.key else None, user_errors=outcome.user_errors
        )
