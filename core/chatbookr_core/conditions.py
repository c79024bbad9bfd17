"""What rows must meet, put together piece by piece, so that values never become part of a statement's text."""

from collections.abc import Sequence
from dataclasses import dataclass

from chatbookr_core.db import numbered


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions joined by AND, with the values of their placeholders (`$1` …)."""

    text: str = ""
    values: tuple[object, ...] = ()

    def numbered(self, condition: str, *values: object) -> "Conditions":
        """Add a condition whose placeholders carry on from those that are there."""
        text = f"{self.text} AND {condition}" if self.text else condition
        return Conditions(text, (*self.values, *values))

    def where(self, comparison: str, value: object | None) -> "Conditions":
        """Add a comparison with a value, as in `booking.starts_at >=`; None compares nothing."""
        return self if value is None else self.numbered(f"{comparison} ${len(self.values) + 1}", value)

    def among(self, column: str, values: Sequence[object] | None) -> "Conditions":
        """Let a column be one of some values; none of them meets no row, None compares nothing."""
        if values is None:
            return self
        if len(values) == 1:
            return self.where(f"{column} =", values[0])
        numbers = numbered(len(values), since=len(self.values) + 1) or "NULL"
        return self.numbered(f"{column} IN ({numbers})", *values)
