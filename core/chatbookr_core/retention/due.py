"""What of each class has served its time, as SQL: the dry run counts and the night deletes by the same conditions.

`$1` is the clinic, `$2` the instant before which it is due, `$3` the instant as of which holds are looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from chatbookr_core.audit.expiry import OLD
from chatbookr_core.retention.rules import RetainedClass

CONSENTS = "consent JOIN patient AS whose ON whose.clinic_id = consent.clinic_id AND whose.id = consent.patient_id"
WHOSE = "COALESCE(whose.merged_into_id, whose.id)"
OF_PERSON = """IN (SELECT same.id FROM patient AS same
    WHERE same.clinic_id = $1 AND (same.id = {0} OR same.merged_into_id = {0}))"""
OF_A_MESSAGE = "message.clinic_id = conversation.clinic_id AND message.conversation_id = conversation.id"


@dataclass(frozen=True, slots=True)
class Due:
    """Rows of one table; `patient` names whose each is (empty: nobody's in particular, held by clinic's holds)."""

    table: str
    origin: str
    condition: str
    patient: str = ""

    @property
    def held(self) -> str:
        """Write the condition under which a row must be kept all the same."""
        whose = f" OR legal_hold.patient_id = {self.patient}" if self.patient else ""
        return (
            "EXISTS (SELECT 1 FROM legal_hold"  # noqa: S608  # names out of this program alone
            " WHERE legal_hold.clinic_id = $1 AND legal_hold.released_at IS NULL"
            " AND (legal_hold.until IS NULL OR legal_hold.until > $3)"
            f" AND (legal_hold.patient_id IS NULL{whose}))"
        )

    @property
    def counts(self) -> str:
        """Write the statement that counts what is due, held or not, and how much of it is held."""
        return (
            "SELECT COUNT(*) AS due,"  # noqa: S608  # names out of this program alone
            f" COALESCE(SUM(CASE WHEN {self.held} THEN 1 ELSE 0 END), 0) AS held"
            f" FROM {self.origin} WHERE {self.condition}"
        )

    @property
    def portion(self) -> str:
        """Write the statement that finds up to `$4` rows to delete."""
        return f"SELECT {self.table}.id FROM {self.origin} WHERE {self.condition} AND NOT {self.held} LIMIT $4"  # noqa: S608  # names out of this program alone


DUE: Final[Mapping[RetainedClass, tuple[Due, ...]]] = MappingProxyType(
    {
        RetainedClass.PATIENTS: (
            Due(
                "patient",
                "patient",
                "patient.clinic_id = $1 AND patient.created_at < $2 AND patient.merged_into_id IS NULL"  # noqa: S608  # names out of this program alone
                " AND NOT EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = $1"
                " AND booking.patient_id = patient.id)"
                " AND NOT EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = $1"
                " AND booking.arranged_by_id = patient.id)"
                " AND NOT EXISTS (SELECT 1 FROM consent WHERE consent.clinic_id = $1"
                f" AND consent.patient_id {OF_PERSON.format('patient.id')})"
                " AND NOT EXISTS (SELECT 1 FROM conversation LEFT JOIN message"
                f" ON {OF_A_MESSAGE} WHERE conversation.clinic_id = $1 AND conversation.patient_id = patient.id"
                " AND (conversation.last_message_at >= $2 OR message.id IS NOT NULL))",
                patient="patient.id",
            ),
        ),
        RetainedClass.MEDIA: (
            Due(
                "media",
                "media JOIN message ON message.clinic_id = media.clinic_id AND message.id = media.message_id"
                " AND message.sent_at < $2",
                "media.clinic_id = $1",
                patient="media.patient_id",
            ),
        ),
        RetainedClass.MESSAGES: (
            Due(
                "message",
                f"conversation JOIN message ON {OF_A_MESSAGE} AND message.sent_at < $2",
                "conversation.clinic_id = $1 AND NOT EXISTS (SELECT 1 FROM consent WHERE consent.clinic_id = $1"  # noqa: S608  # likewise
                f" AND consent.patient_id {OF_PERSON.format('conversation.patient_id')}"
                " AND consent.message_id = message.id)",
                patient="conversation.patient_id",
            ),
            Due(
                "conversation_note",
                "conversation JOIN conversation_note ON conversation_note.clinic_id = conversation.clinic_id"
                " AND conversation_note.conversation_id = conversation.id AND conversation_note.created_at < $2",
                "conversation.clinic_id = $1",
                patient="conversation.patient_id",
            ),
        ),
        RetainedClass.CONSENT: (
            Due(
                "consent",
                CONSENTS,
                "consent.clinic_id = $1 AND consent.recorded_at < $2 AND (EXISTS (SELECT 1 FROM consent AS later"  # noqa: S608  # likewise
                f" WHERE later.clinic_id = $1 AND later.patient_id {OF_PERSON.format(WHOSE)}"
                " AND later.purpose = consent.purpose AND later.recorded_at > consent.recorded_at"
                # what stands is the same without the row: a notice is no answer, and a no overtakes no yes
                " AND (later.decision = consent.decision"
                " OR (consent.decision <> 'shown' AND later.decision IN ('granted', 'withdrawn'))))"
                " OR whose.erased_at IS NOT NULL"
                " OR NOT (EXISTS (SELECT 1 FROM conversation WHERE conversation.clinic_id = $1"
                f" AND conversation.patient_id = {WHOSE} AND conversation.last_message_at >= $2)"
                " OR EXISTS (SELECT 1 FROM booking WHERE booking.clinic_id = $1"
                f" AND booking.patient_id = {WHOSE} AND booking.starts_at >= $2)))",
                patient=WHOSE,
            ),
        ),
        RetainedClass.BOOKINGS: (
            Due(
                "waitlist_entry",
                "waitlist_entry",
                "waitlist_entry.clinic_id = $1 AND waitlist_entry.ended_at < $2",
                patient="waitlist_entry.patient_id",
            ),
            Due(
                "booking",
                "booking",
                "booking.clinic_id = $1 AND booking.starts_at < $2",
                patient="booking.patient_id",
            ),
        ),
        RetainedClass.JOBS: (Due("job", "job", "job.clinic_id = $1 AND job.state = 'done' AND job.due_at < $2"),),
        RetainedClass.DELIVERIES: (
            Due(
                "inbound_delivery",
                "inbound_delivery",
                "inbound_delivery.clinic_id = $1 AND inbound_delivery.state IN ('processed', 'kept')"
                " AND inbound_delivery.received_at < $2",
            ),
            Due(
                "webhook_delivery",
                "webhook_delivery",
                "webhook_delivery.clinic_id = $1 AND webhook_delivery.settled_at < $2",
            ),
            Due(
                "channel_notice",
                "channel_notice",
                "channel_notice.clinic_id = $1 AND channel_notice.created_at < $2",
            ),
        ),
        RetainedClass.AUDIT: (
            Due("audit_entry", "audit_leaf JOIN audit_entry ON audit_entry.id = audit_leaf.entry_id", OLD),
        ),
    }
)
