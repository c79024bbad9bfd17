"""What a talk was played with, kept beside it: so that it can be played again when the clinic's day is long over.

That is the clinic as the dialogue saw it, and what each look-up of free times found, in their order.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from chatbookr_core.dialogue import DayWithSpace, Slot, SlotQuery, SlotsFound, View
from chatbookr_core.errors import InvalidInput
from chatbookr_core.rehearsals.stage import Find, Stage


@dataclass(slots=True)
class Recorder:
    """Looks free times up, and remembers what was found."""

    view: View
    find: Find
    found: list[SlotsFound] = field(default_factory=list)

    async def look(self, query: SlotQuery) -> SlotsFound:
        """Look up as `find` does."""
        self.found.append(await self.find(query))
        return self.found[-1]

    def to_json(self) -> str:
        """Write down what a talk was played with; there is nothing in it of any patient but what was given to it."""
        found = [{"slots": _plain(one.slots), "days": _plain(one.days)} for one in self.found]
        return json.dumps({"view": _plain(self.view), "found": found}, ensure_ascii=False)


def stage_of(practice: str) -> Stage:
    """Set up what `Recorder.to_json` wrote, to play the same talk again.

    Each look-up finds what it found then, whatever it asks for. Raises InvalidInput for what is none of that, or of a
    version that knows other things.
    """
    try:
        told = json.loads(practice)
        view: View = _read(View, told["view"])
        found = [
            (_read(tuple[Slot, ...], one["slots"]), _read(tuple[DayWithSpace, ...], one["days"]))
            for one in told["found"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InvalidInput("That is nothing a talk was played with.", field="yaml") from problem
    left = iter(found)

    async def find(query: SlotQuery) -> SlotsFound:
        one = next(left, None)
        if one is None:
            raise InvalidInput("Free times are looked up more often than they were.", field="yaml")
        return SlotsFound(query, *one)

    return Stage(view, find)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):  # an instant is a date, too
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list | frozenset) else value


def _read(kind: Any, value: Any) -> Any:
    """Make of plain values what a type says: dataclasses, enums, ids, instants, days, tuples and maps of these."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if value is None else _read(next(one for one in args if one is not NoneType), value)
    if origin is tuple:
        return tuple(_read(args[0], one) for one in value)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return {_read(args[0], key): _read(args[1], one) for key, one in value.items()}
    if not isinstance(kind, type):
        return value
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _read(hints[one.name], value[one.name]) for one in fields(kind) if one.name in value})
    if issubclass(kind, date | time):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, Enum | UUID) else value
