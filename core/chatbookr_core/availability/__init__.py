"""Which times can be offered: pure rules over intervals of epoch minutes, no storage and no clock."""

from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, always_open, is_open, open_windows
from chatbookr_core.availability.offer import (
    DayParts,
    DaySpace,
    around,
    days_with_space,
    nearest,
    spread,
    starts_of_day,
)
from chatbookr_core.availability.slots import (
    Need,
    Placement,
    Search,
    Subject,
    find_placement,
    free_starts,
    free_starts_with_resources,
    is_free_start,
    search_window,
)
from chatbookr_core.availability.zones import (
    Interval,
    instant_of,
    minute_from,
    minute_of,
    minutes_covering,
    whole_days,
)

__all__ = [
    "DayException",
    "DayParts",
    "DaySpace",
    "Interval",
    "Need",
    "Placement",
    "Schedule",
    "Search",
    "Subject",
    "WeeklyHours",
    "always_open",
    "around",
    "days_with_space",
    "find_placement",
    "free_starts",
    "free_starts_with_resources",
    "instant_of",
    "is_free_start",
    "is_open",
    "minute_from",
    "minute_of",
    "minutes_covering",
    "nearest",
    "open_windows",
    "search_window",
    "spread",
    "starts_of_day",
    "whole_days",
]
