"""STOP and START in seven languages, and clinics that ask for a yes before anything else."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import FREE, PLAIN_TEXT, Practice, greeted, view_with

from chatbookr_core.consents.rules import Decision, Purpose
from chatbookr_core.dialogue import (
    Chose,
    Confirm,
    FindSlots,
    HandOver,
    NoteConsent,
    Option,
    Step,
    TakeBack,
    TakeHold,
)

STOPPED = (
    "Understood: this assistant will not write to you any more. "
    "Your appointments stay as they are. Write START to get messages again."
)
ALL = [NoteConsent(one, Decision.WITHDRAWN) for one in (Purpose.MESSAGES, Purpose.REMINDERS, Purpose.MARKETING)]


def asking(language: str = "en", *, limits: object = None) -> Practice:
    view = replace(view_with(language=language), asks_consent=True)
    return Practice(replace(view, limits=limits) if limits else view)  # type: ignore[arg-type]  # limits or nothing


def noted(practice: Practice) -> list[tuple[str, str]]:
    return [(one.purpose, one.decision) for one in practice.effects if isinstance(one, NoteConsent)]


@pytest.mark.parametrize(
    "word",
    ["STOP", " Stop. ", "STOPP", "abmelden", "arrêt", "ARRÊTER", "alto", "baja", "ferma", "parar", "sair", "stoppen"],
)
def test_stop_in_any_of_seven_languages_is_entered_and_confirmed_once(word: str) -> None:
    practice = greeted(Practice())

    assert practice.says(word) == [STOPPED]
    assert practice.effects == ALL
    assert practice.says(word) == []
    assert practice.effects == []


@pytest.mark.parametrize(
    ("words", "purpose"),
    [
        ("stop reminders", "reminders"),
        ("STOPP Erinnerungen", "reminders"),
        ("arrêt rappels", "reminders"),
        ("parar recordatorios", "reminders"),
        ("ferma promemoria", "reminders"),
        ("parar lembretes", "reminders"),
        ("stop herinneringen", "reminders"),
        ("stopp werbung", "marketing"),
        ("stop publicité", "marketing"),
    ],
)
def test_stop_for_one_purpose_leaves_the_others(words: str, purpose: str) -> None:
    practice = greeted(Practice())

    said = practice.says(words)

    assert practice.effects == [NoteConsent(purpose, Decision.WITHDRAWN)]
    assert said[0].startswith("Understood: no more")
    assert practice.says("book")  # the assistant still answers


def test_stop_asks_which_only_where_something_is_booked_and_cancels_nothing() -> None:
    practice = greeted(Practice())
    practice.says("book")
    booking, before = practice.has_booked(FREE[0]), practice.state

    asked = practice.says("STOP")

    assert asked == ["Which messages shall end? Your appointments stay as they are."]
    assert practice.titles() == ["Reminders only", "All messages", "Keep everything"]
    assert practice.effects == []
    assert practice.state.step is before.step  # the open question stays open
    keep = practice.option("Keep everything")
    practice.taps("Reminders only")
    assert practice.effects == [NoteConsent(Purpose.REMINDERS, Decision.WITHDRAWN)]
    practice.waits(days=40)
    everything = practice.option("All messages")
    assert practice.feed(Chose(everything, "")) == [STOPPED]  # however old
    assert practice.effects == [ALL[0], ALL[2]]
    assert practice.feed(Chose(everything, "")) == []
    assert practice.feed(Chose(keep, "")) == ["All right, nothing changes."]
    assert practice.view.upcoming == (booking,)


def test_where_nothing_can_be_tapped_stop_says_what_to_write() -> None:
    practice = greeted(Practice(view_with(limits=PLAIN_TEXT)))
    practice.has_booked(FREE[0])

    assert practice.says("stop")[0].endswith("Write STOP REMINDERS or STOP ALL.")
    assert practice.says("stop all") == [STOPPED]


def test_after_stop_the_assistant_is_silent_but_for_danger_and_start() -> None:
    practice = greeted(Practice())
    menu = practice.option("Book appointment")
    practice.says("STOP")

    for answer in (practice.says("I want to book"), practice.feed(Chose(menu, "")), practice.sends("image")):
        assert answer == []
        assert practice.effects == [HandOver("stop_requested")]
    assert practice.says("chest pain")[0].startswith("I cannot help with urgent symptoms. Call 112")
    assert practice.says("START") == ["Welcome back: you get messages again. Write STOP any time to end them."]
    assert practice.effects == [
        NoteConsent(Purpose.MESSAGES, Decision.GRANTED),
        NoteConsent(Purpose.REMINDERS, Decision.GRANTED),
        TakeBack(),
    ]
    assert practice.says("start")  # from now on it is a greeting again
    assert not noted(practice)
    practice.says("start werbung")
    assert noted(practice) == [("marketing", "granted")]


def test_the_notice_is_entered_with_its_words_when_it_is_shown() -> None:
    practice = Practice()

    (said,) = practice.says("hello")

    (note,) = practice.effects
    assert isinstance(note, NoteConsent)
    assert (note.purpose, note.decision, note.wording, note.language) == ("data_processing", "shown", said, "en")
    practice.says("menu")
    assert practice.effects == []


@pytest.mark.parametrize(
    ("language", "yes", "no", "refused"),
    [
        ("en", "I agree", "I do not agree", "All right. Without your agreement I cannot book for you here."),
        ("de", "Ich stimme zu", "Ich stimme nicht zu", "In Ordnung. Ohne Ihre Zustimmung kann ich hier nicht"),
    ],
)
def test_without_a_yes_nothing_goes_on_and_with_one_everything_does(
    language: str, yes: str, no: str, refused: str
) -> None:
    practice = asking(language)

    (first,) = practice.says("hello" if language == "en" else "Hallo")

    assert "https://zuid.example/privacy" in first
    assert practice.titles()[:2] == [yes, no]
    assert noted(practice) == [("data_processing", "shown")]
    for words in ("book", "thursday after 4", "1", "menu", "grmbl"):
        other = asking(language)
        other.says("hello" if language == "en" else "Hallo")
        other.says(words)
        assert other.titles()[:2] == [yes, no]
        assert not [one for one in other.effects if isinstance(one, FindSlots | TakeHold | Confirm)]
    assert practice.taps(no)[0].startswith(refused)
    assert noted(practice) == [("data_processing", "refused")]
    practice.says("book")
    practice.taps(yes)
    assert noted(practice) == [("data_processing", "granted")]
    assert practice.titles() == ["Check-up", "Physiotherapy"]  # what was asked for meanwhile
    practice.taps(yes)
    assert noted(practice) == []  # the same tap twice
    practice.taps(no)
    assert practice.ledger[-1].decision == Decision.WITHDRAWN  # as easy to take back as to give


def test_a_yes_to_other_words_is_asked_for_anew_and_a_talk_under_way_is_taken_up() -> None:
    practice = greeted(Practice())
    practice.says("book")
    practice.taps_row(0)
    before = practice.state.step
    practice.view = replace(practice.view, asks_consent=True)
    practice.says("tomorrow")
    old = practice.option("I agree")
    practice.view = replace(practice.view, privacy_url="https://zuid.example/privacy-2")

    answer = practice.feed(Chose(old, ""))

    assert answer[0].startswith("What I ask has changed since then.")
    assert noted(practice) == []
    practice.taps("I agree")
    assert noted(practice) == [("data_processing", "granted")]
    assert practice.state.step is before
    assert before is not Step.MENU
    practice.view = replace(practice.view, privacy_url="https://zuid.example/privacy-3")
    practice.says("menu")
    assert practice.titles()[0] == "I agree"


def test_a_forged_yes_is_none_and_numbers_answer_where_there_are_no_buttons() -> None:
    practice = asking(limits=PLAIN_TEXT)
    practice.says("hello")

    practice.feed(Chose(practice.sign.sign(Option("x", "menu", 1, "agree:0000"))[:-1] + "A", ""))
    assert noted(practice) == []
    practice.says("2")
    assert noted(practice) == [("data_processing", "refused")]
    practice.says("1")
    assert noted(practice) == [("data_processing", "granted")]
    practice.says("human")
    assert practice.handed_over == "asked_for_person"


def test_a_person_is_there_without_a_yes() -> None:
    practice = asking()
    practice.says("hello")

    practice.taps("Talk to a person")

    assert practice.handed_over == "asked_for_person"
