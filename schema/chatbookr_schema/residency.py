"""Where a clinic's data is handled, by whom, and what was granted to them."""

from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.residency.register import Entry, entries_of
from chatbookr_core.residency.service import grants_of, manifests_for
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, Needs, argument, field, object_type
from chatbookr_schema.ids import global_id
from chatbookr_schema.nodes import clinic_for

READ = Needs(Permission.CLINIC_READ)


@object_type("Somebody outside who receives personal data of the clinic (Art. 28 GDPR).", needs=Permission.CLINIC_READ)
class Subprocessor:
    clinic_id: strawberry.Private[UUID]
    plugin: str = field("The plugin that hands data to them.", policy=OF_PARENT)
    name: str = field("Who they are.", policy=OF_PARENT)
    purpose: str = field("What for.", policy=OF_PARENT)
    regions: list[str] = field("Where they handle data: countries, or EU.", policy=OF_PARENT)
    regions_outside: list[str] = field("Which of these lie outside of the clinic's region.", policy=OF_PARENT)
    data_categories: list[str] = field("Which data.", policy=OF_PARENT)
    transfer_mechanism: str = field("On what ground data goes abroad (chapter V GDPR).", policy=OF_PARENT)
    remarks: list[str] = field("What a clinic would otherwise learn too late.", policy=OF_PARENT)

    @classmethod
    def of(cls, entry: Entry, clinic_id: UUID) -> "Subprocessor":
        return cls(
            clinic_id=clinic_id,
            plugin=entry.plugin,
            name=entry.name,
            purpose=entry.purpose,
            regions=list(entry.regions),
            regions_outside=list(entry.regions_outside),
            data_categories=list(entry.data_categories),
            transfer_mechanism=entry.transfer_mechanism,
            remarks=list(entry.notes),
        )


@object_type("What a calendar's provider says was granted, as stored then.", needs=Permission.CONNECTION_READ)
class GrantedScopes:
    clinic_id: strawberry.Private[UUID]
    calendar_id: strawberry.ID = field("Which connected calendar.", policy=OF_PARENT)
    plugin: str = field("By which plugin.", policy=OF_PARENT)
    scopes: list[str] = field("The scopes.", policy=OF_PARENT)


@strawberry.type
class ResidencyQueries:
    @field(
        "Who receives personal data of a clinic, by what it has connected.",
        policy=READ,
        cost=1,
        lists=5,
        also={"Clinic": ("region",)},
    )
    async def subprocessors(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> list[Subprocessor] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CLINIC_READ)
        found = await context.loaders.clinics.load(clinic)
        home = found.region if found else context.deployment.settings.region
        entries = entries_of(await manifests_for(context.deployment, clinic), home)
        return [Subprocessor.of(one, clinic) for one in entries]

    @field(
        "What practitioners granted to the clinic's connected calendars.",
        policy=Needs(Permission.CONNECTION_READ),
        cost=5,
        lists=10,
    )
    async def granted_scopes(
        self, info: Info, clinic_id: Annotated[strawberry.ID, argument("Of this clinic.")]
    ) -> list[GrantedScopes] | None:
        context, clinic = info.context, clinic_for(info.context, clinic_id, Permission.CONNECTION_READ)
        return [
            GrantedScopes(
                clinic_id=clinic,
                calendar_id=strawberry.ID(global_id("Calendar", one.connection_id)),
                plugin=one.plugin,
                scopes=list(one.scopes),
            )
            for one in await grants_of(context.deployment, clinic)
        ]
