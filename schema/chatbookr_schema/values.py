"""Checks of values that GraphQL's own types let pass."""

from datetime import UTC, datetime
from typing import TypeVar, overload

from chatbookr_core.clock import YEARS
from chatbookr_core.errors import InvalidInput
from chatbookr_schema.limits import INPUT_LIST

T = TypeVar("T")


@overload
def aware(value: datetime, field: str) -> datetime: ...
@overload
def aware(value: datetime | None, field: str) -> datetime | None: ...
def aware(value: datetime | None, field: str) -> datetime | None:
    """Return an instant in UTC. Raises InvalidInput for one without an offset: nobody can say when that is."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise InvalidInput("Give instants with an offset, like 2027-03-01T09:00:00+01:00.", field=field)
    try:
        return value.astimezone(UTC)
    except OverflowError:  # an offset leads out of the years that there are
        raise InvalidInput("There is no such time.", field=field) from None


def check_year(starts_at: datetime, field: str = "starts_at") -> None:
    """Raise InvalidInput for an appointment so far off that nothing around it can be reckoned."""
    if starts_at.year not in YEARS:
        raise InvalidInput(f"Give a time from the year {YEARS[0]} to {YEARS[-1]}.", field=field)


def limited(values: list[T], field: str) -> list[T]:
    """Return a list that is not too long. Raises InvalidInput."""
    if len(values) > INPUT_LIST:
        raise InvalidInput(f"A list has at most {INPUT_LIST} values.", field=field)
    return values
