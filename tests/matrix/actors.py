"""Who comes: every role at home and next door, nobody, a suspended member, keys with and without a scope."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from tests.factories import make_clinic, make_membership, make_user
from tests.matrix.places import Gate
from tests.schema.desk import Desk
from tests.session_rows import make_session

from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.queries import find_open_session
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, Principal, StaffActor
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role
from chatbookr_schema.field import Surface


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody, with what they hold in the desk's clinic; None: not logged in at all."""

    name: str
    actor: Principal | None
    held: frozenset[Permission]

    @property
    def is_of_own_role(self) -> bool:
        """Tell whether they have a role of the clinic's own."""
        places = self.actor.memberships.values() if isinstance(self.actor, StaffActor) else ()
        return any(place.role is Role.CUSTOM for place in places)

    def first_closed(self, gates: Iterable[Gate]) -> Gate | None:
        """Say where their way ends, going by the table of roles alone."""
        for gate in gates:
            is_open = self.actor is not None if gate.permission is None else gate.permission in self.held
            if not is_open:
                return gate
        return None

    def closed_at(self, gate: Gate, gates: Iterable[Gate]) -> set[str]:
        """List the permissions that they lack where a gate stands."""
        there = {one.permission for one in gates if one.coordinate == gate.coordinate}
        return {permission.value for permission in there if permission is not None and permission not in self.held}


def staff_at_home(desk: Desk) -> Iterator[Comer]:
    """Yield somebody of each role."""
    for role in Role:
        yield Comer(role.value, desk.actor(role), ROLE_PERMISSIONS[role])


def mixed(desk: Desk) -> Comer:
    """Make somebody who may little here, and everything elsewhere."""
    memberships = {desk.clinic.id: Membership(Role.AUDITOR), uuid4(): Membership(Role.OWNER)}
    actor = StaffActor(desk.user.id, desk.session.id, memberships)
    return Comer("an auditor here, owner elsewhere", actor, ROLE_PERMISSIONS[Role.AUDITOR])


def of_own_roles(desk: Desk, needed: Iterable[Permission]) -> Iterator[Comer]:
    """Yield somebody of a role of the clinic's own that grants just what it takes, and of those that lack one of it.

    They are the practitioner of the desk's booking, and see nothing but that: its patient, their conversation.
    """
    wanted = frozenset(needed)
    yield own_comer(desk, "a role of the clinic's own", wanted)
    for left_out in sorted(wanted):
        yield own_comer(desk, f"a role without {left_out.value}", frozenset(Permission) - {left_out})


def own_comer(desk: Desk, name: str, granted: frozenset[Permission]) -> Comer:
    """Let somebody have a role that grants just this."""
    return Comer(name, desk.member_actor(Membership(Role.CUSTOM, desk.practitioner.id, granted)), granted)


def strangers(somebody: UUID, elsewhere: UUID, suspended: StaffActor) -> Iterator[Comer]:
    """Yield those who hold nothing here: nobody, a suspended member, and another clinic's people of each role."""
    yield Comer("nobody", None, frozenset())
    yield Comer("a suspended member", suspended, frozenset())
    for role in Role:
        other = StaffActor(somebody, uuid4(), {elsewhere: Membership(role)})
        yield Comer(f"{role.value} of another clinic", other, frozenset())


def insiders(desk: Desk, surface: Surface, gates: Iterable[Gate]) -> Iterator[Comer]:
    """Yield who holds something at the desk: roles, a key with all it takes, and keys with all but one of that.

    Keys are tried on the staff's surface as well: whoever lets them in there by mistake opens no more than they hold.
    """
    needed = {gate.permission for gate in gates if gate.permission is not None}
    if surface == "staff":
        yield from staff_at_home(desk)
        yield mixed(desk)
        yield from of_own_roles(desk, needed)
    yield key_comer(desk, needed)
    for left_out in sorted(needed):
        yield key_comer(desk, set(Permission) - {left_out})


async def strangers_of(desk: Desk, vault: Vault, surface: Surface) -> list[Comer]:
    """Make those who hold nothing at the desk; the suspended member has a place there, and it counts for nothing."""
    elsewhere = (await make_clinic(vault)).id
    suspended = await suspended_member(desk)
    if surface == "staff":
        return list(strangers((await make_user()).id, elsewhere, suspended))
    other = KeyActor(uuid4(), elsewhere, frozenset(Permission))
    return [
        Comer("nobody", None, frozenset()),
        Comer("a key of another clinic", other, frozenset()),
        key_comer(desk, ()),
    ]


async def suspended_member(desk: Desk) -> StaffActor:
    """Log somebody in whose place at the desk is suspended: they are what their session says they are."""
    member, now = await make_user(), desk.session.created_at
    await make_membership(member, desk.clinic, state="suspended")
    found = await find_open_session((await make_session(member, now)).id, now=now)
    assert found is not None
    return found.actor


def key_comer(desk: Desk, scopes: Iterable[Permission]) -> Comer:
    """Let the desk's key hold just these scopes."""
    held = frozenset(scopes)
    return Comer("a key", KeyActor(desk.api_key.id, desk.clinic.id, held), held)
