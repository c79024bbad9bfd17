"""Bookings that exist: looking at them, moving them (M9), cancelling them (M10)."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from chatbookr_core.dialogue import dates, displaced, wording
from chatbookr_core.dialogue.asking import again, ask, hand_over, open_menu, released, show, tell
from chatbookr_core.dialogue.events import Cancel, NoteCancelReason, Reschedule, Turn
from chatbookr_core.dialogue.looking import look
from chatbookr_core.dialogue.overlaps import booked_then, meeting
from chatbookr_core.dialogue.questions import REASONS, booked
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import Change, State, Step
from chatbookr_core.dialogue.view import BookingSummary
from chatbookr_core.dialogue.wishes import Wish

MOST_TOLD: Final = 5
"""Appointments that are told in words alone."""


def list_appointments(state: State, scene: Scene, change: Change | None = None, *, wish: Wish | None = None) -> Turn:
    """Show what is booked; a single booking opens at once.

    What is to be done with the one that is chosen, and when one that is moved would suit, is kept until then.
    """
    upcoming = scene.view.upcoming
    if not upcoming:
        return open_menu(state, scene, lead=scene.voice.gettext("You have no upcoming appointments."))
    if len(upcoming) == 1:
        return _opened(state, scene, upcoming[0].id, change, wish)
    listing = replace(state.cleared().asking(Step.APPOINTMENTS), change=change, wish=wish)
    return ask(listing, scene, effects=released(state))


def _opened(state: State, scene: Scene, booking_id: UUID, change: Change | None, wish: Wish | None) -> Turn:
    match change:
        case Change.MOVE:
            return start_move(state, scene, booking_id, wish)
        case Change.CANCEL:
            return start_cancel(state, scene, booking_id)
    return open_appointment(state, scene, booking_id)


def move_chosen(state: State, scene: Scene, booking_id: UUID) -> Turn:
    """Move the one that was chosen out of several, to when it was wished for before."""
    return start_move(state, scene, booking_id, state.wish if state.step is Step.APPOINTMENTS else None)


def booked_already(scene: Scene) -> str:
    """Say what is booked, in words alone: for who asks in the middle of something else."""
    upcoming = sorted(scene.view.upcoming, key=lambda one: one.starts_at)[:MOST_TOLD]
    if not upcoming:
        return scene.voice.gettext("You have no upcoming appointments.")
    lines = [f"{wording.moment(scene, one)}, {wording.row_of(scene, one)}" for one in upcoming]
    said = (scene.voice.gettext("Your appointments:"), *lines, displaced.of_several(scene, upcoming))
    return "\n".join(line for line in said if line)


def open_appointment(state: State, scene: Scene, booking_id: UUID) -> Turn:
    """Show one booking and what can be done with it."""
    if scene.find_booking(booking_id) is None:
        return _missing(state, scene)
    opened = replace(state.cleared().asking(Step.APPOINTMENT), booking_id=booking_id)
    return ask(opened, scene, effects=released(state))


def start_move(state: State, scene: Scene, booking_id: UUID, wish: Wish | None = None) -> Turn:
    """Look for another time with the same practitioner; the old one is kept until the new one is confirmed.

    Who asked for nobody in particular is offered whoever is free.
    """
    booking = scene.find_booking(booking_id)
    if booking is None:
        return _missing(state, scene)
    if booking.is_inside_cutoff:
        return _too_late(state, scene, booking)
    if scene.find_service(booking.service_id, is_booked=True) is None:
        return hand_over(state, scene, "service_not_offered")
    practitioner_id, location_id = displaced.whom_to_ask(scene, booking)
    moving = replace(
        state.cleared(),
        booking_id=booking.id,
        is_rescheduling=True,
        service_id=booking.service_id,
        practitioner_id=practitioner_id,
        location_id=location_id,
        wish=wish,
    )
    turn = look(moving, scene)
    return replace(turn, effects=(*released(state), *turn.effects))


def swap(state: State, scene: Scene) -> Turn:
    """Move the booking to the held time."""
    booking = scene.find_booking(state.booking_id)
    if booking is None:
        return _missing(state, scene)
    if booking.is_inside_cutoff:
        return _too_late(state, scene, booking)
    if state.hold_id is None or not state.is_rescheduling:
        return again(state, scene)
    if booked_then(state, scene) is not None:  # meanwhile
        return ask(meeting(state), scene)
    return Turn(replace(state, step=Step.PENDING), (), (Reschedule(booking.id, state.hold_id),))


def start_cancel(state: State, scene: Scene, booking_id: UUID) -> Turn:
    """Ask whether the booking shall really go."""
    booking = scene.find_booking(booking_id)
    if booking is None:
        return _missing(state, scene)
    if booking.is_inside_cutoff:
        return _too_late(state, scene, booking)
    asking = replace(state.cleared().asking(Step.CANCELLING), booking_id=booking.id)
    return ask(asking, scene, effects=released(state))


def cancel(state: State, scene: Scene, booking_id: UUID) -> Turn:
    """Cancel now; the reason is asked afterwards, so that a patient who does not answer has cancelled all the same."""
    booking = scene.find_booking(booking_id)
    if booking is None:
        return _missing(state, scene)
    if booking.is_inside_cutoff:
        return _too_late(state, scene, booking)
    return Turn(replace(state, step=Step.PENDING, booking_id=booking.id), (), (Cancel(booking.id),))


def keep(state: State, scene: Scene, booking_id: UUID) -> Turn:
    """Leave the booking as it is."""
    booking = scene.find_booking(booking_id)
    if booking is None:
        return _missing(state, scene)
    words = scene.voice.gettext("Your appointment stays: {time}.", time=wording.moment(scene, booking))
    words = f"{words} {displaced.of_one(scene, booking)}".rstrip()
    return tell(state.cleared(), scene, wording.about(scene, booking, words), effects=released(state))


def acknowledge(state: State, scene: Scene, value: str) -> Turn:
    """Thank for an OK to the time the clinic chose; to one that does not hold any more, say what holds.

    What was under way goes on. The host notes it, whoever has the conversation.
    """
    booking_id, _, version = value.partition(":")
    booking = scene.find_booking(UUID(booking_id))
    if booking is None:
        return _missing(state, scene)
    if booking.version != int(version):
        return Turn(state, show(booked(scene, booking, is_moved=True), state, scene))
    return tell(state, scene, scene.voice.gettext("Thank you."))


def note_reason(state: State, scene: Scene, reason: str) -> Turn:
    """Add why it was cancelled."""
    if state.booking_id is None or reason not in REASONS:
        return again(state, scene)
    note = NoteCancelReason(state.booking_id, reason)
    return tell(state.cleared(), scene, scene.voice.gettext("Thank you."), effects=(note,))


def change_typed(state: State, scene: Scene, *, is_cancel: bool, wish: Wish | None = None) -> Turn:
    """Cancel or move without a tap: the booking spoken of, the only one, or first the question which.

    `wish` is the day that was named beside it: that of the booking which is to go, or that to which one is to move.
    """
    upcoming = scene.view.upcoming
    meant = [one for one in scene.view.standing if wish and wish.day == dates.local_day(one.starts_at, one.zone)]
    named = meant[0] if is_cancel and len(meant) == 1 else None
    spoken_of = named or scene.find_booking(state.booking_id)
    booking = spoken_of or (upcoming[0] if len(upcoming) == 1 else None)
    if booking is None:
        change = Change.CANCEL if is_cancel else Change.MOVE
        return list_appointments(state, scene, change, wish=None if is_cancel else wish)
    return start_cancel(state, scene, booking.id) if is_cancel else start_move(state, scene, booking.id, wish)


def _too_late(state: State, scene: Scene, booking: BookingSummary) -> Turn:
    until = dates.moment(booking.change_until, booking.zone, scene.voice.language)
    lead = scene.voice.gettext("That appointment could be changed here until {time}.", time=until)
    about = replace(state, booking_id=booking.id) if state.service_id is None else state  # for staff to see
    return hand_over(about, scene, "inside_cutoff", lead=lead)


def _missing(state: State, scene: Scene) -> Turn:
    return open_menu(state, scene, lead=scene.voice.gettext("That appointment is not there any more."))
