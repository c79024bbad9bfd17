"""A dialogue's state goes into a row and comes back the same; what cannot be read begins anew."""

import json
from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.dialogue import DayHours, DayWithSpace, Notice, Slot, State, Step, Who, Wish
from chatbookr_core.dialogue.state import _LATER

instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the strategy adds the zone
ids = st.uuids()
slots = st.builds(Slot, instants, instants, ids, ids)
days = st.builds(DayWithSpace, st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 500), instants)
texts = st.text(max_size=20)
states = st.builds(
    State,
    dialogue=texts,
    step=st.sampled_from(Step),
    language=st.none() | texts,
    greeted_at=st.none() | instants,
    touched_at=st.none() | instants,
    serial=st.integers(0, 10**6),
    times_serial=st.integers(0, 10**6),
    done_serial=st.integers(0, 10**6),
    done_booking_id=st.none() | ids,
    misses=st.integers(0, 3),
    last_tap=texts,
    asks_to_go_on=st.booleans(),
    is_handed_over=st.booleans(),
    service_id=st.none() | ids,
    location_id=st.none() | ids,
    practitioner_id=st.none() | ids,
    minutes=st.none() | st.integers(5, 720),
    who=st.none() | st.sampled_from(Who),
    relative_id=st.none() | ids,
    called=st.none() | texts,
    born=st.none() | st.dates(),
    booking_id=st.none() | ids,
    is_rescheduling=st.booleans(),
    page=st.integers(0, 100),
    offered=st.lists(slots, max_size=10).map(tuple),
    days=st.lists(days, max_size=10).map(tuple),
    has_later_days=st.booleans(),
    day=st.none() | st.dates(),
    notice=st.none() | st.sampled_from(Notice),
    chosen=st.none() | slots,
    hold_id=st.none() | ids,
    hold_asked_at=st.none() | instants,
    wish=st.none() | st.builds(Wish, st.none() | st.dates(), st.none() | st.times(), st.none() | st.times()),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(states)
def test_a_state_comes_back_as_it_went(state: State) -> None:
    assert State.from_json(state.to_json()) == state


@given(st.text() | json_values.map(json.dumps))
def test_what_is_no_state_is_a_beginning(text: str) -> None:
    assert State.from_json(text) == State()


@given(states, st.data())
def test_a_damaged_state_is_a_beginning_or_a_state(state: State, data: st.DataObject) -> None:
    fields = json.loads(state.to_json())
    fields[data.draw(st.sampled_from(sorted(fields)))] = data.draw(json_values)

    found = State.from_json(json.dumps(fields))

    assert State.from_json(found.to_json()) == found


def test_a_state_that_was_written_before_somebody_could_book_for_others_goes_on() -> None:
    fields = json.loads(State(dialogue="1", serial=7, step=Step.TIMES).to_json())

    assert fields.keys().isdisjoint(("minutes", "who", "relative_id", "called", "born"))
    assert State.from_json(json.dumps(fields)) == State(dialogue="1", serial=7, step=Step.TIMES)


@given(states)
def test_what_came_later_is_written_only_where_it_says_something(state: State) -> None:
    """A worker of the version before, which is replaced just now, goes on with a talk that uses nothing new."""
    written = json.loads(state.to_json()).keys()

    for one in fields_of(State):
        is_telling = getattr(state, one.name) != one.default
        assert (one.name in written) == (one.name not in _LATER or is_telling)


def test_hours_that_some_days_have_of_their_own_come_back_and_are_nothing_to_who_does_not_know_them() -> None:
    """What a version before reads is wider: both days, from the first of their hours to the last."""
    monday, friday = DayHours((0,), (), None, time(12)), DayHours((), (date(2026, 10, 16),), time(12), time(17))
    wish = Wish(date(2026, 10, 16), None, time(17), date(2026, 10, 19), weekdays=(0, 4), day_hours=(monday, friday))
    written = json.loads(State(wish=wish).to_json())

    assert State.from_json(json.dumps(written)).wish == wish
    del written["wish"]["day_hours"]
    assert State.from_json(json.dumps(written)).wish == replace(wish, day_hours=())


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_version_is_a_beginning(version: object) -> None:
    fields = json.loads(State(serial=7).to_json()) | {"v": version}

    assert State.from_json(json.dumps(fields)) == State()


def test_a_missing_or_unknown_field_is_a_beginning() -> None:
    fields = json.loads(State(serial=7).to_json())

    assert State.from_json(json.dumps({**fields, "more": 1})) == State()
    assert State.from_json(json.dumps({name: fields[name] for name in fields if name != "page"})) == State()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("greeted_at", "2026-10-13T09:30:00"),
        ("greeted_at", 7),
        ("chosen", ["2026-10-13"]),
        ("chosen", {"starts_at": "2026-10-13T09:30:00+00:00"}),
        ("step", "dancing"),
        ("serial", True),
        ("offered", "none"),
        ("service_id", "not an id"),
    ],
)
def test_a_field_of_the_wrong_kind_is_a_beginning(field: str, value: object) -> None:
    fields = json.loads(State(serial=7).to_json()) | {field: value}

    assert State.from_json(json.dumps(fields)) == State()


def test_what_was_chosen_does_not_show_where_a_state_is_printed() -> None:
    slot = Slot(datetime(2026, 10, 13, tzinfo=UTC), datetime(2026, 10, 13, 1, tzinfo=UTC), UUID(int=1), UUID(int=2))

    assert "datetime" not in repr(State(offered=(slot,)))
