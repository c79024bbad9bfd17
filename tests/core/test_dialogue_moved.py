"""What a patient reads whose appointment the clinic moved: in every language, within the limits, and with an OK."""

from dataclasses import replace

import pytest
from tests.core.dialogue_practice import WHATSAPP, check_limits, view_with
from tests.core.test_transcripts import booking_at

from chatbookr_core.dialogue import (
    LANGUAGES,
    Chose,
    OptionSigner,
    SeriesNews,
    State,
    is_acknowledging,
    put_off_message,
    seen_version,
    series_message,
)
from chatbookr_core.dialogue.machine import advance
from chatbookr_sdk import Buttons, Text

SIGNER = OptionSigner(bytes(32), "a conversation")
BOOKING = replace(booking_at("2026-10-20 10:00"), version=3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_inside", [False, True])
def test_it_fits_in_every_language_and_names_the_time(language: str, is_inside: bool) -> None:
    booking, view = replace(BOOKING, is_inside_cutoff=is_inside), view_with(language=language, limits=WHATSAPP)

    content = put_off_message(booking, view, language=language, sign=SIGNER)

    check_limits(content, WHATSAPP)
    assert isinstance(content, Buttons)
    assert "10:00" in content.body
    assert booking.reference in content.body
    assert [is_acknowledging(button.id) for button in content.buttons] == [True] + [False] * (1 if is_inside else 2)


@pytest.mark.parametrize("news", ["booked", "moved", "cancelled"])
def test_news_of_a_relatives_series_says_first_for_whom_it_is(news: SeriesNews) -> None:
    own = [replace(BOOKING, series=(number, 2)) for number in (1, 2)]
    tims = [replace(one, person="Tim") for one in own]

    to_tim, to_reader = (
        series_message(news, bookings, view_with(), language="en", sign=SIGNER) for bookings in (tims, own)
    )

    assert isinstance(to_tim, Text)
    assert isinstance(to_reader, Text)
    assert to_tim.body == f"For Tim.\n{to_reader.body}"


def test_an_ok_names_its_booking_and_version_and_leaves_what_is_under_way() -> None:
    view = replace(view_with(), upcoming=(BOOKING,))
    content = put_off_message(BOOKING, view, language="en", sign=SIGNER)
    assert isinstance(content, Buttons)
    option_id = content.buttons[0].id
    option = SIGNER.find(option_id)
    before = State(dialogue="1", serial=4, greeted_at=view.now, touched_at=view.now, service_id=BOOKING.service_id)

    turn = advance(before, Chose(option_id, "OK"), view, sign=SIGNER)

    assert option is not None
    assert seen_version(option.choice) == (BOOKING.id, 3)
    assert seen_version("move:1") is None
    assert (turn.state.service_id, turn.state.serial, turn.effects) == (before.service_id, 4, ())
    assert [one.body for one in turn.say] == ["Thank you."]
