"""Several days of one month, in seven languages: each that is listed is meant, and no hour beside them."""

from datetime import date, time

import pytest

from chatbookr_core.dialogue import Wish, words
from chatbookr_core.dialogue.wishes import find_wish

TODAY = date(2026, 10, 1)
THREE = Wish(date(2026, 10, 5), last_day=date(2026, 10, 9), weekdays=(0, 2, 4))
FAR_APART = (date(2026, 10, 5), date(2026, 10, 9), date(2026, 10, 20))
LISTS = (
    *(
        ("en", "5, 7 or 9 October"),
        ("en", "the 5th, 7th or 9th"),
        ("en", "October 5, 7 or 9"),
        ("en", "Oct 5, 7, or 9"),
    ),
    *(("de", "am 5., 7. oder 9. Oktober"), ("de", "5., 7. oder 9. Oktober"), ("de", "am 5., 7. oder 9.")),
    *(("de", "am 5., am 7. und am 9. Oktober"), ("de", "5./7./9. Oktober")),
    *(
        ("fr", "le 5, 7 ou 9 octobre"),
        ("fr", "les 5, 7 et 9 octobre"),
        ("fr", "le 5, le 7 ou le 9"),
        ("fr", "les 5, 7 et 9"),
    ),
    *(("es", "el 5, 7 o 9 de octubre"), ("es", "los días 5, 7 y 9 de octubre"), ("es", "el 5, 7 o 9")),
    *(("it", "il 5, 7 o 9 ottobre"), ("it", "i giorni 5, 7 e 9 ottobre"), ("it", "il 5, il 7 o il 9")),
    *(("pt", "dias 5, 7 ou 9 de outubro"), ("pt", "nos dias 5, 7 e 9"), ("pt", "dia 5, 7 ou 9 de outubro")),
    *(("nl", "5, 7 of 9 oktober"), ("nl", "op 5, 7 of 9 oktober"), ("nl", "de 5e, 7e of 9e")),
)


def read(text: str, language: str) -> Wish | None:
    return find_wish(words.plain(text), TODAY, language)


@pytest.mark.parametrize(("language", "text"), LISTS)
def test_each_day_of_a_list_is_meant(language: str, text: str) -> None:
    assert read(text, language) == THREE


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        (
            "de",
            "am 5., 9. oder 20. Oktober",
            Wish(FAR_APART[0], last_day=FAR_APART[2], weekdays=(0, 1, 4), days=FAR_APART),
        ),
        ("de", "am 30., 2. oder 4. November", Wish(date(2026, 10, 30), last_day=date(2026, 11, 4), weekdays=(0, 2, 4))),
        ("pt", "dias 5, 6 ou 7 de outubro", Wish(date(2026, 10, 5), last_day=date(2026, 10, 7))),
        ("de", "am 5., 9 oder 10 Uhr", Wish(date(2026, 10, 5), time(10))),
        ("en", "14.30, 5 October", Wish(date(2026, 10, 5), time(14, 30))),
        ("en", "between 3 and 5 December", Wish(date(2026, 12, 3), last_day=date(2026, 12, 5))),
        ("de", "nicht am 5. oder 7. Oktober", Wish(date(2026, 10, 8), is_open=True)),
    ],
)
def test_what_stands_beside_a_date_is_a_day_where_it_can_be(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish
