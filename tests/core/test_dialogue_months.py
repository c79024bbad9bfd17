"""Months, the turn of the year, and what was lost beside a day, in seven languages."""

from datetime import date, time

import pytest

from chatbookr_core.dialogue import LANGUAGES, words
from chatbookr_core.dialogue.wishes import Wish, find_wish

WEDNESDAY = date(2026, 12, 2)
NEW_YEAR = Wish(date(2027, 1, 1), is_open=True)
TABLE: dict[str, tuple[Wish, dict[str, tuple[str, ...]]]] = {
    "in the new year": (
        NEW_YEAR,
        {
            "en": ("in the new year", "early in the new year", "next year", "not this year"),
            "de": ("im neuen Jahr", "nächstes Jahr", "dieses Jahr nicht mehr"),
            "fr": ("l'année prochaine", "à la nouvelle année", "plus cette année"),
            "es": ("en el año nuevo", "el año que viene", "el próximo año", "este año ya no"),
            "it": ("nell'anno nuovo", "l'anno prossimo", "quest'anno no"),
            "pt": ("no ano novo", "no próximo ano", "este ano já não"),
            "nl": ("in het nieuwe jaar", "volgend jaar", "dit jaar niet meer"),
        },
    ),
    "from January": (
        NEW_YEAR,
        {
            "en": ("from January", "not before January", "after December"),
            "de": ("ab Januar", "nicht vor Januar", "erst im Januar"),
            "fr": ("à partir de janvier", "dès janvier", "pas avant janvier"),
            "es": ("a partir de enero", "desde enero"),
            "it": ("da gennaio", "a partire da gennaio"),
            "pt": ("a partir de janeiro", "desde janeiro"),
            "nl": ("vanaf januari", "niet voor januari"),
        },
    ),
    "before January": (
        Wish(WEDNESDAY, last_day=date(2026, 12, 31)),
        {
            "en": ("before January",),
            "de": ("vor Januar",),
            "fr": ("avant janvier",),
            "es": ("antes de enero",),
            "it": ("prima di gennaio",),
            "pt": ("antes de janeiro",),
            "nl": ("eerder dan januari",),
        },
    ),
    "January or February": (
        Wish(date(2027, 1, 1), last_day=date(2027, 2, 28)),
        {
            "en": ("in January or February", "January or February"),
            "de": ("im Januar oder Februar",),
            "fr": ("en janvier ou février",),
            "es": ("en enero o febrero",),
            "it": ("a gennaio o febbraio",),
            "pt": ("em janeiro ou fevereiro",),
            "nl": ("in januari of februari",),
        },
    ),
    "January alone": (
        Wish(date(2027, 1, 1), last_day=date(2027, 1, 31)),
        {
            "en": ("January", "January please"),
            "de": ("Januar", "Januar bitte"),
            "fr": ("janvier",),
            "es": ("enero", "enero por favor"),
            "it": ("gennaio",),
            "pt": ("janeiro",),
            "nl": ("januari", "januari graag"),
        },
    ),
    "the Mondays of January": (
        Wish(date(2027, 1, 1), last_day=date(2027, 1, 31), weekdays=(0,)),
        {
            "en": ("Mondays in January", "a Monday in January"),
            "de": ("montags im Januar", "an einem Montag im Januar"),
            "fr": ("les lundis en janvier",),
            "es": ("los lunes en enero",),
            "it": ("di lunedì a gennaio",),
            "pt": ("às segundas em janeiro",),
            "nl": ("op maandagen in januari",),
        },
    ),
    "between the years": (
        Wish(date(2026, 12, 25), last_day=date(2026, 12, 31)),
        {
            "en": ("between Christmas and New Year's Eve",),
            "de": ("zwischen den Jahren", "zwischen Weihnachten und Silvester"),
            "fr": ("entre les fêtes",),
            "es": ("entre Navidad y Nochevieja",),
            "it": ("tra Natale e il 31 dicembre",),
            "pt": ("entre o Natal e o fim de ano",),
            "nl": ("tussen kerst en oud en nieuw", "tussen kerst en oudjaar"),
        },
    ),
    "a Friday at noon": (
        Wish(date(2026, 12, 4), time(12), time(14)),
        {
            "en": ("Friday lunchtime",),
            "de": ("Freitag Mittag", "Freitagmittag", "Freitag am Mittag"),
            "fr": ("vendredi au déjeuner", "vendredi à l'heure du déjeuner"),
            "es": ("el viernes a la hora de comer",),
            "it": ("venerdì a pranzo", "venerdì in pausa pranzo"),
            "pt": ("sexta ao almoço", "sexta à hora de almoço"),
            "nl": ("vrijdag rond het middaguur", "vrijdag tussen de middag"),
        },
    ),
    "on Tuesdays after five": (
        Wish(date(2026, 12, 8), time(17)),
        {
            "en": ("on Tuesdays after 5",),
            "de": ("an Dienstagen nach 17 Uhr", "dienstags ab 17 Uhr"),
            "fr": ("les mardis après 17h",),
            "es": ("los martes después de las 5",),
            "it": ("i martedì dopo le 17",),
            "pt": ("às terças depois das 17h", "terças-feiras depois das 17h"),
            "nl": ("op dinsdagen na 5", "dinsdag na vijven"),
        },
    ),
}
PHRASES = [
    (language, text, wish)
    for wish, languages in TABLE.values()
    for language, said in languages.items()
    for text in said
]


def read(text: str, language: str) -> Wish | None:
    return find_wish(words.plain(text), WEDNESDAY, language)


def test_every_phrase_is_there_in_every_language() -> None:
    assert all(set(languages) == set(LANGUAGES) for _, languages in TABLE.values())


@pytest.mark.parametrize(("language", "text", "wish"), PHRASES)
def test_a_month_and_what_stands_beside_a_day_are_read(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "may I come", None),
        ("en", "I'm away all of December", NEW_YEAR),
        ("en", "I'm away until January", NEW_YEAR),
        ("en", "a Monday in the new year", Wish(date(2027, 1, 1), is_open=True, weekdays=(0,))),
        ("en", "in January next year", Wish(date(2027, 1, 1), last_day=date(2027, 1, 31))),
        ("en", "before the new year", Wish(WEDNESDAY, last_day=date(2026, 12, 31))),
        ("de", "vor Mittag", Wish(None, None, time(12))),
        ("es", "el año nuevo", Wish(date(2027, 1, 1))),
    ],
)
def test_what_looks_alike_is_told_apart(language: str, text: str, wish: Wish | None) -> None:
    assert read(text, language) == wish
