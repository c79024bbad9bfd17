"""What somebody gets to see: which fields of which objects, by clinic, noted as they are read.

Of operators all of it, of others what the deployment watches, and what their clinics do.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from graphql import GraphQLSchema

from chatbookr_core.errors import InvalidSettings
from chatbookr_permissions.actor import OperatorActor, Principal


@dataclass(slots=True)
class Seen:
    """Coordinates and opaque ids by clinic, of those `watched` (None: of all); `taken` empties it: once is enough.

    `of_clinics` are watched beside them, of a clinic's objects each.
    """

    watched: frozenset[str] | None = None
    of_clinics: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    _coordinates: dict[UUID, set[str]] = field(default_factory=dict)
    _subjects: dict[UUID, set[str]] = field(default_factory=dict)
    _unplaced: set[str] = field(default_factory=set)

    def note(self, kind: str, names: Iterable[str], source: object) -> None:
        """Note that fields of an object are handed out; a list or a count says not of which clinic it is."""
        clinic_id, coordinates = getattr(source, "clinic_id", None), {f"{kind}.{name}" for name in names}
        if self.watched is not None:
            coordinates &= self._wanted(self.watched, clinic_id)
            if not coordinates:
                return
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
            unplaced = self._unplaced
            if self.watched is not None:
                unplaced = unplaced & self._wanted(self.watched, clinic_id)
            names = self._coordinates.get(clinic_id, set()) | unplaced
            if names:
                found[clinic_id] = (sorted(names), sorted(self._subjects.get(clinic_id, ())))
        for noted in (self._coordinates, self._subjects, self._unplaced):
            noted.clear()
        return found

    def _wanted(self, watched: frozenset[str], clinic_id: object) -> frozenset[str]:
        """Say what is watched of a clinic's objects; of what is of no clinic, what any of them watches."""
        if isinstance(clinic_id, UUID):
            return watched | self.of_clinics.get(clinic_id, frozenset())
        return watched.union(*self.of_clinics.values())


def seen_by(actor: Principal | None, watched: Collection[str], before: Seen | None = None) -> Seen | None:
    """Note all that an operator reads, and of others what is watched, going on from `before`; None: nothing is."""
    if isinstance(actor, OperatorActor):
        return before or Seen()
    of_clinics = actor.watched if actor is not None else {}
    if before is not None:
        before.of_clinics = of_clinics
    elif watched or of_clinics:
        return Seen(frozenset(watched), of_clinics)
    return before


def check_watched(schema: GraphQLSchema, watched: Collection[str]) -> None:
    """Raise InvalidSettings for a field that there is not: nobody would notice that it is not watched."""
    for one in unknown_among(schema, watched):
        raise InvalidSettings(f"CHATBOOKR_AUDIT_READS: there is no field {one!r}.")


def unknown_among(schema: GraphQLSchema, watched: Iterable[str]) -> list[str]:
    """List what names no field of an object of the schema."""
    kinds = {one: schema.type_map.get(one.partition(".")[0]) for one in watched}
    return [one for one, kind in kinds.items() if one.partition(".")[2] not in getattr(kind, "fields", {})]
