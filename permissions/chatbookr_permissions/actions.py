"""The vocabulary of permissions: each names a resource and what is done to it."""

from enum import StrEnum


class Permission(StrEnum):
    """Everything a role can grant, spelt `resource:action`; a dot narrows the resource to a part of it.

    `booking.all` and `conversation.all` are everybody's: without them staff come upon their own alone. `patient.sealed`
    are patients who were sealed.
    """

    CLINIC_READ = "clinic:read"
    CLINIC_SECURITY_MANAGE = "clinic.security:manage"
    SERVICE_WRITE = "service:write"
    SLOT_READ = "slot:read"
    PATIENT_READ = "patient:read"
    PATIENT_WRITE = "patient:write"
    PATIENT_CONTACT_READ = "patient.contact:read"
    PATIENT_SEAL = "patient:seal"
    PATIENT_SEALED_READ = "patient.sealed:read"
    CONVERSATION_READ = "conversation:read"
    CONVERSATION_ALL_READ = "conversation.all:read"
    CONVERSATION_ASSIGN = "conversation:assign"
    MESSAGE_READ = "message:read"
    MESSAGE_SEND = "message:send"
    BOOKING_READ = "booking:read"
    BOOKING_ALL_READ = "booking.all:read"
    BOOKING_WRITE = "booking:write"
    BOOKING_NOTES_READ = "booking.notes:read"
    BOOKING_NOTES_WRITE = "booking.notes:write"
    TASK_READ = "task:read"
    TASK_WRITE = "task:write"
    CONNECTION_READ = "connection:read"
    CONNECTION_MANAGE = "connection:manage"
    JOB_READ = "job:read"
    KEY_READ = "key:read"
    KEY_MANAGE = "key:manage"
    WEBHOOK_READ = "webhook:read"
    WEBHOOK_MANAGE = "webhook:manage"
    IDENTITY_PROVIDER_READ = "identity_provider:read"
    IDENTITY_PROVIDER_MANAGE = "identity_provider:manage"
    ACCESS_READ = "access:read"
    ACCESS_APPROVE = "access:approve"
    MEMBER_READ = "member:read"
    MEMBER_MANAGE = "member:manage"
    SCHEMA_READ = "schema:read"
    ROLE_MANAGE = "role:manage"
