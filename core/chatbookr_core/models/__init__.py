"""The tables, one noun a file."""

from chatbookr_core.models.booking import Allocation, Booking, Hold
from chatbookr_core.models.change import LoggedChange
from chatbookr_core.models.clinic import (
    Clinic,
    Location,
    Practitioner,
    Resource,
    Service,
    ServicePractitioner,
    ServiceResource,
    WorkingException,
    WorkingHours,
)
from chatbookr_core.models.connection import CalendarConnection, ChannelConnection, ExternalBusy, OAuthFlow
from chatbookr_core.models.conversation import Conversation, Message, StaffTask
from chatbookr_core.models.data_key import DataKey
from chatbookr_core.models.delivery import InboundDelivery
from chatbookr_core.models.device import KnownDevice
from chatbookr_core.models.identity import IdentityProvider, LinkedIdentity, SignInFlow
from chatbookr_core.models.invitation import AccountLink, Invitation
from chatbookr_core.models.job import Job
from chatbookr_core.models.mail import Mail
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
from chatbookr_core.models.patient import Consent, Patient
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
from chatbookr_core.models.request import CostBucket, IdempotentRequest

__all__ = [
    "AccessApproval",
    "AccessGrant",
    "AccessRead",
    "AccountLink",
    "Allocation",
    "ApiKey",
    "Booking",
    "CalendarConnection",
    "ChangeReader",
    "ChannelConnection",
    "Clinic",
    "Consent",
    "Conversation",
    "CostBucket",
    "CustomRole",
    "DataKey",
    "ExternalBusy",
    "FieldUse",
    "Hold",
    "IdempotentRequest",
    "IdentityProvider",
    "InboundDelivery",
    "Invitation",
    "Job",
    "KnownDevice",
    "LinkedIdentity",
    "Location",
    "LoggedChange",
    "LoginFailure",
    "Mail",
    "Membership",
    "Message",
    "OAuthFlow",
    "Operator",
    "OperatorPasskey",
    "OperatorSession",
    "Passkey",
    "PasskeyChallenge",
    "Patient",
    "Practitioner",
    "RecoveryCode",
    "Resource",
    "Service",
    "ServicePractitioner",
    "ServiceResource",
    "Session",
    "SignInFlow",
    "StaffTask",
    "TotpFactor",
    "User",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WorkingException",
    "WorkingHours",
]
