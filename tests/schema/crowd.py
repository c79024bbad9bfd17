"""A clinic with many of everything, for tests of what a list takes."""

from datetime import datetime, timedelta
from uuid import uuid4

from tests.account_rows import (
    make_access_grant,
    make_identity_provider,
    make_invitation,
    make_linked_identity,
    make_passkey,
)
from tests.factories import (
    make_booking,
    make_calendar_connection,
    make_connection,
    make_conversation,
    make_custom_role,
    make_location,
    make_membership,
    make_patient,
    make_practitioner,
    make_service,
    make_user,
    writing,
)
from tests.partner_rows import make_api_key, make_webhook_delivery, make_webhook_endpoint
from tests.schema.desk import MONDAY, Desk, make_message

from chatbookr_core.clock import TurnableClock
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import FieldUse, Job, Location, StaffTask, WebhookAttempt

MANY = 20


async def crowd(desk: Desk, vault: Vault, clock: TurnableClock) -> None:
    """Put more of everything beside the desk's one of each."""
    now = clock.now()
    for number in range(1, MANY):
        location = await make_location(desk.clinic)
        practitioner = await make_practitioner(desk.clinic, location)
        service = await make_service(desk.clinic, practitioner)
        patient = await make_patient(desk.clinic, vault, name="Somebody")
        channel = await make_connection(desk.clinic, vault, account_id=str(uuid4()))
        await make_calendar_connection(practitioner, vault, fetched_at=now, fetched_until=now + timedelta(90))
        await make_passkey(desk.user)
        await make_access_grant(desk.clinic, decided_by_id=desk.user.id)
        await make_linked_identity(desk.user, await make_identity_provider(desk.clinic, vault))
        await make_membership(await make_user(), desk.clinic, practitioner_id=practitioner.id)
        await make_custom_role(desk.clinic, name=f"A role {number}")
        await make_invitation(desk.clinic, vault, desk.user, practitioner_id=practitioner.id)
        conversation = await make_conversation(patient, channel, assignee_id=desk.user.id)
        await make_message(conversation, vault, author="staff", author_user_id=desk.user.id)
        starts_at = MONDAY + timedelta(days=number)
        booking = await make_booking(
            patient, service, practitioner, location, starts_at=starts_at, conversation_id=conversation.id
        )
        await make_webhooks(desk, location, vault, now)
        async with writing():
            await StaffTask.create(
                id=new_id(),
                clinic_id=desk.clinic.id,
                kind="handed_over",
                conversation_id=conversation.id,
                booking_id=booking.id,
                dedupe_key=str(uuid4()),
                created_at=now,
            )
            await Job.create(
                id=new_id(),
                clinic_id=desk.clinic.id,
                kind="outbound.send",
                arguments={},
                state="dead",
                due_at=now,
                give_up_at=now,
                created_at=now,
            )


async def make_webhooks(desk: Desk, location: Location, vault: Vault, now: datetime) -> None:
    """Put one more key beside the desk's, that was used, with an endpoint, two deliveries and two tries of each."""
    key = await make_api_key(desk.clinic, created_by_id=desk.user.id, locations=[location])
    endpoint = await make_webhook_endpoint(key, vault)
    deliveries = [await make_webhook_delivery(endpoint, subject_id=desk.booking.id) for _ in range(2)]
    async with writing():
        await FieldUse.create(
            id=new_id(), clinic_id=desk.clinic.id, api_key_id=key.id, day=now.date(), coordinate="Query.key", uses=3
        )
        for delivery in deliveries:
            await WebhookAttempt.create(
                clinic_id=desk.clinic.id, delivery_id=delivery.id, attempted_at=now, status=200, duration_ms=3
            )
