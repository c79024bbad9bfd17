"""An exchange of rooms gives what was lacking, and takes nothing that did."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_core.availability.hours import DayException, Schedule, always_open
from chatbookr_core.bookings.rooms_rules import Room, Visit, does, given_up, instead, lacking
from chatbookr_core.bookings.rules import Block
from chatbookr_core.clock import from_epoch_minute

PLACES = (UUID(int=1), UUID(int=2))
KINDS = ("laser", "lamp", "chair")
NOON = 30_000_000 // 1440 * 1440 + 720
ids = st.integers(10, 17).map(lambda number: UUID(int=number))


def hours(opens: int, closes: int) -> Schedule:
    """Be open on one date alone, from one minute to another."""
    windows = ((opens, closes),) if opens < closes else ()
    return Schedule("UTC", always_open("UTC").weekly, (DayException(from_epoch_minute(NOON).date(), windows),))


rooms = st.lists(
    st.builds(
        Room,
        ids,
        st.sampled_from(KINDS),
        st.sampled_from(PLACES),
        st.booleans(),
        st.none() | st.builds(hours, st.integers(600, 720), st.integers(720, 900)),
    ),
    unique_by=lambda room: room.id,
)
visits = st.builds(
    lambda place, minutes, kinds, has: Visit(
        UUID(int=99), False, place, NOON, NOON + minutes, Block(NOON - 10, NOON + minutes), kinds, tuple(sorted(has))
    ),
    st.sampled_from(PLACES),
    st.integers(5, 120),
    st.frozensets(st.sampled_from(KINDS)),
    st.sets(ids, max_size=3),
)


@examples(300)
@given(visits, rooms)
def test_an_exchange_gives_a_room_that_does_and_takes_none_that_did(visit: Visit, made: list[Room]) -> None:
    there = {room.id: room for room in made}
    serves = {one for one in visit.rooms if does(there.get(one), visit) and there[one].kind in visit.kinds}

    for kind in lacking(visit, there):
        old = given_up(visit, kind, there)
        assert old not in serves
        assert old is None or old in visit.rooms
        for new in instead(visit, kind, there):
            exchanged = replace(visit, rooms=(*(one for one in visit.rooms if one != old), new))
            assert set(lacking(exchanged, there)) == set(lacking(visit, there)) - {kind}
            assert there[new].is_active
            assert there[new].location_id == visit.location_id


@examples(200)
@given(visits, rooms)
def test_who_has_a_room_of_each_kind_that_does_lacks_none(visit: Visit, made: list[Room]) -> None:
    there = {room.id: room for room in made}

    for kind in visit.kinds:
        has = any(one in there and there[one].kind == kind and does(there[one], visit) for one in visit.rooms)
        assert (kind in lacking(visit, there)) == (not has)
