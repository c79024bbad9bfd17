"""Where the clinic asks for it, nobody is served who has not agreed first; where they were is taken up afterwards."""

import re
from dataclasses import replace

from chatbookr_core.consents.rules import Decision, Purpose, State, version_of
from chatbookr_core.dialogue import facts, wording, words
from chatbookr_core.dialogue.asking import MOST_MISSES, again, greet, greeted, hand_over, noticed, show, tell
from chatbookr_core.dialogue.events import NoteConsent, ReleaseHold, Turn
from chatbookr_core.dialogue.looking import look
from chatbookr_core.dialogue.questions import plain, question_for
from chatbookr_core.dialogue.rendering import Choice, Form, Question, form_of
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State as Dialogue
from chatbookr_core.dialogue.state import Step
from chatbookr_core.voice import voice_for

PURPOSE = Purpose.DATA_PROCESSING
_AGREED = words.spoken(
    *("agree", "i agree", "i accept", "accept", "ich stimme zu", "ich bin einverstanden", "j'accepte"),
    *(
        "je suis d'accord",
        "estoy de acuerdo",
        "acepto",
        "accetto",
        "sono d'accordo",
        "acconsento",
        "concordo",
        "aceito",
    ),
    *("aceito", "ik ga akkoord", "mee eens", "ik ben akkoord", "ik stem toe", "akkoord hoor"),
)
_PAUSE = re.compile(r"[,.!; ]+")
LOOKED_FOR = (Step.FINDING, Step.HOLDING)


def must_agree(scene: Scene) -> bool:
    """Tell whether the patient has still to agree: never asked, refused, taken back, or to other words than today's.

    A yes that staff entered holds whatever its words were: they answer for it.
    """
    standing = scene.view.patient.consents.get(PURPOSE)
    if not scene.view.asks_consent:
        return False
    if standing is None or standing.state is not State.GRANTED:
        return True
    asked = replace(scene, voice=voice_for(standing.language))
    return standing.wording is not None and standing.wording != version_of(wording.agreement(asked))


def ask_to_agree(state: Dialogue, scene: Scene, *, lead: str = "") -> Turn:
    """Ask, and leave the open question as it is: it comes again once they have agreed."""
    question = _question(scene)
    body = "\n\n".join(part for part in (lead, question.body) if part)
    return Turn(state, show(replace(question, body=body), state, scene))


def welcome(state: Dialogue, scene: Scene, *, fact: str = "") -> Turn:
    """Introduce the assistant (M1); who has to agree is asked that in place of the menu, which comes afterwards.

    `fact` answers what was asked in the first words.
    """
    if not must_agree(scene):
        return greet(state, scene, fact=fact)
    lead, fresh = wording.introduction(scene), greeted(state, scene)
    effects = noticed(state, scene, f"{lead}\n\n{wording.agreement(scene)}")
    shown = "\n\n".join(part for part in (lead, fact) if part)
    return replace(ask_to_agree(fresh, scene, lead=shown), effects=effects)


def _question(scene: Scene) -> Question:
    say = scene.voice.gettext
    return plain(
        scene,
        wording.agreement(scene),
        Choice(f"agree:{version_of(wording.agreement(scene))}", say("I agree")),
        Choice("decline:0", say("I do not agree")),
        Choice("human", say("Talk to a person")),
    )


def answered(text: str, state: Dialogue, scene: Scene, meant: Turn | None) -> Turn:
    """Let nothing pass but an answer; what is `meant` beside one is kept, and gone on with once they have agreed."""
    question = _question(scene)
    titles = [words.plain(choice.title) for choice in question.choices]
    is_numbered = form_of(question, scene.view.limits) is Form.NUMBERED
    said = words.without_courtesy(text)
    if text == titles[0] or _agrees(said) or (is_numbered and text == "1"):
        return agree(state, scene, version_of(wording.agreement(scene)))
    if titles[1] in (text, said) or said in words.NO or (is_numbered and text == "2"):
        return decline(state, scene)
    fact = facts.told(text, state, scene)  # what everybody may know needs no agreement
    if fact or meant is None:
        return ask_to_agree(state, scene, lead=fact) if fact else _missed(state, scene)
    return ask_before(meant, state, scene)


def _agrees(said: str) -> bool:
    """Tell whether plain words agree and say nothing else: "ok, I agree"; "book" is no agreement."""
    found = _PAUSE.split(said)
    parted = ((" ".join(found[:end]), " ".join(found[end:])) for end in range(1, len(found)))
    agreed = words.YES | _AGREED
    return said in agreed or any(first in words.YES and rest in agreed for first, rest in parted)


def ask_before(meant: Turn, state: Dialogue, scene: Scene) -> Turn:
    """Ask in place of what would be answered, and keep where that leads: it goes on there once they have agreed."""
    if meant.state.is_handed_over:  # a person is there without a yes
        return meant
    released = tuple(one for one in meant.effects if isinstance(one, ReleaseHold))
    return replace(ask_to_agree(replace(meant.state, misses=state.misses), scene), effects=released)


def _missed(state: Dialogue, scene: Scene) -> Turn:
    """Ask once more; who does not answer three times is spoken to by a person."""
    misses = state.misses + 1
    if misses >= MOST_MISSES:
        lead = scene.voice.gettext("I am sorry, I do not understand.")
        return hand_over(state, scene, "not_understood", lead=lead)
    return ask_to_agree(replace(state, misses=misses), scene)


def agree(state: Dialogue, scene: Scene, version: str) -> Turn:
    """Enter the yes and go on where the patient was; a yes to other words than today's is asked for anew."""
    text = wording.agreement(scene)
    if not must_agree(scene):
        return again(state, scene)
    if version != version_of(text):
        return ask_to_agree(state, scene, lead=scene.voice.gettext("What I ask has changed since then."))
    went_on = _go_on(replace(state, misses=0, asks_to_go_on=False), scene)
    note = NoteConsent(PURPOSE, Decision.GRANTED, text, scene.voice.language)
    return replace(went_on, effects=(note, *went_on.effects))


def _go_on(state: Dialogue, scene: Scene) -> Turn:
    """Take up the open question, or the times that were being looked for; with neither, the menu."""
    is_lost = state.service_id is not None and state.step in LOOKED_FOR and question_for(state, scene) is None
    return look(state, scene) if is_lost else again(state, scene)


def decline(state: Dialogue, scene: Scene) -> Turn:
    """Enter the no, say what is left, and ask again when they write."""
    say = scene.voice.gettext
    said = say("All right. Without your agreement I cannot book for you here.")
    if scene.view.phone:
        said += " " + say("You can call the practice: {phone}.", phone=scene.view.phone)
    note = NoteConsent(PURPOSE, Decision.REFUSED, wording.agreement(scene), scene.voice.language)
    return tell(replace(state, misses=0), scene, said, effects=(note,))
