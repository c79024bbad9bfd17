"""A talk as a clinic reads it: who said what, what could be tapped and what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["patient", "taps", "sends", "waits", "assistant", "done"]
PLAYED: Final = ("patient", "taps", "sends", "waits")
"""What whoever plays the patient does: types, taps a title, sends something without words, lets minutes pass."""

ANSWERED: Final = ("assistant", "done")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk; `offers` are the titles that could be tapped under what the assistant says."""

    kind: Kind
    text: str = field(repr=False)
    offers: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A talk with its title, and what it was played with: what a reader must know to understand the answers.

    `practice`: what a program must know to play it again, as `recording` writes it; empty where the setting says all.
    """

    title: str
    lines: tuple[Line, ...]
    setting: Mapping[str, str] = field(default_factory=dict)
    practice: str = field(default="", repr=False)

    @property
    def played(self) -> tuple[Line, ...]:
        """Return what the patient did, without the answers."""
        return tuple(line for line in self.lines if line.kind in PLAYED)
