"""Whoever may make whom what: whatever is tried, nobody gives away more than they hold."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_permissions import (
    KeyActor,
    Membership,
    Permission,
    Refusal,
    Role,
    StaffActor,
    SystemActor,
    is_with,
    limits_in,
    needed_to_lend,
    permissions_in,
    permissions_of,
    practitioner_in,
    refusal_of,
)
from chatbookr_permissions.limits import NONE

CLINIC, OTHER_CLINIC = uuid4(), uuid4()
DOCTORS = (uuid4(), uuid4())
sets = st.frozensets(st.sampled_from(Permission))
places = st.builds(
    lambda role, doctor, granted: Membership(role, doctor, granted if role is Role.CUSTOM else frozenset()),
    st.sampled_from(Role),
    st.none() | st.sampled_from(DOCTORS),
    sets,
)


def staff(place: Membership, clinic_id: UUID = CLINIC) -> StaffActor:
    return StaffActor(uuid4(), uuid4(), {clinic_id: place})


@pytest.mark.attack("privilege-escalation")
@given(places, places, places, st.booleans(), st.booleans())
def test_nobody_gives_what_they_do_not_hold(
    by: Membership, member: Membership, to: Membership, is_back: bool, is_self: bool
) -> None:
    if refusal_of(by, member, to, is_back=is_back, is_self=is_self) is None:
        had = frozenset() if is_back else permissions_of(member)
        assert permissions_of(to) <= permissions_of(by) | had


@given(places, places, st.none() | places, st.booleans())
def test_owners_are_the_business_of_owners(
    by: Membership, member: Membership, to: Membership | None, is_back: bool
) -> None:
    is_about_owner = Role.OWNER in (member.role, to.role if to else None)

    refusal = refusal_of(by, member, to, is_back=is_back)

    if by.role is Role.OWNER:
        assert refusal is None
    else:
        assert (refusal is Refusal.OWNERS_ONLY) is is_about_owner


@given(places, places)
def test_to_take_away_is_for_every_manager(by: Membership, member: Membership) -> None:
    is_owners = member.role is Role.OWNER and by.role is not Role.OWNER

    assert refusal_of(by, member, None) is (Refusal.OWNERS_ONLY if is_owners else None)


@given(places, st.sampled_from(Role), sets)
def test_nobody_opens_a_sealed_patient_to_themselves_by_becoming_their_practitioner(
    me: Membership, role: Role, granted: frozenset[Permission]
) -> None:
    to = Membership(role, uuid4(), granted)

    if refusal_of(me, me, to, is_self=True) is None:
        assert Permission.PATIENT_SEALED_READ in permissions_of(me)
        assert Permission.BOOKING_ALL_READ in permissions_of(me)


@pytest.mark.attack("privilege-escalation")
def test_a_manager_makes_no_owner_no_auditor_and_nobody_who_reads_sealed_patients() -> None:
    manager, member = Membership(Role.MANAGER), Membership(Role.RECEPTIONIST)
    reader = Membership(Role.CUSTOM, granted=frozenset({Permission.PATIENT_SEALED_READ}))

    assert refusal_of(manager, member, Membership(Role.OWNER)) is Refusal.OWNERS_ONLY
    assert refusal_of(manager, member, Membership(Role.AUDITOR)) is Refusal.NOT_GRANTABLE  # who reads given-up work
    assert refusal_of(manager, member, reader) is Refusal.NOT_GRANTABLE
    assert refusal_of(manager, member, Membership(Role.PRACTITIONER)) is None
    assert refusal_of(manager, member, Membership(Role.MANAGER)) is None


def test_who_kept_what_they_had_was_given_nothing() -> None:
    manager, auditor = Membership(Role.MANAGER), Membership(Role.AUDITOR)

    assert refusal_of(manager, auditor, auditor) is None
    assert refusal_of(manager, auditor, auditor, is_back=True) is Refusal.NOT_GRANTABLE


@pytest.mark.attack("privilege-escalation")
@given(sets)
def test_a_key_opens_nothing_that_is_closed_to_whoever_lends_it(held: frozenset[Permission]) -> None:
    """A key sees everybody's bookings and conversations where it sees any: who sees their own alone lends neither."""
    lender = staff(Membership(Role.CUSTOM, DOCTORS[0], held))
    limits = limits_in(lender, CLINIC)

    for scope in Permission:
        if needed_to_lend([scope]) <= held:
            assert scope in held
            if scope.value.startswith("booking"):
                assert not limits.has_own_bookings_alone
            if scope.value.startswith(("conversation:read", "message")):
                assert not limits.has_own_conversations_alone
            if scope.value.startswith("patient") and "seal" not in scope.value:
                assert not limits.has_own_bookings_alone
                assert not limits.has_own_conversations_alone


@given(places)
def test_limits_follow_from_what_is_held_and_from_nothing_else(place: Membership) -> None:
    actor, held = staff(place), permissions_of(place)

    limits = limits_in(actor, CLINIC)

    assert permissions_in(actor, CLINIC) == held
    assert limits.has_own_bookings_alone is (Permission.BOOKING_ALL_READ not in held)
    assert limits.has_own_conversations_alone is (Permission.CONVERSATION_ALL_READ not in held)
    assert limits.hides_sealed is (Permission.PATIENT_SEALED_READ not in held)
    assert practitioner_in(actor, CLINIC) == place.practitioner_id
    assert practitioner_in(actor, OTHER_CLINIC) is None
    for doctor in DOCTORS:
        is_own = place.practitioner_id == doctor
        assert is_with(actor, CLINIC, doctor) is (is_own or Permission.BOOKING_ALL_READ in held)
        assert not is_with(actor, OTHER_CLINIC, doctor)


@given(sets)
def test_a_key_has_no_own_agenda_and_the_host_no_limits(scopes: frozenset[Permission]) -> None:
    limits = limits_in(KeyActor(uuid4(), CLINIC, scopes), CLINIC)

    assert not limits.has_own_bookings_alone
    assert not limits.has_own_conversations_alone
    assert limits.hides_sealed is (Permission.PATIENT_SEALED_READ not in scopes)
    assert limits_in(SystemActor("a job"), CLINIC) == NONE
    assert is_with(SystemActor("a job"), CLINIC, DOCTORS[0])


@given(sets, sets)
def test_somebody_is_in_each_clinic_what_they_are_there(
    here: frozenset[Permission], there: frozenset[Permission]
) -> None:
    places = {CLINIC: Membership(Role.CUSTOM, None, here), OTHER_CLINIC: Membership(Role.CUSTOM, None, there)}
    actor = StaffActor(uuid4(), uuid4(), places)

    assert permissions_in(actor, CLINIC) == here
    assert permissions_in(actor, OTHER_CLINIC) == there


@given(sets)
def test_what_is_granted_counts_for_a_role_of_the_clinics_own_alone(granted: frozenset[Permission]) -> None:
    assert permissions_of(Membership(Role.CUSTOM, None, granted)) == granted
    assert permissions_of(Membership(Role.AUDITOR, None, granted)) == permissions_of(Membership(Role.AUDITOR))
