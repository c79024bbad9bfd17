from datetime import timedelta

import pytest
from tests.account_rows import make_invitation
from tests.factories import make_clinic, make_location, make_practitioner, make_service, make_user

from chatbookr_core.availability import noted
from chatbookr_core.change_log import KEPT
from chatbookr_core.clock import SystemClock, TurnableClock, epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AccountLink,
    Allocation,
    Hold,
    IdempotentRequest,
    InboundDelivery,
    Invitation,
    Job,
    KnownDevice,
    LoggedChange,
    LoginFailure,
    Session,
    SlotChange,
)
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_workers import upkeep
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

pytestmark = pytest.mark.usefixtures("database")


async def work(deployment: Deployment, kind: str) -> Job:
    now = deployment.clock.now()
    async with transaction():
        job_id = await enqueue(kind, clinic_id=None, due_at=now, now=now)
    assert job_id is not None
    await run(deployment, declared_kinds()[kind], job_id)
    return await Job.get(id=job_id)


async def make_done_jobs(count: int, clock: TurnableClock) -> None:
    now = clock.now()
    await Job.bulk_create(
        Job(kind="test.kind", arguments={}, state="done", due_at=now, give_up_at=now, created_at=now, finished_at=now)
        for _ in range(count)
    )


async def test_old_done_jobs_are_forgotten_over_several_portions(
    deployment: Deployment, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "PORTION", 10)
    await make_done_jobs(25, clock)
    clock.turn(upkeep.JOBS_KEPT + timedelta(seconds=1))
    await make_done_jobs(2, clock)

    job = await work(deployment, "upkeep.forget")

    assert job.state == "done"
    assert await Job.filter(kind="test.kind").count() == 2


async def test_ended_sessions_go_and_open_ones_stay(deployment: Deployment, clock: TurnableClock) -> None:
    user = await make_user()
    begun = clock.now()
    long_ago = begun - upkeep.SESSIONS_KEPT - timedelta(seconds=1)
    for name, expires_at, revoked_at in (
        ("expired", long_ago, None),
        ("revoked", begun + timedelta(days=1), long_ago),
        ("open", begun + timedelta(days=1), None),
        ("expired just now", begun, None),
    ):
        await Session.create(
            user_id=user.id,
            token_hash=name,
            created_at=long_ago,
            last_seen_at=long_ago,
            expires_at=expires_at,
            revoked_at=revoked_at,
        )

    await work(deployment, "upkeep.forget")

    assert sorted(row.token_hash for row in await Session.all()) == ["expired just now", "open"]


async def test_links_invitations_devices_and_counts_have_their_time(
    deployment: Deployment, clock: TurnableClock, vault: Vault
) -> None:
    user, clinic, now = await make_user(), await make_clinic(vault), clock.now()
    long_ago = now - timedelta(days=500)
    for name, at in (("old", long_ago), ("young", now)):
        await AccountLink.create(user_id=user.id, purpose="x", token_hash=name, created_at=at, expires_at=at)
        await KnownDevice.create(user_id=user.id, token_hash=name, created_at=long_ago, last_seen_at=at)
        await LoginFailure.create(email_hash=name, failures=1, counted_since=at)
        await make_invitation(clinic, vault, user, token=name, expires_at=at)
    await LoginFailure.create(email_hash="locked", failures=9, locked_until=long_ago)
    accepted = await make_invitation(clinic, vault, user, token="accepted", expires_at=long_ago, accepted_at=long_ago)

    await work(deployment, "upkeep.forget")

    young = token_hash_of("young")
    assert [row.token_hash for row in await AccountLink.all()] == ["young"]
    assert [row.token_hash for row in await KnownDevice.all()] == ["young"]
    assert sorted(row.email_hash for row in await LoginFailure.all()) == ["locked", "young"]
    assert {row.token_hash for row in await Invitation.all()} == {young, accepted.token_hash}


async def test_understood_deliveries_go_and_kept_ones_stay(deployment: Deployment, clock: TurnableClock) -> None:
    for state in ("processed", "kept", "received"):
        await InboundDelivery.create(plugin="whatsapp", digest=str(new_id()), received_at=clock.now(), state=state)
    clock.turn(upkeep.DELIVERIES_KEPT + timedelta(seconds=1))
    await InboundDelivery.create(plugin="whatsapp", digest="young", received_at=clock.now(), state="processed")

    await work(deployment, "upkeep.forget")

    assert sorted(row.state for row in await InboundDelivery.all()) == ["kept", "processed", "received"]


async def test_notes_on_free_times_that_nobody_goes_on_from_go(deployment: Deployment) -> None:
    for age in (noted.STALE_AFTER, noted.KEPT + timedelta(minutes=1)):
        await SlotChange.create(transaction_id=0, clinic_id=new_id(), happened_at=SystemClock().now() - age)

    await work(deployment, "upkeep.forget")

    assert await SlotChange.all().count() == 1


async def test_changes_nobody_can_ask_for_any_more_go(deployment: Deployment) -> None:
    for age in (timedelta(0), KEPT + timedelta(minutes=1)):
        await LoggedChange.create(kind="task", happened_at=SystemClock().now() - age)  # the database's own clock

    await work(deployment, "upkeep.forget")

    assert await LoggedChange.all().count() == 1


async def test_idempotency_keys_are_kept_for_a_day(deployment: Deployment, clock: TurnableClock) -> None:
    for age in (timedelta(0), timedelta(hours=24, seconds=1)):
        await IdempotentRequest.create(
            principal_id=new_id(),
            field="bookingCreate",
            key_hash="key",
            arguments_hash="arguments",
            state="done",
            running_until=clock.now(),
            created_at=clock.now() - age,
        )

    await work(deployment, "upkeep.forget")

    assert await IdempotentRequest.all().values_list("created_at", flat=True) == [clock.now()]


async def test_holds_that_ran_out_free_their_time_and_others_stand(
    deployment: Deployment, clock: TurnableClock
) -> None:
    clinic = await make_clinic()
    location = await make_location(clinic)
    practitioner = await make_practitioner(clinic, location)
    service = await make_service(clinic, practitioner)
    for minutes in (0, 60):
        starts_at = clock.now() + timedelta(days=1, minutes=minutes)
        hold = await Hold.create(
            clinic_id=clinic.id,
            service_id=service.id,
            practitioner_id=practitioner.id,
            location_id=location.id,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
            state="held",
            expires_at=clock.now() + timedelta(minutes=minutes),
            created_at=clock.now(),
        )
        await Allocation.create(
            clinic_id=clinic.id,
            subject_id=practitioner.id,
            hold_id=hold.id,
            starts_minute=epoch_minute(starts_at),
            ends_minute=epoch_minute(starts_at) + 30,
        )

    job = await work(deployment, "upkeep.expire_holds")

    assert (job.state, job.attempts) == ("done", 1)
    assert [hold.state for hold in await Hold.all().order_by("starts_at")] == ["expired", "held"]
    assert [taken.is_active for taken in await Allocation.all().order_by("starts_minute")] == [False, True]
