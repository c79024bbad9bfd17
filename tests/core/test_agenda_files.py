"""Calendar files tell the instants of a booking exactly, in the night in which the clock is set back, too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from chatbookr_core.agenda_feeds.events import Appointment, agenda_file, appointment_file, voice_of

SET_BACK = datetime(2027, 10, 31, 1, tzinfo=UTC)
"""Berlin lives the hour from two to three before and after it."""
SET_FORWARD = datetime(2027, 3, 28, 1, tzinfo=UTC)
AT_NIGHT = Appointment("a@b", "K7Q3", SET_BACK, SET_BACK, "Europe/Berlin", "confirmed", 1, "Centre")


def event_in(text: str) -> Any:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


@pytest.mark.parametrize("turn", [SET_BACK, SET_FORWARD])
@pytest.mark.parametrize("minutes", [30, 90])
def test_the_instants_of_a_file_are_those_of_the_booking(turn: datetime, minutes: int) -> None:
    for since in range(-120, 121, 15):
        starts_at = turn + timedelta(minutes=since)
        one = replace(AT_NIGHT, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))

        texts = (
            appointment_file(one, stamped_at=SET_FORWARD, voice=voice_of("en")),
            agenda_file([one], name="Dr", stamped_at=SET_FORWARD, voice=voice_of("en")),
        )

        for event in map(event_in, texts):
            found = event.decoded("dtstart"), event.decoded("dtend")
            assert tuple(at.astimezone(UTC) for at in found) == (one.starts_at, one.ends_at), since


def test_whatever_the_clock_shows_once_is_told_by_the_clock() -> None:
    noon = replace(AT_NIGHT, starts_at=SET_BACK + timedelta(hours=10), ends_at=SET_BACK + timedelta(hours=11))

    text = appointment_file(noon, stamped_at=SET_FORWARD, voice=voice_of("en"))

    assert "DTSTART;TZID=Europe/Berlin:20271031T120000" in text
    assert "DTEND;TZID=Europe/Berlin:20271031T130000" in text


@pytest.mark.parametrize("name", ["REFRESH-INTERVAL", "X-PUBLISHED-TTL"])
def test_how_often_to_look_again_is_a_duration_under_both_names(name: str) -> None:
    """Outlook goes by X-PUBLISHED-TTL, RFC 7986 by REFRESH-INTERVAL; RFC 5545, 3.3.6, says how it is written."""
    text = agenda_file([AT_NIGHT], name="Dr", stamped_at=SET_FORWARD, voice=voice_of("en"))

    (line,) = [one for one in text.split("\r\n") if one.startswith(name)]

    assert line.split(":", 1)[1] == "PT15M"


@pytest.mark.parametrize("name", ["NAME", "X-WR-CALNAME"])
def test_whose_agenda_it_is_is_a_text_under_both_names(name: str) -> None:
    text = agenda_file([], name="Vos, Eva; \\nights", stamped_at=SET_FORWARD, voice=voice_of("en"))

    assert f"{name}:Agenda of Vos\\, Eva\\; \\\\nights\r\n" in text


@pytest.mark.parametrize("broken", ["\r\n", "\r", "\n"])
def test_what_breaks_the_line_of_a_title_or_a_place_begins_nothing_new(broken: str) -> None:
    hostile = f"Visit{broken}END:VEVENT{broken}ATTENDEE:mailto:all@elsewhere.test"
    one = replace(AT_NIGHT, title=hostile, place=hostile)

    texts = (
        appointment_file(one, stamped_at=SET_FORWARD, voice=voice_of("en")),
        agenda_file([one], name="Dr", stamped_at=SET_FORWARD, voice=voice_of("en")),
    )

    for event in map(event_in, texts):
        assert "ATTENDEE" not in event
        assert event["SUMMARY"] == event["LOCATION"] == hostile.replace(broken, "\n")
