"""Phrases of everyday that were taken for another time than they say, or for no time, in the seven languages."""

from datetime import date, time

import pytest

from chatbookr_core.dialogue import Refused, Wish, words
from chatbookr_core.dialogue.wishes import find_wish

WEDNESDAY, THURSDAY, FRIDAY = date(2026, 10, 14), date(2026, 10, 15), date(2026, 10, 16)
NEXT_WEDNESDAY, NEXT_THURSDAY, TWENTIETH = date(2026, 10, 21), date(2026, 10, 22), date(2026, 10, 20)
NOON, EVENING = time(12), time(17)
TEN_TO_NOON = Refused((0, 1, 2, 3, 4, 5, 6), time(10), NOON)
EIGHTH_OR_TWENTIETH = (date(2026, 12, 8), date(2026, 12, 20))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "not between 10 and 12"),
        ("de", "nicht zwischen 10 und 12"),
        ("fr", "pas entre 10h et 12h"),
        ("es", "no entre las 10 y las 12"),
        ("it", "non tra le 10 e le 12"),
        ("pt", "não entre as 10 e as 12"),
        ("nl", "niet tussen 10 en 12"),
    ],
)
def test_hours_that_would_not_suit_are_not_those_that_would(language: str, text: str) -> None:
    assert find_wish(words.plain(text), WEDNESDAY, language) == Wish(WEDNESDAY, is_open=True, refused=TEN_TO_NOON)


def test_a_no_before_hours_is_an_answer() -> None:
    assert find_wish("no, between 10 and 12", WEDNESDAY, "en") == Wish(None, time(10), NOON)


def test_of_one_day_the_hours_that_would_not_suit_are_left_out() -> None:
    assert find_wish("thursday, not between 10 and 12", WEDNESDAY, "en") == Wish(THURSDAY, refused=TEN_TO_NOON)
    assert find_wish("thursday but not thursday morning", WEDNESDAY, "en") == Wish(
        THURSDAY, refused=Refused((3,), None, NOON)
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the 8th or 20th of December"),
        ("de", "am 8. oder 20. Dezember"),
        ("fr", "le 8 ou le 20 décembre"),
        ("es", "el 8 o el 20 de diciembre"),
        ("it", "l'8 o il 20 dicembre"),
        ("pt", "dia 8 ou 20 de dezembro"),
        ("nl", "8 of 20 december"),
    ],
)
def test_a_number_is_of_the_month_that_is_named_after_it(language: str, text: str) -> None:
    wish = find_wish(words.plain(text), WEDNESDAY, language)

    assert wish is not None
    assert (wish.day, wish.last_day, wish.days) == (*EIGHTH_OR_TWENTIETH, EIGHTH_OR_TWENTIETH)


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "this afternoon", Wish(WEDNESDAY, NOON, EVENING)),
        ("en", "this morning", Wish(WEDNESDAY, None, NOON)),
        ("fr", "cet après-midi", Wish(WEDNESDAY, NOON, EVENING)),
        ("fr", "ce matin", Wish(WEDNESDAY, None, NOON)),
        ("es", "esta mañana", Wish(WEDNESDAY, None, NOON)),
        ("it", "questo pomeriggio", Wish(WEDNESDAY, NOON, EVENING)),
        ("it", "stamattina", Wish(WEDNESDAY, None, NOON)),
        ("pt", "esta manhã", Wish(WEDNESDAY, None, NOON)),
        ("nl", "vanochtend", Wish(WEDNESDAY, None, NOON)),
        ("es", "a media mañana", Wish(None, None, NOON)),
    ],
)
def test_a_part_of_this_day_is_of_no_other(language: str, text: str, wish: Wish) -> None:
    assert find_wish(words.plain(text), WEDNESDAY, language) == wish


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("en", "five to four", time(15, 55)),
        ("de", "zehn vor vier", time(15, 50)),
        ("de", "zwanzig nach drei", time(15, 20)),
        ("de", "fünf vor vier", time(15, 55)),
        ("fr", "quatre heures moins vingt", time(15, 40)),
        ("es", "a las cuatro menos veinte", time(15, 40)),
        ("es", "a la una", time(13)),
        ("it", "alle quattro meno venti", time(15, 40)),
        ("it", "all'una", time(13)),
        ("pt", "às quatro menos vinte", time(15, 40)),
        ("pt", "ao meio-dia e meia", time(12, 30)),
        ("nl", "twintig voor vier", time(15, 40)),
        ("nl", "vijf over half vier", time(15, 35)),
    ],
)
def test_the_clock_is_read_as_it_is_said(language: str, text: str, at: time) -> None:
    wish = find_wish(words.plain(text), WEDNESDAY, language)

    assert wish is not None
    assert (wish.day, wish.from_time, wish.until_time) == (None, at, None)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "today week", NEXT_WEDNESDAY),
        ("en", "a week tomorrow", NEXT_THURSDAY),
        ("en", "the Tuesday after next", date(2026, 10, 27)),
        ("de", "heute in einer Woche", NEXT_WEDNESDAY),
        ("de", "morgen in 8 Tagen", NEXT_THURSDAY),
        ("de", "übernächsten Montag", date(2026, 10, 26)),
        ("fr", "aujourd'hui en huit", NEXT_WEDNESDAY),
        ("fr", "demain en huit", NEXT_THURSDAY),
        ("fr", "premier décembre", date(2026, 12, 1)),
        ("es", "de hoy en ocho días", NEXT_WEDNESDAY),
        ("it", "oggi a otto", NEXT_WEDNESDAY),
        ("it", "il primo dicembre", date(2026, 12, 1)),
        ("pt", "de hoje a oito", NEXT_WEDNESDAY),
        ("nl", "vandaag over een week", NEXT_WEDNESDAY),
        ("nl", "morgen over een week", NEXT_THURSDAY),
    ],
)
def test_a_day_that_is_counted_from_another_is_that_day(language: str, text: str, day: date) -> None:
    assert find_wish(words.plain(text), WEDNESDAY, language) == Wish(day)


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("de", "ab 20.10.", Wish(TWENTIETH, is_open=True)),
        ("fr", "à partir du 20", Wish(TWENTIETH, is_open=True)),
        ("es", "a partir del 20", Wish(TWENTIETH, is_open=True)),
        ("es", "después del 20", Wish(NEXT_WEDNESDAY, is_open=True)),
        ("it", "dal 20 in poi", Wish(TWENTIETH, is_open=True)),
        ("it", "fino al 20", Wish(WEDNESDAY, last_day=TWENTIETH)),
        ("pt", "a partir do dia 20", Wish(TWENTIETH, is_open=True)),
        ("pt", "até ao dia 20", Wish(WEDNESDAY, last_day=TWENTIETH)),
        ("de", "am Nachmittag des 12.", Wish(date(2026, 11, 12), NOON, EVENING)),
        ("it", "il pomeriggio del 12", Wish(date(2026, 11, 12), NOON, EVENING)),
        ("en", "the weekend after next", Wish(date(2026, 10, 24), last_day=date(2026, 10, 25))),
        ("de", "übernächstes Wochenende", Wish(date(2026, 10, 24), last_day=date(2026, 10, 25))),
    ],
)
def test_from_a_day_on_is_more_than_that_day(language: str, text: str, wish: Wish) -> None:
    assert find_wish(words.plain(text), WEDNESDAY, language) == wish


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Monday morning or Friday afternoon"),
        ("de", "Montag Vormittag oder Freitag Nachmittag"),
        ("fr", "lundi matin ou vendredi après-midi"),
        ("es", "lunes por la mañana o viernes por la tarde"),
        ("it", "lunedì mattina o venerdì pomeriggio"),
        ("pt", "segunda de manhã ou sexta à tarde"),
        ("nl", "maandagochtend of vrijdagmiddag"),
    ],
)
def test_two_parts_of_the_day_leave_neither_out(language: str, text: str) -> None:
    wish = find_wish(words.plain(text), WEDNESDAY, language)

    assert wish is not None
    assert (wish.weekdays, wish.from_time, wish.until_time) == ((0, 4), None, EVENING)


def test_what_is_said_after_but_would_suit() -> None:
    assert find_wish("not friday but thursday morning", WEDNESDAY, "en") == Wish(THURSDAY, None, NOON)
