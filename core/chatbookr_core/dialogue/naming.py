"""Names that are given unasked: who writes is called otherwise than their phone says, or somebody else comes."""

import re
from dataclasses import replace
from typing import Final

from chatbookr_core.dialogue import words
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import wish_in
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Step, Who
from chatbookr_core.dialogue.steps import HELD
from chatbookr_core.dialogue.whom import called_so, go_on, service_named
from chatbookr_core.relatives.rules import first_name, is_same_name, name_from

_INTRODUCED: Final = re.compile(
    r"(?:no,? |nein,? |non,? |nee,? |nao,? |não,? )?(?:my (?:real )?name is|my name's|i am called"
    r"|i'm called|ich hei(?:ß|ss)e|mein name ist|je m'appelle|mon nom est|mon nom c'est"
    r"|me llamo|mi nombre es|mi chiamo|il mio nome (?:è|e)"
    r"|chamo-me|me chamo|(?:o )?meu nome (?:é|e)|ik heet|mijn naam is)[: ]+(?P<name>.+)",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"(?:no,? |nein,? |non,? |nee,? )?(?:(?:it's|it is|this is|das ist|es ist|der termin ist|c'est|es|la cita es|è|e'|é"
    r"|het is|dit is) )?(?:for|für|fuer|pour|para|per|voor) (?P<name>[^?!:;\d]+)",
    re.IGNORECASE,
)
_MOST_WORDS = 4

NOT_MY_NAME: Final = words.spoken(
    *("not my name", "wrong name", "name is wrong", "change my name", "not my real name", "nicht mein name"),
    *("falscher name", "name ist falsch", "name stimmt nicht", "pas mon nom", "mauvais nom", "nom est faux"),
    *("pas le bon nom", "no es mi nombre", "nombre equivocado", "nombre está mal", "nombre incorrecto"),
    *("non è il mio nome", "nome sbagliato", "nome è sbagliato", "não é o meu nome", "nome errado", "nome está errado"),
    *("niet mijn naam", "verkeerde naam", "naam klopt niet", "naam is verkeerd"),
)


def renamed(text: str, state: State, scene: Scene) -> Turn | None:
    """Take a name as it was written, where a time is held; None where none is given."""
    if state.step not in HELD or state.asks_to_go_on or state.is_rescheduling:
        return None
    written = " ".join(text.replace("’", "'").split()).strip(" .,!")
    if found := _INTRODUCED.fullmatch(written):
        return _of_contact(replace(state, misses=0), scene, name_from(found["name"]))
    if words.says(words.plain(text), NOT_MY_NAME):
        return _of_contact(replace(state, misses=0), scene, None)
    found = _FOR.fullmatch(written)
    if found is None or not scene.view.books_for_others or _is_of_time_or_service(words.plain(text), state, scene):
        return None
    return _of_other(replace(state, misses=0), scene, found["name"].strip())


def _is_of_time_or_service(text: str, state: State, scene: Scene) -> bool:
    """Tell whether what something is for, as in `für Freitag` and `für Kontrolle`, is when or what, and not who."""
    return wish_in(text, state, scene) is not None or service_named(text, scene) is not None


def _of_contact(state: State, scene: Scene, name: str | None) -> Turn:
    """Let who writes be called so; ask how, where that was not said."""
    if state.step is Step.NAME and state.who is not Who.ME:  # the name of who comes was asked for
        return go_on(state if name is None else called_so(state, scene, name), scene)
    me = replace(state, who=Who.ME, relative_id=None, called=name)
    return go_on(me, scene, is_renamed=name is None)


def _of_other(state: State, scene: Scene, name: str) -> Turn | None:
    """Let somebody come who is named: a relative who is known, or somebody new, of whom the whole name is asked."""
    if words.plain(name) in words.ME:
        return go_on(replace(state, who=Who.ME, relative_id=None, called=None, born=None), scene)
    known = [
        one
        for one in scene.view.patient.relatives
        if is_same_name(one.name, name) or is_same_name(first_name(one.name), name)
    ]
    if len(known) == 1:
        relative = replace(state, who=Who.RELATIVE, relative_id=known[0].id, called=None, born=None)
        return go_on(relative, scene)
    is_name = all(word[:1].isupper() for word in name.split()) and len(name.split()) <= _MOST_WORDS
    if not is_name or not name.replace(" ", "").replace("-", "").replace("'", "").isalpha():
        return None
    return go_on(replace(state, who=Who.NEW, relative_id=None, called=name_from(name), born=None), scene)
