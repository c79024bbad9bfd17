"""A few plain words about when: read where they are clear, left alone where they are not."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import CHECK_UP, Practice, options_of, view_with
from tests.thoroughness import examples

from chatbookr_core.dialogue import LANGUAGES, Confirm, Reschedule, TakeHold, words
from chatbookr_core.dialogue.day_names import months_of, weekdays_of
from chatbookr_core.dialogue.when_words import GRAMMARS
from chatbookr_core.dialogue.wishes import Wish, find_wish
from chatbookr_core.voice import Voice
from chatbookr_sdk import Options

MONDAY = date(2026, 10, 12)
THURSDAY, FRIDAY = date(2026, 10, 15), date(2026, 10, 16)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Thursday after 4", Wish(THURSDAY, time(16))),
        ("Thursdays after 4 pm", Wish(THURSDAY, time(16))),
        ("thursday after 16:30", Wish(THURSDAY, time(16, 30))),
        ("Donnerstag nach 16 Uhr", Wish(THURSDAY, time(16))),
        ("am Donnerstag ab 9.30 Uhr", Wish(THURSDAY, time(9, 30))),
        ("Freitag vor 11", Wish(FRIDAY, None, time(11))),
        ("friday before noon", Wish(FRIDAY, None, time(12))),
        ("next Friday morning", Wish(FRIDAY, None, time(12))),
        ("Freitagnachmittag", Wish(FRIDAY, time(12), time(17))),
        ("Freitag Nachmittag", Wish(FRIDAY, time(12), time(17))),
        ("Monday", Wish(date(2026, 10, 19))),
        ("today", Wish(MONDAY)),
        ("heute Abend", Wish(MONDAY, time(17))),
        ("tomorrow at 9", Wish(date(2026, 10, 13), time(9))),
        ("morgen um 10 Uhr", Wish(date(2026, 10, 13), time(10))),
        ("übermorgen", Wish(date(2026, 10, 14))),
        ("the day after tomorrow", Wish(date(2026, 10, 14))),
        ("13 Oct", Wish(date(2026, 10, 13))),
        ("13th of October", Wish(date(2026, 10, 13))),
        ("October 13", Wish(date(2026, 10, 13))),
        ("13. Oktober nach 14 Uhr", Wish(date(2026, 10, 13), time(14))),
        ("3. März", Wish(date(2027, 3, 3))),
        ("13.10.", Wish(date(2026, 10, 13))),
        ("13.10.2026", Wish(date(2026, 10, 13))),
        ("13/10/26", Wish(date(2026, 10, 13))),
        ("ab 15.10. vormittags", Wish(THURSDAY, None, time(12), is_open=True)),
        ("between 9:00 and 11:00", Wish(None, time(9), time(11))),
        ("after 9 before 11", Wish(None, time(9), time(11))),
        ("5pm", Wish(None, time(17))),
        ("12 am", Wish(None, time(0))),
        ("in the afternoon", Wish(None, time(12), time(17))),
        ("vormittags", Wish(None, None, time(12))),
        ("in the evening", Wish(None, time(17))),
        ("after 5 before 3", Wish(None, time(17), None)),
        ("guten morgen", Wish(None, None, None)),
    ],
)
def test_wishes_are_read(text: str, wish: Wish | None) -> None:
    expected = None if wish == Wish() else wish

    assert find_wish(words.plain(text), MONDAY) == expected


@pytest.mark.parametrize("text", ["", "hello", "do you take children", "so what", "31.2.", "99:99", "at 27", "I am 45"])
def test_what_says_nothing_of_when_is_no_wish(text: str) -> None:
    assert find_wish(words.plain(text), MONDAY) is None


IN_EACH_LANGUAGE = [
    ("en", "Thursday after 4", Wish(THURSDAY, time(16))),
    ("en", "in two weeks", Wish(date(2026, 10, 26), last_day=date(2026, 11, 1))),
    ("en", "next week", Wish(date(2026, 10, 19), last_day=date(2026, 10, 25))),
    ("en", "Friday between 9 and 11", Wish(FRIDAY, time(9), time(11))),
    ("de", "morgen um 10", Wish(date(2026, 10, 13), time(10))),
    ("de", "morgen früh", Wish(date(2026, 10, 13), None, time(12))),
    ("de", "nächste Woche Donnerstag", Wish(date(2026, 10, 22))),
    ("de", "zwischen 9 und 11 Uhr", Wish(None, time(9), time(11))),
    ("fr", "jeudi après 16h", Wish(THURSDAY, time(16))),
    ("fr", "après-demain", Wish(date(2026, 10, 14))),
    ("fr", "le 15 octobre à 10h30", Wish(THURSDAY, time(10, 30))),
    ("fr", "dans trois jours", Wish(THURSDAY)),
    ("fr", "vendredi après-midi", Wish(FRIDAY, time(12), time(17))),
    ("fr", "jeudi avant midi", Wish(THURSDAY, None, time(12))),
    ("es", "jueves después de las 16", Wish(THURSDAY, time(16))),
    ("es", "mañana por la mañana", Wish(date(2026, 10, 13), None, time(12))),
    ("es", "pasado manana", Wish(date(2026, 10, 14))),
    ("es", "por la mañana", Wish(None, None, time(12))),
    ("es", "el 15 de octubre a las 10:30", Wish(THURSDAY, time(10, 30))),
    ("es", "entre las 9 y las 11", Wish(None, time(9), time(11))),
    ("it", "giovedì dopo le 16", Wish(THURSDAY, time(16))),
    ("it", "dopodomani", Wish(date(2026, 10, 14))),
    ("it", "tra due settimane", Wish(date(2026, 10, 26), last_day=date(2026, 11, 1))),
    ("it", "venerdi pomeriggio", Wish(FRIDAY, time(12), time(17))),
    ("it", "martedì prima delle 12", Wish(date(2026, 10, 13), None, time(12))),
    ("pt", "quinta depois das 16h", Wish(THURSDAY, time(16))),
    ("pt", "quinta-feira", Wish(THURSDAY)),
    ("pt", "depois de amanhã", Wish(date(2026, 10, 14))),
    ("pt", "amanhã de manhã", Wish(date(2026, 10, 13), None, time(12))),
    ("pt", "daqui a 3 dias", Wish(THURSDAY)),
    ("nl", "donderdag na 16 uur", Wish(THURSDAY, time(16))),
    ("nl", "morgen om 10", Wish(date(2026, 10, 13), time(10))),
    ("nl", "morgenochtend", Wish(date(2026, 10, 13), None, time(12))),
    ("nl", "vrijdagmiddag", Wish(FRIDAY, time(12), time(17))),
    ("nl", "over twee weken", Wish(date(2026, 10, 26), last_day=date(2026, 11, 1))),
    ("nl", "'s avonds", Wish(None, time(17))),
]


@pytest.mark.parametrize(("language", "text", "wish"), IN_EACH_LANGUAGE)
def test_wishes_are_read_in_seven_languages_whichever_is_spoken(language: str, text: str, wish: Wish) -> None:
    assert find_wish(words.plain(text), MONDAY, language) == wish
    if wish.day is not None:
        assert find_wish(words.plain(text), MONDAY, "en" if language != "en" else "nl") == wish


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_that_patients_are_shown_is_read(language: str) -> None:
    practice = Practice(view_with(language=language))
    for title in ("Book appointment", "Check-up", "First available", "None of these"):
        if not practice.heard:
            practice.says("x")
        practice.taps(Voice(language).gettext(title))
    example = practice.heard[-1].body.split("?")[-1].translate(str.maketrans("«»‘’“”„", '"' * 7)).split('"')[1]

    assert find_wish(words.plain(example), MONDAY, language) == Wish(THURSDAY, time(16))


@pytest.mark.parametrize(("language", "text"), [("en", "may i come"), ("de", "so ist es"), ("nl", "ik doe dat")])
def test_words_that_look_like_days_are_left_alone(language: str, text: str) -> None:
    assert find_wish(words.plain(text), MONDAY, language) is None


languages = st.sampled_from(LANGUAGES)


@st.composite
def wished(draw: st.DrawFn) -> tuple[str, str, int, int]:
    """Make up a language, and in it a text that names a weekday and an hour from which on it suits."""
    language = draw(languages)
    names = {name: number for name, number in weekdays_of(language, is_short=False).items() if len(name) > 4}
    name = draw(st.sampled_from(sorted(names)))
    after = {"en": "after", "de": "nach", "fr": "après", "es": "después de las", "it": "dopo le", "pt": "depois das"}
    hour = draw(st.integers(8, 19))
    return language, f"{name} {after.get(language, 'na')} {hour}:30", names[name], hour


@given(wished(), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_weekday_and_an_hour_are_what_they_say(made: tuple[str, str, int, int], today: date) -> None:
    language, text, weekday, hour = made

    wish = find_wish(words.plain(text), today, language)

    assert wish is not None
    assert wish.day is not None
    assert wish.day.weekday() == weekday
    assert timedelta(days=1) <= wish.day - today <= timedelta(days=7)
    assert (wish.from_time, wish.until_time) == (time(hour, 30), None)


@given(languages, st.data(), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_day_and_a_month_are_what_they_say(language: str, data: st.DataObject, today: date) -> None:
    name, month = data.draw(st.sampled_from(sorted(months_of(language).items())))
    number = data.draw(st.integers(1, 28))

    wish = find_wish(f"{number} {name}", today, language)

    assert wish is not None
    assert wish.day is not None
    assert (wish.day.month, wish.day.day) == (month, number)
    assert wish.day >= today


pieces = st.sampled_from(
    [word for tag in LANGUAGES for word in (*weekdays_of(tag, is_short=True), *months_of(tag))]
    + [word.replace("(?:", "").replace(")", "") for one in GRAMMARS.values() for word in one.after.split("|")]
    + [str(number) for number in range(32)]
    + ["16:30", "15.10.", "16h", "in 2", "3 days", "demain", "mañana", "morgen", "tarde", "uur", "next week"]
)
typed = st.text(max_size=30) | st.lists(pieces, max_size=6).map(" ".join)


@given(languages, typed)
@examples(60)  # the first texts of each language read CLDR
def test_whatever_is_typed_no_time_is_invented_and_none_is_taken(language: str, text: str) -> None:
    practice = Practice(view_with(language=language))
    practice.says("x")
    for title in ("Book appointment", "Check-up", "First available"):
        practice.taps(Voice(language).gettext(title))
    is_title = words.plain(text) in {words.plain(title) for title in practice.titles()}
    wish = find_wish(words.plain(text), MONDAY, language)

    practice.says(text)

    assert set(practice.state.offered) <= set(practice.free)
    assert is_title or not any(isinstance(one, TakeHold | Confirm | Reschedule) for one in practice.effects)
    if wish is not None and practice.state.day is not None:
        assert isinstance(practice.heard[-1], Options)
        assert options_of(practice.heard[-1])


@given(typed, st.dates(date(2020, 1, 1), date(2090, 1, 1)), languages)
def test_any_text_is_read_without_a_crash(text: str, today: date, language: str) -> None:
    wish = find_wish(words.plain(text), today, language)

    assert wish is None or wish != Wish()


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.sampled_from(["monday", "freitag", "sunday", "mittwoch"]))
def test_a_weekday_is_the_coming_one(today: date, name: str) -> None:
    wish = find_wish(name, today)

    assert wish is not None
    assert wish.day is not None
    assert timedelta(days=1) <= wish.day - today <= timedelta(days=7)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.dates(date(2020, 1, 1), date(2020, 12, 31)))
def test_a_date_without_a_year_is_not_in_the_past(today: date, wanted: date) -> None:
    wish = find_wish(f"{wanted.day}.{wanted.month}.", today)

    assert wish is None or (wish.day is not None and wish.day >= today)


def test_a_day_that_is_named_begins_the_only_booking_there_is() -> None:
    practice = Practice(view_with(services=(CHECK_UP,)))
    practice.says("hello")

    answers = practice.says("Thursday after 12")

    assert answers == ["Times on Thursday 15 October:"]
    assert practice.titles() == ["Thu 15 Oct 14:00", "Another day"]
    assert practice.state.service_id == CHECK_UP.id


def test_a_day_that_is_named_where_there_is_a_choice_is_kept_until_that_is_made() -> None:
    practice = Practice()
    practice.says("hello")

    assert practice.says("Thursday after 12")[0].startswith("Noted: Thursday 15 October, from 12:00.")
    practice.taps("Check-up")
    assert practice.taps("First available") == ["Times on Thursday 15 October:"]
    assert practice.titles() == ["Thu 15 Oct 14:00", "Another day"]
