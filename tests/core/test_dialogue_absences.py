"""When somebody is away, or cannot come any more, in seven languages: none of it is offered, and what is left is."""

from datetime import date, time

import pytest

from chatbookr_core.dialogue import LANGUAGES, words
from chatbookr_core.dialogue.slots import DayHours
from chatbookr_core.dialogue.wishes import Wish, find_wish

WEDNESDAY = date(2026, 12, 2)
NOON, EVENING = time(12), time(17)
TWO_PARTS = Wish(
    WEDNESDAY,
    is_open=True,
    day_hours=(
        DayHours((0,), (), NOON),
        DayHours((1, 2, 3, 5, 6)),
        DayHours((4,), (), None, NOON),
        DayHours((4,), (), EVENING),
    ),
)
TABLE: dict[str, tuple[Wish, dict[str, tuple[str, ...]]]] = {
    "not this week any more": (
        Wish(date(2026, 12, 7), is_open=True),
        {
            "en": ("not this week any more", "not this week anymore", "this week I can't"),
            "de": ("diese Woche nicht mehr", "nicht mehr diese Woche", "diese Woche habe ich keine Zeit"),
            "fr": ("plus cette semaine", "non plus cette semaine", "pas cette semaine"),
            "es": ("esta semana ya no", "ya no esta semana"),
            "it": ("questa settimana non più", "non più questa settimana"),
            "pt": ("esta semana já não", "já não esta semana"),
            "nl": ("deze week niet meer", "niet meer deze week"),
        },
    ),
    "not today any more": (
        Wish(date(2026, 12, 3), is_open=True),
        {
            "en": ("not today anymore", "today not"),
            "de": ("heute nicht mehr", "heut nicht mehr"),
            "fr": ("plus aujourd'hui", "aujourd'hui je ne peux pas"),
            "es": ("hoy ya no", "hoy no"),
            "it": ("oggi non più", "oggi no"),
            "pt": ("hoje já não", "hoje não"),
            "nl": ("vandaag niet meer", "vandaag niet"),
        },
    ),
    "not in a month": (
        Wish(date(2027, 1, 1), is_open=True),
        {
            "en": ("not in December", "I'm away in December"),
            "de": ("im Dezember nicht", "nicht im Dezember", "im Dezember bin ich nicht da"),
            "fr": ("pas en décembre", "en décembre je ne peux pas", "en décembre je suis absent"),
            "es": ("no en diciembre", "en diciembre no", "en diciembre estoy de viaje"),
            "it": ("non a dicembre", "a dicembre no", "a dicembre non ci sono"),
            "pt": ("não em dezembro", "em dezembro não", "em dezembro estou fora"),
            "nl": ("niet in december", "in december niet", "in december ben ik weg"),
        },
    ),
    "away next week": (
        Wish(date(2026, 12, 14), is_open=True),
        {
            "en": ("I'm away next week", "next week I'm away", "I'll be away next week", "on holiday next week"),
            "de": ("nächste Woche bin ich nicht da", "ich bin nächste Woche weg", "nächste Woche bin ich im Urlaub"),
            "fr": ("je ne suis pas là la semaine prochaine", "la semaine prochaine je suis absente"),
            "es": ("la semana que viene no estoy", "estoy fuera la semana que viene"),
            "it": (
                "la settimana prossima non ci sono",
                "la settimana prossima sono via",
                "sono in ferie la prossima settimana",
            ),
            "pt": (
                "na próxima semana não estou cá",
                "estou fora na próxima semana",
                "estou de férias na próxima semana",
            ),
            "nl": ("volgende week ben ik er niet", "ik ben er volgende week niet", "ik ben volgende week op vakantie"),
        },
    ),
    "away until a day": (
        Wish(date(2026, 12, 11), is_open=True),
        {
            "en": ("I'm away until the 10th", "I am on vacation till the 10th of December"),
            "de": ("ich bin bis zum 10. nicht da", "bis zum 10. bin ich weg", "ich bin im Urlaub bis zum 10."),
            "fr": ("je suis absent jusqu'au 10", "jusqu'au 10 je ne suis pas là"),
            "es": ("estoy fuera hasta el 10", "hasta el 10 no estoy"),
            "it": ("sono via fino al 10", "fino al 10 non ci sono"),
            "pt": ("estou fora até dia 10", "até dia 10 não estou"),
            "nl": ("ik ben weg tot de 10e", "tot de 10e ben ik er niet"),
        },
    ),
    "away from one day to another": (
        Wish(date(2026, 12, 13), is_open=True),
        {
            "en": ("I'm on holiday from the 5th to the 12th of December", "not from 5 to 12 December"),
            "de": ("ich bin vom 5. bis 12. Dezember im Urlaub", "nicht vom 5. bis 12. Dezember"),
            "fr": ("je suis en vacances du 5 au 12 décembre", "pas du 5 au 12 décembre"),
            "es": ("estoy de vacaciones del 5 al 12 de diciembre",),
            "it": ("sono in ferie dal 5 al 12 dicembre",),
            "pt": ("estou de férias de 5 a 12 de dezembro",),
            "nl": ("ik ben op vakantie van 5 tot 12 december",),
        },
    ),
    "away from a day on": (
        Wish(WEDNESDAY, last_day=date(2026, 12, 3)),
        {
            "en": ("I'm away from Friday", "from Friday I'm away"),
            "de": ("ab Freitag bin ich weg", "ich bin ab Freitag im Urlaub"),
            "fr": ("je suis absent à partir de vendredi",),
            "es": ("a partir del viernes no estoy",),
            "it": ("da venerdì non ci sono",),
            "pt": ("a partir de sexta não estou",),
            "nl": ("vanaf vrijdag ben ik weg", "ik ben vanaf vrijdag op vakantie"),
        },
    ),
    "two parts of two days": (
        TWO_PARTS,
        {
            "en": ("not Monday morning or Friday afternoon", "Monday morning and Friday afternoon don't work"),
            "de": (
                "nicht Montag Vormittag oder Freitag Nachmittag",
                "Montagvormittag und Freitagnachmittag geht nicht",
            ),
            "fr": ("pas lundi matin ni vendredi après-midi", "ni lundi matin ni vendredi après-midi"),
            "es": ("no el lunes por la mañana ni el viernes por la tarde",),
            "it": ("non lunedì mattina o venerdì pomeriggio", "né lunedì mattina né venerdì pomeriggio"),
            "pt": ("não segunda de manhã nem sexta à tarde",),
            "nl": ("niet maandagochtend of vrijdagmiddag", "maandagochtend en vrijdagmiddag kan ik niet"),
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
def test_what_cannot_be_is_not_wished_for(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "can I come right away tomorrow", Wish(date(2026, 12, 3))),
        ("fr", "plus tard cette semaine", Wish(WEDNESDAY, last_day=date(2026, 12, 6))),
        ("en", "not Monday morning, Friday afternoon works", Wish(date(2026, 12, 4), NOON, EVENING)),
        ("en", "not Monday morning but Friday afternoon", Wish(date(2026, 12, 4), NOON, EVENING)),
        ("en", "I'm on holiday, so after the 10th", Wish(date(2026, 12, 11), is_open=True)),
        ("en", "not this weekend", Wish(date(2026, 12, 7), is_open=True)),
        ("de", "weder Montag noch Freitag", Wish(WEDNESDAY, is_open=True, weekdays=(1, 2, 3, 5, 6))),
        ("de", "vom 20. bis 27. Dezember bin ich nicht da", Wish(WEDNESDAY, last_day=date(2026, 12, 19))),
        ("en", "not in January", Wish(WEDNESDAY, last_day=date(2026, 12, 31))),
    ],
)
def test_what_is_left_is_told_apart(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish
