"""The waitlist: joining it (M4), for whom and when; a time that is kept for who waits (M11), giving the place up."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from chatbookr_core.dialogue import dates, whom, wording, words
from chatbookr_core.dialogue.asking import again, ask, hand_over, open_menu, released, show, sign_for, tell
from chatbookr_core.dialogue.choosing import choose_slot
from chatbookr_core.dialogue.events import (
    DeclineOffer,
    LateOffer,
    LeaveWaitlist,
    OfferGone,
    OfferPassed,
    OfferTaken,
    TakeOffer,
    Turn,
    WaitlistJoined,
)
from chatbookr_core.dialogue.looking import noted
from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.dialogue.questions import booked, place_on_list, plain
from chatbookr_core.dialogue.rendering import Choice, render, shortened
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Slot
from chatbookr_core.dialogue.state import State, Step, Who
from chatbookr_core.dialogue.suiting import ANY, TAPPED, suiting_in, wish_of
from chatbookr_core.dialogue.view import OfferSummary, View
from chatbookr_core.voice import voice_for
from chatbookr_sdk import OutboundContent, Text

RESTING = (Step.IDLE, Step.MENU, Step.BOOKED, Step.PENDING, Step.REASON, Step.WAITLIST)
"""Where nothing is under way that an offer would interrupt."""


def join(state: State, scene: Scene) -> Turn:
    """Wait for what is being looked for, once it is known for whom and when it would suit.

    A booking that was to be moved is the one that would come earlier: of that nothing is to be asked.
    """
    if state.service_id is None or not scene.view.has_waitlist:
        return again(state, scene)
    if state.is_rescheduling:
        return whom.wait_for(state, ANY)
    joining = replace(state, is_joining=True, wish=None, chosen=None, hold_id=None, hold_asked_at=None)
    turn = whom.go_on(joining, scene)
    return replace(turn, effects=(*released(state), *turn.effects))


def suit(state: State, scene: Scene, value: str) -> Turn:
    """Wait for a time that was tapped."""
    return whom.wait_for(state, TAPPED.get(value, ANY)) if state.service_id is not None else again(state, scene)


def suited(text: str, state: State, scene: Scene) -> Turn | None:
    """Wait for what was typed; None where it was not asked for, or says nothing of when.

    Said while it is asked who comes, it is kept until that is known.
    """
    is_asked = state.step is Step.SUITING or (state.step is Step.WHO and state.is_joining)
    if not is_asked or state.asks_to_go_on:
        return None
    today = dates.local_day(scene.view.now, scene.zone_of(state.location_id))
    suiting = ANY if text in words.ANY_TIME else suiting_in(text, today, scene.voice.language)
    if suiting is None:
        return None
    if state.step is Step.SUITING:
        return whom.wait_for(replace(state, misses=0), suiting)
    wishing = replace(state, wish=wish_of(suiting), misses=0)
    return ask(wishing, scene, lead=noted(wishing, scene))


def joined(state: State, scene: Scene, entry_id: UUID) -> Turn:
    """Say what is waited for, and how to stop."""
    waiting, here = state.cleared().asking(Step.WAITLIST), scene.find_waiting(entry_id)
    if here is None:
        return ask(waiting, scene)
    return Turn(waiting, show(place_on_list(scene, here), waiting, scene))


def list_waiting(state: State, scene: Scene) -> Turn:
    """Show what the patient waits for."""
    if not scene.view.waiting:
        return open_menu(state, scene, lead=scene.voice.gettext("You are not on the waitlist."))
    return ask(state.cleared().asking(Step.WAITLIST), scene, effects=released(state))


def leave(state: State, scene: Scene, entry_id: UUID) -> Turn:
    """Give a place up."""
    say = scene.voice.gettext
    place = scene.find_waiting(entry_id)
    if place is None:
        return open_menu(state, scene, lead=say("You are not on the waitlist."))
    effects = (*released(state), LeaveWaitlist(entry_id))
    return tell(state.cleared(), scene, wording.about(scene, place, say("You are off the waitlist.")), effects=effects)


def take(state: State, scene: Scene, offer_id: UUID) -> Turn:
    """Take the time that was kept."""
    return Turn(replace(state, step=Step.PENDING, hold_id=None), (), (*released(state), TakeOffer(offer_id)))


def pass_on(state: State, scene: Scene, offer_id: UUID) -> Turn:
    """Let the time go to the next; whatever else is under way goes on."""
    return Turn(state, (), (DeclineOffer(offer_id),))


def answer_typed(state: State, scene: Scene, *, is_yes: bool) -> Turn | None:
    """Take a typed yes or no as the answer to the offer that is open, where nothing else was asked."""
    offer = scene.view.offer
    if offer is None or state.step not in RESTING or state.asks_to_go_on:
        return None
    return (take if is_yes else pass_on)(state, scene, offer.id)


def answered(state: State, scene: Scene, event: WaitlistJoined | OfferTaken | OfferGone | OfferPassed) -> Turn:
    """Go on from what the host says came of it."""
    match event:
        case WaitlistJoined():
            return joined(state, scene, event.entry_id) if event.entry_id else hand_over(state, scene, "waitlist")
        case OfferTaken():
            return offer_taken(state, scene, event)
        case OfferGone():
            return offer_gone(state, scene, event)
        case OfferPassed():
            return offer_passed(state, scene)


def offer_taken(state: State, scene: Scene, event: OfferTaken) -> Turn:
    """Rest: the host says that it is booked once the calendar knows too; said again only where it was taken before."""
    done = replace(state.cleared(), step=Step.BOOKED, booking_id=event.booking.id, misses=0)
    return Turn(done, () if event.is_new else show_booked(done, scene, event))


def show_booked(state: State, scene: Scene, event: OfferTaken) -> tuple[OutboundContent, ...]:
    """Write M7 once more."""
    sign = sign_for(scene, event.booking.reference or "booking", Step.BOOKED, event.booking.version)
    return render(booked(scene, event.booking), scene.view.limits, sign)


def offer_gone(state: State, scene: Scene, event: OfferGone) -> Turn:
    """Ask for the time as for any that is free, which it may be still; else say that somebody else has been asked."""
    say = scene.voice.gettext
    asking = _asking_for(event.late, state, scene) if event.late is not None else None
    if event.late is not None and asking is not None:
        return choose_slot(asking, scene, event.late.slot)
    if not scene.view.waiting:
        return open_menu(state, scene, lead=say("That time has just gone."))
    return ask(state.cleared().asking(Step.WAITLIST), scene, body=say("Just gone, you keep your place."))


def _asking_for(late: LateOffer, state: State, scene: Scene) -> State | None:
    """Go on as if the time had been chosen out of a list; None where there is nothing to move, or it is too late."""
    booking = scene.find_booking(late.booking_id)
    is_moved = late.booking_id is not None
    service = scene.find_service(late.service_id, is_booked=is_moved)
    if service is None or (is_moved and (booking is None or booking.is_inside_cutoff)):
        return None
    return replace(
        state.cleared(),
        booking_id=late.booking_id,
        is_rescheduling=is_moved,
        service_id=late.service_id,
        location_id=late.slot.location_id,
        practitioner_id=late.practitioner_id,
        minutes=(late.slot.ends_at - late.slot.starts_at) // timedelta(minutes=1) if service.durations[1:] else None,
        who=None if is_moved else Who.RELATIVE if late.relative_id else Who.ME,
        relative_id=None if is_moved else late.relative_id,
    )


def offer_passed(state: State, scene: Scene) -> Turn:
    """Say that nothing is lost."""
    if not scene.view.waiting:
        return again(state, scene)
    said = scene.voice.gettext("All right, you keep your place on the waitlist.")
    if state.step in RESTING:
        return ask(state.cleared().asking(Step.WAITLIST), scene, body=said)
    return tell(state, scene, said)


def offer_message(
    offer: OfferSummary, view: View, *, language: str, sign: OptionSigner, names_services: bool = False
) -> OutboundContent:
    """Write M11; its buttons hold however old they get, and say what became of the time meanwhile."""
    scene = Scene(view, voice_for(language, view.language), sign)
    say = scene.voice.gettext
    slot = Slot(offer.starts_at, offer.ends_at, offer.practitioner_id, offer.location_id)
    when = dates.moment(offer.starts_at, offer.zone, scene.voice.language)
    lines = [
        say("An earlier time is free: {time}.", time=when)
        if offer.is_earlier
        else say("A time is free: {time}.", time=when)
    ]
    lines.append(_where(scene, offer, slot, names_services=names_services))
    booking = scene.find_booking(offer.booking_id)
    if booking is not None:
        lines.append(say("Your current time: {time}.", time=wording.moment(scene, booking)))
    lines.append(say("It is held for you until {until}.", until=_until(scene, offer)))
    question = plain(
        scene,
        wording.about(scene, offer, "\n".join(line for line in lines if line)),
        Choice(f"take:{offer.id.hex}", say("Take it")),
        Choice(f"pass:{offer.id.hex}", say("No thanks")),
    )
    contents = render(question, view.limits, sign_for(scene, "offer", Step.WAITLIST, 0))
    if len(contents) == 1:
        return contents[0]
    return Text(shortened(question.body, max(view.limits.text_chars, 1)))  # a channel of very few characters


def _where(scene: Scene, offer: OfferSummary, slot: Slot, *, names_services: bool) -> str:
    if names_services:
        return wording.what_and_where(scene, offer.service_id, slot)
    place = scene.find_location(offer.location_id)
    return (place.address or place.name) if place else ""


def _until(scene: Scene, offer: OfferSummary) -> str:
    """Write the hour, with its day where that is not today."""
    is_today = dates.local_day(offer.until, offer.zone) == dates.local_day(scene.view.now, offer.zone)
    return (
        dates.clock(offer.until, offer.zone)
        if is_today
        else dates.moment(offer.until, offer.zone, scene.voice.language)
    )
