"""What managers say a clinic consists of: its places, the people patients come to see, its rooms and devices."""

from enum import Enum
from functools import partial
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.bookings.standing import Scope
from chatbookr_core.clinics.premises import (
    LocationDraft,
    PractitionerDraft,
    ResourceDraft,
    save_location,
    save_practitioner,
    save_resource,
)
from chatbookr_permissions.actions import Permission
from chatbookr_schema.arrangement_changes import HoursArranged, hours_arranged_by
from chatbookr_schema.bookings import Booking
from chatbookr_schema.clinics import Location, Practitioner, find_location, find_practitioner
from chatbookr_schema.context import Info
from chatbookr_schema.displaced import AFFECTED, NAMED, USUALLY, affected_in
from chatbookr_schema.field import OF_PARENT, DataClass, Needs, argument, field, input_type, object_type, optional_input
from chatbookr_schema.ids import key_of, optional_key
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

READ, WRITE = Needs(Permission.CLINIC_READ), Needs(Permission.SERVICE_WRITE)
IN_USE = "It is in use; what is booked stands either way, and needs another time where it is not."


@error_codes("Why a place or a practitioner was not saved.", **COMMON)
class PremisesErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("A place, whole: what is left out gets its default.")
class LocationSaveInput:
    clinic_id: strawberry.ID = field("The clinic it belongs to.", policy=OF_PARENT)
    name: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    time_zone: str = field("IANA's name of its time zone, like Europe/Berlin.", policy=OF_PARENT)
    address: str = field(
        "Where patients go, at most 120 characters.", policy=OF_PARENT, default="", data=DataClass.NONE
    )  # a practice's, not a person's
    is_active: bool = field(IN_USE, policy=OF_PARENT, default=True)
    location_id: strawberry.ID | None = optional_input("The one to change; left out, a new one.", policy=OF_PARENT)


@input_type("Somebody patients come to see, whole: what is left out gets its default.")
class PractitionerSaveInput:
    clinic_id: strawberry.ID = field("The clinic they work for.", policy=OF_PARENT)
    full_name: str = field(
        "Their name, at most 80 characters.", policy=OF_PARENT, data=DataClass.NONE
    )  # patients choose by it
    short_name: str = field("What patients read in a list, at most 24 characters.", policy=OF_PARENT)
    is_active: bool = field(
        "They can be booked; what is booked stands either way, and needs another time where they cannot.",
        policy=OF_PARENT,
        default=True,
    )
    practitioner_id: strawberry.ID | None = optional_input("Whom to change; left out, a new one.", policy=OF_PARENT)


@input_type("A room or a device, whole: what is left out gets its default.")
class ResourceSaveInput:
    location_id: strawberry.ID = field("Where it is.", policy=OF_PARENT)
    name: str = field("What it is called, at most 80 characters.", policy=OF_PARENT)
    kind: str = field(
        "Those of one kind at one place stand in for each other; services need a kind. At most 40 characters.",
        policy=OF_PARENT,
    )
    is_active: bool = field(IN_USE, policy=OF_PARENT, default=True)
    resource_id: strawberry.ID | None = optional_input("The one to change; left out, a new one.", policy=OF_PARENT)


@object_type("What became of saving a place.")
class LocationSavePayload:
    clinic_id: strawberry.Private[UUID | None]
    location: Location | None = field("The place as it is now.", policy=READ)
    affected_bookings: list[Booking] | None = field(AFFECTED.format("at that place"), policy=NAMED, lists=USUALLY)
    user_errors: list[UserError[PremisesErrorCode]] = field("Why it was not saved.", policy=OUTCOME)


@object_type("What became of saving a practitioner.")
class PractitionerSavePayload:
    clinic_id: strawberry.Private[UUID | None]
    practitioner: Practitioner | None = field("Who they are now.", policy=READ)
    affected_bookings: list[Booking] | None = field(AFFECTED.format("with them"), policy=NAMED, lists=USUALLY)
    user_errors: list[UserError[PremisesErrorCode]] = field("Why they were not saved.", policy=OUTCOME)


@object_type("What became of saving a room or a device.")
class ResourceSavePayload(HoursArranged):
    pass


@strawberry.type
class PremisesMutations:
    @field("Open a place, or change one.", policy=WRITE, cost=10)
    async def location_save(
        self, info: Info, input: Annotated[LocationSaveInput, argument("The place.")]
    ) -> LocationSavePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        location_id = optional_key(input.location_id, "Location", field="input.locationId")
        draft = LocationDraft(input.name, input.address, input.time_zone, input.is_active)
        outcome = await change(
            info,
            input,
            PremisesErrorCode,
            lambda: save_location(context.deployment, actor, clinic_id, draft, location_id),
        )
        found = await find_location(context, outcome.key) if outcome.key else None
        scope = Scope(clinic_id, location_id=outcome.key)
        return LocationSavePayload(
            clinic_id=found.clinic_id if found else None,
            location=found,
            affected_bookings=await affected_in(context, scope) if outcome.key else None,
            user_errors=outcome.user_errors,
        )

    @field("Take in somebody patients come to see, or change what is known of them.", policy=WRITE, cost=10)
    async def practitioner_save(
        self, info: Info, input: Annotated[PractitionerSaveInput, argument("Who.")]
    ) -> PractitionerSavePayload | None:
        context, actor = info.context, info.context.principal()
        clinic_id = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        practitioner_id = optional_key(input.practitioner_id, "Practitioner", field="input.practitionerId")
        draft = PractitionerDraft(input.full_name, input.short_name, input.is_active)
        outcome = await change(
            info,
            input,
            PremisesErrorCode,
            lambda: save_practitioner(context.deployment, actor, clinic_id, draft, practitioner_id),
        )
        found = await find_practitioner(context, outcome.key) if outcome.key else None
        scope = Scope(clinic_id, practitioner_id=outcome.key)
        return PractitionerSavePayload(
            clinic_id=found.clinic_id if found else None,
            practitioner=found,
            affected_bookings=await affected_in(context, scope) if outcome.key else None,
            user_errors=outcome.user_errors,
        )

    @field("Put a room or a device at a place, or change one.", policy=WRITE, cost=10)
    async def resource_save(
        self, info: Info, input: Annotated[ResourceSaveInput, argument("The room or device.")]
    ) -> ResourceSavePayload | None:
        context, actor = info.context, info.context.principal()
        location_id = key_of(input.location_id, "Location", field="input.locationId")
        resource_id = optional_key(input.resource_id, "Resource", field="input.resourceId")
        draft = ResourceDraft(input.name, input.kind, input.is_active)
        within = partial(Scope, resource_id=resource_id) if resource_id else None  # a new one has nobody's bookings

        async def work() -> UUID:
            return await save_resource(context.deployment, actor, location_id, draft, resource_id)

        return await hours_arranged_by(info, ResourceSavePayload, input, work, within)
