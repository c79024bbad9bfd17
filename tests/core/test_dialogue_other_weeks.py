"""A day that is preferred to a week which does not suit is none of that week, also on a Sunday, when it has one day."""

from datetime import date

import pytest
from tests.core.written_wishes import written

from chatbookr_core.dialogue import words
from chatbookr_core.dialogue.wishes import find_wish

WEDNESDAY, SUNDAY = date(2026, 12, 2), date(2026, 11, 29)
RATHER_FRIDAY = {
    "en": ("not this week, rather friday", "this week doesn't work, maybe next friday", "friday, but not this week"),
    "de": ("diese Woche nicht mehr, lieber Freitag", "Freitag, aber nicht diese Woche"),
    "nl": ("deze week niet meer, liever vrijdag",),
    "fr": ("pas cette semaine, plutôt vendredi",),
    "es": ("esta semana no, mejor el viernes",),
    "it": ("questa settimana no, meglio venerdì",),
    "pt": ("esta semana não, melhor sexta",),
}
NOT_AT_ALL = {"en": "not this week", "de": "diese Woche nicht mehr", "nl": "deze week niet meer"}


@pytest.mark.parametrize(("language", "text"), [(tag, text) for tag, texts in RATHER_FRIDAY.items() for text in texts])
@pytest.mark.parametrize(("today", "meant"), [(WEDNESDAY, "11.12."), (SUNDAY, "04.12.")])
def test_a_day_that_is_preferred_to_this_week_is_after_it(language: str, text: str, today: date, meant: str) -> None:
    assert written(find_wish(words.plain(text), today, language)) == meant


@pytest.mark.parametrize(("language", "text"), list(NOT_AT_ALL.items()))
@pytest.mark.parametrize(("today", "meant"), [(WEDNESDAY, "07.12. on"), (SUNDAY, "30.11. on")])
def test_where_this_week_does_not_suit_the_next_begins_it(language: str, text: str, today: date, meant: str) -> None:
    assert written(find_wish(words.plain(text), today, language)) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "this week I can't do friday"), ("en", "not friday this week"), ("de", "diese Woche nicht am Freitag")],
)
def test_a_day_of_the_week_that_does_not_suit_leaves_the_week(language: str, text: str) -> None:
    assert written(find_wish(words.plain(text), WEDNESDAY, language)) == "02.12. on 012356"


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "Freitag klappt doch nicht, lieber am Montag"), ("nl", "vrijdag lukt toch niet, liever maandag")],
)
def test_a_day_that_does_not_suit_after_all_is_not_offered(language: str, text: str) -> None:
    assert written(find_wish(words.plain(text), WEDNESDAY, language)) == "07.12."
