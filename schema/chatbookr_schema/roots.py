"""What the schema begins with: everything that can be read, changed, listened to, and found by its id."""

from collections.abc import Mapping
from typing import Annotated, cast

import strawberry

from chatbookr_permissions.actions import Permission
from chatbookr_schema.access import AccessQueries, find_access_grant
from chatbookr_schema.access_changes import AccessMutations
from chatbookr_schema.account_changes import AccountMutations
from chatbookr_schema.agenda_feed_changes import AgendaFeedMutations
from chatbookr_schema.agenda_feeds import AgendaFeedQueries, find_agenda_feed
from chatbookr_schema.agendas import AgendaQueries
from chatbookr_schema.anomalies import AnomalyQueries, find_anomaly
from chatbookr_schema.anomaly_changes import AnomalyMutations
from chatbookr_schema.answering_changes import AnsweringMutations
from chatbookr_schema.appointment_changes import AppointmentMutations
from chatbookr_schema.arrangement_changes import ArrangementMutations
from chatbookr_schema.arrangements import ArrangementQueries
from chatbookr_schema.attendance_changes import AttendanceMutations
from chatbookr_schema.audit import AuditQueries
from chatbookr_schema.availability import AvailabilityQueries
from chatbookr_schema.booking_changes import BookingMutations
from chatbookr_schema.booking_moves import BookingMoveMutations
from chatbookr_schema.bookings import BookingQueries, find_booking
from chatbookr_schema.calendar_drift_changes import CalendarDriftMutations
from chatbookr_schema.calendar_drifts import CalendarDriftQueries, find_calendar_drift
from chatbookr_schema.channel_notices import find_channel_notice
from chatbookr_schema.channels import ChannelQueries, find_calendar, find_channel, find_dead_job
from chatbookr_schema.clinic_changes import ClinicMutations
from chatbookr_schema.clinics import Clinic, find_clinic, find_location, find_practitioner, find_service
from chatbookr_schema.consent_changes import ConsentMutations
from chatbookr_schema.consents import ConsentQueries, find_consent, find_consent_export
from chatbookr_schema.context import Info
from chatbookr_schema.conversation_batch_changes import ConversationBatchMutations
from chatbookr_schema.conversation_changes import ConversationMutations
from chatbookr_schema.conversation_lists import ConversationQueries
from chatbookr_schema.conversations import find_conversation
from chatbookr_schema.erasure_changes import ErasureMutations
from chatbookr_schema.erasures import ErasureQueries, find_erasure
from chatbookr_schema.export_changes import ExportMutations
from chatbookr_schema.exports import ExportQueries, find_patient_export
from chatbookr_schema.factor_changes import FactorMutations
from chatbookr_schema.field import AUTHENTICATED, BOTH, Needs, Public, argument, field
from chatbookr_schema.identities import IdentityQueries, find_identity_provider
from chatbookr_schema.identity_changes import IdentityMutations
from chatbookr_schema.ids import key_of
from chatbookr_schema.incident_notices import IncidentNoticeMutations, IncidentNoticeQueries, find_incident_notice
from chatbookr_schema.invitation_changes import InvitationMutations
from chatbookr_schema.invitations import InvitationQueries, find_invitation
from chatbookr_schema.key_changes import KeyMutations
from chatbookr_schema.keys import KeyQueries, find_api_key
from chatbookr_schema.label_changes import LabelMutations
from chatbookr_schema.labels import LabelQueries, find_label
from chatbookr_schema.limits import INPUT_LIST
from chatbookr_schema.member_changes import MemberMutations
from chatbookr_schema.members import MemberQueries, find_member, find_role
from chatbookr_schema.merges import MergeMutations, MergeQueries
from chatbookr_schema.messages import find_message
from chatbookr_schema.nodes import Node, NodeKind, find_node, find_nodes
from chatbookr_schema.notes import NoteMutations, find_note
from chatbookr_schema.particular_changes import ParticularMutations
from chatbookr_schema.passkey_changes import PasskeyMutations
from chatbookr_schema.passkey_proofs import PasskeyProofMutations
from chatbookr_schema.patient_changes import PatientMutations
from chatbookr_schema.patients import PatientQueries, find_patient
from chatbookr_schema.people import PeopleQueries
from chatbookr_schema.premises_changes import PremisesMutations
from chatbookr_schema.presence import PresenceMutations, PresenceSubscriptions
from chatbookr_schema.rehearsals import RehearsalMutations
from chatbookr_schema.related_person_changes import RelatedPersonMutations
from chatbookr_schema.replies import ReplyQueries, find_reply
from chatbookr_schema.reply_changes import ReplyMutations
from chatbookr_schema.residency import ResidencyQueries
from chatbookr_schema.residency_changes import ResidencyMutations
from chatbookr_schema.retention import RetentionQueries, find_legal_hold
from chatbookr_schema.retention_changes import RetentionMutations
from chatbookr_schema.role_changes import RoleMutations
from chatbookr_schema.security_changes import SecurityMutations
from chatbookr_schema.series import SeriesQueries
from chatbookr_schema.series_changes import SeriesMutations
from chatbookr_schema.session_changes import SessionMutations
from chatbookr_schema.subscriptions import ChangeSubscriptions
from chatbookr_schema.surface_schema import ChatbookrSchema
from chatbookr_schema.tasks import find_task
from chatbookr_schema.team_changes import TeamMutations
from chatbookr_schema.teams import TeamQueries, find_team
from chatbookr_schema.template_changes import TemplateMutations
from chatbookr_schema.templates import TemplateQueries, find_template
from chatbookr_schema.trust import TrustQueries
from chatbookr_schema.unread_changes import UnreadMutations
from chatbookr_schema.upholding_changes import UpholdingMutations
from chatbookr_schema.waitlist import WaitlistQueries, find_waitlist_entry
from chatbookr_schema.waitlist_changes import WaitlistMutations
from chatbookr_schema.watching_changes import WatchingMutations
from chatbookr_schema.webhook_changes import WebhookMutations
from chatbookr_schema.webhooks import WebhookQueries, find_webhook_delivery, find_webhook_endpoint
from chatbookr_schema.work_subscriptions import WorkSubscriptions

KINDS: Mapping[str, NodeKind] = {
    "Clinic": NodeKind(Permission.CLINIC_READ, find_clinic),
    "Location": NodeKind(Permission.CLINIC_READ, find_location),
    "Practitioner": NodeKind(Permission.CLINIC_READ, find_practitioner),
    "Service": NodeKind(Permission.CLINIC_READ, find_service),
    "Patient": NodeKind(Permission.PATIENT_READ, find_patient),
    "Conversation": NodeKind(Permission.CONVERSATION_READ, find_conversation),
    "Message": NodeKind(Permission.MESSAGE_READ, find_message),
    "ConversationNote": NodeKind(Permission.MESSAGE_READ, find_note),
    "CannedReply": NodeKind(Permission.CONVERSATION_READ, find_reply),
    "Label": NodeKind(Permission.CONVERSATION_READ, find_label),
    "Team": NodeKind(Permission.CONVERSATION_READ, find_team),
    "StaffTask": NodeKind(Permission.TASK_READ, find_task),
    "Booking": NodeKind(Permission.BOOKING_READ, find_booking),
    "CalendarDrift": NodeKind(Permission.BOOKING_READ, find_calendar_drift),
    "WaitlistEntry": NodeKind(Permission.BOOKING_READ, find_waitlist_entry),
    "AgendaFeed": NodeKind(Permission.AGENDA_FEED_READ, find_agenda_feed),
    "Channel": NodeKind(Permission.CONNECTION_READ, find_channel),
    "ChannelNotice": NodeKind(Permission.CONNECTION_READ, find_channel_notice),
    "MessageTemplate": NodeKind(Permission.CONNECTION_READ, find_template),
    "Calendar": NodeKind(Permission.CONNECTION_READ, find_calendar),
    "DeadJob": NodeKind(Permission.JOB_READ, find_dead_job),
    "Invitation": NodeKind(Permission.MEMBER_READ, find_invitation),
    "ApiKey": NodeKind(Permission.KEY_READ, find_api_key),
    "IdentityProvider": NodeKind(Permission.IDENTITY_PROVIDER_READ, find_identity_provider),
    "Member": NodeKind(Permission.MEMBER_READ, find_member),
    "CustomRole": NodeKind(Permission.MEMBER_READ, find_role),
    "WebhookEndpoint": NodeKind(Permission.WEBHOOK_READ, find_webhook_endpoint),
    "AccessGrant": NodeKind(Permission.ACCESS_READ, find_access_grant),
    "WebhookDelivery": NodeKind(Permission.WEBHOOK_READ, find_webhook_delivery),
    "LegalHold": NodeKind(Permission.RETENTION_READ, find_legal_hold),
    "Anomaly": NodeKind(Permission.ANOMALY_READ, find_anomaly),
    "Erasure": NodeKind(Permission.RETENTION_READ, find_erasure),
    "IncidentNotice": NodeKind(Permission.INCIDENT_READ, find_incident_notice),
    "PatientExport": NodeKind(Permission.PATIENT_EXPORT, find_patient_export),
    "ConsentEntry": NodeKind(Permission.CONSENT_READ, find_consent),
    "ConsentExport": NodeKind(Permission.CONSENT_EXPORT, find_consent_export),
}
"""Every type that can be found by its id, and the permission that takes."""


@strawberry.type(description="Everything that can be read.")
class Query(
    PeopleQueries,
    InvitationQueries,
    PatientQueries,
    MergeQueries,
    ConversationQueries,
    TeamQueries,
    LabelQueries,
    ReplyQueries,
    BookingQueries,
    SeriesQueries,
    CalendarDriftQueries,
    WaitlistQueries,
    AvailabilityQueries,
    AgendaFeedQueries,
    AgendaQueries,
    ArrangementQueries,
    ChannelQueries,
    TemplateQueries,
    KeyQueries,
    MemberQueries,
    WebhookQueries,
    IdentityQueries,
    AccessQueries,
    AuditQueries,
    TrustQueries,
    RetentionQueries,
    AnomalyQueries,
    ErasureQueries,
    ExportQueries,
    ConsentQueries,
    ResidencyQueries,
    IncidentNoticeQueries,
):
    @field(
        "A clinic the asker belongs to; null for any other.",
        policy=Needs(Permission.CLINIC_READ),
        cost=1,
        surfaces=BOTH,
    )
    async def clinic(self, info: Info, id: Annotated[strawberry.ID, argument("Which one.")]) -> Clinic | None:
        return await find_clinic(info.context, key_of(id, "Clinic", field="id"))

    @field(
        "Whatever has this id; null where there is no such thing for the asker.",
        policy=AUTHENTICATED,
        cost=1,
        surfaces=BOTH,
        judges_each=True,
    )
    async def node(self, info: Info, id: Annotated[strawberry.ID, argument("Which one.")]) -> Node | None:
        return await find_node(info.context, cast("ChatbookrSchema", info.schema).kinds, id)

    @field(
        f"Whatever has these ids, in their order, at most {INPUT_LIST}; null where there is no such thing.",
        policy=Public("Each of them has a policy of its own: nobody finds nulls alone."),
        cost=1,
        lists="ids",
        surfaces=BOTH,
        judges_each=True,
    )
    async def nodes(
        self, info: Info, ids: Annotated[list[strawberry.ID], argument("Which ones.")]
    ) -> list[Node | None]:
        return await find_nodes(info.context, cast("ChatbookrSchema", info.schema).kinds, ids)


@strawberry.type(description="Everything that can be changed.")
class Mutation(
    SessionMutations,
    AccountMutations,
    FactorMutations,
    InvitationMutations,
    ConversationMutations,
    UnreadMutations,
    ConversationBatchMutations,
    TeamMutations,
    LabelMutations,
    ReplyMutations,
    NoteMutations,
    BookingMutations,
    BookingMoveMutations,
    SeriesMutations,
    CalendarDriftMutations,
    WaitlistMutations,
    AgendaFeedMutations,
    ClinicMutations,
    ParticularMutations,
    PremisesMutations,
    ArrangementMutations,
    TemplateMutations,
    RehearsalMutations,
    AppointmentMutations,
    AnsweringMutations,
    AttendanceMutations,
    UpholdingMutations,
    SecurityMutations,
    WatchingMutations,
    KeyMutations,
    WebhookMutations,
    PatientMutations,
    RelatedPersonMutations,
    MergeMutations,
    RetentionMutations,
    AnomalyMutations,
    ErasureMutations,
    ExportMutations,
    ConsentMutations,
    ResidencyMutations,
    IdentityMutations,
    PasskeyMutations,
    PasskeyProofMutations,
    AccessMutations,
    MemberMutations,
    RoleMutations,
    IncidentNoticeMutations,
    PresenceMutations,
):
    pass


@strawberry.type(description="Everything that can be listened to, over graphql-transport-ws or as Server-Sent Events.")
class Subscription(ChangeSubscriptions, WorkSubscriptions, PresenceSubscriptions):
    pass
