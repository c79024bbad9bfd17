"""Seven languages: seen in a first text that is sure, told by their names, chosen in the menu, and kept."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.dialogue_practice import PLAIN_TEXT, Practice, options_of, slot_at, view_with

from chatbookr_core.dialogue import LANGUAGES, Confirm, PatientView, Step, words
from chatbookr_core.dialogue.languages import asked_for, find_language, own_names, spoken_in
from chatbookr_core.voice import Voice
from chatbookr_sdk import Buttons, Options

SOURCE = Path(__file__).resolve().parents[2] / "core" / "chatbookr_core" / "dialogue"
TITLE = re.compile(r'Choice\(\s*f?"[^"]*",\s*(?:scene\.voice\.gettext|say)\("([^"]+)"\)')
FIRST_TEXTS = {
    "en": ["hello i need an appointment", "ok thanks a lot", "my tooth hurts badly", "hi do you have time on friday"],
    "de": ["ich brauche einen termin", "guten tag, haben sie morgen zeit", "mein zahn tut weh"],
    "fr": ["bonjour je voudrais un rendez-vous", "c'est pour une visite demain", "j'ai mal aux dents"],
    "es": ["hola quiero una cita", "necesito una cita para mañana", "me gustaría reservar una cita por favor"],
    "it": ["buongiorno vorrei prenotare una visita", "ciao vorrei un appuntamento", "buona sera a tutti"],
    "pt": ["bom dia queria marcar uma consulta", "olá gostaria de uma consulta amanhã", "tenho dor de dentes"],
    "nl": ["hallo ik wil graag een afspraak maken", "ik wil een afspraak", "mijn tand doet pijn"],
}
HELLOS = {
    "en": "hello",
    "de": "Guten Tag",
    "fr": "Bonjour",
    "es": "¡Buenos días!",
    "it": "Buongiorno",
    "pt": "Olá",
    "nl": "Goedemorgen",
}


@pytest.mark.parametrize(("language", "text"), [(tag, text) for tag, texts in FIRST_TEXTS.items() for text in texts])
def test_a_first_text_is_answered_in_its_language(language: str, text: str) -> None:
    practice = Practice(view_with(language="nl" if language == "en" else "en"))

    answer = practice.says(text)[0]

    hello = Voice(language).gettext(
        "Hello, this is the booking assistant of {clinic}. I can book, move or cancel appointments.",
        clinic="Praktijk Zuid",
    )
    assert answer.startswith(hello)
    assert practice.state.language == language


@pytest.mark.parametrize(
    "text",
    [
        *("dzień dobry chciałbym umówić wizytę", "merhaba randevu almak istiyorum", "bună ziua aș vrea o programare"),
        *(
            "hej jag vill boka en tid",
            "hallo",
            "hello",
            "1 2 3 4",
            "👍 👍 👍",
            "Dr Vos 30",
            "can i come tomorrow",
        ),
    ],
)
def test_what_is_short_unsure_or_another_language_leaves_the_clinics(text: str) -> None:
    practice = Practice(view_with(language="de"))

    assert practice.says(text)[0].startswith("Guten Tag, hier ist der Terminassistent")
    assert practice.state.language is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("hola", "es"), ("Bonjour docteur", "fr"), ("Buongiorno!", "it"), ("ola bom dia", "pt"), ("bom dia", "pt")),
        *(("Goedemorgen", "nl"), ("Grüß Gott", "de"), ("good morning", "en"), ("Termin bitte", "de")),
    ],
)
def test_a_greeting_of_one_language_alone_tells_it(text: str, language: str) -> None:
    practice = Practice(view_with(language="fr" if language == "de" else "de"))

    practice.says(text)

    assert practice.state.language == language


def test_a_greeting_that_begins_another_word_tells_nothing() -> None:
    practice = Practice(view_with(language="de"))

    practice.says("Moinsen")

    assert practice.state.language is None


def test_the_first_text_that_is_sure_tells_the_language_and_no_later_one_does() -> None:
    practice = Practice()
    practice.says("hello")

    practice.says("ich brauche bitte einen schönen termin")
    practice.says("quiero una cita para mañana por favor")

    assert practice.state.language == "de"


def test_a_name_is_in_no_language() -> None:
    practice = Practice(replace(view_with(), books_for_others=True))
    practice.says("hello")
    for title in ("Book appointment", "Check-up", "First available", "Tue 13 Oct 09:30", "For someone else"):
        practice.taps(title)

    practice.says("Maria João da Silva e Souza")

    assert practice.state.language is None


def test_what_was_chosen_before_goes_before_what_is_written_now() -> None:
    practice = Practice()
    practice.view = replace(practice.view, patient=PatientView(language="it"))

    assert practice.says("hello i need an appointment")[0].startswith("Buongiorno, sono l'assistente")


def test_the_same_text_always_has_the_same_language() -> None:
    assert {spoken_in("hola quiero una cita") for _ in range(20)} == {"es"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_languages_name_in_every_language_switches_to_it(language: str) -> None:
    for name in own_names().values():
        assert find_language(name.casefold()) is not None
    practice = Practice()
    practice.says("hello")

    practice.says(own_names()[language])

    assert practice.state.language == language
    assert practice.titles()[0] == Voice(language).gettext("Book appointment")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("español", "es"), ("espanol", "es"), ("spanisch", "es"), ("anglais", "en"), ("inglese", "en")),
        *(("en français", "fr"), ("francês", "fr"), ("duits", "de"), ("tedesco", "de"), ("neerlandés", "nl")),
        *(("portugiesisch", "pt"), ("in italiano", "it"), ("klingon", None), ("i speak english", None)),
    ],
)
def test_names_are_known_in_each_others_languages(text: str, language: str | None) -> None:
    assert find_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I don't speak French, English please", "en"),
        ("sorry I do not speak dutch but english", "en"),
        ("Ich spreche kein Niederländisch, Deutsch bitte", "de"),
        ("je ne parle pas allemand, français svp", "fr"),
        ("no hablo inglés, solo español", "es"),
        ("non parlo tedesco, italiano per favore", "it"),
        ("não falo inglês, português por favor", "pt"),
        ("ik spreek geen Duits, Nederlands graag", "nl"),
        ("I don't speak French", None),
        ("I speak no French", None),
    ],
)
def test_who_says_what_they_do_not_speak_is_answered_in_what_they_do(text: str, language: str | None) -> None:
    assert asked_for(words.plain(text)) == language


def test_the_menu_has_a_row_for_the_language_and_the_open_question_stays() -> None:
    practice = Practice()
    practice.says("hello")
    practice.says("menu")

    asked = practice.taps("Language")
    titles = practice.titles()
    answered = practice.taps("Português")

    assert asked == ["Which language shall I write in?"]
    assert titles == ["English", "Deutsch", "Français", "Español", "Italiano", "Português", "Nederlands"]
    assert answered == ["Olá, em que posso ajudar?"]
    assert practice.state.language == "pt"
    assert practice.state.step is Step.MENU


@pytest.mark.parametrize("word", ["language", "Sprache", "langue", "idioma", "lingua", "taal"])
def test_asking_for_the_language_in_the_middle_leaves_the_question_open(word: str) -> None:
    practice = Practice()
    practice.says("hello")
    practice.taps("Book appointment")

    practice.says(word)
    practice.taps("Nederlands")

    assert practice.state.step is Step.SERVICE
    assert options_of(practice.heard[-1])[0][1] == "Check-up"


def test_without_buttons_a_language_is_typed() -> None:
    practice = Practice(view_with(limits=PLAIN_TEXT))
    practice.says("hello")

    assert practice.says("language") == [
        "Which language shall I write in?\nEnglish\nDeutsch\nFrançais\nEspañol\nItaliano\nPortuguês\nNederlands"
    ]
    assert practice.says("Italiano")[0].startswith("Buongiorno, come posso aiutarLa?")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_talk_in_every_language_books_moves_and_cancels(language: str) -> None:
    say = Voice(language).gettext
    practice = Practice(view_with(language=language))
    practice.free = (*practice.free, slot_at("2026-09-30 09:30"), slot_at("2026-10-25 02:30"))

    practice.says(HELLOS[language])
    practice.taps(say("Book appointment"))
    practice.taps("Check-up")
    practice.taps(say("First available"))
    practice.taps(say("Another day"))
    practice.taps_row(1)
    practice.taps_row(0)
    practice.taps(say("Confirm + reminder"))
    booked = [type(effect) for effect in practice.effects]
    practice.announces()
    practice.taps(say("Reschedule"))
    practice.taps_row(1)
    practice.taps(say("Move appointment"))
    practice.announces(is_moved=True)
    practice.taps(say("Cancel booking"))
    practice.taps(say("Yes, cancel"))
    thanks = practice.taps(say("Time does not suit"))

    assert booked == [Confirm]
    assert thanks == [say("Thank you.")]
    assert practice.view.upcoming == ()
    assert all(isinstance(one, Buttons | Options) for one in practice.heard[:-1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_fits_a_row_in_every_language(language: str) -> None:
    titles = {title for path in SOURCE.glob("*.py") for title in TITLE.findall(path.read_text())}

    assert len(titles) > 20
    assert {
        title: len(Voice(language).gettext(title)) for title in titles if len(Voice(language).gettext(title)) > 24
    } == {}
