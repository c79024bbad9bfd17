"""What decides when a table alone cannot."""

from typing import cast
from uuid import uuid4

import pytest

from chatbookr_permissions import (
    KeyActor,
    Membership,
    Permission,
    PermissionDenied,
    Role,
    StaffActor,
    SystemActor,
    is_allowed,
    permissions_in,
    require,
)
from chatbookr_permissions.actor import Actor, OpenGrant, OperatorActor
from chatbookr_permissions.policy import AT_PLACES, is_at


def test_somebody_without_a_membership_may_do_nothing_anywhere() -> None:
    actor = StaffActor(uuid4(), uuid4(), {})

    assert permissions_in(actor, uuid4()) == frozenset()
    assert not any(is_allowed(actor, permission, uuid4()) for permission in Permission)


CLINIC = uuid4()


@pytest.mark.attack("privilege-escalation")
@pytest.mark.checklist(5)
@pytest.mark.parametrize(
    "actor",
    [
        StaffActor(uuid4(), uuid4(), {CLINIC: Membership(Role.CUSTOM, None, frozenset())}),
        KeyActor(uuid4(), CLINIC, frozenset()),
        OperatorActor(uuid4(), uuid4(), {CLINIC: OpenGrant(uuid4(), frozenset())}),
        OperatorActor(uuid4(), uuid4(), {}),
    ],
    ids=["role of nothing", "key of nothing", "access to nothing", "no access"],
)
def test_an_empty_set_of_permissions_opens_nothing(actor: Actor) -> None:
    assert permissions_in(actor, CLINIC) == frozenset()
    for permission in Permission:
        with pytest.raises(PermissionDenied):
            require(actor, permission, CLINIC)


@pytest.mark.checklist(5)
def test_a_key_of_no_place_is_at_none() -> None:
    actor = KeyActor(uuid4(), CLINIC, frozenset(Permission), frozenset())

    assert permissions_in(actor, CLINIC) == AT_PLACES
    assert not is_at(actor, uuid4())


def test_a_role_counts_in_its_own_clinic_alone() -> None:
    mine, theirs = uuid4(), uuid4()
    actor = StaffActor(uuid4(), uuid4(), {mine: Membership(Role.OWNER), theirs: Membership(Role.AUDITOR)})

    assert is_allowed(actor, Permission.MESSAGE_READ, mine)
    assert not is_allowed(actor, Permission.MESSAGE_READ, theirs)


def test_a_role_the_table_does_not_know_may_do_nothing() -> None:
    clinic_id = uuid4()
    actor = StaffActor(uuid4(), uuid4(), {clinic_id: Membership(cast(Role, "emperor"))})

    assert permissions_in(actor, clinic_id) == frozenset()


def test_the_host_itself_may_do_everything() -> None:
    actor = SystemActor("inbound.process")

    assert permissions_in(actor, uuid4()) == frozenset(Permission)
    require(actor, Permission.BOOKING_WRITE, uuid4())


def test_a_denial_names_the_permission_and_nothing_else() -> None:
    clinic_id = uuid4()
    actor = StaffActor(uuid4(), uuid4(), {clinic_id: Membership(Role.RECEPTIONIST)})

    with pytest.raises(PermissionDenied) as denied:
        require(actor, Permission.CONNECTION_MANAGE, clinic_id=clinic_id)

    assert str(denied.value) == "connection:manage is needed"
    assert str(clinic_id) not in repr(denied.value)


def test_a_key_of_some_places_holds_only_what_belongs_to_places() -> None:
    clinic_id, place = uuid4(), uuid4()
    limited = KeyActor(uuid4(), clinic_id, frozenset(Permission), frozenset({place}))
    unlimited = KeyActor(uuid4(), clinic_id, frozenset(Permission))

    assert permissions_in(limited, clinic_id) == AT_PLACES
    assert permissions_in(unlimited, clinic_id) == frozenset(Permission)
    assert permissions_in(limited, uuid4()) == frozenset()
    assert not AT_PLACES & {Permission.MESSAGE_READ, Permission.CONNECTION_READ, Permission.KEY_READ}


def test_only_a_key_of_other_places_may_not_know_of_a_place() -> None:
    clinic_id, here, there = uuid4(), uuid4(), uuid4()
    limited = KeyActor(uuid4(), clinic_id, frozenset(Permission), frozenset({here}))

    assert is_at(limited, here)
    assert not is_at(limited, there)
    assert is_at(KeyActor(uuid4(), clinic_id, frozenset(Permission)), there)
    assert is_at(StaffActor(uuid4(), uuid4(), {clinic_id: Membership(Role.AUDITOR)}), there)
    assert is_at(SystemActor("a job"), there)
