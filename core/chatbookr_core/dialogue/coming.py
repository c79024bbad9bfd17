"""Who comes besides the one who is being booked: a value of the dialogue's state."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody to be booked next: who writes, a relative by their id, or as they were called; else to be asked for."""

    relative_id: UUID | None = None
    called: str | None = field(default=None, repr=False)
    is_me: bool = False
