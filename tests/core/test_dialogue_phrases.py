"""What people say of when, in seven languages, and what is looked for then; what is not free is never offered."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import FREE, ZONE, Practice, slot_at, view_with
from tests.thoroughness import examples

from chatbookr_core.dialogue import LANGUAGES, Step, words
from chatbookr_core.dialogue.state import Notice
from chatbookr_core.dialogue.wishes import Wish, find_wish

MONDAY = date(2026, 10, 12)
TUESDAY, THURSDAY = date(2026, 10, 13), date(2026, 10, 15)
WORKDAYS = Wish(MONDAY, is_open=True, weekdays=(0, 1, 2, 3, 4))
NO_FRIDAY = Wish(MONDAY, is_open=True, weekdays=(0, 1, 2, 3, 5, 6))
WEEK_43 = Wish(date(2026, 10, 19), last_day=date(2026, 10, 25))
TABLE: dict[str, tuple[Wish, dict[str, tuple[str, ...]]]] = {
    "one day would not suit and another would": (
        Wish(THURSDAY),
        {
            "en": (
                "not Monday, Thursday works",
                "Monday I can't, Thursday is fine",
                "not Tuesday, Thursday would be ok",
            ),
            "de": ("nicht Montag, Donnerstag geht", "Montag kann ich nicht, Donnerstag passt"),
            "fr": ("pas lundi, jeudi ça va", "lundi je ne peux pas, jeudi c'est bon"),
            "es": ("el lunes no, el jueves sí", "el lunes no puedo, el jueves me va bien"),
            "it": ("non lunedì, giovedì va bene", "lunedì non posso, giovedì va bene"),
            "pt": ("segunda não, quinta pode ser", "na segunda não posso, quinta está bem"),
            "nl": ("niet maandag, donderdag kan wel", "maandag kan ik niet, donderdag is goed"),
        },
    ),
    "any day but one": (
        NO_FRIDAY,
        {
            "en": ("anything but Friday", "any day but Friday"),
            "de": ("alles außer Freitag", "jeden Tag außer Freitag"),
            "fr": ("tout sauf vendredi", "n'importe quel jour sauf vendredi"),
            "es": ("cualquier día menos el viernes", "cualquier día excepto el viernes"),
            "it": ("tutti i giorni tranne venerdì", "qualsiasi giorno eccetto il venerdì"),
            "pt": ("qualquer dia menos sexta", "qualquer dia exceto sexta"),
            "nl": ("alles behalve vrijdag", "elke dag behalve vrijdag"),
        },
    ),
    "Monday to Friday": (
        WORKDAYS,
        {
            "en": ("weekdays", "on a weekday please", "not at the weekend", "during the week"),
            "de": ("werktags", "unter der Woche", "an einem Wochentag", "nicht am Wochenende"),
            "fr": ("en semaine", "les jours ouvrables", "pas le week-end"),
            "es": ("entre semana", "en días laborables", "el fin de semana no"),
            "it": ("nei giorni feriali", "nei giorni lavorativi", "non nel fine settimana"),
            "pt": ("dias úteis", "nos dias úteis", "durante a semana", "não no fim de semana"),
            "nl": ("doordeweeks", "op werkdagen", "door de week", "niet in het weekend"),
        },
    ),
    "Monday to Friday after an hour": (
        Wish(MONDAY, time(16), is_open=True, weekdays=(0, 1, 2, 3, 4)),
        {
            "en": ("weekdays after 4",),
            "de": ("werktags ab 16 Uhr",),
            "fr": ("en semaine après 16h",),
            "es": ("entre semana después de las 4",),
            "it": ("nei giorni feriali dopo le 16",),
            "pt": ("dias úteis depois das 16h",),
            "nl": ("doordeweeks na 4 uur",),
        },
    ),
    "the weekend": (
        Wish(date(2026, 10, 17), last_day=date(2026, 10, 18)),
        {
            "en": ("at the weekend", "only on weekends"),
            "de": ("am Wochenende",),
            "fr": ("le week-end", "ce weekend"),
            "es": ("el fin de semana",),
            "it": ("nel fine settimana",),
            "pt": ("no fim de semana",),
            "nl": ("in het weekend",),
        },
    ),
    "a week by its number": (
        WEEK_43,
        {
            "en": ("week 43", "in week 43", "CW43 or rather week 43"),
            "de": ("KW 43", "in KW43", "Kalenderwoche 43", "in der 43. KW", "Woche 43"),
            "fr": ("semaine 43", "la semaine 43", "sem. 43"),
            "es": ("semana 43", "la semana 43"),
            "it": ("settimana 43", "nella settimana 43"),
            "pt": ("semana 43", "na semana 43"),
            "nl": ("week 43", "in week 43", "wk 43"),
        },
    ),
    "in two weeks": (
        Wish(date(2026, 10, 26), last_day=date(2026, 11, 1)),
        {
            "en": ("in two weeks", "in 2 weeks", "in a fortnight", "in a couple of weeks"),
            "de": ("in zwei Wochen", "in 14 Tagen"),
            "fr": ("dans deux semaines", "dans quinze jours"),
            "es": ("en dos semanas", "dentro de quince días"),
            "it": ("tra due settimane", "fra quindici giorni"),
            "pt": ("daqui a duas semanas", "em duas semanas"),
            "nl": ("over twee weken", "over 14 dagen"),
        },
    ),
    "early in the morning": (
        Wish(None, None, time(10)),
        {
            "en": ("first thing in the morning", "early in the morning"),
            "de": ("gleich morgens früh", "gleich als erstes morgens", "früh am Morgen"),
            "fr": ("à la première heure", "tôt le matin"),
            "es": ("a primera hora", "a primera hora de la mañana"),
            "it": ("la mattina presto", "di prima mattina"),
            "pt": ("logo de manhã", "primeira hora da manhã"),
            "nl": ("'s ochtends vroeg", "als eerste in de ochtend"),
        },
    ),
    "at noon": (
        Wish(None, time(12), time(14)),
        {
            "en": ("lunch time", "in my lunch break"),
            "de": ("zur Mittagszeit", "in der Mittagspause"),
            "fr": ("à l'heure du déjeuner", "pendant la pause déjeuner"),
            "es": ("a la hora de comer",),
            "it": ("all'ora di pranzo", "in pausa pranzo"),
            "pt": ("à hora de almoço", "na hora do almoço"),
            "nl": ("rond lunchtijd", "in de lunchpauze", "tussen de middag"),
        },
    ),
    "after work": (
        Wish(None, time(17)),
        {
            "en": ("after work",),
            "de": ("nach der Arbeit", "nach Feierabend"),
            "fr": ("après le travail",),
            "es": ("después del trabajo",),
            "it": ("dopo il lavoro",),
            "pt": ("depois do trabalho",),
            "nl": ("na het werk",),
        },
    ),
    "the end of the month": (
        Wish(date(2026, 10, 21), last_day=date(2026, 10, 31)),
        {
            "en": ("end of the month", "at the end of the month", "month end"),
            "de": ("Ende des Monats", "Ende Monat", "zum Monatsende"),
            "fr": ("à la fin du mois", "en fin de mois"),
            "es": ("a final de mes", "a finales de mes"),
            "it": ("a fine mese", "alla fine del mese"),
            "pt": ("no fim do mês", "no final do mês"),
            "nl": ("eind van de maand", "aan het eind van de maand"),
        },
    ),
    "the day after tomorrow": (
        Wish(date(2026, 10, 14)),
        {
            "en": ("the day after tomorrow",),
            "de": ("übermorgen",),
            "fr": ("après-demain",),
            "es": ("pasado mañana",),
            "it": ("dopodomani",),
            "pt": ("depois de amanhã",),
            "nl": ("overmorgen",),
        },
    ),
    "a weekday in a week": (
        Wish(date(2026, 10, 20)),
        {
            "en": ("a week from Tuesday", "Tuesday week"),
            "de": ("Dienstag in einer Woche", "Dienstag in acht Tagen", "Dienstag über eine Woche"),
            "fr": ("mardi en huit", "mardi dans une semaine"),
            "es": ("el martes en una semana", "el martes en ocho días"),
            "it": ("martedì tra una settimana", "martedì a otto"),
            "pt": ("terça daqui a uma semana", "terça a uma semana"),
            "nl": ("dinsdag over een week", "dinsdag over 8 dagen"),
        },
    ),
}
PHRASES = [
    (language, text, wish)
    for wish, languages in TABLE.values()
    for language, said in languages.items()
    for text in said
]


def read(text: str, language: str, today: date = MONDAY) -> Wish | None:
    return find_wish(words.plain(text), today, language)


def test_every_phrase_is_there_in_every_language() -> None:
    assert all(set(languages) == set(LANGUAGES) for _, languages in TABLE.values())


@pytest.mark.parametrize(("language", "text", "wish"), PHRASES)
def test_a_phrase_is_read_as_it_is_meant(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "not Monday or Tuesday, Thursday works", Wish(THURSDAY)),
        ("en", "not Monday, Tuesday or Thursday is fine", Wish(TUESDAY, last_day=THURSDAY, weekdays=(1, 3))),
        ("en", "not Monday, Thursday doesn't work", Wish(MONDAY, is_open=True, weekdays=(1, 2, 4, 5, 6))),
        ("en", "not Monday, Thursday", Wish(MONDAY, is_open=True, weekdays=(1, 2, 4, 5, 6))),
        (
            "en",
            "next week, weekdays only",
            Wish(date(2026, 10, 19), last_day=date(2026, 10, 25), weekdays=(0, 1, 2, 3, 4)),
        ),
        ("de", "nicht werktags", Wish(MONDAY, is_open=True, weekdays=(5, 6))),
        ("de", "Dienstag KW 43", Wish(date(2026, 10, 20))),
        ("de", "KW 43 oder 44", Wish(date(2026, 10, 19), last_day=date(2026, 11, 1))),
        ("nl", "week 43/44", Wish(date(2026, 10, 19), last_day=date(2026, 11, 1))),
        ("en", "week 42", Wish(MONDAY, last_day=date(2026, 10, 18))),
        ("en", "week 2", Wish(date(2027, 1, 11), last_day=date(2027, 1, 17))),
        ("en", "week 53", Wish(date(2026, 12, 28), last_day=date(2027, 1, 3))),
        ("pt", "no sábado", Wish(date(2026, 10, 17))),
        ("en", "not before week 44", Wish(date(2026, 10, 26), is_open=True)),
        ("en", "no next week please", Wish(date(2026, 10, 19), last_day=date(2026, 10, 25))),
        ("en", "from next week", Wish(date(2026, 10, 19), is_open=True)),
        ("en", "not until next week", Wish(date(2026, 10, 19), is_open=True)),
        ("en", "not until Friday", Wish(date(2026, 10, 16), is_open=True)),
        ("en", "before next week", Wish(MONDAY, last_day=date(2026, 10, 18))),
        ("en", "I can't next week", Wish(date(2026, 10, 26), is_open=True)),
        ("de", "ab KW 44", Wish(date(2026, 10, 26), is_open=True)),
        ("de", "ab nächster Woche", Wish(date(2026, 10, 19), is_open=True)),
        ("de", "diese Woche nicht", Wish(date(2026, 10, 19), is_open=True)),
        ("de", "Anfang nächsten Monats", Wish(date(2026, 11, 1), last_day=date(2026, 11, 10))),
        ("de", "Mittwoch lieber nicht, Freitag wäre super", Wish(date(2026, 10, 16))),
        ("fr", "à partir de la semaine prochaine", Wish(date(2026, 10, 19), is_open=True)),
        ("fr", "pas la semaine prochaine", Wish(date(2026, 10, 26), is_open=True)),
        ("fr", "un rendez-vous d'1 heure jeudi", Wish(THURSDAY)),
        ("es", "a partir de la semana que viene", Wish(date(2026, 10, 19), is_open=True)),
        ("it", "non prima della settimana prossima", Wish(date(2026, 10, 19), is_open=True)),
        ("pt", "a partir da próxima semana", Wish(date(2026, 10, 19), is_open=True)),
        ("nl", "na week 43", Wish(date(2026, 10, 26), is_open=True)),
        ("nl", "vanaf volgende week", Wish(date(2026, 10, 19), is_open=True)),
        ("nl", "een afspraak van 1 uur op donderdag", Wish(THURSDAY)),
        ("pt", "no sábado de manhã", Wish(date(2026, 10, 17), None, time(12))),
        ("pt", "não no sábado", Wish(MONDAY, is_open=True, weekdays=(0, 1, 2, 3, 4, 6))),
        ("es", "no sábado", Wish(MONDAY, is_open=True, weekdays=(0, 1, 2, 3, 4, 6))),
    ],
)
def test_phrases_are_told_apart(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


THIS_WEEK_AT_TEN = Wish(MONDAY, time(10), last_day=date(2026, 10, 18))


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [("en", "this week 10am", THIS_WEEK_AT_TEN), ("nl", "deze week 10 uur", THIS_WEEK_AT_TEN), ("en", "week 54", None)],
)
def test_what_is_no_numbered_week_is_none(language: str, text: str, wish: Wish | None) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(
    ("today", "text", "first"),
    [
        (date(2026, 12, 30), "week 1", date(2027, 1, 4)),
        (date(2027, 1, 2), "week 53", date(2027, 1, 2)),
        (date(2027, 1, 2), "KW 1", date(2027, 1, 4)),
        (date(2027, 1, 6), "week 52", date(2026, 12, 21)),
        (date(2028, 12, 31), "week 52", date(2028, 12, 31)),
        (date(2029, 1, 1), "week 1", date(2029, 1, 1)),
    ],
)
def test_a_numbered_week_is_found_over_the_turn_of_the_year(today: date, text: str, first: date) -> None:
    wish = read(text, "en", today)

    assert wish is not None
    assert wish.day == first


PAST = (
    *(("en", "week 41"), ("de", "KW 41"), ("fr", "semaine 41"), ("es", "semana 41"), ("it", "settimana 41")),
    *(("pt", "semana 41"), ("nl", "week 41"), ("en", "last weekend"), ("de", "letztes Wochenende")),
    *(("fr", "le week-end dernier"), ("es", "el fin de semana pasado"), ("it", "il fine settimana scorso")),
    *(("pt", "o fim de semana passado"), ("nl", "vorig weekend")),
)


def asked(text: str, language: str, **setting: object) -> Practice:
    practice = Practice(view_with(language=language), **setting)  # type: ignore[arg-type]  # what is free
    practice.says("hello")
    practice.taps(practice.titles()[0])
    practice.taps("Check-up")
    practice.taps_row(0)
    practice.says(text)
    return practice


@pytest.mark.parametrize(("language", "text"), PAST)
def test_what_has_passed_is_said_to_have_passed(language: str, text: str) -> None:
    practice = asked(text, language)

    assert practice.state.step is Step.TIMES
    assert practice.state.notice is Notice.PAST


ALL = tuple(
    slot_at(f"{date(2026, 10, 13) + timedelta(days=day)} {at}")
    for day in range(30)
    for at in ("08:30", "09:30", "12:00", "13:30", "16:30", "17:30")
)


@examples(120)
@given(st.sampled_from(PHRASES), st.sets(st.sampled_from(ALL)), st.sampled_from(("", " please", "!", " 🙏")))
def test_no_phrase_yields_a_time_that_is_not_free_or_not_meant(
    said: tuple[str, str, Wish], free: set[object], after: str
) -> None:
    language, text, wish = said
    slots = tuple(one for one in ALL if one in free) or FREE[:1]

    practice = asked(text + after, language, free=slots)

    assert set(practice.state.offered) <= set(slots)
    assert practice.state.offered or practice.state.step is Step.NOTHING_FREE
    if practice.state.notice is Notice.AS_WISHED or practice.state.step is Step.DAY_TIMES:
        assert all(meets(one.starts_at.astimezone(ZoneInfo(ZONE)), wish) for one in practice.state.offered)


def meets(local: datetime, wish: Wish) -> bool:
    """Tell by a wish alone whether a local time is one that was wished for."""
    is_after = wish.day is None or local.date() >= wish.day
    last = wish.last_day or (None if wish.is_open else wish.day)
    is_in_time = last is None or local.date() <= last
    is_named = not wish.weekdays or local.weekday() in wish.weekdays
    return (
        is_after
        and is_in_time
        and is_named
        and (wish.from_time or time()) <= local.time() < (wish.until_time or time.max)
    )
