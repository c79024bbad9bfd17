"""A day of the week named alone is of the week that a talk is about, in seven languages; never of one before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import CHECK_UP, VOS, Practice, greeted, slot_at, view_with

from chatbookr_core.dialogue import Step, dates

MONDAY = date(2026, 10, 12)
FREE = tuple(
    slot_at(f"{MONDAY + timedelta(days=after)} {at}")
    for after in range(1, 60)
    for at in ("09:30", "11:00", "14:00", "16:30")
)
TUESDAY_OF_NEXT_WEEK = {
    "en": ("Tuesday of next week", "Wednesday", "Wednesday or Friday"),
    "de": ("Dienstag nächster Woche", "Mittwoch", "Mittwoch oder Freitag"),
    "fr": ("mardi de la semaine prochaine", "mercredi", "mercredi ou vendredi"),
    "es": ("el martes de la próxima semana", "el miércoles", "el miércoles o el viernes"),
    "it": ("martedì della prossima settimana", "mercoledì", "mercoledì o venerdì"),
    "pt": ("terça-feira da próxima semana", "quarta-feira", "quarta ou sexta-feira"),
    "nl": ("dinsdag volgende week", "woensdag", "woensdag of vrijdag"),
}
NEXT_WEEK = {
    "en": ("next week", "not Monday"),
    "de": ("nächste Woche", "nicht am Montag"),
    "fr": ("la semaine prochaine", "pas lundi"),
    "es": ("la próxima semana", "el lunes no"),
    "it": ("la prossima settimana", "non lunedì"),
    "pt": ("na próxima semana", "segunda não"),
    "nl": ("volgende week", "niet maandag"),
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def talking(language: str = "en") -> Practice:
    view = view_with(services=(CHECK_UP,), practitioners=(VOS,), language=language)
    return greeted(Practice(view, free=FREE))


def shown(practice: Practice) -> set[date]:
    return {dates.local_day(one.starts_at, practice.view.zone) for one in practice.state.offered}


@pytest.mark.parametrize("language", list(TUESDAY_OF_NEXT_WEEK))
def test_a_weekday_after_a_day_of_next_week_is_of_that_week(language: str) -> None:
    tuesday, wednesday, two = TUESDAY_OF_NEXT_WEEK[language]
    practice = talking(language)

    practice.says(tuesday)
    assert shown(practice) == {date(2026, 10, 20)}
    practice.says(wednesday)
    assert shown(practice) == {date(2026, 10, 21)}
    practice.says(two)
    assert shown(practice) == {date(2026, 10, 21), date(2026, 10, 23)}


@pytest.mark.parametrize("language", list(NEXT_WEEK))
def test_a_day_that_does_not_suit_is_left_out_of_the_week_that_was_asked_for(language: str) -> None:
    week, refusal = NEXT_WEEK[language]
    practice = talking(language)

    practice.says(week)
    practice.says(refusal)

    assert shown(practice) <= {date(2026, 10, 20 + after) for after in range(6)}
    assert shown(practice)


def test_days_that_do_not_suit_add_up() -> None:
    practice = talking()

    practice.says("next week in the morning")
    practice.says("not Monday")
    practice.says("not Wednesday either")

    assert {day.weekday() for day in shown(practice)} <= {1, 3, 4, 5, 6}
    assert min(shown(practice)) >= date(2026, 10, 20)
    assert all(dates.local_time(one.starts_at, practice.view.zone).hour < 12 for one in practice.state.offered)


def test_a_day_named_beside_a_time_that_is_held_far_ahead_is_of_its_week() -> None:
    practice = talking()
    practice.says("27 October")
    practice.taps_row(0)
    assert practice.state.step is Step.CONFIRM

    practice.says("can it be Thursday instead")

    assert shown(practice) == {date(2026, 10, 29)}


def test_the_coming_day_is_meant_where_no_later_week_was_named() -> None:
    practice = talking()

    practice.says("Thursday")
    practice.says("or Tuesday")

    assert shown(practice) == {date(2026, 10, 13)}


@given(st.integers(1, 38), st.sampled_from(WEEKDAYS), st.booleans())
def test_a_weekday_is_never_past_and_after_a_far_date_of_its_week(after: int, weekday: str, is_chosen: bool) -> None:
    practice, day = talking(), MONDAY + timedelta(days=after)
    practice.says(f"{day:%d} {day:%B}")
    if is_chosen:
        practice.taps_row(0)

    practice.says(weekday)

    assert len(shown(practice)) == 1
    (meant,) = shown(practice)
    assert meant > MONDAY
    assert meant.weekday() == WEEKDAYS.index(weekday)
    if after > 14:
        assert meant.isocalendar()[:2] == day.isocalendar()[:2]
