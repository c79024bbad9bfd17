"""A nod in emoji, a yes in slang, a hello with a question mark: each is taken for what it is where it is said."""

from dataclasses import replace

import pytest
from tests.core.dialogue_booked import with_booking
from tests.core.dialogue_practice import Practice, greeted, view_with
from tests.core.dialogue_steps import at_the_question, at_the_times

from chatbookr_core.dialogue import Cancel, Confirm, Step


@pytest.mark.parametrize("text", ["👍", "👍🏽", "👌", "✅", "👍 👍"])
def test_a_thumb_at_the_confirmation_books_without_reminders(text: str) -> None:
    practice = at_the_question()

    practice.says(text)

    assert [one.reminders for one in practice.effects if isinstance(one, Confirm)] == [False]


@pytest.mark.parametrize("text", ["🙏", "❤️", "😊", "👎"])
def test_other_signs_at_the_confirmation_are_answered_for_nothing_is_booked_yet(text: str) -> None:
    practice = at_the_question()
    asked = practice.heard[-1].body

    assert practice.says(text) == [asked]
    assert practice.effects == []


def test_a_thumb_cancels_nothing_and_is_asked_again() -> None:
    practice, _ = with_booking()
    practice.taps("Cancel booking")

    assert practice.says("👍")[0].startswith("Cancel this appointment?")
    assert not any(isinstance(one, Cancel) for one in practice.effects)


@pytest.mark.parametrize(
    "text", ["yeh", "yup", "oke", "oké", "ja hoor", "top", "helemaal goed", "ouais", "dale", "tá bom", "jo", "jawohl"]
)
def test_a_yes_as_it_is_written_on_a_phone_is_one(text: str) -> None:
    practice = at_the_question()

    practice.says(text)

    assert any(isinstance(one, Confirm) for one in practice.effects)


@pytest.mark.parametrize("text", ["hello?", "hallo??", "are you there?", "ist da jemand?", "is daar iemand?"])
def test_who_calls_after_us_is_asked_again_and_not_told_that_they_were_not_understood(text: str) -> None:
    practice = at_the_times()
    practice.state = replace(practice.state, language="en")
    asked = practice.heard[-1].body

    assert practice.says(text) == [asked]
    assert practice.state.misses == 0


@pytest.mark.parametrize(
    "text",
    [
        *("Vielen Dank und schönen Tag noch", "thanks and have a nice day", "merci et bonne journée"),
        *("grazie e buona giornata", "bedankt en fijne dag", "obrigada e bom dia"),
    ],
)
def test_thanks_with_a_good_wish_need_no_answer(text: str) -> None:
    practice, _ = with_booking()

    assert practice.says(text) == []


@pytest.mark.parametrize(
    "text",
    [
        *("is it you or a robot?", "are you human?", "sorry but am I talking to a human or a bot", "bist du echt?"),
        *("ben je een mens of een robot?", "vous êtes une personne ou un robot ?", "¿eres una persona o un robot?"),
        *("sei umano?", "é uma pessoa ou um robô?"),
    ],
)
def test_who_asks_whether_a_person_speaks_is_told_who_does(text: str) -> None:
    practice = greeted(Practice())
    practice.state = replace(practice.state, language="en")

    assert practice.says(text)[0].startswith("Hello, this is the booking assistant of Praktijk Zuid.")
    assert practice.state.misses == 0
    assert practice.handed_over is None


@pytest.mark.parametrize(
    "text", ["ok i agree", "yes, I agree", "I agree, thanks", "agree", "ja, ich stimme zu", "oke ik ga akkoord"]
)
def test_who_agrees_in_more_words_than_the_button_has_agreed(text: str) -> None:
    practice = Practice(replace(view_with(), asks_consent=True))
    practice.says("hello")

    practice.says(text)

    assert not practice.must_agree


@pytest.mark.parametrize("text", ["book", "buchen", "ok but why", "do I have to agree?", "👍", "claro que reservar"])
def test_what_is_no_agreement_is_none(text: str) -> None:
    practice = Practice(replace(view_with(), asks_consent=True))
    practice.says("hello")

    practice.says(text)

    assert practice.must_agree


@pytest.mark.parametrize("text", ["wensday aftrnoon", "wendsday afternooon", "wednesday afternoon"])
def test_a_day_is_read_as_it_is_often_misspelt(text: str) -> None:
    practice = at_the_times()

    assert practice.says(text) == ["Times on Wednesday 14 October:"]
    assert practice.titles()[0] == "Wed 14 Oct 14:00"
    assert practice.state.step is Step.DAY_TIMES
