"""Identity providers as a clinic's staff see them, and what somebody has linked with their own account."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.db import listed
from chatbookr_core.people.oidc.flows import redirect_uri_of
from chatbookr_core.people.oidc.queries import (
    ENABLED,
    PROVIDER_ORDERS,
    IdentityRecord,
    ProviderRecord,
    identities_of,
    providers_where,
)
from chatbookr_permissions.actions import Permission
from chatbookr_schema import paging
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, enum_type, field, input_type, object_type, optional_input
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import Node, clinic_for
from chatbookr_schema.paging import After, Before, Connection, First, Last, OrderDirection, Pageable, ordered, shown
from chatbookr_schema.recorded import Recorded


@object_type(
    "An OpenID provider that a clinic lets its people log in by. Its secret is shown to nobody.",
    needs=Permission.IDENTITY_PROVIDER_READ,
    record=ProviderRecord,
)
class IdentityProvider(Recorded, Node):
    clinic_id: strawberry.Private[UUID]
    record: strawberry.Private[ProviderRecord]
    name: str = field("What its button says.", policy=OF_PARENT)
    issuer: str = field("Who runs it, as its own documents say.", policy=OF_PARENT)
    client_id: str = field("What it knows this deployment by.", policy=OF_PARENT)
    requires_access_token_hash: bool = field("Whether an ID token without `at_hash` is refused.", policy=OF_PARENT)
    trusts_second_factor: bool = field("Whether its word counts for a second factor.", policy=OF_PARENT)
    created_at: datetime = field("When it was registered.", policy=OF_PARENT)

    @field(
        "The domains whose verified e-mails alone are let in; empty: any.", policy=OF_PARENT, reads=("email_domains",)
    )
    def email_domains(self) -> list[str]:
        return listed(self.record.email_domains) or []

    @field(
        "Values of `acr` by which it says so, beside `mfa` in `amr`.", policy=OF_PARENT, reads=("second_factor_acrs",)
    )
    def second_factor_acrs(self) -> list[str]:
        return listed(self.record.second_factor_acrs) or []

    @field("Whether anybody can log in by it.", policy=OF_PARENT, reads=("state",))
    def is_enabled(self) -> bool:
        return self.record.state == ENABLED

    @field("The redirect URI to be registered there, letter by letter.", policy=OF_PARENT, reads=())
    def redirect_uri(self, info: Info) -> str:
        return redirect_uri_of(info.context.deployment, self.record.id)

    @field("Where a browser begins a log-in by it.", policy=OF_PARENT, reads=())
    def log_in_url(self, info: Info) -> str:
        return f"{info.context.deployment.settings.public_url}/oidc/{self.record.id}/begin"

    @field(
        "Where it can say that somebody logged out there (OpenID Connect Back-Channel Logout).",
        policy=OF_PARENT,
        reads=(),
    )
    def back_channel_logout_uri(self, info: Info) -> str:
        return f"{info.context.deployment.settings.public_url}/oidc/{self.record.id}/back-channel-logout"


@object_type("A log-in at a provider that opens somebody's own account.")
class LinkedIdentity:
    id: strawberry.ID = field("Opaque; for removing it.", policy=OF_PARENT)
    provider_name: str = field("What the provider's button says.", policy=OF_PARENT)
    issuer: str = field("Who runs it.", policy=OF_PARENT)
    clinic_id: strawberry.ID = field("The one clinic it opens.", policy=OF_PARENT)
    created_at: datetime = field("When it was linked.", policy=OF_PARENT)
    last_used_at: datetime | None = field("When it was last logged in by.", policy=OF_PARENT)

    @classmethod
    def of(cls, record: IdentityRecord) -> "LinkedIdentity":
        return cls(
            id=strawberry.ID(global_id("LinkedIdentity", record.id)),
            provider_name=record.provider_name,
            issuer=record.issuer,
            clinic_id=strawberry.ID(global_id("Clinic", record.clinic_id)),
            created_at=record.created_at,
            last_used_at=record.last_used_at,
        )


async def linked_identities(user_id: UUID) -> list[LinkedIdentity]:
    """Show somebody what they have linked."""
    return [LinkedIdentity.of(record) for record in await identities_of(user_id)]


async def find_identity_provider(context: Context, key: UUID) -> IdentityProvider | None:
    record = await context.loaders.identity_providers.load(key)
    return IdentityProvider.of(record) if record else None


@input_type("Which identity providers; what is left out does not matter.")
class IdentityProviderWhere:
    is_enabled: bool | None = optional_input("That can be logged in by, or that cannot.", policy=OF_PARENT)


@enum_type("What identity providers are ordered by.", CREATED_AT="When they were registered.")
class IdentityProviderOrderField(Enum):
    CREATED_AT = "created_at"


@input_type("The order of identity providers.")
class IdentityProviderOrderBy:
    by: IdentityProviderOrderField = field("By what.", policy=OF_PARENT, name="field")
    direction: OrderDirection = field("Which way.", policy=OF_PARENT, default=OrderDirection.ASC)


@strawberry.type
class IdentityQueries:
    @field(
        "A clinic's identity providers, the newest first unless ordered; also those that are disabled.",
        policy=Needs(Permission.IDENTITY_PROVIDER_READ),
        cost=1,
    )
    async def identity_providers(
        self,
        info: Info,
        clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")],
        where: Annotated[IdentityProviderWhere | None, argument("Which of them.")] = None,
        order_by: Annotated[IdentityProviderOrderBy | None, argument("In which order.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[IdentityProvider] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.IDENTITY_PROVIDER_READ)
        is_enabled = where.is_enabled if where else None
        selection = providers_where(context.reach(clinic), ordered(PROVIDER_ORDERS, order_by), is_enabled=is_enabled)
        return await paging.listed(
            info, selection, Pageable(first, after, last, before), shown(IdentityProvider), clinic
        )
