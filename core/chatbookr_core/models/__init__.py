"""The tables, one noun a file."""

from chatbookr_core.models.agenda_feed import AgendaFeed
from chatbookr_core.models.anomaly import Anomaly, AnomalyCursor, AnomalyRule
from chatbookr_core.models.audit import (
    AuditCheckpoint,
    AuditCosignature,
    AuditEntry,
    AuditExpiry,
    AuditLeaf,
    AuditNode,
    AuditPending,
    AuditTruncation,
)
from chatbookr_core.models.booking import Allocation, Booking, GroupAppointment, Hold
from chatbookr_core.models.calendar_drift import CalendarDrift
from chatbookr_core.models.change import LoggedChange, SlotChange
from chatbookr_core.models.clinic import (
    Clinic,
    Location,
    Practitioner,
    Resource,
    ResourceHours,
    Service,
    ServicePractitioner,
    ServiceResource,
    WorkingException,
    WorkingHours,
)
from chatbookr_core.models.connection import (
    CalendarConnection,
    ChannelConnection,
    ChannelNotice,
    ExternalBusy,
    OAuthFlow,
)
from chatbookr_core.models.consent import Consent, ConsentExport, ConsentWording
from chatbookr_core.models.conversation import Conversation, Message, StaffTask
from chatbookr_core.models.data_key import DataKey
from chatbookr_core.models.delivery import InboundDelivery
from chatbookr_core.models.device import KnownDevice
from chatbookr_core.models.erasure import Erasure, ErasureDuty
from chatbookr_core.models.export import ExportChunk, PatientExport
from chatbookr_core.models.feed import CalendarEvent, CalendarFeed
from chatbookr_core.models.identity import IdentityProvider, LinkedIdentity, SignInFlow
from chatbookr_core.models.incident import (
    Incident,
    IncidentClinic,
    IncidentNotice,
    IncidentPhase,
    IncidentReminder,
    IncidentScope,
)
from chatbookr_core.models.invitation import AccountLink, Invitation
from chatbookr_core.models.job import Job
from chatbookr_core.models.label import ConversationLabel, Label
from chatbookr_core.models.mail import Mail
from chatbookr_core.models.media import Media, MediaChunk
from chatbookr_core.models.note import ConversationNote, ReadMarker
from chatbookr_core.models.operator import (
    AccessApproval,
    AccessGrant,
    AccessRead,
    Operator,
    OperatorPasskey,
    OperatorSession,
)
from chatbookr_core.models.partner import (
    ApiKey,
    ChangeReader,
    FieldUse,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from chatbookr_core.models.patient import Patient
from chatbookr_core.models.patient_key import PatientKey
from chatbookr_core.models.person import (
    CustomRole,
    LoginFailure,
    Membership,
    Passkey,
    PasskeyChallenge,
    RecoveryCode,
    Session,
    TotpFactor,
    User,
)
from chatbookr_core.models.related_person import RelatedPerson
from chatbookr_core.models.reply import CannedReply
from chatbookr_core.models.request import CostBucket, IdempotentRequest
from chatbookr_core.models.retention import LegalHold, RetentionPolicy, RetentionRun
from chatbookr_core.models.search import MessageToken, PatientToken
from chatbookr_core.models.team import Team, TeamMember
from chatbookr_core.models.template import MessageTemplate, TemplateUse
from chatbookr_core.models.waitlist import WaitlistEntry, WaitlistOffer

__all__ = [
    "AccessApproval",
    "AccessGrant",
    "AccessRead",
    "AccountLink",
    "AgendaFeed",
    "Allocation",
    "Anomaly",
    "AnomalyCursor",
    "AnomalyRule",
    "ApiKey",
    "AuditCheckpoint",
    "AuditCosignature",
    "AuditEntry",
    "AuditExpiry",
    "AuditLeaf",
    "AuditNode",
    "AuditPending",
    "AuditTruncation",
    "Booking",
    "CalendarConnection",
    "CalendarDrift",
    "CalendarEvent",
    "CalendarFeed",
    "CannedReply",
    "ChangeReader",
    "ChannelConnection",
    "ChannelNotice",
    "Clinic",
    "Consent",
    "ConsentExport",
    "ConsentWording",
    "Conversation",
    "ConversationLabel",
    "ConversationNote",
    "CostBucket",
    "CustomRole",
    "DataKey",
    "Erasure",
    "ErasureDuty",
    "ExportChunk",
    "ExternalBusy",
    "FieldUse",
    "GroupAppointment",
    "Hold",
    "IdempotentRequest",
    "IdentityProvider",
    "InboundDelivery",
    "Incident",
    "IncidentClinic",
    "IncidentNotice",
    "IncidentPhase",
    "IncidentReminder",
    "IncidentScope",
    "Invitation",
    "Job",
    "KnownDevice",
    "Label",
    "LegalHold",
    "LinkedIdentity",
    "Location",
    "LoggedChange",
    "LoginFailure",
    "Mail",
    "Media",
    "MediaChunk",
    "Membership",
    "Message",
    "MessageTemplate",
    "MessageToken",
    "OAuthFlow",
    "Operator",
    "OperatorPasskey",
    "OperatorSession",
    "Passkey",
    "PasskeyChallenge",
    "Patient",
    "PatientExport",
    "PatientKey",
    "PatientToken",
    "Practitioner",
    "ReadMarker",
    "RecoveryCode",
    "RelatedPerson",
    "Resource",
    "ResourceHours",
    "RetentionPolicy",
    "RetentionRun",
    "Service",
    "ServicePractitioner",
    "ServiceResource",
    "Session",
    "SignInFlow",
    "SlotChange",
    "StaffTask",
    "Team",
    "TeamMember",
    "TemplateUse",
    "TotpFactor",
    "User",
    "WaitlistEntry",
    "WaitlistOffer",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WorkingException",
    "WorkingHours",
]
