"""Later in the day is later on the same day, in seven languages; a later day is another one."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import CHECK_UP, VOS, Practice, greeted, slot_at, view_with

from chatbookr_core.dialogue import Step, dates

DAYS = tuple(date(2026, 10, number) for number in (13, 14, 15, 20))
HOURS = ("09:00", "09:30", "11:00", "13:30", "15:00", "16:30", "17:30")
FREE = tuple(slot_at(f"{day} {at}") for day in DAYS for at in HOURS)
SAID = {
    "en": ("Tuesday", "later in the day", "earlier in the day", "a bit later?"),
    "de": ("Dienstag", "später am Tag", "früher am Tag", "geht es etwas später?"),
    "fr": ("mardi", "plus tard dans la journée", "plus tôt dans la journée", "un peu plus tard ?"),
    "es": ("el martes", "más tarde ese mismo día", "más temprano ese día", "¿algo más tarde?"),
    "it": ("martedì", "più tardi in giornata", "prima nella stessa giornata", "un po' più tardi?"),
    "pt": ("terça-feira", "mais tarde no mesmo dia", "mais cedo nesse dia", "um pouco mais tarde?"),
    "nl": ("dinsdag", "later op de dag", "eerder op de dag", "iets later?"),
}
TUESDAY = DAYS[0]


def talking(language: str = "en") -> Practice:
    view = view_with(services=(CHECK_UP,), practitioners=(VOS,), language=language)
    return greeted(Practice(view, free=FREE))


def shown(practice: Practice) -> list[datetime]:
    """Return the times that can be tapped, as the clock on the wall shows them."""
    assert practice.state.step in (Step.TIMES, Step.DAY_TIMES)
    zone = practice.view.zone
    return [
        datetime.combine(dates.local_day(one.starts_at, zone), dates.local_time(one.starts_at, zone))
        for one in practice.state.offered
    ]


@pytest.mark.parametrize("language", list(SAID))
def test_later_in_the_day_is_the_same_day_s_afternoon(language: str) -> None:
    day, later, earlier, _ = SAID[language]
    practice = talking(language)
    practice.says(day)

    practice.says(later)
    assert [at.time() for at in shown(practice)] == [time(13, 30), time(15), time(16, 30), time(17, 30)]
    assert {at.date() for at in shown(practice)} == {TUESDAY}

    practice.says(earlier)
    assert [at.time() for at in shown(practice)] == [time(9), time(9, 30), time(11)]
    assert {at.date() for at in shown(practice)} == {TUESDAY}


@pytest.mark.parametrize("language", list(SAID))
def test_a_bit_later_than_the_time_that_is_held_is_after_it(language: str) -> None:
    day, _, _, bit = SAID[language]
    practice = talking(language)
    practice.says(day)
    practice.taps_row(2)
    assert practice.state.step is Step.CONFIRM

    practice.says(bit)

    assert [at.time() for at in shown(practice)] == [time(13, 30), time(15), time(16, 30), time(17, 30)]
    assert {at.date() for at in shown(practice)} == {TUESDAY}


def test_later_than_the_hours_that_were_asked_for_begins_where_they_end() -> None:
    practice = talking()
    practice.says("Tuesday afternoon")

    practice.says("anything later that day?")

    assert [at.time() for at in shown(practice)] == [time(17, 30)]


def test_later_in_the_day_of_a_week_is_each_day_s_afternoon() -> None:
    practice = talking()
    practice.says("this week")

    practice.says("later in the day please")

    assert {at.date() for at in shown(practice)} == set(DAYS[:3])
    assert all(at.time() >= time(12) for at in shown(practice))


@pytest.mark.parametrize("text", ["a later day", "later"])
def test_a_later_day_is_another_one(text: str) -> None:
    practice = talking()
    practice.says("Tuesday")

    practice.says(text)

    assert practice.state.step is Step.DAYS


@pytest.mark.parametrize("text", ["I'll do it later", "maybe later", "later I will tell my husband"])
def test_what_is_put_off_asks_for_no_other_time(text: str) -> None:
    practice = talking()
    practice.says("Tuesday")
    practice.taps_row(0)

    practice.says(text)

    assert practice.state.step is not Step.DAY_TIMES


@given(st.integers(0, len(HOURS) - 1), st.booleans())
def test_of_the_day_that_is_held_none_but_what_was_asked_for_is_offered(place: int, is_later: bool) -> None:
    practice = talking()
    practice.says("Wednesday")
    practice.taps_row(place)
    held = practice.state.chosen
    assert held is not None

    said = practice.says("later that day" if is_later else "earlier that day")

    if "nothing free then" in said[-1]:
        assert place == (len(HOURS) - 1 if is_later else 0)
        return
    own = datetime.combine(DAYS[1], dates.local_time(held.starts_at, practice.view.zone))
    assert shown(practice)
    assert all(at.date() == DAYS[1] and (at > own if is_later else at < own) for at in shown(practice))
    assert all(at >= own + timedelta(minutes=30) for at in shown(practice) if is_later)
