"""Answers taps: who made the id, of which question it is, and what the choice does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from chatbookr_core.dialogue import changing, choosing, dates, waitlist, whom
from chatbookr_core.dialogue.agreeing import agree, ask_before, ask_to_agree, decline, must_agree, welcome
from chatbookr_core.dialogue.asking import again, ask, hand_over, miss, open_menu, show
from chatbookr_core.dialogue.events import Chose, Turn
from chatbookr_core.dialogue.looking import look
from chatbookr_core.dialogue.opting import opted_by_tap, silenced
from chatbookr_core.dialogue.options import ACKNOWLEDGED, Option
from chatbookr_core.dialogue.questions import booked
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.speaking import ask_language, speak
from chatbookr_core.dialogue.state import Change, State, Step
from chatbookr_core.dialogue.steps import HELD

SAME_TAP = timedelta(minutes=10)
"""For how long the same tap means the same answer; later it means: again."""

_TIME_LISTS = (Step.TIMES, Step.DAY_TIMES)
_ALWAYS = frozenset(
    {"book", "again", "anew", "mine", "human", "menu", "move", "cancel", "booking", "keep", "continue", "restart"}
    | {"language", "languages", "forother", ACKNOWLEDGED}
    | {"waitlist", "unlist", "take", "pass"}
)
"""Choices that hold however old their message is: they say by themselves what they are about."""
_BEGINNING = frozenset({"book", "again", "anew", "mine", "move", "cancel", "booking", "forother"})
"""Those of them that begin something, and do nothing yet."""


def tapped(state: State, scene: Scene, event: Chose) -> Turn:
    """Answer a tap. A forged id is like words we do not know."""
    option = scene.signer.find(event.option_id)
    if option is None:
        return _unknown(state, scene)
    kind, _, value = option.choice.partition(":")
    if kind == "stop":
        return opted_by_tap(value, state, scene)
    gate = silenced(state, scene) or _agreeing(kind, value, state, scene)
    if gate is not None:
        return gate
    if kind != ACKNOWLEDGED and _is_repeated(event.option_id, state, scene):
        return _same_answer(state, scene)
    understood = replace(state, misses=0, asks_to_go_on=False, is_handed_over=False, last_tap=_mark(event.option_id))
    if kind in _ALWAYS or _is_current(option, state):
        return choose(understood, scene, option.choice)
    return _old(option, understood, scene)


def _agreeing(kind: str, value: str, state: State, scene: Scene) -> Turn | None:
    """Answer what was asked before everything else, and everything else by asking that; None where nothing is."""
    here = replace(state, is_handed_over=False)
    if kind == "agree":
        return agree(here, scene, value)
    if kind == "decline":  # after a yes it takes that back, however old the question is
        return decline(here, scene) if scene.view.asks_consent else again(here, scene)
    if kind in ("human", "language", "languages") or not must_agree(scene):
        return None
    meant = choose(here, scene, f"{kind}:{value}" if value else kind) if kind in _BEGINNING else None
    return ask_to_agree(here, scene) if meant is None else ask_before(meant, state, scene)


def choose(state: State, scene: Scene, choice: str) -> Turn:
    """Do what a choice of the open question says."""
    kind, _, value = choice.partition(":")
    act = _CHOICES.get(kind)
    return act(state, scene, value) if act else again(state, scene)


def _unknown(state: State, scene: Scene) -> Turn:
    gate = silenced(state, scene)
    if gate is not None:
        return gate
    if state.greeted_at is None:
        return welcome(state, scene)
    if must_agree(scene):
        return ask_to_agree(state, scene)
    return choosing.repeat_hold(state, scene) if state.step is Step.HOLDING else miss(state, scene)


def _mark(option_id: str) -> str:
    return option_id.rpartition(".")[2]


def _is_repeated(option_id: str, state: State, scene: Scene) -> bool:
    is_recent = state.touched_at is not None and scene.view.now - state.touched_at < SAME_TAP
    return is_recent and not state.is_handed_over and state.last_tap == _mark(option_id)


def _same_answer(state: State, scene: Scene) -> Turn:
    """Say the same once more and do nothing twice; while an answer is on its way, wait for it."""
    if state.step in (Step.HOLDING, Step.IDLE, Step.PENDING):
        return choosing.repeat_hold(state, scene)
    return again(state, scene)


def _is_current(option: Option, state: State) -> bool:
    if option.dialogue != state.dialogue:
        return False
    if option.step in _TIME_LISTS:
        return option.serial == state.times_serial and bool(state.offered)
    return option.step == state.step and option.serial == state.serial


def _old(option: Option, state: State, scene: Scene) -> Turn:
    """Answer a tap on a question that is not open any more."""
    if option.dialogue == state.dialogue and option.step == Step.CONFIRM and option.serial == state.done_serial:
        booking = scene.find_booking(state.done_booking_id)
        if booking is not None:
            return Turn(state, show(booked(scene, booking), state, scene))
    kind, _, value = option.choice.partition(":")
    if kind == "who" and option.dialogue == state.dialogue and state.step in HELD:
        return whom.choose(state, scene, value)
    if kind == "yes" and scene.find_booking(UUID(value)) is not None:
        return changing.start_cancel(state, scene, UUID(value))
    is_of_talk = kind in ("slot", "day") and option.dialogue == state.dialogue
    wanted = date.fromisoformat(value) if kind == "day" and is_of_talk else None
    wanted = _day_of(value, state, scene) if kind == "slot" and is_of_talk else wanted
    return choosing.out_of_date(state, scene, wanted)


def _day_of(value: str, state: State, scene: Scene) -> date:
    """Say on which day a time is that an old list showed."""
    starts_at = datetime.fromtimestamp(int(value.partition(":")[2]) * 60, UTC)
    return dates.local_day(starts_at, scene.zone_of(state.location_id))


def _slot(state: State, scene: Scene, value: str) -> Turn:
    number, _, minute = value.partition(":")
    place = int(number)
    if place < len(state.offered) and int(state.offered[place].starts_at.timestamp()) // 60 == int(minute):
        return choosing.choose_slot(state, scene, state.offered[place])
    return choosing.out_of_date(state, scene, _day_of(value, state, scene))


def _practitioner(state: State, scene: Scene, value: str) -> Turn:
    return choosing.choose_practitioner(state, scene, None if value == "any" else UUID(value))


def _anew(state: State, scene: Scene, value: str) -> Turn:
    service_id, practitioner_id, *whose = value.split(":")  # before 29 November 2026 nobody was named
    return choosing.book_anew(state, scene, UUID(service_id), UUID(practitioner_id), whose[0] if whose else "")


def _stay(state: State, scene: Scene, _: str) -> Turn:
    if state.booking_id is None:
        return again(state, scene)
    return changing.keep(state, scene, state.booking_id)


def _confirm(state: State, scene: Scene, *, reminders: bool) -> Turn:
    return choosing.confirm(state, scene, reminders=reminders, person=whom.person_of(state))


def _page(state: State, scene: Scene, value: str) -> Turn:
    return ask(state.asking(state.step, page=int(value)), scene)


_CHOICES: dict[str, Callable[[State, Scene, str], Turn]] = {
    "book": lambda state, scene, _: choosing.start_booking(state, scene),
    "again": lambda state, scene, _: choosing.book_as_before(state, scene),
    "anew": _anew,
    "mine": lambda state, scene, value: changing.list_appointments(state, scene, Change(value) if value else None),
    "human": lambda state, scene, _: hand_over(state, scene, "asked_for_person"),
    "menu": lambda state, scene, _: open_menu(state, scene),
    "language": lambda state, scene, value: speak(state, scene, value),
    "languages": lambda state, scene, _: ask_language(state, scene),
    "continue": lambda state, scene, _: choosing.go_on(state, scene),
    "restart": lambda state, scene, _: open_menu(state, scene),
    "more": _page,
    "service": lambda state, scene, value: choosing.choose_service(state, scene, UUID(value)),
    "location": lambda state, scene, value: choosing.choose_location(state, scene, UUID(value)),
    "practitioner": _practitioner,
    "minutes": lambda state, scene, value: choosing.choose_duration(state, scene, int(value)),
    "who": lambda state, scene, value: whom.choose(state, scene, value),
    "forother": lambda state, scene, _: whom.for_other(state, scene),
    "whom": lambda state, scene, _: choosing.choose_other_practitioner(state, scene),
    "slot": _slot,
    "another": lambda state, scene, _: choosing.another_day(state, scene),
    "later": lambda state, scene, _: choosing.later_days(state, scene),
    "day": lambda state, scene, value: choosing.choose_day(state, scene, date.fromisoformat(value)),
    "none": lambda state, scene, _: ask(state.asking(Step.NOTHING_FITS), scene),
    "remind": lambda state, scene, _: _confirm(state, scene, reminders=True),
    "confirm": lambda state, scene, _: _confirm(state, scene, reminders=False),
    "other": lambda state, scene, _: look(state, scene),
    "swap": lambda state, scene, _: changing.swap(state, scene),
    "stay": _stay,
    "booking": lambda state, scene, value: changing.open_appointment(state, scene, UUID(value)),
    "move": lambda state, scene, value: changing.move_chosen(state, scene, UUID(value)),
    "cancel": lambda state, scene, value: changing.start_cancel(state, scene, UUID(value)),
    "yes": lambda state, scene, value: changing.cancel(state, scene, UUID(value)),
    "keep": lambda state, scene, value: changing.keep(state, scene, UUID(value)),
    ACKNOWLEDGED: lambda state, scene, value: changing.acknowledge(state, scene, value),
    "join": lambda state, scene, _: waitlist.join(state, scene),
    "suiting": lambda state, scene, value: waitlist.suit(state, scene, value),
    "waitlist": lambda state, scene, _: waitlist.list_waiting(state, scene),
    "unlist": lambda state, scene, value: waitlist.leave(state, scene, UUID(value)),
    "take": lambda state, scene, value: waitlist.take(state, scene, UUID(value)),
    "pass": lambda state, scene, value: waitlist.pass_on(state, scene, UUID(value)),
    "reason": lambda state, scene, value: changing.note_reason(state, scene, value),
}
