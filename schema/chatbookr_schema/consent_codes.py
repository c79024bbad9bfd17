"""The words the ledger of consents is written in."""

from enum import Enum

from chatbookr_schema.field import enum_type


@enum_type(
    "What a patient is asked about.",
    REMINDERS="Being reminded of appointments.",
    MARKETING="Offers and news.",
    MESSAGES="Everything the assistant writes: withdrawn, it is silent.",
    DATA_PROCESSING="What they write being used to arrange appointments, and the notice about it.",
    HEALTH_DATA="Words about their health being written down with a booking.",
)
class ConsentPurpose(Enum):
    REMINDERS = "reminders"
    MARKETING = "marketing"
    MESSAGES = "messages"
    DATA_PROCESSING = "data_processing"
    HEALTH_DATA = "health_data"


@enum_type(
    "What an entry says.",
    GRANTED="Yes.",
    REFUSED="No, when asked; it takes nothing back.",
    WITHDRAWN="No longer.",
    SHOWN="They were shown a notice, which asks for nothing.",
)
class ConsentDecision(Enum):
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SHOWN = "shown"


@enum_type(
    "How it stands with a purpose.",
    NOT_ASKED="Nobody asked.",
    GRANTED="They agreed.",
    REFUSED="They were asked, and did not agree.",
    WITHDRAWN="They took it back, or objected.",
)
class ConsentState(Enum):
    NOT_ASKED = "not_asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@enum_type(
    "Who made an entry.",
    PATIENT="The patient, in a chat.",
    STAFF="Somebody of the clinic.",
    ASSISTANT="The assistant, which showed a notice.",
    PROVIDER="The channel's provider, which was told.",
)
class ConsentRecorder(Enum):
    PATIENT = "patient"
    STAFF = "staff"
    ASSISTANT = "assistant"
    PROVIDER = "provider"


@enum_type(
    "Where something was said.",
    CHAT="In a chat.",
    PROVIDER="To the channel's provider.",
    IN_PERSON="At the front desk.",
    PHONE="On the phone.",
    PAPER="On a form.",
    WEB="On a website.",
    IMPORT="In another system, before.",
)
class ConsentSource(Enum):
    CHAT = "chat"
    PROVIDER = "provider"
    IN_PERSON = "in_person"
    PHONE = "phone"
    PAPER = "paper"
    WEB = "web"
    IMPORT = "import"


@enum_type(
    "What is asked of patients before the assistant serves them; the legal basis is the clinic's own decision.",
    NOTICE_ONLY="Nothing: they are shown the notice.",
    EXPLICIT_FIRST="To agree, by a button; without that nothing is booked.",
)
class ConsentMode(Enum):
    NOTICE_ONLY = "notice_only"
    EXPLICIT_FIRST = "explicit_first"


@enum_type("How far a copy of the ledger is.", PENDING="It is being put together.", READY="It can be fetched.")
class ConsentExportState(Enum):
    PENDING = "pending"
    READY = "ready"
