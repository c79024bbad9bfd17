"""What an entry of the audit log says of data that was seen or changed: which things, of which class. Pure.

Entries name fields as `Type.field` and things by the API's ids; which class of data a field hands out the schema knows,
so whoever asks lends that knowledge (`Vocabulary`).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chatbookr_core.audit.actions import MUTATIONS
from chatbookr_core.errors import InvalidInput

CLASS_OF_TYPE: Final[Mapping[str, str]] = {
    "Patient": "contact",
    "Erasure": "contact",
    "Conversation": "conversation",
    "Message": "conversation",
    "StaffTask": "conversation",
    "Booking": "booking",
    "PatientExport": "export",
    "ConsentEntry": "contact",
    "ConsentExport": "export",
    "ApiKey": "secret",
    "WebhookEndpoint": "secret",
    "IdentityProvider": "secret",
    "Channel": "secret",
    "Calendar": "secret",
    "User": "account",
    "Member": "account",
    "Session": "account",
    "Invitation": "account",
    "Passkey": "account",
    "LinkedIdentity": "account",
    "AccessGrant": "account",
}
"""The class of what a mutation is about, and of a field that declares none; a type that is not here: `operation`."""
OTHER: Final = "operation"
TYPE_OF_OTHER: Final[Mapping[str, str]] = {
    "patientExportFetch": "PatientExport",
    "consentExportFetch": "ConsentExport",
    "channelConnect": "Channel",
    "calendarConnect": "Calendar",
}
"""What is the subject of actions that no mutation does."""
OF_PATIENTS: Final = frozenset(
    {
        "Patient",
        "Conversation",
        "Message",
        "ConversationNote",
        "Booking",
        "StaffTask",
        "PatientExport",
        "Erasure",
        "ConsentEntry",
    }
)
"""Types whose things are somebody's, who can be told from the clinic's tables."""

Thing = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the API's words mean: the class of data of `Type.field` (left out: none), and the parts of an id."""

    classes: Mapping[str, str]
    parts_of: Callable[[str], Thing]


@dataclass(frozen=True, slots=True)
class Deed:
    """What one entry says was seen or changed; `is_cut`: the entry names fewer things than there were."""

    things: frozenset[Thing]
    classes: frozenset[str]
    is_cut: bool = False


def deed_of(content: str, vocabulary: Vocabulary) -> Deed:
    """Read the content of an entry. Raises ValueError for what no entry holds."""
    entry = json.loads(content)
    action, details = str(entry["action"]), entry["details"]
    things = {vocabulary_thing for one in details.get("subjects", ()) if (vocabulary_thing := _thing(one, vocabulary))}
    coordinates = [str(one) for one in details.get("coordinates", ())]
    classes = {class_of(one, vocabulary) for one in coordinates}
    kind = MUTATIONS.get(action) or TYPE_OF_OTHER.get(action)
    if kind is not None and entry["subject"] is not None:
        things.add((kind, UUID(entry["subject"])))
    if kind is not None and not coordinates:
        classes.add(CLASS_OF_TYPE.get(kind, OTHER))
    is_cut = int(details.get("subjectCount", 0)) > len(details.get("subjects", ()))
    return Deed(frozenset(things), frozenset(classes or {OTHER}), is_cut)


def class_of(coordinate: str, vocabulary: Vocabulary) -> str:
    """Name the class of data of a field: what it declares, or else that of its type."""
    declared = vocabulary.classes.get(coordinate)
    return declared or CLASS_OF_TYPE.get(coordinate.partition(".")[0], OTHER)


def _thing(opaque: object, vocabulary: Vocabulary) -> Thing | None:
    try:
        return vocabulary.parts_of(str(opaque))
    except InvalidInput:
        return None  # of a version that named things otherwise
