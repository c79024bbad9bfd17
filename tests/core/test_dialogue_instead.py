"""What is said beside a day that would not suit, weekends, days counted within a month, and hours beside whole days."""

from datetime import date, time

import pytest
from tests.core.dialogue_practice import Practice

from chatbookr_core.dialogue import LANGUAGES, State, Step, words
from chatbookr_core.dialogue.looking import wish_in
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.slots import DayHours
from chatbookr_core.dialogue.spoken_days import joined
from chatbookr_core.dialogue.wishes import Wish, find_wish
from chatbookr_core.voice import Voice

WEDNESDAY = date(2026, 12, 2)
SATURDAY = date(2026, 12, 5)
NOON = time(12)
NEXT = Wish(date(2026, 12, 12), last_day=date(2026, 12, 13))
THIS_OR_NEXT = Wish(
    SATURDAY,
    last_day=date(2026, 12, 13),
    weekdays=(5, 6),
    days=(SATURDAY, date(2026, 12, 6), date(2026, 12, 12), date(2026, 12, 13)),
)
MORNINGS_OR_WEEKENDS = Wish(day_hours=(DayHours((), (), None, NOON), DayHours((5, 6))))
Table = dict[str, tuple[Wish, dict[str, tuple[str, ...]]]]
TABLE: Table = {
    "not today, tomorrow": (
        Wish(date(2026, 12, 3)),
        {
            "en": ("not today, tomorrow please", "today I can't, tomorrow works", "not today but tomorrow"),
            "de": ("nicht heute, morgen bitte", "heute nicht, lieber morgen", "heute kann ich nicht, morgen schon"),
            "fr": ("pas aujourd'hui, demain s'il vous plaît", "aujourd'hui je ne peux pas, demain oui"),
            "es": ("hoy no, mañana por favor", "no hoy, mañana"),
            "it": ("oggi no, domani per favore", "non oggi, domani"),
            "pt": ("hoje não, amanhã por favor", "hoje não, mas amanhã"),
            "nl": ("vandaag niet, morgen graag", "niet vandaag maar morgen"),
        },
    ),
    "neither today nor tomorrow": (
        Wish(date(2026, 12, 4), is_open=True),
        {
            "en": ("not today and not tomorrow", "not today or tomorrow"),
            "de": ("heute nicht, morgen auch nicht", "nicht heute und nicht morgen"),
            "fr": ("pas aujourd'hui, demain non plus",),
            "es": ("hoy no puedo, mañana tampoco",),
            "it": ("oggi no, domani neanche",),
            "pt": ("hoje não, amanhã também não",),
            "nl": ("vandaag niet, morgen ook niet", "niet vandaag en niet morgen"),
        },
    ),
    "the Friday after next week": (
        Wish(date(2026, 12, 18)),
        {
            "en": ("I'm away next week, the Friday after", "I'm away next week, the following Friday"),
            "de": ("nächste Woche bin ich nicht da, dann am Freitag danach",),
            "fr": ("je ne suis pas là la semaine prochaine, le vendredi d'après",),
            "es": ("la semana que viene no estoy, el viernes siguiente",),
            "it": ("la settimana prossima non ci sono, il venerdì dopo",),
            "pt": ("na próxima semana não estou, na sexta a seguir",),
            "nl": ("volgende week ben ik er niet, dan de vrijdag daarna",),
        },
    ),
    "the first Monday in January": (
        Wish(date(2027, 1, 4)),
        {
            "en": ("the first Monday in January", "first Monday of January", "the first Monday of next month"),
            "de": ("am ersten Montag im Januar", "am 1. Montag im Januar", "der erste Montag des nächsten Monats"),
            "fr": ("le premier lundi de janvier", "le 1er lundi de janvier", "le premier lundi du mois prochain"),
            "es": ("el primer lunes de enero", "el primer lunes del mes que viene"),
            "it": ("il primo lunedì di gennaio", "il primo lunedì del mese prossimo"),
            "pt": ("na primeira segunda-feira de janeiro", "na primeira segunda do próximo mês"),
            "nl": ("de eerste maandag van januari", "de 1e maandag van volgende maand"),
        },
    ),
    "the last Friday in January": (
        Wish(date(2027, 1, 29)),
        {
            "en": ("the last Friday of January", "last Friday in January"),
            "de": ("der letzte Freitag im Januar", "am letzten Freitag im Januar"),
            "fr": ("le dernier vendredi de janvier",),
            "es": ("el último viernes de enero",),
            "it": ("l'ultimo venerdì di gennaio",),
            "pt": ("na última sexta de janeiro",),
            "nl": ("de laatste vrijdag in januari",),
        },
    ),
    "mornings or weekends": (
        MORNINGS_OR_WEEKENDS,
        {
            "en": ("mornings or weekends", "mornings or at the weekend"),
            "de": ("vormittags oder am Wochenende",),
            "fr": ("le matin ou le week-end",),
            "es": ("por la mañana o el fin de semana",),
            "it": ("la mattina o nel fine settimana",),
            "pt": ("de manhã ou ao fim de semana",),
            "nl": ("'s ochtends of in het weekend",),
        },
    ),
    "this weekend": (
        Wish(SATURDAY, last_day=date(2026, 12, 6)),
        {
            "en": ("this weekend", "at the weekend", "the coming weekend"),
            "de": ("dieses Wochenende", "kommendes Wochenende", "am Wochenende"),
            "fr": ("ce week-end", "le week-end"),
            "es": ("este fin de semana",),
            "it": ("questo fine settimana", "questo weekend"),
            "pt": ("este fim de semana",),
            "nl": ("dit weekend", "komend weekend"),
        },
    ),
    "as late as possible on Friday": (
        Wish(date(2026, 12, 4), time(15)),
        {
            "en": ("as late as possible on Friday", "Friday, the latest possible"),
            "de": ("Freitag so spät wie möglich", "am Freitag möglichst spät"),
            "fr": ("vendredi, le plus tard possible",),
            "es": ("el viernes lo más tarde posible",),
            "it": ("venerdì il più tardi possibile",),
            "pt": ("sexta o mais tarde possível",),
            "nl": ("vrijdag zo laat mogelijk",),
        },
    ),
    "after the weekend": (
        Wish(date(2026, 12, 7), is_open=True),
        {
            "en": ("after the weekend",),
            "de": ("nach dem Wochenende",),
            "fr": ("après le week-end",),
            "es": ("después del fin de semana",),
            "it": ("dopo il fine settimana",),
            "pt": ("depois do fim de semana",),
            "nl": ("na het weekend",),
        },
    ),
}
PHRASES = [
    (language, text, wish)
    for wish, languages in TABLE.values()
    for language, said in languages.items()
    for text in said
]


def read(text: str, language: str, today: date = WEDNESDAY) -> Wish | None:
    return find_wish(words.plain(text), today, language)


def test_every_phrase_is_there_in_every_language() -> None:
    assert all(set(languages) == set(LANGUAGES) for _, languages in TABLE.values())


@pytest.mark.parametrize(("language", "text", "wish"), PHRASES)
def test_what_is_wished_for_instead_is_read(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "next weekend", NEXT),
        ("fr", "le week-end prochain", NEXT),
        ("nl", "volgend weekend", NEXT),
        ("de", "nächstes Wochenende", THIS_OR_NEXT),
        ("es", "el próximo fin de semana", THIS_OR_NEXT),
        ("es", "el fin de semana que viene", THIS_OR_NEXT),
        ("it", "il prossimo fine settimana", THIS_OR_NEXT),
        ("pt", "no fim de semana que vem", THIS_OR_NEXT),
    ],
)
def test_the_next_weekend_is_that_of_next_week_or_may_be(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(
    ("language", "text"), [("en", "next weekend"), ("de", "nächstes Wochenende"), ("it", "il prossimo weekend")]
)
def test_on_a_saturday_the_next_weekend_is_not_the_one_that_has_begun(language: str, text: str) -> None:
    assert read(text, language, SATURDAY) == NEXT


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("vóór vrijdag", Wish(WEDNESDAY, last_day=date(2026, 12, 3))),
        ("voor vrijdag", Wish(WEDNESDAY, last_day=date(2026, 12, 4))),
        ("graag voor de 10e", Wish(WEDNESDAY, last_day=date(2026, 12, 10))),
        ("niet voor vrijdag", Wish(date(2026, 12, 4), is_open=True)),
        ("een afspraak voor vrijdag", Wish(date(2026, 12, 4))),
        ("ik wil een afspraak maken voor vrijdag", Wish(date(2026, 12, 4))),
        ("voor vrijdag om 10 uur", Wish(date(2026, 12, 4), time(10))),
        ("voor morgen", Wish(date(2026, 12, 3))),
        ("vóór 10 uur", Wish(None, None, time(10))),
        ("na 5en", Wish(None, time(17))),
        ("voor 10en", Wish(None, None, time(10))),
    ],
)
def test_in_dutch_before_a_day_is_told_from_for_it(text: str, wish: Wish) -> None:
    assert read(text, "nl") == wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("not today, Friday please", Wish(date(2026, 12, 4))),
        ("not today, tomorrow or Friday", Wish(date(2026, 12, 3), last_day=date(2026, 12, 4))),
        ("not the 5th, 6th or 7th", Wish(date(2026, 12, 8), is_open=True)),
        ("I'm away next week, Friday please", Wish(date(2026, 12, 4))),
        ("the first Monday of the month", Wish(date(2026, 12, 7))),
        ("after the first Monday in January", Wish(date(2027, 1, 5), is_open=True)),
        ("the second Tuesday in January in the morning", Wish(date(2027, 1, 12), None, NOON)),
        (
            "the first or second Tuesday in January",
            Wish(
                date(2027, 1, 5), last_day=date(2027, 1, 12), weekdays=(1,), days=(date(2027, 1, 5), date(2027, 1, 12))
            ),
        ),
        ("the first week of January", Wish(date(2027, 1, 1), last_day=date(2027, 1, 7))),
        ("in the morning, Monday or Tuesday", Wish(date(2026, 12, 7), None, NOON, date(2026, 12, 8))),
        ("after 5 or weekends", Wish(day_hours=(DayHours((), (), time(17)), DayHours((5, 6))))),
        ("before the weekend", Wish(WEDNESDAY, last_day=date(2026, 12, 4))),
        ("not next weekend", Wish(date(2026, 12, 14), is_open=True)),
    ],
)
def test_what_looks_alike_is_told_apart(text: str, wish: Wish) -> None:
    assert read(text, "en") == wish


def test_hours_beside_whole_days_are_no_hours_of_the_day_that_was_named_before() -> None:
    tomorrow = State(step=Step.DAY_TIMES, wish=Wish(date(2026, 12, 3)))
    practice = Practice()
    scene = Scene(practice.view, Voice("en"), practice.sign)

    assert joined(MORNINGS_OR_WEEKENDS, tomorrow, scene) == MORNINGS_OR_WEEKENDS
    assert joined(Wish(None, time(16)), tomorrow, scene) == Wish(date(2026, 12, 3), time(16))


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "as early as possible on Friday", Wish(date(2026, 10, 16))),
        ("en", "as soon as possible after 5", Wish(None, time(17))),
        ("en", "as soon as possible, it has hurt since Friday", Wish()),
        ("en", "asap", Wish()),
        ("de", "am Freitag so früh wie möglich", Wish(date(2026, 10, 16))),
        ("fr", "vendredi dès que possible", Wish(date(2026, 10, 16))),
        ("es", "el viernes lo antes posible", Wish(date(2026, 10, 16))),
        ("it", "venerdì il prima possibile", Wish(date(2026, 10, 16))),
        ("pt", "na sexta o mais cedo possível", Wish(date(2026, 10, 16))),
        ("nl", "vrijdag zo snel mogelijk", Wish(date(2026, 10, 16))),
    ],
)
def test_what_is_named_beside_as_soon_as_possible_holds(language: str, text: str, wish: Wish) -> None:
    practice = Practice()
    scene = Scene(practice.view, Voice(language), practice.sign)

    assert wish_in(words.plain(text), practice.state, scene) == wish
