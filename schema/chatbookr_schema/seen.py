"""What an operator gets to see: which fields of which objects, by clinic, noted as they are read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from chatbookr_core.db import transaction
from chatbookr_core.operators.access import note_read
from chatbookr_permissions.actor import OperatorActor

if TYPE_CHECKING:
    from chatbookr_schema.context import Context


@dataclass(slots=True)
class Seen:
    """Coordinates and opaque ids by clinic; `taken` empties it, so that each is logged once."""

    _coordinates: dict[UUID, set[str]] = field(default_factory=dict)
    _subjects: dict[UUID, set[str]] = field(default_factory=dict)
    _unplaced: set[str] = field(default_factory=set)

    def note(self, kind: str, names: Iterable[str], source: object) -> None:
        """Note that fields of an object are handed out; a list or a count says not of which clinic it is."""
        clinic_id, coordinates = getattr(source, "clinic_id", None), {f"{kind}.{name}" for name in names}
        if not isinstance(clinic_id, UUID):
            self._unplaced |= coordinates
            return
        self._coordinates.setdefault(clinic_id, set()).update(coordinates)
        subject = getattr(source, "id", None)
        if isinstance(subject, str):
            self._subjects.setdefault(clinic_id, set()).add(subject)

    def taken(self, open_clinics: Collection[UUID]) -> dict[UUID, tuple[list[str], list[str]]]:
        """Return what was noted, sorted, and forget it; what is of no one clinic is told to all that are open."""
        found: dict[UUID, tuple[list[str], list[str]]] = {}
        for clinic_id in {*open_clinics, *self._coordinates}:
            names = self._coordinates.get(clinic_id, set()) | self._unplaced
            if names:
                found[clinic_id] = (sorted(names), sorted(self._subjects.get(clinic_id, ())))
        for noted in (self._coordinates, self._subjects, self._unplaced):
            noted.clear()
        return found


async def log_seen(context: "Context") -> None:
    """Log what an operator is about to get, before they do: what cannot be logged is not handed out.

    Begins a transaction of its own. Raises PermissionDenied where the clinic is open to them no longer.
    """
    actor = context.actor
    found = context.seen.taken(actor.clinic_ids) if context.seen is not None and actor is not None else {}
    if found and isinstance(actor, OperatorActor):
        async with transaction():
            await note_read(context.deployment, actor, found)
