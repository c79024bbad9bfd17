"""What the dialogue hears, what it asks the host to do, and a turn: one of the first, any number of the second."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from chatbookr_core.consents.rules import Decision
from chatbookr_core.dialogue.slots import DayWithSpace, Slot, SlotQuery
from chatbookr_core.dialogue.state import State
from chatbookr_core.dialogue.suiting import ANY, Suiting
from chatbookr_core.dialogue.view import BookingSummary
from chatbookr_sdk import OutboundContent

# --- events -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """The patient typed something; `sent_at` where it is known when."""

    text: str = field(repr=False)
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chose:
    """The patient tapped an option: the id decides, the title is never looked at."""

    option_id: str = field(repr=False)
    title: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OtherSaid:
    """Something without words: a picture, a voice message, a sticker."""

    kind: str


@dataclass(frozen=True, slots=True)
class SlotsFound:
    """The answer to FindSlots; `slots` in time order, `days` counted over everything that is free.

    `is_unseen`: nothing is free as far as is known, and of somebody who may be asked for it is not known.
    `is_on_request`: it is not known of anybody who has these times, so that the practice confirms them.
    """

    query: SlotQuery
    slots: tuple[Slot, ...]
    days: tuple[DayWithSpace, ...]
    is_unseen: bool = False
    is_on_request: bool = False


@dataclass(frozen=True, slots=True)
class HoldTaken:
    """The answer to TakeHold: the time is kept for some minutes."""

    hold_id: UUID
    slot: Slot


@dataclass(frozen=True, slots=True)
class HoldLost:
    """The other answer to TakeHold; without `slot` it is about the one asked for last."""

    alternatives: tuple[Slot, ...]
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class BookingMade:
    """The answer to Confirm. Nothing is said: the host sends `booked_message` when the calendar knows too."""

    booking: BookingSummary


@dataclass(frozen=True, slots=True)
class BookingMoved:
    """The answer to Reschedule. Nothing is said: the host sends `moved_message` when the calendar knows too."""

    old: BookingSummary
    new: BookingSummary


@dataclass(frozen=True, slots=True)
class MoveAsked:
    """The other answer to Reschedule: nobody could see whether the time is free, and staff are asked.

    The booking stays as it is. Nothing is said: the host sends `move_asked_message`.
    """

    booking: BookingSummary
    asked: Slot


@dataclass(frozen=True, slots=True)
class BookingCancelled:
    """The answer to Cancel."""

    booking: BookingSummary


@dataclass(frozen=True, slots=True)
class BookingRefused:
    """The answer to Confirm, Reschedule, Cancel or TakeHold that could not be done; `code` is the error's."""

    code: str
    alternatives: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitlistJoined:
    """The answer to JoinWaitlist: the view shows the place; None: there is none to be had any more."""

    entry_id: UUID | None


@dataclass(frozen=True, slots=True)
class OfferTaken:
    """The answer to TakeOffer: it is a booking; the host sends M7. Not new: it was taken before."""

    booking: BookingSummary
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class LateOffer:
    """A time that was kept for who still waits: for themselves, or for somebody they book for (`relative_id`).

    It is for a new booking, or for one that is to come earlier; `practitioner_id`: whom they wait for, None: anybody.
    """

    slot: Slot
    service_id: UUID
    practitioner_id: UUID | None = None
    booking_id: UUID | None = None
    relative_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfferGone:
    """The other answer to TakeOffer: its minutes have passed, or it was declined; `late` where it may be free still."""

    late: LateOffer | None = None


@dataclass(frozen=True, slots=True)
class OfferPassed:
    """The answer to DeclineOffer."""


@dataclass(frozen=True, slots=True)
class ReturnedToAssistant:
    """Staff gave the conversation back."""


@dataclass(frozen=True, slots=True)
class FellSilent:
    """The patient has said nothing since they were asked, for as long as the clinic lets that be."""


Event = (
    Said
    | Chose
    | OtherSaid
    | SlotsFound
    | HoldTaken
    | HoldLost
    | BookingMade
    | BookingMoved
    | MoveAsked
    | BookingCancelled
    | BookingRefused
    | WaitlistJoined
    | OfferTaken
    | OfferGone
    | OfferPassed
    | ReturnedToAssistant
    | FellSilent
)

# --- effects ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindSlots:
    """Look free times up; answered by SlotsFound in the same transaction."""

    query: SlotQuery


@dataclass(frozen=True, slots=True)
class TakeHold:
    """Look into the calendar live and keep the time; answered later by HoldTaken, HoldLost or BookingRefused."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Person:
    """Who comes: somebody known (`relative_id`), or called `name`; with `is_contact` who writes, called so.

    `born` is a local date, where it was asked for.
    """

    relative_id: UUID | None = None
    name: str | None = field(default=None, repr=False)
    born: date | None = field(default=None, repr=False)
    is_contact: bool = False


@dataclass(frozen=True, slots=True)
class Confirm:
    """Make the booking; `reminders` is the patient's own choice, recorded beside it with the words of the question.

    Without words nothing was asked, and nothing is recorded. `person`: who comes, where it was said; None: who writes.
    `is_for_anybody`: they asked for nobody in particular.
    """

    hold_id: UUID
    reminders: bool
    wording: str = field(default="", compare=False, repr=False)
    language: str = field(default="", compare=False)
    person: Person | None = None
    is_for_anybody: bool = False


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Swap the booking's time for the held one."""

    booking_id: UUID
    hold_id: UUID


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel the booking."""

    booking_id: UUID
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NoteCancelReason:
    """Add why to a booking that is cancelled already; nothing is answered."""

    booking_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """Give a held time back."""

    hold_id: UUID


@dataclass(frozen=True, slots=True)
class JoinWaitlist:
    """Take a place on the waitlist for a service, with a booking where that is to come earlier.

    `person`: who waits, where that is another than who writes, or something new was said of them; of a booking it is
    whoever comes. `minutes`: for how long, where that is not what the service usually takes.
    """

    service_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    booking_id: UUID | None = None
    person: Person | None = None
    suiting: Suiting = ANY
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class LeaveWaitlist:
    """Give a place up; nothing is answered."""

    entry_id: UUID


@dataclass(frozen=True, slots=True)
class TakeOffer:
    """Make the booking of a time that was kept, or move the one that waits; answered by OfferTaken or OfferGone."""

    offer_id: UUID


@dataclass(frozen=True, slots=True)
class DeclineOffer:
    """Let a time that was kept go to the next; answered by OfferPassed."""

    offer_id: UUID


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the conversation to a person; `reason` is a stable code."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoteConsent:
    """Enter into the ledger what the patient was shown or said; `wording`: the words that were put before them."""

    purpose: str
    decision: Decision
    wording: str = field(default="", compare=False, repr=False)
    language: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Speak again where a person has the conversation for no other reason than that the patient wanted silence."""


Effect = (
    FindSlots
    | TakeHold
    | Confirm
    | Reschedule
    | Cancel
    | NoteCancelReason
    | ReleaseHold
    | JoinWaitlist
    | LeaveWaitlist
    | TakeOffer
    | DeclineOffer
    | HandOver
    | NoteConsent
    | TakeBack
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The state after an event, what to say in this order, and what to do."""

    state: State
    say: tuple[OutboundContent, ...] = ()
    effects: tuple[Effect, ...] = ()
