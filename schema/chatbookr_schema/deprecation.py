"""How something is said to go: why, what to use instead, and on which day (docs/reference/evolution.md)."""

import re
from datetime import date
from typing import Final

REASON: Final = re.compile(r"(?:\S.*)?\bUse \S.*\. Removed (\d{4}-\d{2}-\d{2})\.?", re.DOTALL)
QUARTERS: Final = (1, 4, 7, 10)
FORM: Final = '"Why. Use something else. Removed 2027-07-01"'


def removal_day(reason: str | None) -> date | None:
    """Return the day a deprecation's reason names; None where it has no such form."""
    said = REASON.fullmatch(reason.strip()) if reason else None
    try:
        return date.fromisoformat(said[1]) if said else None
    except ValueError:
        return None


def is_quarters_first(day: date) -> bool:
    """Tell a day on which things may be removed."""
    return day.day == 1 and day.month in QUARTERS


def notice(reason: str | None) -> str | None:
    """Return a deprecation's reason as it is published. Raises TypeError for one that no client could plan by.

    Whether the day is far enough ahead depends on today, and is for the gate to say: scripts/schema_changes.py.
    """
    if reason is None:
        return None
    day = removal_day(reason)
    if day is None or not is_quarters_first(day):
        raise TypeError(f"{reason!r}: say {FORM}, with a quarter's first day")
    return reason
