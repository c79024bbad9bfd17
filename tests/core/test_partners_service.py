"""Keys are made, rotated and revoked by staff who may and who proved again who they are, and by nobody else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.factories import make_clinic, make_location, make_membership, make_user
from tests.partner_rows import make_api_key, make_token

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, QuotaReached, StepUpRequired
from chatbookr_core.events import Change
from chatbookr_core.models import ApiKey, Clinic, Session
from chatbookr_core.partners.errors import KeyClosed
from chatbookr_core.partners.rules import LONGEST_OVERLAP, MOST_KEYS, KeyDraft, is_token
from chatbookr_core.partners.service import MadeKey, create_key, key_for_token, revoke_key, rotate_key
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role

SCOPES = (Permission.BOOKING_READ, Permission.SLOT_READ)


async def make_staff(
    clinic: Clinic, clock: TurnableClock, role: Role = Role.OWNER, *, steps_up: bool = True
) -> StaffActor:
    """Log somebody in who belongs to the clinic, and let them prove again who they are."""
    user = await make_user()
    await make_membership(user, clinic, role=role.value)
    async with transaction():
        session = await Session.create(
            user_id=user.id,
            token_hash=uuid4().hex,
            created_at=clock.now(),
            last_seen_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
            stepped_up_at=clock.now() if steps_up else None,
        )
    return StaffActor(user.id, session.id, {clinic.id: Membership(role)})


def draft_of(clinic: Clinic) -> KeyDraft:
    return KeyDraft(clinic.id, " A partner ", SCOPES)


async def made(deployment: Deployment, actor: StaffActor | KeyActor, draft: KeyDraft) -> MadeKey:
    async with transaction():
        return await create_key(deployment, actor, draft)


@pytest.mark.checklist(28)
async def test_a_key_is_kept_as_a_hash_and_opens_what_it_was_given(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff, place = await make_staff(clinic, clock), await make_location(clinic)

    key = await made(deployment, staff, replace(draft_of(clinic), location_ids=(place.id,), is_strict=True))

    row = await ApiKey.get(id=key.key_id)
    assert is_token(key.token)
    assert key.token not in str(row.__dict__) + repr(key)
    assert (row.name, row.created_by_id, row.prefix) == ("A partner", staff.user_id, key.token[:16])
    found = await key_for_token(deployment, key.token, address=None)
    assert found is not None
    assert found.actor == KeyActor(key.key_id, clinic.id, frozenset(SCOPES), frozenset({place.id}), is_strict=True)


Change_ = Callable[[Deployment, StaffActor | KeyActor, Clinic, UUID], Awaitable[object]]


async def _create(deployment: Deployment, actor: StaffActor | KeyActor, clinic: Clinic, _: UUID) -> object:
    return await create_key(deployment, actor, draft_of(clinic))


async def _rotate(deployment: Deployment, actor: StaffActor | KeyActor, _: Clinic, key_id: UUID) -> object:
    return await rotate_key(deployment, actor, key_id)


async def _revoke(deployment: Deployment, actor: StaffActor | KeyActor, _: Clinic, key_id: UUID) -> object:
    return await revoke_key(deployment, actor, key_id)


EVERY = pytest.mark.parametrize("act", [_create, _rotate, _revoke])


async def _refused(deployment: Deployment, actor: StaffActor | KeyActor, clinic: Clinic, act: Change_) -> type:
    """Return how it was refused, having made sure that nothing was changed."""
    key = await make_api_key(clinic)
    before = await ApiKey.all().order_by("id").values()
    with pytest.raises((NotFound, PermissionDenied, StepUpRequired)) as refused:
        async with transaction():
            await act(deployment, actor, clinic, key.id)
    assert await ApiKey.all().order_by("id").values() == before
    return refused.type


@EVERY
@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.RECEPTIONIST, Role.AUDITOR])
async def test_who_may_not_manage_keys_changes_none(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, act: Change_, role: Role
) -> None:
    clinic = await make_clinic()

    assert await _refused(deployment, await make_staff(clinic, clock, role), clinic, act) is PermissionDenied


@pytest.mark.checklist(24)
@EVERY
async def test_a_session_alone_changes_none(
    database: Database, deployment: Deployment, clock: TurnableClock, act: Change_
) -> None:
    clinic = await make_clinic()
    never, long_ago = await make_staff(clinic, clock, steps_up=False), await make_staff(clinic, clock)
    clock.turn(timedelta(minutes=5))

    assert await _refused(deployment, never, clinic, act) is StepUpRequired
    assert await _refused(deployment, long_ago, clinic, act) is StepUpRequired


@EVERY
async def test_another_clinics_owner_is_told_that_there_is_no_such_thing(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, act: Change_
) -> None:
    stranger = await make_staff(await make_clinic(), clock)

    assert await _refused(deployment, stranger, await make_clinic(), act) is NotFound


@pytest.mark.attack("privilege-escalation")
@EVERY
async def test_a_key_makes_and_changes_no_keys_even_if_it_had_the_permission(
    sqlite_database: Database, deployment: Deployment, act: Change_
) -> None:
    clinic = await make_clinic()
    program = KeyActor(uuid4(), clinic.id, frozenset(Permission))

    assert await _refused(deployment, program, clinic, act) is PermissionDenied


@pytest.mark.attack("privilege-escalation")
@pytest.mark.parametrize("scope", [Permission.KEY_MANAGE, Permission.WEBHOOK_MANAGE, Permission.CONNECTION_MANAGE])
async def test_no_key_is_given_what_could_give_it_more(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, scope: Permission
) -> None:
    clinic = await make_clinic()
    staff = await make_staff(clinic, clock)

    with pytest.raises(InvalidInput) as refused:
        await made(deployment, staff, replace(draft_of(clinic), scopes=(*SCOPES, scope)))

    assert refused.value.details["problem"] == "SCOPE_NOT_GRANTABLE"


async def test_a_key_of_some_places_reads_no_conversations(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff, place = await make_staff(clinic, clock), await make_location(clinic)
    draft = replace(draft_of(clinic), scopes=(Permission.MESSAGE_READ,), location_ids=(place.id,))

    with pytest.raises(InvalidInput) as refused:
        await made(deployment, staff, draft)

    assert refused.value.details["problem"] == "SCOPE_NOT_GRANTABLE"


async def test_what_cannot_be_a_key_is_refused_by_the_name_of_the_field(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff, foreign = await make_staff(clinic, clock), await make_location(await make_clinic())
    draft = draft_of(clinic)
    wrong = {
        "name": replace(draft, name=" "),
        "scopes": replace(draft, scopes=()),
        "location_ids.0": replace(draft, location_ids=(foreign.id,)),
        "ip_ranges.0": replace(draft, ip_ranges=("203.0.113.7/24",)),
        "expires_at": replace(draft, expires_at=clock.now()),
    }

    fields = []
    for one in wrong.values():
        with pytest.raises(InvalidInput) as refused:
            await made(deployment, staff, one)
        fields.append(refused.value.field)

    assert fields == list(wrong)
    assert not await ApiKey.exists()


async def test_a_clinic_has_so_many_open_keys_and_no_more(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff = await make_staff(clinic, clock)
    async with transaction():
        await make_api_key(clinic, revoked_at=clock.now())
        await make_api_key(clinic, expires_at=clock.now())
        first = await make_api_key(clinic)
        for _ in range(MOST_KEYS - 1):
            await make_api_key(clinic)

    with pytest.raises(QuotaReached):
        await made(deployment, staff, draft_of(clinic))
    async with transaction():
        await revoke_key(deployment, staff, first.id)
    await made(deployment, staff, draft_of(clinic))


async def test_the_token_before_a_rotation_opens_until_it_was_said_to(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff, until = await make_staff(clinic, clock), clock.now() + timedelta(hours=1)
    key = await made(deployment, staff, replace(draft_of(clinic), expires_at=clock.now() + timedelta(days=1)))
    first = key.token

    async with transaction() as tx:
        rotated = await rotate_key(deployment, staff, key.key_id, previous_until=until)
        told = list(tx.changes)
    during = [await key_for_token(deployment, token, address=None) for token in (first, rotated.token)]
    clock.turn(timedelta(hours=1))
    after = [await key_for_token(deployment, token, address=None) for token in (first, rotated.token)]

    assert told == [Change("key", clinic.id, key.key_id)]
    assert [one.ends_at if one else None for one in during] == [until, until + timedelta(hours=23)]
    assert [one is not None for one in after] == [False, True]


async def test_a_rotation_without_overlap_and_a_second_one_end_the_tokens_before(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff, until = await make_staff(clinic, clock), clock.now() + timedelta(days=1)
    key = await made(deployment, staff, draft_of(clinic))
    tokens = [key.token]

    for overlap in (until, until, None):
        async with transaction():
            tokens.append((await rotate_key(deployment, staff, key.key_id, previous_until=overlap)).token)
        opens = [await key_for_token(deployment, token, address=None) is not None for token in tokens]
        assert opens == [False] * (len(tokens) - 2) + [overlap is not None, True]


async def test_an_overlap_has_an_end_that_is_not_far(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff, key = await make_staff(clinic, clock), await make_api_key(clinic)

    for until in (clock.now(), clock.now() + LONGEST_OVERLAP + timedelta(seconds=1)):
        with pytest.raises(InvalidInput):
            async with transaction():
                await rotate_key(deployment, staff, key.id, previous_until=until)


async def test_a_revoked_key_opens_nothing_is_told_of_once_and_is_not_rotated(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    staff = await make_staff(clinic, clock)
    key = await made(deployment, staff, draft_of(clinic))

    told = []
    for _ in range(2):
        async with transaction() as tx:
            await revoke_key(deployment, staff, key.key_id)
            told += tx.changes

    assert told == [Change("key", clinic.id, key.key_id)]
    assert await key_for_token(deployment, key.token, address=None) is None
    with pytest.raises(KeyClosed):
        async with transaction():
            await rotate_key(deployment, staff, key.key_id)


@pytest.mark.checklist(28)
async def test_the_use_of_a_key_is_noted_once_a_minute(
    deployment: Deployment, database: Database, clock: TurnableClock
) -> None:
    token = make_token()
    key = await make_api_key(await make_clinic(), token=token)

    noted = []
    for seconds in (0, 59, 1):
        clock.turn(timedelta(seconds=seconds))
        await key_for_token(deployment, token.text, address=None)
        noted.append((await ApiKey.get(id=key.id)).last_used_at)

    assert noted == [clock.now() - timedelta(minutes=1), clock.now() - timedelta(minutes=1), clock.now()]


async def test_a_key_does_not_open_from_elsewhere_and_its_use_is_not_noted(
    deployment: Deployment, sqlite_database: Database, clock: TurnableClock
) -> None:
    token = make_token()
    key = await make_api_key(await make_clinic(), token=token, ip_ranges=["203.0.113.0/24"])

    inside = await key_for_token(deployment, token.text, address="203.0.113.5")
    clock.turn(timedelta(minutes=2))
    outside = [await key_for_token(deployment, token.text, address=one) for one in ("198.51.100.5", None)]

    assert inside is not None
    assert outside == [None, None]
    assert (await ApiKey.get(id=key.id)).last_used_at == clock.now() - timedelta(minutes=2)
