"""What the dialogue sees of the clinic at the moment of one turn; the host builds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from chatbookr_core.bookings.reminder_times import ReminderRules, reminder_times
from chatbookr_core.consents.rules import Purpose, Standing, State, is_stopped, state_of
from chatbookr_core.dialogue.suiting import ANY, Suiting
from chatbookr_sdk import MessageLimits

SeriesNews = Literal["booked", "moved", "cancelled"]
"""What the practice did with appointments of a series."""


@dataclass(frozen=True, slots=True)
class DurationView:
    """How long a service can take, and what it costs then, where that is known."""

    minutes: int
    price: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceView:
    """Something patients can book. `price` is ready to read ("EUR 60"); the ids are those who give it, and where.

    `duration_minutes` is the usual one.
    """

    id: UUID
    short_title: str
    duration_minutes: int
    price: str | None
    practitioner_ids: tuple[UUID, ...]
    location_ids: tuple[UUID, ...]
    other_durations: tuple[DurationView, ...] = ()

    @property
    def durations(self) -> tuple[DurationView, ...]:
        """List how long it can take, the shortest first."""
        usual = DurationView(self.duration_minutes, self.price)
        return tuple(sorted((usual, *self.other_durations), key=lambda one: one.minutes))


@dataclass(frozen=True, slots=True)
class PractitionerView:
    """Someone who treats; `location_ids` where known (empty: wherever the service is given)."""

    id: UUID
    short_name: str
    location_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class LocationView:
    """A place; `zone` is its IANA zone, the clinic's where None."""

    id: UUID
    name: str
    address: str
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class RelativeView:
    """Somebody for whom the patient has booked before, or whom staff said they book for."""

    id: UUID
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PatientView:
    """Who is writing, as far as the clinic knows.

    `consents`: how it stands with each purpose they were asked about; `language`: what they chose before;
    `relatives`: whom else they book for.
    """

    name: str | None = None
    last_practitioner_id: UUID | None = None
    consents: Mapping[str, Standing] = field(default_factory=dict, repr=False)
    language: str | None = None
    relatives: tuple[RelativeView, ...] = field(default=(), repr=False)
    is_birth_date_known: bool = False
    last_service_id: UUID | None = None
    """What they had the last time, with `last_practitioner_id`, at `last_location_id`, for `last_minutes`."""
    last_location_id: UUID | None = None
    last_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class BookingSummary:
    """A booking as whoever arranged it may see it; instants in UTC, `zone` that of the place.

    `person` is the first name of who comes, where that is another than who reads it. `is_for_anybody`: nobody in
    particular was asked for.
    """

    id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    version: int
    is_inside_cutoff: bool
    change_until: datetime
    wants_reminders: bool = False
    is_requested: bool = False
    is_for_anybody: bool = False
    is_displaced: bool = False
    """It has no hours or no room any more, and needs another time."""
    person: str | None = field(default=None, repr=False)
    series: tuple[int, int] | None = None
    """Which of how many appointments of a series it is."""
    relative_id: UUID | None = None
    """Of who comes, where that is another than who reads it."""


@dataclass(frozen=True, slots=True)
class WaitingSummary:
    """What somebody waits for; `booking_id` is what would move to an earlier time.

    `relative_id` and `person`, a first name, are of who waits, where that is another than who reads it. `suiting`: when
    it would suit, where that can be said in a few words.
    """

    id: UUID
    service_id: UUID
    booking_id: UUID | None = None
    relative_id: UUID | None = None
    person: str | None = field(default=None, repr=False)
    suiting: Suiting = ANY


@dataclass(frozen=True, slots=True)
class OfferSummary:
    """A time that is kept for somebody who waits, until an instant; `zone` is that of its place.

    `person` is the first name of who waits, where that is another than who reads it.
    """

    id: UUID
    service_id: UUID
    practitioner_id: UUID
    location_id: UUID
    starts_at: datetime
    ends_at: datetime
    zone: str
    until: datetime
    booking_id: UUID | None = None
    is_earlier: bool = False
    person: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class View:
    """The clinic now: `now` is the instant of the turn, `language` what the clinic speaks by default. `opening_texts`
    are by language; `opening_text` is read in any other.

    `asks_consent`: nobody is served who has not agreed to that first. `books_for_others`: appointments may be for
    somebody else than who writes; `asks_birth_date`: of whom is new. `nudge_minutes`: after so long a silence in the
    middle of a booking the patient is asked once whether to go on; 0: never. `waiting` is what the patient waits for,
    or whom they book for, `offer` the time that is kept for one of them, the last that was. `reminders`: when the
    clinic reminds; None where that is not told: then everybody is who wants it.
    """

    clinic_name: str
    privacy_url: str
    phone: str
    emergency_number: str
    opening_text: str
    zone: str
    services: tuple[ServiceView, ...]
    practitioners: tuple[PractitionerView, ...]
    locations: tuple[LocationView, ...]
    patient: PatientView
    upcoming: tuple[BookingSummary, ...]
    limits: MessageLimits
    language: str
    now: datetime
    horizon_days: int = 42
    cutoff_minutes: int = 1440
    asks_consent: bool = False
    books_for_others: bool = False
    asks_birth_date: bool = False
    hold_minutes: int = 10
    nudge_minutes: int = 0
    has_waitlist: bool = False
    waiting: tuple[WaitingSummary, ...] = ()
    offer: OfferSummary | None = None
    reminders: ReminderRules | None = None
    opening_texts: Mapping[str, str] = field(default_factory=dict)
    later: tuple[BookingSummary, ...] = ()
    """What is booked after all that `upcoming` lists, as far as it is known."""
    former: tuple[ServiceView, ...] = ()
    """What is not offered any more and given still: who has it booked can move it."""
    calendar_file_of: Callable[[UUID], str] | None = field(default=None, repr=False, compare=False)
    """Writes the address of a booking's calendar file; None where patients cannot fetch it."""

    @property
    def horizon(self) -> timedelta:
        """Say how far ahead the clinic books."""
        return timedelta(days=self.horizon_days)

    @property
    def standing(self) -> tuple[BookingSummary, ...]:
        """List all that is booked, as far as it is known, by its start."""
        return tuple(sorted((*self.upcoming, *self.later), key=lambda one: one.starts_at))

    @property
    def sends_reminders(self) -> bool:
        """Tell whether patients are reminded of appointments here at all."""
        return self.reminders is None or self.reminders.is_any

    def will_remind(self, booking: BookingSummary) -> bool:
        """Tell whether a reminder comes of a booking that is made or moved now: none so soon, nor after a STOP."""
        consents = self.patient.consents
        if not booking.wants_reminders or booking.is_displaced or is_stopped(consents):
            return False
        if state_of(consents, Purpose.REMINDERS) is State.WITHDRAWN:
            return False
        rules = self.reminders
        return rules is None or bool(reminder_times(booking.starts_at, booked_at=self.now, rules=rules))
