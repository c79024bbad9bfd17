"""The questions of who comes (M5): who writes, or somebody they book for; then a name, and a date of birth."""

from chatbookr_core.dialogue.births import birth_date
from chatbookr_core.dialogue.rendering import ROW_TITLE_CHARS, Choice, Group, Question, rows_within, shortened
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Who
from chatbookr_core.relatives.rules import first_name


def who(state: State, scene: Scene) -> Question:
    """Offer who writes, whom they have booked for before, and somebody else."""
    say = scene.voice.gettext
    me, relatives = Choice("who:me", say("For me")), scene.view.patient.relatives
    other = Choice("who:new", say("For someone else"))
    shown = relatives[: rows_within(scene.view.limits) - 2]
    choices = (me, *(_relative(one.id.hex, one.name) for one in shown), other)
    return Question(
        say("Who is the appointment for?"),
        (Group(say("Choices"), choices),),
        say("Choose"),
        say("Please answer with a number."),
        is_list=bool(shown),
    )


def _relative(key: str, name: str) -> Choice:
    if len(name) <= ROW_TITLE_CHARS:
        return Choice(f"who:{key}", name)
    return Choice(f"who:{key}", shortened(first_name(name), ROW_TITLE_CHARS), name)


def name(state: State, scene: Scene) -> Question:
    """Ask how somebody is called."""
    say = scene.voice.gettext
    if state.who is Who.ME:
        return _open(say("What is your first and last name?"))
    return _open(say("What is the first and last name of who is coming?"))


def birth(state: State, scene: Scene) -> Question:
    """Ask when they were born."""
    return _open(scene.voice.gettext("And the date of birth? For example 24.12.1990."))


def _open(body: str) -> Question:
    return Question(body, (), "", "")


def for_whom(state: State, scene: Scene) -> str:
    """Write for whom it is, as it stands at M6; where nobody has said, how to say that it is for somebody else."""
    say = scene.voice.gettext
    known = scene.find_relative(state.relative_id) if state.who is Who.RELATIVE else None
    called = known.name if known else state.called
    if state.is_rescheduling:
        booking = scene.find_booking(state.booking_id)
        called = booking.person if booking else None
    if called and state.born is not None:
        return say("For {name}, born {date}.", name=called, date=birth_date(state.born, scene.voice.language))
    if called:
        return say("For {name}.", name=called)
    is_offered = scene.view.books_for_others and state.who is None and not state.is_rescheduling
    return say("Not for you? Write “for someone else”.") if is_offered else ""
