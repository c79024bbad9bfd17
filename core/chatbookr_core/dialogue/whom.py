"""Who comes (M5): asked where it is not known, between the time that is held and the confirmation, which repeats it.

And before a place on the waitlist is taken for them.
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from chatbookr_core.dialogue import choosing, dates, words
from chatbookr_core.dialogue.asking import MOST_MISSES, again, ask, find, hand_over, released, tell
from chatbookr_core.dialogue.births import birth_date_in
from chatbookr_core.dialogue.company import for_all, names_in
from chatbookr_core.dialogue.events import JoinWaitlist, Person, Turn
from chatbookr_core.dialogue.kin_words import FOR_OTHERS
from chatbookr_core.dialogue.overlaps import booked_then, meeting
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.short_words import is_for_me
from chatbookr_core.dialogue.slips import names
from chatbookr_core.dialogue.state import State, Step, Who
from chatbookr_core.dialogue.steps import HELD
from chatbookr_core.dialogue.suiting import Suiting, suiting_of
from chatbookr_core.relatives.rules import is_same_name, name_from

_PARTICLE: Final = 3  # letters of a word of a name that may be small: "van", "de"


def next_step(state: State, scene: Scene) -> Step | None:
    """Say what is still to be asked of who comes; None where that is known.

    Somebody who has booked before and books for nobody else is not asked: they come themselves, unless they say so.
    """
    view = scene.view
    if state.is_rescheduling or not view.books_for_others:
        return None
    match state.who:
        case None:
            return Step.WHO if view.patient.relatives or view.patient.last_practitioner_id is None else None
        case Who.OTHER:
            return Step.WHO if view.patient.relatives else Step.NAME
        case Who.RELATIVE:
            return None if scene.find_relative(state.relative_id) else Step.WHO
    is_me = state.who is Who.ME
    if state.called is None and not (is_me and view.patient.name):
        return Step.NAME
    is_born_known = state.born is not None or (is_me and view.patient.is_birth_date_known)
    return Step.BIRTH if view.asks_birth_date and not is_born_known else None


def person_of(state: State) -> Person | None:
    """Say who comes, for the booking; None: who writes, of whom nothing new was said."""
    if state.who is Who.RELATIVE:
        return Person(relative_id=state.relative_id)
    if state.who not in (Who.ME, Who.NEW) or (state.called is None and state.born is None):
        return None
    return Person(name=state.called, born=state.born, is_contact=state.who is Who.ME)


def go_on(state: State, scene: Scene, *, is_renamed: bool = False) -> Turn:
    """Ask what is missing of who comes, then for the confirmation; a time that is not held any more is chosen anew.

    Who has an appointment then is told that first. Who takes a place on the waitlist is asked when it would suit.
    `is_renamed`: the name that is known is not theirs.
    """
    step = next_step(state, scene) or (Step.SUITING if state.is_joining else None)
    if is_renamed:
        step = Step.NAME
    if step is Step.SUITING and state.wish is not None:  # said before it was asked
        return wait_for(state, suiting_of(state.wish))
    if step is not None:
        return ask(state.asking(step), scene)
    if state.chosen is not None and state.hold_id is not None:
        return ask(meeting(state) if booked_then(state, scene) else state.asking(Step.CONFIRM), scene)
    return find(state) if state.service_id is not None else again(state, scene)


def wait_for(state: State, suiting: Suiting) -> Turn:
    """Ask the host for a place on the waitlist. Raises ValueError where it is not known what for."""
    if state.service_id is None:
        raise ValueError("a place is taken once the service is known")
    moving = state.booking_id if state.is_rescheduling else None
    person = None if moving else person_of(state)
    wish = JoinWaitlist(
        state.service_id, state.practitioner_id, state.location_id, moving, person, suiting, state.minutes
    )
    return Turn(replace(state, step=Step.PENDING), (), (*released(state), wish))


def choose(state: State, scene: Scene, value: str) -> Turn:
    """Take who comes: who writes, somebody new, or somebody known by their id."""
    called = state.called if state.who is None and state.step is Step.WHO else None  # told before it was said whose
    fresh = replace(state, relative_id=None, called=called, born=None)
    if value in (Who.ME, Who.NEW):
        return go_on(replace(fresh, who=Who(value)), scene)
    known = scene.find_relative(UUID(value))
    if known is None:
        return go_on(replace(fresh, who=Who.OTHER), scene)
    return go_on(replace(fresh, who=Who.RELATIVE, relative_id=known.id), scene)


def for_other(state: State, scene: Scene, *, service_id: UUID | None = None) -> Turn:
    """Let the appointment be somebody else's, wherever the talk stands; begin one where none is under way."""
    if not scene.view.books_for_others:
        return again(state, scene)
    other = replace(state, who=Who.OTHER, relative_id=None, called=None, born=None)
    if state.is_rescheduling or state.service_id is None or state.step is Step.REASON:
        return choosing.start_booking(state, scene, who=Who.OTHER, service_id=service_id)
    if state.step in HELD or state.is_joining:
        return go_on(other, scene)
    lead = scene.voice.gettext("All right, for someone else.")
    return tell(other, scene, lead) if state.step is Step.HOLDING else again(other, scene, lead=lead)


def said_for_other(text: str, state: State, scene: Scene) -> Turn | None:
    """Hear that it is for somebody else; None where that is not said, or the clinic does not want it."""
    if not scene.view.books_for_others or not words.says(text, FOR_OTHERS):
        return None
    return for_other(replace(state, misses=0, asks_to_go_on=False), scene, service_id=service_named(text, scene))


def said_for_me(text: str, state: State, scene: Scene) -> Turn | None:
    """Hear that who writes comes: what is known already is asked no more, what was said of another holds no more."""
    is_under_way = state.service_id is not None and state.step not in (Step.PENDING, Step.BOOKED, Step.REASON)
    if not is_under_way or not is_for_me(text):
        return None
    here = replace(state, misses=0, asks_to_go_on=False)
    if state.is_rescheduling or not scene.view.books_for_others or state.who in (None, Who.ME):
        return again(here, scene)
    if state.step in HELD or state.is_joining:
        return choose(here, scene, Who.ME)
    return again(replace(here, who=Who.ME, relative_id=None, called=None, born=None), scene)


def service_named(text: str, scene: Scene) -> UUID | None:
    """Find the one service whose title stands in a plain text."""
    named = [one.id for one in scene.view.services if names(text, words.plain(one.short_title))]
    return named[0] if len(named) == 1 else None


def told(text: str, state: State, scene: Scene) -> Turn | None:
    """Take a name or a date of birth as it was typed; None where neither was asked for."""
    if state.asks_to_go_on or state.step not in (Step.WHO, Step.NAME, Step.BIRTH):
        return None
    say = scene.voice.gettext
    is_for_others = state.who is not Who.ME and scene.view.books_for_others and not state.is_joining
    if state.step is not Step.BIRTH and is_for_others and (company := names_in(text, scene)):
        return go_on(for_all(replace(state, misses=0), company), scene)
    if state.step is Step.WHO:
        return _named(text, state, scene)
    if state.step is Step.NAME:
        called = name_from(text)
        if called is None:
            return _missed(state, scene, say("Please write the first and the last name, such as “Anna Vos”."))
        return go_on(called_so(replace(state, misses=0), scene, called), scene)
    today = dates.local_day(scene.view.now, scene.zone_of(state.location_id))
    born = birth_date_in(words.plain(text), today, scene.voice.language)
    if born is None:
        return _missed(state, scene, say("Please write the date of birth as day, month, year: 24.12.1990."))
    return go_on(replace(state, born=born, misses=0), scene)


def _named(text: str, state: State, scene: Scene) -> Turn | None:
    """Keep a name that was typed where it is asked who comes; of somebody known that is the answer."""
    called = name_from(text)
    if called is None or not all(word[:1].isupper() for word in called.split() if len(word) > _PARTICLE):
        return None
    known = [one for one in scene.view.patient.relatives if is_same_name(one.name, called)]
    here = replace(state, misses=0)
    if len(known) == 1:
        return choose(here, scene, known[0].id.hex)
    noted = scene.voice.gettext("Noted: {when}.", when=called)
    return ask(replace(here, who=None, called=called), scene, lead=noted)


def called_so(state: State, scene: Scene, called: str) -> State:
    """Keep a name; who is called so already is that person."""
    known = [one for one in scene.view.patient.relatives if is_same_name(one.name, called)]
    if state.who is not Who.ME and len(known) == 1:
        return replace(state, who=Who.RELATIVE, relative_id=known[0].id)
    return replace(state, who=Who.ME if state.who is Who.ME else Who.NEW, called=called)


def _missed(state: State, scene: Scene, hint: str) -> Turn:
    """Say how it is written; who is not understood three times is spoken to by a person."""
    misses = state.misses + 1
    if misses >= MOST_MISSES:
        return hand_over(state, scene, "not_understood", lead=scene.voice.gettext("I am sorry, I do not understand."))
    return tell(replace(state, misses=misses), scene, hint)
