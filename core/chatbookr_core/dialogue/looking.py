"""Looks for times as they were wished for: a wish is kept from when it is said until it is known what for."""

import re
from dataclasses import replace
from datetime import time

from chatbookr_core.dialogue import dates, words
from chatbookr_core.dialogue.asking import find
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.nearby import near_what_moves
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Purpose
from chatbookr_core.dialogue.state import Notice, State
from chatbookr_core.dialogue.suiting import written_wish
from chatbookr_core.dialogue.wishes import Wish, find_wish

_SINCE = re.compile(r"\b(?:since|seit|depuis|sinds|desde|da(?= (?:ieri|lun|mar|mer|gio|ven|sab|dom))|dal|hace)\b")


def wish_in(text: str, state: State, scene: Scene) -> Wish | None:
    """Read when somebody would like to come out of a plain text; as soon as possible is a wish without limits.

    What is named beside it holds: "as soon as possible on Friday"; not since when something has been so.
    """
    is_soonest = words.says(text, words.SOONEST)
    if (state.service_id is not None and text in words.ANY_TIME) or (is_soonest and _SINCE.search(text)):
        return Wish()
    said = words.without(text, words.SOONEST) if is_soonest else text
    now, zone = scene.view.now, scene.zone_of(state.location_id)
    wish = find_wish(said, dates.local_day(now, zone), scene.voice.language, dates.local_time(now, zone))
    return Wish() if wish is None and is_soonest else wish


def look(state: State, scene: Scene) -> Turn:
    """Look for times: those that were wished for, where anything was."""
    wish = near_what_moves(state.wish, state, scene) if state.wish is not None else None
    if wish is None or wish == Wish():
        return find(replace(state, wish=None), is_soonest=wish is not None)
    state = replace(state, wish=wish)
    zone = scene.zone_of(state.location_id)
    if wish.day is not None and not wish.is_span:
        after = dates.instant_at(wish.day, wish.from_time, zone) if wish.from_time else None
        return find(
            state,
            purpose=Purpose.DAY,
            day=wish.day,
            after=after,
            from_time=wish.from_time,
            until_time=wish.until_time,
            day_hours=wish.day_hours,
        )
    begin = dates.instant_at(wish.day, time(), zone) if wish.day is not None else None
    return find(
        state,
        after=begin,
        from_time=wish.from_time,
        until_time=wish.until_time,
        last_day=wish.last_day,
        weekdays=wish.weekdays,
        days=wish.days,
        refused=wish.refused,
        day_hours=wish.day_hours,
        notice=Notice.AS_WISHED,
    )


def noted(state: State, scene: Scene) -> str:
    """Say when somebody would like to come, while something else is still to be asked; nothing where that is open."""
    when = written_wish(state.wish, scene.voice) if state.wish is not None else ""
    return scene.voice.gettext("Noted: {when}.", when=when.removesuffix(".")) if when else ""


def not_theirs(state: State, scene: Scene) -> str:
    """Say that who was named does not give what is booked; nothing where they do, or nobody was named."""
    named = scene.find_practitioner(state.details.practitioner_id if state.details else None)
    service = scene.find_service(state.service_id)
    if named is None or service is None or named.id in service.practitioner_ids:
        return ""
    say, title = scene.voice.gettext, service.short_title
    return say("{practitioner} does not offer {service}.", practitioner=named.short_name, service=title)
