"""The vocabulary of permissions: each names a resource and what is done to it."""

from enum import StrEnum


class Permission(StrEnum):
    """Everything a role can grant, spelt `resource:action`; a dot narrows the resource to a part of it."""

    CLINIC_READ = "clinic:read"
    SERVICE_WRITE = "service:write"
    SLOT_READ = "slot:read"
    PATIENT_READ = "patient:read"
    PATIENT_WRITE = "patient:write"
    PATIENT_CONTACT_READ = "patient.contact:read"
    CONVERSATION_READ = "conversation:read"
    CONVERSATION_ASSIGN = "conversation:assign"
    MESSAGE_READ = "message:read"
    MESSAGE_SEND = "message:send"
    BOOKING_READ = "booking:read"
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
    MEMBER_READ = "member:read"
    MEMBER_MANAGE = "member:manage"
    SCHEMA_READ = "schema:read"
