from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.core.dialogue_practice import (
    CENTRE,
    CHECK_UP,
    FREE,
    SOUTH,
    VOS,
    Practice,
    greeted,
    slot_at,
    view_with,
)
from tests.core.dialogue_steps import at_the_question, at_the_times

from chatbookr_core.dialogue import (
    HoldTaken,
    LocationView,
    ServiceView,
    Slot,
    SlotQuery,
    SlotsFound,
    Step,
)
from chatbookr_sdk import Options


def test_times_stand_under_their_days_and_the_last_section_leads_on() -> None:
    practice = at_the_times()

    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert [section.title for section in content.sections] == ["Tue 13 Oct", "Wed 14 Oct", "Thu 15 Oct", "More"]
    assert [row.title for row in content.sections[0].rows] == ["Tue 13 Oct 09:30", "Tue 13 Oct 14:00"]
    assert content.sections[0].rows[0].description == "Dr Vos, 30 min"
    assert [row.title for row in content.sections[-1].rows] == ["Another day", "None of these"]


def test_at_most_eight_times_are_shown_with_the_ways_on() -> None:
    many = tuple(slot_at(f"2026-10-{day} {hour:02}:00") for day in (13, 14, 15) for hour in range(9, 17))
    practice = at_the_times(Practice(free=many))

    assert len(practice.titles()) == 10


def test_the_place_is_named_beside_the_time_where_there_are_several() -> None:
    practice = at_the_times(Practice(view_with(locations=(CENTRE, SOUTH))))

    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert content.sections[0].rows[0].description == "Dr Vos, Centre, 30 min"


def test_another_day_leads_to_days_then_to_that_days_times() -> None:
    free = (*FREE, slot_at("2026-10-20 08:40"), slot_at("2026-10-20 13:00"), slot_at("2026-10-20 18:00"))
    practice = at_the_times(Practice(free=free))

    assert practice.taps("Another day") == ["Which day suits you?"]
    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert (content.sections[0].rows[3].title, content.sections[0].rows[3].description) == (
        "Tue 20 Oct",
        "3 free, from 08:40",
    )
    assert practice.taps("Tue 20 Oct") == ["Times on Tuesday 20 October:"]
    content = practice.heard[-1]
    assert isinstance(content, Options)
    assert [section.title for section in content.sections] == ["Morning", "Afternoon", "Evening", "More"]
    assert practice.titles()[-1] == "Another day"
    assert practice.taps("Tue 20 Oct 18:00")[0].startswith("*Tuesday 20 October, 18:00–18:30*")


def test_days_are_turned_over_nine_at_a_time() -> None:
    free = tuple(slot_at(f"2026-{month}-{day:02} 10:00") for month in (10, 11) for day in range(13, 28))
    practice = at_the_times(Practice(free=free))

    practice.taps("Another day")
    first = practice.titles()
    practice.taps("Later dates")
    second = practice.titles()

    assert len(first) == 10
    assert (first[0], first[8], first[9]) == ("Tue 13 Oct", "Wed 21 Oct", "Later dates")
    assert second[0] == "Thu 22 Oct"


def test_a_day_has_nine_times_and_a_way_back() -> None:
    free = tuple(slot_at(f"2026-10-13 {hour:02}:{minute}") for hour in range(8, 18) for minute in ("00", "30"))
    practice = at_the_times(Practice(free=free))

    practice.taps("Another day")
    practice.taps("Tue 13 Oct")

    assert len(practice.titles()) == 10
    assert practice.titles()[0] == "Tue 13 Oct 08:00"
    assert practice.titles()[8] == "Tue 13 Oct 17:30"


def test_a_day_that_filled_up_meanwhile_leads_to_other_times() -> None:
    practice = at_the_times()
    practice.taps("Another day")
    practice.taken = {FREE[0].starts_at, FREE[1].starts_at}

    answers = practice.taps("Tue 13 Oct")

    assert answers == ["There is nothing free then. Here are other times:"]
    assert practice.titles()[0] == "Wed 14 Oct 09:30"


def test_none_of_these_asks_what_would_fit_better() -> None:
    practice = at_the_times()

    answers = practice.taps("None of these")

    assert answers[0].startswith("What would suit you better?")
    assert practice.titles() == ["Another day", "Other practitioner", "Talk to a person"]
    assert practice.taps("Other practitioner") == ["With whom?"]


def test_nothing_free_offers_another_practitioner_or_a_person() -> None:
    practice = greeted(Practice(free=()))
    practice.taps("Book appointment")
    practice.taps("Check-up")

    answers = practice.taps("Dr Vos")

    assert answers == ["There is nothing free in the next 6 weeks."]
    assert practice.titles() == ["Other practitioner", "Talk to a person"]


def test_nothing_free_with_anybody_offers_a_person() -> None:
    practice = at_the_times(Practice(free=()))

    assert practice.titles() == ["Talk to a person"]


UNSEEN = "I cannot see the calendar right now."
WRITES = f"{UNSEEN} Please write when you would like to come."
ANSWERS = "A colleague will answer you here (open Mon-Fri 08-17)."


def unseen(*free: Slot) -> Practice:
    """Open a practice of which some calendar cannot be read, which asks what somebody comes for."""
    practice = Practice(free=free)
    practice.is_unseen = True
    return greeted(practice)


def test_where_a_calendar_cannot_be_read_a_time_is_requested_and_nobody_says_that_nothing_is_free() -> None:
    practice = unseen()
    for title in ("Book appointment", "Check-up"):
        practice.taps(title)

    assert practice.taps("First available") == [f"{WRITES} {ANSWERS}"]
    assert practice.handed_over == "calendar_not_fresh"


def test_a_time_that_was_wished_for_before_is_not_asked_for_again() -> None:
    practice = unseen()
    for title in ("Book appointment", "Check-up"):
        practice.taps(title)
    practice.says("Thursday afternoon")

    assert practice.taps("First available") == [f"{UNSEEN} {ANSWERS}"]
    assert practice.state.wish is not None


def test_others_times_are_offered_while_one_calendar_cannot_be_read() -> None:
    practice = unseen(*FREE)
    for title in ("Book appointment", "Check-up", "First available"):
        practice.taps(title)

    assert practice.handed_over is None
    assert "Another day" in practice.titles()


def test_who_wants_the_one_whose_calendar_cannot_be_read_requests_a_time_of_a_person() -> None:
    practice = unseen(*(slot for slot in FREE if slot.practitioner_id != VOS.id))
    for title in ("Book appointment", "Check-up"):
        practice.taps(title)

    assert practice.taps("Dr Vos") == [f"{WRITES} {ANSWERS}"]
    assert practice.handed_over == "calendar_not_fresh"


CONFIRMS = "The practice keeps the time for you and confirms it here."


def test_times_on_request_are_asked_for_and_nobody_says_that_they_are_free() -> None:
    practice = greeted(Practice(free=tuple(replace(slot, is_on_request=True) for slot in FREE)))
    for title in ("Book appointment", "Check-up"):
        practice.taps(title)

    (listed,) = practice.taps("First available")
    (asked,) = practice.taps(practice.titles()[0])

    assert listed.startswith(f"{UNSEEN} The practice confirms the time you choose.")
    assert CONFIRMS in asked
    assert practice.handed_over is None
    assert (practice.state.chosen, [slot.is_on_request for slot in practice.state.offered]) == (FREE[0], [True] * 6)


def test_a_time_that_can_be_promised_at_the_tap_is_promised() -> None:
    """The calendar has answered meanwhile."""
    practice = greeted(Practice(free=tuple(replace(slot, is_on_request=True) for slot in FREE)))
    practice.is_slow = True
    for title in ("Book appointment", "Check-up", "First available"):
        practice.taps(title)
    practice.taps(practice.titles()[0])

    (asked,) = practice.feed(HoldTaken(practice.new_id(), FREE[0]))

    assert CONFIRMS not in asked


def test_a_late_answer_to_an_old_search_is_ignored() -> None:
    practice = at_the_question()
    before = practice.state

    practice.feed(SlotsFound(SlotQuery(CHECK_UP.id), FREE, ()))

    assert practice.state == before
    assert practice.said == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Thursday after 1", "Thu 15 Oct 14:00"),
        ("tomorrow", "Tue 13 Oct 09:30"),
        ("14.10.", "Wed 14 Oct 09:30"),
        ("in the afternoon please", "Tue 13 Oct 14:00"),
    ],
)
def test_a_typed_wish_is_echoed_as_a_list(text: str, first: str) -> None:
    practice = at_the_times()

    practice.says(text)

    assert practice.titles()[0] == first
    assert practice.state.step in (Step.TIMES, Step.DAY_TIMES)


def test_a_typed_wish_never_invents_a_time() -> None:
    practice = at_the_times()

    answers = practice.says("Saturday at 10")

    assert answers == ["There is nothing free then. Here are other times:"]
    assert practice.titles()[0] == "Tue 13 Oct 09:30"


def test_a_wish_at_the_confirmation_frees_the_held_time() -> None:
    practice = at_the_question()

    practice.says("could it be Thursday instead?")

    assert practice.holds == {}
    assert practice.titles()[0] == "Thu 15 Oct 09:30"


def test_times_are_written_in_the_zone_of_their_place() -> None:
    azores = LocationView(CENTRE.id, "Horta", "Rua 1", "Atlantic/Azores")
    service = ServiceView(CHECK_UP.id, "Check-up", 30, None, (VOS.id,), (CENTRE.id,))
    practice = greeted(Practice(view_with(services=(service,), locations=(azores,)), (slot_at("2026-10-13 09:30"),)))

    practice.taps("Book appointment")

    assert practice.titles()[0] == "Tue 13 Oct 07:30"


def test_the_day_of_a_clock_change_shows_the_offset() -> None:
    twice = tuple(
        replace(FREE[0], starts_at=at, ends_at=at.replace(minute=45))
        for at in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    )
    practice = at_the_times(Practice(free=twice))

    assert practice.titles()[:2] == ["Sun 25 Oct 02:30 UTC+2", "Sun 25 Oct 02:30 UTC+1"]
    assert practice.taps("Sun 25 Oct 02:30 UTC+1")[0].startswith("*Sunday 25 October, 02:30–02:45 UTC+1*")


@pytest.mark.parametrize("typed", ["14:00", "14.00", "14h00"])
def test_a_time_of_day_that_is_typed_takes_the_only_one_that_is_shown_then(typed: str) -> None:
    practice = at_the_times(Practice(free=(slot_at("2026-10-13 09:30"), slot_at("2026-10-13 14:00"))))

    practice.says(typed)

    assert practice.state.chosen == slot_at("2026-10-13 14:00")


def test_a_time_of_day_that_several_days_have_is_looked_for() -> None:
    practice = at_the_times(Practice(free=(slot_at("2026-10-13 09:30"), slot_at("2026-10-14 09:30"))))

    practice.says("9:30")

    assert practice.state.chosen is None
    assert practice.state.step in (Step.TIMES, Step.DAY_TIMES)
