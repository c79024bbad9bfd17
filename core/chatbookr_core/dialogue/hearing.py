"""Answers typed words: a fixed order of meanings, from the most urgent to the one that was not understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from chatbookr_core.dialogue import changing, choosing, facts, naming, waitlist, whom, words
from chatbookr_core.dialogue.agreeing import answered, must_agree
from chatbookr_core.dialogue.asking import MOST_MISSES, again, ask, greeted, hand_over, miss, open_menu, released
from chatbookr_core.dialogue.beginning import begin, detailed, is_again, with_all_said
from chatbookr_core.dialogue.company import are_heard, for_all, one_by_one
from chatbookr_core.dialogue.details import NONE, details_in
from chatbookr_core.dialogue.events import OtherSaid, Said, Turn
from chatbookr_core.dialogue.interruptions import interrupted, thought_better
from chatbookr_core.dialogue.kin_words import FOR_OTHERS
from chatbookr_core.dialogue.later_hours import hours_meant
from chatbookr_core.dialogue.looking import look, noted, wish_in
from chatbookr_core.dialogue.notices import arrived, running_late
from chatbookr_core.dialogue.opening import are_first, first, stranger
from chatbookr_core.dialogue.opting import opted, silenced
from chatbookr_core.dialogue.past_days import passed
from chatbookr_core.dialogue.places import without_nods
from chatbookr_core.dialogue.questions import WHOLE, question_for
from chatbookr_core.dialogue.red_flags import is_red_flag
from chatbookr_core.dialogue.rendering import Form, form_of
from chatbookr_core.dialogue.resuming import resumed, resumed_by_greeting
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.sentences import About, about, asks_to_come, wants_another, would_come
from chatbookr_core.dialogue.short_words import reminders_in, says_yes, wants_person
from chatbookr_core.dialogue.speaking import language_named, noticed_in
from chatbookr_core.dialogue.spoken_days import joined
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.dialogue.steps import HALFWAY, HELD, LISTS, TIMES_OR_NONE
from chatbookr_core.dialogue.taking import option_typed, time_repeated
from chatbookr_core.dialogue.tapping import choose
from chatbookr_core.dialogue.typed_changes import change_meant, is_booking
from chatbookr_core.dialogue.wishes import Wish
from chatbookr_core.dialogue.written_dates import is_no_day
from chatbookr_sdk import TOO_LARGE

_FRESH = timedelta(hours=1)
"""After this long a greeting begins a new talk instead of repeating the open question."""

_HELD = (Step.WHO, Step.OVERLAP, Step.CONFIRM)
_WISHING = (*TIMES_OR_NONE, *_HELD)
_RESTING = (Step.IDLE, Step.MENU, Step.BOOKED, Step.WAITLIST)
_BEGUN = (*_RESTING, Step.REASON)
"""Where a service that is named begins a booking."""
_BEFORE = (*_RESTING, Step.SERVICE)
"""Where a day that is named begins a booking."""
_THANKS = re.compile(
    r"(?:(?:ok(?:ay)?|super|perfe[ck]t|great|alright|vielen|lieben|besten|herzlichen|recht|muchas|muchisimas|mille|tante"
    r"|muito|hartelijk|heel erg)[,!. ]+)*"
    r"(?:thanks?|thank you|thx|dank\w*|merci|gracias|grazie|obrigad[oa]|bedankt)"
    r"(?:[,!. ]+(?:so much|very much|a lot|again|you|je wel|u wel|dir|ihnen|schon|sehr|beaucoup|bien|mille|tante"
    r"|(?:und|and|et|y|e|en) (?:einen |have a |une )?(?:schonen? (?:tag|abend|wochenende)(?: noch)?|nice day|good day"
    r"|bonne (?:journee|soiree)|buen dia|buona giornata|bom dia|fijne (?:dag|avond)(?: nog)?|prettige dag)"
    r"|por todo|for your help|fur ihre hilfe|fur die hilfe|pour votre aide|per l'aiuto|pela ajuda|voor de hulp"
    r"|have a nice day|see you(?: then| soon)?|bye|bis dann|bis bald|a bientot|au revoir|bonne journee|hasta luego"
    r"|adios|a presto|arrivederci|ate logo|adeus|tot dan|tot ziens|schonen tag(?: noch)?|fijne dag))*"
)
"""Thanks, in more words than one."""
_LISTED = (*LISTS, Step.NOTHING_FITS)
_FEW_WORDS = 6
_FAREWELL = re.compile(
    r"(?:(?:thanks?|thank you|danke|merci|gracias|grazie|obrigad[oa]|bedankt|ok)[,!. ]+)?"
    r"(?:see you|bis|a|tot|hasta(?: el)?|ate)(?: (?:on|next|am|le|el|nachsten))? [^\W\d]+"
)
"""What is said of a day where nothing is asked for: "see you Thursday"."""

Meaning = Callable[[str, State, Scene], Turn | None]


def said(state: State, scene: Scene, event: Said) -> Turn:
    """Answer typed words; STOP and START before all others, whoever has the conversation."""
    text = words.plain(words.without_signs(event.text))
    state, scene = noticed_in(event.text, state, replace(scene, typed=event.text))
    heard = opted(text, state, scene) or _urgent_or_silent(text, state, scene)
    if heard is not None:
        return heard
    if state.is_handed_over:  # the host lets us hear it, so the conversation is ours again: begin anew
        anew = said(replace(state.cleared(), is_handed_over=False, misses=0), scene, event)
        return replace(anew, effects=(*released(state), *anew.effects))
    for meaning in _MEANINGS:
        turn = meaning(text, state, scene)
        if turn is not None:
            return turn if meaning in (_first, _agreeing) else one_by_one(state, turn, scene)
    told = naming.renamed(event.text, state, scene) or whom.told(event.text, state, scene)
    if told is not None:
        return one_by_one(state, told, scene)
    if words.is_only_signs(event.text):
        return _signs(event.text, state, scene)
    if state.step is Step.REASON:
        return changing.note_reason(state, scene, "other")
    return resumed(state, scene) or miss(state, scene)


def _signs(text: str, state: State, scene: Scene) -> Turn:
    """Take emoji for a nod, which needs no answer, but where something is to be confirmed: there it says yes, or not.

    Whose time is held must not believe that it is booked; nothing is cancelled by a thumb.
    """
    if words.is_approving(text) and (state.asks_to_go_on or state.step is Step.CONFIRM):
        return _yes_or_no("ok", state, scene) or Turn(state)
    return again(state, scene) if state.step in (*HELD, Step.CANCELLING) else Turn(state)


def other_said(state: State, scene: Scene, event: OtherSaid) -> Turn:
    """Let a person look at what has no words; a sticker asks for nothing."""
    if event.kind in words.SILENT_KINDS:
        return Turn(state)
    silent = silenced(state, scene)
    if silent is not None:
        return silent
    if event.kind == TOO_LARGE:
        return _ask_smaller(state, scene)
    return hand_over(state, scene, "media", lead=scene.voice.gettext("I can only read text."))


def _ask_smaller(state: State, scene: Scene) -> Turn:
    """Ask for a file that did not come through; who has none that is smaller is spoken to by a person."""
    misses = state.misses + 1
    if misses >= MOST_MISSES:
        return hand_over(state, scene, "media")
    lead = scene.voice.gettext("That file is too large. Please send it again, smaller.")
    return ask(replace(state, misses=misses), scene, lead=lead)


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


def _first(text: str, state: State, scene: Scene) -> Turn | None:
    """Show the notice to who has not read it lately, before anything else."""
    if not are_first(state, scene):
        return None
    is_asked = asks_to_come(text) or details_in(text, scene) != NONE
    meanings = _BEGINNING if is_asked else tuple(one for one in _BEGINNING if one not in (passed, _wish))
    return first(text, state, scene, _begun(text, greeted(state, scene), scene, meanings))


def _agreeing(text: str, state: State, scene: Scene) -> Turn | None:
    """Have them agree first, where the clinic asks for that."""
    return answered(text, state, scene, _begun(text, state, scene, _BEGINNING)) if must_agree(scene) else None


def _begun(text: str, state: State, scene: Scene, meanings: Sequence[Meaning]) -> Turn | None:
    """Hear what shall be booked, moved, cancelled or shown; None where nothing of that is said, or there is nothing."""
    is_nothing = any(meaning(text, state, scene) is not None for meaning in (stranger, _nod))
    is_of_none = not scene.view.upcoming and about(text) in (About.CANCEL, About.MOVE, About.MISS, About.SHOW)
    if is_nothing or is_of_none or facts.told(text, state, scene) is not None:
        return None
    here = replace(state, step=Step.TIMES) if state.step is Step.FINDING else state
    turns = (meaning(text, here, scene) for meaning in meanings)
    turn = next((one for one in turns if one is not None), None)
    leads_on = turn is not None and (turn.state.step is not Step.MENU or turn.state.is_handed_over)
    return one_by_one(state, turn, scene) if turn is not None and leads_on else None


def _person(text: str, state: State, scene: Scene) -> Turn | None:
    if wants_person(text) or words.says(text, words.HUMAN_PHRASES):
        return hand_over(state, scene, "asked_for_person")
    return hand_over(state, scene, "complaint") if words.says(text, words.COMPLAINTS) else None


def _yes_or_no(text: str, state: State, scene: Scene) -> Turn | None:
    text = words.without_courtesy(text)
    is_yes = says_yes(text)
    if state.asks_to_go_on and is_yes:
        return choose(_understood(state), scene, "continue")
    if state.asks_to_go_on and text in words.NO:
        return choosing.drop(_understood(state), scene)
    if state.step in (Step.OVERLAP, Step.CONFIRM):
        if state.step is Step.CONFIRM and (agreed := _agreed(text, state, scene)):
            return choose(_understood(state), scene, agreed)
        if text in words.NO or text in words.CANCEL:
            return choose(state, scene, "stay") if state.is_rescheduling else choosing.drop(_understood(state), scene)
    if state.step is Step.CANCELLING and state.booking_id is not None:
        if says_yes(text, besides=words.CANCEL):
            return choose(_understood(state), scene, f"yes:{state.booking_id.hex}")
        if text in words.NO:
            return choose(_understood(state), scene, f"keep:{state.booking_id.hex}")
    if is_yes or text in words.NO:
        return waitlist.answer_typed(_understood(state), scene, is_yes=is_yes)
    return None


def _agreed(text: str, state: State, scene: Scene) -> str | None:
    """Say what a yes to what is to be confirmed does; reminders are a choice of their own."""
    if state.is_rescheduling:
        return "swap" if says_yes(text) else None
    if says_yes(text):
        return "confirm"
    said = reminders_in(text)
    return None if said is None else "remind" if said and scene.view.sends_reminders else "confirm"


def _chosen_by_yes(state: State, scene: Scene) -> Turn:
    """Take the only time that is shown, or ask again which of several: a yes is no miss."""
    question = question_for(state, scene)
    times = [one.key for one in question.choices if one.key.startswith("slot:")] if question is not None else []
    return choose(_understood(state), scene, times[0]) if len(times) == 1 else again(_understood(state), scene)


def _nod(text: str, state: State, scene: Scene) -> Turn | None:
    """Thanks need no answer, nor does a yes or no where nothing was asked."""
    if text in words.THANKS or _THANKS.fullmatch(words.bare(text)):  # whose time is held must not believe it is booked
        return again(state, scene) if state.step in (Step.OVERLAP, Step.CONFIRM) else Turn(state)
    if says_yes(text) and state.step in (*_LISTED, *HALFWAY, Step.SERVICE):
        return _chosen_by_yes(state, scene)
    if state.step is Step.MENU and not state.asks_to_go_on and (text in words.YES or text in words.NO):
        return again(_understood(state), scene) if text in words.YES else Turn(state)
    is_resting = state.step in (Step.IDLE, Step.BOOKED, Step.PENDING, Step.REASON) and not state.asks_to_go_on
    if not is_resting:
        return None
    wish = wish_in(text, state, scene) if _FAREWELL.fullmatch(words.bare(text)) else None
    is_farewell = wish is not None and wish.day is not None
    return Turn(state) if is_farewell or text in words.YES or text in words.NO else None


def _menu(text: str, state: State, scene: Scene) -> Turn | None:
    if text in words.MENU or text in words.BACK:
        return open_menu(_understood(state), scene, page=WHOLE)
    if text.rstrip("?! ") not in words.GREETINGS:
        return None
    is_fresh = state.touched_at is not None and scene.view.now - state.touched_at < _FRESH
    if is_fresh and state.step not in (Step.BOOKED, Step.REASON, Step.HOLDING):
        return again(_understood(state), scene)
    return None if state.step is Step.HOLDING and is_fresh else open_menu(_understood(state), scene)


def _wish(text: str, state: State, scene: Scene) -> Turn | None:
    """Look for times where the patient names a day or an hour, and always answer with a list.

    What is said before it is known what for is kept, and looked for once it is.
    """
    if state.step not in (*_WISHING, *_BEFORE, *HALFWAY, Step.APPOINTMENT) or state.is_joining:
        return None
    if state.step in _WISHING and is_no_day(text, scene.voice.language):
        return ask(_understood(state), scene, lead=scene.voice.gettext("There is no such day."))
    wish = hours_meant(text, wish_in(_with_minutes(text, state, scene), state, scene), state, scene)
    if state.step is Step.APPOINTMENT and state.booking_id is not None:
        return changing.start_move(_understood(state), scene, state.booking_id, wish) if wish is not None else None
    if wish is None or (state.step in _RESTING and wish.day is None and wish != Wish()):
        return None
    wish = joined(wish, state, scene)
    if state.step in _WISHING:
        return look(replace(_understood(state), wish=wish), scene) if state.service_id is not None else None
    question = question_for(state, scene)
    is_number = question is not None and form_of(question, scene.view.limits) is Form.NUMBERED
    if is_number and not any(sign.isalpha() for sign in text):
        return None
    wishing = replace(_understood(state), wish=wish)
    if state.step is Step.PRACTITIONER and wish == Wish() and words.says(text, words.SOONEST):  # with whoever is free
        return choosing.choose_practitioner(replace(wishing, wish=state.wish or wish), scene, None)
    if state.step in HALFWAY:
        return ask(wishing, scene, lead=noted(wishing, scene))
    return begin(text, wishing, scene, whom.service_named(text, scene))


def _with_minutes(text: str, state: State, scene: Scene) -> str:
    """Take a number alone to be an hour where times are shown that are not numbered themselves."""
    said = without_nods(text)
    question = question_for(state, scene) if state.step in _LISTED and said.isdecimal() and len(said) <= 2 else None
    is_hour = question is not None and form_of(question, scene.view.limits) is not Form.NUMBERED
    return f"{said}:00" if is_hour else text


def _waiting(text: str, state: State, scene: Scene) -> Turn | None:
    if state.step is not Step.HOLDING:
        return None
    return choosing.repeat_hold(state, scene, words=scene.voice.gettext("One moment, I am checking that time."))


def _for_other(text: str, state: State, scene: Scene) -> Turn | None:
    """Hear that it is for somebody else, and when, where that stands beside it."""
    company = are_heard(state, scene)
    if company and state.service_id is not None:
        return _for_several(text, for_all(_understood(state), company), scene)
    is_said = scene.view.books_for_others and (company or words.says(text, FOR_OTHERS))
    if not is_said or state.service_id is not None or state.is_joining:
        return whom.said_for_other(text, state, scene)
    wish = wish_in(text, state, scene) or state.wish
    said = with_all_said(text, replace(_understood(state), wish=wish), scene)
    return choosing.start_booking(said, scene, service_id=whom.service_named(text, scene))


def _for_several(text: str, state: State, scene: Scene) -> Turn:
    """Hear in the middle of a booking that several come, and when, where that stands beside it."""
    if state.step in (Step.FINDING, Step.HOLDING):
        return Turn(state)
    wish = wish_in(text, state, scene)
    if wish is not None and state.step in _WISHING:
        return look(replace(state, wish=joined(wish, state, scene)), scene)
    return whom.go_on(state, scene) if state.step in HELD else again(state, scene)


def _other(text: str, state: State, scene: Scene) -> Turn | None:
    """Offer other times, or other days, where some are shown."""
    if state.step not in _WISHING or state.service_id is None:
        return None
    if words.says(text, words.OTHER_DAY):
        return choosing.another_day(_understood(state), scene)
    if not words.says(text, words.OTHER_TIME) or (wish_in(text, state, scene) or Wish()) != Wish():
        return None
    if state.step in _HELD:
        return look(_understood(state), scene)
    return choose(_understood(state), scene, "none")


def _intent(text: str, state: State, scene: Scene) -> Turn | None:
    understood = _understood(state)
    is_of_list = state.step in _LISTED and len(text.split()) <= _FEW_WORDS
    if is_of_list and words.says(text, words.EARLIER):
        return choose(understood, scene, "none")
    if is_of_list and words.says(text, words.LATER):
        return choosing.another_day(understood, scene)
    is_for_other = words.says(text, FOR_OTHERS)  # and the clinic does not want that
    named = whom.service_named(text, scene) if state.step in _BEGUN else None
    is_begun = named is not None or is_again(text, scene) or about(text) is About.MAKE or would_come(text)
    is_begun = is_begun or (state.step is Step.BOOKED and wants_another(text))
    if words.without_courtesy(text) in words.BOOK or (not is_booking(state) and not is_for_other and is_begun):
        wish = wish_in(text, state, scene) or state.wish
        return begin(text, replace(understood, wish=wish), scene, named)
    if text in words.AGAIN and scene.find_practitioner(scene.view.patient.last_practitioner_id):
        return choosing.book_as_before(understood, scene)
    if text in words.MINE:
        return changing.list_appointments(understood, scene)
    if text in words.WAITLIST and scene.view.has_waitlist and state.step in (Step.NOTHING_FREE, Step.NOTHING_FITS):
        return waitlist.join(understood, scene)
    if text in words.WAITLIST and scene.view.has_waitlist:
        return waitlist.list_waiting(understood, scene)
    if text in words.CANCEL and is_booking(state):
        return choosing.drop(understood, scene)
    if text in words.CANCEL:
        return changing.change_typed(understood, scene, is_cancel=True)
    if text in words.MOVE:
        return changing.change_typed(understood, scene, is_cancel=False)
    return None


def _understood(state: State) -> State:
    return replace(state, misses=0, asks_to_go_on=False)


_BEGINNING: tuple[Meaning, ...] = (_for_other, change_meant, passed, detailed, _wish, _intent)
"""What is wanted, where nothing was asked that it could answer."""
_MEANINGS: tuple[Meaning, ...] = (
    _urgent,
    _person,
    running_late,
    arrived,
    language_named,
    _first,
    _agreeing,
    thought_better,
    interrupted,
    stranger,
    option_typed,
    time_repeated,
    _yes_or_no,
    _nod,
    resumed_by_greeting,
    _menu,
    _for_other,
    _waiting,
    whom.said_for_me,
    waitlist.suited,
    _other,
    facts.asked,
    change_meant,
    passed,
    detailed,
    _wish,
    _intent,
)
