"""Several days, parts of every day and stretches of days that would not suit, and the day somebody is back."""

from datetime import date, time

import pytest
from tests.core.written_wishes import by_language, written

from chatbookr_core.dialogue import LANGUAGES, words
from chatbookr_core.dialogue.slots import Refused
from chatbookr_core.dialogue.wishes import Wish, find_wish

WEDNESDAY = date(2026, 12, 2)
READ = {
    "en": (
        ("today and tomorrow I can't", "04.12. on"),
        ("I'm away from Monday to Wednesday", "02.12. on 3456"),
        ("not Monday to Wednesday", "02.12. on 3456"),
        ("I'm away for two weeks", "16.12. on"),
        ("I'm back on the 14th", "14.12. on"),
        ("I'll be back from holiday on the 14th", "14.12. on"),
        ("next week is not possible", "14.12. on"),
        ("neither today nor tomorrow", "04.12. on"),
    ),
    "de": (
        ("heute und morgen kann ich nicht", "04.12. on"),
        ("Montag bis Mittwoch bin ich weg", "02.12. on 3456"),
        ("ich bin zwei Wochen weg", "16.12. on"),
        ("ich bin ab dem 14. wieder da", "14.12. on"),
        ("ich bin am 14. zurück", "14.12. on"),
        ("bis 14. im Urlaub", "15.12. on"),
        ("diese Woche schaffe ich es nicht", "07.12. on"),
        ("weder heute noch morgen", "04.12. on"),
        ("Montag leider nicht, Mittwoch gern", "09.12."),
    ),
    "fr": (
        ("aujourd'hui et demain je ne peux pas", "04.12. on"),
        ("pas du lundi au mercredi", "02.12. on 3456"),
        ("je suis absent pendant deux semaines", "16.12. on"),
        ("je rentre le 14", "14.12. on"),
        ("ni aujourd'hui ni demain", "04.12. on"),
        ("demain ça m'arrange pas", "04.12. on"),
        ("cette semaine c'est pas possible", "07.12. on"),
        ("lundi je ne peux malheureusement pas, mercredi serait super", "09.12."),
        ("courant mars", "01.03.-31.03."),
    ),
    "es": (
        ("hoy y mañana no puedo", "04.12. on"),
        ("no puedo de lunes a miércoles", "02.12. on 3456"),
        ("estoy fuera dos semanas", "16.12. on"),
        ("vuelvo el 14", "14.12. on"),
        ("ni hoy ni mañana", "04.12. on"),
        ("la semana que viene imposible", "14.12. on"),
    ),
    "it": (
        ("oggi e domani non posso", "04.12. on"),
        ("da lunedì a mercoledì non ci sono", "02.12. on 3456"),
        ("sono via per due settimane", "16.12. on"),
        ("torno il 14", "14.12. on"),
        ("né oggi né domani", "04.12. on"),
        ("domani non mi va bene", "04.12. on"),
        ("lunedì purtroppo no, mercoledì va bene", "09.12."),
    ),
    "pt": (
        ("hoje e amanhã não posso", "04.12. on"),
        ("de segunda a quarta não estou", "02.12. on 3456"),
        ("estou fora duas semanas", "16.12. on"),
        ("volto dia 14", "14.12. on"),
        ("nem hoje nem amanhã", "04.12. on"),
        ("amanhã não me dá jeito", "04.12. on"),
        ("segunda infelizmente não posso, quarta pode ser", "09.12."),
    ),
    "nl": (
        ("vandaag en morgen kan ik niet", "04.12. on"),
        ("maandag tot woensdag ben ik weg", "02.12. on 3456"),
        ("ik ben twee weken weg", "16.12. on"),
        ("ik ben de 14e terug", "14.12. on"),
        ("vandaag noch morgen", "04.12. on"),
        ("morgen komt niet uit", "04.12. on"),
        ("pas na kerst", "26.12. on"),
    ),
}
NO_LUNCH = (
    *(("en", "any time except lunch"), ("de", "außer mittags"), ("fr", "pas à l'heure du déjeuner")),
    *(("es", "no a la hora de comer"), ("it", "non in pausa pranzo"), ("pt", "não na hora do almoço")),
    ("nl", "niet tussen de middag"),
)
NOT_EARLY = (
    *(("en", "not too early"), ("de", "nicht zu früh"), ("fr", "pas trop tôt"), ("es", "no muy temprano")),
    *(("it", "non troppo presto"), ("pt", "não muito cedo"), ("nl", "niet te vroeg")),
)


def read(text: str, language: str) -> Wish | None:
    return find_wish(words.plain(text), WEDNESDAY, language)


def test_every_language_is_walked() -> None:
    assert set(READ) == set(LANGUAGES)


@pytest.mark.parametrize(("language", "text", "expected"), by_language(READ))
def test_what_is_left_is_wished_for(language: str, text: str, expected: str) -> None:
    assert written(read(text, language)) == expected


@pytest.mark.parametrize(("language", "text"), NO_LUNCH)
def test_a_part_of_every_day_is_left_out(language: str, text: str) -> None:
    lunch = Refused(tuple(range(7)), time(12), time(14))

    assert read(text, language) == Wish(WEDNESDAY, is_open=True, refused=lunch)


@pytest.mark.parametrize(("language", "text"), NOT_EARLY)
def test_not_too_early_leaves_the_first_hours_out(language: str, text: str) -> None:
    early = Refused(tuple(range(7)), None, time(10))

    assert read(text, language) == Wish(WEDNESDAY, is_open=True, refused=early)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "in two weeks I can't", "21.12. on"),
        ("en", "can I come back on Thursday", "03.12."),
        ("de", "um 12 am Freitag", "04.12. 12:00>"),
        ("en", "at 10 am Friday", "04.12. 10:00>"),
        ("en", "Monday to Wednesday", "07.12.-09.12."),
    ],
)
def test_what_looks_alike_is_told_apart(language: str, text: str, expected: str) -> None:
    assert written(read(text, language)) == expected
