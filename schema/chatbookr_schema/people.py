"""Staff as clients see them: who is asking, and where they belong."""

from uuid import UUID

import strawberry

from chatbookr_core.people.queries import Person
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.policy import permissions_in
from chatbookr_permissions.roles import Role
from chatbookr_schema.clinics import Clinic, Practitioner, find_clinic, find_practitioner
from chatbookr_schema.context import Info
from chatbookr_schema.field import AUTHENTICATED, OF_PARENT, DataClass, Needs, Public, enum_type, field, object_type
from chatbookr_schema.ids import global_id

enum_type(
    "What somebody is in one clinic.",
    OWNER="May do everything.",
    MANAGER="Runs the clinic: all but what belongs to the owner.",
    PRACTITIONER="Sees their own patients, bookings and conversations, and reads the notes on bookings.",
    RECEPTIONIST="Works at the front desk: conversations and bookings, no notes.",
    AUDITOR="Sees how the clinic works; nobody's words, name or number.",
    CUSTOM="A role of the clinic's own making.",
)(Role)


@object_type("A colleague.")
class User:
    clinic_id: strawberry.Private[UUID | None]
    id: strawberry.ID = field("Opaque; the same for the same person, for ever.", policy=OF_PARENT)
    full_name: str = field("Their name.", policy=OF_PARENT, data=DataClass.NONE)  # colleagues' names are on every door
    email: str | None = field(
        "Their address, for those who give conversations to colleagues.",
        policy=Needs(Permission.CONVERSATION_ASSIGN),
        data=DataClass.CONTACT,
    )

    @classmethod
    def of(cls, person: Person, clinic_id: UUID | None) -> "User":
        """Show a person as a colleague in one clinic; without one, to themselves."""
        return cls(
            clinic_id=clinic_id,
            id=strawberry.ID(global_id("User", person.id)),
            full_name=person.full_name,
            email=person.email,
        )


@object_type("A place somebody has in a clinic.")
class Membership:
    clinic_id: strawberry.Private[UUID]
    practitioner_id: strawberry.Private[UUID | None]
    role: Role = field("As what.", policy=OF_PARENT)
    permissions: list[str] = field("What they may do there, as `resource:action`.", policy=OF_PARENT)

    @field("Where.", policy=Needs(Permission.CLINIC_READ), cost=1)
    async def clinic(self, info: Info) -> Clinic | None:
        return await find_clinic(info.context, self.clinic_id)

    @field("The practitioner they are, if any.", policy=Needs(Permission.CLINIC_READ), cost=1)
    async def practitioner(self, info: Info) -> Practitioner | None:
        return await find_practitioner(info.context, self.practitioner_id) if self.practitioner_id else None


@object_type("Who is asking.")
class Viewer:
    actor: strawberry.Private[StaffActor]

    @field("Their account.", policy=OF_PARENT, cost=1)
    async def user(self, info: Info) -> User | None:
        person = await info.context.loaders.people.load(self.actor.user_id)
        return User.of(person, None) if person else None

    @field("The address they log in with.", policy=AUTHENTICATED, data=DataClass.CONTACT, cost=1)
    async def email(self, info: Info) -> str | None:
        person = await info.context.loaders.people.load(self.actor.user_id)
        return person.email if person else None

    @field("Where they belong; only active memberships count.", policy=OF_PARENT, cost=1, lists=3)
    def memberships(self) -> list[Membership]:
        return [
            Membership(
                clinic_id=clinic_id,
                practitioner_id=place.practitioner_id,
                role=place.role,
                permissions=sorted(one.value for one in permissions_in(self.actor, clinic_id)),
            )
            for clinic_id, place in sorted(self.actor.memberships.items())
        ]


@strawberry.type
class PeopleQueries:
    @field("Who is asking; null for nobody.", policy=Public("Tells a client whether anybody is logged in."))
    def viewer(self, info: Info) -> Viewer | None:
        actor = info.context.actor
        return Viewer(actor=actor) if isinstance(actor, StaffActor) else None
