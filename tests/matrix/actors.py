"""Who comes: every role at home and next door, nobody, a suspended member, keys with and without a scope."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from tests.matrix.places import Gate
from tests.schema.desk import Desk

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, Principal, StaffActor
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody, with what they hold in the desk's clinic; None: not logged in at all."""

    name: str
    actor: Principal | None
    held: frozenset[Permission]

    def first_closed(self, gates: Iterable[Gate]) -> Gate | None:
        """Say where their way ends, going by the table of roles alone."""
        for gate in gates:
            is_open = self.actor is not None if gate.permission is None else gate.permission in self.held
            if not is_open:
                return gate
        return None


def staff_at_home(desk: Desk) -> Iterator[Comer]:
    """Yield somebody of each role."""
    for role in Role:
        yield Comer(role.value, desk.actor(role), ROLE_PERMISSIONS[role])


def strangers(desk: Desk, elsewhere: UUID, suspended: StaffActor) -> Iterator[Comer]:
    """Yield those who hold nothing here: nobody, a suspended member, and the owner of another clinic."""
    yield Comer("nobody", None, frozenset())
    yield Comer("a suspended member", suspended, frozenset())
    other = StaffActor(desk.user.id, uuid4(), {elsewhere: Membership(Role.OWNER)})
    yield Comer("the owner of another clinic", other, frozenset())


def key_comer(clinic_id: UUID, scopes: Iterable[Permission]) -> Comer:
    """Make a key that holds just these scopes."""
    held = frozenset(scopes)
    return Comer("a key", KeyActor(uuid4(), clinic_id, held), held)
