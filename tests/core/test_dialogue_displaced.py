"""An appointment that needs another time says so wherever it is shown, in every language, and can be moved at once."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.core.dialogue_practice import CENTRE, VOS, WHATSAPP, check_limits, view_with
from tests.core.test_transcripts import booking_at

from chatbookr_core.dialogue import (
    LANGUAGES,
    BookingSummary,
    FindSlots,
    OptionSigner,
    Said,
    State,
    Turn,
    View,
    booked_message,
)
from chatbookr_core.dialogue.machine import advance
from chatbookr_core.voice import voice_for
from chatbookr_sdk import Buttons, Options

SIGNER = OptionSigner(bytes(32), "a conversation")
BOOKING = replace(booking_at("2026-10-20 10:00"), is_displaced=True, wants_reminders=True)
NEEDS = "This appointment needs another time: the practice will be in touch with you."
HERE = "You can also choose another time here."
MINE = {
    "en": "my appointments", "de": "meine Termine", "fr": "mes rendez-vous", "es": "mis citas",
    "it": "i miei appuntamenti", "pt": "minhas consultas", "nl": "mijn afspraken",
}  # fmt: skip


def view_of(*bookings: BookingSummary, language: str = "en") -> View:
    return replace(view_with(language=language, limits=WHATSAPP), upcoming=bookings)


def said(text: str, view: View, language: str = "en") -> Turn:
    state = State(dialogue="1", greeted_at=view.now, touched_at=view.now, language=language)
    turn = advance(state, Said(text), view, sign=SIGNER)
    for content in turn.say:
        check_limits(content, WHATSAPP)
    return turn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_inside", [False, True])
def test_it_says_so_in_every_language_and_offers_another_time_first_where_that_can_be_had(
    language: str, is_inside: bool
) -> None:
    say = voice_for(language).gettext
    booking = replace(BOOKING, is_inside_cutoff=is_inside)

    (content,) = said(MINE[language], view_of(booking, language=language), language).say

    assert isinstance(content, Buttons)
    assert say(NEEDS) in content.body
    assert (say(HERE) in content.body) is not is_inside
    assert content.buttons[0].title == (say("Talk to a person") if is_inside else say("Other time"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_list_its_own_row_says_so(language: str) -> None:
    say = voice_for(language).gettext
    other = replace(booking_at("2026-10-21 10:00", 1), reference="K7Q3")

    (content,) = said(MINE[language], view_of(BOOKING, other, language=language), language).say

    assert isinstance(content, Options)
    rows = [row.description or "" for section in content.sections for row in section.rows]
    mark = say("Needs another time: {what}", what="").strip()
    assert [row.startswith(mark) for row in rows] == [True, False]
    assert say("Where another time is needed, the practice will be in touch with you.") in content.body


def test_what_has_its_time_says_nothing_of_it() -> None:
    (content,) = said("my appointments", view_of(replace(BOOKING, is_displaced=False))).say

    assert isinstance(content, Buttons)
    assert NEEDS not in content.body
    assert [button.title for button in content.buttons] == ["Reschedule", "Cancel booking", "Back"]


def test_what_is_for_a_service_that_is_not_offered_any_more_is_for_a_person() -> None:
    (content,) = said("my appointments", view_of(replace(BOOKING, service_id=UUID(int=999)))).say

    assert isinstance(content, Buttons)
    assert HERE not in content.body
    assert [button.title for button in content.buttons] == ["Talk to a person", "Back"]


def test_no_reminder_is_promised_of_it() -> None:
    told = [booked_message(one, view_of(one), language="en", sign=SIGNER) for one in (BOOKING, replace(
        BOOKING, is_displaced=False
    ))]  # fmt: skip

    bodies = [one.body for one in told if isinstance(one, Buttons)]
    assert [("I will remind you." in body, NEEDS in body) for body in bodies] == [(False, True), (True, False)]


def test_who_is_not_there_any_more_is_not_asked_for_another_time() -> None:
    view = view_of(BOOKING)
    gone = replace(view, practitioners=tuple(one for one in view.practitioners if one.id != VOS.id))

    looked = [said("move my appointment", one).effects[-1] for one in (view, gone)]

    queries = [one.query for one in looked if isinstance(one, FindSlots)]
    assert [(one.practitioner_id, one.location_id) for one in queries] == [(VOS.id, CENTRE.id), (None, CENTRE.id)]
