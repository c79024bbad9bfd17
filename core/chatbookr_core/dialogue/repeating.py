"""What is not said again: the same a third time running, and times that have passed since they were shown."""

from dataclasses import replace
from typing import Final
from zlib import crc32

from chatbookr_core.dialogue.asking import MOST_MISSES, ask, find, hand_over
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.questions import question_for
from chatbookr_core.dialogue.rendering import texts
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import Notice, State, Step
from chatbookr_sdk import Buttons, Options, OutboundContent

_MOST_ALIKE: Final = 2


def never_thrice(before: State, turn: Turn, scene: Scene) -> Turn:
    """Return the turn that answers typed words, or another one where it would say the same a third time running.

    What is not understood is counted by itself, and a tap that is repeated has the same answer however often.
    """
    if not turn.say or turn.effects or turn.state.misses > before.misses:
        return _counted(turn, 0, 0) if turn.say or turn.effects else turn
    mark = _mark(turn.say)
    count = before.alike + 1 if mark == before.last_said else 1
    if count <= _MOST_ALIKE:
        return _counted(turn, mark, count)
    if turn.state.asks_to_go_on:
        words = scene.voice.gettext("I am sorry, I do not understand.")
        return _counted(hand_over(turn.state, scene, "not_understood", lead=words), 0, 0)
    return _counted(ask(replace(turn.state, asks_to_go_on=True, misses=MOST_MISSES - 1), scene), 0, 0)


def with_current_times(turn: Turn, scene: Scene) -> Turn:
    """Return the turn, or one that looks for times anew where it would show again what has passed meanwhile."""
    state, now = turn.state, scene.view.now
    is_shown = state.step in (Step.TIMES, Step.DAY_TIMES) and not state.asks_to_go_on and bool(turn.say)
    has_passed = is_shown and any(one.starts_at <= now for one in state.offered)
    if not has_passed or state.is_handed_over or state.service_id is None or turn.effects:
        return turn
    question = question_for(state, scene)
    said, body = turn.say[-1].body, question.body if question is not None else ""
    lead = said.removesuffix(body).strip() if said.endswith(body) else ""
    looking = find(state, notice=Notice.OUT_OF_DATE)
    return replace(looking, say=texts(lead, scene.view.limits) if lead else ())


def _counted(turn: Turn, mark: int, count: int) -> Turn:
    return replace(turn, state=replace(turn.state, last_said=mark, alike=count))


def _mark(said: tuple[OutboundContent, ...]) -> int:
    """Tell one answer from another by a number: what is said may name somebody, and is not kept."""
    return crc32("\n".join(line for content in said for line in (content.body, *_titles(content))).encode())


def _titles(content: OutboundContent) -> list[str]:
    match content:
        case Buttons():
            return [one.title for one in content.buttons]
        case Options():
            return [row.title for section in content.sections for row in section.rows]
    return []
