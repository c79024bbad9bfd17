"""Moving to somebody else: only where whoever has the appointment is not free when the patient would like to come."""

from chatbookr_core.dialogue.asking import find
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import SlotQuery
from chatbookr_core.dialogue.state import Notice, State
from chatbookr_core.dialogue.time_questions import other_practitioners


def may_ask_others(state: State, scene: Scene, query: SlotQuery) -> bool:
    """Tell whether a look that found nothing for a move may be made again with whoever else gives the service there."""
    if not state.is_rescheduling or query.practitioner_id is None:
        return False
    service = scene.find_service(state.service_id, is_booked=True)
    return service is not None and other_practitioners(service, state, scene)


def ask_others(state: State, query: SlotQuery) -> Turn:
    """Look for the same with anybody. Whose the appointment is stays whom it is looked for with first."""
    return find(
        state,
        purpose=query.purpose,
        day=query.day,
        after=query.after,
        from_time=query.from_time,
        until_time=query.until_time,
        last_day=query.last_day,
        weekdays=query.weekdays,
        days=query.days,
        refused=query.refused,
        day_hours=query.day_hours,
        notice=Notice.OTHERS,
        is_with_anybody=True,
    )


def has_chosen_other(state: State) -> bool:
    """Tell whether the patient was about to move to somebody else: then anybody does."""
    return state.is_rescheduling and state.chosen is not None and state.chosen.practitioner_id != state.practitioner_id
