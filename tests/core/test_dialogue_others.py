"""A patient moves an appointment: with whom it is while there is anything, else with somebody else, and told so."""

from tests.core.dialogue_practice import CHECK_UP, JANSEN, PHYSIO, VOS, Practice, greeted, slot_at

from chatbookr_core.dialogue import FindSlots, HoldLost, Reschedule, SlotQuery, Step

BOOKED = slot_at("2026-10-16 09:30")
OWN = slot_at("2026-10-13 09:30")
OTHER = slot_at("2026-10-14 10:00", practitioner=JANSEN)
LATER = slot_at("2026-10-15 11:00", practitioner=JANSEN)
SAID = "Nothing is free with Dr Vos. These times are with someone else:"


def moving(*free: object) -> Practice:
    practice = greeted(Practice(free=free))  # type: ignore[arg-type]  # slots, all of them
    practice.has_booked(BOOKED)
    practice.announces()
    return practice


def asked(practice: Practice) -> list[SlotQuery]:
    return [effect.query for effect in practice.effects if isinstance(effect, FindSlots)]


def test_with_whom_it_is_comes_first() -> None:
    practice = moving(OWN, OTHER)

    assert practice.taps("Reschedule") == ["Current: Fri 16 Oct 09:30. Choose a new time:"]
    assert practice.titles() == ["Tue 13 Oct 09:30", "Another day", "None of these"]
    assert asked(practice) == [SlotQuery(CHECK_UP.id, VOS.id, BOOKED.location_id)]


def test_where_they_have_nothing_others_are_offered_and_it_moves_to_them() -> None:
    practice = moving(OTHER, LATER)

    answers = practice.taps("Reschedule")
    queries = asked(practice)
    shown = practice.taps("Wed 14 Oct 10:00")
    held = practice.state.hold_id
    practice.taps("Move appointment")

    assert answers == [SAID]
    assert [query.practitioner_id for query in queries] == [VOS.id, None]
    assert "Check-up with Dr Jansen" in shown[0]
    assert "Your current time: Fri 16 Oct 09:30." in shown[0]
    assert held is not None
    assert practice.effects == [Reschedule(practice.view.upcoming[0].id, held)]
    assert practice.view.upcoming[0].practitioner_id == JANSEN.id


def test_a_day_on_which_they_have_nothing_is_looked_at_with_others() -> None:
    practice = moving(OWN, OTHER)
    practice.taps("Reschedule")

    answers = practice.says("on Wednesday")
    later = practice.says("on Tuesday")

    assert answers == [SAID]
    assert later == ["Times on Tuesday 13 October:"]  # their own again: each wish is theirs first
    assert practice.state.practitioner_id == VOS.id


def test_another_day_is_one_of_others_where_they_have_none() -> None:
    practice = moving(OTHER, LATER)
    practice.taps("Reschedule")

    answers = practice.taps("Another day")
    days = practice.titles()
    shown = practice.taps("Thu 15 Oct")

    assert answers == [SAID]
    assert days == ["Wed 14 Oct", "Thu 15 Oct"]
    assert shown == [SAID]
    assert practice.titles()[0] == "Thu 15 Oct 11:00"


def test_a_day_on_which_nobody_has_anything_leads_back_to_them() -> None:
    practice = moving(OWN, OTHER)
    practice.taps("Reschedule")

    answers = practice.says("on Thursday")

    assert answers == ["There is nothing free then. Here are other times:"]
    on_thursday, from_then_on, at_all = [VOS.id, None], [VOS.id, None], [VOS.id]
    assert [query.practitioner_id for query in asked(practice)] == [*on_thursday, *from_then_on, *at_all]
    assert practice.titles()[0] == "Tue 13 Oct 09:30"


def test_days_in_which_they_have_nothing_are_looked_at_with_others_and_no_others_are_shown() -> None:
    practice = moving(OWN, OTHER, LATER, slot_at("2026-10-16 11:00", practitioner=JANSEN))
    practice.taps("Reschedule")

    answers = practice.says("between Wednesday and Thursday")

    assert answers == [SAID]
    assert practice.titles()[:2] == ["Wed 14 Oct 10:00", "Thu 15 Oct 11:00"]
    assert not any("16 Oct" in title for title in practice.titles())


def test_a_time_with_others_that_has_gone_leads_to_the_nearest_with_anybody() -> None:
    practice = moving(OTHER, LATER)
    practice.taps("Reschedule")
    practice.is_slow = True
    practice.taps("Wed 14 Oct 10:00")

    answers = practice.feed(HoldLost((OTHER, LATER), OTHER))

    assert answers == ["That time has just gone. The nearest are:"]
    assert practice.titles()[0] == "Thu 15 Oct 11:00"


def test_where_nobody_has_anything_that_is_said() -> None:
    practice = moving()

    answers = practice.taps("Reschedule")

    assert practice.state.step is Step.NOTHING_FREE
    assert answers == ["There is nothing free in the next 6 weeks."]
    assert [query.practitioner_id for query in asked(practice)] == [VOS.id, None]


def test_what_nobody_else_gives_is_not_looked_for_with_others() -> None:
    practice = greeted(Practice(free=()))
    practice.has_booked(BOOKED, service_id=PHYSIO.id)
    practice.announces()

    practice.taps("Reschedule")

    assert [query.practitioner_id for query in asked(practice)] == [VOS.id]


def test_a_new_booking_with_somebody_is_with_them_alone() -> None:
    practice = greeted(Practice(free=(OTHER,)))
    practice.taps("Book appointment")
    practice.taps("Check-up")

    practice.taps("Dr Vos")

    assert practice.state.step is Step.NOTHING_FREE
    assert "Other practitioner" in practice.titles()


def test_who_asked_for_nobody_in_particular_is_offered_whoever_is_free() -> None:
    practice = greeted(Practice(free=(OTHER, OWN)))
    practice.has_booked(BOOKED, is_for_anybody=True)
    practice.announces()

    practice.taps("Reschedule")
    queries = asked(practice)
    practice.taps("Wed 14 Oct 10:00")
    practice.taps("Move appointment")

    assert [query.practitioner_id for query in queries] == [None]
    assert practice.view.upcoming[0].practitioner_id == JANSEN.id


def test_what_would_not_suit_is_not_offered_with_others_either() -> None:
    practice = moving(OWN, OTHER, LATER, slot_at("2026-10-15 09:00", practitioner=JANSEN))
    practice.taps("Reschedule")

    answers = practice.says("not Tuesday or Thursday morning")

    assert answers == [SAID]
    assert practice.titles()[:1] == ["Wed 14 Oct 10:00"]
    assert not [one for one in practice.titles() if one.startswith(("Tue 13", "Thu 15"))]
