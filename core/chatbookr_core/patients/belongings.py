"""What of every table is about one patient: how its rows are found, what of them is given, and what erasing does.

The export and the erasure both go by this, and a test compares it with the tables there are. In conditions `$1` is the
clinic and `$2` the patient.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from chatbookr_core.keys import columns
from chatbookr_core.keys.columns import SealedColumn
from chatbookr_core.patients.stubs import OF_PERSON

Fate = Literal["deleted", "emptied", "kept"]

LARGE: Final = 200  # chunks of a quarter of a megabyte, which SQLite overwrites
CONVERSATIONS: Final = "SELECT conversation.id FROM conversation WHERE clinic_id = $1 AND patient_id = $2"
MESSAGES: Final = f"SELECT message.id FROM message WHERE clinic_id = $1 AND conversation_id IN ({CONVERSATIONS})"  # noqa: S608  # names out of this program alone
BOOKINGS: Final = "SELECT booking.id FROM booking WHERE clinic_id = $1 AND patient_id = $2"
OFFERED: Final = "SELECT waitlist_offer.hold_id FROM waitlist_offer WHERE clinic_id = $1 AND patient_id = $2"
OF_PATIENT: Final = "clinic_id = $1 AND patient_id = $2"
OF_THEM_ALL: Final = (
    f"clinic_id = $1 AND patient_id IN ({OF_PERSON})"  # what stays with the stubs of those merged into them
)
IN_CONVERSATION: Final = f"clinic_id = $1 AND conversation_id IN ({CONVERSATIONS})"
MEDIA: Final = "SELECT media.id FROM media WHERE clinic_id = $1 AND patient_id = $2"
EXPORTS: Final = "SELECT patient_export.id FROM patient_export WHERE clinic_id = $1 AND patient_id = $2"
ABOUT: Final = f"subject_id IN ({CONVERSATIONS} UNION ALL {MESSAGES} UNION ALL {BOOKINGS} UNION ALL {MEDIA})"


@dataclass(frozen=True, slots=True)
class Belonging:
    """The rows of one table that are about a patient.

    `fate`: what erasing does to them; `why` they stay, or are not given. `given`: the columns of the export, `opened`
    those that are sealed, under the names they are given by. Neither: rows of this table are not given. Without a
    condition rows are not found by SQL. Rows are large where `portion` says how many are deleted at once.
    """

    table: str
    condition: str
    fate: Fate
    portion: int = 2**31 - 1
    given: tuple[str, ...] = ()
    opened: Mapping[str, SealedColumn] = field(default_factory=dict)
    why: str = ""

    @property
    def is_given(self) -> bool:
        """Tell whether the export shows these rows."""
        return bool(self.given)


BELONGINGS: Final = (
    Belonging(
        "calendar_event",
        f"clinic_id = $1 AND booking_id IN ({BOOKINGS})",
        "deleted",
        why="What a practitioner's calendar tells of the booking's own event: times the booking holds too.",
    ),
    Belonging(
        "calendar_drift",
        f"clinic_id = $1 AND booking_id IN ({BOOKINGS})",
        "deleted",
        why="That somebody changed the booking's event in a calendar: times alone, and what the clinic did about it.",
    ),
    Belonging(  # before the offers, by which those are known that were made to somebody without a conversation
        "hold",
        f"clinic_id = $1 AND (conversation_id IN ({CONVERSATIONS}) OR moves_id IN ({BOOKINGS}) OR id IN ({OFFERED}))",
        "deleted",
        given=("service_id", "practitioner_id", "location_id", "starts_at", "ends_at", "state", "created_at"),
    ),
    Belonging(
        "waitlist_offer",
        OF_PATIENT,
        "deleted",
        given=(
            "entry_id",
            "practitioner_id",
            "location_id",
            "starts_at",
            "ends_at",
            "state",
            "offered_at",
            "offered_until",
            "answered_at",
            "booking_id",
        ),
    ),
    Belonging(
        "waitlist_entry",
        OF_PATIENT,
        "deleted",
        given=(
            "service_id",
            "practitioner_id",
            "location_id",
            "booking_id",
            "duration_minutes",
            "first_day",
            "last_day",
            "weekdays",
            "day_parts",
            "from_minute",
            "until_minute",
            "days",
            "refused_weekdays",
            "refused_from_minute",
            "refused_until_minute",
            "day_hours",
            "starts_before",
            "state",
            "since",
            "ended_at",
            "created_by",
            "arranged_by_id",
        ),
    ),
    Belonging(
        "webhook_delivery",
        f"clinic_id = $1 AND ({ABOUT} OR parent_id IN ({CONVERSATIONS}))",
        "deleted",
        given=("kind", "happened_at", "state", "settled_at", "endpoint_id"),
    ),
    Belonging(
        "job",
        f"clinic_id = $1 AND ({ABOUT} OR subject_id IN ({OF_PERSON}))",
        "deleted",
        why="Work that is owed or done: ids and times of what the other tables hold.",
    ),
    Belonging(
        "media_chunk",
        f"clinic_id = $1 AND media_id IN ({MEDIA})",
        "deleted",
        portion=LARGE,
        why="The contents of files, in pieces: the archive has them whole, in the folder media.",
    ),
    Belonging(
        "media",
        OF_PATIENT,
        "deleted",
        given=(
            "conversation_id",
            "message_id",
            "kind",
            "mime_declared",
            "mime_type",
            "size_bytes",
            "state",
            "error_code",
            "created_at",
            "settled_at",
        ),
        opened=MappingProxyType({"source": columns.MEDIA_SOURCE}),
    ),
    Belonging(
        "staff_task",
        f"clinic_id = $1 AND (conversation_id IN ({CONVERSATIONS}) OR booking_id IN ({BOOKINGS}))",
        "deleted",
        given=("kind", "state", "created_at", "done_at"),
    ),
    Belonging(
        "export_chunk",
        f"clinic_id = $1 AND export_id IN ({EXPORTS})",
        "deleted",
        portion=LARGE,
        why="An archive like this one, in pieces.",
    ),
    Belonging("patient_export", OF_PATIENT, "deleted", given=("state", "requested_at", "ready_at", "expires_at")),
    Belonging("legal_hold", OF_PATIENT, "deleted", given=("created_at", "until", "released_at")),
    Belonging(
        "message_token",
        f"clinic_id = $1 AND message_id IN ({MESSAGES})",
        "deleted",
        why="What messages are searched by: keyed hashes of words that are in them, which are given.",
    ),
    Belonging(
        "patient_token",
        OF_THEM_ALL,
        "deleted",
        why="What they are searched by: keyed hashes of their name and number, which are given.",
    ),
    Belonging(
        "message",
        IN_CONVERSATION,
        "deleted",
        given=(
            "conversation_id",
            "direction",
            "author",
            "kind",
            "status",
            "status_at",
            "sent_at",
            "edited_at",
            "revoked_at",
            "history_phase",
            "created_at",
        ),
        opened=MappingProxyType(
            {"body": columns.MESSAGE_BODY, "content": columns.MESSAGE_CONTENT, "marks": columns.MESSAGE_MARKS}
        ),
    ),
    Belonging(
        "conversation_note",
        IN_CONVERSATION,
        "deleted",
        given=("conversation_id", "author_user_id", "created_at", "edited_at"),
        opened=MappingProxyType({"body": columns.NOTE_BODY, "versions": columns.NOTE_VERSIONS}),
    ),
    Belonging("conversation_label", IN_CONVERSATION, "deleted", given=("conversation_id", "label_id", "created_at")),
    Belonging(
        "read_marker",
        IN_CONVERSATION,
        "deleted",
        why="Up to when a colleague has read: it is about them, and says nothing of the patient.",
    ),
    Belonging(
        "related_person",
        "clinic_id = $1 AND (patient_id = $2 OR contact_id = $2)",
        "deleted",
        given=("patient_id", "contact_id", "created_at", "created_by"),
    ),
    Belonging(
        "conversation",
        OF_PATIENT,
        "deleted",
        given=(
            "state",
            "snoozed_until",
            "owner",
            "handover_reason",
            "last_inbound_at",
            "last_message_at",
            "unread_count",
            "created_at",
        ),
        opened=MappingProxyType({"dialogue": columns.DIALOGUE}),
    ),
    Belonging(
        "consent",
        OF_THEM_ALL,
        "emptied",
        given=(
            "purpose",
            "decision",
            "recorded_at",
            "actor_kind",
            "source",
            "channel",
            "wording",
            "language",
            "booking_id",
            "message_id",
        ),
        opened=MappingProxyType({"note": columns.CONSENT_NOTE}),
        why="What was agreed to and withdrawn, of an id alone: a clinic must be able to show it (Art. 7(1) GDPR).",
    ),
    Belonging(
        "booking",
        OF_PATIENT,
        "emptied",
        given=(
            "conversation_id",
            "service_id",
            "practitioner_id",
            "location_id",
            "reference",
            "starts_at",
            "ends_at",
            "zone",
            "status",
            "version",
            "arranged_by_id",
            "is_for_anybody",
            "wants_reminders",
            "calendar_state",
            "overbook_reason",
            "displaced_at",
            "upheld_at",
            "reminder_held_at",
            "series_id",
            "series_ordinal",
            "series_length",
            "series_recurrence",
            "cancelled_at",
            "cancelled_by",
            "cancel_reason",
            "reminded_at",
            "answered_at",
            "moved_by",
            "acknowledged_at",
            "checked_in_at",
            "concluded_at",
            "concluded_by",
            "created_at",
            "created_by",
        ),
        opened=MappingProxyType({"notes": columns.BOOKING_NOTES}),
        why="That somebody had an appointment then is a fact of the clinic's books; not whose it was.",
    ),
    Belonging(
        "allocation",
        f"clinic_id = $1 AND booking_id IN ({BOOKINGS})",
        "kept",
        why="That a practitioner or room was taken; the booking says the same.",
    ),
    Belonging(
        "patient",
        f"clinic_id = $1 AND id IN ({OF_PERSON})",
        "emptied",
        given=("channel", "language", "created_at", "is_sealed", "merged_into_id", "merged_at"),
        opened=MappingProxyType(
            {
                "name": columns.PATIENT_NAME,
                "birth_date": columns.PATIENT_BIRTH_DATE,
                "phone": columns.PATIENT_PHONE,
                "provider_user": columns.PATIENT_PROVIDER_USER,
            }
        ),
        why="An empty row that bookings and consents point at, gone with the last of them.",
    ),
    Belonging(
        "inbound_delivery",
        "",
        "emptied",
        why="What a provider posted, as it came, of several people perhaps: what was understood of it is in messages.",
    ),
    Belonging(
        "change_log",
        f"clinic_id = $1 AND ({ABOUT} OR parent_id IN ({CONVERSATIONS}))",
        "kept",
        why="That something changed, by ids alone, for a day.",
    ),
    Belonging(
        "patient_key",
        OF_THEM_ALL,
        "emptied",
        why="When their key was made and destroyed; the key itself is gone, and with it all that was sealed under it.",
    ),
    Belonging(
        "erasure",
        OF_PATIENT,
        "kept",
        why="The proof that they were erased; it says no more of them than an id.",
    ),
    Belonging(
        "erasure_duty",
        f"clinic_id = $1 AND erasure_id IN (SELECT erasure.id FROM erasure WHERE {OF_PATIENT})",  # noqa: S608  # names out of this program alone
        "kept",
        why="Whose word the erasure waits for; ids alone.",
    ),
)
"""Every table that knows of patients, in the order in which rows are erased: what points at others goes first."""

BY_TABLE: Final[Mapping[str, Belonging]] = MappingProxyType({one.table: one for one in BELONGINGS})

OF_NO_PATIENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agenda_feed": "where a practitioner's agenda is read: it tells of bookings, and is made of them each time",
        "access_read": "what operators read, by ids alone: the clinic's proof against them",
        "audit_entry": "who did what and when, by ids and codes alone: the proof outlives whom it is about",
        "audit_expiry": "up to which number a clinic's entries are gone, and the id of the entry that says so",
        "idempotent_request": "ids and codes of an answer, for a day",
        "incident_clinic": "whom a breach concerns, by ids alone: what a clinic answers for after they are erased too",
        "incident_notice": "what a clinic was told of a breach, with those ids",
        "slot_change": "whose time changed, and that is a practitioner or a room; gone after two hours",
        "webhook_attempt": "goes with its delivery; a status and a time",
    }
)
"""Tables with ids that can be a patient's, and why they hold nothing about one."""
