"""What can be asked, each question written from the state alone, so that it can be asked again at any time."""

from collections.abc import Callable, Sequence
from uuid import UUID

from chatbookr_core.dialogue import displaced, wording
from chatbookr_core.dialogue.overlaps import overlap
from chatbookr_core.dialogue.rendering import Choice, Group, Question, rows_within
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import Change, State, Step
from chatbookr_core.dialogue.suiting import written
from chatbookr_core.dialogue.time_questions import confirm, day_times, days, nothing_fits, nothing_free, times
from chatbookr_core.dialogue.view import BookingSummary, WaitingSummary
from chatbookr_core.dialogue.whom_questions import birth, name, who

WHOLE = 1
"""The page of the menu that shows what is rarely wanted too: for who asks for the menu by its name."""

REASONS = ("came_up", "time", "not_needed", "elsewhere", "other")


def question_for(state: State, scene: Scene) -> Question | None:
    """Write the question that is open, or None where nothing was asked."""
    if state.asks_to_go_on:
        return _go_on(state, scene)
    write = _QUESTIONS.get(state.step)
    return write(state, scene) if write else None


def plain(scene: Scene, body: str, *choices: Choice) -> Question:
    """Put a few choices to the patient, on buttons where the channel has them."""
    say = scene.voice.gettext
    return Question(body, (Group(say("Choices"), choices),), say("Choose"), say("Please answer with a number."))


def listed(
    scene: Scene, body: str, title: str, choices: Sequence[Choice], state: State, *, is_list: bool = True
) -> Question:
    """Put any number of choices to the patient; more than one list holds are turned over page by page."""
    say = scene.voice.gettext
    rows = rows_within(scene.view.limits)
    shown = tuple(choices)
    if len(shown) > rows:
        size = rows - 1
        begin = state.page * size if state.page * size < len(shown) else 0
        is_last = begin + size >= len(shown)
        turn = Choice("more:0", say("Back to the start")) if is_last else _more(scene, state, begin // size + 1)
        shown = (*shown[begin : begin + size], turn)
    return Question(body, (Group(title, shown),), say("Choose"), say("Please answer with a number."), is_list)


def _more(scene: Scene, state: State, page: int) -> Choice:
    say = scene.voice.gettext
    return Choice(f"more:{page}", say("More services") if state.step is Step.SERVICE else say("Show more"))


def _menu(state: State, scene: Scene) -> Question:
    view, say = scene.view, scene.voice.gettext
    body = say("Hello, how can I help you?")
    if view.patient.name:
        body = say("Hello {name}, how can I help you?", name=view.patient.name)
    choices = (*_again(scene), *menu_choices(scene))
    if view.waiting:
        choices = (*choices, Choice("waitlist", say("Waitlist")))
    if state.page == WHOLE or len(choices) > len(menu_choices(scene)):  # a list anyway: there is room
        others = (Choice("forother", say("For someone else")),) if view.books_for_others else ()
        choices = (*choices, *others, Choice("languages", say("Language")))
    return plain(scene, body, *choices)


def menu_choices(scene: Scene) -> tuple[Choice, ...]:
    """List the three things that are always possible."""
    say = scene.voice.gettext
    return (
        Choice("book", say("Book appointment")),
        Choice("mine", say("My appointments")),
        Choice("human", say("Talk to a person")),
    )


def _again(scene: Scene) -> tuple[Choice, ...]:
    last = scene.find_practitioner(scene.view.patient.last_practitioner_id)
    if last is None or not any(last.id in service.practitioner_ids for service in scene.view.services):
        return ()
    title = scene.voice.gettext("Again with {practitioner}", practitioner=last.short_name)
    if len(title) <= scene.view.limits.row_title_chars:
        service = scene.find_service(scene.view.patient.last_service_id)
        return (Choice("again", title, service.short_title if service else ""),)
    return (Choice("again", scene.voice.gettext("Same as last time"), last.short_name),)


def _service(state: State, scene: Scene) -> Question:
    say = scene.voice.gettext
    offered = [
        one
        for one in scene.view.services
        if state.practitioner_id is None or state.practitioner_id in one.practitioner_ids
    ]
    choices = [Choice(f"service:{one.id.hex}", one.short_title, wording.service_facts(scene, one)) for one in offered]
    return listed(scene, say("What would you like to book?"), say("Services"), choices, state, is_list=False)


def _duration(state: State, scene: Scene) -> Question | None:
    say, service = scene.voice.gettext, scene.find_service(state.service_id)
    if service is None:
        return None
    choices = [
        Choice(f"minutes:{one.minutes}", say("{minutes} min", minutes=one.minutes), one.price)
        for one in service.durations
    ]
    return listed(scene, say("How long shall it be?"), say("Durations"), choices, state, is_list=False)


def _location(state: State, scene: Scene) -> Question:
    say = scene.voice.gettext
    service = scene.find_service(state.service_id)
    places = scene.locations_of(service) if service else []
    choices = [Choice(f"location:{one.id.hex}", one.name, one.address) for one in places]
    return listed(scene, say("Where would you like to come?"), say("Places"), choices, state)


def _practitioner(state: State, scene: Scene) -> Question:
    say = scene.voice.gettext
    service = scene.find_service(state.service_id)
    people = scene.practitioners_of(service, state.location_id) if service else []
    choices = [Choice("practitioner:any", say("First available"))]
    choices += [Choice(f"practitioner:{one.id.hex}", one.short_name) for one in people]
    return listed(scene, say("With whom?"), say("Practitioners"), choices, state)


def _appointments(state: State, scene: Scene) -> Question:
    say = scene.voice.gettext
    kind = state.change.value if state.change else "booking"
    choices = [
        Choice(f"{kind}:{one.id.hex}", wording.moment(scene, one), wording.row_of(scene, one))
        for one in scene.view.standing
    ]
    body = f"{displaced.of_several(scene, scene.view.standing)}\n{say('Your appointments:')}".lstrip()
    if state.change is not None:
        is_move = state.change is Change.MOVE
        body = say("Which appointment shall be moved?") if is_move else say("Which appointment shall be cancelled?")
    return listed(scene, body, say("Appointments"), choices, state)


def change_choices(scene: Scene, booking_id: UUID) -> tuple[Choice, ...]:
    """List what can be done with a booking."""
    say = scene.voice.gettext
    return (
        Choice(f"move:{booking_id.hex}", say("Reschedule")),
        Choice(f"cancel:{booking_id.hex}", say("Cancel booking")),
    )


def _appointment(state: State, scene: Scene) -> Question | None:
    booking, say = scene.find_booking(state.booking_id), scene.voice.gettext
    if booking is None:
        return None
    body = f"*{wording.moment(scene, booking)}*\n{wording.what_and_where(scene, booking.service_id, booking)}\n"
    if booking.series is not None:
        body += say("Appointment {number} of {count}", number=booking.series[0], count=booking.series[1]) + "\n"
    body = wording.about(scene, booking, body + say("Reference: {reference}", reference=booking.reference))
    if booking.is_displaced:
        body += f"\n{displaced.of_one(scene, booking)}"
        return plain(scene, body, *displaced.choices(scene, booking), Choice("menu", say("Back")))
    return plain(scene, body, *change_choices(scene, booking.id), Choice("menu", say("Back")))


def _booked(state: State, scene: Scene) -> Question | None:
    booking = scene.find_booking(state.booking_id)
    return booked(scene, booking) if booking else None


def booked(scene: Scene, booking: BookingSummary, *, is_moved: bool = False) -> Question:
    """Write M7: the booking stands (or stands at another time)."""
    say = scene.voice.gettext
    body = say("Booked: {time}, ref {reference}.", time=wording.moment(scene, booking), reference=booking.reference)
    if is_moved:
        body = say(
            "Moved to {time}, ref {reference}.", time=wording.moment(scene, booking), reference=booking.reference
        )
    if booking.is_requested:
        body = say(
            "Requested: {time}, ref {reference}.", time=wording.moment(scene, booking), reference=booking.reference
        )
        body += " " + say("The practice keeps the time for you and confirms it here.")
    if booking.is_displaced:
        body += " " + displaced.of_one(scene, booking)
    if scene.view.will_remind(booking):
        body += " " + say("I will remind you.")
    body = wording.about(scene, booking, body)
    if scene.view.calendar_file_of is not None and not booking.is_requested:
        address = scene.view.calendar_file_of(booking.id)
        body += "\n" + say("For your calendar: {address}", address=address)
    if booking.is_inside_cutoff:  # a button that could only be refused would be a lie
        return plain(scene, f"{body} {say('To change it, please ask the practice.')}")
    return plain(scene, body, *change_choices(scene, booking.id))


def _cancelling(state: State, scene: Scene) -> Question | None:
    booking, say = scene.find_booking(state.booking_id), scene.voice.gettext
    if booking is None:
        return None
    body = say(
        "Cancel this appointment?\n{time}, {what}",
        time=wording.moment(scene, booking),
        what=wording.what_and_where(scene, booking.service_id, booking),
    )
    return plain(
        scene,
        wording.about(scene, booking, body),
        Choice(f"yes:{booking.id.hex}", say("Yes, cancel")),
        Choice(f"keep:{booking.id.hex}", say("Keep it")),
        Choice(f"move:{booking.id.hex}", say("Other time")),
    )


def _reason(state: State, scene: Scene) -> Question:
    say = scene.voice.gettext
    when = wording.moment(scene, state.chosen) if state.chosen else ""
    body = say("Cancelled: {time}. Book again any time.", time=when)
    body += "\n\n" + say("May I ask why? You need not answer.")
    titles = (
        say("Something came up"),
        say("Time does not suit"),
        say("No longer needed"),
        say("Going elsewhere"),
        say("Other reason"),
    )
    choices = [Choice(f"reason:{code}", title) for code, title in zip(REASONS, titles, strict=True)]
    return listed(scene, body, say("Reasons"), choices, state)


def _waitlist(state: State, scene: Scene) -> Question | None:
    """Say what is waited for, and let it be given up."""
    waiting, say = scene.view.waiting, scene.voice.gettext
    if not waiting:
        return None
    if len(waiting) == 1:
        return place_on_list(scene, waiting[0])
    choices = [_place_row(scene, one) for one in waiting]
    body = say("You are on the waitlist. Which one would you like to leave?")
    return listed(scene, body, say("Waitlist"), (*choices, Choice("menu", say("Back"))), state)


def place_on_list(scene: Scene, one: WaitingSummary) -> Question:
    """Say for whom, for what and when one place is, and let it be given up."""
    say, service = scene.voice.gettext, wording.service_title(scene, one.service_id)
    body = say("You are on the waitlist for {service}. I will write to you when a time is free.", service=service)
    if when := written(one.suiting, scene.voice):
        body += "\n" + say("When: {when}", when=when)
    return plain(scene, wording.about(scene, one, body), Choice(f"unlist:{one.id.hex}", say("Leave waitlist")))


def _place_row(scene: Scene, one: WaitingSummary) -> Choice:
    facts = ", ".join(fact for fact in (one.person, written(one.suiting, scene.voice)) if fact)
    return Choice(f"unlist:{one.id.hex}", wording.service_title(scene, one.service_id), facts)


def _suiting(state: State, scene: Scene) -> Question:
    """Ask once when it would suit who waits."""
    say = scene.voice.gettext
    body = say("When would it suit? You can also write it, such as “Thursday after 4” or “next week”.")
    choices = (
        Choice("suiting:any", say("Any time")),
        Choice("suiting:morning", say("Mornings")),
        Choice("suiting:afternoon", say("Afternoons")),
    )
    return plain(scene, body, *choices)


def _go_on(state: State, scene: Scene) -> Question:
    say = scene.voice.gettext
    return plain(
        scene,
        say("How shall we go on?"),
        Choice("continue", say("Continue")),
        Choice("restart", say("Start over")),
        Choice("human", say("Talk to a person")),
    )


_QUESTIONS: dict[Step, Callable[[State, Scene], Question | None]] = {
    Step.MENU: _menu,
    Step.SERVICE: _service,
    Step.LOCATION: _location,
    Step.PRACTITIONER: _practitioner,
    Step.DURATION: _duration,
    Step.TIMES: times,
    Step.DAYS: days,
    Step.DAY_TIMES: day_times,
    Step.NOTHING_FREE: nothing_free,
    Step.NOTHING_FITS: nothing_fits,
    Step.WHO: who,
    Step.NAME: name,
    Step.BIRTH: birth,
    Step.OVERLAP: overlap,
    Step.CONFIRM: confirm,
    Step.BOOKED: _booked,
    Step.APPOINTMENTS: _appointments,
    Step.APPOINTMENT: _appointment,
    Step.CANCELLING: _cancelling,
    Step.REASON: _reason,
    Step.WAITLIST: _waitlist,
    Step.SUITING: _suiting,
}
