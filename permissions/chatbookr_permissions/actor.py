"""Who is acting: a person of the staff through a session, or the host itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from chatbookr_permissions.roles import Role


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in one clinic; `practitioner_id` names the practitioner they are, if any."""

    role: Role
    practitioner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class StaffActor:
    """A logged-in person; `memberships` holds their active places by clinic id and nothing else."""

    user_id: UUID
    session_id: UUID
    memberships: Mapping[UUID, Membership]


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The host at work of its own accord: a worker's job, a command of the operator; `purpose` says which."""

    purpose: str


Actor = StaffActor | SystemActor
