"""Answers typed words: a fixed order of meanings, from the most urgent to the one that was not understood."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chatbookr_core.dialogue import changing, choosing, dates, waitlist, whom, words
from chatbookr_core.dialogue.agreeing import answered, welcome
from chatbookr_core.dialogue.asking import again, ask, find, hand_over, miss, open_menu, released
from chatbookr_core.dialogue.events import OtherSaid, Said, Turn
from chatbookr_core.dialogue.notices import running_late
from chatbookr_core.dialogue.opting import opted, silenced
from chatbookr_core.dialogue.questions import WHOLE, question_for
from chatbookr_core.dialogue.red_flags import is_red_flag
from chatbookr_core.dialogue.rendering import Form, form_of
from chatbookr_core.dialogue.resuming import resumed, resumed_by_greeting
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Purpose
from chatbookr_core.dialogue.speaking import language_named, noticed_in
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.dialogue.tapping import choose
from chatbookr_core.dialogue.wishes import find_wish

NOTICE_HOLDS = timedelta(days=30)
_FRESH = timedelta(hours=1)
"""After this long a greeting begins a new talk instead of repeating the open question."""

_WISHING = (Step.TIMES, Step.DAYS, Step.DAY_TIMES, Step.NOTHING_FREE, Step.NOTHING_FITS, Step.CONFIRM)
_BEFORE = (Step.IDLE, Step.MENU, Step.BOOKED, Step.SERVICE)
"""Where a day that is named begins a booking, if there is but one thing to book."""

Meaning = Callable[[str, State, Scene], Turn | None]


def said(state: State, scene: Scene, event: Said) -> Turn:
    """Answer typed words; STOP and START before all others, whoever has the conversation."""
    text = words.plain(event.text)
    state, scene = noticed_in(event.text, state, scene)
    heard = opted(text, state, scene) or _urgent_or_silent(text, state, scene)
    if heard is not None:
        return heard
    if state.is_handed_over:  # the host lets us hear it, so the conversation is ours again: begin anew
        anew = said(replace(state.cleared(), is_handed_over=False, misses=0), scene, event)
        return replace(anew, effects=(*released(state), *anew.effects))
    for meaning in _MEANINGS:
        turn = meaning(text, state, scene)
        if turn is not None:
            return turn
    told = whom.told(event.text, state, scene)
    if told is not None:
        return told
    if words.is_only_signs(event.text):
        return Turn(state)
    if state.step is Step.REASON:
        return changing.note_reason(state, scene, "other")
    return resumed(state, scene) or miss(state, scene)


def other_said(state: State, scene: Scene, event: OtherSaid) -> Turn:
    """Let a person look at what has no words; a sticker asks for nothing."""
    if event.kind in words.SILENT_KINDS:
        return Turn(state)
    silent = silenced(state, scene)
    if silent is not None:
        return silent
    return hand_over(state, scene, "media", lead=scene.voice.gettext("I can only read text."))


def _urgent_or_silent(text: str, state: State, scene: Scene) -> Turn | None:
    """Be silent where that was asked for, unless somebody is in danger."""
    silent = silenced(state, scene)
    return silent if silent is None else _urgent(text, state, scene) or silent


def _urgent(text: str, state: State, scene: Scene) -> Turn | None:
    if not is_red_flag(text):
        return None
    view, say = scene.view, scene.voice.gettext
    call = say("I cannot help with urgent symptoms. Call {number}.", number=view.emergency_number)
    if view.phone:
        call = say(
            "I cannot help with urgent symptoms. Call {number} or {phone}.",
            number=view.emergency_number,
            phone=view.phone,
        )
    return hand_over(state, scene, "urgent", lead=call, words=say("I have alerted the practice."))


def _person(text: str, state: State, scene: Scene) -> Turn | None:
    if text in words.HUMAN or words.says(text, words.HUMAN_PHRASES):
        return hand_over(state, scene, "asked_for_person")
    return hand_over(state, scene, "complaint") if words.says(text, words.COMPLAINTS) else None


def _first(text: str, state: State, scene: Scene) -> Turn | None:
    """Nobody is served before he has read the notice, or when that was long ago."""
    if state.greeted_at is None or scene.view.now - state.greeted_at >= NOTICE_HOLDS:
        return welcome(state, scene)
    return None


def _option(text: str, state: State, scene: Scene) -> Turn | None:
    """Take a typed title of the open question, or a number where it was shown with numbers."""
    question = question_for(state, scene)
    if question is None:
        return None
    meant = [choice for choice in question.choices if words.plain(choice.title) == text]
    if not meant and text.isdecimal() and form_of(question, scene.view.limits) is Form.NUMBERED:
        number = int(text) if len(text) < 4 else 0
        meant = list(question.choices[number - 1 : number]) if number else []
    return choose(_understood(state), scene, meant[0].key) if len(meant) == 1 else None


def _yes_or_no(text: str, state: State, scene: Scene) -> Turn | None:
    if state.asks_to_go_on and text in words.YES:
        return choose(_understood(state), scene, "continue")
    if state.asks_to_go_on and text in words.NO:
        return choosing.drop(_understood(state), scene)
    if state.step is Step.CONFIRM:
        if text in words.YES:
            return choose(_understood(state), scene, "swap" if state.is_rescheduling else "confirm")
        if text in words.NO or text in words.CANCEL:
            return choose(state, scene, "stay") if state.is_rescheduling else choosing.drop(_understood(state), scene)
    if state.step is Step.CANCELLING and state.booking_id is not None:
        if text in words.YES or text in words.CANCEL:
            return choose(_understood(state), scene, f"yes:{state.booking_id.hex}")
        if text in words.NO:
            return choose(_understood(state), scene, f"keep:{state.booking_id.hex}")
    if text in words.YES or text in words.NO:
        return waitlist.answer_typed(_understood(state), scene, is_yes=text in words.YES)
    return None


def _nod(text: str, state: State, scene: Scene) -> Turn | None:
    """Thanks need no answer, nor does a yes or no where nothing was asked."""
    if text in words.THANKS:
        return Turn(state)
    is_resting = state.step in (Step.IDLE, Step.BOOKED, Step.PENDING, Step.REASON) and not state.asks_to_go_on
    return Turn(state) if is_resting and (text in words.YES or text in words.NO) else None


def _menu(text: str, state: State, scene: Scene) -> Turn | None:
    if text in words.MENU or text in words.BACK:
        return open_menu(_understood(state), scene, page=WHOLE)
    if text not in words.GREETINGS:
        return None
    is_fresh = state.touched_at is not None and scene.view.now - state.touched_at < _FRESH
    if is_fresh and state.step not in (Step.BOOKED, Step.REASON, Step.HOLDING):
        return again(_understood(state), scene)
    return None if state.step is Step.HOLDING and is_fresh else open_menu(_understood(state), scene)


def _wish(text: str, state: State, scene: Scene) -> Turn | None:
    """Look for times where the patient names a day or an hour, and always answer with a list."""
    begun = choosing.begun_alone(state, scene) if state.step in _BEFORE else state
    if begun is None or begun.service_id is None or begun.step not in (*_WISHING, *_BEFORE):
        return None
    zone = scene.zone_of(begun.location_id)
    wish = find_wish(text, dates.local_day(scene.view.now, zone), scene.voice.language)
    if wish is None or (state.step in _BEFORE and wish.day is None):
        return None
    if begun.step in _BEFORE and _is_duration_open(begun, scene):  # the day is looked at once that is known
        return ask(replace(_understood(begun), day=wish.day).asking(Step.DURATION), scene)
    after = dates.instant_at(wish.day, wish.from_time, zone) if wish.day and wish.from_time else None
    return find(
        replace(_understood(begun), wish=wish),
        purpose=Purpose.DAY if wish.day else Purpose.TIMES,
        day=wish.day,
        after=after,
        from_time=wish.from_time,
        until_time=wish.until_time,
    )


def _is_duration_open(state: State, scene: Scene) -> bool:
    service = scene.find_service(state.service_id)
    return state.minutes is None and service is not None and len(service.durations) > 1


def _waiting(text: str, state: State, scene: Scene) -> Turn | None:
    if state.step is not Step.HOLDING:
        return None
    return choosing.repeat_hold(state, scene, words=scene.voice.gettext("One moment, I am checking that time."))


def _intent(text: str, state: State, scene: Scene) -> Turn | None:
    understood = _understood(state)
    if text in words.BOOK:
        return choosing.start_booking(understood, scene)
    if text in words.AGAIN and scene.find_practitioner(scene.view.patient.last_practitioner_id):
        return choosing.book_again(understood, scene)
    if text in words.MINE:
        return changing.list_appointments(understood, scene)
    if text in words.WAITLIST and scene.view.has_waitlist:
        return waitlist.list_waiting(understood, scene)
    if text in words.CANCEL and state.service_id is not None:
        return choosing.drop(understood, scene)
    if text in words.CANCEL:
        return changing.change_typed(understood, scene, is_cancel=True)
    if text in words.MOVE:
        return changing.change_typed(understood, scene, is_cancel=False)
    return None


def _understood(state: State) -> State:
    return replace(state, misses=0, asks_to_go_on=False)


_MEANINGS: tuple[Meaning, ...] = (
    _urgent,
    _person,
    running_late,
    language_named,
    _first,
    answered,
    _option,
    _yes_or_no,
    _nod,
    resumed_by_greeting,
    _menu,
    whom.said_for_other,
    _waiting,
    waitlist.suited,
    _wish,
    _intent,
)
