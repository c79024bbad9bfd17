"""The questions about when: times, days, times of a day, nothing free, and the one that books."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from chatbookr_core.availability.horizons import horizon_for
from chatbookr_core.dialogue import dates, wording
from chatbookr_core.dialogue.rendering import Choice, Group, Question
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import Slot
from chatbookr_core.dialogue.state import Notice, State, Who
from chatbookr_core.dialogue.suiting import written_wish
from chatbookr_core.dialogue.view import ServiceView
from chatbookr_core.dialogue.whom_questions import for_whom

NOON, EVENING = 12, 17
Numbered = tuple[int, Slot]


def times(state: State, scene: Scene) -> Question:
    """Offer concrete times, day by day (M4)."""
    say = scene.voice.gettext
    numbered = enumerate(state.offered)
    groups = [
        Group(dates.day_title(day, scene.voice.language), _slot_choices(found, state, scene))
        for day, found in groupby(numbered, key=lambda one: _day_of(one[1], scene))
    ]
    groups.append(Group(say("More"), (_another_day(scene), Choice("none", say("None of these")))))
    return _time_list(_on_request(state, scene) + _times_body(state, scene), groups, scene)


def days(state: State, scene: Scene) -> Question:
    """Offer the days that have space."""
    say = scene.voice.gettext
    zone = scene.zone_of(state.location_id)
    choices = tuple(
        Choice(
            f"day:{row.day.isoformat()}",
            dates.day_title(row.day, scene.voice.language),
            say(
                "{count} free, from {time}",
                count=row.count,
                time=dates.clock(row.first_start, zone),
            ),
        )
        for row in state.days
    )
    groups = [Group(say("Days"), choices)]
    if state.has_later_days:
        groups.append(Group(say("More"), (Choice("later", say("Later dates")),)))
    body = _with_others(state, scene) if state.notice is Notice.OTHERS else say("Which day suits you?")
    return _time_list(body, groups, scene)


def day_times(state: State, scene: Scene) -> Question:
    """Offer one day's times by morning, afternoon and evening."""
    say = scene.voice.gettext
    titles = (say("Morning"), say("Afternoon"), say("Evening"))
    groups = [
        Group(titles[part], _slot_choices(found, state, scene))
        for part, found in groupby(enumerate(state.offered), key=lambda one: _part_of(one[1], scene))
    ]
    groups.append(Group(say("More"), (_another_day(scene),)))
    body = say("Choose a time:")
    if state.notice is Notice.OTHERS:
        body = _with_others(state, scene)
    elif state.notice is Notice.OUT_OF_DATE:
        body = say("That list is out of date, here are the current times:")
    elif state.day is not None:
        body = say("Times on {day}:", day=dates.long_day(state.day, scene.voice.language))
    return _time_list(_on_request(state, scene) + body, groups, scene)


def nothing_free(state: State, scene: Scene) -> Question:
    """Say that nothing is free, and what else there is."""
    moved = scene.find_booking(state.booking_id) if state.is_rescheduling else None
    horizon = horizon_for(scene.view.horizon, now=scene.view.now, standing=moved.ends_at if moved else None)
    weeks = max(horizon.days // 7, 1)
    body = scene.voice.ngettext(
        "There is nothing free in the next week.", "There is nothing free in the next {count} weeks.", weeks
    )
    others = () if state.practitioner_id is None else _other_practitioner(state, scene)
    return _ways_on(body, state, scene, *_join(state, scene), *others)


def nothing_fits(state: State, scene: Scene) -> Question:
    """Ask what would fit better."""
    body = scene.voice.gettext("What would suit you better? You can also write a day, such as “Thursday after 4”.")
    return _ways_on(body, state, scene, _another_day(scene), *_other_practitioner(state, scene), *_join(state, scene))


def confirm(state: State, scene: Scene) -> Question | None:
    """Show everything once more; booking and reminders are two choices in one message (M6)."""
    slot, say = state.chosen, scene.voice.gettext
    if slot is None:
        return None
    lines = [f"*{wording.whole_time(scene, slot)}*", _what_and_until(slot, state, scene)]
    if whose := for_whom(state, scene):
        lines.append(whose)
    if slot.is_on_request:
        lines.append(say("The practice keeps the time for you and confirms it here."))
    if state.is_rescheduling:
        booking = scene.find_booking(state.booking_id)
        if booking is not None:
            lines.append(say("Your current time: {time}.", time=wording.moment(scene, booking)))
        choices: tuple[Choice, ...] = (
            Choice("swap", say("Ask for this time") if slot.is_on_request else say("Move appointment")),
            Choice("other", say("Other time")),
            Choice("stay", say("Keep old time")),
        )
    elif not scene.view.sends_reminders:
        choices = (Choice("confirm", say("Confirm")), Choice("other", say("Other time")))
    else:
        lines.append(wording.reminder_question(scene))
        choices = (
            Choice("remind", say("Confirm + reminder")),
            Choice("confirm", say("Confirm only")),
            Choice("other", say("Other time")),
        )
    return Question(
        "\n".join(lines), (Group(say("Choices"), choices),), say("Choose"), say("Please answer with a number.")
    )


def other_practitioners(service: ServiceView, state: State, scene: Scene) -> bool:
    """Tell whether someone else gives the service where the patient wants it."""
    return any(one.id != state.practitioner_id for one in scene.practitioners_of(service, state.location_id))


def _what_and_until(slot: Slot, state: State, scene: Scene) -> str:
    line = wording.what_and_where(scene, state.service_id, slot) + "."
    until = slot.starts_at - timedelta(minutes=scene.view.cutoff_minutes)
    if until > scene.view.now:
        when = dates.moment(until, wording.zone_of(scene, slot), scene.voice.language)
        line += " " + scene.voice.gettext("You can change it here until {time}.", time=when)
    else:
        line += " " + scene.voice.gettext("To change it, please ask the practice.")
    return line


def unseen(scene: Scene) -> str:
    """Say that nobody knows whether times are free, and who confirms them."""
    say = scene.voice.gettext
    return say("I cannot see the calendar right now.") + " " + say("The practice confirms the time you choose.")


def _on_request(state: State, scene: Scene) -> str:
    return f"{unseen(scene)}\n" if any(slot.is_on_request for slot in state.offered) else ""


def _times_body(state: State, scene: Scene) -> str:
    say = scene.voice.gettext
    match state.notice:
        case Notice.GONE:
            return say("That time has just gone. The nearest are:")
        case Notice.EXPIRED:
            return say("That time is no longer held for you. Here are the current times:")
        case Notice.OUT_OF_DATE:
            return say("That list is out of date, here are the current times:")
        case Notice.PAST:
            return say("That day is past. Here are the next times:")
        case Notice.NONE_THEN:
            return say("There is nothing free then. Here are other times:")
        case Notice.AS_WISHED if state.wish is not None:
            return say("Free times, {when}:", when=written_wish(state.wish, scene.voice))
        case Notice.OTHERS:
            return _with_others(state, scene)
    booking = scene.find_booking(state.booking_id) if state.is_rescheduling else None
    if booking is not None:
        return say("Current: {time}. Choose a new time:", time=wording.moment(scene, booking))
    return say("Choose a time for {service}:", service=wording.service_title(scene, state.service_id))


def _with_others(state: State, scene: Scene) -> str:
    """Say that it is not with whom the appointment is; the rows say with whom."""
    name = wording.practitioner_name(scene, state.practitioner_id)
    if not name:
        return scene.voice.gettext("There is nothing free then. Here are other times:")
    return scene.voice.gettext(
        "Nothing is free with {practitioner}. These times are with someone else:", practitioner=name
    )


def _time_list(body: str, groups: list[Group], scene: Scene) -> Question:
    say = scene.voice.gettext
    return Question(body, tuple(groups), say("Choose"), say("Please answer with a number."), is_list=True)


def _slot_choices(numbered: Iterable[Numbered], state: State, scene: Scene) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            f"slot:{number}:{int(slot.starts_at.timestamp()) // 60}",
            wording.moment(scene, slot),
            wording.row_facts(scene, state.service_id, slot),
        )
        for number, slot in numbered
    )


def _day_of(slot: Slot, scene: Scene) -> date:
    return dates.local_day(slot.starts_at, wording.zone_of(scene, slot))


def _part_of(slot: Slot, scene: Scene) -> int:
    hour = dates.local_time(slot.starts_at, wording.zone_of(scene, slot)).hour
    return (hour >= NOON) + (hour >= EVENING)


def _another_day(scene: Scene) -> Choice:
    return Choice("another", scene.voice.gettext("Another day"))


def _other_practitioner(state: State, scene: Scene) -> tuple[Choice, ...]:
    service = scene.find_service(state.service_id)
    if state.is_rescheduling or service is None or not other_practitioners(service, state, scene):
        return ()
    return (Choice("whom", scene.voice.gettext("Other practitioner")),)


def _join(state: State, scene: Scene) -> tuple[Choice, ...]:
    """Offer the waitlist to who is not on it for the same yet."""
    if not scene.view.has_waitlist or _is_waiting(state, scene):
        return ()
    return (Choice("join", scene.voice.gettext("Join waitlist")),)


def _is_waiting(state: State, scene: Scene) -> bool:
    """Tell whether who comes has a place for the same; not where it is still to be said who that is."""
    waiting, patient = scene.view.waiting, scene.view.patient
    if state.is_rescheduling:
        return any(one.booking_id == state.booking_id for one in waiting)
    is_asked = scene.view.books_for_others and bool(patient.relatives or patient.last_practitioner_id is None)
    if state.who in (Who.OTHER, Who.NEW) or (state.who is None and is_asked):
        return False
    wanted = state.service_id, None, state.relative_id
    return any((one.service_id, one.booking_id, one.relative_id) == wanted for one in waiting)


def _ways_on(body: str, state: State, scene: Scene, *choices: Choice) -> Question:
    say = scene.voice.gettext
    ways = (*choices, Choice("human", say("Talk to a person")))
    return Question(body, (Group(say("Choices"), ways),), say("Choose"), say("Please answer with a number."))
