"""Reads the values of a dialogue's state out of JSON, each by its type; what is none raises TypeError or ValueError."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from chatbookr_core.dialogue.coming import Coming
from chatbookr_core.dialogue.details import Details
from chatbookr_core.dialogue.slots import DayHours, DayWithSpace, Refused, Slot
from chatbookr_core.dialogue.wishes import Wish
from chatbookr_core.ids import read_id

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a number")
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not a flag")
    return value


def one_of(kind: type[E]) -> Callable[[object], E]:
    return lambda value: kind(text(value))


def uuid(value: object) -> UUID:
    return read_id(text(value))


def local_day(value: object) -> date:
    return date.fromisoformat(text(value))


def instant(value: object) -> datetime:
    found = datetime.fromisoformat(text(value))
    if found.tzinfo is None:
        raise ValueError("an instant carries its offset")
    return found


def fields_of(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def slot(value: object) -> Slot:
    found = fields_of(value)
    return Slot(
        instant(found["starts_at"]),
        instant(found["ends_at"]),
        uuid(found["practitioner_id"]),
        uuid(found["location_id"]),
        flag(found.get("is_on_request", False)),
    )


def day_row(value: object) -> DayWithSpace:
    found = fields_of(value)
    return DayWithSpace(local_day(found["day"]), number(found["count"]), instant(found["first_start"]))


def time_of_day(value: object) -> time:
    return time.fromisoformat(text(value))


def wish(value: object) -> Wish:
    found = fields_of(value)
    return Wish(
        maybe(local_day)(found["day"]),
        maybe(time_of_day)(found["from_time"]),
        maybe(time_of_day)(found["until_time"]),
        maybe(local_day)(found.get("last_day")),  # this and what follows: unknown before 28 November 2026
        flag(found.get("is_open", False)),
        many(number)(found.get("weekdays", [])),
        many(local_day)(found.get("days", [])),
        maybe(refused)(found.get("refused")),
        many(day_hours)(found.get("day_hours", [])),
        flag(found.get("is_weekday", False)),
        flag(found.get("is_number", False)),
    )


def refused(value: object) -> Refused:
    found = fields_of(value)
    return Refused(
        many(number)(found["weekdays"]), maybe(time_of_day)(found["from_time"]), maybe(time_of_day)(found["until_time"])
    )


def day_hours(value: object) -> DayHours:
    found = fields_of(value)
    days = many(number)(found["weekdays"]), many(local_day)(found["days"])
    return DayHours(*days, maybe(time_of_day)(found["from_time"]), maybe(time_of_day)(found["until_time"]))


def details(value: object) -> Details:
    found = fields_of(value)
    ids = maybe(uuid)(found["practitioner_id"]), maybe(uuid)(found["location_id"])
    length = maybe(number)(found["minutes"]), maybe(flag)(found["is_long"])
    return Details(*ids, *length, flag(found["is_with_anybody"]))


def coming(value: object) -> Coming:
    found = fields_of(value)
    return Coming(maybe(uuid)(found["relative_id"]), maybe(text)(found["called"]), flag(found["is_me"]))


def maybe(read: Callable[[object], T]) -> Callable[[object], T | None]:
    return lambda value: None if value is None else read(value)


def many(read: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    def read_all(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise TypeError("not a list")
        return tuple(read(one) for one in value)

    return read_all
