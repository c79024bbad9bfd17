"""What somebody has booked already at the time that was chosen: said before the confirmation, as nobody comes twice."""

from dataclasses import replace
from uuid import UUID

from chatbookr_core.dialogue import wording
from chatbookr_core.dialogue.rendering import Choice, Group, Question
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Slot
from chatbookr_core.dialogue.state import State, Step, Who
from chatbookr_core.dialogue.time_questions import confirm
from chatbookr_core.dialogue.view import BookingSummary


def booked_then(state: State, scene: Scene) -> BookingSummary | None:
    """Find the first appointment that who comes has at the chosen time; one that ends as it begins is in no way."""
    slot, moved = state.chosen, state.booking_id if state.is_rescheduling else None
    if slot is None or state.who in (Who.OTHER, Who.NEW):  # nothing is known of them
        return None
    relative_id = _relative_of(state, scene)
    return next(
        (
            one
            for one in scene.view.standing
            if one.relative_id == relative_id
            and one.id != moved
            and one.starts_at < slot.ends_at
            and slot.starts_at < one.ends_at
        ),
        None,
    )


def meeting(state: State) -> State:
    """Go on to saying what is booked then."""
    return replace(state, has_met=True).asking(Step.OVERLAP)


def without_met(state: State, slots: tuple[Slot, ...], scene: Scene) -> tuple[Slot, ...]:
    """Leave out what meets an appointment of who comes, where they heard in this booking that a chosen time does."""
    if not state.has_met:
        return slots
    return tuple(slot for slot in slots if booked_then(replace(state, chosen=slot), scene) is None)


def _relative_of(state: State, scene: Scene) -> UUID | None:
    """Say which relative comes; None: who writes."""
    if state.is_rescheduling:
        booking = scene.find_booking(state.booking_id)
        return booking.relative_id if booking else None
    return state.relative_id if state.who is Who.RELATIVE else None


def overlap(state: State, scene: Scene) -> Question | None:
    """Say what is booked then, and offer to move that or to choose another time.

    Where it does not stand any more, ask for the confirmation.
    """
    booking, say = booked_then(state, scene), scene.voice.gettext
    if booking is None:
        return confirm(state, scene)
    when = wording.moment(scene, booking)
    what = wording.what_and_where(scene, booking.service_id, booking)
    body = say("You already have an appointment then: {time}, {what}.", time=when, what=what)
    if booking.person:
        body = say("{name} already has an appointment then: {time}, {what}.", name=booking.person, time=when, what=what)
    choices = [Choice("other", say("Other time"))]
    if state.is_rescheduling:
        choices.append(Choice("stay", say("Keep old time")))
    elif not booking.is_inside_cutoff and scene.find_service(booking.service_id, is_booked=True) is not None:
        choices.append(Choice(f"move:{booking.id.hex}", say("Move that one")))
    is_for_others = scene.view.books_for_others and not state.is_rescheduling
    last = Choice("forother", say("For someone else")) if is_for_others else Choice("human", say("Talk to a person"))
    moves = any(one.key.startswith("move:") for one in choices)
    ways = say("Move that one, or choose another time?") if moves else say("Please choose another time.")
    return Question(
        f"{body}\n{ways}",
        (Group(say("Choices"), (*choices, last)),),
        say("Choose"),
        say("Please answer with a number."),
    )
