from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.bookings.rules import event_id_for
from chatbookr_core.calendars.feed_rules import CANCELLED, MISSING, KeptEvent, Reading, settle, stretches
from chatbookr_core.calendars.rules import (
    CHANNEL_LIFE,
    Trouble,
    Turn,
    can_be_pushed,
    difference,
    fair_turns,
    has_run_out,
    is_ending,
    needs_channel,
    next_look,
    pause_after,
    union,
    window,
)
from chatbookr_core.clock import epoch_minute
from chatbookr_sdk import Busy, ChangedEvent

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
HORIZON = timedelta(days=60)
BOOKING = UUID(int=7)
CLINICS = [UUID(int=100 + number) for number in range(4)]


def an_event(event_id: str = "e", *, hours: int = 1, length: int = 1, **fields: object) -> ChangedEvent:
    starts_at = NOW + timedelta(hours=hours)
    told: dict[str, object] = {
        "event_id": event_id,
        "etag": '"1"',
        "status": "confirmed",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=length),
        "blocks": True,
        **fields,
    }
    return ChangedEvent(**told)  # type: ignore[arg-type]  # names and values as above


def gone(event_id: str) -> ChangedEvent:
    return ChangedEvent(event_id, "", "cancelled", None, None, blocks=False)


def a_reading(*events: ChangedEvent, is_full: bool = False) -> Reading:
    return Reading(events, is_full, "token", *window(NOW, HORIZON), NOW)


def kept(*events: ChangedEvent) -> dict[str, KeptEvent]:
    return {row.event_id: row for row in settle(a_reading(*events, is_full=True), {}).written}


# --- pauses -------------------------------------------------------------------------------------------------------


@given(st.sampled_from(Trouble), st.integers(1, 60), st.floats(0, 1, exclude_max=True))
def test_a_pause_grows_up_to_its_longest_and_is_never_none(trouble: Trouble, failures: int, jitter: float) -> None:
    pause = pause_after(trouble, failures, jitter=jitter, retry_after_seconds=None).total_seconds()
    later = pause_after(trouble, failures + 1, jitter=jitter, retry_after_seconds=None).total_seconds()

    assert trouble.value[0] / 2 <= pause <= trouble.value[1]
    assert pause <= later


def test_what_the_provider_asks_for_is_kept_and_a_quota_rests_longer_than_an_outage() -> None:
    asked = pause_after(Trouble.QUOTA, 1, jitter=0.0, retry_after_seconds=400.0)
    quota = pause_after(Trouble.QUOTA, 3, jitter=0.0, retry_after_seconds=None)
    outage = pause_after(Trouble.OUTAGE, 3, jitter=0.999, retry_after_seconds=None)

    assert asked == timedelta(seconds=400)
    assert quota > outage


def test_jitter_spreads_those_that_failed_together() -> None:
    pauses = {pause_after(Trouble.QUOTA, 5, jitter=n / 100, retry_after_seconds=None) for n in range(100)}

    assert len(pauses) == 100
    assert max(pauses) - min(pauses) > timedelta(seconds=25)


@pytest.mark.parametrize(("minutes", "wait"), [(15, 5), (120, 10), (3, 1), (1, 1)])
def test_polling_never_ends_and_keeps_what_is_pushed_fresh(minutes: int, wait: int) -> None:
    freshness = timedelta(minutes=minutes)

    assert next_look(NOW, is_pushed=False, freshness=freshness) == NOW + timedelta(minutes=1)
    assert next_look(NOW, is_pushed=True, freshness=freshness) == NOW + timedelta(minutes=wait)


# --- fairness -----------------------------------------------------------------------------------------------------


def turns(*counts: int) -> list[Turn]:
    return [
        Turn(clinic, UUID(int=1000 * place + number), NOW + timedelta(seconds=number))
        for place, (clinic, count) in enumerate(zip(CLINICS, counts, strict=False))
        for number in range(count)
    ]


def test_one_clinics_thousand_calendars_do_not_keep_anothers_one_waiting() -> None:
    chosen = fair_turns(turns(1000, 1, 3), 8)

    assert [sum(turn.clinic_id == clinic for turn in chosen) for clinic in CLINICS[:3]] == [4, 1, 3]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=4), st.integers(0, 60))
def test_turns_are_shared_as_evenly_as_they_are_wanted(counts: Sequence[int], budget: int) -> None:
    due = turns(*counts)

    chosen = fair_turns(due, budget)

    had = [sum(turn.clinic_id == clinic for turn in chosen) for clinic in CLINICS[: len(counts)]]
    assert len(chosen) == len(set(chosen)) == min(len(due), budget)
    for mine, wanted in zip(had, counts, strict=True):
        assert mine == wanted or mine >= max(had) - 1
    for clinic in CLINICS:
        own = [turn for turn in chosen if turn.clinic_id == clinic]
        assert (
            own
            == sorted((turn for turn in due if turn.clinic_id == clinic), key=lambda turn: turn.due_at or NOW)[
                : len(own)
            ]
        )


def test_whoever_was_never_read_comes_first() -> None:
    never = Turn(CLINICS[3], UUID(int=9), None)

    assert fair_turns([*turns(2, 2), never], 1) == [never]


# --- windows, channels --------------------------------------------------------------------------------------------


def test_a_window_holds_what_began_before_today_and_lasts_a_week() -> None:
    since, until = window(NOW, HORIZON)

    assert since < NOW
    assert not has_run_out(until, NOW + timedelta(days=6, hours=23), HORIZON)
    assert has_run_out(until, NOW + timedelta(days=7, seconds=1), HORIZON)
    assert has_run_out(None, NOW, HORIZON)


def test_a_channel_is_renewed_a_day_before_its_end() -> None:
    ends_at = NOW + CHANNEL_LIFE

    assert needs_channel(None, NOW)
    assert not needs_channel(ends_at, NOW + timedelta(days=5))
    assert needs_channel(ends_at, NOW + timedelta(days=6))


@pytest.mark.parametrize(
    ("url", "can"),
    [
        ("https://clinic.example", True),
        ("http://127.0.0.1:8000", True),
        ("http://clinic.example", False),
        ("ftp://localhost", False),
    ],
)
def test_pushes_come_over_tls_or_from_the_machine_itself(url: str, can: bool) -> None:
    assert can_be_pushed(url) is can


def test_a_consent_that_ends_soon_is_warned_of() -> None:
    assert is_ending(NOW + timedelta(days=2), NOW)
    assert not is_ending(NOW + timedelta(days=7), NOW)
    assert not is_ending(None, NOW)


# --- time taken ---------------------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@given(SPANS)
def test_a_union_takes_the_same_minutes(spans: list[tuple[int, int]]) -> None:
    joined = union(spans)

    minutes = {minute for start, end in spans for minute in range(start, end)}
    assert {minute for start, end in joined for minute in range(start, end)} == minutes
    assert all(before[1] < after[0] for before, after in pairwise(joined))


@given(SPANS, SPANS)
def test_a_difference_leads_from_one_to_the_other(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    gone_spans, new = difference(before, after)

    assert (set(before) - set(gone_spans)) | set(new) == set(after)


# --- settling -----------------------------------------------------------------------------------------------------


def test_a_full_reading_forgets_what_is_not_in_it() -> None:
    known = kept(an_event("a"), an_event("b"))

    settlement = settle(a_reading(an_event("a"), is_full=True), known)

    assert (settlement.written, settlement.deleted) == ((), ("b",))


def test_a_reading_of_changes_touches_nothing_else() -> None:
    known = kept(an_event("a"), an_event("b"))

    settlement = settle(a_reading(an_event("b", hours=3), gone("c")), {"b": known["b"]})

    assert [row.starts for row in settlement.written] == [epoch_minute(NOW + timedelta(hours=3))]
    assert settlement.deleted == ()


def test_a_cancelled_series_cancels_its_occurrences() -> None:
    known = kept(an_event("s_1", series_id="s"), an_event("s_2", series_id="s"), an_event("other"))

    settlement = settle(a_reading(gone("s")), known)

    assert sorted(settlement.deleted) == ["s_1", "s_2"]


def test_a_cancelled_exception_leaves_the_other_occurrences() -> None:
    known = kept(an_event("s_1", series_id="s"), an_event("s_2", series_id="s"))

    settlement = settle(a_reading(gone("s_1")), {"s_1": known["s_1"]})

    assert settlement.deleted == ("s_1",)


@pytest.mark.parametrize(("hours", "length"), [(-48, 12), (24 * 80, 1)])
def test_what_is_over_or_beyond_the_window_is_not_kept(hours: int, length: int) -> None:
    assert kept(an_event(hours=hours, length=length)) == {}


def test_a_long_event_that_began_before_the_window_is_kept() -> None:
    assert list(kept(an_event("trip", hours=-24 * 30, length=24 * 40))) == ["trip"]


def test_what_takes_no_time_is_not_kept_and_frees_what_it_took() -> None:
    known = kept(an_event("a"))

    settlement = settle(a_reading(an_event("a", blocks=False)), known)

    assert kept(an_event("b", blocks=False)) == {}
    assert settlement.deleted == ("a",)


def test_the_event_of_a_booking_stays_without_time_when_it_is_cancelled_or_missing() -> None:
    own = an_event(event_id_for(BOOKING), booking_id=str(BOOKING))
    known = kept(own)

    cancelled = settle(a_reading(gone(own.event_id)), known)
    missing = settle(a_reading(is_full=True), known)

    assert [(row.status, row.blocks) for row in cancelled.written] == [(CANCELLED, False)]
    assert [(row.status, row.blocks) for row in missing.written] == [(MISSING, False)]
    assert cancelled.booking_ids == missing.booking_ids == {BOOKING}
    again = settle(a_reading(is_full=True), {row.event_id: row for row in missing.written})
    assert again.is_empty


def test_a_copy_of_a_bookings_event_is_somebody_elses() -> None:
    copies = kept(an_event("copied", booking_id=str(BOOKING)), an_event("odd", booking_id="no id"))

    assert [row.booking_id for row in copies.values()] == [None, None]


def test_of_two_tellings_of_one_event_the_later_counts() -> None:
    rows = kept(an_event("a", hours=1), an_event("a", hours=5))

    assert [row.starts for row in rows.values()] == [epoch_minute(NOW + timedelta(hours=5))]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5), st.booleans()), max_size=8))
def test_changes_one_after_another_lead_where_a_full_reading_does(changes: list[tuple[str, int, bool]]) -> None:
    stood: dict[str, KeptEvent] = {}
    last: dict[str, ChangedEvent] = {}
    for event_id, hours, is_gone in changes:
        told = gone(event_id) if is_gone else an_event(event_id, hours=hours)
        last[event_id] = told
        settlement = settle(a_reading(told), {key: row for key, row in stood.items() if key == event_id})
        stood = {key: row for key, row in stood.items() if key not in settlement.deleted}
        stood |= {row.event_id: row for row in settlement.written}

    assert stood == kept(*(event for event in last.values() if event.status != "cancelled"))


def test_free_busy_is_kept_like_events_of_which_nothing_is_known() -> None:
    spans = [Busy(NOW, NOW + timedelta(hours=1)), Busy(NOW + timedelta(hours=2), NOW + timedelta(hours=3))]

    rows = kept(*stretches(spans))

    assert sorted((row.starts, row.ends) for row in rows.values()) == [
        (epoch_minute(span.starts_at), epoch_minute(span.ends_at)) for span in spans
    ]
    assert {row.kind for row in rows.values()} == {"free_busy"}
