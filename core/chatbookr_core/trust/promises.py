"""The promises by their ids: the sentence that is checked, in the words of the page of everybody. Pure."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise; `sentence` is for people, and what its check looks for."""

    id: str
    title: str
    sentence: str


PROMISES: Final = (
    Promise(
        "P1",
        "Data stays in Europe",
        "Data is kept in the European Economic Area. Whoever else handles it is declared, with the country and with the"
        " ground on which data goes there.",
    ),
    Promise("P2", "Encrypted on its way", "Every connection is encrypted by TLS 1.2 or newer."),
    Promise(
        "P3",
        "Encrypted where it lies",
        "What patients say and who they are, and all credentials, lie encrypted by AES-256-GCM under keys of each"
        " clinic's and each patient's own.",
    ),
    Promise(
        "P4",
        "Backed up",
        "Backups are made daily, encrypted for a key that is kept elsewhere, and restoring them is rehearsed.",
    ),
    Promise("P5", "Keys are kept apart", "Keys and secrets are held by a service made for that."),
    Promise(
        "P6",
        "Everybody sees what their work needs",
        "Each part of what the program shows is opened by a permission, and clinics are kept apart.",
    ),
    Promise(
        "P7",
        "A second factor",
        "Whoever works here logs in with a second factor; whoever runs the servers logs in with a key of hardware.",
    ),
    Promise(
        "P8",
        "Operators see nothing unasked",
        "Whoever runs the servers reads a clinic's data only while it was opened to them, for a reason and for a time;"
        " the clinic sees what they looked at.",
    ),
    Promise("P9", "The official WhatsApp", "WhatsApp is reached by Meta's official Cloud API alone."),
    Promise(
        "P10",
        "Calendars, and nothing else of an account",
        "Practitioners' calendars are reached by consent, with the least it takes to see when they are busy and to"
        " enter appointments.",
    ),
    Promise(
        "P11",
        "Disconnected means disconnected",
        "A connection can be ended at any time: its credentials are of no use at once, and the provider is told until"
        " it confirms.",
    ),
    Promise("P12", "No medical records", "No medical records are kept here, and patients are told so."),
    Promise(
        "P13",
        "Kept no longer than needed",
        "Each night deletes what has served its time, as the clinic says; what is erased on its word has a receipt.",
    ),
    Promise("P14", "Who else receives data", "Clinics can read who else receives data, and the list is true."),
    Promise(
        "P15",
        "Parts that others made",
        "Each change of the program is checked for parts of others' with known weaknesses.",
    ),
    Promise(
        "P16",
        "A log that cannot be rewritten",
        "What is done is written into a log that shows if anybody changed it, and is kept for a time that is said.",
    ),
    Promise(
        "P17",
        "What is out of the ordinary is noticed",
        "Guessing, probing and reading in bulk are noticed, and somebody is told.",
    ),
    Promise(
        "P18",
        "If something goes wrong",
        "If data was seen by somebody who should not have, clinics hear of it in time to tell their authority within"
        " 72 hours.",
    ),
    Promise("P19", "Back after a disaster", "It was tried how long it takes to be back, and how much would be lost."),
    Promise(
        "P20",
        "Where to report a weakness",
        "It is said where weaknesses are reported, and reports are answered within two working days.",
    ),
)
BY_ID: Final = {one.id: one for one in PROMISES}
