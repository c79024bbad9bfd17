"""Every mutation and every field of its input, and every subscription, against everybody: generated from the schema.

Whoever is refused has changed nothing: every table is as it was.
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import pytest
from graphql import GraphQLObjectType, get_named_type
from tests.api.clients import make_deployment
from tests.factories import (
    make_custom_role,
    make_invitation,
    make_membership,
    make_passkey,
    make_user,
    writing,
)
from tests.matrix.actors import Comer, insiders, key_comer, own_comer, strangers_of
from tests.matrix.examples import (
    AUTHENTICATOR,
    CEREMONY,
    CHALLENGE,
    EXAMPLES,
    PASSKEY_NAME,
    TOTP_KEY,
    Examples,
    nobodys,
)
from tests.matrix.families import be_booked_for, have_a_contact
from tests.matrix.merging import meet_another
from tests.matrix.places import Gate, Place, core_of, document_of, gates_on, places_of
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Answer, Desk, ask, make_desk, make_session

from chatbookr_core import events, models
from chatbookr_core.bookings import service as bookings
from chatbookr_core.channels.registry import Plugins, discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, current_database
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.authenticators import hash_of
from chatbookr_core.people.links import Purpose
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_core.settings import Settings
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.granting import IN_A_PRACTITIONER
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.field import Surface
from chatbookr_schema.guards import guard_of

pytestmark = pytest.mark.exhaustive  # every cell of a generated matrix: make test and CI run it
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # when the clock of tests stands still
CANARIES = (NAME, PHONE, BODY, NOTES)
REFUSALS = {"FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND", "FORBIDDEN_FIELD", "STEP_UP_REQUIRED"}
SURFACES: tuple[Surface, ...] = get_args(Surface)
FOR_NOBODY = {
    "sessionCreate", "passwordResetRequest", "passwordReset", "emailVerify", "emailChangeUndo", "invitationAccept",
    "passkeyLogInBegin", "passkeyLogIn",
}  # fmt: skip
"""What nobody may ask for yet: it takes a proof instead, and tests of its own show what a wrong one does."""
OF_ONESELF = {
    "sessionProve", "sessionStepUp", "sessionEnd", "sessionEndOthers", "passwordChange", "emailVerificationRequest",
    "emailChangeRequest", "emailChangeConfirm", "totpEnrol", "totpConfirm", "totpRemove", "recoveryCodesRenew",
    "passkeyProofBegin", "passkeyProve", "passkeyStepUp",
}  # fmt: skip
"""What is about the asker alone, wherever they belong: nobody else's desk is touched by it."""
PASSWORD_HASH = hash_password_now(str(EXAMPLES["password"]))
ONCE = FOR_NOBODY | {
    "sessionProve", "sessionStepUp", "totpConfirm", "emailChangeConfirm",
    "passkeyProofBegin", "passkeyProve", "passkeyStepUp",
}  # fmt: skip
"""What takes a proof that counts once, and so no key under which it could be answered again."""
NOT_DATA = {
    "LoginFailure",
    "CostBucket",
    "IdempotentRequest",
    "AuditEntry",
    "AuditPending",
}  # what is kept of the asking
TABLES = {
    meta.db_table: "clinic_id" in meta.fields_map
    for meta in (getattr(models, name)._meta for name in sorted(models.__all__) if name not in NOT_DATA)
}
"""Each table, and whether its rows are of a clinic."""
Snapshot = dict[str, list[tuple[object, ...]]]


Roots = dict[tuple[Surface, str], list[Place]]


def roots_of(root_name: str) -> Roots:
    """List each surface's root fields, each with itself, its arguments and its input fields."""
    found: Roots = {}
    for surface in SURFACES:
        for place in places_of(surface, root_name):
            if len(place.way) == 1:
                found.setdefault((surface, place.root), []).append(place)
    return found


MUTATIONS, SUBSCRIPTIONS = roots_of("Mutation"), roots_of("Subscription")


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    loaded, _ = discover(Settings(plugins=("whatsapp",), environment=secrets)).messaging_for("whatsapp")
    lent = make_deployment(vault, clock, tmp_path)
    return replace(lent, plugins=Plugins({"gcal": quiet_plugin(), "whatsapp": loaded}))


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()  # as the application does when it starts
    return await make_desk(vault, clock.now())


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
            desk.clinic, request, conversation_id=desk.conversation.id, clock=TurnableClock(NOW), minutes=60
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


async def snapshot(clinic_id: UUID | None = None) -> Snapshot:
    """Read every row of every table, past the ORM: this is asked for thousands of times.

    Of one clinic where it is said which, and what is of none.
    """
    path = current_database().url.removeprefix("sqlite://")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        found = {}
        for name, is_of_clinics in TABLES.items():
            chosen = is_of_clinics and clinic_id is not None
            where, values = ("WHERE clinic_id = ? OR clinic_id IS NULL", (str(clinic_id),)) if chosen else ("", ())
            found[name] = connection.execute(f'SELECT * FROM "{name}" {where} ORDER BY rowid', values).fetchall()  # noqa: S608  # our own models' names
        return found


def changed(before: Snapshot, after: Snapshot) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def asked(place: Place, examples: Examples) -> tuple[str, dict[str, object]]:
    """Write the mutation of a place, asking for what became of it, under a key: programs must give one."""
    document, variables = document_of(place, examples, "mutation")
    asking = (place.surface, place.coordinate, place.argument, place.input_field)  # alike for all: prepared once
    key = "" if place.root in ONCE else f'@idempotent(key: "{uuid5(NAMESPACE_OID, repr(asking))}") '
    selection = f"{key}{{ userErrors {{ code field }} }}"
    return document.replace("{ __typename }", selection), variables


def refusals_of(answer: Answer, root: str) -> list[str]:
    """List the codes by which an answer refuses, whichever shelf they stand on."""
    payload = (answer.data or {}).get(root) or {}
    codes = [*answer.codes, *(str(error["code"]) for error in payload.get("userErrors", []))]
    return [code for code in codes if code in REFUSALS]


@pytest.mark.parametrize("name", [name for surface, name in MUTATIONS if surface == "partner"])
async def test_a_program_gives_a_key_to_every_mutation_that_people_are_told_of(
    deployment: Deployment, desk: Desk, name: str
) -> None:
    before, place = await snapshot(), MUTATIONS["partner", name][0]
    guard = guard_of(place.way[0].kind.fields[name])
    program = key_comer(desk, set(Permission))
    document, variables = asked(place, Examples(desk))
    without = re.sub(r"@idempotent\([^)]*\)", "", document)

    answer = await ask(deployment, program.actor, without, variables, "partner")

    assert guard is not None
    assert isinstance(guard.tells, bool)
    assert ("IDEMPOTENCY_KEY_REQUIRED" in answer.codes) is guard.tells
    assert changed(before, await snapshot()) == [] or not guard.tells


def is_refused_at(answer: Answer, gate: Gate, root: str) -> bool:
    """Tell whether an answer says which gate was closed: a field of the input on one shelf, all else on the other."""
    assert gate.coordinate is not None
    kind, name = gate.coordinate.split(".")
    if kind != "Mutation":
        told = (answer.data or {}).get(root) or {}
        return answer.errors == [] and told["userErrors"] == [{"code": "FORBIDDEN_FIELD", "field": ["input", name]}]
    needed = [error["extensions"].get("requiredPermissions") for error in answer.errors]
    return bool(refusals_of(answer, root)) and (gate.permission is None or needed == [[gate.permission.value]])


@pytest.mark.asvs("8.2.1")
@pytest.mark.checklist(4)
@pytest.mark.parametrize(("surface", "name"), MUTATIONS)
async def test_who_may_not_change_it_changes_nothing(
    deployment: Deployment, desk: Desk, surface: Surface, name: str
) -> None:
    before, wrong = await snapshot(), []
    for place in MUTATIONS[surface, name]:
        gates = gates_on(place)
        document, variables = asked(place, Examples(desk))
        for comer in insiders(desk, surface, gates):
            gate = comer.first_closed(gates)
            if gate is None:
                continue
            answer = await ask(deployment, comer.actor, document, variables, surface)
            if not is_refused_at(answer, gate, name) or any(canary in str(answer) for canary in CANARIES):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer}\n  {document}\n  {variables}")

    assert not wrong, "\n".join(wrong)
    assert changed(before, await snapshot()) == []


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize(("surface", "name"), [one for one in MUTATIONS if one[1] not in FOR_NOBODY])
async def test_who_holds_nothing_changes_nothing_and_learns_nothing(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface, name: str
) -> None:
    comers = [one for one in await strangers_of(desk, vault, surface) if one.actor is None or name not in OF_ONESELF]
    before, wrong = await snapshot(), []
    for place in MUTATIONS[surface, name]:
        document, variables = asked(place, Examples(desk))
        _, made_up = asked(place, Examples(desk, nobodys(uuid4)))
        for comer in comers:
            answer = await ask(deployment, comer.actor, document, variables, surface)
            random = await ask(deployment, comer.actor, document, made_up, surface)
            if not refusals_of(answer, name) or any(canary in str(answer) for canary in CANARIES):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer}\n  {document}")
            if (answer.data, answer.codes) != (random.data, random.codes):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer} is not {random}\n  {document}")

    assert not wrong, "\n".join(wrong)
    assert changed(before, await snapshot()) == []


@pytest.mark.checklist(4)
@pytest.mark.parametrize(("surface", "name"), MUTATIONS)
async def test_who_may_change_it_does(
    deployment: Deployment, sqlite_database: Database, vault: Vault, clock: TurnableClock, surface: Surface, name: str
) -> None:
    """Each role that may, with each input field, on a desk of its own: it is not refused, and something is changed."""
    wrong, anybodys = [], await make_desk(vault, clock.now())
    for place in MUTATIONS[surface, name]:
        if place.input_field == "newAccount":
            continue  # for somebody who is not there yet, and is nobody's role
        gates = gates_on(place)
        for number in who_may(anybodys, surface, gates):
            own = await make_desk(vault, clock.now())
            comer = comers_of(own, surface, gates)[number]
            if comer.is_of_own_role:
                comer = own_comer(own, comer.name, comer.held | GIVEN.get(name, frozenset()))
            await PREPARED.get(name, nothing)(own)
            async with writing():
                await models.LoginFailure.all().delete()  # so much is more than anybody may ask for in an hour
            await be_in_the_database(own, comer)
            document, variables = asked(place, Examples(own))
            before = await snapshot(own.clinic.id)
            answer = await ask(deployment, comer.actor, document, variables, surface)
            found = changed(before, await snapshot(own.clinic.id))
            if name in CHANGES_NOTHING:
                found = [one for one in found if one != "data_key"]  # made for the first request under a key
            is_changed = bool(found)
            if refusals_of(answer, name) or is_changed is (name in CHANGES_NOTHING):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer} {found}\n  {document}\n  {variables}")

    assert not wrong, "\n".join(wrong)


async def be_in_the_database(desk: Desk, comer: Comer) -> None:
    """Let the row of somebody's place say what their actor does: what changes people's places looks there again."""
    if not isinstance(comer.actor, StaffActor):
        return
    place = comer.actor.memberships[desk.clinic.id]
    role = await make_custom_role(desk.clinic, *place.granted) if place.role is Role.CUSTOM else None
    async with writing():
        await models.Membership.filter(clinic_id=desk.clinic.id, user_id=desk.user.id).update(
            role=place.role.value, custom_role_id=role.id if role else None, practitioner_id=place.practitioner_id
        )


def comers_of(desk: Desk, surface: Surface, gates: list[Gate]) -> list[Comer]:
    """Return who can be asked for: of staff people of each role, of partners keys."""
    return [one for one in insiders(desk, surface, gates) if isinstance(one.actor, StaffActor) is (surface == "staff")]


def who_may(desk: Desk, surface: Surface, gates: list[Gate]) -> list[int]:
    """Say which of those may, by their places: it is the same ones at every desk."""
    return [number for number, one in enumerate(comers_of(desk, surface, gates)) if one.first_closed(gates) is None]


@pytest.mark.parametrize(("surface", "name"), MUTATIONS)
def test_a_mutation_says_what_became_of_it(surface: Surface, name: str) -> None:
    mutation = core_of(surface).mutation_type
    assert mutation is not None
    payload = get_named_type(mutation.fields[name].type)

    assert isinstance(payload, GraphQLObjectType)
    assert "userErrors" in payload.fields
    assert payload.name == f"{name[0].upper()}{name[1:]}Payload"


@pytest.mark.asvs("8.2.1")
@pytest.mark.checklist(4)
@pytest.mark.parametrize(("surface", "name"), SUBSCRIPTIONS)
async def test_a_subscription_opens_for_whom_it_says(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface, name: str
) -> None:
    wrong, comers = [], await strangers_of(desk, vault, surface)
    for place in SUBSCRIPTIONS[surface, name]:
        gates = gates_on(place)
        document, variables = document_of(place, Examples(desk), "subscription")
        _, made_up = document_of(place, Examples(desk, nobodys(uuid4)), "subscription")
        for comer in [*insiders(desk, surface, gates), *comers]:
            codes = await codes_at_opening(deployment, surface, comer, document, variables)
            belongs = comer.actor is not None and desk.clinic.id in comer.actor.clinic_ids
            if not belongs and await codes_at_opening(deployment, surface, comer, document, made_up) != codes:
                wrong.append(f"{place.coordinate} for {comer.name}: {codes}, and another for nobody's id")
            if bool(set(codes) & REFUSALS) is not (comer.first_closed(gates) is not None):
                wrong.append(f"{place.coordinate} for {comer.name}: {codes}")

    assert not wrong, "\n".join(wrong)


async def codes_at_opening(
    deployment: Deployment, surface: Surface, comer: Comer, document: str, variables: dict[str, object]
) -> list[str]:
    """Open a stream, and say how it refuses; one that listens to events is open."""
    context = Context(deployment, comer.actor, "request-1")
    stream: Any = await schema_of(surface).subscribe(document, variable_values=variables, context_value=context)
    if not isinstance(stream, AsyncIterator):
        return [str((error.extensions or {}).get("code")) for error in stream.errors or ()]
    before, first = len(events._ears), asyncio.ensure_future(anext(stream, None))
    async with asyncio.timeout(60):
        while not first.done() and len(events._ears) == before:  # noqa: ASYNC110  # nobody tells of it
            await asyncio.sleep(0.001)
    if first.done():
        return [str((error.extensions or {}).get("code")) for error in getattr(first.result(), "errors", None) or ()]
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    return []


@pytest.mark.checklist(4)
def test_every_change_and_every_stream_was_seen() -> None:
    assert {surface for surface, _ in MUTATIONS} == {surface for surface, _ in SUBSCRIPTIONS} == set(SURFACES)
    assert len(MUTATIONS) >= 15
