"""Every question fits every channel: buttons, a list, or numbered lines."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import (
    CENTRE,
    CHECK_UP,
    FREE,
    PLAIN_TEXT,
    WHATSAPP,
    Practice,
    body_of,
    check_limits,
    greeted,
    limits_of_channels,
    slot_at,
    view_with,
)

from chatbookr_core.dialogue import (
    LANGUAGES,
    DayWithSpace,
    OptionSigner,
    State,
    Step,
    row_title_problem,
    service_title_problem,
    title_problem,
)
from chatbookr_core.dialogue.questions import question_for
from chatbookr_core.dialogue.rendering import Choice, Form, Group, Question, form_of, pieces, render, shortened
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.voice import Voice
from chatbookr_sdk import Buttons, MessageLimits, Options, Text

BUTTON_STEPS = (
    Step.MENU,
    Step.CONFIRM,
    Step.BOOKED,
    Step.APPOINTMENT,
    Step.CANCELLING,
    Step.NOTHING_FREE,
    Step.NOTHING_FITS,
)
LIST_STEPS = (Step.PRACTITIONER, Step.TIMES, Step.DAYS, Step.DAY_TIMES, Step.APPOINTMENTS, Step.REASON)


def open_question(step: Step, language: str, *, is_rescheduling: bool = False, asks_to_go_on: bool = False) -> Question:
    practice = Practice()
    booking = practice.has_booked(FREE[0])
    state = State(
        step=step,
        service_id=CHECK_UP.id,
        practitioner_id=CHECK_UP.practitioner_ids[0],
        location_id=CENTRE.id,
        booking_id=booking.id,
        chosen=FREE[1],
        offered=FREE,
        days=(DayWithSpace(date(2026, 10, 13), 2, FREE[0].starts_at),),
        has_later_days=True,
        is_rescheduling=is_rescheduling,
        asks_to_go_on=asks_to_go_on,
    )
    question = question_for(state, Scene(practice.view, Voice(language), practice.sign))
    assert question is not None
    return question


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", BUTTON_STEPS)
def test_fixed_choices_are_buttons_in_every_language(step: Step, language: str) -> None:
    assert form_of(open_question(step, language), WHATSAPP) is Form.BUTTONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_moving_and_going_on_are_buttons_in_every_language(language: str) -> None:
    moving = open_question(Step.CONFIRM, language, is_rescheduling=True)
    going_on = open_question(Step.TIMES, language, asks_to_go_on=True)

    assert form_of(moving, WHATSAPP) is form_of(going_on, WHATSAPP) is Form.BUTTONS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", LIST_STEPS)
def test_longer_choices_are_lists_in_every_language(step: Step, language: str) -> None:
    question = open_question(step, language)

    assert form_of(question, WHATSAPP) is Form.LIST
    assert all(len(group.title) <= WHATSAPP.section_title_chars for group in question.groups)


def test_a_channel_without_buttons_gets_the_list() -> None:
    practice = Practice(view_with(limits=replace(WHATSAPP, buttons=0)))

    practice.says("hello")

    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert practice.titles() == ["Book appointment", "My appointments", "Talk to a person"]


def test_a_channel_of_plain_text_gets_numbers_and_books_by_them() -> None:
    practice = Practice(view_with(limits=PLAIN_TEXT))

    practice.says("hello")
    practice.says("1")
    practice.says("1")
    practice.says("1")
    times = body_of(practice.heard[-1])
    practice.says("4")
    practice.says("2")

    assert times == (
        "Choose a time for Check-up:\n\n"
        "Tue 13 Oct:\n1) Tue 13 Oct 09:30 - Dr Vos, 30 min\n2) Tue 13 Oct 14:00 - Dr Vos, 30 min\n\n"
        "Wed 14 Oct:\n3) Wed 14 Oct 09:30 - Dr Vos, 30 min\n4) Wed 14 Oct 14:00 - Dr Vos, 30 min\n\n"
        "Thu 15 Oct:\n5) Thu 15 Oct 09:30 - Dr Vos, 30 min\n6) Thu 15 Oct 14:00 - Dr Vos, 30 min\n\n"
        "More:\n7) Another day\n8) None of these\n\nPlease answer with a number."
    )
    assert [one.starts_at for one in practice.view.upcoming] == [FREE[3].starts_at]


def test_the_last_message_is_answered_by_number_on_plain_text() -> None:
    practice = greeted(Practice(view_with(limits=PLAIN_TEXT)))
    for number in ("1", "1", "1", "1", "2"):
        practice.says(number)
    practice.announces()

    answers = practice.says("2")

    assert answers[0].startswith("Cancel this appointment?")


@pytest.mark.parametrize("text", ["9", "0", "00001", "-1", "1.5", "½"])
def test_a_number_nobody_offered_is_not_understood(text: str) -> None:
    practice = greeted(Practice(view_with(limits=PLAIN_TEXT)))

    assert practice.says(text)[0].startswith("Sorry, I did not get that.")


def test_ids_too_long_for_a_channel_become_numbers() -> None:
    practice = greeted(Practice(view_with(limits=replace(WHATSAPP, option_id_chars=100))))

    assert isinstance(practice.heard[-1], Text)


def test_a_body_too_long_for_buttons_begins_in_a_text_of_its_own() -> None:
    practice = Practice(view_with(limits=replace(WHATSAPP, body_chars=150)))

    practice.says("hello")

    assert isinstance(practice.said[0], Text)
    assert isinstance(practice.said[-1], Buttons)
    whole = " ".join(body_of(content) for content in practice.said)
    assert whole.split() == practice_greeting().split()


def practice_greeting() -> str:
    return Practice().says("hello")[0]


def test_more_days_than_sections_stand_in_one_section() -> None:
    practice = greeted(Practice(view_with(limits=replace(WHATSAPP, list_sections=2))))
    for title in ("Book appointment", "Check-up", "First available"):
        practice.taps(title)

    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert [section.title for section in content.sections] == ["Choose"]
    assert practice.titles()[-2:] == ["Another day", "None of these"]


def test_a_description_is_cut_visibly_and_a_title_never() -> None:
    long_address = replace(CENTRE, address="Hoofdstraat 12, " * 9)
    both = replace(CHECK_UP, location_ids=(CENTRE.id, FREE[0].practitioner_id))
    other = replace(CENTRE, id=FREE[0].practitioner_id, name="X" * 25)
    short_name = replace(other, name="X" * 24)
    fits = greeted(Practice(view_with(services=(both,), locations=(long_address, short_name))))
    does_not = greeted(Practice(view_with(services=(both,), locations=(long_address, other))))

    fits.taps("Book appointment")
    does_not.taps("Book appointment")

    content = fits.heard[-1]
    assert isinstance(content, Options)
    description = content.sections[0].rows[0].description
    assert description is not None
    assert (len(description) <= 72, description[-1]) == (True, "…")
    assert "X" * 25 in body_of(does_not.heard[-1])


@pytest.mark.parametrize(
    ("title", "is_fine"),
    [
        ("A title of 24 characters", True),
        ("A title of 25 characters.", False),
        ("", False),
        ("  ", False),
        (" Check-up", False),
        ("Check\nup", False),
        ("Check\u200bup", False),
        ("Prüfung für Ältere", True),
    ],
)
def test_titles_are_refused_when_saved_instead_of_cut(title: str, is_fine: bool) -> None:
    assert (service_title_problem(title) is None) is is_fine
    assert (row_title_problem(title) is None) is is_fine


def test_a_refusal_says_how_many_characters_there_are() -> None:
    problem = service_title_problem("A title of 25 characters.")

    assert problem == "A title has at most 24 characters, this one has 25: patients read it in a list."
    assert title_problem("Check-up", replace(WHATSAPP, row_title_chars=5)) is not None
    assert title_problem("Check-up", WHATSAPP) is None


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=40)
choices = st.builds(Choice, st.uuids().map(lambda one: f"id:{one.hex}"), words, st.none() | st.text(max_size=100))
questions = st.builds(
    Question,
    body=st.text(st.characters(codec="utf-8"), min_size=1, max_size=600).filter(lambda text: bool(text.strip())),
    groups=st.lists(
        st.builds(Group, words, st.lists(choices, min_size=1, max_size=5).map(tuple)), min_size=1, max_size=5
    ).map(tuple),
    button=words,
    hint=words,
    is_list=st.booleans(),
)


@given(questions, limits_of_channels)
def test_any_question_fits_any_channel_with_every_choice(question: Question, limits: MessageLimits) -> None:
    contents = render(question, limits, lambda key: f"v1.x.times-1.{key}")

    for content in contents:
        check_limits(content, limits)
    match form_of(question, limits):
        case Form.NUMBERED:
            assert all(isinstance(content, Text) for content in contents)
        case _:
            shown = contents[-1]
            assert isinstance(shown, Buttons | Options)
            keys = [f"v1.x.times-1.{choice.key}" for choice in question.choices]
            found = (
                [button.id for button in shown.buttons]
                if isinstance(shown, Buttons)
                else [row.id for section in shown.sections for row in section.rows]
            )
            assert found == keys


@given(st.text(max_size=300), st.integers(1, 50))
def test_a_divided_text_loses_nothing_but_space(text: str, chars: int) -> None:
    found = pieces(text, chars)

    assert all(len(piece) <= chars for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.text(max_size=100), st.integers(0, 80))
def test_a_shortened_text_fits_and_shows_it(text: str, chars: int) -> None:
    found = shortened(text, chars)

    assert len(found) <= chars
    assert found == text or chars == 0 or found.endswith("…")


def test_the_announcement_fits_even_a_channel_of_few_characters() -> None:
    practice = greeted(Practice(view_with(limits=replace(PLAIN_TEXT, text_chars=30))))
    practice.has_booked(slot_at("2026-10-13 09:30"))

    assert practice.announces() == "Booked: Tue 13 Oct 09:30, ref…"


def test_the_announcements_buttons_open_in_the_same_conversation() -> None:
    practice = greeted(Practice())
    practice.has_booked(FREE[0])
    practice.announces()

    option = OptionSigner(practice.sign.key, practice.sign.conversation_id).find(practice.option("Reschedule"))

    assert option is not None
    assert option.choice.startswith("move:")
