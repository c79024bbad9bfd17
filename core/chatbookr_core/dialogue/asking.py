"""The few things every step does: ask, open the menu, look for times, call a person, admit to a miss."""

from dataclasses import replace
from datetime import date, datetime, time

from chatbookr_core.consents.rules import Decision, Purpose
from chatbookr_core.dialogue import wording
from chatbookr_core.dialogue.events import Effect, FindSlots, HandOver, NoteConsent, ReleaseHold, Turn
from chatbookr_core.dialogue.options import Option
from chatbookr_core.dialogue.questions import question_for
from chatbookr_core.dialogue.rendering import Question, Sign, render, texts
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import DayHours, Refused, SlotQuery
from chatbookr_core.dialogue.slots import Purpose as Search
from chatbookr_core.dialogue.state import Notice, State, Step
from chatbookr_sdk import OutboundContent

MOST_MISSES = 3
_SAID_ONCE = (Notice.GONE, Notice.EXPIRED, Notice.OUT_OF_DATE, Notice.PAST)
"""Why a list was shown that is shown again: it is not out of date itself."""


def ask(
    state: State, scene: Scene, *, lead: str = "", body: str | None = None, effects: tuple[Effect, ...] = ()
) -> Turn:
    """Ask the open question, after a leading sentence or with another body; with none open, say the lead alone."""
    question = question_for(state, scene)
    if question is None:
        return tell(state, scene, lead, effects=effects)
    words = "\n\n".join(part for part in (lead, question.body if body is None else body) if part)
    question = replace(question, body=words)
    return Turn(state, show(question, state, scene), effects)


def show(question: Question, state: State, scene: Scene) -> tuple[OutboundContent, ...]:
    """Render a question with ids of this state's dialogue, step and serial."""
    step = Step.GO_ON if state.asks_to_go_on else state.step
    return render(question, scene.view.limits, sign_for(scene, state.dialogue, step, state.serial))


def sign_for(scene: Scene, dialogue: str, step: Step, serial: int) -> Sign:
    """Return what makes a choice's key an option id."""
    return lambda key: scene.signer.sign(Option(dialogue, step, serial, key))


def tell(state: State, scene: Scene, words: str, *, effects: tuple[Effect, ...] = ()) -> Turn:
    """Say plain words, or nothing."""
    return Turn(state, texts(words, scene.view.limits) if words else (), effects)


def released(state: State) -> tuple[Effect, ...]:
    """Give back the time that is held, if any."""
    return (ReleaseHold(state.hold_id),) if state.hold_id is not None else ()


def open_menu(state: State, scene: Scene, *, lead: str = "", page: int = 0) -> Turn:
    """Drop what was going on and offer the menu; all of it where `page` is WHOLE."""
    return ask(state.cleared().asking(Step.MENU, page=page), scene, lead=lead, effects=released(state))


def greet(state: State, scene: Scene, *, fact: str = "") -> Turn:
    """Introduce the assistant with its notice, answer what was asked, and offer the menu (M1)."""
    body = "\n\n".join(part for part in (wording.greeting(scene), fact) if part)
    return ask(greeted(state, scene), scene, body=body, effects=noticed(state, scene))


def greeted(state: State, scene: Scene) -> State:
    """Return where a dialogue begins."""
    return replace(state.cleared().asking(Step.MENU), greeted_at=scene.view.now)


def noticed(state: State, scene: Scene, words: str = "") -> tuple[Effect, ...]:
    """Let go of what was under way, and note that the notice was shown: that of the greeting, or other words."""
    text = words or wording.greeting(scene)
    return (*released(state), NoteConsent(Purpose.DATA_PROCESSING, Decision.SHOWN, text, scene.voice.language))


def find(
    state: State,
    *,
    purpose: Search = Search.TIMES,
    day: date | None = None,
    after: datetime | None = None,
    from_time: time | None = None,
    until_time: time | None = None,
    last_day: date | None = None,
    weekdays: tuple[int, ...] = (),
    days: tuple[date, ...] = (),
    refused: Refused | None = None,
    day_hours: tuple[DayHours, ...] = (),
    notice: Notice | None = None,
    is_with_anybody: bool = False,
    is_soonest: bool = False,
) -> Turn:
    """Ask the host for free times; a time that was held or chosen is let go."""
    if state.service_id is None:
        raise ValueError("times are looked for once the service is known")
    what = state.service_id, None if is_with_anybody else state.practitioner_id, state.location_id
    hours = from_time, until_time, state.minutes
    query = SlotQuery(*what, day, after, purpose, *hours, last_day, weekdays, days, refused, day_hours=day_hours)
    query = replace(query, is_soonest=is_soonest)
    looking = replace(state, step=Step.FINDING, notice=notice, chosen=None, hold_id=None, hold_asked_at=None)
    return Turn(replace(looking, is_joining=False), (), (*released(state), FindSlots(query)))


def hand_over(state: State, scene: Scene, reason: str, *, lead: str = "", words: str | None = None) -> Turn:
    """Call a person (M12); where the patient was is kept, so that the assistant can go on there."""
    handed = replace(state, misses=0, asks_to_go_on=False, is_handed_over=True)
    said = wording.colleague(scene) if words is None else words
    return tell(handed, scene, f"{lead} {said}".strip(), effects=(HandOver(reason),))


def miss(state: State, scene: Scene) -> Turn:
    """Admit to not having understood: ask again, then how to go on, then call a person (M13)."""
    voice = scene.voice
    misses = state.misses + 1
    if misses >= MOST_MISSES:
        return hand_over(state, scene, "not_understood", lead=voice.gettext("I am sorry, I do not understand."))
    effects: tuple[Effect, ...] = ()
    if question_for(state, scene) is None or state.step is Step.BOOKED:
        effects, state = released(state), state.cleared().asking(Step.MENU)
    notice = None if state.notice in _SAID_ONCE else state.notice
    state = replace(state, misses=misses, asks_to_go_on=misses == MOST_MISSES - 1, notice=notice)
    return ask(state, scene, lead=voice.gettext("Sorry, I did not get that."), effects=effects)


def again(state: State, scene: Scene, *, lead: str = "") -> Turn:
    """Repeat the open question, or offer the menu where there is none."""
    if question_for(state, scene) is None:
        return open_menu(state, scene, lead=lead)
    return ask(state, scene, lead=lead)
