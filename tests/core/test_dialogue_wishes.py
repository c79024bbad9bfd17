"""A few plain words about when: read where they are clear, left alone where they are not."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.dialogue import words
from chatbookr_core.dialogue.wishes import Wish, find_wish

MONDAY = date(2026, 10, 12)
THURSDAY, FRIDAY = date(2026, 10, 15), date(2026, 10, 16)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Thursday after 4", Wish(THURSDAY, time(16))),
        ("Thursdays after 4 pm", Wish(THURSDAY, time(16))),
        ("thursday after 16:30", Wish(THURSDAY, time(16, 30))),
        ("Donnerstag nach 16 Uhr", Wish(THURSDAY, time(16))),
        ("am Donnerstag ab 9.30 Uhr", Wish(THURSDAY, time(9, 30))),
        ("Freitag vor 11", Wish(FRIDAY, None, time(11))),
        ("friday before noon", Wish(FRIDAY)),
        ("next Friday morning", Wish(FRIDAY, None, time(12))),
        ("Freitagnachmittag", None),
        ("Freitag Nachmittag", Wish(FRIDAY, time(12), time(17))),
        ("Monday", Wish(date(2026, 10, 19))),
        ("today", Wish(MONDAY)),
        ("heute Abend", Wish(MONDAY, time(17))),
        ("tomorrow at 9", Wish(date(2026, 10, 13), time(9))),
        ("morgen um 10 Uhr", Wish(date(2026, 10, 13), time(10))),
        ("übermorgen", Wish(date(2026, 10, 14))),
        ("the day after tomorrow", Wish(date(2026, 10, 14))),
        ("13 Oct", Wish(date(2026, 10, 13))),
        ("13th of October", Wish(date(2026, 10, 13))),
        ("October 13", Wish(date(2026, 10, 13))),
        ("13. Oktober nach 14 Uhr", Wish(date(2026, 10, 13), time(14))),
        ("3. März", Wish(date(2027, 3, 3))),
        ("13.10.", Wish(date(2026, 10, 13))),
        ("13.10.2026", Wish(date(2026, 10, 13))),
        ("13/10/26", Wish(date(2026, 10, 13))),
        ("ab 15.10. vormittags", Wish(THURSDAY, None, time(12))),
        ("between 9:00 and 11:00", Wish(None, time(9))),
        ("after 9 before 11", Wish(None, time(9), time(11))),
        ("5pm", Wish(None, time(17))),
        ("12 am", Wish(None, time(0))),
        ("in the afternoon", Wish(None, time(12), time(17))),
        ("vormittags", Wish(None, None, time(12))),
        ("in the evening", Wish(None, time(17))),
        ("after 5 before 3", Wish(None, time(17), None)),
        ("guten morgen", Wish(None, None, None)),
    ],
)
def test_wishes_are_read(text: str, wish: Wish | None) -> None:
    expected = None if wish == Wish() else wish

    assert find_wish(words.plain(text), MONDAY) == expected


@pytest.mark.parametrize("text", ["", "hello", "do you take children", "so what", "31.2.", "99:99", "at 27", "I am 45"])
def test_what_says_nothing_of_when_is_no_wish(text: str) -> None:
    assert find_wish(words.plain(text), MONDAY) is None


@given(st.text(), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_any_text_is_read_without_a_crash(text: str, today: date) -> None:
    wish = find_wish(words.plain(text), today)

    assert wish is None or wish != Wish()


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from(["monday", "freitag", "sunday", "mittwoch"]))
def test_a_weekday_is_the_coming_one(today: date, name: str) -> None:
    wish = find_wish(name, today)

    assert wish is not None
    assert wish.day is not None
    assert timedelta(days=1) <= wish.day - today <= timedelta(days=7)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.dates(date(2020, 1, 1), date(2020, 12, 31)))
def test_a_date_without_a_year_is_not_in_the_past(today: date, wanted: date) -> None:
    wish = find_wish(f"{wanted.day}.{wanted.month}.", today)

    assert wish is None or (wish.day is not None and wish.day >= today)
