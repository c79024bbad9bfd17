"""Red flags: in every language, as whole words, before anything else; the number is named and a person called."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import Practice, view_with

from chatbookr_core.dialogue import LANGUAGES, Confirm, FindSlots, TakeHold, words
from chatbookr_core.dialogue.red_flags import RED_FLAGS, is_red_flag
from chatbookr_core.voice import Voice

ALL = [(language, phrase) for language, phrases in RED_FLAGS.items() for phrase in phrases]
SENTENCES = [
    ("en", "I have chest pain since this morning"),
    ("de", "Meine Mutter ist bewusstlos!"),
    ("fr", "J’ai une douleur à la poitrine"),
    ("fr", "je narrive plus, mon mari est inconscient"),
    ("es", "Mi padre no puede respirar"),
    ("es", "tengo dolor toracico"),
    ("it", "Non riesco a respirare bene"),
    ("pt", "tenho uma dor no peito muito forte"),
    ("pt", "nao consigo respirar"),
    ("nl", "Ik heb pijn op de borst"),
]


IN_OTHER_WORDS = (
    *("I cant breath", "my dad is having a hart attack", "chest pian", "I can't really breathe", "she is unconcious"),
    *("a lot of pain on the left side of my chest", "my chest is really hurting bad", "my mother collapsd"),
    *("ich bekomme fast keine Luft mehr", "Schmerzen links in der Brust", "er ist bewustlos"),
    *("j'ai très mal depuis ce matin à la poitrine", "j'arrive plus a respirer", "elle ne respire presque plus"),
    *("me duele mucho el pecho", "no puedo casi respirar", "mi fa tanto male il petto", "non riesco piu a respirare"),
    *("nao consigo mesmo respirar", "uma dor muito forte no peito", "ik heb hele erge pijn op me borst"),
)
NO_FLAGS = (
    *("I passed by yesterday and you were out", "I don't want to leave it that long", "I am sitting outside"),
    *("a check-up of my blood pressure", "I hurt my back, I did it myself", "ho bisogno di un appuntamento urgente"),
    *("quiero mover mi cita", "quero mover a consulta", "ich will nicht warten", "ich habe Schmerzen im Knie"),
    *(
        "mal de dos",
        "je ne peux pas venir",
        "non posso venire",
        "não consigo ir",
        "ik heb geen tijd",
        "ik kan niet komen",
    ),
)


@pytest.mark.parametrize("text", IN_OTHER_WORDS)
def test_a_red_flag_is_seen_with_slips_and_with_words_between(text: str) -> None:
    assert is_red_flag(words.plain(text))


@pytest.mark.parametrize("text", NO_FLAGS)
def test_words_near_those_of_a_flag_are_none(text: str) -> None:
    assert not is_red_flag(words.plain(text))


@given(st.sampled_from(ALL), st.data())
def test_two_letters_that_changed_places_hide_no_red_flag(flag: tuple[str, str], data: st.DataObject) -> None:
    said = words.bare(words.plain(flag[1])).split()
    long = [place for place, word in enumerate(said) if len(word) >= (4 if len(said) > 1 else 9)]
    if not long or (len(said) > 1 and not is_red_flag(" x ".join(said))):
        return  # one of a single word beside small ones
    place = data.draw(st.sampled_from(long))
    word = said[place]
    at = data.draw(st.integers(0, len(word) - 2))
    said[place] = f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"

    assert is_red_flag(" ".join(said))


def test_every_language_has_its_red_flags() -> None:
    assert set(RED_FLAGS) == set(LANGUAGES)
    assert min(len(phrases) for phrases in RED_FLAGS.values()) >= 20


@pytest.mark.parametrize(("language", "text"), SENTENCES)
def test_the_number_is_named_in_the_patients_language_and_a_person_called(language: str, text: str) -> None:
    practice = Practice(view_with(language=language))

    answers = practice.says(text)

    said = Voice(language).gettext(
        "I cannot help with urgent symptoms. Call {number} or {phone}.", number="112", phone="+31 20 555 0100"
    )
    assert answers == [f"{said} {Voice(language).gettext('I have alerted the practice.')}"]
    assert practice.handed_over == "urgent"
    assert practice.state.is_handed_over


@pytest.mark.parametrize(
    "text",
    [
        *("the stroked cat", "Notfallausweis", "I unconsciously typed this", "urgente", "spoedig beter", "urgencias2"),
        *("ma mère vient aussi", "il mio dentista", "quero marcar", "brustschmerzensgeld"),
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not is_red_flag(words.plain(text))


@given(
    st.sampled_from(ALL), st.sampled_from(("", "hello ", "¡", "… ")), st.sampled_from(("", "!", " please", ", stop"))
)
def test_every_red_flag_is_seen_wherever_it_stands(flag: tuple[str, str], before: str, after: str) -> None:
    assert is_red_flag(words.plain(f"{before}{flag[1].upper()}{after}"))


def test_a_red_flag_goes_before_a_question_that_is_open_and_before_a_yes_that_is_missing() -> None:
    open_question, must_agree = Practice(), Practice(replace(view_with(), asks_consent=True))
    open_question.says("hello")
    open_question.taps("Book appointment")
    must_agree.says("hello")

    for practice in (open_question, must_agree):
        practice.says("chest pain, thursday after 4")
        assert practice.handed_over == "urgent"
        assert not any(isinstance(one, FindSlots | TakeHold | Confirm) for one in practice.effects)


def test_without_a_phone_the_emergency_number_alone_is_named() -> None:
    practice = Practice(replace(view_with(), phone=""))

    assert practice.says("stroke")[0].startswith("I cannot help with urgent symptoms. Call 112. I have alerted")


def test_who_must_agree_and_is_not_understood_three_times_speaks_to_a_person() -> None:
    practice = Practice(replace(view_with(), asks_consent=True))
    practice.says("hello")

    first, second = practice.says("grmbl"), practice.says("grmbl")
    before = practice.handed_over
    third = practice.says("grmbl")

    assert first == second
    assert first[0].startswith("May Praktijk Zuid use what you write here")
    assert before is None
    assert practice.handed_over == "not_understood"
    assert third[0].startswith("I am sorry, I do not understand. A colleague will answer you here")


def test_an_answer_to_the_agreement_forgives_the_misses() -> None:
    practice = Practice(replace(view_with(), asks_consent=True))
    practice.says("hello")
    practice.says("grmbl")
    practice.says("grmbl")

    practice.says("yes")

    assert practice.state.misses == 0
    assert practice.handed_over is None
