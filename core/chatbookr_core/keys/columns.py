"""The sealed columns: each names itself in what is authenticated, so that no value can be moved to another."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column whose values are ciphertext."""

    table: str
    column: str


MESSAGE_BODY: Final = SealedColumn("message", "body_sealed")
MESSAGE_CONTENT: Final = SealedColumn("message", "content_sealed")
PATIENT_NAME: Final = SealedColumn("patient", "name_sealed")
PATIENT_PHONE: Final = SealedColumn("patient", "phone_sealed")
PATIENT_PROVIDER_USER: Final = SealedColumn("patient", "provider_user_sealed")
CHANNEL_CREDENTIALS: Final = SealedColumn("channel_connection", "credentials_sealed")
CALENDAR_CREDENTIALS: Final = SealedColumn("calendar_connection", "credentials_sealed")
DIALOGUE: Final = SealedColumn("conversation", "dialogue_sealed")
DELIVERY_BODY: Final = SealedColumn("inbound_delivery", "body_sealed")
BOOKING_NOTES: Final = SealedColumn("booking", "notes_sealed")
OAUTH_VERIFIER: Final = SealedColumn("oauth_flow", "verifier_sealed")
WEBHOOK_URL: Final = SealedColumn("webhook_endpoint", "url_sealed")
WEBHOOK_SECRET: Final = SealedColumn("webhook_endpoint", "secret_sealed")
WEBHOOK_PREVIOUS_SECRET: Final = SealedColumn("webhook_endpoint", "previous_secret_sealed")
WEBHOOK_PAYLOAD: Final = SealedColumn("webhook_delivery", "payload_sealed")
