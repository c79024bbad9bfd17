"""The first words of a talk: the notice goes first, and what was wanted is kept until it can be asked for."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from chatbookr_core.dialogue import facts, wording, words
from chatbookr_core.dialogue.agreeing import must_agree, welcome
from chatbookr_core.dialogue.asking import again, noticed
from chatbookr_core.dialogue.beginning import with_all_said
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import wish_in
from chatbookr_core.dialogue.rendering import led_by, texts
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.sentences import About, about
from chatbookr_core.dialogue.state import State
from chatbookr_core.dialogue.whom import service_named
from chatbookr_core.dialogue.wishes import Wish

NOTICE_HOLDS: Final = timedelta(days=30)
_FEW_WORDS = 6
_MORE_WORDS = 12
_NOTICE_CHARS: Final = 300
"""What is kept free for the link to how data is used, or for the question whether somebody agrees."""

WRONG_NUMBER: Final = words.spoken(
    *("wrong number", "wrong person", "wrong chat", "falsche nummer", "verwählt", "falscher chat", "faux numéro"),
    *("mauvais numéro", "trompé de numéro", "trompée de numéro", "número equivocado", "me equivoqué de número"),
    *("numero sbagliato", "sbagliato numero", "número errado", "enganei-me no número", "verkeerd nummer"),
    *("verkeerde nummer", "verkeerde persoon"),
)
WHO_IS_THIS: Final = words.spoken(
    *("who is this", "who are you", "who's this", "are you a bot", "are you a robot", "is this a bot", "am i talking"),
    *("wer ist das", "wer bist du", "wer sind sie", "bist du ein bot", "sind sie ein bot"),
    *("qui êtes-vous", "c'est qui", "qui est-ce", "vous êtes un robot", "c'est un robot"),
    *("quién es", "quién eres", "eres un bot", "es un robot"),
    *("chi sei", "chi è", "chi parla", "sei un bot", "quem é", "quem fala", "és um bot", "é um robô", "wie is dit"),
    *("wie ben je", "wie bent u", "ben je een bot", "bent u een robot"),
)

ROBOT: Final = words.spoken(
    *("you a robot", "or a robot", "a real human", "are you human", "are you real", "is this a robot"),
    *("is this automated", "you a bot", "or a bot", "bin ich mit einem roboter", "ist das ein bot", "oder ein bot"),
    *("ist das ein roboter", "sind sie ein roboter", "bist du ein roboter", "oder ein roboter", "bist du echt"),
    *("êtes-vous humain", "êtes-vous humaine", "ou un robot", "un robot ou", "eres humano", "eres una persona"),
    *("o un robot", "o eres un bot", "sei un robot", "sei umano", "ou um robô", "é um bot", "és humano"),
    *("ben je een robot", "bent u een robot", "of een robot", "ben je echt", "is dit een robot", "is dit een bot"),
)
"""What asks whether a person speaks."""

_WITH_WHOM: Final = re.compile(r"\b(?:con chi|com quem|con quien|bei wem|mit wem|with who|met wie|bij wie)\b")
"""What asks for somebody of the practice."""


def are_first(state: State, scene: Scene) -> bool:
    """Tell whether words are somebody's first: nobody is served before they have read the notice, lately."""
    return state.greeted_at is None or scene.view.now - state.greeted_at >= NOTICE_HOLDS


def first(text: str, state: State, scene: Scene, meant: Turn | None) -> Turn:
    """Show the notice, and go on at once with what is meant, or once they have agreed: nobody says it twice.

    `meant` answers the same words of somebody who was greeted; None where they want nothing that could be begun.
    """
    if meant is not None and (meant.state.is_handed_over or not must_agree(scene)):
        notice, limits = wording.greeting(scene), scene.view.limits
        say = led_by(notice, meant.say, limits) if meant.say else texts(notice, limits)
        return replace(meant, say=say, effects=(*noticed(state, scene), *meant.effects))
    turn = welcome(state, scene, fact=_fact(text, state, scene))
    if meant is not None:
        return replace(turn, state=meant.state)
    wish = wish_in(text, state, scene)
    kept = replace(turn.state, wish=None if wish == Wish() else wish, meant_service_id=service_named(text, scene))
    return replace(turn, state=with_all_said(text, kept, scene))


def stranger(text: str, state: State, scene: Scene) -> Turn | None:
    """Say who speaks where that is asked; who has the wrong number wants no answer."""
    if words.says(text, WRONG_NUMBER):
        return Turn(state)
    said = words.bare(text)
    is_asked = len(said.split()) <= _FEW_WORDS and words.says(said, WHO_IS_THIS) and not _WITH_WHOM.search(said)
    is_asked = is_asked or (len(said.split()) <= _MORE_WORDS and words.says(said, ROBOT))
    return again(state, scene, lead=wording.introduction(scene)) if is_asked else None


def _fact(text: str, state: State, scene: Scene) -> str:
    """Answer what is asked in the first words, as far as it goes into one message with the notice.

    Who cannot come to what nobody knows of here is told that: they would believe that it is cancelled.
    """
    fact = facts.told(text, state, scene) or ""
    if not fact and not scene.view.upcoming and about(text) in (About.CANCEL, About.MOVE, About.MISS):
        fact = scene.voice.gettext("You have no upcoming appointments.")
    return fact if len(wording.introduction(scene)) + len(fact) <= scene.view.limits.body_chars - _NOTICE_CHARS else ""
