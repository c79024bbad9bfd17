"""What there has to be before each mutation can do something: a clinic's rows, by the mutation's name."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

from tests.account_rows import make_invitation, make_passkey
from tests.factories import make_membership, make_user, writing
from tests.matrix.examples import (
    AUTHENTICATOR,
    CEREMONY,
    CHALLENGE,
    EXAMPLES,
    PASSKEY_NAME,
    TOTP_KEY,
)
from tests.matrix.families import be_booked_for, have_a_contact
from tests.matrix.merging import meet_another
from tests.schema.desk import Desk
from tests.session_rows import make_session

from chatbookr_core import models
from chatbookr_core.bookings import service as bookings
from chatbookr_core.clock import TurnableClock
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.people.authenticators import hash_of
from chatbookr_core.people.links import Purpose
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.granting import IN_A_PRACTITIONER
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # when the clock of tests stands still
PASSWORD_HASH = hash_password_now(str(EXAMPLES["password"]))


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


async def step_up(desk: Desk) -> None:
    async with writing():
        await models.Session.filter(id=desk.session.id).update(stepped_up_at=desk.session.created_at)


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


async def have_another_passkey(desk: Desk) -> None:
    await step_up(desk)
    await make_passkey(desk.user)


async def show_both_factors(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.User.filter(id=desk.user.id).update(has_second_factor=True)
        await models.Session.filter(id=desk.session.id).update(assurance=2)


async def ask_for_a_passkey(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.PasskeyChallenge.all().delete()  # the answer of the examples is the same for every desk
        await models.Passkey.filter(name=PASSKEY_NAME).delete()
        await models.PasskeyChallenge.create(
            purpose="register",
            bound_to=str(desk.session.id),
            challenge_hash=hash_of(CHALLENGE),
            expires_at=desk.session.expires_at,
        )


def be_asked_for_a_passkey(purpose: str) -> Callable[[Desk], Awaitable[None]]:
    """Let the desk's user have the examples' passkey, and be asked for it."""

    async def prepared(desk: Desk) -> None:
        async with writing():
            await models.PasskeyChallenge.all().delete()  # the answer of the examples is the same for every desk
            await models.Passkey.filter(credential_id=AUTHENTICATOR.credential_id).delete()
            await models.PasskeyChallenge.create(
                purpose=purpose,
                bound_to=hash_of(CEREMONY.encode()) if purpose == "log_in" else str(desk.session.id),
                challenge_hash=hash_of(CHALLENGE),
                expires_at=desk.session.expires_at,
            )
        await make_passkey(
            desk.user,
            credential_id=AUTHENTICATOR.credential_id,
            credential_hash=hash_of(AUTHENTICATOR.credential_id),
            public_key=AUTHENTICATOR.public_key(),
        )

    return prepared


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


async def another_session(desk: Desk) -> None:
    await make_session(desk.user, desk.session.created_at)


async def be_known(desk: Desk) -> None:
    """Let the desk's user have the example's address and password."""
    async with writing():
        await make_way(desk, str(EXAMPLES["email"]))
        await models.User.filter(id=desk.user.id).update(email=EXAMPLES["email"], password_hash=PASSWORD_HASH)


async def make_way(desk: Desk, email: str) -> None:
    """Take an address from whoever has it of the desks before."""
    await models.User.filter(email=email).exclude(id=desk.user.id).update(email=f"{desk.user.id}@example.com")


def link(purpose: Purpose, email: str = "some.address@example.com") -> Callable[[Desk], Awaitable[None]]:
    """Let the example's token be that of a link about the desk's user."""

    async def prepared(desk: Desk) -> None:
        keys, link_id = await desk.vault.deployment_keys(), new_id()
        async with writing():
            await make_way(desk, email)
            if purpose == "verification":
                await models.User.filter(id=desk.user.id).update(email=email)
            await models.AccountLink.filter(token_hash=token_hash_of(str(EXAMPLES["token"]))).delete()
            await models.AccountLink.create(
                id=link_id,
                user_id=desk.user.id,
                purpose=purpose,
                token_hash=token_hash_of(str(EXAMPLES["token"])),
                email_sealed=keys.seal(columns.LINK_EMAIL, link_id, email),
                created_at=desk.session.created_at,
                expires_at=desk.session.created_at + timedelta(minutes=5),
            )

    return prepared


async def be_invited(desk: Desk) -> None:
    """Let the example's token be that of an invitation to the desk's user, who has no place there yet."""
    inviter, token = await make_user(), str(EXAMPLES["token"])
    await make_membership(inviter, desk.clinic, role="owner")
    async with writing():
        await models.Membership.filter(clinic_id=desk.clinic.id, user_id=desk.user.id).delete()
        await models.Invitation.filter(token_hash=token_hash_of(token)).delete()
    await make_invitation(desk.clinic, desk.vault, inviter, email=desk.user.email, token=token)


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


async def suspend(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.Membership.filter(id=desk.member.id).update(state="suspended")


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
    "retentionUpdate": step_up,
    "anomalyRuleSet": step_up,
    "legalHoldPlace": step_up,
    "legalHoldRelease": hold,
    "clinicResidencyUpdate": keep_data_at_home,
    "conversationReturn": take_over,
    "conversationReopen": close,
    "conversationLabelsSet": take_labels_off,
    "conversationMarkRead": leave_unread,
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
}
"""What the examples of a mutation give away: whoever does that must hold it, besides what lets them in."""
