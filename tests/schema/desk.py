"""A clinic with everything in it, and people of each role to look at it, for tests of the schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from tests.account_rows import (
    make_access_grant,
    make_identity_provider,
    make_invitation,
    make_linked_identity,
    make_passkey,
)
from tests.agenda_feeds import make_agenda_feed
from tests.alarms import make_anomaly, make_incident_notice
from tests.calendar_drifts import make_calendar_drift
from tests.consent_rows import make_consent, make_consent_export
from tests.factories import (
    make_booking,
    make_calendar_connection,
    make_channel_notice,
    make_clinic,
    make_connection,
    make_conversation,
    make_custom_role,
    make_location,
    make_membership,
    make_patient,
    make_practitioner,
    make_resource,
    make_service,
    make_user,
    writing,
)
from tests.inbox_rows import make_label, make_note, make_reply, make_team
from tests.kept_rows import make_audit_entry, make_erasure, make_legal_hold, make_patient_export
from tests.partner_rows import make_api_key, make_webhook_delivery, make_webhook_endpoint
from tests.schema.desk_once import furnish_once
from tests.session_rows import make_session
from tests.template_factories import make_template, make_template_use
from tests.waitlists import make_waitlist_entry

from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AccessGrant,
    AgendaFeed,
    Anomaly,
    ApiKey,
    AuditEntry,
    Booking,
    CalendarConnection,
    CalendarDrift,
    CannedReply,
    ChannelConnection,
    ChannelNotice,
    Clinic,
    Consent,
    ConsentExport,
    Conversation,
    ConversationNote,
    CustomRole,
    Erasure,
    IdentityProvider,
    IncidentNotice,
    Invitation,
    Job,
    Label,
    LegalHold,
    LinkedIdentity,
    Location,
    Message,
    MessageTemplate,
    Passkey,
    Patient,
    PatientExport,
    Practitioner,
    Resource,
    RetentionRun,
    Service,
    Session,
    StaffTask,
    Team,
    User,
    WaitlistEntry,
    WebhookDelivery,
    WebhookEndpoint,
)
from chatbookr_core.models import Membership as MembershipRow
from chatbookr_core.search.tokens import index_message
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, Principal, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

NAME = "Ada Canary"
PHONE = "+4915100000001"
BODY = "canary words of a patient"
NOTES = "canary notes"
MONDAY = datetime.fromisoformat("2027-03-08T09:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Desk:
    """One clinic with one of everything."""

    clinic: Clinic
    location: Location
    practitioner: Practitioner
    resource: Resource
    service: Service
    patient: Patient
    channel: ChannelConnection
    calendar: CalendarConnection
    conversation: Conversation
    message: Message
    booking: Booking
    task: StaffTask
    dead_job: Job
    channel_notice: ChannelNotice
    template: MessageTemplate
    user: User
    session: Session
    api_key: ApiKey
    webhook_endpoint: WebhookEndpoint
    webhook_delivery: WebhookDelivery
    identity_provider: IdentityProvider
    linked_identity: LinkedIdentity
    passkey: Passkey
    access_grant: AccessGrant
    audit_entry: AuditEntry
    invitation: Invitation
    vault: Vault
    member: MembershipRow
    custom_role: CustomRole
    legal_hold: LegalHold
    anomaly: Anomaly
    erasure: Erasure
    patient_export: PatientExport
    consent: Consent
    consent_export: ConsentExport
    incident_notice: IncidentNotice
    agenda_feed: AgendaFeed
    calendar_drift: CalendarDrift
    waitlist_entry: WaitlistEntry
    team: Team
    label: Label
    note: ConversationNote
    canned_reply: CannedReply

    def id_of(self, type_name: str) -> str:
        """Return the API's id of the desk's thing of a type."""
        return global_id(type_name, self.rows()[type_name])

    def rows(self) -> dict[str, UUID]:
        """Map every type with an id to the key of the desk's row of it."""
        return {
            "Clinic": self.clinic.id,
            "Location": self.location.id,
            "Practitioner": self.practitioner.id,
            "Resource": self.resource.id,
            "Service": self.service.id,
            "Patient": self.patient.id,
            "Conversation": self.conversation.id,
            "Message": self.message.id,
            "StaffTask": self.task.id,
            "Booking": self.booking.id,
            "Channel": self.channel.id,
            "ChannelNotice": self.channel_notice.id,
            "MessageTemplate": self.template.id,
            "Calendar": self.calendar.id,
            "DeadJob": self.dead_job.id,
            "ApiKey": self.api_key.id,
            "WebhookEndpoint": self.webhook_endpoint.id,
            "WebhookDelivery": self.webhook_delivery.id,
            "IdentityProvider": self.identity_provider.id,
            "LinkedIdentity": self.linked_identity.id,
            "AccessGrant": self.access_grant.id,
            "Invitation": self.invitation.id,
            "Member": self.member.id,
            "CustomRole": self.custom_role.id,
            "LegalHold": self.legal_hold.id,
            "Anomaly": self.anomaly.id,
            "Erasure": self.erasure.id,
            "PatientExport": self.patient_export.id,
            "ConsentEntry": self.consent.id,
            "ConsentExport": self.consent_export.id,
            "IncidentNotice": self.incident_notice.id,
            "AgendaFeed": self.agenda_feed.id,
            "CalendarDrift": self.calendar_drift.id,
            "WaitlistEntry": self.waitlist_entry.id,
            "Team": self.team.id,
            "Label": self.label.id,
            "CannedReply": self.canned_reply.id,
            "ConversationNote": self.note.id,
            "BookingSeries": self.booking.series_id or self.booking.id,
        }

    def actor(self, role: Role | None) -> StaffActor:
        """Make somebody of a role here, or somebody logged in who belongs nowhere."""
        return self.member_actor(Membership(role, self._practitioner_of(role)) if role else None)

    def member_actor(self, membership: Membership | None) -> StaffActor:
        """Make somebody with a place here."""
        memberships = {self.clinic.id: membership} if membership is not None else {}
        return StaffActor(self.user.id, self.session.id, memberships)

    def _practitioner_of(self, role: Role) -> UUID | None:
        return self.practitioner.id if role is Role.PRACTITIONER else None


async def make_message(
    conversation: Conversation, vault: Vault, *, body: str = BODY, sent_at: datetime = MONDAY, **fields: Any
) -> Message:
    """Make an inbound message, sealed as the intake seals."""
    message_id = new_id()
    async with writing():
        keys = await vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        made = await Message.create(
            **{
                "id": message_id,
                "clinic_id": conversation.clinic_id,
                "conversation_id": conversation.id,
                "connection_id": conversation.connection_id,
                "direction": "inbound",
                "author": "patient",
                "kind": "text",
                "body_sealed": keys.seal(columns.MESSAGE_BODY, message_id, body),
                "external_hash": str(message_id),
                "status": "received",
                "sent_at": sent_at,
                "created_at": sent_at,
                **fields,
            }
        )
        await index_message(made.id, conversation.clinic_id, body, keys)
        return made


async def make_desk(vault: Vault, now: datetime, *, one_of_many: bool = False) -> Desk:
    """Make a clinic with one of everything in it, in one transaction: this is done thousands of times.

    One of many has the ids of one that an earlier test made, and is older than what this test made before it.
    """
    async with writing():
        return await furnish_once(_furnished, vault, now, one_of_many=one_of_many)


async def _furnished(vault: Vault, now: datetime) -> Desk:
    clinic = await make_clinic(vault)
    location = await make_location(clinic)
    practitioner = await make_practitioner(clinic, location)
    service = await make_service(clinic, practitioner)
    patient = await make_patient(clinic, vault, name=NAME, phone=PHONE)
    channel = await make_connection(clinic, vault)
    calendar = await make_calendar_connection(practitioner, vault, fetched_at=now, fetched_until=now + timedelta(90))
    user = await make_user()
    place = await make_membership(user, clinic, role="owner")
    custom_role = await make_custom_role(clinic, Permission.CLINIC_READ)
    colleague: dict[str, Any] = {"role": "custom", "custom_role_id": custom_role.id, "practitioner_id": practitioner.id}
    api_key = await make_api_key(clinic, created_by_id=user.id, locations=[location], ip_ranges=["203.0.113.0/24"])
    endpoint = await make_webhook_endpoint(api_key, vault)
    team = await make_team(clinic, place)
    conversation = await make_conversation(
        patient, channel, last_inbound_at=now - timedelta(hours=1), owner="staff", assignee_id=user.id, team_id=team.id
    )
    message = await make_message(conversation, vault, price_category="service", is_billable=False)
    booking_id = new_id()
    keys = await vault.patient_keys(clinic.id, patient.id)
    booking = await make_booking(
        patient,
        service,
        practitioner,
        location,
        starts_at=MONDAY,
        id=booking_id,
        conversation_id=conversation.id,
        arranged_by_id=patient.id,
        notes_sealed=keys.seal(columns.BOOKING_NOTES, booking_id, NOTES),
        series_id=new_id(),
        series_ordinal=1,
        series_length=1,
        series_recurrence="FREQ=WEEKLY;COUNT=2",
    )
    task = await StaffTask.create(
        id=new_id(),
        clinic_id=clinic.id,
        kind="handed_over",
        conversation_id=conversation.id,
        booking_id=booking.id,
        connection_id=channel.id,
        booking_count=1,
        untold_count=1,
        dedupe_key=str(uuid4()),
        created_at=now,
    )
    dead_job = await Job.create(
        id=new_id(),
        clinic_id=clinic.id,
        kind="outbound.send",
        subject_id=message.id,
        arguments={},
        state="dead",
        due_at=now,
        give_up_at=now,
        created_at=now,
    )
    await RetentionRun.create(
        clinic_id=clinic.id, night=now.date(), data_class="messages", started_at=now, finished_at=now
    )
    template = await make_template(channel)
    await make_template_use(template, "booked")
    return Desk(
        clinic,
        location,
        practitioner,
        await make_resource(location, kind="a kind no service needs"),
        service,
        patient,
        channel,
        calendar,
        conversation,
        message,
        booking,
        task,
        dead_job,
        await make_channel_notice(channel),
        template,
        user,
        await make_session(user, now),
        api_key,
        endpoint,
        await make_webhook_delivery(endpoint, subject_id=booking.id),
        provider := await make_identity_provider(clinic, vault),
        await make_linked_identity(user, provider),
        await make_passkey(user),
        await make_access_grant(clinic),
        await make_audit_entry(clinic, user),
        await make_invitation(clinic, vault, user, practitioner_id=practitioner.id, expires_at=now + timedelta(days=7)),
        vault,
        await make_membership(await make_user(), clinic, **colleague),
        custom_role,
        await make_legal_hold(clinic, vault, patient),
        await make_anomaly(clinic, user),
        await make_erasure(clinic, api_key),
        await make_patient_export(patient),
        await make_consent(patient, vault),
        await make_consent_export(clinic),
        await make_incident_notice(clinic, vault),
        await make_agenda_feed(practitioner, user),
        await make_calendar_drift(booking),
        await make_waitlist_entry(booking, arranged_by_id=booking.arranged_by_id),
        team,
        await make_label(clinic, conversation),
        await make_note(conversation, vault, user),
        await make_reply(clinic),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation gave."""

    data: Any
    errors: list[dict[str, Any]]

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]


async def ask(
    deployment: Deployment,
    actor: Principal | None,
    query: str,
    variables: Mapping[str, object] | None = None,
    surface: Surface = "staff",
) -> Answer:
    """Execute an operation in the schema itself, without HTTP; the answer is as its JSON has it."""
    context = Context(deployment, actor, "request-1")
    result = await schema_of(surface).execute(query, variable_values=dict(variables or {}), context_value=context)
    errors: list[dict[str, Any]] = [dict(error.formatted) for error in result.errors or ()]
    return Answer(orjson.loads(orjson.dumps(result.data)), errors)
