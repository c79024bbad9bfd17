"""Begins a booking with all that was said of it: what, when, with whom, where, how long, and for whom."""

import re
from dataclasses import replace
from typing import Final
from uuid import UUID

from chatbookr_core.dialogue import choosing, words
from chatbookr_core.dialogue.asking import ask, miss
from chatbookr_core.dialogue.company import for_all, several_in
from chatbookr_core.dialogue.details import NONE, details_in, minutes_of
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.kin_words import FOR_OTHERS
from chatbookr_core.dialogue.looking import look, noted, wish_in
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Step, Who
from chatbookr_core.dialogue.steps import HALFWAY
from chatbookr_core.dialogue.whom import next_step, service_named
from chatbookr_core.relatives.rules import first_name, name_from

_KIN: Final = (
    r"(?:for|für|fuer|pour|para|per|voor) (?:my|our|mein(?:en?|em)?|unser(?:en?)?|mon|ma|notre|mi|nuestr[ao]|mi[oa]"
    r"|nostr[ao]|(?:o )?(?:meu|nosso)|(?:a )?(?:minha|nossa)|mijn|onze?) [^\W\d]+,? "
)
_PARTICLE: Final = r"(?:van|de|der|den|ten|von|zu|da|do|dos|das|del|la|le|di|el|y|e)"
_KIN_NAMED: Final = re.compile(rf"(?i:{_KIN})(?P<name>[^\W\d_a-z][\w'’-]*(?: (?:{_PARTICLE} )*[^\W\d_a-z][\w'’-]+)+)")
"""Somebody who is named in full beside what they are: "for my daughter Anna Vos"."""
_FOR: Final = (
    r"(?:for|fur|fuer|pour|para|per|voor) (?:(?:my|our|mein\w*|unser\w*|mon|ma|notre|mi|nuestr[ao]|mi[oa]|nostr[ao]"
    r"|(?:o )?(?:meu|nosso)|(?:a )?(?:minha|nossa)|mijn|onze?) \w+,? )?"
)
_FOR_ME: Final = re.compile(
    r"(?<!\w)(?:for (?:me|myself)|f(?:ü|u|ue)r mich(?: selbst)?|pour moi(?:-m[eê]me)?"
    r"|para m[ií](?: mism[oa])?(?= ?(?:$|[,.!?]))|para mí"
    r"|per me(?: stess[oa])?|para mim|voor (?:mij|mezelf))(?!\w)(?! (?:and|und|et|y|e|en)\b)"
)
_ASKING: Final = (Step.SERVICE, *HALFWAY)


def with_all_said(text: str, state: State, scene: Scene) -> State:
    """Keep with whom, where, how long and for whom a plain text says it shall be."""
    details = (state.details or NONE).and_then(details_in(text, scene))
    said = replace(state, details=None if details == NONE else details)
    return _for_whom(text, said, scene)


def _for_whom(text: str, state: State, scene: Scene) -> State:
    """Keep for whom it is: somebody known who is named, somebody new with their name, or somebody to be asked for."""
    if not scene.view.books_for_others:
        return state
    if company := several_in(scene):
        return for_all(state, company)
    named = [one for one in scene.view.patient.relatives if _is_for(text, one.name, scene.typed)]
    if len(named) == 1:
        return replace(state, who=Who.RELATIVE, relative_id=named[0].id, called=None, born=None)
    if not words.says(text, FOR_OTHERS):
        is_asked = next_step(replace(state, who=None), scene) is Step.WHO
        return replace(state, who=Who.ME, relative_id=None) if is_asked and _FOR_ME.search(text) else state
    new = _KIN_NAMED.search(" ".join(scene.typed.split()))
    called = name_from(new["name"]) if new is not None else None
    if called is None or _is_of_something_else(words.plain(called), state, scene):
        return replace(state, who=Who.OTHER, relative_id=None, called=None, born=None)
    return replace(state, who=Who.NEW, relative_id=None, called=called, born=None)


def _is_of_something_else(name: str, state: State, scene: Scene) -> bool:
    """Tell whether words with capitals are a service, a person of the practice or a day, as in German they may be."""
    if service_named(name, scene) is not None or wish_in(name, state, scene) is not None:
        return True
    return details_in(f"dr {name}", scene).practitioner_id is not None


def _is_for(text: str, name: str, typed: str) -> bool:
    """Tell whether it is for somebody by their whole name, or by their first name alone, written with its capital.

    In Italian "per mia figlia" is for no Mia.
    """
    whole, first = words.bare(words.plain(name)), words.bare(first_name(name))
    if re.search(rf"(?<!\w){_FOR}{re.escape(whole)}(?!\w)", words.bare(text)):
        return True
    written = words.bare(" ".join(typed.split()))
    return bool(first) and re.search(rf"(?<!\w)(?i:{_FOR}){re.escape(first)}(?!\w)", written) is not None


def begin(text: str, state: State, scene: Scene, named: UUID | None) -> Turn:
    """Begin a booking: with whom it was the last time, of the service that is named, or with the question which."""
    state = with_all_said(text, state, scene)
    if is_again(text, scene):
        return choosing.book_as_before(state, scene, service_id=named)
    is_said = state.wish is not None or state.details is not None
    alone = choosing.begun_alone(state, scene) if is_said else None
    if alone is None:
        return choosing.start_booking(state, scene, service_id=named)
    service = scene.find_service(alone.service_id)
    if alone.minutes is None and service is not None and len(service.durations) > 1:
        return ask(alone.asking(Step.DURATION), scene, lead=noted(alone, scene))
    return look(alone, scene)


def is_again(text: str, scene: Scene) -> bool:
    """Tell whether somebody who has been here wants it as it was the last time."""
    is_said = words.says(text, words.AS_LAST_TIME) and not words.says(text, words.NOT)
    before = scene.view.patient
    is_known = scene.find_practitioner(before.last_practitioner_id) or scene.find_service(before.last_service_id)
    return is_said and is_known is not None


def detailed(text: str, state: State, scene: Scene) -> Turn | None:
    """Take with whom, where or how long it shall be, where something else or just that is asked."""
    if state.step not in _ASKING:
        return None
    found = details_in(text, scene)
    if found == NONE:
        return None
    wish = wish_in(text, state, scene) or state.wish
    known = replace(state, details=(state.details or NONE).and_then(found), wish=wish, misses=0, asks_to_go_on=False)
    service = scene.find_service(state.service_id)
    if service is None:
        return choosing.start_booking(known, scene)
    if state.step is Step.DURATION and (found.minutes, found.is_long) != (None, None):
        minutes = minutes_of(service, found)
        return miss(state, scene) if minutes is None else choosing.choose_duration(known, scene, minutes)
    if state.step is Step.LOCATION:
        return choosing.choose_where(known, scene, service)
    is_with = found.is_with_anybody or found.practitioner_id is not None
    if state.step is Step.PRACTITIONER and is_with:
        return choosing.choose_practitioner(known, scene, found.practitioner_id)
    return ask(known, scene, lead=noted(known, scene))
