"""The sealed columns: each names itself in what is authenticated, so that no value can be moved to another."""

from dataclasses import dataclass, field
from typing import Final


def length_prefixed(*parts: bytes) -> bytes:
    """Join parts so that no two different lists give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column whose values are ciphertext; `name_bytes` is how it names itself in what is authenticated."""

    table: str
    column: str
    name_bytes: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name_bytes", length_prefixed(self.table.encode(), self.column.encode()))


MESSAGE_BODY: Final = SealedColumn("message", "body_sealed")
MESSAGE_CONTENT: Final = SealedColumn("message", "content_sealed")
MESSAGE_MARKS: Final = SealedColumn("message", "marks_sealed")
MESSAGE_EXTERNAL: Final = SealedColumn("message", "external_sealed")
NOTE_BODY: Final = SealedColumn("conversation_note", "body_sealed")
NOTE_VERSIONS: Final = SealedColumn("conversation_note", "versions_sealed")
PATIENT_NAME: Final = SealedColumn("patient", "name_sealed")
PATIENT_PHONE: Final = SealedColumn("patient", "phone_sealed")
PATIENT_BIRTH_DATE: Final = SealedColumn("patient", "birth_date_sealed")
PATIENT_PROVIDER_USER: Final = SealedColumn("patient", "provider_user_sealed")
CHANNEL_CREDENTIALS: Final = SealedColumn("channel_connection", "credentials_sealed")
CALENDAR_CREDENTIALS: Final = SealedColumn("calendar_connection", "credentials_sealed")
DIALOGUE: Final = SealedColumn("conversation", "dialogue_sealed")
NEWEST_MESSAGE: Final = SealedColumn("conversation", "newest_sealed")
DELIVERY_BODY: Final = SealedColumn("inbound_delivery", "body_sealed")
BOOKING_NOTES: Final = SealedColumn("booking", "notes_sealed")
MAIL_RECIPIENT: Final = SealedColumn("mail", "recipient_sealed")
MAIL_VALUES: Final = SealedColumn("mail", "values_sealed")
TOTP_KEY: Final = SealedColumn("totp_factor", "key_sealed")
INVITATION_EMAIL: Final = SealedColumn("invitation", "email_sealed")
LINK_EMAIL: Final = SealedColumn("account_link", "email_sealed")
OAUTH_VERIFIER: Final = SealedColumn("oauth_flow", "verifier_sealed")
IDENTITY_PROVIDER_SECRET: Final = SealedColumn("identity_provider", "client_secret_sealed")
SIGN_IN_VERIFIER: Final = SealedColumn("sign_in_flow", "verifier_sealed")
SIGN_IN_INVITED: Final = SealedColumn("sign_in_flow", "invited_sealed")
WEBHOOK_URL: Final = SealedColumn("webhook_endpoint", "url_sealed")
WEBHOOK_SECRET: Final = SealedColumn("webhook_endpoint", "secret_sealed")
WEBHOOK_PREVIOUS_SECRET: Final = SealedColumn("webhook_endpoint", "previous_secret_sealed")
WEBHOOK_PAYLOAD: Final = SealedColumn("webhook_delivery", "payload_sealed")
HOLD_REASON: Final = SealedColumn("legal_hold", "reason_sealed")
EXPORT_FILE: Final = SealedColumn("patient_export", "file_sealed")
CONSENT_NOTE: Final = SealedColumn("consent", "note_sealed")
CONSENT_EXPORT_FILE: Final = SealedColumn("consent_export", "file_sealed")
INCIDENT_WORDS: Final = SealedColumn("incident_phase", "words_sealed")
NOTICE_NATURE: Final = SealedColumn("incident_notice", "nature_sealed")
NOTICE_CONTACT: Final = SealedColumn("incident_notice", "contact_sealed")
NOTICE_CONSEQUENCES: Final = SealedColumn("incident_notice", "consequences_sealed")
NOTICE_MEASURES: Final = SealedColumn("incident_notice", "measures_sealed")
MEDIA_SOURCE: Final = SealedColumn("media", "source_sealed")
MEDIA_CHUNK: Final = SealedColumn("media_chunk", "content_sealed")
EXPORT_CHUNK: Final = SealedColumn("export_chunk", "content_sealed")
