"""What would not suit, in seven languages: it is left out, and nothing else is."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import ZONE, Practice, body_of, slot_at, view_with
from tests.thoroughness import examples

from chatbookr_core.dialogue import LANGUAGES, FindSlots, words
from chatbookr_core.dialogue.slots import Refused
from chatbookr_core.dialogue.wishes import Wish, find_wish

MONDAY, FRIDAY = date(2026, 10, 12), 4
NOON, EVENING = time(12), time(17)
FRIDAY_AFTERNOON = (
    *(("en", "not Friday afternoon"), ("en", "I can't do Friday afternoon"), ("en", "Friday afternoon doesn't work")),
    *(("de", "nicht Freitag Nachmittag"), ("de", "nicht am Freitagnachmittag"), ("de", "Fr nachm. geht nicht")),
    *(("fr", "pas vendredi après-midi"), ("fr", "vendredi apres-midi je peux pas"), ("fr", "pas le vendredi aprem")),
    *(("es", "no el viernes por la tarde"), ("es", "el viernes por la tarde no"), ("es", "no puedo el viernes tarde")),
    *(("it", "non venerdì pomeriggio"), ("it", "venerdi pomeriggio non posso")),
    *(("pt", "não sexta à tarde"), ("pt", "sexta à tarde não"), ("pt", "nao posso na sexta a tarde")),
    *(("nl", "niet vrijdagmiddag"), ("nl", "vrijdagmiddag kan ik niet"), ("nl", "niet op vrijdag in de middag")),
)
NO_FRIDAY = (
    *(("en", "not Friday"), ("en", "except Fridays"), ("de", "freitags nie"), ("de", "ich kann Freitag nicht")),
    *(("fr", "vendredi je peux pas"), ("fr", "jamais le vendredi"), ("es", "viernes no"), ("es", "salvo los viernes")),
    *(("it", "venerdì no"), ("it", "eccetto il venerdì"), ("pt", "sexta não"), ("pt", "não posso na sexta")),
    *(("nl", "vrijdag niet"), ("nl", "nooit op vrijdag")),
)
FROM_TEN = (
    *(("en", "not before 10"), ("en", "no earlier than 10"), ("en", "I can't come before 10")),
    *(("de", "nicht vor 10"), ("de", "vor 10 Uhr geht nicht"), ("de", "nicht früher als 10 Uhr")),
    *(
        ("fr", "pas avant 10h"),
        ("fr", "pas plus tôt que 10h"),
        ("es", "no antes de las 10"),
        ("es", "antes de las 10 no"),
    ),
    *(
        ("it", "non prima delle 10"),
        ("pt", "não antes das 10"),
        ("nl", "niet voor 10 uur"),
        ("nl", "niet eerder dan 10u"),
    ),
)
UNTIL_FOUR = (
    *(("en", "not after 4"), ("en", "no later than 4"), ("de", "nicht nach 16 Uhr"), ("de", "spätestens um 16 Uhr")),
    *(("fr", "pas après 16h"), ("es", "no después de las 4"), ("it", "non dopo le 16"), ("pt", "não depois das 16h")),
    *(("nl", "niet na 4 uur"), ("nl", "uiterlijk om 16 uur")),
)


NEITHER_END = (
    *(("en", "not in the morning or evening"), ("en", "neither mornings nor evenings")),
    *(("de", "nicht morgens oder abends"), ("de", "weder morgens noch abends")),
    *(("fr", "pas le matin ni le soir"), ("es", "ni por la mañana ni por la noche")),
    *(("it", "non di mattina o di sera"), ("it", "né di mattina né di sera")),
    *(("pt", "não de manhã ou à noite"), ("nl", "niet 's ochtends of 's avonds")),
)


def read(text: str, language: str) -> Wish | None:
    return find_wish(words.plain(text), MONDAY, language)


@pytest.mark.parametrize(("language", "text"), FRIDAY_AFTERNOON)
def test_of_a_day_a_part_alone_is_refused(language: str, text: str) -> None:
    assert read(text, language) == Wish(MONDAY, is_open=True, refused=Refused((FRIDAY,), NOON, EVENING))


@pytest.mark.parametrize(("language", "text"), NO_FRIDAY)
def test_a_day_is_refused(language: str, text: str) -> None:
    assert read(text, language) == Wish(MONDAY, is_open=True, weekdays=(0, 1, 2, 3, 5, 6))


@pytest.mark.parametrize(("language", "text"), FROM_TEN)
def test_not_before_an_hour_is_from_it_on(language: str, text: str) -> None:
    assert read(text, language) == Wish(None, time(10))


@pytest.mark.parametrize(("language", "text"), UNTIL_FOUR)
def test_not_after_an_hour_is_until_then(language: str, text: str) -> None:
    assert read(text, language) == Wish(None, None, time(16))


@pytest.mark.parametrize(("language", "text"), NEITHER_END)
def test_of_two_parts_that_would_not_suit_the_third_is_left(language: str, text: str) -> None:
    assert read(text, language) == Wish(None, NOON, EVENING)


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "not in the afternoon or evening", Wish(None, None, NOON)),
        ("en", "not mornings but evenings", Wish(None, EVENING)),
        ("en", "any time but evenings", Wish(None, None, EVENING)),
        ("es", "viernes no, jueves", Wish(date(2026, 10, 15))),
        ("es", "el jueves, no el viernes", Wish(date(2026, 10, 15))),
        ("en", "monday and tuesday don't work", Wish(MONDAY, is_open=True, weekdays=(2, 3, 4, 5, 6))),
        ("en", "not after Friday", Wish(MONDAY, last_day=date(2026, 10, 16))),
        ("en", "not Friday after 4", Wish(MONDAY, is_open=True, refused=Refused((FRIDAY,), time(16)))),
        ("en", "Thursday not before 10", Wish(date(2026, 10, 15), time(10))),
        ("en", "Thursday, not at 10", Wish(date(2026, 10, 15))),
        (
            "en",
            "not Monday or Tuesday mornings",
            Wish(MONDAY, is_open=True, refused=Refused((0, 1), None, NOON)),
        ),
        (
            "en",
            "next week, thursday no",
            Wish(date(2026, 10, 19), last_day=date(2026, 10, 25), weekdays=(0, 1, 2, 4, 5, 6)),
        ),
    ],
)
def test_what_is_refused_and_what_is_not_are_told_apart(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


def test_dates_more_than_a_week_apart_are_those_alone() -> None:
    wish = read("Monday or the 24th of November", "en")

    days = (date(2026, 10, 19), date(2026, 11, 24))
    assert wish == Wish(days[0], last_day=days[1], weekdays=(0, 1), days=days)


TIMES = tuple(
    slot_at(f"2026-{month}-{day:02} {at}")
    for month, day in ((10, 15), (10, 16), (10, 19), (10, 23), (10, 26), (11, 2))
    for at in ("09:30", "14:00")
)


def shown(practice: Practice) -> set[tuple[int, int, int]]:
    local = [one.starts_at.astimezone(ZoneInfo(ZONE)) for one in practice.state.offered]
    return {(at.month, at.day, at.hour) for at in local}


def asked(text: str, language: str = "en") -> Practice:
    practice = Practice(view_with(language=language), free=TIMES)
    practice.says("hello")
    practice.taps(practice.titles()[0])
    practice.taps("Check-up")
    practice.taps_row(0)
    practice.says(text)
    return practice


def test_a_friday_afternoon_is_left_out_alone() -> None:
    practice = asked("not Friday afternoon")

    assert (10, 16, 9) in shown(practice)
    assert (10, 15, 14) in shown(practice)
    assert not {(10, 16, 14), (10, 23, 14)} & shown(practice)
    assert "not Friday, 12:00–17:00" in body_of(practice.heard[-1])


def test_of_two_dates_those_alone_are_shown() -> None:
    practice = asked("Monday or 2 November")

    assert {(month, day) for month, day, _ in shown(practice)} == {(10, 19), (11, 2)}


@examples(60)
@given(
    st.sampled_from([(language, text) for language, text in FRIDAY_AFTERNOON if language in LANGUAGES]),
    st.sampled_from(("", " please", ", thanks", " 🙏")),
)
def test_whatever_is_refused_is_never_offered(said: tuple[str, str], after: str) -> None:
    practice = asked(said[1] + after, said[0])

    queries = [one.query for one in practice.effects if isinstance(one, FindSlots)]
    starts = [one.starts_at.astimezone(ZoneInfo(ZONE)) for one in practice.state.offered]
    assert queries
    assert starts
    assert not [at for at in starts if at.weekday() == FRIDAY and NOON <= datetime.time(at) < EVENING]
