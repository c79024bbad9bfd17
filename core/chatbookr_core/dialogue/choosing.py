"""The way to a new booking: service, place, practitioner, time, confirmation."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from chatbookr_core.dialogue import dates, wording
from chatbookr_core.dialogue.asking import again, ask, find, hand_over, open_menu, released, tell
from chatbookr_core.dialogue.details import NONE, Details, minutes_of
from chatbookr_core.dialogue.events import Confirm, Person, TakeHold, Turn
from chatbookr_core.dialogue.looking import look, not_theirs, noted
from chatbookr_core.dialogue.overlaps import booked_then, meeting
from chatbookr_core.dialogue.questions import question_for
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Purpose, Slot
from chatbookr_core.dialogue.state import Notice, State, Step, Who
from chatbookr_core.dialogue.steps import ABOUT_TIME
from chatbookr_core.dialogue.view import ServiceView
from chatbookr_core.dialogue.wishes import Wish

HOLD_PATIENCE = timedelta(seconds=60)
"""How long a hold may be on its way; after that a second tap asks for it again."""


def start_booking(
    state: State,
    scene: Scene,
    *,
    practitioner_id: UUID | None = None,
    who: Who | None = None,
    service_id: UUID | None = None,
) -> Turn:
    """Begin a booking: with someone in particular, for someone else, or of one service, where the patient said so.

    What was said of it before it was known what for holds, whatever it is about.
    """
    effects = released(state)
    before = state if _is_before(state) else state.cleared()
    service_id = service_id or before.meant_service_id
    practitioner_id = practitioner_id or _named_giver(scene, service_id, before.details)
    fresh = replace(
        state.cleared(),
        practitioner_id=practitioner_id,
        who=who or before.who,
        wish=before.wish,
        details=before.details,
    )
    if who in (None, before.who):
        told = replace(fresh, relative_id=before.relative_id, called=before.called, born=before.born)
        fresh = replace(told, company=before.company)
    offered = [one for one in scene.view.services if practitioner_id is None or practitioner_id in one.practitioner_ids]
    if not offered:
        turn = hand_over(fresh, scene, "nothing_bookable")
    elif len(offered) == 1 or any(one.id == service_id for one in offered):
        turn = choose_service(fresh, scene, offered[0].id if len(offered) == 1 else service_id)
    else:
        turn = ask(fresh.asking(Step.SERVICE), scene, lead=noted(fresh, scene))
    return replace(turn, effects=(*effects, *turn.effects))


def _is_before(state: State) -> bool:
    """Tell whether what was said was said before it was known what for."""
    return state.service_id is None or state.step is Step.REASON


def book_again(state: State, scene: Scene) -> Turn:
    """Begin a booking with the practitioner of the last one."""
    return start_booking(state, scene, practitioner_id=scene.view.patient.last_practitioner_id)


def book_anew(state: State, scene: Scene, service_id: UUID, practitioner_id: UUID, whose: str) -> Turn:
    """Begin a booking of what was missed, with whom it was; what is not offered any more is asked for.

    It is for `whose` visit it was: who writes, a relative by their id, or where that is not said whoever is asked for.
    """
    with_whom = _giver(scene, service_id, practitioner_id)
    anew = replace(state.cleared(), hold_id=state.hold_id)
    if scene.view.books_for_others and whose == Who.ME and scene.view.patient.name:
        anew = replace(anew, who=Who.ME)
    elif scene.view.books_for_others and whose not in ("", Who.ME):
        relative = scene.find_relative(UUID(whose))
        anew = replace(anew, who=Who.RELATIVE if relative else Who.OTHER, relative_id=relative.id if relative else None)
    return start_booking(anew, scene, practitioner_id=with_whom, service_id=service_id)


def book_as_before(state: State, scene: Scene, *, service_id: UUID | None = None) -> Turn:
    """Begin a booking as the last one was: what it was of, unless something else is named, and with whom."""
    patient, wanted = scene.view.patient, service_id or scene.view.patient.last_service_id
    if service_id is None and scene.find_service(wanted) is None:
        return book_again(state, scene)
    anew = state if _is_before(state) else replace(state.cleared(), hold_id=state.hold_id)
    said, is_same = anew.details or NONE, wanted == patient.last_service_id
    with_whom = _giver(scene, wanted, said.practitioner_id or patient.last_practitioner_id)
    known = Details(None, patient.last_location_id, patient.last_minutes if is_same else None)
    anew = replace(anew, details=known.and_then(said))
    return start_booking(anew, scene, practitioner_id=with_whom, service_id=wanted)


def _named_giver(scene: Scene, service_id: UUID | None, details: Details | None) -> UUID | None:
    """Return who was named, unless they do not give what was named too."""
    named = scene.find_practitioner(details.practitioner_id if details else None)
    if named is None or scene.find_service(service_id) is None:
        return named.id if named else None
    return _giver(scene, service_id, named.id)


def _giver(scene: Scene, service_id: UUID | None, practitioner_id: UUID | None) -> UUID | None:
    """Return a practitioner who gives a service; None where they do not, or it is not offered."""
    service = scene.find_service(service_id)
    givers = scene.practitioners_of(service, None) if service is not None else []
    return next((one.id for one in givers if one.id == practitioner_id), None)


def choose_service(state: State, scene: Scene, service_id: UUID | None) -> Turn:
    """Take the service; ask how long where it can take longer or shorter, unless that was said."""
    service = scene.find_service(service_id)
    if service is None:
        return _gone(state, scene)
    is_open = len(service.durations) > 1
    minutes = minutes_of(service, state.details or NONE) if is_open else None
    chosen = replace(state, service_id=service.id, location_id=None, minutes=minutes)
    if is_open and minutes is None:
        return _said_first(ask(chosen.asking(Step.DURATION), scene), scene)
    return _said_first(choose_where(chosen, scene, service), scene)


def _said_first(turn: Turn, scene: Scene) -> Turn:
    """Say before what is asked that who was named does not give it; above times it is said with them."""
    lead, details = not_theirs(turn.state, scene), turn.state.details
    if not lead or details is None or turn.state.step is Step.FINDING:
        return turn
    told = replace(turn.state, details=replace(details, practitioner_id=None))
    return replace(ask(told, scene, lead=lead), effects=turn.effects)


def choose_duration(state: State, scene: Scene, minutes: int) -> Turn:
    """Take how long it is to be."""
    service = scene.find_service(state.service_id)
    if service is None:
        return _gone(state, scene)
    if all(one.minutes != minutes for one in service.durations):
        return again(state, scene)
    chosen = replace(state, minutes=minutes)
    is_begun = state.wish is not None and state.location_id is not None  # `begun_alone`
    return look(chosen, scene) if is_begun else choose_where(chosen, scene, service)


def choose_where(chosen: State, scene: Scene, service: ServiceView) -> Turn:
    """Ask for the place where the service is given at several, unless it was said, or follows from with whom."""
    wanted, details = chosen.practitioner_id, chosen.details or NONE
    if wanted is None and details.practitioner_id is not None:
        wanted = _giver(scene, service.id, details.practitioner_id)
        chosen = replace(chosen, practitioner_id=wanted)
    every = scene.locations_of(service)
    theirs = [one for one in every if any(who.id == wanted for who in scene.practitioners_of(service, one.id))]
    places = theirs if wanted is not None and theirs else every
    if any(one.id == details.location_id for one in places):
        return _at(chosen, scene, details.location_id)
    if len(places) > 1:
        return ask(chosen.asking(Step.LOCATION), scene)
    return _at(chosen, scene, places[0].id if places else None)


def begun_alone(state: State, scene: Scene) -> State | None:
    """Return a booking just begun where the clinic offers one service at one place; None where there is a choice."""
    services = scene.view.services
    if len(services) != 1 or len(places := scene.locations_of(services[0])) > 1:
        return None
    place_id = places[0].id if places else None
    people = scene.practitioners_of(services[0], place_id)
    details = state.details or NONE
    known = None if details.is_with_anybody else details.practitioner_id or scene.view.patient.last_practitioner_id
    who = people[0].id if len(people) == 1 else known if any(one.id == known for one in people) else None
    return replace(
        state.cleared(),
        step=state.step,
        service_id=services[0].id,
        location_id=place_id,
        practitioner_id=who,
        minutes=minutes_of(services[0], details) if len(services[0].durations) > 1 else None,
        who=state.who,
        relative_id=state.relative_id,
        called=state.called,
        wish=state.wish,
        company=state.company,
    )


def choose_location(state: State, scene: Scene, location_id: UUID) -> Turn:
    """Take the place."""
    return _at(state, scene, location_id) if scene.find_location(location_id) else _gone(state, scene)


def _at(state: State, scene: Scene, location_id: UUID | None) -> Turn:
    """Ask for the practitioner unless only one gives the service here, or the patient named one before."""
    chosen = replace(state, location_id=location_id)
    service = scene.find_service(state.service_id)
    people = scene.practitioners_of(service, location_id) if service else []
    details = chosen.details or NONE
    for wanted in (state.practitioner_id, details.practitioner_id):
        if any(one.id == wanted for one in people):
            return look(replace(chosen, practitioner_id=wanted), scene)
    if details.is_with_anybody:
        return look(replace(chosen, practitioner_id=None), scene)
    if len(people) > 1:
        return ask(replace(chosen, practitioner_id=None).asking(Step.PRACTITIONER), scene)
    return look(replace(chosen, practitioner_id=people[0].id if people else None), scene)


def choose_practitioner(state: State, scene: Scene, practitioner_id: UUID | None) -> Turn:
    """Take the practitioner, None for whoever is free first."""
    if practitioner_id is not None and scene.find_practitioner(practitioner_id) is None:
        return _gone(state, scene)
    return look(replace(state, practitioner_id=practitioner_id), scene)


def choose_other_practitioner(state: State, scene: Scene) -> Turn:
    """Ask again with whom."""
    effects = released(state)
    free = replace(state, chosen=None, hold_id=None, hold_asked_at=None)
    return ask(free.asking(Step.PRACTITIONER), scene, effects=effects)


def another_day(state: State, scene: Scene) -> Turn:
    """Show the days that have space."""
    return find(state, purpose=Purpose.DAYS)


def later_days(state: State, scene: Scene) -> Turn:
    """Show the days after those that were shown."""
    if not state.days:
        return another_day(state, scene)
    next_day = state.days[-1].day + timedelta(days=1)
    after = dates.instant_at(next_day, time(), scene.zone_of(state.location_id))
    return find(state, purpose=Purpose.DAYS, after=after)


def choose_day(state: State, scene: Scene, day: date) -> Turn:
    """Show one day's times."""
    return find(replace(state, wish=Wish(day)), purpose=Purpose.DAY, day=day)


def choose_slot(state: State, scene: Scene, slot: Slot) -> Turn:
    """Ask the host to hold a time; the same time again takes no second hold."""
    if state.chosen == slot and state.hold_id is not None:
        return again(state, scene)
    if slot.starts_at <= scene.view.now:
        return out_of_date(state, scene, dates.local_day(slot.starts_at, scene.zone_of(state.location_id)))
    if state.step is Step.HOLDING and state.chosen == slot:
        return repeat_hold(state, scene)
    taking = replace(state, step=Step.HOLDING, chosen=slot, hold_id=None, hold_asked_at=scene.view.now, notice=None)
    return Turn(taking, (), (*released(state), TakeHold(slot)))


def repeat_hold(state: State, scene: Scene, *, words: str = "") -> Turn:
    """Wait for a hold that is on its way; one that never came is asked for again."""
    asked_at = state.hold_asked_at
    if state.step is not Step.HOLDING or state.chosen is None or asked_at is None:
        return Turn(state)
    if scene.view.now - asked_at < HOLD_PATIENCE:
        return tell(state, scene, words)
    return tell(replace(state, hold_asked_at=scene.view.now), scene, words, effects=(TakeHold(state.chosen),))


def confirm(state: State, scene: Scene, *, reminders: bool, person: Person | None = None) -> Turn:
    """Make the booking, for a person where that was said; reminders that were not offered are no refusal."""
    if state.hold_id is None or state.is_rescheduling:
        return again(state, scene)
    if booked_then(state, scene) is not None:  # meanwhile
        return ask(meeting(state), scene)
    asked = wording.reminder_question(scene) if reminders or scene.view.sends_reminders else ""
    is_for_anybody = state.practitioner_id is None
    made = Confirm(state.hold_id, reminders, asked, scene.voice.language, person, is_for_anybody)
    return Turn(replace(state, step=Step.PENDING), (), (made,))


def instead(state: State, wish: Wish | None) -> State:
    """Return a booking of what was cancelled just now, at another time."""
    known = replace(state.cleared(), service_id=state.service_id, wish=wish)
    return known if state.chosen is None else replace(known, location_id=state.chosen.location_id)


def drop(state: State, scene: Scene) -> Turn:
    """Leave without a booking; what was booked right before stands, and is not denied."""
    say = scene.voice.gettext
    if scene.find_booking(state.done_booking_id) is not None:
        return open_menu(state, scene, lead=say("All right, nothing else was booked."))
    return open_menu(state, scene, lead=say("All right, nothing was booked."))


def out_of_date(state: State, scene: Scene, wanted: date | None = None) -> Turn:
    """Answer a tap on an old list with what is true now: of the day that was `wanted`, where it is to come."""
    if state.service_id is not None and scene.find_service(state.service_id) and state.step in ABOUT_TIME:
        if wanted is None or wanted < dates.local_day(scene.view.now, scene.zone_of(state.location_id)):
            return find(state, notice=Notice.OUT_OF_DATE)
        of_day = replace(state, wish=Wish(wanted))
        return find(of_day, purpose=Purpose.DAY, day=wanted, notice=Notice.OUT_OF_DATE)
    return again(state, scene, lead=scene.voice.gettext("That list is out of date."))


def go_on(state: State, scene: Scene) -> Turn:
    """Take the dialogue up where it stands: the open question, fresh times, or the menu."""
    resumed = replace(state, asks_to_go_on=False)
    if question_for(resumed, scene) is None and state.service_id is not None and state.step in ABOUT_TIME:
        return look(resumed, scene)
    return again(resumed, scene)


def not_there(state: State, scene: Scene) -> Turn | None:
    """Say that what is booked, or with whom, has left the clinic meanwhile; None where both are there."""
    if scene.find_service(state.service_id, is_booked=state.is_rescheduling) is None:
        return _gone(state, scene)
    is_named = state.practitioner_id is not None and not state.is_rescheduling
    if not is_named or scene.find_practitioner(state.practitioner_id) is not None:
        return None
    asking = replace(state, practitioner_id=None, details=None).asking(Step.PRACTITIONER)
    return ask(asking, scene, lead=_not_offered(scene))


def _gone(state: State, scene: Scene) -> Turn:
    """Begin anew where what was chosen has left the clinic meanwhile; what is booked of it a person moves."""
    if state.is_rescheduling and state.booking_id is not None:
        about = replace(state.cleared(), booking_id=state.booking_id)
        return hand_over(about, scene, "service_not_offered", lead=_not_offered(scene))
    return open_menu(state, scene, lead=_not_offered(scene))


def _not_offered(scene: Scene) -> str:
    return scene.voice.gettext("That is not offered any more.")
