"""What is typed where something can be tapped takes what is meant: by its place, with a slip, or by its hour."""

from datetime import date

import pytest
from tests.core.dialogue_practice import FREE, Practice, greeted, slot_at, view_with

from chatbookr_core.dialogue import Confirm, Slot, State, Step, TakeHold, Wish
from chatbookr_core.dialogue.places import LAST, place_in
from chatbookr_core.dialogue.slips import is_slip_of, names
from chatbookr_core.dialogue.wishes import find_wish
from chatbookr_core.dialogue.words import plain

DAY = tuple(slot_at(f"2026-10-13 {at}") for at in ("09:00", "09:30", "11:30", "14:00"))


def at_the_times(language: str = "en", free: tuple[Slot, ...] = FREE) -> Practice:
    practice = greeted(Practice(view_with(language=language), free))
    for place in (0, 0, 0):
        practice.taps_row(place)
    assert practice.state.step is Step.TIMES
    return practice


def chosen(practice: Practice) -> list[object]:
    return [one.slot for one in practice.effects if isinstance(one, TakeHold)]


@pytest.mark.parametrize(
    "text", ["1", "1.", "1)", "1\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}", "option 1", "the first one"]
)
def test_a_number_takes_what_stands_there(text: str) -> None:
    practice = greeted(Practice())

    practice.says(text)

    assert practice.state.step is Step.SERVICE


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        *(("en", "the second one please", 1), ("en", "ok, the last one", LAST), ("en", "I'll take the third", 2)),
        *(("de", "den zweiten bitte", 1), ("de", "ja der erste", 0), ("de", "die letzte", LAST)),
        *(("fr", "le premier", 0), ("fr", "la deuxième svp", 1), ("fr", "le dernier", LAST)),
        *(("es", "la segunda", 1), ("es", "la última por favor", LAST), ("es", "quiero la primera", 0)),
        *(("it", "la seconda", 1), ("it", "prendo la prima", 0), ("it", "l'ultima", LAST)),
        *(("pt", "a primeira", 0), ("pt", "a última", LAST), ("pt", "a terceira", 2)),
        *(("nl", "de tweede graag", 1), ("nl", "doe maar de eerste", 0), ("nl", "de laatste", LAST)),
        *(("en", "number 3", 2), ("de", "nummer 2", 1), ("pt", "opção 2", 1), ("nl", "optie 1", 0)),
    ],
)
def test_a_place_is_read_in_seven_languages(language: str, text: str, place: int) -> None:
    assert place_in(plain(text), language, is_number_enough=False) == place


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("pt", "a segunda"), ("pt", "segunda"), ("es", "a primera hora"), ("en", "the second of December")),
        *(("de", "am ersten"), ("en", "first thing"), ("en", "last week"), ("en", "option 0"), ("en", "2")),
    ],
)
def test_a_day_or_an_hour_is_no_place(language: str, text: str) -> None:
    assert place_in(plain(text), language, is_number_enough=False) is None


def test_the_last_one_is_a_time_and_no_way_on() -> None:
    practice = at_the_times()

    practice.says("the last one")

    assert chosen(practice) == [FREE[-1]]


@pytest.mark.parametrize("text", ["check up", "checkup", "chekup", "a chek-up please", "Check up!"])
def test_a_service_is_known_with_a_slip(text: str) -> None:
    practice = greeted(Practice())
    practice.taps("Book appointment")

    practice.says(text)

    assert practice.state.step is Step.PRACTITIONER


def test_what_is_near_a_short_title_is_another_word_in_a_sentence() -> None:
    assert names("massge", "massage")
    assert not names("i got your message from yesterday", "massage")
    assert names("ich mochte eine vorsorge untersuchung", "vorsorgeuntersuchung")


@pytest.mark.parametrize(("typed", "word"), [("teh", "the"), ("vos", "dos"), ("checks", "checkup"), ("", "check")])
def test_more_than_a_slip_is_none(typed: str, word: str) -> None:
    assert not is_slip_of(typed, word)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "11:30 is fine"), ("en", "ok 11.30 please"), ("en", "Tuesday at 11:30"), ("en", "half past eleven")),
        *(("de", "11:30 Uhr passt"), ("de", "halb zwölf bitte"), ("de", "Dienstag um halb 12"), ("fr", "11h30")),
        *(("fr", "mardi à 11h30 svp"), ("es", "a las 11:30"), ("es", "las once y media"), ("it", "alle 11:30")),
        *(("pt", "às 11h30"), ("nl", "doe maar half 12"), ("nl", "half twaalf graag")),
    ],
)
def test_the_only_time_shown_at_an_hour_is_taken(language: str, text: str) -> None:
    practice = at_the_times(language, DAY)

    practice.says(text)

    assert chosen(practice) == [DAY[2]]


@pytest.mark.parametrize(
    "text",
    ["from 11:30", "not at 11:30", "after 11.30", "11:30 or later", "Wednesday at 11:30", "12:00", "11", "morning"],
)
def test_another_hour_or_more_than_one_is_looked_for(text: str) -> None:
    practice = at_the_times("en", DAY)

    practice.says(text)

    assert chosen(practice) == []


def test_an_hour_of_several_days_is_not_taken_for_one_of_them() -> None:
    practice = at_the_times()

    practice.says("9:30 is fine")

    assert chosen(practice) == []


def test_a_number_alone_neither_books_nor_cancels() -> None:
    practice = at_the_times()
    practice.taps_row(0)
    assert practice.state.step is Step.CONFIRM

    for text in ("1", "2"):
        practice.says(text)
        assert not any(isinstance(one, Confirm) for one in practice.effects)


@pytest.mark.parametrize("text", ["the first one", "den ersten bitte", "option 1", "la primera"])
def test_the_first_of_what_is_to_be_confirmed_is_no_confirmation(text: str) -> None:
    practice = at_the_times()
    practice.taps_row(0)

    practice.says(text)

    assert practice.state.step is Step.CONFIRM
    assert not any(isinstance(one, Confirm) for one in practice.effects)


@pytest.mark.parametrize(
    ("text", "reminders"),
    [
        *(("yes with reminder", True), ("ok bestätigen ohne erinnerung", False), ("ja, mit Erinnerung bitte", True)),
        *(("oui avec rappel", True), ("oui, mais sans rappel", False), ("sí, con recordatorio", True)),
        *(("sì senza promemoria", False), ("sim, com lembrete", True), ("prima, met herinnering", True)),
        *(("zonder herinnering", False), ("prima, doe maar", False), ("yes, do it", False), ("ok go ahead", False)),
    ],
)
def test_a_yes_in_several_words_confirms_and_says_of_reminders_what_it_says(text: str, reminders: bool) -> None:
    practice = at_the_times()
    practice.taps_row(0)

    practice.says(text)

    assert [one.reminders for one in practice.effects if isinstance(one, Confirm)] == [reminders]


@pytest.mark.parametrize(
    "text", ["no reminder?", "will you remind me?", "yes but later", "ok but not this day", "not yet"]
)
def test_what_is_no_yes_confirms_nothing(text: str) -> None:
    practice = at_the_times()
    practice.taps_row(0)

    practice.says(text)

    assert not any(isinstance(one, Confirm) for one in practice.effects)


def test_a_yes_takes_the_only_time_and_asks_again_which_of_several() -> None:
    one, several = at_the_times(free=FREE[:1]), at_the_times()

    one.says("yes please")
    answers = several.says("yes please")

    assert chosen(one) == [FREE[0]]
    assert answers == ["Choose a time for Check-up:"]


def test_a_time_that_has_passed_is_not_held() -> None:
    practice = at_the_times()
    practice.waits(hours=27)

    practice.taps("Tue 13 Oct 09:30")

    assert chosen(practice) == []
    assert "out of date" in practice.said[-1].body


@pytest.mark.parametrize("text", ["con chi è libero prima", "com quem é a consulta"])
def test_with_whom_does_not_ask_who_speaks(text: str) -> None:
    practice = at_the_times("it")

    assert not any("Praktijk Zuid" in answer for answer in practice.says(text))


def test_in_dutch_free_is_no_friday() -> None:
    assert find_wish("is er morgen nog iets vrij", date(2026, 10, 12), "nl") == Wish(date(2026, 10, 13))


def test_where_nothing_is_asked_a_number_is_not_understood() -> None:
    practice = greeted(Practice())
    practice.state = State(greeted_at=practice.view.now)

    assert practice.says("1")[0].startswith("Sorry, I did not get that.")
