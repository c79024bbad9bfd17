"""Whose turn it is: held against an oracle that goes through the list in the slowest way, and in examples."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.waitlist.rules import (
    ENOUGH_A_DAY,
    DayHours,
    Free,
    Match,
    Occasion,
    Waiting,
    Wish,
    day_part,
    is_over,
    plan,
    suits,
)

ZONE = "Europe/Amsterdam"
NOW = datetime(2026, 10, 12, 7, 0, tzinfo=UTC)  # a Monday, 09:00 in Amsterdam
AT = Occasion(NOW, minutes=15, notice=timedelta(hours=1))
VOS, JANSEN = UUID(int=11), UUID(int=12)


def free_at(local: str, *, practitioner_id: UUID = VOS, minutes: int = 30, zone: str = ZONE) -> Free:
    start = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Free(start, start + timedelta(minutes=minutes), practitioner_id, UUID(int=21), zone)


def waiting(number: int, **fields: object) -> Waiting:
    """Let patient `number` come as the number-th."""
    one = Waiting(UUID(int=number), UUID(int=100 + number), NOW - timedelta(days=30 - number))
    return replace(one, **fields)  # type: ignore[arg-type]  # each test names real fields


def given_to(matches: Sequence[Match]) -> dict[int, datetime]:
    return {match.waiting.id.int: match.free.starts_at for match in matches}


def for_all(those: Sequence[Waiting], *free: Free) -> Mapping[UUID, Sequence[Free]]:
    return {one.id: free for one in those}


TUESDAY = free_at("2026-10-13 09:30")


def test_who_has_waited_longest_gets_the_time() -> None:
    those = [waiting(3), waiting(1), waiting(2)]

    assert given_to(plan(those, for_all(those, TUESDAY), AT)) == {1: TUESDAY.starts_at}


def test_two_times_go_to_two_patients_the_sooner_to_who_came_first() -> None:
    those, later = [waiting(2), waiting(1), waiting(3)], free_at("2026-10-13 14:00")

    found = plan(those, for_all(those, later, TUESDAY), AT)

    assert given_to(found) == {1: TUESDAY.starts_at, 2: later.starts_at}


def test_one_patient_gets_one_time_however_many_places_they_have() -> None:
    first, again = waiting(1), waiting(2, patient_id=UUID(int=101))
    later = free_at("2026-10-14 14:00")

    assert given_to(plan([first, again], for_all([first, again], TUESDAY, later), AT)) == {1: TUESDAY.starts_at}


def test_times_of_one_practitioner_that_meet_are_one() -> None:
    those, meets, apart = [waiting(1), waiting(2)], free_at("2026-10-13 09:45"), free_at("2026-10-13 10:00")

    assert given_to(plan(those, for_all(those, TUESDAY, meets), AT)) == {1: TUESDAY.starts_at}
    assert len(plan(those, for_all(those, TUESDAY, apart), AT)) == 2
    assert len(plan(those, for_all(those, TUESDAY, replace(meets, practitioner_id=JANSEN)), AT)) == 2


def test_nobody_is_offered_a_time_twice_nor_one_that_meets_it_and_it_goes_on() -> None:
    asked = waiting(1, offered=((TUESDAY.starts_at, TUESDAY.ends_at),))
    those, other = [asked, waiting(2)], free_at("2026-10-13 10:00")

    assert given_to(plan(those, for_all(those, TUESDAY), AT)) == {2: TUESDAY.starts_at}
    assert plan([asked], for_all([asked], free_at("2026-10-13 09:45")), AT) == []
    assert given_to(plan([asked], for_all([asked], other), AT)) == {1: other.starts_at}


def test_what_could_not_be_kept_is_left_out() -> None:
    one = waiting(1)
    tried = Match(one, TUESDAY).key

    assert plan([one], for_all([one], TUESDAY), AT, without={tried}) == []


def test_enough_offers_a_day_are_enough() -> None:
    one = waiting(1, offered_today=ENOUGH_A_DAY)

    assert plan([one], for_all([one], TUESDAY), AT) == []
    assert plan([replace(one, offered_today=ENOUGH_A_DAY - 1)], for_all([one], TUESDAY), AT) != []


@pytest.mark.parametrize(
    ("wish", "is_met"),
    [
        (Wish(), True),
        (Wish(first_day=date(2026, 10, 13), last_day=date(2026, 10, 13)), True),
        (Wish(first_day=date(2026, 10, 14)), False),
        (Wish(last_day=date(2026, 10, 12)), False),
        (Wish(weekdays=0b0000010), True),
        (Wish(weekdays=0b1111101), False),
        (Wish(day_parts=0b001), True),
        (Wish(day_parts=0b110), False),
        (Wish(starts_before=TUESDAY.starts_at + timedelta(minutes=1)), True),
        (Wish(starts_before=TUESDAY.starts_at), False),
        (Wish(days=(date(2026, 10, 6), date(2026, 10, 13))), True),
        (Wish(days=(date(2026, 10, 12), date(2026, 10, 14))), False),
        (Wish(refused_weekdays=0b0000010), False),
        (Wish(refused_weekdays=0b1111101), True),
        (Wish(refused_weekdays=0b0000010, refused_until_minute=570), True),
        (Wish(refused_weekdays=0b0000010, refused_until_minute=571), False),
        (Wish(refused_weekdays=0b0000010, refused_from_minute=570), False),
        (Wish(refused_weekdays=0b0000010, refused_from_minute=571), True),
        (Wish(refused_weekdays=0b0000010, refused_from_minute=540, refused_until_minute=600), False),
        (Wish(day_hours=(DayHours(0b0000001, (), 540, 600), DayHours(0b0000010, (), 570, 571))), True),
        (Wish(day_hours=(DayHours(0b0000001, (), 540, 600), DayHours(0b0000010, (), 600))), False),
        (Wish(day_hours=(DayHours(until_minute=570), DayHours(from_minute=1020))), False),
        (Wish(day_hours=(DayHours(days=(date(2026, 10, 13),), until_minute=720),)), True),
        (Wish(day_hours=(DayHours(days=(date(2026, 10, 14),), until_minute=720),)), False),
        (Wish(day_parts=0b010, day_hours=(DayHours(until_minute=720),)), False),
    ],
)
def test_a_wish_is_of_the_places_own_days_and_hours(wish: Wish, is_met: bool) -> None:
    assert suits(wish, TUESDAY) is is_met


def test_the_day_is_that_of_the_place_also_where_it_is_another_one_in_utc() -> None:
    late = free_at("2026-10-13 20:00", zone="America/New_York")  # Wednesday in UTC

    assert late.starts_at.date() == date(2026, 10, 14)
    assert suits(Wish(last_day=date(2026, 10, 13), weekdays=0b0000010, day_parts=0b100), late)


def test_parts_of_the_day_meet_at_noon_and_in_the_evening() -> None:
    assert [day_part(hour) for hour in (0, 11, 12, 16, 17, 23)] == [1, 1, 2, 2, 4, 4]


@pytest.mark.parametrize(("minutes", "is_asked"), [(59, False), (60, True)])
def test_what_starts_too_soon_is_offered_to_nobody(minutes: int, is_asked: bool) -> None:
    one = waiting(1)
    start = NOW + timedelta(minutes=minutes)
    soon = replace(TUESDAY, starts_at=start, ends_at=start + timedelta(minutes=30))

    assert bool(plan([one], for_all([one], soon), AT)) is is_asked
    no_notice = Occasion(NOW, minutes=60)
    assert bool(plan([one], for_all([one], soon), no_notice)) is is_asked  # they need the minutes to answer


def test_a_quiet_night_is_waited_for_where_there_is_time() -> None:
    night = replace(AT, quiet_until=NOW + timedelta(hours=8))
    awake = waiting(1, last_inbound_at=NOW - timedelta(minutes=5))

    assert plan([awake], for_all([awake], TUESDAY), night) == []


@pytest.mark.parametrize(("minutes_after", "is_asked_now"), [(60, True), (64, True), (65, False)])
def test_what_would_be_too_late_as_soon_as_the_night_is_over_does_not_wait_for_its_end(
    minutes_after: int, is_asked_now: bool
) -> None:
    ends = NOW + timedelta(hours=8)
    night = Occasion(NOW, minutes=15, notice=timedelta(hours=1), quiet_until=ends)
    start = ends + timedelta(minutes=minutes_after)
    early = replace(TUESDAY, starts_at=start, ends_at=start + timedelta(minutes=30))
    awake = waiting(1, last_inbound_at=NOW)

    found = plan([awake], for_all([awake], early), night)

    assert [one.free for one in found] == ([early] if is_asked_now else [])


def test_what_cannot_wait_for_the_morning_goes_to_the_first_who_is_awake() -> None:
    night = replace(AT, quiet_until=NOW + timedelta(hours=8))
    asleep, awake = waiting(1, last_inbound_at=NOW - timedelta(hours=2)), waiting(2, last_inbound_at=NOW)
    soon = free_at("2026-10-12 15:00")

    assert given_to(plan([asleep, awake], for_all([asleep, awake], soon), night)) == {2: soon.starts_at}
    assert plan([asleep], for_all([asleep], soon), night) == []


@pytest.mark.parametrize(
    ("wish", "is_past"),
    [
        (Wish(), False),
        (Wish(last_day=date(2026, 10, 12)), False),
        (Wish(last_day=date(2026, 10, 11)), True),
        (Wish(days=(date(2026, 10, 8), date(2026, 10, 12))), False),
        (Wish(days=(date(2026, 10, 8), date(2026, 10, 11))), True),
        (Wish(last_day=date(2026, 10, 12), days=(date(2026, 10, 11),)), True),
        (Wish(day_hours=(DayHours(days=(date(2026, 10, 11),)), DayHours(0b0000001))), False),
        (Wish(day_hours=(DayHours(days=(date(2026, 10, 11),)), DayHours(days=(date(2026, 10, 12),)))), False),
        (Wish(day_hours=(DayHours(days=(date(2026, 10, 11),)), DayHours(days=(date(2026, 10, 9),)))), True),
        (Wish(starts_before=NOW), True),
        (Wish(starts_before=NOW + timedelta(minutes=1)), False),
    ],
)
def test_a_wish_is_over_once_nothing_can_suit(wish: Wish, is_past: bool) -> None:
    assert is_over(wish, now=NOW, zone=ZONE) is is_past


starts = st.integers(0, 40).map(lambda step: NOW + timedelta(hours=2, minutes=15 * step))
frees = st.builds(
    lambda start, who: Free(start, start + timedelta(minutes=30), who, UUID(int=21), ZONE),
    starts,
    st.sampled_from((VOS, JANSEN)),
)
wishes = st.builds(Wish, day_parts=st.integers(1, 7), starts_before=st.none() | starts)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Waiting], dict[UUID, list[Free]]]:
    those = [
        Waiting(
            UUID(int=number),
            UUID(int=100 + draw(st.integers(0, 4))),
            NOW - timedelta(hours=draw(st.integers(0, 3))),
            draw(wishes),
            tuple((one.starts_at, one.ends_at) for one in draw(st.lists(frees, max_size=2))),
            draw(st.integers(0, ENOUGH_A_DAY)),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    return those, {one.id: draw(st.lists(frees, max_size=6)) for one in those}


def _could_have(one: Waiting, free: Free) -> bool:
    """Say by the rules' own sentences whether a time is for somebody, once it is nobody's."""
    is_known = any(free.starts_at < end and start < free.ends_at for start, end in one.offered)
    return suits(one.wish, free) and not is_known and one.offered_today < ENOUGH_A_DAY


@given(lists())
def test_nobody_is_passed_over_and_nothing_is_given_twice(
    given_list: tuple[list[Waiting], dict[UUID, list[Free]]],
) -> None:
    those, free_for = given_list

    found = plan(those, free_for, AT)

    order = sorted(those, key=lambda one: (one.since, one.id))
    assert [match.waiting for match in found] == [one for one in order if one.id in {m.waiting.id for m in found}]
    assert len({match.waiting.patient_id for match in found}) == len(found)
    for match in found:
        assert match.free in free_for[match.waiting.id]
        assert _could_have(match.waiting, match.free)
    taken: list[Free] = []
    served: set[UUID] = set()
    for one in order:  # what is left for each, when their turn comes
        left = [free for free in free_for[one.id] if not any(free.meets(other) for other in taken)]
        could = [free for free in left if _could_have(one, free)] if one.patient_id not in served else []
        got = next((match.free for match in found if match.waiting is one), None)
        assert (got is None) == (not could)
        if got is not None:
            assert got.starts_at == min(free.starts_at for free in could)
            taken.append(got)
            served.add(one.patient_id)
