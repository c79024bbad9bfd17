"""Who is acting: a person of the staff through a session, a partner's program through a key, or the host itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import Role


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in one clinic; `practitioner_id` names the practitioner they are, if any.

    `granted` is what a role of the clinic's own making grants; of any other role the table says it.
    """

    role: Role
    practitioner_id: UUID | None = None
    granted: frozenset[Permission] = frozenset()
    custom_role_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StaffActor:
    """A logged-in person; `memberships` holds their active places by clinic id and nothing else."""

    user_id: UUID
    session_id: UUID
    memberships: Mapping[UUID, Membership]

    @property
    def clinic_ids(self) -> tuple[UUID, ...]:
        """The clinics they belong to, in order."""
        return tuple(sorted(self.memberships))

    @property
    def principal_id(self) -> UUID:
        """Who answers for what is done: the person."""
        return self.user_id


@dataclass(frozen=True, slots=True)
class KeyActor:
    """A partner's program through an API key of one clinic; `location_ids` limits it to places, None does not."""

    key_id: UUID
    clinic_id: UUID
    scopes: frozenset[Permission]
    location_ids: frozenset[UUID] | None = None
    is_strict: bool = False

    @property
    def clinic_ids(self) -> tuple[UUID, ...]:
        """The one clinic of the key."""
        return (self.clinic_id,)

    @property
    def principal_id(self) -> UUID:
        """Who answers for what is done: the key."""
        return self.key_id


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The host at work of its own accord: a worker's job, a command of the operator; `purpose` says which."""

    purpose: str


Principal = StaffActor | KeyActor
Actor = Principal | SystemActor
