"""Whose key each sealed column is under, and how the rows of one owner are found."""

from dataclasses import dataclass
from typing import Final

from chatbookr_core.keys import columns
from chatbookr_core.keys.columns import SealedColumn


@dataclass(frozen=True, slots=True)
class Place:
    """A sealed column and the rows of one owner in it: `$1` is the clinic, `$2` the patient."""

    column: SealedColumn
    rows: str
    portion: int = 500
    """So many values are opened at once: less where they are large."""

    @property
    def table(self) -> str:
        return self.column.table

    @property
    def name(self) -> str:
        return self.column.column


_LARGE = 8
_ITSELF = "clinic_id = $1 AND (id = $2 OR merged_into_id = $2)"
_THEIRS = "clinic_id = $1 AND patient_id = $2"
_SAID = "clinic_id = $1 AND conversation_id IN (SELECT id FROM conversation WHERE clinic_id = $1 AND patient_id = $2)"
_SENT = "clinic_id = $1 AND media_id IN (SELECT id FROM media WHERE clinic_id = $1 AND patient_id = $2)"
_GIVEN = "clinic_id = $1 AND export_id IN (SELECT id FROM patient_export WHERE clinic_id = $1 AND patient_id = $2)"
_DECIDED = """clinic_id = $1 AND patient_id IN (SELECT id FROM patient
    WHERE clinic_id = $1 AND (id = $2 OR merged_into_id = $2))"""
OF_PATIENTS: Final = (
    Place(columns.PATIENT_NAME, _ITSELF),
    Place(columns.PATIENT_PHONE, _ITSELF),
    Place(columns.PATIENT_BIRTH_DATE, _ITSELF),
    Place(columns.PATIENT_PROVIDER_USER, _ITSELF),
    Place(columns.DIALOGUE, _THEIRS),
    Place(columns.NEWEST_MESSAGE, _THEIRS),
    Place(columns.BOOKING_NOTES, _THEIRS),
    Place(columns.MESSAGE_BODY, _SAID),
    Place(columns.MESSAGE_CONTENT, _SAID),
    Place(columns.MESSAGE_MARKS, _SAID),
    Place(columns.MESSAGE_EXTERNAL, _SAID),
    Place(columns.NOTE_BODY, _SAID),
    Place(columns.NOTE_VERSIONS, _SAID),
    Place(columns.EXPORT_FILE, _THEIRS),
    Place(columns.EXPORT_CHUNK, _GIVEN, _LARGE),
    Place(columns.MEDIA_SOURCE, _THEIRS),
    Place(columns.MEDIA_CHUNK, _SENT, _LARGE),
    Place(columns.CONSENT_NOTE, _DECIDED),
)
"""What is sealed under a patient's own key, and what stubs of theirs hold still."""

_CLINICS = "clinic_id = $1"
OF_CLINICS: Final = tuple(
    Place(column, _CLINICS)
    for column in (
        columns.CHANNEL_CREDENTIALS,
        columns.CALENDAR_CREDENTIALS,
        columns.INVITATION_EMAIL,
        columns.OAUTH_VERIFIER,
        columns.IDENTITY_PROVIDER_SECRET,
        columns.SIGN_IN_VERIFIER,
        columns.SIGN_IN_INVITED,
        columns.WEBHOOK_URL,
        columns.WEBHOOK_SECRET,
        columns.WEBHOOK_PREVIOUS_SECRET,
        columns.WEBHOOK_PAYLOAD,
        columns.HOLD_REASON,
        columns.CONSENT_EXPORT_FILE,
        columns.NOTICE_NATURE,
        columns.NOTICE_CONTACT,
        columns.NOTICE_CONSEQUENCES,
        columns.NOTICE_MEASURES,
    )
)
"""What is sealed under a clinic's key: its credentials, and what its partners are told (kept for 30 days)."""

_ALL = "TRUE"
OF_DEPLOYMENT: Final = tuple(
    Place(column, _ALL)
    for column in (
        columns.DELIVERY_BODY,
        columns.MAIL_RECIPIENT,
        columns.MAIL_VALUES,
        columns.TOTP_KEY,
        columns.LINK_EMAIL,
        columns.INCIDENT_WORDS,
    )
)
"""What is sealed under the deployment's key: people's accounts, and deliveries until it is known whose they are."""
