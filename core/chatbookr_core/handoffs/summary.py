"""Writes the three lines of a handoff out of what the dialogue knows: the same facts, the same lines, no words.

They are for staff, in the clinic's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Final, Literal
from uuid import UUID

from chatbookr_core.dialogue import DayHours, State, Step, Wish, dates
from chatbookr_core.voice import Voice, voice_for

PACKAGE: Final = "chatbookr_core.handoffs"
Change = Literal["move", "cancel", "change"]
_OVER: Final = (Step.BOOKED, Step.REASON, Step.PENDING)
"""Where the booking that is spoken of is done with."""


@dataclass(frozen=True, slots=True)
class HeldTime:
    """A time that is kept for the patient right now, in the zone of its place."""

    starts_at: datetime
    ends_at: datetime
    expires_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """The booking that was spoken of."""

    id: UUID
    starts_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Names:
    """What is named in a summary, by its id."""

    services: Mapping[UUID, str]
    practitioners: Mapping[UUID, str]
    zones: Mapping[UUID, str]
    """Of places."""
    appointments: Mapping[UUID, Appointment]


@dataclass(frozen=True, slots=True)
class Handoff:
    """Where a conversation stood when a person got it."""

    conversation_id: UUID
    reason: str | None
    step: Step
    change: Change | None
    service_id: UUID | None
    practitioner_id: UUID | None
    booking_id: UUID | None
    wish: Wish | None
    chosen_at: datetime | None
    hold: HeldTime | None
    lines: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one conversation: how its dialogue stands, why a person has it, and what is held."""

    conversation_id: UUID
    reason: str | None
    state: State
    hold: HeldTime | None
    language: str
    zone: str
    """The clinic's, where no place is known."""


def summarise(standing: Standing, names: Names) -> Handoff:
    """Write one conversation's summary."""
    state, voice = standing.state, voice_for(standing.language, package=PACKAGE)
    booking = names.appointments.get(state.booking_id) if state.booking_id and state.step not in _OVER else None
    change: Change | None = None
    if booking is not None:
        change = "move" if state.is_rescheduling else "cancel" if state.step is Step.CANCELLING else "change"
    chosen_at = state.chosen.starts_at if state.chosen is not None and state.step not in _OVER else None
    return Handoff(
        conversation_id=standing.conversation_id,
        reason=standing.reason,
        step=state.step,
        change=change,
        service_id=state.service_id,
        practitioner_id=state.practitioner_id,
        booking_id=booking.id if booking else None,
        wish=state.wish,
        chosen_at=chosen_at,
        hold=standing.hold,
        lines=(
            f"{_reason(voice, standing.reason)} {_wanted(voice, standing, names, booking, change)}",
            _held(voice, standing.hold),
            voice.gettext("Open step: {step}.", step=_step(voice, state.step)),
        ),
    )


def _reason(voice: Voice, code: str | None) -> str:
    say = voice.gettext
    texts = {
        "urgent": say("Urgent: a text holds a red flag."),
        "asked_for_person": say("The patient asked for a person."),
        "complaint": say("The patient complains."),
        "not_understood": say("The assistant did not understand."),
        "media": say("The patient sent something other than text."),
        "inside_cutoff": say("It is too late to change it in the chat."),
        "running_late": say("The patient is running late."),
        "arrived": say("The patient says that they are there."),
        "service_not_offered": say("The service is not offered any more."),
        "nothing_bookable": say("Nothing can be booked in the chat."),
        "calendar_not_fresh": say("The calendar did not answer."),
        "booking_refused": say("The booking could not be made."),
        "stop_requested": say("The patient wants no messages."),
    }
    return texts.get(code or "", say("A person has the conversation."))


def _wanted(voice: Voice, standing: Standing, names: Names, booking: Appointment | None, change: Change | None) -> str:
    say, state = voice.gettext, standing.state
    when = _when(voice, standing, names)
    if booking is not None:
        time = dates.moment(booking.starts_at, booking.zone, voice.language)
        texts = {
            "move": say("Wants to move the appointment of {time}.", time=time),
            "cancel": say("Wants to cancel the appointment of {time}.", time=time),
            "change": say("It is about the appointment of {time}.", time=time),
        }
        told = texts[change or "change"]
        return f"{told} {say('New time: {time}.', time=when)}" if when and change == "move" else told
    service = names.services.get(state.service_id) if state.service_id else None
    who = names.practitioners.get(state.practitioner_id) if state.practitioner_id else None
    if service is None and who is None and not when:
        return say("Nothing was chosen yet.")
    what = (
        say("{service} with {practitioner}", service=service, practitioner=who) if service and who else service or who
    )
    return say("Wants: {wish}.", wish=", ".join(part for part in (what, when) if part))


def _when(voice: Voice, standing: Standing, names: Names) -> str:
    """Write the time that was chosen, or the days and hours that were asked for; nothing where neither was."""
    state, wish = standing.state, standing.state.wish
    if state.chosen is not None:
        zone = names.zones.get(state.chosen.location_id, standing.zone)
        return dates.moment(state.chosen.starts_at, zone, voice.language)
    if wish is None:
        return ""
    if wish.day_hours:
        own = "; ".join(_own(voice, one) for one in wish.day_hours)
        are_named = all(one.weekdays for one in wish.day_hours)
        days = _days(voice, replace(wish, weekdays=()) if are_named else wish)
        return own if all(one.days for one in wish.day_hours) or not days else f"{days}, {own}"
    hours = _hours(voice, wish.from_time, wish.until_time)
    return " ".join(part for part in (_days(voice, wish), hours) if part)


def _own(voice: Voice, own: DayHours) -> str:
    """Write what was asked for of some days: "Monday before 12:00"."""
    days = ", ".join(dates.day_title(day, voice.language) for day in own.days) or _weekdays(voice, own.weekdays)
    return " ".join(part for part in (days, _hours(voice, own.from_time, own.until_time)) if part)


def _hours(voice: Voice, from_time: time | None, until_time: time | None) -> str:
    say = voice.gettext
    if from_time is not None and until_time is not None:
        return say("between {start} and {end}", start=f"{from_time:%H:%M}", end=f"{until_time:%H:%M}")
    if from_time is not None:
        return say("from {time} on", time=f"{from_time:%H:%M}")
    return say("before {time}", time=f"{until_time:%H:%M}") if until_time is not None else ""


def _days(voice: Voice, wish: Wish) -> str:
    """Write the day that was asked for, or the days between which: "Mon 30 Nov – Sun 6 Dec (Monday, Friday)"."""
    if wish.day is None:
        return ""
    first = dates.day_title(wish.day, voice.language)
    if wish.last_day is not None:
        first = f"{first} – {dates.day_title(wish.last_day, voice.language)}"
    elif wish.is_open:
        first = voice.gettext("from {time} on", time=first)
    only = _weekdays(voice, wish.weekdays)
    return f"{first} ({only})" if only else first


def _weekdays(voice: Voice, weekdays: Sequence[int]) -> str:
    from babel.dates import get_day_names  # see dialogue/dates.py

    names = get_day_names("wide", "stand-alone", voice.language)
    return ", ".join(names[number] for number in weekdays)


def _held(voice: Voice, hold: HeldTime | None) -> str:
    if hold is None:
        return voice.gettext("No time is held.")
    return voice.gettext(
        "Held: {time}, until {end}.",
        time=dates.moment(hold.starts_at, hold.zone, voice.language),
        end=dates.clock(hold.expires_at, hold.zone),
    )


def _step(voice: Voice, step: Step) -> str:
    say = voice.gettext
    time = say("choosing a time")
    texts = {
        Step.MENU: say("the menu"),
        Step.SERVICE: say("choosing a service"),
        Step.LOCATION: say("choosing a place"),
        Step.PRACTITIONER: say("choosing a practitioner"),
        Step.DURATION: say("choosing how long"),
        **dict.fromkeys((Step.FINDING, Step.TIMES, Step.DAYS, Step.DAY_TIMES, Step.OVERLAP), time),
        Step.SUITING: say("saying when it would suit"),
        **dict.fromkeys((Step.NOTHING_FREE, Step.NOTHING_FITS), say("no time suits")),
        Step.HOLDING: say("a time is being checked"),
        Step.WHO: say("saying for whom it is"),
        Step.NAME: say("saying the name"),
        Step.BIRTH: say("saying the date of birth"),
        Step.CONFIRM: say("confirming the time"),
        Step.PENDING: say("the booking is being written"),
        **dict.fromkeys((Step.APPOINTMENTS, Step.APPOINTMENT), say("looking at appointments")),
        Step.CANCELLING: say("confirming the cancellation"),
        Step.REASON: say("saying why it was cancelled"),
        Step.WAITLIST: say("waiting for a time"),
        Step.GO_ON: say("saying how to go on"),
    }
    return texts.get(step, say("none"))
