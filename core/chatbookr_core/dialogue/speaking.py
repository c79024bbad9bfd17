"""Changes the language (M14): seen in a first text that is sure, told by its name, or chosen from those spoken."""

from dataclasses import replace

from chatbookr_core.dialogue import words
from chatbookr_core.dialogue.agreeing import ask_to_agree, must_agree, welcome
from chatbookr_core.dialogue.asking import again, show, tell
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.languages import asked_for, find_language, greeted_in, own_names, spoken_in
from chatbookr_core.dialogue.questions import listed
from chatbookr_core.dialogue.rendering import Choice, Form, form_of
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Step
from chatbookr_core.voice import PATIENTS_LANGUAGES, voice_for


def noticed_in(text: str, state: State, scene: Scene) -> tuple[State, Scene]:
    """Speak the language of somebody's first text that is sure, as long as none is known; a name is in none."""
    is_unknown = state.language is None and scene.view.patient.language is None
    is_named = state.step in (Step.WHO, Step.NAME, Step.BIRTH, Step.OVERLAP, Step.CONFIRM)
    language = None
    if is_unknown and not is_named:
        language = spoken_in(text) or greeted_in(words.plain(text))
    if language is None:
        return state, scene
    return replace(state, language=language), replace(scene, voice=voice_for(language))


def language_named(text: str, state: State, scene: Scene) -> Turn | None:
    """Switch where a language is named, list those spoken where one asks for that; None otherwise."""
    language = find_language(text) or asked_for(text)
    if language is not None:
        return speak(state, scene, language)
    return ask_language(state, scene) if text in words.LANGUAGE and state.greeted_at is not None else None


def speak(state: State, scene: Scene, language: str) -> Turn:
    """Speak another language from now on, and ask in it what is open."""
    if language not in PATIENTS_LANGUAGES:
        return again(state, scene)
    speaking = replace(state, language=language, misses=0, asks_to_go_on=False)
    switched = replace(scene, voice=voice_for(language))
    if state.greeted_at is None:
        return welcome(speaking, switched)
    return ask_to_agree(speaking, switched) if must_agree(switched) else again(speaking, switched)


def ask_language(state: State, scene: Scene) -> Turn:
    """List the languages without leaving the open question: a choice says by itself what it is about."""
    say = scene.voice.gettext
    choices = [Choice(f"language:{tag}", name) for tag, name in own_names().items()]
    question = listed(scene, say("Which language shall I write in?"), say("Languages"), choices, state)
    if form_of(question, scene.view.limits) is Form.NUMBERED:  # a number would answer the question that is open
        return tell(state, scene, "\n".join((question.body, *own_names().values())))
    return Turn(state, show(question, state, scene))
