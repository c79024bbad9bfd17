"""What an entry of the ledger of consents says, and what stands once all of them are replayed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

VERSION_CHARS: Final = 16


class Purpose(StrEnum):
    """What for. A provider's own purposes may come beside these, by their names."""

    REMINDERS = "reminders"
    MARKETING = "marketing"
    MESSAGES = "messages"  # everything the assistant writes; withdrawn, it is silent
    DATA_PROCESSING = "data_processing"
    HEALTH_DATA = "health_data"  # words about health that are written down with a booking (Art. 9(2)(a) GDPR)


class Decision(StrEnum):
    """What an entry says."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SHOWN = "shown"  # a notice, which asks for nothing


class Recorder(StrEnum):
    """Who made the entry."""

    PATIENT = "patient"
    STAFF = "staff"
    ASSISTANT = "assistant"
    PROVIDER = "provider"


class Source(StrEnum):
    """Where it was said."""

    CHAT = "chat"
    PROVIDER = "provider"
    IN_PERSON = "in_person"
    PHONE = "phone"
    PAPER = "paper"
    WEB = "web"
    IMPORT = "import"


class Mode(StrEnum):
    """What a clinic asks of patients before the assistant serves them: its own decision, on its own legal basis."""

    NOTICE_ONLY = "notice_only"
    EXPLICIT_FIRST = "explicit_first"


class State(StrEnum):
    """How it stands with one purpose."""

    NOT_ASKED = "not_asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Entry:
    """The part of an entry that decides; `wording` is the version of what was shown, `language` its language."""

    id: UUID
    purpose: str
    decision: str
    recorded_at: datetime
    wording: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one purpose, by which entry and since when; `shown_at`: its notice was shown last."""

    purpose: str
    state: State = State.NOT_ASKED
    since: datetime | None = None
    entry_id: UUID | None = None
    wording: str | None = None
    language: str | None = None
    shown_at: datetime | None = None


def replay(entries: Iterable[Entry]) -> dict[str, Standing]:
    """Return what stands by purpose once all entries are heard in the order of their instants."""
    found: dict[str, Standing] = {}
    for entry in sorted(entries, key=lambda one: (one.recorded_at, one.id)):
        found[entry.purpose] = after(found.get(entry.purpose, Standing(entry.purpose)), entry)
    return found


def after(standing: Standing, entry: Entry) -> Standing:
    """Hear one more entry. A no to one question takes nothing back that was given or withdrawn before."""
    if entry.decision == Decision.SHOWN:
        return Standing(
            standing.purpose,
            standing.state,
            standing.since,
            standing.entry_id,
            standing.wording,
            standing.language,
            entry.recorded_at,
        )
    state = State(entry.decision)
    if state is State.REFUSED and standing.state in (State.GRANTED, State.WITHDRAWN):
        return standing
    return Standing(
        standing.purpose, state, entry.recorded_at, entry.id, entry.wording, entry.language, standing.shown_at
    )


def state_of(standings: Mapping[str, Standing], purpose: str) -> State:
    """Return how it stands with a purpose, asked or not."""
    standing = standings.get(purpose)
    return standing.state if standing is not None else State.NOT_ASKED


def may_send(standings: Mapping[str, Standing], purpose: str) -> bool:
    """Tell whether what nobody asked for may be sent: a reminder or an offer needs a yes, and no STOP to everything.

    WhatsApp's Business Messaging Policy wants an opt-in for each: https://business.whatsapp.com/policy
    """
    return not is_stopped(standings) and state_of(standings, purpose) is State.GRANTED


def is_stopped(standings: Mapping[str, Standing]) -> bool:
    """Tell whether the patient wants no more messages of any kind."""
    return state_of(standings, Purpose.MESSAGES) is State.WITHDRAWN


def said_now(standings: Mapping[str, Standing], purpose: str, decision: Decision, *, is_of_booking: bool) -> str | None:
    """Return what is to be entered for what was said just now; None where it stands already.

    A no to what was granted takes it back, unless the question was about one appointment alone.
    """
    state = state_of(standings, purpose)
    if decision is Decision.REFUSED and state is State.GRANTED and not is_of_booking:
        return Decision.WITHDRAWN
    is_no = decision in (Decision.WITHDRAWN, Decision.REFUSED) and not is_of_booking
    return None if is_no and state == State(decision) else decision


def version_of(text: str) -> str:
    """Name a wording by what it says: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(text.encode()).hexdigest()[:VERSION_CHARS]
