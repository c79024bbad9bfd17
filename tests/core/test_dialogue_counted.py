"""Days and hours that are counted or spelt, in seven languages: "in ten days", "the twentieth", "dans 2h"."""

from datetime import date, time

import pytest
from tests.core.dialogue_practice import Practice, body_of, view_with

from chatbookr_core.dialogue import LANGUAGES, Step, words
from chatbookr_core.dialogue.wishes import Wish, find_wish

WEDNESDAY = date(2026, 12, 2)
NOW = time(10, 17, 42)
IN_TWO_WEEKS = Wish(date(2026, 12, 16))
TABLE: dict[str, tuple[Wish, dict[str, tuple[str, ...]]]] = {
    "in two hours": (
        Wish(WEDNESDAY, time(12, 17)),
        {
            "en": ("in 2 hours", "in two hours"),
            "de": ("in 2 Stunden", "in zwei Stunden"),
            "fr": ("dans 2h", "dans 2 heures", "dans deux heures"),
            "es": ("en 2 horas", "dentro de dos horas"),
            "it": ("tra 2 ore", "fra due ore"),
            "pt": ("daqui a 2 horas", "dentro de duas horas"),
            "nl": ("over 2 uur", "over twee uur"),
        },
    ),
    "in half an hour": (
        Wish(WEDNESDAY, time(10, 47)),
        {
            "en": ("in half an hour", "in 30 minutes"),
            "de": ("in einer halben Stunde", "in 30 min"),
            "fr": ("dans une demi-heure",),
            "es": ("en media hora",),
            "it": ("tra mezz'ora",),
            "pt": ("daqui a meia hora",),
            "nl": ("over een half uur",),
        },
    ),
    "in ten days": (
        Wish(date(2026, 12, 12)),
        {
            "en": ("in ten days", "in 10 days"),
            "de": ("in zehn Tagen", "in 10 Tagen"),
            "fr": ("dans dix jours",),
            "es": ("en diez días", "dentro de diez dias"),
            "it": ("tra dieci giorni",),
            "pt": ("daqui a dez dias", "em dez dias"),
            "nl": ("over tien dagen",),
        },
    ),
    "two weeks today": (
        IN_TWO_WEEKS,
        {
            "en": ("two weeks today", "two weeks from today", "a fortnight today"),
            "de": ("heute in zwei Wochen", "heute in 14 Tagen"),
            "fr": ("aujourd'hui en quinze",),
            "es": ("de hoy en dos semanas", "de hoy en quince días"),
            "it": ("oggi tra due settimane",),
            "pt": ("de hoje a duas semanas", "de hoje a quinze dias"),
            "nl": ("vandaag over twee weken", "vandaag over 14 dagen"),
        },
    ),
    "the date of a weekday": (
        Wish(date(2026, 12, 14), time(10)),
        {
            "en": ("Monday 14 at 10", "Monday the 14th at 10"),
            "de": ("Montag 14. um 10", "Montag den 14. um 10"),
            "fr": ("lundi 14 à 10h", "lundi 14 à 10h00"),
            "es": ("lunes 14 a las 10", "el lunes 14 a las 10"),
            "it": ("lunedì 14 alle 10",),
            "pt": ("segunda 14 às 10", "segunda-feira 14 às 10h"),
            "nl": ("maandag 14 om 10", "maandag de 14e om 10 uur"),
        },
    ),
    "a day of December that is spelt": (
        Wish(date(2026, 12, 3)),
        {
            "en": ("the third of December", "December the third", "3rd of dec"),
            "de": ("am dritten Dezember", "dritter Dezember"),
            "fr": ("le trois décembre",),
            "es": ("el tres de diciembre",),
            "it": ("il tre dicembre",),
            "pt": ("três de dezembro", "dia três de dezembro"),
            "nl": ("drie december", "de derde december"),
        },
    ),
    "a day alone that is spelt": (
        Wish(date(2026, 12, 20)),
        {
            "en": ("the twentieth", "on the twentieth"),
            "de": ("am zwanzigsten",),
            "fr": ("le vingt",),
            "es": ("el veinte",),
            "it": ("il venti",),
            "pt": ("dia vinte", "no dia vinte"),
            "nl": ("de twintigste", "op de twintigste"),
        },
    ),
    "the first": (
        Wish(date(2027, 1, 1)),
        {
            "en": ("on the first", "the 1st"),
            "de": ("am ersten", "zum ersten"),
            "fr": ("le premier", "le 1er"),
            "es": ("el primero",),
            "it": ("il primo",),
            "pt": ("dia primeiro",),
            "nl": ("op de eerste",),
        },
    ),
}
PHRASES = [
    (language, text, wish)
    for wish, languages in TABLE.values()
    for language, said in languages.items()
    for text in said
]
NO_DAY = (
    *(("en", "31 February"), ("de", "31. Februar"), ("fr", "le 31 février"), ("es", "el 31 de febrero")),
    *(("it", "il 31 febbraio"), ("pt", "dia 31 de fevereiro"), ("nl", "31 februari"), ("fr", "lundi 31 février")),
)
NO_SUCH = {
    "en": "There is no such day.",
    "de": "Diesen Tag gibt es nicht.",
    "fr": "Ce jour n'existe pas.",
    "es": "Ese día no existe.",
    "it": "Quel giorno non esiste.",
    "pt": "Esse dia não existe.",
    "nl": "Die dag bestaat niet.",
}


def read(text: str, language: str, now: time | None = NOW) -> Wish | None:
    return find_wish(words.plain(text), WEDNESDAY, language, now)


def test_every_phrase_is_there_in_every_language() -> None:
    assert all(set(languages) == set(LANGUAGES) for _, languages in TABLE.values())


@pytest.mark.parametrize(("language", "text", "wish"), PHRASES)
def test_what_is_counted_or_spelt_is_read(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("pt", "à meia-noite", None),
        ("en", "which one may I take", None),
        ("en", "the first available", None),
        ("nl", "kwart over 2 uur", Wish(None, time(14, 15))),
        ("fr", "mercredi de 9 à 11h", Wish(date(2026, 12, 9), time(9), time(11))),
        ("fr", "mercredi 9h à 11h", Wish(date(2026, 12, 9), time(9), time(11))),
        ("fr", "lundi 7 à 8h30", Wish(date(2026, 12, 7), time(8, 30))),
        ("it", "mercoledì 9 alle 10", Wish(date(2026, 12, 9), time(10))),
        ("it", "giovedì 9 alle 10", Wish(date(2026, 12, 3), time(9), time(10))),
        ("en", "two weeks tomorrow", Wish(date(2026, 12, 17))),
    ],
)
def test_what_looks_alike_is_told_apart(language: str, text: str, wish: Wish | None) -> None:
    assert read(text, language) == wish


def test_hours_ahead_are_counted_over_midnight() -> None:
    assert read("in 3 hours", "en", time(22, 30)) == Wish(date(2026, 12, 3), time(1, 30))


def test_where_it_is_not_known_how_late_it_is_hours_ahead_are_today() -> None:
    assert read("in 3 hours", "en", None) == Wish(WEDNESDAY)


def listed(language: str = "en") -> Practice:
    practice = Practice(view_with(language=language))
    practice.says("hello")
    practice.taps(practice.titles()[0])
    practice.taps("Check-up")
    practice.taps_row(0)
    return practice


@pytest.mark.parametrize(("language", "text"), NO_DAY)
def test_a_day_that_does_not_exist_is_asked_again(language: str, text: str) -> None:
    practice = listed(language)

    practice.says(text)

    assert practice.state.step is Step.TIMES
    assert practice.state.wish is None
    assert body_of(practice.heard[-1]).startswith(NO_SUCH[language])


def test_the_first_of_a_list_is_its_first_row() -> None:
    practice = listed()
    first = practice.state.offered[0]

    practice.says("the first")

    assert practice.state.chosen == first
