"""What the host answers: times found, a hold taken or lost, a booking made, moved, cancelled or refused."""

from dataclasses import replace
from datetime import date, time

from chatbookr_core.dialogue import dates, whom, wording
from chatbookr_core.dialogue.agreeing import must_agree
from chatbookr_core.dialogue.asking import ask, find, hand_over, open_menu
from chatbookr_core.dialogue.company import next_one
from chatbookr_core.dialogue.events import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    BookingRefused,
    HoldLost,
    HoldTaken,
    MoveAsked,
    ReleaseHold,
    ReturnedToAssistant,
    SlotsFound,
    Turn,
)
from chatbookr_core.dialogue.looking import not_theirs
from chatbookr_core.dialogue.others import ask_others, has_chosen_other, may_ask_others
from chatbookr_core.dialogue.overlaps import without_met
from chatbookr_core.dialogue.rendering import rows_within
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Purpose, Slot, SlotQuery, thinned
from chatbookr_core.dialogue.state import Notice, State, Step
from chatbookr_core.dialogue.time_questions import unseen
from chatbookr_core.dialogue.view import BookingSummary

NEAREST = 3
_RETRY_CODES = {"SLOT_TAKEN": Notice.GONE, "SLOT_NOT_OFFERED": Notice.GONE, "HOLD_EXPIRED": Notice.EXPIRED}
_NOTHING_UNDER_WAY = (
    Step.IDLE,
    Step.MENU,
    Step.BOOKED,
    Step.REASON,
    Step.PENDING,
    Step.APPOINTMENTS,
    Step.APPOINTMENT,
)


def slots_found(state: State, scene: Scene, event: SlotsFound) -> Turn:
    """Show what is free; what was not understood right before is counted on, though the times are new ones."""
    if state.step is not Step.FINDING or event.query.service_id != state.service_id or must_agree(scene):
        return Turn(state)
    turn = _shown(state, scene, event)
    return replace(turn, state=replace(turn.state, misses=state.misses)) if turn.say else turn


def _shown(state: State, scene: Scene, event: SlotsFound) -> Turn:
    """Show what is free, look wider where the narrow look found nothing, or say that nothing is."""
    room = rows_within(scene.view.limits)
    if event.query.purpose is Purpose.DAYS and event.days:
        shown = event.days[: room - 1]
        notice = state.notice if state.notice is Notice.OTHERS else None
        listing = replace(state, days=shown, has_later_days=len(event.days) > len(shown), notice=notice)
        return ask(listing.asking(Step.DAYS), scene, lead=unseen(scene) if event.is_on_request else "")
    slots = without_met(state, _as_wished(event.slots, event.query, scene), scene)
    if event.query.purpose is Purpose.DAY and slots:
        found = slots[: room - 1] if event.query.from_time and not event.query.until_time else thinned(slots, room - 1)
        of_day = offering(replace(state, day=event.query.day), Step.DAY_TIMES, found)
        return ask(of_day, scene, lead=not_theirs(state, scene))
    if event.query.purpose is Purpose.TIMES and slots:
        return ask(offering(state, Step.TIMES, thinned(slots, room - 2)), scene, lead=not_theirs(state, scene))
    if event.is_unseen and event.query.practitioner_id is not None and state.is_rescheduling:
        return _ask_for_wish(state, scene)
    if may_ask_others(state, scene, event.query):
        return ask_others(state, event.query)
    if event.query.is_narrowed or event.query.purpose is not Purpose.TIMES:
        return _look_wider(state, scene, event.query)
    if event.is_unseen:
        return _ask_for_wish(state, scene)
    return ask(replace(state, offered=()).asking(Step.NOTHING_FREE), scene)


def _ask_for_wish(state: State, scene: Scene) -> Turn:
    """Have a time requested of a person where no calendar says what is free: that nothing is would not be true."""
    say = scene.voice.gettext
    lead, wish = say("I cannot see the calendar right now."), say("Please write when you would like to come.")
    lead = lead if state.wish is not None else f"{lead} {wish}"
    return hand_over(replace(state, offered=()), scene, "calendar_not_fresh", lead=lead)


def _look_wider(state: State, scene: Scene, query: SlotQuery) -> Turn:
    """Look from the day on that was wished for, then at any time."""
    begin = query.after
    if query.day is not None:
        begin = dates.instant_at(query.day, time(), scene.zone_of(state.location_id))
    wider = SlotQuery(query.service_id, query.practitioner_id, query.location_id, after=begin)
    is_known = wider == query.as_asked
    is_past = begin is None or begin <= scene.view.now
    return find(state, after=None if is_known or is_past else begin, notice=Notice.NONE_THEN)


def offering(state: State, step: Step, slots: tuple[Slot, ...]) -> State:
    """Remember the times a list shows; an older list is out of date, and what was said of the way to them is done."""
    ordered = tuple(sorted(slots, key=lambda slot: slot.starts_at))
    fresh = replace(state, offered=ordered, chosen=None, hold_id=None, hold_asked_at=None, details=None)
    offered = fresh.asking(step)
    return replace(offered, times_serial=offered.serial)


def _as_wished(slots: tuple[Slot, ...], query: SlotQuery, scene: Scene) -> tuple[Slot, ...]:
    """Drop what lies outside the query: the patient is never shown another time than the heading says."""
    earliest, latest = query.from_time or time.min, query.until_time or time.max
    return tuple(
        slot
        for slot in slots
        if earliest <= dates.local_time(slot.starts_at, wording.zone_of(scene, slot)) < latest
        and (query.day is None or dates.local_day(slot.starts_at, wording.zone_of(scene, slot)) == query.day)
        and (query.after is None or slot.starts_at >= query.after)
        and _is_on_day(dates.local_day(slot.starts_at, wording.zone_of(scene, slot)), query)
        and not _is_refused(slot, query, scene)
        and _is_in_hours(slot, query, scene)
    )


def _is_on_day(day: date, query: SlotQuery) -> bool:
    """Tell whether a local date lies in the span that was asked for."""
    is_in_time = query.last_day is None or day <= query.last_day
    is_meant = (not query.weekdays or day.weekday() in query.weekdays) and (not query.days or day in query.days)
    return is_in_time and is_meant


def _is_refused(slot: Slot, query: SlotQuery, scene: Scene) -> bool:
    """Tell whether a time is one of those that would not suit."""
    zone, refused = wording.zone_of(scene, slot), query.refused
    if refused is None:
        return False
    return refused.covers(dates.local_day(slot.starts_at, zone).weekday(), dates.local_time(slot.starts_at, zone))


def _is_in_hours(slot: Slot, query: SlotQuery, scene: Scene) -> bool:
    """Tell whether a time lies in what was said of its own day."""
    zone = wording.zone_of(scene, slot)
    day, at = dates.local_day(slot.starts_at, zone), dates.local_time(slot.starts_at, zone)
    return not query.day_hours or any(one.covers(day, at) for one in query.day_hours)


def hold_taken(state: State, scene: Scene, event: HoldTaken) -> Turn:
    """Ask for the confirmation, and who comes before it; a hold nobody waits for any more is given back."""
    if state.hold_id == event.hold_id:
        return Turn(state)
    is_awaited = state.step is Step.HOLDING and not state.is_handed_over
    if not is_awaited or state.chosen is None or state.chosen.starts_at != event.slot.starts_at:
        return Turn(state, (), (ReleaseHold(event.hold_id),))
    held = replace(state, chosen=event.slot, hold_id=event.hold_id, hold_asked_at=None)
    return whom.go_on(held, scene)


def hold_lost(state: State, scene: Scene, event: HoldLost) -> Turn:
    """Offer what is nearest."""
    is_other = event.slot is not None and event.slot != state.chosen
    if state.step is not Step.HOLDING or state.is_handed_over or is_other:
        return Turn(state)
    return _offer_instead(state, scene, event.alternatives, Notice.GONE)


def _offer_instead(state: State, scene: Scene, alternatives: tuple[Slot, ...], notice: Notice) -> Turn:
    """Offer what is nearest of what the patient wants; where nothing is, look anew."""
    suiting = tuple(slot for slot in alternatives if _suits(slot, state, notice))
    nearest = without_met(state, suiting, scene)[:NEAREST]
    if not nearest:
        return find(state, notice=Notice.EXPIRED if notice is Notice.EXPIRED else Notice.NONE_THEN)
    return ask(offering(replace(state, notice=notice), Step.TIMES, nearest), scene)


def _suits(slot: Slot, state: State, notice: Notice) -> bool:
    is_the_lost_one = notice is Notice.GONE and slot == state.chosen
    return (
        not is_the_lost_one
        and (state.practitioner_id in (None, slot.practitioner_id) or has_chosen_other(state))
        and state.location_id in (None, slot.location_id)
    )


def booking_made(state: State, scene: Scene, event: BookingMade) -> Turn:
    """Rest, or go on with who comes next; the host says that it is booked once the calendar knows too."""
    return next_one(_done(state, event.booking), state, scene)


def booking_moved(state: State, scene: Scene, event: BookingMoved) -> Turn:
    """Rest likewise."""
    return Turn(_done(state, event.new))


def move_asked(state: State, event: MoveAsked) -> Turn:
    """Rest likewise: the booking is where it was."""
    return Turn(_done(state, event.booking))


def _done(state: State, booking: BookingSummary) -> State:
    return replace(
        state.cleared(),
        step=Step.BOOKED,
        booking_id=booking.id,
        done_booking_id=booking.id,
        done_serial=state.serial,
        misses=0,
    )


def booking_cancelled(state: State, scene: Scene, event: BookingCancelled) -> Turn:
    """Say so, and ask why without needing an answer (M10)."""
    booking = event.booking
    slot = Slot(booking.starts_at, booking.ends_at, booking.practitioner_id, booking.location_id)
    asking = replace(state.cleared().asking(Step.REASON), booking_id=booking.id, chosen=slot)
    if scene.find_service(booking.service_id) is not None:  # whoever thinks better of it books it again
        asking = replace(asking, service_id=booking.service_id)
    return ask(asking, scene)


def booking_refused(state: State, scene: Scene, event: BookingRefused) -> Turn:
    """Offer other times where that helps, tell what is so, or call a person."""
    say = scene.voice.gettext
    notice = _RETRY_CODES.get(event.code)
    if notice is not None and state.service_id is not None:
        return _offer_instead(replace(state, hold_id=None), scene, event.alternatives, notice)
    match event.code:
        case "ALREADY_CANCELLED" | "NOT_FOUND" | "WRONG_STATUS":
            return open_menu(state, scene, lead=say("That appointment is not there any more."))
        case "INSIDE_CUTOFF":
            return hand_over(state, scene, "inside_cutoff", lead=say("It is too late to change that here."))
        case "CALENDAR_NOT_FRESH":
            return hand_over(state, scene, "calendar_not_fresh", lead=say("I cannot see the calendar right now."))
    return hand_over(state, scene, "booking_refused", lead=say("I could not do that."))


def returned(state: State, scene: Scene, event: ReturnedToAssistant) -> Turn:
    """Offer to go on where the patient was; where he was nowhere, wait for him to write."""
    back = replace(state, is_handed_over=False, misses=0, asks_to_go_on=state.step not in _NOTHING_UNDER_WAY)
    if not back.asks_to_go_on:
        return Turn(back.cleared())
    return ask(back, scene, lead=scene.voice.gettext("The booking assistant is here again."))
