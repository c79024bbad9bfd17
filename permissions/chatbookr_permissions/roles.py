"""Who may do what in a clinic: the matrix of roles and permissions, as data."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from chatbookr_permissions.actions import Permission


class Role(StrEnum):
    """What somebody is in one clinic; the same person can be something else in another."""

    OWNER = "owner"
    MANAGER = "manager"
    PRACTITIONER = "practitioner"
    RECEPTIONIST = "receptionist"
    AUDITOR = "auditor"
    CUSTOM = "custom"
    """A role of the clinic's own making: what it grants stands with the membership, not in the table."""


_FRONT_DESK = frozenset(
    {
        Permission.CLINIC_READ,
        Permission.SLOT_READ,
        Permission.PATIENT_READ,
        Permission.PATIENT_WRITE,
        Permission.PATIENT_CONTACT_READ,
        Permission.CONSENT_READ,
        Permission.CONSENT_WRITE,
        Permission.CONVERSATION_READ,
        Permission.CONVERSATION_ASSIGN,
        Permission.MESSAGE_READ,
        Permission.MESSAGE_SEND,
        Permission.BOOKING_READ,
        Permission.BOOKING_WRITE,
        Permission.TASK_READ,
        Permission.TASK_WRITE,
        Permission.CONNECTION_READ,
    }
)

_OWNERS = frozenset(
    {
        Permission.JOB_READ,
        Permission.CLINIC_SECURITY_MANAGE,
        Permission.ACCESS_APPROVE,
        Permission.INCIDENT_ACKNOWLEDGE,
        Permission.IDENTITY_PROVIDER_MANAGE,
        Permission.PATIENT_SEALED_READ,
        Permission.PATIENT_ERASE,
        Permission.CONSENT_EXPORT,
        Permission.RETENTION_MANAGE,
        Permission.ANOMALY_MANAGE,
    }
)

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Permission),
        Role.MANAGER: frozenset(Permission) - _OWNERS,
        # Without everybody's bookings and conversations a practitioner comes upon their own alone.
        Role.PRACTITIONER: _FRONT_DESK
        | {
            Permission.BOOKING_NOTES_READ,
            Permission.BOOKING_NOTES_WRITE,
            Permission.AGENDA_FEED_READ,
            Permission.AGENDA_FEED_MANAGE,
        },
        Role.RECEPTIONIST: _FRONT_DESK | {Permission.BOOKING_ALL_READ, Permission.CONVERSATION_ALL_READ},
        # An auditor sees how the clinic works and what was booked, but nobody's words, name or number.
        Role.AUDITOR: frozenset(
            {
                Permission.CLINIC_READ,
                Permission.BOOKING_READ,
                Permission.BOOKING_ALL_READ,
                Permission.AGENDA_FEED_READ,
                Permission.TASK_READ,
                Permission.CONNECTION_READ,
                Permission.JOB_READ,
                Permission.KEY_READ,
                Permission.WEBHOOK_READ,
                Permission.IDENTITY_PROVIDER_READ,
                Permission.ACCESS_READ,
                Permission.AUDIT_READ,
                Permission.INCIDENT_READ,
                Permission.MEMBER_READ,
                Permission.RETENTION_READ,
                Permission.ANOMALY_READ,
            }
        ),
        Role.CUSTOM: frozenset(),
    }
)
"""Every role's permissions; a role that is not listed may do nothing."""
