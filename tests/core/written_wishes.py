"""Writes a wish in one short line, and lists tables of many by their languages."""

from collections.abc import Iterable, Mapping

from chatbookr_core.dialogue.wishes import Wish


def by_language(readings: Mapping[str, Iterable[tuple[str, str]]]) -> list[tuple[str, str, str]]:
    """List each language with what is typed in it and how that is to be read."""
    return [(language, typed, read) for language, ones in readings.items() for typed, read in ones]


def written(wish: Wish | None) -> str:
    """Write the first and last day (`on`: and any later one), the weekdays that are meant, and the hours between."""
    if wish is None:
        return ""
    first = f"{wish.day:%d.%m.}" if wish.day else ""
    days = f"{first}-{wish.last_day:%d.%m.}" if wish.last_day else first
    weekdays = "".join(map(str, wish.weekdays))
    start, end = (f"{at:%H:%M}" if at else "" for at in (wish.from_time, wish.until_time))
    parts = (days, "on" if wish.is_open else "", weekdays, f"{start}>{end}" if start or end else "")
    return " ".join(part for part in parts if part)
