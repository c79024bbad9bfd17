"""Who is acting: a person of the staff by a session, a program by a key, an operator, or the host itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """A logged-in person; `memberships` holds their active places by clinic id and nothing else.

    `watched` holds by clinic id the fields whose reading that clinic wants to know of, where there are any.
    """

    user_id: UUID
    session_id: UUID
    memberships: Mapping[UUID, Membership]
    watched: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

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
    """A partner's program through an API key of one clinic; `location_ids` limits it to places, None does not.

    `watched` as of StaffActor.
    """

    key_id: UUID
    clinic_id: UUID
    scopes: frozenset[Permission]
    location_ids: frozenset[UUID] | None = None
    is_strict: bool = False
    watched: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

    @property
    def clinic_ids(self) -> tuple[UUID, ...]:
        """The one clinic of the key."""
        return (self.clinic_id,)

    @property
    def principal_id(self) -> UUID:
        """Who answers for what is done: the key."""
        return self.key_id


@dataclass(frozen=True, slots=True)
class OpenGrant:
    """What a clinic has opened to an operator, or two operators to a third."""

    grant_id: UUID
    permissions: frozenset[Permission]


@dataclass(frozen=True, slots=True)
class OperatorActor:
    """Somebody who runs the deployment; `grants` holds what is open to them right now by clinic id, mostly nothing."""

    operator_id: UUID
    session_id: UUID
    grants: Mapping[UUID, OpenGrant]

    @property
    def clinic_ids(self) -> tuple[UUID, ...]:
        """The clinics that are open to them, in order."""
        return tuple(sorted(self.grants))

    @property
    def principal_id(self) -> UUID:
        """Who answers for what is read: the operator."""
        return self.operator_id


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The host at work of its own accord: a worker's job, a command of the operator; `purpose` says which."""

    purpose: str


Principal = StaffActor | KeyActor | OperatorActor
Actor = Principal | SystemActor
