"""What there has to be before each mutation can do something: a clinic's rows, by the mutation's name."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from tests.factories import writing
from tests.matrix.accounts import (
    NOW,
    another_session,
    ask_for_a_passkey,
    be_asked_for_a_passkey,
    be_invited,
    be_known,
    have_another_passkey,
    link,
    show_both_factors,
    step_up,
    suspend,
)
from tests.matrix.examples import (
    EXAMPLES,
    TOTP_KEY,
    upload_of,
)
from tests.matrix.families import be_booked_for, have_a_contact
from tests.matrix.merging import meet_another
from tests.schema.desk import Desk

from chatbookr_core import models
from chatbookr_core.bookings import service as bookings
from chatbookr_core.clock import TurnableClock
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.granting import IN_A_PRACTITIONER
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role


async def nothing(desk: Desk) -> None:
    """Leave a desk as it is made."""


async def take_over(desk: Desk) -> None:
    async with writing():
        await models.Conversation.filter(clinic_id=desk.clinic.id).update(owner="staff")


async def close(desk: Desk) -> None:
    async with writing():
        await models.Conversation.filter(clinic_id=desk.clinic.id).update(state="closed")


async def take_labels_off(desk: Desk) -> None:
    async with writing():
        await models.ConversationLabel.filter(clinic_id=desk.clinic.id).delete()


async def leave_unread(desk: Desk) -> None:
    async with writing():
        await models.Conversation.filter(clinic_id=desk.clinic.id).update(unread_count=1)


async def be_quotable(desk: Desk) -> None:
    """Know the provider's own id of the desk's message, as the intake writes it."""
    async with writing():
        keys = await desk.vault.patient_keys(desk.clinic.id, desk.patient.id)
        sealed = keys.seal(columns.MESSAGE_EXTERNAL, desk.message.id, "wamid.of-the-desk")
        await models.Message.filter(id=desk.message.id).update(external_sealed=sealed)


async def have_something_to_send(desk: Desk) -> None:
    """Know the desk's message by its provider's id, and have a file that the desk's user uploaded."""
    await be_quotable(desk)
    media_id = upload_of(desk)
    async with writing():
        keys = await desk.vault.patient_keys(desk.clinic.id, desk.patient.id)
        source = '{"kind": "document", "media_id": "", "mime_type": "application/pdf"}'
        await models.Media.create(
            id=media_id,
            clinic_id=desk.clinic.id,
            patient_id=desk.patient.id,
            conversation_id=desk.conversation.id,
            uploader_user_id=desk.user.id,
            provider_hash=media_id.hex,
            source_sealed=keys.seal(columns.MEDIA_SOURCE, media_id, source),
            kind="document",
            mime_declared="application/pdf",
            mime_type="application/pdf",
            state="fetched",
            created_at=NOW,
        )


async def have_calendars(desk: Desk) -> None:
    """Let the account have the examples' calendars, and be written elsewhere so far."""
    await step_up(desk)
    async with writing():
        for calendar_id in (str(EXAMPLES["written"]), str(EXAMPLES["blocking"])):
            await models.CalendarFeed.create(
                id=new_id(),
                clinic_id=desk.clinic.id,
                connection_id=desk.calendar.id,
                calendar_id=calendar_id,
                title="A calendar",
                is_primary=False,
                is_writable=True,
                is_followable=True,
            )


async def let_the_key_hear(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.ApiKey.filter(id=desk.api_key.id).update(scopes=["booking:read"], location_ids=None)


async def disable(desk: Desk) -> None:
    await let_the_key_hear(desk)
    async with writing():
        await models.WebhookEndpoint.filter(id=desk.webhook_endpoint.id).update(state="disabled")


async def disable_provider(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.IdentityProvider.filter(id=desk.identity_provider.id).update(state="disabled")


def phone(*, is_confirmed: bool) -> Callable[[Desk], Awaitable[None]]:
    """Let the desk's user have the example's phone; a confirmed one is asked for."""

    async def prepared(desk: Desk) -> None:
        await step_up(desk)
        keys, factor_id = await desk.vault.deployment_keys(), new_id()
        async with writing():
            await models.User.filter(id=desk.user.id).update(has_second_factor=is_confirmed)
            await models.TotpFactor.create(
                id=factor_id,
                user_id=desk.user.id,
                key_sealed=keys.seal(columns.TOTP_KEY, factor_id, TOTP_KEY),
                created_at=desk.session.created_at,
                confirmed_at=desk.session.created_at if is_confirmed else None,
            )

    return prepared


async def let_nobody_have_the_role(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.Membership.filter(id=desk.member.id).update(role="receptionist", custom_role_id=None)


async def seal(desk: Desk) -> None:
    async with writing():
        await models.Patient.filter(id=desk.patient.id).update(is_sealed=True)


async def hold(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.LegalHold.filter(id=desk.legal_hold.id).update(released_at=None)


async def keep_data_at_home(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.Clinic.filter(id=desk.clinic.id).update(allows_transfers=False)


async def request(desk: Desk) -> None:
    async with writing():
        await models.Booking.filter(id=desk.booking.id).update(status="requested")


async def displace(desk: Desk) -> None:
    async with writing():
        await models.Booking.filter(id=desk.booking.id).update(displaced_at=NOW)


def visit(status: str, **fields: object) -> Callable[[Desk], Awaitable[None]]:
    """Let the booking have begun a moment ago, by what was noted of it."""

    async def prepare(desk: Desk) -> None:
        async with writing():
            rows = models.Booking.filter(id=desk.booking.id)
            await rows.update(status=status, starts_at=NOW - timedelta(minutes=1), **fields)

    return prepare


async def leave(desk: Desk) -> None:
    """Let what was noted of the visit be of today."""
    await visit("completed", concluded_at=NOW, concluded_by="staff")(desk)


async def close_days(desk: Desk) -> None:
    """Let other hours hold on the examples' days, so that the usual ones can come back."""
    async with writing():
        for practitioner_id, resource_id in ((None, None), (desk.practitioner.id, None), (None, desk.resource.id)):
            await models.WorkingException.create(
                clinic_id=desk.clinic.id,
                practitioner_id=practitioner_id,
                resource_id=resource_id,
                day=date(2027, 5, 3),
                windows=[],
            )


async def wait(desk: Desk) -> None:
    """Let whoever waits have no offer."""
    async with writing():
        await models.WaitlistOffer.filter(clinic_id=desk.clinic.id).delete()
        await models.WaitlistEntry.filter(clinic_id=desk.clinic.id).update(state="waiting")


async def keep_a_time(desk: Desk) -> None:
    """Let the time that is offered to whoever waits be kept indeed."""
    at = desk.booking.starts_at + timedelta(days=1)
    request = bookings.SlotRequest(desk.service.id, desk.practitioner.id, desk.location.id, at)
    async with writing():
        held = await bookings.hold(
            desk.clinic.id, request, conversation_id=desk.conversation.id, clock=TurnableClock(NOW), minutes=60
        )
        await models.WaitlistOffer.filter(clinic_id=desk.clinic.id).update(hold_id=held.id, starts_at=at)


PREPARED = {
    "waitlistOfferMake": wait,
    "waitlistOfferTake": keep_a_time,
    "workingDaysSet": close_days,
    "bookingConfirm": request,
    "bookingDecline": request,
    "bookingUphold": displace,
    "bookingCheckIn": visit("confirmed"),
    "bookingComplete": visit("confirmed"),
    "bookingNoShow": visit("confirmed"),
    "bookingAttendanceUndo": leave,
    "sessionCreate": be_known,
    "sessionProve": phone(is_confirmed=True),
    "sessionStepUp": be_known,
    "sessionEndOthers": another_session,
    "channelDisconnect": step_up,
    "calendarDisconnect": step_up,
    "calendarChoose": have_calendars,
    "passwordChange": step_up,
    "passwordReset": link("password_reset"),
    "emailVerify": link("verification"),
    "emailChangeRequest": step_up,
    "emailChangeConfirm": link("email_change"),
    "emailChangeUndo": link("email_undo"),
    "totpEnrol": step_up,
    "totpConfirm": phone(is_confirmed=False),
    "totpRemove": phone(is_confirmed=True),
    "recoveryCodesRenew": phone(is_confirmed=True),
    "invitationCreate": step_up,
    "invitationResend": step_up,
    "invitationRevoke": step_up,
    "invitationAccept": be_invited,
    "memberRoleChange": step_up,
    "memberSuspend": step_up,
    "memberReinstate": suspend,
    "memberRemove": step_up,
    "customRoleCreate": step_up,
    "customRoleUpdate": step_up,
    "customRoleDelete": let_nobody_have_the_role,
    "patientUnseal": seal,
    "relatedPersonLink": have_a_contact,
    "relatedPersonUnlink": be_booked_for,
    "patientErase": step_up,
    "patientsMerge": meet_another,
    "patientExport": step_up,
    "consentLedgerExport": step_up,
    "clinicConsentModeUpdate": step_up,
    "clinicUpdate": step_up,
    "retentionUpdate": step_up,
    "anomalyRuleSet": step_up,
    "legalHoldPlace": step_up,
    "legalHoldRelease": hold,
    "clinicResidencyUpdate": keep_data_at_home,
    "conversationReturn": take_over,
    "conversationReopen": close,
    "conversationLabelsSet": take_labels_off,
    "conversationMarkRead": leave_unread,
    "messageSend": have_something_to_send,
    "passkeyLogIn": be_asked_for_a_passkey("log_in"),
    "passkeyProofBegin": have_another_passkey,
    "passkeyProve": be_asked_for_a_passkey("second_factor"),
    "passkeyStepUp": be_asked_for_a_passkey("step_up"),
    "passkeyRegistrationBegin": step_up,
    "passkeyRegistrationFinish": ask_for_a_passkey,
    "passkeyRemove": have_another_passkey,
    "clinicSecurityUpdate": show_both_factors,
    "watchedReadsSet": step_up,
    "accessApprove": step_up,
    "accessRefuse": step_up,
    "accessEnd": step_up,
    "apiKeyCreate": step_up,
    "agendaFeedCreate": step_up,
    "agendaFeedRevoke": step_up,
    "apiKeyRotate": step_up,
    "apiKeyRevoke": step_up,
    "webhookEndpointCreate": let_the_key_hear,
    "webhookEndpointUpdate": disable,
    "webhookEndpointDelete": step_up,
    "webhookSecretRotate": step_up,
    "identityProviderCreate": step_up,
    "identityProviderUpdate": disable_provider,
    "identityProviderDelete": step_up,
    "linkedIdentityRemove": step_up,
}
"""What must be so before a mutation has something to change."""

CHANGES_NOTHING = {"rehearse", "conversationPresenceTell"}
"""What is played and written down in the audit log, or told for a moment, and leaves everything else as it is."""


GIVEN = {
    "apiKeyCreate": {Permission.BOOKING_READ, Permission.BOOKING_ALL_READ},
    "webhookEndpointCreate": {Permission.BOOKING_READ, Permission.BOOKING_ALL_READ},
    "webhookEndpointUpdate": {Permission.BOOKING_READ, Permission.BOOKING_ALL_READ},
    "invitationCreate": ROLE_PERMISSIONS[Role.RECEPTIONIST],
    "invitationResend": ROLE_PERMISSIONS[Role.RECEPTIONIST],
    "memberRoleChange": {*ROLE_PERMISSIONS[Role.RECEPTIONIST], Permission.CLINIC_READ},
    "memberReinstate": {Permission.CLINIC_READ, *IN_A_PRACTITIONER},
    "customRoleCreate": {Permission.BOOKING_READ},
    "customRoleUpdate": {Permission.BOOKING_READ},
    "conversationAssign": {Permission.CONVERSATION_READ},  # the example's colleague is whoever asks
    "conversationsChange": {Permission.CONVERSATION_READ},  # likewise
}
"""What the examples of a mutation give away: whoever does that must hold it, besides what lets them in."""
