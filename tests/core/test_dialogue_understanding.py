"""How the dialogue takes words, forged and old taps, pictures and silence; and when a person is called."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import FREE, JANSEN, VOS, Practice, greeted, view_with

from chatbookr_core.dialogue import (
    Chose,
    HandOver,
    OptionSigner,
    PatientView,
    ReturnedToAssistant,
    State,
    Step,
    TakeHold,
)

COLLEAGUE = "A colleague will answer you here (open Mon-Fri 08-17)."


def at_the_times() -> Practice:
    practice = greeted(Practice())
    practice.says("English")
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.taps("First available")
    return practice


def test_three_misses_call_a_person() -> None:
    practice = at_the_times()

    assert practice.says("grmbl") == ["Sorry, I did not get that.\n\nChoose a time for Check-up:"]
    assert practice.titles()[0] == "Tue 13 Oct 09:30"
    assert practice.says("grmbl") == ["Sorry, I did not get that.\n\nHow shall we go on?"]
    assert practice.titles() == ["Continue", "Start over", "Talk to a person"]
    assert practice.says("grmbl") == [f"I am sorry, I do not understand. {COLLEAGUE}"]
    assert practice.effects == [HandOver("not_understood")]


def test_something_understood_forgives_the_misses() -> None:
    practice = at_the_times()

    practice.says("grmbl")
    practice.says("grmbl")
    practice.taps("Tue 13 Oct 09:30")
    practice.says("grmbl")

    assert practice.handed_over is None
    assert practice.state.misses == 1


def test_continue_repeats_the_open_question_and_its_list_still_holds() -> None:
    practice = at_the_times()
    practice.says("grmbl")
    practice.says("grmbl")

    answers = practice.taps("Continue")
    practice.taps("Tue 13 Oct 09:30")

    assert answers == ["Choose a time for Check-up:"]
    assert practice.effects == [TakeHold(FREE[0])]


def test_start_over_leads_to_the_menu() -> None:
    practice = at_the_times()
    practice.says("grmbl")
    practice.says("grmbl")

    assert practice.taps("Start over") == ["Hello, how can I help you?"]


def test_a_miss_without_a_question_shows_the_menu() -> None:
    practice = greeted(Practice())
    practice.state = State(greeted_at=practice.view.now)

    answers = practice.says("grmbl")

    assert answers == ["Sorry, I did not get that.\n\nHello, how can I help you?"]


@pytest.mark.parametrize("word", ["menu", "Menü", "MENU!", "start over", "zurück"])
def test_menu_always_works(word: str) -> None:
    practice = at_the_times()
    practice.taps("Tue 13 Oct 09:30")

    practice.says(word)

    assert practice.state.step is Step.MENU
    assert practice.holds == {}


@pytest.mark.parametrize(
    "word", ["human", "Mensch", "I want to talk to a person please", "Kann ich mit jemandem sprechen?", "Empfang"]
)
def test_a_person_is_always_in_reach(word: str) -> None:
    practice = at_the_times()

    answers = practice.says(word)

    assert answers == [COLLEAGUE]
    assert practice.effects == [HandOver("asked_for_person")]


def test_a_person_is_in_reach_before_the_greeting() -> None:
    practice = Practice()

    practice.says("human")

    assert practice.handed_over == "asked_for_person"


def test_without_opening_hours_none_are_promised() -> None:
    practice = Practice(replace(view_with(), opening_text=""))

    assert practice.says("human") == ["A colleague will answer you here."]


@pytest.mark.parametrize(
    "text",
    ["I have chest pain", "my father is UNCONSCIOUS!", "Ich bekomme keine Luft", "Verdacht auf Herzinfarkt", "Notfall"],
)
def test_red_flags_name_the_emergency_number_and_alert_the_practice(text: str) -> None:
    practice = at_the_times()

    answers = practice.says(text)

    assert answers == ["I cannot help with urgent symptoms. Call 112 or +31 20 555 0100. I have alerted the practice."]
    assert practice.effects == [HandOver("urgent")]


@pytest.mark.parametrize("text", ["the stroked cat", "Notfallausweis", "I unconsciously typed this"])
def test_red_flags_are_whole_words(text: str) -> None:
    practice = at_the_times()

    practice.says(text)

    assert practice.handed_over is None


def test_a_complaint_is_read_by_a_person() -> None:
    practice = at_the_times()

    practice.says("I want to make a complaint")

    assert practice.handed_over == "complaint"


@pytest.mark.parametrize("text", ["stop, my son cannot come", "don't stop", "bus stop"])
def test_a_sentence_with_stop_is_no_opt_out(text: str) -> None:
    practice = at_the_times()

    practice.says(text)

    assert practice.handed_over is None


@pytest.mark.parametrize("kind", ["image", "audio", "voice", "document", "location", "contacts"])
def test_what_has_no_words_is_looked_at_by_a_person(kind: str) -> None:
    practice = at_the_times()

    answers = practice.sends(kind)

    assert answers == [f"I can only read text. {COLLEAGUE}"]
    assert practice.effects == [HandOver("media")]


def test_a_file_that_is_too_large_is_asked_for_again_and_the_third_time_a_person_helps() -> None:
    practice = greeted(Practice())
    practice.taps("Book appointment")

    first, second, third = (practice.sends("too_large") for _ in range(3))

    lead = "That file is too large. Please send it again, smaller."
    assert (
        first
        == second
        == [f"{lead}\n\nWhat would you like to book?\n\nCheck-up: 30 min, EUR 60\nPhysiotherapy: 40 min"]
    )
    assert third == ["A colleague will answer you here (open Mon-Fri 08-17)."]
    assert practice.effects == [HandOver("media")]


@pytest.mark.parametrize("kind", ["sticker", "reaction"])
def test_stickers_and_reactions_need_no_answer(kind: str) -> None:
    practice = at_the_times()
    before = practice.state

    assert practice.sends(kind) == []
    assert practice.effects == []
    assert practice.state.misses == before.misses


@pytest.mark.parametrize("text", ["👍", "👍🏽", "❤️", "thanks!", "Vielen Dank", "ok thanks", "🙏 😊"])
def test_nods_need_no_answer(text: str) -> None:
    practice = at_the_times()

    assert practice.says(text) == []
    assert practice.effects == []
    assert practice.state.misses == 0


@pytest.mark.parametrize("text", ["?", "...", "", "   "])
def test_bare_punctuation_is_not_a_nod(text: str) -> None:
    practice = at_the_times()

    assert practice.says(text)[0].startswith("Sorry, I did not get that.")


def test_a_yes_where_nothing_was_asked_is_a_nod() -> None:
    practice = at_the_times()
    practice.taps("Tue 13 Oct 09:30")
    practice.taps("Confirm only")

    assert practice.says("ok") == []
    assert practice.effects == []


def test_a_greeting_soon_after_repeats_the_question_and_later_asks_whether_to_go_on() -> None:
    practice = at_the_times()

    soon = practice.says("hi")
    practice.waits(hours=2)
    later = practice.says("hi")

    assert soon == ["Choose a time for Check-up:"]
    assert later == ["Shall we go on with Check-up?"]
    assert practice.titles() == ["Continue", "Start over", "Talk to a person"]


def test_a_forged_option_is_like_unknown_words() -> None:
    practice = at_the_times()
    genuine = practice.option("Tue 13 Oct 09:30")

    answers = practice.feed(Chose(genuine[:-1] + ("A" if genuine[-1] != "A" else "B"), "Tue 13 Oct 09:30"))

    assert answers[0].startswith("Sorry, I did not get that.")
    assert practice.effects == []


def test_an_option_of_another_conversation_is_forged_here() -> None:
    practice = at_the_times()
    stranger = OptionSigner(practice.sign.key, "conversation-2")
    option = practice.sign.find(practice.option("Tue 13 Oct 09:30"))
    assert option is not None

    practice.feed(Chose(stranger.sign(option), "Tue 13 Oct 09:30"))

    assert practice.state.misses == 1
    assert practice.wanted == []


def test_a_forged_first_message_is_greeted() -> None:
    practice = Practice()

    answers = practice.feed(Chose("v1.x.times-1.slot:0:1.AAAA", "anything"))

    assert answers[0].startswith("Hello, this is the booking assistant")


def test_an_old_list_is_answered_with_the_current_times() -> None:
    practice = at_the_times()
    old = practice.option("Wed 14 Oct 09:30")
    practice.taps("Another day")
    practice.taps("Tue 13 Oct")

    answers = practice.feed(Chose(old, "Wed 14 Oct 09:30"))

    assert answers == ["That list is out of date, here are the current times:"]
    assert practice.wanted == []


def test_a_list_of_an_older_dialogue_is_answered_with_the_menu() -> None:
    practice = at_the_times()
    old = practice.option("Wed 14 Oct 09:30")
    practice.state = State()
    practice.waits(minutes=1)
    practice.says("hello")

    answers = practice.feed(Chose(old, "Wed 14 Oct 09:30"))

    assert answers == ["That list is out of date.\n\nHello, how can I help you?"]


def test_the_title_of_a_tap_is_never_looked_at() -> None:
    practice = at_the_times()

    practice.feed(Chose(practice.option("Wed 14 Oct 09:30"), "Talk to a person"))

    assert practice.effects == [TakeHold(FREE[2])]


def test_after_a_person_the_assistant_offers_to_go_on() -> None:
    practice = at_the_times()
    practice.says("human")

    answers = practice.feed(ReturnedToAssistant())
    resumed = practice.taps("Continue")

    assert answers == ["The booking assistant is here again.\n\nHow shall we go on?"]
    assert resumed == ["Choose a time for Check-up:"]


def test_after_a_person_with_nothing_under_way_the_assistant_waits() -> None:
    practice = greeted(Practice())
    practice.taps("Talk to a person")

    assert practice.feed(ReturnedToAssistant()) == []
    assert practice.says("hello") == ["Hello, how can I help you?"]


def test_a_hold_that_was_under_way_when_a_person_came_is_looked_for_again() -> None:
    practice = at_the_times()
    practice.is_slow = True
    practice.taps("Tue 13 Oct 09:30")
    practice.says("human")
    practice.feed(ReturnedToAssistant())

    assert practice.taps("Continue") == ["Choose a time for Check-up:"]


def test_after_a_closed_conversation_the_next_message_begins_anew() -> None:
    practice = at_the_times()
    practice.says("human")

    answers = practice.says("so, can I book?")

    assert answers == ["What would you like to book?\n\nCheck-up: 30 min, EUR 60\nPhysiotherapy: 40 min"]


def test_a_language_is_switched_by_its_name_and_remembered() -> None:
    practice = at_the_times()

    switched = practice.says("Deutsch")
    there = practice.state.language
    back = practice.says("english")

    assert switched == ["Bitte wählen Sie eine Zeit für Check-up:"]
    assert (there, practice.state.language) == ("de", "en")
    assert back == ["Choose a time for Check-up:"]


def test_a_language_as_the_first_word_brings_the_notice_in_it() -> None:
    practice = Practice()

    assert practice.says("deutsch")[0].startswith("Guten Tag, hier ist der Terminassistent von Praktijk Zuid.")


@pytest.mark.parametrize(
    ("language", "hello"), [("de-AT", "Guten Tag"), ("nl", "Hallo"), ("sv", "Hello"), ("", "Hello")]
)
def test_the_clinics_language_is_spoken_or_english(language: str, hello: str) -> None:
    practice = Practice(view_with(language=language))

    assert practice.says("x")[0].startswith(hello)


def test_the_same_turn_comes_out_of_the_same_arguments() -> None:
    first, second = at_the_times(), at_the_times()

    assert first.state == second.state
    assert first.heard == second.heard


def test_the_latest_practitioner_is_no_shortcut_when_he_left() -> None:
    practice = greeted(Practice(view_with(practitioners=(VOS,))))
    practice.view = replace(practice.view, patient=PatientView(None, JANSEN.id))

    practice.says("menu")

    assert practice.titles() == ["Book appointment", "My appointments", "Talk to a person", "Language"]
