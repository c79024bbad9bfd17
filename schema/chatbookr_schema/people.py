"""Staff as clients see them: who is asking, and where they belong."""

from datetime import datetime
from enum import Enum
from uuid import UUID

import strawberry

from chatbookr_core.people.devices import SessionRecord, sessions_of
from chatbookr_core.people.passkeys import passkeys_of
from chatbookr_core.people.queries import AccountStanding, Person, standing_of
from chatbookr_core.people.sessions import require_all_factors
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.policy import permissions_in
from chatbookr_permissions.roles import Role
from chatbookr_schema.clinics import Clinic, Practitioner, find_clinic, find_practitioner
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import AUTHENTICATED, OF_PARENT, DataClass, Needs, Public, enum_type, field, object_type
from chatbookr_schema.identities import LinkedIdentity, linked_identities
from chatbookr_schema.ids import global_id
from chatbookr_schema.passkeys import Passkey

enum_type(
    "What somebody is in one clinic.",
    OWNER="May do everything.",
    MANAGER="Runs the clinic: all but what belongs to the owner.",
    PRACTITIONER="Sees their own patients, bookings and conversations, and reads the notes on bookings.",
    RECEPTIONIST="Works at the front desk: conversations and bookings, no notes.",
    AUDITOR="Sees how the clinic works; nobody's words, name or number.",
    CUSTOM="A role of the clinic's own making.",
)(Role)


@object_type("A colleague.", made_of=Person)
class User:
    clinic_id: strawberry.Private[UUID | None]
    person: strawberry.Private[Person]
    id: strawberry.ID = field("Opaque; the same for the same person, for ever.", policy=OF_PARENT)

    @field("Their name.", policy=OF_PARENT, data=DataClass.NONE, reads=("full_name",))  # it is on every door
    def full_name(self) -> str:
        return self.person.full_name

    @field(
        "Their address, for those who give conversations to colleagues.",
        policy=Needs(Permission.CONVERSATION_ASSIGN),
        data=DataClass.CONTACT,
        reads=("email",),
    )
    def email(self) -> str | None:
        return self.person.email

    @classmethod
    def of(cls, person: Person, clinic_id: UUID | None) -> "User":
        """Show a person as a colleague in one clinic; without one, to themselves."""
        return cls(
            clinic_id=clinic_id,
            person=person,
            id=strawberry.ID(global_id("User", person.id)),
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


@object_type("One of the asker's own log-ins, on one device.")
class Session:
    id: strawberry.ID = field("Opaque; names it to `sessionEnd`.", policy=OF_PARENT)
    device: str | None = field("The program, as `Firefox on Linux`; null where it did not say.", policy=OF_PARENT)
    network: str | None = field(
        "Where it was opened from, coarsely, as `203.0.113.0/24`.", policy=AUTHENTICATED, data=DataClass.CONTACT
    )
    created_at: datetime = field("When it was opened.", policy=OF_PARENT)
    last_seen_at: datetime = field("When it was last used, to five minutes.", policy=OF_PARENT)
    ends_at: datetime = field("When it ends by itself, unless it is used before.", policy=OF_PARENT)
    is_current: bool = field("It is the one that asks.", policy=OF_PARENT)

    @classmethod
    def of(cls, record: SessionRecord) -> "Session":
        return cls(
            id=strawberry.ID(global_id("Session", record.id)),
            device=record.device_name or None,
            network=record.network,
            created_at=record.created_at,
            last_seen_at=record.last_seen_at,
            ends_at=record.ends_at,
            is_current=record.is_current,
        )


@enum_type("A second factor.", TOTP="A phone that shows codes (RFC 6238).", PASSKEY="A passkey (Web Authentication).")
class SecondFactorKind(Enum):
    TOTP = "totp"
    PASSKEY = "passkey"


@object_type("Who is asking.")
class Viewer:
    actor: strawberry.Private[StaffActor]

    @field("Their account.", policy=OF_PARENT, cost=1)
    async def user(self, info: Info) -> User | None:
        person = await info.context.loaders.people.load(self.actor.user_id)
        return User.of(person, None) if person else None

    @field("The address they log in with.", policy=AUTHENTICATED, data=DataClass.CONTACT, cost=1)
    async def email(self, info: Info) -> str | None:
        return (await self._standing(info)).email

    @field("The log-ins at providers that open their account.", policy=OF_PARENT, cost=1, lists=3)
    async def identities(self) -> list[LinkedIdentity]:
        return await linked_identities(self.actor.user_id)

    @field("The passkeys they can log in with, the oldest first.", policy=OF_PARENT, cost=1, lists=3)
    async def passkeys(self) -> list[Passkey]:
        return [Passkey.of(one) for one in await passkeys_of(self.actor.user_id)]

    @field("Whether they showed that the address is theirs.", policy=OF_PARENT, cost=1)
    async def is_email_verified(self, info: Info) -> bool:
        return (await self._standing(info)).is_email_verified

    @field("Whether their log-in takes a second factor.", policy=OF_PARENT, cost=1)
    async def has_second_factor(self, info: Info) -> bool:
        return (await self._standing(info)).has_second_factor

    @field("What they can show after their password, recovery codes aside.", policy=OF_PARENT, cost=1)
    async def second_factors(self, info: Info) -> list[SecondFactorKind]:
        return [SecondFactorKind(kind) for kind in (await self._standing(info)).second_factors]

    @field("Whether this session waits for the second factor, and opens no clinic before.", policy=OF_PARENT, cost=1)
    async def needs_second_factor(self, info: Info) -> bool:
        return (await self._standing(info)).needs_second_factor

    @field("How many recovery codes are left.", policy=OF_PARENT, cost=1)
    async def recovery_codes_left(self, info: Info) -> int:
        return (await self._standing(info)).recovery_codes_left

    @field(
        "Their open sessions, the last used first; for whoever has shown all factors.",
        policy=AUTHENTICATED,
        cost=1,
        lists=5,
    )
    async def sessions(self, info: Info) -> list[Session] | None:
        await require_all_factors(self.actor)
        return [Session.of(one) for one in await sessions_of(self.actor, info.context.now)]

    async def _standing(self, info: Info) -> AccountStanding:
        async def load(ids: list[UUID]) -> list[AccountStanding]:
            return [await standing_of(self.actor) for _ in ids]

        return await info.context.loaders.of_parent(standing_of, load).load(self.actor.session_id)

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


async def colleague_of(context: Context, user_id: UUID | None, clinic_id: UUID) -> User | None:
    """Show a colleague of the asker's; None where there is none, or no longer."""
    person = await context.loaders.people.load(user_id) if user_id else None
    return User.of(person, clinic_id) if person else None
