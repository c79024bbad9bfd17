"""What a message tells, and how it reads in a template's language: times stay instants until that is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chatbookr_core.dialogue.dates import clock, local_day, long_day
from chatbookr_core.dialogue.wording import reader
from chatbookr_core.templates.rules import base_of
from chatbookr_core.voice import PATIENTS_LANGUAGES

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Values:
    """Texts by their names, and the instants of an appointment in the time zone of its place."""

    texts: Mapping[str, str]
    starts_at: datetime | None = None
    until: datetime | None = None
    zone: str = "UTC"
    also: tuple[datetime, ...] = ()
    """When else on that day."""
    last_at: datetime | None = None
    """When the last of several appointments is."""
    people: tuple[str, ...] = field(default=(), repr=False)
    """The first names of relatives who come; an empty one is whoever reads it."""

    def naming(self, people: Sequence[str | None]) -> "Values":
        """Add who comes, in the order of the times: relatives by the first name alone, and None for who reads it.

        Who reads it is named nowhere, and a clinic whose templates hold no such variable tells nobody's name.
        """
        return replace(self, people=tuple(one or "" for one in people))

    def in_language(self, language: str) -> dict[str, str]:
        """Write everything out in a language; dates with their weekday, in English where there are no words for it."""
        you = reader(base_of(language))
        people = dict.fromkeys(one or you for one in self.people or ("",))
        written = {**self.texts, "person": ", ".join(people)}
        if self.starts_at is not None:
            times = ", ".join(clock(at, self.zone) for at in (self.starts_at, *self.also))
            written |= {"date": _day(self.starts_at, self.zone, language), "time": times}
        if self.until is not None:
            written["until"] = clock(self.until, self.zone)
        if self.last_at is not None:
            written["last_date"] = _day(self.last_at, self.zone, language)
        return written

    def as_json(self) -> dict[str, Any]:
        """Write it as plain values."""
        instants = {"starts_at": self.starts_at, "until": self.until, "last_at": self.last_at}
        told = {name: at.isoformat() for name, at in instants.items() if at is not None}
        also = {"also": [at.isoformat() for at in self.also]} if self.also else {}
        people = {"people": list(self.people)} if self.people else {}
        return {"texts": dict(self.texts), "zone": self.zone, **told, **also, **people}

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> "Values | None":
        """Read what `as_json` wrote."""
        if value is None:
            return None
        starts_at, until, last_at = (value.get(name) for name in ("starts_at", "until", "last_at"))
        return cls(
            value["texts"],
            datetime.fromisoformat(starts_at) if starts_at else None,
            datetime.fromisoformat(until) if until else None,
            value["zone"],
            tuple(datetime.fromisoformat(at) for at in value.get("also", ())),
            datetime.fromisoformat(last_at) if last_at else None,
            tuple(value.get("people", ())),
        )


def _day(at: datetime, zone: str, language: str) -> str:
    """Write a date as the chat does; in a language that it does not speak, as that one is used to."""
    day, base = local_day(at, zone), base_of(language)
    if base in PATIENTS_LANGUAGES:
        return long_day(day, base)
    from babel import Locale, UnknownLocaleError  # see dialogue/dates.py
    from babel.dates import format_date

    try:
        return format_date(day, "full", locale=Locale.parse(base))
    except (UnknownLocaleError, ValueError):
        return long_day(day, ENGLISH)
