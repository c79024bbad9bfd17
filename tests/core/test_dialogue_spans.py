"""Days between which somebody would like to come: read where they are clear, and looked for as a whole."""

from datetime import date, time

import pytest
from tests.core.dialogue_practice import Practice, view_with

from chatbookr_core.dialogue import FindSlots, words
from chatbookr_core.dialogue.wishes import Wish, find_wish

MONDAY = date(2026, 10, 12)


def october(first: int, last: int) -> Wish:
    return Wish(date(2026, 10, first), last_day=date(2026, 10, last))


def from_on(number: int) -> Wish:
    return Wish(date(2026, 10, number), is_open=True)


EARLY_DECEMBER = Wish(date(2026, 12, 3), last_day=date(2026, 12, 5))
NINE_TO_ELEVEN = Wish(None, time(9), time(11))
SPANS = [
    ("en", "between Monday and Wednesday", october(19, 21)),
    ("en", "Monday to Wednesday", october(19, 21)),
    ("en", "from the 3rd to the 5th", Wish(date(2026, 11, 3), last_day=date(2026, 11, 5))),
    ("en", "3-5 December", EARLY_DECEMBER),
    ("en", "not before Wednesday", from_on(14)),
    ("en", "after Wednesday", from_on(15)),
    ("en", "before Friday", october(12, 15)),
    ("en", "by Friday", october(12, 16)),
    ("en", "this weekend", october(17, 18)),
    ("en", "this week", october(12, 18)),
    ("en", "in December", Wish(date(2026, 12, 1), last_day=date(2026, 12, 31))),
    ("en", "next month", Wish(date(2026, 11, 1), last_day=date(2026, 11, 30))),
    ("en", "not on Monday", Wish(MONDAY, is_open=True, weekdays=(1, 2, 3, 4, 5, 6))),
    (
        "en",
        "next week, not on Monday",
        Wish(date(2026, 10, 20), last_day=date(2026, 10, 25), weekdays=(1, 2, 3, 4, 5, 6)),
    ),
    ("en", "I can't come before Wednesday", from_on(14)),
    ("en", "Monday doesn't work", Wish(MONDAY, is_open=True, weekdays=(1, 2, 3, 4, 5, 6))),
    ("en", "tomorrow does not work for me", from_on(14)),
    ("de", "Montag kann ich leider nicht", Wish(MONDAY, is_open=True, weekdays=(1, 2, 3, 4, 5, 6))),
    ("de", "erst am Donnerstag", from_on(15)),
    ("fr", "lundi je ne peux pas", Wish(MONDAY, is_open=True, weekdays=(1, 2, 3, 4, 5, 6))),
    ("nl", "maandag kan ik niet", Wish(MONDAY, is_open=True, weekdays=(1, 2, 3, 4, 5, 6))),
    ("en", "Monday or Wednesday", Wish(date(2026, 10, 14), last_day=date(2026, 10, 19), weekdays=(0, 2))),
    ("en", "next week after 4", Wish(date(2026, 10, 19), time(16), last_day=date(2026, 10, 25))),
    ("en", "Thursday 9-11", Wish(date(2026, 10, 15), time(9), time(11))),
    ("de", "zwischen Montag und Mittwoch", october(19, 21)),
    ("de", "vom 3. bis 5. Dezember", EARLY_DECEMBER),
    ("de", "nicht vor Mittwoch", from_on(14)),
    ("de", "15.10. bis 17.10.", october(15, 17)),
    ("de", "Do ab 16 Uhr", Wish(date(2026, 10, 15), time(16))),
    ("de", "von 9 bis 11 Uhr", NINE_TO_ELEVEN),
    ("fr", "entre lundi et mercredi", october(19, 21)),
    ("fr", "du 3 au 5 décembre", EARLY_DECEMBER),
    ("fr", "pas avant mercredi", from_on(14)),
    ("fr", "de 9h à 11h", NINE_TO_ELEVEN),
    ("es", "entre lunes y miércoles", october(19, 21)),
    ("es", "del 3 al 5 de diciembre", EARLY_DECEMBER),
    ("es", "no antes del miércoles", from_on(14)),
    ("es", "el fin de semana", october(17, 18)),
    ("it", "tra lunedì e mercoledì", october(19, 21)),
    ("it", "dal 3 al 5 dicembre", EARLY_DECEMBER),
    ("it", "non prima di mercoledì", from_on(14)),
    ("it", "dalle 9 alle 11", NINE_TO_ELEVEN),
    ("pt", "entre segunda e quarta", october(19, 21)),
    ("pt", "de 3 a 5 de dezembro", EARLY_DECEMBER),
    ("pt", "não antes de quarta", from_on(14)),
    ("pt", "das 9 às 11", NINE_TO_ELEVEN),
    ("nl", "tussen maandag en woensdag", october(19, 21)),
    ("nl", "van 3 tot 5 december", EARLY_DECEMBER),
    ("nl", "niet voor woensdag", from_on(14)),
    ("nl", "een afspraak voor woensdag", Wish(date(2026, 10, 14))),
]


@pytest.mark.parametrize(("language", "text", "wish"), SPANS)
def test_days_between_are_read_in_seven_languages(language: str, text: str, wish: Wish) -> None:
    assert find_wish(words.plain(text), MONDAY, language) == wish


@pytest.mark.parametrize("text", ["I have 2 to 3 kids", "for 2 people", "do you treat 5 to 9 year olds"])
def test_numbers_that_are_no_hours_are_left_alone(text: str) -> None:
    assert find_wish(words.plain(text), MONDAY) is None


def choosing() -> Practice:
    practice = Practice()
    practice.says("hello")
    for title in ("Book appointment", "Check-up", "First available"):
        practice.taps(title)
    return practice


def test_a_span_of_days_is_looked_for_as_a_whole_and_named_above_the_list() -> None:
    practice = choosing()

    assert practice.says("between Wednesday and Thursday") == ["Free times, Wed 14 Oct – Thu 15 Oct:"]
    assert practice.titles()[:4] == ["Wed 14 Oct 09:30", "Wed 14 Oct 14:00", "Thu 15 Oct 09:30", "Thu 15 Oct 14:00"]


def test_hours_hold_on_every_day_of_a_span() -> None:
    practice = choosing()

    practice.says("Wednesday to Thursday after 12")

    assert practice.titles()[:2] == ["Wed 14 Oct 14:00", "Thu 15 Oct 14:00"]


def test_weekdays_that_are_named_leave_those_between_out() -> None:
    practice = choosing()

    practice.says("tuesday or thursday")

    assert practice.titles()[:4] == ["Tue 13 Oct 09:30", "Tue 13 Oct 14:00", "Thu 15 Oct 09:30", "Thu 15 Oct 14:00"]


def test_where_a_span_has_nothing_later_times_come_first_and_then_any() -> None:
    practice = choosing()

    answers = practice.says("next week")

    assert answers == ["There is nothing free then. Here are other times:"]
    queries = [effect.query for effect in practice.effects if isinstance(effect, FindSlots)]
    assert [(query.after is not None, query.last_day is not None) for query in queries] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_a_wish_in_the_first_words_is_kept_over_the_notice() -> None:
    practice = Practice()
    practice.says("Hello, do you have anything on Thursday after 12?")

    practice.taps("Check-up")

    assert practice.taps("Dr Vos") == ["Times on Thursday 15 October:"]


def test_a_day_alone_in_the_first_words_begins_nothing_and_is_kept_over_the_menu() -> None:
    practice = Practice()
    practice.says("Hey Tom, still on for Thursday after 12?")

    practice.taps("Book appointment")
    practice.taps("Check-up")

    assert practice.taps("Dr Vos") == ["Times on Thursday 15 October:"]


def test_a_day_beside_a_name_is_kept_too() -> None:
    practice = choosing()
    practice.says("menu")
    practice.taps("Book appointment")

    practice.says("check-up on Thursday")

    assert practice.says("dr vos") == ["Times on Thursday 15 October:"]


def test_hours_that_follow_a_day_are_of_that_day() -> None:
    practice = choosing()
    practice.says("Thursday")

    practice.says("after 12")
    narrowed = practice.titles()
    practice.says("between Wednesday and Thursday")
    practice.says("mornings")

    assert narrowed == ["Thu 15 Oct 14:00", "Another day"]
    assert practice.titles()[:2] == ["Wed 14 Oct 09:30", "Thu 15 Oct 09:30"]


def test_a_date_that_ends_with_a_point_ends_the_sentence_too() -> None:
    practice = Practice(view_with(language="fr"))
    practice.says("bonjour")

    assert practice.says("après mercredi")[0].startswith("C'est noté : à partir du jeu. 15 oct.\n")
