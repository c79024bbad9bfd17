"""Times that are odd in Google's answers: one such event never keeps the others from being read, nor looks free."""

from datetime import datetime
from typing import Any

import pytest

from chatbookr_gcal.following import changed_event, changes_in


def an_event(**fields: object) -> dict[str, Any]:
    times = {"start": {"dateTime": "2026-04-01T09:00:00Z"}, "end": {"dateTime": "2026-04-01T10:00:00Z"}}
    return {"id": "e1", "etag": '"1"', "status": "confirmed", **times, **fields}


def spans(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [(minute(event.starts_at), minute(event.ends_at)) for event in changes_in(body).events if event.blocks]


def minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M}" if at else ""


@pytest.mark.parametrize("zone", [None, "W. Europe Standard Time", "GMT+02:00", "Customized Time Zone", "", 7])
def test_whole_days_in_a_zone_nobody_knows_take_all_the_time_they_may(zone: object) -> None:
    day = an_event(start={"date": "2026-04-02"}, end={"date": "2026-04-03"})

    taken = spans({"items": [day, an_event()], "nextSyncToken": "s", "timeZone": zone})

    assert taken == [("2026-04-01T10:00", "2026-04-03T12:00"), ("2026-04-01T09:00", "2026-04-01T10:00")]


@pytest.mark.parametrize("zone", ["W. Europe Standard Time", "GMT+02:00", "Customized Time Zone", "", None])
def test_a_zone_nobody_knows_counts_only_where_an_offset_is_lacking(zone: str | None) -> None:
    told = {end: {"dateTime": f"2026-04-01T{hour}:00+02:00", "timeZone": zone} for end, hour in HOURS}
    lacking = {end: {"dateTime": f"2026-04-01T{hour}:00", "timeZone": zone} for end, hour in HOURS}

    taken = spans({"items": [an_event(**told), an_event(**lacking)], "nextSyncToken": "s", "timeZone": "UTC"})

    assert taken == [("2026-04-01T07:00", "2026-04-01T08:00"), ("2026-03-31T19:00", "2026-04-01T22:00")]


HOURS = (("start", "09:00"), ("end", "10:00"))


@pytest.mark.parametrize("unit", ["dateTime", "date"])
def test_what_ends_before_it_begins_takes_the_time_between(unit: str) -> None:
    first, last = ("2026-04-01", "2026-04-03") if unit == "date" else ("2026-04-01T09:00:00Z", "2026-04-01T10:00:00Z")

    (taken,) = spans(
        {"items": [an_event(start={unit: last}, end={unit: first})], "nextSyncToken": "s", "timeZone": "UTC"}
    )

    assert taken == (
        ("2026-04-01T00:00", "2026-04-03T00:00") if unit == "date" else ("2026-04-01T09:00", "2026-04-01T10:00")
    )


def test_an_occurrence_of_which_nobody_can_say_when_it_would_have_been_is_read() -> None:
    event = changed_event(an_event(recurringEventId="s", originalStartTime={"dateTime": "in spring"}))

    assert (event.series_id, event.original_starts_at, event.blocks) == ("s", None, True)
